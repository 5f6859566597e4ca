"""Projects and indicators of project tables, summaries and forms."""

from __future__ import annotations

from decimal import Decimal

import pytest
from table_makers import BUDGET, make_table, understand, values

from loaders.figures import table_figures
from loaders.tables.targets import split_target

CODE = "410305240000000018026"
SUMMARY = [
    ["单位编码（项目编码）", "项目单位（项目名称）", "项目金额（万元）", "<", "绩效目标", "<", "<", "<"],
    ["^", "^", "资金总额", "政府预算资金", "成本指标", "<", "产出指标", "<"],
    ["^", "^", "^", "^", "三级指标", "指标值", "三级指标", "指标值"],
]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("≥95%", (">=", "95", "%")),
        ("≧97%", (">=", "97", "%")),
        ("≤7.9 万元", ("<=", "7.9", "万元")),
        ("＞98%", (">", "98", "%")),
        ("100%", ("=", "100", "%")),
        ("\\geq95%", (">=", "95", "%")),
        ("定性及时", ("qualitative", "及时", None)),
        ("有效促进", ("qualitative", "有效促进", None)),
        ("1,200人次", ("=", "1200", "人次")),
        ("95%以上", (">=", "95", "%")),
        ("30天（含）以内", ("<=", "30", "天")),
        ("全年≥9000家次", (">=", "9000", "家次")),
        ("", (None, None, None)),
    ],
)
def test_a_printed_target_is_operator_value_and_unit(text: str, parts: tuple[str | None, ...]) -> None:
    assert split_target(text) == parts


def test_operator_and_unit_in_columns_of_their_own_hold() -> None:
    assert split_target("≥50人次的个体心理辅导") == (">=", "50", "人次")
    assert split_target("≥13459.00（平方米）") == (">=", "13459.00", "平方米")
    assert split_target("≤560元/人/天") == ("<=", "560", "元/人/天")
    assert split_target("15", "≤", "%") == ("<=", "15", "%")
    assert split_target("95", "正向指标", "%") == (">=", "95", "%")
    assert split_target("=3", "反向", "次") == ("=", "3", "次")
    assert split_target("相关", "定性", "") == ("qualitative", "相关", None)


def test_rows_of_a_project_table_are_projects_with_their_total() -> None:
    rows = [["类型", "项目名称", "项目单位", "合计", "一般公共预算", "政府性基金预算"], ["", "", "", "869.48", "869.48", ""],
            ["特定目标类", "青年人才生活补贴1", "某区人社局", "600.00", "600.00", ""]]  # fmt: skip
    project = understand(rows, "项目支出预算表").projects
    assert [(p.project_name, p.project_type, p.unit_name, p.amount, p.fund) for p in project] == [
        ("青年人才生活补贴1", "特定目标类", "某区人社局", Decimal("6000000.00"), "general_public")
    ]


def test_a_project_has_the_goal_printed_beside_it_and_the_budget_within_the_grants() -> None:
    rows = [["二级预算单位名称", "一级项目名称", "总计", "财政拨款", "<", "绩效目标"], ["^", "^", "^", "合计", "一般公共预算", "^"],
            ["某区人社局", "培训费", "6.00", "6.00", "6.00", "培训40人"]]  # fmt: skip
    project = understand(rows, "项目支出预算表").projects
    assert [(p.unit_name, p.fund, p.goal) for p in project] == [("某区人社局", "general_public", "培训40人")]


def test_a_unit_row_of_a_project_table_is_no_project() -> None:
    rows = [["项目名称", "项目单位", "合计"], ["114001", "某区人社局", "8"], ["培训费", "某区人社局", "8"]]
    found = understand(rows, "项目支出预算表")
    assert [p.project_name for p in found.projects] == ["培训费"]
    assert [f.row_role for f in values(found)] == ["unit", "project"]


