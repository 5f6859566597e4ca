"""What an amount of a performance form means: its fund, nature and item, and the project that only the title names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from loaders.catalogue import header_facet
from loaders.tables.form_money import FormMoney, is_total
from loaders.tables.forms import Form
from loaders.tables.grid import packed
from loaders.tables.heading import Heading, stage_of
from loaders.tables.labels import parted

_TITLE = re.compile(
    r"^(?:20\d\d年(?:度)?)?(?P<name>.{4,60}?)(?:项目)?(?:支出)?绩效(?:目标|自评)(?:申报|批复|公开)?(?:情况)?表$"
)
_NAMED_ABOVE = re.compile(r"^(专项|项目)([(（].{1,6}[)）])?名称[\s:：]*(?P<name>[^\s及和与、/].{1,60})$")
_BODY_ABOVE = re.compile(
    r"^(项目)?(填报|申报|编制|预算|实施|项目)(单位|部门)([(（].{1,6}[)）])?(名称)?\s*[:：]\s*(?P<name>[一-龥()（）]{4,40}?)"
    r"(?=$|[^一-龥()（）]|(金额)?单位[:：]|(填报|申报|编制)?(日期|时间)|联系)"
)
_NO_NAME = re.compile(
    r"^(.{0,12}(部门|单位|整体|财政|市级|区级|县级|省级|本级))?(预算|支出|专项业务经费|专项资金|重点|政策和|一级|二级|部门|绩效|项目|资金|专项)*$"
)
# what is left over or was moved is no amount of the budget: 本年度结余金额, 年中调整金额
_NO_LEVEL = re.compile(r"(?<!结转)(?<!上年)结余(金额|数|资金)?[^结余含]{0,8}$|调整金额|调[增减]")
_STAGED = re.compile(r"^(年初|全年|年中|调整后?)(预算|执行|决算)(数|额|金额)|^(预算|执行)数$|^同名项目上年")
_GIVEN = re.compile("(资金|拨款|补助|本级支出)$")
_BARE_BUDGET = re.compile(r"(项目|年度)?预算(数|额|金额)?(\(.{1,4}\))?[A-D]?")
_SUM = re.compile("[小合]计")
"""年初安排金额① | 年中调整金额② | 小计③=①+②: what the budget has become."""
_WHOLE = re.compile(r"^总体|^整体|整体支出$|总额|总计|合计$|^部门预算|(基本|项目|人员|公用)(支出|经费)$")
_OF_PROJECT = re.compile(r"(项目|专项)(资金|经费|预算)(?!安排)")
_LISTED = {"task": "expenditure.task.item", "project": "expenditure.project.item"}
_BY_FUND = {
    "fiscal_grant": "fiscal_grant.expenditure.total",
    "general_public": "gpb.expenditure",
    "gov_fund": "gov_fund.expenditure",
    "state_capital": "state_capital.expenditure",
}
_BY_NATURE = {"fiscal_grant": "fiscal_grant.expenditure", "general_public": "gpb.expenditure"}
_INCOME = {
    fund: f"income.{fund}"
    for fund in (
        "fiscal_grant",
        "general_public",
        "gov_fund",
        "state_capital",
        "fiscal_account",
        "unit_funds",
        "operating",
        "business",
        "superior_subsidy",
        "subordinate_remit",
        "other",
        "carryover",
        "reserve_use",
    )
}
_OVERALL = {
    "basic": "expenditure.basic",
    "basic.personnel": "expenditure.basic.personnel",
    "basic.public": "expenditure.basic.public",
    "project": "expenditure.project",
    "project.operating": "expenditure.project.operating",
    "project.specific": "expenditure.project.specific",
    None: "expenditure.total",
}


def named_above(forms: Sequence[Form], heading: Heading) -> tuple[Form, ...]:
    """The forms of a table, a single one with what it does not say itself and the lines over it do: its project (专项名称 伯乐奖, or in the title: …维修项目绩效目标表) and its body."""
    if len(forms) != 1:
        return tuple(forms)
    labelled = (one + other for one, other in pairwise(heading.lines) if one.endswith((":", "：")))
    lines = (*heading.lines, *labelled)
    said = {
        field: match["name"]
        for field, pattern in (("project_name", _NAMED_ABOVE), ("unit_name", _BODY_ABOVE))
        for line in lines
        if (match := pattern.match(line))
    }
    title = _TITLE.match(packed(heading.title or ""))
    if title and not _NO_NAME.match(title["name"]) and "整体" not in title["name"]:
        said.setdefault("project_name", title["name"])
    return (replace(forms[0], fields=said | forms[0].fields),)


def is_project(form: Form) -> bool:
    """Whether a form is about a project: it names one, or speaks of 项目资金 where its name is lost.

    That of a whole department may print `127部门整体` where a project's name stands.
    """
    name = form.fields.get("project_name")
    if name is not None:
        return "整体" not in name
    return any(_OF_PROJECT.match(packed(money.group or "")) for money in form.money)


def form_fund(form: Form, money: FormMoney) -> str | None:
    """The fund of an amount: its line's, else its header's; totals, and what a department's form splits otherwise, are of all funds."""
    label, header = _label(money), "/".join(packed(text) for text in money.over)
    total = not is_project(form) or is_total(money) or bool(re.search(r"总额$", header))
    said = header_facet("fund", label) or header_facet("fund", header)
    outer = header_facet("fund", packed(money.over[0])) if money.over else None
    return said or outer or ("all" if total else None)


