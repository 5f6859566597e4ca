"""Horizontal rules that frame one table: which belong together, and where one is missing above the header."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from loaders.readers.pdf.characters import ASCENT, DESCENT
from loaders.readers.pdf.lattice import Lines
from loaders.readers.pdf.pdfium import Floats
from loaders.readers.pdf.tokens import Token

SHORTEST_RULE = 120.0
ROW_STEP = 1.45
CAPTION = re.compile(
    r"单位\s*[:：]|^(预算|公开|附)?\s*表?\s*\d*\s*表$|^公开\d+表|部门名称|编制部门|填报|^注\s*[:：]|^续?表\s*\d"
)
_SAME_SIDE = 6.0

Line = Sequence[Token]


def middle_of(line: Line) -> float:
    """The y of the middle of a line of text."""
    return line[0].baseline - (ASCENT - DESCENT) / 2 * line[0].size


def frames(horizontal: Lines, lines: Sequence[Line]) -> list[Lines]:
    """Groups of horizontal rules that frame one table: three or more of one width, and the shorter ones among them."""
    long = horizontal.pick(horizontal.end - horizontal.start > SHORTEST_RULE)
    frames = []
    waiting = np.ones(len(long.at), np.bool_)
    while waiting.any():
        widest = int(np.argmax(np.where(waiting, long.end - long.start, -1)))
        alike = waiting & (np.abs(long.start - long.start[widest]) < _SAME_SIDE)
        alike &= np.abs(long.end - long.end[widest]) < _SAME_SIDE
        waiting &= ~alike
        for part in _apart(np.sort(long.at[alike]), lines):
            if len(part) >= 3:
                within = (horizontal.at >= part[0] - 1) & (horizontal.at <= part[-1] + 1)
                within &= (horizontal.start > long.start[widest] - _SAME_SIDE) & (
                    horizontal.end < long.end[widest] + _SAME_SIDE
                )
                frames.append(horizontal.pick(within))
                waiting &= ~((long.at >= part[0] - 1) & (long.at <= part[-1] + 1))
    return frames


def with_open_header(rules: Lines, lines: Sequence[Line]) -> Lines:
    """The rules of a table, with one more above a header that has a rule below it only: words over the columns of the first figures."""
    top, left, right = float(rules.at.min()), float(rules.start.min()), float(rules.end.max())
    header = next((line for line in reversed(lines) if middle_of(line) < top), ())
    first = next((line for line in lines if middle_of(line) > top), ())
    figures = sum(token.figure for token in first)
    if not 1 < figures < len(header) or any(
        token.figure or CAPTION.search(token.text) or token.x0 < left - 3 or token.x1 > right + 3
        for token in header
    ):
        return rules
    size = header[0].size
    if top - header[0].baseline > ROW_STEP * size:
        return rules
    return Lines(
        np.append(rules.line, rules.line.max() + 1),
        np.append(rules.at, header[0].baseline - ASCENT * size - 1),
        np.append(rules.start, left),
        np.append(rules.end, right),
    )


def _apart(levels: Floats, lines: Sequence[Line]) -> list[list[float]]:
    """Rules of one width cut into tables where captions or notes stand between two of them."""
    parts: list[list[float]] = [[]]
    for level in levels.tolist():
        if parts[-1]:
            between = [line for line in lines if parts[-1][-1] < middle_of(line) < level]
            if any(CAPTION.search(token.text) for line in between for token in line):
                parts.append([])
        parts[-1].append(level)
    return parts
