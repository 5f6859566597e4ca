"""The one spider: list → title grammar → article → files. It only carries requests and answers; the deciding is done elsewhere.

Lists are walked by `crawler.walking`, articles by `crawler.gathering` and files by `crawler.downloads`, all through the portal's family. All they
learn goes into the ledger in one transaction per answer, so a run that is killed goes on where it was. Memory stays flat: files come
before articles, articles before the next list page, and what is known is looked up, not remembered.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

import scrapy
from scrapy import signals
from scrapy.exceptions import CloseSpider, DownloadCancelledError

from crawler import families
from crawler.archive import Archive, ArchiveError
from crawler.discovery import other_scheme, same_page
from crawler.errors import CrawlerError
from crawler.families.base import Page, Request
from crawler.frontier import Frontier
from crawler.gathering import Gatherer
from crawler.health import trip
from crawler.journal import Journal, Reply, Task
from crawler.middlewares.guard import REFUSALS
from crawler.middlewares.outcomes import Blocked, Halted, Refused, Stop, plainly
from crawler.registry import Portal
from crawler.report import CrawlOptions, Severity
from crawler.walking import Step, Walker

_PRIORITY = {"list": 0, "article": 10, "file": 20}
_ROOM = 100
"""Requests that may be under way before the backlog of earlier runs waits."""


class DisclosureSpider(scrapy.Spider):
    """Crawls one portal. `crawler.run.crawl` builds it, after circuit breaker, turn and daily caps have been looked at."""

    name = "disclosure"

    def __init__(
        self,
        portal: Portal | None = None,
        archive: Archive | None = None,
        options: CrawlOptions | None = None,
        journal: Journal | None = None,
        max_requests: int = 0,
        **scrapy_arguments: str,
    ) -> None:
        super().__init__()
        if portal is None or archive is None or options is None or journal is None:
            source = scrapy_arguments.get("source", "CODE")
            raise CrawlerError(
                f"this spider keeps its manners only in a prepared run: use `gongkai crawl --source {source}`"
            )
        self.portal = portal
        self.archive = archive
        self.options = options
        self.journal = journal
        self.max_requests = max_requests
        self.frontier = Frontier(archive, portal.portal_id, journal.visit, journal.started_at)
        self.walker = Walker(portal, families.get(portal.family), self.frontier, journal, options.mode)
        self.gatherer = Gatherer(
            portal, archive, self.frontier, journal, options, family=lambda: self.walker.family
        )
        self._outstanding = 0

    # -- what to ask for

    async def start(self) -> AsyncIterator[Any]:
        """What earlier runs left, then every list from its first page, then what is due for a second look."""
        async for ask in self._drain(self._unfinished_items):
            yield ask
        async for ask in self._drain(self._unfinished_files):
            yield ask
        for ask in self._ask(self.walker.entries()):
            yield ask
        if self.options.mode != "backfill":
            await self._idle()
            async for ask in self._drain(self._due_again):
                yield ask

    async def _drain(self, batch_after: Callable[[int], tuple[list[Task], int | None]]) -> AsyncIterator[Any]:
        """All batches of a backlog, no faster than they are answered: start() runs ahead of the downloader otherwise."""
        position: int | None = 0
        while position is not None:
            tasks, position = batch_after(position)
            for ask in self._ask(tasks):
                yield ask
                if self._outstanding >= _ROOM:
                    await self._idle()

    async def _idle(self) -> None:
        await self.crawler.signals.wait_for(signals.scheduler_empty)

    def _unfinished_items(self, after: int) -> tuple[list[Task], int | None]:
        items = self.frontier.unfinished(after)
        return [task for item in items for task in self.gatherer.item(item)], items[-1].seq if items else None

    def _unfinished_files(self, after: int) -> tuple[list[Task], int | None]:
        found = self.frontier.files.unfinished(after)
        tasks = [
            task
            for _, linked in found
            if (item := self.frontier.item(linked.item_key)) is not None
            for task in self.gatherer.files.tasks(item, linked)
        ]
        return tasks, found[-1][0] if found else None

    def _due_again(self, after: int) -> tuple[list[Task], int | None]:
        items = self.frontier.due_again(after, everything=self.options.recheck)
        tasks = [task for item in items for task in self.gatherer.item(item, again=True)]
        return tasks, items[-1].seq if items else None

    def _ask(self, tasks: Iterable[Task]) -> list[Any]:
        """Scrapy's requests for tasks; conditional when the address was answered before."""
        requests = [self._request(task) for task in tasks]
        self._outstanding += len(requests)
        return requests

    def _request(self, task: Task) -> Any:
        request = task.request
        headers = dict(request.headers)
        asked_before = task.again or (task.kind == "list" and self.options.mode != "full")
        if request.method == "GET" and asked_before:
            headers = self.frontier.answers.validators(request) | headers
        meta: dict[str, Any] = {"task": task}
        if self.portal.platform:
            meta["download_slot"] = self.portal.platform
        if task.kind == "file":
            meta["download_maxsize"] = self.portal.caps.file_bytes
            meta["download_timeout"] = self.options.file_timeout
        return scrapy.Request(
            request.url,
            callback=self.file_answered if task.kind == "file" else self.answered,
            errback=self.failed,
            method=request.method,
            body=request.body,
            headers=headers,
            meta=meta,
            priority=_PRIORITY[task.kind],
            dont_filter=True,
        )

    # -- answers

    def answered(self, response: Any) -> list[Any]:
        """Any answer that is neither a challenge nor to be asked for again."""
        self._outstanding -= 1
        with self._ledger():
            return self._understood(response.meta["task"], Reply.of(response))

    async def file_answered(self, response: Any) -> list[Any]:
        """A file's answer: its bytes go to the disk beside the loop, because a flush takes longer than a request on a busy one."""
        self._outstanding -= 1
        task, reply = response.meta["task"], Reply.of(response)
        with self._archive_errors():
            kept = self.gatherer.files.brings(task, reply)
            if kept:
                self.gatherer.files.count_bytes(reply)
            stored = await asyncio.to_thread(self.archive.put, reply.body) if kept else None
        with self._ledger():
            return self._ask(self.gatherer.files.read(task, reply, stored))

    @contextmanager
    def _ledger(self) -> Iterator[None]:
        """One transaction of the ledger."""
        with self._archive_errors(), self.archive.transaction():
            yield

    @contextmanager
    def _archive_errors(self) -> Iterator[None]:
        """An archive that cannot be written ends the run."""
        try:
            yield
        except (ArchiveError, sqlite3.Error) as error:
            self.journal.find("archive", "error", str(error))
            self.journal.stopped = ("failed", "archive")
            self.journal.ending = True
            raise CloseSpider("archive") from error

    def _understood(self, task: Task, reply: Reply) -> list[Any]:
        if task.doubted is not None:
            return self._ask(self._compared(task.doubted, reply))
        known = self.frontier.answers.of(task.request)
        page = self._page(task, reply)
        if task.kind == "article":
            self.journal.counts["articles"] += 1
            return self._ask(self.gatherer.read_article(task, page, reply))
        self.journal.counts["list_pages"] += 1
        if page is None:
            return self._ask(self._no_list(task, reply))
        if reply.status == 200:
            sha256 = self.gatherer.remember(task, page, reply)
            self.journal.capture(task, "ok", reply=reply, page_sha256=sha256, byte_size=len(page.body))
        else:
            sha256 = known.sha256 if known else ""
        unchanged = known is not None and known.sha256 == sha256
        step = self.walker.step(task, page, unchanged=unchanged)
        if step.doubtful:
            home = Request(urljoin(page.url, "/"))
            return self._ask([replace(task, request=home, doubted=task)])
        return self._ask(self._after(step))

    def _after(self, step: Step) -> list[Task]:
        return [*(task for item in step.items for task in self.gatherer.item(item)), *step.following]

    def _compared(self, doubted: Task, home: Reply | None) -> list[Task]:
        """Read a doubtful first page after all, unless it is the home page in a missing column's place."""
        known = self.frontier.answers.of(doubted.request)
        body = self.archive.page(known.sha256) if known else None
        if known is None or body is None or doubted.column is None:
            return []
        page = Page(known.final_url, body, known.content_type, doubted.request)
        if home is not None and home.status == 200 and same_page(body, home.body):
            self.walker.home_instead(doubted.column, page)
            return []
        return self._after(self.walker.step(doubted, page, trusted=True))

    def _page(self, task: Task, reply: Reply) -> Page | None:
        """The page of an answer, from the archive when the server says that it has not changed; `None` for an error."""
        if reply.status == 304 and (known := self.frontier.answers.of(task.request)) is not None:
            body = self.archive.page(known.sha256)
            if body is not None:
                self.journal.counts["unchanged"] += 1
                self.journal.capture(
                    task, "unchanged", reply=reply, page_sha256=known.sha256, url=known.final_url
                )
                return Page(known.final_url, body, known.content_type, task.request)
        if reply.status == 200:
            return Page(reply.url, reply.body, reply.content_type, task.request)
        self.journal.capture(task, "failed", f"HTTP {reply.status}", reply=reply)
        return None

    def _no_list(self, task: Task, reply: Reply) -> list[Task]:
        if task.request.otherwise is not None and reply.status in (404, 410):
            return [replace(task, request=task.request.otherwise)]
        self.walker.lost(task, f"HTTP {reply.status}")
        return []

    # -- no answer

    def failed(self, failure: Any) -> list[Any]:
        """No usable answer: record why, and end the run when the site wants it or the limits say so."""
        self._outstanding -= 1
        task: Task = failure.request.meta["task"]
        error = failure.value
        asks: list[Any] = []
        with self._ledger():
            if isinstance(error, Halted):
                pass
            elif task.doubted is not None and not isinstance(error, (Blocked, Stop)):
                asks = self._ask(self._compared(task.doubted, None))
            elif isinstance(error, Refused) and (swapped := self._other_scheme(task, error)) is not None:
                asks = self._ask([swapped])
            elif isinstance(error, Refused):
                sent_on = bool(task.followed or failure.request.meta.get("redirect_times"))
                self._refused(task, error, sent_on=sent_on)
            elif isinstance(error, Blocked):
                self._blocked(task, error)
            elif isinstance(error, Stop):
                self._stopped(task, error)
            else:
                self._lost(task, error)
        if self.journal.stopped is not None:
            raise CloseSpider(self.journal.stopped[1])
        return asks

    def _other_scheme(self, task: Task, error: Refused) -> Task | None:
        """The entry's address with http and https exchanged, once, when the host does not answer as registered."""
        first = task.column is not None and task.column.depth == 0 and task.request == task.column.request
        url = other_scheme(task.request.url) if error.code == "unreachable" and first else None
        if url is None or task.followed:
            return None
        self.journal.find(
            "scheme_switched", "warning", f"{task.request.url} does not answer; trying {url}", url
        )
        return replace(task, request=replace(task.request, url=url), followed=1)

    def _refused(self, task: Task, error: Refused, *, sent_on: bool) -> None:
        severity: Severity = "error" if task.kind == "list" else "warning"
        self.journal.counts["refused"] += 1
        self.journal.capture(task, "refused", error.code)
        self.journal.find(f"refused:{error.code}", severity, str(error), task.request.url)
        # an address outside the portal stays outside; what robots.txt forbids or another site hides today may be had another night
        outside = error.code in REFUSALS and not sent_on
        self.gatherer.lose(task, "rejected" if outside else "failed", error.code)

    def _blocked(self, task: Task, error: Blocked) -> None:
        reply = Reply.of(error.response)
        self.journal.counts["blocked"] += 1
        page_sha256 = self.archive.put_page(reply.body)
        self.journal.capture(task, "blocked", error.kind, reply=reply, page_sha256=page_sha256)
        if self.journal.stopped is None:
            message = f"the site shows a page of the kind {error.kind}; it is left alone for now, and nothing solves it: see whether a browser gets in"
            self.journal.find(f"blocked:{error.kind}", "error", message, task.request.url)
            self.journal.stopped = ("blocked", error.kind)
            trip(self.archive, self.portal.portal_id, error.kind, self.journal.clock())

    def _stopped(self, task: Task, error: Stop) -> None:
        if self.journal.stopped is None:
            self.journal.stopped = (error.status, error.reason)
            # a site that sends us away for hours is news the night it happens, however much of it was seen before
            severity: Severity = "error" if error.status == "failed" or error.rest_seconds else "info"
            self.journal.find(error.reason, severity, str(error), task.request.url)
            if error.rest_seconds:
                trip(
                    self.archive,
                    self.portal.portal_id,
                    error.reason,
                    self.journal.clock(),
                    error.rest_seconds,
                )

    def _lost(self, task: Task, error: BaseException) -> None:
        too_large = isinstance(error, DownloadCancelledError)
        why = "too_large" if too_large else plainly(error)[:300]
        self.journal.counts["failed"] += 1
        self.journal.capture(task, "failed", why)
        if task.kind == "list":
            self.walker.lost(task, why)
            return
        if too_large:
            message = f"{task.request.url} is larger than the cap and was not kept"
            self.journal.find("too_large", "warning", message, task.request.url)
        self.gatherer.lose(task, "rejected" if too_large else "failed", why)
