"""A ruled header over a body without vertical rulings: the lines of text below it stand in the header's columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from loaders.readers.pdf.bands import CAPTION, Line
from loaders.readers.pdf.cells import locate
from loaders.readers.pdf.characters import DESCENT, Characters
from loaders.readers.pdf.lattice import OVERSHOOT, Grid, Lines
from loaders.readers.pdf.open_cells import fits_columns
from loaders.readers.pdf.pdfium import Floats
from loaders.readers.pdf.rows import block_rows, ruled_rows
from loaders.readers.pdf.stream import FARTHEST, grid_on
from loaders.readers.pdf.tokens import token_lines


def with_body(grid: Grid, characters: Characters, free: Characters, horizontal: Lines, foot: float) -> Grid:
    """The grid with the rows that stand below it in its columns; the same grid where it is no header or nothing stands there.

    Args:
        grid: a ruled grid.
        characters: all characters of the page.
        free: those outside ruled grids.
        horizontal: the horizontal lines that belong to no ruled grid.
        foot: where the next grid begins.
    """
    left, _, right, top = grid.box
    below = free.pick((free.middle_y > top) & (free.middle_y < foot))
    lines = _body(token_lines(below), grid.xs, top)
    if not any(token.figure for line in lines for token in line) or _has_figures(grid, characters):
        return grid
    bottom = lines[-1][0].baseline + (DESCENT + 0.1) * lines[-1][0].size
    alike = (np.abs(horizontal.start - left) < OVERSHOOT) & (np.abs(horizontal.end - right) < OVERSHOOT)
    levels = horizontal.at[alike & (horizontal.at > top) & (horizontal.at < bottom + 2 * lines[-1][0].size)]
    rows = block_rows(lines)
    if len(levels):
        levels = np.concatenate(([top], levels, [bottom] if bottom > levels.max() + 1 else []))
        sides = np.ones(len(levels))
        rows = ruled_rows(lines, Lines(np.arange(len(levels)), levels, left * sides, right * sides))
    body = grid_on(grid.xs, rows, top, None, 0)
    return replace(
        grid,
        ys=np.append(grid.ys, body.ys[1:]),
        owner=np.concatenate((grid.owner, body.owner + grid.owner.size)),
        ruled=False,
        open_below=(),
    )


def _has_figures(grid: Grid, characters: Characters) -> bool:
    """Whether a grid holds figures other than the numbers of its columns."""
    inside, _ = locate(characters, grid)
    lines = token_lines(characters.pick(inside))
    return any(token.figure and len(token.text) > 2 for line in lines for token in line)


def _body(lines: Sequence[Line], xs: Floats, top: float) -> list[Line]:
    """The lines that follow each other below a header, each in its columns."""
    body: list[Line] = []
    level = top
    for line in lines:
        if line[0].baseline - level > FARTHEST * line[0].size or not _fits(line, xs):
            break
        body.append(line)
        level = line[0].baseline
    return body


def _fits(line: Line, xs: Floats) -> bool:
    """Whether a line stands in columns and is no caption."""
    return fits_columns(line, xs) and not any(CAPTION.search(token.text) for token in line)
