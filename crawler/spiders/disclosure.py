"""The one spider: list → title grammar → article → files, with the portal's family doing all the reading.

Everything it learns goes into the ledger at once, one transaction per answer, so a run that is killed goes on where it was. Memory
stays flat: files come before articles, articles before the next list page, and what is known is looked up, not remembered.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import scrapy
from scrapy import signals
from scrapy.exceptions import CloseSpider, DownloadCancelledError

from crawler import families
from crawler.archive import Archive
from crawler.decode import disposition_name, to_text
from crawler.discovery import UnreadablePageError, is_error_page, is_html, read_article
from crawler.families.attachments import location_of_stub
from crawler.families.base import Article, Attachment, Page
from crawler.frontier import Frontier
from crawler.health import trip
from crawler.journal import Journal, Task, headers_of
from crawler.known import Answer, Item, Linked
from crawler.middlewares.outcomes import Blocked, Refused, Stop
from crawler.registry import Portal
from crawler.report import CrawlOptions
from crawler.walking import Walker

LIST, ARTICLE, FILE = 0, 10, 20
_NIGHT = (22, 7)
_SHANGHAI = ZoneInfo("Asia/Shanghai")
_NAME_FROM_PAGE = {"api", "showname", "title", "download", "script"}
_MAX_IMAGES = 200
_MAX_FOLLOWED = 2


class DisclosureSpider(scrapy.Spider):
    """Crawls one portal. `crawler.run.crawl` builds it; nothing else should."""

    name = "disclosure"

    def __init__(
        self, portal: Portal, archive: Archive, options: CrawlOptions, journal: Journal, max_requests: int
    ) -> None:
        super().__init__()
        self.portal = portal
        self.archive = archive
        self.options = options
        self.journal = journal
        self.max_requests = max_requests
        self.min_delay = 0.0
        self.family = families.get(portal.family)
        self.frontier = Frontier(archive, portal.portal_id, journal.run_id, journal.started_at)
        self.walker = Walker(portal, self.family, self.frontier, journal, options.mode)
        self._in_flight: set[str] = set()

    # -- what to ask for

    async def start(self) -> AsyncIterator[Any]:
        """What earlier runs left, then every list from its first page, then what is due for a second look."""
        for ask in self._batches(self._unfinished):
            yield ask
            await self._room()
        for task in self.walker.entries():
            yield self._ask(task)
        await self._idle()
        for ask in self._batches(self._due_again):
            yield ask
            await self._room()

    async def _room(self) -> None:
        # start() runs ahead of the downloader otherwise, and a long backlog would fill the memory
        if len(self._in_flight) >= 200:
            await self._idle()

    async def _idle(self) -> None:
        await self.crawler.signals.wait_for(signals.scheduler_empty)

    @staticmethod
    def _batches(source: Any) -> Iterator[Any]:
        after = 0
        while True:
            batch, last = source(after)
            yield from batch
            if last is None:
                return
            after = last

    def _unfinished(self, after: int) -> tuple[list[Any], int | None]:
        """Items, then (negative positions) files that earlier runs left."""
        if after >= 0 and (items := self.frontier.unfinished(after)):
            return [ask for item in items if (ask := self._ask_item(item))], items[-1].seq
        found = self.frontier.unfinished_files(max(0, -after))
        asks = []
        for _, linked in found:
            item = self.frontier.item(linked.item_key)
            if item is not None and (ask := self._ask_file(item, linked)):
                asks.append(ask)
        return asks, -found[-1][0] if found else None

    def _due_again(self, after: int) -> tuple[list[Any], int | None]:
        if self.options.mode == "backfill":
            return [], None
        items = self.frontier.due_again(after, everything=self.options.recheck)
        asks: list[Any] = []
        for item in items:
            if item.kind == "article":
                asks.append(self._ask(Task("article", item.request, item=item, again=True)))
            else:
                asks += [
                    ask
                    for linked in self.frontier.files(item.key)
                    if (ask := self._ask_file(item, linked, again=True))
                ]
        return asks, items[-1].seq if items else None

    def _ask(self, task: Task) -> Any:
        """Scrapy's request for a task; asks conditionally when the address was answered before."""
        request = task.request
        headers = dict(request.headers)
        answer = self.frontier.answer(request) if request.method == "GET" else None
        if answer is not None and (task.kind == "list" or task.again):
            if answer.etag:
                headers.setdefault("If-None-Match", answer.etag)
            if answer.last_modified:
                headers.setdefault("If-Modified-Since", answer.last_modified)
        meta: dict[str, Any] = {"task": task}
        if self.portal.platform:
            meta["download_slot"] = self.portal.platform
        if task.kind == "file":
            meta["download_maxsize"] = self.portal.caps.file_bytes
            meta["download_timeout"] = self.options.file_timeout
        callback = {"list": self.parse_list, "article": self.parse_article, "file": self.parse_file}[
            task.kind
        ]
        return scrapy.Request(
            request.url,
            callback=callback,
            errback=self.failed,
            method=request.method,
            body=request.body,
            headers=headers,
            meta=meta,
            priority={"list": LIST, "article": ARTICLE, "file": FILE}[task.kind],
            dont_filter=True,
        )

    def _ask_item(self, item: Item) -> Any | None:
        if item.kind == "article":
            return self._ask(Task("article", item.request, item=item))
        attachment = Attachment(item.request.url, item.title, "text", mechanism="list")
        linked = self.frontier.link(item.key, attachment)
        self.frontier.settle(item.key, "done")
        return self._ask_file(item, replace(linked, request=item.request))

    def _ask_file(self, item: Item, linked: Linked, *, again: bool = False) -> Any | None:
        """The request for a file, unless it is already under way, fetched for another article, or must wait for the night."""
        if linked.state == "rejected" or (linked.state == "done" and not again):
            return None
        if not again and (sha256 := self.frontier.twin(linked)) is not None:
            self._link_known(item, linked, sha256)
            return None
        if not self._file_hours():
            self.journal.counts["deferred"] += 1
            return None
        if linked.key in self._in_flight:
            return None
        self._in_flight.add(linked.key)
        return self._ask(Task("file", linked.request, item=item, linked=linked, again=again))

    def _file_hours(self) -> bool:
        if self.options.any_hour or self.portal.sample:
            return True
        hour = self.journal.clock().astimezone(_SHANGHAI).hour
        return hour >= _NIGHT[0] or hour < _NIGHT[1]

    def _link_known(self, item: Item, linked: Linked, sha256: str) -> None:
        """Another article links an address already fetched: its title is evidence, the bytes need no second fetch."""
        for capture in self.archive.captures(sha256):
            if capture.portal_id == self.portal.portal_id:
                self.journal.copy_capture(capture, Task("file", linked.request, item=item, linked=linked))
                break
        self.frontier.settle_file(linked, "done", sha256=sha256)

    # -- answers

    def parse_list(self, response: Any) -> list[Any]:
        """A list page: note its rows, ask for new articles, then for the next page."""
        task: Task = response.meta["task"]
        self.journal.counts["list_pages"] += 1
        with self.archive.transaction():
            before = self.frontier.answer(task.request)
            page = self._page(task, response)
            if page is None:
                return self._no_list(task, response)
            after = self.frontier.answer(task.request)
            unchanged = before is not None and after is not None and before.sha256 == after.sha256
            step = self.walker.step(task, page, unchanged=unchanged)
            asks = [ask for item in step.items if (ask := self._ask_item(item))]
            return asks + [self._ask(following) for following in step.following]

    def _no_list(self, task: Task, response: Any) -> list[Any]:
        if task.request.otherwise is not None and response.status in (404, 410):
            return [self._ask(replace(task, request=task.request.otherwise))]
        self.walker.lost(task, f"HTTP {response.status}")
        return []

    def parse_article(self, response: Any) -> list[Any]:
        """An article: is it a disclosure, is it a document itself, which files does it link?"""
        task: Task = response.meta["task"]
        item = task.item
        assert item is not None
        self.journal.counts["articles"] += 1
        with self.archive.transaction():
            page = self._page(task, response)
            if page is None:
                gone = response.status in (404, 410)
                self.frontier.settle(item.key, "gone" if gone else "failed", f"HTTP {response.status}")
                self.journal.counts["failed"] += not gone
                self.journal.counts["missing"] += gone and task.again
                return []
            if response.status == 304 and task.again:
                self.frontier.settle(item.key, "done", published_on=item.published_on)
                known = self.frontier.files(item.key)
                return [ask for linked in known if (ask := self._ask_file(item, linked, again=True))]
            try:
                return self._read_article(task, item, page, response)
            except UnreadablePageError as error:
                self.journal.find("unreadable_page", "error", str(error), page.url)
                self.journal.capture(task, "failed", str(error), response=response, url=page.url)
                self.frontier.settle(item.key, "failed", str(error))
                self.journal.counts["failed"] += 1
                return []

    def _read_article(self, task: Task, item: Item, page: Page, response: Any) -> list[Any]:
        if why := is_error_page(page, to_text(page.body, page.content_type, self.portal.encoding)):
            self.journal.capture(task, "failed", why, response=response, url=page.url)
            self.frontier.settle(item.key, "failed", why)
            self.journal.counts["failed"] += 1
            return []
        reading = read_article(self.family, page, item.title, item.label)
        article = reading.article
        if article.unpublished:
            self.journal.capture(
                task, "failed", "unpublished", response=response, url=page.url, article=article
            )
            self.frontier.settle(item.key, "failed", "not published yet: a login page or placeholder")
            return []
        page_sha256 = self._remember(task, page, response)
        if reading.decision.verdict != "accept" and not task.part_of:
            self.journal.capture(
                task, "ok", f"not a disclosure: {reading.decision.reason}", response=response, url=page.url,
                article=article, page_sha256=page_sha256, byte_size=len(page.body),
            )  # fmt: skip
            self.frontier.settle(item.key, "rejected", reading.decision.reason, article.published_on)
            self.journal.counts["rejected"] += 1
            return []
        kept = self._keep(page.body, task) if article.has_tables else None
        self.journal.capture(
            task, "ok", response=response, url=page.url, article=article, page_sha256=page_sha256,
            file_sha256=kept, byte_size=len(page.body), file_name=f"{article.title}.html" if kept else None,
        )  # fmt: skip
        self.frontier.settle(item.key, "done", published_on=article.published_on)
        item = replace(
            item,
            article_title=article.title,
            published_on=article.published_on or item.published_on,
            evidence=tuple(dict.fromkeys((*item.evidence, *article.evidence))),
        )
        self.frontier.learn(item)
        asks = []
        for attachment in self._files_of(reading.article, reading.attachments, page):
            linked = self.frontier.link(item.key, attachment)
            if ask := self._ask_file(item, linked, again=task.again):
                asks.append(ask)
        if task.again and not article.next_requests and not task.part_of:
            for name in self.frontier.drop_links(item.key):
                self.journal.counts["missing"] += 1
                self.journal.find("file_missing", "info", f"{item.title} no longer links {name}", page.url)
        if task.followed < 20:
            for further in article.next_requests:
                part = Task(
                    "article",
                    further,
                    item=item,
                    followed=task.followed + 1,
                    part_of=page.url,
                    again=task.again,
                )
                asks.append(self._ask(part))
        return asks

    def _files_of(self, article: Article, attachments: Iterable[Attachment], page: Page) -> list[Attachment]:
        """The files of an article; a document published as pictures is its pictures."""
        files = list(attachments)
        if not files and not article.has_tables and article.text_length < 400:
            files = [
                Attachment(url, f"{article.title} {number}", "", mechanism="image")
                for number, url in enumerate(article.images[:_MAX_IMAGES], start=1)
            ]
        return files

    def parse_file(self, response: Any) -> list[Any]:
        """A file: keep its bytes, whatever its name and type claim, unless they are a page in a file's place."""
        task: Task = response.meta["task"]
        assert task.linked is not None and task.item is not None
        with self.archive.transaction():
            if response.status == 304 and task.linked.sha256:
                self.journal.counts["unchanged"] += 1
                self.journal.capture(
                    task, "unchanged", response=response, file_sha256=task.linked.sha256, url=response.url
                )
                self._settle_file(task, "done", sha256=task.linked.sha256)
                return []
            if response.status != 200:
                return self._no_file(task, response)
            if is_html(response.body) and not _expects_html(task):
                return self._html_for_file(task, response)
            if not response.body:
                return self._fail_file(task, response, "empty", "the file is empty")
            self._store_file(task, response)
            return []

    def _store_file(self, task: Task, response: Any) -> None:
        assert task.linked is not None
        headers = headers_of(response)
        stored = self.archive.put(response.body)
        known = task.linked.sha256
        same = known == stored.sha256
        self.journal.counts["downloads"] += 1
        self.journal.counts["bytes_received"] += stored.byte_size
        self.journal.counts["new_files"] += stored.is_new
        self.journal.counts["unchanged"] += same
        if known and not same:
            self.journal.counts["replaced"] += 1
            self.journal.find(
                "file_replaced", "info", f"{task.linked.name} changed under its address", response.url
            )
        capture = self.journal.capture(
            task, "unchanged" if same else "ok", "replaces " + known if known and not same else "", response=response,
            url=response.url, file_sha256=stored.sha256, byte_size=stored.byte_size, file_name=_file_name(task.linked, headers),
        )  # fmt: skip
        self._remember_answer(task, response, stored.sha256)
        self._settle_file(task, "done", sha256=stored.sha256)
        for other in self.frontier.waiting_twins(task.linked):
            item = self.frontier.item(other.item_key)
            if item is not None:
                self.journal.copy_capture(capture, Task("file", other.request, item=item, linked=other))
            self.frontier.settle_file(other, "done", sha256=stored.sha256)

    def _no_file(self, task: Task, response: Any) -> list[Any]:
        if task.request.otherwise is not None and response.status in (400, 404):
            self.journal.capture(
                task, "failed", f"HTTP {response.status}", response=response, url=response.url
            )
            return [self._ask(replace(task, request=task.request.otherwise))]
        gone = response.status in (404, 410)
        if gone and task.again:
            self.journal.counts["missing"] += 1
        return self._fail_file(
            task, response, f"http_{response.status}", f"HTTP {response.status}", gone=gone and task.again
        )

    def _html_for_file(self, task: Task, response: Any) -> list[Any]:
        """A page where a file was expected: follow a stub's one address; anything else is recorded, never stored."""
        page = Page(response.url, response.body, "", task.request)
        target = location_of_stub(page) if task.followed < _MAX_FOLLOWED else None
        if target is not None:
            self.journal.capture(task, "redirected", f"stub to {target}", response=response, url=response.url)
            return [
                self._ask(
                    replace(task, request=replace(task.request, url=target), followed=task.followed + 1)
                )
            ]
        return self._fail_file(task, response, "html_for_file", "a page came where a file was expected")

    def _fail_file(self, task: Task, response: Any, code: str, why: str, *, gone: bool = False) -> list[Any]:
        self.journal.counts["failed"] += 1
        self.journal.counts[code] += 1
        self.journal.capture(
            task, "failed", why, response=response, url=response.url, byte_size=len(response.body)
        )
        self._settle_file(task, "gone" if gone else "failed", why)
        return []

    # -- no answer

    def failed(self, failure: Any) -> list[Any]:
        """No usable answer: record why, and stop the run when the site wants it or the limits say so."""
        task: Task = failure.request.meta["task"]
        error = failure.value
        with self.archive.transaction():
            if isinstance(error, Blocked):
                sha256 = self.archive.put_page(error.response.body)  # type: ignore[attr-defined]
                self.journal.counts["blocked"] += 1
                self.journal.capture(task, "blocked", error.kind, response=error.response, page_sha256=sha256)
                self.journal.find(
                    f"blocked:{error.kind}",
                    "error",
                    f"the site shows a {error.kind} page; it is left alone",
                    task.request.url,
                )
                self.journal.stopped = ("blocked", error.kind)
                trip(self.archive, self.portal.portal_id, error.kind, self.journal.clock())
            elif isinstance(error, Stop):
                self._note_stop(error, task)
            elif isinstance(error, Refused):
                self._settle_refused(task, error)
                return []
            else:
                self._settle_failed(task, error)
                return []
        raise CloseSpider(self.journal.stopped[1] if self.journal.stopped else "stopped")

    def _note_stop(self, error: Stop, task: Task) -> None:
        if self.journal.stopped is not None:
            return
        self.journal.stopped = (error.status, error.reason)
        severity = "error" if error.status == "failed" else "info"
        self.journal.find(error.reason, severity, str(error), task.request.url)  # type: ignore[arg-type]
        if error.rest_seconds:
            trip(self.archive, self.portal.portal_id, error.reason, self.journal.clock(), error.rest_seconds)

    def _settle_refused(self, task: Task, error: Refused) -> None:
        self.journal.counts["refused"] += 1
        self.journal.capture(task, "refused", error.code)
        if task.kind == "list":
            self.journal.find(f"refused:{error.code}", "error", str(error), task.request.url)
            self.walker.lost(task, error.code)
        elif task.linked is not None:
            self.journal.find(f"refused:{error.code}", "warning", str(error), task.request.url)
            self._settle_file(task, "rejected", error.code)
        elif task.item is not None:
            self.frontier.settle(task.item.key, "rejected", error.code)

    def _settle_failed(self, task: Task, error: BaseException) -> None:
        too_large = isinstance(error, DownloadCancelledError)
        why = "too_large" if too_large else f"{type(error).__name__}: {error}"
        self.journal.counts["failed"] += 1
        self.journal.capture(task, "failed", why[:300])
        if task.kind == "list":
            self.walker.lost(task, why[:300])
        elif task.linked is not None:
            if too_large:
                message = (
                    f"{task.linked.name} is larger than {self.portal.caps.file_bytes} bytes and was not kept"
                )
                self.journal.find("too_large", "warning", message, task.request.url)
            self._settle_file(task, "rejected" if too_large else "failed", why[:300])
        elif task.item is not None:
            self.frontier.settle(task.item.key, "failed", why[:300])

    # -- ledger

    def _settle_file(self, task: Task, state: Any, reason: str = "", sha256: str | None = None) -> None:
        assert task.linked is not None
        self._in_flight.discard(task.linked.key)
        self.frontier.settle_file(task.linked, state, reason, sha256)

    def _page(self, task: Task, response: Any) -> Page | None:
        """The page of an answer; from the archive when the server says that it has not changed."""
        if response.status == 304 and (answer := self.frontier.answer(task.request)) is not None:
            body = self.archive.page(answer.sha256)
            if body is not None:
                self.journal.counts["unchanged"] += 1
                self.journal.capture(
                    task, "unchanged", response=response, page_sha256=answer.sha256, url=answer.final_url
                )
                return Page(answer.final_url, body, answer.content_type, task.request)
        if response.status != 200:
            self.journal.capture(
                task, "failed", f"HTTP {response.status}", response=response, url=response.url
            )
            return None
        page = Page(response.url, response.body, headers_of(response).get("content-type", ""), task.request)
        if task.kind == "list":
            sha256 = self._remember(task, page, response)
            self.journal.capture(
                task, "ok", response=response, url=page.url, page_sha256=sha256, byte_size=len(page.body)
            )
        return page

    def _remember(self, task: Task, page: Page, response: Any) -> str:
        sha256 = self.archive.put_page(page.body)
        self._remember_answer(task, response, sha256)
        return sha256

    def _remember_answer(self, task: Task, response: Any, sha256: str) -> None:
        headers = headers_of(response)
        self.frontier.remember(
            Answer(
                request=task.linked.request if task.linked else task.request,
                kind=task.kind,
                final_url=response.url,
                content_type=headers.get("content-type", ""),
                sha256=sha256,
                etag=headers.get("etag"),
                last_modified=headers.get("last-modified"),
            )
        )

    def _keep(self, body: bytes, task: Task) -> str:
        """Keep an article's HTML as a document; returns its SHA-256."""
        stored = self.archive.put(body)
        self.journal.counts["new_files"] += stored.is_new
        return stored.sha256


def _expects_html(task: Task) -> bool:
    assert task.linked is not None
    return task.request.url.partition("?")[0].lower().endswith((".htm", ".html", ".shtml", ".mht", ".mhtml"))


def _file_name(linked: Linked, headers: dict[str, str]) -> str:
    """The file's human name: what the page or interface calls it, else what the server calls it, else the link's text."""
    served = (
        disposition_name(headers.get("content-disposition", "")) if "content-disposition" in headers else None
    )
    if linked.name and linked.name_evidence in _NAME_FROM_PAGE:
        return linked.name
    return served or linked.name
