"""What role a number plays in its sentence: level, change, base, share, completion; and what the text to its left is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from loaders.narrative.comparisons import comparison
from loaders.narrative.quantities import Quantity
from loaders.narrative.words import words

Role = Literal["level", "change", "base", "share", "completion", "none"]

_SHARE = re.compile(
    r"(占(?P<of>[^，；。占]{0,40}?)(的)?(比重|比例|比)?|(?<=税收|收入)比重|税性比重?)(为|约|达|是|(保持|稳定|维持)在)?$"
)
_OF_LIMIT = re.compile(r"为(?P<of>[^，；。]{0,24}限额)的$")
"""`债务余额9万元，为核定限额的88%`."""
_OF_LEVEL = r"(全[省市县区州旗盟镇乡]|[省市县区州旗盟镇乡]本?级|本级)?"
_COMPLETION = re.compile(
    r"(完成(了)?|为|达到?|占|是)([^，。；]{0,24}(会议|人大)(审议|审查)?(批准|通过)的?)?(?P<of>"
    + _OF_LEVEL
    + r"(年初|调整后?|汇总|代编|全年|本年|年度|变动|\d{4}年|当年|年)*(的)?(预算计划|(收入|支出)?预算|计划|(收入|支出)?(预期目标|预期|目标任务|目标|任务|计划))(调整)?(数|安排数|进度)?)(\((调整|年初)数?\))?(的|为|之)?$"
    r"|(完成率|执行率|(执行|完成|支出)进度)(为|达到?|是)?$|^，(收入|支出)?进度(为|达到?)?$|^，完成(了)?$"
)
_AT_LEAST = re.compile(
    r"不(低|少|超|高)[于过]$|(占比|比重|比例)(均|都|保持|稳定|维持)?在?(超过?|高于|低于|不足|接近)$"
)
"""A bound is no share and no change: `税占比不低于79%`."""
_AFTER_BUDGET = re.compile(r"^的$")
_BUDGET_AMOUNT = re.compile(
    r"(完成(了)?|占|为)(?P<of>"
    + _OF_LEVEL
    + r"(人大|年初|调整后?|全年|本年|当年|年度|年|变动|代编)*(的)?(预算计划|(收入|支出)?预算|计划|(收入|支出)?(目标任务|预期目标|预期|目标|任务|计划))(调整|安排)?(数)?)(的|为)?$"
)
_COMPLETES = re.compile(r"的|$|[\d.]+[，。；]")
"""Behind the budget stands how much of it was completed; some leave out the word between (`完成调整预算9万元98%`)."""
_GAP = re.compile(
    r"(^|[，；：。、])((差值|差额|差异|差距|相差)[数率]?[为是]?|[^，；：。、]{0,6}(车均|辆均|平均每辆)[^，；：。、]*)$"
)
"""`支出9万元，年初预算10万元，差值为1万元`, `全年车均运行费3万元`: no amount of the budget."""
_WHOLE_AMOUNT = re.compile(r"占(?P<of>[^，；。占]{2,30})$")
"""`占一般公共预算支出9万元的84%`: the whole that a share is of, told again."""
_FROM = re.compile(r"均?[由从](年初|原|原来|原定|批准|预算|安排|计划|数|的)*$")
_ADJUSTS = "(调整|变动|变更|修订|上调|下调|调增|调减)"
_BECOMES = re.compile(f"，?拟?(相应)?({_ADJUSTS}后?(为|到|至)|(增加|减少)(到|至)|调整)")
"""`由9万元增加到10万元`: what a budget was and became."""
_ADJUSTED = re.compile(
    f"(?P<label>^，?|.*?[^，；。])(预算)?(相应)?({_ADJUSTS}后?((收入|支出)?预算(数|总额)?)?(为|到|至)|调整后)$"
)
_KEPT = re.compile("(?P<label>.*[^，；。])(不[作做]调整|(保持|维持)?不变)，仍?为$")
"""`收入预算不作调整，仍为9万元`."""
_BECAUSE = re.compile(
    r"((^|，)(经[^，。；]*(?=(批准|通过)的?$)|根据|按照|依据|考虑|截[至止]|后经)[^，；。]*)+$"
)
"""What an adjustment rests on names nothing (`根据实际收入情况调整为5亿元`)."""
_REACHED = re.compile(r"(增加|减少|下降|上升|提高|降低|压减)为$")
"""`支出决算减少为0元`: what it came to, where nothing is named that it is compared with."""
_REMARK = re.compile(r"^\([^()\d]*\)(?=.)")
"""A remark behind an amount (`371万元(含上年结转)，增长2.5%`) says nothing of what follows."""
_ASIDE = re.compile(r"(?<=预算的)\([^()\d]*\)$")
"""What a budget holds (`为预算的(含上级专项)69%`)."""
_BASE = re.compile(
    r"相?(比|较|与|同)(?P<what>[^，；。]{0,12}预算调整时[^，；。]{0,8}|(十[二三四五]五(时期|末)?|20\d\d年|上年|去年|年初|同期|预算)[^，；。]{0,30}?|[^，；。]{0,36}报告数)(的|为|是)?$"
)


_PARTS_OF_CHANGE = re.compile(r"，?\(其中：?(?P<place>[^，；。：()]{2,8})$")
"""`增加6万元(其中：县本级5万元，开发区1万元)`: the parts of a change are changes."""
_SIDE_BEHIND = re.compile(r"^(调[增减]|增加|减少)了?(?P<side>收入|支出)")
_NAMED = re.compile(r"[一-龥]{4}$")
_GOES_ON = re.compile("[、和及]|，(?!调整)[^，；。：()]{2,8}$")
_OTHER_BASIS = re.compile(
    r"([单当]月|最后\d个?月)[^，。；]*$|"
    r"(剔除|扣除)[^，。；]{0,30}(后|，([^，。；]{2,16}(?=同比|比上年))?)(同口径)?(实际)?(比上年|同比)?[增上下减回][^，。；、]{0,4}$"
    r"|(剔除|扣除)[^，。；]{0,30}(，按[^，。；]{2,8}计算)?，则?(完成|为|达到?|比上年|同比)[^，。；]{0,8}$"
    r"|(不考虑|还原|不含)[^，。；]{0,24}(因素|影响|口径)后?，?(同比|比上年)?[增上下减回][^，。；、]{0,4}$"
)
_OTHER_BASIS_OPENS = re.compile("(剔除|扣除)[^，。；]*，[^，。；]*")
_ONLY_CHANGES = re.compile("，(比上年|同比|较上年)?[增上下减][一-龥]")
_OF_THAT_BASIS = re.compile(r"，?(同比|相应)?([增减]收|[增减]支|增加|减少)了?额?")
_LEFT_OUT = re.compile(r"(不考虑|剔除|扣除|还原)[^，。；：]{2,20}(因素|影响|口径)后?，[^，。；：]{0,20}$")
_PART_OPENS = re.compile(r"(^|[，；。、(])(?P<part>其中[:：]?(预计|有|已|拟|按规定|安排)?)$")
_MOVES = (
    (re.compile(r"^(从[^，。；]{0,12})?(调入|调出至?|统筹至?)(到)?一般公共预算"), "调出资金"),
    (re.compile(r"^结转(到|至)?下年|^结转至?20\d\d年"), "结转下年"),
    (re.compile(r"^(用于)?补充预算稳定调节基金"), "补充预算稳定调节基金"),
)
_TAKEN, _TO_GENERAL = re.compile("(调入|调出|划转)$"), re.compile("[到至]一般公共预算")
"""`调入3亿元到一般公共预算` leaves the budget spoken of."""
_KIND_BEHIND = re.compile(r"^(为|是|属于)(?P<name>[一-龥]{2,16})(?=[，；。、)]|$)")
_USED_FOR = re.compile(r"^(用于|用作|投入|拨付)")
_USE_BEHIND = re.compile(r"^(由|纳入|列入|上缴|来自|来源于)")
"""What is said behind an amount that only `其中` introduces."""


@dataclass(frozen=True, slots=True)
class Clause:
    """The role of one quantity.

    `label` is the raw text that says of what (may be empty: of the subject before); `verb` the verb of a change, or
    `not_chosen`; `of` what a share, a completion or a base refers to, or which budget an amount is (`完成年初预算5万元的98%`);
    `listed` says that its verb stands before a list (`增加补助9万元、转贷3万元`).
    """

    role: Role
    label: str
    verb: str | None = None
    of: str | None = None
    listed: bool = False


def clause(left: str, quantity: Quantity, right: str, before: Clause | None = None) -> Clause:
    """The role of a quantity between the text since the quantity before it (`left`) and the text after it (`right`).

    `before` is the clause of the quantity before: a percent in brackets behind a change is that change (`增加3万元(15.1%)`).
    """
    if (
        left == "("
        and right.startswith(")")
        and quantity.sort == "percent"
        and before
        and before.role == "change"
    ):
        return Clause("change", "", before.verb)
    if quantity.sort == "percent" and left == "的" and before and before.role == "none" and before.of:
        return Clause("share", "", of=before.of)
    inside = before is not None and before.role == "change" and _PARTS_OF_CHANGE.match(left)
    if before and inside and words().places.fullmatch(inside["place"]):
        return Clause("change", inside["place"], before.verb, listed=True)
    own_verb = words().change.search(left) or words().change_first.match(left[1:])
    if before and before.listed and _GOES_ON.match(left) and own_verb is None:
        return replace(before, label=left[1:])
    if not left and quantity.sort == "money" and before is not None:
        verb = re.match("，(增长|下降)", right) if before.role == "base" else None
        return Clause("change", "", verb[1]) if verb else Clause("none", left)
    left = _REMARK.sub("", left)
    if _GAP.search(left):
        return Clause("none", left)
    if quantity.sort == "percent":
        completes = not left and before is not None and before.role == "level" and before.of
        return Clause("completion", "", of=before.of) if before and completes else _percent(left)
    not_chosen = words().not_chosen.search(left)
    if not_chosen:
        return Clause("change", left[: not_chosen.start()], "not_chosen")
    budget = _BUDGET_AMOUNT.search(left) if _COMPLETES.match(right) else None
    if budget:
        return Clause("level", left[: budget.start()] + "预算", of=budget["of"])
    whole = _WHOLE_AMOUNT.search(left) if right.startswith("的") else None
    if whole:
        return Clause("none", left, of=whole["of"])
    origin = _FROM.search(left) if _BECOMES.fullmatch(right) else None
    if origin:
        return Clause("level", left[: origin.start()], of="年初预算")
    if before and before.of == "年初预算" and _BECOMES.fullmatch(left):
        return Clause("level", "", of="调整预算")
    adjusted = _ADJUSTED.match(left)
    if adjusted:
        return Clause("level", _BECAUSE.sub("", adjusted["label"]), of="调整预算")
    kept = _KEPT.match(left)
    if kept:
        return Clause("level", kept["label"], "unchanged", of="调整预算")
    still = re.search(r"(变化|变动|增减(变化|变动)?)(了|为)?$", left)
    if still and quantity.value == 0:
        return Clause("change", left[: still.start()], "unchanged")
    segment = re.sub(
        "^(以及|和|及|并)",
        "",
        re.split(r"[，；：。、(]|(?<=等)相应(?=调[增减])|(?<=[一-龥]{6})相应(?=(增加|减少)[一-龥]{3})", left)[
            -1
        ],
    )
    first = words().change_first.match(segment)
    change = words().change.search(left)
    reached = _REACHED.search(left) if change and quantity.sort == "money" else None
    if change and reached and comparison(left) is None:
        return Clause("level", left[: change.start()])
    if first and not change:
        return Clause("change", (first["level"] or "") + first["label"], first["verb"], listed=True)
    if change:
        return Clause("change", _with_side(left[: change.start()], change), change["verb"])
    against = words().against.search(left)
    if against:
        return Clause("change", left[: against.start()], against["verb"])
    base = _BASE.search(left)
    if base and re.match(  # 较2023年决算数6万元1万元，增长17%: the verb was lost
        r"^$|^[，,]?(相比)?[，,]?(各)?(增|减|[超短]收|调[增减]|下降|上升|提高|降低|持平|[少多]$)", right
    ):
        return Clause("base", left[: base.start()], of=base["what"])
    return Clause("level", left)


def _with_side(label: str, change: re.Match[str]) -> str:
    """The label of a change whose side stands behind its verb: `专项转移支付调增支出` is what such transfers pay for."""
    side = _SIDE_BEHIND.search(change[0])
    named = side is not None and _NAMED.search(label) is not None and comparison(label) is None
    return label + side["side"] if side is not None and named else label


def changed_in_brackets(left: str) -> bool:
    """Whether an amount in brackets is how much something changed (`加上上年结余(2亿元)、调出资金减少(1亿元)`)."""
    return left.endswith("(") and words().change.search(left[:-1]) is not None


def of_each_car(left: str) -> bool:
    """Whether an amount is what one car costs (`全年车均运行费3万元`)."""
    gap = _GAP.search(left)
    return gap is not None and "均" in gap[0]


def of_other_basis(left: str, before: Clause | None = None) -> bool:
    """Whether a change is one of amounts that are not printed, or goes on from such a one `before` it.

    `剔除一次性因素后增长3%`, `剔除退税因素后，完成预算的90%，下降3%`, `剔除退税后增长5%，增收9万元`.
    """
    if _OTHER_BASIS.search(left):
        return True
    if before is None or before.role != "none":
        return False
    opened = _OTHER_BASIS_OPENS.search(before.label) and _ONLY_CHANGES.fullmatch(left)
    return bool(opened or (before.verb and _OF_THAT_BASIS.fullmatch(left)))


def amount_of_other_basis(left: str) -> bool:
    """Whether an amount is one that some of what was printed is left out of (`不考虑退税因素影响，收入9万元`)."""
    return _LEFT_OUT.search(left) is not None


def moved(said: Clause, right: str) -> Clause:
    """The clause of an amount whose words stand behind it: `其中2亿元调入一般公共预算` is what is moved, not the whole again."""
    opens = _PART_OPENS.search(said.label)
    if opens is None:
        out = _TAKEN.search(said.label) if _TO_GENERAL.match(right) else None
        return replace(said, label=f"{said.label[: out.start()]}调出资金") if out else said
    whole = said.label[: opens.start("part")]
    for pattern, name in _MOVES:
        if pattern.match(right):
            return replace(said, label=f"{whole}其中：{name}")
    kind = _KIND_BEHIND.match(right)
    if kind:
        return replace(said, label=f"{whole}其中：{kind['name']}")
    if _USED_FOR.match(right):
        return replace(said, label=f"{whole}其中：安排")
    return replace(said, role="none") if _USE_BEHIND.match(right) else said


def _percent(left: str) -> Clause:
    left = _ASIDE.sub("", left)
    if _AT_LEAST.search(left):
        return Clause("none", left)
    share = _SHARE.search(left) or _OF_LIMIT.search(left)
    completion = _COMPLETION.search(left)
    if completion and not (
        share and not re.search("(?<!收入)(?<!支出)预算|任务|计划|目标|预期", share["of"] or "")
    ):
        return Clause("completion", left[: completion.start()], of=completion["of"])
    if _AFTER_BUDGET.match(left):
        return Clause("completion", "", of="预算")
    if share:
        return Clause("share", left[: share.start()], of=share["of"])
    not_chosen = words().not_chosen.search(left)
    if not_chosen:
        return Clause("change", left[: not_chosen.start()], "not_chosen")
    change = words().change.search(left)
    if change:
        return Clause("change", left[: change.start()], change["verb"])
    against = words().against.search(left)
    if against:
        return Clause("change", left[: against.start()], against["verb"])
    return Clause("none", left)
