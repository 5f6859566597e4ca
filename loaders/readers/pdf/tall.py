"""Ruled columns without ruled rows: a tall row in which figures stand below each other is cut into the rows it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from loaders.readers.pdf.cells import locate
from loaders.readers.pdf.characters import Characters
from loaders.readers.pdf.groups import middle
from loaders.readers.pdf.lattice import Grid
from loaders.readers.pdf.pdfium import Integers
from loaders.readers.pdf.stream import text_row_edges
from loaders.readers.pdf.tokens import Token, token_lines

_FEWEST = 3
_TALL = 3.5
_LEVEL = 4.0
_MANY = 1_000_000


def with_rows_cut(grid: Grid, characters: Characters) -> Grid:
    """The grid with its tall rows cut where the text says so; the same grid where it has none."""
    size = middle(characters.size) if len(characters) else 0.0
    tall = (grid.ys[1:] - grid.ys[:-1] > _TALL * size).nonzero()[0]
    if not len(tall):
        return grid
    asked = np.intersect1d(tall, _rows_of_figures(characters, grid))
    if not len(asked):
        return grid
    inside, cell = locate(characters, grid)
    rows = cell // grid.shape[1]
    cuts: dict[int, list[float]] = {}
    for row in asked.tolist():
        members = characters.pick(inside[rows == row])
        edges = _edges(members, grid, row)
        if edges:
            cuts[row] = edges
    return _cut(grid, cuts) if cuts else grid


def _rows_of_figures(characters: Characters, grid: Grid) -> Integers:
    """The rows with a cell that holds digits on at least three lines."""
    digits = characters.pick((characters.code >= ord("0")) & (characters.code <= ord("9")))
    inside, cell = locate(digits, grid)
    level = np.rint(digits.baseline[inside] / _LEVEL).astype(np.int64)
    lines = np.unique(cell * _MANY + level) // _MANY
    cells, counts = np.unique(lines, return_counts=True)
    return cells[counts >= _FEWEST] // grid.shape[1]


def _edges(characters: Characters, grid: Grid, row: int) -> list[float]:
    """Where to cut a row; empty if it is one row."""
    lines = token_lines(characters)
    columns: dict[int, list[Token]] = {}
    for token in (token for line in lines for token in line):
        column = int(np.clip(np.searchsorted(grid.xs, token.middle) - 1, 0, grid.shape[1] - 1))
        columns.setdefault(int(grid.owner[row, column]), []).append(token)
    if not any(_is_figure_column(tokens) and _faced(tokens, columns) for tokens in columns.values()):
        return []
    return text_row_edges(lines, float(grid.ys[row + 1]))


def _is_figure_column(tokens: Sequence[Token]) -> bool:
    """Whether a cell's tokens are figures below each other, at least three."""
    levels = {round(token.baseline) for token in tokens}
    return len(levels) >= _FEWEST and len(levels) == len(tokens) and all(token.figure for token in tokens)


def _faced(figures: Sequence[Token], columns: dict[int, list[Token]]) -> bool:
    """Whether another cell has a line of text beside nearly every figure."""
    for tokens in columns.values():
        if any(token.figure for token in tokens[:2]):
            continue
        faced = sum(
            any(abs(figure.baseline - token.baseline) < 0.4 * figure.size for token in tokens)
            for figure in figures
        )
        if faced >= 0.8 * len(figures):
            return True
    return False


def _cut(grid: Grid, cuts: dict[int, list[float]]) -> Grid:
    """The grid with rows cut: cells of one row are cut with it, cells over several rows stay whole."""
    rows, columns = grid.shape
    first: list[int] = []
    source: list[int] = []
    ys = [float(grid.ys[0])]
    for row in range(rows):
        first.append(len(source))
        for edge in [*cuts.get(row, []), float(grid.ys[row + 1])]:
            source.append(row)
            ys.append(edge)
    owner: Integers = np.zeros((len(source), columns), np.int64)
    single = _single_row(grid)
    for new, row in enumerate(source):
        for column in range(columns):
            name = int(grid.owner[row, column])
            anchor = new if single[name] else first[name // columns]
            owner[new, column] = anchor * columns + name % columns
    return replace(grid, ys=np.array(ys), owner=owner)


def _single_row(grid: Grid) -> dict[int, bool]:
    """Whether each cell, by its owner number, lies in one row."""
    rows_of: dict[int, set[int]] = {}
    for (row, _), name in np.ndenumerate(grid.owner):
        rows_of.setdefault(int(name), set()).add(row)
    return {name: len(rows) == 1 for name, rows in rows_of.items()}
