"""A frame drawn around a table, a few points away, makes a rim of empty cells: they are no columns and no rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from loaders.readers.pdf.cells import locate
from loaders.readers.pdf.characters import Characters
from loaders.readers.pdf.groups import middle
from loaders.readers.pdf.lattice import Grid

_NARROW = 1.0


def without_margins(grid: Grid, characters: Characters) -> Grid:
    """The grid without its outermost columns and rows where they are too narrow for a character and hold none."""
    rows, columns = grid.shape
    if not len(characters) or rows < 3 or columns < 3:
        return grid
    narrow = _NARROW * middle(characters.size)
    outer = (
        grid.xs[1] - grid.xs[0],
        grid.xs[-1] - grid.xs[-2],
        grid.ys[1] - grid.ys[0],
        grid.ys[-1] - grid.ys[-2],
    )
    if min(outer) >= narrow:
        return grid
    _, cell = locate(characters, grid)
    used_rows, used_columns = np.unique(cell // columns), np.unique(cell % columns)
    if not len(cell):
        return grid
    left = int(outer[0] < narrow and used_columns[0] > 0)
    right = columns - int(outer[1] < narrow and used_columns[-1] < columns - 1)
    top = int(outer[2] < narrow and used_rows[0] > 0)
    bottom = rows - int(outer[3] < narrow and used_rows[-1] < rows - 1)
    if (left, right, top, bottom) == (0, columns, 0, rows):
        return grid
    kept = grid.owner[top:bottom, left:right]
    _, first, name = np.unique(kept, return_index=True, return_inverse=True)
    inside = range(left, right)
    return replace(
        grid,
        xs=grid.xs[left : right + 1],
        ys=grid.ys[top : bottom + 1],
        owner=first[name].reshape(kept.shape),
        open_above=() if top else tuple(column - left for column in grid.open_above if column in inside),
        open_below=()
        if bottom < rows
        else tuple(column - left for column in grid.open_below if column in inside),
    )
