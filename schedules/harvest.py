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
from datetime import UTC, datetime, timedelta

from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from crawler.archive import Archive
from loaders.limits import Limits
from loaders.load import load_archive
from schedules import disk, operations, runs
from schedules.calendar import Due
from schedules.comparison import WELL, alarms, mark_since
from schedules.config import Settings
from schedules.crawling import crawl_all
from schedules.errors import StoppedError
from schedules.home import Home
from schedules.runs import RunRecord, StageName
from warehouse.checks import run_checks
from warehouse.errors import LockHeldError
from warehouse.lock import WriterLock
from warehouse.publish import publish
from warehouse.store import Warehouse

RESUME_WITHIN = timedelta(hours=12)
"""An interrupted run younger than this is taken up; an older one is left as it was and a new one begins."""

LOCK_PATIENCE_SECONDS = 600.0
"""How long a harvest waits for somebody who loads by hand."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """What one run is to do. `clock` replaces the clock (tests); `say` receives one line per step; `progress` files done and to do."""

    due: Sequence[Due]
    settings: Settings
    clock: Callable[[], datetime] | None = None
    say: Callable[[str], None] = lambda line: None
    progress: Callable[[int, int], None] = lambda done, total: None
    lock_patience: float = LOCK_PATIENCE_SECONDS

    def now(self) -> datetime:
        """What the clock says, UTC."""
        return self.clock() if self.clock else datetime.now(UTC)


def harvest(home: Home, plan: Plan) -> RunRecord:
    """Run all stages and return the finished record, which is also `runs/<run_id>.json`.

    Raises:
        LockHeldError: another run holds the lock of this home.
        StoppedError: a signal ended the run; its record stays unfinished, and the next harvest takes it up.
    """
    lock = WriterLock(home.root / "harvest.lock")
    try:
        earlier = [each for each in runs.history(home.runs) if each.finished]
        record = _resumed(home, plan) or RunRecord(runs.new_run_id(plan.now()), plan.now().isoformat())
        try:
            _stages(home, plan, record)
        except (StoppedError, KeyboardInterrupt):
            raise
        except Exception as error:
            logger.exception("the run broke off")
            broken = next((name for name, state in record.stages.items() if state == "failed"), "start")
            record.problems.append(f"{broken}: {error}")
        mark_since(record, earlier)
        record.alarms = alarms(record, earlier[0] if earlier else None)
        record.finished_at = plan.now().isoformat()
        record.exit_code = _exit_code(record)
        record.write(home.runs)
        return record
    finally:
        lock.release()


def _stages(home: Home, plan: Plan, record: RunRecord) -> None:
    disk.require(home.root, plan.settings.harvest.free_gigabytes)
    with _stage(home, plan, record, "crawl"):
        for result in crawl_all(home, plan.due, plan.settings, record, plan.clock and plan.clock()):
            plan.say(result.line())
            record.write(home.runs)
    with _warehouse(home, plan) as warehouse:
        with _stage(home, plan, record, "load"):
            _load(home, plan, record, warehouse)
        with _stage(home, plan, record, "check"):
            _check(record, warehouse)
        with _stage(home, plan, record, "publish"):
            operations.note(warehouse.connection, record)
            _publish(home, plan, record, warehouse)


def _resumed(home: Home, plan: Plan) -> RunRecord | None:
    record = runs.latest(home.runs)
    if record is None or record.finished:
        return None
    age = plan.now() - datetime.fromisoformat(record.started_at)
    # a clock that was set back makes an age negative: then nothing says the run is old
    if age > RESUME_WITHIN:
        return None
    plan.say(f"taking up the interrupted run {record.run_id}")
    return record


@contextmanager
def _stage(home: Home, plan: Plan, record: RunRecord, name: StageName) -> Iterator[None]:
    record.stages[name] = "running"
    record.write(home.runs)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        record.stages[name] = "failed"
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


def _load(home: Home, plan: Plan, record: RunRecord, warehouse: Warehouse) -> None:
    with Archive(home.archive, read_only=True) as archive:
        report = load_archive(
            archive,
            warehouse,
            workers=plan.settings.harvest.jobs or os.cpu_count() or 1,
            limits=Limits(ocr_pages=plan.settings.harvest.ocr_pages),
            progress=plan.progress,
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


def _check(record: RunRecord, warehouse: Warehouse) -> None:
    connection = warehouse.connection
    # a document whose rows changed lost its results in the same transaction; so did one whose check was killed
    unchecked = connection.execute(
        "SELECT document_id FROM core.document ANTI JOIN core.check_result USING (document_id) ORDER BY document_id"
    ).fetchall()
    if unchecked:
        run_checks(connection, [document_id for (document_id,) in unchecked])
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


def _publish(home: Home, plan: Plan, record: RunRecord, warehouse: Warehouse) -> None:
    if not record.files and home.current.exists():
        record.release = home.current.resolve().name
        plan.say(f"publish: nothing new, {record.release} stays")
        return
    release = publish(warehouse.connection, home.published, plan.settings.publish.formats)
    record.release = release.version
    plan.say(f"publish: {release.version}")


def _exit_code(record: RunRecord) -> int:
    failed = any(source.outcome not in WELL for source in record.sources)
    alarmed = bool(record.alarms) or any(source.findings for source in record.sources)
    return 1 if failed or alarmed or record.unread or record.problems else 0
