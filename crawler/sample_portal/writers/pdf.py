"""PDF with ruled tables and an embedded subset of a Chinese font (ToUnicode included), by reportlab; and its scanned twin."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import pypdfium2
from PIL import Image
from reportlab.lib import colors  # type: ignore[import-untyped]
from reportlab.lib.enums import TA_CENTER  # type: ignore[import-untyped]
from reportlab.lib.pagesizes import A4, landscape  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen import canvas  # type: ignore[import-untyped]
from reportlab.platypus import (  # type: ignore[import-untyped]
    BaseDocTemplate,
    Frame,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)
from reportlab.platypus import PageBreak as NewPage

from crawler.sample_portal.sheets import Block, Grid, Heading, PageBreak, Text

# WenQuanYi Micro Hei (Apache 2.0, or GPL 3 with the font exception, so a document may embed it) out of a package of the registry,
# so that the same blocks give the same bytes on a machine without Chinese fonts
FONT_FILE = resources.files("paperang_p2_fonts_cjk") / "fonts" / "wqy-microhei.ttc"
FONT = "WenQuanYiMicroHei"
AMOUNT = re.compile(r"-?[\d,]+\.\d\d")
MARGIN = 50.0
FIXED = "invariant"  # reportlab then writes no clock and no random id: the same blocks give the same bytes


def write_pdf(blocks: Sequence[Block], path: Path, *, repeat_header: bool = False) -> None:
    """Write the blocks as a text PDF; tables continue over pages with their header only if `repeat_header`."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FONT, str(FONT_FILE), subfontIndex=0))
    title = next((block.text for block in blocks if isinstance(block, Heading)), "")
    template = BaseDocTemplate(str(path), pagesize=A4, title=title, author="", **{FIXED: 1})
    template.addPageTemplates([_page("portrait", A4), _page("landscape", landscape(A4))])
    story: list[object] = []
    wide = False
    for block in blocks:
        if isinstance(block, Grid):
            story += [NextPageTemplate("landscape" if block.landscape else "portrait"), NewPage()]
            story += _grid(block, repeat_header)
            wide = True
        elif isinstance(block, PageBreak):
            story += [NextPageTemplate("portrait"), NewPage()]
            wide = False
        else:
            if wide:
                story += [NextPageTemplate("portrait"), NewPage()]
                wide = False
            story.append(_paragraph(block))
    template.build(story)


SCANNED = (0, 5, 6, 7, 10, 12)
"""Pages that end up on the scanner's glass: the cover and the main tables, because reading a scan costs seconds a page."""


def write_scan(source: Path, path: Path, *, dpi: int = 150) -> None:
    """Write an image-only PDF of some pages of `source`, as a flatbed scanner would: 1-bit pages, no text layer."""
    document = pypdfium2.PdfDocument(source)
    page_canvas = canvas.Canvas(str(path), **{FIXED: 1})
    for page in (document[number] for number in SCANNED):
        image: Image.Image = page.render(scale=dpi / 72).to_pil().convert("1", dither=Image.Dither.NONE)
        buffer = io.BytesIO()
        image.save(buffer, "PNG")
        buffer.seek(0)
        width, height = page.get_size()
        page_canvas.setPageSize((width, height))
        page_canvas.drawImage(_reader(buffer), 0, 0, width, height)
        page_canvas.showPage()
    page_canvas.save()


def _reader(buffer: io.BytesIO) -> object:
    from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]

    reader: object = ImageReader(buffer)
    return reader


def _page(name: str, size: tuple[float, float]) -> PageTemplate:
    width, height = size
    frame = Frame(MARGIN, MARGIN, width - 2 * MARGIN, height - 2 * MARGIN)

    def number(page_canvas: canvas.Canvas, _: object) -> None:
        page_canvas.setFont(FONT, 9)
        page_canvas.drawCentredString(width / 2, MARGIN / 2, f"- {page_canvas.getPageNumber()} -")

    return PageTemplate(name, [frame], onPage=number, pagesize=size)


def _style(size: float, **extra: object) -> ParagraphStyle:
    return ParagraphStyle("s", fontName=FONT, fontSize=size, leading=size * 1.5, wordWrap="CJK", **extra)


def _paragraph(block: Heading | Text) -> Paragraph:
    if isinstance(block, Text):
        return Paragraph(block.text, _style(12, firstLineIndent=24, spaceAfter=4))
    if block.level == 0:
        return Paragraph(block.text, _style(20, alignment=TA_CENTER, spaceBefore=180, spaceAfter=24))
    return Paragraph(block.text, _style(16 - 2 * block.level + 1, spaceBefore=8, spaceAfter=6))


def _grid(grid: Grid, repeat_header: bool) -> list[object]:
    available = (A4[1] if grid.landscape else A4[0]) - 2 * MARGIN - 12
    flow: list[object] = [Paragraph(grid.title, _style(15, alignment=TA_CENTER, spaceAfter=6))]
    lines = [["", "", grid.form_number]] if grid.form_number else []
    lines.append([grid.unit_name, grid.period, grid.currency_unit])
    share = [available * 0.5, available * 0.2, available * 0.3]
    above = Table(lines, colWidths=share, rowHeights=[15] * len(lines))
    above.setStyle(
        [
            ("FONT", (0, 0), (-1, -1), FONT, 9),
            ("ALIGN", (1, 0), (1, -1), "CENTER"),
            ("ALIGN", (2, 0), (2, -1), "RIGHT"),
        ]
    )
    flow += [above, Spacer(1, 2)]
    total = sum(grid.widths)
    widths = [available * width / total for width in grid.widths]
    size = 7.5 if len(grid.widths) > 9 else 8.5
    rows = [[_cell(text or "", size) for text in row] for row in grid.cells]
    style: list[tuple[object, ...]] = [
        ("FONT", (0, 0), (-1, -1), FONT, size),
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ]
    style += [
        ("ALIGN", (column, row), (column, row), "RIGHT")
        for row, texts in enumerate(grid.cells)
        for column, text in enumerate(texts)
        if text and AMOUNT.fullmatch(text)
    ]
    style += [("SPAN", (c, r), (c + wide - 1, r + high - 1)) for r, c, high, wide in grid.spans]
    flow.append(
        Table(
            rows,
            colWidths=widths,
            repeatRows=grid.header_rows if repeat_header else 0,
            splitInRow=1,
            style=style,
        )
    )
    return flow + [Paragraph(note, _style(9, spaceBefore=4)) for note in grid.notes]


def _cell(text: str, size: float) -> object:
    """Texts wrap inside their cell; amounts are drawn in one line."""
    return Paragraph(text, _style(size)) if text and not AMOUNT.fullmatch(text) else text
