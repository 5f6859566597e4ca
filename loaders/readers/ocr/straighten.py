"""Skew of a scanned page and the rulings on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

LARGEST_SKEW = 3.0
"""Degrees; sheet feeders turn pages by less."""
_LOOK_DPI = 75
_COARSE, _FINE = 0.25, 0.05
_THRESHOLD_WINDOW = 0.15
_THRESHOLD_OFFSET = 18
_HORIZONTAL_INCH, _VERTICAL_INCH = 0.36, 0.15
_NOISY, _SOFTEN = 6.0, 0.9
_THICKEST_INCH = 0.035
_BRIDGE_INCH = 0.012
_ACROSS_INCH = 0.06
_BLACK = 110
_LEVEL_INCH, _SEAL_INCH, _HIDDEN = 0.02, 1.9, 0.85
_TOUCH_INCH, _JOIN_INCH = 0.04, 0.015
_LETTER_INCH = 0.3
_SURE_INCH = 0.8
"""A line of this length is a ruling even when it meets no other."""
_CROWDED = 0.4
"""A ruling has paper beside it: a candidate with more ink than this along both its sides is a row of letters."""

Grey = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
Pixels = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Lines:
    """Rulings in pixels, (y, x0, x1) and (x, y0, y1), and a mask of their ink."""

    horizontal: Floats
    vertical: Floats
    ink: Grey


def skew(page: Grey, dpi: int) -> float:
    """Degrees by which the page must be turned (counter-clockwise positive) so that its lines are level."""
    scale = _LOOK_DPI / dpi
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = (255 - small).astype(np.float32)
    dark[dark < 60] = 0

    def sharpness(angle: float) -> float:
        rows = _turned(dark, angle, 0.0).sum(axis=1)
        return float(np.square(np.diff(rows)).sum())

    coarse = max(np.arange(-LARGEST_SKEW, LARGEST_SKEW + _COARSE, _COARSE), key=sharpness)
    return float(max(np.arange(coarse - _COARSE, coarse + _COARSE + _FINE, _FINE), key=sharpness))


def turned(page: Grey, angle: float) -> Grey:
    """The page turned by an angle about its centre, same size, white corners."""
    return np.asarray(_turned(page, angle, 255.0), np.uint8)


def binary(page: Grey, dpi: int) -> Grey:
    """Ink as 255 on 0, by a local threshold: shadows and grey paper do not matter."""
    window = int(_THRESHOLD_WINDOW * dpi) | 1
    return np.asarray(
        cv2.adaptiveThreshold(
            page, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, window, _THRESHOLD_OFFSET
        ),
        np.uint8,
    )


def quietened(page: Grey) -> Grey:
    """The page, softened where it is so noisy that its grain would be read as specks and points."""
    grain = cv2.absdiff(page, cv2.medianBlur(page, 3))
    if float(grain.mean()) < _NOISY:
        return page
    return np.asarray(cv2.GaussianBlur(page, (0, 0), _SOFTEN), np.uint8)


def rulings(page: Grey, ink: Grey, clear: Grey, dpi: int) -> Lines:
    """Horizontal and vertical lines of a page and its ink: longer than any stroke of its letters, or joined to lines that are.

    Where a seal faded them (`clear` is 0 there), lines that go on behind it are joined.
    """
    across = _candidates(page, ink, int(_HORIZONTAL_INCH * dpi), dpi, vertical=False)
    down = _candidates(page, ink, int(_VERTICAL_INCH * dpi), dpi, vertical=True)
    long = _SURE_INCH * dpi
    held = [box for box in across if box.length >= long or _meeting(box, down, _TOUCH_INCH * dpi) >= 1]
    standing = _standing(down, held, page, ink, dpi)
    if not clear.all():
        seen = np.asarray((ink > 0) | (clear < 128), np.bool_)
        held += _behind_seals(held, seen, clear, dpi)
        standing += _behind_seals(standing, seen, clear, dpi)
    mask = _mask([*held, *standing], ink)
    return Lines(_rows([box.ruling for box in held]), _rows([box.ruling for box in standing]), mask)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A long thin piece of ink: its box in pixels, its own pixels, and which way it runs."""

    x: int
    y: int
    width: int
    height: int
    ink: Grey
    vertical: bool

    @property
    def length(self) -> int:
        return self.height if self.vertical else self.width

    @property
    def ruling(self) -> tuple[float, float, float]:
        if self.vertical:
            return self.x + self.width / 2, self.y, self.y + self.height
        return self.y + self.height / 2, self.x, self.x + self.width


