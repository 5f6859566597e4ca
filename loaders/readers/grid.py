"""Rows of cells with edges and vertical merges → a grid with spans, for formats that store tables row by row.

Edges are any numbers that grow to the right: grid columns (.docx), twips (.doc, .rtf). A boundary at which no cell begins is
no column, so the grid is as wide as the table looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from loaders.document import Cell, Table
from loaders.errors import ReadError
from loaders.limits import Limits

VerticalMerge = Literal["none", "restart", "continue"]


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell of one row as stored: from edge `left` to edge `right`."""

    left: int
    right: int
    text: str
    merge: VerticalMerge = "none"
    hidden: bool = False


@dataclass(slots=True)
class _Open:
    """A cell that may still grow downwards."""

    row: int
    column: int
    column_span: int
    text: str
    hidden: bool
    row_span: int = 1


def build(
    rows: Sequence[Sequence[RawCell]], engine: str, limits: Limits, *, tolerance: int = 0, page: int = 1
) -> Table:
    """The table of `rows`; edges closer than `tolerance` are one edge.

    Raises:
        ReadError: `too_large` past `max_rows`, `max_columns` or `max_cells`.
    """
    column_of, width = _columns(rows, tolerance)
    if len(rows) > limits.max_rows or width > limits.max_columns or sum(map(len, rows)) > limits.max_cells:
        raise ReadError("too_large", f"a table of {len(rows)} rows and {width} columns")
    placed: list[_Open] = []
    above: dict[tuple[int, int], _Open] = {}
    for number, row in enumerate(rows):
        current: dict[tuple[int, int], _Open] = {}
        for raw in row:
            column = column_of[raw.left]
            span = max(1, column_of[raw.right] - column)
            grown = above.get((column, span)) if raw.merge == "continue" else None
            if grown is None:
                grown = _Open(number, column, span, raw.text, raw.hidden)
                placed.append(grown)
            else:
                grown.row_span += 1
                grown.text = "\n".join(filter(None, (grown.text, raw.text)))
            if raw.merge != "none":
                current[column, span] = grown
        above = current
    cells = tuple(
        Cell(cell.row, cell.column, cell.text, cell.row_span, cell.column_span, hidden=cell.hidden)
        for cell in placed
    )
    return Table(cells, len(rows), width, page, page, engine)


def _columns(rows: Sequence[Sequence[RawCell]], tolerance: int) -> tuple[dict[int, int], int]:
    """Edge → column index, and the number of columns."""
    edges = sorted({edge for row in rows for cell in row for edge in (cell.left, cell.right)})
    starts = {cell.left for row in rows for cell in row}
    column_of: dict[int, int] = {}
    group: list[int] = []
    column = -1
    for edge in edges:
        if group and edge - group[0] > tolerance:
            column += any(member in starts for member in group)
            column_of.update(dict.fromkeys(group, column))
            group = []
        group.append(edge)
    if group:
        # the right border of the widest rows: one past the last column
        column_of.update(dict.fromkeys(group, column + 1))
        if any(member in starts for member in group):
            column += 1
    return column_of, max(1, column + 1)
