"""Texts whose site prints their title elsewhere, and what the web says of them: the text goes before a file name that lies."""

from datetime import date

import pytest

from loaders.errors import ReadError
from loaders.identity import Hints, identify
from tests.first_pages import document, page

COSTS = "因公出国（境）费用0万元，公务用车运行维护费5.00万元，公务接待费1.00万元。"
LIE = Hints(file_name=("哈尔滨市信访局2019年部门预算.pdf",), region_code=("420100",))


@pytest.mark.parametrize(
    ("line", "year", "stage"),
    [
        (
            "按照市政府工作部署和要求，经汇总，2024年一般公共预算“三公”经费支出预算为6.00万元，其中："
            + COSTS,
            2024,
            "initial_budget",
        ),
        ("2020年“三公”经费支出6.00万元，比上年减少1.00万元，其中，" + COSTS, 2020, "final"),
    ],
)
def test_a_statement_of_three_public_costs_needs_no_title(line: str, year: int, stage: str) -> None:
    found = identify(document(page(1, line)), Hints(region_code=("420100",)))[0]
    assert (found.kind, found.fiscal_year, found.stage) == ("sangong_summary", year, stage)
    assert found.region_code == "420100"


def test_a_report_says_to_whom_it_is_made_what_it_tells_and_for_whom_it_speaks() -> None:
    spoken = (
        "受青石镇人民政府委托，向大会作2024年财政预算上半年执行情况与下半年工作安排的（草案）报告，请予审议。"
    )
    found = identify(document(page(1, "各位代表：", spoken, "上半年收入完成5.00万元。")), Hints())[0]
    assert (found.kind, found.fiscal_year, found.stage) == ("gov_budget", 2024, "execution")
    assert found.unit_name == "青石镇人民政府"


def test_a_report_in_one_paragraph_names_the_session_that_hears_it() -> None:
    text = "主任、各位委员：我受区人民政府的委托，向区七届人大常委会第三次会议，作关于2021年区本级决算和2022年上半年预算执行情况的报告。全区收入5.00亿元，支出4.00亿元。"
    found = identify(document(page(1, text)), Hints(region_code=("310112",)))[0]
    assert (found.kind, found.fiscal_year, found.region_code) == ("gov_final", 2021, "310112")


def test_the_press_tells_of_a_report_in_the_third_person() -> None:
    text = "受市人民政府委托，6月25日，财政局局长李某某向会议作2023年市级决算报告，收入5.00亿元，支出4.00亿元，增长4.9%。"
    with pytest.raises(ReadError):
        identify(document(page(1, text)), Hints())


def test_a_bodys_name_stands_on_the_line_above_its_title() -> None:
    lines = (
        "目 录",
        "第一部分 部门概括",
        "第二部分 2019年度部门决算报表",
        "一、收入支出决算总表",
        "第四部分 名词解释",
        "洛阳市涧西区人民检察院",
        "2019年度部门决算公开情况说明",
        "检察机关作为国家的法律监督机构，主要行使下列职权。",
        "2019年度收入总计5.00万元，支出总计5.00万元。",
    )
    found = identify(document(page(1, *lines)), Hints())[0]
    assert (found.unit_name, found.region_code) == ("洛阳市涧西区人民检察院", "410305")


def test_the_number_of_an_entry_in_an_index_is_no_hole_of_a_form() -> None:
    lines = ("索引号", "yxxzf5/2024-00033", "洛阳市2023年“三公”经费决算情况说明", "决算支出数为6.00万元。")
    assert identify(document(page(1, *lines)), Hints())[0].kind == "sangong_summary"


def test_a_zone_is_named_by_the_sentence_that_announces_its_account() -> None:
    line = "根据《中华人民共和国预算法》《预算审查监督条例》等法律法规要求，现将青石经济技术开发区2024决算报告如下："
    body = "2024年全区一般公共预算收入5.00亿元，全区一般公共预算支出6.00亿元，结余1.00亿元。"
    found = identify(document(page(1, line, body)), Hints())[0]
    assert (found.kind, found.unit_name) == ("gov_final", "青石经济技术开发区")


