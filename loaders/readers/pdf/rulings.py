"""The rulings of a page: every drawn thing that looks like a horizontal or vertical line, as arrays.

Producers draw a table's lines as strokes, as thin filled rectangles or images, as rows of dots, or as the outlines of cells; all end
here as intervals. White and transparent strokes are no rulings, unless they part a coloured background.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from loaders.readers.pdf import pdfium
from loaders.readers.pdf.frame import Frame
from loaders.readers.pdf.pdfium import Booleans, Floats

MAX_OBJECTS = 100_000
MAX_SEGMENTS = 200_000
THICKEST = 3.6
_FORM_DEPTH = 6
_DOT_GAP = 4.0
_WHITE = 250
_NO_INK = 3
_NEARLY_ALL = 0.9  # a stamped page number stands on top
SCAN_SHARE = 0.5
_INWARD = np.array(
    (1.0, 1.0, -1.0, -1.0)
)  # pdfium's box of a stroke stands its width too far out on every side
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Rulings:
    """Lines in layout points: `horizontal` rows are (y, x0, x1), `vertical` rows (x, y0, y1).

    `fills` are coloured background rectangles (x0, y0, x1, y1); `image_share` is the part of the page that the largest image
    covers, `hidden_text` whether no text object of a page of images can be seen, `outlines` how many segments of paths are no lines:
    letters drawn as curves, charts; `images` are the boxes of the images.
    """

    horizontal: Floats
    vertical: Floats
    fills: Floats
    image_share: float = 0.0
    hidden_text: bool = False
    outlines: int = 0
    images: Floats = field(default_factory=lambda: np.empty((0, 4)))

    @staticmethod
    def none() -> Rulings:
        """A page without any line."""
        return Rulings(np.empty((0, 3)), np.empty((0, 3)), np.empty((0, 4)))


@dataclass(slots=True)
class _Shapes:
    """Boxes gathered while walking the page's objects, in user space."""

    boxes: list[Floats]
    stroked: list[Booleans]
    filled: list[Booleans]
    white: list[Booleans]
    images: list[Floats]
    covers: list[tuple[int, float]]
    texts: list[int]
    budget: int = MAX_OBJECTS
    segments: int = MAX_SEGMENTS


def read_rulings(document: int, page: int, frame: Frame) -> Rulings:
    """Read the rulings of a page in the layout frame; `document` and `page` are the addresses of pdfium's."""
    shapes = _Shapes([], [], [], [], [], [], [])
    count = min(max(pdfium.count_page_objects(page), 0), MAX_OBJECTS)
    handles = pdfium.run(pdfium.get_page_object, [page] * count, range(count))
    _walk(handles, _IDENTITY, shapes, 0)
    image_share, images = 0.0, np.empty((0, 4))
    if shapes.images:
        x0, y0, x1, y1 = frame.boxes(*np.concatenate(shapes.images).T)
        images = np.column_stack((x0, y0, x1, y1))
        wide = np.minimum(x1, frame.width) - np.maximum(x0, 0)
        high = np.minimum(y1, frame.height) - np.maximum(y0, 0)
        area = np.maximum(wide, 0) * np.maximum(high, 0)
        image_share = float(min(area.sum() / max(frame.width * frame.height, 1.0), 1.0))
    hidden = image_share > SCAN_SHARE and _are_hidden(shapes, document, page, frame.width * frame.height)
    outlines = MAX_SEGMENTS - shapes.segments
    if not shapes.boxes:
        empty = Rulings.none()
        return Rulings(empty.horizontal, empty.vertical, empty.fills, image_share, hidden, outlines, images)
    boxes = np.column_stack(frame.boxes(*np.concatenate(shapes.boxes).T))
    stroked, filled = np.concatenate(shapes.stroked), np.concatenate(shapes.filled)
    white = np.concatenate(shapes.white)
    horizontal, vertical, fills = lines_of(boxes, stroked, filled, white)
    horizontal = _on_page(horizontal, frame.height, frame.width)
    vertical = _on_page(vertical, frame.width, frame.height)
    return Rulings(horizontal, vertical, fills, image_share, hidden, outlines, images)


