"""What columns are beside others: parts of a 小计, sums over years, changes of the amounts to their left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from loaders.catalogue import Kind
from loaders.tables.column_words import MEASURES_OF_CHANGE
from loaders.tables.columns import KEY_ROLES, Column
from loaders.tables.headers import header_words

_SAID = ("role", "measure", "flow", "fund", "nature", "item", "fiscal_year", "stage")
_SUM = re.compile(r"^(三年)?(合计|总计)$")


def beside_each_other(columns: Sequence[Column], kind: Kind, fiscal_year: int | None) -> tuple[Column, ...]:
    """The columns with what those beside them say of them."""
    if kind.family != "government":
        columns = _below_sums(columns)
    return tuple(_following(_over_years(columns, fiscal_year), fiscal_year))


def _below_sums(columns: Sequence[Column]) -> list[Column]:
    """Columns that say nothing more than a 小计 or 合计 beside them under the same header as parts of it: 一般性项目支出, 专项支出."""
    summed = {c.index for c in columns if len(c.path) > 1 and header_words(c.path)[-1] in ("小计", "合计")}
    sums = {(c.path[:-1], _said(c)) for c in columns if c.index in summed}
    return [
        replace(c, part=True)
        if c.role == "value"
        and c.measure == "amount"
        and c.index not in summed
        and any((c.path[:end], _said(c)) in sums for end in range(1, len(c.path)))
        else c
        for c in columns
    ]


def _said(column: Column) -> tuple[object, ...]:
    return tuple(getattr(column, facet) for facet in _SAID)


def _over_years(columns: Sequence[Column], fiscal_year: int | None) -> list[Column]:
    """Columns with a 合计 over this year and years to come as what it is: no amount of the year."""
    amounts = [column for column in columns if column.role == "value" and column.measure == "amount"]
    years = {column.fiscal_year for column in amounts if column.fiscal_year}
    if fiscal_year is None or len(years) < 2 or max(years) <= fiscal_year:
        return list(columns)
    return [
        replace(column, part=True)
        if column in amounts and column.fiscal_year is None and _SUM.match(header_words(column.path)[-1])
        else column
        for column in columns
    ]


def _following(columns: Sequence[Column], fiscal_year: int | None) -> list[Column]:
    """Columns of changes and shares with the year and stage of the amounts that they speak of: the latest to their left."""
    followed: list[Column] = []
    amounts: list[Column] = []
    for column in columns:
        if column.role in KEY_ROLES:
            amounts.clear()
        elif column.role == "value" and column.measure == "amount":
            amounts.append(column)
        elif column.role == "value" and column.measure in MEASURES_OF_CHANGE and amounts:
            latest = max(amount.fiscal_year or fiscal_year or 0 for amount in amounts)
            about = [amount for amount in amounts if (amount.fiscal_year or fiscal_year or 0) == latest][-1]
            column = replace(
                column,
                fiscal_year=column.fiscal_year or about.fiscal_year,
                stage=column.stage or about.stage,
                flow=column.flow or about.flow,
            )
        followed.append(column)
    return followed