def test_a_meeting_that_heard_reports_makes_none() -> None:
    line = (
        "镇人代会听取了镇财政所所长作《关于青石镇2023年财政预算执行情况的报告》，收入5.00亿元，支出4.00亿元。"
    )
    with pytest.raises(ReadError):
        identify(document(page(1, line)), Hints())


@pytest.mark.parametrize(
    ("title", "kind"),
    [("2023年“三公”经费支出情况", "sangong_summary"), ("2023年政府债务余额情况说明", "debt")],
)
def test_the_title_of_the_article_tells_a_short_statement_without_a_body(title: str, kind: str) -> None:
    lines = ("全年支出5.00万元，其中运行费3.00万元。", "较上年减少1.00万元。")
    found = identify(document(page(1, *lines)), Hints(article_titles=(title,), region_code=("420100",)))[0]
    assert (found.kind, found.region_code) == (kind, "420100")


def test_the_publisher_of_a_page_names_the_town_and_its_county() -> None:
    lines = ("一、全镇收支决算情况", "2023年全镇一般公共预算收入5.00万元，支出4.00万元。")
    hints = Hints(publishers=("洛阳市涧西区青石镇",))
    found = identify(document(page(1, *lines)), hints)[0]
    assert (found.kind, found.unit_name, found.region_code) == ("gov_final", "洛阳市涧西区青石镇", "410305")


def test_a_school_is_named_by_the_statement_of_its_costs() -> None:
    lines = (
        "一、2021年一般公共预算“三公”经费支出预算情况说明",
        "涧西区青石中学2021年一般公共预算“三公”经费支出预算为6.00万元，其中：" + COSTS,
    )
    found = identify(document(page(1, *lines)), Hints())[0]
    assert (found.kind, found.unit_name, found.region_code) == (
        "sangong_summary",
        "涧西区青石中学",
        "410305",
    )


@pytest.mark.parametrize(
    "lines",
    [
        (
            "第一部分 青石街道办事处概况",
            "青石街道办事处内设10个科室。",
            "二、部门决算情况说明",
            "（一）收入支出决算总体情况说明",
            "2023年度收入总计5.00万元，支出总计5.00万元，较上年减少1.00万元。",
        ),
        (
            "2021年洪山区本级“三公”经费决算情况说明",
            "2021年洪山区本级“三公”经费支出6.00万元，其中：" + COSTS,
        ),
        ("青石中学2022年单位预算编制说明", "2022年武汉市青石中学收入总计5.00万元。"),
    ],
)
def test_nothing_of_a_title_from_elsewhere_is_believed(lines: tuple[str, ...]) -> None:
    found = identify(document(page(1, *lines)), LIE)[0]
    honest = identify(document(page(1, *lines)), Hints(region_code=("420100",)))[0]
    assert (found.unit_name, found.region_code, found.kind) == (
        honest.unit_name,
        honest.region_code,
        honest.kind,
    )
    assert "哈尔滨" not in (found.unit_name or "")


def test_the_title_of_another_year_does_not_choose_between_department_and_unit() -> None:
    lines = ("武汉市青石中学2022年单位预算编制说明", "2022年收入总计5.00万元。")
    hints = Hints(file_name=("武汉市青石中学2019年部门预算.pdf",))
    assert identify(document(page(1, *lines)), hints)[0].kind == "unit_budget"


def test_a_policy_on_budgets_is_no_budget() -> None:
    lines = (
        "清河省人民政府关于深化预算管理制度改革的实施意见",
        "各市人民政府：",
        "到2015年，公开率达到100%，压减支出5.00亿元。",
    )
    with pytest.raises(ReadError):
        identify(document(page(1, *lines)), Hints())


def test_a_title_of_another_year_says_nothing_of_the_kind() -> None:
    lines = (
        "第二部分 2023年度部门决算表",
        "一、收入支出决算总表",
        "2023年度收入总计5.00万元，支出总计5.00万元。",
    )
    hints = Hints(file_name=("武汉市水务局2019年部门预算.pdf",))
    assert identify(document(page(1, *lines)), hints)[0].kind == "dept_final"


