"""Column edges and spanning cells from token positions alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

import numpy as np

from loaders.readers.pdf.pdfium import Booleans, Floats
from loaders.readers.pdf.tokens import Token

Gap = tuple[float, float]

_STEP = 0.25
_NARROWEST = 0.75
_CROSSING_SHARE = 0.03
ACROSS = re.compile("栏次|列次|合计|总计|小计")
_TOTAL = re.compile("(合计|总计|小计)$")
_OFF_CENTRE = 6.0
_MOST_UNITED = 3


def column_edges(
    header: Sequence[Sequence[Token]], body: Sequence[Sequence[Token]], left: float, right: float
) -> Floats:
    """Edges of the columns, outer ones included.

    Separators stand in the gaps that (nearly) no body row crosses, at a place where no header token stands; where two header tokens of
    one row share a column, it is cut between them; neighbours that no row ever fills both of are one column.
    """
    gaps = _valleys(body, left, right)
    header = [stacked(row) for row in header]
    for row in reversed(header):
        gaps = _beside_header(_clear_of_header(gaps, row), row, body)
    edges = [left, *((low + high) / 2 for low, high in gaps), right]
    return _without_idle(np.array(edges), header, body)


def stacked(row: Sequence[Token]) -> list[Token]:
    """A row's tokens from left to right, those above each other (a wrapped header) as one."""
    merged: list[Token] = []
    for token in sorted(row, key=lambda token: token.x0):
        if merged and token.x0 < merged[-1].x1 - 0.5:
            last = merged[-1]
            merged[-1] = replace(last, text=last.text + token.text, x1=max(last.x1, token.x1), figure=False)
        else:
            merged.append(token)
    return merged


def _valleys(rows: Sequence[Sequence[Token]], left: float, right: float) -> list[Gap]:
    """The gaps between columns, from left to right."""
    count = max(int((right - left) / _STEP) + 2, 2)
    crossed = np.zeros(count, np.int64)
    for row in rows:
        mask = np.zeros(count, np.bool_)
        for token in row:
            if _TOTAL.search(token.text):
                continue
            mask[max(int((token.x0 - left) / _STEP), 0) : int(np.ceil((token.x1 - left) / _STEP))] = True
        crossed += mask
    filled = np.flatnonzero(crossed)
    if not len(filled):
        return []
    allowed = int(_CROSSING_SHARE * len(rows))
    empty = crossed <= allowed
    empty[: filled[0]] = empty[filled[-1] + 1 :] = False
    steps = np.diff(np.concatenate(([0], empty.astype(np.int8), [0])))
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    wide = (ends - starts) * _STEP >= _NARROWEST
    return [
        (left + start * _STEP, left + end * _STEP)
        for start, end in zip(starts[wide].tolist(), ends[wide].tolist(), strict=True)
    ]


def _clear_of_header(gaps: Sequence[Gap], row: Sequence[Token]) -> list[Gap]:
    """Gaps without the parts in which header tokens stand; a token over a whole gap spans it and changes nothing.

    A header token inside a gap leaves one on either side of it: which column it heads is settled when idle columns are united.
    """
    cleared: list[Gap] = []
    for low, high in gaps:
        parts = [(low, high)]
        for token in row:
            parts = [
                part
                for start, end in parts
                for part in ((start, min(end, token.x0)), (max(start, token.x1), end))
                if part[1] - part[0] >= _NARROWEST
            ]
        cleared += parts or [(low, high)]
    return cleared


def _beside_header(gaps: Sequence[Gap], row: Sequence[Token], body: Sequence[Sequence[Token]]) -> list[Gap]:
    """The gaps, and those between header tokens that stand side by side in one column, where no body token is in the way."""
    found = list(gaps)
    for one, two in pairwise(row):
        low, high = one.x1, two.x0
        if high - low < 1 or any(one.middle < (start + end) / 2 < two.middle for start, end in found):
            continue
        middle = (low + high) / 2
        for token in (token for tokens in body for token in tokens if token.x0 < high and token.x1 > low):
            low, high = (max(low, token.x1), high) if token.middle < middle else (low, min(high, token.x0))
        if high - low >= _NARROWEST:
            found.append((low, high))
    return sorted(found)


def _without_idle(
    edges: Floats, header: Sequence[Sequence[Token]], body: Sequence[Sequence[Token]]
) -> Floats:
    """Unite neighbouring columns that no row fills both of: one column's centred and right-aligned texts.

    A name on the lowest level of the header over an empty column does not head the column to its left: figures never stand left of
    their names.

    Of all ways to unite, the one that leaves the fewest columns, then the one whose headers stand best in the middle, then the
    narrowest.
    """
    columns = len(edges) - 1
    rows = [*header, *body]
    headers = [token for row in header for token in row]
    filled = np.zeros((len(rows), columns), np.bool_)
    for index, row in enumerate(rows):
        middles = np.array([token.middle for token in row])
        filled[index, np.clip(np.searchsorted(edges, middles) - 1, 0, columns - 1)] = True
    named = np.asarray(filled[: len(header)].any(axis=0), np.bool_)
    leaves = _own_names(header, edges) & ~filled[len(header) :].any(axis=0)
    best: list[tuple[int, int, float, tuple[int, ...]]] = [(0, 0, 0.0, ())]
    for end in range(1, columns + 1):
        options = []
        for start in range(max(end - _MOST_UNITED, 0), end):
            first = int(named[start:end].argmax())
            if not leaves[start + first + 1 : end].any() and (filled[:, start:end].sum(axis=1) <= 1).all():
                count, off, width, kept = best[start]
                left, right = float(edges[start]), float(edges[end])
                off += _off_centre(left, right, headers)
                options.append((count + 1, off, width + (right - left) ** 2, (*kept, end)))
        best.append(min(options))
    return edges[[0, *best[-1][3]]]


