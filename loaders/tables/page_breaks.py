"""Rows that a page break cut in two: which cells below it hold the last words of those above."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from loaders.document import Cell

_ITEM = re.compile(
    r"\s*([一二三四五六七八九十]+\s*、|[（(][一二三四五六七八九十\d]+[)）]|\d{3,}(?![\d%％])|其中|(本年|当年)(收入|支出)合计|(收入|支出)总计)"
)
_ENDED = re.compile(r"[。；;！]\s*$")
_LETTER = re.compile(r"(?![类款项目])[一-鿿]")
_WHOLE = re.compile(r"-?[\d,]*\d\.\d\d")
_CODE = re.compile(r"\d{3}(\d\d){0,2}")
_FIGURE = re.compile(r"^[-—–－+]*[\d,，.%％]*[-—–－]*$")


def cut_tall(upper: dict[int, Cell], lower: dict[int, Cell]) -> set[int]:
    """The columns of one entry beside many rows (a project and its indicators) that a break cut: one part alone has the figures."""
    tall = {
        column
        for column, cell in lower.items()
        if (above := upper.get(column)) is not None
        and above.column_span == cell.column_span
        and (cell.row_span > 1 or above.row_span > 1)
    }
    pairs = [(upper[column].text.strip(), lower[column].text.strip()) for column in tall]
    said = [pair for pair in pairs if any(pair)]
    figures = [pair for pair in said if all(_FIGURE.match(text) for text in pair)]
    words = [pair for pair in said if pair not in figures]
    above_has_them = {bool(above) for above, _ in figures}
    if len(above_has_them) != 1 or any(all(pair) for pair in figures) or not any(all(pair) for pair in words):
        return set()
    begins = above_has_them == {True} and any(_ITEM.match(below) for _, below in words)
    return set() if begins else tall


def is_one_row(
    upper: dict[int, Cell], lower: dict[int, Cell], widths: Callable[[], Callable[[Cell], float]]
) -> bool:
    """Whether one of two rows at a page break holds only lines of the other's words: its last ones below, its first ones above.

    Only where the words above fill their cells, so that they had to go on.
    """
    for part, row in ((lower, upper), (upper, lower)):
        columns = [column for column, cell in part.items() if cell.text.strip()]
        if columns and all(
            part[column].row_span == 1 and column in row and _may_go_on(upper[column], lower[column])
            for column in columns
        ):
            return all(_fills(upper[column], lower[column], widths()) for column in columns)
    return False


def are_last_letters(upper: dict[int, Cell], lower: dict[int, Cell]) -> bool:
    """Whether a row holds no more than the last letters of words above: 基本支 before the break, 出 below it."""
    said = {column: cell.text.strip() for column, cell in lower.items() if cell.text.strip()}
    return bool(said) and all(
        _LETTER.fullmatch(letter)
        and column in upper
        and upper[column].text.strip()
        and not _FIGURE.match(upper[column].text.strip())
        for column, letter in said.items()
    )


def _may_go_on(above: Cell, below: Cell) -> bool:
    """Whether a cell below may hold the last words of the one above."""
    if above.column_span != below.column_span or not (above.text.strip() and below.text.strip()):
        return False
    if any(_FIGURE.match(cell.text.strip()) for cell in (above, below)):
        return _is_broken_figure(above, below)
    return not _ITEM.match(below.text) and not _ENDED.search(above.text)


def _is_broken_figure(above: Cell, below: Cell) -> bool:
    """Whether the digits of two cells are those of one amount or, in the first column, of one code: 59807. above, 64 below."""
    one, two = (re.sub(r"\s", "", cell.text) for cell in (above, below))
    if above.column == 0 and _CODE.fullmatch(one + two):
        return not _CODE.fullmatch(two)
    return bool(_WHOLE.fullmatch(one + two)) and not _WHOLE.fullmatch(one) and not _WHOLE.fullmatch(two)


def _fills(above: Cell, below: Cell, width: Callable[[Cell], float]) -> bool:
    """Whether the last line above leaves no room, or a bracket opened above closes below."""
    if _FIGURE.match(above.text.strip()):
        return True
    if above.text.count("（") > above.text.count("）") and below.text.count("）") > below.text.count("（"):
        return True
    return _em(above.text.split("\n")[-1]) >= width(above) - 1


def widths(cells: Sequence[Cell]) -> Callable[[Cell], float]:
    """How many characters fill a line of a cell, as the wrapped cells of its columns prove; endless where none is wrapped."""
    longest: dict[tuple[int, int], float] = {}
    for cell in cells:
        if "\n" in cell.text:
            place = (cell.column, cell.column_span)
            longest[place] = max(longest.get(place, 0.0), *map(_em, cell.text.split("\n")))
    return lambda cell: longest.get((cell.column, cell.column_span), float("inf"))


def _em(text: str) -> float:
    return sum(0.5 if letter.isascii() else 1.0 for letter in text)
