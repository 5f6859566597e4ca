"""One figure's meaning from its column, its row and its table's kind: item, flow, fund, nature, year, stage, unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from loaders.catalogue import Kind, header_facet, line_item
from loaders.tables.columns import Column
from loaders.tables.governments import (
    SIDED,
    flow_of_words,
    function_code,
    government_line,
    side_of,
)
from loaders.tables.grid import packed
from loaders.tables.insurance import SUBJECTS, of_scheme, scheme_of
from loaders.tables.outline import ordinal_of
from loaders.tables.rows import RowKey

_COUNTED = re.compile(
    r"^(vehicles|abroad|staff|performance\.targets|assets\.equipment_over)|^reception\.(\w+\.)?(batches|persons)|^office\.area"
)
_PROJECT = re.compile(r"项目支出|专项业务|项目经费")
_BASIC = re.compile(r"基本支出|人员(经费|支出)|公用(经费|支出)")
_ITEMS = {
    "revenue": "income.subject",
    "functional": "expenditure.function",
    "economic_dept": "expenditure.economic",
    "economic_gov": "expenditure.economic",
}
_UNITS = {"vehicles": "辆", "staff": "人", "assets.equipment_over": "台（套）"}
_WORTH = re.compile(r"价值|原值|净值|金额")
_GENERAL = re.compile(r"一般(债|公共)")
_SPECIAL = re.compile(r"专项(债|$)|专项债")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The facets of a figure, in the words of `warehouse/vocabulary`."""

    item: str | None
    flow: str | None
    fund: str | None
    nature: str | None
    classification: str | None
    code: str | None
    role: str
    counted: bool
    labelled: bool = True
    scheme: str | None = None


def usual_unit(item: str | None) -> str | None:
    """The unit that things of an item are counted in where a table prints none (机要通信用车 | 2)."""
    return next((unit for start, unit in _UNITS.items() if (item or "").startswith(start)), None)


def row_meaning(key: RowKey, kind: Kind, side: str | None) -> Meaning:
    """What a row says by itself, before any column: the line item or the code, its flow and fund."""
    flow = key.flow or kind.flow or side
    item = nature = None
    fund = None
    code, classification = key.code, key.classification
    if code is not None:
        listed = key.role == "project" or (kind.rows == "project" and "row" not in kind.items)
        item = kind.items.get("row") if listed else _item_of_code(code, classification, key.packed)
        if flow is None:
            flow = "revenue" if classification == "revenue" else "expenditure"
        if key.named and classification == "economic_dept":
            nature = _nature_above(key, kind)
    else:
        item, flow, code = _line(key, kind, flow, side or kind.flow)
        if code is not None or item in SUBJECTS.values():
            classification = "revenue" if flow == "revenue" else "functional"
        elif key.label is not None:
            classification = "line"
        if (
            kind.fund in (None, "all", "fiscal_grant")
            and kind.axis != "item"
            and flow not in ("expenditure", "debt")
            and key.label
            and key.role not in ("unit", "project", "region")
        ):
            fund = header_facet("fund", key.packed)
            if fund is None and key.role == "subset" and key.group:
                fund = header_facet("fund", packed(key.group[-1]))
        if (
            flow == "expenditure"
            and classification == "line"
            and kind.family != "government"
            and kind.rows != "project"
            and item is not None
        ):
            nature = header_facet("nature", key.packed)
            if nature and nature.startswith("basic") and any(_PROJECT.search(group) for group in key.group):
                item, nature = None, "project"
        elif key.role in ("total", "subtotal") and kind.axis == "nature":
            nature = header_facet("nature", key.packed)
    if key.flow == "balance" and kind.flow != "debt":
        flow = "balance"
        if fund == "carryover":
            fund = None
        if key.role != "carryover" and item is not None and item.startswith("income."):
            item = "income.carryover"
    if item is not None and _COUNTED.search(item):
        flow = "stock"
    counted = bool(item and _COUNTED.search(item))
    scheme = (
        scheme_of(key.packed) if kind.fund == "social_insurance" and key.role in ("item", "subset") else None
    )
    return Meaning(
        item, flow, fund, nature, classification, code, key.role, counted, key.label is not None, scheme
    )


def _item_of_code(code: str, classification: str | None, text: str) -> str | None:
    """The item of a row with a printed code: what its name says where that is no revenue or function among others.

    税收收入 is tax whether its code is printed or not; 转移性支出 and 债务还本支出 (230, 231) are no functions.
    """
    usual = _ITEMS.get(classification or "")
    if classification == "revenue" or code[:3] in ("230", "231"):
        side = "revenue" if classification == "revenue" else "expenditure"
        return line_item(f"gov_{side}", text) or line_item(side, text) or usual
    return usual


def _nature_above(key: RowKey, kind: Kind) -> str | None:
    """The nature of an economic class that stands without a code under 基本支出 or 项目支出."""
    if any(_PROJECT.search(group) for group in key.group):
        return "project"
    if len(key.code or "") == 3 and (
        kind.nature == "basic" or any(_BASIC.search(group) for group in key.group)
    ):
        return header_facet("nature", key.packed)
    return None


