"""Kill -9 a writer at random moments of opening, migrating, loading and publishing; nothing may be lost or half done.

    PYTHONPATH=.:tests python tests/benchmarks/warehouse/kill.py [MOMENTS]

Each round starts a process that opens a warehouse, loads batches and publishes, kills it after a random delay, and then looks at what is
left: the warehouse opens, holds whole batches only, `published/current` is a whole release or absent, and a second, undisturbed run ends
in the same rows as one that was never killed. Every second round begins with a warehouse of an earlier schema version that holds half
of the batches, and its moment falls into the opening, which migrates it.
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
from warehouse_samples import earlier, held, many, night, parsed

from warehouse.fingerprint import Fingerprint
from warehouse.migrate import applied, migrations
from warehouse.store import Warehouse

BATCHES = [
    [
        parsed(f"{batch}-{one}", unit=f"区第{one}局", year=2015 + batch, amounts=many(300, one))
        for one in range(4)
    ]
    for batch in range(6)
]
HALF = BATCHES[:3]
"""What a warehouse of an earlier version holds already."""


class Moment:
    """When to kill: so long after the writer has begun to open its warehouse, which is new or of an earlier version."""

    def __init__(self, dice: random.Random, opening: float, night: float, number: int) -> None:
        self.version = dice.randrange(1, len(migrations())) if number % 2 else 0
        # migrating is what opening begins with
        self.delay = dice.random() ** 3 * opening if self.version else dice.uniform(0, night)


def killed(home: Path, delay: float) -> None:
    """A night that ends so long after it has begun to open the warehouse."""
    with subprocess.Popen([sys.executable, __file__, "--work", home], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(delay)
        process.kill()


def round_of(moment: Moment, half: Path, reference: dict[str, Fingerprint]) -> str:
    """Kill, look, finish, compare; returns what state the kill left."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        if moment.version:
            earlier(home, moment.version, half)
        killed(home, moment.delay)
        migrated = version_of(home)
        left = held(home)
        files = left["raw.file"][0]
        assert files % 4 == 0, f"half a batch: {files} files"
        assert files >= (4 * len(HALF) if moment.version else 0), f"lost: {files} files are left"
        assert left["core.figure"][0] == files * 300
        current = home / "published" / "current"
        had_release = current.is_symlink()
        if had_release:
            whole(current)
        night(home, BATCHES)
        whole(current)
        assert not list((home / "published").glob(".partial-*"))
        assert held(home) == reference
        return f"schema {moment.version} became {migrated}, {files:2d} files, {'a release' if had_release else 'no release'}"


def version_of(home: Path) -> int:
    """The schema version that a kill left."""
    if not (home / "warehouse.duckdb").is_file():
        return 0
    with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
        return max(applied(connection), default=0)


def whole(release: Path) -> None:
    """A release is whole: every checksum fits and its database answers."""
    for line in (release / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((release / name).read_bytes()).hexdigest() == digest, name
    with duckdb.connect(str(release / "gongkai.duckdb"), read_only=True) as connection:
        connection.execute("SELECT count(*) FROM out.unit_year").fetchall()


def main(moments: int, seed: int = 1) -> None:
    """Run the rounds; the longest delay is what an undisturbed night takes."""
    with tempfile.TemporaryDirectory() as folder:
        full, half, empty = Path(folder) / "full", Path(folder) / "half", Path(folder) / "empty"
        started = time.monotonic()
        with Warehouse.open(empty):
            opening = time.monotonic() - started
        night(full, BATCHES)
        longest = time.monotonic() - started
        reference = held(full)
        with Warehouse.open(half) as warehouse:
            for batch in HALF:
                warehouse.ingest(batch)
        dice = random.Random(seed)
        for number in range(moments):
            moment = Moment(dice, opening, longest, number)
            left = round_of(moment, half, reference)
            print(f"{number + 1:3d}  killed after {moment.delay:5.2f} s of {longest:.2f}: {left}", flush=True)
    print(f"{moments} kills: nothing lost, nothing half published")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        print("opening", flush=True)
        night(Path(sys.argv[2]), BATCHES)
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
