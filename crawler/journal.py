"""The journal of one run: counts, findings, and the capture row of every exchange."""

from __future__ import annotations

import time
import uuid
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from crawler.archive import Archive, Capture, CaptureKind, Outcome
from crawler.families.base import Article, Request
from crawler.known import Column, Item, Linked
from crawler.report import Finding, Severity, Status

_PRIVATE_HEADERS = {"set-cookie", "set-cookie2"}
_FINDINGS_PER_CODE = 20


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer without Scrapy: header names lower-case, header values as Latin-1 text (so that raw GBK bytes survive)."""

    status: int
    url: str
    body: bytes
    headers: dict[str, str]

    @classmethod
    def of(cls, response: Any) -> Reply:
        """The reply of a Scrapy response."""
        headers = {
            name.decode("latin-1").lower(): values[-1].decode("latin-1")
            for name, values in response.headers.items()
            if values
        }
        return cls(response.status, response.url, response.body, headers)

    @property
    def content_type(self) -> str:
        """The header as sent, `""` when absent."""
        return self.headers.get("content-type", "")


@dataclass(frozen=True, slots=True)
class Task:
    """What one request of the spider is for; it travels in the request's meta.

    `tail` tells the walk of new ground (whose progress is kept) from the look at the first pages. `again` marks the second look at
    something known. `followed` counts stubs and second addresses already tried. `doubted` is the list whose first page may be the home
    page in a missing column's place: this task asks for the home page to compare.
    """

    kind: CaptureKind
    request: Request
    column: Column | None = None
    item: Item | None = None
    linked: Linked | None = None
    tail: bool = True
    again: bool = False
    followed: int = 0
    part_of: str = ""
    doubted: Task | None = None


@dataclass
class Journal:
    """Counts and findings of a run; `clock` is the run's own time.

    `stopped` is (status, reason) of a run that did not reach its end; `ending` is set at once when an answer decides so, before the
    spider hears of it. `visit` tells this process's run from an earlier one that was killed and bears the same `run_id`.
    """

    archive: Archive
    portal_id: str
    run_id: str
    started_at: datetime
    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    stopped: tuple[Status, str] | None = None
    ending: bool = False
    visit: str = field(default_factory=lambda: uuid.uuid4().hex)

    def __post_init__(self) -> None:
        self._zero = time.monotonic()
        self._found: Counter[str] = Counter()

    def clock(self) -> datetime:
        """The run's time, UTC."""
        return self.started_at + timedelta(seconds=time.monotonic() - self._zero)

    @property
    def elapsed(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self._zero

    def find(self, code: str, severity: Severity, message: str, url: str = "") -> None:
        """Note a finding; of one code at most 20 are kept, the rest are counted."""
        self._found[code] += 1
        if self._found[code] <= _FINDINGS_PER_CODE:
            self.findings.append(Finding(code, severity, message, url))
        elif self._found[code] == _FINDINGS_PER_CODE + 1:
            self.findings.append(Finding(code, "info", f"and more of {code}; the ledger has them all"))

    def capture(
        self,
        task: Task,
        outcome: Outcome,
        detail: str = "",
        *,
        url: str = "",
        reply: Reply | None = None,
        article: Article | None = None,
        file_name: str | None = None,
        file_sha256: str | None = None,
        page_sha256: str | None = None,
        byte_size: int | None = None,
    ) -> Capture:
        """Write the capture row of an exchange; `url` is needed only when there was no reply."""
        item = task.item
        headers = reply.headers if reply is not None else {}
        evidence = dict.fromkeys([*(item.evidence if item else ()), *(article.evidence if article else ())])
        capture = Capture(
            url=url or (reply.url if reply is not None else task.request.url),
            kind=task.kind,
            outcome=outcome,
            captured_at=self.clock().astimezone(UTC),
            detail=detail,
            method=task.request.method,
            run_id=self.run_id,
            portal_id=self.portal_id,
            list_url=item.list_url if item else None,
            article_url=_article_url(task),
            article_title=_article_title(article, item),
            link_text=_link_text(task),
            publisher=article.publisher if article else _said(item, "publisher"),
            index_number=article.index_number if article else _said(item, "index_number"),
            published_on=_published_on(article, item),
            evidence=tuple((e.field, e.value, e.source) for e in evidence),
            http_status=reply.status if reply is not None else None,
            headers=tuple(sorted((n, v) for n, v in headers.items() if n not in _PRIVATE_HEADERS)),
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            media_type=headers.get("content-type"),
            file_name=file_name,
            file_sha256=file_sha256,
            page_sha256=page_sha256,
            byte_size=byte_size,
        )
        self.archive.record(capture)
        return capture

    def copy_capture(self, capture: Capture, task: Task) -> None:
        """Write that another item links the file of a capture, without fetching it again."""
        item = task.item
        self.archive.record(
            replace(
                capture,
                outcome="linked",
                captured_at=self.clock().astimezone(UTC),
                list_url=item.list_url if item else None,
                article_url=_article_url(task),
                article_title=_article_title(None, item),
                link_text=_link_text(task),
                publisher=_said(item, "publisher"),
                index_number=_said(item, "index_number"),
                published_on=item.published_on if item else None,
                evidence=tuple((e.field, e.value, e.source) for e in item.evidence) if item else (),
            )
        )


def _article_url(task: Task) -> str | None:
    if task.kind == "article":
        return task.part_of or task.request.url
    return task.item.request.url if task.item and task.item.kind == "article" else None


def _article_title(article: Article | None, item: Item | None) -> str | None:
    if article is not None and article.title:
        return article.title
    return (item.article_title or item.title) if item else None


def _link_text(task: Task) -> str | None:
    if task.linked:
        return task.linked.name
    return task.item.title if task.item else task.request.label or None


def _said(item: Item | None, wanted: str) -> str | None:
    return next((e.value for e in item.evidence if e.field == wanted), None) if item else None


def _published_on(article: Article | None, item: Item | None) -> date | None:
    return (article.published_on if article else None) or (item.published_on if item else None)
