"""Running text set in columns side by side, as newspapers and gazettes print reports: each column is read to its end before the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from loaders.readers.pdf.characters import Characters
from loaders.readers.pdf.lines import Line, lines_of
from loaders.readers.pdf.pdfium import Booleans, Floats

_STEP = 0.5
_BODY_SIZES = 0.15
_NARROWEST_GAP, _NARROWEST_COLUMN = 0.7, 8.0  # in type sizes
_ALIKE = 1.25
_FEWEST_LINES = 12
_FULL_SHARE = 0.6
_INDENT = 2.6
_CROSSING_SHARE = 0.03


def column_lines(characters: Characters) -> list[Line] | None:
    """Lines in the order in which they are read, their `column` counted from left to right; None where text is set in one column.

    Columns are of one width, filled with prose, and nothing stands between them. What stands above and below them over the whole width
    has columns of its own: 0, and the number after the last.
    """
    edges = _edges(characters)
    if edges is None:
        return None
    top, bottom = _band(characters, edges[1:-1])
    inside = (characters.baseline > top) & (characters.baseline < bottom)
    column = np.searchsorted(edges[1:-1], characters.middle_x) + 1
    column = np.where(inside, column, np.where(characters.baseline <= top, 0, len(edges)))
    found: list[Line] = []
    for number in range(len(edges) + 1):
        lines = lines_of(characters.pick(column == number))
        if 0 < number < len(edges) and not _is_prose(lines):
            return None
        found += [replace(line, column=number) for line in lines]
    return found


def _edges(characters: Characters) -> Floats | None:
    """Left edge, middles of the gaps and right edge of columns of one width."""
    size = float(np.median(characters.size))
    body = characters.pick(np.abs(characters.size - size) < _BODY_SIZES * size)
    rows = len(np.unique(np.round(body.baseline / size)))
    left, right = float(np.quantile(body.x0, 0.005)), float(np.quantile(body.x1, 0.995))
    if rows < _FEWEST_LINES or right - left < 2 * _NARROWEST_COLUMN * size:
        return None
    empty = _covered(body, left, right) <= max(1, _CROSSING_SHARE * rows)
    steps = np.diff(np.concatenate(([0], empty.astype(np.int8), [0])))
    starts, ends = np.flatnonzero(steps == 1) * _STEP + left, np.flatnonzero(steps == -1) * _STEP + left
    gaps = [gap for gap in zip(starts, ends, strict=True) if gap[1] - gap[0] >= _NARROWEST_GAP * size]
    sides = [left, *(x for gap in gaps for x in gap), right]
    widths = [end - start for start, end in zip(sides[::2], sides[1::2], strict=True)]
    if len(widths) < 2 or min(widths) < max(_NARROWEST_COLUMN * size, max(widths) / _ALIKE):
        return None
    return np.array([left, *((start + end) / 2 for start, end in gaps), right])


def _covered(body: Characters, left: float, right: float) -> Floats:
    """How many characters stand over each step of the page's width."""
    count = int((right - left) / _STEP) + 1
    first = np.clip(((body.x0 - left) / _STEP).astype(np.int64), 0, count)
    beyond = np.clip(np.ceil((body.x1 - left) / _STEP).astype(np.int64), 0, count)
    turns = np.zeros(count + 1)
    np.add.at(turns, first, 1)
    np.add.at(turns, beyond, -1)
    return np.asarray(np.cumsum(turns)[:count], np.float64)


def _band(characters: Characters, gaps: Floats) -> tuple[float, float]:
    """The stretch of the page with the most characters in which none stands in the middle of a gap."""
    x0, x1 = characters.x0[:, None], characters.x1[:, None]
    margin = characters.size[:, None] / 6
    crossing = ((x0 < gaps + margin) & (x1 > gaps - margin)).any(axis=1)
    levels = [-np.inf, *np.unique(characters.baseline[crossing]).tolist(), np.inf]
    heights = np.sort(characters.baseline)
    return max(pairwise(levels), key=lambda pair: int(np.diff(heights.searchsorted(pair))[0]))


def _is_prose(lines: Sequence[Line]) -> bool:
    """Whether most lines fill their column."""
    if len(lines) < _FEWEST_LINES:
        return False
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    full: Booleans = np.array(
        [line.x0 < left + _INDENT * line.size and line.x1 > right - _INDENT * line.size for line in lines]
    )
    return bool(full.mean() >= _FULL_SHARE)
