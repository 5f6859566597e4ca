"""One figure's meaning from its column, its row and its table's kind: item, flow, fund, nature."""

from __future__ import annotations

import re
from dataclasses import replace

from loaders.catalogue import FUND_OF_DEBT, Kind, catalogue, line_item
from loaders.tables.columns import Column
from loaders.tables.debts import debt_by_column, sort_of_column
from loaders.tables.funds import PURCHASES, fund_of
from loaders.tables.grid import packed
from loaders.tables.headers import header_words
from loaders.tables.insurance import SUBJECTS, of_scheme, of_total
from loaders.tables.levels import region_named
from loaders.tables.meaning import BUDGETS, Meaning, is_counted

_DIVIDED = ("income.tax", "income.non_tax", *PURCHASES)
_BUDGET_TOTALS = {
    ("general_public", "revenue"): "income.total",
    ("gov_fund", "revenue"): "income.total",
    ("state_capital", "revenue"): "income.total",
    ("social_insurance", "revenue"): "social_insurance.income",
    ("general_public", "expenditure"): "gpb.expenditure",
    ("gov_fund", "expenditure"): "gov_fund.expenditure",
    ("state_capital", "expenditure"): "state_capital.expenditure",
    ("social_insurance", "expenditure"): "social_insurance.expenditure",
}
_OF_ANY_BUDGET = ("income.total", "expenditure.total")
_WHOLES = ("total", "unit")
_NAMED = ("item", "subset")
_WORTH = re.compile(r"价值|原值|净值|金额")
_CLOSING = re.compile(r"(?<!上)年[末终]|下年|预算结余|/结余(数|额)?$")
_OWN_BALANCE = re.compile(r"^(本年|当年|当期|收支)+结余")
_SPENT_AS = re.compile(r"^(资本性|费用性|其他)支出")
_INVESTED = re.compile(r"(总|实现|完成)投资|(项目|取得|实现|预期)[^/]{0,4}收益")
"""What the projects behind bonds cost, whoever pays it, and what they earn."""


def cell_meaning(row: Meaning, column: Column, kind: Kind) -> Meaning:
    """The row's meaning together with what the column adds."""
    if column.line is not None and column.line[0] not in _BUDGET_TOTALS.values():
        # what a fund, a region or all of them have left, receive or move
        return replace(row, item=column.line[0], flow=column.line[1], fund=kind.fund, nature=None)
    flow = _flow(row, column, kind)
    fund = fund_of(row, column, kind, flow)
    nature = _nature(row, column, kind, flow)
    item = _item(row, column, kind, flow, fund, nature)
    if kind.flow == "debt":
        fund = fund or FUND_OF_DEBT.get((item or "").split(".")[-1] if item else sort_of_column(column) or "")
    worth = is_worth(column, kind)
    if worth and item == "vehicles.total":
        item = "assets.vehicle"
    counted = (row.counted and not worth) or column.measure == "count"
    if kind.axis == "item" and counted and is_counted(item):
        flow, nature = "stock", None
    if kind.fund == "social_insurance" and column.path and of_total(item):
        item = line_item(f"social_{flow}", packed(column.path[-1])) or item if flow in SUBJECTS else item
    if kind.fund == "social_insurance" and (
        total := of_scheme(item, flow or "", row.scheme, column.scheme or kind.scheme)
    ):
        of, code = total
        classification = "revenue" if flow == "revenue" else "functional"
        return replace(
            row, item=of, flow=flow, fund=fund, nature=None, classification=classification, code=code
        )
    if column.subject is not None and row.code is None and flow in SUBJECTS:
        classification = "revenue" if flow == "revenue" else "functional"
        return replace(
            row,
            item=kind.item or SUBJECTS[flow],
            flow=flow,
            fund=fund,
            nature=None,
            classification=classification,
            code=column.subject,
        )
    if column.economic is not None:
        return _of_class(replace(row, flow=flow, fund=fund, nature=nature, counted=counted), column.economic)
    return Meaning(item, flow, fund, nature, row.classification, row.code, row.role, counted)


def _flow(row: Meaning, column: Column, kind: Kind) -> str | None:
    """The row's flow, unless the kind leaves flows to the columns or the column holds balances."""
    flow, of_column = row.flow, column.flow
    if of_column == "balance" and flow == "expenditure" and not _closing(column):
        # what was carried over among the sources of expenditure
        of_column = None if kind.flow == "expenditure" or _spent(column) else of_column
    if flow is None or (kind.flow is None and of_column not in (None, "debt") and flow != "stock"):
        flow = of_column or flow
    if of_column == "balance" and kind.flow != "debt":
        flow = "balance"
    return "balance" if row.flow == "balance" else flow


