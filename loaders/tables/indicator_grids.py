"""Where the grids of indicators stand inside tables, and which of their columns holds what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from loaders.catalogue.forms import form_words
from loaders.document import Cell
from loaders.tables.grid import Grid, packed
from loaders.tables.targets import is_class, is_first_class, is_sign, is_value

_HEADER_ROWS = 3
_VALUED = {"target", "actual", "operator"}
_OF_A_SET = ("level2", "level3", "target")
_ANY_LEVEL = re.compile("绩效指标(完成情况)?$")
"""What stands over the first level where it has no header of its own: 年度绩效指标 | 二级指标 | 三级指标."""
_MEASURED = re.compile("[度计]量")
_SUM = re.compile(r"(自评|评价|综合)?(总得?分|得分合计)|合计|总计|小计")


@dataclass(frozen=True, slots=True)
class IndicatorGrid:
    """The header row of an indicator grid and which column holds what; `last` is the row after its last."""

    header: int
    first: int
    last: int
    columns: dict[str, int]
    grades: tuple[tuple[str, int], ...]


def find_grids(grid: Grid, first: int) -> tuple[IndicatorGrid, ...]:
    """All indicator grids of a table from row `first` on."""
    if not any("指" in cell.text for row in grid.cover for cell in row if cell is not None):
        return ()
    heads = [(row, columns) for row in range(first, grid.rows) if (columns := _header(grid, row)) is not None]
    found: list[IndicatorGrid] = []
    for position, (row, columns) in enumerate(heads):
        end = heads[position + 1][0] if position + 1 < len(heads) else grid.rows
        begin = row + 1
        while begin < end and _continues_header(grid, begin, row):
            if not any(map(_is_grade, columns)):
                columns |= {name: at for name, at in _header_cells(grid, begin).items() if _is_grade(name)}
            if (year := _this_year(grid, begin)) is not None:
                columns["target"] = year
            begin += 1
        last = next((r for r in range(begin, end) if _closes(grid, r)), end)
        found.append(_indicator_grid(row, begin, last, columns))
    return tuple(found)


def grid_of_paths(
    grid: Grid, paths: Sequence[tuple[str, ...]], first: int, last: int
) -> IndicatorGrid | None:
    """The indicator grid that a table's own header describes, for tables with one indicator a row."""
    columns: dict[str, int] = {}
    for index, path in enumerate(paths):
        key = header_word(packed(path[-1])) if path and not _reaches(grid, first, index) else None
        if key in _VALUED and not any(name.startswith("level") for name in columns):
            continue  # the label beside the whole grid (年度绩效指标完成情况), no header of a column
        closer = path and (
            path[-1].startswith("三级") or (key == "unit" and _MEASURED.search(packed(path[-1])))
        )
        if key is not None and (key not in columns or closer):
            columns[key] = index
    return _indicator_grid(first - 1, first, last, columns) if _is_header(columns) else None


def _reaches(grid: Grid, body: int, column: int) -> bool:
    """Whether the cell over a column reaches from the header into the rows: the label beside the whole grid (绩效指标), no header."""
    if not 0 < body < grid.rows:
        return False
    cell = grid.cover[body][column]
    return cell is not None and cell is grid.cover[body - 1][column]


def grid_by_cells(grid: Grid) -> IndicatorGrid | None:
    """The indicator grid of a page that goes on with a form and has no header of its own.

    Targets tell their column, names and classes stand left of it; None where fewer than a third of the rows hold a target.
    """
    targets = [
        sum(is_value(grid.packed(row, column)) for row in range(grid.rows) if grid.anchored(row, column))
        for column in range(grid.columns)
    ]
    most = max(targets, default=0)
    target = targets.index(most) if most else 0
    if target == 0 or 3 * most < grid.rows:
        return None
    columns = {"target": target}
    for name in ("level3", "level2", "level1"):
        left = min(columns.values())
        worded = [
            c
            for c in range(left)
            if any(grid.anchored(row, c) and grid.packed(row, c) for row in range(grid.rows))
        ]
        if worded:
            columns[name] = worded[-1]
    last = next((row for row in range(grid.rows) if _closes(grid, row)), grid.rows)
    return IndicatorGrid(-1, 0, last, columns, ()) if "level3" in columns else None


def grid_by_classes(grid: Grid, first: int, last: int) -> IndicatorGrid | None:
    """The indicators in rows `first … last - 1` of a form that lost their header: classes of two levels side by side, name and target right of them."""
    rows = [
        [cell for cell in grid.cells_of(row) if cell.row == row and cell.column > 0]
        for row in range(first, last)
    ]
    begins = [n for n, cells in enumerate(rows) if len(cells) >= 4 and all(map(_is_class_cell, cells[:2]))]
    if not begins or not is_first_class(packed(rows[begins[0]][0].text)):
        return None
    names = ("level1", "level2", "level3", "target")
    columns = {name: cell.column for name, cell in zip(names, rows[begins[0]], strict=False)}
    begin = first + begins[0]
    end = next((row for row in range(begin, last) if _closes(grid, row)), last)
    return IndicatorGrid(begin - 1, begin, end, columns, ())


def _is_class_cell(cell: Cell) -> bool:
    return is_class(packed(cell.text))


def _indicator_grid(header: int, first: int, last: int, columns: dict[str, int]) -> IndicatorGrid:
    grades = tuple((name[6:], column) for name, column in columns.items() if _is_grade(name))
    return IndicatorGrid(header, first, last, {k: v for k, v in columns.items() if not _is_grade(k)}, grades)