def _line(
    key: RowKey, kind: Kind, flow: str | None, block: str | None
) -> tuple[str | None, str | None, str | None]:
    """Item, flow and class code of a line without a printed code."""
    text = key.packed
    if not text:
        return None, flow, None
    if kind.flow == "debt":
        return _debt_item(key, kind), "debt", None
    if kind.rows == "asset":
        return line_item("assets", text) or line_item("any", text), "stock", None
    if kind.id.startswith("procurement") or any("采购" in group for group in key.group) or "采购" in text:
        found = line_item("procurement", text)
        if found:
            return found, flow or "expenditure", None
    if key.role in ("project", "unit", "region"):
        own = kind.items.get("row") if key.role == "project" else kind.item if key.role == "region" else None
        if key.role == "project" and kind.id == "procurement_budget":
            sections = (_section_item("procurement", group) for group in reversed(key.group))
            own = next((item for item in sections if item), own)
        return own, flow, None
    if kind.family == "government" and kind.axis != "item":
        return government_line(key, kind, flow, block)
    if kind.axis == "item" or kind.id in ("final_info_stats", "sangong", "final_sangong") or flow is None:
        # 支出合计 is of what its section is about: 三公经费支出
        of_section = key.group and key.role == "total" and _section_item("any", key.group[-1])
        found = of_section or line_item("any", text)
        if found:
            known = _flow_of_item(found)
            return found, known, None
    if flow != "revenue" and key.role not in ("total", "subtotal"):
        code = function_code(text)
        if code is not None and (flow == "expenditure" or text.endswith("支出")):
            return "expenditure.function", "expenditure", code
    flow = flow or flow_of_words(text)
    if key.role == "total" and kind.items and (kind.axis == "item" or not SIDED.search(text)):
        return None, flow, None
    side = side_of(flow, text, block)
    return (line_item(side, text) if side else None) or line_item("any", text), flow, None


def _section_item(words: str, section: str) -> str | None:
    """What a vocabulary of lines says of the section that a line stands under."""
    text = packed(section)
    ordinal = ordinal_of(text)
    return line_item(words, text[len(ordinal.text) :] if ordinal else text)


def _debt_item(key: RowKey, kind: Kind) -> str | None:
    labels = (key.packed, *(packed(group) for group in reversed(key.group)))
    bases = [found for label in labels if (found := line_item("debt", label))]
    # the 一般债务限额 of 新增限额 are parts of it
    new = bases[:1] == ["debt.limit"] and "debt.limit_new" in bases
    base = "debt.limit_new" if new else next(iter(bases), None)
    if base is None and key.role in ("item", "subset"):
        base = kind.item
    if base is None:
        return None
    for label in labels:
        general, special = bool(_GENERAL.search(label)), bool(_SPECIAL.search(label))
        if general != special:
            return f"{base}.general" if general else f"{base}.special"
    return base


@lru_cache(maxsize=512)
def _flow_of_item(item: str) -> str:
    return "stock" if _COUNTED.search(item) or item.startswith("assets") else "expenditure"


