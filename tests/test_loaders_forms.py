"""Performance forms of many provinces: years and columns of their own, budgets beside what was done, weights beside scores."""

from __future__ import annotations

from decimal import Decimal

import pytest
from table_makers import BUDGET, FINAL, make_table, understand, values

from loaders.figures import table_figures


def test_a_form_tells_years_and_columns_of_its_own() -> None:
    rows = [
        ["项目基本情况", "项目名称", "馆藏整理", "项目负责人", "无", ""],
        ["^", "项目属性", "延续项目", "<", "<", "<"],
        ["项目资金（万元）", "来源", "<", "上年度预算安排", "2022年实际执行数", "本年度申请金额"],
        ["^", "合计", "<", "8", "7", "9"],
        ["^", "1", "<", "", "", ""],
        ["绩效指标", "一级指标", "二级指标（长期）", "三级指标（长期）", "二级指标（年度）", "三级指标（年度）", "指标性质", "指标方向", "指标值（年度）", "实际完成指标值"],
        ["^", "产出指标", "数量指标", "", "数量指标", "整理卷数", "正向", "≥", "30卷", "31卷"],
        ["^", "^", "^", "", "^", "指标2：", "正向", "≥", "/", "/"],
        ["保障绩效目标实现措施", "加强管理", "<", "<", "<", "<", "<", "<", "<", "<"],
    ]  # fmt: skip
    found = understand(rows, "2024年项目支出绩效目标申报表")
    assert [(f.fiscal_year, f.amount) for f in values(found)] == [
        (2023, Decimal("80000.00")),
        (2022, Decimal("70000.00")),
        (2024, Decimal("90000.00")),
    ]
    assert [(p.project_name, p.amount) for p in found.projects] == [("馆藏整理", Decimal("90000.00"))]
    assert [(i.level2, i.level3, i.operator, i.target_value, i.actual_value) for i in found.indicators] == [
        ("数量指标", "整理卷数", ">=", "30", "31卷")
    ]


def test_the_weight_beside_a_score_is_that_of_the_innermost_level() -> None:
    rows = [
        ["评价指标", "<", "<", "<", "评分标准", "自评分数"],
        ["一级指标", "<", "二级指标", "<", "^", "^"],
        ["名称", "权重（%）", "名称", "权重（%）", "^", "^"],
        ["履职效能", "50", "整体效能", "25", "按比例", "24"],
    ]
    found = understand(rows, "部门整体支出绩效自评指标评分表")
    assert [(i.level1, i.level2, i.weight, i.score) for i in found.indicators] == [
        ("履职效能", "整体效能", Decimal(25), Decimal(24))
    ]


def test_the_whole_of_a_project_stands_beside_its_year() -> None:
    rows = [
        ["项目名称", "<", "渠道维修", "<"],
        ["项目资金（万元）", "资金总额", "50", "当年资金总额：", "20"],
        ["^", "其中：财政拨款", "50", "其中：当年财政拨款", "20"],
        ["备注", "总额50万元\n财政拨款：50万元", "<", "<", "<"],
        ["一级指标", "二级指标", "三级指标", "指标值", ""],
        ["产出指标", "数量指标", "维修长度", "3公里", ""],
    ]
    found = understand(rows, "2024年项目支出绩效目标表")
    assert [f.item for f in values(found)] == [
        "expenditure.project.period",
        "expenditure.project.item",
        "expenditure.project.period",
        "expenditure.project.item",
        "expenditure.project.item",
    ]


def test_a_form_without_the_first_level_tells_what_was_done_beside_the_budget() -> None:
    rows = [
        ["项目支出名称", "<", "书库维修", "<", "<", "<"],
        ["主管部门", "<", "某局", "预算执行单位", "某馆", "<"],
        ["项目预算执行情况（万元）", "预算数：", "9", "执行数：", "8", "<"],
        ["^", "其中：财政拨款", "7", "其中：财政拨款", "6", "<"],
        ["绩效指标", "二级指标", "三级指标", "年度指标值", "实际完成指标值", "指标得分"],
        ["产出指标", "数量指标", "维修间数", "3间", "4间", "10"],
        ["偏差原因分析及改进措施", "无", "<", "<", "<", "<"],
    ]
    found = understand(rows, "项目支出绩效自评表")
    assert [(f.amount, f.stage) for f in values(found)] == [
        (Decimal("90000.00"), "adjusted_budget"),
        (Decimal("80000.00"), "execution"),
        (Decimal("70000.00"), "adjusted_budget"),
        (Decimal("60000.00"), "execution"),
    ]
    assert [(p.project_name, p.unit_name, p.amount) for p in found.projects] == [
        ("书库维修", "某馆", Decimal("90000.00"))
    ]
    assert [(i.level1, i.level2, i.target_value, i.actual_value, i.score) for i in found.indicators] == [
        ("产出指标", "数量指标", "3", "4间", Decimal(10))
    ]


