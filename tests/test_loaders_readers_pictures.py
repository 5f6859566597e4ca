"""Tables published as pictures inside Word and HTML files are read where they stand; ornaments say nothing."""

from __future__ import annotations

import base64
import importlib.util
import io
from pathlib import Path

import docx
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from loaders.document import Document, Paragraph, Table
from loaders.limits import Limits
from loaders.readers import read
from loaders.readers.pictures import from_uri, inside
from loaders.sniff import sniff

needs_ocr = pytest.mark.skipif(
    not all(importlib.util.find_spec(name) for name in ("cv2", "onnxruntime", "rapidocr")),
    reason="the OCR packages of gongkai[ocr] are not installed",
)
ROWS = [["2025", "1,234.56", "-78.90"], ["2024", "548.70", "0.00"], ["2023", "72,577.47", "12.5%"]]


def table_picture() -> Image.Image:
    """A ruled table of numbers as a screen shows it, 150 dpi."""
    image = Image.new("RGB", (900, 420), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(24)
    for row in range(4):
        draw.line([(60, 60 + row * 70), (780, 60 + row * 70)], fill="black", width=2)
    for column in range(4):
        draw.line([(60 + column * 240, 60), (60 + column * 240, 270)], fill="black", width=2)
    for row, texts in enumerate(ROWS):
        for column, text in enumerate(texts):
            draw.text((80 + column * 240, 80 + row * 70), text, fill="black", font=font)
    return image


def png(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG", dpi=(150, 150))
    return stream.getvalue()


def docx_with(picture: bytes) -> bytes:
    document = docx.Document()
    document.add_paragraph("某某县教育局2024年部门预算")
    document.add_paragraph("收支预算总表")
    document.add_picture(io.BytesIO(picture))
    document.add_paragraph("注：本表反映部门收支情况。")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def html_with(picture: bytes) -> bytes:
    uri = "data:image/png;base64," + base64.b64encode(picture).decode()
    return (
        "<html><body><div><p>某某县教育局2024年部门预算</p><p>收支预算总表</p>"
        f"<p><span><img src='{uri}'></span></p><p>注：本表反映部门收支情况。</p></div></body></html>"
    ).encode()


def mht_with(picture: bytes) -> bytes:
    page = html_with(b"").replace(b"data:image/png;base64,", b"image001.png")
    parts = (
        ("text/html; charset=utf-8", "file:///C:/budget/budget.htm", page),
        ("image/png", "file:///C:/budget/budget.files/image001.png", picture),
    )
    lines = [b"MIME-Version: 1.0", b'Content-Type: multipart/related; boundary="part"', b""]
    for kind, location, data in parts:
        lines += [b"--part", f"Content-Type: {kind}".encode(), b"Content-Transfer-Encoding: base64"]
        lines += [f"Content-Location: {location}".encode(), b"", base64.encodebytes(data)]
    return b"\r\n".join([*lines, b"--part--", b""])


def document_of(data: bytes, tmp_path: Path) -> Document:
    path = tmp_path / "file"
    path.write_bytes(data)
    return read(path, sniff(path), Limits())


@needs_ocr
@pytest.mark.parametrize("wrap", [docx_with, html_with, mht_with], ids=["docx", "html", "mht"])
def test_a_table_in_a_picture_stands_between_its_title_and_its_note(wrap, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    document = document_of(wrap(png(table_picture())), tmp_path)
    (page,) = document.pages
    assert [type(block) for block in page.blocks] == [Table]
    (table,) = document.tables
    assert table.grid() == ROWS
    assert (table.engine, table.box, table.page_first) == ("ocr", None, 1)
    assert "收支预算总表" in table.captions
    assert table.notes == ("注：本表反映部门收支情况。",)
    assert document.problems == ()


@pytest.mark.parametrize("wrap", [docx_with, html_with], ids=["docx", "html"])
def test_a_logo_is_no_content(wrap, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    document = document_of(wrap(png(Image.new("RGB", (180, 60), "navy"))), tmp_path)
    assert document.tables == []
    assert document.problems == ()
    assert len([block for block in document.pages[0].blocks if isinstance(block, Paragraph)]) == 3


@needs_ocr
def test_a_picture_that_says_nothing_is_counted(tmp_path: Path) -> None:
    noise = np.random.default_rng(3).integers(0, 255, (500, 700, 3)).astype(np.uint8)
    document = document_of(docx_with(png(Image.fromarray(noise))), tmp_path)
    assert document.tables == []
    assert document.problems == (("inline_images", "1"),)


def test_a_picture_elsewhere_on_the_web_is_counted(tmp_path: Path) -> None:
    page = html_with(b"").replace(b"data:image/png;base64,", b"/images/table.png")
    assert document_of(page, tmp_path).problems == (("inline_images", "1"),)


def test_addresses_that_hold_their_data() -> None:
    assert from_uri("data:image/png;base64, iVBO Rw0K\nGgo=") == b"\x89PNG\r\n\x1a\n"
    assert from_uri("data:image/svg+xml,%3Csvg/%3E") == b"<svg/>"
    assert from_uri("/images/table.png") is None
    assert inside(b"\x64\0\0\0record\xff\xd8\xff\xe0rest") == b"\xff\xd8\xff\xe0rest"
    assert inside(b"no picture") is None
