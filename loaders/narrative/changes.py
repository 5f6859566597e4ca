"""Changes: numbers that belong to a fact already stated, or state one of their own."""

from __future__ import annotations

import re
from dataclasses import replace

from loaders.narrative.about import about_whom
from loaders.narrative.adjustments import beside_budget, missed_plan, of_adjustment, of_the_budget
from loaders.narrative.against import set_base
from loaders.narrative.clauses import Clause
from loaders.narrative.comparisons import Comparison, before_comparison, comparison
from loaders.narrative.fact import Fact, bare
from loaders.narrative.labels import is_generic
from loaders.narrative.lists import names_of_list
from loaders.narrative.meant import TOTAL, able, both_sides, grown, of_own_year, of_side, whole_of
from loaders.narrative.naming import BARE_SIDE, is_place, plain_label, subject_of, worth_keeping
from loaders.narrative.prose import Sentence
from loaders.narrative.quantities import Quantity
from loaders.narrative.scene import Scene
from loaders.narrative.setting import Subject
from loaders.narrative.standing import setting_of
from loaders.narrative.subjects import resolve
from loaders.narrative.timing import stage_of, year_of
from loaders.narrative.words import words

_REASON_TAIL = re.compile(r"因[^，。；]{1,12}原因$|(的)?(主要)?(原因)?(是|为)?$")
_OF_BUDGET = re.compile("(?<!公共)(?<!基金)(?<!经营)预算")
_TOGETHER = re.compile("费、[^、，]+费$")
_BOTH_SIDES = re.compile(r"(财政拨款)?(收支|收、支|收入、支出|收入支出)")
_BOTH = re.compile(r"revenue_expenditure$")
_YEAR_BEFORE = Comparison(None, 1, None)
_OWN_BUDGET = Comparison(None, 0, "initial_budget")


def change(
    scene: Scene, sentence: Sentence, said: Clause, quantity: Quantity, following: Quantity | None
) -> None:
    """`比上年增加3万元`, `增长5%`: of the facts it names or of those spoken of."""
    if scene.project and not words().evaluated.search(sentence.text):
        return  # what an evaluation says of its indicators
    label = _REASON_TAIL.sub("", plain_label(scene, said.label))
    if scene.explaining and (
        _TOGETHER.search(label) or (not scene.group and (not label or is_generic(label)))
    ):
        return  # of an amount that is itself only a reason, or of several costs together
    percent = quantity.sort == "percent"
    told = scene.compared
    of_plan = scene.government and missed_plan(said.verb or "") and comparison(said.label) is None
    if of_plan:
        scene.compared = None  # 同比增长5%，其中税收6万元，占预算的80%(短收2万元)
    direction = _direction(said.verb or "", quantity, scene.changed)
    names = names_of_list(label, quantity.places)
    if names:
        scene.changed = []
        label = names[quantity.place]
    # 主要为 opens what a government's change consists of, and why a department's is
    opens = said.label if scene.government else said.label.replace("主要", "")
    if scene.group and words().of_which.search(opens):
        scene.parent = scene.group
    spoken, known = scene.group, len(scene.paragraph)
    slot = "change_percent" if percent else "change_amount"
    if scene.government and is_place(label) and scene.group:
        _of_place(scene, label, direction, quantity)
        return
    facts = facts_of(scene, sentence, label, slot, quantity.start, before_comparison(said.label))
    aside = scene.explaining and len(scene.paragraph) > known
    if quantity.places > 1 and not names:
        _change_each(scene, sentence, facts, direction, quantity)
        return
    facts = of_side(scene, said.label) or of_own_year(scene, facts)
    facts = whole_of(scene, able(scene, facts, direction, quantity, label), label)
    if facts and not label and following is not None and following.sort == "percent":
        facts = grown(scene, facts, direction, quantity, following)
    facts = both_sides(scene, facts, label) or facts
    if of_plan and any(one.base_year not in (None, one.fiscal_year) for one in facts):
        scene.compared = _OWN_BUDGET  # 同比增长3%，短收1万元
    scene.before = label if label and facts else scene.before
    if (
        percent
        and scene.compared is None
        and scene.adjusts
        and not any(of_adjustment(scene, one, quantity) for one in facts)
    ):
        scene.compared = _YEAR_BEFORE
    if not percent:
        facts = beside_budget(scene, facts)
    facts = second_comparison(scene, facts, percent=percent) or [
        fact for fact in facts if not _told_already(scene, fact, direction, quantity, sentence)
    ]
    for fact in facts:
        if percent and (fact.change_percent is None or "自然口径" in said.label):
            fact.change_percent = abs(quantity.value)
        elif not percent and fact.change_amount is None and quantity.amount is not None:
            fact.change_amount = abs(quantity.amount)
        fact.direction = fact.direction or direction
        of_the_budget(scene, fact, said.verb or "")
        set_base(scene, fact)
    scene.compared = told
    if aside:
        scene.group = spoken  # a reason tells what else changed; what was spoken of goes on
    elif facts:
        scene.has_changed(facts)
        if facts is not spoken and label and not is_generic(label) and not scene.government:
            scene.group = facts  # 三公经费较上年减少3万元；较预算减少2万元


