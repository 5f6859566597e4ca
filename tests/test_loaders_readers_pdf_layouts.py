"""Forms in the layouts of disclosures, drawn in every style: each cell in its row and column, captions above, pages joined."""

from __future__ import annotations

import itertools
import re
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
