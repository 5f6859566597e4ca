"""Economic classes as columns: functional codes or projects down, 工资福利支出 … across, as Hunan and Xinjiang print them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from loaders.catalogue import Kind, header_facet
from loaders.tables.columns import Column
from loaders.tables.grid import packed
from loaders.tables.subjects import economic_code

_FEWEST = 2


def with_classes(columns: Sequence[Column], kind: Kind) -> tuple[Column, ...]:
    """The columns, with those of economic classes as what they are.

    Under 基本支出 the classes of a department are natures (工资福利支出 is a part of 人员经费) and stay as they are; all of the
    government's classes, and a department's over the whole or over 项目支出, are classes.
    """
    if kind.family == "government" or kind.rows not in ("function", "economic", "project"):
        return tuple(columns)
    names = {c.index: packed(c.path[-1]) for c in columns if c.role == "value" and c.path}
    government = {index: economic_code(name, "economic_gov", "") for index, name in names.items()}
    department = {index: economic_code(name, "economic_dept", "") for index, name in names.items()}
    is_government = any(code and not department[index] for index, code in government.items())
    codes = government if is_government else department
    if sum(code is not None for code in codes.values()) < _FEWEST:
        return tuple(columns)
    classification = "economic_gov" if is_government else "economic_dept"
    return tuple(
        _classed(c, classification, codes.get(c.index) or _sum_of(c, columns, codes), kind) for c in columns
    )


def _sum_of(column: Column, columns: Sequence[Column], codes: Mapping[int, str | None]) -> str | None:
    """The class that a 合计 is of: the one that all columns beside it under the same header belong to."""
    if len(column.path) < 2 or packed(column.path[-1]) not in ("合计", "小计"):
        return None
    beside = [codes.get(c.index) for c in columns if c is not column and c.path[:-1] == column.path[:-1]]
    classes = {code[:3] if code and len(code) == 5 else None for code in beside}
    return classes.pop() if len(classes) == 1 else None


def _classed(column: Column, classification: str, code: str | None, kind: Kind) -> Column:
    above = header_facet("nature", "/".join(packed(text) for text in column.path[:-1])) or kind.nature
    if code is None or (classification == "economic_dept" and (above or "").startswith("basic")):
        return column
    return replace(column, nature=above, plain=True, economic=(classification, code))
