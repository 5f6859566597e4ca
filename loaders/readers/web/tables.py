"""HTML tables to grids: `rowspan` and `colspan` as browsers place them, Excel's and Word's own marks understood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from loaders.document import Table
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers.grid import RawCell, VerticalMerge, build
from loaders.readers.web.markup import is_hidden, lines

_SECTIONS = ("thead", "tbody", "tfoot")


def is_layout(table: Any) -> bool:
    """Whether a table only arranges the page: it holds other tables, or it has a single column."""
    if table.find(".//table") is not None:
        return True
    return all(len(list(_cells(row))) < 2 for row in _rows(table))


def grid(table: Any, limits: Limits) -> Table | None:
    """The table, or `None` when nothing in it shows.

    Raises:
        ReadError: `too_large` past `max_rows`, `max_columns` or `max_cells`.
    """
    rows = list(_rows(table))
    if len(rows) > limits.max_rows:
        raise ReadError("too_large", f"a table of {len(rows)} rows")
    placed: list[list[RawCell]] = [[] for _ in rows]
    stored: dict[tuple[int, int], str] = {}
    taken: list[set[int]] = [set() for _ in rows]
    hidden_columns = _hidden_columns(table, limits)
    count = 0
    for number, row in enumerate(rows):
        column = 0
        row_hidden = is_hidden(row)
        for cell in _cells(row):
            while column in taken[number]:
                column += 1
            width = min(_span(cell, "colspan"), limits.max_columns)
            height = min(_span(cell, "rowspan") or len(rows), len(rows) - number)
            count += width * height
            if count > limits.max_cells or column + width > limits.max_columns:
                raise ReadError("too_large", "a table with too many cells")
            columns = set(range(column, column + width))
            hidden = row_hidden or is_hidden(cell) or columns <= hidden_columns
            for below in range(number, number + height):
                taken[below] |= columns
                first = below == number
                text = "\n".join(lines(cell)) if first else ""
                merge: VerticalMerge = "none" if height == 1 else "restart" if first else "continue"
                placed[below].append(RawCell(column, column + width, text, merge, hidden))
            if cell.get("x:num"):
                stored[number, column] = cell.get("x:num")
            column += width
    if not any(cell.text for row in placed for cell in row):
        return None
    built = build([sorted(row, key=lambda cell: cell.left) for row in placed], "html", limits)
    return _with_stored(built, placed, stored) if stored else built


def _with_stored(table: Table, placed: list[list[RawCell]], stored: dict[tuple[int, int], str]) -> Table:
    """Attach Excel's exact values (`x:num`), found by the text they show in their row."""
    by_text = {
        (row, cell.text): stored[row, cell.left]
        for row, cells in enumerate(placed)
        for cell in cells
        if (row, cell.left) in stored
    }
    return replace(
        table, cells=tuple(replace(cell, stored=by_text.get((cell.row, cell.text))) for cell in table.cells)
    )


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _SECTIONS:
            yield from child.iterfind("tr")


def _cells(row: Any) -> Iterator[Any]:
    return (child for child in row if child.tag in ("td", "th"))


def _hidden_columns(table: Any, limits: Limits) -> set[int]:
    hidden: set[int] = set()
    column = 0
    for entry in table.iter("col"):
        width = min(max(1, _span(entry, "span")), limits.max_columns)
        if is_hidden(entry):
            hidden |= set(range(column, column + width))
        column = min(column + width, limits.max_columns)
    return hidden


def _span(cell: Any, name: str) -> int:
    """A span attribute; missing or nonsense is 1, `rowspan="0"` (to the end) stays 0."""
    text = (cell.get(name) or "1").strip()
    if not text.isascii() or not text.isdigit():
        return 1
    value = min(int(text[:6]), 65534)
    return value if value or name == "rowspan" else 1
