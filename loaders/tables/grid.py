"""A table as a dense grid: which cell covers a position, its text as shown, as matched, and as a number."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from loaders.amounts import Number, read_number
from loaders.document import Cell, Table

_GAP = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_CHINESE_YEAR = re.compile(r"二[○〇零O0][○〇零一二三四五六七八九O0]{2}(?=年)")
_YEAR_DIGITS = str.maketrans("○〇零O一二三四五六七八九", "0000123456789")
_QUOTES = str.maketrans("", "", "“”\"'‘’《》〈〉「」")


@lru_cache(maxsize=65536)
def shown(text: str) -> str:
    """The text as one line: wrapped lines joined, spaces inside Chinese words taken out."""
    return re.sub(r"\s+", " ", _GAP.sub("", text.strip())).strip()


@lru_cache(maxsize=65536)
def packed(text: str) -> str:
    """The text for matching: full-width forms folded, no spaces, no quotes, 二○二五年 as 2025年."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).translate(_QUOTES)
    return (
        _CHINESE_YEAR.sub(lambda match: match[0].translate(_YEAR_DIGITS), plain) if "二" in plain else plain
    )


class Grid:
    """Positions of a table without its hidden cells; rows and columns count from 0.

    `cover[r][c]` is the cell over a position (anchored there or spanning it) or None.
    """

    __slots__ = ("_cells", "_texts", "columns", "cover", "rows")

    def __init__(self, table: Table) -> None:
        self.rows = table.row_count
        self.columns = table.column_count
        self._cells: dict[int, list[Cell]] = {}
        self._texts: dict[int, tuple[str, ...]] = {}
        self.cover: list[list[Cell | None]] = [[None] * self.columns for _ in range(self.rows)]
        for cell in table.cells:
            if cell.hidden:
                continue
            for r in range(cell.row, min(cell.row + cell.row_span, self.rows)):
                row = self.cover[r]
                for c in range(cell.column, min(cell.column + cell.column_span, self.columns)):
                    if row[c] is None:
                        row[c] = cell

    def text(self, row: int, column: int) -> str:
        """The text over a position as shown, `""` where nothing is."""
        cell = self.cover[row][column]
        return "" if cell is None else shown(cell.text)

    def packed(self, row: int, column: int) -> str:
        """The text over a position for matching."""
        cell = self.cover[row][column]
        return "" if cell is None else packed(cell.text)

    def anchored(self, row: int, column: int) -> Cell | None:
        """The cell that begins at the position, None in the rest of its span."""
        cell = self.cover[row][column]
        return cell if cell is not None and cell.row == row and cell.column == column else None

    def cells_of(self, row: int) -> list[Cell]:
        """The distinct cells with text over a row, from left to right."""
        cells = self._cells.get(row)
        if cells is None:
            cells = self._cells[row] = []
            for cell in self.cover[row]:
                if cell is not None and (not cells or cells[-1] is not cell) and cell.text.strip():
                    cells.append(cell)
        return cells

    def texts_of(self, row: int) -> tuple[str, ...]:
        """The texts for matching of the cells that begin in a row, from left to right."""
        texts = self._texts.get(row)
        if texts is None:
            texts = self._texts[row] = tuple(
                packed(cell.text) for cell in self.cells_of(row) if cell.row == row
            )
        return texts

    def number(self, row: int, column: int) -> Number:
        """The number that the cell over a position shows."""
        cell = self.cover[row][column]
        if cell is None:
            return read_number("")
        return number_of(cell)


def number_of(cell: Cell) -> Number:
    """The number that a cell shows: what a workbook stores behind it is not what was published (decision 74)."""
    return read_number(cell.text)