def _is_grade(column: str) -> bool:
    return column.startswith("grade ")


def only_scores(columns: Iterable[str]) -> bool:
    """Whether a grid weighs and scores classes or indicators without targets (决策, 过程, 产出, 效益; 预算完成率)."""
    names = set(columns)
    return {"weight", "score"} < names and not _VALUED & names


def _header(grid: Grid, row: int) -> dict[str, int] | None:
    columns = _header_cells(grid, row)
    if "score" in columns and "weight" not in columns and row + 1 < grid.rows:
        # 一级指标 | 二级指标 | 三级指标 over 名称 | 权重 each: that of the innermost level
        below = [c.column for c in grid.cells_of(row + 1) if header_word(packed(c.text)) == "weight"]
        columns |= {"weight": below[-1]} if below else {}
    if _is_header(columns):
        return columns
    graded = any("评价标准" in grid.packed(row, cell.column) for cell in grid.cells_of(row))
    return columns if "level3" in columns and graded else None


def _is_header(columns: dict[str, int]) -> bool:
    named = {"level1", "level2", "level3"} & columns.keys()
    valued = (_VALUED | {"unit"}) & columns.keys() if "target" in columns else _VALUED & columns.keys()
    graded = any(map(_is_grade, columns))
    if named and only_scores(columns):
        return True
    return (len(named) >= 2 and bool(valued)) or ("level3" in named and (len(valued) >= 2 or graded))


def _header_cells(grid: Grid, row: int) -> dict[str, int]:
    columns: dict[str, int] = {}
    named = False
    for cell in grid.cells_of(row):
        text = grid.packed(row, cell.column)
        key = header_word(text)
        if cell.row_span > _HEADER_ROWS and len(grid.cells_of(row)) > 2:
            continue  # the label beside the whole grid (绩效指标), no header of a column
        closer = text.startswith("三级") and not named
        if key in columns:
            closer = closer or _is_nearer(grid, row, key, cell.column, columns[key])
        if key is not None and (key not in columns or closer):
            columns[key] = cell.column
            named = named or text.startswith("三级")
    if "level2" in columns and "level1" not in columns:
        first = grid.cells_of(row)[0]
        columns |= (
            {"level1": first.column} if first.row_span == 1 and _ANY_LEVEL.search(packed(first.text)) else {}
        )
    return columns


def _is_nearer(grid: Grid, row: int, key: str, column: int, other: int) -> bool:
    """Whether a column is what another under a header of the same sort is not: of the year (实施期指标值 | 年度指标值), of signs (指标性质 | 指标方向).

    Of two sets under the same words the later one is the year's, where most of it says something else.
    """
    if key == "operator":
        below = range(row + 1, min(row + 1 + _HEADER_ROWS, grid.rows))
        signs = [any(is_sign(grid.packed(r, c)) for r in below) for c in (column, other)]
        return signs == [True, False]
    if key == "unit":
        return bool(_MEASURED.search(grid.packed(row, column))) and not _MEASURED.search(
            grid.packed(row, other)
        )
    if grid.packed(row, column) == grid.packed(row, other):
        said = ((grid.text(r, other), grid.text(r, column)) for r in range(row + 1, grid.rows))
        others = [not first.startswith(later) for first, later in said if later]
        return key in _OF_A_SET and 2 * sum(others) > len(others)
    years, ages = form_words().this_year, form_words().all_years
    text, old = grid.packed(row, column), grid.packed(row, other)
    yearly = key == "target" and bool(years.search(text)) and not years.search(old)
    return yearly or (bool(ages.search(old)) and not ages.search(text))


@lru_cache(maxsize=16384)
def header_word(text: str) -> str | None:
    """Which column of an indicator grid a header text names; `grade 优` for a grade."""
    for name, pattern in form_words().indicator_headers.items():
        if pattern.search(text):
            return f"grade {text}" if name == "grade" else name
    return None


def _this_year(grid: Grid, row: int) -> int | None:
    """The column under a header of targets (上年 | 当年) that holds those of the form's own year."""
    begun = (cell for cell in grid.cells_of(row) if cell.row == row)
    return next((c.column for c in begun if form_words().this_year.search(packed(c.text))), None)


def is_sum(text: str) -> bool:
    """Whether a text names a sum of weights or scores (合计, 总分)."""
    return bool(_SUM.fullmatch(text))


def sums_up(grid: Grid, row: int) -> bool:
    """Whether a row below an indicator grid holds nothing but the sums of its weights and scores (合计, 总分)."""
    return row < grid.rows and is_sum(grid.packed(row, 0))


def _continues_header(grid: Grid, row: int, header: int) -> bool:
    cells = [cell for cell in grid.cells_of(row) if cell.row == row]
    return (
        any(cell.row <= header < row for cell in grid.cells_of(row))
        and bool(cells)
        and all(
            re.fullmatch(
                r"优|良|中|差|名称|权重(\(.*\))?|.{0,8}(值|数|率|单位|分值)",
                text := grid.packed(row, cell.column),
            )
            or form_words().target_years.search(text)
            for cell in cells
        )
    )


def _closes(grid: Grid, row: int) -> bool:
    cells = grid.cells_of(row)
    first = next((grid.packed(row, cell.column) for cell in cells if cell.row == row), "")
    if form_words().closing.search(first):
        return True
    return any(
        form_words().fields["project_name"].search(grid.packed(row, cell.column)) for cell in cells[:1]
    )
