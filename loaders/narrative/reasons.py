"""Why something changed: the words behind `主要原因是`, and which facts they explain."""

from __future__ import annotations

import re

from loaders.narrative.fact import Fact
from loaders.narrative.labels import is_generic
from loaders.narrative.naming import COST, plain_label
from loaders.narrative.prose import Sentence
from loaders.narrative.scene import Scene
from loaders.narrative.standing import setting_of
from loaders.narrative.subjects import resolve
from loaders.narrative.words import words

_BUDGET_GAP = re.compile(
    r"[决执]?[算行]?数?(大于|小于|高于|低于|等于|与|较|比)(年初|全年)?预算(数)?[^，；。]{0,12}$"
)
"""`决算数小于预算数的主要原因…` explains the distance from the budget, not from the year before."""

_BEHIND = re.compile(
    r"，其中[：，]|财政拨款支出主要内容如下|，(比|较|与)(上年|年初|20\d\d年)[^，。；]{0,12}(增加|减少|增长|下降|持平|无增减)"
)
"""Parts of the amount and another comparison, told behind the reason of its change, are no part of the reason."""
_LISTED = re.compile(r"\d(万|亿)?元")
"""`一般性转移支付9万元，主要是：均衡性转移支付5万元…` lists parts."""
_BOTH_SIDES = re.compile("财政拨款(收入|收)[、和]?(支出|支)")
_GRANTS = ("income.fiscal_grant", "fiscal_grant.expenditure.total")
"""`财政拨款收入支出增加的主要原因是…` in a paragraph of its own is of what earlier ones told of both sides."""
_AGAIN = re.compile("^(主要|原因)*是+")
"""`主要原因是主要是人员增加`."""


def reason(scene: Scene, sentence: Sentence, text: str) -> None:
    """The reason that `text`, a part of a sentence, gives from its first words of reason on, for changes that have none yet."""
    match = words().reason.search(text)
    if match is None:
        return
    given = _BEHIND.split(_AGAIN.sub("", _inside(text[match.end() :])))[0].strip("。；：:，")
    if not given or (scene.government and match[0].endswith("主要是：") and _LISTED.search(given)):
        return
    gap = _BUDGET_GAP.search(text[: match.start()])
    if gap:
        explained = _from_budget(scene, sentence, text[: gap.start()])
    else:
        explained = _explained(scene, sentence, text[: match.start()], match[0])
        explained = explained + _compared_too(scene, explained)
    for fact in explained:
        if (fact.direction or _completes(scene, fact)) and (fact.reason is None or fact.of_budget):
            fact.reason, fact.of_budget = given, fact.direction is None


def _inside(text: str) -> str:
    """The text up to the bracket that closes around it: `(主要是土地出让减少)，加上级补助…`."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return text[:place]
    return text


def _compared_too(scene: Scene, explained: list[Fact]) -> list[Fact]:
    """The other comparison of the same amount that goes the same way: `较预算减少1万元，较上年减少2万元，主要是…`."""
    same = {(fact.sentence, fact.item, fact.code, fact.about, fact.direction) for fact in explained}
    return [
        fact
        for fact in scene.changed_here
        if fact.change_amount != 0
        and (fact.sentence, fact.item, fact.code, fact.about, fact.direction) in same
        and fact not in explained
    ]


def _from_budget(scene: Scene, sentence: Sentence, before: str) -> list[Fact]:
    """The facts whose change is that from the budget of their own year, of the cost that the text names or of those spoken of."""
    label = plain_label(scene, before)
    items = () if is_generic(label) else resolve(label, setting_of(scene, sentence), scene.codes).items
    near = [fact for fact in scene.found if fact.item in items] if items else scene.group
    return [fact for fact in near if _completes(scene, fact) or fact.base_year == fact.fiscal_year]


def _completes(scene: Scene, fact: Fact) -> bool:
    """Whether a fact only says how much of a budget was carried out, or that nothing of it was in the budget (`年初预算为0万元，支出决算为9万元`).

    What an evaluation finds amiss in a project is no reason of it.
    """
    of = (fact.sentence, fact.item, fact.code, "initial_budget")
    unplanned = fact.stage == "final" and any(
        one.amount == 0 and (one.sentence, one.item, one.code, one.stage) == of for one in scene.paragraph
    )
    completes = fact.direction is None and (fact.completion_percent is not None or unplanned)
    return completes and fact.item != "expenditure.project.item"


def _explained(scene: Scene, sentence: Sentence, before: str, opening: str) -> list[Fact]:
    """The facts that a reason is of.

    In a government's list it is of what the clause before it told. Costs of others are told one by one: a reason is of the cost it names (`公务接待费支出减少的主要原因是…`), of the cost that this
    sentence says has changed, or of those that changed the way it says (`减少的主要原因是…`). Behind anything else it is of all
    changes of the paragraph that are alike (both sides of a budget); a reason beside a part is not of its whole.
    """
    if scene.government:
        return scene.clause or scene.paragraph
    label = plain_label(scene, before)
    if not scene.paragraph and _BOTH_SIDES.match(label):
        return [fact for fact in scene.found if fact.item in _GRANTS and fact.change_amount]
    items = () if is_generic(label) else resolve(label, setting_of(scene, sentence), scene.codes).items
    if items and COST.match(items[0]):
        against = words().against.search(before)
        way = words().direction(against["verb"]) if against else None
        changed = [fact for fact in scene.found if fact.item in items and fact.direction]
        if way:  # 决算数大于上年决算数的主要原因
            changed = [one for one in changed if one.direction == way and one.base_year != one.fiscal_year]
        return [fact for fact in scene.paragraph if fact.item in items] or changed[-1:]
    if scene.changed_here:
        if all(COST.match(fact.item or "") for fact in scene.changed_here):
            return scene.changed or scene.changed_here
        return [fact for fact in scene.paragraph if fact in scene.changed_here or _changed_alike(scene, fact)]
    told = [fact for fact in scene.paragraph if fact.direction]
    if told and all(COST.match(fact.item or "") for fact in told):
        way = next((name for name, pattern in words().directions if pattern.search(opening)), None)
        last = told[-1]
        if not way and last.sentence.startswith("其中"):
            told = [fact for fact in told if fact.sentence == last.sentence]
        return [fact for fact in told if fact.direction == (way or last.direction)]
    return scene.paragraph


def _changed_alike(scene: Scene, fact: Fact) -> bool:
    """Whether a fact changed just as the last one did (`收入总计增加5万元；支出总计增加5万元，主要原因是…`)."""
    last = scene.changed_here[-1]
    return (fact.direction, fact.change_amount, fact.change_percent) == (
        last.direction,
        last.change_amount,
        last.change_percent,
    ) and fact not in scene.parent
