"""机关运行经费 that is more than the unit's basic expenditure: before about 2019 it took in goods and services of projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from warehouse.records import FigureRow

_OPERATING = "op_cost_table"
_BASIC = ("gpb_basic_econ", "final_gpb_basic_econ", "fiscal_grant_basic")


def beyond_basic(figures: Sequence[FigureRow], kinds: Mapping[str, str]) -> list[FigureRow]:
    """The figures of one document; those of an operating cost table lose the nature `basic.public` that they cannot have.

    They cannot where the table gives an economic class more than the basic expenditure of the same class is.

    Args:
        figures: all figures of the document.
        kinds: the kind of each table, by table id.
    """
    basic: dict[str, Decimal] = {}
    for figure in figures:
        if kinds.get(figure.table_id or "") in _BASIC and _is_class(figure):
            basic[figure.code or ""] = max(
                basic.get(figure.code or "", Decimal(0)), figure.amount or Decimal(0)
            )
    wider = {
        figure.table_id
        for figure in figures
        if kinds.get(figure.table_id or "") == _OPERATING
        and _is_class(figure)
        and (figure.amount or 0) > basic.get(figure.code or "", figure.amount or 0)
    }
    if not wider:
        return list(figures)
    return [replace(figure, nature=None) if figure.table_id in wider else figure for figure in figures]


def _is_class(figure: FigureRow) -> bool:
    return (
        figure.classification == "economic_dept"
        and len(figure.code or "") == 3
        and figure.measure == "amount"
        and figure.amount is not None
    )
