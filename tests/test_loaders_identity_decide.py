"""Whose document it is when title, text and the web disagree."""

from datetime import date

import pytest

from loaders.document import Cell, Document, Page, Paragraph, Table
from loaders.errors import ReadError
from loaders.identity import Hints, identify

BODY = (
    "第一部分 部门概况",
    "二、收入支出总体情况说明",
    "2022年收入总计100.00万元，支出总计100.00万元，其中：基本支出60.00万元，项目支出40.00万元。",
)


def page(number: int, *lines: str, kind: str = "text") -> Page:
    return Page(number, 595.0, 842.0, kind, tuple(Paragraph(line, number) for line in lines))  # type: ignore[arg-type]


def document(*pages: Page, media_type: str = "pdf", title: str | None = None) -> Document:
    return Document(media_type, pages, title)


def test_the_title_goes_before_a_file_name_that_lies() -> None:
    cover = page(1, "西安市医疗保障局", "2022年部门综合预算", "目录")
    hints = Hints(file_name=("2026年哈尔滨市信访局部门预算.pdf",), region_code=("230100",))
    found = identify(document(cover, page(2, *BODY)), hints)
    assert len(found) == 1
    assert (found[0].fiscal_year, found[0].unit_name, found[0].region_code) == (
        2022,
        "西安市医疗保障局",
        "610100",
    )