def _of_place(scene: Scene, place: str, direction: str, quantity: Quantity) -> None:
    """How much of a change is a part of the region's: a fact of its own without the amount."""
    part = replace(bare(scene.group[0]), about=place, raw_label=place, direction=direction)
    if quantity.sort == "percent":
        part.change_percent = abs(quantity.value)
    elif quantity.amount is not None:
        part.change_amount = abs(quantity.amount)
    set_base(scene, part)
    scene.found.append(part)


def _missed_the_plan(facts: list[Fact]) -> bool:
    """Whether facts only say how far they missed their plan (`短收3万元，下降5%`): what grew then grew against the year before."""
    return all(one.base_year == one.fiscal_year and one.stage in ("final", "execution") for one in facts)


def second_comparison(scene: Scene, facts: list[Fact], *, percent: bool) -> list[Fact]:
    """New facts for a second comparison of the same amounts: `较预算减少1万元…；较2022年度决算减少2万元`.

    One row has one change; the second has a row of its own, without the amount, which is not stated again.
    """
    against = scene.compared or (_YEAR_BEFORE if _missed_the_plan(facts) else None)
    if against is None or not facts:
        return []
    made = []
    for fact in facts:
        told = fact.change_percent if percent else fact.change_amount
        other = fact.change_amount if percent else fact.change_percent
        if told is None and other is None and (percent or fact.direction != "unchanged"):
            return []
        if fact.fiscal_year is None or fact.base_year is None:
            return []
        year = against.year or fact.fiscal_year - against.back
        named = told is not None and against.stage is not None
        other_stage = named and against.stage != fact.base_stage
        if year == fact.base_year and not other_stage:
            return []
        if fact not in [*scene.paragraph, *scene.group]:
            return []
        made.append(bare(fact))
    scene.found += made
    scene.paragraph += made
    scene.group = made
    return made


def _change_each(
    scene: Scene, sentence: Sentence, facts: list[Fact], direction: str, quantity: Quantity
) -> None:
    """A paired list of changes: its first belongs to the first of the facts, its second to the second (`各减少1，2万元`)."""
    if quantity.place == 0 or len(scene.changed) != quantity.places:
        scene.has_changed(facts if len(facts) == quantity.places else _told(scene, sentence, quantity.places))
    if len(scene.changed) != quantity.places:
        return
    fact = scene.changed[quantity.place]
    if quantity.sort == "percent":
        fact.change_percent = abs(quantity.value)
    elif quantity.amount is not None:
        fact.change_amount = abs(quantity.amount)
    fact.direction = fact.direction or direction
    set_base(scene, fact)


def _told(scene: Scene, sentence: Sentence, places: int) -> list[Fact]:
    """The facts of the paragraph that a list of changes is of: its parts behind a whole that they add up to, else its first.

    Of a government those that the sentence told last (`增值税2亿元、契税1亿元，分别增长5%、下降3%`).
    """
    here = [one for one in scene.paragraph if scene.government and one.sentence == sentence.text]
    if len(here) >= places:
        return here[-places:]
    amounts = [fact.amount for fact in scene.paragraph if fact.amount is not None]
    parts = len(amounts) == len(scene.paragraph) == places + 1 and sum(amounts[1:]) == amounts[0]
    return scene.paragraph[1:] if parts else scene.paragraph[:places]


