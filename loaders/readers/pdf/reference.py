"""pdfplumber behind the same door: the independent second opinion, and the fallback for pages pdfium cannot load.

Independent means: its own parser (pdfminer), its own characters, its own grids and its own words in them. Lines, captions and
paragraphs around the tables are laid out by the same code as on the fast path.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pdfplumber

from loaders.readers.pdf.characters import ASCENT, DESCENT, Characters, struck_once
from loaders.readers.pdf.frame import Frame
from loaders.readers.pdf.lattice import Grid
from loaders.readers.pdf.lines import Line, lines_of
from loaders.readers.pdf.page import Draft, RawTable

ENGINE = "pdfplumber"
_SNAP = 1.0


class Reference:
    """A PDF opened by pdfplumber on first use; a context manager."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: Any = None

    def __enter__(self) -> Reference:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            with suppress(Exception):  # closing walks the pages, the broken ones too
                self._file.close()

    def _page(self, index: int) -> Any:
        if self._file is None:
            self._file = pdfplumber.open(self._path)
        return self._file.pages[index]

    def draft(self, index: int) -> Draft:
        """A page that pdfium cannot load, as far as pdfplumber can; blank where it cannot either."""
        try:
            page = self._page(index)
            frame = Frame(0.0, 0.0, float(page.width), float(page.height), 0, 0)
            tables, lines = self.layout(index, frame)
        except Exception:  # pdfminer raises whatever a broken page makes its code stumble over
            return Draft(index + 1, Frame(0.0, 0.0, 0.0, 0.0, 0, 0), "blank")
        return Draft(index + 1, frame, "text" if tables or lines else "blank", tables, lines)

    def layout(self, index: int, frame: Frame) -> tuple[tuple[RawTable, ...], tuple[Line, ...]]:
        """The tables pdfplumber finds on a page with its default settings, and the lines outside them."""
        page = self._page(index)
        characters = _characters(page, frame)
        free = np.ones(len(characters), np.bool_)
        tables = []
        for table in page.find_tables():
            raw = _raw(table, frame)
            if raw is None:
                continue
            tables.append(raw)
            left, top, right, bottom = raw.grid.box
            x, y = characters.middle_x, characters.middle_y
            free &= ~((x >= left) & (x <= right) & (y >= top) & (y <= bottom))
        page.close()
        tables.sort(key=lambda raw: (round(raw.grid.ys[0]), raw.grid.xs[0]))
        return tuple(tables), tuple(lines_of(characters.pick(free)))


def _characters(page: Any, frame: Frame) -> Characters:
    """Pdfplumber's characters: it counts points of the displayed page from the top left of the media box."""
    rows, codes = [], []
    for run, letter in enumerate(page.chars):
        text = letter["text"]
        if text.strip() and not text.startswith("(cid:"):
            codes.append(ord(text[0]))
            rows.append(
                (
                    letter["x0"],
                    letter["top"],
                    letter["x1"],
                    letter["bottom"],
                    letter["size"],
                    run,
                    letter["upright"],
                )
            )
    table = np.array(rows, np.float64).reshape(-1, 7)
    x0, y0, x1, y1 = _from_display(frame, page, table[:, :4])
    size = np.maximum(table[:, 4], 1.0)
    return struck_once(
        Characters(
            np.array(codes, np.uint32),
            x0,
            x1,
            (y0 + y1) / 2 + (ASCENT - DESCENT) / 2 * size,
            size,
            table[:, 5].astype(np.int64),
            (table[:, 6] == 0) != (frame.turns != frame.displayed),
            np.ones(len(codes)),
        )
    )


def _from_display(frame: Frame, page: Any, boxes: Any) -> tuple[Any, Any, Any, Any]:
    """Boxes on the displayed page → layout boxes."""
    left, top, *_ = page.bbox
    x0, y0, x1, y1 = (boxes - np.array([left, top, left, top])).T
    width, height = frame.display_size
    quarters = (frame.turns - frame.displayed) % 4
    if quarters == 1:
        return height - y1, x0, height - y0, x1
    if quarters == 2:
        return width - x1, height - y1, width - x0, height - y0
    if quarters == 3:
        return y0, width - x1, y1, width - x0
    return x0, y0, x1, y1


def _raw(table: Any, frame: Frame) -> RawTable | None:
    """A pdfplumber table as a grid; its cells are rectangles, so spans follow from shared edges."""
    boxes = np.array([cell for cell in table.cells if cell], np.float64)
    if len(boxes) < 2:
        return None
    x0, y0, x1, y1 = _from_display(frame, table.page, boxes)
    xs, ys = _edges(np.concatenate((x0, x1))), _edges(np.concatenate((y0, y1)))
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows * columns < 2:
        return None
    owner = np.arange(rows * columns).reshape(rows, columns)
    places = [
        (_index(ys, top), _index(ys, bottom), _index(xs, left), _index(xs, right))
        for left, top, right, bottom in zip(x0, y0, x1, y1, strict=True)
    ]
    for top, bottom, left, right in places:
        owner[top:bottom, left:right] = top * columns + left
    words = iter([text for row in table.extract() for text in row if text is not None])
    texts = {}
    cells = [cell for row in table.rows for cell in row.cells if cell]
    for cell, text in zip(cells, words, strict=False):
        cx0, cy0, *_ = _from_display(frame, table.page, np.array([cell], np.float64))
        if text:
            texts[_index(ys, cy0[0]) * columns + _index(xs, cx0[0])] = (text, 1.0)
    return RawTable(Grid(xs, ys, owner), texts, ENGINE)


def _edges(values: Any) -> Any:
    ordered = np.sort(values)
    return ordered[np.concatenate(([True], np.diff(ordered) > _SNAP))]


def _index(edges: Any, value: float) -> int:
    return int(np.abs(edges - value).argmin())
