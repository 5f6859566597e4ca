"""What a label names: an item of the vocabulary, a code of the functional or economic classification, or just words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from loaders.narrative.codes import SubjectCodes, bare_name
from loaders.narrative.labels import family_of
from loaders.narrative.revenues import fund_expenditure, insurance_scheme, revenue_line
from loaders.narrative.words import ItemRule, words

_TRANSFERS = re.compile(
    r"转移性(收入|支出)等?$|上级[^、]{0,6}补助[和及]转移支付(收入)?$|税收返还[和及、]转移支付[^、和及与]*$"
)
_SEVERAL = re.compile(
    r"(上解|补助|还本|转贷|调入|调出|结转|结余).*[、和及].*(上解|补助|还本|转贷|调入|调出|结转|结余|转移支付|调节基金)(?!结转|结余)|[^、]{3,}、[^、]{3,}等((专项)?资金)?$"
    r"|(?<!其他)(收入|支出|补助|资金|结转|结余|基金|上级|下级|下年|还本|转贷|上解|调入|调出)等(收入|支出|资金)?$"
)
_STAGED = re.compile(
    r"(?<=收入|支出)年初$|(年初|调整后?的?|全年|变动|汇总的?|代编的?)预算(数)?(?=合计|$|为|安排)"
)
_REMARK = re.compile(
    r"\((含|不含|不包括|包括|详见|见|注|按|下同|扣除|剔除)[^()]*\)|\((?!同|可比)[^()]{1,4}口径\)"
)
_NAMES_IN_BRACKETS = re.compile(r"\([^()]*、[^()]*\)$|(?<=收入)\((?!含|不)[^()]{5,}\)$")
"""What a line is made up of, behind its name: `专项收入(主要是教育费附加、排污费)`."""
_NUMBER = re.compile(r"(?<=支出|收入|余额|限额)的?(预算|决算|执行|预计执行)?(数|科目)$|(?<=支出|收入)预算$")
_OPENS_YEAR = re.compile(r"^(年初|原)(预算)?(安排)?(?=[^，]*(收入|支出)$)")
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
_LEVELS = re.compile(r"((?:[^()（）]|\((?!类|款|项)[^()（）]{1,4}\)){2,40}?)\((类|款|项)\)")
"""A subject may have brackets of its own: `政府办公厅(室)及相关机构事务(款)`."""


_CLASS_OF_BUDGET = re.compile(r"(一般公共预算|公共财政预算|政府性基金(预算)?)(?P<name>[一-龥]{2,12}支出)$")
_BY_FUNCTION = re.compile(r"功能(分类)?(科目)?(划分|分类|来?看|情况)")
"""A heading under which every amount is of a functional subject (`按支出功能分类科目划分`)."""
_MOVED = ("income.transfer_in", "expenditure.transfer_out")
"""What comes from or goes to another budget stays a line of the one spoken of (`国有资本经营预算调入资金`)."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a label stands.

    Attributes:
        kind: the document kind.
        headings: the headings above, outermost first.
        parent_items: items of the amounts whose parts are listed, and of the one that the paragraph begins with.
        whole_items: items of the amount whose parts are listed, alone.
        whole_code: its code, if it is of a functional subject.
        after: the label before this one, `after_items` its items, `after_code` its code.
        family: the budget spoken of.
        default: the budget of what names none.
        stage: the document's stage.
        sentence: the whole sentence.
    """

    kind: str
    headings: tuple[str, ...]
    parent_items: tuple[str, ...]
    whole_items: tuple[str, ...]
    whole_code: str | None
    after: str
    after_items: tuple[str, ...]
    after_code: str | None
    family: str
    default: str
    stage: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What a label names. `items` has two entries where one amount is said of two (`收入、支出总计各…`)."""

    label: str
    items: tuple[str, ...] = ()
    code: str | None = None
    family: str = "any"

    @property
    def named(self) -> bool:
        """Whether the vocabulary or a classification knows it."""
        return bool(self.items) or self.code is not None

    @property
    def by_place(self) -> bool:
        """Whether it is a subject of a classification only because of those before it."""
        return self.code is None and any(item.endswith((".function", ".economic")) for item in self.items)


