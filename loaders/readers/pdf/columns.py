"""Column edges and spanning cells from token positions alone."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from loaders.readers.pdf.pdfium import Floats
from loaders.readers.pdf.tokens import Token

_STEP = 0.25
_NARROWEST = 0.75
_CROSSING_SHARE = 0.03
_OFF_CENTRE = 6.0


def column_edges(
    header: Sequence[Sequence[Token]], body: Sequence[Sequence[Token]], left: float, right: float
) -> Floats:
    """Edges of the columns, outer ones included.

    Separators stand in the gaps that (nearly) no body row crosses; a column that only the header knows is cut out where two header
    tokens of one row share a gap-free column.
    """
    inner = _valleys(body, left, right)
    for row in reversed(header):
        inner = _with_header(row, body, inner)
    return np.array([left, *sorted(inner), right])


def _valleys(rows: Sequence[Sequence[Token]], left: float, right: float) -> list[float]:
    """Middles of the gaps between columns."""
    count = max(int((right - left) / _STEP) + 2, 2)
    crossed = np.zeros(count, np.int64)
    for row in rows:
        mask = np.zeros(count, np.bool_)
        for token in row:
            mask[max(int((token.x0 - left) / _STEP), 0) : int(np.ceil((token.x1 - left) / _STEP))] = True
        crossed += mask
    filled = np.flatnonzero(crossed)
    if not len(filled):
        return []
    allowed = int(_CROSSING_SHARE * len(rows))
    open_ = crossed <= allowed
    open_[: filled[0]] = open_[filled[-1] + 1 :] = False
    steps = np.diff(np.concatenate(([0], open_.astype(np.int8), [0])))
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    wide = (ends - starts) * _STEP >= _NARROWEST
    return [left + (start + end) / 2 * _STEP for start, end in zip(starts[wide], ends[wide], strict=True)]


def _with_header(
    row: Sequence[Token], body: Sequence[Sequence[Token]], inner: Sequence[float]
) -> list[float]:
    """Cut columns in which two tokens of a header row stand side by side, where no body token is in the way."""
    edges = sorted(inner)
    ordered = sorted(row, key=lambda token: token.x0)
    for one, two in itertools.pairwise(ordered):
        if two.x0 - one.x1 < 1 or any(one.middle < edge < two.middle for edge in edges):
            continue
        low, high = one.x1, two.x0
        for tokens in body:
            for token in tokens:
                if token.x0 < high and token.x1 > low:
                    if token.middle < (one.x1 + two.x0) / 2:
                        low = max(low, token.x1)
                    else:
                        high = min(high, token.x0)
        if high - low >= _NARROWEST:
            edges.append((low + high) / 2)
    return sorted(edges)


def header_spans(tokens: Sequence[Token], xs: Floats, *, is_header: bool) -> list[tuple[int, int]]:
    """First and last column of each token that covers several.

    A token over several columns spans them; a header token that stands off the centre of its column spans the empty columns around it
    that put it in the middle.
    """
    columns = len(xs) - 1
    own = [_own(token, xs) for token in tokens]
    taken = {column for start, end in own for column in range(start, end + 1)}
    spans = []
    for token, (start, end) in zip(tokens, own, strict=True):
        best = (start, end)
        if is_header and len(token.text) > 1:
            free = set(range(columns)) - taken | set(range(start, end + 1))
            offset = abs((xs[start] + xs[end + 1]) / 2 - token.middle)
            if offset > _OFF_CENTRE:
                best = _centred(token, start, end, free, xs, offset)
        if best[1] > best[0]:
            spans.append(best)
            taken |= set(range(best[0], best[1] + 1))
    return spans


def _own(token: Token, xs: Floats) -> tuple[int, int]:
    """The columns a token lies in; a hair's breadth over an edge does not count."""
    slack = min(3.0, (token.x1 - token.x0) / 4)
    start = int(np.searchsorted(xs, token.x0 + slack, side="right")) - 1
    end = int(np.searchsorted(xs, token.x1 - slack, side="left")) - 1
    start = min(max(start, 0), len(xs) - 2)
    return start, min(max(end, start), len(xs) - 2)


def _centred(
    token: Token, start: int, end: int, free: set[int], xs: Floats, offset: float
) -> tuple[int, int]:
    """The stretch of free columns whose middle is nearest to the token's, if it beats the token's own columns clearly."""
    best, nearest = (start, end), offset / 2
    first = start
    while first >= 0 and first in free:
        last = end
        while last < len(xs) - 1 and last in free:
            away = abs((xs[first] + xs[last + 1]) / 2 - token.middle)
            if away < nearest - 0.5:
                best, nearest = (first, last), away
            last += 1
        first -= 1
    return best
