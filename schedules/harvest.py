"""The nightly job: crawl → load → check → publish, each stage resumable, one run record, one lock.

Nothing is held in memory between stages: the crawl leaves the archive, the load leaves the warehouse, so a killed run is taken up
by the next one, which skips the sources that had finished and loads what was archived. A stage that breaks ends in the record and
in the exit code; what the stages before it achieved stays.
"""

from __future__ import annotations

import logging
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from crawler.archive import Archive
from loaders.limits import Limits
from loaders.load import load_archive
from schedules import disk, operations, released, runs
from schedules.beginning import begin
from schedules.calendar import Due, Rest
from schedules.comparison import KNOWN, WELL, alarms, mark_since, unwell
from schedules.config import Settings
from schedules.crawling import CrawlStage
from schedules.errors import StoppedError
from schedules.home import Home
from schedules.runs import RunRecord, SourceResult, StageName
from schedules.source_process import CRAWLER, SourceProcesses
from schedules.stopping import MESSAGE
from warehouse import corrections
from warehouse.checks import run_checks, unchecked
from warehouse.errors import LockHeldError
from warehouse.lock import WriterLock
from warehouse.publish import publish
from warehouse.store import Warehouse

LOCK_PATIENCE_SECONDS = 600.0
"""How long a harvest waits for somebody who loads by hand."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """What one run is to do.

    `rest` are the sources left alone tonight; those that refused us are named in the record. `scheduled` marks a run that cron, systemd
    or the daemon began: it retries later the same night, and notices nights that were missed. `say` receives one line per step,
    `progress` files done and to do; `stopped` says whether a signal wants the run to end. `clock`, `pause` and `crawler` replace the clock, the waiting and the crawl command (tests).
    """

    due: Sequence[Due]
    settings: Settings
    rest: Sequence[Rest] = ()
    scheduled: bool = False
    say: Callable[[str], None] = lambda line: None
    progress: Callable[[int, int], None] = lambda done, total: None
    stopped: Callable[[], bool] = lambda: False
    clock: Callable[[], datetime] | None = None
    pause: Callable[[float], None] = time.sleep
    crawler: Sequence[str] = CRAWLER
    lock_patience: float = LOCK_PATIENCE_SECONDS

    def now(self) -> datetime:
        """What the clock says, UTC."""
        return self.clock() if self.clock else datetime.now(UTC)


def harvest(home: Home, plan: Plan) -> RunRecord:
    """Run all stages and return the finished record, which is also `runs/<run_id>.json`.

    Raises:
        LockHeldError: another run holds the lock of this home; a scheduled run that could not begin is on record.
        StoppedError: a signal ended the run; its record stays unfinished, and the next harvest takes it up.
        DiskFullError: not even the run record can be written.
    """
    try:
        lock = WriterLock(home.root / "harvest.lock")
    except LockHeldError as error:
        if plan.scheduled:
            runs.note_event(home.runs, plan.now(), f"a harvest could not begin: {error}")
        raise
    try:
        record, earlier = begin(home, plan.now(), plan.settings.harvest.at, plan.rest, plan.scheduled)
        if record.stages:
            plan.say(f"taking up the interrupted run {record.run_id}")
        finished = [each for each in earlier if each.finished]
        try:
            _stages(home, plan, record, unwell(finished))
        except (StoppedError, KeyboardInterrupt):
            raise
        except Exception as error:
            if plan.stopped():
                raise StoppedError(MESSAGE) from error
            logger.exception("the run broke off")
            broken = next((name for name, state in record.stages.items() if state == "failed"), "start")
            record.problems.append(f"{broken}: {error}")
        mark_since(record, finished)
        record.alarms = alarms(record, finished[0] if finished else None)
        record.finished_at = plan.now().isoformat()
        record.exit_code = _exit_code(record)
        disk.written(home.root, lambda: record.write(home.runs))
        return record
    finally:
        lock.release()


def _stages(home: Home, plan: Plan, record: RunRecord, broken: frozenset[str]) -> None:
    disk.require(home.root, plan.settings.harvest.free_gigabytes)
    with _stage(home, plan, record, "crawl"):
        _crawl(home, plan, record, broken)
    with _warehouse(home, plan) as warehouse:
        with _stage(home, plan, record, "load"):
            _load(home, plan, record, warehouse)
        with _stage(home, plan, record, "check"):
            _check(home, record, warehouse)
        with _stage(home, plan, record, "publish"):
            operations.note(warehouse.connection, record)
            _publish(home, plan, record, warehouse)


@contextmanager
def _stage(home: Home, plan: Plan, record: RunRecord, name: StageName) -> Iterator[None]:
    started = time.monotonic()
    try:
        record.stages[name] = "running"
        record.write(home.runs)
        yield
        if plan.stopped():
            raise StoppedError(MESSAGE)
    except BaseException as error:
        stopped = plan.stopped() or isinstance(error, StoppedError | KeyboardInterrupt)
        record.stages[name] = "interrupted" if stopped else "failed"
        record.write(home.runs)
        raise
    record.stages[name] = "done"
    record.stage_seconds[name] = round(record.stage_seconds.get(name, 0.0) + time.monotonic() - started, 2)
    record.write(home.runs)


@contextmanager
def _warehouse(home: Home, plan: Plan) -> Iterator[Warehouse]:
    patience = Retrying(
        retry=retry_if_exception_type(LockHeldError),
        stop=stop_after_delay(plan.lock_patience),
        wait=wait_fixed(min(5.0, plan.lock_patience / 10)),
        reraise=True,
    )
    with patience(Warehouse.open, home.root) as warehouse:
        yield warehouse


def _crawl(home: Home, plan: Plan, record: RunRecord, broken: frozenset[str]) -> None:
    def told(result: SourceResult) -> None:
        plan.say(result.line())
        record.write(home.runs)

    processes = SourceProcesses(home, plan.settings, record.run_id, plan.crawler)
    CrawlStage(processes, record, told, broken, plan.clock, plan.pause).crawl(plan.due)


def _load(home: Home, plan: Plan, record: RunRecord, warehouse: Warehouse) -> None:
    def progress(done: int, total: int) -> None:
        disk.require(home.root, plan.settings.harvest.free_gigabytes)
        if plan.stopped():
            raise StoppedError(MESSAGE)
        plan.progress(done, total)

    with Archive(home.archive, read_only=True) as archive:
        report = load_archive(
            archive,
            warehouse,
            workers=plan.settings.harvest.jobs or os.cpu_count() or 1,
            limits=Limits(ocr_pages=plan.settings.harvest.ocr_pages),
            progress=progress,
        )
    record.files = dict(sorted((Counter(record.files) + report.statuses).items()))
    record.unread += report.unread
    record.documents_new += report.documents
    record.revisions_new += report.revisions
    record.figures += report.figures
    plan.say(
        f"load: {sum(report.statuses.values())} files read, {report.unchanged} already loaded, "
        f"{report.documents} documents, {report.figures:,} figures"
    )


def _check(home: Home, record: RunRecord, warehouse: Warehouse) -> None:
    connection = warehouse.connection
    if waiting := unchecked(connection):
        run_checks(connection, waiting)
    record.checks = dict(
        connection.execute(
            "SELECT status, count(*) FROM core.check_result GROUP BY status ORDER BY status"
        ).fetchall()
    )
    failed = connection.execute(
        """
        SELECT r.check_id, r.severity, r.document_id, coalesce(d.unit_name, d.title, ''), r.message
        FROM core.check_result AS r JOIN core.document AS d USING (document_id)
        WHERE r.status = 'failed' AND d.is_current
        ORDER BY r.severity, r.check_id, r.document_id, r.message LIMIT 500
        """
    ).fetchall()
    names = ("check_id", "severity", "document_id", "unit", "message")
    record.checks_failed = [dict(zip(names, row, strict=True)) for row in failed]
    record.newly_failing, record.newly_failed = released.newly_failing(connection, home.published)


def _publish(home: Home, plan: Plan, record: RunRecord, warehouse: Warehouse) -> None:
    connection = warehouse.connection
    corrections.apply_corrections(
        connection, corrections.read_corrections([corrections.CORRECTIONS, home.root / "corrections"])
    )
    if released.is_published(connection, home.published):
        record.release = home.current.resolve().name
        plan.say(f"publish: nothing new, {record.release} stays")
        return
    chosen = plan.settings.publish
    release = publish(connection, home.published, chosen.formats, memory_megabytes=chosen.memory_megabytes)
    record.release, record.released = release.version, True
    plan.say(f"publish: {release.version}")
    for version in released.prune(home.published, plan.settings.publish.keep):
        logger.info("removed the old release %s", version)


def _exit_code(record: RunRecord) -> int:
    failed = any(source.outcome not in WELL | KNOWN for source in record.sources)
    findings = any(source.findings for source in record.sources)
    told = record.alarms or record.problems or record.between or record.unread
    return 1 if failed or findings or told else 0