def cell_meaning(row: Meaning, column: Column, kind: Kind) -> Meaning:
    """The row's meaning together with what the column adds."""
    flow = row.flow
    if flow is None or (kind.flow is None and column.flow is not None and flow != "stock"):
        flow = column.flow or flow
    if (
        column.flow == "balance"
        and kind.flow != "debt"
        and (row.flow != "expenditure" or kind.flow != "expenditure" or _closing(column))
    ):
        flow = "balance"
    if row.flow == "balance":
        flow = "balance"
    fund = _narrowed(column.fund, row.fund) or (
        kind.fund if column.plain or kind.axis != "fund" or column.nature else None
    )
    if flow == "balance" and fund == "carryover" and kind.fund not in (None, "all"):
        fund = kind.fund
    nature = column.nature or row.nature or kind.nature
    if nature is None and flow == "expenditure" and column.plain and _has_natures(kind):
        nature = "total"
    if flow != "expenditure":
        nature = column.nature if kind.rows == "function" and kind.flow is None else None
    item = row.item
    if kind.axis == "item" and (item is None or row.role == "total" or item == kind.item):
        # a labelled line that no vocabulary knows (行政经费) is not what the table is about
        item = column.item or item or (None if row.role == "item" and row.labelled else kind.item)
        if kind.rows == "asset" and row.role == "total" and column.item is None and not column.plain:
            item = None
    elif column.item is not None and (row.role == "region" or _is_transfer_total(row, kind)):
        item = column.item
    elif (
        item is None
        and kind.flow is None
        and row.role in ("region", "total", "subtotal")
        and kind.family == "government"
    ):
        item = {"revenue": "income.total", "expenditure": "expenditure.total"}.get(column.flow or "")
    elif item is None and row.role in ("total", "subtotal", "subset", "unit", "item", "region"):
        item = _by_axis(row, column, kind, fund, nature) or column.item
    elif kind.axis == "fund" and kind.flow == "revenue" and (row.code is not None or item is None):
        item = kind.items.get(fund or "")
    if kind.rows == "function" and kind.axis == "nature" and flow in ("revenue", "balance"):
        item = _passing(item, row, column, flow, fund)
    if column.part and kind.axis in ("fund", "nature") and row.classification in (None, "line"):
        item = None
    if (
        kind.axis == "nature"
        and row.code is not None
        and nature is None
        and column.item
        and flow == "expenditure"
    ):
        # a column of something else than the kind's natures (政府采购) says what its amounts are
        item = None if column.part else column.item
    if kind.flow == "debt":
        item = _debt_by_column(item, column, row) or kind.item
        fund = fund or {"general": "general_public", "special": "gov_fund"}.get((item or "").split(".")[-1])
    if flow == "balance" and item is None:
        item = kind.item or ("expenditure.carryover" if _closing(column) else "income.carryover")
    item = kind.instead.get(item or "", item)
    if item is None and kind.family == "government" and kind.rows != "project":
        item = kind.item
    if kind.rows == "project" and column.measure == "count":
        item = None
    worth = kind.rows == "asset" and any(_WORTH.search(text) for text in column.path)
    if worth and item == "vehicles.total":
        item = "assets.vehicle"
    counted = (row.counted and not worth) or column.measure == "count"
    if kind.fund == "social_insurance" and (total := of_scheme(item, flow or "", row.scheme, column.scheme)):
        classification = "revenue" if flow == "revenue" else "functional"
        return replace(
            row,
            item=total[0],
            flow=flow,
            fund=fund,
            nature=None,
            classification=classification,
            code=total[1],
        )
    if column.economic is not None:
        return _of_class(replace(row, flow=flow, fund=fund, nature=nature, counted=counted), column.economic)
    return Meaning(item, flow, fund, nature, row.classification, row.code, row.role, counted)


def _passing(item: str | None, row: Meaning, column: Column, flow: str, fund: str | None) -> str | None:
    """The item of a column of revenue or balances beside the expenditure of a functional code or of the total."""
    if row.code is None and row.role not in ("total", "subtotal", "unit"):
        return item
    if flow == "balance":
        return "expenditure.carryover" if _closing(column) else "income.carryover"
    part = (fund or "").split(".")[0]
    return (
        f"income.{part}"
        if part in ("fiscal_grant", "general_public", "gov_fund", "state_capital")
        else "income.total"
    )


def _is_transfer_total(row: Meaning, kind: Kind) -> bool:
    return row.role in ("total", "subtotal") and (kind.item or "").startswith("transfer.")


def _of_class(row: Meaning, economic: tuple[str, str]) -> Meaning:
    """A row in the column of an economic class: the class itself where the row is a total, else a part of both."""
    classification, code = economic
    if row.code is not None:
        return replace(row, item=None, classification="cross", code=f"{row.code}/{code}")
    item = "expenditure.economic" if row.role in ("total", "subtotal", "unit") else None
    return replace(row, item=item, classification=classification, code=code)


def _has_natures(kind: Kind) -> bool:
    """Whether the columns of a kind range over 基本支出 and 项目支出, so that a plain one is their total."""
    return kind.axis == "nature" or (
        kind.family != "government" and kind.axis == "fund" and kind.rows in ("function", "economic")
    )


def _closing(column: Column) -> bool:
    return bool(re.search(r"年[末终]|下年", packed("".join(column.path))))


def _by_axis(row: Meaning, column: Column, kind: Kind, fund: str | None, nature: str | None) -> str | None:
    """The item of a total row (or of a row that repeats one): by fund in income tables, by nature in expenditure tables."""
    summed = ("total", "unit") if kind.family == "government" else ("total", "subtotal", "unit")
    if row.role not in summed and not (row.role == "item" and row.classification is None):
        return None
    if kind.axis == "fund" and kind.flow == "revenue":
        if fund is None:
            return None
        part = "carryover" if fund.endswith("carryover") else fund.split(".")[0]
        return kind.items.get(fund) or kind.items.get(part)
    if nature is not None and nature in kind.items:
        return kind.items[nature]
    if kind.axis == "nature" and nature is None:
        return None
    return kind.items.get("total") if nature in (None, "total", kind.nature) else None


def _narrowed(column: str | None, row: str | None) -> str | None:
    if column in (None, "all") or (column == "fiscal_grant" and row is not None):
        return row
    return column


def _debt_by_column(item: str | None, column: Column, row: Meaning) -> str | None:
    """Rows by region take their item from the column, lines take it from the line and its 一般/专项 from the column."""
    if item is None:
        return column.item
    if item.count(".") == 1 and column.item is not None and column.item.startswith(item + "."):
        return column.item
    return item
