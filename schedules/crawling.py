"""The crawl stage: every due source once, several at a time; what failed for the moment again, later the same night."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime

from tenacity import Retrying, retry_if_result, stop_after_attempt

from schedules.calendar import Due
from schedules.runs import RunRecord, SourceResult
from schedules.source_process import SourceProcesses

TRANSIENT = frozenset({"failed", "busy"})
"""Outcomes that are tried again later the same night; a source that blocked us is not."""

UNDONE = TRANSIENT | {"skipped"}
"""Outcomes with which an interrupted run, once taken up, asks a source again."""


@dataclass
class CrawlStage:
    """Crawls the due sources of a night that `record` does not hold yet; every result is in the record before `told` hears of it.

    Sources of one machine are asked one after the other. After the deadline no source is started (`skipped`). In a scheduled run a
    source that failed for the moment is tried again, `harvest.tries` times in all, `retry_minutes` after the others are done; one of
    `broken` failed the last time too, which is no moment, and does not hold the night up again.

    `now` is told to the crawler in place of its clock (rehearsals); `pause` waits.
    """

    processes: SourceProcesses
    record: RunRecord
    told: Callable[[SourceResult], None]
    broken: frozenset[str] = frozenset()
    now: Callable[[], datetime] | None = None
    pause: Callable[[float], None] = time.sleep
    _until: float = field(init=False)

    def __post_init__(self) -> None:
        self._until = time.monotonic() + self.processes.settings.harvest.deadline_hours * 3600

    def crawl(self, due: Sequence[Due]) -> None:
        """Crawl everything, then again what failed for the moment."""
        harvest = self.processes.settings.harvest
        done = {source.portal_id for source in self.record.sources if source.outcome not in UNDONE}
        waiting = [each for each in due if each.portal.portal_id not in done]
        patience = Retrying(
            retry=retry_if_result(bool),
            stop=stop_after_attempt(harvest.tries if self.record.scheduled else 1),
            wait=lambda state: max(0.0, min(harvest.retry_minutes * 60, self._seconds_left())),
            sleep=self.pause,
            retry_error_callback=lambda state: None,
        )
        try:
            for attempt in patience:
                with attempt:
                    waiting = self._round(waiting, again=attempt.retry_state.attempt_number > 1)
                if attempt.retry_state.outcome is not None and not attempt.retry_state.outcome.failed:
                    attempt.retry_state.set_result(waiting)
        except BaseException:
            self.processes.stop()
            raise

    def _seconds_left(self) -> float:
        return self._until - time.monotonic()

    def _round(self, due: Sequence[Due], again: bool) -> list[Due]:
        """One try of every source; returns those to be tried again."""
        self._crawl_groups(due, again)
        failed = {source.portal_id for source in self.record.sources if source.outcome in TRANSIENT}
        again_useful = failed - self.broken if self._seconds_left() > 0 else set()
        return [each for each in due if each.portal.portal_id in again_useful]

    def _crawl_groups(self, due: Sequence[Due], again: bool) -> None:
        shared: dict[str, list[Due]] = {}
        for each in due:
            shared.setdefault(each.host, []).append(each)
        with ThreadPoolExecutor(self.processes.settings.harvest.parallel_sources) as pool:
            # a machine's sources form a queue; the next one is submitted when the one before has ended
            running: dict[Future[SourceResult], list[Due]] = {}
            try:
                for group in shared.values():
                    running[self._submit(pool, group, again)] = group
                while running:
                    ended, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in ended:
                        group = running.pop(future)
                        self._note(future.result())
                        if group:
                            running[self._submit(pool, group, again)] = group
            except BaseException:
                self.processes.stop()
                raise

    def _submit(self, pool: ThreadPoolExecutor, group: list[Due], again: bool) -> Future[SourceResult]:
        now = self.now() if self.now else None
        return pool.submit(self.processes.crawl, group.pop(0), self._seconds_left(), again=again, now=now)

    def _note(self, result: SourceResult) -> None:
        earlier = next((each for each in self.record.sources if each.portal_id == result.portal_id), None)
        if earlier is not None:
            result = result.after(earlier)
        self.record.sources = [each for each in self.record.sources if each.portal_id != result.portal_id]
        self.record.sources.append(result)
        self.record.sources.sort(key=lambda source: source.portal_id)
        self.told(result)
