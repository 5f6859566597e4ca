"""The day a list prints beside a link: in the link, in its list item, on a calendar leaf."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from crawler.families import markup
from crawler.families.dates import CENTURY, parse_date, parse_parted, whole

_HALF_DATE = re.compile(
    r"(?<![\d.\-/])\d{1,2}[-/.月]\d{1,2}日?[\s\])）】]*$|^[\s\[(（【]*\d{1,2}[-/.月]\d{1,2}(?![\d.\-/])"
)
_DAY = r"20\d{2}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}日?"
_DAY_OF_ITS_OWN = re.compile(
    rf"{_DAY}(?:\s*\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?[\s\])）】>»]*$|^[\s\[(（【]*{_DAY}(?=[\s\])）】])|(?:日期|时间|发布)[:：]?\s*{_DAY}"
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_LEAF_LENGTH = 40
_LEAVES = 60


def date_of(anchor: Any) -> date | None:
    """The day printed in a link itself or in the smallest list item around it that holds no other link's address.

    An element that holds nothing but a day goes before a day in running text, which may be a deadline.
    """
    if (own := next(days(anchor), None)) is not None:
        return own[0]
    # a day in the midst of a title (关于2月4日起…的公告) is not the day it was published
    if (said := _DAY_OF_ITS_OWN.search(markup.content(anchor))) and (inside := parse_date(said[0])):
        return inside
    texts = []
    for node, text in _around(anchor):
        if (own := next(days(node), None)) is not None:
            return own[0]
        texts.append(text)
    return (
        next((found for text in texts if (found := parse_date(text))), None)
        or next((found for text in texts if (found := parse_parted(text))), None)
        or _of_sibling(anchor)
    )


def month_and_day(anchor: Any) -> tuple[int, int] | None:
    """The day without its year that stands beside a link (`[03-05]`)."""
    found = (_HALF_DATE.search(text) for _, text in _around(anchor))
    match = next((match for match in found if match), None)
    if match is None:
        return None
    month, day = re.findall(r"\d+", match[0])
    return int(month), int(day)


def days(node: Any) -> Iterator[tuple[date, Any]]:
    """The elements below a node that hold nothing but a day (`发布时间：2024-03-05`, a calendar's `05` over `2024-03`)."""
    if CENTURY not in "".join(node.itertext()):
        return
    for leaf in islice(node.iterdescendants(), _LEAVES):
        if not isinstance(leaf.tag, str) or leaf.tag in ("a", "script", "style") or len(leaf) > 4:
            continue
        if (found := _day(leaf)) is not None:
            yield found, leaf


def _day(leaf: Any) -> date | None:
    """The day an element is all about; its parts may stand in elements of their own, with or without a space between."""
    parts: list[str] = []
    size = 0
    for part in _shown(leaf):
        size += len(part.strip())
        if size > _LEAF_LENGTH:
            return None
        parts.append(part)
    if size < 6:
        return None
    return whole(markup.squeeze("".join(parts))) or whole(markup.squeeze(" ".join(parts)))


def _shown(node: Any) -> Iterator[str]:
    """The texts of an element without what its style hides."""
    yield node.text or ""
    for child in node:
        if isinstance(child.tag, str) and not _HIDDEN.search(child.get("style") or ""):
            yield from _shown(child)
        yield child.tail or ""


def _around(anchor: Any) -> Iterator[tuple[Any, str]]:
    """The elements around a link with their other text, from the innermost outwards, as long as no other link stands in them."""
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
            yield node, outside


def _of_sibling(anchor: Any) -> date | None:
    """The day between two links of one element: behind its link, or before it where the element begins with a day.

    The day may stand below, in the list of what is known about an entry (its number, its office, its day).
    """
    parent = anchor.getparent()
    if anchor.tag != "a" or parent is None or len(parent) > _LEAVES:
        return None
    steps = _steps(parent)
    own = next(place for place, (node, _) in enumerate(steps) if node is anchor)
    beside = own - 1 if steps[0][1] is not None else own + 1
    return steps[beside][1] if 0 <= beside < len(steps) else None


@lru_cache(maxsize=8)
def _steps(parent: Any) -> tuple[tuple[Any, date | None], ...]:
    """The links and the days of an element, in order; the day of a link is `None`, unless it is all about one."""
    nodes = [(node, _day(node) or _day_below(node)) for node in parent if isinstance(node.tag, str)]
    return tuple(
        (node, found)
        for node, found in nodes
        if found is not None or node.tag == "a" or next(node.iter("a"), None) is not None
    )


def _day_below(node: Any) -> date | None:
    """The day of a list without a link: the first of its entries that holds nothing else."""
    if node.tag not in ("ul", "ol", "dl", "div", "p") or next(node.iter("a"), None) is not None:
        return None
    return next((found for found, _ in days(node)), None)


def _leads_elsewhere(other: str | None, href: str | None) -> bool:
    return other not in (href, None, "", "#") and not str(other).startswith("javascript:")
