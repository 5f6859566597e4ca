"""Lines that a page does not show: a spreadsheet draws a tall cell whole on every page that it spans, and clips what is not its turn.

Left on the page they lie over the repeated header and below the last row. Such a clip leaves most of the page open; what the clip of a
single cell cuts off is the rest of that cell's words and stays.
"""

from __future__ import annotations

from itertools import repeat

import numpy as np

from loaders.readers.pdf import pdfium
from loaders.readers.pdf.groups import firsts
from loaders.readers.pdf.pdfium import Booleans, Floats, Integers

_MOST_OF_PAGE = 0.3
_MOST_SEGMENTS = 50
_FAR = 1e9


def on_other_pages(text_page: int, positions: Integers, run: Integers, area: float, rise: float) -> Booleans:
    """Which characters stand above or below the part of the page that their clip leaves open.

    pdfium keeps the clip only of what lies partly or wholly outside it.

    Args:
        text_page: the address of an `FPDF_TEXTPAGE`.
        positions: (n,) the characters' numbers on it.
        run: (n,) ascending; characters of one number were drawn by one text operation.
        area: the page's, in square points.
        rise: how far the middle of a line stands over its writing line, in font sizes.
    """
    first = firsts(run[1:] != run[:-1]) if len(run) else positions
    objects = pdfium.run(pdfium.get_text_object, repeat(text_page), positions[first].tolist())
    paths = [path or 0 for path in pdfium.run(pdfium.get_clip_path, objects)]
    clipped = np.flatnonzero(np.array(pdfium.run(pdfium.count_clip_paths, paths), np.int64) > 0)
    gone = np.zeros(len(objects), np.bool_)
    if len(clipped):
        boxes = np.array([_clip(paths[number]) for number in clipped.tolist()])
        large = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]) > _MOST_OF_PAGE * area
        clipped, boxes = clipped[large], boxes[large]
        gone[clipped] = _is_beyond([objects[number] for number in clipped.tolist()], boxes, rise)
    return np.asarray(np.repeat(gone, np.diff(np.append(first, len(run)))), np.bool_)


def _clip(path: int) -> tuple[float, float, float, float]:
    """The box that a clip leaves open (left, bottom, right, top), in the space of the object that it clips."""
    left, bottom, right, top = -_FAR, -_FAR, _FAR, _FAR
    for number in range(pdfium.count_clip_paths(path)):
        count = pdfium.count_clip_segments(path, number)
        if not 0 < count <= _MOST_SEGMENTS:
            continue
        segments = [pdfium.get_clip_segment(path, number, segment) for segment in range(count)]
        points = pdfium.fill_objects(pdfium.get_segment_point, segments, 2, np.float32).astype(np.float64)
        low, high = points.min(axis=0), points.max(axis=0)
        left, bottom = max(left, float(low[0])), max(bottom, float(low[1]))
        right, top = min(right, float(high[0])), min(top, float(high[1]))
    return left, bottom, right, top


def _is_beyond(objects: list[int], boxes: Floats, rise: float) -> Booleans:
    """Whether the middle of each line of text, over its writing line, is past its box's edge across the direction of writing."""
    matrices = pdfium.fill_objects(pdfium.get_object_matrix, objects, 6, np.float32).astype(np.float64)
    sizes = pdfium.fill_objects(pdfium.get_object_font_size, objects, 1, np.float32).astype(np.float64)[:, 0]
    c, d = matrices[:, 2], matrices[:, 3]
    sideways = np.abs(c) > np.abs(d)
    middle = np.where(sideways, matrices[:, 4] + rise * sizes * c, matrices[:, 5] + rise * sizes * d)
    low = np.where(sideways, boxes[:, 0], boxes[:, 1])
    high = np.where(sideways, boxes[:, 2], boxes[:, 3])
    return np.asarray((middle < low) | (middle > high), np.bool_)