def resolve(label: str, setting: Setting, codes: SubjectCodes, *, counts: bool = False) -> Subject:
    """The subject of a cleaned label.

    Args:
        label: the cleaned label.
        setting: where it stands.
        codes: names of classification subjects and their codes, as the document's own tables pair them.
        counts: whether the number is a count, not money.
    """
    if setting.kind.startswith("gov_"):
        label = _NAMES_IN_BRACKETS.sub("", label)
    own = family_of(label)
    family = own if own and own != "total" else setting.family
    if family == "all_levels" and "地方" in label:
        named = (family_of(heading) for heading in reversed(setting.headings))
        family = next((name for name in named if name), setting.default)
    if own == "fiscal_grant" and setting.family == "gpb":
        family = "gpb"
    if not counts:
        coded = _classified(label, codes, setting)
        if coded:
            return Subject(label, (_function_item(family, coded),), coded, family)
        listed = _listed_class(label, setting)
        if listed:
            return Subject(label, (_function_item(family, listed),), listed, family)
        part = _economic_of_project(label, setting.whole_items, codes, family)
        if part:
            return part
    if setting.kind.startswith("gov_") and not counts:
        if _SEVERAL.search(label) and not _TRANSFERS.search(label):
            return Subject(label, (), None, family)
        line: tuple[str, str | None, str] | None = None
        if family != "all_levels":  # of what is raised for other levels too, a tax is no line of this budget
            line = revenue_line(_STAGED.sub("预算", label), family, setting.after_code)
        line = line or insurance_scheme(label + _side_of(label, setting), setting.after_code)
        if family == "gov_fund":
            line = line or fund_expenditure(label)
        if line:
            return Subject(label, (line[0],), line[1], line[2])
    plain = _REMARK.sub("", _STAGED.sub("预算", label))
    if setting.kind.startswith("gov_"):
        plain = _OPENS_YEAR.sub("", _NUMBER.sub("", plain))
    for rule in _rules(setting.kind, counts):
        if rule.label.search(plain) and _applies(rule, plain, setting, family):
            if rule.none:
                return Subject(label, (), None, family)
            meant = setting.family if rule.by_place else family
            items = _pick(rule, plain, meant)
            if items:
                moved = setting.kind.startswith("gov_") and items[0] in _MOVED and setting.family != "any"
                return Subject(label, items, None, setting.family if moved else meant)
    if not counts:
        follower = _by_position(label, setting, codes, family)
        if follower:
            return follower
    return Subject(label, (), None, family)


def _side_of(label: str, setting: Setting) -> str:
    """The side of the insurance funds whose schemes are listed (`社会保险基金收入9万元，其中：失业保险基金1万元`)."""
    sides = {"social_insurance.income": "收入", "social_insurance.expenditure": "支出"}
    bare = len(setting.whole_items) == 1 and label.endswith("基金")
    return sides.get(setting.whole_items[0], "") if bare else ""


@lru_cache(maxsize=64)
def _rules(kind: str, counts: bool) -> tuple[ItemRule, ...]:
    """The rules that hold in a kind of document, for counts or for money."""
    return tuple(
        rule
        for rule in words().items
        if rule.counts == counts and not (rule.kind and not rule.kind.search(kind))
    )


def _applies(rule: ItemRule, label: str, setting: Setting, family: str) -> bool:
    """Whether a rule whose label fits holds where the label stands."""
    if rule.unless and rule.unless.search(label):
        return False
    parents = setting.parent_items
    if rule.parent and not any(rule.parent.search(item) for item in parents):
        return False
    if rule.parent_not and any(rule.parent_not.search(item) for item in parents):
        return False
    if rule.part_of and not any(rule.part_of.search(item) for item in setting.whole_items):
        return False
    if rule.heading and not any(rule.heading.search(heading) for heading in setting.headings):
        return False
    if rule.near and not any(rule.near.search(text) for text in (*setting.headings, setting.sentence)):
        return False
    if rule.after and not rule.after.search(setting.after):
        return False
    if rule.family and rule.family != family:
        return False
    return not (rule.stage and rule.stage != setting.stage)


def _pick(rule: ItemRule, label: str, family: str) -> tuple[str, ...]:
    if "general" in rule.items and "special" in rule.items:
        sort = "general" if "一般" in label else "special" if "专项" in label else "any"
        return rule.items.get(sort, ())
    if family in rule.items:
        return rule.items[family]
    if family == "fiscal_grant" and "gpb" in rule.items and "any" not in rule.items:
        return rule.items["gpb"]
    return rule.items.get("any", ())


