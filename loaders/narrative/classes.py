"""Subjects of the functional and the economic classification that a label names, prints, or is by its place."""

from __future__ import annotations

import re

from loaders.narrative.codes import SubjectCodes, bare_name
from loaders.narrative.setting import Setting, Subject
from loaders.narrative.words import words

REMARK = re.compile(
    r"\((含|不含|不包括|包括|详见|见|注|按|下同|扣除|剔除)[^()]*\)|\((?!同|可比)[^()]{1,4}口径\)"
)
_PREFIX = re.compile(
    r"^(全[省市县区州旗盟]|[省市县区州旗盟]本?级|本级|年初|安排|地方|主要|用于|其中)+(?=[一-龥]{2})"
)
_STAGE_WORDS = re.compile(
    r"(支出)?(年初|调整后?|全年|本年|当年)?的?(预算|决算)(数|安排)?$|(?<=支出)类$|类?科目$"
)
_CODE = re.compile(
    r"\(([235]\d{2}|[235]\d{4}|2\d{6})\)|(?:^|(?<=[一-龥][-—－/]))(2[0-3]\d|30\d|[23]\d{4}|2\d{6})(?=[^\d类])"
)
_LADDER = re.compile(r"[一-龥、]{2,20}支出(?P<between>[-—－/])[一-龥、]{2,20}(?P=between)[一-龥、]{2,20}")
"""The three levels of a subject one behind the other: `教育支出/普通教育/小学教育`."""
_SPLIT_CODE = re.compile(
    r"\((?P<kind>\d{3})(?:类\)|\)类)(?:.*?\((?P<group>\d{2})(?:款\)|\)款)(?:.*?\((?P<item>\d{2})(?:项\)|\)项))?)?"
)
_STEPPED_CODE = re.compile(r"\((2\d\d)\)(?:(?!\(\d).)+\((\d\d)\)(?:(?:(?!\(\d).)+\((\d\d)\))?$")
"""`一般公共服务(201)政府办公厅(室)及相关机构事务(03)行政运行(01)`: each level prints the digits that it adds."""
_ECONOMIC_PART = re.compile(
    r"\.public$|\.personnel$|expenditure\.economic$|^op_cost\.|\.(wages|family|goods_services)$"
)
_ECONOMIC = re.compile(r"economic$|wages$|family$")
_PROJECT = re.compile(r"expenditure\.project(\.item)?$")
_ECONOMIC_CLASS = re.compile(r"^(工资福利|商品和?服务|对个人和?家庭的?补助|资本性|债务利息)")
_ECONOMIC_NAME = re.compile(
    r"(支出|费用?|补助|补贴|奖金|奖励金?|工资|公积金|年金|绩效|贴息|购置|建设|利息|养老金)$"
)
_FUND_EXPENDITURE = ("gov_fund.expenditure", "state_capital.expenditure")
_POLICY = re.compile(r"资金|安排|拨付|投入|筹集|补贴|经费|奖补|项目")
"""Words of a government's policies, which name no subject of the classification that the amounts before are of."""
_EXPENSE = re.compile(r"支出(预算|决算)?$")
_NAME_LENGTH = 3
_DIGITS = {"类": 3, "款": 5, "项": 7}
LEVELS = re.compile(r"((?:[^()（）]|\((?!类|款|项)[^()（）]{1,4}\)){2,40}?)\((类|款|项)\)")
"""A subject may have brackets of its own: `政府办公厅(室)及相关机构事务(款)`."""
_CLASS_OF_BUDGET = re.compile(r"(一般公共预算|公共财政预算|政府性基金(预算)?)(?P<name>[一-龥]{2,12}支出)$")
_BY_FUNCTION = re.compile(r"功能(分类)?(科目)?(划分|分类|来?看|情况)")
"""A heading under which every amount is of a functional subject (`按支出功能分类科目划分`)."""


def classified(label: str, codes: SubjectCodes, setting: Setting) -> str | None:
    """The classification code a label states or names: printed digits, `…(类)…(款)…(项)`, or a known name of a class."""
    printed: list[str] = [first or other for first, other in _CODE.findall(label)]
    parts = _SPLIT_CODE.search(label)
    if parts:
        return parts["kind"] + (parts["group"] or "") + (parts["item"] or "")
    if stepped := _STEPPED_CODE.search(label):
        return "".join(filter(None, stepped.groups()))
    if printed and re.search(r"[一-龥]", label):
        deepest = max(printed, key=len)  # 社会保障和就业支出(208)…行政运行(2080201)
        return deepest if all(deepest.startswith(code) for code in printed) else printed[0]
    ladder = _LADDER.search(label)
    if ladder:
        path = _STAGE_WORDS.sub("", ladder.group()).split(ladder["between"])
        return codes.function_of(path, _DIGITS["项"]) or codes.usual_function(path, _DIGITS["项"])
    levels = LEVELS.findall(label)
    if not levels:
        return None
    path, digits_of_level = [name.strip("-—－") for name, _ in levels], _DIGITS[levels[-1][1]]
    known = codes.function_of(path, digits_of_level) or codes.usual_function(path, digits_of_level)
    if known is None and levels[-1][1] == "类":
        known = words().functional_classes.get(bare_name(levels[-1][0]))
    if known is None and levels[-1][1] != "项" and len(levels) == 1:
        known = codes.economic_of(levels[-1][0])
    return known