def form_nature(form: Form, money: FormMoney) -> str | None:
    """The nature of an amount: what its line or header says, else `project` in the form of a project and in a list of projects."""
    if form_revenue(form, money):
        return None
    if is_project(form) or money.listed == "project":
        return "project"
    over = "/".join(packed(text) for text in money.over)
    return header_facet("nature", _label(money)) or header_facet("nature", over)


def form_revenue(form: Form, money: FormMoney) -> bool:
    """Whether an amount of a whole department's form is revenue; what a project takes from 其他收入 is still its expenditure."""
    return money.revenue and not is_project(form)


def form_flow(form: Form, money: FormMoney) -> str:
    """The flow of an amount: what is left over (本年度结余金额) is a balance."""
    if form_revenue(form, money):
        return "revenue"
    left = _left_over(money) and "结余" in packed(money.over[-1])
    return "balance" if left and money.measure == "amount" else "expenditure"


def _left_over(money: FormMoney) -> bool:
    return bool(money.over) and _NO_LEVEL.search(packed(money.over[-1])) is not None


def form_stage(form: Form, money: FormMoney) -> str | None:
    """The stage that the innermost header names which names one, else a label that is nothing but a stage (全年预算数), or that of its whole.

    A bare 预算数 in a form that tells what was spent is the budget that this is measured against.
    """
    text, stage = _stage_said(money)
    moved = (stage_of(packed(other.over[-1])) for other in form.money if other.over)
    if stage == "initial_budget" and money.over and _SUM.match(money.over[-1]) and "adjusted_budget" in moved:
        return "adjusted_budget"
    if stage == "initial_budget" and _BARE_BUDGET.fullmatch(text):
        spent = any(_stage_said(other)[1] == "execution" for other in form.money)
        return "adjusted_budget" if spent else stage
    return stage


def _stage_said(money: FormMoney) -> tuple[str, str | None]:
    """The word of a number's stage and the stage."""
    labels = (packed(text).rstrip(":") for text in (money.label, money.whole or ""))
    texts = (*map(packed, reversed(money.over)), *filter(_STAGED.match, labels))
    said = next(((text, stage) for text in texts if (stage := stage_of(text))), None)
    return said or ("", "execution" if any("收支金额" in text for text in money.over) else None)


def form_item(form: Form, money: FormMoney, fund: str | None, nature: str | None) -> str | None:
    """The item: of a project's amounts (the total, and its parts by source), of the rows of a list, of a whole department's totals."""
    if _left_over(money):
        return None
    if money.period:
        return "expenditure.project.period"
    if money.listed or is_project(form):
        known = money.listed or is_total(money) or fund is not None or _GIVEN.search(_label(money))
        return _LISTED[money.listed or "project"] if known else None
    if form_revenue(form, money):
        return _INCOME.get(fund or "") or ("income.total" if _WHOLE.search(_label(money)) else None)
    return _of_department(packed(money.label), fund, nature)


def _of_department(label: str, fund: str | None, nature: str | None) -> str | None:
    """The item of a whole department's totals, and of their lines by source or nature; None for what no word explains."""
    said = re.sub(r"^其中[::]?|[::]$", "", label)
    if not _WHOLE.search(said) and header_facet("fund", said) is None:
        return None
    if nature is None and fund in _BY_FUND:
        return _BY_FUND[fund]
    if nature in ("basic", "project") and fund in _BY_NATURE:
        return f"{_BY_NATURE[fund]}.{nature}"
    return _OVERALL.get(nature)


def _label(money: FormMoney) -> str:
    """What the label says of an amount: the name of a task or a project says nothing."""
    return "" if money.listed else parted(packed(money.label))[2]
