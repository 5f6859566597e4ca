"""Tables for tests from rows of text: `<` goes on with the cell to the left, `^` with the cell above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from loaders.document import Cell, Table
from loaders.figures import Context, TableYield, table_figures
from warehouse.records import FigureRow

BUDGET = Context(fiscal_year=2024, stage="initial_budget", kind="dept_budget", declared_unit="万元")
FINAL = Context(fiscal_year=2024, stage="final", kind="dept_final", declared_unit="万元")
GOVERNMENT = Context(fiscal_year=2025, stage="initial_budget", kind="gov_budget", declared_unit="万元")


def make_table(rows: Sequence[Sequence[str]], captions: Sequence[str] = (), **more: Any) -> Table:
    """A table whose spans are written as `<` and `^`; short rows end in blank cells."""
    width = max(len(row) for row in rows)
    grid = [[*row, *[""] * (width - len(row))] for row in rows]
    cells = []
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            columns = 1
            while c + columns < width and row[c + columns] == "<":
                columns += 1
            down = 1
            while r + down < len(grid) and grid[r + down][c] == "^":
                down += 1
            cells.append(Cell(r, c, text, down, columns, page=1))
    return Table(tuple(cells), len(grid), width, 1, 1, "test", captions=tuple(captions), **more)


def understand(
    rows: Sequence[Sequence[str]],
    title: str,
    context: Context = BUDGET,
    captions: Sequence[str] = (),
    **more: Any,
) -> TableYield:
    """What one table under a title yields."""
    return table_figures("document", [make_table(rows, (title, *captions), **more)], context)


def values(found: TableYield) -> list[FigureRow]:
    """The figures that hold a number."""
    return [figure for figure in found.figures if figure.value_state == "value"]


def one(found: TableYield, label: str | None, *path: str) -> FigureRow:
    """The only figure of a row (its label or code) whose column path ends with the given texts."""
    hits = [
        figure
        for figure in found.figures
        if label in (figure.row_label, figure.row_code)
        and figure.column_path[len(figure.column_path) - len(path) :] == path
    ]
    assert len(hits) == 1, (label, path, [(f.row_label, f.column_path) for f in found.figures])
    return hits[0]
