"""Governments' wholes that only their parts tell: what is raised for other levels too, what is a budget's own and transferred."""

from __future__ import annotations

import re

from loaders.narrative.fact import Fact
from loaders.narrative.naming import BARE_SIDE
from loaders.narrative.prose import Sentence
from loaders.narrative.scene import Scene

_ALL_RAISED = re.compile("一般公共预算总收入")
_LOCAL_PART = re.compile("总收入(?!.*(补助|转移|结转|结余|调入)).*其中：?地方一般公共预算收入")
"""A 总收入 whose only part is the local revenue has the rest for the centre."""
_OWN_ITEM = re.compile(r"(\(\d+\)|\d+[、.])本级(收入|支出)")


def enter(scene: Scene, sentence: Sentence, part: Fact) -> None:
    """Take in a part of what was told before, which may tell what its whole is."""
    if not scene.government:
        return
    if "地方" in part.raw_label:
        _of_all_levels(scene, part)
    if scene.parent and _OWN_ITEM.match(sentence.text):
        _of_own_and_transfers(scene, part)


def settle(scene: Scene) -> None:
    """Say of all wholes of a government's text what they are, once everything is read."""
    if scene.government:
        _raised_for_others(scene)
        _with_transfers(scene)


def _raised_for_others(scene: Scene) -> None:
    """Where one sentence counts what goes to the centre into 总收入 (`加上上划中央收入…，总收入…`), the others of the report do too."""
    totals = [fact for fact in scene.found if _ALL_RAISED.search(fact.raw_label)]
    if any("上划中央" in fact.sentence or _LOCAL_PART.search(fact.sentence) for fact in totals):
        for fact in totals:
            fact.item = None


def _with_transfers(scene: Scene) -> None:
    """A bare side whose parts are its own and transfers is the grand total (`收入增加3万元，其中：本级收入增加1万元、上级补助…`)."""
    for fact in scene.found:
        if BARE_SIDE.fullmatch(fact.raw_label) and (fact.item or "").endswith((".income", ".expenditure")):
            parts = [one for one in scene.found if one.sentence == fact.sentence and one is not fact]
            own = any(one.item == fact.item and one.about == "本级" != fact.about for one in parts)
            if own and any((one.item or "").startswith(("transfer.", "income.debt")) for one in parts):
                fact.item = f"{fact.item}.grand_total"


def _of_all_levels(scene: Scene, local: Fact) -> None:
    """What a paragraph began with is of all levels where its parts are 上划中央 and the local revenue: no item of this budget."""
    whole = scene.paragraph[:1]
    raised = any(fact.raw_label.startswith("上划") for fact in scene.paragraph)
    if raised and whole and whole[0].item == local.item == "gpb.income":
        for fact in scene.paragraph:
            fact.item = None if fact.item == local.item else fact.item


def _of_own_and_transfers(scene: Scene, own: Fact) -> None:
    """A whole whose listed items begin with its 本级收入 or 本级支出 is the grand total (`(1)本级收入…。(2)转移性收入…。`)."""
    whole = scene.parent[0]
    if not (whole.amount and own.amount and whole.amount > own.amount and whole.item == own.item):
        return
    if (own.item or "").endswith((".income", ".expenditure")):
        for fact in scene.found:
            if (fact.sentence, fact.item) == (whole.sentence, own.item):
                fact.item = f"{own.item}.grand_total"
