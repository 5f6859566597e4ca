"""Header rows and column paths: where the header ends, and which header texts stand over each column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from loaders.amounts import read_number
from loaders.catalogue import header_facet
from loaders.document import Cell
from loaders.tables.grid import Grid, packed
from loaders.tables.index_rows import index_sort, is_index_row

_ECONOMIC_GROUP = re.compile(r"^(30|31|39|50|51|59)\d\d\d$")
_LEVELS = re.compile(r"(?<=[一-鿿)）])_(?=[一-鿿(（])")
"""What parts two levels of a header that one cell holds: 财政拨款_基本支出."""
_UNIT_BEHIND = re.compile(r"\((金额)?(单位[::])?(人民币)?[百千万亿]{0,2}元\)$")
_SORT_OF_DEBT = re.compile(r"(其中:)?(一般|专项)(债[务券])?$")
"""What stands below a header (债务限额) that has a column without another name for both together before it."""
_YEAR_ONLY = re.compile(r"^(19|20)\d\d(年度?)?$")
_BODY_LABEL = re.compile(
    r"^(合|总|共|小)\s*计$|^本年(收入|支出)合计$|^[一二三四五六七八九十]+、|^\([一二三四五六七八九十]+\)|^\d{3}(\d\d){0,2}$"
)
_LATE = re.compile(r"合计|小计|(基本|项目|经营)支出|(人员|公用)经费")
_HEADER_WORDS = re.compile(
    r"^(项目|科目|名称|合计|小计|总计|金额|类|款|项|栏次|行次|收入|支出|备注|序号|单位|地区|年度|指标|编码|代码|数量)$"
    r"|科目|名称|编码|代码|预算数|决算数|执行数|支出$|收入$|经费$|预算$|决算$|资金|增减|增长|指标|小计|合计|金额|分类|拨款|规模"
)


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table (or of a part of it): `first … body - 1` are its rows, index rows (栏次) among them.

    `paths[c]` are the texts over column `c` from top to bottom as printed.
    """

    first: int
    body: int
    rows: tuple[int, ...]
    paths: tuple[tuple[str, ...], ...]


def read_header(grid: Grid, first: int, known_rows: int | None = None) -> Header:
    """Find the header that begins in row `first`.

    Args:
        grid: the table.
        first: the first row after the captions.
        known_rows: the number of leading rows that were printed again on a later page, if known: header, and perhaps a 合计 row.
    """
    rows: list[int] = []
    row = first
    while row < grid.rows:
        if is_index_row(grid, row):
            row += 1
            continue
        if not grid.cells_of(row):
            if not rows:
                row += 1
                continue
            break
        if is_body_row(grid, row):
            break
        settled = known_rows is not None and row < known_rows
        if (
            rows
            and not settled
            and not (
                _hangs_under(grid, rows[-1], row)
                or _takes_apart(grid, rows[-1], row)
                or _stands_between(grid, rows[-1], row)
                or _measures(grid, rows[-1], row)
                or (is_header_row(grid, row) and not _complete(grid, rows[-1]))
            )
        ):
            break
        rows.append(row)
        row += 1
    while row < grid.rows and is_index_row(grid, row):
        row += 1
    late = _named_late(grid, rows[-1], row) if rows and row < grid.rows else {}
    paths = (
        _path(grid, rows, column) + ((late[column],) if column in late else ())
        for column in range(grid.columns)
    )
    return Header(first, row, tuple(rows), tuple(paths))


def _named_late(grid: Grid, above: int, body: int) -> dict[int, str]:
    """The names of columns that stand in the first row of data: a form's 合计 row filled in beside `合计 | 基本支出 | 项目支出`."""
    names: dict[int, str] = {}
    for wide in grid.cells_of(above):
        columns = range(wide.column, min(wide.column + wide.column_span, grid.columns))
        texts = [grid.packed(body, column) for column in columns]
        named = all(_LATE.fullmatch(text) for text in texts) and len(set(texts)) == len(columns)
        if len(columns) > 1 and wide.text.strip() and named:
            names.update(zip(columns, texts, strict=True))
    return names


def header_words(path: Sequence[str]) -> tuple[str, ...]:
    """The header texts for matching, without a unit of account that they end with: 小计（万元）."""
    texts = [packed(text) for text in path]
    return tuple(filter(None, (_UNIT_BEHIND.sub("", text) for text in texts))) or tuple(texts)


def is_body_row(grid: Grid, row: int) -> bool:
    """Whether a row is data: it holds an amount, or begins like a line of a form (total, ordinal, code)."""
    cells = grid.cells_of(row)
    if _names_classes(grid, row, cells):
        return False
    numbers = 0
    for cell in cells:
        text = grid.packed(row, cell.column)
        if read_number(cell.text).state == "value" and not _YEAR_ONLY.match(text) and cell.row == row:
            numbers += 1
    if numbers:
        return True
    # a label stands leftmost; a header cell from the row above beside it makes the row header
    first = cells[0] if cells and cells[0].row == row and cells[0].row_span == 1 else None
    if first is None or len(cells) >= max(3, 0.7 * grid.columns):
        return False
    if first.column > 0 and row and (_divides(grid, row - 1, cells) or _takes_apart(grid, row - 1, row)):
        return False
    beside = [text for cell in cells[1:] if (text := grid.packed(row, cell.column))]
    facets = ("item", "nature", "fund")
    if len(beside) > 1 and all(is_header_word(t) or any(header_facet(f, t) for f in facets) for t in beside):
        return False  # 合计 | 因公出国（境）费 | 公务接待费: names of columns, not a line
    return bool(_BODY_LABEL.match(grid.packed(row, first.column)))


