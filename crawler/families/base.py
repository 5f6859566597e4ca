"""The contract of a CMS family: what the spider hands in, and what it gets back.

A family is a module of this package that satisfies `Family`: pure functions from a fetched page to frozen values. No network, no
clock, no Scrapy objects, so every family is tested on stored pages and old captures can be understood again offline.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

RequestKind = Literal["list", "article", "file"]


@dataclass(frozen=True, slots=True)
class Request:
    """One thing to fetch.

    `label` is the text of the link that led here (a year folder, a department's name): evidence for rows whose own title does not
    say the year or the kind. `page` counts from 1 within one column. `otherwise` is what to ask instead when this one answers 404
    or repeats the page before it (1-based against 0-based page names, GBK against UTF-8 percent-encoding). `shapes` are the addresses
    that the asking page makes of what is answered (`/info/{id}.html`).
    """

    url: str
    kind: RequestKind = "list"
    method: Literal["GET", "POST"] = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    page: int | None = None
    label: str = ""
    otherwise: Request | None = None
    shapes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page: the address it was finally served from, its bytes, and the request that asked for it.

    `content_type` is the header as sent (may be wrong or empty); the text is decoded by `crawler.decode.to_text`.
    """

    url: str
    body: bytes
    content_type: str = ""
    request: Request | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing a page says about itself: `field` is title, published_on, publisher, index_number, site_id_code, column, document_number.

    `source` names where it was read (`meta:ArticleTitle`, `label:发布日期`, `url`, `row`, `api:publishedTimeStr`); `value` is as printed.
    """

    field: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list. `kind` is `file` when the list links the file itself.

    `title` prefers the link's full title attribute over its truncated text. `request` is set when a plain GET of `url` is not how
    the entry is fetched. `evidence` keeps what an interface said beside it (publisher, index number, dates).
    """

    url: str
    title: str
    published_on: date | None = None
    kind: Literal["article", "file"] = "article"
    evidence: tuple[Evidence, ...] = ()
    request: Request | None = None


@dataclass(frozen=True, slots=True)
class ListPage:
    """What one list page says.

    `next_page` continues the same column; `columns` are sub-columns (year folders, departments, 更多) that are walked as lists of
    their own. `total_pages` and `total_rows` are the site's claim, for the health gates. `column` is the column's name as the page
    says it. `needs_js` is true for a shell that holds no rows and names no interface: record it, do not guess. `unfollowed` are
    titles of disclosures that a script opens without saying where.
    """

    rows: tuple[Row, ...] = ()
    next_page: Request | None = None
    columns: tuple[Request, ...] = ()
    total_pages: int | None = None
    total_rows: int | None = None
    column: str = ""
    site_id_code: str = ""
    needs_js: bool = False
    unfollowed: tuple[str, ...] = ()

    @property
    def next_requests(self) -> tuple[Request, ...]:
        """Everything to list next: the next page first, then the sub-columns."""
        return (*((self.next_page,) if self.next_page else ()), *self.columns)


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file linked, embedded or written by a script on a page.

    `name` is the best human name and `name_evidence` where it came from (`download`, `title`, `showname`, `text`, `url`, `api`);
    `raw_href` is the address as printed. `mechanism` says how it was found (`link`, `script`, `onclick`, `iframe`, `viewer`, …).
    `otherwise` is the address to try once after a 404 (other percent-encoding).
    """

    url: str
    name: str
    name_evidence: str = ""
    raw_href: str = ""
    mechanism: str = "link"
    otherwise: str = ""

    @property
    def request(self) -> Request:
        """The request that fetches it."""
        fallback = Request(self.otherwise, kind="file", label=self.name) if self.otherwise else None
        return Request(self.url, kind="file", label=self.name, otherwise=fallback)


@dataclass(frozen=True, slots=True)
class Article:
    """What an article page says about itself.

    `has_tables` is true when the body itself carries data tables, so that the HTML is a document to keep and parse; `amounts` counts
    the sums of money its text names (万元, 亿元, 元). `images` are body images in order (a scanned document published as pictures). `conflicts` names fields whose evidence disagrees
    (`published_on` by more than 31 days: migrated sites restamp everything). `next_requests` are further parts of the same article.
    `unpublished` marks a login wall or placeholder: try again on the next run.
    """

    title: str
    published_on: date | None = None
    publisher: str | None = None
    index_number: str | None = None
    document_number: str | None = None
    column: str = ""
    site_id_code: str = ""
    evidence: tuple[Evidence, ...] = ()
    conflicts: tuple[str, ...] = ()
    has_tables: bool = False
    text_length: int = 0
    amounts: int = 0
    images: tuple[str, ...] = ()
    next_requests: tuple[Request, ...] = field(default=())
    unpublished: bool = False

    @property
    def is_document(self) -> bool:
        """Whether the page itself is a disclosure to keep and parse: tables of figures, or prose full of amounts."""
        return self.has_tables or (self.amounts >= 5 and self.text_length >= 300)


class Family(Protocol):
    """The functions of a family module.

    `first_requests` turns a registered entry URL into what to fetch first. `list_page` understands every answer of kind `list`
    (HTML, XML, JSON fragment), told apart by the page's own `request` where the bytes do not say. `attachments` never repeats an
    address and lists only files, in page order.
    """

    NAME: str

    def detect(self, page: Page) -> str | None:
        """The signature that names this family (a short text for the log), or `None`."""
        ...

    def first_requests(self, entry_url: str) -> tuple[Request, ...]:
        """What to fetch first for an entry of the registry."""
        ...

    def list_page(self, page: Page) -> ListPage:
        """Rows, the next page and the sub-columns of a list answer."""
        ...

    def article(self, page: Page) -> Article:
        """What an article says about itself."""
        ...

    def attachments(self, page: Page) -> tuple[Attachment, ...]:
        """The files of an article."""
        ...
