"""Sentences to facts: who, what year, which item, how much, against what, why.

The grammar follows the order in which 预决算 texts speak: a subject with its amount, its share, its change against the year
before in yuan and in percent, and the reason; `其中：` opens the parts of the amount before it. A change that repeats its
subject (`与上年相比，收入总计减少…`) belongs to the fact that stated the amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from loaders.document import Paragraph, Table
from loaders.identity.values import Identity
from loaders.narrative import adjustments, bases, changes, listed, shares, stocks, wholes
from loaders.narrative.clauses import changed_in_brackets, clause, moved, of_each_car, of_other_basis
from loaders.narrative.codes import SubjectCodes
from loaders.narrative.comparisons import comparison
from loaders.narrative.fact import Fact
from loaders.narrative.flat import unchanged
from loaders.narrative.labels import family_of
from loaders.narrative.levels import level
from loaders.narrative.lists import whole_told
from loaders.narrative.naming import (
    described_in,
)
from loaders.narrative.outline import Item
from loaders.narrative.prose import Sentence, sentences
from loaders.narrative.quantities import Quantity, quantities
from loaders.narrative.reasons import reason
from loaders.narrative.scene import Outside, Scene
from loaders.narrative.words import words

_TITLE_SENTENCE = 40
_DEFINED = re.compile(
    r"\((以下|下)(简称|同|均为)[^()元%]*\)|\(指[^()元%]*\)|\([^()元%]*[，、]下同\)|^经比较(?=20\d\d年)"
)
"""What only defines a word (`比2021年增长(以下简称增长)7.2%`) stands between a verb and its number; 经比较 compares with no year."""
_BUDGET_INSIDE = re.compile(r"(预算)\((\d[\d.]*[万亿]?元)\)的(?=\d)")
_SAME_MONTHS = re.compile(r"同比\((\d[\d.]*[万亿]?元)\)(?=[增减])")
"""What is compared with may stand in brackets (`完成预算(9万元)的50%，同比(4万元)增加1万元`)."""
_AT_RATE = re.compile(
    r"按照?((?![增降减])[^，；。]){0,24}?[\d.]+%([-—~至][\d.]+%)?的?(比例)?(?=安排|计提|提取|设置|设立|预留)"
)
"""At which rate something is set aside (`预备费按一般公共预算支出的1.2%安排9万元`) stands between its name and its amount."""
_SUBJECT_END = re.compile(r"\((类|款|项|2\d\d(\d\d){0,2})\)$")
_INCLUDES = re.compile("[，：]?(?:主要)?包括")
"""`（一）收入预算，包括一般公共预算拨款、单位资金等收入。` announces what the next sentence gives the amount of."""
_AS_TOLD = re.compile("报告|与执行数")
"""`与报告的执行数一致，比上年增长3%`: the year before is what is compared."""
_CONTENTS = re.compile("(的)?(主要|具体)(分项)?(内容|情况|安排|支出|用于)|如下")
_LISTS = re.compile(r"^主要是[:：]?$")
_AT_ONCE = 4
"""`收入9万元，保持不变，增长3%`: unchanged is what stands right behind an amount of an adjustment."""
_PART = re.compile("[，。；(]?其中")
_ADDED = re.compile(r"(收入|支出|补助|资金|债券)(增加|减少|增列|核减)了?[^，；。、]{2,}$")
"""`收入增加9万元(上级补助收入增加文化事业费2万元、教育费3万元)`: what is new of a line is no amount of it."""


def facts(
    blocks: Iterable[Paragraph | Table],
    identity: Identity,
    codes: SubjectCodes | None = None,
    three_public: str = "adjusted_budget",
) -> list[Fact]:
    """Every fact that the running text of a disclosure states, in reading order.

    Args:
        blocks: its paragraphs and tables in reading order.
        identity: whose document it is; its year and stage hold where a sentence states none.
        codes: names of classification subjects and their codes, as the document's own tables pair them.
        three_public: the stage of the budget that three-public sentences of a final account compare with.
    """
    scene = Scene(identity, codes or SubjectCodes(year=identity.fiscal_year), three_public)
    text = list(sentences(blocks, scene.owner, identity.title, government=scene.government))
    scene.one_budget = scene.names_no_budget(text)
    for sentence in text:
        _read(scene, _of_itself(scene, _undefined(sentence)))
    bases.settle(scene)
    wholes.settle(scene)
    listed.settle(scene)
    adjustments.settle(scene)
    wholes.part(scene)
    return [fact for fact in scene.found if fact.says_something]


def _undefined(sentence: Sentence) -> Sentence:
    """The sentence without brackets that only define a word."""
    text = sentence.text
    if "预算(" in text or "同比(" in text:
        sentence = replace(
            sentence, text=_SAME_MONTHS.sub(r"比上年同期\1", _BUDGET_INSIDE.sub(r"\1\2的", text))
        )
    if "%" in sentence.text and "按" in sentence.text:
        sentence = replace(sentence, text=_AT_RATE.sub("", sentence.text))
    defines = any(start in sentence.text for start in ("(以下", "(下", "(指", "下同)", "经比较20"))
    return replace(sentence, text=_DEFINED.sub("", sentence.text)) if defines else sentence


def _of_itself(scene: Scene, sentence: Sentence) -> Sentence:
    """In the disclosure of the own level, `某局(本级)` is the body itself, not a part of it."""
    if scene.owner is None or scene.identity.scope == "whole_department":
        return sentence
    return replace(
        sentence, text=re.sub(re.escape(scene.owner) + r"\((本级|机关)\)", scene.owner, sentence.text)
    )


def _read(scene: Scene, sentence: Sentence) -> None:
    sentence = scene.continued(sentence)
    scene.enter(sentence)
    found = quantities(sentence.text)
    if not sentence.opens and words().reason.match(sentence.text):
        reason(scene, sentence, sentence.text)
    if not found:
        scene.speak_of(sentence)
        _without_numbers(scene, sentence)
        scene.explaining = scene.explaining or _gives_reason(scene, sentence.text)
        reason(scene, sentence, sentence.text)
        _lists_parts(scene, sentence)
        return
    end = said = 0
    for quantity, following in zip(found, [*found[1:], None], strict=True):
        left = sentence.text[end : quantity.start]
        if quantity.sort != "count" and said < end and not re.search(r"[，；：。、()]", left):
            left = sentence.text[said : quantity.start]  # 社工23名支出373万元: the count is part of the label
        right = sentence.text[quantity.end : following.start if following else len(sentence.text)]
        if words().reason.search(left):
            scene.explaining = _gives_reason(scene, left)
            reason(scene, sentence, sentence.text[end:])
        if "；" in left or "其中" in left:
            scene.clause = []
        _close_brackets(scene, sentence, left)
        if quantity.sort != "price":
            _quantity(scene, sentence, left, quantity, right, following)
        end = quantity.end
        said = said if quantity.sort == "count" else end
    if not scene.stated:
        scene.speak_of(sentence)
    rest = _close_brackets(scene, sentence, sentence.text[end:])
    scene.explaining = scene.explaining or _gives_reason(scene, rest)
    unchanged(scene, sentence, rest)
    reason(scene, sentence, rest)
    _lists_parts(scene, sentence)


def _gives_reason(scene: Scene, text: str) -> bool:
    """Whether what follows in a department's text is a reason; 主要是 opens a list, or tells what for, where nothing has changed."""
    given = words().reason.search(text)
    changed = scene.changed_here or (
        given and given[0] == "主要是" and any(one.direction for one in scene.group)
    )
    lists = given is not None and _LISTS.search(given[0]) is not None and not changed
    return given is not None and not lists and not scene.government