def _nature(row: Meaning, column: Column, kind: Kind, flow: str | None) -> str | None:
    """The nature of expenditure; of other flows that of the column where a table of functional codes passes them through."""
    if flow != "expenditure":
        return column.nature if kind.rows == "function" and kind.flow is None else None
    nature = column.nature or row.nature or kind.nature
    if kind.family == "government" and kind.fund == "state_capital" and nature != kind.nature:
        return None  # its 资本性支出 and 费用性支出 are no parts of basic expenditure
    if nature is None and column.plain and _has_natures(kind):
        return "total"
    return nature


def _item(
    row: Meaning, column: Column, kind: Kind, flow: str | None, fund: str | None, nature: str | None
) -> str | None:
    """The item: what row and column name, in the words of the kind."""
    if kind.rows == "project" and flow != (kind.flow or "expenditure"):
        return None  # what a project receives and carries over is no item of its unit
    item = _named_item(row, column, kind, fund, nature)
    if kind.rows == "function" and kind.axis == "nature" and flow in ("revenue", "balance"):
        item = _passing(item, row, column, flow, fund)
    parted = kind.axis in ("fund", "nature") or kind.family == "government"
    if column.part and parted and (row.classification in (None, "line") or kind.flow == "revenue"):
        item = None
    coded = kind.axis == "nature" and row.code is not None and nature is None
    if coded and column.item and flow == "expenditure":
        # a column of something else than the kind's natures (政府采购) says what its amounts are
        item = None if column.part else column.item
    if kind.flow == "debt":
        invested = _INVESTED.search(packed("".join(column.path)))
        item = None if invested else debt_by_column(item, column, row.item, row.fund, kind) or kind.item
    if flow == "balance" and item is None:
        item = kind.item or _balance_item(column)
    if flow == column.flow == "balance" and kind.flow == "expenditure" and kind.family == "government":
        item = _balance_item(column)  # what is left of a class or of all
    item = kind.instead.get(item or "", item)
    if item == "state_capital.expenditure" and column.path and _SPENT_AS.search(packed(column.path[-1])):
        item = None  # a part of it
    unknown = kind.item == "sangong.total" and row.role in _NAMED and row.labelled  # 行政经费
    if (
        item is None
        and kind.family == "government"
        and kind.rows != "project"
        and not (unknown or column.part)
    ):
        item = kind.item
    if item is not None and item == kind.item and _is_part_of_transfers(row, column, kind):
        return None
    # people and days of a meeting are not what it costs
    listed = kind.rows == "project" or (kind.rows == "line" and kind.axis == "fund" and not is_counted(item))
    return None if listed and column.measure == "count" else item


def _is_part_of_transfers(row: Meaning, column: Column, kind: Kind) -> bool:
    """Whether a column beside the regions that are paid is a purpose or a sort (所得税基数返还 of 返还性收入), not all that they are paid."""
    listed = row.role in ("region", "total", "subtotal") and (kind.item or "").startswith("transfer.")
    return listed and not column.plain and column.subject is None and region_named(column.path) is None


def _named_item(row: Meaning, column: Column, kind: Kind, fund: str | None, nature: str | None) -> str | None:
    """The item that the row names or, where the row says none (totals, regions, units), the column and the kind's axis."""
    item = row.item
    if kind.axis == "item" and (item is None or row.role == "total" or item == kind.item):
        if kind.rows == "asset" and row.role == "total" and column.item is None and not column.plain:
            return None
        # a labelled line (行政经费) or a column (公务用车保险) that no vocabulary knows is not what the table is about
        unknown = (row.role in _NAMED and row.labelled) or (column.measure == "amount" and not column.plain)
        return column.item or item or (None if unknown else kind.item)
    summed = row.role in ("region", "total", "subtotal")
    divided = PURCHASES if row.flow == "expenditure" else _DIVIDED  # what charges pay for is no revenue
    of_column = row.role == "region" or _is_transfer_total(row, kind) or column.item in divided
    if column.item is not None and (summed or row.role == "unit") and of_column:
        return column.item
    if item == "procurement.item" and (column.item or "").startswith("procurement.reserved"):
        return None  # a part of the purchase
    if item == "expenditure.project.item" and (column.item or "").startswith("expenditure.project."):
        return column.item  # 项目总金额 | 本年预算金额
    beside = kind.family == "government" and kind.flow is None and column.fund in BUDGETS.values()
    if beside and item in _OF_ANY_BUDGET:
        return _BUDGET_TOTALS.get((column.fund or "", row.flow or ""))
    other = item is None or (row.fund != kind.fund and kind.flow != "debt")
    if kind.family == "government" and row.fund in BUDGETS.values() and other:
        return _BUDGET_TOTALS.get((row.fund or "", row.flow or column.flow or ""))
    if item is None and kind.flow is None and summed and kind.family == "government":
        if column.nature:
            natures = catalogue().kind("gpb_expenditure").items
            return natures.get(column.nature) if fund == "general_public" else None
        return {"revenue": "income.total", "expenditure": "expenditure.total"}.get(column.flow or "")
    if item is None and kind.flow is None and kind.rows == "line" and column.flow and row.role in _WHOLES:
        # units down, 收入 and 支出 across: each side is what a table of its own would be
        sides = {"revenue": "dept_income", "expenditure": "dept_expenditure"}
        side = catalogue().kind(sides[column.flow]) if column.flow in sides and column.plain else None
        return _by_axis(row, column, side, fund, nature or "total") if side else None
    if item is None and (summed or row.role in ("subset", "unit", "item")):
        return _by_axis(row, column, kind, fund, nature) or column.item
    if kind.axis == "fund" and kind.flow == "revenue" and (row.code is not None or item is None):
        return kind.items.get(fund or "")
    return item


