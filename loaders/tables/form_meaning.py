"""What an amount of a performance form means: its fund, nature and item, and the project that only the title names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from loaders.catalogue import header_facet
from loaders.tables.forms import Form, FormMoney, is_total
from loaders.tables.grid import packed
from loaders.tables.heading import Heading

_TITLE = re.compile(
    r"^(?:20\d\d年(?:度)?)?(?P<name>.{4,60}?)(?:项目)?(?:支出)?绩效(?:目标|自评)(?:申报|批复|公开)?(?:情况)?表$"
)
_NO_NAME = re.compile(
    r"^(.{0,12}(部门|单位|整体|财政|市级|区级|县级|省级|本级))?(预算|支出|专项业务经费|专项资金|重点|政策和|一级|二级|部门|绩效|项目|资金|专项)*$"
)
# what is left over or was moved is no amount of the budget: 本年度结余金额, 年中调整金额
_NO_LEVEL = re.compile(r"(?<!结转)(?<!上年)结余(金额|数|资金)?[^结余含]{0,8}$|调整金额|调[增减]")
_SOURCE = re.compile(
    r"^(当年|本年)?(财政拨款|(一般公共|政府性基金|国有资本经营)预算(财政)?(拨款|资金)?|(政府性基金|国有资本经营)(拨款|资金)?)(收入)?$"
)
_BY_FUND = {
    "fiscal_grant": "fiscal_grant.expenditure.total",
    "general_public": "gpb.expenditure",
    "gov_fund": "gov_fund.expenditure",
    "state_capital": "state_capital.expenditure",
}
_BY_NATURE = {"fiscal_grant": "fiscal_grant.expenditure", "general_public": "gpb.expenditure"}
_OVERALL = {"basic": "expenditure.basic", "project": "expenditure.project", None: "expenditure.total"}


def named_by_title(forms: Sequence[Form], heading: Heading, kind: str) -> tuple[Form, ...]:
    """The forms of a table, a single one without a project's name with the name in its title (…维修项目绩效目标表)."""
    if len(forms) != 1 or "project_name" in forms[0].fields or kind == "perf_dept_overall_target":
        return tuple(forms)
    match = _TITLE.match(packed(heading.title or ""))
    if match is None or _NO_NAME.match(match["name"]) or "整体" in match["name"]:
        return tuple(forms)
    return (replace(forms[0], fields={**forms[0].fields, "project_name": match["name"]}),)


def form_fund(form: Form, money: FormMoney) -> str | None:
    """The fund of an amount: its line's, else its header's; totals, and what a department's form splits otherwise, are of all funds."""
    label, header = packed(money.label), "/".join(packed(text) for text in money.over)
    total = not _is_project(form) or is_total(money) or bool(re.search(r"总额$", header))
    said = header_facet("fund", label) or header_facet("fund", header)
    outer = header_facet("fund", packed(money.over[0])) if money.over else None
    return said or outer or ("all" if total else None)


def form_nature(form: Form, money: FormMoney) -> str | None:
    """The nature of an amount: what its line or header says, else `project` in the form of a project."""
    said = header_facet("nature", packed(money.label)) or header_facet(
        "nature", "/".join(packed(text) for text in money.over)
    )
    return said or ("project" if _is_project(form) else None)


def _is_project(form: Form) -> bool:
    return "整体" not in form.fields.get("project_name", "整体")


def form_item(form: Form, money: FormMoney, nature: str | None) -> str | None:
    """The item of a project's amounts (the total, and its parts by source), and of a whole department's totals."""
    fund = form_fund(form, money)
    if money.over and _NO_LEVEL.search(packed(money.over[-1])):
        return None
    if _is_project(form):
        return "expenditure.project.item" if is_total(money) or fund is not None else None
    said = re.sub(r"^其中[::]?|[::]$", "", packed(money.label))
    whole = re.search(r"^总体|^整体|总额|总计|合计$|^部门预算|^(基本|项目)支出$", said)
    if nature is None and fund in _BY_FUND and (whole or _SOURCE.match(said)):
        return _BY_FUND[fund]
    if whole and nature in ("basic", "project") and fund in _BY_NATURE:
        return f"{_BY_NATURE[fund]}.{nature}"
    return _OVERALL.get(nature) if whole and fund == "all" else None
