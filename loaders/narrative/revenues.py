"""Lines of the revenue classification, what government funds pay, and schemes of social insurance, as government reports name them."""

from __future__ import annotations

import re
from functools import cache
from operator import itemgetter

from loaders.catalogue import catalogue
from loaders.narrative.words import words
from loaders.tables.subjects import reference

_LEVEL = re.compile(
    r"^((全[省市县区州旗盟]|[省市县区州旗盟]本?级|本级)(统筹的?)?|国内|上半年|1-\d{1,2}月|其中|主要|涉及的?|税种中?|安排|实现|完成|地方)+(?=[一-龥]{2})"
)
_REMARK = re.compile(r"\(\d+%部分\)|\((含|不含|包括|扣除|剔除|下同|见)[^()]*\)")
_SIDE = re.compile(r"(基金)?(预算)?总?(?P<side>收入|支出)?(完成|预算|预计|预期|安排|实现)*")
_PAYS = re.compile(r"(?P<fund>(?!其他).{4,24}?)(收入)?(及对应专项债务收入)?(?P<arranged>安排的?)?支出")
_TRANSFER = re.compile("返还|转移支付|补助|奖补|奖励")
_NOW = 9999
_NON_TAX = re.compile(r"103\d\d")
_OTHERS = re.compile(r"其他(非税)?收入(等)?")
_BARE_SIDE = re.compile(r"(本年|当年|基金|预算|总)*(支出|收入)(完成|预算|安排)*")


def revenue_line(
    label: str, family: str, before: str | None = None, *, listed: bool = False
) -> tuple[str, str, str] | None:
    """The item, the code and the budget of a line of revenue (`增值税`, `国有土地使用权出让收入`), whatever level of government it is of.

    Args:
        label: the cleaned label.
        family: the budget spoken of.
        before: the code of the amount before; behind a line of 非税收入, 其他收入 is one too.
        listed: whether the heading says that lines of the general budget's revenue follow.
    """
    listed = listed or (before is not None and _NON_TAX.fullmatch(before) is not None)
    if family == "gpb" and listed and _OTHERS.fullmatch(label):
        return "income.subject", "10399", family
    bare = _LEVEL.sub("", _REMARK.sub("", label))
    name = re.sub(r"收入(完成|预算|预计|预期|安排)*$", "", bare)
    in_words = name != bare
    for budget, code, pattern in _lines():
        if pattern.fullmatch(name) and (in_words or name.endswith("税") or family == budget):
            if code == "10306" and family != "gpb" and not listed:
                continue
            return "income.subject", code, budget
    if bare.endswith("收入") and _TRANSFER.search(
        bare
    ):  # without the word it may be what goes on to lower levels
        for code, _, pattern in catalogue().revenues:
            if code.startswith("1100") and (pattern.fullmatch(bare) or pattern.fullmatch(label)):
                return "income.subject", code, "gpb"
    return None


def fund_expenditure(label: str, year: int | None) -> tuple[str, str | None, str] | None:
    """The item, the code of a year and the budget of what a government fund pays (`污水处理费收入(及对应专项债务收入)安排的支出`)."""
    match = _PAYS.fullmatch(_LEVEL.sub("", _REMARK.sub("", label)))
    code = _paid_from(year or _NOW).get(_fund(match["fund"])) if match else None
    return (
        ("gov_fund.expenditure.function", code, "gov_fund") if match and (code or match["arranged"]) else None
    )


@cache
def _lines() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """The budget, the code and the name of lines of revenue: as reports say them, and of funds as tables do."""
    funds = ((fund, code, name) for code, fund, name in catalogue().revenues if fund == "gov_fund")
    return (*words().revenue_subjects, *funds)


def _fund(name: str) -> str | None:
    """The code of what a fund takes in, by the fund's name."""
    return next(
        (code for budget, code, line in _lines() if budget == "gov_fund" and line.fullmatch(name)), None
    )


@cache
def _paid_from(year: int) -> dict[str | None, str]:
    """The code of what a fund pays beside that of what it takes in, as the classification of a year names both after the fund."""
    groups = (row for row in reference() if row["classification"] == "functional" and row["level"] == "group")
    valid = sorted((row for row in groups if int(row["first_year"]) <= year), key=itemgetter("first_year"))
    named = ((_PAYS.fullmatch(row["subject_name"]), row["code"]) for row in valid)
    return {fund: code for pays, code in named if pays and (fund := _fund(pays["fund"]))}


def insurance_scheme(label: str, before: str | None) -> tuple[str, str, str] | None:
    """The item, the code and the budget of a social insurance scheme's revenue or expenditure.

    Args:
        label: `城乡居民基本养老保险基金收入`, or a bare `支出` behind it.
        before: the code of the amount before, whose scheme a bare side continues.
    """
    bare = _LEVEL.sub("", _REMARK.sub("", label))
    if before and len(before) == 5 and before[:3] in ("102", "209") and _BARE_SIDE.fullmatch(bare):
        return _scheme("支出" if "支出" in bare else "收入", before[3:])
    for digits, pattern in catalogue().schemes:
        match = pattern.match(bare)
        side = _SIDE.fullmatch(bare[match.end() :]) if match else None
        if side and side["side"]:
            return _scheme(side["side"], digits)
    return None


def _scheme(side: str, digits: str) -> tuple[str, str, str]:
    if side == "收入":
        return "income.subject", "102" + digits, "social_insurance"
    return "expenditure.function", "209" + digits, "social_insurance"
