"""Amounts that others are compared with: `比上年预算的127万元减少…`, `比报告数42万元增加…`; what governments leave unsaid of them."""

from __future__ import annotations

from decimal import Decimal

from loaders.narrative.changes import facts_of
from loaders.narrative.clauses import Clause
from loaders.narrative.fact import Fact
from loaders.narrative.labels import is_generic
from loaders.narrative.meant import explained, explains, whole_of
from loaders.narrative.naming import plain_label
from loaders.narrative.prose import Sentence
from loaders.narrative.quantities import Quantity
from loaders.narrative.scene import Scene
from loaders.narrative.standing import setting_of
from loaders.narrative.subjects import resolve
from loaders.narrative.timing import stage_before, stage_compared

_POINTS = Decimal("0.2")


def base(
    scene: Scene, sentence: Sentence, said: Clause, quantity: Quantity, following: Quantity | None
) -> None:
    """`比上年预算的127万元减少…`: the amount of the base year, a fact of its own.

    Where a percent follows that this base does not explain, the verb is missing and the number is the change
    (`比上年1.43万元，增加0.68%`).
    """
    against = scene.compared
    if against is None:
        return
    label = plain_label(scene, said.label)
    group = _named(scene, sentence, said.of or "") or whole_of(scene, scene.group, label)
    group = group or facts_of(scene, sentence, label, "change_amount")
    scene.group = group = explained(scene, group, quantity, following)
    for fact in group:
        if fact.fiscal_year is None:
            continue
        percent = following.value if following is not None and following.sort == "percent" else None
        if percent is not None and not explains(fact.amount, quantity.amount, percent):
            fact.change_amount = quantity.amount
            continue
        year = against.year or fact.fiscal_year - against.back
        scene.found.append(
            Fact(
                sentence=sentence.text,
                page=sentence.page,
                raw_label=fact.raw_label,
                about=fact.about,
                item=fact.item,
                code=fact.code,
                amount=quantity.amount,
                measure_unit=quantity.unit,
                fiscal_year=year,
                stage=stage_compared(scene, year, against.stage) or stage_before(scene, year),
                family=fact.family,
            )
        )


def _named(scene: Scene, sentence: Sentence, what: str) -> list[Fact]:
    """What a paragraph told that the words of a base name again (`相比2016年的总收入9万元增加1万元`)."""
    label = plain_label(scene, what)
    if not label or is_generic(label) or scene.government:
        return []
    return scene.named_again(resolve(label, setting_of(scene, sentence), scene.codes))


def settle(scene: Scene) -> None:
    """The stage of the year before that a budget is compared with, where no word tells it.

    `比上年增长5%` may mean last year's budget or what was carried out: the document's own amount of that year that the change
    fits says which, and without one a government's stays open.
    """
    amounts: dict[tuple[object, ...], list[Fact]] = {}
    for fact in scene.found:
        if fact.amount is not None and fact.item:
            amounts.setdefault((fact.item, fact.code, fact.about, fact.fiscal_year), []).append(fact)
    for fact in scene.found:
        if fact.supposed and fact.stage == fact.base_stage == "initial_budget":
            key = (fact.item, fact.code, fact.about)
            now = [fact] if fact.amount is not None else amounts.get((*key, fact.fiscal_year), [])
            fitting = [
                before.stage
                for before in amounts.get((*key, fact.base_year), [])
                if any(_grew(before, fact, one.amount) for one in now if one.stage == fact.stage)
            ]
            if scene.government or (fitting and fact.base_stage not in fitting):
                fact.base_stage = next(iter(fitting), None)


def _grew(before: Fact, fact: Fact, amount: Decimal | None) -> bool:
    """Whether the change of a fact leads from one amount to its own."""
    if before.amount is None or amount is None:
        return False
    if fact.change_amount is not None:
        by = fact.change_amount if fact.direction == "increase" else -fact.change_amount
        return abs(before.amount + by - amount) <= max(abs(amount) / 1000, abs(by) / 100)
    if fact.change_percent is None or not before.amount:
        return fact.direction == "unchanged" and before.amount == amount
    percent = (amount / before.amount - 1) * 100
    stated = fact.change_percent if fact.direction == "increase" else -fact.change_percent
    return abs(percent - stated) <= _POINTS
