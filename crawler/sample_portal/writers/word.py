"""Word documents with python-docx: headings, paragraphs, ruled tables with merged cells, landscape sections."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from crawler.sample_portal.sheets import Block, Grid, Heading, PageBreak
from crawler.sample_portal.writers.stable import without_clock


def write_docx(blocks: Sequence[Block], path: Path) -> None:
    """Write the blocks as .docx."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name = "SimSun"
    style.font.size = Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "SimSun")
    document.core_properties.author = ""
    wide = False
    for block in blocks:
        if isinstance(block, Grid):
            if block.landscape != wide:
                wide = block.landscape
                _turn(document, wide)
            else:
                _break(document)
            _grid(document, block)
        elif isinstance(block, PageBreak):
            if wide:
                wide = False
                _turn(document, wide)
            else:
                _break(document)
        elif isinstance(block, Heading):
            paragraph = document.add_heading(block.text, block.level)
            for run in paragraph.runs:
                run.font.name = "SimHei"
        else:
            paragraph = document.add_paragraph(block.text)
            paragraph.paragraph_format.first_line_indent = Pt(21)
    document.save(str(path))
    without_clock(path)


def _break(document: Document) -> None:
    document.add_page_break()  # type: ignore[no-untyped-call]


def _turn(document: Document, wide: bool) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    if wide != (section.orientation == WD_ORIENT.LANDSCAPE):
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = section.page_height, section.page_width


def _grid(document: Document, grid: Grid) -> None:
    title = document.add_paragraph(grid.title)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if grid.form_number:
        document.add_paragraph(grid.form_number).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph("    ".join(filter(None, (grid.unit_name, grid.period, grid.currency_unit))))
    table = document.add_table(rows=len(grid.cells), cols=len(grid.cells[0]), style="Table Grid")
    # the flat list of cells is taken once: asking the table cell by cell is quadratic in python-docx
    flat, width = table._cells, len(grid.cells[0])
    for row, texts in enumerate(grid.cells):
        for column, text in enumerate(texts):
            if text:
                flat[row * width + column].text = text
    for row, column, high, wide in grid.spans:
        flat[row * width + column].merge(flat[(row + high - 1) * width + column + wide - 1])
    for note in grid.notes:
        document.add_paragraph(note)
