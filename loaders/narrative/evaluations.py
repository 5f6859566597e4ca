"""Reports on what a project or a whole body achieved with its money: which of them an amount without a name of its own is of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from loaders.narrative.labels import clean_label
from loaders.narrative.prose import Sentence
from loaders.narrative.scene import Scene
from loaders.narrative.words import words

_PROJECT_BUDGET = re.compile("(该|本)?项目(全年|年初|调整后)?(总?预算|支出)(数|金额)?")
"""`某项目自评综述：项目全年预算数为9万元`: of the project that is evaluated."""
_OF_IT = re.compile(
    "(拟?安排)?(?P<it>该|本)?项目(批复的?|实际|全年|年初|调整后|一般公共|财政|总)+(预算|支出|投入)(数|金额|总额)?"
)
"""`该项目批复的年初预算数为9万元`; without 该, under the heading 项目资金投入."""
_ITS_MONEY = re.compile(
    "(该|本|财政|上级|预算|实际|已|累计|共|计划|安排|批复|申报|申请|下达|拨付)*"
    "((项目|专项)+(预算|资金|经费|安排|总|投入|支出|到位|使用|支付)+|(到位|支付|支出|使用|投入)(项目)?资金|资金全?部?(到位|支付|支出|投入)|到位|支付|支出)"
    "(数|总?额|金额)?"
)
"""`财政预算安排项目资金9万元，到位资金9万元，实际支出8万元`: of the one project that is evaluated, and of nothing else."""
_PROJECT_NAMED = re.compile("^(?!项目).{3,40}(项目|经费|资金|工程|补助)$")
_PROJECT_OF_TITLE = re.compile(
    "(关于)?(20..年度?)?(?P<project>[^，。]+?)(?<!财政项目)(?<!预算项目)(?<!部门项目)(?<!专项资金)(支出)?(绩效|自评)"
)
_WHOLE_SPENT = re.compile("(部门|单位)?(整体支出|预算收支|支出)(规模|执行|使用)?(及.*)?(情况|概况)")
"""The heading over what a whole body was to spend and spent."""


def evaluated_project(scene: Scene, sentence: Sentence, label: str) -> str | None:
    """The project that an amount is of which says at most that it is the project's (`项目全年预算数`), in a sentence on budget and execution."""
    its = _OF_IT.fullmatch(label)
    of_it = its is not None and (its["it"] or "项目资金投入" in "".join(sentence.headings[-1:]))
    of_project = not label or "自评" in label or _PROJECT_BUDGET.fullmatch(label)
    told = of_it or (of_project and words().evaluated.search(sentence.text))
    its_money = _ITS_MONEY.fullmatch(label)
    if not told and not its_money:
        return None
    titles = (scene.identity.title or "", *sentence.headings)
    titled = next((name for text in titles if (name := _project_of(clean_label(text, scene.owner)))), None)
    if its_money and (titled or not told):
        return titled
    return scene.project or _project_above(sentence) or titled or (label if of_it else None)


def _project_above(sentence: Sentence) -> str | None:
    """The project that the innermost heading names (`（一）校舍维修项目`)."""
    heading = clean_label(sentence.headings[-1], None) if sentence.headings else ""
    return heading if _PROJECT_NAMED.search(heading) else None


def _project_of(title: str) -> str | None:
    """The project that the title of an evaluation names (`2022年度农村公路养护项目绩效自评结果`)."""
    named = _PROJECT_OF_TITLE.match(title)
    return named["project"] if named and _PROJECT_NAMED.search(named["project"]) else None


def is_of_whole_body(scene: Scene, headings: Iterable[str]) -> bool:
    """Whether the first amount under these headings of an evaluation is what the whole body was to spend (`年初预算数9万元`)."""
    return (
        scene.identity.kind == "performance" and not scene.stated and any(map(_WHOLE_SPENT.search, headings))
    )
