"""A total over 三公, meetings and training is no 三公 total; the row of the body itself is one where no other is."""

from dataclasses import replace
from decimal import Decimal

import pytest
from table_makers import BUDGET, GOVERNMENT, make_table

from loaders.figures import table_figures
from loaders.tables.totals import narrowed
from warehouse.records import FigureRow


def row(*cells: tuple[str, str | None, str]) -> list[FigureRow]:
    return [
        FigureRow(
            figure_id=str(column),
            document_id="d",
            source="table",
            value_state="value",
            raw=amount,
            row_index=3,
            column_index=column,
            column_path=(header,),
            item=item,
            amount=Decimal(amount),
            fiscal_year=2020,
            stage="initial_budget",
        )
        for column, (header, item, amount) in enumerate(cells)
    ]


PARTS = (
    ("因公出国（境）费用", "sangong.abroad", "1.00"),
    ("公务接待费", "sangong.reception", "2.00"),
    ("公务用车购置及运行费", "sangong.vehicle", "4.00"),
    ("会议费", "meeting", "8.00"),
    ("培训费", "training", "16.00"),
)


def items(figures: list[FigureRow]) -> list[str | None]:
    return [figure.item for figure in narrowed(figures) if figure.item is None or "total" in figure.item]


def test_a_total_of_everything_loses_the_item_and_the_subtotal_keeps_it() -> None:
    figures = row(("合计", "sangong.total", "31.00"), ("三公经费小计", "sangong.total", "7.00"), *PARTS)
    assert items(figures) == [None, "sangong.total"]


def test_a_total_that_equals_its_three_parts_keeps_it() -> None:
    assert items(row(("合计", "sangong.total", "7.00"), *PARTS)) == ["sangong.total"]


def test_a_table_without_meetings_and_training_is_left_alone() -> None:
    assert items(row(("合计", "sangong.total", "31.00"), *PARTS[:3])) == ["sangong.total"]


OWN, OTHER = "某市水利局", "某市水文站"
UNITS_HEADER = ["预算单位", "科目编码", "科目名称", "支出总计", "基本支出", "项目支出"]


@pytest.mark.parametrize(
    ("rows", "body", "total"),
    [
        (
            [[OWN, "", "", "9.00", "5.00", "4.00"], ["", "213", "农林水支出", "9.00", "5.00", "4.00"]],
            OWN,
            True,
        ),
        (
            [
                [OWN, "", "", "9.00", "5.00", "4.00"],
                [f"{OWN}（本级）", "", "", "7.00", "4.00", "3.00"],
                [OTHER, "", "", "2.00", "1.00", "1.00"],
            ],
            OWN,
            True,
        ),
        # 局 is the bureau itself here, one unit of two
        ([[OWN, "", "", "7.00", "4.00", "3.00"], [OTHER, "", "", "2.00", "1.00", "1.00"]], OWN, False),
        ([["合计", "", "", "7.00", "4.00", "3.00"], [OWN, "", "", "7.00", "4.00", "3.00"]], OWN, False),
        ([[OTHER, "", "", "7.00", "4.00", "3.00"]], OWN, False),
    ],
)
def test_the_bodys_own_row_is_the_total_where_no_other_is(
    rows: list[list[str]], body: str, total: bool
) -> None:
    context = replace(BUDGET, unit_name=body)
    table = make_table([UNITS_HEADER, *rows], ["表3", "支出总表", "单位：万元"])
    found = table_figures("d", [table], context).figures
    own = {figure.row_role for figure in found if figure.row_label == OWN}
    assert own == ({"total"} if total else {"unit"} if body in [row[0] for row in rows] else set())
    below = {figure.row_group for figure in found if figure.row_label == "农林水支出"}
    assert below in (set(), {None})


@pytest.mark.parametrize(("posts", "role"), [("25", "unit"), ("45", "total")])
def test_posts_of_the_body_are_the_total_only_where_those_of_its_units_add_up_to_them(
    posts: str, role: str
) -> None:
    rows = [["单位名称", "经费性质", "人员编制数", "在职人数"], [OWN, "财政核拨", posts, posts],
            [OTHER, "财政核拨", "40", "40"], ["某市水政所", "财政核拨", "5", "5"]]  # fmt: skip
    table = make_table(rows, ["二、部门基本情况"])
    found = table_figures("d", [table], replace(BUDGET, unit_name=OWN)).figures
    assert [(f.row_role, f.item) for f in found if f.row_label == OWN] == [
        (role, "staff.establishment"),
        (role, "staff.actual"),
    ]


def test_what_the_grand_total_says_again_and_the_own_level_of_each_class_are_no_total_of_the_year() -> None:
    rows = [
        ["项目", "预算数", "调整数", "调整后预算数"],
        ["合计", "90.00", "20.00", "110.00"],
        ["一、社会保障和就业支出", "30.00", "", "30.00"],
        ["市本级支出", "10.00", "", "10.00"],
        ["对县区转移支付", "20.00", "", "20.00"],
        ["二、其他支出", "20.00", "10.00", "30.00"],
        ["市本级支出", "20.00", "10.00", "30.00"],
        ["三、债务转贷支出", "40.00", "10.00", "50.00"],
        ["支出总计", "90.00", "20.00", "110.00"],
        ["1.市本级支出", "30.00", "10.00", "40.00"],
    ]
    captions = ["附件4", "2025年市级政府性基金预算支出表（预算调整，按功能分类）", "单位：万元"]
    found = table_figures("d", [make_table(rows, captions)], GOVERNMENT).figures
    told = [f.row_label for f in found if f.item == "gov_fund.expenditure" and f.measure == "amount"]
    assert told == ["1.市本级支出"] * 2
    grand = {f.row_label for f in found if f.item == "expenditure.grand_total"}
    assert grand == {"合计", "支出总计"}
