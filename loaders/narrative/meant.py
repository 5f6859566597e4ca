"""Which of the facts spoken of a change or a base without a subject of its own means."""

from __future__ import annotations

from decimal import Decimal

from loaders.narrative.fact import Fact
from loaders.narrative.quantities import Quantity
from loaders.narrative.scene import Scene

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
    if (
        scene.government
        or label
        or scene.stated
        or not scene.parent
        or facts is not scene.group
        or scene.changed
    ):
        return facts
    parts = [
        fact
        for fact in scene.paragraph
        if facts and fact.sentence == facts[0].sentence and fact not in scene.parent
    ]
    listed = len({(fact.item, fact.code) for fact in parts}) > 1
    return scene.parent if listed and scene.parent[0].direction is None else facts


def explained(scene: Scene, group: list[Fact], quantity: Quantity, following: Quantity) -> list[Fact]:
    """The group spoken of, or the first fact of the paragraph that alone is as far from a base as the change behind it says.

    `转移性收入43万元，其中：返还性收入6万元，比报告数42万元增加1万元` speaks of the 43.
    """
    base_amount, by = quantity.amount, following.amount
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
