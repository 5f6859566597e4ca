"""Formats that place characters and lines on a page (OFD, pages saved as HTML) use the PDF engine's layout.

Points from the top left corner of the page, as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from loaders.readers.paper import Placed, composed
from loaders.readers.pdf.characters import Characters
from loaders.readers.pdf.frame import Frame
from loaders.readers.pdf.page import (
    Colours,
    Draft,
    PageImage,
    Reading,
    Recognise,
    page_kind,
    tables_and_lines,
)
from loaders.readers.pdf.rulings import Rulings, lines_of


@dataclass(slots=True)
class Canvas:
    """One page while it is being read."""

    width: float
    height: float
    _glyphs: list[tuple[int, float, float, float, float, int]] = field(default_factory=list)
    _boxes: list[tuple[float, float, float, float, bool, bool, bool]] = field(default_factory=list)
    _image_area: float = 0.0
    _pictures: list[Placed] = field(default_factory=list)
    _runs: int = 0

    def text(self, text: str, starts: Sequence[float], end: float, baseline: float, size: float) -> None:
        """One line of text: the left edge of every character, the right edge of the last, the writing line, the font size."""
        self._runs += 1
        for index, character in enumerate(text):
            if not character.isspace() and ord(character) >= 32:
                natural = starts[index] + size * width_of(character)
                # a gap behind a character is not part of it
                right = min(natural, starts[index + 1]) if index + 1 < len(starts) else end
                self._glyphs.append(
                    (
                        ord(character),
                        starts[index],
                        max(right, starts[index] + 0.1),
                        baseline,
                        size,
                        self._runs,
                    )
                )

    def box(
        self, x0: float, y0: float, x1: float, y1: float, *, stroked: bool, filled: bool, white: bool
    ) -> None:
        """A straight shape: a line, a rectangle; its outline drawn, its inside painted, in a colour that paper swallows."""
        self._boxes.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), stroked, filled, white))

    def image(self, width: float, height: float) -> None:
        """A picture of this size somewhere on the page."""
        self._image_area += max(0.0, width) * max(0.0, height)

    def picture(self, x0: float, y0: float, x1: float, y1: float, data: bytes) -> None:
        """A picture whose file is at hand."""
        self.image(x1 - x0, y1 - y0)
        self._pictures.append(((x0, y0, x1, y1), data))

    def draft(self, number: int, engine: str, ocr: Recognise | None = None, most_pixels: int = 0) -> Draft:
        """The page laid out: tables and lines; by OCR where it is nothing but pictures."""
        characters = self._characters()
        rulings = self._rulings()
        frame = Frame(0.0, 0.0, self.width, self.height, 0, 0)
        kind = page_kind(characters, rulings, 0)
        if kind == "scan":
            render = partial(composed, self.width, self.height, self._pictures, most_pixels=most_pixels)
            return scanned(number, frame, render, ocr if self._pictures else None)
        tables, lines = tables_and_lines(Reading(characters, rulings), engine)
        return Draft(number, frame, kind, tables, lines)

    def _characters(self) -> Characters:
        table = np.array(self._glyphs, np.float64).reshape(-1, 6)
        return Characters(
            code=table[:, 0].astype(np.uint32),
            x0=table[:, 1],
            x1=table[:, 2],
            baseline=table[:, 3],
            size=table[:, 4],
            run=table[:, 5].astype(np.int64),
            turned=np.zeros(len(table), np.bool_),
            confidence=np.ones(len(table)),
        )

    def _rulings(self) -> Rulings:
        share = min(1.0, self._image_area / max(1.0, self.width * self.height))
        if not self._boxes:
            none = Rulings.none()
            return Rulings(none.horizontal, none.vertical, none.fills, share)
        table = np.array(self._boxes, np.float64)
        stroked, filled, white = (table[:, column].astype(np.bool_) for column in (4, 5, 6))
        return Rulings(*lines_of(table[:, :4], stroked, filled, white), share)


def unread(drafts: Sequence[Draft]) -> tuple[tuple[str, str], ...]:
    """The pages that only OCR can read and did not, as problems."""
    return tuple(
        ("page_needs_ocr", str(draft.number))
        for draft in drafts
        if draft.kind == "scan" and not draft.lines and not draft.tables
    )


def scanned(number: int, frame: Frame, render: Callable[[int], Colours], ocr: Recognise | None) -> Draft:
    """A page that is a picture, read by OCR where there is any."""
    reading = ocr(PageImage(number, *frame.display_size, render)) if ocr else None
    if reading is None or not len(reading.characters):
        return Draft(number, frame, "scan" if reading is None else "blank")
    tables, lines = tables_and_lines(reading, "ocr")
    return Draft(number, frame, "scan", tables, lines)


def width_of(character: str) -> float:
    """The usual advance of a character in font sizes: ideographs are square, Latin letters half as wide."""
    return 1.0 if ord(character) >= 0x2E80 or character in "—…“”‘’" else 0.5
