"""Tables as other provinces and other programs print them: titles cut in two, headers taken apart, lists with heads of groups."""

from __future__ import annotations

import pytest
from table_makers import BUDGET, GOVERNMENT, make_table, one, understand, values

from loaders.figures import table_figures

ROWS = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["201", "一般公共服务支出", "90", "70", "20"],
    ["2010601", "行政运行", "70", "70", ""],
]


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("一般公共预", "算支出情况表"), "gpb_expenditure"),
        (("政府性基金预算", "支出表"), "gov_fund_expenditure"),
        (("国有资本经", "营预算支出表"), "state_capital_expenditure"),
        (("财政拨", "款支出表"), "fiscal_grant_expenditure"),
        (("2024年部门预算", "支出总表"), "dept_expenditure"),
    ],
)
def test_a_title_whose_line_broke_inside_a_name_is_one_title(lines: tuple[str, str], kind: str) -> None:
    found = understand(ROWS, lines[0], captions=(lines[1],))
    assert [table.kind for table in found.tables] == [kind]


@pytest.mark.parametrize(
    "header",
    [
        [
            ["地区", "债务限额", "", "", "债务余额", "", ""],
            ["", "", "一般债务", "专项债务", "", "一般债务", "专项债务"],
        ],
        [
            ["地区", *["债务限额"] * 3, *["债务余额"] * 3],
            ["地区", "", "一般债务", "专项债务", "", "一般债务", "专项债务"],
        ],
    ],
)
def test_a_header_over_a_total_and_its_parts_may_be_taken_apart(header: list[list[str]]) -> None:
    rows = [*header, ["青石县", "9", "4", "5", "8", "3", "5"]]
    found = understand(rows, "青石县2025年地方政府债务限额和余额情况表", GOVERNMENT, ("单位：亿元",))
    assert [figure.item for figure in values(found)] == [
        f"debt.{what}{sort}" for what in ("limit", "balance") for sort in ("", ".general", ".special")
    ]


def test_a_total_without_any_header_is_read_all_the_same() -> None:
    rows = [["项目", "", "本年收入合计", "事业收入"], ["", "6", "6", ""], ["201", "9", "9", ""]]
    assert values(understand(rows, "收入决算表"))


def test_heads_of_groups_in_a_catalogue_are_no_projects() -> None:
    rows = [
        ["购买服务项目", "购买服务目录", "<", "<", "合计"],
        ["^", "一级目录", "二级目录", "三级目录", "^"],
        ["合计", "", "", "", "60"],
        ["", "公共服务", "", "", "20"],
        ["", "", "公共安全服务", "", "20"],
        ["夜间巡逻", "", "", "治安巡逻服务", "20"],
        ["", "履职辅助服务", "", "", "40"],
        ["", "", "法律服务", "", "40"],
        ["法律顾问", "", "", "法律顾问服务", "40"],
    ]
    found = understand(rows, "政府购买服务支出预算表")
    assert [project.project_name for project in found.projects] == ["夜间巡逻", "法律顾问"]
    assert one(found, "公共服务", "合计").row_role == "subtotal"


@pytest.mark.parametrize("numbered", [True, False])
def test_heads_of_groups_among_ordinals_are_no_projects(numbered: bool) -> None:
    lines = [
        ("一", "专项类", "100"),
        ("1", "灯光维护", "60"),
        ("2", "河道清淤", "40"),
        ("二", "奖补类", "50"),
        ("1", "改厕奖补", "50"),
    ]
    if numbered:
        rows = [["序号", "项目名称", "金额"], ["", "合计", "150"], *map(list, lines)]
    else:
        styles = [f"{number}、{name}" for number, name, _ in lines]
        rows = [
            ["项目名称", "金额"],
            ["合计", "150"],
            *([name, line[2]] for name, line in zip(styles, lines, strict=True)),
        ]
    found = understand(rows, "项目支出预算表")
    names = [(project.project_name or "")[-4:] for project in found.projects]
    assert names == ["灯光维护", "河道清淤", "改厕奖补"]


