"""Columns ruled in the header alone: a cell over several columns, figures in several of them, is cut along the header's lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from loaders.readers.pdf.cells import locate
from loaders.readers.pdf.characters import Characters
from loaders.readers.pdf.columns import ACROSS
from loaders.readers.pdf.lattice import Grid
from loaders.readers.pdf.pdfium import Floats, Integers
from loaders.readers.pdf.tokens import Token, token_lines

_SLOP = 0.5
_FEWEST = 3


def with_columns_cut(grid: Grid, characters: Characters) -> Grid:
    """The grid with its wide cells cut where the text stands in the columns of the table; the same grid where it has none."""
    columns = grid.shape[1]
    start = grid.owner % columns
    if columns < _FEWEST or (start == np.arange(columns)).all():
        return grid
    inside, cell = locate(characters, grid)
    owner = grid.owner.copy()
    for name in _asked(characters.code[inside].astype(np.int64), cell, grid).tolist():
        members = np.argwhere(grid.owner == name)
        (top, left), (_, right) = members.min(axis=0), members.max(axis=0)
        tokens = [
            token
            for line in token_lines(characters.pick(inside[grid.owner.ravel()[cell] == name]))
            for token in line
        ]
        if _are_columns(tokens, grid.xs[left : right + 2]):
            for row, column in members.tolist():
                owner[row, column] = top * columns + column
    return replace(grid, owner=owner)


def _asked(code: Integers, cell: Integers, grid: Grid) -> Integers:
    """The cells, by their owner numbers, that are wider than a column and hold digits in two columns."""
    columns = grid.shape[1]
    digits = cell[(code >= ord("0")) & (code <= ord("9"))]
    places = np.unique(grid.owner.ravel()[digits] * columns + digits % columns)
    names, counts = np.unique(places // columns, return_counts=True)
    return names[counts > 1]


def _stand_in_columns(tokens: Sequence[Token], xs: Floats) -> bool:
    """Whether every token stands between two neighbouring edges."""
    place = np.searchsorted(xs[1:-1], [token.middle for token in tokens])
    return all(
        token.x0 >= xs[column] - _SLOP * token.size and token.x1 <= xs[column + 1] + _SLOP * token.size
        for token, column in zip(tokens, place.tolist(), strict=True)
    )


def fits_columns(tokens: Sequence[Token], xs: Floats) -> bool:
    """Whether a row stands in columns, a total's name over several of them."""
    return _stand_in_columns(
        [token for token in tokens if not ACROSS.fullmatch(token.text.replace(" ", ""))], xs
    )


def _are_columns(tokens: Sequence[Token], xs: Floats) -> bool:
    """Whether tokens stand in columns, at least three of them, and figures in two, which no years are (2023 年比 2022 年增减)."""
    place = np.searchsorted(xs[1:-1], [token.middle for token in tokens]).tolist()
    behind = [*(token.text for token in tokens[1:]), ""]
    figures = {
        column
        for column, token, text in zip(place, tokens, behind, strict=True)
        if token.figure and not text.startswith("年")
    }
    return _stand_in_columns(tokens, xs) and len(set(place)) >= min(_FEWEST, len(xs) - 1) and len(figures) > 1
