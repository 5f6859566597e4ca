"""Amounts that others are compared with: `比上年预算的127万元减少…`, `比报告数42万元增加…`."""

from __future__ import annotations

from loaders.narrative.changes import facts_of
from loaders.narrative.clauses import Clause
from loaders.narrative.fact import Fact
from loaders.narrative.meant import explained, explains
from loaders.narrative.naming import plain_label
from loaders.narrative.prose import Sentence
from loaders.narrative.quantities import Quantity
from loaders.narrative.scene import Scene
from loaders.narrative.timing import stage_before


def base(
    scene: Scene, sentence: Sentence, said: Clause, quantity: Quantity, following: Quantity | None
) -> None:
    """`比上年预算的127万元减少…`: the amount of the base year, a fact of its own.

    Where a percent follows that this base does not explain, the verb is missing and the number is the change
    (`比上年1.43万元，增加0.68%`).
    """
    group = scene.group or facts_of(scene, sentence, plain_label(scene, said.label), "change_amount")
    against = scene.compared
    if against is None:
        return
    if following is not None:
        group = scene.group = explained(scene, group, quantity, following)
    for fact in group:
        if fact.fiscal_year is None:
            continue
        percent = following.value if following is not None and following.sort == "percent" else None
        if percent is not None and not explains(fact.amount, quantity.amount, percent):
            fact.change_amount = quantity.amount
            continue
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
                fiscal_year=against.year or fact.fiscal_year - against.back,
                stage=against.stage or stage_before(scene, against.year or fact.fiscal_year - against.back),
                family=fact.family,
            )
        )
