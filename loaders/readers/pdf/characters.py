"""The characters of a page as arrays, each struck once.

Struck-twice copies (poor man's bold) are dropped by comparing the distance with the glyph's advance: two digits `55` stand one advance
apart, a copy stands almost on the original.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from loaders.readers.pdf.groups import numbers
from loaders.readers.pdf.pdfium import Booleans, Floats, Integers

ASCENT = 0.85
DESCENT = 0.15
LARGEST = 40
_COPY_ADVANCE, _COPY_SIZE = 0.34, 0.1


@dataclass(frozen=True, slots=True)
class Characters:
    """Characters in layout points; all arrays have one length.

    `code` is the code point, `baseline` the y of the writing line, `size` the font size as drawn, `run` a number shared by the
    characters that one text operation drew, `turned` marks characters that do not stand upright in the frame.
    """

    code: npt.NDArray[np.uint32]
    x0: Floats
    x1: Floats
    baseline: Floats
    size: Floats
    run: Integers
    turned: Booleans
    confidence: Floats

    def __len__(self) -> int:
        return len(self.code)

    @property
    def middle_x(self) -> Floats:
        """Horizontal centres."""
        return (self.x0 + self.x1) / 2

    @property
    def middle_y(self) -> Floats:
        """Vertical centres of the glyphs' bodies."""
        return self.baseline - (ASCENT - DESCENT) / 2 * self.size

    def pick(self, keep: Booleans | Integers) -> Characters:
        """The characters of a mask or an index array, in its order."""
        if keep.dtype == np.bool_:
            keep = keep.nonzero()[0]
            if len(keep) == len(self.code):
                return self
        return Characters(
            self.code.take(keep),
            self.x0.take(keep),
            self.x1.take(keep),
            self.baseline.take(keep),
            self.size.take(keep),
            self.run.take(keep),
            self.turned.take(keep),
            self.confidence.take(keep),
        )

    @staticmethod
    def of_words(words: Sequence[tuple[str, float, float, float, float, float]]) -> Characters:
        """Characters of recognised words `(text, x0, y0, x1, y1, confidence)`: each word's width is shared out by character width.

        This is how OCR words, which know no characters, are cut at cell borders.
        """
        codes: list[int] = []
        rows: list[tuple[float, float, float, float, int, float]] = []
        for run, (text, x0, y0, x1, y1, confidence) in enumerate(words):
            weights = np.array([0.5 if ord(letter) < 0x2E80 else 1.0 for letter in text])
            edges = x0 + (x1 - x0) * np.concatenate(([0.0], np.cumsum(weights))) / max(weights.sum(), 0.5)
            size = y1 - y0
            for position, letter in enumerate(text):
                if not letter.isspace():
                    codes.append(ord(letter))
                    rows.append(
                        (edges[position], edges[position + 1], y1 - DESCENT * size, size, run, confidence)
                    )
        table = np.array(rows, np.float64).reshape(-1, 6)
        return Characters(
            np.array(codes, np.uint32),
            table[:, 0],
            table[:, 1],
            table[:, 2],
            table[:, 3],
            table[:, 4].astype(np.int64),
            np.zeros(len(codes), np.bool_),
            table[:, 5],
        )


def struck_once(characters: Characters) -> Characters:
    """Drop copies: the same character less than a third of its advance, or a tenth of its size, away from the one before it.

    The second measure is for narrow characters: the shadow of a comma stands half an advance from the comma.
    """
    if len(characters) < 2:
        return characters
    levels = characters.baseline.argsort(kind="stable")
    level, size = characters.baseline[levels], characters.size[levels]
    line = np.empty(len(levels), np.int64)
    line[levels] = numbers(level[1:] - level[:-1] >= 0.25 * np.minimum(size[1:], size[:-1]))
    across = np.minimum(np.maximum(characters.x0, 0) * 16, 0xFFFFF).astype(np.int64)
    key = (characters.code.astype(np.int64) << 38) + (line << 20) + across
    order = key.argsort(kind="stable")
    key = key[order]
    near = (key[1:] - key[:-1] < 16 * LARGEST).nonzero()[0]
    one, two = order[near], order[near + 1]
    gap = np.abs(characters.x0[two] - characters.x0[one])
    advance = characters.x1[one] - characters.x0[one]
    copied = gap < np.maximum(_COPY_ADVANCE * advance, _COPY_SIZE * characters.size[one])
    copied &= np.abs(characters.baseline[two] - characters.baseline[one]) < 0.25 * characters.size[one]
    copied &= (characters.run[one] != characters.run[two]) | (np.abs(one - two) > 1)
    if not copied.any():
        return characters
    kept = np.ones(len(characters), np.bool_)
    kept[np.maximum(one, two)[copied]] = False
    return characters.pick(kept)
