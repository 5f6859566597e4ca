"""`gongkai backup`: what cannot be made again, copied while a harvest may be running; the copy is a home of its own.

The ledger is copied first, through SQLite, and the originals after it: a file is in the archive before the ledger names it, so every
file that the copied ledger names is in the copy. Warehouse and releases are left out: `gongkai rebuild` makes them from the archive.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from schedules.errors import UsageError
from schedules.home import Home

app = typer.Typer()

LEDGER = "ledger.sqlite"
BESIDE = ("gongkai.toml", "portals", "corrections", "runs")
"""What a home holds besides the archive that nothing else knows."""


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="the folder of the copy; a later backup adds what is new")],
    home: Annotated[Path, typer.Option("--home", envvar="GONGKAI_HOME", help="the data directory")] = Path(
        "data"
    ),
) -> None:
    """Copy the archive, the ledger, settings, own portals, corrections and run records; safe beside a running harvest."""
    place = Home.existing(home)
    files, size = copy(place, target)
    typer.echo(f"{files:,} new originals ({size / 1e6:,.1f} MB) and the ledger are in {target}")
    typer.echo(f"to use it as a home: gongkai rebuild --home {target}, then gongkai publish --home {target}")


def copy(home: Home, target: Path) -> tuple[int, int]:
    """Bring the copy at `target` up to date; returns how many originals were new and their bytes.

    Raises:
        UsageError: there is nothing to copy, the target lies inside the home, or it cannot be written.
    """
    if not (home.archive / LEDGER).is_file():
        raise UsageError(f"the archive of {home.root} is empty: there is nothing to copy yet")
    if target.resolve().is_relative_to(home.root.resolve()):
        raise UsageError(
            f"{target} lies inside the home it would copy: choose a folder elsewhere, best on another disk"
        )
    archive = target / "archive"
    try:
        archive.mkdir(parents=True, exist_ok=True)
        _copy_ledger(home.archive / LEDGER, archive / LEDGER)
        files, size = _copy_new(home.archive, archive)
        for name in BESIDE:
            source = home.root / name
            if source.is_dir():
                shutil.copytree(source, target / name, dirs_exist_ok=True)
            elif source.is_file():
                shutil.copy2(source, target / name)
    except OSError as error:
        raise UsageError(f"cannot write the backup to {target}: {error.strerror or error}") from error
    return files, size


def _copy_ledger(source: Path, target: Path) -> None:
    partial = target.with_name(target.name + ".part")
    partial.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as ledger, closing(sqlite3.connect(partial)) as copied:
        ledger.backup(copied)
    for beside in ("-wal", "-shm"):
        target.with_name(target.name + beside).unlink(missing_ok=True)
    partial.replace(target)


def _copy_new(source: Path, target: Path) -> tuple[int, int]:
    """Copy the originals the target lacks; they never change, so a file that is there with its length is the same."""
    files = size = 0
    for path in (source / "files").rglob("*"):
        if not path.is_file():
            continue
        place = target / path.relative_to(source)
        length = path.stat().st_size
        if place.is_file() and place.stat().st_size == length:
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        partial = place.with_name(place.name + ".part")
        shutil.copy2(path, partial)
        partial.replace(place)
        files, size = files + 1, size + length
    return files, size
