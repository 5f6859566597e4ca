"""How many pages and rows a list says it has: in its text, and in its scripts, where a carousel may count its pictures by the same names."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.families import markup
from crawler.families.base import Page

# a variable, an option or an element, no comparison (`if (pageCount > 5)`)
_COUNT = re.compile(
    r"""(?P<tag><)?(?:(?P<trs>countPage|nPageCount)|pageCount|totalPage|pagecount|_pageCount)\w*["']?\s*"""
    r"""(?(tag)>|[=:])\s*(?:parseInt\(\s*)?["']?(?P<pages>\d+)"""
)
_PAGER = re.compile(
    r"page(?:Size|Index|No|Num|r\b|Bar)|pagination|paging|(?:cur(?:rent)?|go|to)Page|record|total(?:Count|Row|Record)|fenye",
    re.I,
)
_CAROUSEL = re.compile(r"slid(?:e|ing)|swiper|carousel|banner|focus|marquee|lunbo|autoplay|tupian", re.I)
_PAGER_WORDS = re.compile(r"[上下]一?\s*页|[尾末]\s*页|[第共]\s*\d+\s*页")
_PAGER_PLACE = re.compile(
    r"(?:^|\s)(?:page(?:s|r|bar|list|div|num|nav)?|pagination|paging|fenye)(?:\s|$)", re.I
)
_PLACE_LENGTH = 80
_BESIDE = 200
_PRINTED = (
    re.compile(r"共\s*(?P<rows>\d+)\s*条[^共]{0,30}?(?P<page>\d+)\s*/\s*(?P<pages>\d+)"),
    re.compile(r"共\s*(?P<rows>\d+)\s*条(?:记录|信息|数据)?[,，;；\s]*(?:共|分)?\s*(?P<pages>\d+)\s*页"),
    re.compile(r"(?<!\d)(?P<page>\d{1,6})\s*+/\s*+(?P<pages>\d{1,6})\s*页"),
    re.compile(r"共\s*(?P<pages>\d+)\s*页[,，;；\s]*(?P<rows>\d+)\s*条"),
    re.compile(r"共\s*(?P<pages>\d+)\s*页"),
)


def printed(page: Page) -> tuple[int | None, int | None]:
    """The numbers of pages and of rows that the text says (`共45条 1/3`), `None` for what it does not say."""
    shown = markup.content(markup.tree(page))
    for pattern in _PRINTED:
        if match := pattern.search(shown):
            found = match.groupdict()
            return int(found["pages"]), int(found["rows"]) if found.get("rows") else None
    return None, None


def named(page: Page) -> int | None:
    """The number of pages that the source gives a name which is a pager's."""
    source = markup.text(page)
    found = (said for said in _COUNT.finditer(source) if _is_pagers(page, source, said))
    return next((int(said["pages"]) for said in found), None)


def beside_current(page: Page, script: str) -> int | None:
    """As `named`, of a script that also names the current page."""
    said = _COUNT.search(script)
    return int(said["pages"]) if said and _is_pagers(page, script, said, paired=True) else None


def _is_pagers(page: Page, source: str, said: re.Match[str], *, paired: bool = False) -> bool:
    """Whether a count of pages is a pager's and not a carousel's: what stands beside it and what the page shows tell.

    `paired` is for a count with a current page in its script. An option of a call counts only with a pager's other options beside it.
    """
    around = source[max(0, said.start() - _BESIDE) : said.end() + _BESIDE]
    with_others = bool(_PAGER.search(around))
    if _CAROUSEL.search(around):
        return with_others and _shows_pager(page)
    return paired or bool(said["trs"]) or with_others or (":" not in said[0] and _shows_pager(page))


@lru_cache(maxsize=8)
def _shows_pager(page: Page) -> bool:
    """Whether a page says 下一页 or 共9页 anywhere, or keeps a place where a script draws a pager."""
    root = markup.tree(page)
    return bool(_PAGER_WORDS.search(markup.content(root))) or any(
        (_PAGER_PLACE.search(node.get("class") or "") or _PAGER_PLACE.search(node.get("id") or ""))
        and len(markup.content(node)) < _PLACE_LENGTH
        for node in root.iter("div", "ul", "p", "span", "nav", "td")
    )
