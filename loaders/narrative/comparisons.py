"""What a change is measured against: a year, a stage, and the words of a change without it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COMPARISON = re.compile(
    r"(?:比|较|与|同|于|跟|和|超[过出]?)(?:(?P<year>20\d\d)年|(?P<last>上年|去年|上一年|同期)|(?P<budget>(年初|调整后?|全年|人代会(批准的)?)?预算|年初))(?P<rest>[^，；。]{0,14})|(?P<same>同比)|(?P<kept>(执行|快报)数)"
)
_TOLD = re.compile(
    r"与[^，。；]{2,40}?(?P<year>20\d\d)年(?P<kept>执行|预算|决算|快报)数?相比|(比|较|与|同)[^，；。]{0,36}?报告(数|的执行数)"
)
"""What a congress or its committee was told before: `与…会议审议的2023年执行数相比`, `比报告数…`."""
_AT_CHANGE = re.compile(r"(比|较|与|同)[^，；。]{0,12}预算调整时")
COMPLETED = "completed"
"""The stage of what was completed (`比上年完成数`): an execution or an account, as the document says of the year."""
_WITH = re.compile(r"^(与|比|较|同|和)[^，；。]{0,24}?相比")
_AGAINST = r"(均|都|各)?(比|较|与|同|于|跟)(上年|去年|上一年|20\d\d年|年初|同期|预算|调整|全年|人代会|[^，。；]{0,36}报告的?执行数|十[二三四五]五(?!目标)).*$|同比.*$"
_COMPARED = re.compile(r"(预算数?|决算数?|数|执行数)?" + _AGAINST)
_CAUSE = re.compile(
    "(因(?!公|此|而)|由于|鉴于|考虑到?)[^，]*(?<!支出)(?<!收入)$"
    "|(根据|按照|依据|结合)[^，]*(情况|规定|要求|通知|文件|政策|精神|因素|实际|预测|进度|需要?)$"
)
"""Why something changes, and what that rests on, names nothing (`因落实退税政策，拟调减2亿元`)."""
_TOUCHED = re.compile(r"(?P<name>.*(收入|支出|税))受[^，。；]*影响$")
"""`税收收入受减税降费影响，较年初预算减少…`: what has changed stands before its cause."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a change is measured against: an explicit year, the year before, or the year's own budget.

    `opening` says that the words name the budget of the year's beginning (年初预算).
    """

    year: int | None
    back: int
    stage: str | None
    opening: bool = False


def comparison(text: str) -> Comparison | None:
    """The last comparison that a text makes (`比2021年预算…`, `与上年相比`, `较年初预算数…`)."""
    found = None
    for match in _COMPARISON.finditer(text):
        words_after = (match["budget"] or match["kept"] or "") + (match["rest"] or "")
        stage = None
        if re.search(r"执行|预计", words_after):
            stage = "execution"
        elif re.search(r"决算", words_after):
            stage = "final"
        elif re.search(r"完成数", words_after):
            stage = COMPLETED
        elif re.search(r"调整|全年预算", words_after):
            stage = "adjusted_budget"
        elif re.search(r"预算|年初", words_after):
            stage = "initial_budget"
        opening = re.search("年初|人代会", words_after) is not None
        if match["year"]:
            found = Comparison(int(match["year"]), 0, stage, opening)
        else:
            found = Comparison(None, 0 if match["budget"] or match["kept"] else 1, stage, opening)
    if found is None and _AT_CHANGE.search(text):
        return Comparison(None, 0, "adjusted_budget")
    told = _TOLD.search(text) if found is None and ("报告" in text or "相比" in text) else None
    if told is not None:
        stage = {"预算": "initial_budget", "决算": "final"}.get(told["kept"] or "", "execution")
        found = Comparison(int(told["year"]) if told["year"] else None, 0, stage, False)
    return found


def without_comparison(label: str) -> str:
    """The label of a change without what it is compared with (`公务接待费预算数比上年` → `公务接待费`)."""
    *before, segment = re.split(r"[，；：。]", label.rstrip("，："))
    name = "" if _CAUSE.match(segment) else _COMPARED.sub("", _WITH.sub("", segment.lstrip("、和及")))
    touched = _TOUCHED.match(before[-1]) if before and not name else None
    return touched["name"] if touched else name


def before_comparison(label: str) -> str:
    """The words of a change before what it is compared with, which may tell its year and stage (`2022年三公经费预算较2021年`)."""
    return re.sub(_AGAINST, "", re.split(r"[，；：。]", label.rstrip("，："))[-1])
