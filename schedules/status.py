"""`gongkai status`: one screen about a home."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from crawler.archive import Archive
from schedules import runs
from schedules.doctor import optional
from schedules.home import Home

app = typer.Typer()


@app.command()
def status(
    home: Annotated[Path, typer.Option("--home", envvar="GONGKAI_HOME", help="the data directory")] = Path(
        "data"
    ),
) -> None:
    """What this home holds, how the last run ended, and which optional programs are missing."""
    place = Home.existing(home)
    with Archive(place.archive, read_only=True) as archive:
        outcomes = archive.ledger.execute(
            "SELECT outcome, count(*) FROM capture GROUP BY outcome ORDER BY outcome"
        ).fetchall()
        files = archive.ledger.execute("SELECT count(DISTINCT file_sha256) FROM capture").fetchone()[0]
    free = shutil.disk_usage(place.root).free
    lines = [
        f"home      {place.root.resolve()} ({free / 1e9:.0f} GB free)",
        f"archive   {files} files; captures: "
        + ", ".join(f"{count} {outcome}" for outcome, count in outcomes),
        f"release   {place.current.resolve().name if place.current.exists() else 'none yet'}",
        _last_run(place),
        "optional  " + "; ".join(finding.text for finding in optional()),
    ]
    typer.echo("\n".join(lines))


def _last_run(place: Home) -> str:
    record = runs.latest(place.runs)
    if record is None:
        return "last run  none yet"
    ending = f"exit {record.exit_code}" if record.finished else f"interrupted in {record.stages}"
    return f"last run  {record.run_id} ({ending}), {record.figures:,} figures loaded"
