"""What lies on the cells of a workbook's sheet: titles in text boxes, tables pasted as pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from loaders.document import Paragraph
from loaders.readers.captions import attach
from loaders.readers.package import Package
from loaders.readers.pictures import Pictures
from loaders.readers.sheet.layout import Sheet, Value

XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"

_FEWEST_ROWS = 5
"""A sheet with more has a table of its own, and its pictures illustrate it: they are told, not read."""


def draw(package: Package, part: str, sheet: Sheet, pictures: Pictures) -> None:
    """Add to a sheet what its drawings show: text on a blank row stands in its cell, the rest beside the grid."""
    filled = {row for row, _ in sheet.cells}
    for name in package.related(part, "drawing"):
        if name not in package:
            continue
        targets = package.relationships(name)
        for (row, column), shape in _shapes(package.xml(name)):
            text = "\n".join(filter(None, map(_line, shape.iter(A + "p")))) if shape.tag == XDR + "sp" else ""
            if text and row not in filled:
                sheet.cells[row, column] = Value(text)
            elif text:
                sheet.beside.append(Paragraph(text, 1))
            for blip in shape.iter(A + "blip"):
                target = targets.get(blip.get(R_EMBED, ""), "")
                paste(sheet, package.read(target) if target in package else None, target, pictures)


def paste(sheet: Sheet, data: bytes | None, name: str, pictures: Pictures) -> None:
    """Add to a sheet what a picture on it shows, unless it only illustrates the sheet's own table."""
    is_bare = len({row for row, _ in sheet.cells}) < _FEWEST_ROWS
    sheet.beside += attach(pictures.blocks(data if is_bare else None, name))


def _shapes(drawing: Any) -> Iterator[tuple[tuple[int, int], Any]]:
    """The shapes and pictures of a drawing, those of groups too, with the row and column they begin in."""
    for anchor in drawing:
        start = anchor.find(XDR + "from")
        place = (0, 0) if start is None else (_number(start, "row"), _number(start, "col"))
        for shape in anchor.iter(XDR + "sp", XDR + "pic"):
            yield place, shape


def _number(start: Any, name: str) -> int:
    text = (start.findtext(XDR + name) or "").strip()
    return int(text[:7]) if text.isascii() and text.isdigit() else 0


def _line(paragraph: Any) -> str:
    return "".join(node.text or "" for node in paragraph.iter(A + "t")).strip()
