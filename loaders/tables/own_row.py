"""The row of the disclosing body itself, which is the total of a table that prints no 合计 (Shenzhen lists units and nothing above)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from loaders.tables.grid import packed
from warehouse.records import FigureRow

_ROUNDING = Decimal(100)
"""Yuan that a printed number of 万元 with two decimals may be off."""


def own_totals(figures: Sequence[FigureRow], body: str | None) -> list[FigureRow]:
    """The figures of one table; where its first row is the body's own and the other units' rows add up to it, that row is the total.

    Rows below it then belong to no unit of a table.

    Args:
        figures: the figures of one table in reading order.
        body: the name of the disclosing body.
    """
    own = [f for f in figures if f.row_index == figures[0].row_index] if figures else []
    if not body or not own or own[0].row_role != "unit" or packed(own[0].row_label or "") != packed(body):
        return list(figures)
    if any(figure.row_role == "total" for figure in figures) or not all(_adds_up(f, figures) for f in own):
        return list(figures)
    label = own[0].row_label
    return [
        replace(figure, row_role="total")
        if figure.row_index == own[0].row_index
        else replace(figure, row_group=None)
        if figure.row_group == label
        else figure
        for figure in figures
    ]


def _adds_up(total: FigureRow, figures: Sequence[FigureRow]) -> bool:
    """Whether a column's other units add up to its first row, if it has others."""
    parts = [
        value
        for figure in figures
        if figure.row_role == "unit"
        and figure.column_index == total.column_index
        and figure.row_index != total.row_index
        and (value := _value(figure)) is not None
    ]
    off = Decimal(0) if total.measure == "count" else _ROUNDING
    return not parts or abs(sum(parts, -(_value(total) or Decimal(0)))) <= off * len(parts)


def _value(figure: FigureRow) -> Decimal | None:
    return figure.quantity if figure.measure == "count" else figure.amount
