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
_MOST_PATHS = 8
_EVERY, _MANY = 3, 60  # a page without hidden lines shows it in a sample
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
    begins = positions[first].tolist()
    if not _gone(text_page, begins[:: _EVERY if len(begins) > _MANY else 1], area, rise).any():
        return np.zeros(len(run), np.bool_)
    gone = _gone(text_page, begins, area, rise)
    return np.asarray(np.repeat(gone, np.diff(np.append(first, len(run)))), np.bool_)


def _gone(text_page: int, positions: list[int], area: float, rise: float) -> Booleans:
    """Which of the text operations that drew some characters the page does not show."""
    objects = pdfium.run(pdfium.get_text_object, repeat(text_page), positions)
    paths = [path or 0 for path in pdfium.run(pdfium.get_clip_path, objects)]
    counts = np.array(pdfium.run(pdfium.count_clip_paths, paths), np.int64)
    clipped = np.flatnonzero(counts > 0)
    gone = np.zeros(len(objects), np.bool_)
    if len(clipped):
        boxes = _boxes([paths[number] for number in clipped.tolist()], counts[clipped], area)
        gone[clipped] = _is_beyond([objects[number] for number in clipped.tolist()], boxes, rise)
    return gone


def _boxes(paths: list[int], counts: Integers, area: float) -> Floats:
    """What those rectangles of each clip leave open that are no single cell's: left, bottom, right, top in the space of what it clips."""
    boxes = np.tile((-_FAR, -_FAR, _FAR, _FAR), (len(paths), 1))
    for level in range(min(int(counts.max()), _MOST_PATHS)):
        asked = np.flatnonzero(counts > level)
        sizes = pdfium.run(pdfium.count_clip_segments, [paths[n] for n in asked.tolist()], repeat(level))
        asked = asked[np.isin(sizes, (4, 5))]
        handles = [paths[number] for number in asked.tolist()]
        one, two = (
            pdfium.fill_objects(
                pdfium.get_segment_point,
                pdfium.run(pdfium.get_clip_segment, handles, repeat(level), repeat(corner)),
                2,
                np.float32,
            )
            for corner in (0, 2)
        )
        large = np.abs((one - two).prod(axis=1)) > _MOST_OF_PAGE * area
        asked, one, two = asked[large], one[large], two[large]
        boxes[asked, :2] = np.maximum(boxes[asked, :2], np.minimum(one, two))
        boxes[asked, 2:] = np.minimum(boxes[asked, 2:], np.maximum(one, two))
    return boxes


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
