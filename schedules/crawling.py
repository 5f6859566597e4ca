"""The crawl of one source in a process of its own: a crash or a leak costs that source and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time

from crawler.report import CrawlOptions, CrawlReport
from schedules.calendar import Due
from schedules.config import Settings
from schedules.home import Home
from schedules.runs import SourceResult

_children: set[subprocess.Popen[str]] = set()

GRACE_SECONDS = 60.0
"""What a source may take past its own deadline before it is killed."""


def crawl_source(home: Home, due: Due, settings: Settings, run_id: str, seconds_left: float) -> SourceResult:
    """Crawl one portal into the archive; whatever happens to its process ends in the result."""
    portal = due.portal
    result = SourceResult(portal.portal_id, portal.name)
    seconds = min(seconds_left, settings.harvest.source_hours * 3600)
    if seconds <= 0:
        result.outcome = "skipped"
        result.detail = "the night was over before its turn"
        return result
    options = CrawlOptions(
        mode=due.mode,
        deadline_seconds=seconds,
        max_requests=settings.crawl.max_requests or None,
        contact=settings.crawl.contact,
        allow_loopback=portal.sample,
        delay_seconds=0.0 if portal.sample else None,
        any_hour=portal.sample,
        run_id=run_id,
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
    result.failed = report.failed
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
