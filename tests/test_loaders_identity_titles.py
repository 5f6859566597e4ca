"""What titles say: covers, headings and file names of real disclosures."""

import pytest

from loaders.identity.titles import clean_owner, plain, read_title

TITLES = [
    (
        "2026 年度\n福州经济技术开发区生态\n环境局\n单位预算",
        "unit_budget",
        2026,
        "福州经济技术开发区生态环境局",
        None,
    ),
    ("2024年部门预算公开-清河县教育局", "dept_budget", 2024, "清河县教育局", None),
    ("关于公开2024年部门预算的说明-清河县教育局", "dept_budget", 2024, "清河县教育局", None),
    ("【预算公开】清河县教育局2024年部门预算", "dept_budget", 2024, "清河县教育局", None),
    ("[标题]075002清河县国有林场2024年度单位预算", "unit_budget", 2024, "清河县国有林场", None),
    ("清河县教育局（部门）决算 2024年", "dept_final", 2024, "清河县教育局", None),
    ("清河县教育局（部门）2024年部门决算", "dept_final", 2024, "清河县教育局", None),
    ("清河县教育局局本级2024年单位预算", "unit_budget", 2024, "清河县教育局", "own_level"),
    ("十三、关于2024年度预算绩效情况的说明", None, 2024, None, None),
    ("清河县财政预算评审中心 2024年部门预算公开", "dept_budget", 2024, "清河县财政预算评审中心", None),
    ("清河县预算绩效评价中心2024年单位预算", "unit_budget", 2024, "清河县预算绩效评价中心", None),
    ("部门预算公开 2024年度 清河县教育局", "dept_budget", 2024, "清河县教育局", None),
    ("国家信访局 2024 年度部门决算", "dept_final", 2024, "国家信访局", None),
    ("西安市财政局（汇总） 2026年部门预算公开说明", "dept_budget", 2026, "西安市财政局", "whole_department"),
    (
        "2024 年洛阳市涧西区人力资源和社会保障局（本级）单位预算公开",
        "unit_budget",
        2024,
        "洛阳市涧西区人力资源和社会保障局",
        "own_level",
    ),
    ("1-1 2024年清河县财政预算收入情况表", "gov_budget", 2024, None, None),
    ("表1 2024年清河县财政预算收入情况表", "gov_budget", 2024, None, None),
    ("2024年清河县县级部门预算汇总表", "gov_budget", 2024, None, None),
    ("2023年清河县各部门收支决算汇总表", "gov_final", 2023, None, None),
    ("审计局_附件2：北京市审计局2026年度部门预算报表", "dept_budget", 2026, "北京市审计局", None),
    (
        "2026 年度无锡市统计局部门预算公开无锡市统计局 2026 年度部门预算公开",
        "dept_budget",
        2026,
        "无锡市统计局",
        None,
    ),
    ("太原市发展和改革委员会2016年决算公开", "any_final", 2016, "太原市发展和改革委员会", None),
    (
        "中共上海市普陀区委社会工作部 2024 年度 部门决算",
        "dept_final",
        2024,
        "中共上海市普陀区委社会工作部",
        None,
    ),
    ("２０２４年度某县教育局部门决算", "dept_final", 2024, "某县教育局", None),
    ("二〇二四年度某县教育局部门决算", "dept_final", 2024, "某县教育局", None),
    ("2O24年度某县教育局部门决算", "dept_final", 2024, "某县教育局", None),
    ("部门整体绩效自评表（2024年度）", "performance", 2024, None, None),
    ("2025年度和田地区政府决算公开", "gov_final", 2025, None, None),
    ("2021年度清河县一般公共预算收入预算变动情况表", "gov_final", 2021, None, None),
    ("泰安市 2025 年预算执行情况和 2026 年预算草案", "gov_budget", 2026, None, None),
    ("关于云溪区2022年决算草案和2023年上半年预算执行情况的报告", "gov_final", 2022, None, None),
    ("云溪区2022年财政决算和2023年1-7月预算执行情况的报告", "gov_final", 2022, None, None),
    (
        "绵阳市游仙区审计局财政拨款“三公”经费2022年预算情况的说明",
        "sangong_summary",
        2022,
        "绵阳市游仙区审计局",
        None,
    ),
    ("2025年初拉萨市地方政府债务限额及余额预算情况表", "debt", 2025, None, None),
    ("46 海南省2022年地方政府债务限额及余额决算情况表", "debt", 2022, None, None),
    ("清河县财政局2019年预算公开", "any_budget", 2019, "清河县财政局", None),
    ("清河县公安局部门及所属单位2024年度预算公开", "dept_budget", 2024, "清河县公安局", None),
    ("清河县公安局2024年部门预算及单位预算", "dept_budget", 2024, "清河县公安局", None),
    (
        "170123456.xlsx监督索引号13053400131801000 清河县水务局2022年部门预算",
        "dept_budget",
        2022,
        "清河县水务局",
        None,
    ),
    ("附件1 2022年度清河县水务局部门决算公开报告", "dept_final", 2022, "清河县水务局", None),
    ("【部门预算】清河县水务局2022年部门预算", "dept_budget", 2022, "清河县水务局", None),
    ("公开说明 清河县水务局2022年部门预算", "dept_budget", 2022, "清河县水务局", None),
    ("清河县教育局 清河县第一中学2022年部门预算", "dept_budget", 2022, "清河县第一中学", None),
    ("2022年部门预算公开表格 单位名称：326001-清河县水务局", "dept_budget", 2022, "清河县水务局", None),
    ("清河县公安局2024年部门预算及“三公”经费预算编制说明", "dept_budget", 2024, "清河县公安局", None),
    ("清河县2024年度政府债务决算情况说明", "debt", 2024, None, None),
    ("清河县2024年度第三季度“三公”经费预算执行情况表", "sangong_summary", 2024, None, None),
    ("2020年度清河县教育局部门整体支出绩效自评报告", "performance", 2020, "清河县教育局", None),
    ("清河新天生态城2024年政府决算", "gov_final", 2024, "清河新天生态城", None),
    ("政府网站工作年度报表（2025年度）", None, 2025, None, None),
]


