"""Names in a list that one amount, or a list of amounts, is said of."""

from __future__ import annotations

import re
from dataclasses import replace

from loaders.catalogue import line_item
from loaders.narrative.fact import Fact
from loaders.narrative.labels import is_generic
from loaders.narrative.naming import plain_label, subject_of
from loaders.narrative.prose import Sentence
from loaders.narrative.quantities import Quantity
from loaders.narrative.scene import Scene
from loaders.narrative.setting import Subject
from loaders.narrative.standing import setting_of
from loaders.narrative.subjects import resolve
from loaders.narrative.timing import stage_of, year_of

_TOGETHER = re.compile("共计?(为|是)?$")
_BOTH_TOTALS = re.compile(r"收入?[、和与及]支出?(预算|决算)?(总计|总额|合计)")
"""`收入和支出预算总计均为7亿元`: the word that closes the list is of both."""


def each_of(said: str, label: str) -> list[str]:
    """The names of a list of which one amount is said of each (`上缴上级支出、经营支出均为0万元`) or of all together (`共0元`); none where it names one thing."""
    each = re.search(r"([均都各]|共计?)(为|是)?$", said) and not _BOTH_TOTALS.search(label)
    names = re.split("[、和及与]", label) if each and not line_item("any", label) else []
    return names if len(names) > 1 and all(len(name) > 1 for name in names) else []


def names_of_list(label: str, places: int) -> list[str]:
    """The names of a paired list that names its members (`出国费、接待费分别减少1万元、2万元`); none where it names one thing."""
    if places > 1:
        for between in ("、", "[、和与]", "[、和与及]"):
            names = re.split(between, label)
            if len(names) == places and all(len(name) > 1 for name in names):
                return names
    return []


def subject_told(scene: Scene, said: str, label: str, sentence: Sentence, quantity: Quantity) -> Subject:
    """What an amount is of whose words are `said` and whose label may be a list: its member, each of it, or all of it together."""
    names = names_of_list(label, quantity.places)
    if names and not subject_of(scene, label, sentence).items[1:]:
        subject = subject_of(scene, names[quantity.place], sentence)
    else:
        subject = scene.listed if quantity.place and scene.listed else subject_of(scene, label, sentence)
        scene.listed = subject if quantity.place + 1 < quantity.places else None
    each = [subject_of(scene, name, sentence) for name in each_of(said, label)]
    if each and all(one.items for one in each):
        items = dict.fromkeys(item for one in each for item in one.items)
        if quantity.value and _TOGETHER.search(said):
            items = {}  # 上缴上级支出、经营支出共3万元: of none of them
        subject = replace(subject, items=tuple(items), code=None)
    return subject


def whole_told(scene: Scene, sentence: Sentence, opening: str) -> list[Fact]:
    """The fact of the paragraph whose parts words without amounts open: `财政拨款支出主要内容如下：`, `项目支出包括`."""
    label = plain_label(scene, opening)
    if not label or is_generic(label):
        return []
    subject = resolve(label, setting_of(scene, sentence), scene.codes)
    told = scene.named_again(subject)
    if not told and subject.items and not scene.government:
        year = year_of(scene, opening, sentence)
        stage = stage_of(scene, opening, subject, year, sentence)
        told = [
            Fact(sentence.text, sentence.page, label, item=subject.items[0], fiscal_year=year, stage=stage)
        ]
    return told[:1]
