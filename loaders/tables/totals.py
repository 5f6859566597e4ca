"""Totals that are no such total: a 合计 that adds 会议费 to 三公 or a carry-over to income, one of several in a government's column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from loaders.tables.grid import packed
from loaders.tables.insurance import SUBJECTS
from warehouse.records import FigureRow

_TOTAL = "sangong.total"
_PARTS = ("sangong.abroad", "sangong.vehicle", "sangong.reception")
_WIDER = ("meeting", "training")
_GRAND = {
    "income.total": "income.grand_total",
    "expenditure.total": "expenditure.grand_total",
    "gpb.expenditure": "expenditure.grand_total",
    "gov_fund.expenditure": "expenditure.grand_total",
    "state_capital.expenditure": "expenditure.grand_total",
}
_BEYOND = (
    "income.transfer",
    "income.debt",
    "income.carryover",
    "income.stabilisation",
    "transfer.",
    "expenditure.transfer",
    "expenditure.debt_repayment",
    "expenditure.remit_up",
    "expenditure.stabilisation",
    "expenditure.carryover",
)


def narrowed(figures: Sequence[FigureRow]) -> list[FigureRow]:
    """The figures of one table, with the item taken from totals that cover more than 三公.

    A total under a header, label or section that says 三公 is one; any other is one only where it equals its three parts, and what
    compares it is of it.
    """
    if not any(figure.item in _WIDER for figure in figures):
        return list(figures)
    kept = [f for f in figures if f.item == _TOTAL and (_says_so(f) or _adds_up(f, figures))]
    return [
        replace(figure, item=None)
        if figure.item == _TOTAL and figure not in kept and not _compares(figure, kept, figures)
        else figure
        for figure in figures
    ]


def _compares(figure: FigureRow, totals: Sequence[FigureRow], figures: Sequence[FigureRow]) -> bool:
    """Whether a change or a share stands in the line, across or down, of a total whose parts are not beside it there."""
    return figure.measure != "amount" and any(
        any(beside(figure, total) for total in totals)
        and not any(part.item in _PARTS and beside(figure, part) for part in figures)
        for beside in (_same_row, _same_column)
    )


def _says_so(figure: FigureRow) -> bool:
    return "三公" in packed("".join((*figure.column_path, figure.row_group or "", figure.row_label or "")))


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


def grand_totals(figures: Sequence[FigureRow]) -> list[FigureRow]:
    """The figures of a department's balance, in which a 收入合计 below 本年收入合计 and the carry-over is the grand total.

    A bare 小计 above the only total of its column (小计, 上年结转, 收入总计) is the total of the year.
    """
    figures = _of_the_year_by_place(figures)
    seen: dict[tuple[int | None, str], bool] = {}
    found = []
    for figure in figures:
        place = (figure.column_index, (figure.item or "").removeprefix("fiscal_grant."))
        if figure.row_role == "carryover":
            seen.update({key: True for key in seen if key[0] == figure.column_index})
        elif place[1] in ("income.total", "expenditure.total") and figure.classification == "line":
            of_the_year = packed(figure.row_label or "").startswith(("本年", "当年"))
            if seen.get(place) and not of_the_year:
                figure = replace(figure, item=(figure.item or "").replace(".total", ".grand_total"))
            seen.setdefault(place, of_the_year)
        found.append(figure)
    return found


def _of_the_year_by_place(figures: Sequence[FigureRow]) -> list[FigureRow]:
    """The figures with the only bare 小计 of a column as its total of the year, where the column names none but the grand total."""
    own = {f.column_index for f in figures if (f.item or "").endswith(".total")}
    grand = {f.column_index: f.item for f in figures if (f.item or "").endswith(".grand_total")}
    bare = Counter(f.column_index for f in figures if f.row_label == "小计" and f.item is None)
    return [
        replace(f, item=item.replace(".grand_total", ".total"))
        if f.row_label == "小计"
        and f.item is None
        and bare[f.column_index] == 1
        and f.column_index not in own
        and (item := grand.get(f.column_index))
        else f
        for f in figures
    ]


def taking_in(figures: Sequence[FigureRow]) -> list[FigureRow]:
    """The figures of a department's table of income, in which a 合计 that takes in a carry-over beside it is the grand total.

    It does where a column of carry-overs has an amount, where 本年收入 has a total of its own, or where it is called 总计.
    """
    rows = {figure.row_index for figure in figures if _is_income(figure)}
    carried = [
        figure
        for figure in figures
        if figure.row_index in rows and figure.flow == "balance" and (figure.item or "").startswith("income.")
    ]
    own = any(_is_income(figure) and _of_the_year(figure) for figure in figures)
    named = any(
        _is_income(figure) and packed("".join(figure.column_path[-1:])).endswith("总计") for figure in figures
    )
    if not carried or not (own or named or any(figure.amount for figure in carried)):
        return list(figures)
    return [
        replace(figure, item="income.grand_total")
        if _is_income(figure) and not _of_the_year(figure)
        else figure
        for figure in figures
    ]


def _is_income(figure: FigureRow) -> bool:
    return figure.item == "income.total" and figure.fund == "all"


def _of_the_year(figure: FigureRow) -> bool:
    return any(packed(text).startswith(("本年", "当年")) for text in figure.column_path)


def one_total(figures: Sequence[FigureRow]) -> list[FigureRow]:
    """The figures of a government's table in which each column has one total of the year.

    A total below transfers, debt or balances takes them in and is the grand total, as is a 总计 on top of another total with them below, or
    what the 总计 of the column says again; a line such as 政府性基金收入 with its own 合计 further down is a part of it, and so is a
    本级支出 that stands in every class.
    """
    columns: dict[tuple[int | None, str], list[FigureRow]] = {}
    for figure in figures:
        if figure.item in _GRAND and figure.row_role != "region":
            columns.setdefault((figure.column_index, figure.item), []).append(figure)
    changed: dict[str, str | None] = {}
    for (column, item), totals in columns.items():
        labels = Counter(packed(total.row_label or "") for total in totals if total.row_role == "item")
        nested = [total for total in totals if labels[packed(total.row_label or "")] > 1]
        changed |= {figure.figure_id: _subject(figure) for figure in nested}
        totals = [total for total in totals if total not in nested]
        if len(totals) > 1 and _is_grand(totals[0], figures):
            changed[totals[0].figure_id] = _GRAND[item]
            totals = totals[1:]
        if not totals:
            continue
        if len(totals) > 1 and packed(totals[0].row_label or "").endswith("总计"):
            below = [f for f in figures if f.column_index == column and _is_after(f, totals[1])]
            if any(_beyond_the_year(figure) for figure in below):
                changed[totals[0].figure_id] = _GRAND[item]
                totals = totals[1:]
        last = totals[-1]
        if len(totals) == 1 or last.row_role not in ("total", "subtotal"):
            continue
        between = range((totals[0].row_index or 0) + 1, last.row_index or 0)
        if any(f.column_index == column and f.row_index in between and _beyond_the_year(f) for f in figures):
            changed[last.figure_id] = _GRAND[item]
            totals = totals[:-1]
        if len(totals) > 1 and totals[-1].row_role in ("total", "subtotal"):
            changed |= {f.figure_id: _subject(f) for f in totals[:-1] if f.row_role == "item"}
    return [
        replace(figure, item=changed[figure.figure_id]) if figure.figure_id in changed else figure
        for figure in figures
    ]


def _is_grand(total: FigureRow, figures: Sequence[FigureRow]) -> bool:
    """Whether a total is what a grand total of its column says again."""
    return any(
        figure.item == _GRAND[total.item or ""]
        and (figure.column_index, figure.measure, figure.amount)
        == (total.column_index, total.measure, total.amount)
        for figure in figures
    )


def _subject(figure: FigureRow) -> str | None:
    """What a line is that is no total: the class with its code, else nothing."""
    return SUBJECTS.get(figure.flow or "") if figure.code else None


def _is_after(figure: FigureRow, other: FigureRow) -> bool:
    return (figure.row_index or 0) > (other.row_index or 0)


def _beyond_the_year(figure: FigureRow) -> bool:
    return figure.row_role == "carryover" or (figure.item or "").startswith(_BEYOND)
