"""Rows of a list page: links that look like entries, with their full title and the date printed beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from crawler import urls
from crawler.families import captions, files, markup
from crawler.families.base import Page, Row

_DATE = re.compile(r"(?<!\d)(20\d{2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)")
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
COLUMN_NAME = re.compile(
    r"(?:^|/)(?:index|list|default|column|col\d+)[\w\-]*\.(?:s?html?|jsp|aspx?)$|/$", re.I
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
    return _entries(page, markup.anchors(page))


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
    url = urls.join(base_address(page), anchor.get("href") or "") or _opened(page, anchor)
    if url is None or urls.key(url) == urls.key(page.url):
        return None
    title = captions.title_in_row(anchor)
    if len(title) < 2 or _NAVIGATION.match(title):
        return None
    if files.is_file(url):
        return Row(url, title, date_beside(anchor) or urls.date_of(url), "file")
    path = urlsplit(url).path
    plain = url.partition("#")[0]
    column = bool(COLUMN_NAME.search(path))
    printed = date_beside(anchor)
    article = any(shape.search(plain) for shape in ARTICLE_NAMES)
    article = article or (not column and any(shape.search(plain) for shape in _LIKELY_ARTICLES))
    # Beijing's districts file an article as /326123456/index.html; without a date such a folder is a column
    dated = printed is not None and (not column or _NUMBERED_FOLDER.search(path))
    if not article and not dated:
        return None
    return Row(url, title, printed or urls.date_of(url))


def _opened(page: Page, anchor: Any) -> str | None:
    """The page a script handler opens (`onclick="window.open('/art/1.html')"`), for links without an address of their own."""
    handler = anchor.get("onclick") or (anchor.get("href") or "").partition("javascript:")[2]
    for literal in markup.strings(handler):
        if "/" in literal or re.search(r"\.\w{3,5}(?:$|\?)", literal):
            return urls.join(base_address(page), literal)
    return None


@lru_cache(maxsize=64)
def base_address(page: Page) -> str:
    """The address relative links start from: `<base href>`, else the column page that an interface was asked for, else the page."""
    for node in markup.tree(page).iter("base"):
        if href := node.get("href"):
            return urls.join(page.url, href) or page.url
    headers = dict(page.request.headers) if page.request is not None else {}
    return headers.get("Referer", page.url)


def date_beside(anchor: Any) -> date | None:
    """The date printed in the link itself or in the smallest list item around it that holds no other link's address."""
    if found := parse_date(markup.content(anchor)[-24:]):
        return found
    href = anchor.get("href")
    node = anchor
    for _ in range(4):
        parent = node.getparent()
        if parent is None or parent.tag in ("body", "ul", "ol", "table", "tbody"):
            break
        if any(
            other.get("href") not in (href, None, "", "#")
            for other in parent.iter("a")
            if other is not anchor
        ):
            break
        node = parent
        outside = markup.content(node).replace(markup.content(anchor), " ", 1)
        if len(outside) < 240 and (found := parse_date(outside)):
            return found
    return None


def parse_date(value: str) -> date | None:
    """The first full date of a text (`2026-03-05`, `2026/3/5`, `2026年3月5日`, with line breaks inside), if it is a real one."""
    for match in _DATE.finditer(value):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
    return None
