"""Governments' wholes that only their parts tell: what is raised for other levels too, what is a budget's own and transferred."""

from __future__ import annotations

import re
from decimal import Decimal

from loaders.narrative.fact import Fact
from loaders.narrative.naming import BARE_SIDE
from loaders.narrative.prose import Sentence
from loaders.narrative.scene import Scene

_ALL_RAISED = re.compile("一般公共预算总收入")
_LOCAL_PART = re.compile("总收入(?!.*(补助|转移|结转|结余|调入)).*其中：?地方一般公共预算收入")
"""A 总收入 whose only part is the local revenue has the rest for the centre."""
_OWN_ITEM = re.compile(r"(\(\d+\)|\d+[、.])本级(收入|支出)")
_SIDES = (".income", ".expenditure")
_FUNDS = ("gpb", "gov_fund", "state_capital")
_LINES = {
    ".income": re.compile(r"transfer\.(?!paid)|income\.(carryover|debt|transfer|stabilisation|remit)"),
    ".expenditure": re.compile(r"transfer\.paid|expenditure\.(carryover|debt_|transfer|stabilisation|remit)"),
}
"""Lines of the balance that stand beside what a budget itself raises or spends."""
_TOGETHER = re.compile("补助|转移|结转|结余|调入|调出|转贷|还本|上解|调节基金")
"""Words of such lines in the name of several (`上级补助、上年结转等收入9万元`)."""
_SUMMED_UP = re.compile("(?<!本年)(?<!当年)(?<!本级)(收入|支出)方?[合总共]计")
_TOTAL_NAMED = re.compile("总(收入|支出|财力)|财力")
_ROUNDED = Decimal("0.001")


def enter(scene: Scene, sentence: Sentence, part: Fact) -> None:
    """Take in a part of what was told before, which may tell what its whole is."""
    if not scene.government:
        return
    if "地方" in part.raw_label:
        _of_all_levels(scene, part)
    if part.raw_label.startswith("上划"):
        local = next((one for one in scene.paragraph[1:] if "地方" in one.raw_label), part)
        _of_all_levels(scene, local, raised=True)
    if "或有债务" in part.raw_label and scene.parent and "政府性债务" in scene.parent[0].raw_label:
        scene.parent[0].item = None  # with what only may become the government's
    if _sums_up(scene, part):
        part.item = f"{part.item}.grand_total"
    _closes(scene, part)
    if part.raw_label == "结余" and any(
        _alike(one, part) and one.item == "income.carryover" for one in scene.paragraph
    ):
        part.item = "expenditure.carryover"  # what is left of the year before is in it
    if scene.parent and _OWN_ITEM.match(sentence.text):
        _of_own_and_transfers(scene, part)


def settle(scene: Scene) -> None:
    """Say of all wholes of a government's text what they are, once everything is read."""
    if scene.government:
        _raised_for_others(scene)
        _with_transfers(scene)
        _of_listed_lines(scene)


def _side(fact: Fact) -> str:
    """The side of the budget that a whole is of; empty where a fact is no whole of a budget with a balance."""
    return next((side for side in _SIDES if (fact.item or "") in [fund + side for fund in _FUNDS]), "")


def _is_line(fact: Fact, side: str) -> bool:
    """Whether a fact is a line of the balance on a side."""
    return _LINES[side].match(fact.item or "") is not None


def _sums_up(scene: Scene, part: Fact) -> bool:
    """Whether a side of the budget is told with the lines of the balance before it: by its name, or again as their sum."""
    side = _side(part)
    alike = [one for one in scene.paragraph if _alike(one, part)] if side else []
    last = max((place for place, one in enumerate(alike) if _side(one)), default=0)
    together = (one for one in alike[last:] if one.item is None and _TOGETHER.search(one.raw_label))
    lines = [*(one for one in alike if _is_line(one, side)), *together]
    if _SUMMED_UP.search(part.raw_label):
        return bool(lines)
    own = next((one for one in alike if (one.item, one.about) == (part.item, part.about)), None)
    return bool(lines) and own is not None and _is_sum(part.amount, [own, *lines])


def _closes(scene: Scene, part: Fact) -> None:
    """What the lines of a balance add up to behind a budget's own side is its grand total, whatever it is called (`财政总收入为…`)."""
    told = [one for one in scene.paragraph if (one.fiscal_year, one.stage) == (part.fiscal_year, part.stage)]
    own = [place for place, one in enumerate(told) if _side(one)]
    if part.item is None and own and _TOTAL_NAMED.search(part.raw_label):
        lines = told[own[-1] :]
        if any(_is_line(one, _side(lines[0])) for one in lines) and _is_sum(part.amount, lines):
            part.item, part.family = f"{lines[0].item}.grand_total", lines[0].family


