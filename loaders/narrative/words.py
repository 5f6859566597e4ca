"""The vocabulary of the narrative, read once from `loaders/catalogue/narrative.yml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CATALOGUE = Path(__file__).resolve().parent.parent / "catalogue" / "narrative.yml"


@dataclass(frozen=True, slots=True)
class ItemRule:
    """When a label means an item; `items` maps a family of budgets (or `any`) to the items it means there.

    `by_place` rules take the family from where the label stands (parent, heading), not from the label's own words; `none` rules say that
    the label is of no item, whatever later rules would say.
    """

    items: dict[str, tuple[str, ...]]
    label: re.Pattern[str]
    counts: bool = False
    unless: re.Pattern[str] | None = None
    parent: re.Pattern[str] | None = None
    parent_not: re.Pattern[str] | None = None
    part_of: re.Pattern[str] | None = None
    heading: re.Pattern[str] | None = None
    near: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    kind: re.Pattern[str] | None = None
    family: str | None = None
    stage: str | None = None
    by_place: bool = False
    none: bool = False


@dataclass(frozen=True, slots=True)
class ZeroRule:
    """A statement that there is none of an item."""

    items: dict[str, str]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Words:
    """Compiled patterns of `narrative.yml`, under the names they have there."""

    silent_headings: re.Pattern[str]
    of_which: re.Pattern[str]
    change: re.Pattern[str]
    change_first: re.Pattern[str]
    against: re.Pattern[str]
    directions: tuple[tuple[str, re.Pattern[str]], ...]
    unchanged: re.Pattern[str]
    not_chosen: re.Pattern[str]
    reason: re.Pattern[str]
    stages: tuple[tuple[str, re.Pattern[str]], ...]
    generic: re.Pattern[str]
    spent: re.Pattern[str]
    spent_on: re.Pattern[str]
    families: tuple[tuple[str, re.Pattern[str]], ...]
    items: tuple[ItemRule, ...]
    several_years: re.Pattern[str]
    evaluated: re.Pattern[str]
    levels: re.Pattern[str]
    places: re.Pattern[str]
    units_below: re.Pattern[str]
    functional_classes: dict[str, str]
    functional_items: dict[str, str]
    revenue_subjects: tuple[tuple[str, str, re.Pattern[str]], ...]
    zero_lead: re.Pattern[str]
    zero_this_item: re.Pattern[str]
    zeros: tuple[ZeroRule, ...]
    zero_skip: re.Pattern[str]

    def direction(self, verb: str) -> str:
        """`increase` or `decrease`, as the verb says."""
        return next(name for name, pattern in self.directions if pattern.search(verb))


_AFTER_VERB = "(了|约|为|达|达到|共|额|率|幅度|比例|支出|收入|资金|预算|经费|金额|数|幅)*"


@cache
def words(path: Path = CATALOGUE) -> Words:
    """The vocabulary as compiled patterns."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    verbs = f"({data['changes']['decrease']}|{data['changes']['increase']})"
    return Words(
        silent_headings=re.compile(data["silent_headings"]),
        of_which=re.compile(data["of_which"]),
        change=re.compile(f"(?P<verb>{verbs}){_AFTER_VERB}$"),
        change_first=re.compile(
            "^(\\(?\\d{1,2}[.)])?([一二三四五六七八九]是)?((主要|具体)(为|是)|包括)?(因此|合计|共|[此本]次|同时|相应|预计|拟|现|建议|需|再|另)*((?P<level>全[省市县区州旗盟]|[省市县区州旗盟镇]本?级)(?=(相应)?调[增减])|(?:中央|自治区|上级|[省市州盟]级)(财政)?(?=增加|减少|追加|核减))?(相应)?(?P<verb>增加|减少|压减|核减|追加|增列|新增(?!.{0,6}(债[务券]|限额))|调增|调减)(了)?(?!部分)(?P<label>[^，；。、]{2,40})$"
        ),
        against=re.compile(
            f"(?<!不)(?P<verb>{'|'.join(data['against'].values())})(20\\d\\d年|上年|去年|年初|全年|调整|预算)[^，；：。]{{0,16}}$"
        ),
        directions=tuple(
            (name, re.compile(f"{data['changes'][name]}|{data['against'][name]}"))
            for name in ("decrease", "increase")
        ),
        unchanged=re.compile(data["unchanged"]),
        not_chosen=re.compile(data["not_chosen"] + _AFTER_VERB + "$"),
        reason=re.compile(data["reason"]),
        stages=tuple((entry["stage"], re.compile(entry["pattern"])) for entry in data["stages"]),
        generic=re.compile(data["generic"]),
        spent=re.compile(data["spent"]),
        spent_on=re.compile(data["spent_on"]),
        families=tuple((entry["family"], re.compile(entry["pattern"])) for entry in data["families"]),
        items=tuple(_item_rule(entry) for entry in data["items"]),
        several_years=re.compile(data["several_years"]),
        evaluated=re.compile(data["evaluated"]),
        levels=re.compile("|".join(map(_level, data["levels"]))),
        places=_places(data["places"]),
        units_below=re.compile(data["units_below"]),
        functional_classes=data["functional_classes"],
        functional_items=data["functional_items"],
        revenue_subjects=tuple(
            (family, code, re.compile(pattern))
            for family, lines in data["revenue_subjects"].items()
            for code, pattern in lines.items()
        ),
        zero_lead=re.compile(data["zeros"]["lead"]),
        zero_this_item=re.compile(data["zeros"]["this_item"]),
        zeros=tuple(
            ZeroRule(entry["item"], re.compile(entry["pattern"])) for entry in data["zeros"]["items"]
        ),
        zero_skip=re.compile(data["zeros"]["skip"]),
    )


def _level(entry: dict[str, Any]) -> str:
    """The pattern of a word for a level of government; groups nothing, so that all of it is found."""
    behind = "".join(f"(?<!{text})" for text in entry.get("unless_behind", ()))
    before = f"(?={'|'.join(entry['before'])})" if "before" in entry else ""
    not_before = f"(?!{'|'.join(entry['unless_before'])})" if "unless_before" in entry else ""
    return f"{behind}(?:{entry['word']}){before}{not_before}"


def _places(data: dict[str, list[str]]) -> re.Pattern[str]:
    """The pattern of the name of a part of the region that stands alone or before what is said of it."""
    names = "|".join(data["names"]).replace("{unless}", f"(?!{'|'.join(data['unless'])})")
    return re.compile(
        f"^(?:{'|'.join(data['behind'])})?(?:各(?!级))?(?P<place>{names})(?={'|'.join(data['before'])})"
    )


def _item_rule(entry: dict[str, Any]) -> ItemRule:
    def pattern(name: str) -> re.Pattern[str] | None:
        return re.compile(entry[name]) if name in entry else None

    item = entry["item"]
    by_family = item if isinstance(item, dict) else {"any": item}
    items = {
        family: () if value is None else tuple(value) if isinstance(value, list) else (value,)
        for family, value in by_family.items()
    }
    return ItemRule(
        items=items,
        label=re.compile(entry["label"]),
        counts=entry.get("unit") == "count",
        unless=pattern("unless"),
        parent=pattern("parent"),
        parent_not=pattern("parent_not"),
        part_of=pattern("part_of"),
        heading=pattern("heading"),
        near=pattern("near"),
        after=pattern("after"),
        kind=pattern("doc"),
        family=entry.get("family"),
        stage=entry.get("stage"),
        by_place=bool(entry.get("by_place")),
        none=item is None,
    )
