"""What the columns of a table say of the whole of it: the fund and the axis of its kind, and its unit of account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loaders.amounts import yuan_factor
from loaders.catalogue import Kind
from loaders.tables.columns import Column
from loaders.tables.grid import packed

_GRANTED = frozenset({"general_public", "gov_fund", "state_capital"})


def over_funds(kind: Kind, columns: Sequence[Column]) -> Kind:
    """The kind whose columns without a word for a fund are of all funds, where others are of funds beyond the kind's own."""
    if kind.axis != "item" or kind.family == "government":
        return kind
    named = {column.fund.split(".")[0] for column in columns if column.role == "value" and column.fund}
    if kind.fund_in_title and any(_is_own_part(column, kind) for column in columns):
        return replace(kind, fund="all")
    beyond = named - {kind.fund, "fiscal_grant", "carryover"}
    if not beyond or (kind.fund == "fiscal_grant" and beyond <= _GRANTED):
        return kind
    return replace(kind, fund="fiscal_grant" if beyond <= _GRANTED else "all")


def over_natures(kind: Kind, columns: Sequence[Column]) -> Kind:
    """The kind of a balance whose columns tell natures apart: the plain ones beside them (合计) are of all natures."""
    apart = any(column.role == "value" and column.nature for column in columns)
    balance = (
        kind.rows == "line" and kind.axis == "fund" and kind.flow is None and kind.family != "government"
    )
    return replace(kind, axis="nature") if balance and apart else kind


def only_unit(columns: Sequence[Column]) -> str | None:
    """The one unit of account that headers name (合计（万元）) in a table that states none: that of the columns beside it."""
    named = (column.unit for column in columns if column.measure == "amount" and column.unit)
    units = {unit for unit in named if yuan_factor(unit) is not None}
    return units.pop() if len(units) == 1 else None


def _is_own_part(column: Column, kind: Kind) -> bool:
    """Whether a column cuts the kind's own fund off a wider one beside it: 其中：公共预算财政拨款."""
    return column.fund == kind.fund and bool(column.path) and packed(column.path[-1]).startswith("其中")
