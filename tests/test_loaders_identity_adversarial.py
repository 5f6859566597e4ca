"""Covers, titles and captions that tempt a reader to name the wrong body, place, year or kind; all of them invented."""

import pytest

from loaders.document import Cell, Document, Page, Paragraph, Table
from loaders.identity import Hints, identify
from tests.first_pages import page

BUDGET = (
    "第一部分 概况",
    "收入总计100.00万元，支出总计100.00万元，其中：基本支出60.00万元，项目支出40.00万元。",
)
FINAL = (
    "第一部分 概况",
    "二、收入支出决算总体情况说明",
    "本年收入总计100.00万元，支出总计100.00万元，其中：基本支出60.00万元，项目支出40.00万元。",
)


def table(number: int, captions: tuple[str, ...], rows: list[list[str]]) -> Table:
    cells = tuple(Cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Table(cells, len(rows), 4, number, number, "lattice", captions=captions)


def told(
    cover: tuple[str, ...], body: tuple[str, ...] = BUDGET, **hints: tuple[str, ...]
) -> tuple[object, ...]:
    document = Document("pdf", (page(1, *cover, "目录"), page(2, *body)))
    return fields(document, Hints(**hints))  # type: ignore[arg-type]


def fields(document: Document, hints: Hints) -> tuple[object, ...]:
    found = identify(document, hints)
    assert len(found) == 1
    one = found[0]
    return one.region_code, one.unit_name, one.kind, one.scope, one.fiscal_year


WHOLE, OWN, UNIT = "whole_department", "own_level", "unit"
BUDGETS = [
    (
        ("洛阳市涧西区教育局", "二〇二四年度部门预算"),
        "410305",
        "洛阳市涧西区教育局",
        "dept_budget",
        WHOLE,
        2024,
    ),
    (
        ("洛阳市涧西区教育局2024-2025年度部门预算",),
        "410305",
        "洛阳市涧西区教育局",
        "dept_budget",
        WHOLE,
        2025,
    ),
    (("灵璧县韦集镇（部门、单位名称）2023年部门预算",), "341323", "灵璧县韦集镇", "dept_budget", WHOLE, 2023),
    (("柞水县审计局2024部门预算",), "611026", "柞水县审计局", "dept_budget", WHOLE, 2024),
    (("柞水县审计局24年部门预算",), "611026", "柞水县审计局", "dept_budget", WHOLE, 2024),
    (
        ("中共洛阳市涧西区委组织部2024年部门预算",),
        "410305",
        "中共洛阳市涧西区委组织部",
        "dept_budget",
        WHOLE,
        2024,
    ),
    (
        ("中国共产党清河县委员会宣传部", "2024年部门预算"),
        "130534",
        "中国共产党清河县委员会宣传部",
        "dept_budget",
        WHOLE,
        2024,
    ),
    (
        ("清河县卫生健康局（汇总）", "2024年部门预算公开"),
        "130534",
        "清河县卫生健康局",
        "dept_budget",
        WHOLE,
        2024,
    ),
    (("清河县卫生健康局本级2024年单位预算公开",), "130534", "清河县卫生健康局", "unit_budget", OWN, 2024),
    (
        ("清河县直属机关幼儿园", "2024年度单位预算公开"),
        "130534",
        "清河县直属机关幼儿园",
        "unit_budget",
        UNIT,
        2024,
    ),
    (
        ("清河县经济开发区管委会2024年部门预算",),
        "130534",
        "清河县经济开发区管委会",
        "dept_budget",
        WHOLE,
        2024,
    ),
    (("第一师阿拉尔市教育局2024年部门预算",), "659002", "第一师阿拉尔市教育局", "dept_budget", WHOLE, 2024),
    (("清河县人民政府2024年部门预算",), "130534", "清河县人民政府", "dept_budget", WHOLE, 2024),
    (("清河县第二医院部门2024年预算",), "130534", "清河县第二医院", "dept_budget", UNIT, 2024),
    (("清河县葛仙庄学区2024年部门预算",), "130534", "清河县葛仙庄学区", "dept_budget", UNIT, 2024),
    (
        ("新疆生产建设兵团第一师阿拉尔市教育局2024年部门预算",),
        "659002",
        "新疆生产建设兵团第一师阿拉尔市教育局",
        "dept_budget",
        WHOLE,
        2024,
    ),
    (("吉利区教育局2019年部门预算",), "410306", "吉利区教育局", "dept_budget", WHOLE, 2019),
    (("朝阳区教育局2024年部门预算",), None, "朝阳区教育局", "dept_budget", WHOLE, 2024),
    (
        ("关于清河县2023年预算执行情况和2024年预算草案的报告", "清河县财政局"),
        "130534",
        "清河县",
        "gov_budget",
        None,
        2024,
    ),
]
FINALS = [
    (
        ("洛阳市涧西区教育局2023年度部门决算公开（2024年9月）",),
        "410305",
        "洛阳市涧西区教育局",
        "dept_final",
        WHOLE,
        2023,
    ),
    (
        ("安徽省怀远县白莲坡镇人民政府", "2023年度部门决算"),
        "340321",
        "安徽省怀远县白莲坡镇人民政府",
        "dept_final",
        WHOLE,
        2023,
    ),
    (
        ("监督索引号53342300131801000", "维西傈僳族自治县财政局2022年度", "部门决算"),
        "533423",
        "维西傈僳族自治县财政局",
        "dept_final",
        WHOLE,
        2022,
    ),
    (("清河县卫生健康局（机关）2023年度单位决算",), "130534", "清河县卫生健康局", "unit_final", OWN, 2023),
    (("清河县中医院2023年度部门决算",), "130534", "清河县中医院", "dept_final", UNIT, 2023),
    (
        ("张掖市公共资源交易中心民乐县分中心2022年度部门决算",),
        "620722",
        "张掖市公共资源交易中心民乐县分中心",
        "dept_final",
        UNIT,
        2022,
    ),
    (
        ("清河县卫生和计划生育局2018年部门决算",),
        "130534",
        "清河县卫生和计划生育局",
        "dept_final",
        WHOLE,
        2018,
    ),
    (
        ("2023年度清河县葛仙庄镇人民政府决算", "一般公共预算收支决算总表"),
        "130534",
        "清河县葛仙庄镇人民政府",
        "gov_final",
        None,
        2023,
    ),
    (
        ("关于清河县2023年财政决算（草案）和2024年上半年预算执行情况的报告",),
        "130534",
        "清河县",
        "gov_final",
        None,
        2023,
    ),
    (("清河县2023年“三公”经费决算情况说明",), "130534", "清河县", "sangong_summary", None, 2023),
]


@pytest.mark.parametrize(("cover", "region", "unit", "kind", "scope", "year"), BUDGETS)
def test_covers_of_budgets(
    cover: tuple[str, ...], region: str | None, unit: str, kind: str, scope: str | None, year: int
) -> None:
    assert told(cover) == (region, unit, kind, scope, year)


@pytest.mark.parametrize(("cover", "region", "unit", "kind", "scope", "year"), FINALS)
def test_covers_of_final_accounts(
    cover: tuple[str, ...], region: str | None, unit: str, kind: str, scope: str | None, year: int
) -> None:
    assert told(cover, FINAL) == (region, unit, kind, scope, year)


def test_a_name_of_several_counties_is_settled_by_the_portal_or_by_the_text() -> None:
    cover = ("鼓楼区教育局2024年部门预算",)
    assert told(cover, region_code=("320100",))[0] == "320106"
    assert told(cover, (*BUDGET, "按照福建省、福州市有关规定，完成福州市下达的任务。"))[0] == "350102"


def test_a_town_alone_is_the_government_its_portal_says() -> None:
    got = told(("葛仙庄镇2023年财政决算公开",), FINAL, region_code=("130534",))
    assert got[:3] == ("130534", "葛仙庄镇", "gov_final")


def test_a_year_nobody_can_mean_is_corrected_by_the_text() -> None:
    body = tuple(f"{n}、2024年部门预算收入安排情况，比2023年增加1.00万元" for n in range(1, 7))
    assert told(("柞水县审计局2042年部门预算",), body)[4] == 2024


def test_captions_name_the_body_where_the_cover_is_silent() -> None:
    rows = [
        ["收入", "", "支出", ""],
        ["项目", "金额", "项目", "金额"],
        ["一般公共预算", "1.00", "农林水支出", "1.00"],
    ]
    grid = table(2, ("收支总表", "部门名称：清河县水利局", "单位：万元"), rows)
    document = Document(
        "pdf", (page(1, "2024年部门预算公开表", "目录"), Page(2, 595.0, 842.0, "text", (grid,)))
    )
    assert fields(document, Hints()) == ("130534", "清河县水利局", "dept_budget", WHOLE, 2024)


def test_tables_tell_a_final_account_where_the_title_does_not() -> None:
    rows = [
        ["收入", "", "支出", ""],
        ["项目", "决算数", "项目", "决算数"],
        ["一般公共预算", "1.00", "农林水支出", "1.00"],
    ]
    grid = table(1, ("收入支出决算总表", "公开01表", "部门：清河县水利局"), rows)
    blocks = (Paragraph("清河县水利局2023年度", 1), Paragraph("公开资料", 1), grid)
    document = Document("pdf", (Page(1, 595.0, 842.0, "text", blocks),))
    assert fields(document, Hints()) == ("130534", "清河县水利局", "dept_final", WHOLE, 2023)


def test_a_cover_that_is_a_picture_leaves_the_word_to_the_next_pages() -> None:
    document = Document(
        "pdf",
        (
            Page(1, 595.0, 842.0, "scan", ()),
            page(2, "第一部分 清河县水利局概况", "一、主要职责", "负责水利。"),
            page(
                3,
                "第二部分 清河县水利局2024年部门预算情况说明",
                "2024年收入预算100.00万元，支出预算100.00万元。",
            ),
        ),
    )
    assert fields(document, Hints(file_name=("fj1.pdf",))) == (
        "130534",
        "清河县水利局",
        "dept_budget",
        WHOLE,
        2024,
    )


def test_headings_of_a_report_do_not_make_a_zone_its_owner() -> None:
    got = told(
        ("关于清河县2023年预算执行情况和2024年预算草案的报告",),
        (*BUDGET, "（二）廊坊开发区和临空经济区2024年预算执行情况", "收入1.00亿元，支出1.00亿元。"),
    )
    assert got[:2] == ("130534", "清河县")