def lines_of(
    boxes: Floats, stroked: Booleans, filled: Booleans, white: Booleans
) -> tuple[Floats, Floats, Floats]:
    """Sort boxes of drawn shapes into horizontal lines, vertical lines and background fills.

    Args:
        boxes: (n, 4) layout boxes of straight shapes: strokes, rectangles, edges.
        stroked: whether the outline is drawn.
        filled: whether the inside is painted.
        white: whether the drawing colour cannot be seen on paper.
    """
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    thin_y, thin_x = high <= THICKEST, wide <= THICKEST
    outline = stroked & ~thin_x & ~thin_y
    fills = boxes[filled & ~white & ~thin_x & ~thin_y]
    seen = ~white | _over(boxes, fills)
    dots = seen & thin_x & thin_y
    flat, upright = seen & thin_y & ~dots, seen & thin_x & ~dots
    centre_y, centre_x = (boxes[:, 1] + boxes[:, 3]) / 2, (boxes[:, 0] + boxes[:, 2]) / 2
    x0, y0, x1, y1 = boxes[outline & seen].T
    horizontal = [
        np.column_stack((centre_y[flat], boxes[flat, 0], boxes[flat, 2])),
        np.column_stack((y0, x0, x1)),
        np.column_stack((y1, x0, x1)),
        _dotted(centre_y[dots], boxes[dots, 0], boxes[dots, 2]),
    ]
    vertical = [
        np.column_stack((centre_x[upright], boxes[upright, 1], boxes[upright, 3])),
        np.column_stack((x0, y0, y1)),
        np.column_stack((x1, y0, y1)),
        _dotted(centre_x[dots], boxes[dots, 1], boxes[dots, 3]),
    ]
    return np.concatenate(horizontal), np.concatenate(vertical), fills


def _on_page(lines: Floats, furthest: float, longest: float) -> Floats:
    """Lines (at, start, end) cut to the visible page."""
    lines[:, 1:] = np.clip(lines[:, 1:], 0, longest)
    return lines[(lines[:, 0] > -1) & (lines[:, 0] < furthest + 1) & (lines[:, 2] > lines[:, 1])]


def _over(boxes: Floats, fills: Floats) -> Booleans:
    """Whether each box's centre lies on one of the fills."""
    if not len(fills):
        return np.zeros(len(boxes), np.bool_)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    over = np.zeros(len(boxes), np.bool_)
    for x0, y0, x1, y1 in fills[:500]:
        over |= (x >= x0 - 1) & (x <= x1 + 1) & (y >= y0 - 1) & (y <= y1 + 1)
    return over


def _dotted(position: Floats, start: Floats, end: Floats) -> Floats:
    """Join dots that stand in a row: at least four at one coordinate with small gaps."""
    if len(position) < 4:
        return np.empty((0, 3))
    line = np.rint(position * 2)
    order = np.lexsort((start, line))
    line, position, start, end = line[order], position[order], start[order], end[order]
    breaks = np.flatnonzero((np.diff(line) != 0) | (start[1:] - end[:-1] > _DOT_GAP)) + 1
    first = np.concatenate(([0], breaks))
    last = np.concatenate((breaks, [len(line)])) - 1
    long = last - first >= 3
    return np.column_stack((position[first], start[first], end[last]))[long]


def _are_hidden(shapes: _Shapes, document: int, page: int, area: float) -> bool:
    """Whether no text can be seen: drawn without ink, in the colour of paper, or before the images that cover the page."""
    if not shapes.texts:
        return False
    inked = np.array(pdfium.run(pdfium.get_render_mode, shapes.texts)) != _NO_INK
    colours = pdfium.fill_objects(pdfium.get_fill_color, shapes.texts, 4, np.uint32)
    if (inked & ~_unseen(colours)).mean() <= 1 - _NEARLY_ALL:
        return True
    covered = sum(size for image, size in shapes.covers if pdfium.is_opaque(document, page, image))
    return covered > SCAN_SHARE * area


def _walk(handles: list[int], matrix: Matrix, shapes: _Shapes, depth: int) -> None:
    handles = handles[: shapes.budget]
    shapes.budget -= len(handles)
    kinds = np.array(pdfium.run(pdfium.get_type, handles), np.int64)
    table = np.array(handles, np.uint64)
    paths = table[kinds == pdfium.PATH].tolist()
    if paths:
        _read_paths(paths, matrix, shapes)
    images = table[kinds == pdfium.IMAGE].tolist()
    if images:
        bounds = pdfium.fill_objects(pdfium.get_bounds, images, 4, np.float32)
        boxes = _corners(bounds.astype(np.float64), matrix)
        shapes.images.append(boxes)
        lines = boxes[np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) <= THICKEST]
        _add(shapes, lines, stroked=False, white=False)
        texts = kinds == pdfium.TEXT
        shapes.texts += table[texts].tolist()
        last = (np.cumsum(texts) >= _NEARLY_ALL * texts.sum())[kinds == pdfium.IMAGE]
        areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
        shapes.covers += zip(table[kinds == pdfium.IMAGE][last].tolist(), areas[last].tolist(), strict=True)
    if depth < _FORM_DEPTH:
        for form in table[kinds == pdfium.FORM].tolist():
            count = min(max(pdfium.count_form_objects(form), 0), shapes.budget)
            inner = pdfium.run(pdfium.get_form_object, [form] * count, range(count))
            _walk(inner, _times(pdfium.matrix_of(form), matrix), shapes, depth + 1)


