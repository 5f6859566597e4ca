"""What a label names: an item of the vocabulary, a code of the functional or economic classification, or just words."""

from __future__ import annotations

import re
from functools import lru_cache

from loaders.narrative.classes import (
    LEVELS,
    REMARK,
    by_position,
    classified,
    economic_of_project,
    function_item,
    listed_class,
)
from loaders.narrative.codes import SubjectCodes
from loaders.narrative.labels import clean_label, family_of
from loaders.narrative.revenues import fund_expenditure, insurance_scheme, revenue_line
from loaders.narrative.setting import Setting, Subject
from loaders.narrative.words import ItemRule, words

_TRANSFERS = re.compile(
    r"转移性(收入|支出)等?$|上级[^、]{0,6}补助[和及]转移支付(收入)?$|税收返还[和及、]转移支付[^、和及与]*$"
)
_SEVERAL = re.compile(
    r"(上解|补助|转移支付|还本|转贷|调入|调出|结转|结余|调节基金).*[、和及].*(上解|补助|还本|转贷|调入|调出|结转|结余|转移支付|调节基金)(?!结转|结余)|[^、]{3,}、[^、]{3,}等((专项)?资金)?$"
    r"|(?<!其他)(收入|支出|补助|资金|结转|结余|基金|上级|下级|下年|还本|转贷|上解|调入|调出)等(收入|支出|资金)?$"
)
_STAGED = re.compile(
    r"(?<=收入|支出)年初$|(年初|调整后?的?|全年|变动|汇总的?|代编的?)预算(数)?(?=合计|$|为|安排)"
)
_NAMES_IN_BRACKETS = re.compile(r"\([^()]*、[^()]*\)$|(?<=收入)\((?!含|不)[^()]{5,}\)$")
"""What a line is made up of, behind its name: `专项收入(主要是教育费附加、排污费)`."""
_NUMBER = re.compile(
    r"(?<=支出|收入|支付|余额|限额)的?(预算|决算|执行|预计执行)?(数|科目)$|(?<=支出|收入|支付)预算$"
)
_LINES = re.compile("一般公共预算收入(预算|决算|执行|安排)?(情况)?$")
_ANOTHERS = re.compile(
    "对(社会保障|[^，]{2,8}保险)基金的?补[助贴]|(调出到?|调入|向)一般公共预算|(政府性基金|国有资本经营)(预算)?调入$"
)
"""What another budget gets, or gives, is a line of the one spoken of (`对社会保障基金补助`, `向一般公共预算调出`)."""
_SORT_OF_DEBT = re.compile("(地方)?(政府)?(一般|专项)债[务券]")
_OPENS_YEAR = re.compile(r"^(年初|原)(预算)?(安排)?(?=[^，]*(收入|支出)$)")


_MOVED = ("income.transfer_in", "expenditure.transfer_out")
"""What comes from or goes to another budget stays a line of the one spoken of (`国有资本经营预算调入资金`)."""


