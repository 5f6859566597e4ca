"""Titles, years and days of disclosures, several of them in one file, and what is none."""

from datetime import date

import pytest

from loaders.document import Cell, Page, Table
from loaders.errors import ReadError
from loaders.identity import Hints, identify
from tests.first_pages import BODY, TOWN_TEXT, document, page


def test_a_slip_in_the_title_is_seen_by_the_text() -> None:
    cover = page(1, "西安市医疗保障局2012年部门预算", "目录")
    lines = [f"{n}、2022年部门预算收入安排情况，比2021年增加1.00万元" for n in range(1, 6)]
    assert identify(document(cover, page(2, *lines)), Hints())[0].fiscal_year == 2022


def test_a_year_named_once_in_the_text_does_not_overrule_the_title() -> None:
    cover = page(1, "西安市医疗保障局2024年部门预算", "目录")
    lines = ["2024年部门预算收入100.00万元。", "2025年收入合计100.00万元。", "2024年支出预算100.00万元。"]
    assert identify(document(cover, page(2, *lines)), Hints())[0].fiscal_year == 2024


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


def test_a_caption_with_the_lines_of_its_form_is_no_title_of_a_document() -> None:
    face = page(1, "2025年部门收支预算总表 公开01表", "部门名称：演示县水利局", "单位：万元")
    assert identify(document(face, page(2, *BODY)), Hints())[0].title == "2025年部门收支预算总表"
    article = Hints(article_titles=("演示县水利局2025年部门预算公开",))
    assert identify(document(face, page(2, *BODY)), article)[0].title == "演示县水利局2025年部门预算公开"


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


def test_a_budget_behind_last_years_execution_is_what_the_document_is_of() -> None:
    title = "洛阳市涧西区2022年预算执行及2023年预算公开的说明"
    found = identify(document(page(1, title, *TOWN_TEXT)), Hints())
    assert (found[0].fiscal_year, found[0].stage) == (2023, "initial_budget")
    title = "关于2022年洛阳市涧西区和区本级财政预算执行情况及2023年洛阳市涧西区和区本级财政预算的报告"
    found = identify(document(page(1, title, *TOWN_TEXT)), Hints())
    assert (found[0].fiscal_year, found[0].stage) == (2023, "initial_budget")


def test_a_web_page_is_refused_for_a_title_that_says_nothing_of_budgets() -> None:
    text = page(1, "会议听取了2022年财政预算报告，收入12.50亿元。", kind="flow")
    with pytest.raises(ReadError, match="news"):
        identify(
            document(text, media_type="html", title="县人大常委会举行第四次会议-演示县人民政府"), Hints()
        )


def test_the_editors_of_a_newspaper_are_no_part_of_the_title_that_it_prints() -> None:
    title = "关于清河县2024年预算执行情况和2025年预算（草案）的报告"
    lines = (
        "文件编辑：甲某 乙某 美编：丙某",
        "2025年1月23日 星期四5",
        title,
        "2024年全县收入完成12.35亿元。",
    )
    (found,) = identify(document(page(1, *lines)), Hints())
    assert (found.title, found.fiscal_year) == (title, 2025)


@pytest.mark.parametrize("months", ["1—6月份", "1-6月"])
def test_months_are_no_border_between_a_title_and_its_site(months: str) -> None:
    title = f"关于清河县2024年财政决算和2025年{months}财政预算执行情况的报告"
    text = page(1, "一、2024年财政决算情况", "全县收入完成12.35亿元。")
    found = identify(document(text, media_type="html", title=f"{title}-清河县人民政府"), Hints())
    assert [(one.kind, one.fiscal_year, one.title) for one in found] == [("gov_final", 2024, title)]


def test_a_report_stands_below_the_resolution_on_it() -> None:
    lines = (
        "清河县人民代表大会关于清河县2020年财政预算执行情况和2021年财政预算的决议",
        "关于清河县2020年预算执行情况与2021年预算草案的报告",
        "各位代表：",
        "2020年全县收入完成12.35亿元，2021年安排12.90亿元。",
    )
    found = identify(document(page(1, *lines)), Hints())
    assert [(one.kind, one.fiscal_year) for one in found] == [("gov_budget", 2021)]


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
        ("关于2023年度部门决算信息公开工作的通知", "各乡镇人民政府：", "未公开的扣减2.5万元。"),
        ("演示县公开2024年部门预算", "本报讯 日前，演示县公开了部门预算，压减三公经费3.20万元。"),
        ("项目支出绩效目标申报表填报说明", "资金总额：填写总额，如100.00万元。"),
        ("2025年部门预算编制口径说明", "公用经费每人1.20万元。"),
        ("演示县财政局关于2023年预算公开工作情况的报告", "公开率100.00%，部门62个，占99.5%。"),
        ("演示县公布部门“三公经费”情况", "某新网7月20日电 县财政局公布三公经费支出385.50万元。"),
        ("演示市:市农机局公开2016年度部门决算", "笔者在公开内容中观察到，三公经费减少45%，支出3.20万元。"),
        ("机构职能", "根据2021年部门决算披露，主要承担13项职责：", "总收入2477.10万元，增长81.3%。"),
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