def _passing(item: str | None, row: Meaning, column: Column, flow: str, fund: str | None) -> str | None:
    """The item of a column of revenue or balances beside the expenditure of a functional code or of the total."""
    if row.code is None and row.role not in ("total", "subtotal", "unit"):
        return item
    if flow == "balance":
        return _balance_item(column)
    part = (fund or "").split(".")[0]
    return (
        f"income.{part}"
        if part in ("fiscal_grant", "general_public", "gov_fund", "state_capital", "fiscal_account")
        else "income.total"
    )


def _is_transfer_total(row: Meaning, kind: Kind) -> bool:
    return row.role in ("total", "subtotal") and (kind.item or "").startswith("transfer.")


def _of_class(row: Meaning, economic: tuple[str, str]) -> Meaning:
    """A row in the column of an economic class: the class itself where the row is a total, else a part of both; nothing where it is unknown."""
    classification, code = economic
    if not code:
        return replace(row, item=None, classification=None, code=None)
    if row.code is not None:
        return replace(row, item=None, classification="cross", code=f"{row.code}/{code}")
    item = "expenditure.economic" if row.role in ("total", "subtotal", "unit") else None
    return replace(row, item=item, classification=classification, code=code)


def is_worth(column: Column, kind: Kind) -> bool:
    """Whether a column of a table of assets says what the things of its rows are worth, not how many they are."""
    return kind.rows == "asset" and any(_WORTH.search(text) and "数量" not in text for text in column.path)


def _has_natures(kind: Kind) -> bool:
    """Whether the columns of a kind range over 基本支出 and 项目支出, so that a plain one is their total."""
    return kind.axis == "nature" or (
        kind.family != "government" and kind.axis == "fund" and kind.rows in ("function", "economic")
    )


def _spent(column: Column) -> bool:
    """Whether what was carried over stands among the sources of expenditure: 支出 over 上年结转 and 本年."""
    return any("支出" in packed(text) and "收" not in text for text in column.path[:-1])


def _closing(column: Column) -> bool:
    return bool(_CLOSING.search("/".join(("", *header_words(column.path)))))


def _balance_item(column: Column) -> str:
    """What a column of balances holds: closing ones, the year's own (本年收支结余), else opening ones."""
    if _closing(column):
        return "expenditure.carryover"
    own = column.path and _OWN_BALANCE.search(packed(column.path[-1]))
    return "balance.current" if own else "income.carryover"


def _by_axis(row: Meaning, column: Column, kind: Kind, fund: str | None, nature: str | None) -> str | None:
    """The item of a total row (or of a row that repeats one): by fund in income tables, by nature in expenditure tables."""
    summed = ("total", "unit") if kind.family == "government" else ("total", "subtotal", "unit")
    of_region = row.role == "region" and column.plain
    if (
        row.role not in summed
        and not of_region
        and not (row.role == "item" and row.classification is None and kind.rows != "economic")
    ):
        return None
    if kind.axis == "fund" and kind.flow == "revenue":
        if fund is None:
            return None
        # what pays for a part of a budget (经费拨款, charges) is not the budget
        whole, _, part = fund.partition(".")
        own = fund if part not in ("subtotal", "current") else whole
        return kind.items.get("carryover" if fund.endswith("carryover") else own)
    if nature is not None and nature in kind.items:
        return kind.items[nature]
    if kind.axis == "nature" and nature is None:
        return None
    return kind.items.get("total") if nature in (None, "total", kind.nature) else None
