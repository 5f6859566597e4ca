"""The crawl stage: every source in a process of its own, so that a crash or a leak costs that source and nothing else."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from queue import Queue

from crawler.report import CrawlOptions, CrawlReport
from schedules import disk
from schedules.calendar import Due
from schedules.config import Settings
from schedules.home import Home
from schedules.runs import RunRecord, SourceResult

_children: set[subprocess.Popen[str]] = set()

GRACE_SECONDS = 60.0
"""What a source may take past its own deadline before it is killed."""


TRANSIENT = frozenset({"failed", "busy"})
"""Outcomes that are tried once more later the same night; a source that blocked us is not."""


def crawl_all(
    home: Home, due: Sequence[Due], settings: Settings, record: RunRecord, now: datetime | None = None
) -> Iterator[SourceResult]:
    """Crawl every due source that `record` does not hold yet, yielding each result after adding it to the record.

    Sources of one platform are asked one after the other. After the deadline no source is started (`skipped`). What failed is
    tried once more when the others are done and there is time.
    """
    deadline = time.monotonic() + settings.harvest.deadline_hours * 3600
    done = {source.portal_id for source in record.sources}
    first = [each for each in due if each.portal.portal_id not in done]
    for again in (False, True):
        failed = {source.portal_id for source in record.sources if source.outcome in TRANSIENT}
        turn = [each for each in due if each.portal.portal_id in failed] if again else first
        if again and time.monotonic() > deadline:
            return
        for result in _crawl_groups(home, turn, settings, record.run_id, deadline, now):
            record.sources = [each for each in record.sources if each.portal_id != result.portal_id]
            record.sources.append(result)
            record.sources.sort(key=lambda source: source.portal_id)
            yield result


def _crawl_groups(
    home: Home,
    due: Sequence[Due],
    settings: Settings,
    run_id: str,
    deadline: float,
    now: datetime | None,
) -> Iterator[SourceResult]:
    shared: dict[str, list[Due]] = {}
    for each in due:
        shared.setdefault(each.host, []).append(each)
    finished: Queue[SourceResult | None] = Queue()

    def crawl_group(group: list[Due]) -> None:
        try:
            for each in group:
                finished.put(crawl_source(home, each, settings, run_id, deadline - time.monotonic(), now))
        finally:
            finished.put(None)

    with ThreadPoolExecutor(settings.harvest.parallel_sources) as pool:
        futures = [pool.submit(crawl_group, group) for group in shared.values()]
        try:
            running = len(futures)
            while running:
                result = finished.get()
                if result is None:
                    running -= 1
                else:
                    yield result
            for future in futures:
                future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            stop_all()
            raise


def crawl_source(
    home: Home, due: Due, settings: Settings, run_id: str, seconds_left: float, now: datetime | None = None
) -> SourceResult:
    """Crawl one portal into the archive; whatever happens to its process ends in the result. `now` replaces the clock (tests)."""
    portal = due.portal
    result = SourceResult(portal.portal_id, portal.name)
    seconds = min(seconds_left, settings.harvest.source_hours * 3600)
    if seconds <= 0:
        result.outcome = "skipped"
        result.detail = "the night was over before its turn"
        return result
    try:
        disk.require(home.root, settings.harvest.free_gigabytes)
    except disk.DiskFullError as error:
        result.outcome, result.detail = "failed", str(error)
        return result
    options = CrawlOptions(
        mode=due.mode,
        deadline_seconds=seconds,
        max_requests=settings.crawl.max_requests or None,
        contact=settings.crawl.contact,
        allow_loopback=portal.sample,
        delay_seconds=0.0 if portal.sample else None,
        any_hour=portal.sample,
        # every try is a run of its own to the crawler: what an interrupted one had seen is not taken for finished
        run_id=f"{run_id}-{secrets.token_hex(2)}",
        now=now,
    )
    started = time.monotonic()
    try:
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as entry:
            entry.write(portal.model_dump_json())
            entry.flush()
            code, output, errors = _run(
                [
                    *(sys.executable, "-m", "crawler.run", "--archive", str(home.archive)),
                    *("--portal-json", entry.name, "--options", options.to_json()),
                ],
                seconds + GRACE_SECONDS,
            )
    except subprocess.TimeoutExpired:
        result.outcome, result.detail = "failed", f"stopped after {seconds + GRACE_SECONDS:.0f} seconds"
        return result
    finally:
        result.seconds = round(time.monotonic() - started, 2)
    try:
        report = CrawlReport.from_dict(json.loads(output))
    except (ValueError, TypeError, KeyError):
        last = errors.strip().splitlines()[-1:] or ["it said nothing"]
        result.outcome, result.detail = "failed", f"its process ended with {code}: {last[0]}"
        return result
    result.outcome, result.detail = report.status, report.reason
    result.requests, result.disclosures = report.requests, report.new_items
    result.files_new, result.files_unchanged = report.new_files, report.unchanged
    result.failed, result.rows = report.failed, report.rows
    result.findings = [
        f"{finding.severity} {finding.code}: {finding.message}"
        for finding in report.findings
        if finding.severity == "error"
    ]
    return result


def stop_all() -> None:
    """Ask every running crawl to end; the archive is safe at any moment."""
    for child in tuple(_children):
        child.terminate()


def _run(command: list[str], seconds: float) -> tuple[int, str, str]:
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        _children.add(child)
        try:
            output, errors = child.communicate(timeout=seconds)
        except BaseException:
            child.kill()
            raise
        finally:
            _children.discard(child)
    return child.returncode, output, errors
