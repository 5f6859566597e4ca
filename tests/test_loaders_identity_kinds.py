"""Whether a disclosure is a government's, a department's or a unit's, and of which stage, where its title leaves it open."""

import pytest

from loaders.document import Cell, Document, Page, Paragraph, Table
from loaders.identity import Hints, identify
from tests.first_pages import BODY, TOWN_TEXT, document, named_sheet, page


@pytest.mark.parametrize("caption", ["政府性基金预算支出表", "“三公”经费支出表"])
def test_a_file_named_after_its_body_is_no_government_s_for_the_caption_of_one_sheet(caption: str) -> None:
    texts = ["科目名称", "2023年预算数", "合计", "21.00", "基本支出", "12.00", "项目支出", "9.00"]
    cells = tuple(Cell(number // 2, number % 2, text) for number, text in enumerate(texts))
    sheet = Page(1, None, None, "sheet", (Table(cells, 4, 2, 1, 1, "xlsx", sheet_name=caption),))
    found = identify(
        document(sheet, media_type="xlsx"), Hints(file_name=("鹤山区司法局2023年部门预算表.xlsx",))
    )
    assert [(one.kind, one.unit_name) for one in found] == [("dept_budget", "鹤山区司法局")]


def test_a_public_institution_is_a_unit_even_when_it_says_department() -> None:
    cover = page(1, "朔州经济开发区社会保险事业服务中心2022年度部门决算公开", "目录")
    found = identify(document(cover, page(2, "为财政拨款全额事业单位，内设综合办1个科室。", *BODY)), Hints())[
        0
    ]
    assert (found.kind, found.scope) == ("dept_final", "unit")


def test_schools_by_their_short_names_are_units() -> None:
    for name in ("石桥初中", "石桥一中"):
        found = identify(document(page(1, f"{name}2022年度部门决算", "目录"), page(2, *BODY)), Hints())[0]
        assert (found.unit_name, found.scope) == (name, "unit")


@pytest.mark.parametrize(("body", "kind"), [("清河县水务局", "dept_budget"), ("清河县财政局", "gov_budget")])
def test_the_caption_of_a_fund_beside_the_name_of_a_department_is_the_departments(
    body: str, kind: str
) -> None:
    lines = ("附表8", "2024年政府性基金预算支出情况表", f"部门：{body}", "合计 110.00")
    found = identify(document(page(1, *lines, kind="sheet"), media_type="xlsx"), Hints())
    assert found[0].kind == kind


def test_the_article_says_of_whom_a_table_is_that_only_names_its_body() -> None:
    texts = ["项目", "决算数", "合计", "21.00", "基本支出", "12.00", "项目支出", "9.00"]
    cells = tuple(Cell(number // 2, number % 2, text) for number, text in enumerate(texts))
    captions = ("收入支出决算总表", "部门：清河县文物管理所")
    sheet = Page(1, None, None, "sheet", (Table(cells, 4, 2, 1, 1, "xlsx", captions=captions),))
    told = Hints(article_titles=("清河县文物管理所2022年度单位决算",))
    assert identify(document(sheet, media_type="xlsx"), told)[0].kind == "unit_final"


def test_a_title_that_leaves_it_open_is_a_governments_where_the_text_speaks_as_one() -> None:
    found = identify(document(page(1, "重庆市永川区2024年决算报告", *TOWN_TEXT)), Hints())
    assert (found[0].kind, found[0].region_code, found[0].stage) == ("gov_final", "500118", "final")


def test_a_title_that_leaves_it_open_is_a_governments_where_two_sorts_of_its_tables_follow() -> None:
    captions = (
        "2023年一般公共预算收入预算表",
        "单位：万元",
        "非税收入 12,900.00 13,950.00",
        "2023年社会保险基金预算收支表",
    )
    hints = Hints(file_name=("永川区2023年预算.pdf",))
    found = identify(document(page(1, *captions)), hints)
    assert (found[0].kind, found[0].unit_name, found[0].region_code) == ("gov_budget", "永川区", "500118")
    one_sort = identify(document(page(1, *captions[:3])), hints)
    assert one_sort[0].kind == "dept_budget"


@pytest.mark.parametrize(
    "title",
    [
        "伊宁县2025年一般公共预算支出预算表",
        "附表3 2025年伊宁县本级一般公共预算支出预算表",
        "伊宁县2025年对乡镇一般公共预算转移支付预算分地区表",
    ],
)
def test_a_table_under_the_name_of_a_region_and_nothing_else_is_its_governments(title: str) -> None:
    found = identify(document(page(1, title, "单位：万元", "合计 12,900.00 13,950.00")), Hints())
    assert (found[0].kind, found[0].unit_name, found[0].region_code) == ("gov_budget", "伊宁县", "654021")


def test_a_table_under_the_name_of_a_region_is_of_the_department_that_it_names() -> None:
    lines = ("岳阳市2025年一般公共预算支出表", "部门：岳阳市统计局", "合计 12.90 13.95")
    found = identify(document(page(1, *lines)), Hints())
    assert (found[0].kind, found[0].unit_name) == ("dept_budget", "岳阳市统计局")


def test_rows_that_name_taxes_are_a_governments_whatever_stands_over_them() -> None:
    labels = ("项目", "1、增值税", "2、企业所得税", "3、个人所得税", "4、契税")
    cells = [Cell(row, 0, text=label) for row, label in enumerate(labels)]
    cells += [Cell(0, 1, text="2025年预算数"), *(Cell(row, 1, text=f"{row}00.00") for row in (1, 2, 3, 4))]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    table = Table(cells=tuple(cells), row_count=5, column_count=2, page_first=1, page_last=1, engine="sheet")
    sheet = Page(1, None, None, "sheet", (table,))
    found = identify(document(sheet, media_type="xlsx"), Hints(file_name=("湘阴县2025年预算.xlsx",)))
    assert (found[0].kind, found[0].region_code) == ("gov_budget", "430624")


def test_the_caption_of_a_later_sheet_does_not_name_the_whole_set_of_tables() -> None:
    sheets = (
        page(1, "收入支出决算总表", "部门：兴和县水利局", "本年收入合计 1,262.76 1,268.76", kind="sheet"),
        page(2, "收入决算表", "部门：兴和县水利局", "合计 1,262.76 1,250.36", kind="sheet"),
        page(3, "“三公”经费支出决算表", "部门：兴和县水利局", "8.50 6.90", kind="sheet"),
    )
    found = identify(document(*sheets, media_type="xlsx"), Hints())
    assert [(one.kind, one.unit_name) for one in found] == [("dept_final", "兴和县水利局")]
    alone = identify(document(sheets[2], media_type="xlsx"), Hints())
    assert alone[0].kind == "sangong_summary"
    untitled = page(1, "部门支出总体情况表", "部门：兴和县水利局", "2022年预算数 8.50")
    cells = (Cell(0, 0, "合计"), Cell(0, 1, "8.50"))
    pages = (
        Page(1, None, None, "text", (*untitled.blocks, Table(cells, 1, 2, 1, 1, "pdf"))),
        page(2, "部门公开表8", "“三公”经费支出情况表", "部门名称：兴和县水利局"),
    )
    told = identify(document(*pages), Hints(file_name=("兴和县水利局2022年部门预算.pdf",)))
    assert [(one.kind, one.unit_name) for one in told] == [("dept_budget", "兴和县水利局")]


@pytest.mark.parametrize("caption", ["2025年部门财政拨款收支预算总表", "2025年财政拨款收支预算总表"])
def test_what_the_treasury_grants_is_told_by_departments(caption: str) -> None:
    found = identify(document(page(1, caption, "单位名称：兴和县水利局", "收入总计 6.90")), Hints())
    assert [(one.kind, one.unit_name) for one in found] == [("dept_budget", "兴和县水利局")]


def test_a_bodys_open_title_stays_a_departments() -> None:
    found = identify(document(page(1, "西安市医疗保障局2022年决算公开", *BODY)), Hints())
    assert found[0].kind == "dept_final"


def test_a_report_on_the_execution_alone_is_of_its_year() -> None:
    found = identify(document(page(1, "洛阳市涧西区2023年上半年预算执行情况报告", *TOWN_TEXT)), Hints())
    assert (found[0].fiscal_year, found[0].stage) == (2023, "execution")


@pytest.mark.parametrize(
    ("book", "stage"),
    [("2024年财政决算公开", "final"), ("2024年政府预算公开", "initial_budget"), ("2024年", None)],
)
def test_a_table_of_debt_has_the_stage_of_the_book_it_is_from(book: str, stage: str | None) -> None:
    words = ("地区", "债务限额", "债务余额", "某乡", "10.00", "9.00", "某镇", "20.00", "18.00")
    table = Table(tuple(Cell(i // 3, i % 3, word) for i, word in enumerate(words)), 3, 3, 1, 1, "web")
    lines = (f"巢湖市{book}", "巢湖市2024年地方政府债务限额及余额情况表", "单位：亿元")
    found = identify(
        Document("docx", (Page(1, 595.0, 842.0, "text", (*(Paragraph(line, 1) for line in lines), table)),)),
        Hints(),
    )
    assert (found[0].kind, found[0].stage) == ("debt", stage)


@pytest.mark.parametrize(
    ("body", "stage"),
    [
        ("现将我乡2023年度三公经费决算情况公布如下：三公经费5.37万元，较年初预算数减少0.04万元。", "final"),
        ("2023年三公经费预算为5.37万元，比上年决算减少0.04万元。", "initial_budget"),
        ("2023年三公经费5.37万元，比上年减少0.04万元。", None),
        ("2023年本镇财政拨款安排“三公”经费5.37万元，比上年减少0.04万元。", "initial_budget"),
    ],
)
def test_what_a_statement_of_costs_is_of_where_its_title_leaves_it_open(body: str, stage: str | None) -> None:
    found = identify(document(page(1, "2023年清河县葛仙庄镇“三公”经费情况说明", body)), Hints())
    assert [(one.kind, one.stage) for one in found] == [("sangong_summary", stage)]


def test_a_book_of_tables_that_looks_back_before_it_plans_is_the_plan() -> None:
    def sheet(number: int, *titles: str) -> Page:
        words = (
            "项目",
            "预算数",
            "执行数",
            "税收收入",
            "1,234.56",
            "1,200.00",
            "非税收入",
            "234.50",
            "200.10",
        )
        cells = tuple(Cell(i // 3, i % 3, word) for i, word in enumerate(words))
        tables = tuple(Table(cells, 3, 3, number, number, "web", captions=(title,)) for title in titles)
        return Page(number, 595.0, 842.0, "text", tables)

    back, ahead = "2023年全县一般公共预算收入执行情况表", "2024年全县一般公共预算收入预算表"
    found = identify(document(sheet(1, back), sheet(2, ahead)), Hints(region_code=("410305",)))
    assert [(one.kind, one.fiscal_year, one.stage) for one in found] == [
        ("gov_budget", 2024, "initial_budget")
    ]
    found = identify(document(sheet(1, back), sheet(2, back)), Hints(region_code=("410305",)))
    assert [(one.kind, one.fiscal_year, one.stage) for one in found] == [("gov_budget", 2023, "execution")]


def test_a_header_is_no_title_where_the_file_is_called_after_its_government() -> None:
    header = ("项目", "2024年预算数", "2025年预算数")
    book = document(
        named_sheet(
            1, "一般公共预算收入", header, ("税收收入", "100.00", "110.00"), ("非税收入", "10.00", "12.00")
        ),
        named_sheet(
            2, "部门汇总", header, ("县教育局", "50.00", "60.00"), captions=("2025年部门支出预算汇总表",)
        ),
        media_type="xlsx",
    )
    found = identify(book, Hints(file_name=("互助县2025年政府预算表（公开）.xlsx",)))
    assert [(one.kind, one.fiscal_year, one.region_code) for one in found] == [("gov_budget", 2025, "630223")]


def test_sheets_called_after_what_only_governments_publish_tell_whose_they_are() -> None:
    header = ("项目", "2025年预算数")
    book = document(
        named_sheet(
            1, "一般公共预算收入", header, ("非税收入", "110.00"), ("合计", "110.00"), ("其中", "1.00")
        ),
        named_sheet(2, "社会保险基金", header, ("合计", "60.00"), ("其中", "2.00")),
        media_type="xlsx",
    )
    found = identify(book, Hints(file_name=("互助县2025年预算公开.xlsx",)))
    assert [(one.kind, one.region_code) for one in found] == [("gov_budget", "630223")]


def test_the_captions_of_several_tables_are_no_title_of_the_whole() -> None:
    tables = ("表2 部门收入总表", "表3 部门支出总表", "表4 一般公共预算“三公”经费支出表")
    lines = [line for caption in tables for line in (caption, "单位：清河县水务局", "合计 21.00")]
    told = Hints(file_name=("清河县水务局2021年部门预算公开表.xlsx",))
    found = identify(document(page(1, *lines, kind="sheet"), media_type="xlsx"), told)[0]
    assert (found.kind, found.unit_name, found.fiscal_year) == ("dept_budget", "清河县水务局", 2021)


@pytest.mark.parametrize(
    ("captions", "unit", "kind", "year"),
    [
        (("部门公开表1", "清河县水务局2021年收支总表"), "清河县水务局", "dept_budget", 2021),
        (("表一", "清河县水务局（本级）2023年财政拨款收支总表"), "清河县水务局", "dept_budget", 2023),
        (
            ("单位收支总表", "单位名称：清河县第一医院", "2023年度 单位：万元"),
            "清河县第一医院",
            "unit_budget",
            2023,
        ),
        (
            ("部门收支总表", "单位名称：清河县水务局", "2023年度 单位：万元"),
            "清河县水务局",
            "dept_budget",
            2023,
        ),
    ],
)
def test_a_sheet_names_its_body_and_its_year_over_its_table(
    captions: tuple[str, ...], unit: str, kind: str, year: int
) -> None:
    rows = (("项目", "金额"), ("本年收入合计", "110.00"), ("其中", "1.00"), ("其他", "2.00"))
    found = identify(document(named_sheet(1, "表1", *rows, captions=captions), media_type="xlsx"), Hints())
    assert [(one.unit_name, one.kind, one.fiscal_year) for one in found] == [(unit, kind, year)]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("清河县人民法院2024年财政预算信息", "dept_budget"),
        ("清河县财政局2024年财政预算公开", "gov_budget"),
        ("清河县2024年财政预算公开", "gov_budget"),
    ],
)
def test_a_body_of_a_government_may_call_its_budget_a_treasurys(title: str, kind: str) -> None:
    found = identify(document(page(1, title, *BODY)), Hints())
    assert [one.kind for one in found] == [kind]
