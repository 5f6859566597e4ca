"""Rows of a list page: links that look like entries, with their full title and the date printed beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from crawler import urls
from crawler.families import files, markup
from crawler.families.base import Page, Row

_DATE = re.compile(r"(?<!\d)(20\d{2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)")
_TRAILING_DATE = re.compile(
    r"[\s\[（(【]*20\d{2}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?[\s\]）)】]*$"
)
_LEADING_DATE = re.compile(r"^[\[（(【]?20\d{2}[-./]\d{1,2}[-./]\d{1,2}[\]）)】]?\s*")
_BULLET = re.compile(r"^[\s·•●◆■□▪►▶>»\-—\*]+")
_NAVIGATION = re.compile(
    r"^(?:首\s*页|网站首页|返回.{0,4}|上一?页|下一?页|后一页|前一页|尾\s*页|末\s*页|最后一?页|第一页|more|更多.{0,3}|查看更多|打印.{0,4}|关闭.{0,4}|分享.{0,4}|"
    r"登录|注册|搜索|收藏.{0,4}|无障碍.{0,4}|网站地图|联系我们|关于我们|\d{1,4}|[<>»«]+|点击(?:查看|下载|这里).{0,4}|下载|详情|查看详情|繁體|english|rss)$",
    re.I,
)
_UNTITLED = re.compile(r"^(?:点击|查看|打开|详情|阅读|\[?详细|标题|链接|title|new|图片|附件下载)", re.I)
ARTICLE_NAMES = (
    re.compile(r"/t20\d{6}_\d+\.s?html?$", re.I),
    re.compile(
        r"/(?:art|info|content|doc|show|detail|article|news|public|gkmlpt|html|htmls|con|view)[/_\-].*\d",
        re.I,
    ),
    re.compile(r"[0-9a-f]{24,36}\.s?html?$", re.I),
    re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.s?html?$", re.I),
    re.compile(r"/\d{4,}(?:[_\-]\d+)*\.(?:s?html?|jhtml|thtml|dhtml)$", re.I),
    re.compile(
        r"/(?:c\d+[_a]\d+|content[_\-]\d+|post_\d+|pnidpv\d+|article[0-9a-f]{20,}|doc_[0-9a-f]{24}|content-\d+-\d+-\d+)[^/]*$",
        re.I,
    ),
    re.compile(r"(?:[?&](?:id|newsid|wbnewsid|infoid|articleid|contentid|aid|nid|docid|guid)=)[\w\-]+", re.I),
)
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
    href = anchor.get("href") or ""
    url = urls.join(base_address(page), href)
    if url is None or urls.key(url) == urls.key(page.url):
        return None
    title = title_of(anchor)
    if len(title) < 2 or _NAVIGATION.match(title):
        return None
    if files.is_file(url):
        return Row(url, title, date_beside(anchor) or urls.date_of(url), "file")
    path = urlsplit(url).path
    printed = date_beside(anchor)
    article = any(shape.search(url.partition("#")[0]) for shape in ARTICLE_NAMES)
    if not article and (printed is None or COLUMN_NAME.search(path)):
        return None
    return Row(url, title, printed or urls.date_of(url))


@lru_cache(maxsize=64)
def base_address(page: Page) -> str:
    """The address relative links start from: `<base href>`, else the column page that an interface was asked for, else the page."""
    for node in markup.tree(page).iter("base"):
        if href := node.get("href"):
            return urls.join(page.url, href) or page.url
    headers = dict(page.request.headers) if page.request is not None else {}
    return headers.get("Referer", page.url)


def title_of(anchor: Any) -> str:
    """The entry's full title: the `title` attribute when the text is cut off or empty, without bullets and dates around it."""
    shown = bare(markup.content(anchor))
    said = bare(markup.attribute(anchor, "title"))
    if not shown:
        images = anchor.xpath(".//img/@alt")
        shown = bare(markup.squeeze(images[0])) if images else ""
    if not said or _UNTITLED.match(said):
        return shown
    cut = re.sub(r"(?:…|\.{2,}|。{2,})+$", "", shown).strip()
    if not shown or (cut != shown and said.startswith(cut[: max(4, len(cut) - 2)])) or said.startswith(cut):
        return said
    return shown if len(shown) >= len(said) or len(shown) >= 12 else said


def bare(title: str) -> str:
    """A title without bullets and without a date before or after it."""
    title = _BULLET.sub("", title)
    title = _LEADING_DATE.sub("", title)
    return _TRAILING_DATE.sub("", title).strip()


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
