"""Thirty nights with a fake clock and injected faults: `python -m tests.nights [--nights 30] [--seed 1]`, by hand, some minutes.

Two homes live through the same nights over the sample portal, planned by the calendar as cron or the daemon would have it; one is
disturbed: the portal is down, answers 412, is slow, was rebuilt; the disk is full; the harvest is killed or told to stop at a random
moment; the clock jumps; a second harvest is started; a reader holds the published database open. At the end both hold the same, every
fault stands in the summary of its night or of the next one, and no night is without a record.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from crawler.archive import Archive
from crawler.registry import Portal
from crawler.sample_portal import SamplePortal
from schedules import calendar, config, runs, summary
from schedules.errors import StoppedError
from schedules.harvest import Plan, harvest
from schedules.home import Home
from schedules.stopping import stoppable
from warehouse.errors import LockHeldError
from warehouse.store import Warehouse

FIRST_NIGHT = datetime(2026, 9, 1, 14, 30, tzinfo=UTC)
QUIET_NIGHTS = 8
"""The last nights are quiet, so that a source that rests for a week after refusing us twice is asked again."""

TOLD = {
    "none": "",
    "reader": "",
    "down": "990101 演示县: failed",
    "412": "990101 演示县: blocked",
    "rebuilt": "990101 演示县: failed",
    "slow": "deadline",
    "disk full": "are free below",
    "kill": "was interrupted",
    "stop": "was interrupted",
    "clock back": "the clock was set back",
    "two at once": "a harvest could not begin",
}
"""Every fault with the words that the summary of its night, or of the next one, must say."""

NEXT_NIGHT = frozenset({"kill", "stop", "two at once"})
NEEDS_ASKING = frozenset({"down", "412", "rebuilt", "slow"})
"""Faults of the portal, which nobody meets on a night on which it rests."""

TIMES = {"run_id", "captured_at", "capture_id", "first_captured_at"}
LISTS = ("/zwgk/bmys/index.html", "/xxgk/bmjs/index.html")


@dataclass(frozen=True)
class Night:
    """One night: its number from 0, its clock, and the fault in it."""

    number: int
    now: datetime
    fault: str


def schedule(nights: int, chance: random.Random) -> list[str]:
    """A fault for every night: all of them as often as there is room, in random order, the first night and the last ones quiet."""
    room = max(0, nights - QUIET_NIGHTS - 1)
    faults = [fault for fault in TOLD if fault != "none"]
    chosen = (faults * (room // len(faults) + 1))[:room]
    chance.shuffle(chosen)
    return ["none", *chosen, *["none"] * (nights - room - 1)]


def one_harvest(root: str, entry: dict[str, object], night: Night) -> None:
    """What cron would run: the calendar's plan at the night's clock, then the harvest."""
    home, portal = Home(Path(root)), Portal.model_validate(entry)
    settings = config.Settings.model_validate(
        {
            "harvest": {
                "free_gigabytes": 1e9 if night.fault == "disk full" else 0,
                "source_hours": 2 / 3600 if night.fault == "slow" else 1,
                "ocr_pages": 0,
                "jobs": 2,
                "retry_minutes": 0,
            },
            "publish": {"formats": [], "keep": 3},
        }
    )
    with Archive(home.archive) as archive:
        due, rest = calendar.tonight([portal], calendar.states(archive), night.now)
    with stoppable() as stopped, contextlib.suppress(LockHeldError, StoppedError):
        plan = Plan(
            due, settings, rest, scheduled=True, stopped=stopped, clock=lambda: night.now, lock_patience=0.5
        )
        summary.write(harvest(home, plan), home)


def start(home: Home, site: SamplePortal, night: Night) -> multiprocessing.process.BaseProcess:
    arguments = (str(home.root), site.portal.model_dump(mode="json"), night)
    process = multiprocessing.get_context("fork").Process(target=_own_group, args=arguments)
    process.start()
    return process


def _own_group(*arguments: object) -> None:
    os.setsid()
    one_harvest(*arguments)  # type: ignore[arg-type]


def disturbed(home: Home, night: Night, site: SamplePortal, chance: random.Random) -> None:
    """Live through one night with its fault."""
    if night.fault in ("412", "rebuilt"):
        site.faults = dict.fromkeys(LISTS, 412 if night.fault == "412" else 404)
    if night.fault == "down":
        site.faults = dict.fromkeys((*LISTS, "/robots.txt"), 503)
    if night.fault == "slow":
        site.latency = 5.0
    try:
        process = start(home, site, night)
        if night.fault in ("kill", "stop") and process.pid:
            process.join(chance.uniform(0.3, 6.0))
            if process.is_alive() and night.fault == "kill":
                os.killpg(process.pid, signal.SIGKILL)
            elif process.is_alive():
                os.kill(process.pid, signal.SIGTERM)
        if night.fault == "two at once":
            start(home, site, night).join()
        if night.fault == "reader" and (home.current / "gongkai.duckdb").is_file():
            with duckdb.connect(str(home.current / "gongkai.duckdb"), read_only=True) as reader:
                process.join()
                assert reader.execute("SELECT count(*) FROM core.document").fetchall()[0][0] > 0
        process.join()
    finally:
        site.faults, site.latency = {}, 0.0


def contents(home: Home) -> dict[str, list[str]]:
    """Everything in raw and core, and the release's `out.unit_year`, without times and run names."""
    with Warehouse.open(home.root) as warehouse:
        found = {}
        for name, rows in warehouse.dump().items():
            schema, table = name.split(".")
            columns = [
                column
                for (column,) in warehouse.connection.execute(
                    "SELECT column_name FROM duckdb_columns() WHERE schema_name = ? AND table_name = ? ORDER BY column_index",
                    [schema, table],
                ).fetchall()
            ]
            keep = [i for i, column in enumerate(columns) if column not in TIMES]
            found[name] = sorted({repr([row[i] for i in keep]) for row in rows})
    with duckdb.connect(str(home.current / "gongkai.duckdb"), read_only=True) as release:
        found["release"] = [
            repr(row) for row in release.execute("FROM out.unit_year ORDER BY ALL").fetchall()
        ]
    return found


