"""One page image → characters and rulings, as the PDF engine's layout wants them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from loaders.readers.ocr import cutting, grammar
from loaders.readers.ocr.cutting import Cut
from loaders.readers.ocr.model import LineText, Model
from loaders.readers.ocr.seals import without_seals
from loaders.readers.ocr.sheet import Sheet, stands, straightened
from loaders.readers.ocr.straighten import quietened
from loaders.readers.pdf import lattice
from loaders.readers.pdf.characters import DESCENT, Characters
from loaders.readers.pdf.page import PageImage, Reading
from loaders.readers.pdf.rulings import Rulings

DPI = 200
_AIR = 0.18
_SAMPLE_LINES = 6
_LONGEST_SAMPLE = 24
_READABLE = 0.9
_DISAGREEING = 0.6
_MENDED = 0.85

Grey = npt.NDArray[np.uint8]


class PageReader:
    """Reads page images; the model is loaded with the first page, in the process that reads it."""

    def __init__(self) -> None:
        self._model: Model | None = None

    def __call__(self, image: PageImage) -> Reading | None:
        """The page's characters and rulings in layout points; no characters on a blank page, `None` for one that says nothing."""
        if self._model is None:
            self._model = Model()
        bleached, clear = without_seals(image.render(DPI), DPI)
        page = quietened(bleached)
        sheet = straightened(page, clear, DPI)
        reading: Reading | None = None
        if stands(sheet):
            reading, sure = self._read(sheet, 0)
            if sure >= _READABLE:
                return reading
        turns = self._surest(sheet)
        if turns or reading is None:
            if turns:
                page, clear = (np.ascontiguousarray(np.rot90(layer, turns)) for layer in (page, clear))
                sheet = straightened(page, clear, DPI)
            reading, _ = self._read(sheet, turns)
        return reading

    def _read(self, sheet: Sheet, turns: int) -> tuple[Reading | None, float]:
        """The reading of a page turned by quarters, and how sure it is on the whole (0 … 1)."""
        assert self._model is not None
        scale = DPI / 72
        lines, letters, height = sheet.lines, sheet.letters, sheet.height
        drawn = Rulings(lines.horizontal / scale, lines.vertical / scale, np.empty((0, 4)), image_share=1.0)
        grids, _ = lattice.find_grids(lattice.merge(drawn.horizontal), lattice.merge(drawn.vertical))
        cuts = [cut for grid in grids for cut in cutting.in_cells(letters, grid, scale, DPI, height)]
        in_cells = len(cuts)
        cuts += cutting.around(letters, grids, scale, DPI, height)
        if not cuts:
            return Reading(_characters([], scale), Rulings.none()), 1.0
        texts = self._model.read([_picture(sheet.clean, cut, height) for cut in cuts])
        rows = [
            row
            for run, (cut, text) in enumerate(zip(cuts, texts, strict=True))
            if run >= in_cells or not grammar.is_speck(text.letters, max(text.confidences, default=0.0))
            for row in _letters(cut, text, sheet, run)
        ]
        if not rows:
            return None, 0.0
        sure = float(np.mean([confidence for text in texts for confidence in text.confidences]))
        return Reading(_characters(rows, scale), drawn, turns), sure

    def _surest(self, sheet: Sheet) -> int:
        """The quarters counter-clockwise by which a page reads most surely, judged by a few of its lines."""
        return max(range(4), key=lambda turns: self._sureness(sheet, turns))

    def _sureness(self, sheet: Sheet, turns: int) -> float:
        assert self._model is not None
        clean, letters = (
            np.ascontiguousarray(np.rot90(layer, turns)) for layer in (sheet.clean, sheet.letters)
        )
        cuts = [
            cut
            for cut in cutting.around(letters, [], DPI / 72, DPI, sheet.height)
            if cut.x1 - cut.x0 > 2 * sheet.height
        ]
        # long lines: short ones, numbers above all, read nearly as well upside down
        cuts = [cut for cut in cuts if cut.x1 - cut.x0 <= _LONGEST_SAMPLE * sheet.height] or cuts
        cuts = sorted(cuts, key=lambda cut: (cut.x0 - cut.x1, cut.y0))[:_SAMPLE_LINES]
        texts = self._model.read([_picture(clean, cut, sheet.height) for cut in cuts])
        sure = [float(np.mean(text.confidences)) for text in texts if text.letters]
        return float(np.mean(sure)) if sure else 0.0


def _picture(page: Grey, cut: Cut, height: float) -> Grey:
    """The picture of one line with some air around it, at least as high as a letter of the page."""
    air = int(height * _AIR) + 1
    lack = max(0, int(height) - (cut.y1 - cut.y0))
    y0, y1 = max(0, cut.y0 - air - lack // 2), cut.y1 + air + (lack + 1) // 2
    x0, x1 = max(0, cut.x0 - air - 1), cut.x1 + air + 1
    return page[y0:y1, x0:x1]


def _letters(
    cut: Cut, text: LineText, sheet: Sheet, run: int
) -> list[tuple[int, float, float, float, float, int, float]]:
    """The characters of one line: (code, x0, x1, baseline, size, run, confidence) in pixels."""
    letters, confidences, places = text.letters, text.confidences, text.places
    height, place = sheet.height, np.s_[cut.y0 : cut.y1, cut.x0 : cut.x1]
    letters = grammar.paired(letters)
    mended, changed = grammar.mend(letters)
    if grammar.is_number(mended):
        sure = min(confidences, default=0.0)
        if not grammar.agrees(mended, grammar.strokes(sheet.letters[place])):
            sure = min(sure, _DISAGREEING)
        if changed or sheet.faded[place].any():
            sure = min(sure, _MENDED)
        confidences = (sure,) * len(mended)
        if len(mended) != len(letters):
            places = tuple((i + 0.5) / len(mended) for i in range(len(mended)))
        letters = mended
    elif grammar.is_odd(letters):
        confidences = tuple(min(each, _DISAGREEING) for each in confidences)
    size = float(min(max(cut.y1 - cut.y0, height * 0.8), height * 1.3))
    baseline = (cut.y0 + cut.y1) / 2 + size / 2 - DESCENT * size
    edges = _edges(places, cut)
    return [
        (ord(letter), edges[i], edges[i + 1], baseline, size, run, confidences[i])
        for i, letter in enumerate(letters)
        if not letter.isspace()
    ]


def _edges(places: Sequence[float], cut: Cut) -> list[float]:
    """Where each letter begins and the last one ends: letters touch, so that no gap between them reads as a space."""
    middles = [cut.x0 + place * (cut.x1 - cut.x0) for place in places]
    inner = [(left + right) / 2 for left, right in itertools.pairwise(middles)]
    return [float(cut.x0), *inner, float(cut.x1)]


def _characters(
    rows: Sequence[tuple[int, float, float, float, float, int, float]], scale: float
) -> Characters:
    table = np.array(rows, np.float64).reshape(-1, 7)
    return Characters(
        table[:, 0].astype(np.uint32),
        table[:, 1] / scale,
        table[:, 2] / scale,
        table[:, 3] / scale,
        table[:, 4] / scale,
        table[:, 5].astype(np.int64),
        np.zeros(len(table), np.bool_),
        table[:, 6],
    )
