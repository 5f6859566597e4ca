"""Rows of a table without vertical rulings: between horizontal rules, and where those are missing from the lines of text.

A header's levels become rows, and texts centred across two levels reach through both; in the body a line without figures joins the
line with figures whose wrapped label it holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

import numpy as np

from loaders.readers.pdf.bands import ROW_STEP, Line, middle_of
from loaders.readers.pdf.characters import ASCENT, DESCENT
from loaders.readers.pdf.lattice import Lines
from loaders.readers.pdf.tokens import Token

WRAP_STEP = 1.7
CLOSEST_ROWS = 0.95
_ORDINAL = re.compile(r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]")
_ALIKE = 0.5
_HEADER_AND_BODY = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A row before columns are known: its tokens, the y of its lower edge, drawn or assumed, and tokens that reach into the next row."""

    tokens: tuple[Token, ...]
    bottom: float
    drawn: bool
    through: tuple[Token, ...] = ()

    @property
    def figures(self) -> int:
        """How many of its tokens are figures."""
        return sum(token.figure for token in self.tokens)


def ruled_rows(lines: Sequence[Line], rules: Lines) -> list[Row]:
    """Rows between rules; where rules only set off header and body, the bands are cut between their lines of text."""
    rows: list[Row] = []
    levels = np.unique(rules.at).tolist()
    bands = [
        (bottom, [line for line in lines if top < middle_of(line) < bottom])
        for top, bottom in pairwise(levels)
    ]
    sparse = len(bands) == _HEADER_AND_BODY or any(_holds_several(band) for _, band in bands)
    for bottom, band in bands:
        if sparse and band:
            rows += _text_rows(band, bottom) if _holds_several(band) else _header_rows(band, bottom)
            rows[-1] = replace(rows[-1], bottom=bottom, drawn=True)
        else:
            rows.append(Row(tuple(together(band)), bottom, True))
    return rows


def block_rows(block: Sequence[Line]) -> list[Row]:
    """Rows of a table without any rule: its header's levels, then its rows of text."""
    bottom = block[-1][0].baseline + (DESCENT + 0.1) * block[-1][0].size
    groups = crowded(block)  # the label of the first row may be wrapped around its figures
    first = next((index for index, group in enumerate(groups) if _has_figures(together(group))), 0)
    if not first:
        return _text_rows(block, bottom)
    header, body = ([line for group in part for line in group] for part in (groups[:first], groups[first:]))
    return [*_header_rows(header, line_gap(header[-1], body[0])), *_text_rows(body, bottom)]


def text_row_edges(lines: Sequence[Line], bottom: float) -> list[float]:
    """The y between the rows that lines of text form, top to bottom."""
    return [row.bottom for row in _text_rows(lines, bottom)][:-1]


