"""Tables continued over pages → one table each.

Works on any pages whose cells have boxes or equal column counts: columns are matched by position, a header printed again is dropped,
a row that the page break cut in two is joined. What repeats proves where the header ends (`header_rows`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.document import Cell, Page, Table
from loaders.tables.beside import beside
from loaders.tables.page_breaks import are_last_letters, cut_tall, is_one_row, widths

EDGE_TOLERANCE = 4.0
MOST_HEADER_ROWS = 8
_CONTINUED = re.compile(r"[（(]?续表?\s*[\d一二三四五六七八九十]*[)）]?|[（(]?接上页[)）]?")
_AMOUNT = re.compile(r"^-?\d{1,3}(,\d{3})+(\.\d+)?$|^-?\d+\.\d+$|^-?\d{3,}$")


def stitch(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Join each table that ends a page with the table that opens the next, if they are one.

    Args:
        pages: pages in order; blocks in reading order.

    Returns:
        As many pages; a joined table stands on its first page.
    """
    done = list(pages)
    open_at: tuple[int, int] | None = None
    for index, page in enumerate(done):
        blocks = page.blocks
        head = blocks[0] if blocks else None
        if open_at is not None and isinstance(head, Table):
            home, place = open_at
            first = done[home].blocks[place]
            joined = None
            if isinstance(first, Table):
                joined = beside(first, head) or (
                    _joined(first, head) if _goes_on(done[home], place) else None
                )
            if joined is not None:
                kept = done[home].blocks
                done[home] = replace(done[home], blocks=(*kept[:place], joined, *kept[place + 1 :]))
                done[index] = page = replace(page, blocks=blocks[1:])
                if any(isinstance(block, Table) for block in page.blocks):
                    open_at = _open_table(index, page)
                elif page.blocks and not joined.open_below:
                    open_at = None
                continue
        open_at = _open_table(index, page) if blocks else open_at if page.kind == "blank" else None
    return tuple(done)


def _open_table(index: int, page: Page) -> tuple[int, int] | None:
    """The place of the last table of a page: the next page may hold more of its rows, or of its columns."""
    places = [place for place, block in enumerate(page.blocks) if isinstance(block, Table)]
    return (index, places[-1]) if places else None


def _goes_on(page: Page, place: int) -> bool:
    """Whether a table ends its page without notes; words too long for a last row that is cut open may stand below it."""
    block = page.blocks[place]
    return (
        isinstance(block, Table)
        and not block.notes
        and (bool(block.open_below) or place == len(page.blocks) - 1)
    )


@dataclass(frozen=True, slots=True)
class _Columns:
    """A table's cells with columns renumbered on shared edges."""

    cells: tuple[Cell, ...]
    count: int
    open_above: tuple[int, ...]
    open_below: tuple[int, ...]

    @staticmethod
    def of(table: Table) -> _Columns:
        """The table's own columns."""
        return _Columns(table.cells, table.column_count, table.open_above, table.open_below)

    @staticmethod
    def stretched(table: Table, places: Sequence[int], count: int) -> _Columns:
        """The table on other columns: edge `i` of its own stands at edge `places[i]`."""
        cells = tuple(
            replace(
                cell,
                column=places[cell.column],
                column_span=places[cell.column + cell.column_span] - places[cell.column],
            )
            for cell in table.cells
        )
        above, below = (
            tuple(places[column] for column in columns) for columns in (table.open_above, table.open_below)
        )
        return _Columns(cells, count, above, below)


def _joined(first: Table, second: Table) -> Table | None:
    """The two tables as one, or None if they are two tables."""
    if not _same_captions(first, second) or first.sheet_name != second.sheet_name:
        return None
    aligned = _aligned(first, second)
    if aligned is None:
        return None
    one, two = aligned
    repeated = _repeated_rows(one.cells, two.cells, first.row_count, second.row_count)
    if repeated is None and second.captions:
        return None
    skip = repeated or 0
    if skip == second.row_count:
        return replace(first, page_last=second.page_last, notes=second.notes)
    if any(cell.row < skip < cell.row + cell.row_span for cell in two.cells):
        return None
    rest = [cell for cell in two.cells if cell.row >= skip]
    cells, moved, rows = _put_below(one, two, rest, first.row_count, skip)
    return replace(
        first,
        cells=cells + moved,
        row_count=rows + second.row_count - skip,
        column_count=one.count,
        page_last=second.page_last,
        notes=second.notes,
        header_rows=skip or first.header_rows,
        open_above=one.open_above,
        open_below=two.open_below,
    )