def _behind_seals(
    lines: list[_Candidate], seen: npt.NDArray[np.bool_], clear: Grey, dpi: int
) -> list[_Candidate]:
    """The pieces of lines of one direction that seals hide: between two parts on one level, ink or a seal nearly all the way.

    Args:
        lines: the parts.
        seen: (height, width), where ink or a seal is.
        clear: (height, width), 0 where a seal is.
        dpi: pixels per inch.
    """
    found = []
    level = _LEVEL_INCH * dpi
    for left in lines:
        at, _, start = left.ruling
        follow = [line for line in lines if line.ruling[1] > start and abs(line.ruling[0] - at) <= level]
        right = min(follow, key=lambda line: line.ruling[1], default=None)
        if right is None or right.ruling[1] - start > _SEAL_INCH * dpi:
            continue
        x, end, y = int(start), int(right.ruling[1]) + 1, int((at + right.ruling[0]) / 2)
        reach = max(1, int(level / 2))
        place = np.s_[max(0, y - reach) : y + reach + 1, x:end]
        band, faded = (seen.T, clear.T) if left.vertical else (seen, clear)
        if (faded[place] == 0).any() and band[place].any(axis=0).mean() >= _HIDDEN:
            ink = np.full((1, end - x), 255, np.uint8)
            box = (y, x, 1, end - x, ink.T) if left.vertical else (x, y, end - x, 1, ink)
            found.append(_Candidate(*box, left.vertical))
    return found


def _standing(
    down: list[_Candidate], held: list[_Candidate], page: Grey, ink: Grey, dpi: int
) -> list[_Candidate]:
    """The vertical candidates that are rulings, given the horizontal ones: taller than a letter, or no stroke of one."""
    letter = _LETTER_INCH * dpi
    tall = [
        box
        for box in down
        if box.length >= _SURE_INCH * dpi
        or (box.length >= letter and _meeting(box, held, _TOUCH_INCH * dpi) >= 2)
    ]
    short = [box for box in down if box.length < letter and _meeting(box, held, _JOIN_INCH * dpi) >= 2]
    beams = _mask(held, ink)
    return tall + [
        box
        for box in short
        if any(abs(box.ruling[0] - other.ruling[0]) <= _LEVEL_INCH * dpi for other in tall)
        or _is_post(box, page, ink, beams, dpi)
    ]


