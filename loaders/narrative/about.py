"""Whom an amount is about: the level of government, the part of the region or the unit below."""

from __future__ import annotations

import re

from loaders.identity.titles import abbreviates
from loaders.narrative.fact import Fact
from loaders.narrative.labels import clean_label
from loaders.narrative.naming import BRACKETED, is_place, plain_label
from loaders.narrative.prose import Sentence, flatten
from loaders.narrative.scene import Scene
from loaders.narrative.words import words

_OWN_PART = re.compile(
    r"(其中：?|[一二三四五六]是|一般公共预算|政府性基金(预算)?|国有资本经营(预算)?)本级(收入|支出)(?=[\d为完增减])"
)
"""The own revenue among what a fund takes in is one part of it; what follows is of the whole again."""
_OWN_SIDE = re.compile("(?<=预算)本级(?=收入|支出)")
"""`全区一般公共预算本级收入` is what the region raised."""
_TOWN = re.compile("([镇乡]|街道)(人民政府|办事处)?$")
"""A town has no level of government below it; its 本级 is the town."""
_PLACE_OPENS = re.compile(r"[^，。；：\d]{4,40}平衡情况(?=：)")
"""`高新区政府性基金预算收支平衡情况：` says of whom all amounts behind it are."""
_SHORT_NAME = 2
_TWICE = re.compile(r"本([省市县区州旗盟])(?=\1)")
"""`本区区级`: the level is the second."""
_DIVISION = "师市"
"""A division of the Corps and the city that it is one with are the body as a whole."""
_ORGAN = re.compile("(管理委员会|管委会|人民政府)$")
_LEVELS_PART = re.compile("其中[：，]?(?P<level>[省市县区州旗盟镇]本?级)[^：]*。$")
_COUNTY = re.compile("(县|旗|(?<!自治)(?<!地)区)(人民政府)?$")
_HIGHER = re.compile("[省市州盟]本?级|全[省市州盟]")
_COUNTED = re.compile(r"[，；：。](?P<place>[一-龥]{2,8})\d+[个项家]、.$")
"""`县市12个、资金9亿元`: the money of what was counted there."""
_LISTED = re.compile(r"(——)?[^，。；：\d]{1,20}(支出|收入|税)(完成)?\d")
_OURS = re.compile("我(?P<region>[省市县区州旗盟])")
"""`省下达我市债券5亿元`: the region as a whole, whatever level was spoken of before."""


def about_whom(scene: Scene, segment: str, sentence: Sentence, start: int | None = None) -> str | None:
    """The level of government or the unit below that the amount at `start` is of; `None` for the disclosing body as a whole."""
    return _in_region(scene, segment, sentence, start) if scene.government else _unit_below(scene, segment)


def _in_region(scene: Scene, segment: str, sentence: Sentence, start: int | None) -> str | None:
    """The level or the part of its region that a government speaks of."""
    if _TOWN.search(scene.owner or ""):
        return None
    ours = _ours(scene, segment)
    bare = BRACKETED.sub("", segment)
    told = (words().places.match(plain_label(scene, text.lstrip("("))) for text in (segment, bare))
    named = None if ours else next(filter(None, told), None)
    if named and not _above(scene, named["place"]):
        return _part(scene, named["place"])
    before = sentence.text[: sentence.text.rfind(segment, 0, start) + 1] if segment else ""
    before = _OWN_PART.sub("", BRACKETED.sub("", before))
    counted = _COUNTED.search(before)
    if counted and words().places.fullmatch(counted["place"]):
        return _part(scene, counted["place"])
    whole = scene.told_in_parts(sentence.text)
    for text in (_OWN_SIDE.sub("", _TWICE.sub("", bare)), bare, "" if whole else before):
        levels = [level for level in words().levels.findall(text) if not _above(scene, level)]
        if levels:
            return str(next((level for level in reversed(levels) if level != "本级"), levels[-1]))
    if ours:
        return f"全{ours}"
    outside = scene.brackets[-1] if scene.brackets else None
    if outside and outside.group:
        return (scene.paragraph[outside.known :] or outside.group)[-1].about
    opens = _PLACE_OPENS.match(sentence.text) if not scene.stated else None
    place = _place_of(scene, opens[0]) if opens else None
    if place:
        return place
    if whole:
        return whole.about
    if scene.last_named:
        part = scene.last_named.about == "本级" and scene.parent
        return (scene.parent[0] if part else _whole_before(scene, scene.last_named, sentence)).about
    if scene.paragraph and scene.paragraph[0].family == "all_levels":
        return scene.paragraph[0].about  # 全县财政总收入9万元。一般公共预算收入6万元。
    above = _whole_of_places(scene).about if scene.parent else None
    headed = [_place_of(scene, text) for text in reversed(sentence.headings)]
    beside = scene.sibling[1].about if scene.sibling and scene.sibling[0] == sentence.headings else None
    if any(headed[1:]) and not headed[0]:
        headed[0] = beside  # 一、区本级决算情况，1.收入：全区收入9亿元。|税收收入6亿元。
    level = beside if scene.adjusts and words().levels.fullmatch(beside or "") else None
    level = level or _level_of_list(scene, sentence)
    return scene.speaking_of or scene.outline.about or above or next(filter(None, headed), level)


