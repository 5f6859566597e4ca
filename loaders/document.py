"""The model every reader returns: `Document → Page → Paragraph | Table → Cell`.

Coordinates are PDF points (1/72 inch) from the top left corner of the page *as displayed* (after `/Rotate`); formats without
geometry (Word, Excel, HTML) leave boxes `None`. Pages count from 1; a sheet of a workbook is a page, a Word or HTML file is one
page. Nothing is dropped: what a reader will not call table content (hidden rows, text outside the print area) is kept and marked.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

PageKind = Literal["text", "scan", "garbled", "sheet", "flow", "blank"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points, origin top left, `x0 <= x1` and `y0 <= y1`."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Cell:
    r"""One table cell at its anchor position; a spanned cell appears once.

    `text` is the text as shown (line breaks kept as `\n`); `stored` the exact stored value where the format has one (a workbook's
    number as a decimal string, without binary artefacts). `confidence` is below 1 for OCR. `hidden` marks hidden rows, columns,
    cells outside the print area and numbers beside a table: faithful, but not part of what was published.
    """

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    box: Box | None = None
    page: int | None = None
    stored: str | None = None
    confidence: float = 1.0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells, possibly continued over pages (`page_first … page_last`), with the caption lines found around it.

    `captions` are the text lines between the previous block and the table (title, form number, unit of account, 部门名称), in
    reading order; `notes` the lines right under it. `header_rows` is the number of leading rows that a repeated header proved to be
    header, else `None` (recognition decides). `engine` names what read it (`pdfium-lattice`, `pdfplumber`, `ocr`, `docx`, …).
    In a workbook, `origin_row` and `origin_column` (from 0) say where in the sheet the grid's first cell stands. A `hidden` table
    (hidden sheet) and the `hidden` cells of a shown one are kept for the record, never read as published. `open_above` and
    `open_below` are the columns without a ruling at the table's top and bottom edge: there a cell may go on over a page break.
    """

    cells: tuple[Cell, ...]
    row_count: int
    column_count: int
    page_first: int
    page_last: int
    engine: str
    captions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    box: Box | None = None
    header_rows: int | None = None
    hidden: bool = False
    sheet_name: str | None = None
    origin_row: int = 0
    origin_column: int = 0
    open_above: tuple[int, ...] = ()
    open_below: tuple[int, ...] = ()

    def grid(self) -> list[list[str | None]]:
        """Rows of text as published: the cell's text at its anchor, `None` in the rest of its span, where no cell is, and where it is hidden."""
        rows: list[list[str | None]] = [[None] * self.column_count for _ in range(self.row_count)]
        for cell in self.cells:
            if not cell.hidden:
                rows[cell.row][cell.column] = cell.text
        return rows

    def edges(self, axis: Literal["x", "y"]) -> list[float] | None:
        """Edges of the columns (x) or rows (y) in points, from the boxes of the cells; `None` where the format has no geometry."""
        count = self.column_count if axis == "x" else self.row_count
        found: dict[int, float] = {}
        for cell in self.cells:
            if cell.box is None:
                return None
            if axis == "x":
                found[cell.column], found[cell.column + cell.column_span] = cell.box.x0, cell.box.x1
            else:
                found[cell.row], found[cell.row + cell.row_span] = cell.box.y0, cell.box.y1
            if len(found) > count:
                return [found[index] for index in sorted(found)]
        return None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text of one paragraph, physical lines joined; `heading` is the outline level (1…) or 0."""

    text: str
    page: int
    box: Box | None = None
    heading: int = 0
    confidence: float = 1.0


def on_page(block: Paragraph | Table, number: int) -> Paragraph | Table:
    """The block on another page."""
    if isinstance(block, Paragraph):
        return replace(block, page=number)
    return replace(block, page_first=number, page_last=number)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its blocks (paragraphs and tables) in reading order.

    A table that continues over pages stands on its first page only. `artifacts` are lines kept but not content: page numbers,
    running heads, watermarks.
    """

    number: int
    width: float | None
    height: float | None
    kind: PageKind
    blocks: tuple[Paragraph | Table, ...]
    artifacts: tuple[str, ...] = ()
    rotation: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """What one file says, before anybody understands it.

    `title` is the format's own title metadata, untrusted. `problems` are short codes with detail (`("page_needs_ocr", "3")`,
    `("embedded_workbook", "ObjectPool/…")`): they end in `file.status_detail`.
    """

    media_type: str
    pages: tuple[Page, ...]
    title: str | None = None
    problems: tuple[tuple[str, str], ...] = field(default=())

    @property
    def tables(self) -> list[Table]:
        """All tables in reading order."""
        return [block for page in self.pages for block in page.blocks if isinstance(block, Table)]

    @property
    def paragraphs(self) -> list[Paragraph]:
        """All paragraphs in reading order."""
        return [block for page in self.pages for block in page.blocks if isinstance(block, Paragraph)]

    @property
    def text(self) -> str:
        """All running text, one paragraph a line, tables left out."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)