def _is_reason(scene: Scene, sentence: Sentence, quantity: Quantity) -> bool:
    """Whether an amount of money is told by a bracket that gives the reason of what stands before it (`收入9万元(主要是增加专项收入3万元)`)."""
    inside = sentence.text[sentence.text.rfind("(", 0, quantity.start) + 1 : quantity.start]
    given = scene.government and scene.brackets and quantity.sort == "money"
    return bool(given) and ")" not in inside and words().reason.search(inside) is not None


def _lists_parts(scene: Scene, sentence: Sentence) -> None:
    if sentence.ends_open:
        scene.opened = (sentence.headings, sentence.text)
    if sentence.ends_open and (scene.group or not scene.government):
        opening = _CONTENTS.split(sentence.text.rstrip("：:"))[0]
        told = [] if scene.stated else whole_told(scene, sentence, opening)
        if told and not scene.paragraph and not any(map(family_of, sentence.headings)):
            told[0].family = family_of(opening) or "any"
            scene.outline.items.append(Item(sentence.level, sentence.headings, told))
        elif scene.group:
            scene.parent = told or scene.group
            scene.outline.open_list(told)


def _quantity(
    scene: Scene, sentence: Sentence, left: str, quantity: Quantity, right: str, following: Quantity | None
) -> None:
    if quantity.sort == "count":
        left = _unchanged_before(scene, sentence, left)
        stocks.count(scene, sentence, left, quantity, right)
        return
    left = _unchanged_before(scene, sentence, left)
    scene.compared = comparison(left) or scene.compared
    turns = words().change.search(left) is not None  # 分别增长5%、下降3%
    said = (
        scene.said
        if quantity.place and scene.said and not turns
        else clause(left, quantity, right, scene.said)
    )
    if scene.government and said.role == "level":
        said = moved(said, right) if not changed_in_brackets(left) else replace(said, role="none")
    if scene.adjusts and said.role == "level" and _PART.match(said.label):
        said = adjustments.part_of_change(scene, said)
    if scene.government and scene.brackets and said.role == "level" and _ADDED.search(said.label):
        said = replace(said, role="none", listed=True)
    before, scene.said = scene.said, said
    if said.role in ("change", "completion") and (
        of_other_basis(left, before) or _is_reason(scene, sentence, quantity)
    ):
        scene.said = replace(said, role="none")
        return
    if said.role == "none" and of_each_car(left):
        scene.each_car = quantity.amount
        return
    each_car, scene.each_car = scene.each_car, None
    if each_car is not None and said.role == "change" and (quantity.amount or 0) <= each_car:
        return  # 车均运行费3万元，较上年减少0.4万元
    if said.role == "level":
        level(scene, sentence, said, quantity, right)
    elif said.role == "base":
        bases.base(scene, sentence, said, quantity, following)
    elif said.role == "change":
        changes.change(scene, sentence, said, quantity, following)
    elif said.role == "share":
        shares.share(scene, sentence, said, quantity)
    elif said.role == "completion":
        shares.completion(scene, sentence, said, quantity)


