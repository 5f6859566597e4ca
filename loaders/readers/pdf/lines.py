"""Characters outside tables → physical lines, each cut into parts where wide gaps are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from loaders.readers.pdf import cells
from loaders.readers.pdf.characters import ASCENT, DESCENT, Characters
from loaders.readers.pdf.groups import firsts, lasts, numbers

_PART_GAP = 2.0
_SINGLE = re.compile(r"[㐀-鿿]")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line without a wide gap."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Line:
    """A physical line in layout points; `size` is its mean font size, `parts` its stretches from left to right.

    `column` counts the columns of text that a newspaper's page sets side by side.
    """

    text: str
    parts: tuple[Part, ...]
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    confidence: float = 1.0
    column: int = 0


def _text_of(parts: Sequence[Part]) -> str:
    """A whole line; letters spaced out for looks (目    录) close up."""
    if len(parts) > 1 and all(_SINGLE.fullmatch(part.text) for part in parts):
        return "".join(part.text for part in parts)
    return " ".join(part.text for part in parts)


def lines_of(characters: Characters) -> list[Line]:
    """Group characters into lines, top to bottom."""
    if not len(characters):
        return []
    order = np.argsort(characters.baseline, kind="stable")
    characters = characters.pick(order)
    line = cells.lines_within(characters, np.zeros(len(characters), np.int64))
    order = (line * cells.FAR + characters.x0).argsort(kind="stable")
    characters, line = characters.pick(order), line[order]
    gap = characters.x0[1:] - characters.x1[:-1]
    size = np.maximum(characters.size[1:], characters.size[:-1])
    breaks = (line[1:] != line[:-1]) | (gap > _PART_GAP * size)
    part = numbers(breaks)
    texts = cells.spell(characters, part, part).text
    first = firsts(breaks)
    x0 = np.minimum.reduceat(characters.x0, first)
    x1 = np.maximum.reduceat(characters.x1, first)
    parts = [Part(*values) for values in zip(texts, x0.tolist(), x1.tolist(), strict=True)]
    of_part = line[first]
    opens = firsts(of_part[1:] != of_part[:-1])
    ends = lasts(opens, len(parts)).tolist()
    starts = first[opens]
    sizes = np.add.reduceat(characters.size, starts) / (lasts(starts, len(characters)) - starts)
    top = np.minimum.reduceat(characters.baseline - ASCENT * characters.size, starts)
    bottom = np.maximum.reduceat(characters.baseline + DESCENT * characters.size, starts)
    sure = np.minimum.reduceat(characters.confidence, starts)
    stretches = [tuple(parts[open_:end]) for open_, end in zip(opens.tolist(), ends, strict=True)]
    measures = zip(top.tolist(), bottom.tolist(), sizes.tolist(), sure.tolist(), strict=True)
    return [
        Line(_text_of(stretch), stretch, stretch[0].x0, y0, stretch[-1].x1, y1, size, confidence)
        for stretch, (y0, y1, size, confidence) in zip(stretches, measures, strict=True)
    ]


def box_of(lines: Sequence[Line]) -> tuple[float, float, float, float]:
    """The box around lines."""
    return (
        min(line.x0 for line in lines),
        min(line.y0 for line in lines),
        max(line.x1 for line in lines),
        max(line.y1 for line in lines),
    )
