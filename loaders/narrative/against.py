"""Against which year and stage something has changed."""

from __future__ import annotations

from loaders.narrative.fact import Fact
from loaders.narrative.scene import Scene
from loaders.narrative.timing import stage_compared


def set_base(scene: Scene, fact: Fact) -> None:
    """Say against which year and stage a fact has changed: what the sentence compares with, else the year before."""
    if fact.base_year is not None or fact.fiscal_year is None or (scene.several and scene.compared is None):
        return
    against = scene.compared
    fact.supposed = against is None or against.stage is None
    same = {"adjusted_budget": "initial_budget", "execution": None}.get(fact.stage or "", fact.stage)
    if against is None:
        budget = next((one for one in scene.paragraph if _is_budget_of(one, fact)), None)
        fact.base_year, fact.base_stage = fact.fiscal_year - 1, same
        if budget is not None:
            fact.base_year, fact.base_stage = budget.fiscal_year, budget.stage
        return
    fact.base_year = against.year or fact.fiscal_year - against.back
    if fact.base_year >= fact.fiscal_year and against.stage is None:
        fact.base_year = fact.fiscal_year - 1
    fact.base_stage = stage_compared(scene, fact.base_year, against.stage) or same
    if fact.stage == "adjusted_budget" and fact.base_year < fact.fiscal_year and against.stage is None:
        fact.base_stage = None  # no word tells whether of the budget or of what was carried out
    of_three_public = fact.stage == "final" and (fact.item or "").startswith("sangong")
    if fact.base_year == fact.fiscal_year and of_three_public and not against.opening:
        fact.base_stage = scene.three_public if fact.base_stage == "initial_budget" else fact.base_stage
    elif fact.base_year == fact.fiscal_year and fact.base_stage == "initial_budget" and not against.opening:
        # 较预算减少: against the budget this paragraph states, which may be the adjusted one
        stated = [one.stage for one in scene.paragraph if one.item == fact.item and one is not fact]
        fact.base_stage = "adjusted_budget" if "adjusted_budget" in stated else fact.base_stage


def _is_budget_of(one: Fact, fact: Fact) -> bool:
    """Whether a fact is as far from another of its sentence as it says: `预算数5万元，决算数7万元，增加2万元`."""
    same = (one.sentence, one.item, one.code, one.fiscal_year) == (
        fact.sentence,
        fact.item,
        fact.code,
        fact.fiscal_year,
    )
    if not same or one.stage == fact.stage or one.amount is None or fact.amount is None:
        return False
    return abs(fact.amount - one.amount) == fact.change_amount
