"""What did not change: `与上年持平`, of the subject it names or of the facts spoken of."""

from __future__ import annotations

import re

from loaders.narrative.against import set_base
from loaders.narrative.changes import second_comparison, stated_alone
from loaders.narrative.comparisons import Comparison, comparison
from loaders.narrative.fact import Fact
from loaders.narrative.labels import is_generic
from loaders.narrative.meant import whole_of
from loaders.narrative.naming import COST, plain_label
from loaders.narrative.prose import Sentence
from loaders.narrative.scene import Scene
from loaders.narrative.setting import Subject
from loaders.narrative.standing import setting_of
from loaders.narrative.subjects import resolve
from loaders.narrative.words import words

_BOTH_YEARS_NONE = re.compile(r"(20\d\d|上)年度?(及|与|和|、)(20\d\d|本)年度?.{0,12}均(无|未|为0)")


_EACH = re.compile("[均都各](与|较|比|同)")
"""`出国费、接待费均与上年持平`: each of the list."""


def unchanged(scene: Scene, sentence: Sentence, text: str) -> None:
    """`与上年持平`, `2020年与2021年均无…`: unchanged, of the subject it names or of the group spoken of."""
    behind = 0
    for match in words().unchanged.finditer(text):
        _one(scene, sentence, text[behind : match.start()])
        behind = match.end()
    if not behind and scene.group and _BOTH_YEARS_NONE.search(text):
        _mark(scene, scene.group)


def _one(scene: Scene, sentence: Sentence, head: str) -> None:
    """One such statement, whose words stand in `head`."""
    compared = comparison(head)
    if compared is None and scene.government and scene.adjusts and scene.stated:
        compared = Comparison(None, 0, "initial_budget")  # 收入预算9万元，保持不变
        for fact in scene.group:
            fact.stage = "adjusted_budget" if fact.stage == "initial_budget" else fact.stage
    if compared is None and not head.strip("，") and scene.said is not None and scene.said.role == "base":
        compared = scene.compared  # 比2022年预算数9万元持平
    if compared is None or (scene.group and scene.group[0].raw_label.startswith(("剔除", "扣除"))):
        return
    scene.compared = compared
    label = plain_label(scene, head)
    facts = whole_of(scene, scene.group, label)
    names = label.split("、") if _EACH.search(head) else []
    if len(names) > 1 and not scene.government:
        subjects = [resolve(name, setting_of(scene, sentence), scene.codes) for name in names]
        if all(one.items for one in subjects):
            for name, one in zip(names, subjects, strict=True):
                _mark(scene, _last_named(scene, one) or _alone(scene, sentence, name, one))
            return
    if label and not is_generic(label):
        subject = resolve(label, setting_of(scene, sentence), scene.codes)
        facts = _last_named(scene, subject) or _of_another_cost(scene, sentence, label, subject)
        facts = (
            facts or scene.group or _told_before(scene, subject) or _alone(scene, sentence, label, subject)
        )
        scene.group = facts
    _mark(scene, facts)


def _last_named(scene: Scene, subject: Subject) -> list[Fact]:
    """What was told last of a subject: one fact, or both sides of one amount (收入支出总计)."""
    named = scene.named_again(subject)
    sides = [(one.sentence, one.raw_label, one.amount, one.stage) for one in named]
    return [one for one, side in zip(named, sides, strict=True) if side == sides[-1]]


def _alone(scene: Scene, sentence: Sentence, label: str, subject: Subject) -> list[Fact]:
    """A subject of which nothing else is told: `2.工资福利支出较上年无增减。`."""
    known = subject.items and not scene.government and not scene.explaining
    return stated_alone(scene, sentence, label, subject) if known else []


def _of_another_cost(scene: Scene, sentence: Sentence, label: str, subject: Subject) -> list[Fact]:
    """A cost that is not the one spoken of: the amount told of it before, else a fact without one.

    `三公经费比上年减少3万元，其中：出国费与上年持平` says nothing more of the whole.
    """
    named = bool(subject.items) and COST.match(subject.items[0]) is not None
    if not named or not scene.group or scene.government:
        return []
    return _told_before(scene, subject) or stated_alone(scene, sentence, label, subject)


def _told_before(scene: Scene, subject: Subject) -> list[Fact]:
    """The last amount of the year that an earlier paragraph told of a subject: (一)公务接待费与上年预算持平 below a list of amounts."""
    own = (fact for fact in reversed(scene.found) if fact.fiscal_year == scene.identity.fiscal_year)
    told = next((fact for fact in own if fact.item in subject.items and fact.amount is not None), None)
    return [told] if told and not scene.government else []


def _mark(scene: Scene, facts: list[Fact]) -> None:
    told = all(fact.direction for fact in facts)
    facts = (told and second_comparison(scene, facts, percent=False)) or facts
    for fact in facts:
        if fact.direction is None:
            fact.direction = "unchanged"
            set_base(scene, fact)
    scene.has_changed(facts)
