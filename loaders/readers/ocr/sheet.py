"""A page image made ready for reading: level, its rulings found and erased, its letters told from dust."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from loaders.readers.ocr import cutting
from loaders.readers.ocr.straighten import Lines, binary, rulings, skew, turned

_LEVEL_ENOUGH = 0.04
_STANDING = 1.3
"""Along their lines letters grow together into this many times fewer pieces than across them (measured: at least 1.7)."""

Grey = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A level page: its rulings, its grey values without them, the ink of its letters, and the usual height of a letter in pixels.

    `faded` is the ink that lies where a seal was bleached.
    """

    lines: Lines
    clean: Grey
    letters: Grey
    height: float
    faded: Grey


def straightened(page: Grey, clear: Grey, dpi: int) -> Sheet:
    """The page (grey values) made ready; `clear` is 0 where a seal was bleached."""
    angle = skew(page, dpi)
    if abs(angle) >= _LEVEL_ENOUGH:
        page, clear = turned(page, angle), turned(clear, angle)
    ink = binary(page, dpi)
    lines = rulings(page, ink, clear, dpi)
    thick = cv2.dilate(lines.ink, np.ones((3, 3), np.uint8))
    letters = cutting.without_specks(np.asarray(np.where(thick > 0, 0, ink), np.uint8), dpi)
    height = cutting.line_height(letters, dpi)
    dust = cutting.lonely(letters, height)
    letters = np.asarray(np.where(dust > 0, 0, letters), np.uint8)
    erased = cv2.max(thick, cv2.dilate(dust, np.ones((5, 5), np.uint8)))
    faded = np.asarray(np.where(clear < 128, letters, 0), np.uint8)
    return Sheet(lines, np.asarray(np.where(erased > 0, 255, page), np.uint8), letters, height, faded)


def stands(sheet: Sheet) -> bool:
    """Whether the letters of a page stand together along level lines: it is upright or upside down, not on its side."""
    along = cutting.pieces_along(sheet.letters, sheet.height)
    across = cutting.pieces_along(np.ascontiguousarray(sheet.letters.T), sheet.height)
    return across > _STANDING * along
