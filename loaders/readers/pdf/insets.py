"""Tables that stand as pictures on a page of text: found by the lines that cross in them, read by OCR where they stand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from loaders.readers.pdf.characters import Characters
from loaders.readers.pdf.lines import Line
from loaders.readers.pdf.page import Colours, PageImage, RawTable, Reading, Recognise, tables_and_lines
from loaders.readers.pdf.pdfium import Booleans, Floats, Integers
from loaders.readers.pdf.rulings import Rulings

_SMALLEST = 0.08
_MOST_WORDS = 5
_DPI = 100
_INK = 200
_LONG = 0.5
_FEWEST_LINES, _THICKEST = 3, 4
_SLOP = 2.0


def pictures_of_tables(rulings: Rulings, characters: Characters, image: PageImage) -> Floats:
    """The boxes of a page's pictures in which lines cross and over which no words are printed."""
    x0, y0, x1, y1 = rulings.images.T
    large = rulings.images[(x1 - x0) * (y1 - y0) > _SMALLEST * image.width * image.height]
    bare = [box for box in large if _inside(characters, box).sum() <= _MOST_WORDS]
    if not bare:
        return np.empty((0, 4))
    page = image.render(_DPI)
    return np.array([box for box in bare if _holds_grid(page, box * _DPI / 72)]).reshape(-1, 4)


def read_pictures(
    boxes: Floats, image: PageImage, ocr: Recognise | None
) -> tuple[tuple[RawTable, ...], tuple[Line, ...]] | None:
    """The tables and lines in the pictures of an upright page; None where they cannot be read."""
    reading = ocr(image) if ocr else None
    if reading is None or reading.turns or not len(reading.characters):
        return None
    inside = np.any([_inside(reading.characters, box) for box in boxes], axis=0)
    rulings = replace(
        reading.rulings,
        horizontal=_within(reading.rulings.horizontal, boxes, (1, 0)),
        vertical=_within(reading.rulings.vertical, boxes, (0, 1)),
    )
    return tables_and_lines(Reading(reading.characters.pick(inside), rulings), "ocr")


def _inside(characters: Characters, box: Floats) -> Booleans:
    x, y = characters.middle_x, characters.middle_y
    return np.asarray((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3]), np.bool_)


def _within(lines: Floats, boxes: Floats, axes: tuple[int, int]) -> Floats:
    """The lines (at, start, end) that stand in one of the boxes; `axes` are those along the line's position and its length."""
    along, across = axes[1], axes[0]
    at, start = lines[:, 0, None], lines[:, 1, None]
    near = (at > boxes[:, across] - _SLOP) & (at < boxes[:, across + 2] + _SLOP)
    near &= (start > boxes[:, along] - _SLOP) & (start < boxes[:, along + 2])
    return lines[near.any(axis=1)]


def _holds_grid(page: Colours, box: Floats) -> bool:
    """Whether at least three lines run across most of a box (in pixels), three down through most of what lies between them."""
    x0, y0, x1, y1 = np.maximum(box, 0).astype(int)
    dark = page[y0:y1, x0:x1].max(axis=2) < _INK
    across = np.flatnonzero(dark.mean(axis=1) > _LONG)
    if _lines(across) < _FEWEST_LINES:
        return False
    return _lines(np.flatnonzero(dark[across[0] : across[-1] + 1].mean(axis=0) > _LONG)) >= _FEWEST_LINES


def _lines(places: Integers) -> int:
    """How many lines pixels make, those side by side one; what is thicker is a coloured ground."""
    groups = np.split(places, np.flatnonzero(np.diff(places) > 1) + 1)
    return sum(0 < len(group) <= _THICKEST for group in groups)
