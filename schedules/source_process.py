"""One source in a process of its own, within its budgets: a crash, a leak or a flood costs that source and nothing else."""

from __future__ import annotations

import contextlib
import json
import resource
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from crawler.report import CrawlOptions, CrawlReport
from schedules import disk
from schedules.calendar import Due
from schedules.config import Settings
from schedules.home import Home
from schedules.runs import SourceResult

CRAWLER = (sys.executable, "-m", "crawler.run")

GRACE_SECONDS = 60.0
"""What a source may take past its own deadline before it is killed."""

STOP_SECONDS = 15.0
"""What a source has to end cleanly once it is asked to; then it is killed. The archive is safe at any moment."""

LOOK_SECONDS = 2.0
"""How often a running source is looked at: disk, deadline, a night that is called off."""

MEGABYTE = 1_000_000


class _CalledOffError(Exception):
    """The process was ended before it was done; the text says why."""


@dataclass
class SourceProcesses:
    """The crawl processes of one run. `program` is the command that crawls one portal (see `crawler.run.main`).

    `stop` ends all of them, from any thread, within `STOP_SECONDS`; afterwards no new one starts.
    """

    home: Home
    settings: Settings
    run_id: str
    program: Sequence[str] = CRAWLER
    _stopped: threading.Event = field(default_factory=threading.Event, init=False)

    def stop(self) -> None:
        """Call the night off."""
        self._stopped.set()

    def crawl(
        self, due: Due, seconds_left: float, *, again: bool = False, now: datetime | None = None
    ) -> SourceResult:
        """Crawl one portal into the archive; whatever happens to its process ends in the result.

        `again` asks a portal although it did not answer a while ago. `now` replaces the clock (tests).
        """
        result = SourceResult(due.portal.portal_id, due.portal.name)
        harvest = self.settings.harvest
        seconds = min(seconds_left, harvest.source_hours * 3600)
        if seconds <= 0 or self._stopped.is_set():
            result.outcome, result.detail = "skipped", "the night was over before its turn"
            return result
        started = time.monotonic()
        try:
            disk.require(self.home.root, harvest.free_gigabytes)
            code, output, errors = self._run(due, self._options(due, seconds, again, now))
        except (disk.DiskFullError, _CalledOffError, OSError) as error:
            result.outcome, result.detail = "failed", str(error)
            return result
        finally:
            result.seconds = round(time.monotonic() - started, 2)
        try:
            report = CrawlReport.from_dict(json.loads(output))
        except (ValueError, TypeError, KeyError):
            last = errors.strip().splitlines()[-1:] or ["it said nothing"]
            ending = f"was killed by signal {-code}" if code < 0 else f"ended with {code}"
            result.outcome, result.detail = "failed", f"its process {ending}: {last[0]}"
            return result
        _fill(result, report)
        return result

    def _options(self, due: Due, seconds: float, again: bool, now: datetime | None) -> CrawlOptions:
        sample = due.portal.sample
        return CrawlOptions(
            mode=due.mode,
            deadline_seconds=seconds,
            max_requests=self.settings.crawl.max_requests or None,
            max_bytes=self.settings.crawl.max_megabytes * MEGABYTE or None,
            contact=self.settings.crawl.contact,
            allow_loopback=sample,
            delay_seconds=0.0 if sample else None,
            any_hour=sample,
            force=again,
            # every try is a run of its own to the crawler: what an interrupted one had seen is not taken for finished
            run_id=f"{self.run_id}-{secrets.token_hex(2)}",
            now=now,
        )

    def _run(self, due: Due, options: CrawlOptions) -> tuple[int, str, str]:
        """Start the process and wait for it: exit code, standard output, standard error."""
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as entry:
            entry.write(due.portal.model_dump_json())
            entry.flush()
            command = [
                *(*self.program, "--archive", str(self.home.archive)),
                *("--portal-json", entry.name, "--options", options.to_json()),
            ]
            with subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            ) as child:
                try:
                    _limit_memory(child, self.settings.harvest.source_memory_megabytes)
                    return self._wait(
                        child, time.monotonic() + (options.deadline_seconds or 0) + GRACE_SECONDS
                    )
                except BaseException:
                    child.kill()
                    raise

    def _wait(self, child: subprocess.Popen[str], deadline: float) -> tuple[int, str, str]:
        called_off = ""
        while True:
            try:
                output, errors = child.communicate(timeout=LOOK_SECONDS if not called_off else STOP_SECONDS)
                if called_off:
                    raise _CalledOffError(called_off)
                return child.returncode, output, errors
            except subprocess.TimeoutExpired:
                if called_off:
                    raise _CalledOffError(f"{called_off}; it did not end and was killed") from None
                called_off = self._reason_to_end(deadline)
                if called_off:
                    child.terminate()

    def _reason_to_end(self, deadline: float) -> str:
        if self._stopped.is_set():
            return "the run was stopped"
        if time.monotonic() > deadline:
            return f"it did not end by itself {GRACE_SECONDS:.0f} seconds after its time was over"
        try:
            disk.require(self.home.root, self.settings.harvest.free_gigabytes)
        except disk.DiskFullError as error:
            return f"stopped: {error}"
        return ""


def _limit_memory(child: subprocess.Popen[str], megabytes: int) -> None:
    """Let a leak end in this child's MemoryError and not in the machine's; only Linux can limit another process."""
    if megabytes and hasattr(resource, "prlimit"):
        limit = megabytes * MEGABYTE
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(child.pid, resource.RLIMIT_DATA, (limit, limit))


def _fill(result: SourceResult, report: CrawlReport) -> None:
    result.outcome, result.detail = report.status, report.reason
    result.requests, result.disclosures, result.rows = report.requests, report.new_items, report.rows
    result.files_new, result.files_changed = report.new_files, report.replaced
    result.files_unchanged, result.failed = report.unchanged, report.failed
    result.bytes_received = report.bytes_received
    result.findings = [
        f"{finding.severity} {finding.code}: {finding.message}"
        for finding in report.findings
        if finding.severity == "error"
    ]
