"""What the words over a column say by themselves: measure, unit, year, stage, and whether they cut off a part or leave anything open."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.amounts import money_unit, unit_of_measure
from loaders.catalogue import Kind, header_facet
from loaders.tables.heading import stage_of

_PLAIN_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年|(?=(?:年度|预算|决算|执行)|$))")
_PRIOR = re.compile(
    r"(?<![比较为占与增])(上年度?|去年|上一年度?)(?!结|转|末?结)(?:三公经费)?(预算|决算|执行|完成|实际|批复|数|同期|年初|支出|收入|$)"
)
_PART = re.compile(r"^其中[::]?")
_BEFORE_PRIOR = re.compile(r"前年")
_OPENING = re.compile(r"(上年[末底]|[年期]初).*余额")
"""Debt at the beginning of the year that a table is of is the balance of the year before; a year that is printed holds as printed."""
MEASURES_OF_CHANGE = frozenset(
    {"change_amount", "change_percent", "prior_percent", "share_percent", "completion_percent"}
)
_RATE_OF_BUDGET = re.compile(r"(收入|支出)?(年初|调整|全年)?预算(完成|执行)(率|进度)")
"""A rate that names only the budget, not what was carried out of it."""
_OF_YEAR_BEFORE = re.compile(r"20(\d\d)年.*[占为]20(\d\d)年")


def measure_in(joined: str, whole: str) -> str:
    """What a column measures; `whole` are the words of all columns."""
    measure = header_facet("measure", joined, None, whole) or "amount"
    years = _OF_YEAR_BEFORE.search(joined)
    return "prior_percent" if measure == "completion_percent" and years and years[2] < years[1] else measure


def is_known(text: str) -> bool:
    """Whether a header leaves nothing open: a plain word, or one that says the fund or the nature."""
    return any(header_facet(facet, text) for facet in ("plain", "fund", "nature"))


def is_part(texts: Sequence[str], kind: Kind) -> bool:
    """Whether the lowest header only cuts a part off what stands above it: no other fund, no nature.

    In a government's table of revenue and expenditure one without a header above it is a part of the column beside it.
    """
    joined = "/".join(texts)
    reserved = (header_facet("item", joined) or "").startswith("procurement.reserved")
    if reserved or header_facet("part", joined):
        return not reserved
    beside = kind.family == "government" and kind.flow != "debt"
    if not texts or not _PART.match(texts[-1]) or (len(texts) < 2 and not beside):
        return False
    rest = _PART.sub("", texts[-1])
    return (
        not is_known(rest)
        or header_facet("fund", rest) == header_facet("fund", "/".join(texts[:-1])) is not None
    )


def unit_over(text: str) -> str | None:
    """The unit that a text over a column names, of money or of what is counted in brackets."""
    money = money_unit(text)
    if money:
        return money
    for inner in reversed(re.findall(r"\(([^()]{1,8}(?:\([^()]{1,3}\))?)\)", text)):
        if unit := unit_of_measure(inner):
            return unit
    return "%" if text.endswith("%") else None


def year_in(texts: Sequence[str], measure: str, fiscal_year: int | None, *, debt: bool) -> int | None:
    """The year that the texts over a column say, the lowest first: as printed, or as one before that of the table."""
    changes = measure in MEASURES_OF_CHANGE
    for text in reversed(texts):
        years = _PLAIN_YEAR.findall(_compared(text, measure))
        if years:
            return int(years[0])
        if fiscal_year is not None and not changes:
            if _PRIOR.search(text):
                return fiscal_year - 1
            if _BEFORE_PRIOR.search(text):
                return fiscal_year - 2
    opening = debt and not changes and _OPENING.search("".join(texts)) is not None
    return fiscal_year - 1 if opening and fiscal_year is not None else None


def stage_in(texts: Sequence[str], measure: str) -> str | None:
    """The stage that the texts over a column say, the lowest first; causes of a change (专项转移支付预算) have that of the change."""
    stages = [stage for text in reversed(texts) if (stage := stage_of(_compared(text, measure)))]
    if measure == "change_amount" and "adjusted_budget" in stages:
        return "adjusted_budget"
    return next(iter(stages), None)


def _compared(text: str, measure: str) -> str:
    """The part of a header that names what is compared, without what it is compared with (比2025年执行数)."""
    if _RATE_OF_BUDGET.match(text) or measure not in MEASURES_OF_CHANGE:
        return "" if measure == "completion_percent" else text
    return re.sub(r"(完成|[比较为占达]).*$", "", text)