def _classified(label: str, codes: SubjectCodes, setting: Setting) -> str | None:
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
    levels = _LEVELS.findall(label)
    if not levels:
        return None
    path, digits_of_level = [name.strip("-—－") for name, _ in levels], _DIGITS[levels[-1][1]]
    known = codes.function_of(path, digits_of_level) or codes.usual_function(path, digits_of_level)
    if known is None and levels[-1][1] == "类":
        known = words().functional_classes.get(bare_name(levels[-1][0]))
    if known is None and levels[-1][1] != "项" and len(levels) == 1:
        known = codes.economic_of(levels[-1][0])
    return known


def _listed_class(label: str, setting: Setting) -> str | None:
    """The code of a class behind the name of its budget (`一般公共预算农林水支出`) or in a list of classes, where 其他支出 is the class 229."""
    of_budget = _CLASS_OF_BUDGET.search(label)
    if of_budget:
        return words().functional_classes.get(bare_name(of_budget["name"]))
    if not setting.after_items or not all(item.endswith(".function") for item in setting.after_items):
        return None
    of_class = setting.after_code is not None and len(setting.after_code) == _DIGITS["类"]
    return words().functional_classes.get(bare_name(label)) if of_class else None


def _by_position(label: str, setting: Setting, codes: SubjectCodes, family: str) -> Subject | None:
    """Labels that only their place explains: classes in a list of classes, economic items and projects in lists of such."""
    bare = _PREFIX.sub("", bare_name(_STAGE_WORDS.sub("", _REMARK.sub("", label))))
    parents = setting.parent_items
    if label.endswith("科目") and setting.kind.startswith("gov_"):  # “小学教育”科目9万元
        code = codes.function_of([label[:-2]]) or codes.usual_function([label[:-2]], listed=True)
        return Subject(label, (_function_item(family, code or "2"),), code, family)
    if re.search(r"\((类|款|项)\)", label):
        return Subject(label, (_function_item(family, "2"),), None, family)
    name = re.split(r"[为：]|用于|(?<=预算)安排", bare)[-1]
    known = words().functional_classes.get(name) or words().functional_classes.get(name.removesuffix("事务"))
    indebted = any(item.startswith("debt.") for item in parents)  # 债务余额投向教育8万元: no expenditure
    if known and not ((indebted or name == "其他") and "支出" not in label):
        return Subject(label, (_function_item(family, known),), known, family)
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
        return Subject(label, (_function_item(family, code or "2"),), code, family)
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
        return Subject(label, (_function_item(family, code or "2"),), code, family)
    policy = setting.kind.startswith("gov_") and (_POLICY.search(label) or not _EXPENSE.search(label))
    if not policy and setting.after_items and all(".function" in item for item in setting.after_items):
        return Subject(label, setting.after_items, None, family)
    if any(_PROJECT.search(item) for item in parents):
        part = _economic_of_project(label, parents, codes, family)
        if part:
            return part
        own = any(item.startswith("gpb") for item in parents)
        item = "gpb.expenditure.project.item" if own else "expenditure.project.item"
        return Subject(label, (item,), None, family)
    return None


def _economic_of_project(
    label: str, wholes: tuple[str, ...], codes: SubjectCodes, family: str
) -> Subject | None:
    """The class of the economic classification that a part of projects is of (`项目支出…，其中：商品和服务支出`)."""
    bare = _PREFIX.sub("", bare_name(_STAGE_WORDS.sub("", label)))
    if not _ECONOMIC_CLASS.match(bare) or not any(_PROJECT.search(item) for item in wholes):
        return None
    own = any(item.startswith("gpb") for item in wholes)
    item = "gpb.expenditure.economic" if own else "expenditure.economic"
    return Subject(label, (item,), codes.economic_of(bare), family)


def _function_item(family: str, code: str) -> str:
    if code.startswith(("3", "5")):
        return "gpb.expenditure.economic" if family in ("gpb", "fiscal_grant") else "expenditure.economic"
    return {
        "gpb": "gpb.expenditure.function",
        "fiscal_grant": "fiscal_grant.expenditure.function",
        "gov_fund": "gov_fund.expenditure.function",
        "state_capital": "state_capital.expenditure.function",
    }.get(family, "expenditure.function")
