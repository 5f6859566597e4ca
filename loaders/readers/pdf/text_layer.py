"""The text layer of a page, straight from pdfium.

Position comes from the text matrix, not from font metrics: the baseline is the matrix's `f` (fonts with a wrong ascent would move
text into another row), the height is the font size as drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import repeat

import numpy as np
import numpy.typing as npt

from loaders.readers.pdf import pdfium
from loaders.readers.pdf.characters import ASCENT, DESCENT, Characters, struck_once
from loaders.readers.pdf.clipped import on_other_pages
from loaders.readers.pdf.frame import Frame
from loaders.readers.pdf.groups import numbers
from loaders.readers.pdf.pdfium import Booleans, Floats, Integers

MAX_CHARACTERS = 200_000
_SAMPLE = 60
_DIAGONAL_DEGREES = 4.0
_UPRIGHT_SLOPE = 0.05
_LEAST_ADVANCE = 0.2
# in sizes: no Latin letter or digit, no Chinese character takes more
_NARROW_ADVANCE, _WIDE_ADVANCE = 0.65, 1.1
_LINE_END_HYPHEN = 0xFFFE  # pdfium's mark


@dataclass(frozen=True, slots=True)
class PageText:
    """What the text layer of a page gave: the frame it stands upright in, its characters, and the diagonal ones apart.

    `watermark` is the text of diagonal characters in drawing order; `unmapped` counts characters whose font does not say which
    they are.
    """

    frame: Frame
    characters: Characters
    watermark: str
    unmapped: int


def read_characters(text_page: int, frame: Frame) -> PageText:
    """Read a text page (pdfium handle).

    Args:
        text_page: the address of an `FPDF_TEXTPAGE`.
        frame: the page as displayed; the result's frame is turned so that most characters stand upright.

    Returns:
        The characters inside the visible page, white space and control characters left out, struck-twice copies dropped.
    """
    count = min(max(pdfium.count_chars(text_page), 0), MAX_CHARACTERS)
    codes = _codes(text_page, count)
    positions = (~_is_space(codes)).nonzero()[0]
    codes = codes[positions]
    matrix = pdfium.fill(pdfium.get_matrix, text_page, positions, 6, np.float32).astype(np.float64)
    quarter, straight, diagonal = _directions(matrix)
    votes = np.bincount(quarter[straight], minlength=4)
    turns = int(votes.argmax()) if votes.any() else frame.displayed
    frame = replace(frame, turns=turns)
    characters = _place(text_page, positions, codes, matrix, quarter, frame).pick(straight)
    inside = (
        (characters.x1 > 0)
        & (characters.x0 < frame.width)
        & (characters.middle_y > 0)
        & (characters.middle_y < frame.height)
    )
    shown = inside.nonzero()[0]
    area, rise = frame.width * frame.height, (ASCENT - DESCENT) / 2
    elsewhere = on_other_pages(text_page, positions[straight][shown], characters.run[shown], area, rise)
    shown = shown[~elsewhere]
    watermark = "".join(map(chr, codes[diagonal]))
    unmapped = int(np.count_nonzero(codes[straight] == 0xFFFD)) + _guessed(text_page, count)
    return PageText(frame, struck_once(characters.pick(shown)), watermark, unmapped)


def _directions(matrix: Floats) -> tuple[Integers, Booleans, Booleans]:
    """By how many quarters each character is turned, which stand straight in one of them, and which run diagonally."""
    if np.isfinite(matrix).all() and (matrix[:, 1] == 0).all() and (matrix[:, 0] > 0).all():
        return (
            np.zeros(len(matrix), np.int64),
            np.ones(len(matrix), np.bool_),
            np.zeros(len(matrix), np.bool_),
        )
    visible = np.isfinite(matrix).all(axis=1) & (np.abs(matrix[:, :4]).sum(axis=1) > 0)
    angle = np.degrees(np.arctan2(matrix[:, 1], matrix[:, 0]))
    quarter = np.rint(angle / 90).astype(np.int64)
    diagonal = np.asarray(visible & (np.abs(angle - quarter * 90) > _DIAGONAL_DEGREES), np.bool_)
    return quarter % 4, np.asarray(visible & ~diagonal, np.bool_), diagonal


def _codes(text_page: int, count: int) -> npt.NDArray[np.uint32]:
    """Code points, from one bulk call where it answers one UTF-16 unit for each character."""
    buffer = np.zeros(count + 1, np.uint16)
    written = pdfium.get_text(text_page, 0, count, buffer.ctypes.data) if count else 1
    codes = buffer[:count].astype(np.uint32)
    if written == count + 1 and not _is_odd(codes).any():
        return codes
    if written != count + 1 or ((codes >= 0xD800) & (codes < 0xE000)).any():
        units = pdfium.run(pdfium.get_unicode, [text_page] * count, range(count))
        codes = np.array(units, np.uint32)
    codes[codes == _LINE_END_HYPHEN] = ord("-")
    codes[_is_odd(codes)] = 0xFFFD
    return codes


def _is_odd(codes: npt.NDArray[np.uint32]) -> Booleans:
    """Whether a code is none of a character: nothing, half a pair, pdfium's own marks, past the end of Unicode."""
    return np.asarray(
        (codes - np.uint32(1) >= 0xFFFD) & (codes < 0x10000)
        | (codes - np.uint32(0xD800) < 0x800)
        | (codes > 0x10FFFF),
        np.bool_,
    )


