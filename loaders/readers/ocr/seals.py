"""Seals on a scanned page: red rings of three to five centimetres, stamped over text and tables, fade; other colours stay.

A seal, or several that overlap, is told from a red letterhead or a red number by its shape: as high as seals are, and not much wider.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

_RED = 28
"""By how much red outshines green and blue in faint seals."""
_STAIN = 8
_EVEN_SHARE = 0.35
"""A seal's ink is uneven: this share of it is darker than what counts as its colour."""
_INKED = 70
"""Letters are darker than paper by this; what is left of a seal, away from them, is not."""
_LOOK_DPI = 50
_JOIN_INCH = 0.14
_SMALLEST_INCH = 0.8
_LONGEST = 3.0
_FULL = 0.06

Colours = npt.NDArray[np.uint8]
Grey = npt.NDArray[np.uint8]


def without_seals(page: Colours, dpi: int) -> tuple[Grey, Grey]:
    """The grey values of a page (height, width, 3: red, green, blue) with the red of its seals bleached, and 0 on 255 where it was.

    Where a seal lies, the lightest channel counts, stretched so that the seal's red is as light as the paper around it: the black
    letters beneath stay black, and their edges soft.
    """
    grey = np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8)
    red = np.asarray(cv2.subtract(page[..., 0], cv2.max(page[..., 1], page[..., 2])), np.uint8)
    clear = np.full_like(grey, 255)
    for x, y, width, height in _seals(red, dpi):
        place = np.s_[y : y + height, x : x + width]
        stained = cv2.dilate(np.asarray(red[place] > _STAIN, np.uint8), np.ones((3, 3), np.uint8)) > 0
        lightest = page[place].max(axis=2)
        level = float(np.quantile(lightest[red[place] > _RED], _EVEN_SHARE))
        paper = float(np.median(grey[place][~stained])) if not stained.all() else 255.0
        bleached = np.minimum(lightest * np.float32(paper / max(1.0, level)), paper)
        dark = cv2.dilate(np.asarray(bleached < paper - _INKED, np.uint8), np.ones((5, 5), np.uint8))
        bleached[dark == 0] = paper
        np.copyto(grey[place], bleached.astype(np.uint8), where=stained)
        clear[place][stained] = 0
    return grey, clear


def _seals(red: Grey, dpi: int) -> list[tuple[int, int, int, int]]:
    """The boxes of the seals in pixels: x, y, width, height."""
    scale = _LOOK_DPI / dpi
    small = cv2.resize(red, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    mask = np.asarray(small > _RED, np.uint8)
    if not mask.any():
        return []
    reach = max(3, round(_JOIN_INCH * _LOOK_DPI) | 1)
    joined = cv2.dilate(mask, np.ones((reach, reach), np.uint8))
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(np.asarray(joined, np.uint8), connectivity=8)
    found = []
    for number, (x, y, width, height, _) in enumerate(boxes[1:].tolist(), start=1):
        short, long = sorted((width - reach, height - reach))
        stained = int(mask[labels == number].sum())
        if (
            short >= _SMALLEST_INCH * _LOOK_DPI
            and long <= _LONGEST * short
            and stained >= _FULL * short * long
        ):
            found.append((x, y, width, height))
    return [
        (round(x / scale), round(y / scale), round(width / scale), round(height / scale))
        for x, y, width, height in found
    ]
