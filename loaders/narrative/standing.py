"""Where a label stands in a disclosure: headings, wholes, siblings and the budget that is spoken of."""

from __future__ import annotations

import re

from loaders.narrative.evaluations import is_of_whole_body
from loaders.narrative.labels import clean_label, family_of
from loaders.narrative.prose import Sentence
from loaders.narrative.scene import Scene
from loaders.narrative.setting import Setting, Subject
from loaders.narrative.subjects import resolve

_HEADED = re.compile(r"sangong|op_cost|meeting|training|procure|gov_fund|state_capital")
_HEADING_TAIL = re.compile(
    r"(支出)?(预算|决算)?(安排|支出)?(总体)?(情况)?(的)?(说明)?(及(增减|变化|变动|上年|相关|其|说明).*)?$"
)
_BY_SORTS = re.compile(r"[^，。；]*预算[\d.]+[万亿]?元，包括[^，。]{0,4}人员(经费|支出)")
"""`某市某局预算9万元，包括在职人员经费5万元、公用经费…`: all that it is to spend."""
_OF_HEADING = re.compile(r"(20\d\d年度?)?(年初|原|全年|预算|完成|实现|预计|累计|实际|决算|调整|[由从])")
_LINE_TAIL = re.compile("(预算)?(调整|执行|完成|安排|决算)*(情况)?$")
"""A sentence that begins with the stage of its amount leaves the subject to the heading."""
_BONDS = re.compile(r"debt\.issue\.(new|refinancing)")
_AMOUNT = re.compile(r"\d[\d.]*[万亿]?元")


def heading_subject(scene: Scene, sentence: Sentence) -> Subject | None:
    """The one thing that the innermost headings are about, if it is a thing with amounts of its own."""
    if scene.government and sentence.headings and not scene.stated and _OF_HEADING.match(sentence.text):
        label = _LINE_TAIL.sub("", clean_label(sentence.headings[-1], scene.owner))
        line = resolve(label, setting_of(scene, sentence), scene.codes)
        if line.named and label.endswith(("收入", "支出")):
            return line  # （一）一般公共预算收入，年初预算为9万元，调整为8万元
    above = (scene.announced, *reversed(sentence.headings[-2:]))
    if not scene.stated and _BY_SORTS.match(sentence.text):
        return Subject("预算", ("expenditure.total",))
    if is_of_whole_body(scene, above[:2]):
        return Subject("", ("expenditure.total",))
    for text in above:
        label = _HEADING_TAIL.sub("", clean_label(text, scene.owner))
        if label:
            subject = resolve(label, setting_of(scene, sentence), scene.codes)
            if subject.items and _HEADED.match(subject.items[0]):
                return subject
    return None


def setting_of(scene: Scene, sentence: Sentence) -> Setting:
    """Where a label stands: headings, parent, siblings and the budget that is spoken of."""
    above = scene.outline.facts
    debt = scene.whole_debt
    parents = [*(scene.parent or debt or above[-1:]), *([] if debt else scene.paragraph[:1])]
    inside = scene.brackets[-1].group if scene.government and scene.brackets else []
    if inside and (inside[0].item or "debt.").startswith(("debt.", "income.transfer_in")):
        parents = inside
    elif any((fact.item or "").startswith("debt.") for fact in scene.parent):
        # the parts of a balance are not those of the limit that the paragraph began with
        parents = scene.parent
    of_transfers = bool(inside) and (inside[0].item or "").startswith("transfer.")
    bracketed = bool(scene.brackets) and (not scene.government or of_transfers)
    whole = scene.brackets[-1].group if bracketed else scene.parent
    if bracketed and not scene.government:
        parents = [*whole, *parents]
    return Setting(
        kind="dept_performance" if scene.identity.kind == "performance" else scene.identity.kind,
        headings=(*sentence.headings, scene.announced) if scene.announced else sentence.headings,
        parent_items=tuple(fact.item for fact in parents if fact.item) or _bonds_before(scene, sentence),
        whole_items=tuple(
            fact.item or "unknown"
            for fact in whole
            if fact.item or (fact.sentence == sentence.text and not fact.about)
        ),
        whole_code=whole[0].code if whole and (whole[0].item or "").endswith(".function") else None,
        after=scene.before,
        after_items=()
        if scene.parent is scene.group
        else tuple(fact.item for fact in scene.group if fact.item),
        after_code=_code_before(scene),
        family=_family(scene, sentence),
        default=scene.default_family,
        stage=scene.identity.stage,
        sentence=sentence.text,
    )


def _bonds_before(scene: Scene, sentence: Sentence) -> tuple[str, ...]:
    """The bonds whose sorts paragraphs list (`新增债券9亿元，…`, below it `一般债券4亿元，…`, `专项债券5亿元，…`)."""
    headings, before = scene.sibling if scene.sibling and scene.government else ((), None)
    bonds = _BONDS.match(before.item or "") if before and headings == sentence.headings else None
    return (bonds[0],) if bonds and not scene.paragraph else ()


def _code_before(scene: Scene) -> str | None:
    """The code of the amount before; a sentence behind the schemes of all insurance's revenue goes on with all insurance."""
    told = [fact.item for fact in scene.paragraph]
    schemes = told[:1] == ["social_insurance.income"] and "social_insurance.expenditure" not in told
    return scene.group[0].code if scene.group and (scene.stated or not schemes) else None


def _family(scene: Scene, sentence: Sentence) -> str:
    near = [scene.last_named] if scene.government and scene.last_named else []
    listed = bool(scene.parent) and scene.parent[0] in scene.paragraph
    if scene.government and listed and _lists_budgets(scene):
        return "any"
    spoken = [*scene.parent, *near] if listed else [*near, *scene.parent]
    above_all = bool(spoken) and spoken[0].family == "all_levels" and spoken[0].sentence != sentence.text
    if above_all and (near or spoken[0] not in scene.paragraph):
        spoken = near  # 财政总收入9万元，其中：地方收入6万元。…支出8万元。
    family = next((fact.family for fact in spoken if fact.family != "any"), None)
    if scene.government and not near and not listed:
        family = family_of(scene.announced) or family  # 2．政府性基金预算执行情况。全市收入9亿元
    if family is None or family == "total":
        above = (scene.announced, *reversed(sentence.headings))
        named = [name for text in above if (name := family_of(text))]
        if named[:2] == ["fiscal_grant", "gpb"]:
            del named[0]  # 五、一般公共预算财政拨款支出决算情况（一）财政拨款支出决算总体情况
        family = next(iter(named), family)
        if not named and scene.government and scene.outline.family != "any":
            family = scene.outline.family
    if family is None and scene.identity.kind == "sangong_summary":
        family = next((fact.family for fact in scene.found if fact.item == "sangong.total"), None)
    if family is None and scene.government and scene.adjusts:
        family = family_of(_AMOUNT.split(sentence.text)[0])
    return family or scene.default_family


def _lists_budgets(scene: Scene) -> bool:
    """Whether the parts listed are whole budgets: a line beside them (`…；社保基金支出3亿元；债务还本支出1亿元`) is of none of them."""
    whole = scene.parent[0]
    behind = scene.paragraph[scene.paragraph.index(whole) + 1 :]
    wholes = {
        fact.family for fact in behind if fact.item in (f"{fact.family}.income", f"{fact.family}.expenditure")
    }
    return whole.family in ("any", "total", "all_levels") and len(wholes) > 1 and scene.group[0] in behind