def _own_names(header: Sequence[Sequence[Token]], edges: Floats) -> Booleans:
    """The columns in which a name of the lowest level of the header stands whole, below no other."""
    found = np.zeros(len(edges) - 1, np.bool_)
    above = [token for row in header[:-1] for token in row]
    for token in header[-1] if header else ():
        start, end = np.searchsorted(edges[1:-1], (token.x0 + 1, token.x1 - 1))
        found[start] |= start == end and not any(
            other.x0 < token.x1 and token.x0 < other.x1 for other in above
        )
    return found


def _off_centre(left: float, right: float, headers: Sequence[Token]) -> int:
    """How far the headers within a column stand from its middle, in steps of 3 pt."""
    within = [token for token in headers if token.x0 >= left and token.x1 <= right]
    return round(max((abs((left + right) / 2 - token.middle) for token in within), default=0.0) / 3)


def spans(
    tokens: Sequence[Token],
    xs: Floats,
    ruled: Booleans | None,
    *,
    is_header: bool,
    is_top: bool = False,
    below: Sequence[Token] = (),
) -> list[tuple[int, int]]:
    """First and last column of each cell of a row that covers several.

    A token over several columns spans them. Above sub-headers a header token spans the empty columns around it: all of them where a
    rule says that a cell ends there, else those that put it in the middle.

    Args:
        tokens: the row's tokens, left to right, none above another.
        xs: column edges.
        ruled: (columns,) whether a rule runs under the row in each column; None where no rules tell.
        is_header: whether the row stands above the first figures.
        is_top: whether it is the first row: its headers may share out all columns.
        below: the tokens of the next level of the header.
    """
    own = [_own(token, xs) for token in tokens]
    taken = {column for start, end in own for column in range(start, end + 1)}
    unruled = ruled is None or not ruled.any()
    free = {column for column in range(len(xs) - 1) if ruled is None or unruled or ruled[column]} - taken
    if unruled:
        own = _over_levels(own, {_own(token, xs)[0] for token in below})
    shared = _shared_out(tokens, own, xs, free) if is_header else own
    if is_header and (not unruled or (is_top and _all_centred(tokens, shared, xs))):
        own = shared
    else:
        for index, token in enumerate(tokens):
            across = ACROSS.fullmatch(token.text.replace(" ", ""))
            if across or (is_header and len(token.text) > 1):
                start, end = own[index]
                free = set(range(len(xs) - 1)) - taken | set(range(start, end + 1))
                offset = abs((xs[start] + xs[end + 1]) / 2 - token.middle)
                if offset > (_OFF_CENTRE / 3 if across else _OFF_CENTRE):
                    own[index] = start, end = _centred(token, start, end, free, xs, offset)
                    taken |= set(range(start, end + 1))
    return [(start, end) for start, end in own if end > start]


def _over_levels(own: Sequence[tuple[int, int]], below: set[int]) -> list[tuple[int, int]]:
    """The columns of headers, with those beside that only the next level heads where one header stands over the whole run of it."""
    wide = list(own)
    for first in (column for column in below if column - 1 not in below):
        last = first
        while last + 1 in below:
            last += 1
        over = [index for index, (start, end) in enumerate(own) if start <= last and end >= first]
        if len(over) == 1 and first <= own[over[0]][0] and own[over[0]][1] <= last:
            wide[over[0]] = first, last
    return wide


def _shared_out(
    tokens: Sequence[Token], own: Sequence[tuple[int, int]], xs: Floats, free: set[int]
) -> list[tuple[int, int]]:
    """Give the free columns between tokens to their neighbours, so that each token stands as near its middle as can be."""
    wide = list(own)
    for index, token in enumerate(tokens):
        lowest = wide[index - 1][1] + 1 if index else 0
        highest = own[index + 1][0] - 1 if index + 1 < len(own) else len(xs) - 2
        start, end = own[index]
        starts = [start, *_while_free(range(start - 1, lowest - 1, -1), free)]
        ends = [end, *_while_free(range(end + 1, highest + 1), free)]
        if index == 0:
            starts = starts[-1:]
        if index + 1 == len(own):
            ends = ends[-1:]
        fits = {(first, last): _fit(first, last, token, xs) for first in starts for last in ends}
        wide[index] = min(fits, key=lambda span: fits[span])
    return wide


def _all_centred(tokens: Sequence[Token], own: Sequence[tuple[int, int]], xs: Floats) -> bool:
    """Whether every token of a row stands in the middle of its columns: then no column is left without its header."""
    return all(
        abs(float(xs[start] + xs[end + 1]) / 2 - token.middle)
        < _OFF_CENTRE + 0.02 * float(xs[end + 1] - xs[start])
        for token, (start, end) in zip(tokens, own, strict=True)
    )


def _fit(first: int, last: int, token: Token, xs: Floats) -> tuple[int, int]:
    """How far a token stands from the middle of a span, in steps of 3 pt; of equals the wider span wins."""
    return round(abs(float(xs[first] + xs[last + 1]) / 2 - token.middle) / 3), first - last


def _while_free(columns: Sequence[int], free: set[int]) -> list[int]:
    return list(takewhile(free.__contains__, columns))


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
