"""Characters → cell texts: which cell each character stands in, and how a cell's characters read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loaders.readers.pdf.characters import Characters
from loaders.readers.pdf.lattice import Grid
from loaders.readers.pdf.pdfium import Booleans, Floats, Integers

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


def settle_overflow(characters: Characters, cell: Integers, grid: Grid) -> Integers:
    """Give text that runs over a ruling back to one cell.

    A run is what one text operation drew on one line without a gap. Where it crosses into a neighbouring cell it belongs whole to the
    cell that holds most of it.

    Args:
        characters: the characters of a grid, in drawing order.
        cell: (n,) owner cell of each.
        grid: the grid.
    """
    if len(cell) < 2:
        return cell
    together = (characters.run[1:] == characters.run[:-1]) & ~characters.turned[1:]
    gap = characters.x0[1:] - characters.x1[:-1]
    size = characters.size[1:]
    together &= (gap < 0.3 * size) & (gap > -0.5 * size)
    together &= np.abs(np.diff(characters.baseline)) < 0.3 * size
    crossing = together & (cell[1:] != cell[:-1])
    if not crossing.any():
        return cell
    run = np.concatenate(([0], np.cumsum(~together)))
    settled = cell.copy()
    for number in np.unique(run[1:][crossing]).tolist():
        members = np.flatnonzero(run == number)
        if not _breaks_at_ruling(characters, members, grid):
            names, counts = np.unique(cell[members], return_counts=True)
            settled[members] = names[counts.argmax()]
    return settled


def _breaks_at_ruling(characters: Characters, members: Integers, grid: Grid) -> bool:
    """Whether the run leaves room at every ruling it crosses: then it is two cells' text drawn at once, not overflow."""
    x0, x1 = characters.x0[members], characters.x1[members]
    edges: Floats = grid.xs[(grid.xs > x0.min() + 1) & (grid.xs < x1.max() - 1)]
    through = (x0[None, :] < edges[:, None] - 0.5) & (x1[None, :] > edges[:, None] + 0.5)
    return bool(len(edges)) and not through.any()
