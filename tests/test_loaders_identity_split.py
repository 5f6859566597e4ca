"""Where one disclosure of a file ends and the next begins: books of a county, departments with their units, two years in one."""

import pytest

from loaders.document import Document, Page
from loaders.identity import Hints, identify
from tests.first_pages import BODY, document, named_sheet, page

FIGURES = tuple(f"{n}、支出{n}.00万元，占{n}.5%。" for n in range(1, 6))


def file(*faces: tuple[str, ...]) -> list[Page]:
    """Covers, each with a page of text behind it."""
    pages: list[Page] = []
    for face in faces:
        pages += [page(len(pages) + 1, *face, "目录"), page(len(pages) + 2, *BODY, *FIGURES)]
    return pages


@pytest.mark.parametrize(
    ("faces", "bodies"),
    [
        ([("清河县水利局2022年部门预算",), ("清河县水利局水政监察大队2022年单位预算",)], 2),
        ([("清河县公安局2022年部门预算",), ("清河县公安局交通警察大队2022年部门预算",)], 2),
        ([("清河县公安局2022年部门预算",), ("公安局2022年部门预算",)], 1),
        ([("中国共产党清河县委员会宣传部2022年部门预算",), ("中共清河县委宣传部2022年部门预算",)], 1),
        ([("清河县人民法院2022年部门决算",), ("清河县法院2022年部门决算",)], 1),
        ([("清河县公安局（汇总）2022年部门决算",), ("清河县公安局（本级）2022年部门决算",)], 2),
        ([("清河县公安局2022年部门决算",), ("清河县公安局2023年部门预算",)], 2),
        ([("清河县公安局2022年部门预算",), ("清河县公安局2021年部门预算",)], 1),
        ([("清河县公安局2022年部门决算",), ("清河县公安局2022年部门整体支出绩效自评报告",)], 1),
    ],
)
def test_another_body_or_another_book_is_another_disclosure(
    faces: list[tuple[str, ...]], bodies: int
) -> None:
    assert len(identify(document(*file(*faces)), Hints())) == bodies


def test_a_book_of_a_county_is_one_disclosure_for_each_body_that_it_names() -> None:
    names = ["清河县财政局", "清河县水利局", "清河县教育局"]
    book = file(*((f"{name}2022年部门预算",) for name in names))
    found = identify(document(page(1, "清河县2022年县级部门预算汇编"), *book), Hints())
    assert [one.unit_name for one in found] == names


def test_a_later_title_names_the_body_that_its_cover_does_not() -> None:
    found = identify(document(*file(("2022年部门预算公开",), ("清河县水利局2022年部门预算",))), Hints())
    assert [one.unit_name for one in found] == ["清河县水利局"]


def test_a_title_at_the_top_of_a_page_of_text_opens_a_disclosure() -> None:
    names = ("清河县教育局", "清河县第一中学", "清河县第一中学")
    pages = [page(n, f"{name}2022年部门决算", *BODY, *FIGURES) for n, name in enumerate(names, 1)]
    found = identify(document(*pages), Hints())
    assert [one.unit_name for one in found] == ["清河县教育局", "清河县第一中学"]


def test_a_department_and_its_unit_in_one_file_are_two_disclosures() -> None:
    pages = [
        page(1, "某县教育局2022年部门预算", "目录"),
        page(2, *BODY, *[f"{n}、支出{n}.00万元，占{n}.5%。" for n in range(1, 6)]),
        page(3, "某县第一中学2022年单位预算", "目录"),
        page(4, *BODY, *[f"{n}、支出{n}.00万元，占{n}.5%。" for n in range(1, 6)]),
    ]
    found = identify(document(*pages), Hints())
    assert [(one.unit_name, one.kind, one.scope) for one in found] == [
        ("某县教育局", "dept_budget", "whole_department"),
        ("某县第一中学", "unit_budget", "unit"),
    ]
    assert found[0].end_block == found[1].first_block


def test_the_annex_of_the_same_body_is_the_same_disclosure() -> None:
    pages = [
        page(1, "某县教育局2022年部门预算", "目录"),
        page(2, *BODY),
        page(3, "某县教育局2022年部门预算表"),
        page(4, *BODY),
    ]
    assert len(identify(document(*pages), Hints())) == 1


def test_a_title_over_the_title_is_no_disclosure_of_its_own() -> None:
    lines = ("清河县水务局2022年部门决算", "附件1", "2022年度清河县水务局（汇总）部门决算", *BODY)
    found = identify(document(page(1, *lines, kind="flow"), media_type="docx"), Hints())
    assert [(one.unit_name, one.scope) for one in found] == [("清河县水务局", "whole_department")]


