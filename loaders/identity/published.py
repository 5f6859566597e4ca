"""The day of publication: printed on the document, told by the web, or said above a page's text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise

from loaders.document import Paragraph
from loaders.identity.front import Block
from loaders.identity.split import Part
from loaders.identity.titles import plain
from loaders.identity.values import Evidence, Hints
from loaders.identity.words import words

_DATE = re.compile(r"(?P<year>20\d\d)[年.\-/](?P<month>\d{1,2})[月.\-/](?P<day>\d{1,2})日?")
_PUBLISHED = re.compile(
    rf"((发布|公开|公布|更新|(?<!公文)生成)(时间|日期|日)|(?:(?<![一-龥])|(?<=次))(时间|日期))[^一-龥\d]{{0,3}}{_DATE.pattern}"
)
_WRITTEN = re.compile(rf"(发文|成文|印发)(时间|日期|日)[^一-龥\d]{{0,3}}{_DATE.pattern}")
_STAMPED = re.compile(rf"{_DATE.pattern}\d\d:\d\d(:\d\d)?")
"""A day with a time, which only what a site prints around an article has."""
_NO_NAME = re.compile("[预决]算|[，。；：:、]")
_NAME = 30
_HAN_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}(?=[月日])")
_ABOVE_THE_TEXT = 16


def published_on(
    part: Part, blocks: Sequence[Block], around: Sequence[str], hints: Hints, evidence: list[Evidence]
) -> date | None:
    """A date on a line of its own on the cover or at the end, else what the web said, else what the page says around or above its text."""
    paragraphs = [block.text for block in blocks if isinstance(block, Paragraph)]
    edges = [
        *(part.cover.lines if part.cover else ()),
        *(block.text for block in blocks[-4:] if isinstance(block, Paragraph)),
        *(day for name, day in pairwise("\n".join(paragraphs).split("\n")) if _is_signature(plain(name))),
    ]
    stated = _day(map(_arabic, edges), _DATE.fullmatch, "date line", evidence)
    if stated is not None or hints.published_on:
        return stated or hints.published_on[0]
    lines = [*around, *(block.text for block in blocks[:_ABOVE_THE_TEXT] if isinstance(block, Paragraph))]
    above = ["\n".join(map(plain, lines))]
    said = (_day(above, one.search, "above the text", evidence) for one in (_PUBLISHED, _STAMPED, _WRITTEN))
    return next(filter(None, said), None)


def _is_signature(line: str) -> bool:
    """Whether a line is the name of a body and nothing else: what stands below it dates the text."""
    return len(line) <= _NAME and words().body_endings.search(line) is not None and not _NO_NAME.search(line)


def _arabic(text: str) -> str:
    """`2015年四月二十一日` → `2015年4月21日`."""
    return _HAN_NUMBER.sub(lambda match: str(_number(match[0])), plain(text))


def _number(han: str) -> int:
    tens, ten, ones = han.rpartition("十")
    value = "一二三四五六七八九".find
    return (10 * (value(tens) + 1 if tens else 1) if ten else 0) + (value(ones) + 1 if ones else 0)


def _day(
    lines: Iterable[str], find: Callable[[str], re.Match[str] | None], where: str, evidence: list[Evidence]
) -> date | None:
    """The first line with a day of the calendar."""
    for line in lines:
        match = find(line)
        if match is None:
            continue
        try:
            found = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            continue
        evidence.append(Evidence(field="published_on", value=found.isoformat(), where=where, text=match[0]))
        return found
    return None
