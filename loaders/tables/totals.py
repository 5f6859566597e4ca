"""A 合计 that adds 会议费 and 培训费 to the 三公 items is no 三公 total."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from loaders.tables.grid import packed
from warehouse.records import FigureRow

_TOTAL = "sangong.total"
_PARTS = ("sangong.abroad", "sangong.vehicle", "sangong.reception")
_WIDER = ("meeting", "training")


def narrowed(figures: Sequence[FigureRow]) -> list[FigureRow]:
    """The figures of one table, with the item taken from totals that cover more than 三公.

    A total under a header or label that says 三公 is one; any other is one only where it equals its three parts.
    """
    if not any(figure.item in _WIDER for figure in figures):
        return list(figures)
    return [
        replace(figure, item=None)
        if figure.item == _TOTAL and not _says_so(figure) and not _adds_up(figure, figures)
        else figure
        for figure in figures
    ]


def _says_so(figure: FigureRow) -> bool:
    return "三公" in packed("".join((*figure.column_path, figure.row_label or "")))


def _adds_up(total: FigureRow, figures: Sequence[FigureRow]) -> bool:
    """Whether the three parts beside (or below) a total give it, and a wider sum would not."""
    return any(
        _sum(total, figures, beside, _PARTS) == total.amount and _sum(total, figures, beside, _WIDER)
        for beside in (_same_row, _same_column)
    )


def _sum(
    total: FigureRow,
    figures: Sequence[FigureRow],
    beside: Callable[[FigureRow, FigureRow], bool],
    items: Sequence[str],
) -> Decimal:
    return sum(
        (
            figure.amount
            for figure in figures
            if figure.item in items
            and figure.amount is not None
            and beside(total, figure)
            and (figure.fiscal_year, figure.stage, figure.measure)
            == (total.fiscal_year, total.stage, total.measure)
        ),
        Decimal(0),
    )


def _same_row(first: FigureRow, second: FigureRow) -> bool:
    return first.row_index == second.row_index


def _same_column(first: FigureRow, second: FigureRow) -> bool:
    return first.column_index == second.column_index
