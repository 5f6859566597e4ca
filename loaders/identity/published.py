"""The day of publication: printed on the document, told by the web, or said above a page's text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from loaders.document import Paragraph
from loaders.identity.front import Block
from loaders.identity.split import Part
from loaders.identity.titles import plain
from loaders.identity.values import Evidence, Hints

_DATE = re.compile(r"(?P<year>20\d\d)[年.\-/](?P<month>\d{1,2})[月.\-/](?P<day>\d{1,2})日?")
_PUBLISHED = re.compile(rf"(发布|公开|发文|成文|印发)(时间|日期|日)[:：]?{_DATE.pattern}")
_ABOVE_THE_TEXT = 8


def published_on(part: Part, blocks: Sequence[Block], hints: Hints, evidence: list[Evidence]) -> date | None:
    """A date on a line of its own on the cover or at the end, else what the web said, else what the page says above its text."""
    edges = [
        *(part.cover.lines if part.cover else ()),
        *(block.text for block in blocks[-4:] if isinstance(block, Paragraph)),
    ]
    stated = _day(edges, _DATE.fullmatch, "date line", evidence)
    if stated is not None or hints.published_on:
        return stated or hints.published_on[0]
    above = [block.text for block in blocks[:_ABOVE_THE_TEXT] if isinstance(block, Paragraph)]
    return _day(above, _PUBLISHED.search, "above the text", evidence)


def _day(
    lines: Sequence[str], find: Callable[[str], re.Match[str] | None], where: str, evidence: list[Evidence]
) -> date | None:
    """The first line with a day of the calendar."""
    for line in lines:
        match = find(plain(line))
        if match is None:
            continue
        try:
            found = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            continue
        evidence.append(Evidence(field="published_on", value=found.isoformat(), where=where, text=line[:80]))
        return found
    return None
