"""kill -9 in the middle of opening, loading and publishing: nothing lost, nothing half done, and the next run ends as if undisturbed.

`tests/benchmarks/warehouse/kill.py` does the same at random moments; here the moments are named, so that each is met every time.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
from warehouse_samples import held, many, night, parsed

from warehouse.fingerprint import Fingerprint

BATCHES = [[parsed(f"{batch}-{one}", unit=f"区第{one}局", year=2020 + batch, amounts=many(40, one)) for one in range(2)] for batch in range(3)]  # fmt: skip
FIGURES = 2 * 40


def killed_after(module: str, name: str, calls: int) -> None:
    """Make this process kill itself right after that call of a function of the warehouse."""
    holder = importlib.import_module(module)
    original = getattr(holder, name)
    left = calls

    def last(*arguments: Any, **named: Any) -> Any:
        nonlocal left
        result = original(*arguments, **named)
        left -= 1
        if not left:
            os.kill(os.getpid(), 9)
        return result

    setattr(holder, name, last)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Fingerprint]:
    home = tmp_path_factory.mktemp("undisturbed")
    night(home, BATCHES)
    return held(home)


@pytest.mark.parametrize(
    ("module", "name", "calls", "batches"),
    [
        ("warehouse.store", "migrate", 1, 0),
        ("warehouse.ingest", "IngestReport", 2, 1),
        ("warehouse.store", "ingest", 2, 2),
        ("warehouse.settle", "write_places", 1, 3),
        ("warehouse.publish", "ordering", 3, 3),
        ("warehouse.publish", "_put_in_place", 1, 3),
    ],
)
def test_a_killed_writer_leaves_whole_batches_and_whole_releases(
    module: str, name: str, calls: int, batches: int, undisturbed: dict[str, Fingerprint], tmp_path: Path
) -> None:
    process = subprocess.run([sys.executable, __file__, str(tmp_path), module, name, str(calls)], check=False)
    assert process.returncode == -9
    left = held(tmp_path)
    assert left["raw.file"][0] == 2 * batches
    assert left["core.figure"][0] == FIGURES * batches
    current = tmp_path / "published" / "current"
    assert current.is_symlink() == (name == "_put_in_place")
    if current.is_symlink():
        with duckdb.connect(str(current / "gongkai.duckdb"), read_only=True) as release:
            assert release.execute("SELECT count(*) FROM core.figure").fetchall() == [(3 * FIGURES,)]
    night(tmp_path, BATCHES)
    assert held(tmp_path) == undisturbed
    assert not list((tmp_path / "published").glob(".partial-*"))
    assert (current / "SHA256SUMS").is_file()


if __name__ == "__main__":
    killed_after(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    night(Path(sys.argv[1]), BATCHES)
