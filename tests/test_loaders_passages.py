"""Text outside facts and tables: what is kept, under which topic, and that nothing personal is."""

from __future__ import annotations

import pytest

from loaders.document import Cell, Paragraph, Table
from loaders.passages import Passage, numeral, passage_rows, passages


def read(*lines: str) -> list[Passage]:
    return list(passages([Paragraph(line, page=3) for line in lines]))


def topics(*lines: str) -> list[tuple[str, str]]:
    return [(passage.topic, passage.text) for passage in read(*lines)]


def test_headings_and_the_beginnings_of_numbered_paragraphs_make_the_outline() -> None:
    found = read("第一部分  概况", "一、主要职责", "（二）组织实施全区的审批，提高效率。", "预算情况说明")
    assert [(p.text, p.level, p.number) for p in found if p.topic == "heading"] == [
        ("第一部分概况", 1, 1),
        ("一、主要职责", 2, 1),
        ("(二)组织实施全区的审批", 3, 2),
        ("预算情况说明", None, None),
    ]


def test_an_item_that_begins_within_a_paragraph_is_one_of_the_outline() -> None:
    found = read("（七）负责会计管理工作，监督会计行为。（八）负责非税收入的征收管理。（九）管理国库。")
    assert [p.number for p in found if p.topic == "heading"] == [7, 8, 9]


def test_a_line_of_a_table_of_contents_is_no_heading() -> None:
    assert topics("一、收入支出决算总表…………………3", "二、收入决算表......4") == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("（2022 年度）错误!未找到引用源。", "（2022 年度）错误!未找到引用源。"),
        ("（三）保障措施： TC 保障措施 \\f A \\l 1 ", "（三）保障措施： TC 保障措施 \\f A \\l 1"),
        ("合计 #REF! 万元", "合计 #REF! 万元"),
        ("XX局2024年度收入总计为多少", "XX局2024年度收入总计为多少"),
        (
            "两套科目保持对应。局《支出预算分类汇总表》分别反映",
            "两套科目保持对应。局《支出预算分类汇总表》分别反映",
        ),
    ],
)
def test_what_templates_and_programs_left_behind_is_kept_as_it_stands(text: str, kept: str) -> None:
    assert ("residue", kept) in topics(text)


def test_ordinary_text_leaves_no_residue() -> None:
    assert topics("公安局《关于印发办法的通知》要求，2024年支出20万元。", "XXL号公告") == []


def test_duties_keep_the_heading_they_stand_under() -> None:
    found = read(
        "一、部门职责",
        "（一）档案管理。负责档案的接收、整理、保管和利用，提高档案的利用价值。",
        "二、部门预算情况",
        "按照综合预算制度，全部收入和支出都反映在部门预算之中，收支平衡。",
    )
    assert [(p.heading, p.text) for p in found if p.topic == "duty"] == [
        ("(一)档案管理", "负责档案的接收、整理、保管和利用，提高档案的利用价值。")
    ]


def test_bodies_that_duties_are_listed_by_and_those_a_budget_covers_are_kept() -> None:
    found = topics(
        "一、主要职责",
        "1、综合股（审批股）。负责机关日常运转工作。",
        "2、服务中心。承担全区的服务和登记工作。",
        "3、研究全区的发展规划。",
        "二、预算单位构成情况",
        "本预算包括：综合股（审批股）的预算。",
        "三、收支情况",
        "收入包括财政拨款。",
    )
    assert [text for topic, text in found if topic == "duty_body"] == ["综合股", "服务中心"]
    assert [text for topic, text in found if topic == "scope"] == ["本预算包括：综合股(审批股)的预算。"]


def test_the_year_of_the_founding_and_levels_below_a_county_are_kept() -> None:
    found = topics("本中心经批复于2018年1月8日成立。", "加强与各县（市、区）委办公室的联系。")
    assert [topic for topic, _ in found] == ["founding", "level"]


def test_of_a_telephone_number_only_the_count_of_digits_is_kept() -> None:
    found = topics("联系人：张三，联系电话：0312-8391944。", "财务负责人：李四，电话839831944")
    assert found == [("contact", "#" * 11), ("contact", "#" * 9)]


def test_notes_under_a_table_are_kept_and_its_cells_are_not() -> None:
    table = Table(
        cells=(Cell(0, 0, "项目"), Cell(0, 1, "金额")), row_count=1, column_count=2, page_first=4, page_last=5,
        engine="case", captions=("公开01表",), notes=("注：本表反映本年度收支。", "填表人：王五"),
    )  # fmt: skip
    assert [(p.topic, p.text, p.page) for p in passages([table])] == [("note", "注：本表反映本年度收支。", 5)]


def test_rows_have_ids_of_their_place() -> None:
    blocks = [Paragraph("一、主要职责", page=1), Paragraph("二、机构设置", page=1)]
    rows = passage_rows("d", blocks)
    assert [row.ordinal for row in rows] == [0, 1]
    assert rows == passage_rows("d", blocks)
    assert len({row.passage_id for row in rows}) == 2


@pytest.mark.parametrize(
    ("text", "number"), [("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("三十一", 31)]
)
def test_ordinals_of_an_outline_are_numbers(text: str, number: int) -> None:
    assert numeral(text) == number
