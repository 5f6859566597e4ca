"""Changes, bases, shares and completions: numbers that belong to a fact already stated, or state one of their own."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from loaders.narrative.clauses import Clause
from loaders.narrative.fact import Fact, bare
from loaders.narrative.meant import able, whole_of
from loaders.narrative.naming import (
    BARE_SIDE,
    about_whom,
    names_of_list,
    plain_label,
    setting_of,
    subject_of,
)
from loaders.narrative.prose import Sentence
from loaders.narrative.quantities import Quantity
from loaders.narrative.scene import Scene
from loaders.narrative.subjects import Subject, is_generic, resolve
from loaders.narrative.timing import stage_compared, stage_of, year_of
from loaders.narrative.words import words

_REASON_TAIL = re.compile(r"(的)?(主要)?(原因)?(是|为)?$")
_AMONG = re.compile(r"^(?P<whole>[^，；。：]{4,40})中[，：]")
"""`三公经费支出决算中，公务接待费3万元，占30%`: the whole of the shares."""
_BOTH_SIDES = re.compile(r"收支|收、支|收入、支出|收入支出")
_NEAR = 40
_ROUNDED = Decimal("0.5")
"""How far a share may be off: some are printed without decimals."""
_TOTAL = re.compile(r"(income|expenditure)\.(grand_)?total$")


def change(scene: Scene, sentence: Sentence, said: Clause, quantity: Quantity) -> None:
    """`比上年增加3万元`, `增长5%`: of the facts it names or of those spoken of."""
    if scene.project and not words().evaluated.search(sentence.text):
        return  # what an evaluation says of its indicators
    label = _REASON_TAIL.sub("", plain_label(scene, said.label))
    if scene.explaining and not scene.group and (not label or is_generic(label)):
        return  # of an amount that is itself only a reason
    percent = quantity.sort == "percent"
    direction = _direction(said.verb or "", quantity)
    names = names_of_list(label, quantity.places)
    if names:
        scene.changed = []
        label = names[quantity.place]
    spoken, known = scene.group, len(scene.paragraph)
    facts = facts_of(scene, sentence, label, "change_percent" if percent else "change_amount")
    aside = scene.explaining and len(scene.paragraph) > known
    if quantity.places > 1 and not names:
        _change_each(scene, sentence, facts, direction, quantity)
        return
    facts = whole_of(scene, able(scene, facts, direction, quantity, label), label)
    facts = _second_comparison(scene, facts, percent=percent) or [
        fact for fact in facts if not _told_already(scene, fact, direction, quantity, sentence)
    ]
    for fact in facts:
        if percent and (fact.change_percent is None or "自然口径" in said.label):
            fact.change_percent = abs(quantity.value)
        elif not percent and fact.change_amount is None and quantity.amount is not None:
            fact.change_amount = abs(quantity.amount)
        fact.direction = fact.direction or direction
        if (said.verb or "").startswith("调") and fact.stage == "adjusted_budget" and scene.compared is None:
            fact.base_year, fact.base_stage = fact.fiscal_year, "initial_budget"
        set_base(scene, fact)
    if aside:
        scene.group = spoken  # a reason tells what else changed; what was spoken of goes on
    elif facts:
        scene.has_changed(facts)


def _second_comparison(scene: Scene, facts: list[Fact], *, percent: bool) -> list[Fact]:
    """New facts for a second comparison of the same amounts: `较预算减少1万元…；较2022年度决算减少2万元`.

    One row has one change; the second has a row of its own, without the amount, which is not stated again.
    """
    against = scene.compared
    if percent or against is None or not facts:
        return []
    made = []
    for fact in facts:
        told = fact.change_amount is not None or fact.direction == "unchanged"
        if not told or fact.fiscal_year is None or fact.base_year is None:
            return []
        year = against.year or fact.fiscal_year - against.back
        if year == fact.base_year or fact not in [*scene.paragraph, *scene.group]:
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
        scene.has_changed(facts if len(facts) == quantity.places else scene.paragraph[: quantity.places])
    if len(scene.changed) != quantity.places:
        return
    fact = scene.changed[quantity.place]
    if quantity.sort == "percent":
        fact.change_percent = abs(quantity.value)
    elif quantity.amount is not None:
        fact.change_amount = abs(quantity.amount)
    fact.direction = fact.direction or direction
    set_base(scene, fact)


def _told_already(scene: Scene, fact: Fact, direction: str, quantity: Quantity, sentence: Sentence) -> bool:
    """Whether a fact has its change: one in the other direction, or of an earlier sentence, is of something else."""
    here = fact.sentence == sentence.text or fact in scene.changed
    other_way = fact.direction != direction and quantity.value != 0
    return fact.direction is not None and (other_way or not here)


def _direction(verb: str, quantity: Quantity) -> str:
    if verb in ("not_chosen", "unchanged"):
        return verb
    direction = words().direction(verb)
    if quantity.value < 0:
        return "decrease" if direction == "increase" else "increase"
    return direction


def set_base(scene: Scene, fact: Fact) -> None:
    """Say against which year and stage a fact has changed: what the sentence compares with, else the year before."""
    if fact.base_year is not None or fact.fiscal_year is None:
        return
    against = scene.compared
    fact.supposed = against is None or against.stage is None
    same = {"adjusted_budget": "initial_budget", "execution": None}.get(fact.stage or "", fact.stage)
    if against is None:
        fact.base_year, fact.base_stage = fact.fiscal_year - 1, same
        return
    fact.base_year = against.year or fact.fiscal_year - against.back
    if fact.base_year >= fact.fiscal_year and against.stage is None:
        fact.base_year = fact.fiscal_year - 1
    fact.base_stage = stage_compared(scene, fact.base_year, against.stage) or same
    of_three_public = fact.stage == "final" and (fact.item or "").startswith("sangong")
    if fact.base_year == fact.fiscal_year and of_three_public and not against.opening:
        fact.base_stage = scene.three_public if fact.base_stage == "initial_budget" else fact.base_stage
    elif fact.base_year == fact.fiscal_year and fact.base_stage == "initial_budget":
        # 较预算减少: against the budget this paragraph states, which may be the adjusted one
        stated = [one.stage for one in scene.paragraph if one.item == fact.item and one is not fact]
        fact.base_stage = "adjusted_budget" if "adjusted_budget" in stated else fact.base_stage


def facts_of(scene: Scene, sentence: Sentence, label: str, slot: str) -> list[Fact]:
    """The facts that a change or share belongs to: the group spoken of, facts named again, or new ones."""
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
        sides = [fact for fact in scene.paragraph if fact.item and _TOTAL.search(fact.item)]
        if len({fact.item for fact in sides}) == len(sides) == 2:
            return sides
    named = scene.named_again(subject)
    if not named and scene.group and BARE_SIDE.fullmatch(label):
        return scene.group
    free = {fact.item: fact for fact in named if getattr(fact, slot) is None}
    if free:
        return list(free.values())
    if not subject.named:
        return []
    return stated_alone(scene, sentence, label, subject)


def stated_alone(scene: Scene, sentence: Sentence, label: str, subject: Subject) -> list[Fact]:
    """New facts of a subject whose change alone is stated, without the amount."""
    year = year_of(scene, label, sentence)
    made = [
        Fact(
            sentence=sentence.text,
            page=sentence.page,
            raw_label=subject.label,
            about=about_whom(scene, label, sentence),
            item=item,
            code=subject.code,
            fiscal_year=year,
            stage=stage_of(scene, label, subject, year, sentence),
            family=subject.family,
        )
        for item in subject.items
    ]
    scene.add(made, sentence, subject.label)
    return made


def share(scene: Scene, sentence: Sentence, said: Clause, quantity: Quantity) -> None:
    """`占48.27%`, `占本年支出合计的100%`."""
    label = plain_label(scene, said.label)
    facts = scene.group
    if label and not is_generic(label):
        facts = facts_of(scene, sentence, label, "share_percent")
    for fact in facts:
        if fact.share_percent is None:
            fact.share_percent = quantity.value
            fact.share_of = _share_of(scene, sentence, said.of or "") or _total_told(scene, fact)


def _share_of(scene: Scene, sentence: Sentence, of: str) -> str | None:
    label = plain_label(scene, of)
    if label and not re.fullmatch(r"(比|比重|总)?(额|数|的)?", label):
        setting = setting_of(scene, sentence)
        if re.match(r"本年|当年|总(收入|支出)", label):
            setting = replace(setting, family="total")
        subject = resolve(label, setting, scene.codes)
        return subject.items[0] if subject.items else label
    whole = next((fact.item for fact in scene.parent if fact.item), None)
    among = _AMONG.search(sentence.text) if whole is None else None
    if among:
        subject = resolve(plain_label(scene, among["whole"]), setting_of(scene, sentence), scene.codes)
        scene.among = subject.items[0] if subject.items else None
    return whole or scene.among


def _total_told(scene: Scene, part: Fact) -> str | None:
    """The total of its side that earlier paragraphs told, where a share without a stated whole fits it."""
    side = (part.item or "").split(".")[0]
    if part.amount is None or part.share_percent is None or side not in ("income", "expenditure"):
        return None
    totals = [
        fact
        for fact in scene.found[-_NEAR:]
        if fact.item in (f"{side}.total", f"{side}.grand_total")
        and fact.amount
        and (fact.fiscal_year, fact.stage) == (part.fiscal_year, part.stage)
    ]
    if not totals or totals[-1].amount is None:
        return None
    fits = abs(part.amount / totals[-1].amount * 100 - part.share_percent) <= _ROUNDED
    return totals[-1].item if fits else None


def completion(scene: Scene, sentence: Sentence, said: Clause, quantity: Quantity) -> None:
    """`完成年初预算的96.25%`, `为预算的102%`: of what was carried out, not of the budget stated beside it."""
    label = plain_label(scene, said.label)
    facts = [fact for fact in scene.group if fact.stage in ("final", "execution")] or scene.group
    if scene.government and facts and words().places.fullmatch(label):
        part = replace(bare(facts[0]), about=label, raw_label=label, completion_percent=quantity.value)
        scene.found.append(part)  # 为预算的104%(其中：县本级为预算的101%): what a part completed
        return
    if label and not is_generic(label) and not facts:
        facts = facts_of(scene, sentence, label, "completion_percent")
    if facts and facts[0].stage in ("initial_budget", "adjusted_budget"):
        done = [
            fact
            for fact in scene.paragraph
            if (fact.item, fact.item or fact.raw_label)
            == (facts[0].item, facts[0].item or facts[0].raw_label)
            and fact.stage in ("final", "execution")
        ]
        facts = scene.group = done[-1:] or facts
    for fact in [_with_amount(scene, fact) for fact in facts]:
        if fact.completion_percent is not None and fact in scene.paragraph and said.of and fact.amount:
            _second_completion(scene, fact, said.of, quantity)
        elif fact.completion_percent is None:
            fact.completion_percent = quantity.value
            _carried_out(scene, fact)


def _second_completion(scene: Scene, fact: Fact, of: str, quantity: Quantity) -> None:
    """A row of its own for a second budget that an amount completes (`完成年初预算的102%，完成调整预算的99%`), which it names."""
    budget = "adjusted_budget" if re.search(r"调整|变动", of) else "initial_budget"
    made = replace(
        bare(fact), completion_percent=quantity.value, base_year=fact.fiscal_year, base_stage=budget
    )
    scene.found.append(made)


def _with_amount(scene: Scene, fact: Fact) -> Fact:
    """The fact that a second comparison is of, where one was made of it: what was completed is the amount."""
    if fact.amount is not None:
        return fact
    same = (fact.sentence, fact.item, fact.fiscal_year, fact.stage, fact.about)
    return next(
        (
            one
            for one in scene.paragraph
            if one.amount is not None
            and (one.sentence, one.item, one.fiscal_year, one.stage, one.about) == same
        ),
        fact,
    )


def _carried_out(scene: Scene, fact: Fact) -> None:
    """In the report on next year's budget, what completed a budget is of the year that ends, stated or not."""
    own = scene.identity.fiscal_year
    if (
        scene.identity.kind == "gov_budget"
        and fact.stage == "initial_budget"
        and own is not None
        and fact.fiscal_year == own
    ):
        fact.fiscal_year, fact.stage = own - 1, "execution"