def crowded(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines of text grouped where they stand too close for two rows: cells of one and of two lines, centred in one row."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and line[0].baseline - groups[-1][-1][0].baseline < CLOSEST_ROWS * line[0].size:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def together(lines: Sequence[Line]) -> list[Token]:
    """The tokens of several lines, one line after the other."""
    return [token for line in lines for token in line]


def line_gap(upper: Line, lower: Line) -> float:
    """The y halfway between the foot of one line and the head of the next."""
    foot = max(token.baseline + DESCENT * token.size for token in upper)
    head = min(token.baseline - ASCENT * token.size for token in lower)
    return (foot + head) / 2


def _holds_several(band: Sequence[Line]) -> bool:
    """Whether figures stand below each other in a band, and are not one figure broken over two lines."""
    rows = [[token for token in together(row) if token.figure] for row in crowded(band)]
    return any(
        one.x0 < two.x1 and two.x0 < one.x1
        for upper, lower in combinations(rows, 2)
        for one in upper
        for two in lower
    )


def _header_rows(lines: Sequence[Line], bottom: float) -> list[Row]:
    """Rows of a header without rules: its levels, and between two levels the texts that are centred across both."""
    lines = _unwrapped(lines)
    levels = _levels(lines)
    rows = []
    for index, level in enumerate(levels):
        under = levels[index + 1] if index + 1 < len(levels) else None
        near = 0.3 * level[0].size
        here: list[Token] = []
        through: list[Token] = []
        for line in lines:
            if abs(line[0].baseline - level[0].baseline) <= near:
                here += line
            elif level[0].baseline < line[0].baseline and (
                under is None or line[0].baseline < under[0].baseline - near
            ):
                (here if under is None else through).extend(line)
            elif index == 0 and line[0].baseline < level[0].baseline:
                here += line
        if under is not None:
            through += [token for token in here if _wraps_to(token, under)]
        edge = bottom if under is None else line_gap(level, under)
        tokens = [*here, *(token for token in through if token not in here)]
        rows.append(Row(tuple(tokens), edge, False, tuple(through)))
    return rows


def _wraps_to(token: Token, line: Line) -> bool:
    """Whether a token goes on in the line below, closer than a row and set under it: centred, or from the same edge."""
    return any(
        0 < other.baseline - token.baseline < WRAP_STEP * token.size and _set_alike(token, other)
        for other in line
    )


def _set_alike(one: Token, two: Token) -> bool:
    """Whether two tokens above each other have one centre or one edge."""
    near = min(abs(one.middle - two.middle), abs(one.x0 - two.x0), abs(one.x1 - two.x1))
    return near < _ALIKE * one.size


def _unwrapped(lines: Sequence[Line]) -> list[Line]:
    """Lines of a header where a text wrapped around the middle of its row joins the line in the middle."""
    joined: list[Line] = []
    index = 0
    while index < len(lines):
        three = lines[index : index + 3]
        if len(three) == 3:
            upper, middle, lower = (line[0].baseline for line in three)
            size = three[1][0].size
            near = lower - upper < WRAP_STEP * size and abs((upper + lower) / 2 - middle) < 0.25 * size
            if near and all(any(_set_alike(one, two) for one in three[0]) for two in three[2]):
                joined.append([*three[1], *three[0], *three[2]])
                index += 3
                continue
        joined.append(lines[index])
        index += 1
    return joined


def _levels(lines: Sequence[Line]) -> list[Line]:
    """The longest chain of lines a row's height apart; of several, the one with the widest steps."""
    best: list[tuple[int, float, list[Line]]] = []
    for line in lines:
        chains = [(1, float("inf"), [line])]
        for count, step, chain in best:
            gap = line[0].baseline - chain[-1][0].baseline
            if gap >= ROW_STEP * line[0].size:
                chains.append((count + 1, min(step, gap), [*chain, line]))
        best.append(max(chains, key=lambda chain: chain[:2]))
    return max(best, key=lambda chain: chain[:2])[2]


def _text_rows(lines: Sequence[Line], bottom: float) -> list[Row]:
    """Rows from lines of text: lines without figures join the line with figures whose wrapped label they hold."""
    groups: list[list[Line]] = []
    lines = [together(group) for group in crowded(lines)]
    anchors = [
        line
        for line, below in zip(lines, [*lines[1:], []], strict=True)
        if _has_figures(line) or _ends(line, below)
    ]
    pitch = _pitch(anchors)
    owner = {id(line): _anchor(line, anchors, pitch) for line in lines}
    for line in lines:
        if groups and owner[id(groups[-1][-1])] is owner[id(line)]:
            groups[-1].append(line)
        else:
            groups.append([line])
    edges = [line_gap(one[-1], two[0]) for one, two in pairwise(groups)]
    return [
        Row(tuple(together(group)), edge, False) for group, edge in zip(groups, [*edges, bottom], strict=True)
    ]


def _pitch(anchors: Sequence[Line]) -> float:
    """The distance between rows of one line."""
    falls = sorted(two[0].baseline - one[0].baseline for one, two in pairwise(anchors))
    return falls[len(falls) // 4] if falls else 0.0


def _has_figures(line: Line) -> bool:
    return any(token.figure for token in line)


def _ends(line: Line, below: Line) -> bool:
    """Whether the name that a line holds ends there, because the next ordinal stands under its own: 二、外交支出 over 三、国防支出."""
    first, second = ([token for token in row if _ORDINAL.match(token.text)] for row in (line, below))
    return any(abs(one.x0 - two.x0) < one.size for one in first for two in second)


def _anchor(line: Line, anchors: Sequence[Line], pitch: float) -> Line:
    """The line that a line belongs to: itself if it is an anchor, or the nearest if it is nearer than a row."""
    if any(line is other for other in anchors):
        return next(
            (other for other in anchors if 0 <= line[0].baseline - other[0].baseline < 0.6 * line[0].size),
            line,
        )
    nearest = min(anchors, key=lambda other: abs(other[0].baseline - line[0].baseline), default=line)
    distance = abs(nearest[0].baseline - line[0].baseline)
    return nearest if distance < max(0.75 * pitch, 0.8 * line[0].size) else line
