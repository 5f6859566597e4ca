"""What a stored page says, family and title grammar together: pure, so that the spider and the replay read alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from crawler import families, titles
from crawler.errors import CrawlerError
from crawler.families import bodies, generic_static, markup, rows, unfollowed
from crawler.families.base import Article, Attachment, Family, ListPage, Page, Row

_ERROR_TITLE = re.compile(
    r"<title>[^<]*(?:(?<!\d)404(?!\d)|页面不存在|页面未找到|找不到|无法找到|不存在|已删除|出错|错误页|正在(?:维护|升级)|(?:维护|升级)中|(?:用户|系统|管理员|统一身份)登[录陆]|Not Found|error)[^<]*</title>",
    re.I,
)
_NAMES_ITSELF = re.compile(
    r"""name\s*=\s*["']?(?:ArticleTitle|ColumnName)["']?\s+content\s*=\s*["']?[^"'\s>]""", re.I
)
_ERROR_TEXT = re.compile(
    r"(?:您|你)(?:所)?(?:访问|请求|查找|浏览)的(?:页面|网页|内容|文章|信息)(?:不存在|已(?:被)?删除|未找到|找不到|无法)"
)
_NEIGHBOUR = re.compile(r"[上下前后]一[篇条页]")
_HOME_SCRIPT = re.compile(r"location(?:\.href)?\s*=\s*['\"](?:https?://[^/'\"]+)?/(?:index\.s?html?)?['\"]")
_HOME_PATHS = re.compile(r"^/?(?:(?:index|default|home)\.\w+)?$", re.I)


class UnreadablePageError(CrawlerError):
    """A family failed on a page; the message names the family and the address."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the title grammar says of a row or an article: accept | reject | look, and why."""

    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """An article page read: what it says of itself, its files, whether it is a disclosure, and the disclosures its body links.

    `linked` is for the article that is itself a list: 云山县2024年部门预算公开, with a link for each department. `unfollowed` are
    downloads that a script starts without saying from where.
    """

    article: Article
    attachments: tuple[Attachment, ...]
    decision: Decision
    linked: tuple[Row, ...] = ()
    unfollowed: tuple[str, ...] = ()


@lru_cache(maxsize=4096)  # a row's title is its article's title again
def decide(title: str, context: str = "") -> Decision:
    """Judge a title, with the name of the column it stands in (`context`)."""
    own = titles.classify(title, column=context)
    return Decision(own.decision, "; ".join(own.reasons))


@dataclass(frozen=True, slots=True)
class Drift:
    """A page looks like another family than the registered one; `family` is how to read it."""

    family: Family
    message: str


def drift(registered: Family, page: Page, *, guessed: bool) -> Drift | None:
    """Whether a column's first page is of another family than registered; a registry that only `guessed` gives way."""
    anything = guessed and registered.NAME == generic_static.NAME
    if not anything and registered.detect(page) is not None:
        return None
    found = families.detect(page)
    if found.family == registered.NAME:
        return None
    message = (
        f"{page.url} is registered as {registered.NAME} but looks like {found.family} ({found.evidence})"
    )
    return Drift(families.get(found.family) if guessed else registered, message)


def read_list(family: Family, page: Page) -> ListPage:
    """The list of a page.

    Raises:
        UnreadablePageError: the family's code failed on it.
    """
    try:
        return family.list_page(page)
    except Exception as error:
        raise UnreadablePageError(
            f"family {family.NAME} cannot read the list {page.url}: {error!r}"
        ) from error


def judge_rows(found: Sequence[Row], context: str) -> list[tuple[Row, Decision]]:
    """Each row with the grammar's decision."""
    return [(row, decide(row.title, context)) for row in found]


