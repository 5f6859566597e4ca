"""Amounts that a text states: a fact of the subject, year and stage that the words beside it tell."""

from __future__ import annotations

import re
from dataclasses import replace

from loaders.narrative import adjustments, changes, totals, wholes
from loaders.narrative.about import about_whom
from loaders.narrative.clauses import Clause, amount_of_other_basis
from loaders.narrative.fact import Fact
from loaders.narrative.lists import subject_told, whole_told
from loaders.narrative.naming import (
    COST,
    is_part_of,
    is_place,
    label_of,
    purpose_of,
    subject_of,
    sum_of,
    worth_keeping,
)
from loaders.narrative.prose import Sentence
from loaders.narrative.quantities import Quantity
from loaders.narrative.scene import Scene
from loaders.narrative.setting import Subject
from loaders.narrative.timing import YEAR, stage_of, year_of
from loaders.narrative.words import words

_RESTATED = re.compile("[^，。；]{0,8}(剔除|扣除|还原)[^，。；]{2,20}后")
"""`还原留抵退税后完成收入9万元` is no amount of the accounts."""
_NOUN = re.compile(r"(?!左右|以上|以内|后|的|增|减|下降|较|比|同比|用于|主要|其中|占|为)[一-龥]{2,20}")
"""What an amount behind a place's name is of (`县本级安排4亿元产业扶持资金`)."""
_CARRIED_OUT = re.compile(r"((实际|累计|全年)(执行|完成|支出|使用|到位|支付)(数)?|执行数)(为)?$")
"""What was done of an amount named before that no vocabulary knows (`专项资金批复9万元，实际执行8万元`)."""
_NO_PERCENT = re.compile(r"的?[-—－*]+%?\(|[\d.]+[，。；]")
"""`完成预算0万元的--%(基数为0)`: behind the budget that nothing completes, what was spoken of goes on."""
_ARRANGES = re.compile("(^|[，；：])拟?安排[^；。：]*$")
_ADDS = re.compile(
    "(^|[，；：、是因])[^，；：、]{0,6}(增加|追加|调增|减少|调减|核减|压减)了?[^，；：、]+$|(未(使用|支出|支付|执行)完?|节约|节省|剩余)了?$"
)
"""`原因是本年增加了项目经费9万元`, `因接待费未使用完2万元`: what was added or is left is no amount of the whole line."""
_PROJECT = "expenditure.project.item"
_OF_BUDGET = re.compile("，(年[底末])?(无变动|未变动|未[作做]?调整)[，。；]|，与(备案|年初)预算数?一致")
"""What has not changed until the year's end, or is as its congress had it on file, is the budget."""
_IN_REASON = re.compile(r"\((主要)?(是)?(原因|由于|因(?!公))[^()]*$")
"""`收入9万元(主要原因是调整补助收入2万元)`: a reason in brackets."""
_SIDE = re.compile(r"(本年|当年)?(收入|支出)(预算|决算)?")
"""`收入包括：`, `支出包括：` open the parts of the paragraph's first amount, not of the last."""