def book(*captions: tuple[str, ...], cover: str = "清河县2022年部门预算公开表") -> Document:
    """A workbook: a cover and a table under each of the captions."""
    rows = [("项目", "预算数"), *((f"支出{n}", f"{n}.00") for n in range(1, 10))]
    sheets = [named_sheet(n, f"表{n}", *rows, captions=lines) for n, lines in enumerate(captions, 2)]
    return document(page(1, cover, kind="sheet"), *sheets, media_type="xlsx")


def of(name: str, count: int = 2) -> list[tuple[str, ...]]:
    return [("收支总表", f"部门：{name}", "单位：万元")] * count


def test_titles_over_tables_open_disclosures() -> None:
    names = ["清河县教育局", "清河县水利局"]
    found = identify(book(*((f"{name}2022年部门预算公开表", *of(name)[0]) for name in names)), Hints())
    assert [one.unit_name for one in found] == names


@pytest.mark.parametrize(
    ("tables", "bodies"),
    [
        ([*of("清河县教育局"), *of("清河县水利局")], ["清河县教育局", "清河县水利局"]),
        ([*of("[101001]清河县教育局"), *of("[102001]清河县水利局")], ["清河县教育局", "清河县水利局"]),
        (
            [(f"清河县{name}局2022年收支总表", "单位：万元") for name in ("教育", "教育", "水利", "水利")],
            ["清河县教育局", "清河县水利局"],
        ),
        ([*of("清河县教育局"), *of("教育局")], ["清河县教育局"]),
        ([*of("清河县教育局"), *of("清河县第一中学", 1)], ["清河县教育局"]),
        ([*of("清河县教育局"), *of("清河县第一中学"), *of("清河县教育局")], ["清河县教育局"]),
    ],
)
def test_tables_that_state_their_body_part_a_book(tables: list[tuple[str, ...]], bodies: list[str]) -> None:
    found = identify(book(*tables), Hints())
    assert [(one.unit_name, one.fiscal_year) for one in found] == [(name, 2022) for name in bodies]


def test_sheets_named_after_bodies_part_a_book() -> None:
    rows = [("项目", "预算数"), *((f"支出{n}", f"{n}.00") for n in range(1, 10))]
    sheets = [
        named_sheet(n, name, *rows, captions=("2022年部门收支总表",))
        for n, name in enumerate(("教育局", "教育局", "水利局", "水利局"), 1)
    ]
    assert [one.unit_name for one in identify(document(*sheets, media_type="xlsx"), Hints())] == [
        "教育局",
        "水利局",
    ]


def test_units_in_the_tables_of_their_department_are_units() -> None:
    tables = [*of("清河县教育局"), *of("清河县第一中学")]
    found = identify(book(*tables, cover="清河县教育局2022年部门预算公开表"), Hints())
    assert [(one.unit_name, one.kind) for one in found] == [
        ("清河县教育局", "dept_budget"),
        ("清河县第一中学", "unit_budget"),
    ]


def test_the_balances_of_a_department_and_its_units_part_their_book() -> None:
    rows = [("收入", "预算数"), *((f"支出{n}", f"{n}.00") for n in range(1, 10))]
    bodies = ("436清河县民政局", "436001清河县民政局本级", "436002清河县福利院")
    tables = [
        named_sheet(n, "", (body, "预算年度：2022"), *rows, captions=("单位预算收支总表",))
        for n, body in enumerate(bodies, 2)
    ]
    book = [page(1, "清河县民政局2022年部门及单位预算信息公开"), *tables]
    assert [(one.unit_name, one.kind, one.scope) for one in identify(document(*book), Hints())] == [
        ("清河县民政局", "dept_budget", "whole_department"),
        ("清河县民政局", "unit_budget", "own_level"),
        ("清河县福利院", "unit_budget", "unit"),
    ]


def test_the_name_of_a_file_tells_the_year_of_all_its_bodies() -> None:
    names = ["清河县教育局", "清河县水利局"]
    tables = [table for name in names for table in of(name)]
    hints = Hints(file_name=("清河县教育局2022年部门预算.xlsx",))
    found = identify(book(*tables, cover="部门预算公开表"), hints)
    assert [(one.unit_name, one.fiscal_year) for one in found] == [(name, 2022) for name in names]
