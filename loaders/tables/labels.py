"""What the words of a row's label say by themselves: ordinal, 其中, total or carry-over, a year or a stage alone, a unit in brackets."""

from __future__ import annotations

import re
from functools import lru_cache

from loaders.amounts import money_unit, unit_of_measure, yuan_factor
from loaders.catalogue import line_item
from loaders.tables.grid import packed
from loaders.tables.outline import Ordinal, ordinal_of

ONLY_YEAR = re.compile(r"^(20\d\d)年(度)?(预算|决算|执行|调整预算)?(数|额|安排)?$")
ONLY_STAGE = re.compile(
    r"^(?=.{2})(?:(?P<prior>上年度?)|本年度?|当年)?(年初|调整|全年)?(预算|决算|执行)?(数|额)?$"
)
ONLY_CHANGE = re.compile(r"^(20\d\d年度?)?([比较](20\d\d年度?|上年))?(增减|比上年|同比|变化|变动)[^/]{0,8}$")
_SUBSET = re.compile(r"^(其中|内[::])[::]?")


def only_compares(label: str) -> bool:
    """Whether a label names nothing but a year, a stage or a change (2023年决算数, 预算数, 增减%): its row is of what the columns say."""
    text = packed(label)
    return any(only.match(text) for only in (ONLY_YEAR, ONLY_STAGE, ONLY_CHANGE))


def parted(text: str) -> tuple[Ordinal | None, bool, str]:
    """A packed label's ordinal, whether it says 其中, and what is left of it without both."""
    ordinal = ordinal_of(text)
    bare = text[len(ordinal.text) :] if ordinal else text
    subset = bool(_SUBSET.match(bare))
    bare = _SUBSET.sub("", bare)
    inner = ordinal_of(bare)
    return ordinal, subset, bare[len(inner.text) :] if inner else bare


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """The label without trailing remarks such as (类), : or the mark of a footnote."""
    return re.sub(r"\((类|款|项)\)$|[::★☆※*]+$", "", text)


def named_role(text: str, *, debt: bool) -> str | None:
    """Total, subtotal, carry-over or memorandum, as a label says."""
    role = line_item("roles", text)
    return None if debt and role == "carryover" else role


@lru_cache(maxsize=16384)
def unit_in(text: str) -> str | None:
    """The unit that a label carries in brackets or behind a colon: (辆), (万元), （台/套）."""
    for inner in reversed(re.findall(r"\(([^()]{1,8}(?:\([^()]{1,3}\))?)\)", text)):
        if inner in ("类", "款", "项", "一", "二", "三"):
            continue
        unit = unit_of_measure(inner) or unit_of_measure(inner.split(",")[0]) or money_unit(f"({inner})")
        if unit:
            return unit
    return None


def measured_in(text: str) -> tuple[str, str | None]:
    """The unit of a row that a cell beside its label names, and what it measures where that is no level in money (%, 元/月, 人)."""
    unit = unit_of_measure(text) or packed(text)
    if yuan_factor(unit) is not None:
        return unit, None
    return unit, "rate" if unit == "%" else "price" if "元" in unit else "count"
