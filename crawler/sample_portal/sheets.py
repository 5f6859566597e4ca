"""What a document of the sample portal consists of, before a writer makes a file of it: headings, paragraphs and ruled tables."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 0 is the title of the document."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of running text."""

    text: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block starts on a new page."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table with the lines printed above it.

    `cells` is rectangular: text at the anchor of a cell, `None` where a span covers it. `spans` are (row, column, row span,
    column span). `widths` are relative column widths; `landscape` asks for a wide page.
    """

    title: str
    cells: tuple[tuple[str | None, ...], ...]
    spans: tuple[tuple[int, int, int, int], ...] = ()
    header_rows: int = 1
    form_number: str = ""
    unit_name: str = ""
    period: str = ""
    currency_unit: str = "单位：万元"
    notes: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()
    landscape: bool = False


Block = Heading | Text | PageBreak | Grid


def money(amount: Decimal | None) -> str:
    """An amount as the tables print it: two places, blank where there is nothing."""
    return f"{amount:.2f}" if amount else ""


def grid(
    title: str,
    header: list[list[str]],
    body: list[list[str]],
    *,
    form_number: str = "",
    unit_name: str = "",
    period: str = "",
    currency_unit: str = "单位：万元",
    notes: tuple[str, ...] = (),
    widths: tuple[float, ...] = (),
    landscape: bool = False,
) -> Grid:
    """A grid from header rows in shorthand and body rows.

    In the header `<` continues the cell on its left and `^` the cell above; a rectangle of both is one merged cell.
    """
    cells: list[list[str | None]] = [list(row) for row in header]
    spans = []
    for row, texts in enumerate(header):
        for column, text in enumerate(texts):
            if text in ("<", "^"):
                cells[row][column] = None
                continue
            wide = 1
            while column + wide < len(texts) and texts[column + wide] == "<":
                wide += 1
            high = 1
            while row + high < len(header) and header[row + high][column] == "^":
                high += 1
            if wide > 1 or high > 1:
                spans.append((row, column, high, wide))
    width = len(header[0])
    for line in body:
        padded: list[str | None] = [*line, *[""] * (width - len(line))]
        cells.append(padded)
    return Grid(
        title,
        tuple(tuple(row) for row in cells),
        tuple(spans),
        len(header),
        form_number,
        unit_name,
        period,
        currency_unit,
        notes,
        widths or tuple([1.0] * width),
        landscape,
    )
