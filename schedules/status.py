"""`gongkai status`: one screen about a home: is it well, what does it hold, when is the next night?"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import duckdb
import typer

from crawler.archive import Archive
from schedules import calendar, config, nights, runs
from schedules.comparison import WELL
from schedules.doctor import optional
from schedules.errors import UsageError
from schedules.home import Home
from schedules.summary import ending
from warehouse.lock import held_by
from warehouse.publish import DATABASE, current_release
from warehouse.store import LOCK

app = typer.Typer()

SHOWN = 5
"""Sources named because they are not well."""


@app.command()
def status(
    home: Annotated[Path, typer.Option("--home", envvar="GONGKAI_HOME", help="the data directory")] = Path(
        "data"
    ),
) -> None:
    """What this home holds, how the last run ended, which sources are not well, and when the next night begins."""
    place = Home.existing(home)
    typer.echo("\n".join(f"{name:10} {text}" for name, text in lines(place, datetime.now(UTC))))


def lines(home: Home, now: datetime) -> Iterator[tuple[str, str]]:
    """The screen, line by line: a name and a text."""
    free = shutil.disk_usage(home.root).free
    yield "home", f"{home.root.resolve()} ({free / 1e9:.0f} GB free)"
    yield from _running(home)
    yield "archive", _archive(home)
    yield "release", _release(home)
    yield from _last_run(home, now)
    yield "next night", _next_night(home, now)
    yield "optional", "; ".join(finding.text for finding in optional())


def _running(home: Home) -> Iterator[tuple[str, str]]:
    if harvest := held_by(home.root / "harvest.lock"):
        yield "running", f"a harvest: {harvest}"
    elif writer := held_by(home.root / LOCK):
        yield "running", f"somebody writes the warehouse: {writer}"


def _archive(home: Home) -> str:
    if not (home.archive / "ledger.sqlite").is_file():
        return "empty: `gongkai harvest` or `gongkai load FILE` fills it"
    with Archive(home.archive, read_only=True) as archive:
        files, newest = archive.ledger.execute(
            "SELECT count(DISTINCT file_sha256), max(captured_at) FROM capture WHERE file_sha256 IS NOT NULL"
        ).fetchone()
        outcomes = archive.ledger.execute(
            "SELECT outcome, count(*) FROM capture GROUP BY outcome ORDER BY count(*) DESC"
        ).fetchall()
    asked = ", ".join(f"{count:,} {outcome}" for outcome, count in outcomes)
    return f"{files:,} files, the newest of {_day(newest)}; requests: {asked or 'none'}"


def _release(home: Home) -> str:
    folder = current_release(home.published)
    if folder is None:
        return "none yet"
    with duckdb.connect(str(folder / DATABASE), read_only=True) as release:
        regions, documents, figures, failed = release.execute(
            """
            SELECT count(DISTINCT region_code), count(*), (SELECT count(*) FROM core.figure),
                   (SELECT count(*) FROM core.check_result WHERE status = 'failed')
            FROM core.document WHERE is_current
            """
        ).fetchall()[0]
    return (
        f"{folder.name}: {_counted(regions, 'region')}, {_counted(documents, 'document')}, {_counted(figures, 'figure')},"
        f" {_counted(failed, 'failed check')}; "
        f"{home.current / 'report.html'}"
    )


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _last_run(home: Home, now: datetime) -> Iterator[tuple[str, str]]:
    record = runs.latest(home.runs)
    if record is None:
        yield "last run", "none yet"
        return
    hours = (now - datetime.fromisoformat(record.started_at)).total_seconds() / 3600
    ago = f"{hours:.0f} hours ago" if hours < 48 else f"{hours / 24:.0f} days ago"
    yield "last run", f"{record.run_id}, {ago}: {ending(record)}"
    counted = Counter(source.outcome for source in record.sources)
    yield (
        "sources",
        ", ".join(f"{count} {outcome}" for outcome, count in sorted(counted.items())) or "none was due",
    )
    unwell = [source for source in record.sources if source.outcome not in WELL or source.findings]
    for source in unwell[:SHOWN]:
        yield "", source.line()
    if len(unwell) > SHOWN:
        yield "", f"… and {len(unwell) - SHOWN} more in {home.runs / 'latest.html'}"
    for text in [*record.problems, *record.alarms, *record.between][:SHOWN]:
        yield "", text


def _next_night(home: Home, now: datetime) -> str:
    daemon = held_by(home.root / "daemon.lock")
    try:
        at = config.load(home.configuration).harvest.at
    except UsageError as error:
        return f"unknown: {error}"
    begins = nights.trigger(at).get_next_fire_time(None, now)
    who = f"by the daemon, {daemon}" if daemon else "no daemon runs here; cron or systemd may begin it"
    return (
        f"{begins.astimezone(calendar.SHANGHAI):%Y-%m-%d %H:%M} Shanghai time, {who}" if begins else "never"
    )


def _day(moment: str | None) -> str:
    return moment[:10] if moment else "never"
