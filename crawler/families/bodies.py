"""The body of an article: which element it is, whether it holds tables of figures, its pictures."""

from __future__ import annotations

import re
from typing import Any

from crawler import urls
from crawler.families import links, markup
from crawler.families.base import Page

_BODY_PATHS = (
    "#zoom", "#UCAP-CONTENT", "#vsb_content", "#zoomcon", "#content", "#article", "#mainText", "#fontzoom", "#J_content", "#articleContent",
    ".TRS_Editor", ".trs_editor_view", ".TRS_UEDITOR", ".v_news_content", ".Custom_UnionStyle", ".j-fontContent", ".wzcon",
    ".article-content", ".artile_zw", ".artcle_content", ".article_content", ".view", ".zwxl-article", ".content",
)  # fmt: skip
_BODIES = frozenset(path.lower() for path in _BODY_PATHS)
_DATA = re.compile(r"^-?[\d,，]+(?:\.\d+)?%?$")
_ICON = re.compile(r"icon|logo|filetype|/images?/(?:file|ico)|button|arrow|qrcode|ewm|spacer", re.I)
_TINY = re.compile(r"\d{1,2}(?:px)?")


def find(page: Page) -> Any:
    """The element of the article's body: the CMS's own container, the longest when several match, else the whole page."""
    root = markup.tree(page)
    found: dict[str, list[Any]] = {}
    for node in root.iter("ucapcontent", "div", "td", "section", "article", "form", "span"):
        marks = {f".{name}" for name in (node.get("class") or "").lower().split()}
        marks.add("#" + (node.get("id") or "").lower())
        for mark in marks & _BODIES:
            found.setdefault(mark, []).append(node)
        if node.tag == "ucapcontent":
            found.setdefault("ucapcontent", []).append(node)
    for path in ("ucapcontent", *map(str.lower, _BODY_PATHS)):
        if path in found:
            longest = max(found[path], key=_length)
            if _length(longest) >= 40 or longest.xpath(".//table|.//a[@href]|.//img"):
                return longest
    body = root.find("body")
    return root if body is None else body


def _length(node: Any) -> int:
    return sum(len(piece.strip()) for piece in node.itertext())


def has_data_tables(body: Any) -> bool:
    """Whether a body carries a table of figures: at least three rows of two cells, and four cells that are numbers."""
    for table in body.iter("table"):
        if table.find(".//table") is not None:
            continue
        lines = [line for line in table.iter("tr") if len(line.findall("td")) + len(line.findall("th")) >= 2]
        if len(lines) < 3:
            continue
        numbers = 0
        for cell in table.iter("td"):
            numbers += bool(_DATA.match(markup.content(cell)))
            if numbers >= 4:
                return True
    return False


def images(page: Page, body: Any) -> tuple[str, ...]:
    """Pictures of the body in order, without icons: a scanned document may be published as pictures only."""
    found = []
    for node in body.iter("img"):
        source = node.get("src") or node.get("data-src") or node.get("data-original") or ""
        url = urls.join(links.base_address(page), source)
        small = any(_TINY.fullmatch(node.get(side) or "") for side in ("width", "height"))
        if url and not small and not _ICON.search(url):
            found.append(url)
    return tuple(dict.fromkeys(found))