def _of_listed_lines(scene: Scene) -> None:
    """A side of the budget whose listed parts are what it spends itself and lines of the balance is the grand total."""
    for place, whole in enumerate(scene.found):
        side = _side(whole)
        parts: list[Fact] = []
        for one in scene.found[place + 1 :] if side and whole.amount else ():
            listed = one.sentence == whole.sentence or whole.sentence.endswith("：")
            if (
                not listed
                or one.amount is None
                or not _alike(one, whole)
                or _is_line(parts[0] if parts else one, side)
            ):
                break
            parts.append(one)
            if _is_line(one, side) and _is_sum(whole.amount, parts):
                whole.item = f"{whole.item}.grand_total"
                one.about = whole.about
                break


def _alike(one: Fact, other: Fact) -> bool:
    return (one.fiscal_year, one.stage, one.family) == (other.fiscal_year, other.stage, other.family)


def _is_sum(amount: Decimal | None, parts: list[Fact]) -> bool:
    """Whether amounts add up to another, as they are printed."""
    total = sum((part.amount for part in parts if part.amount is not None), Decimal(0))
    return amount is not None and len(parts) > 1 and abs(total - amount) <= amount * _ROUNDED


def _raised_for_others(scene: Scene) -> None:
    """Where one sentence counts what goes to the centre into 总收入 (`加上上划中央收入…，总收入…`), the others of the report do too."""
    totals = [fact for fact in scene.found if _ALL_RAISED.search(fact.raw_label)]
    if any("上划中央" in fact.sentence or _LOCAL_PART.search(fact.sentence) for fact in totals):
        for fact in totals:
            fact.item = None
    for place, fact in enumerate(scene.found):
        if fact in totals and _beside_own(fact, scene.found[place + 1 :]):
            fact.item = None


def _beside_own(total: Fact, behind: list[Fact]) -> bool:
    """Whether a 总收入 is followed by the local revenue, of which it is no balance (`总收入完成9万元，增长2%；一般公共预算收入完成6万元…`)."""
    own = behind[0] if behind else None
    if own is None or own.item != "gpb.income" or own.completion_percent is None or _part(own, total):
        return False
    return not any(_is_line(one, ".income") for one in behind if one.sentence == own.sentence)


def _part(one: Fact, whole: Fact) -> bool:
    return one.sentence == whole.sentence or one.sentence.startswith("其中")


def _with_transfers(scene: Scene) -> None:
    """A bare side whose parts are its own and transfers is the grand total (`收入增加3万元，其中：本级收入增加1万元、上级补助…`)."""
    for fact in scene.found:
        if BARE_SIDE.fullmatch(fact.raw_label) and (fact.item or "").endswith((".income", ".expenditure")):
            parts = [one for one in scene.found if one.sentence == fact.sentence and one is not fact]
            own = any(one.item == fact.item and one.about == "本级" != fact.about for one in parts)
            if own and any((one.item or "").startswith(("transfer.", "income.debt")) for one in parts):
                fact.item = f"{fact.item}.grand_total"


def _of_all_levels(scene: Scene, local: Fact, *, raised: bool = False) -> None:
    """What a paragraph began with is of all levels where its parts are 上划中央 and the local revenue: no item of this budget."""
    whole = scene.paragraph[:1]
    raised = raised or any(fact.raw_label.startswith("上划") for fact in scene.paragraph)
    if raised and whole and whole[0].item == local.item == "gpb.income":
        for fact in scene.paragraph:
            fact.item = None if fact.item == local.item and fact is not local else fact.item


def _of_own_and_transfers(scene: Scene, own: Fact) -> None:
    """A whole whose listed items begin with its 本级收入 or 本级支出 is the grand total (`(1)本级收入…。(2)转移性收入…。`)."""
    whole = scene.parent[0]
    if not (whole.amount and own.amount and whole.amount > own.amount and whole.item == own.item):
        return
    if (own.item or "").endswith((".income", ".expenditure")):
        for fact in scene.found:
            if (fact.sentence, fact.item) == (whole.sentence, own.item):
                fact.item = f"{own.item}.grand_total"