def test_the_ordinals_of_a_list_are_no_figures() -> None:
    lines = (
        "2026年市级政府预算公开",
        "5-1.2025年市级一般公共预算收入执行情况表",
        "7.2026年全市一般公共预算收入安排情况表",
    )
    with pytest.raises(ReadError, match="no figures"):
        identify(document(page(1, *lines)), Hints())


@pytest.mark.parametrize("number", ["11130534MB190671XX/2023-00012", "：*****", "******", "qh001/2022-*****"])
def test_what_a_site_prints_around_a_title_is_no_part_of_it(number: str) -> None:
    lines = (
        "您的位置：首页 > 政务公开 > “三公”经费",
        "网站支持IPv6",
        "top_img.png",
        f"索引号{number} 公开方式 主动公开",
        "清河县水务局2022年度部门决算",
        "发布时间：2023-09-12 10:20 来源：县财政局 浏览：12次",
    )
    found = identify(document(page(1, *lines, *BODY)), Hints())[0]
    assert (found.unit_name, found.kind, found.fiscal_year) == ("清河县水务局", "dept_final", 2022)


def test_the_headings_of_its_text_or_its_article_tell_a_disclosure_without_a_title() -> None:
    headings = ("（一）收入支出决算总体情况说明", "（二）关于三公经费支出情况的说明")
    said = (
        "根据《三定方案》（某办〔2019〕4号）设立。",
        "2022年度收入总计12.50万元，支出总计12.50万元，结余0.10万元。",
    )
    assert (
        identify(document(page(1, said[0], headings[0], headings[1], said[1])), Hints())[0].kind
        == "dept_final"
    )
    book = "清河县水务局（汇总）2022年度部门决算"
    numbered = (f"二、{book}公开表", f"三、{book}情况说明")
    assert identify(document(page(1, "一、概况", *numbered, said[1])), Hints())[0].unit_name == "清河县水务局"
    article = Hints(article_titles=("清河县水务局2022年度部门决算情况说明",))
    assert identify(document(page(1, *said)), article)[0].unit_name == "清河县水务局"
    annexed = document(page(1, "分部门收入完成情况", "国税20.12万元", "地税52.90万元", "财政22.00万元"))
    report = Hints(article_titles=("珲春市2012年预算执行情况和2013年预算草案附表",))
    assert identify(annexed, report)[0].kind == "gov_budget"
    with pytest.raises(ReadError, match="neither"):
        identify(document(page(1, *said)), Hints(file_name=("清河县水务局2022年度部门决算.pdf",)))


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (("清河县水务局", "2022年2月1日"), date(2022, 2, 1)),
        (("清河县水务局", "二〇二二年二月二十一日"), date(2022, 2, 21)),
        (("预算收入增加", "2022年2月1日"), None),
    ],
)
def test_a_signature_dates_a_text_that_an_annex_follows(lines: tuple[str, str], day: date | None) -> None:
    annex = ("附表：", "一、收入表", "二、支出表", "三、明细表", "四、其他")
    found = identify(document(page(1, "清河县水务局2022年部门预算", *BODY, *lines, *annex)), Hints())
    assert found[0].published_on == day


def test_the_first_sentence_of_a_report_announces_it_where_no_title_stands_over_it() -> None:
    lines = (
        "各位代表：",
        "受县人民政府委托，现将2015年全县财政预算执行情况和2016年财政预算（草案）提请审议。",
    )
    found = identify(document(page(1, *lines, *TOWN_TEXT)), Hints(region_code=("130534",)))[0]
    assert (found.kind, found.fiscal_year, found.region_code) == ("gov_budget", 2016, "130534")


def test_a_further_title_says_that_an_open_one_is_a_governments() -> None:
    lines = ("清河县2023年预算收支总表", "2023年县级财政收支预算总表", "单位：万元", "收入合计120.50万元")
    found = identify(document(page(1, *lines)), Hints())[0]
    assert (found.kind, found.region_code, found.fiscal_year) == ("gov_budget", "130534", 2023)


def test_a_zone_tells_by_its_balance_that_its_account_is_a_governments() -> None:
    lines = (
        "清河特别合作区2022年决算报告",
        "2022年清河特别合作区一般公共预算收入4.98亿元，增长9%，加上上级补助收入、上年结转92.69亿元，总收入为97.67亿元。",
        *BODY,
    )
    found = identify(document(page(1, *lines)), Hints())
    assert found[0].kind == "gov_final"


def test_a_government_that_calls_itself_by_its_level_is_the_region_whose_congress_heard_it() -> None:
    lines = (
        "自治区人民政府关于2020年上半年全区预算执行情况的报告",
        "——2020年7月22日在广西壮族自治区第十三届人民代表大会常务委员会第十七次会议上",
        "上半年，全区一般公共预算收入962.05亿元，完成预算的51.8%。",
    )
    found = identify(document(page(1, *lines)), Hints())
    assert (found[0].region_code, found[0].unit_name) == ("450000", "广西壮族自治区")
