"""A sheet as read → a page: captions above the grid, notes below it, one table per stacked block, what is hidden apart.

Grids keep the sheet's own columns and rows, so a figure's cell can be found again in the workbook (`Table.origin_row`).
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from loaders.document import Cell, Document, Page, Paragraph, Table, on_page
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers.sheet.stacking import LINE, beside, is_caption, stacked

SPARSE = 8
"""A grid with more positions per filled cell than this is scattered notes: its blanks mean nothing."""

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0, all inclusive."""

_NOTE = re.compile(r"^\s*(?:备?注|说明|填表说明)\s*\d?\s*[:：]|^\s*本表|^\s*\d\s*[、.].{20,}")
_WORD = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Value:
    """What one cell holds: the text it shows, and the exact stored value of a number, date or truth value."""

    text: str
    stored: str | None = None


@dataclass(slots=True)
class Sheet:
    """One sheet as a reader found it. Row and column numbers start at 0.

    `formulas` are those without a stored result, with the format of their cells; `beside` is what lies on the cells.
    """

    name: str
    hidden: bool = False
    cells: dict[tuple[int, int], Value] = field(default_factory=dict)
    formulas: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    merges: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    print_area: list[Range] = field(default_factory=list)
    beside: list[Paragraph | Table] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of one workbook in their order; `active` is the name of the sheet it opens with."""

    sheets: list[Sheet]
    active: str | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)


def document(book: Book, engine: str, limits: Limits) -> Document:
    """The document of a workbook: a page per sheet, hidden sheets named among the problems."""
    pages = tuple(page(sheet, number, engine, limits) for number, sheet in enumerate(book.sheets, 1))
    hidden = [("hidden_sheet", sheet.name) for sheet in book.sheets if sheet.hidden]
    return Document(engine, pages, problems=(*hidden, *book.problems))


def page(sheet: Sheet, number: int, engine: str, limits: Limits) -> Page:
    """The page of a sheet.

    Raises:
        ReadError: `too_large` past `max_cells`.
    """
    if len(sheet.cells) > limits.max_cells:
        raise ReadError("too_large", f"a sheet of more than {limits.max_cells} cells")
    cells = _aside(_cells(sheet))
    shown = [cell for cell in cells if not cell.hidden]
    blocks = [
        block
        for rows in stacked(shown)
        for part in beside(rows)
        for block in _block(part, sheet, number, engine)
    ]
    blocks += [on_page(block, number) for block in sheet.beside]
    concealed = [cell for cell in cells if cell.hidden]
    if concealed:
        blocks.append(replace(_table(concealed, (), (), sheet, number, engine), hidden=True))
    return Page(number, None, None, "sheet" if blocks else "blank", tuple(blocks))


def _cells(sheet: Sheet) -> list[Cell]:
    """All non-empty cells in reading order, merged ones with their span, hidden ones marked."""
    spans: dict[tuple[int, int], Range] = {}
    covered: set[tuple[int, int]] = set()
    for merge in _sound(sheet):
        spans[merge[0], merge[1]] = merge
        # covered cells hold nothing that shows; only those that exist matter
        covered.update(at for at in _inside(sheet, merge) if at != merge[:2])
    area = _effective_area(sheet)
    hidden_columns = {
        column for first, last in sheet.hidden_columns for column in range(first, min(last, 16384) + 1)
    }
    cells = []
    for (row, column), value in sorted(sheet.cells.items()):
        if (row, column) in covered or not (value.text.strip() or value.stored):
            continue
        top, left, bottom, right = spans.get((row, column), (row, column, row, column))
        hidden = (
            sheet.hidden
            or all(r in sheet.hidden_rows for r in range(top, bottom + 1))
            or all(c in hidden_columns for c in range(left, right + 1))
            or not any(a <= row <= c and b <= column <= d for a, b, c, d in area)
        )
        text = value.text.strip()
        cells.append(
            Cell(row, column, text, bottom - top + 1, right - left + 1, stored=value.stored, hidden=hidden)
        )
    return cells


def _aside(cells: list[Cell]) -> list[Cell]:
    """The cells, with numbers apart from a table, under no word and behind a blank column, hidden: sums that the author checked."""
    shown = [cell for cell in cells if not cell.hidden]
    taken = {column for cell in shown for column in range(cell.column, cell.column + cell.column_span)}
    starts = [column for column in sorted(taken) if column - 1 not in taken]
    words = {bisect(starts, cell.column) for cell in shown if _WORD.search(cell.text)}
    if not words or len(words) == len(starts):
        return cells
    return [cell if bisect(starts, cell.column) in words else replace(cell, hidden=True) for cell in cells]


def _sound(sheet: Sheet) -> Iterator[Range]:
    """The merged ranges, cut to where the sheet has cells: whole columns may be merged."""
    last_row = max((row for row, _ in sheet.cells), default=0)
    last_column = max((column for _, column in sheet.cells), default=0)
    for top, left, bottom, right in sheet.merges:
        if top <= last_row and left <= last_column:
            yield top, left, max(top, min(bottom, last_row)), max(left, min(right, last_column + 64))


def _inside(sheet: Sheet, area: Range) -> Iterable[tuple[int, int]]:
    top, left, bottom, right = area
    if (bottom - top + 1) * (right - left + 1) > len(sheet.cells):
        return [at for at in sheet.cells if top <= at[0] <= bottom and left <= at[1] <= right]
    return [(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1) if (r, c) in sheet.cells]


def _effective_area(sheet: Sheet) -> list[Range]:
    """The print area, unless it prints nothing of the sheet (then it is a leftover of a template)."""
    everything = [(0, 0, 1 << 30, 1 << 30)]
    area = sheet.print_area
    if not area or not any(a <= r <= c and b <= k <= d for r, k in sheet.cells for a, b, c, d in area):
        return everything
    return area


def _block(rows: list[list[Cell]], sheet: Sheet, number: int, engine: str) -> list[Paragraph | Table]:
    if all(len(row) == 1 for row in rows):
        return [Paragraph(cell.text, number) for row in rows for cell in row]
    first, last = 0, len(rows)
    unit_seen = False
    while first < last - 1 and is_caption(rows[first]):
        # below the unit of account the table has begun, and a lone cell is a group heading (一、政府采购情况)
        if unit_seen and not any(LINE.match(cell.text) for cell in rows[first]):
            break
        unit_seen = unit_seen or any("单位" in cell.text and LINE.match(cell.text) for cell in rows[first])
        first += 1
    while last > first + 1 and _is_note(rows[last - 1]):
        last -= 1
    captions = tuple(cell.text for row in rows[:first] for cell in row)
    notes = tuple(cell.text for row in rows[last:] for cell in row)
    return [
        _table([cell for row in rows[first:last] for cell in row], captions, notes, sheet, number, engine)
    ]


def _is_note(row: list[Cell]) -> bool:
    return len(row) == 1 and bool(_NOTE.match(row[0].text))


def _table(
    cells: list[Cell],
    captions: tuple[str, ...],
    notes: tuple[str, ...],
    sheet: Sheet,
    number: int,
    engine: str,
) -> Table:
    top = min(cell.row for cell in cells)
    left = min(cell.column for cell in cells)
    placed = [replace(cell, row=cell.row - top, column=cell.column - left) for cell in cells]
    row_count = max(cell.row + cell.row_span for cell in placed)
    column_count = max(cell.column + cell.column_span for cell in placed)
    if not any(cell.hidden for cell in cells):
        placed = _with_blanks(placed, row_count, column_count, sheet, (top, left))
    return Table(
        cells=tuple(placed),
        row_count=row_count,
        column_count=column_count,
        page_first=number,
        page_last=number,
        engine=engine,
        captions=captions,
        notes=notes,
        hidden=sheet.hidden,
        sheet_name=sheet.name,
        origin_row=top,
        origin_column=left,
    )


def _with_blanks(
    cells: list[Cell], rows: int, columns: int, sheet: Sheet, origin: tuple[int, int]
) -> list[Cell]:
    """The cells of a grid with its blank ones: a blank cell of a printed table says something, an absent one does not."""
    if rows * columns > len(cells) * SPARSE + 1000:
        return cells
    taken = {
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    top, left = origin
    shown_rows = [row for row in range(rows) if row + top not in sheet.hidden_rows]
    shown_columns = [
        c for c in range(columns) if not any(a <= c + left <= b for a, b in sheet.hidden_columns)
    ]
    blanks = [
        Cell(row, column, "") for row in shown_rows for column in shown_columns if (row, column) not in taken
    ]
    return sorted([*cells, *blanks], key=lambda cell: (cell.row, cell.column))
