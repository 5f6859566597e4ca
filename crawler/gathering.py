"""Gathering articles and files: what an answer means, what is kept, what to ask for next. No network, no Scrapy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from crawler.archive import Archive, Stored
from crawler.decode import disposition_name, to_text
from crawler.discovery import (
    ArticleReading,
    UnreadablePageError,
    is_document,
    is_error_page,
    is_html,
    read_article,
)
from crawler.families.attachments import location_of_stub
from crawler.families.base import Attachment, Family, Page
from crawler.frontier import Frontier
from crawler.journal import Journal, Reply, Task
from crawler.known import Item, Linked, State
from crawler.registry import Portal
from crawler.report import CrawlOptions

NIGHT = (22, 7)
"""Hours in Shanghai between which files are fetched."""
MAX_IMAGES = 200
MAX_FOLLOWED = 2
MAX_PARTS = 20
STUB_TEXT = 100
"""An article with less text may be a stub that sends a browser on."""
_SHANGHAI = ZoneInfo("Asia/Shanghai")
_NAME_FROM_PAGE = {"api", "showname", "title", "download", "script"}
_WEB_ENDINGS = (".htm", ".html", ".shtml", ".mht", ".mhtml")


class Gatherer:
    """Understands articles and files of one run. `family` is asked for at each use: a first page may settle it anew."""

    def __init__(
        self, portal: Portal, archive: Archive, frontier: Frontier, journal: Journal, options: CrawlOptions,
        family: Callable[[], Family],
    ) -> None:  # fmt: skip
        self.portal = portal
        self.archive = archive
        self.frontier = frontier
        self.journal = journal
        self.options = options
        self._family = family
        self._under_way: set[str] = set()

    # -- what to ask for

    def item(self, item: Item, *, again: bool = False) -> list[Task]:
        """The tasks for an item: its article, or the file that the list links itself."""
        if item.kind == "article":
            return [Task("article", item.request, item=item, again=again)]
        if again:
            return [
                task
                for linked in self.frontier.files.of(item.key)
                for task in self.file(item, linked, again=True)
            ]
        linked = self.frontier.files.link(
            item.key, Attachment(item.request.url, item.title, "text", mechanism="list")
        )
        self.frontier.settle(item.key, "done")
        return self.file(item, replace(linked, request=item.request))

    def file(self, item: Item, linked: Linked, *, again: bool = False) -> list[Task]:
        """The task for a file, unless it is under way, was fetched for another article, or must wait for the night."""
        if linked.state == "rejected" or (linked.state == "done" and not again):
            return []
        if not again and (sha256 := self.frontier.files.twin(linked)) is not None:
            self._note_twin(item, linked, sha256)
            return []
        if not self._is_night():
            self.journal.counts["deferred"] += 1
            return []
        if linked.key in self._under_way:
            return []
        self._under_way.add(linked.key)
        return [Task("file", linked.request, item=item, linked=linked, again=again)]

    def _is_night(self) -> bool:
        if self.options.any_hour or self.portal.sample:
            return True
        hour = self.journal.clock().astimezone(_SHANGHAI).hour
        return hour >= NIGHT[0] or hour < NIGHT[1]

    def _note_twin(self, item: Item, linked: Linked, sha256: str) -> None:
        """Another article links an address already fetched: its title is evidence, the bytes need no second fetch."""
        for capture in self.archive.captures(sha256):
            if capture.portal_id == self.portal.portal_id:
                self.journal.copy_capture(capture, Task("file", linked.request, item=item, linked=linked))
                break
        self.frontier.files.settle(linked, "done", sha256=sha256)

    # -- articles

    def read_article(self, task: Task, page: Page | None, reply: Reply) -> list[Task]:
        """An article's answer: is it a disclosure, is it a document itself, which files does it link?"""
        item = task.item
        assert item is not None
        if page is None:
            return self._no_article(task, item, reply)
        if reply.status == 304 and task.again:
            self.frontier.settle(item.key, "done", published_on=item.published_on)
            return [
                ask
                for linked in self.frontier.files.of(item.key)
                for ask in self.file(item, linked, again=True)
            ]
        if is_document(page.body):
            return self._document_for_article(task, item, reply)
        if why := is_error_page(page, to_text(page.body, page.content_type, self.portal.encoding)):
            return self._fail_article(task, item, reply, why)
        try:
            reading = read_article(self._family(), page, item.title, item.label)
        except UnreadablePageError as error:
            self.journal.find("unreadable_page", "error", str(error), page.url)
            return self._fail_article(task, item, reply, str(error))
        empty = not (reading.attachments or reading.article.is_document or reading.linked)
        if empty and reading.article.text_length < STUB_TEXT and (stub := self._follow(task, page, reply)):
            return stub
        if reading.article.unpublished:
            return self._fail_article(task, item, reply, "unpublished: a login page or placeholder")
        if reading.decision.verdict != "accept" and not task.part_of:
            return self._turn_down(task, item, page, reply, reading)
        if reading.unfollowed:
            message = f"a script of {page.url} starts downloads without saying from where: {', '.join(reading.unfollowed[:3])}"
            self.journal.find("unfollowed_link", "warning", message, page.url)
        return self._take_article(task, item, page, reply, reading)

    def _no_article(self, task: Task, item: Item, reply: Reply) -> list[Task]:
        gone = reply.status in (404, 410) and task.again
        self.frontier.settle(item.key, "gone" if gone else "failed", f"HTTP {reply.status}")
        self.journal.counts["missing" if gone else "failed"] += 1
        if gone:
            self.journal.find(
                "item_missing", "info", f"{reply.url} no longer exists: {item.title}", reply.url
            )
        return []

    def _fail_article(self, task: Task, item: Item, reply: Reply, why: str) -> list[Task]:
        self.journal.counts["failed"] += 1
        self.journal.capture(task, "failed", why, reply=reply)
        self.frontier.settle(item.key, "failed", why)
        return []

    def _document_for_article(self, task: Task, item: Item, reply: Reply) -> list[Task]:
        """The row's link led to a file, not to a page."""
        linked = self.frontier.files.link(
            item.key, Attachment(item.request.url, item.title, "text", mechanism="list")
        )
        self.frontier.settle(item.key, "done")
        self.count_bytes(reply)
        stored = self.archive.put(reply.body)
        self._note_file(replace(task, kind="file", linked=linked), linked, reply, stored)
        return []

    def _turn_down(
        self, task: Task, item: Item, page: Page, reply: Reply, reading: ArticleReading
    ) -> list[Task]:
        why = reading.decision.reason
        page_sha256 = self.remember(task, page, reply)
        self.journal.capture(
            task,
            "ok",
            f"not a disclosure: {why}",
            reply=reply,
            article=reading.article,
            page_sha256=page_sha256,
        )
        self.frontier.settle(item.key, "rejected", why, reading.article.published_on)
        self.journal.counts["rejected"] += 1
        return []

    def _take_article(
        self, task: Task, item: Item, page: Page, reply: Reply, reading: ArticleReading
    ) -> list[Task]:
        article = reading.article
        page_sha256 = self.remember(task, page, reply)
        kept = None
        if article.is_document:
            stored = self.archive.put(page.body)
            self.journal.counts["new_files"] += stored.is_new
            kept = stored.sha256
        self.journal.capture(
            task, "ok", reply=reply, article=article, page_sha256=page_sha256, file_sha256=kept,
            byte_size=len(page.body), file_name=f"{article.title or item.title}.html" if kept else None,
        )  # fmt: skip
        self.frontier.settle(item.key, "done", published_on=article.published_on)
        item = replace(
            item,
            article_title=article.title,
            published_on=article.published_on or item.published_on,
            evidence=tuple(dict.fromkeys((*item.evidence, *article.evidence))),
        )
        self.frontier.learn(item)
        own = (row for row in reading.linked if self.portal.allows(urlsplit(row.url).hostname or ""))
        branches = self.frontier.branch(item, own, page.url)
        self.journal.counts["new_items"] += len(branches)
        tasks = [ask for branch in branches for ask in self.item(branch)]
        files = _files_of(reading)
        for attachment in files:
            linked = self.frontier.files.link(item.key, attachment)
            tasks += self.file(item, linked, again=task.again)
        if not (
            files or kept or reading.linked or article.next_requests or task.part_of or reading.unfollowed
        ):
            message = f"{article.title or item.title} is announced at {page.url}, where neither a file nor tables nor amounts stand"
            self.journal.find("empty_disclosure", "warning", message, page.url)
        if task.again and not article.next_requests and not task.part_of:
            for name in self.frontier.files.drop_links(item.key):
                self.journal.counts["missing"] += 1
                self.journal.find("file_missing", "info", f"{item.title} no longer links {name}", page.url)
        if task.followed < MAX_PARTS:
            tasks += [
                Task(
                    "article", part, item=item, followed=task.followed + 1, part_of=page.url, again=task.again
                )
                for part in article.next_requests
            ]
        return tasks

    # -- files

    @staticmethod
    def brings_file(task: Task, reply: Reply) -> bool:
        """Whether an answer's bytes are to be kept, whatever their name and type claim: not a page in a file's place."""
        expected = task.request.url.partition("?")[0].lower().endswith(_WEB_ENDINGS)
        return reply.status == 200 and bool(reply.body) and (expected or not is_html(reply.body))

    def count_bytes(self, reply: Reply) -> None:
        """Count the bytes of a file that came, before the disk has them: the day's budget must not wait for the disk."""
        self.journal.counts["bytes_received"] += len(reply.body)

    def read_file(self, task: Task, reply: Reply, stored: Stored | None) -> list[Task]:
        """A file's answer; `stored` says where its bytes are when `brings_file` said that they are to be kept."""
        linked = task.linked
        assert linked is not None
        self._under_way.discard(linked.key)
        if reply.status == 304 and linked.sha256:
            self.journal.counts["unchanged"] += 1
            self.journal.capture(task, "unchanged", reply=reply, file_sha256=linked.sha256)
            self.frontier.files.settle(linked, "done", sha256=linked.sha256)
            return []
        if reply.status != 200:
            return self._no_file(task, linked, reply)
        if not reply.body:
            return self._fail_file(task, linked, reply, "empty", "the file is empty")
        if stored is None:
            return self._page_for_file(task, linked, reply)
        self._note_file(task, linked, reply, stored)
        return []

    def _note_file(self, task: Task, linked: Linked, reply: Reply, stored: Stored) -> None:
        before = linked.sha256
        same = before == stored.sha256
        counts = self.journal.counts
        counts["downloads"] += 1
        counts["new_files"] += stored.is_new
        counts["unchanged"] += same
        replaced = before is not None and not same
        if replaced:
            counts["replaced"] += 1
            self.journal.find("file_replaced", "info", f"{linked.name} changed under its address", reply.url)
        capture = self.journal.capture(
            task, "unchanged" if same else "ok", f"replaces {before}" if replaced else "", reply=reply,
            file_sha256=stored.sha256, byte_size=stored.byte_size, file_name=_file_name(linked, reply),
        )  # fmt: skip
        self.frontier.answers.remember(linked.request, "file", reply.url, reply.headers, stored.sha256)
        self.frontier.files.settle(linked, "done", sha256=stored.sha256)
        for other in self.frontier.files.waiting_twins(linked):
            item = self.frontier.item(other.item_key)
            if item is not None:
                self.journal.copy_capture(capture, Task("file", other.request, item=item, linked=other))
            self.frontier.files.settle(other, "done", sha256=stored.sha256)

    def _no_file(self, task: Task, linked: Linked, reply: Reply) -> list[Task]:
        if task.request.otherwise is not None and reply.status in (400, 404):
            self.journal.capture(task, "failed", f"HTTP {reply.status}", reply=reply)
            return [replace(task, request=task.request.otherwise)]
        gone = reply.status in (404, 410) and task.again
        self.journal.counts["missing"] += gone
        if gone:
            self.journal.find("file_missing", "info", f"{linked.name} no longer exists", reply.url)
        return self._fail_file(task, linked, reply, f"http_{reply.status}", f"HTTP {reply.status}", gone=gone)

    def _page_for_file(self, task: Task, linked: Linked, reply: Reply) -> list[Task]:
        """A page where a file was expected: follow a stub's one address; anything else is recorded, never stored."""
        page = Page(reply.url, reply.body, "", task.request)
        why = "a page came where a file was expected"
        return self._follow(task, page, reply) or self._fail_file(task, linked, reply, "html_for_file", why)

    def _follow(self, task: Task, page: Page, reply: Reply) -> list[Task]:
        """Where a stub sends a browser; nothing for any other page, or after too many of them."""
        target = location_of_stub(page) if task.followed < MAX_FOLLOWED else None
        if target is None:
            return []
        self.journal.capture(task, "redirected", f"stub to {target}", reply=reply)
        return [replace(task, request=replace(task.request, url=target), followed=task.followed + 1)]

    def _fail_file(
        self, task: Task, linked: Linked, reply: Reply, code: str, why: str, *, gone: bool = False
    ) -> list[Task]:
        self.journal.counts["failed"] += not gone
        self.journal.counts[code] += 1
        self.journal.capture(task, "failed", why, reply=reply, byte_size=len(reply.body))
        self.frontier.files.settle(linked, "gone" if gone else "failed", why)
        return []

    # -- no answer

    def lose(self, task: Task, state: State, why: str) -> None:
        """An article or a file could not be fetched (`failed`) or will not be (`rejected`)."""
        if task.linked is not None:
            self._under_way.discard(task.linked.key)
            self.frontier.files.settle(task.linked, state, why)
        elif task.item is not None:
            self.frontier.settle(task.item.key, state, why)

    def remember(self, task: Task, page: Page, reply: Reply) -> str:
        """Keep a page's bytes and validators; returns its SHA-256."""
        sha256 = self.archive.put_page(page.body)
        self.frontier.answers.remember(task.request, task.kind, page.url, reply.headers, sha256)
        return sha256


def _files_of(reading: ArticleReading) -> tuple[Attachment, ...]:
    """The files of an article; a document published as pictures is its pictures."""
    article = reading.article
    if reading.attachments or article.has_tables or article.text_length >= 400:
        return reading.attachments
    return tuple(
        Attachment(url, f"{article.title} {number}", mechanism="image")
        for number, url in enumerate(article.images[:MAX_IMAGES], start=1)
    )


def _file_name(linked: Linked, reply: Reply) -> str:
    """The file's human name: what the page or interface calls it, else what the server calls it, else the link's text."""
    if linked.name and linked.name_evidence in _NAME_FROM_PAGE:
        return linked.name
    served = reply.headers.get("content-disposition", "")
    return (disposition_name(served) if served else None) or linked.name
