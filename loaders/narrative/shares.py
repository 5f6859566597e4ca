"""Shares and completions: what part of a whole an amount is (`占48.27%`), how much of a budget it completed (`完成预算的96.25%`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from loaders.narrative.changes import facts_of
from loaders.narrative.clauses import Clause
from loaders.narrative.fact import Fact, bare
from loaders.narrative.labels import is_generic
from loaders.narrative.naming import is_place, plain_label
from loaders.narrative.prose import Sentence
from loaders.narrative.quantities import Quantity
from loaders.narrative.scene import Scene
from loaders.narrative.standing import setting_of
from loaders.narrative.subjects import resolve
from loaders.narrative.timing import of_next_year

_AMONG = re.compile(r"^(?P<whole>[^，；。：]{4,40})中[，：]")
"""`三公经费支出决算中，公务接待费3万元，占30%`: the whole of the shares."""
_BY_NATURE = ("expenditure.basic", "expenditure.project")
"""`基本支出9万元，占一般公共预算支出的90%`: a part of that budget is of it."""
_SIDE = re.compile(r"((gpb|gov_fund|state_capital|fiscal_grant)\.)?(income|expenditure)(?=\.)")
_NEAR = 120
"""A government lists all its classes with their parts below a total."""
_GRAND = ".grand_total"
_BOTH_SIDES = "revenue_expenditure"
_ROUNDED = Decimal("0.5")
"""How far a share may be off: some are printed without decimals."""


def share(scene: Scene, sentence: Sentence, said: Clause, quantity: Quantity) -> None:
    """`占48.27%`, `占本年支出合计的100%`."""
    label = plain_label(scene, said.label)
    facts = scene.group
    if label and not is_generic(label):
        facts = facts_of(scene, sentence, label, "share_percent")
    elif quantity.places > 1:
        here = [one for one in scene.paragraph if one.sentence == sentence.text and one.amount is not None]
        facts = here[-quantity.places :][quantity.place : quantity.place + 1]
    for fact in facts:
        if fact.share_percent is None:
            fact.share_percent = quantity.value
            side = (
                "支出"
                if "expenditure" in (fact.item or fact.raw_label.replace("支出", "expenditure"))
                else "收入"
            )
            fact.share_of = _share_of(scene, sentence, said.of or "", side) or _total_told(scene, fact)
            if fact.share_of is None and scene.government and fact.item in ("income.tax", "income.non_tax"):
                near = scene.found[-_NEAR:]
                own = fact.family == "gpb" or any(_told_of(fact, one) for one in near)
                fact.share_of = "gpb.income" if own else None  # 税收占比91%
            if scene.parent and not said.of:
                fact.share_of = _fitting(scene, fact) or fact.share_of
            if fact.share_of is None and scene.government:  # 债务余额9亿元，市本级6亿元、占67%
                wholes = (
                    one.item for one in reversed(scene.paragraph) if one is not fact and _fits(fact, one)
                )
                fact.share_of = next(filter(None, wholes), None)
            if fact.share_of == fact.item and (fact.item or "").endswith(".function"):
                fact.share_of = _total_told(scene, fact)  # one class is no part of another
            if fact.share_of and fact.share_of.endswith(_GRAND) and not scene.government:
                fact.share_of = _whole_listed(scene, fact, fact.share_of)
            if fact.share_of == "财政总收入" and fact.item in ("income.tax", "income.non_tax"):
                fact.item = None  # of what is raised for other levels too
            if fact.share_of == "gpb.expenditure" and fact.item in _BY_NATURE:
                fact.item, fact.family = f"gpb.{fact.item}", "gpb"


def _told_of(tax: Fact, one: Fact) -> bool:
    """Whether a fact is the revenue of the general budget that a tax is part of."""
    whole = (one.about, one.fiscal_year, one.stage) == (tax.about, tax.fiscal_year, tax.stage)
    return whole and one.item == "gpb.income"


def _share_of(scene: Scene, sentence: Sentence, of: str, side: str) -> str | None:
    label = plain_label(scene, re.sub(r"\([^()]*除外\)", "", of))
    if label in ("一般公共预算", "政府性基金预算") and scene.government:
        label += side  # 税收占一般公共预算比重60%
    if label and not re.fullmatch(r"(比|比重|总)?(额|数|的)?", label):
        setting = setting_of(scene, sentence)
        own_total = scene.government and setting.family != "any"
        if not own_total and re.match(r"本年|当年|总(收入|支出)|(收入|支出)(总预算|合计$)", label):
            setting = replace(setting, family="total")
        if label.startswith("财政拨款"):
            setting = replace(setting, family="fiscal_grant")
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
    side = _SIDE.match(part.item or "")
    if part.amount is None or part.share_percent is None or side is None:
        return None
    totals = [
        fact
        for fact in scene.found[-_NEAR:]
        if fact.item in (side[0], f"{side[0]}.total", f"{side[0]}.grand_total")
        and fact.amount
        and fact.about == part.about
        and (fact.fiscal_year, fact.stage) == (part.fiscal_year, part.stage)
    ]
    return totals[-1].item if totals and _fits(part, totals[-1]) else None


def _whole_listed(scene: Scene, part: Fact, said: str) -> str:
    """What 总收入 or 总支出 means where no such total was told: the whole whose parts are listed, if the share fits it.

    `收入合计9万元。其中：财政拨款收入8万元，占总收入的89%` is of the 收入合计, `占总支出决算的72%` of 三公经费.
    """
    near = [fact for fact in reversed(scene.found[-_NEAR:]) if fact.amount]
    if any(fact.item == said and _fits(part, fact) for fact in near):
        return said
    own = [fact for fact in near if fact.item in (said.removesuffix(_GRAND), said.replace("grand_", ""))]
    return _fitting(scene, part, own) or said


def _fitting(scene: Scene, part: Fact, own: Sequence[Fact] = ()) -> str | None:
    """The nearest whole above a part that its share fits."""
    above = [fact for item in reversed(scene.outline.items) for fact in item.facts]
    wholes = (fact for fact in [*scene.parent, *scene.paragraph[:1], *above, *own] if fact is not part)
    one_side = (fact for fact in wholes if fact.item and not fact.item.endswith(_BOTH_SIDES))
    return next((fact.item for fact in one_side if _fits(part, fact)), None)


def _fits(part: Fact, whole: Fact) -> bool:
    """Whether a part is the share of a whole that it says."""
    same = (whole.fiscal_year, whole.stage) == (part.fiscal_year, part.stage)
    if not same or part.amount is None or part.share_percent is None or not whole.amount:
        return False
    return abs(part.amount / whole.amount * 100 - part.share_percent) <= _ROUNDED


def completion(scene: Scene, sentence: Sentence, said: Clause, quantity: Quantity) -> None:
    """`完成年初预算的96.25%`, `为预算的102%`: of what was carried out, not of the budget stated beside it."""
    label = plain_label(scene, said.label)
    facts = [fact for fact in scene.group if fact.stage in ("final", "execution")] or scene.group
    if scene.government and facts and is_place(label):
        part = replace(bare(facts[0]), about=label, raw_label=label, completion_percent=quantity.value)
        scene.found.append(part)  # 为预算的104%(其中：县本级为预算的101%): what a part completed
        return
    if label and not is_generic(label) and not facts:
        facts = facts_of(scene, sentence, label, "completion_percent")
    elif label and not is_generic(label) and not scene.government:
        subject = resolve(label, setting_of(scene, sentence), scene.codes)
        told = [fact for fact in scene.named_again(subject) if fact.stage == facts[0].stage]
        facts = told[-1:] or facts  # 支出完成预算的99%，其中：基本支出完成预算的98%
    elif label and not is_generic(label):
        subject = resolve(label, setting_of(scene, sentence), scene.codes)
        told = [fact for fact in scene.named_again(subject) if subject.named and fact.stage == facts[0].stage]
        other = subject.named and (facts[0].item not in subject.items or facts[0].code != subject.code)
        facts = told[:1] if told and other else facts  # 其中税收收入6万元。全市一般公共预算收入完成预算的93%
    if facts and facts[0].stage in ("initial_budget", "adjusted_budget"):
        done = [
            fact
            for fact in scene.paragraph
            if (fact.item, fact.item or fact.raw_label)
            == (facts[0].item, facts[0].item or facts[0].raw_label)
            and fact.stage in ("final", "execution")
        ]
        facts = scene.group = done[-1:] or _of_budget_alone(scene, sentence, facts)
    for fact in [_with_amount(scene, fact) for fact in facts]:
        if fact.completion_percent is not None and fact in scene.paragraph and said.of and fact.amount:
            _second_completion(scene, fact, said.of, quantity)
        elif fact.completion_percent is None:
            fact.completion_percent = quantity.value
            _carried_out(scene, fact)


def _of_budget_alone(scene: Scene, sentence: Sentence, facts: list[Fact]) -> list[Fact]:
    """What a government completed of a budget of which it tells no more than the amount (`预算为9万元，实际完成预算的102%`)."""
    year, own = facts[0].fiscal_year, scene.identity
    coming = year == own.fiscal_year and own.stage == "initial_budget"
    if not scene.government or facts[0].amount is None or coming:
        return facts
    stage = "final" if (year, own.stage) == (own.fiscal_year, "final") else "execution"
    made = [replace(bare(fact), sentence=sentence.text, stage=stage) for fact in facts]
    scene.found += made
    scene.paragraph += made
    return made


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
    if of_next_year(scene) and fact.stage == "initial_budget" and own is not None and fact.fiscal_year == own:
        fact.fiscal_year, fact.stage = own - 1, "execution"