def read_article(family: Family, page: Page, row_title: str, context: str) -> ArticleReading:
    """An article with its files and whether it is a disclosure: by its own title, its row's, and at last its files' names.

    Raises:
        UnreadablePageError: the family's code failed on it.
    """
    try:
        article = family.article(page)
        attachments = family.attachments(page)
    except Exception as error:
        raise UnreadablePageError(
            f"family {family.NAME} cannot read the article {page.url}: {error!r}"
        ) from error
    decision = _judge(article, attachments, row_title, context)
    title = article.title or row_title
    index = decision.verdict != "accept" and _is_index(title, row_title)
    linked = _linked(page, title) if index or decision.verdict == "accept" else ()
    if index and (linked or attachments or article.is_document):
        decision = Decision("accept", f"an index with {len(linked)} disclosures and {len(attachments)} files")
    if decision.verdict != "accept":
        return ArticleReading(article, attachments, decision)
    return ArticleReading(article, attachments, decision, linked, unfollowed.downloads(page))


def _linked(page: Page, context: str) -> tuple[Row, ...]:
    found = rows.find(page, (bodies.find(page),))
    return tuple(
        row
        for row in found
        if row.kind == "article"
        and not _NEIGHBOUR.match(row.title)
        and decide(row.title, context).verdict == "accept"
    )


def _judge(article: Article, attachments: Sequence[Attachment], row_title: str, context: str) -> Decision:
    wanted = [title for title in dict.fromkeys((article.title, row_title)) if title]
    decisions = [decide(title, context) for title in wanted]
    for verdict in ("accept", "reject"):
        for decision in decisions:
            if decision.verdict == verdict:
                return decision
    for attachment in attachments:
        named = decide(attachment.name)
        if named.verdict == "accept":
            return Decision("accept", f"file {attachment.name}: {named.reason}")
    return Decision("reject", "neither the title nor a file's name says that it is a disclosure")


def _is_index(*wanted: str) -> bool:
    """Whether a title is that of a page that lists disclosures (财政预决算公开目录)."""
    return any(decide(title).reason == "look:index" for title in wanted if title)


def is_home_path(url: str) -> bool:
    """Whether an address is a site's front door."""
    parts = urlsplit(url)
    return not parts.query and bool(_HOME_PATHS.match(parts.path))


def is_error_page(page: Page) -> str | None:
    """Why a 200 answer is really a missing page (`soft_404`, `home_page`), or `None`."""
    text = markup.text(page)
    if page.request is not None and not is_home_path(page.request.url):
        if is_home_path(page.url):
            return "home_page"
        if len(page.body) < 4096 and _HOME_SCRIPT.search(text):
            return "home_page"
    if (
        len(page.body) < 60_000
        and not _NAMES_ITSELF.search(text)
        and (_ERROR_TITLE.search(text) or (len(page.body) < 8192 and _ERROR_TEXT.search(text)))
    ):
        return "soft_404"
    return None


def other_scheme(url: str) -> str | None:
    """The address with http and https exchanged; `None` when it names a port."""
    parts = urlsplit(url)
    if parts.port is not None:
        return None
    return parts._replace(scheme="http" if parts.scheme == "https" else "https").geturl()


_HREF = re.compile(rb"""href\s*=\s*["']?([^"'\s>#]+)""", re.I)
_SAME_LINKS = 0.9


def same_page(one: bytes, other: bytes) -> bool:
    """Whether two pages are one and the same behind small differences (a counter, the date): equal links, nearly all of them."""
    first, second = set(_HREF.findall(one)), set(_HREF.findall(other))
    return bool(first) and len(first & second) >= _SAME_LINKS * len(first | second)


_DOCUMENT_MAGIC = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")


def is_document(body: bytes) -> bool:
    """Whether bytes begin as a PDF, Office, OFD, RTF or archive file does."""
    return body.startswith(_DOCUMENT_MAGIC)


def is_html(body: bytes) -> bool:
    """Whether bytes are an HTML page, whatever their label says."""
    head = body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if is_document(body):
        return False
    return (
        head.startswith((b"<!doctype html", b"<html", b"<head", b"<script", b"<body", b"<meta", b"<!--"))
        or b"<html" in head
    )
