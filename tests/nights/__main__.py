"""Thirty nights with a fake clock and injected faults: `python -m tests.nights [--nights 30] [--seed 1]`, by hand, some minutes.

Two homes live through the same nights over the sample portal; one is disturbed: the portal is down, answers 412, is slow, was
rebuilt; the disk is full; the harvest is killed at a random moment; the clock jumps; a second harvest is started; a reader holds the
published database open. At the end both hold the same, every fault stands in a summary, and no night is missing.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from crawler.sample_portal import SamplePortal
from schedules import config, runs
from schedules.calendar import Due
from schedules.harvest import Plan, harvest
from schedules.home import Home
from warehouse.store import Warehouse

FIRST_NIGHT = datetime(2026, 9, 1, 14, 30, tzinfo=UTC)
FAULTS = (
    "none",
    "down",
    "412",
    "slow",
    "rebuilt",
    "disk full",
    "kill",
    "clock back",
    "two at once",
    "reader",
)
TIMES = {"run_id", "captured_at", "capture_id", "first_captured_at"}
LISTS = ("/zwgk/bmys/index.html", "/xxgk/bmjs/index.html")


@dataclass
class Night:
    """One night's clock and what happens in it."""

    number: int
    now: datetime
    fault: str


def one_harvest(root: str, portal: dict[str, object], now: datetime, free_gigabytes: float) -> None:
    from crawler.registry import Portal

    entry = Portal.model_validate(portal)
    settings = config.Settings(
        harvest=config.HarvestSettings(free_gigabytes=free_gigabytes, ocr_pages=0, jobs=2)
    )
    due = Due(entry, "nightly", "rehearsal", 3)
    harvest(Home(Path(root)), Plan([due], settings, clock=lambda: now, lock_patience=0.5))


def run(
    home: Home, site: SamplePortal, now: datetime, free: float = 0.0, kill_after: float | None = None
) -> None:
    context = multiprocessing.get_context("fork")
    arguments = (str(home.root), site.portal.model_dump(mode="json"), now, free)
    process = context.Process(target=_own_group, args=(one_harvest, *arguments))
    process.start()
    if kill_after is not None:
        process.join(kill_after)
        if process.is_alive() and process.pid:
            os.killpg(process.pid, signal.SIGKILL)
    process.join()


def _own_group(function: Callable[..., None], *arguments: object) -> None:
    os.setsid()
    function(*arguments)


def disturbed(home: Home, night: Night, site: SamplePortal, chance: random.Random) -> None:
    now, fault = night.now, night.fault
    if fault in ("412", "rebuilt"):
        site.faults = dict.fromkeys(LISTS, 412 if fault == "412" else 404)
    if fault == "down":
        site.faults = dict.fromkeys((*LISTS, "/robots.txt"), 503)
    if fault == "slow":
        site.latency = 0.3
    if fault == "clock back":
        now -= timedelta(days=2)
    try:
        if fault == "kill":
            run(home, site, now, kill_after=chance.uniform(0.5, 9.0))
        elif fault == "two at once":
            second = multiprocessing.get_context("fork").Process(
                target=one_harvest, args=(str(home.root), site.portal.model_dump(mode="json"), now, 0.0)
            )
            second.start()
            run(home, site, now)
            second.join()
        elif fault == "reader" and (home.current / "gongkai.duckdb").is_file():
            with duckdb.connect(str(home.current / "gongkai.duckdb"), read_only=True) as reader:
                run(home, site, now)
                assert reader.execute("SELECT count(*) FROM core.document").fetchall()[0][0] > 0
        else:
            run(home, site, now, free=1e9 if fault == "disk full" else 0.0)
    finally:
        site.faults, site.latency = {}, 0.0


def contents(home: Home) -> dict[str, list[str]]:
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
        return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nights", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    folder = Path(tempfile.mkdtemp(prefix="nights-"))
    calm, rough = Home.create(folder / "calm"), Home.create(folder / "rough")
    started = time.perf_counter()
    with SamplePortal() as site:
        for number in range(given.nights):
            site.phase = 1 if number < given.nights // 2 else 2
            now = FIRST_NIGHT + timedelta(days=number)
            # the last nights are quiet, so that a source that rests after a refusal is asked again
            fault = FAULTS[number % len(FAULTS)] if number < given.nights - 8 else "none"
            run(calm, site, now)
            disturbed(rough, Night(number, now, fault), site, chance)
            last = runs.latest(rough.runs)
            said = (
                "no record"
                if last is None
                else f"exit {last.exit_code}, {last.problems or ''} "
                + "; ".join(f"{source.outcome} {source.detail}" for source in last.sources)
            )
            print(f"night {number + 1:2d} {fault:12s} {said}"[:160], flush=True)
    first, second = contents(calm), contents(rough)
    differing = [name for name in first if first[name] != second[name]]
    finished = [record for record in runs.history(rough.runs) if record.finished]
    print(
        f"{given.nights} nights in {time.perf_counter() - started:.0f} s: {len(finished)} finished runs in the disturbed home, "
        f"tables that differ: {differing or 'none'}"
    )
    assert not differing
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
