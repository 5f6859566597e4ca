"""Ruled columns without ruled rows: a tall row in which figures stand below each other is cut into the rows it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

import numpy as np

from loaders.readers.pdf.cells import locate
from loaders.readers.pdf.characters import Characters
from loaders.readers.pdf.groups import middle
from loaders.readers.pdf.lattice import Grid
from loaders.readers.pdf.pdfium import Integers
from loaders.readers.pdf.rows import line_gap, text_row_edges
from loaders.readers.pdf.stream import PROSE_SHARE, SENTENCE
from loaders.readers.pdf.tokens import Token, token_lines

_FEWEST = 3
_TALL = 3.5
_LEVEL = 4.0
_NEARLY_ALL = 0.8
_APART = 2.0
_PADDING = 1.8
_DIGIT = 0.4
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
    bottom = float(grid.ys[row + 1])
    columns = _columns(lines, grid, row)
    header = _header_lines(lines, columns) if row == 0 else 0
    if header:
        columns = _columns(lines[header:], grid, row)
    edges = text_row_edges(lines[header:], bottom)
    figures = [
        tokens
        for name, tokens in columns.items()
        if _is_figure_column(tokens) and not _is_wrapped(tokens, _width(grid, row, name))
    ]
    if not any(_is_labelled(tokens, figures, columns, edges) for tokens in figures):
        return []
    return [line_gap(lines[header - 1], lines[header]), *edges] if header else edges


def _columns(lines: Sequence[Sequence[Token]], grid: Grid, row: int) -> dict[int, list[Token]]:
    """The tokens of each cell of a row, by the cell's owner number, top to bottom."""
    columns: dict[int, list[Token]] = {}
    for token in (token for line in lines for token in line):
        column = int(np.clip(np.searchsorted(grid.xs, token.middle) - 1, 0, grid.shape[1] - 1))
        columns.setdefault(int(grid.owner[row, column]), []).append(token)
    return columns


def _width(grid: Grid, row: int, name: int) -> float:
    """The width of a row's cell."""
    return float(np.diff(grid.xs)[grid.owner[row] == name].sum())


def _header_lines(lines: Sequence[Sequence[Token]], columns: dict[int, list[Token]]) -> int:
    """How many lines stand above the figures of the columns that hold a header and figures alone."""
    foot = 0.0
    for tokens in columns.values():
        words = list(takewhile(lambda token: not token.figure, tokens))
        if words and _is_figure_column(tokens[len(words) :]):
            foot = max(foot, words[-1].baseline + words[-1].size / 2)
    return sum(line[0].baseline < foot for line in lines)


def _is_figure_column(tokens: Sequence[Token]) -> bool:
    """Whether a cell's tokens are figures below each other, at least three."""
    levels = {round(token.baseline) for token in tokens}
    return len(levels) >= _FEWEST and len(levels) == len(tokens) and all(token.figure for token in tokens)


def _is_wrapped(figures: Sequence[Token], width: float) -> bool:
    """Whether figures close below each other may be one, broken where its cell ends: every line but the last fills the cell.

    One figure has one decimal point.
    """
    if _are_apart(figures) or sum("." in token.text for token in figures) > 1:
        return False
    widest = max(token.x1 - token.x0 for token in figures)
    narrow = min(token.x1 - token.x0 for token in figures[:-1])
    size = figures[0].size
    return widest > width - _PADDING * size and narrow > widest - _DIGIT * size


def _are_apart(figures: Sequence[Token]) -> bool:
    """Whether figures stand further apart than the lines of one text."""
    return min(two.baseline - one.baseline for one, two in pairwise(figures)) > _APART * figures[0].size


def _is_labelled(
    figures: Sequence[Token],
    others: Sequence[Sequence[Token]],
    columns: dict[int, list[Token]],
    edges: Sequence[float],
) -> bool:
    """Whether another cell has a label for nearly every figure.

    Beside the figure; or, where the figures are surely rows of their own, in its row: a label of two lines stands above and below.
    """
    rows = _are_apart(figures) or any(
        other is not figures and _share(figures, other) >= _NEARLY_ALL for other in others
    )
    for tokens in columns.values():
        if any(token.figure for token in tokens[:2]):
            continue
        if _share(figures, tokens) >= _NEARLY_ALL:
            return True
        prose = sum(bool(SENTENCE.search(token.text)) for token in tokens) > PROSE_SHARE * len(tokens)
        if rows and not prose:
            named = set(_rows(tokens, edges))
            if sum(row in named for row in _rows(figures, edges)) >= _NEARLY_ALL * len(figures):
                return True
    return False


def _share(figures: Sequence[Token], tokens: Sequence[Token]) -> float:
    """The share of the figures that have one of the tokens beside them."""
    return sum(
        any(abs(figure.baseline - token.baseline) < 0.4 * figure.size for token in tokens)
        for figure in figures
    ) / len(figures)


def _rows(tokens: Sequence[Token], edges: Sequence[float]) -> list[int]:
    """The row between edges that each token stands in."""
    return [int(row) for row in np.searchsorted(edges, [token.baseline for token in tokens])]


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