def _told_already(scene: Scene, fact: Fact, direction: str, quantity: Quantity, sentence: Sentence) -> bool:
    """Whether a fact has its change: one in the other direction, or of an earlier sentence, is of something else."""
    here = fact.sentence == sentence.text or fact in scene.changed
    told = fact.change_percent if quantity.sort == "percent" else fact.change_amount
    here = here or (told is None and not scene.stated and not scene.government)
    other_way = fact.direction != direction and quantity.value != 0
    return fact.direction is not None and (other_way or not here)


def _direction(verb: str, quantity: Quantity, changed: list[Fact]) -> str:
    """The direction of a verb, turned by a minus; `减少3万元，下降-5%` says twice that the same has fallen."""
    if verb in ("not_chosen", "unchanged"):
        return verb
    direction = words().direction(verb)
    again = quantity.sort == "percent" and any(one.direction == direction for one in changed)
    if quantity.value < 0 and not again:
        return "decrease" if direction == "increase" else "increase"
    return direction


def facts_of(
    scene: Scene, sentence: Sentence, label: str, slot: str, start: int | None = None, said: str = ""
) -> list[Fact]:
    """The facts that a change or share belongs to: the group spoken of, facts named again, or new ones of the words `said`."""
    if not label or is_generic(label):
        if (
            slot == "change_percent"
            and scene.changed
            and all(fact.change_percent is None for fact in scene.changed)
        ):
            return scene.changed
        if scene.group:
            return scene.group
        subject = subject_of(scene, "", sentence)
    else:
        subject = resolve(label, setting_of(scene, sentence), scene.codes)
    if _BOTH_SIDES.fullmatch(label):
        sides = [fact for fact in scene.paragraph if fact.item and TOTAL.search(fact.item)]
        if len({fact.item for fact in sides}) == len(sides) == 2:
            return sides
        both = [fact for fact in scene.paragraph if fact.item and _BOTH.search(fact.item)]
        if len(both) == 1:
            return both
    named = _carried_out(scene, scene.named_again(subject), said or label)
    if not named and scene.group and BARE_SIDE.fullmatch(label) and not _other_side(scene, label):
        return scene.group
    free = {fact.item: fact for fact in named if getattr(fact, slot) is None}
    if free:
        return list(free.values())
    if scene.explaining and subject.by_place:
        return []
    kept = scene.government and scene.adjusts
    if not subject.named and not (kept and worth_keeping(scene, sentence, subject.label)):
        return []
    return stated_alone(scene, sentence, label, subject, start, said)


def _carried_out(scene: Scene, named: list[Fact], label: str) -> list[Fact]:
    """What an account says has changed is what was carried out, not the budget told beside it."""
    done = [fact for fact in named if fact.stage == "final"]
    told = done or "决算" in label
    return done if told and not scene.government and not _OF_BUDGET.search(label) else named


def _other_side(scene: Scene, label: str) -> bool:
    """Whether a label names a side of the budget that is not the one spoken of (`收入增加…。支出增加…`)."""
    sides = ["expenditure", "income"] if "支出" in label else ["income", "expenditure"]
    spoken = scene.group[0].item
    if spoken is None or not scene.government:
        return spoken is not None and sides[1] in spoken.split(".")
    return sides[0] not in spoken


def stated_alone(
    scene: Scene, sentence: Sentence, label: str, subject: Subject, start: int | None = None, said: str = ""
) -> list[Fact]:
    """New facts of a subject whose change alone is stated, without the amount; the words `said` tell a department's year and stage."""
    told = label if scene.government else said or label
    year = year_of(scene, told, sentence)
    made = [
        Fact(
            sentence=sentence.text,
            page=sentence.page,
            raw_label=subject.label,
            about=about_whom(scene, label, sentence, start),
            item=item,
            code=subject.code,
            fiscal_year=year,
            stage=stage_of(scene, told, subject, year, sentence),
            family=subject.family,
        )
        for item in subject.items or (None,)
    ]
    scene.add(made, sentence, subject.label)
    return made