def _names_classes(grid: Grid, row: int, cells: Sequence[Cell]) -> bool:
    """Whether a row of the header prints codes of economic groups (30101, 30102 …) over or under their names."""
    texts = [grid.packed(row, cell.column) for cell in cells if cell.row == row]
    codes = [text for text in texts if _ECONOMIC_GROUP.match(text)]
    others = [text for text in texts if not _ECONOMIC_GROUP.match(text)]
    return (
        len(codes) >= 2
        and all(a < b for a, b in pairwise(codes))
        and not _ECONOMIC_GROUP.match(
            texts[0] if cells and cells[0].row == row and cells[0].column == 0 else ""
        )
        and all(is_header_word(text) for text in others)
    )


def _divides(grid: Grid, above: int, cells: Sequence[Cell]) -> bool:
    """Whether cells (合计, 人员经费, 公用经费) name the parts of one wide header cell above them."""
    over = {id(grid.cover[above][cell.column]): grid.cover[above][cell.column] for cell in cells}
    wide = next(iter(over.values()))
    return (
        len(cells) > 1
        and len(over) == 1
        and wide is not None
        and wide.row == above
        and wide.column_span == len(cells)
        and bool(wide.text.strip())
    )


def is_header_row(grid: Grid, row: int) -> bool:
    """Whether most texts of a row are words of headers."""
    texts = grid.texts_of(row)
    if not texts:
        return False
    known = sum(is_header_word(text) for text in texts)
    return known * 2 >= len(texts) and len(texts) >= 2 and not is_body_row(grid, row)


@lru_cache(maxsize=16384)
def is_header_word(text: str) -> bool:
    """Whether a text is a word of headers, with or without a unit of account: one of the usual ones, or one that names a role."""
    word = _UNIT_BEHIND.sub("", text)
    return bool(_HEADER_WORDS.search(word)) or header_facet("roles", text) is not None


def _complete(grid: Grid, row: int) -> bool:
    """Whether a header row names every column by itself, so that nothing is left for a row below it to say.

    Neighbours of one name are a wide cell that was taken apart.
    """
    cells = grid.cells_of(row)
    texts = [packed(cell.text) for cell in cells if cell.column_span == 1]
    return len(texts) == grid.columns and all(a != b for a, b in pairwise(texts))


def _hangs_under(grid: Grid, above: int, row: int) -> bool:
    """Whether a row continues the header: a header cell spans into it, or a wide header cell above is divided in it."""
    for cell in grid.cells_of(row):
        if cell.row <= above < row:
            return True
    for cell in grid.cells_of(above):
        if 1 < cell.column_span < grid.columns and cell.row + cell.row_span == row:
            below = {
                id(grid.cover[row][c])
                for c in range(cell.column, min(cell.column + cell.column_span, grid.columns))
                if grid.packed(row, c)
            }
            if len(below) > 1:
                return True
    return False


def _takes_apart(grid: Grid, above: int, row: int) -> bool:
    """Whether a row divides a wide header cell that the file has as several: only the first has the name, or all have it."""
    first = over = ""
    for column in range(grid.columns):
        text = grid.packed(row, column)
        here = grid.packed(above, column)
        if here and here != over:
            first, over = text, here
        elif text and text != first and index_sort(text) == "other" and (first or _SORT_OF_DEBT.match(text)):
            return True
    return False


def _stands_between(grid: Grid, above: int, row: int) -> bool:
    """Whether a row holds one name under a wide header cell, over the row that names the columns."""
    cells = grid.cells_of(row)
    over = grid.cover[above][cells[0].column] if len(cells) == 1 else None
    below = range(row + 1, min(row + 3, grid.rows))
    return over is not None and over.column_span > 1 and any(is_header_row(grid, r) for r in below)


def _measures(grid: Grid, above: int, row: int) -> bool:
    """Whether a row says nothing but what columns above it measure: 比例（%） below 增减情况, beside blanks or the same names again."""
    texts = [
        text for c in range(grid.columns) if (text := grid.packed(row, c)) != grid.packed(above, c) and text
    ]
    return bool(texts) and all(header_facet("measure", text) for text in texts)


def _path(grid: Grid, rows: list[int], column: int) -> tuple[str, ...]:
    texts: list[str] = []
    seen: set[int] = set()
    for position, row in enumerate(rows):
        cell = grid.cover[row][column]
        text = grid.text(row, column)
        if not text and position + 1 < len(rows):
            text = _from_the_left(grid, rows, position, column)
        elif cell is not None:
            if id(cell) in seen:
                continue
            seen.add(id(cell))
        if text and (not texts or texts[-1] != text):
            texts += _LEVELS.split(text)
    return tuple(texts)


def _from_the_left(grid: Grid, rows: list[int], position: int, column: int) -> str:
    """The header that a blank header cell belongs to: its left neighbour's, where both have a header of their own below."""
    row = rows[position]
    if not _is_named(grid, rows[position + 1 :], column) or (
        position and grid.packed(rows[position - 1], column)
    ):
        return ""
    for left in range(column - 1, -1, -1):
        cell = grid.cover[row][left]
        below = [r for r in rows[position + 1 :] if grid.cover[r][left] is not cell]
        named = _is_named(grid, below, left)
        if cell is not None and cell.text.strip():
            sorts = any(_SORT_OF_DEBT.match(grid.packed(r, column)) for r in rows[position + 1 :])
            return grid.text(row, left) if (named or sorts) and cell.column_span == 1 else ""
        if not named or (position and grid.packed(rows[position - 1], left)):
            return ""
    return ""


def _is_named(grid: Grid, rows: Iterable[int], column: int) -> bool:
    return any(grid.packed(row, column) for row in rows)