def _is_post(box: _Candidate, page: Grey, ink: Grey, beams: Grey, dpi: int) -> bool:
    """Whether a short vertical piece with no other above or below parts a single row, and is no stroke of a letter there.

    A ruling goes from the ink of one horizontal to that of the next without a gap, and no ink crosses it on the way.

    Args:
        box: the piece.
        page: (height, width), grey values.
        ink: (height, width), 255 on 0.
        beams: (height, width), the ink of the horizontal rulings.
        dpi: pixels per inch.
    """
    reach = max(1, int(_JOIN_INCH * dpi))
    top, columns = max(0, box.y - reach), slice(box.x, box.x + box.width)
    rows = slice(top, box.y + box.height + reach)
    level = np.flatnonzero(beams[rows, columns].any(axis=1))
    gaps = np.flatnonzero(np.diff(level) > 1)
    if not len(gaps):
        return False
    for gap in gaps.tolist():
        between = slice(top + int(level[gap]) + 1, top + int(level[gap + 1]))
        shades = page[between, columns].min(axis=1)
        paper = float(np.median(page[between, max(0, box.x - 4 * reach) : box.x + box.width + 4 * reach]))
        light = np.flatnonzero(shades > (paper + float(np.median(shades))) / 2)
        # one light row alone may be noise
        if (np.diff(light) == 1).any():
            return False
        left = ink[between, max(0, box.x - 2 * reach) : max(0, box.x - reach // 2)]
        right = ink[between, box.x + box.width + reach // 2 : box.x + box.width + 2 * reach]
        # where it meets the horizontals, their rough edges are no letters
        beside = np.hstack([left, right])[reach:-reach]
        if np.any(beside.all(axis=1)):
            return False
    return True


def _mask(lines: list[_Candidate], ink: Grey) -> Grey:
    """The ink of some lines as 255 on 0, on a page as large as `ink`."""
    mask = np.zeros_like(ink)
    for box in lines:
        mask[box.y : box.y + box.height, box.x : box.x + box.width] |= box.ink
    return mask


def _rows(lines: list[tuple[float, float, float]]) -> Floats:
    return np.array(lines, np.float64).reshape(-1, 3)


def _meeting(box: _Candidate, others: list[_Candidate], near: float) -> int:
    """How many lines of the other direction a candidate meets."""
    return sum(
        box.x - near <= other.x + other.width
        and other.x <= box.x + box.width + near
        and box.y - near <= other.y + other.height
        and other.y <= box.y + box.height + near
        for other in others
    )


def _candidates(page: Grey, ink: Grey, length: int, dpi: int, *, vertical: bool) -> list[_Candidate]:
    def kernel(size: int) -> Grey:
        shape = (1, size) if vertical else (size, 1)
        return np.asarray(cv2.getStructuringElement(cv2.MORPH_RECT, shape), np.uint8)

    bridge = kernel(max(3, int(_BRIDGE_INCH * dpi) | 1))
    black, grey = (
        cv2.morphologyEx(cv2.morphologyEx(dots, cv2.MORPH_CLOSE, bridge), cv2.MORPH_OPEN, kernel(length))
        for dots in (ink, _pale(page, dpi, vertical=vertical))
    )
    found = cv2.max(black, grey)
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(found, connectivity=8)
    kept = []
    for number, (x, y, width, height, _) in enumerate(boxes[1:].tolist(), start=1):
        thick, long = (width, height) if vertical else (height, width)
        own = labels[y : y + height, x : x + width] == number
        beside = _crowd(ink, (x, y, width, height), vertical)
        # the tops of letters in a row are a grey line too, with the letters on one side of it
        drawn = bool(black[y : y + height, x : x + width][own].any())
        if thick > max(_THICKEST_INCH * dpi, long / 40) or (min(beside) if drawn else max(beside)) > _CROWDED:
            continue
        kept.append(_Candidate(x, y, width, height, np.asarray(own * 255, np.uint8), vertical))
    return kept


def _pale(page: Grey, dpi: int, *, vertical: bool) -> Grey:
    """Thin grey lines of one direction as 255 on 0: darker than the paper on both their sides, whatever letters stand near by."""
    across = int(_ACROSS_INCH * dpi) | 1
    sides = cv2.getStructuringElement(cv2.MORPH_RECT, (across, 1) if vertical else (1, across))
    thin = cv2.morphologyEx(cv2.blur(page, (3, 3)), cv2.MORPH_BLACKHAT, sides)
    return np.asarray(np.where((thin > _THRESHOLD_OFFSET) & (page > _BLACK), 255, 0), np.uint8)


def _crowd(ink: Grey, box: tuple[int, int, int, int], vertical: bool) -> list[float]:
    """How full of ink the strips along both sides of a candidate are: between letters it is no ruling."""
    x, y, width, height = box
    if vertical:
        ink, (x, y, width, height) = ink.T, (y, x, height, width)
    near = max(2, height // 2)
    above = ink[max(0, y - near - 1) : max(0, y - 1), x : x + width]
    below = ink[y + height + 1 : y + height + near + 1, x : x + width]
    return [float((strip > 0).any(axis=0).mean()) for strip in (above, below) if strip.size] or [0.0]


def _turned(page: Pixels, angle: float, border: float) -> Pixels:
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    method = cv2.INTER_LINEAR if page.dtype == np.float32 else cv2.INTER_CUBIC
    moved: Pixels = cv2.warpAffine(
        page, matrix, (width, height), flags=method, borderMode=cv2.BORDER_CONSTANT, borderValue=border
    )
    return moved
