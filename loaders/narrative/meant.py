"""Which of the facts spoken of a change or a base without a subject of its own means."""

from __future__ import annotations

import re
from decimal import Decimal

from loaders.narrative.fact import Fact
from loaders.narrative.quantities import Quantity
from loaders.narrative.scene import Scene

TOTAL = re.compile(r"(income|expenditure)\.(grand_)?total$")
"""Items that are totals of a side of the budget."""
_OF_SIDE = re.compile(r"^，?(比|较)(上年|去年|20\d\d年)度?(预算|决算)?(?P<side>收入|支出)$")
"""`收入9万元，支出8万元，比上年收入增加2%，支出…`: the side of the budget stands behind what it is compared with."""
_FEWEST_PARTS = 3
_PERCENT_POINT = Decimal(1)
_PERCENT_TENTH = Decimal("0.1")


def able(scene: Scene, facts: list[Fact], direction: str, quantity: Quantity, label: str) -> list[Fact]:
    """The facts that can have grown by so much: nothing grows by more than it is, so its whole is meant.

    `…支出1111万元。其中：基本建设类支出0元。与上年相比增加111万元` speaks of the 1111.
    """
    if label or quantity.amount is None or direction != "increase" or not scene.parent:
        return facts
    if scene.compared is None and facts and facts[0].stage == "initial_budget":
        return facts  # 年初预算3万元，增加5万元: what it was before
    impossible = all(
        fact.amount is not None and not fact.code and fact.amount < abs(quantity.amount) for fact in facts
    )
    here = [fact for fact in scene.paragraph[:1] if fact.amount and fact.amount >= abs(quantity.amount)]
    whole = scene.parent if scene.parent[0] in scene.paragraph else here or scene.parent
    return whole if facts and impossible else facts


def whole_of(scene: Scene, facts: list[Fact], label: str) -> list[Fact]:
    """A sentence that begins with a comparison behind a list of parts speaks of their whole (`其中A1元，B2元。比上年减少…`)."""
    if not scene.government and not label and _of_unknown_parts(scene, facts):
        return scene.parent
    if (
        scene.government
        or label
        or scene.stated
        or not scene.parent
        or facts is not scene.group
        or scene.changed
    ):
        return facts
    parts = _listed_with(scene, facts)
    listed = len({(fact.item, fact.code) for fact in parts}) > 1
    return scene.parent if listed and scene.parent[0].direction is None else facts


def _listed_with(scene: Scene, facts: list[Fact]) -> list[Fact]:
    """The parts in whose list facts stand last: of their sentence, or of the sentences before that `；` joins to it.

    Behind several sentences a part of which alone no change is told is what the next sentence compares.
    """
    last = facts[0].sentence if facts else ""
    told = [fact for fact in scene.paragraph if fact not in scene.parent]
    here = [fact for fact in told if fact.sentence == last]
    chained = {last, *(fact.sentence for fact in told if fact.sentence.endswith("；"))}
    joined = [fact for fact in told if fact.sentence in chained]
    alike = len({fact.direction is None for fact in joined}) == 1
    return joined if alike and last.endswith("。") and not here[1:] else here


def _of_unknown_parts(scene: Scene, facts: list[Fact]) -> bool:
    """Whether a comparison stands behind three or more parts of a cost that no vocabulary knows: `运行费9万元，其中：加油5万元，维修3万元，保险1万元，与上年持平`."""
    parts = [
        fact for fact in scene.paragraph if facts and fact.sentence == facts[0].sentence and not fact.item
    ]
    return (
        len(parts) >= _FEWEST_PARTS
        and parts[-1:] == facts
        and all(fact.direction is None for fact in parts)
        and any((fact.item or "").startswith("sangong.") and fact.direction is None for fact in scene.parent)
    )


def explained(scene: Scene, group: list[Fact], quantity: Quantity, following: Quantity | None) -> list[Fact]:
    """The group spoken of, or the first fact of the paragraph that alone is as far from a base as the change behind it says.

    `转移性收入43万元，其中：返还性收入6万元，比报告数42万元增加1万元` speaks of the 43.
    """
    base_amount, by = quantity.amount, following.amount if following is not None else None
    if base_amount is None or by is None:
        return group
    fitting = [fact for fact in scene.paragraph if fact.amount and abs(fact.amount - base_amount) == by]
    return group if not fitting or any(fact in fitting for fact in group) else fitting[:1]


def grown(
    scene: Scene, facts: list[Fact], direction: str, quantity: Quantity, following: Quantity
) -> list[Fact]:
    """The facts that a change and the percent behind it are of: those spoken of, else the first that they lead to.

    `运行经费37万元，其中：基本支出1万元，项目支出36万元，同比增加27万元，增长270%` speaks of the 37.
    """
    by = abs(quantity.amount or Decimal(0)) * (-1 if direction == "decrease" else 1)
    if scene.government or not by or any(_leads(fact, by, following.value) for fact in facts):
        return facts
    here = (*scene.paragraph, *scene.parent)
    fitting = (fact for fact in here if fact.direction is None and _leads(fact, by, following.value))
    return next(([fact] for fact in fitting), facts)


def _leads(fact: Fact, by: Decimal, percent: Decimal) -> bool:
    """Whether a change by so much, which is so many percent, leads to the amount of a fact."""
    before = (by if fact.amount is None else fact.amount) - by
    return before != 0 and abs(abs(by / before) * 100 - abs(percent)) <= _PERCENT_TENTH


def explains(amount: Decimal | None, base_amount: Decimal | None, percent: Decimal) -> bool:
    """Whether `amount` against `base_amount` is a change of about `percent`."""
    if amount is None or not base_amount:
        return False
    return abs(abs(amount / base_amount - 1) * 100 - abs(percent)) <= _PERCENT_POINT


def of_side(scene: Scene, text: str) -> list[Fact]:
    """The total of the side that a comparison names, where the paragraph told both; else none."""
    named = _OF_SIDE.search(text)
    if named is None:
        return []
    sides = {
        fact.item.split(".")[-2]: fact for fact in scene.paragraph if fact.item and TOTAL.search(fact.item)
    }
    side = "income" if named["side"] == "收入" else "expenditure"
    return [sides[side]] if len(sides) == 2 and not scene.government else []


def of_own_year(scene: Scene, facts: list[Fact]) -> list[Fact]:
    """What has changed from the year before is the amount of the year itself: `2024年预算8万元，2023年预算9万元，对比减少1万元`."""
    own, against = scene.identity.fiscal_year, scene.compared
    if scene.government or own is None or (against is not None and (against.year or against.back != 1)):
        return facts
    told = {(one.item, one.code): one for one in scene.paragraph if one.fiscal_year == own and one.amount}
    return [told.get((one.item, one.code), one) if one.fiscal_year == own - 1 else one for one in facts]


def both_sides(scene: Scene, facts: list[Fact], label: str) -> list[Fact]:
    """A revenue and the expenditure of the same amount right behind it: `总收入9万元，总支出9万元，比上年增加1万元`; else none."""
    if scene.government or label or len(facts) != 1 or facts[0] not in scene.paragraph[1:]:
        return []
    last, before = facts[0], scene.paragraph[scene.paragraph.index(facts[0]) - 1]
    pair = (before.item or "").replace("income", "expenditure")
    same = (before.amount, before.sentence, pair) == (last.amount, last.sentence, last.item)
    alike = before.direction == last.direction and before.change_percent == last.change_percent
    total = TOTAL.search(pair) is not None and before.item != last.item and last.amount is not None
    return [before, last] if same and alike and total else []
