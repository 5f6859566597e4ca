"""Kill -9 a writer at random moments of opening, loading and publishing; nothing may be lost or half done.

    PYTHONPATH=.:tests python tests/benchmarks/warehouse/kill.py [MOMENTS]

Each round starts a process that opens a warehouse, loads batches and publishes, kills it after a random delay, and then looks at what is
left: the warehouse opens, holds whole batches only, `published/current` is a whole release or absent, and a second, undisturbed run ends
in the same rows as one that was never killed.
"""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
from warehouse_samples import held, many, night, parsed

from warehouse.fingerprint import Fingerprint

BATCHES = [
    [
        parsed(f"{batch}-{one}", unit=f"区第{one}局", year=2015 + batch, amounts=many(300, one))
        for one in range(4)
    ]
    for batch in range(6)
]


def round_of(delay: float, reference: dict[str, Fingerprint]) -> str:
    """Kill after a delay, look, finish, compare; returns what state the kill left."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        process = subprocess.Popen([sys.executable, __file__, "--work", folder])
        time.sleep(delay)
        process.kill()
        process.wait()
        left = held(home)
        files = left["raw.file"][0]
        assert files % 4 == 0, f"half a batch: {files} files"
        assert left["core.figure"][0] == files * 300
        current = home / "published" / "current"
        had_release = current.is_symlink()
        if had_release:
            whole(current)
        night(home, BATCHES)
        whole(current)
        assert not list((home / "published").glob(".partial-*"))
        assert held(home) == reference
        return f"{files:2d} files, {'a release' if had_release else 'no release'}"


def whole(release: Path) -> None:
    """A release is whole: every checksum fits and its database answers."""
    for line in (release / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((release / name).read_bytes()).hexdigest() == digest, name
    with duckdb.connect(str(release / "gongkai.duckdb"), read_only=True) as connection:
        connection.execute("SELECT count(*) FROM out.unit_year").fetchall()


def main(moments: int, seed: int = 1) -> None:
    """Run the rounds; the longest delay is what an undisturbed run takes."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        subprocess.run([sys.executable, __file__, "--work", folder], check=True)
        longest = time.monotonic() - started
        reference = held(Path(folder))
    chosen = random.Random(seed)
    for number in range(moments):
        delay = chosen.uniform(0.2, longest)
        print(
            f"{number + 1:3d}  killed after {delay:5.2f} s of {longest:.2f}: {round_of(delay, reference)}",
            flush=True,
        )
    print(f"{moments} kills: nothing lost, nothing half published")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        night(Path(sys.argv[2]), BATCHES)
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