def _guessed(text_page: int, count: int) -> int:
    """How many characters pdfium only guessed from their glyph numbers; all are asked once a sample holds one."""
    step = max(1, count // _SAMPLE)
    for positions in (range(0, count, step), range(count)):
        answers = pdfium.run(pdfium.has_unicode_error, repeat(text_page, len(positions)), positions)
        guessed = sum(answer > 0 for answer in answers)
        if not guessed or step == 1:
            break
    return guessed


def _blanks() -> Booleans:
    blank = np.zeros(0x10000, np.bool_)
    blank[:0x21] = blank[0x7F:0xA1] = blank[0x2000:0x2010] = True
    blank[[0xAD, 0x202F, 0x2060, 0x3000, 0xFEFF]] = True
    return blank


_BLANK = _blanks()


def _is_space(codes: npt.NDArray[np.uint32]) -> Booleans:
    return np.asarray(_BLANK.take(np.minimum(codes, 0xFFFF)), np.bool_)


def _place(
    text_page: int,
    positions: Integers,
    codes: npt.NDArray[np.uint32],
    matrix: Floats,
    quarter: Integers,
    frame: Frame,
) -> Characters:
    """Boxes and baselines in the frame: from loose boxes where pdfium computes them (upright in user space), else tight ones."""
    loose = pdfium.fill(pdfium.get_loose_box, text_page, positions, 4, np.float32).astype(np.float64)
    left, top, right, bottom = loose.T
    sloped = np.abs(matrix[:, 1]) > _UPRIGHT_SLOPE * np.abs(matrix[:, 0])
    run = _runs(text_page, positions, matrix, left, bottom)
    size = _sizes(text_page, positions, matrix, top - bottom) * np.hypot(matrix[:, 2], matrix[:, 3])
    origin_x, origin_y = left, matrix[:, 5].copy()
    if sloped.any() or frame.turns:
        tight = pdfium.fill(pdfium.get_tight_box, text_page, positions, 4, np.float64)
        origins = pdfium.fill(pdfium.get_origin, text_page, positions, 2, np.float64)
        left = np.where(sloped, tight[:, 0], left)
        right = np.where(sloped, tight[:, 1], right)
        bottom = np.where(sloped, tight[:, 2], bottom)
        top = np.where(sloped, tight[:, 3], top)
        origin_x, origin_y = origins[:, 0], origins[:, 1]
    x0, y0, x1, y1 = frame.boxes(left, bottom, right, top)
    origin, baseline = frame.points(origin_x, origin_y)
    turned = quarter != frame.turns
    tightly = sloped & ~turned
    x0 = np.where(tightly, np.minimum(x0, origin), x0)
    if turned.any():
        baseline = np.where(turned, (y0 + y1) / 2 + (ASCENT - DESCENT) / 2 * size, baseline)
    if len(x0) > 1:
        following = (run[1:] == run[:-1]) & (x0[1:] > x0[:-1] + _LEAST_ADVANCE * size[:-1]) & ~turned[1:]
        # a tight box ends with the ink: the next character says how far a thin one (1) reaches
        widest = x0 + np.where(codes < 0x2E80, _NARROW_ADVANCE, _WIDE_ADVANCE) * size
        reach = np.where(tightly, np.maximum(x1, widest), x1)
        x1[:-1] = np.where(following, np.minimum(reach[:-1], x0[1:]), x1[:-1])
    return Characters(codes, x0, x1, baseline, size, run, turned, np.ones(len(codes)))


def _sizes(text_page: int, positions: Integers, matrix: Floats, height: Floats) -> Floats:
    """Font sizes before the text matrix, asked where the scale of the matrix or the height of the font's box changes."""
    if not len(positions):
        return np.empty(0)
    changes = (
        (matrix[1:, 0] != matrix[:-1, 0]) | (matrix[1:, 3] != matrix[:-1, 3]) | (height[1:] != height[:-1])
    )
    first = np.concatenate(([0], changes.nonzero()[0] + 1))
    asked = positions[first].tolist()
    sizes = np.array(pdfium.run(pdfium.get_font_size, repeat(text_page), asked), np.float64)
    drawn: Floats = np.repeat(sizes, np.diff(np.append(first, len(positions))))
    return drawn


def _runs(text_page: int, positions: Integers, matrix: Floats, left: Floats, bottom: Floats) -> Integers:
    """Numbers of text operations: a new one where the matrix changes, or where a character stands on the one before it.

    In the second case the text object decides whether one glyph means two characters (—— drawn as a ligature) or was struck twice.
    """
    changes = (matrix[1:] != matrix[:-1]).any(axis=1)
    unmoved = ~changes & (left[1:] == left[:-1]) & (bottom[1:] == bottom[:-1])
    for index in unmoved.nonzero()[0].tolist():
        one, two = (
            pdfium.get_text_object(text_page, position) for position in positions[index : index + 2].tolist()
        )
        changes[index] = one != two
    return numbers(changes)[: len(matrix)]