def resolve(label: str, setting: Setting, codes: SubjectCodes, *, counts: bool = False) -> Subject:
    """The subject of a cleaned label.

    Args:
        label: the cleaned label.
        setting: where it stands.
        codes: names of classification subjects and their codes, as the document's own tables pair them.
        counts: whether the number is a count, not money.
    """
    if setting.kind.startswith("gov_"):
        label = _NAMES_IN_BRACKETS.sub("", label)
    own = family_of(_ANOTHERS.sub("", label))
    if setting.family != "any" and not setting.kind.startswith("gov_"):
        own = family_of(LEVELS.sub("", label))  # 国有资本经营预算支出(类): a class is no budget
    family = own if own and own != "total" else setting.family
    if family == "all_levels" and "地方" in label:
        named = (family_of(heading) for heading in reversed(setting.headings))
        family = next((name for name in named if name), setting.default)
    if own == "fiscal_grant" and setting.family == "gpb":
        family = "gpb"
    if not counts:
        coded = classified(label, codes, setting)
        if coded:
            return Subject(label, (function_item(family, coded),), coded, family)
        listed = listed_class(label, setting, codes)
        if listed:
            return Subject(label, (function_item(family, listed),), listed, family)
        part = economic_of_project(label, setting.whole_items, codes, family)
        if part:
            return part
    if setting.kind.startswith("gov_") and not counts:
        if _SEVERAL.search(label) and not _TRANSFERS.search(label):
            return Subject(label, (), None, family)
        line: tuple[str, str | None, str] | None = None
        granted = "".join(setting.whole_items[:1]).startswith("transfer.") and not label.endswith("收入")
        if (
            family != "all_levels" and not granted
        ):  # a tax raised for other levels too, a fund's grant: no lines
            lines = bool(setting.headings) and _LINES.search(setting.headings[-1]) is not None
            line = revenue_line(_STAGED.sub("预算", label), family, setting.after_code, listed=lines)
        line = line or insurance_scheme(label + _side_of(label, setting), setting.after_code)
        if family == "gov_fund":
            line = line or fund_expenditure(label, codes.year)
        if line:
            return Subject(label, (line[0],), line[1], line[2])
    plain = REMARK.sub("", _STAGED.sub("预算", label))
    if setting.kind.startswith("gov_"):
        plain = _OPENS_YEAR.sub("", _NUMBER.sub("", plain))
    for rule in _rules(setting.kind, counts):
        if rule.label.search(plain) and _applies(rule, plain, setting, family):
            if rule.none:
                return Subject(label, (), None, family)
            meant = setting.family if rule.by_place else family
            items = _pick(rule, plain, meant, setting)
            if items:
                moved = setting.kind.startswith("gov_") and items[0] in _MOVED and setting.family != "any"
                code = codes.economic_of(plain) if items[0].endswith(".economic") else None
                return Subject(label, items, code, setting.family if moved else meant)
    if not counts:
        follower = by_position(label, setting, codes, family)
        if follower:
            return follower
    return Subject(label, (), None, family)


def _side_of(label: str, setting: Setting) -> str:
    """The side of the insurance funds whose schemes are listed (`社会保险基金收入9万元，其中：失业保险基金1万元`)."""
    sides = {"social_insurance.income": "收入", "social_insurance.expenditure": "支出"}
    bare = len(setting.whole_items) == 1 and label.endswith("基金")
    return sides.get(setting.whole_items[0], "") if bare else ""


@lru_cache(maxsize=64)
def _rules(kind: str, counts: bool) -> tuple[ItemRule, ...]:
    """The rules that hold in a kind of document, for counts or for money."""
    return tuple(
        rule
        for rule in words().items
        if rule.counts == counts and not (rule.kind and not rule.kind.search(kind))
    )


def _sort_above(setting: Setting) -> str:
    """The sort of debt that a heading is about (`1.一般债务。应还本付息5亿元`), or the amount whose parts are told (`专项债9亿元(还本8亿元)`)."""
    whole = setting.parent_items[0] if setting.parent_items else ""
    if whole in ("debt.service.general", "debt.service.special"):
        return "一般" if whole.endswith("general") else "专项"
    above = _SORT_OF_DEBT.fullmatch(clean_label(setting.headings[-1])) if setting.headings else None
    return above[0] if above else ""


def _applies(rule: ItemRule, label: str, setting: Setting, family: str) -> bool:
    """Whether a rule whose label fits holds where the label stands."""
    if rule.unless and rule.unless.search(label):
        return False
    parents = setting.parent_items
    if rule.parent and not any(rule.parent.search(item) for item in parents):
        return False
    if rule.parent_not and any(rule.parent_not.search(item) for item in parents):
        return False
    if rule.part_of and not any(rule.part_of.search(item) for item in setting.whole_items):
        return False
    if rule.heading and not any(rule.heading.search(heading) for heading in setting.headings):
        return False
    if rule.near and not any(rule.near.search(text) for text in (*setting.headings, setting.sentence)):
        return False
    if rule.after and not rule.after.search(setting.after):
        return False
    if rule.family and rule.family != family:
        return False
    return not (rule.stage and rule.stage != setting.stage)


def _pick(rule: ItemRule, label: str, family: str, setting: Setting) -> tuple[str, ...]:
    if "general" in rule.items and "special" in rule.items:
        told = label if "一般" in label or "专项" in label else _sort_above(setting)
        sort = "general" if "一般" in told else "special" if "专项" in told else "any"
        return rule.items.get(sort, ())
    if family in rule.items:
        return rule.items[family]
    if family == "fiscal_grant" and "gpb" in rule.items and "any" not in rule.items:
        return rule.items["gpb"]
    return rule.items.get("any", ())
