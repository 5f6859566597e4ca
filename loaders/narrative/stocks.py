"""Counts of groups, people, vehicles and equipment, and explicit zeros (`无此项支出`)."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from loaders.narrative.about import about_whom
from loaders.narrative.fact import Fact
from loaders.narrative.labels import clean_label, family_of
from loaders.narrative.lists import names_of_list
from loaders.narrative.prose import Sentence
from loaders.narrative.quantities import Quantity
from loaders.narrative.scene import Scene
from loaders.narrative.setting import Subject
from loaders.narrative.standing import heading_subject, setting_of
from loaders.narrative.subjects import resolve
from loaders.narrative.timing import stage_of, year_of
from loaders.narrative.words import words

_ZERO = Decimal("0.00")
_BUYING = re.compile(r"(安排|计划|拟|预算)(新增)?购置|购置车辆|(安排|计划|拟|预算)新增(配置)?")
_IN_USE = re.compile(r"vehicles\.(?!purchased|kept)|assets")
_YEAR = re.compile(r"(20\d\d)年")
_PAIRED = re.compile(r"(?P<names>[^，；：。]*)(各|分别)[^，；。]*$")
"""`购置数及保有量分别为1辆和9辆`: the names of counts that are told together."""
_FIRST_OF_TWO = re.compile(
    "(?P<none>(无|没有|未)(使用|安排|发生|涉及)?)(政府性基金|国有资本)[^，。；、和及与]*[、和及与](?=政府性基金|国有资本)"
)
"""`无政府性基金预算支出、国有资本经营预算支出`: two things that there are none of."""
_PARTS = re.compile("主要(是|为)|其中|包括")
_SHORT_STATEMENT = 24
_NEAR = 40


def count(scene: Scene, sentence: Sentence, left: str, quantity: Quantity, right: str) -> None:
    """A count with a known item; other counts are no facts of the budget.

    The label that rules see has `@` and the unit where the number stood: `共接待@批次`, `@个项目支出绩效目标`.
    """
    segment = re.split(r"[，：；。、]", left.removesuffix("："))[-1]
    if re.search(r"用于(?!.*购置的$)|^其中$", segment):
        return
    unit = quantity.unit.replace("（", "(").replace("）", ")")
    listed = _PAIRED.search(sentence.text[: quantity.start]) if quantity.places > 1 else None
    names = names_of_list(clean_label(listed["names"], scene.owner), quantity.places) if listed else []
    segment = names[quantity.place] if names else segment
    before, behind = clean_label(segment, scene.owner), re.split(r"[，：；。、(]", right)[0][:20]
    setting = setting_of(scene, sentence)
    heading = heading_subject(scene, sentence)
    spoken = [
        *([scene.counted] if scene.counted else []),
        *(fact.item for fact in scene.group if fact.item),
        *setting.parent_items,
        *(heading.items if heading else ()),
    ]
    subject = resolve(
        f"{before}@{unit}{behind}", replace(setting, parent_items=tuple(spoken)), scene.codes, counts=True
    )
    if not subject.items or (
        scene.explaining and not _told_in_reason(scene, subject.items[0], sentence, quantity)
    ):
        scene.before = before + behind
        return
    scene.buying = scene.buying or bool(_BUYING.search(sentence.text))
    bought = scene.counted == subject.items[0] == "vehicles.purchased"
    if (scene.buying and _IN_USE.match(subject.items[0])) or (bought and _PARTS.search(left)):
        return  # 购置7辆，主要是购置2辆特种车: a part of those
    scene.counted, scene.before = subject.items[0], before + behind
    year, stage = _when(scene, segment, subject, sentence)
    scene.found.append(
        Fact(
            sentence=sentence.text,
            page=sentence.page,
            raw_label=before + behind,
            item=subject.items[0],
            quantity=quantity.value,
            measure_unit=quantity.unit,
            fiscal_year=year,
            stage=stage,
        )
    )


def _when(scene: Scene, segment: str, subject: Subject, sentence: Sentence) -> tuple[int | None, str | None]:
    """The year and the stage of what words say; a government speaks of several."""
    if not scene.government:
        return scene.identity.fiscal_year, scene.identity.stage
    year = year_of(scene, segment, sentence)
    return year, stage_of(scene, segment, subject, year, sentence)


def _told_in_reason(scene: Scene, item: str, sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a count in a reason is one of the year: vehicles kept, and those bought where no other year is named."""
    years = _YEAR.findall(sentence.text[: quantity.start].rpartition("原因")[2])
    bought = item == "vehicles.purchased" and years[-1:] in ([], [str(scene.identity.fiscal_year)])
    bought = bought and not any(fact.item == "op_cost.agency" for fact in scene.group)
    return bought or item == "vehicles.kept"


def zero(scene: Scene, sentence: Sentence) -> None:
    """`未使用政府性基金预算拨款安排的支出`, `本年度无此项支出`: an explicit zero, once for an item."""
    stated = re.split("，(?:主要)?原因", sentence.text)[0]
    if words().zero_skip.search(stated):
        return
    text = clean_label(stated, scene.owner)
    for said in dict.fromkeys((text, _FIRST_OF_TWO.sub(r"\g<none>", text))):
        _nothing(scene, sentence, said)


def _nothing(scene: Scene, sentence: Sentence, text: str) -> None:
    item = _absent(scene, sentence, text)
    told = [fact for fact in scene.found[-_NEAR:] if fact.item == item]
    if item is None or told:
        none = [fact for fact in told if not fact.amount and fact.fiscal_year == scene.identity.fiscal_year]
        scene.group = scene.group or none[-1:]  # 本年度无因公出国支出，较上年无变化
        return
    counted = item.startswith("vehicles.")
    year, stage = _when(scene, sentence.text, Subject(text, (item,)), sentence)
    fact = Fact(
        sentence=sentence.text,
        page=sentence.page,
        raw_label=text.strip("。；"),
        item=item,
        amount=None if counted else _ZERO,
        quantity=Decimal(0) if counted else None,
        measure_unit="辆" if counted else "元",
        fiscal_year=year,
        stage=stage,
        about=about_whom(scene, sentence.text, sentence) if scene.government else None,
        family=family_of(text) or "any",
    )
    scene.found.append(fact)
    scene.paragraph.append(fact)
    scene.group = [fact]


def _absent(scene: Scene, sentence: Sentence, text: str) -> str | None:
    both_sides = "收支" in text or "收入" in text
    for rule in words().zeros:
        if rule.pattern.search(text):
            return rule.items.get("income" if both_sides else "any") or rule.items.get("any")
    if len(text) > _SHORT_STATEMENT or not words().zero_this_item.search(text):
        return None
    for heading in reversed(sentence.headings[-2:]):
        family = family_of(heading)
        if family in ("gov_fund", "state_capital"):
            return f"{family}.revenue_expenditure" if both_sides else f"{family}.expenditure"
    subject = heading_subject(scene, sentence)
    return subject.items[0] if subject else None
