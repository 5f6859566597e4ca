"""Lines of governments' tables: their own items, the subjects that they name, and the schemes of social insurance."""

from __future__ import annotations

import re
from functools import lru_cache

from loaders.catalogue import Kind, catalogue, line_item
from loaders.tables.grid import packed
from loaders.tables.insurance import SUBJECTS, scheme_code, scheme_of
from loaders.tables.rows import RowKey
from loaders.tables.subjects import function_code, subject_label
from loaders.tables.transfers import is_special, purpose

SIDED = re.compile(r"收入|支出")
_OPENING = re.compile(r"上年|年初|期初|历年|以前年度|使用|动用|弥补")
_AT_FIRST = re.compile(r"(上年|年初|期初)(?!.*下年)")
_OWN_SHARE = re.compile(r"\(?(地方|本级|[省市县区]级?)?(留成|分成|部分|所得)?(的)?\d+(\.\d+)?%(部分)?\)?$")
"""What a tax's name says of the part that the level keeps: 增值税（地方50%）."""
_REMARK = re.compile(r"\((不?含|包括|扣除|剔除)[^()]*\)$")
_FUND_REVENUE = re.compile(
    r"^(?!.*(转移|补助|上解|债|调[入出]|结[转余]|合计|总计)).*(收入|基金|资金|费|附加|价款)$"
)
"""What a fund took in under a name that is no longer in use, or a part of what it takes in."""
_TRANSFERS = "110"
_SPECIAL_TRANSFERS = "11003"
_BELOW = re.compile(r"上解上级|补助下级")
_COLLECTOR = re.compile(r"(国税|地税|税务|财政)(部门|局)?(征收|组织|完成)?(收入)?$")
"""Lines of who collects revenue, which are no revenue of that name."""


def government_line(
    key: RowKey, kind: Kind, flow: str | None, block: str | None
) -> tuple[str | None, str | None, str | None]:
    """Item, flow and code of a line of a government's table: its own items first, then the subject that it names.

    `block` is the side of the block that the line stands in.
    """
    text = key.packed
    flow = flow or next(
        (said for label in (text, *map(packed, reversed(key.group))) if (said := flow_of_words(label))), None
    )
    flow = flow or _only_flow(text, kind.fund)
    if key.role == "total" and kind.items and not SIDED.search(text):
        return None, flow, None
    side = side_of(flow, text, block)
    if kind.fund == "social_insurance" and side:
        own = line_item(f"social_{side}", text)
        scheme = scheme_of(text) if own is None and key.role in ("item", "subset") else None
        if scheme and flow in SUBJECTS:
            return SUBJECTS[flow], flow, scheme_code(scheme, flow)
        if own is not None:
            return own, flow, None
    own = side and line_item(f"gov_{side}", text)
    code = subject_code(text, flow, kind.fund) if key.role in ("item", "subset") else None
    special = purpose(text) if any(map(is_special, key.group)) else None
    if flow == "revenue" and not (code or "").startswith(_TRANSFERS) and (special or kind.item is not None):
        code = special and _SPECIAL_TRANSFERS + special  # what is received for it is no revenue of that name
    if kind.rows == "economic" and key.role == "item":
        return "expenditure.economic", flow, None
    if code is not None:
        named = kind.item or (own or line_item(side or "", text) if flow == "expenditure" else None)
        if flow == "expenditure" and special:
            named = "transfer.special"
        return named or SUBJECTS[flow or ""], flow, code
    item = own or (side and line_item(side, text)) or None
    if item is None and kind.item is None and flow in SUBJECTS and _is_subject(key, kind, flow):
        item = SUBJECTS[flow]
    return item, flow, None


def _only_flow(text: str, fund: str | None) -> str | None:
    """The flow of a line that governments print on one side only (调入资金, 调出资金, 契税, 教育), which a budget by its name is not."""
    if text.endswith("预算"):
        return None
    known = [side for side in SUBJECTS if line_item(f"gov_{side}", text) or subject_code(text, side, fund)]
    return known[0] if len(known) == 1 else None


def _is_subject(key: RowKey, kind: Kind, flow: str) -> bool:
    """Whether a line that no vocabulary knows is a subject below those with a code: all of a list by subject are, parts of a subject, old funds."""
    if key.role not in ("item", "subset") or not key.packed or line_item("levels", key.packed):
        return False
    if _COLLECTOR.search(key.packed):
        return False
    if kind.rows in ("function", "revenue") or kind.fund in ("social_insurance", "fiscal_account"):
        return True
    if (
        kind.fund == "gov_fund"
        and flow == "revenue"
        and key.role == "item"
        and _FUND_REVENUE.search(key.packed)
    ):
        return True
    return any(subject_code(subject_label(parent), flow, kind.fund) for parent in key.group)


def flow_of_words(text: str) -> str | None:
    """The flow that a label speaks of, if of one only."""
    revenue = "收入" in text
    paid = text.endswith("费") and not text.endswith("缴费")  # 单位缴费, 个人缴费 are paid in
    expenditure = "支出" in text or paid or bool(_BELOW.search(text))
    return None if revenue == expenditure else "revenue" if revenue else "expenditure"


def side_of(flow: str | None, text: str, block: str | None) -> str | None:
    """The vocabulary of lines that a label is looked up in; a balance that says not which one is that of its block."""
    if flow == "balance":
        if re.search(r"年[末终]|下年|分配|滚存", text) and not _AT_FIRST.match(text):
            return "expenditure"
        return "expenditure" if block == "expenditure" and not _OPENING.search(text) else "revenue"
    return flow if flow in ("revenue", "expenditure") else None


@lru_cache(maxsize=8192)
def subject_code(text: str, flow: str | None, fund: str | None) -> str | None:
    """The code of the revenue or functional subject that a line of a government's table names (增值税, 教育支出).

    Social insurance funds have subjects of their own, which these names are not.
    """
    if fund == "social_insurance" or flow not in ("revenue", "expenditure"):
        return None
    if flow == "expenditure":
        return function_code(text)
    names = (_OWN_SHARE.sub("", text), _OWN_SHARE.sub("", _REMARK.sub("", text)))
    return next(
        (
            code
            for code, of, pattern in catalogue().revenues
            if (of is None or fund in (of, "all")) and any(map(pattern.match, names))
        ),
        None,
    )
