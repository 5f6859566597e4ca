"""The same table in other outward forms, as publishers vary them: what it yields must not change.

A variant takes a table and its only part; it raises `DoesNotApplyError` where the table has nothing to vary. Cells keep their place in the
original as their box, so that figures can be told apart however the grid moves; cells that a variant adds have none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from loaders.amounts import money_unit, read_number
from loaders.document import Box, Cell, Table
from loaders.tables.grid import Grid, packed
from loaders.tables.parts import Part, split_parts

Variant = Callable[[Table, Part], Table]
FACETS = ("amount", "quantity", "fiscal_year", "stage", "flow", "fund", "nature", "code", "item", "measure")
_WIDE = str.maketrans("0123456789.,()", "０１２３４５６７８９．，（）")


class DoesNotApplyError(Exception):
    """The table has nothing that a variant varies."""


def marked(table: Table, number: int = 0) -> Table:
    """The table with the place of each cell, and the number of the table, as its box."""
    return replace(
        table, cells=tuple(replace(cell, box=Box(cell.row, cell.column, number, 0)) for cell in table.cells)
    )


def varied(table: Table, variant: Variant) -> Table:
    """A marked table in another form."""
    parts = split_parts(table, Grid(table), table.captions)
    if len(parts) != 1 or not parts[0].header.rows or parts[0].end != table.row_count:
        raise DoesNotApplyError
    return replace(variant(table, parts[0]), header_rows=None)


def _grown(table: Table, *, row: int | None = None, column: int | None = None) -> Table:
    """The table with room for a row or a column; cells over the place grow."""
    cells = []
    for cell in table.cells:
        if row is not None:
            down = cell.row >= row
            grows = cell.row < row < cell.row + cell.row_span
            cell = replace(cell, row=cell.row + down, row_span=cell.row_span + grows)
        if column is not None:
            right = cell.column >= column
            grows = cell.column < column < cell.column + cell.column_span
            cell = replace(cell, column=cell.column + right, column_span=cell.column_span + grows)
        cells.append(cell)
    return replace(
        table,
        cells=tuple(cells),
        row_count=table.row_count + (row is not None),
        column_count=table.column_count + (column is not None),
    )


def _with(table: Table, cells: Iterable[Cell]) -> Table:
    return replace(table, cells=(*table.cells, *cells))


def _figures(table: Table, part: Part) -> list[int]:
    """The columns of figures: most of their cells below the header are numbers."""
    grid = Grid(table)
    states = {
        column: [grid.number(row, column).state for row in range(part.header.body, part.end)]
        for column in range(table.column_count)
    }
    return [
        column
        for column, found in states.items()
        if found.count("value") > found.count("text")
        and not re.search("编码|代码|次|号", packed("".join(part.header.paths[column])))
    ]


def wide_signs(table: Table, part: Part) -> Table:
    """Full-width digits and brackets."""
    return replace(table, cells=tuple(replace(c, text=c.text.translate(_WIDE)) for c in table.cells))


def spaced_names(table: Table, part: Part) -> Table:
    """Spaces inside short names and before all others: 合　计."""

    def spaced(text: str) -> str:
        return (
            "　　".join(text)
            if re.fullmatch("[一-鿿]{2}", text)
            else f"　{text}"
            if read_number(text).state == "text"
            else text
        )

    return replace(table, cells=tuple(replace(c, text=spaced(c.text)) for c in table.cells))


def header_taken_apart(table: Table, part: Part) -> Table:
    """Merged header cells lost: only the first has the name."""
    return replace(
        table,
        cells=tuple(
            replace(c, row_span=1, column_span=1) if c.row < part.header.body else c for c in table.cells
        ),
    )


def header_repeated(table: Table, part: Part) -> Table:
    """Merged header cells lost: each has the name."""
    cells: list[Cell] = []
    for c in table.cells:
        if part.header.first <= c.row < part.header.body:
            rows, columns = range(c.row, c.row + c.row_span), range(c.column, c.column + c.column_span)
            cells += [
                replace(c, row=row, column=column, row_span=1, column_span=1)
                for row in rows
                for column in columns
            ]
        else:
            cells.append(c)
    return replace(table, cells=tuple(cells))


def header_at_the_bottom(table: Table, part: Part) -> Table:
    """Header cells merged downwards lost: the name stands in the lowest."""
    tall = {id(c) for c in table.cells if c.row < part.header.body and c.row_span > 1}
    if not tall:
        raise DoesNotApplyError
    return replace(
        table,
        cells=tuple(
            replace(c, row=c.row + c.row_span - 1, row_span=1) if id(c) in tall else c for c in table.cells
        ),
    )


def titled_inside(table: Table, part: Part) -> Table:
    """The captions as rows of the grid, not merged, the body's name below them."""
    if part.heading.first_row or not table.captions or table.column_count < 3:
        raise DoesNotApplyError
    lines = [*table.captions[:-1], "507-清溪县某局", table.captions[-1]]
    bare = replace(table, captions=())
    for _ in lines:
        bare = _grown(bare, row=0)
    places = (table.column_count - 1 if money_unit(line) else 0 for line in lines)
    return _with(
        bare, (Cell(row, place, line) for row, (place, line) in enumerate(zip(places, lines, strict=True)))
    )


def columns_numbered(table: Table, part: Part) -> Table:
    """A row 栏次 under the header."""
    if part.header.body > part.header.rows[-1] + 1:
        raise DoesNotApplyError
    room = _grown(table, row=part.header.body)
    texts = ["栏次", *map(str, range(1, table.column_count))]
    return _with(room, (Cell(part.header.body, column, text) for column, text in enumerate(texts)))


def unit_in_headers(table: Table, part: Part) -> Table:
    """The unit of account behind each header of figures instead of above the table."""
    unit = part.heading.currency_unit
    said = "".join(text for path in part.header.paths for text in path)
    if unit is None or part.heading.first_row or "元" in said or "%" in said or "％" in said:
        raise DoesNotApplyError
    grid = Grid(table)
    lowest = set()
    for column in _figures(table, part):
        row = next((row for row in reversed(part.header.rows) if grid.packed(row, column)), None)
        if row is not None:
            lowest.add(id(grid.cover[row][column]))
    return replace(
        table,
        captions=tuple(line for line in table.captions if money_unit(line) is None),
        cells=tuple(replace(c, text=f"{c.text}（{unit}）") if id(c) in lowest else c for c in table.cells),
    )


def blank_columns(table: Table, part: Part) -> Table:
    """Blank columns at both ends and between the sides of a balance."""
    figures = _figures(table, part)
    sides = [
        column + 1 for column in figures if column + 1 < table.column_count and column + 1 not in figures
    ]
    for column in (table.column_count, *reversed(sides), 0):
        table = _grown(table, column=column)
    return table


def remarks_and_notes(table: Table, part: Part) -> Table:
    """A column 备注, blank rows and a note below."""
    last, rows = table.column_count, table.row_count
    note = Cell(rows + 1, 0, "注：本表反映本年度收支情况，可能存在尾差。", 1, last + 1)
    room = replace(table, row_count=rows + 2, column_count=last + 1)
    return _with(room, [Cell(part.header.first, last, "备注", part.header.body - part.header.first), note])


VARIANTS: dict[str, Variant] = {
    variant.__name__: variant
    for variant in (
        wide_signs,
        spaced_names,
        header_taken_apart,
        header_repeated,
        header_at_the_bottom,
        titled_inside,
        columns_numbered,
        unit_in_headers,
        blank_columns,
        remarks_and_notes,
    )
}