def listed_class(label: str, setting: Setting, codes: SubjectCodes) -> str | None:
    """The code of a class behind the name of its budget (`一般公共预算农林水支出`) or in a list of classes, where 其他支出 is the class 229."""
    if setting.kind.startswith("gov_") and "机关工资福利" in setting.sentence:
        return codes.government_economic_of(label)
    of_budget = _CLASS_OF_BUDGET.search(label)
    if of_budget:
        return words().functional_classes.get(bare_name(of_budget["name"]))
    if not setting.after_items or not all(item.endswith(".function") for item in setting.after_items):
        return None
    of_class = setting.after_code is not None and len(setting.after_code) == _DIGITS["类"]
    return words().functional_classes.get(bare_name(label)) if of_class else None


def by_position(label: str, setting: Setting, codes: SubjectCodes, family: str) -> Subject | None:
    """Labels that only their place explains: classes in a list of classes, economic items and projects in lists of such."""
    bare = _PREFIX.sub("", bare_name(_STAGE_WORDS.sub("", REMARK.sub("", label))))
    parents = setting.parent_items
    if label.endswith("科目") and setting.kind.startswith("gov_"):  # “小学教育”科目9万元
        code = codes.function_of([label[:-2]]) or codes.usual_function([label[:-2]], listed=True)
        return Subject(label, (function_item(family, code or "2"),), code, family)
    if re.search(r"\((类|款|项)\)", label):
        return Subject(label, (function_item(family, "2"),), None, family)
    name = re.split(r"[为：]|用于|(?<=预算)安排", bare)[-1]
    known = words().functional_classes.get(name) or words().functional_classes.get(
        re.sub("(事业)?事务$", "", name)
    )
    indebted = any(item.startswith("debt.") for item in parents)  # 债务余额投向教育8万元: no expenditure
    if known and not ((indebted or name == "其他") and "支出" not in label):
        return Subject(label, (function_item(family, known),), known, family)
    by_class = _ECONOMIC_CLASS.match(bare) and any(item.endswith("expenditure.basic") for item in parents)
    if (
        by_class
        or any(_ECONOMIC_PART.search(item) for item in parents)
        or any(_ECONOMIC.search(item) for item in setting.after_items)
    ):
        own = any(item.startswith("gpb") for item in parents) or family == "gpb"
        item = "gpb.expenditure.economic" if own else "expenditure.economic"
        economic = codes.economic_of(bare)
        if economic or _ECONOMIC_NAME.search(bare):
            return Subject(label, (item,), economic, family)
    code = codes.function_of([bare]) if len(bare) >= _NAME_LENGTH else None
    if code is None and setting.whole_code and _EXPENSE.search(label):
        code = codes.function_below(setting.whole_code, bare)
    if any(_BY_FUNCTION.search(heading) for heading in setting.headings[-1:]):
        code = code or codes.usual_function([bare], listed=True)
        return Subject(label, (function_item(family, code or "2"),), code, family)
    if code is None and len(bare) > _NAME_LENGTH and setting.kind.startswith(("dept_", "unit_")):
        listed = any(item.endswith(".function") for item in (*setting.after_items, *parents))
        of_projects = any(_PROJECT.search(item) for item in setting.whole_items)
        expense = _EXPENSE.search(label) and not of_projects  # 项目支出9万元，其中：招商引资支出3万元
        code = codes.usual_function([bare]) if listed or expense else None
    fund_spends = any(item in _FUND_EXPENDITURE for item in setting.whole_items)
    of_fund = fund_spends and not setting.kind.startswith("gov_") and _EXPENSE.search(label)
    if of_fund:  # 社会福利的彩票公益金支出: the name begins with a word that introduces amounts
        code = codes.usual_function([f"用于{bare}"], listed=True)
    if code or of_fund or bare in words().functional_items:
        return Subject(label, (function_item(family, code or "2"),), code, family)
    policy = setting.kind.startswith("gov_") and (_POLICY.search(label) or not _EXPENSE.search(label))
    if not policy and setting.after_items and all(".function" in item for item in setting.after_items):
        return Subject(label, setting.after_items, None, family)
    if any(_PROJECT.search(item) for item in parents):
        part = economic_of_project(label, parents, codes, family)
        if part:
            return part
        own = any(item.startswith("gpb") for item in parents)
        item = "gpb.expenditure.project.item" if own else "expenditure.project.item"
        return Subject(label, (item,), None, family)
    return None


def economic_of_project(
    label: str, wholes: tuple[str, ...], codes: SubjectCodes, family: str
) -> Subject | None:
    """The class of the economic classification that a part of projects is of (`项目支出…，其中：商品和服务支出`)."""
    bare = _PREFIX.sub("", bare_name(_STAGE_WORDS.sub("", label)))
    if not _ECONOMIC_CLASS.match(bare) or not any(_PROJECT.search(item) for item in wholes):
        return None
    own = any(item.startswith("gpb") for item in wholes)
    item = "gpb.expenditure.economic" if own else "expenditure.economic"
    return Subject(label, (item,), codes.economic_of(bare), family)


def function_item(family: str, code: str) -> str:
    """The item of a subject of a classification in a budget: an economic one where its code says so."""
    if code.startswith(("3", "5")):
        return "gpb.expenditure.economic" if family == "gpb" else "expenditure.economic"
    return {
        "gpb": "gpb.expenditure.function",
        "fiscal_grant": "fiscal_grant.expenditure.function",
        "gov_fund": "gov_fund.expenditure.function",
        "state_capital": "state_capital.expenditure.function",
    }.get(family, "expenditure.function")