def test_the_unit_of_an_indicator_is_no_body() -> None:
    rows = [
        ["项目名称", "支出级次", "单位", "预算数（万元）", "一级指标", "二级指标", "三级指标", "指标值", "度量单位"],
        ["课后服务", "区级", "某校", "5", "产出指标", "数量指标", "学生", "9", "人"],
    ]  # fmt: skip
    found = understand(rows, "项目支出绩效目标公开表")
    assert [(p.project_name, p.unit_name, p.amount) for p in found.projects] == [
        ("课后服务", "某校", Decimal("50000.00"))
    ]
    assert [i.measure_unit for i in found.indicators] == ["人"]


def test_what_a_project_cost_the_year_before_is_of_that_year() -> None:
    rows = [
        ["项目名称", "窗口服务", "<", "<"],
        ["项目总预算（元）", "900", "项目当年预算（元）", "300"],
        ["同名项目上年预算额（元）", "200", "同名项目上年预算执行数（元）", "100"],
        ["一级指标", "二级指标", "三级指标", "年度指标值"],
        ["效益指标", "经济效益指标", "无", "无"],
        ["产出目标", "数量", "窗口", "=2个"],
    ]
    found = understand(rows, "项目支出绩效目标申报表")
    assert [(f.fiscal_year, f.stage, f.item) for f in values(found)] == [
        (2024, "initial_budget", "expenditure.project.period"),
        (2024, "initial_budget", "expenditure.project.item"),
        (2023, "initial_budget", "expenditure.project.item"),
        (2023, "execution", "expenditure.project.item"),
    ]
    assert [i.level3 for i in found.indicators] == ["窗口"]