def test_the_body_in_the_text_goes_before_one_that_only_the_file_name_names() -> None:
    lines = (
        "2021年一般公共预算“三公”经费支出预算表",
        "青石中学2021年一般公共预算“三公”经费支出预算为6.00万元，其中：" + COSTS,
    )
    hints = Hints(file_name=("武汉市水务局2021年部门预算.pdf",))
    assert identify(document(page(1, *lines)), hints)[0].unit_name == "青石中学"


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("2022年洛阳市涧西区教育局校舍维修项目支出绩效自评报告", "洛阳市涧西区教育局"),
        ("2022年洛阳市涧西区公安局交通警察大队信号灯维护项目支出绩效自评报告", None),
    ],
)
def test_the_body_of_an_evaluation_stands_before_its_project(title: str, unit: str | None) -> None:
    found = identify(document(page(1, title, "项目资金5.00万元，已支付4.00万元，执行率80.0%。")), Hints())[0]
    assert (found.kind, found.unit_name, found.region_code) == ("performance", unit, "410305")


def test_notes_of_several_parts_are_of_the_book_and_not_of_the_first_part() -> None:
    lines = (
        "一、地方政府债务情况说明",
        "2020年，预计地方政府债务限额5.00亿元。",
        "二、税收返还及转移支付说明",
        "2020年，安排税收返还1.00亿元，转移支付预算2.00亿元。",
    )
    found = identify(document(page(1, *lines)), Hints())[0]
    assert (found.kind, found.stage, found.fiscal_year) == ("gov_budget", "initial_budget", 2020)


@pytest.mark.parametrize(
    ("day", "kind"), [(date(2021, 2, 3), "gov_budget"), (date(2022, 8, 30), "gov_final")]
)
def test_notes_published_when_accounts_are_settled_are_of_the_account(day: date, kind: str) -> None:
    lines = ("一、转移支付执行情况", "2021年度上级补助收入5.00亿元，一般转移支付收入4.00亿元，结转1.00亿元。")
    assert identify(document(page(1, *lines)), Hints(published_on=(day,)))[0].kind == kind


def test_a_zone_that_no_list_knows_owes_its_own_debt() -> None:
    line = "关于2023年度青石湖区政府债务有关情况的说明"
    found = identify(document(page(1, line, "2023年政府债务余额5.00亿元，新增1.00亿元。")), Hints())[0]
    assert (found.kind, found.unit_name, found.region_code) == ("debt", "青石湖区", None)


def test_a_county_and_its_city_of_one_short_name_are_told_by_the_portal() -> None:
    lines = ("铁岭2022年预算执行情况和2023年预算草案的报告", "2022年一般公共预算收入5.00亿元。")
    for code in ("211221", "211200"):
        assert identify(document(page(1, *lines)), Hints(region_code=(code,)))[0].region_code == code


def test_the_projects_of_all_departments_are_a_governments_table() -> None:
    lines = ("2024年县级部门项目支出预算表", "单位：万元", "合计 5.00 4.00 3.00")
    assert identify(document(page(1, *lines)), Hints())[0].kind == "gov_budget"


def test_model_texts_are_no_evaluations() -> None:
    lines = ("建设项目绩效自评报告（通用9篇）", "我局承担的项目总投资5.00万元，已支付4.00万元，执行率80.0%。")
    with pytest.raises(ReadError):
        identify(document(page(1, *lines)), Hints())


def test_a_first_heading_is_no_title_where_the_article_has_one() -> None:
    lines = ("一、公共财政预算收入情况", "上半年，全区完成公共财政预算收入5.00亿元，为预算的55.3%。")
    hints = Hints(article_titles=("2017年上半年财政预算执行情况",))
    assert identify(document(page(1, *lines)), hints)[0].title == "2017年上半年财政预算执行情况"


def test_an_essay_on_the_books_of_the_nation_is_none_of_them() -> None:
    lines = (
        "审查和批准上一年度的决算草案，是常委会的法定职责。",
        "2023年“国家账本”：收了多少？",
        "决算报告指出，一般公共预算收入5.00亿元，支出4.00亿元，增长4.9%。",
    )
    with pytest.raises(ReadError):
        identify(document(page(1, *lines)), Hints())
