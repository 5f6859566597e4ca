"""Files of a run: which to ask for, what an answer means, what is kept and under which name. No network, no Scrapy."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from crawler.archive import Archive, Stored
from crawler.decode import disposition_name
from crawler.discovery import is_html
from crawler.families.attachments import location_of_stub
from crawler.families.base import Page
from crawler.frontier import Frontier
from crawler.journal import Journal, Reply, Task
from crawler.known import Item, Linked, State
from crawler.registry import Portal
from crawler.report import CrawlOptions

NIGHT = (22, 7)
"""Hours in Shanghai between which files are fetched."""
MAX_FOLLOWED = 2
_SHANGHAI = ZoneInfo("Asia/Shanghai")
_NAME_FROM_PAGE = {"api", "showname", "title", "download", "script"}
_WEB_ENDINGS = (".htm", ".html", ".shtml", ".mht", ".mhtml")


def follow(journal: Journal, task: Task, page: Page, reply: Reply) -> list[Task]:
    """Where a stub sends a browser; nothing for any other page, or after too many of them."""
    target = location_of_stub(page) if task.followed < MAX_FOLLOWED else None
    if target is None:
        return []
    journal.capture(task, "redirected", f"stub to {target}", reply=reply)
    return [replace(task, request=replace(task.request, url=target), followed=task.followed + 1)]


class Downloads:
    """The files that the items of one portal link, in one run."""

    def __init__(
        self, portal: Portal, archive: Archive, frontier: Frontier, journal: Journal, options: CrawlOptions
    ) -> None:
        self.portal = portal
        self.archive = archive
        self.frontier = frontier
        self.journal = journal
        self.options = options
        self._under_way: set[str] = set()

    def tasks(self, item: Item, linked: Linked, *, again: bool = False) -> list[Task]:
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

    @staticmethod
    def brings(task: Task, reply: Reply) -> bool:
        """Whether an answer's bytes are to be kept, whatever their name and type claim: not a page in a file's place."""
        expected = task.request.url.partition("?")[0].lower().endswith(_WEB_ENDINGS)
        return reply.status == 200 and bool(reply.body) and (expected or not is_html(reply.body))

    def count_bytes(self, reply: Reply) -> None:
        """Count the bytes of a file that came, before the disk has them: the day's budget must not wait for the disk."""
        self.journal.counts["bytes_received"] += len(reply.body)

    def read(self, task: Task, reply: Reply, stored: Stored | None) -> list[Task]:
        """A file's answer; `stored` says where its bytes are when `brings` said that they are to be kept."""
        linked = task.linked
        assert linked is not None
        self._under_way.discard(linked.key)
        if reply.status == 304 and linked.sha256:
            self.journal.counts["unchanged"] += 1
            self.journal.capture(task, "unchanged", reply=reply, file_sha256=linked.sha256)
            self.frontier.files.settle(linked, "done", sha256=linked.sha256)
            return []
        if reply.status != 200:
            return self._none(task, linked, reply)
        if not reply.body:
            return self._fail(task, linked, reply, "empty", "the file is empty")
        if stored is None:
            return self._page(task, linked, reply)
        self.keep(task, linked, reply, stored)
        return []

    def keep(self, task: Task, linked: Linked, reply: Reply, stored: Stored) -> None:
        """Note a file whose bytes are on the disk, for its item and for all others that wait for the same address."""
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

    def _none(self, task: Task, linked: Linked, reply: Reply) -> list[Task]:
        if task.request.otherwise is not None and reply.status in (400, 404):
            self.journal.capture(task, "failed", f"HTTP {reply.status}", reply=reply)
            return [replace(task, request=task.request.otherwise)]
        gone = reply.status in (404, 410) and task.again
        self.journal.counts["missing"] += gone
        if gone:
            self.journal.find("file_missing", "info", f"{linked.name} no longer exists", reply.url)
        return self._fail(task, linked, reply, f"http_{reply.status}", f"HTTP {reply.status}", gone=gone)

    def _page(self, task: Task, linked: Linked, reply: Reply) -> list[Task]:
        """A page where a file was expected: follow a stub's one address; anything else is recorded, never stored."""
        page = Page(reply.url, reply.body, "", task.request)
        why = "a page came where a file was expected"
        return follow(self.journal, task, page, reply) or self._fail(
            task, linked, reply, "html_for_file", why
        )

    def _fail(
        self, task: Task, linked: Linked, reply: Reply, code: str, why: str, *, gone: bool = False
    ) -> list[Task]:
        self.journal.counts["failed"] += not gone
        self.journal.counts[code] += 1
        self.journal.capture(task, "failed", why, reply=reply, byte_size=len(reply.body))
        self.frontier.files.settle(linked, "gone" if gone else "failed", why)
        return []

    def drop(self, linked: Linked, state: State, why: str) -> None:
        """A file could not be fetched (`failed`) or will not be (`rejected`)."""
        self._under_way.discard(linked.key)
        self.frontier.files.settle(linked, state, why)


def _file_name(linked: Linked, reply: Reply) -> str:
    """The file's human name: what the page or interface calls it, else what the server calls it, else the link's text."""
    if linked.name and linked.name_evidence in _NAME_FROM_PAGE:
        return linked.name
    served = reply.headers.get("content-disposition", "")
    return (disposition_name(served) if served else None) or linked.name
