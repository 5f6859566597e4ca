"""Rows of a list page: links that look like entries, with their full title and the date printed beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from crawler import titles, urls
from crawler.families import captions, files, links, markup, records
from crawler.families.base import Page, Row
from crawler.families.dates import parse_date, parse_parted

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
_NUMBERED_FOLDER = re.compile(r"/\d{5,}/(?:index\.s?html?)?$", re.I)
_BUDGETS = re.compile(r"(?:预|决)算|三公")
_HALF_DATE = re.compile(
    r"(?<![\d.\-/])\d{1,2}[-/.月]\d{1,2}日?[\s\])）】]*$|^[\s\[(（【]*\d{1,2}[-/.月]\d{1,2}(?![\d.\-/])"
)
_DAY = r"20\d{2}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}日?"
_DAY_OF_ITS_OWN = re.compile(
    rf"{_DAY}(?:\s*\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?[\s\])）】>»]*$|^[\s\[(（【]*{_DAY}(?=[\s\])）】])|(?:日期|时间|发布)[:：]?\s*{_DAY}"
)
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
            if known is None or (len(row.title), row.published_on is not None) > (
                len(known.title),
                known.published_on is not None,
            ):
                found[row.url] = row if known is None else _merge(known, row)
    return tuple(found.values())


def _merge(first: Row, second: Row) -> Row:
    longer = max((first, second), key=lambda row: len(row.title))
    return Row(first.url, longer.title, first.published_on or second.published_on, first.kind)


def entry(page: Page, anchor: Any) -> Row | None:
    """The row one link makes, or `None` when it is navigation."""
    if anchor.tag == "option":
        return None  # a menu of years or departments: its choices are lists
    url = links.address(page, anchor)
    title = captions.title_in_row(anchor) if url else ""
    return _row(page, url, title, date_beside(anchor), lambda: _has_month_and_day(anchor)) if url else None


def _of_records(page: Page) -> Iterator[Row]:
    for record in records.find(page):
        url = urls.join(links.base_address(page), record.address)
        row = url and _row(page, url, captions.bare(record.title), record.published_on, lambda: False)
        if row:
            yield row


def _row(
    page: Page, url: str, title: str, printed: date | None, half_dated: Callable[[], bool]
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
        if not announced or (column and printed is None and not half_dated()):
            return None
    return Row(url, title, printed or urls.date_of(url))


@lru_cache(maxsize=1024)
def _announced(title: str) -> bool:
    """Whether a title names a disclosure with its owner and its year, as no column does (`县教育局2024年预算`, not `2024年部门预算`)."""
    said = titles.classify(title)
    owner = said.unit_name or (said.region_name if (said.kind or "").startswith("gov") else None)
    return said.decision == "accept" and bool(owner) and said.fiscal_year is not None


def _has_month_and_day(anchor: Any) -> bool:
    """Whether a day without its year stands beside a link (`[03-05]`)."""
    return any(_HALF_DATE.search(outside) for outside in _beside(anchor))


def date_beside(anchor: Any) -> date | None:
    """The date printed in the link itself or in the smallest list item around it that holds no other link's address."""
    inside = markup.content(anchor)
    # a day in the midst of a title (关于2月4日起…的公告) is not the day it was published
    if (said := _DAY_OF_ITS_OWN.search(inside)) and (found := parse_date(said[0])):
        return found
    around = list(_beside(anchor))
    return next((found for text in around if (found := parse_date(text))), None) or next(
        (found for text in around if (found := parse_parted(text))), None
    )


def _beside(anchor: Any) -> Iterator[str]:
    """The texts around a link, from the innermost element outwards, as long as no other link stands in them."""
    href = anchor.get("href")
    node = anchor
    for _ in range(4):
        parent = node.getparent()
        if parent is None or parent.tag in ("body", "ul", "ol", "table", "tbody"):
            return
        if any(
            _leads_elsewhere(other.get("href"), href) for other in parent.iter("a") if other is not anchor
        ):
            return
        node = parent
        # in a definition list the day stands in the definition of the term
        below = node.getnext() if node.tag == "dt" else None
        outside = markup.content(node).replace(markup.content(anchor), " ", 1)
        outside += f" {markup.content(below)}" if below is not None and below.tag == "dd" else ""
        if len(outside) < 240:
            yield outside


def _leads_elsewhere(other: str | None, href: str | None) -> bool:
    return other not in (href, None, "", "#") and not str(other).startswith("javascript:")