def untold(home: Home, lived: list[tuple[Night, runs.RunRecord | None]]) -> list[str]:
    """Faults that no summary tells, and nights without a record."""
    found = []
    for number, (night, record) in enumerate(lived):
        if record is None:
            found.append(f"night {night.number + 1} left no record")
            continue
        teller = record if night.fault not in NEXT_NIGHT else lived[number + 1][1]
        rested = any(source.outcome == "resting" for source in record.sources)
        ended_before = night.fault in ("kill", "stop") and record.finished
        if teller is None or ended_before or (night.fault in NEEDS_ASKING and rested):
            continue
        if TOLD[night.fault] not in summary.text(teller, home):
            found.append(f"night {night.number + 1}: {night.fault} is not told in {teller.run_id}")
        if night.fault not in ("none", "reader", "slow") and teller.finished and teller.exit_code != 1:
            found.append(f"night {night.number + 1}: {night.fault} ended with {teller.exit_code}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nights", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    folder = Path(tempfile.mkdtemp(prefix="nights-"))
    calm, rough = Home.create(folder / "calm"), Home.create(folder / "rough")
    started = time.perf_counter()
    lived: list[tuple[Night, runs.RunRecord | None]] = []
    with SamplePortal() as site:
        for number, fault in enumerate(schedule(given.nights, chance)):
            site.phase = 1 if number < given.nights // 2 else 2
            now = FIRST_NIGHT + timedelta(days=number)
            start(calm, site, Night(number, now, "none")).join()
            night = Night(number, now - timedelta(days=2) if fault == "clock back" else now, fault)
            known = {(record.run_id, len(record.between)) for record in runs.history(rough.runs)}
            disturbed(rough, night, site, chance)
            # a run that was taken up is this night's record too
            new = [
                record
                for record in runs.history(rough.runs)
                if (record.run_id, len(record.between)) not in known
            ]
            lived.append((night, new[0] if new else None))
            said = "no record"
            if new:
                telling = [*summary.attention(new[0]), *(source.line() for source in new[0].sources)]
                said = f"exit {new[0].exit_code}: " + "; ".join(telling)
            print(f"night {number + 1:2d} {fault:12s} {said}"[:200], flush=True)
    first, second = contents(calm), contents(rough)
    differing = [name for name in first if first[name] != second[name]]
    missing = untold(rough, lived)
    print(
        f"seed {given.seed}: {given.nights} nights in {time.perf_counter() - started:.0f} s; tables that differ: "
        f"{differing or 'none'}; not told: {missing or 'nothing'}"
    )
    if not (differing or missing):
        shutil.rmtree(folder)
        return 0
    print(f"the homes are in {folder}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
