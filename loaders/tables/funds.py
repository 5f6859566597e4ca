"""Which fund a figure is of: what its column says, what its row says, what its table is of."""

from __future__ import annotations

import re

from loaders.catalogue import Kind
from loaders.tables.columns import Column
from loaders.tables.grid import packed
from loaders.tables.meaning import Meaning

PURCHASES = (
    "procurement.goods",
    "procurement.works",
    "procurement.services",
    "procurement.centralised",
    "procurement.decentralised",
    "procurement.reserved.sme",
    "procurement.reserved.micro",
)
_GRANTED = ("general_public", "gov_fund", "state_capital")
_CURRENT = re.compile(r"[本当]年(财政)?拨款")


def fund_of(row: Meaning, column: Column, kind: Kind, flow: str | None) -> str | None:
    """The fund of the figure where a row and a column of a kind meet; none where a column of funds says nothing that is known."""
    fund = _narrowed(column.fund, row.fund or _granted(column, kind)) or (
        kind.fund
        if column.plain or kind.axis != "fund" or column.nature or column.item in PURCHASES
        else None
    )
    if (fund or "").endswith("carryover") and column.measure == "change_amount":
        fund = kind.fund  # 上年结转 among the causes of a change
    if fund == "superior_advance_transfer" and (kind.item or "").startswith("transfer."):
        fund = kind.fund  # all of them are transfers
    if fund == "carryover" and kind.fund not in (None, "all"):
        fund = _carried(kind.fund, flow)
    return fund


def _carried(fund: str, flow: str | None) -> str:
    """What is carried over in a kind that has a fund: the fund itself among balances, else its carried over part."""
    if flow == "balance":
        return fund
    divided = flow == "expenditure" and fund in ("general_public", "gov_fund", "state_capital")
    return f"{fund}.carryover" if divided else "carryover"


def _granted(column: Column, kind: Kind) -> str | None:
    """What 财政拨款 is of in a table of one budget; 当年拨款 of expenditure stands beside what was carried over."""
    if kind.fund not in _GRANTED or kind.fund_in_title:
        return None
    current = kind.axis == "nature" and _CURRENT.search(packed("".join(column.path)))
    return f"{kind.fund}.current" if current else kind.fund


def _narrowed(column: str | None, row: str | None) -> str | None:
    if column is None or (column == "fiscal_grant" and row is not None):
        return row
    return column
