"""Classes as columns: functional codes or projects down, 工资福利支出 … across, as Hunan and Xinjiang print them.

Some print the groups too: 工资福利支出 over 小计, 基本工资, 津贴补贴 (财政拨款支出决算明细表).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from loaders.catalogue import Kind, header_facet
from loaders.tables.columns import Column
from loaders.tables.governments import subject_code
from loaders.tables.headers import header_words
from loaders.tables.labels import named_role
from loaders.tables.meaning import row_meaning
from loaders.tables.rows import RowKey
from loaders.tables.subjects import economic_code

_FEWEST = 2
_SIDES = 3
"""Revenue, expenditure and what is left: a balance."""
_WHOLE = re.compile(r"小计|合计|金额")
_CLASS = 3
_PRINTED = re.compile(r"^((?:30|31|39|50|51|59)\d(?:\d\d)?)(?!\d|[.,])")


def with_classes(columns: Sequence[Column], kind: Kind, year: int | None) -> tuple[Column, ...]:
    """The columns, with those of economic classes and groups as what they are.

    Under 基本支出 the classes of a department are natures (工资福利支出 is a part of 人员经费) and stay as they are; its groups, all of the
    government's classes, and a department's over the whole or over 项目支出, are classes.
    """
    if kind.rows not in ("function", "economic", "project"):
        return tuple(columns)
    if kind.family == "government" and (kind.rows == "project" or kind.fund != "general_public"):
        return tuple(columns)
    paths = {c.index: _path(c) for c in columns if c.role == "value" and c.path}
    government = {index: _code(path, "economic_gov", year) for index, path in paths.items()}
    department = {index: _code(path, "economic_dept", year) for index, path in paths.items()}
    is_government = any(
        code and len(code) == _CLASS and not department[index] for index, code in government.items()
    ) or sum(map(bool, government.values())) > sum(map(bool, department.values()))
    codes = government if is_government else department
    if sum(code is not None for code in codes.values()) < _FEWEST:
        return tuple(columns)
    classification = "economic_gov" if is_government else "economic_dept"
    if is_government:
        codes = {c.index: _sum_of(c, columns, codes) or codes.get(c.index) for c in columns}
    return tuple(
        _classed(column, classification, codes.get(column.index), paths.get(column.index, ()), kind, year)
        for column in columns
    )


def with_subjects(columns: Sequence[Column], kind: Kind) -> tuple[Column, ...]:
    """The columns of a government's table of regions, with those that are revenues (增值税) or functions (教育支出) as what they are."""
    paid = (kind.item or "").startswith("transfer.")
    if kind.family != "government" or not (paid or kind.rows in ("function", "revenue")):
        return tuple(columns)
    subjects = {
        c.index: code
        for c in columns
        if c.role == "value" and c.path and (code := subject_code(_path(c)[-1], kind.flow, kind.fund))
    }
    if len(subjects) < _FEWEST:
        return tuple(columns)
    return tuple(replace(column, subject=subjects.get(column.index)) for column in columns)


def with_lines(columns: Sequence[Column], kind: Kind) -> tuple[Column, ...]:
    """The columns of a government's balance that lies on its side (上年结余, 本年收入, 上级补助收入 … of each fund) as its lines."""
    if (
        kind.family != "government"
        or kind.rows != "line"
        or kind.flow is not None
        or kind.fund == "social_insurance"
    ):
        return tuple(columns)
    lines = {
        c.index: line for c in columns if c.role == "value" and c.path and (line := _line(_path(c)[-1], kind))
    }
    if len({flow for _, flow in lines.values()}) < _SIDES:
        return tuple(columns)
    return tuple(replace(column, line=lines.get(column.index)) for column in columns)


def _line(text: str, kind: Kind) -> tuple[str, str] | None:
    """Item and flow of a header read as the label of a line."""
    role = named_role(text, debt=False) or "item"
    flow = "balance" if role == "carryover" else None
    of = row_meaning(RowKey(text, text, None, None, None, role, flow=flow), kind, None)
    return (kind.instead.get(of.item) or of.item, of.flow) if of.item and of.flow else None


def _sum_of(column: Column, columns: Sequence[Column], codes: Mapping[int, str | None]) -> str | None:
    """The class that a 合计 is of: the one that all columns beside it under the same header belong to."""
    if len(column.path) < 2 or header_words(column.path)[-1] not in ("合计", "小计"):
        return None
    beside = [codes.get(c.index) for c in columns if c is not column and c.path[:-1] == column.path[:-1]]
    classes = {code[:_CLASS] if code and len(code) > _CLASS else None for code in beside}
    return classes.pop() if len(classes) == 1 else None


def _path(column: Column) -> tuple[str, ...]:
    """The header texts over a column without a last 小计."""
    path = header_words(column.path)
    return path[:-1] if len(path) > 1 and _WHOLE.fullmatch(path[-1]) else path


def _code(path: Sequence[str], classification: str, year: int | None) -> str | None:
    printed = next((match[1] for text in path if (match := _PRINTED.match(text))), None)
    if printed:
        return printed if (printed[0] == "5") == (classification == "economic_gov") else None
    above = economic_code(path[-2], classification, "", year) if len(path) > 1 else None
    return economic_code(path[-1], classification, above or "", year)


def _classed(
    column: Column,
    classification: str,
    code: str | None,
    path: Sequence[str],
    kind: Kind,
    year: int | None,
) -> Column:
    if code is None:
        if len(path) > 1 and _code(path[:-1], classification, year) is not None:
            # a group of a class that no reference knows: neither the row's subject nor the class as a whole
            above = header_facet("nature", "/".join(path[:-2])) or kind.nature
            nature = column.nature if (above or "").startswith("basic") else above
            return replace(column, nature=nature, part=True, economic=(classification, ""))
        known = column.plain or (column.item or "").startswith("procurement.")
        return column if known else replace(column, part=True)
    over = path[:-1] if len(code) == _CLASS else path[:-2]
    above = header_facet("nature", "/".join(over)) or kind.nature
    if classification == "economic_dept" and (above or "").startswith("basic"):
        if len(code) == _CLASS:
            return column
        above = column.nature or above
    return replace(column, nature=above, plain=True, economic=(classification, code))
