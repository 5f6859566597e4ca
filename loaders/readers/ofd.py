"""OFD, China's fixed-layout office format (GB/T 33190): text and paths of every page into the PDF engine's layout."""

from __future__ import annotations

import math
import posixpath
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from loaders.document import Document
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers.ofd_notation import (
    Matrix,
    beside,
    box_of,
    deltas,
    descendants,
    is_white,
    local_name,
    matrix_of,
    number,
    numbers,
    placed_by,
    subpaths,
    text_of,
)
from loaders.readers.package import Package, open_package
from loaders.readers.pdf.blocks import pages_of
from loaders.readers.pdf.page import Draft, Recognise
from loaders.readers.positioned import Canvas, unread, width_of

POINTS = 72 / 25.4
"""Points per millimetre, OFD's unit."""

MAX_OBJECTS = 200_000
MAX_DEPTH = 20

_STRAIGHT = 0.05


def read_ofd(path: Path, limits: Limits, ocr: Recognise | None = None) -> Document:
    """Read an OFD file; seals and annotations are left out. Pages that are pictures are read by `ocr`, where given.

    Raises:
        ReadError: `corrupt`, `encrypted`, `too_large`.
    """
    with open_package(path, limits) as package:
        if any(name.endswith("encryptions.xml") for name in package.names):
            raise ReadError("encrypted", "the OFD file is encrypted")
        root = package.xml("OFD.xml")
        title = next((text_of(node) for node in descendants(root, "Title")), "") or None
        drafts: list[Draft] = []
        for body in descendants(root, "DocRoot"):
            drafts += _document(package, text_of(body), len(drafts), limits, ocr)
    if not drafts:
        raise ReadError("corrupt", "the OFD file has no page")
    return Document("ofd", pages_of(drafts), title=title, problems=unread(drafts))


def _document(
    package: Package, part: str, before: int, limits: Limits, ocr: Recognise | None
) -> Iterator[Draft]:
    root = package.xml(part)
    area = next(descendants(root, "PageArea"), None)
    templates = {
        node.get("ID", ""): beside(part, node.get("BaseLoc", ""))
        for node in descendants(root, "TemplatePage")
    }
    pictures = dict(_pictures(package, part, root))
    listed = [node for node in descendants(root, "Page") if node.get("BaseLoc")]
    if before + len(listed) > limits.max_pages:
        raise ReadError("too_large", f"more than {limits.max_pages} pages")
    for place, node in enumerate(listed, before + 1):
        name = beside(part, node.get("BaseLoc", ""))
        page = package.xml(name)
        box = numbers(box_of(page) or (box_of(area) if area is not None else "") or "0 0 210 297")
        if len(box) < 4 or box[2] <= 0 or box[3] <= 0:
            box = [0.0, 0.0, 210.0, 297.0]
        canvas = Canvas(box[2] * POINTS, box[3] * POINTS)
        painter = _Painter(canvas, package, {**pictures, **dict(_pictures(package, name, page))})
        for template in descendants(page, "Template"):
            below = templates.get(template.get("TemplateID", ""))
            if below is not None:
                painter.paint(package.xml(below))
        painter.paint(page)
        yield canvas.draft(place, "ofd", ocr, limits.image_pixels)


def _pictures(package: Package, part: str, root: Any) -> Iterator[tuple[str, str]]:
    """Id → part name of the pictures among the resources that a document or a page lists."""
    for kind in ("PublicRes", "DocumentRes", "PageRes"):
        for node in descendants(root, kind):
            resources = beside(part, text_of(node))
            if resources not in package:
                continue
            listed = package.xml(resources)
            folder = beside(resources, f"{listed.get('BaseLoc', '')}/")
            for media in descendants(listed, "MultiMedia"):
                file = next(map(text_of, descendants(media, "MediaFile")), "")
                yield media.get("ID", ""), file if file.startswith("/") else posixpath.join(folder, file)


