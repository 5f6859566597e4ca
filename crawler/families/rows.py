"""Rows of a list page: links that look like entries, with their full title and the date printed beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from crawler import titles, urls
from crawler.families import beside, captions, dates, files, links, records
from crawler.families.base import Page, Row

_NAVIGATION = re.compile(
    r"^(?:首\s*页|网站首页|返回.{0,4}|上一?页|下一?页|后一页|前一页|尾\s*页|末\s*页|最后一?页|第一页|more|更多.{0,3}|查看更多|打印.{0,4}|关闭.{0,4}|分享.{0,4}|"
    r"登录|注册|搜索|收藏.{0,4}|无障碍.{0,4}|网站地图|联系我们|关于我们|\d{1,4}|[<>»«]+|点击(?:查看|下载|这里).{0,4}|下载|详情|查看详情|繁體|english|rss)$",
    re.I,
)
ARTICLE_NAMES = (
    re.compile(r"/t20\d{6}_\d+\.s?html?$", re.I),
    re.compile(r"[0-9a-f]{24,36}\.s?html?$", re.I),
    re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.s?html?$", re.I),
    re.compile(r"/\d{4,}(?:[_\-]\d+)*\.(?:s?html?|jhtml|thtml|dhtml)$", re.I),
    re.compile(
        r"/(?:c\d+[_a]\d+|content[_\-]\d+|post_\d+|pnidpv\d+|article[0-9a-f]{20,}|doc_[0-9a-f]{24}|content-\d+-\d+-\d+)[^/]*$",
        re.I,
    ),
)
_LIKELY_ARTICLES = (
    re.compile(
        r"/(?:art|info|content|doc|show|detail|article|news|public|gkmlpt|html|htmls|con|view)[/_\-].*\d",
        re.I,
    ),
    re.compile(r"(?:[?&](?:id|newsid|wbnewsid|infoid|articleid|contentid|aid|nid|docid|guid)=)[\w\-]+", re.I),
)
_OWN_TITLE = 8
_NUMBERED_FOLDER = re.compile(r"/\d{5,}/(?:index\.s?html?)?$", re.I)
_BUDGETS = re.compile(r"(?:预|决)算|三公")
COLUMN_NAME = re.compile(
    r"(?:^|/)(?:i?index|i?list|default|column|col\d+)[\w\-]*\.(?:s?html?|jsp|aspx?)$|/$", re.I
)


def find(page: Page, roots: Iterable[Any] | None = None) -> tuple[Row, ...]:
    """All links of a page that could be entries of a list, in page order, each address once.

    A link is an entry when its address is a file, has the shape of an article, or a date stands in the same list item. `roots`
    limits the search (default: the whole page and what its scripts write). The title grammar decides what the entry is.
    """
    if roots is None:
        return _all(page)
    return _entries(page, (anchor for root in roots for anchor in root.iter("a")))


@lru_cache(maxsize=8)
def _all(page: Page) -> tuple[Row, ...]:
    found = _entries(page, links.clickable(page))
    known = {row.url for row in found}
    # what only the page's data names comes after what its markup shows
    return found + tuple(row for row in _of_records(page) if row.url not in known)


def _entries(page: Page, anchors: Iterable[Any]) -> tuple[Row, ...]:
    found: dict[str, Row] = {}
    for anchor in anchors:
        if (row := entry(page, anchor)) is not None:
            known = found.get(row.url)
            found[row.url] = row if known is None else _merge(known, row)
    return tuple(found.values())


def _merge(first: Row, second: Row) -> Row:
    """Two links to one address as one row: the longer title, unless it is the summary below a heading."""
    title = max(first.title, second.title, key=len)
    if title == second.title and len(first.title) >= _OWN_TITLE and first.title[:6] not in title:
        title = title if _announced(title) and not _announced(first.title) else first.title
    return Row(first.url, title, first.published_on or second.published_on, first.kind)


def entry(page: Page, anchor: Any) -> Row | None:
    """The row one link makes, or `None` when it is navigation."""
    if anchor.tag == "option":
        return None  # a menu of years or departments: its choices are lists
    url = links.address(page, anchor)
    title = captions.title_in_row(anchor) if url else ""
    if not url:
        return None
    return _row(page, url, title, beside.date_of(anchor), lambda: beside.month_and_day(anchor))


def _of_records(page: Page) -> Iterator[Row]:
    for record in records.find(page):
        url = urls.join(links.base_address(page), record.address)
        if url is None or (record.within and files.is_file(url)):
            continue  # an entry's files stand in its article
        title = record.title if record.published_on else captions.bare(record.title)
        if (row := _row(page, url, title, record.published_on, lambda: None)) is not None:
            yield row


def _row(
    page: Page,
    url: str,
    title: str,
    printed: date | None,
    month_and_day: Callable[[], tuple[int, int] | None],
) -> Row | None:
    """A row for an address under a title, if it is a file, has the shape of an article, or is dated or announced like one."""
    if len(title) < 2 or _NAVIGATION.match(title) or urls.key(url) == urls.key(page.url):
        return None
    if (shown := files.viewed(url)) and not files.is_file(url):
        url = urls.join(url, shown) or url
    if files.is_file(url):
        return Row(url, title, printed or urls.date_of(url), "file")
    path = urlsplit(url).path
    plain = url.partition("#")[0]
    column = bool(COLUMN_NAME.search(path))
    article = any(shape.search(plain) for shape in ARTICLE_NAMES)
    article = article or (not column and any(shape.search(plain) for shape in _LIKELY_ARTICLES))
    # Beijing's districts file an article as /326123456/index.html; without a date such a folder is a column
    dated = printed is not None and (not column or _NUMBERED_FOLDER.search(path))
    if not (article or dated):
        # what a title announces is an article, but a folder or an index page only with a day beside it
        announced = _BUDGETS.search(title) and _announced(title)
        if not announced or (column and printed is None and not month_and_day()):
            return None
    filed = None if printed else urls.date_of(url)
    if filed and (half := month_and_day()):
        filed = dates.nearest(filed, *half) or filed
    return Row(url, title, printed or filed)


@lru_cache(maxsize=1024)
def _announced(title: str) -> bool:
    """Whether a title names a disclosure with its owner and its year, as no column does (`县教育局2024年预算`, not `2024年部门预算`)."""
    said = titles.classify(title)
    owner = said.unit_name or (said.region_name if (said.kind or "").startswith("gov") else None)
    return said.decision == "accept" and bool(owner) and said.fiscal_year is not None
