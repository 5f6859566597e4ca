"""Subjects that a row only names."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from table_makers import make_table

from loaders.figures import Context, table_figures
from loaders.tables.subjects import economic_code, functional_codes
from loaders.tables.uncoded import line_codes
from warehouse.records import FigureRow

CONTEXT = Context(fiscal_year=2026, stage="initial_budget", kind="dept_budget", declared_unit="万元")
BALANCE = make_table(
    [
        ["收入", "", "支出", ""],
        ["项目", "预算数", "项目", "预算数"],
        ["一、一般公共预算拨款", "90.00", "一、社会保障和就业支出", "60.00"],
        ["", "", "行政事业单位养老支出", "60.00"],
        ["", "", "事业单位离退休", "60.00"],
        ["", "", "其他社会保障和就业支出", "0.00"],
        ["", "", "其他社会保障和就业支出", "0.00"],
        ["", "", "无处可查的支出", "30.00"],
        ["本年收入合计", "90.00", "本年支出合计", "90.00"],
        ["", "", "与合计之后的一行无关", "1.00"],
    ],
    ["收支总表", "单位：万元"],
)
CODED = make_table(
    [
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["20805", "行政事业单位养老支出", "60.00", "60.00", ""],
        ["2080502", "事业单位离退休", "60.00", "60.00", ""],
        ["20899", "其他社会保障和就业支出", "0.00", "", "0.00"],
        ["2089999", "其他社会保障和就业支出", "0.00", "", "0.00"],
    ],
    ["支出总表", "单位：万元"],
)


def lines(figures: tuple[FigureRow, ...]) -> dict[str | None, tuple[str | None, str | None, str | None]]:
    return {
        figure.row_label: (figure.item, figure.classification, figure.code)
        for figure in figures
        if figure.column_index == 3 and figure.value_state == "value"
    }


def test_lines_under_a_functional_class_take_the_codes_that_another_table_prints() -> None:
    found = lines(table_figures("d", [BALANCE, CODED], CONTEXT).figures)
    assert found["行政事业单位养老支出"] == ("expenditure.function", "functional", "20805")
    assert found["事业单位离退休"] == ("expenditure.function", "functional", "2080502")


def test_a_name_printed_twice_is_the_group_and_then_its_item() -> None:
    figures = table_figures("d", [BALANCE, CODED], CONTEXT).figures
    named = [f.code for f in figures if f.row_label == "其他社会保障和就业支出" and f.row_code is None]
    assert named == ["20899", "2089999"]


def test_a_name_without_evidence_is_a_subject_without_a_code() -> None:
    found = lines(table_figures("d", [BALANCE], CONTEXT).figures)
    assert found["无处可查的支出"] == ("expenditure.function", "functional", None)


def test_a_name_that_the_document_never_prints_with_a_code_has_the_classifications_within_its_class() -> None:
    figures = table_figures("d", [BALANCE], CONTEXT).figures
    coded = [(f.row_label, f.code, f.row_code) for f in figures if f.column_index == 3][:6]
    assert coded == [
        ("一、社会保障和就业支出", "208", None),
        ("行政事业单位养老支出", "20805", None),
        ("事业单位离退休", "2080502", None),
        ("其他社会保障和就业支出", "20899", None),
        ("其他社会保障和就业支出", "2089999", None),
        ("无处可查的支出", None, None),
    ]


def test_an_item_of_every_group_has_no_code_where_the_group_above_is_not_known() -> None:
    table = make_table(
        [
            ["项目", "合计", "基本支出"],
            ["公共安全支出", "9.00", "9.00"],
            ["司法", "4.00", "4.00"],
            ["行政运行", "4.00", "4.00"],
            ["杜撰的一款", "5.00", "5.00"],
            ["行政运行", "5.00", "5.00"],
            ["合计", "9.00", "9.00"],
        ],
        ["一般公共预算支出表", "单位：万元"],
    )
    figures = table_figures("d", [table], CONTEXT).figures
    assert [f.code for f in figures if f.column_index == 1] == ["204", "20406", "2040601", None, None, None]


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        pytest.param(
            ["公共安全支出", "公安", "行政运行", "事业运行", "其他公安支出", "检察", "行政运行"],
            ["204", "20402", "2040201", "2040250", "2040299", "20404", "2040401"],
            id="items of every 款",
        ),
        pytest.param(
            ["农林水支出", "农业农村", "行政运行", "事业运行"],
            ["213", "21301", "2130101", "2130104"],
            id="not always 50",
        ),
        pytest.param(
            ["公共安全支出", "公安", "杜撰的一项", "机关服务", "执法办案", "杜撰的一款", "机关服务", "法院"],
            ["204", "20402", None, "2040203", "2040220", None, None, "20405"],
            id="between two lines of a 款",
        ),
        pytest.param(
            ["一般公共服务支出", "财政事务", "信息化建设", "杜撰的一款", "信息化建设", "行政运行"],
            ["201", "20106", "2010607", None, None, None],
            id="names of several 款",
        ),
        pytest.param(
            ["一般公共服务支出", "行政运行", "专项普查活动", "事业运行"],
            ["201", None, "2010507", None],
            id="items without their 款",
        ),
        pytest.param(
            ["城乡社区支出", "国有土地收益基金安排的支出", "征地和拆迁补偿支出", "城市建设支出"],
            ["212", "21210", "2121001", None],
            id="an item of another 款 is none of the last one",
        ),
        pytest.param(
            ["节能环保支出", "能源节约利用(款)", "能源节约利用(项)", "污染减排", "其他污染减排支出"],
            ["211", "21110", "2111001", "21111", "2111199"],
            id="款 and 项 of one name",
        ),
    ],
)
def test_a_governments_names_have_the_codes_of_their_place(names: list[str], codes: list[str | None]) -> None:
    table = make_table(
        [["预算科目", "决算数"], *([name, "9.00"] for name in names), ["支出合计", "9.00"]],
        ["2025年某县一般公共预算支出决算表", "单位：万元"],
    )
    figures = table_figures("d", [table], replace(CONTEXT, fiscal_year=2025, kind="gov_final")).figures
    assert [figure.code for figure in figures[:-1]] == codes
    assert all(figure.item == "expenditure.function" for figure in figures[:-1])


@pytest.mark.parametrize(("year", "code"), [(2016, None), (2020, "2089901"), (2024, "2089999"), (None, None)])
def test_the_rest_of_a_class_has_the_number_of_its_year(year: int | None, code: str | None) -> None:
    name = "其他社会保障和就业"
    lines = [("社会保障和就业", "208"), (name, None), (name, None)]
    assert line_codes(lines, partial(functional_codes, year=year), year)[1:] == ["20899", code]


def test_a_line_after_a_total_stands_under_no_class() -> None:
    found = lines(table_figures("d", [BALANCE, CODED], CONTEXT).figures)
    assert found["与合计之后的一行无关"] == (None, "line", None)


def test_a_code_that_is_not_printed_is_no_row_code() -> None:
    figures = table_figures("d", [BALANCE, CODED], CONTEXT).figures
    assert {
        figure.row_code
        for figure in figures
        if figure.column_index == 3 and figure.table_id == figures[0].table_id
    } == {None}


def test_an_economic_name_of_several_classes_belongs_to_the_class_above() -> None:
    assert economic_code("公务用车购置", "economic_dept", "310") == "31013"
    assert economic_code("公务用车购置", "economic_dept", "30901") == "30913"
    assert economic_code("公务用车购置", "economic_dept", "") is None


@pytest.mark.parametrize(
    ("name", "above", "codes"),
    [
        ("其他资本性支出", "", {2016: "310", 2019: "31099"}),
        ("其他社会保障缴费", "301", {2016: "30104", 2019: "30112"}),
        ("住房公积金", "303", {2016: "30311"}),
        ("专项商品和服务支出", "", {2016: "302", 2019: "302"}),
        ("对企事业单位的补贴", "", {2016: "304", 2019: None}),
    ],
)
def test_a_name_has_the_code_of_its_year(name: str, above: str, codes: dict[int, str | None]) -> None:
    assert {year: economic_code(name, "economic_dept", above, year) for year in codes} == codes


def test_the_two_economic_classifications_call_the_same_name_differently() -> None:
    assert economic_code("对个人和家庭补助", "economic_dept", "") == "303"
    assert economic_code("对个人和家庭的补助", "economic_gov", "") == "509"
    assert economic_code("信访事务", "economic_dept", "301") is None