def _unchanged_before(scene: Scene, sentence: Sentence, left: str) -> str:
    """What is left of the words before a quantity behind those that say that something is unchanged: `比预算无变化，比上年增加`."""
    flat = words().unchanged.search(left)
    while (
        flat
        and scene.group
        and (re.search(r"[比较与同于]", left) or (scene.adjusts and flat.start() < _AT_ONCE))
    ):
        if not _AS_TOLD.search(left[: flat.end()]):
            unchanged(scene, sentence, left[: flat.end()])
        left = left[flat.end() :]
        flat = words().unchanged.search(left)
    return left


def _close_brackets(scene: Scene, sentence: Sentence, text: str) -> str:
    """After a closing bracket the subject is again the one before the opening one: `购置及运行费346万元(其中…)，增长10%`.

    Returns the text behind the last bracket that closes a group; what stands before it is said of the group inside.
    """
    behind = 0
    for match in re.finditer(r"[()]", text):
        if match.group() == "(":
            scene.brackets.append(Outside(scene.group, scene.parent, scene.counted, len(scene.paragraph)))
        elif scene.brackets:
            outer, scene.parent, scene.counted, known = scene.brackets.pop()
            scene.asides += scene.paragraph[known:]
            for fact in scene.paragraph[known:]:
                fact.aside = True
            if outer != scene.group:
                unchanged(scene, sentence, text[behind : match.start()])
                scene.group, scene.changed = outer, []
                behind = match.end()
    return text[behind:]


def _without_numbers(scene: Scene, sentence: Sentence) -> None:
    title = _INCLUDES.split(sentence.text.strip("。；：:"))[0]
    short = len(title) <= _TITLE_SENTENCE and not words().zero_lead.search(title)
    described = described_in(title)
    if sentence.opens and (short or described or _SUBJECT_END.search(title)):
        scene.announced = described or title
    if scene.government and "相比" in sentence.text:
        scene.kept = comparison(sentence.text)
    stocks.zero(scene, sentence)
    explained = words().reason.search(sentence.text)
    unchanged(scene, sentence, sentence.text[: explained.start()] if explained else sentence.text)
