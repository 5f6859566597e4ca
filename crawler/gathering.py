"""Gathering articles: what an answer means, what is kept, what to ask for next; their files go to `crawler.downloads`. No network, no Scrapy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.archive import Archive
from crawler.discovery import (
    ArticleReading,
    UnreadablePageError,
    is_document,
    is_error_page,
    read_article,
)
from crawler.downloads import Downloads, follow
from crawler.families.base import Attachment, Family, Page
from crawler.frontier import Frontier
from crawler.journal import Journal, Reply, Task
from crawler.known import Item, State
from crawler.registry import Portal
from crawler.report import CrawlOptions

MAX_IMAGES = 200
MAX_PARTS = 20
STUB_TEXT = 100
"""An article with less text may be a stub that sends a browser on."""


class Gatherer:
    """Understands the articles of one run. `family` is asked for at each use: a first page may settle it anew."""

    def __init__(
        self, portal: Portal, archive: Archive, frontier: Frontier, journal: Journal, options: CrawlOptions,
        family: Callable[[], Family],
    ) -> None:  # fmt: skip
        self.portal = portal
        self.archive = archive
        self.frontier = frontier
        self.journal = journal
        self._family = family
        self.files = Downloads(portal, archive, frontier, journal, options)

    # -- what to ask for

    def item(self, item: Item, *, again: bool = False) -> list[Task]:
        """The tasks for an item: its article, or the file that the list links itself."""
        if item.kind == "article":
            return [Task("article", item.request, item=item, again=again)]
        if again:
            return [
                task
                for linked in self.frontier.files.of(item.key)
                for task in self.files.tasks(item, linked, again=True)
            ]
        linked = self.frontier.files.link(
            item.key, Attachment(item.request.url, item.title, "text", mechanism="list")
        )
        self.frontier.settle(item.key, "done")
        return self.files.tasks(item, replace(linked, request=item.request))

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
                for ask in self.files.tasks(item, linked, again=True)
            ]
        if is_document(page.body):
            return self._document_for_article(task, item, reply)
        if why := is_error_page(page):
            return self._fail_article(task, item, reply, why)
        try:
            reading = read_article(self._family(), page, item.title, item.label)
        except UnreadablePageError as error:
            self.journal.find("unreadable_page", "error", str(error), page.url)
            return self._fail_article(task, item, reply, str(error))
        empty = not (reading.attachments or reading.article.is_document or reading.linked)
        if (
            empty
            and reading.article.text_length < STUB_TEXT
            and (stub := follow(self.journal, task, page, reply))
        ):
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
        self.files.count_bytes(reply)
        stored = self.archive.put(reply.body)
        self.files.keep(replace(task, kind="file", linked=linked), linked, reply, stored)
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
            tasks += self.files.tasks(item, linked, again=task.again)
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

    # -- no answer

    def lose(self, task: Task, state: State, why: str) -> None:
        """An article or a file could not be fetched (`failed`) or will not be (`rejected`)."""
        if task.linked is not None:
            self.files.drop(task.linked, state, why)
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
