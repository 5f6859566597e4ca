"""Pages inside a web page: converters save a document as absolutely positioned text and borders, one box per page.

Such a page has no `<table>`; its rulings are borders of empty elements, so the PDF engine's layout reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from loaders.readers.pdf.page import Draft
from loaders.readers.positioned import Canvas, width_of
from loaders.readers.web.markup import shows, squeeze

MIN_PLACED = 10
"""Positioned elements a box needs to count as a page."""

_POINTS = {"pt": 1.0, "px": 0.75, "mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72.0, "": 0.75}
_LENGTH = re.compile(r"^(-?[\d.]+)\s*(pt|px|mm|cm|in|)$")
_SIDES = ("top", "right", "bottom", "left")
_ASCENT = 0.85
_NO_BORDER = re.compile(r"\bnone\b|\bhidden\b|^0(?:px|pt)?(?:\s|$)")
_WHITE = re.compile(r"#fff(?:fff)?\b|\bwhite\b|transparent|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\)", re.I)

Style = dict[str, str]


def page_boxes(content: Any) -> list[Any]:
    """The elements that are pages: of known size, full of absolutely positioned elements; empty when the page is ordinary."""
    pages = [node for node in content.iter("div") if _is_page(node)]
    placed = sum(len(page) for page in pages)
    return pages if placed >= MIN_PLACED else []


def _is_page(node: Any) -> bool:
    style = style_of(node)
    if style.get("position") != "relative" or not {"width", "height"} <= style.keys():
        return False
    placed = sum(style_of(child).get("position") == "absolute" for child in node)
    return placed >= min(MIN_PLACED, len(node))


def drafts(boxes: list[Any]) -> Iterator[Draft]:
    """Lay out every page."""
    for number, box in enumerate(boxes, 1):
        style = style_of(box)
        canvas = Canvas(_points(style.get("width")) or 595.0, _points(style.get("height")) or 842.0)
        _paint(canvas, box, 0.0, 0.0, 0)
        yield canvas.draft(number, "html-placed")


def style_of(node: Any) -> Style:
    """The declarations of an element's own style attribute."""
    pairs = (part.partition(":") for part in (node.get("style") or "").split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs if value}


def _paint(canvas: Canvas, parent: Any, left: float, top: float, depth: int) -> None:
    if depth > 5:
        return
    for node in parent:
        if not shows(node):
            continue
        style = style_of(node)
        x, y = left + (_points(style.get("left")) or 0.0), top + (_points(style.get("top")) or 0.0)
        width, height = _points(style.get("width")) or 0.0, _points(style.get("height")) or 0.0
        if node.tag == "img" or "background-image" in style:
            canvas.image(width, height)
        _borders(canvas, style, (x, y, x + width, y + height))
        if any(style_of(child).get("position") == "absolute" for child in node):
            _paint(canvas, node, x, y, depth + 1)
            continue
        text = squeeze(node.text_content())
        if text:
            _write(canvas, text, node, style, x, y)


def _write(canvas: Canvas, text: str, node: Any, style: Style, x: float, y: float) -> None:
    size = _points(style.get("font-size")) or 10.5
    line = _points(style.get("line-height")) or size
    indent = len(node.text_content()) - len(node.text_content().lstrip(" \u3000"))
    at = x + size * indent if "\u3000" in node.text_content()[:indent] else x
    starts = []
    for character in text:
        starts.append(at)
        at += size * width_of(character)
    canvas.text(text, starts, at, y + (line - size) / 2 + _ASCENT * size, size)


def _borders(canvas: Canvas, style: Style, box: tuple[float, float, float, float]) -> None:
    x0, y0, x1, y1 = box
    edges = {
        "top": (x0, y0, x1, y0),
        "right": (x1, y0, x1, y1),
        "bottom": (x0, y1, x1, y1),
        "left": (x0, y0, x0, y1),
    }
    for side in _SIDES:
        border = style.get(f"border-{side}") or style.get("border")
        if border and not _NO_BORDER.search(border):
            canvas.box(*edges[side], stroked=True, filled=False, white=bool(_WHITE.search(border)))
    background = style.get("background-color") or style.get("background", "")
    if background and x1 > x0 and y1 > y0 and "url" not in background:
        canvas.box(*box, stroked=False, filled=True, white=bool(_WHITE.search(background)))


def _points(length: str | None) -> float | None:
    match = _LENGTH.match(length or "")
    return (
        float(match.group(1)) * _POINTS[match.group(2)] if match and match.group(1).count(".") < 2 else None
    )