def test_a_head_whose_group_does_not_add_up_stays_a_project() -> None:
    rows = [["项目名称", "金额"], ["一、灯光维护", "100"], ["1、配件", "60"], ["2、人工", "30"]]
    assert len(understand(rows, "项目支出预算表").projects) == 3


def test_projects_told_by_their_number_only_are_none() -> None:
    found = understand([["项目名称", "金额"], ["灯光维护", "60"], ["一次性项目12个", "50"]], "项目支出预算表")
    assert [project.project_name for project in found.projects] == ["灯光维护"]


@pytest.mark.parametrize("header", ["单位名称（科目）", "单位名称（项目）", "单位名称（科目、项目）"])
def test_units_subjects_and_projects_share_a_column(header: str) -> None:
    rows = [
        ["科目编码", "<", "<", "单位代码", header, "金额"],
        ["类", "款", "项", "^", "^", "^"],
        ["", "", "", "", "合计", "200"],
        ["", "", "", "106", "青石县财政局", "200"],
        ["", "", "", "", "一般行政管理事务", "200"],
        ["201", "06", "02", "106001", "绩效管理经费", "120"],
        ["201", "06", "02", "106001", "系统运维", "80"],
    ]
    found = understand(rows, "一般公共预算项目支出预算表")
    assert [project.project_name for project in found.projects] == ["绩效管理经费", "系统运维"]
    assert [figure.row_role for figure in values(found)] == [
        "total",
        "unit",
        "subtotal",
        "project",
        "project",
    ]
    assert one(found, "系统运维").item == "expenditure.project.item"


def test_one_project_named_like_a_subject_makes_no_heads_of_those_above_it() -> None:
    rows = [
        ["单位（项目）名称", "项目金额"],
        ["合计", "280"],
        ["青石县财政局", "200"],
        ["储备补贴", "90"],
        ["财政事务", "110"],
        ["青石县预算编审中心", "80"],
        ["专用项目", "80"],
        ["财政事务", "80"],
    ]
    found = understand(rows, "项目支出预算表")
    assert "专用项目" in [project.project_name for project in found.projects]


def test_the_code_of_a_department_is_no_code_of_revenue_where_money_is_spent() -> None:
    rows = [
        ["科目编码", "单位名称（功能科目）", *ROWS[0][2:]],
        ["106", "青石县财政局", "90", "70", "20"],
        *ROWS[1:],
    ]
    figure = one(understand(rows, "部门支出总表"), "青石县财政局", "基本支出")
    assert (figure.row_role, figure.code, figure.item) == ("unit", None, "expenditure.basic")


def test_what_a_project_was_promised_given_and_paid_is_told_apart() -> None:
    rows = [
        ["项目名称", "资金计划", "<", "<", "资金到位", "<", "<", "资金支付", "<", "<", "结余"],
        ["^", *["中央", "省级", "市县"] * 3, "^"],
        ["乡村道路养护", "50", "20", "9", "50", "10", "9", "45", "10", "9", "5"],
    ]
    found = values(understand(rows, "项目资金情况表"))
    assert [(f.stage, f.fund) for f in found[:-1]] == [
        (stage, fund)
        for stage in ("initial_budget", "adjusted_budget", "execution")
        for fund in ("central", "provincial", "county")
    ]
    assert (found[-1].flow, found[-1].item) == ("balance", None)


def test_a_fund_that_a_column_leaves_out_is_not_what_it_holds() -> None:
    rows = [
        ["科目编码", "科目名称", "2023年执行数（不含上年结转）", "2024年预算数"],
        ["201", "一般公共服务支出", "8", "9"],
    ]
    found = table_figures("d", [make_table(rows, ("一般公共预算支出表", "单位：万元"))], BUDGET)
    assert {figure.fund for figure in values(found)} == {"general_public"}