def _read_paths(handles: list[int], matrix: Matrix, shapes: _Shapes) -> None:
    mode = pdfium.fill_objects(pdfium.get_draw_mode, handles, 2, np.int32)
    filled, stroked = mode[:, 0] != 0, mode[:, 1] != 0
    drawn = filled | stroked
    bounds = pdfium.fill_objects(pdfium.get_bounds, handles, 4, np.float32).astype(np.float64)
    segments = np.array(pdfium.run(pdfium.count_segments, handles), np.int64)
    white = np.zeros(len(handles), np.bool_)
    for asked, color in ((stroked, pdfium.get_stroke_color), (filled & ~stroked, pdfium.get_fill_color)):
        members = np.flatnonzero(asked)
        shades = pdfium.fill_objects(color, [handles[index] for index in members.tolist()], 4, np.uint32)
        white[members] = _unseen(shades)
    wide, high = np.abs(bounds[:, 2] - bounds[:, 0]), np.abs(bounds[:, 3] - bounds[:, 1])
    thickness = np.minimum(wide, high)
    line = stroked & ~filled & (segments == 2)
    thin = thickness <= np.where(line, 2 * THICKEST, THICKEST)
    bounds[line & thin] += (thickness[line & thin, None] / 2) * _INWARD
    rectangle = (segments == 4) | (segments == 5)
    simple = drawn & (segments <= 5) & (thin | rectangle)
    shapes.boxes.append(_corners(bounds[simple], matrix))
    shapes.stroked.append(stroked[simple])
    shapes.filled.append(filled[simple])
    shapes.white.append(white[simple])
    for index in np.flatnonzero(drawn & ~simple & (segments > 2)):
        if segments[index] <= shapes.segments:
            shapes.segments -= int(segments[index])
            edges = _edges(handles[index], int(segments[index]))
            edges = _corners(edges, _times(pdfium.matrix_of(handles[index]), matrix))
            _add(shapes, edges, stroked=True, white=bool(white[index]))


def _add(shapes: _Shapes, boxes: Floats, *, stroked: bool, white: bool) -> None:
    """Gather boxes that are alike, stroked or filled."""
    shapes.boxes.append(boxes)
    shapes.stroked.append(np.full(len(boxes), stroked))
    shapes.filled.append(np.full(len(boxes), not stroked))
    shapes.white.append(np.full(len(boxes), white))


def _edges(path: int, count: int) -> Floats:
    """The straight, axis-parallel edges of a path as degenerate boxes (n, 4) in the path's own space."""
    handles = pdfium.run(pdfium.get_segment, [path] * count, range(count))
    points = pdfium.fill_objects(pdfium.get_segment_point, handles, 2, np.float32).astype(np.float64)
    kinds = np.array(pdfium.run(pdfium.get_segment_type, handles), np.int64)
    closes = np.array(pdfium.run(pdfium.get_segment_close, handles), np.int64) != 0
    starts = np.maximum.accumulate(np.where(kinds == 2, np.arange(count), 0))
    straight = np.flatnonzero(kinds == 0)
    straight = straight[straight > 0]
    edges = np.concatenate((points[straight - 1], points[straight]), axis=1)
    closed = np.flatnonzero(closes)
    edges = np.concatenate((edges, np.concatenate((points[closed], points[starts[closed]]), axis=1)))
    level = (np.abs(edges[:, 0] - edges[:, 2]) < 0.5) | (np.abs(edges[:, 1] - edges[:, 3]) < 0.5)
    return edges[level]


def _unseen(color: npt.NDArray[np.uint32]) -> Booleans:
    return np.asarray((color[:, :3] >= _WHITE).all(axis=1) | (color[:, 3] == 0), np.bool_)


def _corners(bounds: Floats, matrix: Matrix) -> Floats:
    """Boxes through a matrix, again as boxes."""
    if matrix == _IDENTITY or not len(bounds):
        return bounds
    a, b, c, d, e, f = matrix
    x = np.stack([a * bounds[:, i] + c * bounds[:, j] + e for i in (0, 2) for j in (1, 3)])
    y = np.stack([b * bounds[:, i] + d * bounds[:, j] + f for i in (0, 2) for j in (1, 3)])
    return np.column_stack((x.min(axis=0), y.min(axis=0), x.max(axis=0), y.max(axis=0)))


def _times(one: Matrix, two: Matrix) -> Matrix:
    """The matrix that applies `one`, then `two`."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = two
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )
