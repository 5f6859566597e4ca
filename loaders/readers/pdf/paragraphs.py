"""Physical lines → paragraphs and headings, the way Chinese official documents are set.

A paragraph opens with an indent of two characters and ends with a short line; headings are numbered 第一部分, 一、, （一）, 1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from loaders.readers.pdf.lines import Line, box_of

_LEVELS = (
    re.compile(r"^第\s*[一二三四五六七八九十百\d]+\s*(部分|章|篇)"),
    re.compile(r"^[一二三四五六七八九十]{1,3}\s*、"),
    re.compile(r"^[（(]\s*[一二三四五六七八九十]{1,3}\s*[)）]"),
    re.compile(r"^\d{1,2}\s*[.．、](?!\d)"),
)
_UNFINISHED = re.compile(r"[。；;：:，,、！？!?]$")
_SENTENCE_END = re.compile(r"[。；;！？!?：:][”’）)]*$")
_LEADERS = re.compile(r"[.…·．。⋯]{4,}|(…\s*){2,}|(\.\s){4,}")
_PAGE_NUMBER = re.compile(r"^[-—–\s]*\d{1,3}[-—–\s]*$")
_LONGEST_HEADING = 50


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with its layout: `opens` says its first line continues no indent, `runs_on` that its last line fills the page."""

    text: str
    box: tuple[float, float, float, float]
    heading: int
    confidence: float
    opens: bool
    runs_on: bool


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right edge of a page's running text and its usual distance from line to line, points."""

    left: float
    right: float
    pitch: float

    @staticmethod
    def of(lines: Sequence[Line], long: Sequence[Line]) -> Margins:
        """Margins of a page from its lines outside tables and from the long lines of all pages of its width."""
        lefts, rights = sorted(line.x0 for line in long or lines), sorted(line.x1 for line in long or lines)
        falls = sorted(two.y0 - one.y0 for one, two in pairwise(lines))
        if not lefts:
            return Margins(0.0, 0.0, 0.0)
        return Margins(
            lefts[len(lefts) // 20], rights[-1 - len(rights) // 20], falls[len(falls) // 2] if falls else 0.0
        )


def is_contents_line(line: Line) -> bool:
    """Whether a line belongs to a table of contents: leaders, or a page number far to the right of a title."""
    if _LEADERS.search(line.text):
        return True
    return (
        len(line.parts) == 2
        and bool(_PAGE_NUMBER.match(line.parts[-1].text))
        and len(line.parts[0].text) > 2
        and line.parts[-1].x0 - line.parts[0].x1 > 4 * line.size
    )


def heading_level(text: str) -> int:
    """Outline level 1–4 of a heading by its numbering, 0 for running text."""
    if len(text) > _LONGEST_HEADING or _UNFINISHED.search(text) or _LEADERS.search(text):
        return 0
    return next((level for level, pattern in enumerate(_LEVELS, 1) if pattern.match(text)), 0)


def passages(lines: Sequence[Line], margins: Margins) -> list[Passage]:
    """Join consecutive lines of one page to paragraphs."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _continues(groups[-1], line, margins):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_passage(group, margins) for group in groups]


def join(one: str, two: str) -> str:
    """Two stretches of text as one: a space only between Latin words."""
    if one and two and one[-1].isascii() and one[-1].isalpha() and two[0].isascii() and two[0].isalpha():
        return f"{one} {two}"
    return one + two


def flows_over(one: Passage, two: Passage) -> bool:
    """Whether a paragraph at the end of a page goes on with the first paragraph of the next."""
    return (
        one.runs_on
        and two.opens
        and not one.heading
        and not two.heading
        and not _SENTENCE_END.search(one.text)
    )


def _continues(group: Sequence[Line], line: Line, margins: Margins) -> bool:
    last = group[-1]
    size = max(last.size, line.size)
    if abs(last.size - line.size) > 0.2 * size or is_contents_line(last) or is_contents_line(line):
        return False
    if line.y0 - last.y0 > max(1.5 * margins.pitch, 1.2 * size):
        return False
    if last.x1 < margins.right - 2.6 * size:
        return False
    numbered = any(pattern.match(line.text) for pattern in _LEVELS)
    if numbered and (
        _SENTENCE_END.search(last.text) or any(pattern.match(group[0].text) for pattern in _LEVELS)
    ):
        return False
    indented = line.x0 > margins.left + 1.2 * size
    if indented and (line.x0 > last.x0 - 0.6 * size or len(group) > 1):
        alike = abs(line.x0 - last.x0) < 0.6 * size
        return alike and not _SENTENCE_END.search(last.text) and not numbered
    return True


def _passage(group: Sequence[Line], margins: Margins) -> Passage:
    text = group[0].text
    for line in group[1:]:
        text = join(text, line.text)
    first, last = group[0], group[-1]
    runs_on = last.x1 > margins.right - 2.6 * last.size and not is_contents_line(last)
    level = heading_level(text) if len(group) <= 2 and not (runs_on and "，" in text) else 0
    return Passage(
        text,
        box_of(group),
        level,
        min(line.confidence for line in group),
        opens=first.x0 < margins.left + 1.2 * first.size and not is_contents_line(first),
        runs_on=runs_on,
    )