def _ours(scene: Scene, segment: str) -> str | None:
    """The sort of region (`市`) where a text says `我市`, or names its own region as what a higher one gives to (`省核定某市…`)."""
    given = (
        re.search(f"(?:核定|下达|批准|转贷|分配)给?{re.escape(scene.owner)}", segment)
        if scene.owner
        else None
    )
    if given and given[0][-1] in "省市县区州旗盟":
        return given[0][-1]
    ours = _OURS.search(segment)
    return ours["region"] if ours else None


def _level_of_list(scene: Scene, sentence: Sentence) -> str | None:
    """The level whose classes or taxes are listed (`区本级主要支出情况是：`, below it `——教育支出5亿元`)."""
    headings, opening = scene.opened
    listed = headings == sentence.headings and _LISTED.match(sentence.text)
    level = words().levels.match(clean_label(opening, scene.owner)) if listed else None
    return level[0] if level else None


def _unit_below(scene: Scene, segment: str) -> str | None:
    """The unit below that a department names, or that it speaks of."""
    unit = words().units_below.match(clean_label(segment, scene.owner))
    if unit and scene.identity.scope == "whole_department" and unit["unit"] not in (scene.owner or ""):
        return re.sub(r"^\((.*)\)$", r"\1", unit["unit"])
    spoken = scene.parent or scene.outline.innermost
    return next((fact.about for fact in spoken if fact.about), None)


def _whole_of_places(scene: Scene) -> Fact:
    """What is listed now, or the whole that the paragraph began with where that is a part of the region (`其中市本级3亿元。分别是：…`)."""
    parted = scene.parent[0] in scene.paragraph and is_place(scene.parent[0].raw_label)
    return scene.paragraph[0] if parted else scene.parent[0]


def _whole_before(scene: Scene, last: Fact, sentence: Sentence) -> Fact:
    """A sentence goes on from the whole, not from the parts of the region that the one before listed (`其中：县本级4亿元，乡镇2亿元。`)."""
    if last.sentence == sentence.text or not is_place(last.raw_label):
        whole = _named_whole(scene, last) if last.sentence != sentence.text else None
        return whole or last
    outside = (one for one in reversed(scene.paragraph) if one.item and one not in scene.asides)
    return next((one for one in outside if not is_place(one.raw_label)), last)


def _named_whole(scene: Scene, last: Fact) -> Fact | None:
    """The whole of which the sentence before told all parts, or only a level's part last (`全市收入9亿元，其中：市级收入4亿元。支出…`)."""
    parted = scene.told_in_parts(last.sentence)
    if parted is not None:
        return parted
    part = _LEVELS_PART.search(last.sentence)
    told = [fact for fact in scene.paragraph if fact.item and fact not in scene.asides]
    whole = next((fact for fact in reversed(told) if fact.about != last.about), None)
    return whole if part and last.about == part["level"] else None


def _place_of(scene: Scene, heading: str) -> str | None:
    """The level of government or the part of the region that a heading names (`（一）市级预算`, `二、经济开发区`, `省对我市补助`)."""
    ours = _ours(scene, heading) if "对我" in heading else None
    if ours:
        return f"全{ours}"
    level = next(iter(words().levels.findall(heading)), None)
    if level:
        return str(level)
    if (scene.owner and scene.owner in heading) or heading == flatten(scene.identity.title or ""):
        return None
    place = words().places.match(clean_label(heading, scene.owner))
    return _part(scene, place["place"]) if place else None


def _part(scene: Scene, place: str) -> str | None:
    """A part of the region; none where the place is the body itself, by a shorter or a longer name (`红山州` for 红山彝族自治州)."""
    own = _ORGAN.sub("", scene.owner or "")
    itself = len(place) > _SHORT_NAME and (abbreviates(place, own) or abbreviates(own, place))
    return None if itself or own.endswith(place) or place == _DIVISION else place


def _above(scene: Scene, level: str) -> bool:
    """Whether a level stands above the body: what its report names it with is where money comes from (`市级税收返还`, `全省统筹`)."""
    if "省" in level:
        return not (scene.owner or "省").endswith(("省", "省人民政府"))
    county = _COUNTY.search(scene.owner or "") is not None
    return county and _HIGHER.fullmatch(level) is not None
