"""The nightly job: crawl → load → check → publish, each stage resumable, one run record, one lock.

Nothing is held in memory between stages: the crawl leaves the archive, the load leaves the warehouse, so a killed run is taken up
by the next one, which skips the sources that had finished and loads what was archived.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from crawler.archive import Archive
from loaders.load import load_archive
from schedules import runs
from schedules.calendar import Due
from schedules.config import Settings
from schedules.crawling import crawl_source, stop_all
from schedules.home import Home
from schedules.runs import RunRecord, StageName
from warehouse.checks import run_checks
from warehouse.lock import WriterLock
from warehouse.publish import publish
from warehouse.store import Warehouse

RESUME_WITHIN = timedelta(hours=12)
"""An interrupted run younger than this is taken up; an older one is left as it was and a new one begins."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one run is to do. `now` is the clock (tests); `say` receives one line per step; `progress` files done and to do."""

    due: Sequence[Due]
    settings: Settings
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    say: Callable[[str], None] = lambda line: None
    progress: Callable[[int, int], None] = lambda done, total: None


def harvest(home: Home, plan: Plan) -> RunRecord:
    """Run all stages and return the finished record, which is also `runs/<run_id>.json`.

    Raises:
        LockHeldError: another run holds the lock of this home.
    """
    lock = WriterLock(home.root / "harvest.lock")
    try:
        record = _resumed(home, plan) or RunRecord(runs.new_run_id(plan.now()), plan.now().isoformat())
        _crawl(home, plan, record)
        with Warehouse.open(home.root) as warehouse:
            _load(home, plan, record, warehouse)
            _check(home, plan, record, warehouse)
            _publish(home, plan, record, warehouse)
        record.finished_at = plan.now().isoformat()
        record.exit_code = _exit_code(record)
        record.write(home.runs)
        return record
    finally:
        lock.release()


def _resumed(home: Home, plan: Plan) -> RunRecord | None:
    record = runs.latest(home.runs)
    if record is None or record.finished:
        return None
    if plan.now() - datetime.fromisoformat(record.started_at) > RESUME_WITHIN:
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


def _crawl(home: Home, plan: Plan, record: RunRecord) -> None:
    done = {source.portal_id for source in record.sources}
    waiting = [each for each in plan.due if each.portal.portal_id not in done]
    deadline = time.monotonic() + plan.settings.harvest.deadline_hours * 3600
    with _stage(home, plan, record, "crawl"):
        # portals that share a machine are asked one after the other
        shared: dict[str, list[Due]] = {}
        for each in waiting:
            shared.setdefault(each.host, []).append(each)

        def one_platform(group: list[Due]) -> Iterator[runs.SourceResult]:
            for each in group:
                yield crawl_source(home, each, plan.settings, record.run_id, deadline - time.monotonic())

        with ThreadPoolExecutor(plan.settings.harvest.parallel_sources) as pool:
            futures = [pool.submit(list, one_platform(group)) for group in shared.values()]
            try:
                for future in as_completed(futures):
                    for result in future.result():
                        record.sources.append(result)
                        plan.say(describe(result))
                    record.sources.sort(key=lambda source: source.portal_id)
                    record.write(home.runs)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                stop_all()
                raise


def describe(result: runs.SourceResult) -> str:
    """One line about one source."""
    text = (
        f"{result.portal_id} {result.name}: {result.outcome}, {result.requests} requests, "
        f"{result.disclosures} new disclosures, {result.files_new} new files, {result.files_unchanged} unchanged"
    )
    return text + (f" ({result.detail})" if result.detail else "")


def _load(home: Home, plan: Plan, record: RunRecord, warehouse: Warehouse) -> None:
    with _stage(home, plan, record, "load"), Archive(home.archive, read_only=True) as archive:
        report = load_archive(
            archive,
            warehouse,
            workers=plan.settings.harvest.jobs or os.cpu_count() or 1,
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


def _check(home: Home, plan: Plan, record: RunRecord, warehouse: Warehouse) -> None:
    with _stage(home, plan, record, "check"):
        run_checks(warehouse.connection)
        rows = warehouse.connection.execute(
            "SELECT status, count(*) FROM core.check_result GROUP BY status ORDER BY status"
        ).fetchall()
        record.checks = {status: count for status, count in rows}
        failed = warehouse.connection.execute(
            """
            SELECT r.check_id, r.severity, r.document_id, coalesce(d.unit_name, d.title, ''), r.message
            FROM core.check_result AS r JOIN core.document AS d USING (document_id)
            WHERE r.status = 'failed' ORDER BY r.severity, r.check_id, r.document_id, r.message LIMIT 200
            """
        ).fetchall()
        names = ("check_id", "severity", "document_id", "unit", "message")
        record.checks_failed = [dict(zip(names, row, strict=True)) for row in failed]


def _publish(home: Home, plan: Plan, record: RunRecord, warehouse: Warehouse) -> None:
    with _stage(home, plan, record, "publish"):
        nothing_new = not record.files and home.current.exists()
        if nothing_new:
            record.release = home.current.resolve().name
            plan.say(f"publish: nothing new, {record.release} stays")
            return
        release = publish(warehouse.connection, home.published, plan.settings.publish.formats)
        record.release = release.version
        plan.say(f"publish: {release.version}")


def _exit_code(record: RunRecord) -> int:
    failed = any(source.outcome not in ("ok", "partial", "skipped") for source in record.sources)
    alarmed = any(source.findings for source in record.sources)
    return 1 if failed or alarmed or record.unread or record.problems else 0