def test_the_later_of_two_sets_of_indicators_is_that_of_the_year() -> None:
    rows = [
        ["项目名称", "巡河", "<", "<", "<", "<", "<", "<"],
        ["项目资金", "年度资金总额", "<", "9", "<", "<", "<", "<"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"],
        ["^", "产出指标", "数量指标", "", "", "数量指标", "巡河人数", "≥6人"],
        ["^", "效益指标", "社会效益指标", "", "", "社会效益指标", "溺水死亡率", "不超过1/10万"],
        ["^", "满意度指标", "满意度指标", "", "", "满意度指标", "满意度", "≥"],
    ]
    found = understand(rows, "项目支出绩效目标表")
    assert [(i.level2, i.level3, i.operator, i.target_value, i.measure_unit) for i in found.indicators] == [
        ("数量指标", "巡河人数", ">=", "6", "人"),
        ("社会效益指标", "溺水死亡率", "<=", "1/10万", None),
        ("满意度指标", "满意度", ">=", None, None),
    ]


def test_of_half_and_whole_year_the_target_is_that_of_the_whole() -> None:
    rows = [
        ["项目名称", "村容整治", "<", "<", "<"],
        ["项目资金", "年度资金总额", "<", "9", "<"],
        ["一级指标", "二级指标", "三级指标", "半年（程）指标值", "全年（程）指标值"],
        ["产出指标", "数量指标", "整治村数", "=5个", "=12个"],
    ]
    assert [i.target_value for i in understand(rows, "项目支出绩效目标表").indicators] == ["12"]


def test_a_section_of_a_block_stands_under_the_headers_above_it() -> None:
    rows = [
        ["部门名称", "某镇", "<", "<", "<"],
        ["预算执行情况（万元）", "项目", "年初预算数", "全年预算数", "全年执行数"],
        ["^", "年度资金总额", "9", "8", "7"],
        ["^", "按资金来源分", "<", "<", "<"],
        ["^", "一般公共预算", "6", "5", "4"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"],
        ["产出指标", "时效指标", "保洁", "24小时内", "24小时"],
    ]
    found = understand(rows, "部门整体支出绩效自评表", FINAL)
    assert [(f.item, f.stage) for f in values(found)] == [
        (item, stage)
        for item in ("expenditure.total", "gpb.expenditure")
        for stage in ("initial_budget", "adjusted_budget", "execution")
    ]
    assert [(i.operator, i.target_value, i.measure_unit) for i in found.indicators] == [("<=", "24", "小时")]


def test_a_department_tells_what_it_took_in_and_spent_in_years_before() -> None:
    rows = [
        ["部门名称", "<", "某镇", "<", "<", "<"],
        ["部门资金（万元）", "资金情况", "<", "当年金额", "近两年收支金额", "<"],
        ["^", "^", "<", "^", "2022年", "2023年"],
        ["^", "收入构成", "其他资金", "9", "8", ""],
        ["^", "支出构成", "特定目标类项目支出", "7", "6", ""],
        ["一级指标", "二级指标", "三级指标", "指标值", "", ""],
        ["产出指标", "数量指标", "招商", "3个", "", ""],
    ]
    found = understand(rows, "部门整体绩效目标申报表")
    assert [(f.item, f.fiscal_year, f.stage) for f in values(found)] == [
        ("income.other", 2024, "initial_budget"),
        ("income.other", 2022, "execution"),
        ("expenditure.project.specific", 2024, "initial_budget"),
        ("expenditure.project.specific", 2022, "execution"),
    ]


def test_headers_may_name_the_indicators_of_the_values_below() -> None:
    rows = [
        ["项目单位", "产出指标", "<", "效益指标"],
        ["^", "质量指标", "数量指标", "社会效益指标"],
        ["^", "资金合规率", "扶持村数", "人居环境"],
        ["某镇", "100%", "2个", "改善"],
        ["某乡", "95%", "3个", ""],
    ]
    found = understand(rows, "专项资金绩效目标表")
    assert [(i.project_name, i.level2, i.level3, i.target_value) for i in found.indicators] == [
        ("某镇", "质量指标", "资金合规率", "100"),
        ("某镇", "数量指标", "扶持村数", "2"),
        ("某镇", "社会效益指标", "人居环境", "改善"),
        ("某乡", "质量指标", "资金合规率", "95"),
        ("某乡", "数量指标", "扶持村数", "3"),
    ]


def test_amounts_without_a_label_are_those_of_the_block_beside_them() -> None:
    rows = [
        ["项目名称", "户厕奖补", "<", "<"],
        ["预算执行情况（万元）", "年初预算数", "全年预算数", "全年执行数"],
        ["^", "9", "8", "7"],
        ["^", "其中：财政资金", "6", "5"],
        ["一级指标", "二级指标", "三级指标", "年度指标值"],
        ["产出指标", "数量指标", "户厕", "3座"],
    ]
    found = understand(rows, "项目绩效目标完成情况表（2024年度）", FINAL)
    assert found.tables[0].kind == "perf_self_evaluation"
    assert [(f.item, f.fund, f.stage) for f in values(found)] == [
        ("expenditure.project.item", "all", "initial_budget"),
        ("expenditure.project.item", "all", "adjusted_budget"),
        ("expenditure.project.item", "all", "execution"),
        ("expenditure.project.item", "gov_budget", "adjusted_budget"),
        ("expenditure.project.item", "gov_budget", "execution"),
    ]


@pytest.mark.parametrize(
    ("label", "fund"),
    [
        ("其中：中央财政", "central"),
        ("省级财政", "provincial"),
        ("市财政配套", "prefecture"),
        ("县（区）级资金", "county"),
        ("财政拨款结转", "carryover"),
    ],
)
def test_funds_of_a_project_by_who_gives_them(label: str, fund: str) -> None:
    rows = [
        ["项目名称", "<", "幸福院", "<"],
        ["项目资金（万元）", "", "全年预算数", "全年执行数"],
        ["^", "年度资金总额", "9", "8"],
        ["^", label, "7", "6"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "服务老人", "120人左右"],
    ]
    found = understand(rows, "项目支出绩效自评表", FINAL)
    assert [(f.fund, f.item) for f in values(found)][2:] == 2 * [(fund, "expenditure.project.item")]
    assert [(i.operator, i.target_value) for i in found.indicators] == [("=", "120")]


def test_what_a_project_costs_in_all_years_stands_beside_its_budget_of_the_year() -> None:
    rows = [
        [
            "部门（单位）名称",
            "项目名称",
            "项目总金额",
            "本年预算金额",
            "一级指标",
            "二级指标",
            "三级指标",
            "指标值",
        ],
        ["某乡", "森林防火", "15", "9", "产出指标", "数量指标", "护林员", "6人"],
        ["^", "^", "^", "^", "^", "质量指标", "到岗率", "100%"],
    ]
    found = understand(rows, "项目支出绩效表")
    assert [(f.amount, f.item) for f in values(found)] == [
        (Decimal("150000.00"), "expenditure.project.period"),
        (Decimal("90000.00"), "expenditure.project.item"),
    ]
    assert [(p.project_name, p.unit_name, p.amount) for p in found.projects] == [
        ("森林防火", "某乡", Decimal("90000.00"))
    ]


def test_a_form_names_its_body_above_and_what_others_give() -> None:
    rows = [
        ["专项名称", "劝导员补助", "<", "业务主管部门", "某局", "<"],
        ["当年预算", "9", "本级支出", "6", "上级补助", "3"],
        ["项目活动", "经济分类", "<", "<", "金额", "<"],
        ["劝导", "商品和服务支出", "<", "<", "9", "<"],
        ["一级指标", "二级指标", "三级指标", "指标值", "", ""],
        ["产出指标", "数量指标", "劝导员", "18人", "", ""],
    ]
    found = understand(
        rows, "区级项目资金绩效目标表", captions=["编制单位：", "清河县某镇人民政府", "单位：万元"]
    )
    assert [(f.fund, f.item, f.nature) for f in values(found)] == [
        ("all", "expenditure.project.item", "project"),
        (None, "expenditure.project.item", "project"),
        ("superior_subsidy", "expenditure.project.item", "project"),
        (None, None, "project"),
    ]
    assert [(p.project_name, p.unit_name) for p in found.projects] == [("劝导员补助", "清河县某镇人民政府")]


def test_a_target_may_be_written_in_several_cells_under_one_header() -> None:
    rows = [
        ["项目名称", "修路", "<", "<", "<", "<", "<"],
        ["项目资金", "全年预算数", "9", "<", "<", "<", "<"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "<", "<", "实际完成值"],
        ["产出指标", "数量指标", "里程", "≥", "12", "公里", "13公里"],
        ["^", "时效指标", "完工", "定性", "10月底前", "", "9月"],
    ]
    found = understand(rows, "项目支出绩效自评表", FINAL)
    assert [(i.operator, i.target_value, i.measure_unit, i.actual_value) for i in found.indicators] == [
        (">=", "12", "公里", "13公里"),
        ("qualitative", "10月底前", None, "9月"),
    ]


def test_several_numbered_indicators_may_share_a_row() -> None:
    rows = [
        ["项目名称", "帮扶", "<", "<", "<"],
        ["项目资金", "年度资金总额", "<", "9", "<"],
        ["一级指标", "二级指标", "三级指标", "指标值", "分值"],
        ["产出指标", "数量指标", "指标1：户数\n指标2：走访", "≥9户\n≥2次", "20"],
        ["^", "质量指标", "指标1：手册\n填写率", "100%", "10"],
    ]
    found = understand(rows, "项目支出绩效目标表")
    assert [(i.level3, i.target_value, i.measure_unit, i.weight) for i in found.indicators] == [
        ("指标1：户数", "9", "户", None),
        ("指标2：走访", "2", "次", None),
        ("指标1：手册填写率", "100", "%", Decimal(10)),
    ]


def test_indicators_in_a_table_of_their_own_are_of_the_form_above_without_any() -> None:
    form = [["项目名称", "保洁", "<", "<"], ["项目资金", "年度资金总额", "9", "<"]]
    grid = [["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", "清扫", "9公里"]]
    tables = [make_table(form, ["项目支出绩效目标表"]), make_table(grid, ["年度绩效目标表"])]
    found = table_figures("d", tables, BUDGET)
    assert [(i.project_name, i.level3) for i in found.indicators] == [("保洁", "清扫")]


def test_a_code_that_its_cell_was_too_narrow_for_is_whole_again() -> None:
    rows = [
        ["单位名称", "项目名称", "预算数", "一级指标", "二级指标", "三级指标", "指标值"],
        [
            "40430\n1-某镇",
            "51000\n023Y0\n00007\n71234\n5-公用经费",
            "9",
            "产出指标",
            "数量指标",
            "次数",
            "≤6次",
        ],
    ]
    found = understand(rows, "部门预算项目绩效目标表")
    assert [(p.project_name, p.project_code, p.unit_name) for p in found.projects] == [
        ("公用经费", "51000023Y000007712345", "404301-某镇")
    ]
    assert [i.project_name for i in found.indicators] == ["公用经费"]
