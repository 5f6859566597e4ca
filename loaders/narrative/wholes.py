"""Governments' wholes that only their parts tell: what is raised for other levels too, what is a budget's own and transferred."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import accumulate, pairwise, takewhile

from loaders.narrative.fact import Fact
from loaders.narrative.scene import Scene
from loaders.narrative.totals import SIDES, is_line, side_of

_ALL_RAISED = re.compile("(一般公共|公共财政)预算总收入")
_LOCAL_PART = re.compile("总收入(?!.*(补助|转移|结转|结余|调入)).*其中：?(地方)?一般公共预算收入")
"""A 总收入 whose only part is the local revenue has the rest for the centre."""

_DEBT = re.compile(r"income\.debt|debt\.(?!repayment)")
_NEAR = 4
_TAXED = 6
"""How far behind what is raised for all levels its taxes stand."""
_OF_CENTRE = re.compile("中央[、和及与省市区县州级财政]*(收入|税收)")
"""`总收入9万元，其中：中央、市区级收入5万元`: no local budget has what the centre takes."""
_BALANCE = 16
_LISTED = re.compile("其中|\\(?[1一①][)、.]")


def enter(scene: Scene, part: Fact) -> None:
    """Take in a part of what was told before, which may tell what its whole is."""
    if not scene.government:
        return
    if part.whole is not None:
        _of_budgets(scene, part, part.whole)
    whole = part.whole or next(iter(scene.paragraph), part)
    if _OF_CENTRE.fullmatch(part.raw_label) and whole.item in ("gpb.income", "gpb.income.grand_total"):
        whole.item = None
    if "地方" in part.raw_label:
        _of_all_levels(scene, part)
    if part.raw_label.startswith("上划"):
        local = next((one for one in scene.paragraph[1:] if "地方" in one.raw_label), part)
        _of_all_levels(scene, local, raised=True)
    if "或有债务" in part.raw_label and scene.parent and "政府性债务" in scene.parent[0].raw_label:
        scene.parent[0].item = None  # with what only may become the government's


def _of_budgets(scene: Scene, part: Fact, whole: Fact) -> None:
    """A whole with lines of the balance is of the budget whose own side is listed beside them, or of none where several are (`财力9万元，其中：一般公共预算收入3万元、基金收入2万元、补助4万元`)."""
    parts = [one for one in scene.paragraph if one.whole is whole and one.sentence == whole.sentence]
    parts.append(part)
    own = {one.family for one in parts if side_of(one)}
    lines = [one for one in parts if any(is_line(one, side) for side in SIDES)]
    if not lines or not own or (len(own) == 1 and whole.family != "all_levels"):
        return
    whole.family = own.pop() if len(own) == 1 else "any"
    for line in lines:
        line.family = whole.family


def settle(scene: Scene) -> None:
    """Say of all wholes of a government's text what they are, once everything is read."""
    if scene.government:
        _raised_for_others(scene)
        _taxes_of_all(scene)


def part(scene: Scene) -> None:
    """Debt that is called like its whole, or wider, is a part without an item (`还本付息9万元，其中：政府债券还本付息8万元`)."""
    for fact in scene.found if scene.government else ():
        if fact.whole is not None and _DEBT.match(fact.item or "") and _of_same_name(fact, fact.whole):
            fact.item = fact.code = None


def _of_same_name(fact: Fact, whole: Fact) -> bool:
    when = (fact.about, fact.fiscal_year, fact.stage) == (whole.about, whole.fiscal_year, whole.stage)
    less = fact.amount is not None and whole.amount is not None and fact.amount < whole.amount
    return when and less and f"{whole.item}.".startswith(f"{fact.item}.")


def _raised_for_others(scene: Scene) -> None:
    """Where one sentence counts what goes to the centre into 总收入 (`加上上划中央收入…，总收入…`), the others of the report do too."""
    found = scene.found
    places = [
        place
        for place, fact in enumerate(found)
        if _ALL_RAISED.search(fact.raw_label) and not _listed_with_lines(fact, found[place + 1 :])
    ]
    totals = [found[place] for place in places]
    grown = any(_grown_beside(found[place], found[place + 1 : place + _NEAR]) for place in places)
    if grown or any("上划中央" in fact.sentence or _LOCAL_PART.search(fact.sentence) for fact in totals):
        told = {fact.sentence for fact in totals}
        for fact in found:
            parts = (
                fact.item == "gpb.income.grand_total" and fact.sentence in told
            )  # 总收入9万元(县本级7万元)
            fact.item = None if fact in totals or parts else fact.item
    for place, fact in enumerate(scene.found):
        if fact in totals and _beside_own(fact, scene.found[place + 1 :]):
            fact.item, fact.family = None, "all_levels"


def _taxes_of_all(scene: Scene) -> None:
    """Taxes and other revenue that add up to what is raised for all levels are of it (`收入9万元，其中：地方4万元、上划5万元。税收收入8万元；非税收入1万元`)."""
    for place, (tax, other) in enumerate(pairwise(scene.found)):
        if (tax.item, other.item) != ("income.tax", "income.non_tax") or not (tax.amount and other.amount):
            continue
        near = scene.found[max(0, place - _TAXED) : place]
        told = [one for one in near if one.amount == tax.amount + other.amount]
        if told and all(one.item is None and one.raw_label.endswith("收入") for one in told):
            tax.item = other.item = None


def _listed_with_lines(total: Fact, behind: list[Fact]) -> bool:
    """Whether the local revenue and the lines of the balance told behind a 总收入 add up to it."""
    told = [one for one in behind[:_BALANCE] if one.item == "gpb.income" or is_line(one, ".income")]
    lines = takewhile(lambda one: one.item != "gpb.income", told[1:])
    sums = accumulate(one.amount or Decimal(0) for one in (*told[:1], *lines))
    return total.amount in list(sums)[1:]


def _grown_beside(total: Fact, behind: list[Fact]) -> bool:
    """Whether a 总收入 and the local revenue in it each tell a plan and a growth, as no balance does (`总收入9万元，完成预算的98%，增长5%。其中，一般公共预算收入6万元，…`)."""
    own = next((one for one in behind if one.about == total.about), None)
    told = (own is not None and own.item == "gpb.income", total.completion_percent, total.change_percent)
    return all(told) and own is not None and None not in (own.completion_percent, own.change_percent)


def _beside_own(total: Fact, behind: list[Fact]) -> bool:
    """Whether a 总收入 is followed by the local revenue, of which it is no balance (`总收入完成9万元，增长2%；一般公共预算收入完成6万元…`)."""
    own = behind[0] if behind else None
    if own is None or own.item != "gpb.income" or _part(own, total):
        return False
    if own.completion_percent is None and not own.raw_label.startswith("地方"):
        return False
    return not any(is_line(one, ".income") for one in behind if one.sentence == own.sentence)


def _part(one: Fact, whole: Fact) -> bool:
    listed = _LISTED.match(one.sentence) is not None or whole.sentence.endswith("其中：")
    return one.sentence == whole.sentence or listed


def _of_all_levels(scene: Scene, local: Fact, *, raised: bool = False) -> None:
    """What a paragraph began with is of all levels where its parts are 上划中央 and the local revenue: no item of this budget."""
    whole = scene.paragraph[:1]
    raised = raised or any(fact.raw_label.startswith("上划") for fact in scene.paragraph)
    totals = (local.item, "gpb.income.grand_total")
    if raised and whole and local.item == "gpb.income" and whole[0].item in totals:
        whole[0].item = None
        for fact in scene.paragraph:
            fact.item = None if fact.item == local.item and fact is not local else fact.item