def _put_below(
    one: _Columns, two: _Columns, rest: Sequence[Cell], rows: int, skip: int
) -> tuple[tuple[Cell, ...], tuple[Cell, ...], int]:
    """Both tables' cells with what the page break cut made whole, and how many rows stand above the second table's first."""
    upper = {cell.column: cell for cell in one.cells if cell.row + cell.row_span == rows}
    lower = {cell.column: cell for cell in rest if cell.row == skip}
    cut = set() if skip else set(one.open_below) & set(two.open_above) & set(upper) & set(lower)
    cut |= {
        column for column, cell in lower.items() if cell.row_span > 1 and not cell.text and column in upper
    }
    cut |= cut_tall(upper, lower)
    cut = {column for column in cut if upper[column].column_span == lower[column].column_span}
    if (
        len(cut) == len(lower)
        or are_last_letters(upper, lower)
        or is_one_row(upper, lower, lambda: widths([*one.cells, *rest]))
    ):
        rows, cut = rows - 1, set(lower)
    shift = rows - skip
    wholes = {}
    for column in cut & set(upper):
        above, below = upper[column], lower[column]
        # a merged cell may say the same on both pages
        text = "\n".join(dict.fromkeys(text for text in (above.text, below.text) if text))
        span = below.row + below.row_span + shift - above.row
        wholes[id(above)] = replace(above, text=text, row_span=max(span, above.row_span))
    gone = {id(lower[column]) for column in cut}
    moved = tuple(_lowered(cell, shift) for cell in rest if id(cell) not in gone)
    kept = tuple(wholes.get(id(cell), cell) for cell in one.cells) if wholes else one.cells
    return kept, moved, rows


def _lowered(cell: Cell, rows: int) -> Cell:
    """The cell some rows further down; spelt out because `replace` takes five times as long and long tables have many cells."""
    return Cell(
        cell.row + rows,
        cell.column,
        cell.text,
        cell.row_span,
        cell.column_span,
        cell.box,
        cell.page,
        cell.stored,
        cell.confidence,
        cell.hidden,
    )


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", _CONTINUED.sub("", text))


def _same_captions(first: Table, second: Table) -> bool:
    """Whether the second table brings no caption of its own: none, 续表, or the first one's again."""
    own = {_plain(text) for text in second.captions} - {""}
    return own <= {_plain(text) for text in first.captions}


def _aligned(first: Table, second: Table) -> tuple[_Columns, _Columns] | None:
    """Both tables on the union of their column edges, if the outer edges agree and one set of edges holds the other."""
    one, two = first.edges("x"), second.edges("x")
    if one is None or two is None:
        if first.column_count != second.column_count:
            return None
        return _Columns.of(first), _Columns.of(second)
    shift = two[0] - one[0]
    width = one[-1] - one[0]
    if abs((two[-1] - two[0]) - width) > max(2 * EDGE_TOLERANCE, 0.02 * width):
        return None
    if abs(shift) > 0.1 * width:
        return None
    two = [edge - shift for edge in two]
    if len(one) == len(two) and all(abs(a - b) <= 2 * EDGE_TOLERANCE for a, b in zip(one, two, strict=True)):
        return _Columns.of(first), _Columns.of(second)
    longer, shorter = (one, two) if len(one) >= len(two) else (two, one)
    places = [min(range(len(longer)), key=lambda index: abs(longer[index] - edge)) for edge in shorter]
    far = any(abs(longer[place] - edge) > EDGE_TOLERANCE for place, edge in zip(places, shorter, strict=True))
    if far or len(set(places)) != len(places):
        return None
    if longer is one:
        return _Columns.of(first), _Columns.stretched(second, places, len(longer) - 1)
    return _Columns.stretched(first, places, len(longer) - 1), _Columns.of(second)


def _rows(cells: Sequence[Cell], count: int) -> list[tuple[tuple[int, str], ...]]:
    """The leading `count` rows as comparable values: (column, text without white space) of the cells that say something."""
    rows: list[list[tuple[int, str]]] = [[] for _ in range(count)]
    for cell in cells:
        if cell.row < count and cell.text.strip():
            rows[cell.row].append((cell.column, re.sub(r"\s+", "", cell.text)))
    return [tuple(sorted(row)) for row in rows]


def _repeated_rows(one: Sequence[Cell], two: Sequence[Cell], one_rows: int, two_rows: int) -> int | None:
    """How many leading rows of the second table print the first one's again; None if none."""
    most = min(MOST_HEADER_ROWS, one_rows, two_rows)
    count = 0
    said = False
    for a, b in zip(_rows(one, most), _rows(two, most), strict=True):
        if a != b or any(_AMOUNT.search(text) for _, text in a):
            break
        count += 1
        said = said or bool(a)
    while count and any(cell.row < count < cell.row + cell.row_span for cell in two):
        count -= 1
    return count if count and said else None
