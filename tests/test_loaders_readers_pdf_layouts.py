"""Forms in the layouts of disclosures, drawn in every style: each cell in its row and column, captions above, pages joined."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pdfs import documents, layouts
from reportlab.pdfgen.canvas import Canvas

from loaders.document import Document
from loaders.readers.pdf import read_pdf

WIDE = (842.0, 595.0)


def read(tmp_path: Path, *pages: documents.Draw, size: tuple[float, float] = WIDE) -> Document:
    path = tmp_path / "file.pdf"
    path.write_bytes(documents.pdf(*pages, size=size))
    return read_pdf(path)


def said(grid: list[list[str | None]]) -> list[list[str]]:
    return [[re.sub(r"\s", "", cell or "") for cell in row] for row in grid]


# Without lines, names over several columns and levels of a header are not always told: so many rows from the top are not compared.
HEADER_GAPS = {
    ("twelve columns", "borderless"): 1,
    ("twelve columns", "three rules"): 1,
    ("empty leaf", "borderless"): 2,
}
# letters apart leave less room between columns than within words
UNREAD = {("twelve columns", "letters apart"), ("sparse balance", "letters apart")}


@pytest.mark.parametrize(
    ("name", "style"),
    [pair for pair in itertools.product(layouts.LAYOUTS, layouts.STYLES) if pair not in UNREAD],
)
def test_every_form_in_every_style(name: str, style: str, tmp_path: Path) -> None:
    layout = layouts.LAYOUTS[name]()
    compared = layout.rows - HEADER_GAPS.get((name, style), 0)

    def page(canvas: Canvas) -> None:
        layouts.draw(canvas, layout, layouts.STYLES[style], 50, 500)

    tables = read(tmp_path, page).tables
    assert [said(table.grid())[-compared:] for table in tables] == [said(layout.grid())[-compared:]]


@pytest.mark.parametrize(
    "style", ["verticals in the header", "verticals at the sides", "no verticals", "borderless"]
)
def test_rows_without_a_header_on_the_next_page_stand_in_the_columns_above(
    style: str, tmp_path: Path
) -> None:
    layout = layouts.four_blocks(30)
    body = [(row - 2, column, text, 1, 1) for row, column, text, _, _ in layout.cells if row >= 2]
    parts = (layout, layouts.Layout(layout.widths, tuple(body)))

    def page(part: layouts.Layout) -> Callable[[Canvas], None]:
        return lambda canvas: layouts.draw(canvas, part, layouts.STYLES[style], 50, 800)

    (table,) = read(tmp_path, *map(page, parts), size=(595.0, 842.0)).tables
    assert said(table.grid()) == [*said(layout.grid()), *said(layout.grid())[2:]]
    assert (table.page_first, table.page_last) == (1, 2)