def test_a_list_of_goals_and_indicators_has_projects_without_amounts() -> None:
    rows = [["单位名称、项目名称", "项目年度绩效目标", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"],
            ["1", "2", "3", "4", "5", "6", "7", "8"], ["清河县人社局", "", "", "", "", "", "", ""],
            ["养老保险补助", "应补尽补", "", "", "", "", "", ""], ["", "", "产出指标", "数量指标", "补助人数", ">=", "900", "人"]]  # fmt: skip
    found = understand(rows, "重点项目绩效目标表")
    assert [(p.project_name, p.unit_name, p.goal, p.amount) for p in found.projects] == [
        ("养老保险补助", "清河县人社局", "应补尽补", None)
    ]
    assert [(i.project_name, i.level3) for i in found.indicators] == [("养老保险补助", "补助人数")]


def test_a_project_paid_by_a_level_is_no_unit_and_has_its_goal() -> None:
    rows = [["项目名称", "项目类别", "合计", "年度绩效目标"], ["合计", "", "9", ""],
            ["伤残医疗补助资金（省级专项本级）", "特定目标类", "7", "应补尽补"], ["设备购置费", "其他运转类", "2", ""]]  # fmt: skip
    found = understand(rows, "项目支出预算情况表")
    assert [(p.project_name, p.unit_name, p.goal) for p in found.projects] == [
        ("伤残医疗补助资金（省级专项本级）", None, "应补尽补"),
        ("设备购置费", None, None),
    ]


def test_a_summary_yields_projects_by_code_and_indicators_in_pairs() -> None:
    rows = [
        *SUMMARY,
        [CODE, "云视频网络费", "0.60", "0.60", "网络费", "≤0.6万元", "会议次数", "≥12次"],
        ["^", "^", "^", "^", "", "", "参会人数", "≥300人次"],
    ]
    found = understand(rows, "单位预算项目绩效目标表")
    assert [(p.project_name, p.project_code, p.amount) for p in found.projects] == [
        ("云视频网络费", CODE, Decimal("6000.00"))
    ]
    assert [(i.project_name, i.level1, i.level3, i.operator, i.target_value) for i in found.indicators] == [
        ("云视频网络费", "成本指标", "网络费", "<=", "0.6"),
        ("云视频网络费", "产出指标", "会议次数", ">=", "12"),
        ("云视频网络费", "产出指标", "参会人数", ">=", "300"),
    ]


def test_indicator_numbers_are_never_amounts() -> None:
    rows = [
        ["项目名称", "预算金额", "一级指标", "二级指标", "三级指标", "指标值", "度量单位", "权重"],
        ["档案整理", "50", "产出指标", "数量指标", "整理卷数", "30", "卷", "10"],
    ]
    found = understand(rows, "项目支出绩效目标表")
    assert [(f.column_path, f.amount) for f in values(found)] == [(("预算金额",), Decimal("500000.00"))]
    assert [(i.target_value, i.measure_unit, i.weight) for i in found.indicators] == [
        ("30", "卷", Decimal(10))
    ]


def test_cells_beside_their_columns_are_still_read() -> None:
    rows = [["项目名称", "业务经费", "<", "<", "<"], ["项目资金（万元）", "资金总额", "5", "", ""], ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"], ["", "产出指标", "数量指标", "培训班次", "≥1次"],
            ["", "", "", "质量指标", "印刷合格率"], ["", "", "参加人员", "≥90%", ""]]  # fmt: skip
    found = understand(rows, "项目支出绩效目标申报表")
    assert ("参加人员", ">=", "90") in [(i.level3, i.operator, i.target_value) for i in found.indicators]


def test_a_form_in_yuan_inside_a_document_in_wan_keeps_its_own_unit() -> None:
    rows = [
        ["项目名称", "<", "业务经办费", "<"],
        ["项目资金（元）", "年度资金总额：", "20,000", ""],
        ["", "市县资金", "20,000", ""],
        ["绩效指标", "一级指标", "二级指标", "指标值"],
        ["", "产出指标", "数量指标", "≥1次"],
    ]
    found = understand(rows, "项目支出绩效目标申报表")
    assert [f.amount for f in values(found)] == [Decimal("20000.00"), Decimal("20000.00")]
    assert found.projects[0].amount == Decimal("20000.00")


def test_purchases_by_subject_are_totals_of_the_subjects() -> None:
    rows = [
        ["科目编码", "科目名称", "合计", "财政拨款"],
        ["", "合计", "9.00", "9.00"],
        ["212", "城乡社区支出", "9.00", "9.00"],
        ["21201", "城乡社区管理事务", "9.00", "9.00"],
        ["2120106", "工程建设管理", "9.00", "9.00"],
    ]
    found = values(understand(rows, "政府采购预算表"))
    assert {figure.item for figure in found} == {"procurement.total"}
    assert {figure.code for figure in found} == {None, "212", "21201", "2120106"}


def test_weights_of_indicators_are_no_figures() -> None:
    rows = [
        ["绩效指标", "指标权重(%)", "计量单位", "指标性质", "指标值"],
        ["培训班次", "10", "次", "≥", "1"],
        ["合格率", "15", "%", "≥", "95"],
        ["满意度", "10", "%", "≥", "90"],
    ]
    assert values(understand(rows, "2026年部门整体绩效目标表")) == []


def test_headers_stand_above_many_tasks() -> None:
    tasks = [["^", f"任务{n}", f"工作{n}", "5", "5"] for n in range(1, 14)]
    rows = [
        ["部门名称", "<", "某局", "<", "<"],
        ["年度主要任务", "任务名称", "主要内容", "预算金额（万元）", "<"],
        ["^", "^", "^", "总额", "财政拨款"],
        *tasks,
        ["^", "金额合计", "<", "65", "65"],
        ["年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
        ["^", "产出指标", "数量指标", "培训班次", "≥1次"],
    ]
    found = understand(rows, "部门整体支出绩效目标表")
    assert [figure.fund for figure in values(found)[-2:]] == ["all", "fiscal_grant"]


def test_several_forms_in_one_grid_are_several_projects() -> None:
    form = [
        ["项目名称", "甲项目", "<"],
        ["项目资金（万元）", "资金总额", "5"],
        ["一级指标", "二级指标", "指标值"],
        ["产出指标", "数量指标", "≥1次"],
    ]
    other = [["项目名称", "乙项目", "<"], *form[1:]]
    found = table_figures("d", [make_table([*form, *other], ["项目绩效目标表"])], BUDGET)
    assert [p.project_name for p in found.projects] == ["甲项目", "乙项目"]
    assert [i.project_name for i in found.indicators] == ["甲项目", "乙项目"]


def test_a_form_goes_on_over_the_page_without_its_header() -> None:
    form = [["项目名称", "<", "<", "甲项目", "<"], ["项目资金（万元）", "<", "<", "资金总额", "5"],
            ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"], ["^", "产出指标", "数量指标", "培训班次", "≥1次"]]  # fmt: skip
    rest = [
        ["年度绩效指标", "", "质量指标", "合格率", "≥95%"],
        ["^", "满意度指标", "服务对象满意度指标", "满意度", "≥90%"],
    ]
    found = table_figures("d", [make_table(form, ["项目绩效目标表"]), make_table(rest)], BUDGET)
    assert [(i.project_name, i.level2, i.level3, i.target_value) for i in found.indicators] == [
        ("甲项目", "数量指标", "培训班次", "1"),
        ("甲项目", "质量指标", "合格率", "95"),
        ("甲项目", "服务对象满意度指标", "满意度", "90"),
    ]
    assert {table.kind for table in found.tables} == {"perf_project_target"}


def test_a_page_that_goes_on_with_a_form_is_read_by_a_header_of_its_own() -> None:
    form = [["项目名称", "<", "<", "甲项目", "<", "<"], ["项目资金（万元）", "<", "<", "资金总额", "5", ""],
            ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "权重"], ["^", "产出指标", "数量指标", "培训班次", "≥1次", "20"]]  # fmt: skip
    rest = [
        ["一级指标", "二级指标", "三级指标", "指标值", "权重"],
        ["产出指标", "质量指标", "合格率", "≥95%", "30"],
        ["满意度指标", "服务对象满意度指标", "满意度", "≥90%", "10"],
    ]
    found = table_figures("d", [make_table(form, ["项目绩效目标表"]), make_table(rest)], BUDGET)
    assert [(i.level1, i.level2, i.level3, i.target_value, i.weight) for i in found.indicators] == [
        ("产出指标", "数量指标", "培训班次", "1", Decimal(20)),
        ("产出指标", "质量指标", "合格率", "95", Decimal(30)),
        ("满意度指标", "服务对象满意度指标", "满意度", "90", Decimal(10)),
    ]


def test_what_was_reached_does_not_stand_in_the_label_beside_the_indicators() -> None:
    rows = [
        ["年度绩效指标完成情况", "一级指标", "二级指标", "指标内容", "年度指标值", "实际完成值", "得分"],
        ["^", "产出指标", "数量指标", "渡口数量", "2个", "3个", "20"],
        ["^", "^", "质量指标", "开放天数", "≥360天", "355天", "28"],
    ]
    found = understand(rows, "部门整体支出绩效自评表")
    assert [i.actual_value for i in found.indicators] == ["3个", "355天"]


@pytest.mark.parametrize(
    "header",
    [
        [["一级指标", "二级指标", "三级指标", "实施期指标值", "年度指标值"]],
        [["一级指标", "二级指标", "三级指标", "指标值", "<"], ["^", "^", "^", "上年", "预计当年实现"]],
    ],
)
def test_of_the_targets_of_several_years_that_of_the_forms_year_counts(header: list[list[str]]) -> None:
    rows = [["项目名称", "甲项目", "<", "<", "<"], ["项目资金（万元）", "资金总额", "5", "", ""], *header,
            ["产出指标", "数量指标", "培训班次", "36场", "12场"], ["效益指标", "社会效益", "知晓程度", "好", "更好"]]  # fmt: skip
    found = understand(rows, "项目支出绩效目标表")
    assert [(i.level3, i.target_value) for i in found.indicators] == [
        ("培训班次", "12"),
        ("知晓程度", "更好"),
    ]


def test_an_indicator_in_words_alone_is_no_header_of_another_table() -> None:
    rows = [["项目名称", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"],
            ["甲项目", "产出指标", "数量指标", "清淤长度", ">=", "10", "公里"],
            ["^", "效益指标", "生态效益指标", "河面", "=", "洁净", "无"],
            ["^", "满意度指标", "满意度指标", "群众满意度", ">=", "90", "%"]]  # fmt: skip
    found = understand(rows, "部门项目支出绩效目标表")
    assert [(i.project_name, i.target_value) for i in found.indicators] == [
        ("甲项目", "10"),
        ("甲项目", "洁净"),
        ("甲项目", "90"),
    ]


def test_the_body_of_a_form_may_stand_over_it() -> None:
    rows = [["项目名称", "甲项目", "<"], ["项目资金（万元）", "资金总额", "5"], ["一级指标", "二级指标", "指标值"],
            ["产出指标", "数量指标", "≥1次"]]  # fmt: skip
    found = understand(rows, "项目绩效目标申报表", captions=("填报单位（盖章）：清河县水务局 单位：万元",))
    assert [(p.project_name, p.unit_name) for p in found.projects] == [("甲项目", "清河县水务局")]


def test_indicators_that_are_only_scored_are_read_without_targets() -> None:
    rows = [["一级指标", "二级指标", "三级指标", "分值", "评分标准", "得分"], ["过程", "预算执行", "支付进度", "5", "按比例", "4.5"],
            ["^", "^", "结转率", "5", "按比例", "5"], ["合计", "", "", "10", "", "9.5"]]  # fmt: skip
    found = understand(rows, "部门整体支出绩效评价评分表")
    assert found.tables[0].kind == "perf_self_evaluation"
    assert [(i.level1, i.level2, i.level3, i.weight, i.score) for i in found.indicators] == [
        ("过程", "预算执行", "支付进度", Decimal(5), Decimal("4.5")),
        ("过程", "预算执行", "结转率", Decimal(5), Decimal(5)),
    ]


def test_a_task_is_named_by_the_project_that_pays_for_it_where_nothing_else_names_it() -> None:
    rows = [["部门名称", "清河县科协", "<", "<"], ["年度主要任务", "对应项目", "预算资金（万元）", "<"], ["^", "科普进校园", "12.00", "<"],
            ["绩效指标", "一级指标", "三级指标", "全年实际值"], ["^", "产出指标", "场次", "12"]]  # fmt: skip
    figures = values(understand(rows, "部门整体绩效目标表"))
    assert [(f.row_label, f.amount, f.item) for f in figures] == [
        ("科普进校园", Decimal("120000.00"), "expenditure.task.item")
    ]


def test_special_funds_are_projects_too() -> None:
    rows = [["专项资金名称", "良种补助", "<"], ["专项资金情况（万元）", "资金总额", "15"], ["一级指标", "二级指标", "指标值"],
            ["产出指标", "数量指标", "≥3家"]]  # fmt: skip
    found = understand(rows, "专项资金绩效目标表").projects
    assert [(p.project_name, p.amount) for p in found] == [("良种补助", Decimal("150000.00"))]


def test_a_form_number_before_the_title_is_no_part_of_it() -> None:
    rows = [["项目名称", "项目总额", "三级指标", "本年绩效指标值"], ["办刊经费", "17.30", "印刷数量", "900"]]
    for number in ("预算表12", "预算12表"):
        (table,) = understand(rows, number + " 项目支出绩效目标表").tables
        assert (table.form_number, table.title) == (number, "项目支出绩效目标表")


@pytest.mark.parametrize(
    "goals",
    [
        [["项目总目标：", "储备一批", "<"]],
        [["总体目标", "实施期目标", "年度目标"], ["^", "储备三批", "储备一批"]],
        [["年度目标", "年初目标", "完成情况"], ["^", "储备一批", "全部完成"]],
        [["项目年度目标", "<", "年度目标完成情况"], ["储备一批", "<", "全部完成"]],
        [["年度总体目标完成情况", "预期目标（年初设定）", "实际完成情况"], ["^", "储备一批", "全部完成"]],
    ],
)
def test_the_goal_of_a_form_is_that_of_its_year_and_no_result(goals: list[list[str]]) -> None:
    rows = [["项目名称", "防火物资", "<"], ["项目资金（万元）", "总金额", "5"], *goals,
            ["一级指标", "二级指标", "指标值"], ["产出指标", "数量指标", "≥3批"]]  # fmt: skip
    found = understand(rows, "项目支出绩效目标表").projects
    assert [(p.goal, p.amount) for p in found] == [("储备一批", Decimal("50000.00"))]


def test_indicators_under_the_same_title_on_the_next_page_are_of_the_project_above() -> None:
    head = ["项目名称", "年度绩效目标", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"]
    captions = ["2026年重点项目绩效目标表"]
    first = [head, ["设备购置", "买三批设备"], ["", "", "产出指标", "数量指标", "购置批次", "=", "3", "批"]]
    second = [
        head,
        ["", "", "效益指标", "社会效益", "使用年限", ">=", "10", "年"],
        ["宣传经费", "办四场活动"],
        ["", "", "产出指标", "数量指标", "活动场次", "=", "4", "场"],
    ]
    found = table_figures("d", [make_table(first, captions), make_table(second, captions)], BUDGET).indicators
    assert [(i.project_name, i.level3) for i in found] == [
        ("设备购置", "购置批次"),
        ("设备购置", "使用年限"),
        ("宣传经费", "活动场次"),
    ]
