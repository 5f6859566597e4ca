"""The daemon: APScheduler fires the nightly harvest as a process of its own; missed and failed nights are recorded.

One daemon per home. The job store is a SQLite file in the home, so a night missed while the machine was off is made up for within
the grace time and recorded past it. All times are Asia/Shanghai, which has had no summer time since 1991.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import subprocess
import sys
from datetime import UTC, datetime
from types import FrameType

from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_EXECUTED,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
    JobExecutionEvent,
)
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger

from schedules import nights, runs
from schedules.home import Home
from warehouse.lock import WriterLock

JOB = "harvest"
GRACE_SECONDS = 6 * 3600
"""A night that begins up to six hours late still takes place."""
STOP_SECONDS = 25
"""What a harvest has to end cleanly after SIGTERM before it is killed."""

logger = logging.getLogger(__name__)
_harvests: set[subprocess.Popen[bytes]] = set()


def serve(home: Home, crontab: str) -> None:
    """Run the nightly harvest at the times of `crontab` until SIGTERM or SIGINT.

    `crontab` has cron's five fields, or six with seconds in front (for rehearsals); times are Asia/Shanghai.

    Raises:
        LockHeldError: another daemon serves this home.
        ValueError: `crontab` is no cron expression.
    """
    trigger = nights.trigger(crontab)
    lock = WriterLock(home.root / "daemon.lock")
    store = SQLAlchemyJobStore(url=f"sqlite:///{home.root.resolve() / 'schedule.sqlite'}")
    scheduler = BlockingScheduler(
        timezone=nights.TIMEZONE,
        jobstores={"default": store},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": GRACE_SECONDS},
    )

    def record(event: JobExecutionEvent) -> None:
        note(home, event)

    def stop(number: int, frame: FrameType | None) -> None:
        logger.info("stopping on signal %s", signal.Signals(number).name)
        for harvest in tuple(_harvests):
            harvest.terminate()
        scheduler.shutdown(wait=False)

    scheduler.add_listener(
        record, EVENT_JOB_MISSED | EVENT_JOB_ERROR | EVENT_JOB_MAX_INSTANCES | EVENT_JOB_EXECUTED
    )
    previous = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        store.start(scheduler, "default")
        due = _due_time(home, store, trigger)
        scheduler.add_job(
            harvest_once,
            trigger,
            args=[str(home.root.resolve())],
            id=JOB,
            name="gongkai harvest",
            replace_existing=True,
            **({"next_run_time": due} if due else {}),
        )
        scheduler.start()
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
        for harvest in tuple(_harvests):
            with contextlib.suppress(subprocess.TimeoutExpired):
                harvest.wait(STOP_SECONDS)
            harvest.kill()
        lock.release()


def harvest_once(home: str) -> int:
    """The job: one `gongkai harvest` in a process of its own, so that a leak or a crash costs one night."""
    command = [sys.executable, "-m", "schedules.cli", "harvest", "--scheduled", "--home", home]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _harvests.add(process)
    try:
        code = process.wait()
    finally:
        _harvests.discard(process)
    logger.info("harvest ended with %s", code)
    return code


def note(home: Home, event: JobExecutionEvent) -> None:
    """Put what the scheduler saw on record: the next run's summary tells of a missed or broken night."""
    if event.code == EVENT_JOB_EXECUTED:
        if event.retval not in (0, 1, 3):  # 3 has put itself on record
            _note(home, f"the harvest process ended with {event.retval}; its log says why")
        return
    words = {
        EVENT_JOB_MISSED: f"the harvest planned for {getattr(event, 'scheduled_run_time', '?')} was missed: too late to begin",
        EVENT_JOB_ERROR: f"the harvest could not be started: {getattr(event, 'exception', '')}",
        EVENT_JOB_MAX_INSTANCES: "a harvest was due while the one before was still running",
    }
    _note(home, words[event.code])


def _note(home: Home, problem: str) -> None:
    logger.warning(problem)
    runs.note_event(home.runs, datetime.now(UTC), problem)


def _due_time(home: Home, store: SQLAlchemyJobStore, trigger: CronTrigger) -> datetime | None:
    """When the stored job is (or was) due: a night missed while no daemon ran must not be forgotten."""
    stored = store.lookup_job(JOB)
    if stored is None or str(stored.trigger) != str(trigger) or stored.args[0] != str(home.root.resolve()):
        return None
    due: datetime | None = stored.next_run_time
    return due
