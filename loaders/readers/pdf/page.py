"""One page: what was read from it → tables, lines, and the judgement what kind of page it is."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from loaders.document import PageKind
from loaders.readers.pdf import cells, lattice, quality
from loaders.readers.pdf.cells import locate
from loaders.readers.pdf.characters import Characters
from loaders.readers.pdf.frame import Frame
from loaders.readers.pdf.headed import with_body
from loaders.readers.pdf.lattice import Grid, Lines
from loaders.readers.pdf.lines import Line, lines_of
from loaders.readers.pdf.margins import without_margins
from loaders.readers.pdf.newspaper import column_lines
from loaders.readers.pdf.open_cells import with_columns_cut
from loaders.readers.pdf.overflow import settle_overflow, settle_tall
from loaders.readers.pdf.pdfium import Booleans, Floats
from loaders.readers.pdf.rulings import SCAN_SHARE, Rulings
from loaders.readers.pdf.stream import find_streams, may_hold_streams, with_columns_found
from loaders.readers.pdf.tall import with_rows_cut
from loaders.readers.pdf.underlines import without_underlines

STREAM = "pdfium-stream"
_SCAN_CHARACTERS = 40
_OUTLINED = 1000
_UNMAPPED_SHARE = 0.02

Colours = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Reading:
    """What an engine or OCR got from a page, in layout points.

    `turns` says by how many quarters clockwise the displayed page was turned to stand upright.
    """

    characters: Characters
    rulings: Rulings
    turns: int = 0


@dataclass(frozen=True, slots=True)
class RawTable:
    """A grid with its texts: `texts[owner cell] = (text, confidence)`; cells without characters are absent."""

    grid: Grid
    texts: dict[int, tuple[str, float]]
    engine: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A page before its neighbours are known; not `is_read` where a table on it is a picture that only OCR can read."""

    number: int
    frame: Frame
    kind: PageKind
    tables: tuple[RawTable, ...] = ()
    lines: tuple[Line, ...] = ()
    watermark: str = ""
    is_read: bool = True


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page that needs OCR: its size as displayed (points) and a way to see it.

    `render(dpi)` gives an array (height, width, 3) of red, green and blue, 0 … 255, upright as displayed.
    """

    number: int
    width: float
    height: float
    render: Callable[[int], Colours]


def open_columns(draft: Draft) -> Floats | None:
    """The columns of a table without vertical rulings that ends a page, a page number perhaps below it."""
    grid = draft.tables[-1].grid if draft.tables else None
    if grid is None or grid.ruled or sum(line.y0 > grid.ys[-1] for line in draft.lines) > 1:
        return None
    return grid.xs


Recognise = Callable[[PageImage], Reading | None]
"""A reading without characters says that the page is blank, `None` that it could not be read."""


def page_kind(characters: Characters, rulings: Rulings, unmapped: int) -> PageKind:
    """Text that can be trusted, text that cannot, an image, or nothing."""
    if rulings.image_share > SCAN_SHARE and (rulings.hidden_text or len(characters) < _SCAN_CHARACTERS):
        return "scan"
    if len(characters) < _SCAN_CHARACTERS and rulings.outlines > _OUTLINED:
        return "scan"  # letters drawn as curves
    if not len(characters):
        return "blank" if rulings.image_share < 0.1 else "scan"
    if unmapped > _UNMAPPED_SHARE * len(characters) or quality.is_garbled(characters.code):
        return "garbled"
    return "text"


def tables_and_lines(
    reading: Reading, engine: str, known: Floats | None = None
) -> tuple[tuple[RawTable, ...], tuple[Line, ...]]:
    """Lay out a page: grids from its rulings filled with its characters, the rest as lines.

    `known` are the columns of a table without vertical rulings that may go on from the page before.
    """
    characters, rulings = reading.characters, reading.rulings
    if not len(characters):
        return (), ()
    horizontal, vertical = lattice.merge(rulings.horizontal), lattice.merge(rulings.vertical)
    horizontal = without_underlines(horizontal, vertical, characters)
    grids, used = lattice.find_grids(horizontal, vertical)
    free = np.ones(len(characters), np.bool_)
    grids = [with_columns_found(grid, characters, horizontal, known) for grid in grids]
    grids = [
        with_rows_cut(with_columns_cut(without_margins(grid, characters), characters), characters)
        for grid in grids
    ]
    tables = [table for grid in grids if (table := _filled(grid, characters, free, engine)) is not None]
    lines = lines_of(characters.pick(free))
    if not tables and (printed := column_lines(characters)) is not None:
        return (), tuple(printed)
    rules = horizontal.pick(~used)
    if tables and any(len(line.parts) > 1 for line in lines):
        tables = _with_bodies(tables, characters, free, rules)
        lines = lines_of(characters.pick(free))
    if may_hold_streams(lines, rules):
        inferred = find_streams(characters.pick(free), rules, known)
        tables += [
            table for grid in inferred if (table := _filled(grid, characters, free, STREAM)) is not None
        ]
        tables.sort(key=lambda table: (round(table.grid.ys[0]), table.grid.xs[0]))
        lines = lines_of(characters.pick(free))
    return tuple(tables), tuple(lines)


def _with_bodies(
    tables: list[RawTable], characters: Characters, free: Booleans, rules: Lines
) -> list[RawTable]:
    """The tables, those that are a header alone with the rows below it."""
    feet = [*(float(table.grid.ys[0]) for table in tables[1:]), math.inf]
    grown = []
    for table, foot in zip(tables, feet, strict=True):
        grid = with_body(table.grid, characters, characters.pick(free), rules, foot)
        if grid is not table.grid:
            free[locate(characters, table.grid)[0]] = True
            table = _filled(grid, characters, free, STREAM) or table
        grown.append(table)
    return grown


def _filled(grid: Grid, characters: Characters, free: Booleans, engine: str) -> RawTable | None:
    """A grid with the texts of the characters inside it, which it takes from the free ones."""
    inside, cell = locate(characters, grid)
    mine = free[inside]
    inside, cell = inside[mine], cell[mine]
    if not len(inside):
        return None
    free[inside] = False
    owner = grid.owner.ravel()[cell]
    large = cells.larger_than_rows(characters.size[inside], owner, grid)
    if large.any():
        free[inside[large]] = True
        inside, owner = inside[~large], owner[~large]
    picked = characters.pick(inside)
    owner = settle_tall(picked, settle_overflow(picked, owner, grid), grid)
    texts = cells.write(picked, owner)
    filled = dict(zip(texts.group, zip(texts.text, texts.confidence, strict=True), strict=True))
    return RawTable(grid, filled, engine)
