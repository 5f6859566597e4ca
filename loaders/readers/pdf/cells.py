"""Characters → cell texts: which cell each character stands in, and how a cell's characters read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loaders.readers.pdf.characters import Characters
from loaders.readers.pdf.lattice import Grid
from loaders.readers.pdf.pdfium import Booleans, Integers

_SAME_LINE = 0.5
_WORD_GAP = 0.28
_IDEOGRAPH_GAP = 0.75
_CELL_MARK, _LINE_MARK, _SPACE = 0x1F, 0x0A, 0x20


@dataclass(frozen=True, slots=True)
class Texts:
    """Text of each group of characters: `group` numbers in ascending order, `text` and lowest `confidence` beside them."""

    group: list[int]
    text: list[str]
    confidence: list[float]


def write(characters: Characters, group: Integers) -> Texts:
    """Read each group of characters line by line: lines top to bottom, characters left to right, spaces where gaps are.

    Args:
        characters: n characters.
        group: (n,) a non-negative number each; characters of one number form one text.
    """
    if not len(characters):
        return Texts([], [], [])
    order = np.lexsort((characters.baseline, group))
    characters, group = characters.pick(order), group[order]
    line = lines_within(characters, group)
    across = np.where(characters.turned, np.arange(len(line)), characters.x0)
    order = np.lexsort((across, line))
    return spell(characters.pick(order), group[order], line[order])


def spell(characters: Characters, group: Integers, line: Integers) -> Texts:
    """Read characters that stand in reading order already; see `write`.

    Args:
        characters: n characters, sorted by group, line and x.
        group: (n,) ascending.
        line: (n,) ascending.
    """
    same_line = line[1:] == line[:-1]
    marks = np.where(group[1:] != group[:-1], _CELL_MARK, np.where(same_line, 0, _LINE_MARK))
    marks = np.where((marks == 0) & spaces(characters), _SPACE, marks)
    place = np.flatnonzero(marks)
    codes = np.insert(characters.code, place + 1, marks[place].astype(np.uint32))
    first = np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
    texts = codes.astype("<u4").tobytes().decode("utf-32-le", "replace").split("\x1f")
    return Texts(group[first].tolist(), texts, np.minimum.reduceat(characters.confidence, first).tolist())


def lines_within(characters: Characters, group: Integers) -> Integers:
    """Line numbers of characters sorted by (group, baseline): a new line starts where the baseline falls by half a character."""
    fall = np.diff(characters.baseline) > _SAME_LINE * np.minimum(characters.size[1:], characters.size[:-1])
    breaks = (np.diff(group) != 0) | fall
    return np.concatenate(([0], np.cumsum(breaks))).astype(np.int64)


def spaces(characters: Characters) -> Booleans:
    """Whether a gap that reads as a space follows each character but the last, for characters in reading order."""
    gap = characters.x0[1:] - characters.x1[:-1]
    wide = (characters.code[1:] >= 0x2E80) | (characters.code[:-1] >= 0x2E80)
    size = np.maximum(characters.size[1:], characters.size[:-1])
    turned = characters.turned[1:] | characters.turned[:-1]
    return np.asarray((gap > np.where(wide, _IDEOGRAPH_GAP, _WORD_GAP) * size) & ~turned, np.bool_)


def locate(characters: Characters, grid: Grid) -> tuple[Integers, Integers]:
    """Indices of the characters inside a grid, and the flat elementary cell of each."""
    x, y = characters.middle_x, characters.middle_y
    left, top, right, bottom = grid.box
    inside = np.flatnonzero((x >= left - 1) & (x <= right + 1) & (y >= top) & (y <= bottom))
    rows, columns = grid.shape
    column = np.clip(np.searchsorted(grid.xs, x[inside], side="right") - 1, 0, columns - 1)
    row = np.clip(np.searchsorted(grid.ys, y[inside], side="right") - 1, 0, rows - 1)
    return inside, row * columns + column