def level(scene: Scene, sentence: Sentence, said: Clause, quantity: Quantity, right: str) -> None:
    """Take in an amount that a sentence states: a fact, or each of several that one amount is said of."""
    parts = words().of_which.search(said.label)
    if scene.group and (parts or said.label.startswith("：")):
        whole = parts and _SIDE.fullmatch(said.label[: parts.start()]) and scene.paragraph
        scene.parent = scene.paragraph[:1] if whole else scene.group
    opening = said.label[: parts.start()] if parts and not scene.government else ""
    if opening and opening[-1] not in "，；：。":
        scene.parent = whole_told(scene, sentence, opening) or scene.parent  # 项目支出包括活动经费3万元
    adjustments.of_whole(scene, sentence, said)
    segment, label = label_of(scene, said.label, sentence)
    label = label or sum_of(scene, said.label, sentence.text[: quantity.start])
    purpose = purpose_of(scene, said.label, sentence.text[quantity.end :])
    if purpose and not (label and subject_of(scene, label, sentence).named):
        label = purpose
    noun = _NOUN.match(right) if scene.government and is_place(label) else None
    if noun:
        label += noun[0]
    subject = subject_told(scene, said.label, label, sentence, quantity)
    if scene.government and label and not subject.named:
        subject = _named_shorter(scene, subject, quantity)
    completed = scene.government and said.of is not None and bool(scene.group) and not label
    if completed and not subject.named:
        subject = replace(subject, label=scene.group[0].raw_label, family=scene.group[0].family)
    if scene.explaining and (
        not subject.named
        or subject.by_place
        or _ADDS.search(said.label)
        or _of_another_year(scene, segment, subject, sentence)
    ):
        scene.group = []  # 原因是年中调减项目经费50万元: part of the reason, not of the budget
        return
    if not subject.named and not subject.label and scene.group and _CARRIED_OUT.search(said.label):
        subject = replace(subject, label=scene.group[0].raw_label, family=scene.group[0].family)
    if not subject.named and not worth_keeping(scene, sentence, subject.label):
        scene.group = []
        return
    verb = adjustments.listed_as_change(scene, sentence, quantity.start) if subject.named else None
    if verb and said.of is None:
        changes.change(scene, sentence, replace(said, role="change", verb=verb), quantity, None)
        return
    if _is_own_part(scene, sentence, subject):
        subject = replace(subject, items=())
    if scene.government and _RESTATED.match(segment):
        subject = replace(subject, items=(), code=None)
    together = totals.summed_up(scene, said.label, quantity.amount) if scene.government else None
    if together is not None:
        subject = replace(subject, label="合计", items=(together,) if together else ())
    if (
        _of_transfer(scene, quantity, sentence)
        or _arranged(scene, said, subject, sentence.text[: quantity.start])
        or (scene.government and amount_of_other_basis(said.label))
        or (scene.government and "(" in sentence.text and _IN_REASON.search(sentence.text[: quantity.start]))
    ):
        subject = replace(subject, items=(), code=None)
    if quantity.places > 1 and len(subject.items) == quantity.places:
        subject = replace(subject, items=(subject.items[quantity.place],))
    if scene.government and not subject.named and is_part_of(scene, label):
        subject = replace(scene.spoken_of() or subject, label=subject.label)
    if scene.government and scene.group and is_place(label):
        year, stage = scene.group[0].fiscal_year, scene.group[0].stage
    else:
        told = segment.replace(scene.project, "") if scene.project else segment
        year = scene.group[0].fiscal_year if completed else year_of(scene, told, sentence, quantity.start)
        kept = scene.government and not scene.adjusts and _OF_BUDGET.match(right)
        budget = "年初预算" if kept else said.of
        stage = stage_of(scene, told, subject, year, sentence, budget=budget)
    if (
        scene.government
        and not subject.named
        and scene.over_years(sentence)
        and not YEAR.search(sentence.text)
    ):
        year = stage = None
    made = [
        Fact(
            sentence=sentence.text,
            page=sentence.page,
            raw_label=subject.label,
            about=scene.group[0].about if completed else about_whom(scene, segment, sentence, quantity.start),
            item=item,
            code=subject.code,
            amount=quantity.amount,
            measure_unit=quantity.unit,
            fiscal_year=year,
            stage=stage,
            family=subject.family,
        )
        for item in subject.items or (None,)
    ]
    if scene.parent and scene.parent[0] in scene.paragraph:
        made[0].whole = scene.parent[0]
    wholes.enter(scene, made[0])
    totals.enter(scene, sentence, made[0])
    if said.verb == "unchanged":
        adjustments.unchanged(scene, made)
    spoken = scene.group
    scene.add(made, sentence, subject.label)
    if scene.government and not label and made[0].stage == "adjusted_budget":
        adjustments.adjusted(scene, spoken, made)
    if scene.government and said.of == "调整预算":
        adjustments.was_budget(scene, made)
    if said.of is not None and spoken and _NO_PERCENT.match(right):
        scene.group = spoken


def _is_own_part(scene: Scene, sentence: Sentence, subject: Subject) -> bool:
    """Whether an amount is a part of what is called like it: `车辆购置及运行费9万元(含医疗队车辆购置及运行费3万元)`."""
    whole = scene.brackets[-1].group if scene.brackets else scene.parent
    same = bool(whole) and (whole[0].item,) == subject.items and whole[0].sentence == sentence.text
    return same and not scene.government and COST.match(subject.items[0]) is not None


def _arranged(scene: Scene, said: Clause, subject: Subject, before: str) -> bool:
    """Whether an adjustment tells what it adds to a class, not what the class has (`安排教育支出2亿元、交通运输支出3亿元`)."""
    by_function = bool(subject.items) and subject.items[0].endswith(".function")
    return scene.adjusts and by_function and said.of is None and _ARRANGES.search(before) is not None


def _named_shorter(scene: Scene, subject: Subject, quantity: Quantity) -> Subject:
    """The subject of an amount told again without its side (`基金预算收入9万元。…基金预算由9万元调整为8万元`)."""
    told = (
        one
        for one in scene.paragraph
        if one.item and one.amount == quantity.amount and one.raw_label.startswith(subject.label)
    )
    again = next((scene.spoken_of([one]) for one in told), None)
    return replace(again, label=subject.label) if again else subject


def _of_transfer(scene: Scene, quantity: Quantity, sentence: Sentence) -> bool:
    """Whether an amount is what a transfer told before it pays for (`上级提前下达转移支付9万元，支出预算安排9万元`)."""
    return any(
        (one.amount, one.sentence) == (quantity.amount, sentence.text)
        and one.raw_label.endswith(("转移支付", "转移支付资金"))
        for one in scene.group[: scene.government]
    )


def _of_another_year(scene: Scene, segment: str, subject: Subject, sentence: Sentence) -> bool:
    """Whether a project in a reason is one of another year (`主要原因是2016年财政拨付9万元，2017年无此项支出`)."""
    year = year_of(scene, segment, sentence)
    return not scene.government and subject.items[-1:] == (_PROJECT,) and year != scene.identity.fiscal_year
