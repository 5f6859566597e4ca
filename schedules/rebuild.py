"""`gongkai rebuild`: the whole warehouse again from the archive alone, and the proof that it is the same."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from crawler.archive import Archive
from loaders.load import load_archive
from schedules.errors import ScheduleError
from schedules.home import Home
from warehouse.checks import run_checks
from warehouse.fingerprint import fingerprints
from warehouse.lock import WriterLock
from warehouse.store import DATABASE, Warehouse

app = typer.Typer()


class DifferentError(ScheduleError):
    """The rebuilt warehouse is not the old one."""


@app.command()
def rebuild(
    home: Annotated[Path, typer.Option("--home", envvar="GONGKAI_HOME", help="the data directory")] = Path(
        "data"
    ),
    jobs: Annotated[int, typer.Option(min=0, help="parsing processes; 0 means one per core")] = 0,
    replace: Annotated[
        bool, typer.Option("--replace", help="put the rebuilt warehouse in place even where it differs")
    ] = False,
) -> None:
    """Make the warehouse again from the archive and compare it, table by table, with the one there is."""
    place = Home.existing(home)
    lock = WriterLock(place.root / "harvest.lock")
    try:
        with tempfile.TemporaryDirectory(prefix="rebuild-", dir=place.root) as folder:
            differing = _rebuild(place, Path(folder), jobs or os.cpu_count() or 1)
            if differing and not replace:
                raise DifferentError(
                    f"the rebuilt warehouse differs in {', '.join(differing)}: an older reader wrote the present one, or it was "
                    "changed by hand; look, then run again with --replace"
                )
            if differing or not place.warehouse.is_file():
                shutil.move(Path(folder) / DATABASE, place.warehouse)
                typer.echo("the rebuilt warehouse is in place")
            else:
                typer.echo("the rebuilt warehouse equals the present one, row by row")
    finally:
        lock.release()


def _rebuild(place: Home, folder: Path, workers: int) -> list[str]:
    """Load everything into `folder`; returns the tables of raw and core that differ from the present warehouse."""
    with Archive(place.archive, read_only=True) as archive, Warehouse.open(folder) as fresh:
        report = load_archive(archive, fresh, workers=workers)
        run_checks(fresh.connection)
        rebuilt = fingerprints(fresh.connection)
    typer.echo(f"{sum(report.statuses.values())} files read again, {report.figures:,} figures")
    if not place.warehouse.is_file():
        return []
    with Warehouse.open(place.root) as present:
        there = fingerprints(present.connection)
    return sorted(name for name in rebuilt.keys() | there.keys() if rebuilt.get(name) != there.get(name))