class _Painter:
    """Puts the objects of a page on its canvas."""

    def __init__(self, canvas: Canvas, package: Package, pictures: Mapping[str, str]) -> None:
        self._canvas = canvas
        self._package = package
        self._pictures = pictures
        self._left = MAX_OBJECTS

    def paint(self, node: Any, depth: int = 0) -> None:
        if depth > MAX_DEPTH:
            raise ReadError("too_large", f"page blocks nested deeper than {MAX_DEPTH}")
        for child in node:
            self._left -= 1
            if self._left < 0:
                raise ReadError("too_large", f"more than {MAX_OBJECTS} objects on a page")
            name = local_name(child)
            if child.get("Visible") == "false" or child.get("Alpha") == "0":
                continue
            if name == "TextObject":
                self._text(child)
            elif name == "PathObject":
                self._path(child)
            elif name == "ImageObject":
                self._image(child)
            elif name in ("Content", "Layer", "PageBlock"):
                self.paint(child, depth + 1)

    def _image(self, node: Any) -> None:
        boundary = [value * POINTS for value in numbers(node.get("Boundary", ""))]
        if len(boundary) < 4:
            return
        x, y, width, height = boundary[:4]
        try:
            data = self._package.read(self._pictures.get(node.get("ResourceID", ""), ""))
        except ReadError:
            self._canvas.image(width, height)
        else:
            self._canvas.picture(x, y, x + width, y + height, data)

    def _text(self, node: Any) -> None:
        matrix = matrix_of(node)
        slope = abs(math.atan2(matrix[1], matrix[0]))
        if slope > _STRAIGHT:
            # watermarks run diagonally; sideways text has never been seen in a table of this format
            return
        size = number(node.get("Size"), 3.5) * math.hypot(matrix[2], matrix[3])
        stretch = number(node.get("HScale"), 1.0) or 1.0
        advance = number(node.get("Size"), 3.5) * stretch
        for code in descendants(node, "TextCode"):
            text = text_of(code)
            steps = deltas(code.get("DeltaX", ""), len(text))
            drops = deltas(code.get("DeltaY", ""), len(text))
            x, y = number(code.get("X"), 0.0), number(code.get("Y"), 0.0)
            starts: list[float] = []
            line, baseline = "", y
            for index, character in enumerate(text):
                if index:
                    # a text without steps is written at its font's own advances
                    x += (
                        steps[index - 1]
                        if index <= len(steps)
                        else (0.0 if drops else advance * width_of(text[index - 1]))
                    )
                    y += drops[index - 1] if index <= len(drops) else 0.0
                if line and abs(y - baseline) > 0.2:
                    self._line(line, starts, baseline, size, stretch, matrix)
                    line, starts = "", []
                baseline = y
                line += character
                starts.append(x)
            self._line(line, starts, baseline, size, stretch, matrix)

    def _line(
        self, text: str, starts: list[float], y: float, size: float, stretch: float, matrix: Matrix
    ) -> None:
        if not text:
            return
        across = [placed_by(matrix, x, y)[0] * POINTS for x in starts]
        baseline = placed_by(matrix, starts[0], y)[1] * POINTS
        end = across[-1] + size * stretch * width_of(text[-1]) * POINTS
        self._canvas.text(text, across, end, baseline, size * POINTS)

    def _path(self, node: Any) -> None:
        matrix = matrix_of(node)
        data = next(descendants(node, "AbbreviatedData"), None)
        if data is None:
            return
        stroked = node.get("Stroke") != "false"
        filled = node.get("Fill") == "true"
        for points in subpaths(text_of(data)):
            placed = [tuple(value * POINTS for value in placed_by(matrix, x, y)) for x, y in points]
            xs, ys = [x for x, _ in placed], [y for _, y in placed]
            box = (min(xs), min(ys), max(xs), max(ys))
            if filled and _is_straight(placed):
                self._canvas.box(*box, stroked=False, filled=True, white=is_white(node, "FillColor"))
            if stroked:
                white = is_white(node, "StrokeColor")
                for (x0, y0), (x1, y1) in pairwise(placed):
                    if _is_straight([(x0, y0), (x1, y1)]):
                        self._canvas.box(x0, y0, x1, y1, stroked=True, filled=False, white=white)


def _is_straight(points: list[Any]) -> bool:
    """Whether every edge runs along an axis."""
    return all(
        abs(a[0] - b[0]) < _STRAIGHT * 4 or abs(a[1] - b[1]) < _STRAIGHT * 4 for a, b in pairwise(points)
    )
