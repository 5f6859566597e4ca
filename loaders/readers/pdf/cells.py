"""Characters → cell texts: which cell each character stands in, and how a cell's characters read."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from loaders.readers.pdf.characters import Characters
from loaders.readers.pdf.groups import firsts, numbers
from loaders.readers.pdf.lattice import Grid
from loaders.readers.pdf.pdfium import Booleans, Floats, Integers

_SAME_LINE = 0.5
_WORD_GAP = 0.28
_LARGE = 2.0
_IDEOGRAPH_GAP = 0.75
_CELL_MARK, _LINE_MARK, _SPACE = 0x1F, 0x0A, 0x20
FAR = 1e6
"""More than any page measures in points or holds in characters: `group * FAR + x` sorts by group, then x."""


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
    if characters.turned.any():
        characters = _turned_in_one_line(characters, group)
    order = (group * FAR + characters.baseline).argsort(kind="stable")
    characters, group = characters.pick(order), group[order]
    line = lines_within(characters, group)
    across = characters.x0
    if characters.turned.any():
        across = np.where(characters.turned, np.arange(len(line)), across)
    order = (line * FAR + across).argsort(kind="stable")
    return spell(characters.pick(order), group[order], line[order])


def _turned_in_one_line(characters: Characters, group: Integers) -> Characters:
    """The characters that do not stand upright put on one line for each group: they read in the order they were drawn."""
    baseline = characters.baseline.copy()
    turned = characters.turned
    names, index = np.unique(group[turned], return_inverse=True)
    highest = np.full(len(names), np.inf)
    np.minimum.at(highest, index, baseline[turned])
    baseline[turned] = highest[index]
    return replace(characters, baseline=baseline)


def spell(characters: Characters, group: Integers, line: Integers) -> Texts:
    """Read characters that stand in reading order already; see `write`.

    Args:
        characters: n characters, sorted by group, line and x.
        group: (n,) ascending.
        line: (n,) ascending.
    """
    same_line = line[1:] == line[:-1]
    marks = np.where(group[1:] != group[:-1], _CELL_MARK, np.where(same_line, 0, _LINE_MARK))
    marks[(marks == 0) & spaces(characters)] = _SPACE
    marked = marks != 0
    place = numbers(marked)
    place += np.arange(len(place))
    codes = np.empty(place[-1] + 1, "<u4")
    codes[place] = characters.code
    codes[place[:-1][marked] + 1] = marks[marked]
    first = firsts(marks == _CELL_MARK)
    texts = codes.tobytes().decode("utf-32-le", "replace").split("\x1f")
    return Texts(group[first].tolist(), texts, np.minimum.reduceat(characters.confidence, first).tolist())


def lines_within(characters: Characters, group: Integers) -> Integers:
    """Line numbers of characters sorted by (group, baseline): a new line starts where the baseline falls by half a character."""
    level, size = characters.baseline, characters.size
    fall = level[1:] - level[:-1] > _SAME_LINE * np.minimum(size[1:], size[:-1])
    return numbers((group[1:] != group[:-1]) | fall)


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
    inside = ((x >= left - 1) & (x <= right + 1) & (y >= top - 1) & (y <= bottom + 1)).nonzero()[0]
    columns = grid.shape[1]
    column = grid.xs[1:-1].searchsorted(x[inside], side="right")
    row = grid.ys[1:-1].searchsorted(y[inside], side="right")
    return inside, row * columns + column


def larger_than_rows(size: Floats, owner: Integers, grid: Grid) -> Booleans:
    """Which characters are twice as high as their cell: a watermark that stands level lies across the rows.

    Args:
        size: (n,) the characters' sizes.
        owner: (n,) the owner number of each one's cell.
        grid: the table.
    """
    heights = np.diff(grid.ys)
    if not len(size) or size.max() < _LARGE * heights.min():
        return np.zeros(len(size), np.bool_)
    columns = grid.shape[1]
    foot = np.zeros(grid.owner.size)
    np.maximum.at(foot, grid.owner.ravel(), np.repeat(grid.ys[1:], columns))
    height = foot - np.repeat(grid.ys[:-1], columns)
    return np.asarray(size > _LARGE * height[owner], np.bool_)
