"""Rows of names and numbers in turn below the one row of a table: 因公出国（境）团组数 | 0 | 公务用车保有量 | 3 (Jiangsu)."""

from __future__ import annotations

from loaders.catalogue import Kind
from loaders.tables.blocks import Block
from loaders.tables.columns import Column
from loaders.tables.grid import Grid, number_of
from loaders.tables.headers import Header


def paired_rows(grid: Grid, header: Header, end: int, kind: Kind) -> dict[int, tuple[Block, ...]]:
    """The rows whose cells are a name and a number in turn, each pair as a block of its own.

    Only tables whose columns are the items have such rows, below at least one row of nothing but numbers.
    """
    if kind.axis != "item" or kind.rows != "line":
        return {}
    found: dict[int, tuple[Block, ...]] = {}
    plain = False
    for row in range(header.body, end):
        cells = [cell for cell in grid.cells_of(row) if cell.row == row and cell.text.strip()]
        states = [number_of(cell).state for cell in cells]
        if cells and all(state != "text" for state in states):
            plain = True
        elif (
            plain
            and len(cells) % 2 == 0
            and all(state == "text" for state in states[::2])
            and all(state != "text" for state in states[1::2])
        ):
            found[row] = tuple(
                Block((Column(name.column, (), "label"),), (), (Column(number.column, (), "value"),), None)
                for name, number in zip(cells[::2], cells[1::2], strict=True)
            )
    return found