@pytest.mark.parametrize(("text", "kind", "year", "owner", "scope"), TITLES)
def test_a_title_tells_kind_year_owner_and_scope(
    text: str, kind: str | None, year: int | None, owner: str | None, scope: str | None
) -> None:
    reading = read_title(text)
    assert (reading.kind, reading.fiscal_year, reading.scope) == (kind, year, scope)
    if owner:
        assert reading.owner == owner


def test_a_date_is_no_fiscal_year() -> None:
    assert read_title("某县教育局部门决算 2025年8月").fiscal_year is None


def test_three_public_costs_that_were_spent_are_final() -> None:
    assert read_title("清溪镇2015年“三公”经费支出说明").stage == "final"
    assert read_title("清溪镇2022年“三公”经费支出预算说明").stage == "initial_budget"


def test_a_correction_is_known() -> None:
    assert read_title("某县教育局2024年部门预算（更正）").is_correction


def test_an_execution_table_is_of_the_execution() -> None:
    reading = read_title("二○二五年全市一般公共预算支出执行情况表")
    assert (reading.kind, reading.fiscal_year, reading.stage) == ("gov_budget", 2025, "execution")


def test_a_name_loses_its_numbering_and_its_scope() -> None:
    name, remark = clean_owner(plain("附件1：（一）某县水利局（本级）的"))
    assert name == "某县水利局"
    assert "本级" in remark


def test_reports_of_governments_that_name_no_sort_of_budget() -> None:
    account = read_title("清河县人民政府关于2021年决算情况的报告")
    assert (account.kind, account.fiscal_year) == ("gov_final", 2021)
    half = read_title("关于江州市清河区、清河经济技术开发区2023年上半年预算收支执行和债务管理情况的报告")
    assert (half.kind, half.owner, half.stage) == ("gov_budget", "江州市清河区", "execution")


def test_the_months_of_a_report_begin_no_name() -> None:
    assert read_title("2022年上半年全区预算执行情况的报告").owner is None
