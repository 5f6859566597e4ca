"""What a row of a table says by itself, before any column: line item or code, flow, fund, nature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from loaders.catalogue import FUND_OF_DEBT, Kind, header_facet, line_item
from loaders.tables.debts import debt_item, labels_of, sort_of_labels
from loaders.tables.governments import (
    SIDED,
    flow_of_words,
    government_line,
    side_of,
)
from loaders.tables.grid import packed
from loaders.tables.insurance import SUBJECTS, scheme_of
from loaders.tables.labels import only_compares
from loaders.tables.outline import ordinal_of
from loaders.tables.rows import RowKey
from loaders.tables.subjects import function_code, functional_codes, subject_label, subject_name

_ITEM_DIGITS = 7

BUDGETS = {
    "一般公共预算": "general_public",
    "政府性基金预算": "gov_fund",
    "国有资本经营预算": "state_capital",
    "社会保险基金预算": "social_insurance",
}
"""The fund that a line named after one of a government's budgets is of."""
_OTHER_LEVELS = ("central", "provincial", "prefecture")
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


def is_counted(item: str | None) -> bool:
    """Whether an item is a number of things or people, not money."""
    return bool(item and _COUNTED.search(item))


def _is_subject(key: RowKey) -> bool:
    """Whether a row with a functional code is that subject (`2120106 工程建设管理`), not a project that it pays (`2080109 参保工作经费`)."""
    if key.classification != "functional" or key.code is None:
        return False
    return len(key.code) < _ITEM_DIGITS or key.code in functional_codes(subject_name(key.packed), None)


def row_meaning(key: RowKey, kind: Kind, side: str | None) -> Meaning:
    """What a row says by itself, before any column: the line item or the code, its flow and fund."""
    flow = key.flow or kind.flow or side
    item = nature = None
    fund = None
    code, classification = key.code, key.classification
    if code is not None:
        listed = key.role == "project" or (kind.rows == "project" and "row" not in kind.items)
        if kind.id == "procurement_budget":
            item = kind.items["row" if key.role == "project" and not _is_subject(key) else "total"]
        else:
            item = kind.items.get("row") if listed else _item_of_code(code, classification, key.packed)
            if item in SUBJECTS.values() and (kind.item or "").startswith("transfer."):
                item = kind.item  # what is moved for a purpose
        if (item or "").endswith(".carryover"):
            flow = "balance"
        elif flow is None and kind.rows != "project":
            flow = "revenue" if classification == "revenue" else "expenditure"
        nature = key.nature
        if key.named and classification == "economic_dept":
            nature = _nature_above(key, kind)
    else:
        item, flow, code = _line(key, kind, flow, side or kind.flow)
        # 经费拨款 of the general public budget is a part of it
        within = (
            item == "income.general_public" and key.group and section_item("revenue", key.group[-1]) == item
        )
        if within:
            item = None
        if kind.family == "government":
            fund = _level(key) or (BUDGETS.get(key.packed) if kind.flow is None else None)
        if item is None and kind.rows == "line" and "project_type" in key.parts:
            item = line_item("any", packed(key.parts["project_type"]))  # 会议费 in the column 类别
        if code is not None or item in SUBJECTS.values():
            classification = "revenue" if flow == "revenue" else "functional"
        elif key.label is not None:
            classification = "line"
        if item == "expenditure.balance_distribution":
            flow = "balance"
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
            if within and fund == "fiscal_grant":
                fund = "general_public.fiscal_grant"
        elif kind.flow == "debt":
            fund = FUND_OF_DEBT.get(sort_of_labels(labels_of(key)) or "")
        if (
            flow == "expenditure"
            and classification == "line"
            and kind.family != "government"
            and kind.rows != "project"
            and key.role != "project"
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
    counted = is_counted(item)
    if counted:
        flow = "stock"
    elif item is not None:
        fund = fund or kind.funds.get(item.split(".")[0])
    labelled = key.label is not None and not only_compares(key.label)
    scheme = None
    if kind.fund == "social_insurance" and key.role in ("item", "subset"):
        # 基金收入 is of the scheme that it stands under; a line that no vocabulary knows is only what itself says
        above = map(packed, reversed(key.group)) if item else ()
        scheme = next((of for label in (key.packed, *above) if (of := scheme_of(label))), None)
    return Meaning(item, flow, fund, nature, classification, code, key.role, counted, labelled, scheme)


def _level(key: RowKey) -> str | None:
    """Whose a line is that is not of its government's own budget: another level's, where it or a line above it says so, or all levels'.

    A fund in the list of another one's lines is not what they are of.
    """
    own = line_item("levels", key.packed)
    if own is not None:
        return None if key.group and own in BUDGETS.values() else own
    above = (line_item("levels", subject_label(parent)) for parent in reversed(key.group))
    return next((level for level in above if level in _OTHER_LEVELS), None)


def _item_of_code(code: str, classification: str | None, text: str) -> str | None:
    """The item of a row with a printed code: what its name says where that is no revenue or function among others.

    税收收入 is tax whether its code is printed or not; 转移性支出 and 债务还本支出 (230, 231) are no functions.
    """
    usual = _ITEMS.get(classification or "")
    if len(code) > 3 and code[:3] in ("101", "103"):
        return usual  # a tax or a charge among others: 10399 其他收入 is no 其他收入 of a unit
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
        return debt_item(key, kind), "debt", None
    if kind.lines:
        item = line_item(kind.lines, text)
        return item, _flow_of_line(item), None
    if kind.rows == "asset":
        return line_item("assets", text) or line_item("any", text), "stock", None
    if kind.id.startswith("procurement") or any("采购" in group for group in key.group) or "采购" in text:
        found = line_item("procurement", text)
        if found:
            return found, flow or "expenditure", None
    if key.role in ("project", "unit", "region"):
        own = kind.items.get("row") if key.role == "project" else kind.item if key.role == "region" else None
        if key.role == "unit" and kind.id == "procurement_budget" and key.group:
            own = section_item("procurement", key.group[-1])
        return own, flow, None
    if kind.family == "government" and kind.axis != "item":
        return government_line(key, kind, flow, block)
    if kind.axis == "item" or kind.id in ("final_info_stats", "sangong", "final_sangong") or flow is None:
        # 支出合计 is of what its section is about: 三公经费支出
        of_section = key.group and key.role == "total" and section_item("any", key.group[-1])
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


def section_item(words: str, section: str) -> str | None:
    """What a vocabulary of lines says of the section that a line stands under."""
    text = packed(section)
    ordinal = ordinal_of(text)
    return line_item(words, text[len(ordinal.text) :] if ordinal else text)


def _flow_of_line(item: str | None) -> str | None:
    """The flow of an item of a table whose lines are balances, what is added to them and what is used."""
    flows = {"income": "revenue", "expenditure": "expenditure"}
    return item and flows.get(item.split(".")[0], "balance")


@lru_cache(maxsize=512)
def _flow_of_item(item: str) -> str:
    return "stock" if is_counted(item) or item.startswith("assets") else "expenditure"
