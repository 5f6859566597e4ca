"""What figures say beyond the golden layouts: where they come from, what is no figure, what is left open."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from table_makers import BUDGET, FINAL, GOVERNMENT, make_table, one, understand, values

from loaders.document import Box, Cell, Paragraph, Table
from loaders.figures import Context, table_figures
from loaders.limits import Limits
from loaders.readers import read
from loaders.sniff import sniff

FUNCTION_HEADER = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]


def test_blank_zero_and_dash_stay_three_things() -> None:
    found = understand([FUNCTION_HEADER, ["201", "一般公共服务支出", "0.00", "", "——"]], "支出总表")
    states = {figure.column_path[-1]: (figure.value_state, figure.amount) for figure in found.figures}
    assert states == {
        "合计": ("value", Decimal("0.00")),
        "基本支出": ("blank", None),
        "项目支出": ("not_applicable", None),
    }


def test_a_number_that_could_be_two_is_illegible_and_has_no_amount() -> None:
    found = understand([FUNCTION_HEADER, ["201", "一般公共服务支出", "9 1,950.29", "1.00", ""]], "支出总表")
    assert (one(found, "201", "合计").value_state, one(found, "201", "合计").amount) == ("illegible", None)


def test_ids_depend_on_the_document_and_the_place_only() -> None:
    rows = [FUNCTION_HEADER, ["201", "一般公共服务支出", "1.00", "1.00", ""]]
    first, again = understand(rows, "支出总表"), understand(rows, "支出总表")
    assert [f.figure_id for f in first.figures] == [f.figure_id for f in again.figures]
    assert len({f.figure_id for f in first.figures}) == len(first.figures)


def test_a_figure_keeps_the_box_and_page_of_its_cell() -> None:
    table = make_table(
        [["项目", "2024年预算数"], ["合计", "1.00"]], ["一般公共预算“三公”经费支出表", "单位：万元"]
    )
    moved = tuple(Cell(c.row, c.column, c.text, box=Box(1.0, 2.0, 3.0, 4.0), page=7) for c in table.cells)
    found = table_figures("d", [Table(moved, 2, 2, 7, 7, "test", captions=table.captions)], BUDGET)
    figure = values(found)[0]
    assert (figure.page, figure.x0, figure.y1) == (7, 1.0, 4.0)


def test_hidden_cells_are_kept_as_cells_but_are_no_figures() -> None:
    table = make_table(
        [["项目", "金额"], ["公务接待费", "1.00"], ["会议费", "9.00"]], ["“三公”经费支出表", "单位：万元"]
    )
    cells = tuple(c if c.row < 2 else Cell(c.row, c.column, c.text, hidden=True) for c in table.cells)
    found = table_figures("d", [Table(cells, 3, 2, 1, 1, "test", captions=table.captions)], BUDGET)
    assert [figure.row_label for figure in values(found)] == ["公务接待费"]
    assert len(found.cells) == len(cells)


def test_a_workbook_publishes_what_its_cells_show_not_what_they_store() -> None:
    cells = (
        Cell(0, 0, "项目"),
        Cell(0, 1, "金额"),
        Cell(1, 0, "公务接待费"),
        Cell(1, 1, "1.23", stored="1.234567"),
    )
    found = table_figures(
        "d", [Table(cells, 2, 2, 1, 1, "xlsx", captions=("“三公”经费支出表", "单位：万元"))], BUDGET
    )
    assert (values(found)[0].raw, values(found)[0].amount) == ("1.23", Decimal("12300.00"))


@pytest.mark.parametrize(
    ("header", "caption", "amount"),
    [
        ("金额（元）", "单位：万元", "3.00"),
        ("金额", "单位：元", "3.00"),
        ("金额", "", "30000.00"),
        ("金额（亿元）", "", "300000000.00"),
    ],
)
def test_the_nearest_unit_holds(header: str, caption: str, amount: str) -> None:
    found = understand([["项目", header], ["公务接待费", "3"]], "“三公”经费支出表", captions=[caption])
    assert values(found)[0].amount == Decimal(amount)


@pytest.mark.parametrize(
    ("note", "amount"),
    [
        ("单位：千元", "3000.00"),
        ("注：1.本表金额单位为元。", "3.00"),
        ("注：本表以“万元”为金额单位（保留两位小数）。", "30000.00"),
        ("部门支出总表 单位：元", None),
        ("注：填报单位：元江县某局。", None),
    ],
)
def test_a_unit_may_be_stated_below_the_table_alone(note: str, amount: str | None) -> None:
    bare = Context(fiscal_year=2024, stage="initial_budget", kind="dept_budget")
    rows = [["项目", "金额"], ["公务接待费", "3"]]
    (figure,) = values(understand(rows, "“三公”经费支出表", bare, notes=(note,)))
    assert figure.amount == (Decimal(amount) if amount else None)


def test_without_any_unit_there_is_a_quantity_but_no_amount() -> None:
    bare = Context(fiscal_year=2024, stage="initial_budget", kind="dept_budget")
    figure = values(understand([["项目", "金额"], ["公务接待费", "3"]], "“三公”经费支出表", bare))[0]
    assert (figure.amount, figure.quantity) == (None, Decimal(3))
    assert figure.confidence < 1


def test_a_count_in_a_table_of_amounts_is_no_amount() -> None:
    found = understand(
        [["项目", "统计数"], ["车辆数合计（辆）", "20"], ["行政单位", "3.5"]],
        "部门决算公开相关信息统计表",
        FINAL,
    )
    vehicles = one(found, "车辆数合计（辆）", "统计数")
    assert (vehicles.amount, vehicles.quantity, vehicles.measure_unit, vehicles.flow) == (
        None,
        Decimal(20),
        "辆",
        "stock",
    )
    assert one(found, "行政单位", "统计数").amount == Decimal("35000.00")


def test_prior_years_and_changes_are_not_this_year() -> None:
    rows = [["项目", "上年预算数", "2024年预算数", "增减额", "增减%"], ["公务接待费", "4", "3", "-1", "-25%"]]
    found = understand(rows, "“三公”经费支出表")
    assert one(found, "公务接待费", "上年预算数").fiscal_year == 2023
    assert one(found, "公务接待费", "增减额").measure == "change_amount"
    percent = one(found, "公务接待费", "增减%")
    assert (percent.measure, percent.quantity, percent.amount) == ("change_percent", Decimal(-25), None)


def test_years_in_chinese_numerals_are_years() -> None:
    rows = [["项目", "二○二三年决算数", "二〇二四年预算数"], ["公务接待费", "4", "3"]]
    found = understand(rows, "“三公”经费支出表")
    assert [(f.fiscal_year, f.stage) for f in values(found)] == [(2023, "final"), (2024, "initial_budget")]


def test_the_budget_column_of_a_final_account_is_adjusted_only_where_the_note_says_so() -> None:
    rows = [
        ["预算数", "<", "决算数", "<"],
        ["合计", "公务接待费", "合计", "公务接待费"],
        ["5", "5", "4", "4"],
    ]
    plain = understand(rows, "财政拨款“三公”经费支出决算表", FINAL)
    noted = understand(
        rows,
        "财政拨款“三公”经费支出决算表",
        FINAL,
        notes=("注：预算数为全年预算数，反映按规定程序调整后的预算数。",),
    )
    assert {f.stage for f in values(plain)} == {"initial_budget", "final"}
    assert {f.stage for f in values(noted)} == {"adjusted_budget", "final"}


def test_a_wide_table_of_one_unlabelled_row_takes_its_items_from_the_columns() -> None:
    rows = [
        ["“三公”经费合计", "因公出国（境）费", "公务用车购置及运行费", "<", "公务接待费"],
        ["^", "^", "小计", "公务用车购置费", "^"],
        ["3.00", "0.00", "0.00", "0.00", "3.00"],
    ]
    found = understand(rows, "一般公共预算“三公”经费支出表")
    assert [f.item for f in values(found)] == [
        "sangong.total", "sangong.abroad", "sangong.vehicle", "sangong.vehicle.purchase", "sangong.reception"
    ]  # fmt: skip


def test_index_rows_and_repeated_headers_are_no_data() -> None:
    rows = [
        FUNCTION_HEADER,
        ["栏次", "<", "1", "2", "3"],
        ["201", "一般公共服务支出", "5", "5", ""],
        FUNCTION_HEADER,
        ["204", "公共安全支出", "6", "6", ""],
    ]
    found = understand(rows, "支出总表")
    assert sorted(f.row_code or "" for f in values(found)) == ["201", "201", "204", "204"]


def test_an_index_row_under_the_three_columns_of_a_code_is_no_data() -> None:
    found = understand(
        [
            ["项目", "<", "<", "<", "本年支出合计", "基本支出", "项目支出"],
            ["支出功能分类科目编码", "<", "<", "科目名称", "^", "^", "^"],
            ["类", "款", "项", "栏次", "1", "2", "3"],
            ["201", "", "", "一般公共服务支出", "30", "20", "10"],
        ],
        "支出决算表",
        FINAL,
    )
    assert {figure.row_label for figure in values(found)} == {"一般公共服务支出"}


def test_a_part_of_a_code_that_lost_its_zero_is_read_with_it() -> None:
    found = understand(
        [
            ["部门预算经济分类科目编码", "<", "经济分类科目名称", "合计"],
            ["类", "款", "^", "^"],
            ["301", "", "工资福利支出", "90"],
            ["301", "01", "基本工资", "50"],
            ["301", "2", "津贴补贴", "40"],
        ],
        "一般公共预算基本支出部门预算经济分类预算表",
    )
    assert [figure.code for figure in values(found)] == ["301", "30101", "30102"]


def test_a_short_code_among_whole_ones_is_a_group_of_the_class() -> None:
    rows = [
        ["201", "a"],
        ["10", "b"],
        ["2011002", "c"],
        ["208", "d"],
        ["01", "e"],
        ["2080101", "f"],
        ["05", "g"],
    ]
    found = understand(
        [["功能科目编码", "功能科目名称", "合计"], *([code, name, "1"] for code, name in rows)],
        "一般公共预算支出明细表（按支出功能分类科目）",
    )
    codes = [figure.code for figure in values(found)]
    assert codes == ["201", "20110", "2011002", "208", "20801", "2080101", "20805"]


def test_a_table_without_a_header_goes_on_with_the_one_above_it() -> None:
    first = make_table(
        [
            ["科目编码", "<", "<", *FUNCTION_HEADER[1:]],
            ["类", "款", "项", "^", "^", "^", "^"],
            ["201", "", "", "一般公共服务支出", "5", "5", ""],
        ],
        ["支出总表", "单位：元"],
    )
    second = make_table([["", "03", "", "政府办公厅事务", "4", "4", ""]])
    found = table_figures("d", [first, Paragraph("第 9 页", 1), second], BUDGET)
    assert [table.kind for table in found.tables] == ["dept_expenditure"] * 2
    assert values(found)[-1].amount == Decimal("4.00")
    assert values(found)[-1].nature == "basic"


def test_unit_rows_repeat_totals_and_are_marked() -> None:
    rows = [["单位代码", "单位名称", "合计"], ["", "合计", "9"], ["114001", "某区人社局（本级）", "9"]]
    found = understand(rows, "部门收入总表")
    assert [(f.row_role, f.unit_code) for f in values(found)] == [("total", None), ("unit", "114001")]


def test_a_plain_grid_that_no_kind_matches_is_kept_with_low_confidence() -> None:
    found = understand([["名称", "数额"], ["甲", "1.5"], ["乙", "2.5"]], "有关数据", captions=["单位：万元"])
    assert found.tables[0].kind == "unrecognised"
    assert [(f.item, f.amount, f.confidence) for f in values(found)] == [
        (None, Decimal("15000.00"), 0.5),
        (None, Decimal("25000.00"), 0.5),
    ]


def test_debt_by_region_takes_its_item_from_the_columns() -> None:
    rows = [
        ["地区", "2025年债务限额", "<", "<"],
        ["^", "小计", "一般债务", "专项债务"],
        ["某市本级", "140.24", "53.12", "87.12"],
    ]
    found = understand(rows, "某市2025年地方政府债务限额情况表", GOVERNMENT, captions=["单位：亿元"])
    assert [f.item for f in values(found)] == ["debt.limit", "debt.limit.general", "debt.limit.special"]
    assert {(f.row_role, f.flow, f.fiscal_year) for f in values(found)} == {("region", "debt", 2025)}
    assert values(found)[0].amount == Decimal("14024000000.00")


def test_several_tables_in_one_grid_have_their_own_titles() -> None:
    rows = [["收入总表", "<", "<"], ["科目编码", "科目名称", "合计"], ["201", "一般公共服务支出", "5"],
            ["政府性基金预算支出表", "<", "<"], ["科目编码", "科目名称", "合计"], ["212", "城乡社区支出", "7"]]  # fmt: skip
    found = table_figures("d", [make_table(rows, ["单位：万元"])], BUDGET)
    assert [(f.flow, f.fund) for f in values(found)] == [("revenue", "all"), ("expenditure", "gov_fund")]


def test_an_empty_grid_yields_a_table_and_nothing_else() -> None:
    found = table_figures("d", [Table((), 0, 0, 1, 1, "test")], BUDGET)
    assert (len(found.tables), found.figures, found.tables[0].is_empty) == (1, (), True)


LABELS = {
    "2ed60e3f__统计局_无锡市统计局2026年度部门预算公开": Context(
        fiscal_year=2026, stage="initial_budget", kind="dept_budget", declared_unit="万元"
    ),
    "70050347__2026年烟台市审计局部门预算": Context(
        fiscal_year=2026, stage="initial_budget", kind="dept_budget", declared_unit="万元"
    ),
    "c28d8255__交通运输局_2019年佛山市轨道交通局部门决算": Context(
        fiscal_year=2019, stage="final", kind="dept_final", declared_unit="万元"
    ),
    "lhasa_2025": Context(fiscal_year=2025, kind="debt"),
    "太原市发展和改革委员会2016年决算公开": Context(
        fiscal_year=2016, stage="final", kind="dept_final", declared_unit="元"
    ),
}


@pytest.mark.parametrize("name", LABELS)
def test_hand_labelled_cells_of_real_documents_arrive(shared: Path, name: str) -> None:
    label = json.loads((shared / "labels" / f"{name}.json").read_text(encoding="utf-8"))
    path = shared / "samples" / label["path"]
    document = read(path, sniff(path), Limits())
    found = table_figures("d", [block for page in document.pages for block in page.blocks], LABELS[name])
    have: dict[tuple[object, ...], int] = {}
    for figure in found.figures:
        if figure.amount is not None:
            key = (figure.amount, figure.fiscal_year, figure.flow)
            have[key] = have.get(key, 0) + 1
    missed = 0
    wanted = [
        cell
        for cell in label["cells"]
        if cell.get("amount_yuan") and not cell.get("repeated_on_continuation")
    ]
    for cell in wanted:
        key = (Decimal(cell["amount_yuan"]), cell["fiscal_year"], cell["flow"])
        missed += not have.get(key)
        have[key] = have.get(key, 0) - 1
    assert missed <= 0.002 * len(wanted)


@pytest.mark.parametrize(("operating", "nature"), [("50.00", None), ("12.00", "basic.public")])
def test_operating_costs_beyond_basic_expenditure_are_not_of_that_nature(
    operating: str, nature: str | None
) -> None:
    header = ["科目编码", "科目名称", "金额"]
    basic = make_table(
        [header, ["301", "工资福利支出", "30.00"], ["302", "商品和服务支出", "15.00"]],
        ["一般公共预算基本支出预算表", "单位：万元"],
    )
    cost = make_table(
        [header, ["302", "商品和服务支出", operating], ["30201", "办公费", operating]],
        ["一般公共预算机关运行经费支出预算表", "单位：万元"],
    )
    found = table_figures("d", [basic, cost], BUDGET).figures
    assert {f.nature for f in found if f.table_id == found[-1].table_id} == {nature}
    assert {f.nature for f in found if f.table_id == found[0].table_id} == {"basic"}


def test_governments_tables_stacked_in_one_grid_are_tables_of_their_own() -> None:
    rows = [
        ["预算科目", "预算数", "完成数"],
        ["本年收入合计", "90", "95"],
        ["一、税收收入", "60", "61"],
        ["2024年县本级政府性基金预算支出完成情况表", "", ""],
        ["预算科目", "预算数", "完成数"],
        ["本年支出合计", "20", "18"],
        ["一、城乡社区", "20", "18"],
    ]
    found = understand(rows, "2024年全县一般公共预算收入完成情况表", GOVERNMENT, captions=["单位：万元"])
    assert [(table.ordinal, table.kind, table.title) for table in found.tables] == [
        (0, "gov_gpb_income", "2024年全县一般公共预算收入完成情况表"),
        (1, "gov_fund_expenditure_own", "2024年县本级政府性基金预算支出完成情况表"),
    ]
    first, second = found.tables
    assert {f.table_id for f in values(found) if f.fund == "gov_fund"} == {second.table_id}
    assert {f.table_id for f in values(found) if f.fund == "general_public"} == {first.table_id}
    assert {cell.table_id for cell in found.cells if cell.row_index >= 3} == {second.table_id}


@pytest.mark.parametrize(
    "name", ["GK05 一般公共预算财政拨款支出决算表(公开0", "一般公共预算支出表（单位：万元）"]
)
def test_a_sheet_without_a_caption_is_what_its_name_says_even_cut_off(name: str) -> None:
    rows = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["", "合计", "3.00", "2.00", "1.00"]]
    context = Context(fiscal_year=2024, stage="final", kind="dept_final")
    found = table_figures("d", [make_table(rows, sheet_name=name)], context)
    table = found.tables[0]
    assert (table.kind, (table.title or "")[-1]) == ("final_gpb_expenditure", "表")
    assert table.currency_unit == ("万元" if "万元" in name else None)


def test_a_caption_that_ends_in_the_unit_of_account_is_a_title() -> None:
    rows = [["项目", "预算数"], ["公务接待费", "1.00"]]
    table = make_table(rows, ["“三公”经费支出表（单位：万元）"])
    found = table_figures("d", [table], Context(fiscal_year=2024, stage="initial_budget", kind="dept_budget"))
    assert (found.tables[0].title, values(found)[0].amount) == ("“三公”经费支出表", Decimal("10000.00"))
