"""Tables continued over pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

import pytest

from loaders.document import Box, Cell, Page, Paragraph, Table
from loaders.tables.stitch import _lowered, stitch

HEADER = ("科目编码", "科目名称", "合计")


def table(
    rows: Sequence[Sequence[str]], page: int, edges: Sequence[float] = (0, 60, 200, 300), **more: object
) -> Table:
    cells = tuple(
        Cell(
            row,
            column,
            text,
            box=Box(edges[column], 20.0 * row, edges[column + 1], 20.0 * row + 20),
            page=page,
        )
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    built = Table(cells, len(rows), len(rows[0]), page, page, "pdfium-lattice")
    return replace(built, **more)  # type: ignore[arg-type]


def pages(*blocks: tuple[Table | Paragraph, ...]) -> list[Page]:
    return [Page(number, 595, 842, "text", content) for number, content in enumerate(blocks, 1)]


def tables(done: Sequence[Page]) -> list[Table]:
    return [block for page in done for block in page.blocks if isinstance(block, Table)]


def test_a_repeated_header_is_dropped_and_proves_itself() -> None:
    one = table([HEADER, ("201", "一般公共服务支出", "1.00")], 1)
    two = table([HEADER, ("208", "社会保障和就业支出", "2.00")], 2)
    (joined,) = tables(stitch(pages((one,), (two,))))
    assert joined.grid() == [
        [*HEADER],
        ["201", "一般公共服务支出", "1.00"],
        ["208", "社会保障和就业支出", "2.00"],
    ]
    assert (joined.header_rows, joined.page_last, joined.row_count) == (1, 2, 3)


def test_rows_with_amounts_are_no_header_even_if_they_come_again() -> None:
    one = table([HEADER, ("栏次", "", "1"), ("201", "合计", "1.00")], 1)
    two = table([HEADER, ("栏次", "", "1"), ("201", "合计", "1.00")], 2)
    (joined,) = tables(stitch(pages((one,), (two,))))
    assert (joined.row_count, joined.header_rows) == (4, 2)


def test_a_continuation_without_header_goes_on() -> None:
    one = table([HEADER, ("201", "一般公共服务支出", "1.00")], 1)
    two = table([("208", "社会保障和就业支出", "2.00")], 2)
    assert tables(stitch(pages((one,), (two,))))[0].row_count == 3


def test_the_first_caption_again_or_a_mark_of_continuation_is_no_new_table() -> None:
    one = table([HEADER, ("201", "一般公共服务支出", "1.00")], 1, captions=("部门支出总表", "单位：万元"))
    for captions in (("部门支出总表（续表）", "单位：万元"), ("续表",)):
        two = table([HEADER, ("208", "社会保障和就业支出", "2.00")], 2, captions=captions)
        assert len(tables(stitch(pages((one,), (two,))))) == 1


def test_a_caption_of_its_own_text_between_or_other_columns_make_two_tables() -> None:
    one = table([HEADER, ("201", "一般公共服务支出", "1.00")], 1, captions=("部门支出总表",))
    two = table([HEADER, ("208", "社会保障和就业支出", "2.00")], 2)
    other = table([("208", "社会保障和就业支出", "2.00")], 2, edges=(0, 150, 170, 300))
    between = Paragraph("本表反映情况。", 1)
    assert len(tables(stitch(pages((one,), (replace(two, captions=("部门收入总表",)),))))) == 2
    assert len(tables(stitch(pages((one, between), (two,))))) == 2
    assert len(tables(stitch(pages((one,), (other,))))) == 2


def test_notes_end_a_table() -> None:
    one = table([HEADER, ("201", "一般公共服务支出", "1.00")], 1, notes=("注：本表反映支出。",))
    two = table([("208", "社会保障和就业支出", "2.00")], 2)
    assert len(tables(stitch(pages((one,), (two,))))) == 2


def test_three_pages_become_one_table() -> None:
    parts = [table([HEADER, (f"20{page}", "支出", "1.00")], page) for page in (1, 2, 3)]
    (joined,) = tables(stitch(pages(*((part,) for part in parts))))
    assert [row[0] for row in joined.grid()] == ["科目编码", "201", "202", "203"]
    assert joined.page_last == 3


def test_a_row_cut_between_borders_is_joined_where_its_label_was_full() -> None:
    one = table(
        [
            HEADER,
            ("2080505", "机关事业单位基本养\n老保险缴费支出", "9.00"),
            ("2080506", "机关事业单位职业年", "7.00"),
        ],
        1,
    )
    two = table([("", "金缴费支出", ""), ("210", "卫生健康支出", "8.00")], 2)
    (joined,) = tables(stitch(pages((one,), (two,))))
    assert joined.grid()[2] == ["2080506", "机关事业单位职业年\n金缴费支出", "7.00"]
    assert joined.row_count == 4


def test_last_letters_of_a_header_below_the_break_are_no_row() -> None:
    one = table([("类", "小计", "基本支")], 1)
    two = table([("", "", "出"), ("201", "9.00", "9.00")], 2)
    (joined,) = tables(stitch(pages((one,), (two,))))
    assert joined.grid() == [["类", "小计", "基本支\n出"], ["201", "9.00", "9.00"]]


def test_a_row_whose_first_lines_alone_fit_the_page_is_joined() -> None:
    one = table([HEADER, ("201", "一般公共\n服务支出", "1.00"), ("", "个人农业", "")], 1)
    two = table([("30310", "生产补贴", "2.00")], 2)
    (joined,) = tables(stitch(pages((one,), (two,))))
    assert joined.grid()[2:] == [["30310", "个人农业\n生产补贴", "2.00"]]


@pytest.mark.parametrize(
    ("above", "below", "is_one"),
    [
        (("21002", "公立\n医院", "5980."), ("05", "（综\n合）", "64"), True),
        (("21002", "公立\n医院", "5980"), ("", "（综\n合）", ".64"), True),
        (("21002", "公立\n医院", "5980.64"), ("05", "（综\n合）", ""), True),
        (("210", "公立\n医院", "5980"), ("21002", "其他\n医院", "64"), False),
        (("210", "公立\n医院", "5"), ("21002", "其他\n医院", "3.64"), False),
        (("", "公立\n医院", "59.80"), ("", "其他\n医院", "6.40"), False),
        (("21002", "污泥\n达到", "59.80"), ("", "100%\n处置", ""), True),
    ],
)
def test_figures_broken_at_the_break_are_whole_again(
    above: tuple[str, ...], below: tuple[str, ...], is_one: bool
) -> None:
    (joined,) = tables(
        stitch(pages((table([HEADER, above], 1),), (table([below, ("229", "其他", "1.00")], 2),)))
    )
    rows = [[(text or "").replace("\n", "") for text in row] for row in joined.grid()]
    whole = [one.replace("\n", "") + two.replace("\n", "") for one, two in zip(above, below, strict=True)]
    assert (whole in rows, joined.row_count) == (is_one, 3 if is_one else 4)


def test_a_label_without_figures_is_a_row_of_its_own() -> None:
    one = table(
        [HEADER, ("2080505", "机关事业单位基本养\n老保险", "9.00"), ("201", "一般公共服务支出", "7.00")], 1
    )
    two = table([("", "其中：工资", ""), ("210", "卫生健康支出", "8.00")], 2)
    assert tables(stitch(pages((one,), (two,))))[0].row_count == 5


def test_a_total_below_the_break_is_no_end_of_the_name_above() -> None:
    one = table([HEADER, ("201", "二十五、债务\n付息支出", "1.00"), ("", "二十六、其他", "")], 1)
    two = table([("", "本年支出合计", "2.00")], 2)
    assert [row[1] for row in tables(stitch(pages((one,), (two,))))[0].grid()][2:] == [
        "二十六、其他",
        "本年支出合计",
    ]


def test_cells_without_a_border_at_the_break_go_on() -> None:
    one = table([("产出指标", "数量", "1"), ("", "质量", "2")], 1, open_below=(0,))
    merged = tuple(
        replace(cell, row_span=2) if (cell.row, cell.column) == (0, 0) else cell
        for cell in one.cells
        if (cell.row, cell.column) != (1, 0)
    )
    two = table([("", "时效", "3")], 2, open_above=(0,))
    (joined,) = tables(stitch(pages((replace(one, cells=merged),), (two,))))
    assert (joined.cells[0].text, joined.cells[0].row_span) == ("产出指标", 3)


def test_a_merged_cell_that_says_the_same_on_both_pages_says_it_once() -> None:
    one = table([HEADER, ("绩效指标", "数量指标", "5")], 1, open_below=(0,))
    two = table([("绩效指标", "质量指标", "6")], 2, open_above=(0,))
    (joined,) = tables(stitch(pages((one,), (two,))))
    assert joined.grid() == [[*HEADER], ["绩效指标", "数量指标", "5"], [None, "质量指标", "6"]]


def test_words_below_a_last_row_that_is_cut_open_are_between_no_tables() -> None:
    one = table([HEADER, ("11000022T-重点调查", "质量指标", "优，成果")], 1, open_below=(0,))
    two = table([HEADER, ("", "时效指标", "100%")], 2, open_below=(0,))
    three = table([HEADER, ("", "数量指标", "5")], 3)
    over = Paragraph("得到采用）", 1)
    (joined,) = tables(stitch(pages((one, over), (two, over), (three,))))
    assert [row[1] for row in joined.grid()] == ["科目名称", "质量指标", "时效指标", "数量指标"]


def tall(rows: Sequence[Sequence[str]], page: int) -> Table:
    """A header of three columns; below it an entry in the first two beside as many rows as the third has texts."""
    label, amount, *marks = rows[0]
    cells = [Cell(0, column, text, page=page) for column, text in enumerate(HEADER)]
    cells += [Cell(1, 0, label, len(marks), page=page), Cell(1, 1, amount, len(marks), page=page)]
    cells += [Cell(row, 2, text, page=page) for row, text in enumerate(marks, 1)]
    return Table(tuple(cells), 1 + len(marks), 3, page, page, "pdfium-lattice")


@pytest.mark.parametrize(
    ("above", "below", "entries"),
    [
        (("11000022T-重点调查", "1,900.00"), ("研究经费", ""), ["11000022T-重点调查\n研究经费"]),
        (("11000022T", ""), ("457203-对外交流", "142.20"), ["11000022T\n457203-对外交流"]),
        (
            ("11000022T-重点调查", "1,900.00"),
            ("11000023T-课题研究", ""),
            ["11000022T-重点调查", "11000023T-课题研究"],
        ),
        (("重点调查", "1,900.00"), ("课题研究", "20.00"), ["重点调查", "课题研究"]),
    ],
)
def test_an_entry_beside_many_rows_goes_on_below_a_repeated_header(
    above: tuple[str, str], below: tuple[str, str], entries: list[str]
) -> None:
    one, two = tall([(*above, "数量", "质量")], 1), tall([(*below, "时效", "成本")], 2)
    (joined,) = tables(stitch(pages((one,), (two,))))
    assert [row[0] for row in joined.grid() if row[0]] == ["科目编码", *entries]
    assert [row[2] for row in joined.grid()] == ["合计", "数量", "质量", "时效", "成本"]


def test_columns_are_matched_by_position() -> None:
    one = table([HEADER, ("201", "一般公共服务支出", "1.00")], 1)
    two = table([("其他支出", "2.00")], 2, edges=(0, 200, 300))
    (joined,) = tables(stitch(pages((one,), (two,))))
    assert joined.grid()[2] == ["其他支出", None, "2.00"]


def test_lowering_a_cell_changes_nothing_but_its_row() -> None:
    cell = Cell(1, 2, "x", 3, 4, Box(1, 2, 3, 4), 5, "6", 0.5, True)
    lowered = _lowered(cell, 7)
    assert lowered.row == 8
    assert all(
        getattr(cell, item.name) == getattr(lowered, item.name) for item in fields(Cell) if item.name != "row"
    )


LEFT = (
    ("科目编码", "科目名称", "合计", ""),
    ("201", "合计", "9.00", "6.00"),
    ("20101", "行政运行", "5.00", "4.00"),
    ("20102", "会议", "4.00", "2.00"),
)
RIGHT = (("基本支出", "项目支出"), ("6.00", "3.00"), ("4.00", "1.00"), ("2.00", "2.00"))


def part(rows: Sequence[Sequence[str]], page: int, **more: object) -> Table:
    return table(rows, page, range(0, 50 * len(rows[0]) + 1, 50), **more)


def test_the_right_part_of_a_wide_table_goes_back_beside_the_left_one() -> None:
    left = part(LEFT, 1, captions=("部门支出总体情况", "金额"))
    right = part(RIGHT, 2, captions=("总体情况表", "单位：万元"))
    (joined,) = tables(stitch(pages((left,), (right,))))
    assert joined.captions == ("单位：万元", "部门支出总体情况表", "金额")
    assert joined.grid()[:2] == [
        ["科目编码", "科目名称", "合计", "基本支出", None, "项目支出"],
        ["201", "合计", "9.00", "6.00", "6.00", "3.00"],
    ]


def test_notes_below_the_left_part_do_not_end_its_columns() -> None:
    left = part(LEFT, 1, notes=("注：本表反映支出。",))
    below = Paragraph("2.金额单位转换时有尾数误差。", 1)
    (joined,) = tables(stitch(pages((left, below), (part(RIGHT, 2),))))
    assert (joined.column_count, joined.notes) == (6, ("注：本表反映支出。",))


def test_a_table_of_classes_is_no_block_of_the_one_before_it() -> None:
    classes = (("科目编码", "金额"), ("301", "6.00"), ("30101", "4.00"), ("30102", "工资"))
    body = "单位：清河县水利局"
    left = part(LEFT, 1, captions=("一般公共预算支出预算表", body))
    right = part(classes, 2, captions=("一般公共预算基本支出预算表", body))
    assert len(tables(stitch(pages((left,), (right,))))) == 2


def test_rows_without_names_go_on_where_their_columns_are_numbered_on() -> None:
    names = (("合计", "出国费"), ("小计", ""), ("1", "2"), ("9.00", "6.00"))
    left, right = part(names, 1), part((("购置费",), ("",), ("3",), ("4.00",)), 2)
    (joined,) = tables(stitch(pages((left,), (right,))))
    assert joined.grid()[-1] == ["9.00", "6.00", "4.00"]
    assert len(tables(stitch(pages((left,), (part((*right.grid()[:2], ("5",), ("4.00",)), 2),))))) == 2


def test_expenditure_goes_back_beside_the_revenue_that_it_faces() -> None:
    sides = [
        [
            (name, ""),
            ("项目", "预算数"),
            (f"一、财政{word}", ""),
            (f"二、其他{word}", "3.00"),
            ("总计", "3.00"),
        ]
        for name, word in (("收入", "拨款"), ("支出", "事务"))
    ]
    left, right = (part(rows, page) for page, rows in enumerate(sides, 1))
    (joined,) = tables(stitch(pages((left,), (right,))))
    assert joined.grid() == [[*one, *two] for one, two in zip(*sides, strict=True)]


@pytest.mark.parametrize(
    "right",
    [
        pytest.param(part(RIGHT[:-1], 2), id="fewer rows"),
        pytest.param(part([*RIGHT[:-1], ("", "转移支付")], 2), id="words of its own"),
        pytest.param(part([RIGHT[0], *[("", "")] * 3], 2), id="no amounts"),
    ],
)
def test_what_does_not_go_on_to_the_right_stays_a_table_of_its_own(right: Table) -> None:
    assert len(tables(stitch(pages((part(LEFT, 1),), (right,))))) == 2


@pytest.mark.parametrize(
    ("parts", "header"),
    [
        (("2018", "8年执行数"), ["2018年执行数", None, "项目支出"]),
        (("公", "公务接待费"), ["公务接待费", None, "项目支出"]),
        (("基本支出", "基本支出结转"), ["基本支出", "基本支出结转", "项目支出"]),
        (("小计", "小计"), ["小计", "小计", "项目支出"]),
    ],
)
def test_a_header_that_the_edge_of_the_page_cuts_is_whole_again(
    parts: tuple[str, str], header: list[str | None]
) -> None:
    left = [(*LEFT[0][:3], parts[0]), *LEFT[1:]]
    right = [(parts[1], "项目支出"), *RIGHT[1:]]
    (joined,) = tables(stitch(pages((part(left, 1),), (part(right, 2),))))
    assert joined.grid()[0][3:] == header
