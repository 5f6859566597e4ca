"""Adjustments of a government's budget: what a change leads from, what it leads to and what it missed."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import takewhile

from loaders.narrative.clauses import Clause
from loaders.narrative.fact import Fact, bare
from loaders.narrative.prose import Sentence
from loaders.narrative.quantities import Quantity
from loaders.narrative.scene import Scene

_LISTS_CHANGES = re.compile(
    "(?P<verb>增加|新增|追加|调增|调减|减少|压减)的?(一般公共预算|政府性基金)?(预算)?(支出|收入)[^，。；：\\d]{0,16}：[^。；]*$"
)
_DONE = re.compile("完成|执行|实现|决算")
_ROUNDED = Decimal("0.15")


def of_adjustment(scene: Scene, fact: Fact, quantity: Quantity) -> bool:
    """Whether a percent is what an adjustment changed: it leads from the budget to what it became."""
    budgets = [
        one.amount for one in scene.paragraph if one.stage == "initial_budget" and one.item == fact.item
    ]
    changed = fact.change_amount
    if fact.amount is not None:
        by = changed or Decimal(0)
        budgets.insert(0, fact.amount + (by if fact.direction == "decrease" else -by))
    for budget in budgets:
        by = changed if changed is not None else abs((fact.amount or Decimal(0)) - (budget or Decimal(0)))
        if budget and abs(by / budget * 100 - abs(quantity.value)) <= _ROUNDED:
            return True
    return False


def part_of_change(scene: Scene, said: Clause) -> Clause:
    """The parts of a change of which no amount is told are changes themselves (`农林水支出调增2亿元，其中农田建设1亿元`)."""
    verb = scene.said.verb if scene.said and scene.said.role == "change" else None
    alone = bool(scene.group) and scene.group[0].amount is None
    return replace(said, role="change", verb=verb, listed=True) if verb and alone else said


def settle(scene: Scene) -> None:
    """The parts that add up to how much their whole was changed are changes too (`调整为9亿元，调增3亿元，其中征地2亿元、教育1亿元`)."""
    for place, whole in enumerate(scene.found if scene.adjusts else ()):
        parts = list(takewhile(partial(_grown_with, whole), scene.found[place + 1 :]))
        amounts = [part.amount or Decimal(0) for part in parts]
        if not whole.amount or not amounts[1:] or sum(amounts) != whole.change_amount:
            continue
        for part in parts:
            part.change_amount, part.amount, part.direction = part.amount, None, whole.direction
            part.stage, part.base_year, part.base_stage = whole.stage, whole.base_year, whole.base_stage


def _grown_with(whole: Fact, part: Fact) -> bool:
    return part.sentence == whole.sentence and part.amount is not None and part.direction is None


def listed_as_change(scene: Scene, sentence: Sentence, start: int) -> str | None:
    """The verb of a list of changes that an amount stands in (`增加的支出主要是：教育支出2万元`), said here or in the sentence that opens it."""
    if not scene.adjusts:
        return None
    said = _LISTS_CHANGES.search(sentence.text[:start])
    if said:
        return said["verb"]
    headings, opening = scene.opened
    opens = _LISTS_CHANGES.search(opening) if headings == sentence.headings else None
    return opens["verb"] if opens else None


def beside_budget(scene: Scene, facts: list[Fact]) -> list[Fact]:
    """What is changed of the year's budget told before is a fact of its own (`年初预算9万元，调减2万元`)."""
    if not scene.adjusts or scene.compared is not None:
        return facts
    budget = [one for one in facts if one.stage == "initial_budget" and one.amount is not None]
    if not budget or any(one.fiscal_year != scene.identity.fiscal_year or one.direction for one in facts):
        return facts
    made = [replace(bare(one), stage="adjusted_budget") for one in facts]
    scene.found += made
    scene.paragraph += made
    scene.group = made
    return made


def of_whole(scene: Scene, sentence: Sentence, said: Clause) -> None:
    """What a budget became behind the parts of its change is said of it (`调增9亿元，其中征地5亿元、补偿4亿元，调整后为20亿元`)."""
    whole = scene.parent[0] if scene.parent and said.of == "调整预算" else None
    unnamed = bool(scene.group) and scene.group[0].item is None
    if whole is not None and unnamed and whole.amount is None and whole.sentence == sentence.text:
        scene.group = scene.parent


def unchanged(scene: Scene, facts: list[Fact]) -> None:
    """What stays as the budget of the year had it (`不作调整，仍为9万元`)."""
    for fact in facts:
        of_the_budget(scene, fact, "")
        fact.direction = "unchanged"


def adjusted(scene: Scene, before: list[Fact], after: list[Fact]) -> None:
    """A change told between a budget and what it became is of the latter (`年初预算9万元，增加2万元，调整为11万元`)."""
    for old, new in zip(before, after, strict=False):
        by = (old.change_amount or 0) * (-1 if old.direction == "decrease" else 1)
        leads = old.amount is None or old.amount + by == new.amount
        if old.sentence != new.sentence or old.change_amount is None or not leads:
            continue
        new.direction, new.change_amount, new.change_percent = (
            old.direction,
            old.change_amount,
            old.change_percent,
        )
        new.base_year, new.base_stage = new.fiscal_year, "initial_budget"
        scene.changed = after
        old.stage = "initial_budget"
        old.direction = old.change_amount = old.change_percent = old.base_year = old.base_stage = None


def was_budget(scene: Scene, after: list[Fact]) -> None:
    """What an earlier sentence told of the same without saying how it is known was the budget (`收入为9万元。执行中，收入调整为8万元`)."""
    for new in after:
        told = [one for one in scene.paragraph if _same(one, new) and one is not new]
        if new.stage == "adjusted_budget" and len(told) == 1 and told[0].sentence != new.sentence:
            done = told[0].completion_percent is not None or scene.identity.stage == "execution"
            done = done or _DONE.search(told[0].sentence) is not None
            told[0].stage = told[0].stage if done else "initial_budget"


def _same(one: Fact, other: Fact) -> bool:
    named = (one.item, one.code, one.about, one.fiscal_year)
    return one.item is not None and named == (other.item, other.code, other.about, other.fiscal_year)


def missed_plan(verb: str) -> bool:
    """Whether a verb tells how far something is from its plan."""
    return verb.startswith(("超", "短", "欠", "歉"))


def of_the_budget(scene: Scene, fact: Fact, verb: str) -> None:
    """Changes of a government's own budget: what is adjusted was the budget before, what is above or short of a plan missed it."""
    own = scene.government or scene.adjusts
    if not own or scene.compared is not None or fact.base_year is not None:
        return
    if (
        verb.startswith("调")
        and fact.amount is None
        and fact.stage in ("final", "execution", "initial_budget")
    ):
        fact.stage = "adjusted_budget"  # 调增上级补助收入2亿元: said of the budget alone
    missed = missed_plan(verb)
    if missed and fact.amount is None and fact.stage == "adjusted_budget":
        fact.stage = "execution"
    if fact.stage == "adjusted_budget" or (verb.startswith("调") and fact.stage == "execution"):
        fact.base_year, fact.base_stage = fact.fiscal_year, "initial_budget"
    elif missed:
        fact.base_year = fact.fiscal_year
        plans = [
            one.stage
            for one in scene.paragraph
            if fact.item and (one.item, one.fiscal_year) == (fact.item, fact.fiscal_year)
        ]
        fact.base_stage = next(
            (stage for stage in reversed(plans) if stage and stage.endswith("budget")), None
        )
