"""Rows of a list of projects that head a group: they repeat the sum of the rows below them, which stand deeper in the list."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from loaders.tables.columns import Column
from loaders.tables.grid import Grid
from loaders.tables.label_cells import is_level
from loaders.tables.labels import named_role, plain
from loaders.tables.outline import ordinal_of
from loaders.tables.roles import is_shared
from loaders.tables.subjects import functional_codes, subject_name

_UNIT, _SUBJECT, _DEEPEST = 10, 20, 99


def heads_of_groups(grid: Grid, columns: Sequence[Column], rows: Sequence[int]) -> frozenset[int]:
    """The rows among `rows` whose amounts are the sums of those below them, down to the next row of their depth."""
    amounts = [c.index for c in columns if c.role == "value" and c.measure == "amount"]
    rows = [row for row in rows if not _is_total(grid, columns, row)]
    depths = [_depth(grid, columns, row) for row in rows]
    if len(set(depths)) < 2:
        return frozenset()
    heads, others = set(), set()
    for place, (row, depth) in enumerate(zip(rows, depths, strict=True)):
        end = next((n for n in range(place + 1, len(rows)) if depths[n] <= depth), len(rows))
        below = [rows[n] for n in range(place + 1, end) if depths[n] == depths[place + 1]]
        own = {index: value for index in amounts if (value := grid.number(row, index).value)}
        if below and own and all(_sum(grid, below, index) == value for index, value in own.items()):
            heads.add(row)
        elif below:
            others.add(depth)
    if (
        _UNIT in others
    ):  # 专用项目, 财政事务: one name among projects that is a subject's too makes no head of the row above it
        heads -= {row for row, depth in zip(rows, depths, strict=True) if depth == _UNIT}
    return frozenset(heads)


def _is_total(grid: Grid, columns: Sequence[Column], row: int) -> bool:
    names = (grid.packed(row, column.index) for column in columns if column.role in ("label", "project_name"))
    return any(named_role(plain(name), debt=False) for name in names if name)


def _sum(grid: Grid, rows: Sequence[int], column: int) -> Decimal:
    return sum((grid.number(row, column).value or Decimal(0) for row in rows), Decimal(0))


def _depth(grid: Grid, columns: Sequence[Column], row: int) -> int:
    """How deep a row stands: by the code or the column of its place in a catalogue, else by the style of its ordinal (一, （一）, 1).

    In a column of units, subjects and projects (单位名称（项目）) only projects have codes.
    """
    texts = {column.index: text for column in columns if (text := grid.packed(row, column.index))}
    levels = [column.index for column in columns if is_level(column)]
    if filled := [place for place, index in enumerate(levels) if index in texts]:
        return filled[-1]
    for column in columns:
        text = texts.get(column.index, "")
        if text and column.role == "catalogue_code":
            return len(text)
        if text and column.role in ("row_no", "label", "project_name"):
            ordinal = ordinal_of(f"{text}、" if column.role == "row_no" else text)
            if ordinal:
                return ordinal.level
        if (
            text
            and is_shared(column)
            and not any(c.role.startswith("code") and c.index in texts for c in columns)
        ):
            return _SUBJECT if functional_codes(subject_name(text), None) else _UNIT
    return _DEEPEST