@pytest.mark.parametrize("caption", ["政府性基金预算支出表", "“三公”经费支出表"])
def test_a_file_named_after_its_body_is_no_government_s_for_the_caption_of_one_sheet(caption: str) -> None:
    texts = ["科目名称", "2023年预算数", "合计", "21.00", "基本支出", "12.00", "项目支出", "9.00"]
    cells = tuple(Cell(number // 2, number % 2, text) for number, text in enumerate(texts))
    sheet = Page(1, None, None, "sheet", (Table(cells, 4, 2, 1, 1, "xlsx", sheet_name=caption),))
    found = identify(
        document(sheet, media_type="xlsx"), Hints(file_name=("鹤山区司法局2023年部门预算表.xlsx",))
    )
    assert [(one.kind, one.unit_name) for one in found] == [("dept_budget", "鹤山区司法局")]


def test_a_slip_in_the_title_is_seen_by_the_text() -> None:
    cover = page(1, "西安市医疗保障局2012年部门预算", "目录")
    lines = [f"{n}、2022年部门预算收入安排情况，比2021年增加1.00万元" for n in range(1, 6)]
    assert identify(document(cover, page(2, *lines)), Hints())[0].fiscal_year == 2022


def test_a_year_named_once_in_the_text_does_not_overrule_the_title() -> None:
    cover = page(1, "西安市医疗保障局2024年部门预算", "目录")
    lines = ["2024年部门预算收入100.00万元。", "2025年收入合计100.00万元。", "2024年支出预算100.00万元。"]
    assert identify(document(cover, page(2, *lines)), Hints())[0].fiscal_year == 2024


def test_the_portal_tells_the_region_of_a_name_without_one() -> None:
    found = identify(document(page(1, "市统计局2022年部门预算", *BODY)), Hints(region_code=("610100",)))
    assert found[0].region_code == "610100"


def test_the_central_government_is_not_where_its_file_was_found() -> None:
    for body in ("国家信访局", "教育部"):
        found = identify(document(page(1, f"{body}2022年部门预算", *BODY)), Hints(region_code=("420100",)))
        assert found[0].region_code == "100000"


def test_a_street_named_after_a_city_lies_where_its_portal_is() -> None:
    found = identify(
        document(page(1, "平凉路街道办事处2022年部门预算", *BODY)), Hints(region_code=("310110",))
    )
    assert found[0].region_code == "310110"


def test_the_branch_of_a_national_body_lies_in_its_region() -> None:
    found = identify(document(page(1, "中国国际贸易促进委员会洛阳市委员会2022年部门预算", *BODY)), Hints())
    assert found[0].region_code == "410300"


def test_the_region_may_stand_before_the_year_and_the_body_behind_it() -> None:
    found = identify(document(page(1, "洛阳市2022年度水利局部门预算", *BODY)), Hints())
    assert (found[0].region_code, found[0].unit_name) == ("410300", "洛阳市水利局")


def test_the_body_may_stand_in_brackets() -> None:
    found = identify(document(page(1, "2022年部门预算公开（洛阳市水利局）", *BODY)), Hints())
    assert (found[0].region_code, found[0].unit_name) == ("410300", "洛阳市水利局")


def test_the_folders_of_an_archive_speak_too() -> None:
    hints = Hints(file_name=("洛阳市涧西区2022年部门预算/教育局.pdf",))
    found = identify(document(page(1, "收支总表", *BODY[1:])), hints)
    assert (found[0].region_code, found[0].fiscal_year, found[0].kind) == ("410305", 2022, "dept_budget")


def test_the_owner_may_stand_after_a_label() -> None:
    cover = page(1, "上海市2022年市级单位预算", "预算单位：上海市审计局", "目录")
    found = identify(document(cover, page(2, *BODY)), Hints())[0]
    assert (found.kind, found.unit_name, found.scope) == ("unit_budget", "上海市审计局", "own_level")


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


def test_a_full_date_under_the_text_is_the_publication_date() -> None:
    found = identify(document(page(1, "某县教育局2022年部门预算", *BODY, "2022年2月1日")), Hints())
    assert found[0].published_on == date(2022, 2, 1)


def test_a_web_page_is_titled_by_its_title() -> None:
    name = "关于南阳市2019年预算执行情况和2020年市级预算草案的报告_南阳市财政局"
    text = page(1, "各位代表：", "2019年一般公共预算收入完成196.1亿元，增长7.8%。", kind="flow")
    found = identify(document(text, media_type="html", title=name), Hints())[0]
    assert (found.kind, found.fiscal_year, found.region_code, found.unit_name) == (
        "gov_budget",
        2020,
        "411300",
        "南阳市",
    )


def test_whose_site_a_page_stands_on_tells_its_region_where_nothing_else_does() -> None:
    text = page(1, "2025年，全市一般公共预算收入完成196.1亿元，增长7.8%。", kind="flow")
    name = "2025年全市预算执行情况分析_安康市财政局"
    found = identify(document(text, media_type="html", title=name), Hints())[0]
    assert (found.kind, found.region_code, found.unit_name) == ("gov_budget", "610900", "安康市")


@pytest.mark.parametrize(
    ("sheet", "kind"),
    [("2023年单位预算公开表", "unit_budget"), ("2023年部门预算公开表", "dept_budget")],
)
def test_a_unit_named_behind_its_code_in_a_form_of_both_classifications(sheet: str, kind: str) -> None:
    captions = ("公开表05", "支出预算分类汇总表（按政府预算经济分类）", "单位：215003_清河县第一小学")
    texts = ["科目名称", "总计", "合计", "910.00", "小学教育", "890.00", "住房公积金", "20.00"]
    cells = tuple(Cell(number // 2, number % 2, text) for number, text in enumerate(texts))
    table = Table(cells, 4, 2, 1, 1, "xlsx", captions=captions)
    hints = Hints(file_name=(f"{sheet}.xlsx",))
    found = identify(document(Page(1, None, None, "sheet", (table,)), media_type="xlsx"), hints)
    assert [(one.kind, one.unit_name) for one in found] == [(kind, "清河县第一小学")]


@pytest.mark.parametrize(("body", "kind"), [("清河县水务局", "dept_budget"), ("清河县财政局", "gov_budget")])
def test_the_caption_of_a_fund_beside_the_name_of_a_department_is_the_departments(
    body: str, kind: str
) -> None:
    lines = ("附表8", "2024年政府性基金预算支出情况表", f"部门：{body}", "合计 110.00")
    found = identify(document(page(1, *lines, kind="sheet"), media_type="xlsx"), Hints())
    assert found[0].kind == kind


def test_names_behind_their_codes_are_the_first_of_them() -> None:
    lines = ("收支预算总表", "[507]清河县水务局 , [507001]清河县水务局本级", "2024年预算 收入总计 110.00")
    hints = Hints(file_name=("清河县水务局2024年部门预算公开.xls",))
    found = identify(document(page(1, *lines, kind="sheet"), media_type="xls"), hints)
    assert found[0].unit_name == "清河县水务局"


def test_a_title_over_the_title_is_no_disclosure_of_its_own() -> None:
    lines = ("清河县水务局2022年部门决算", "附件1", "2022年度清河县水务局（汇总）部门决算", *BODY)
    found = identify(document(page(1, *lines, kind="flow"), media_type="docx"), Hints())
    assert [(one.unit_name, one.scope) for one in found] == [("清河县水务局", "whole_department")]


def test_a_web_page_is_refused_for_a_title_that_says_nothing_of_budgets() -> None:
    text = page(1, "会议听取了2022年财政预算报告，收入12.50亿元。", kind="flow")
    with pytest.raises(ReadError, match="news"):
        identify(
            document(text, media_type="html", title="县人大常委会举行第四次会议-演示县人民政府"), Hints()
        )


def test_a_report_stands_below_the_resolution_on_it() -> None:
    lines = (
        "清河县人民代表大会关于清河县2020年财政预算执行情况和2021年财政预算的决议",
        "关于清河县2020年预算执行情况与2021年预算草案的报告",
        "各位代表：",
        "2020年全县收入完成12.35亿元，2021年安排12.90亿元。",
    )
    found = identify(document(page(1, *lines)), Hints())
    assert [(one.kind, one.fiscal_year) for one in found] == [("gov_budget", 2021)]


def test_the_heading_that_names_a_body_with_its_region_is_its_name() -> None:
    text = page(1, "清河县水务局2022年部门决算", *BODY, kind="flow")
    found = identify(document(text, media_type="html", title="水务局2022年决算公开"), Hints())
    assert (found[0].unit_name, found[0].region_code) == ("清河县水务局", "130534")


def test_the_article_says_of_whom_a_table_is_that_only_names_its_body() -> None:
    texts = ["项目", "决算数", "合计", "21.00", "基本支出", "12.00", "项目支出", "9.00"]
    cells = tuple(Cell(number // 2, number % 2, text) for number, text in enumerate(texts))
    captions = ("收入支出决算总表", "部门：清河县文物管理所")
    sheet = Page(1, None, None, "sheet", (Table(cells, 4, 2, 1, 1, "xlsx", captions=captions),))
    told = Hints(article_titles=("清河县文物管理所2022年度单位决算",))
    assert identify(document(sheet, media_type="xlsx"), told)[0].kind == "unit_final"


def test_a_park_of_a_municipality_lies_in_the_county_of_its_portal() -> None:
    cover = page(1, "重庆市某某工业园区管理委员会2022年部门决算")
    found = identify(document(cover, page(2, *BODY)), Hints(region_code=("500114",)))
    assert found[0].region_code == "500114"


def test_an_evaluation_is_of_the_body_that_its_title_names_where_nothing_else_does() -> None:
    lines = ("清河县水务局2022年度整体支出绩效评价报告", "支出100.00万元，得分95.50分。")
    assert identify(document(page(1, *lines)), Hints())[0].unit_name == "清河县水务局"


@pytest.mark.parametrize(
    ("around", "day"),
    [
        (("发布时间 : 2022-07-18 来源:某镇",), date(2022, 7, 18)),
        (("[ 成文日期 ] 2022-07-01 [ 发布日期 ]", "2022-07-18"), date(2022, 7, 18)),
        (("2022-2-8 10:22| 浏览: 97",), date(2022, 2, 8)),
        (("成文日期：2022年7月1日",), date(2022, 7, 1)),
        (("2022年08月30日在第三次会议上",), None),
    ],
)
def test_the_day_of_publication_stands_around_an_article(around: tuple[str, ...], day: date | None) -> None:
    face = Page(1, None, None, "flow", page(1, "某县教育局2022年部门预算", *BODY).blocks, artifacts=around)
    assert identify(document(face, media_type="html"), Hints())[0].published_on == day


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("清河县教育局2024年部门预算公开（301001-清河县教育局）-清河县人民政府", "清河县教育局"),
        ("清河县-教育局2024年部门预算公开", "清河县教育局"),
        ("部门预算-清河县教育局2024年部门预算公开", "清河县教育局"),
    ],
)
def test_a_dash_in_brackets_or_behind_a_region_parts_no_title(title: str, unit: str) -> None:
    text = page(1, "一、收入预算情况", "2024年收入预算总计100.00万元。", kind="flow")
    found = identify(document(text, media_type="html", title=title), Hints())[0]
    assert (found.unit_name, found.fiscal_year) == (unit, 2024)
    assert found.title is not None and not found.title.endswith("301001")


@pytest.mark.parametrize(
    "lines",
    [
        ("嘉兴市人民政府办公室文件", "关于公布2026年度市政府重大行政决策事项目录的通知", "安排1.00万元。"),
        ("政府网站工作年度报表", "（2025年度）", "填报单位:南宁市财政局", "访问量100.00万次"),
        ("2025年福州市物流业运行情况报告", "全市物流业业务收入1891.31亿元，增长6.2%。"),
        ("上海市 XX 局 2024 年度部门决算", "目录", "一、收入支出决算总表", "2024年度收入总计XX万元"),
        ("重庆市级预算单位2026年部门预算", "重庆市商务委员会", "重庆市教育委员会"),
        ("县预算评审中心2023年第三次招标公告", "预算金额：88.00万元"),
        ("演示县财政局文件", "关于批复2024年部门预算的通知", "县教育局：", "批复预算100.00万元。"),
        ("县长主持召开2025年部门预算编制会议", "三公经费压减12.50万元。"),
        ("一图看懂演示县2025年财政预算", "全县一般公共预算收入安排10.00亿元，增长5.0%。"),
        ("《关于演示县2024年预算执行情况和2025年预算草案的报告》解读", "收入10.00亿元。"),
        ("演示县2024年1-8月财政收支情况", "收入10.00亿元，增长5.0%。"),
        ("关于2023年度县级预算执行和其他财政收支的审计工作报告", "审计查出8.00万元。"),
        ("演示县县级部门预算管理办法", "第一条 超过50.00万元的项目应当评审。"),
        ("演示县公开2024年部门预算", "本报讯 日前，演示县公开了部门预算，压减三公经费3.20万元。"),
        ("项目支出绩效目标申报表填报说明", "资金总额：填写总额，如100.00万元。"),
        ("2025年部门预算编制口径说明", "公用经费每人1.20万元。"),
    ],
)
def test_what_only_looks_like_a_disclosure_is_refused(lines: tuple[str, ...]) -> None:
    with pytest.raises(ReadError) as refusal:
        identify(document(page(1, *lines)), Hints(file_name=("2026年部门预算.pdf",)))
    assert refusal.value.status == "not_a_disclosure"
    assert refusal.value.detail


def test_a_scan_without_text_is_neither_named_nor_refused() -> None:
    assert (
        identify(document(Page(1, 595.0, 842.0, "scan", ())), Hints(file_name=("2026年部门预算.pdf",))) == ()
    )


def test_a_caption_with_the_lines_of_its_form_is_no_title_of_a_document() -> None:
    face = page(1, "2025年部门收支预算总表 公开01表", "部门名称：演示县水利局", "单位：万元")
    assert identify(document(face, page(2, *BODY)), Hints())[0].title == "2025年部门收支预算总表"
    article = Hints(article_titles=("演示县水利局2025年部门预算公开",))
    assert identify(document(face, page(2, *BODY)), article)[0].title == "演示县水利局2025年部门预算公开"


def test_the_order_of_hints_does_not_matter() -> None:
    table = Table(
        tuple(
            Cell(r, c, text)
            for r, row in enumerate((("项目", "金额"), ("合计", "1.00"), ("甲", "1.00")))
            for c, text in enumerate(row)
        ),
        3,
        2,
        1,
        1,
        "test",
        ("收支总表", "单位：万元"),
    )
    only_tables = document(Page(1, 595.0, 842.0, "text", (table,)))
    titles = ("A县水利局2023年部门预算", "洛阳市水利局2023年部门预算")
    first = identify(only_tables, Hints(article_titles=tuple(sorted(titles))))
    again = identify(only_tables, Hints(article_titles=tuple(sorted(reversed(titles)))))
    assert first == again
    assert first[0].kind == "dept_budget"


def test_the_ordinals_of_a_list_are_no_figures() -> None:
    lines = (
        "2026年市级政府预算公开",
        "5-1.2025年市级一般公共预算收入执行情况表",
        "7.2026年全市一般公共预算收入安排情况表",
    )
    with pytest.raises(ReadError, match="no figures"):
        identify(document(page(1, *lines)), Hints())


TOWN_TEXT = (
    "一、预算收支决算情况",
    "全镇一般公共预算收入111.11万元，其中税收收入100.00万元，非税收入11.11万元。",
)


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


def test_the_unit_of_account_and_the_header_are_no_part_of_a_title() -> None:
    title = "白山市2025年对县（市、区）一般公共预算转移支付预算分地区表"
    cells = (
        Cell(0, 0, text="地 区"),
        Cell(0, 1, text="合 计"),
        Cell(1, 0, text="浑江区"),
        Cell(1, 1, text="9.10"),
        Cell(2, 0, text="临江市"),
        Cell(2, 1, text="7.20"),
    )
    table = Table(
        cells=cells,
        row_count=3,
        column_count=2,
        page_first=1,
        page_last=1,
        engine="sheet",
        captions=(title, "单位：万元"),
    )
    found = identify(document(Page(1, None, None, "sheet", (table,)), media_type="xlsx"), Hints())
    assert (found[0].kind, found[0].unit_name, found[0].title) == ("gov_budget", "白山市", title)


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


def test_the_day_above_the_text_of_a_page_is_that_of_publication_where_the_web_said_none() -> None:
    lines = (
        "清河县教育局2024年部门预算公开",
        "发布时间：2024-02-21 10:30 来源：清河县教育局 浏览：12次",
        *BODY,
    )
    found = identify(document(page(1, *lines)), Hints())
    assert found[0].published_on == date(2024, 2, 21)
    told = identify(document(page(1, *lines)), Hints(published_on=(date(2024, 2, 20),)))
    assert told[0].published_on == date(2024, 2, 20)


def test_a_bodys_open_title_stays_a_departments() -> None:
    found = identify(document(page(1, "西安市医疗保障局2022年决算公开", *BODY)), Hints())
    assert found[0].kind == "dept_final"


def test_a_budget_behind_last_years_execution_is_what_the_document_is_of() -> None:
    title = "洛阳市涧西区2022年预算执行及2023年预算公开的说明"
    found = identify(document(page(1, title, *TOWN_TEXT)), Hints())
    assert (found[0].fiscal_year, found[0].stage) == (2023, "initial_budget")


def test_the_congress_tells_the_region_of_a_report_without_one() -> None:
    lines = (
        "关于2021年县级财政决算（草案）的报告",
        "——2022年10月30日在佛坪县第十九届人民代表大会常务委员会第五次会议上",
    )
    assert identify(document(page(1, *lines, *TOWN_TEXT)), Hints())[0].region_code == "610730"


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
        Document("docx", (Page(1, 595.0, 842.0, "text", (*map(paragraph, lines), table)),)), Hints()
    )
    assert (found[0].kind, found[0].stage) == ("debt", stage)


def paragraph(line: str) -> Paragraph:
    return Paragraph(line, 1)


@pytest.mark.parametrize(
    ("body", "stage"),
    [
        ("现将我乡2023年度三公经费决算情况公布如下：三公经费5.37万元，较年初预算数减少0.04万元。", "final"),
        ("2023年三公经费预算为5.37万元，比上年决算减少0.04万元。", "initial_budget"),
        ("2023年三公经费5.37万元，比上年减少0.04万元。", None),
    ],
)
def test_what_a_statement_of_costs_is_of_where_its_title_leaves_it_open(body: str, stage: str | None) -> None:
    found = identify(document(page(1, "2023年清河县葛仙庄镇“三公”经费情况说明", body)), Hints())
    assert [(one.kind, one.stage) for one in found] == [("sangong_summary", stage)]


def test_the_notice_that_a_disclosure_follows_is_not_its_own_title() -> None:
    lines = (
        "清河县职业学院",
        "政府采购决算公开情况说明",
        "根据县财政局《关于进一步加强政府采购信息公开有关工作的通知》要求，现将2023年度政府采购决算公开如下：",
        "2023年度政府采购支出总额28.91万元，其中：货物支出4.89万元。",
    )
    found = identify(document(page(1, *lines)), Hints())
    assert [(one.unit_name, one.fiscal_year, one.stage) for one in found] == [
        ("清河县职业学院", 2023, "final")
    ]


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


def test_the_whole_district_is_no_body() -> None:
    found = identify(
        document(page(1, "2020年度全区“三公”经费决算情况", "2020年度全区三公经费支出9.76万元。")), Hints()
    )
    assert [(one.kind, one.unit_name) for one in found] == [("sangong_summary", None)]


def named_sheet(number: int, name: str, *rows: tuple[str, ...], captions: tuple[str, ...] = ()) -> Page:
    cells = tuple(
        Cell(at, column, text=text) for at, row in enumerate(rows) for column, text in enumerate(row)
    )
    table = Table(
        cells=cells,
        row_count=len(rows),
        column_count=len(rows[0]),
        page_first=number,
        page_last=number,
        engine="sheet",
        captions=captions,
        sheet_name=name,
    )
    return Page(number, None, None, "sheet", (table,))


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
