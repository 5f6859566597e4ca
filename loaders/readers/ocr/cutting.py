"""Where the text lines of a page are: inside every cell, and in the free space around the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from loaders.readers.pdf.lattice import Grid

_SPECK_INCH = 0.012
_SMALLEST_LETTER_INCH = 0.055
_TALLEST_LINE = 2.2
_GAP_ROWS_INCH = 0.008
_WORD_GAP = 1.6
_LETTER_GAP = 0.5
_COMMA_GAP = 1.3
_POINT = 0.35
_INSET_INCH = 0.012

Grey = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Cut:
    """One line of text in pixels, `x0 <= x < x1`, `y0 <= y < y1`."""

    x0: int
    y0: int
    x1: int
    y1: int


def without_specks(ink: Grey, dpi: int) -> Grey:
    """The ink without dust: pieces smaller than a decimal point."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    least = _SPECK_INCH * dpi
    keep = np.maximum(boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT]) >= least
    keep &= boxes[:, cv2.CC_STAT_AREA] >= least * least / 2
    keep[0] = False
    return np.asarray(np.where(keep[labels], 255, 0), np.uint8) if count > 1 else ink


def lonely(ink: Grey, height: float) -> Grey:
    """The specks of the ink that stand alone: dots as small as a point, with nothing as near as a comma is to its sentence."""
    along, across = int(height * _COMMA_GAP) | 1, int(height * _LETTER_GAP) | 1
    grown = cv2.dilate(ink, np.ones((across, along), np.uint8))
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(np.asarray(grown, np.uint8), connectivity=8)
    alone = (boxes[:, cv2.CC_STAT_WIDTH] - along < _POINT * height) & (
        boxes[:, cv2.CC_STAT_HEIGHT] - across < _POINT * height
    )
    alone[0] = False
    return np.asarray(np.where(alone[labels], ink, 0), np.uint8)


def line_height(ink: Grey, dpi: int) -> float:
    """The usual height of a letter on the page, in pixels."""
    _, _, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    heights = boxes[1:, cv2.CC_STAT_HEIGHT]
    letters = heights[(heights >= _SMALLEST_LETTER_INCH * dpi) & (heights <= 0.35 * dpi)]
    return float(np.median(letters)) * 1.15 if len(letters) else 0.14 * dpi


def pieces_along(ink: Grey, height: float) -> int:
    """How many pieces a page falls into when its letters are smeared from left to right: along their lines they grow together.

    They are smeared over the gap between two letters, not over that between two lines.
    """
    reach = max(3, int(height * _LETTER_GAP))
    smeared = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_RECT, (reach, 1)))
    return int(cv2.connectedComponents(np.asarray(smeared, np.uint8))[0])


def in_cells(ink: Grey, grid: Grid, scale: float, dpi: int, height: float) -> Iterator[Cut]:
    """The lines of every cell of a grid (in points; `scale` is pixels per point)."""
    inset = max(1, int(_INSET_INCH * dpi))
    rows, columns = grid.shape
    owner = grid.owner.reshape(rows, columns)
    for number in np.unique(owner):
        row, column = divmod(int(number), columns)
        covered = np.argwhere(owner == number)
        bottom, right = covered.max(axis=0)
        x0, x1 = int(grid.xs[column] * scale) + inset, int(grid.xs[right + 1] * scale) - inset
        y0, y1 = int(grid.ys[row] * scale) + inset, int(grid.ys[bottom + 1] * scale) - inset
        if x1 > x0 and y1 > y0:
            yield from _stacked(ink, Cut(max(x0, 0), max(y0, 0), x1, y1), height, dpi)


def around(ink: Grey, grids: list[Grid], scale: float, dpi: int, height: float) -> Iterator[Cut]:
    """The lines outside all grids, long ones in pieces where a wide gap parts them."""
    free = ink.copy()
    for grid in grids:
        left, top, right, bottom = (int(edge * scale) for edge in grid.box)
        free[max(top - 2, 0) : bottom + 3, max(left - 2, 0) : right + 3] = 0
    reach = max(3, int(height * _WORD_GAP))
    smeared = cv2.dilate(free, cv2.getStructuringElement(cv2.MORPH_RECT, (reach, 1)))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(np.asarray(smeared, np.uint8), connectivity=4)
    bands = sorted((int(y), int(x), int(w), int(h)) for x, y, w, h, _ in boxes[1:])
    for y, x, width, tall in _united(bands, height):
        if tall > height * _TALLEST_LINE * 2 or width < height * 0.3:
            continue
        yield from _stacked(free, Cut(max(x, 0), y, x + width, y + tall), height, dpi)


def _united(bands: list[tuple[int, int, int, int]], height: float) -> list[tuple[int, int, int, int]]:
    """Smeared pieces of one line (dots and strokes above or below its body) brought together."""
    merged: list[list[int]] = []
    for y, x, width, tall in bands:
        for other in merged:
            middle = y + tall / 2
            beside = x < other[1] + other[2] and other[1] < x + width
            if beside and other[0] - height * 0.2 <= middle <= other[0] + other[3] + height * 0.2:
                right = max(x + width, other[1] + other[2])
                low = max(y + tall, other[0] + other[3])
                other[0], other[1] = min(y, other[0]), min(x, other[1])
                other[2], other[3] = right - other[1], low - other[0]
                break
        else:
            merged.append([y, x, width, tall])
    return [(y, x, width, tall) for y, x, width, tall in merged]


def _stacked(ink: Grey, area: Cut, height: float, dpi: int) -> Iterator[Cut]:
    """The lines of an area, top to bottom, each as tight as its ink but never lower than a letter."""
    part = ink[area.y0 : area.y1, area.x0 : area.x1]
    if not part.size:
        return
    filled = np.flatnonzero((part > 0).any(axis=1))
    if not len(filled):
        return
    gap = max(1, int(_GAP_ROWS_INCH * dpi))
    starts = np.concatenate(([True], np.diff(filled) > gap))
    firsts = filled[starts]
    lasts = filled[np.concatenate((starts[1:], [True]))]
    bands = _whole_lines([(int(a), int(b) + 1) for a, b in zip(firsts, lasts, strict=True)], height)
    for top, bottom in bands:
        columns = np.flatnonzero((part[top:bottom] > 0).any(axis=0))
        left, right = int(columns[0]), int(columns[-1]) + 1
        if max(right - left, bottom - top) < height * 0.25:
            continue
        yield Cut(area.x0 + left, area.y0 + top, area.x0 + right, area.y0 + bottom)


def _whole_lines(bands: list[tuple[int, int]], height: float) -> list[tuple[int, int]]:
    """Bands of ink rows → lines: the strokes of 二 or of a dash above a line belong together, two lines do not."""
    lines: list[tuple[int, int]] = []
    for top, bottom in bands:
        if lines and bottom - lines[-1][0] <= height * 1.25:
            lines[-1] = (lines[-1][0], bottom)
        else:
            lines.append((top, bottom))
    return lines
