"""Whose a disclosure is and where that body lies, when title, labels, text and the web disagree."""

import pytest

from loaders.document import Cell, Page, Table
from loaders.identity import Hints, identify
from tests.first_pages import BODY, TOWN_TEXT, document, page


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


LIE = Hints(file_name=("2019年哈尔滨市信访局部门决算.pdf",))


@pytest.mark.parametrize(
    "lines",
    [
        ("关于洛阳市2022年预算执行情况和2023年预算草案的报告", "各位代表："),
        ("洛阳市2022年地方政府债务限额及余额情况表", "2022年洛阳市债务余额80.00亿元"),
        ("2022年全市财政决算的报告", "洛阳市地处河南省西部。洛阳市收入100.00亿元。洛阳市支出120.00亿元。"),
    ],
)
def test_a_governments_document_is_not_where_a_file_name_that_lies_puts_it(lines: tuple[str, ...]) -> None:
    found = identify(document(page(1, *lines, *BODY)), LIE)[0]
    assert (found.unit_name, found.region_code, found.kind[:4] in ("gov_", "debt")) == (
        "洛阳市",
        "410300",
        True,
    )


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


def test_the_title_may_say_in_which_district_a_school_of_a_municipality_lies() -> None:
    cover = page(1, "重庆市永川区2022年区级单位预算", "预算单位：重庆市第九十九中学", "目录")
    found = identify(document(cover, page(2, *BODY)), Hints())[0]
    assert (found.unit_name, found.region_code, found.scope) == ("重庆市第九十九中学", "500118", "unit")


@pytest.mark.parametrize(
    ("said", "scope"),
    [
        ("清河县畜牧局隶属于清河县农业农村局", "unit"),
        ("清河县畜牧局是清河县政府工作部门", "own_level"),
        ("清河县方志馆负责收集地方文献", "unit"),
    ],
)
def test_a_bureau_that_another_runs_is_its_unit(said: str, scope: str) -> None:
    lines = (f"{said[:6]}2022年单位预算", f"{said}。", *BODY)
    assert identify(document(page(1, *lines)), Hints())[0].scope == scope


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


def test_names_behind_their_codes_are_the_first_of_them() -> None:
    lines = ("收支预算总表", "[507]清河县水务局 , [507001]清河县水务局本级", "2024年预算 收入总计 110.00")
    hints = Hints(file_name=("清河县水务局2024年部门预算公开.xls",))
    found = identify(document(page(1, *lines, kind="sheet"), media_type="xls"), hints)
    assert found[0].unit_name == "清河县水务局"


def test_the_heading_that_names_a_body_with_its_region_is_its_name() -> None:
    text = page(1, "清河县水务局2022年部门决算", *BODY, kind="flow")
    found = identify(document(text, media_type="html", title="水务局2022年决算公开"), Hints())
    assert (found[0].unit_name, found[0].region_code) == ("清河县水务局", "130534")


def test_a_park_of_a_municipality_lies_in_the_county_of_its_portal() -> None:
    cover = page(1, "重庆市某某工业园区管理委员会2022年部门决算")
    found = identify(document(cover, page(2, *BODY)), Hints(region_code=("500114",)))
    assert found[0].region_code == "500114"


def test_an_evaluation_is_of_the_body_that_its_title_names_where_nothing_else_does() -> None:
    lines = ("清河县水务局2022年度整体支出绩效评价报告", "支出100.00万元，得分95.50分。")
    assert identify(document(page(1, *lines)), Hints())[0].unit_name == "清河县水务局"


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("清河县教育局2024年部门预算公开（301001-清河县教育局）-清河县人民政府", "清河县教育局"),
        ("清河县-教育局2024年部门预算公开", "清河县教育局"),
        ("部门预算-清河县教育局2024年部门预算公开", "清河县教育局"),
        ("清河县2024年部门预算——清河县教育局", "清河县教育局"),
        ("清河县教育局2024年部门预算——清河县人民政府", "清河县教育局"),
        ("2024年部门预算-清河县教育局2024年部门预算公开", "清河县教育局"),
    ],
)
def test_a_dash_in_brackets_or_behind_a_region_parts_no_title(title: str, unit: str) -> None:
    text = page(1, "一、收入预算情况", "2024年收入预算总计100.00万元。", kind="flow")
    found = identify(document(text, media_type="html", title=title), Hints())[0]
    assert (found.unit_name, found.fiscal_year) == (unit, 2024)
    assert found.title is not None and not found.title.endswith("301001")


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


def test_the_congress_tells_the_region_of_a_report_without_one() -> None:
    lines = (
        "关于2021年县级财政决算（草案）的报告",
        "——2022年10月30日在佛坪县第十九届人民代表大会常务委员会第五次会议上",
    )
    assert identify(document(page(1, *lines, *TOWN_TEXT)), Hints())[0].region_code == "610730"


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


def test_the_whole_district_is_no_body() -> None:
    found = identify(
        document(page(1, "2020年度全区“三公”经费决算情况", "2020年度全区三公经费支出9.76万元。")), Hints()
    )
    assert [(one.kind, one.unit_name) for one in found] == [("sangong_summary", None)]


@pytest.mark.parametrize(
    ("around", "name", "region"),
    [
        (("网站标识码：1305340001 冀ICP备05000001号",), "县水务局", "130534"),
        (("索引号：11130534MB12345679/2023-00012",), "县水务局", "130534"),
        (("主办单位：清河县人民政府 技术支持：某公司",), "县水务局", "130534"),
        (("监督索引号13053400131801000",), "县水务局", "130534"),
        (("网站标识码：4100000001",), "县水务局", None),
        (("网站标识码：3706000016",), "鼓楼区水务局", None),
        (("网站标识码：3203020001",), "鼓楼区水务局", "320302"),
    ],
)
def test_the_codes_of_a_site_and_of_its_bodies_tell_where_they_are(
    around: tuple[str, ...], name: str, region: str | None
) -> None:
    face = Page(1, None, None, "flow", page(1, f"{name}2022年部门决算", *BODY).blocks, artifacts=around)
    assert identify(document(face, media_type="html"), Hints())[0].region_code == region


def test_an_address_is_where_a_body_lies() -> None:
    lines = (
        "2016年度区级部门决算公开",
        "学校位于武进区某路1号。",
        "第二部分 花桥初中2016年度部门决算表",
        *BODY,
    )
    found = identify(document(page(1, *lines)), Hints())[0]
    assert (found.unit_name, found.region_code) == ("花桥初中", "320412")


def test_a_body_that_no_title_names_names_itself() -> None:
    lines = (
        "一、单位基本情况",
        "葛仙庄镇中心小学是县教育局所属的事业单位。",
        "2024年部门预算收入100.00万元。",
    )
    since = "葛仙庄镇中心小学成立于1989年，主要职责是教育。"
    none = "说明：葛仙庄镇中心小学没有使用政府性基金安排的支出。"
    about = "（一）葛仙庄镇中心小学职能简介"
    within = "纳入葛仙庄镇中心小学2024年度部门预算编制范围的二级预算单位包括："
    for line in ("第一部分 葛仙庄镇中心小学概况", lines[1], within, since, none, about):
        found = identify(document(page(1, "2024年部门预算公开", line, lines[2])), Hints())[0]
        assert found.unit_name == "葛仙庄镇中心小学"
    assert (
        identify(document(page(1, "2024年部门预算公开", "本单位是事业单位。", lines[2])), Hints())[
            0
        ].unit_name
        is None
    )


def test_the_text_may_spell_out_whose_body_a_title_names_without_its_city() -> None:
    lines = ("鼓楼区教育局2022年部门预算", "徐州市鼓楼区教育局负责全区教育工作，与南京市、南京有关学校合作。")
    assert identify(document(page(1, *lines, *BODY)), Hints())[0].region_code == "320302"
    lines = ("东凤镇2010年预算执行情况和2011年预算草案", "来源：中山市东凤镇人民政府", *TOWN_TEXT)
    assert identify(document(page(1, *lines)), Hints())[0].region_code == "442000"


@pytest.mark.parametrize("printed", ["洛阳市第九小学", "201-第九小学"])
def test_a_form_is_of_the_body_that_its_title_names_and_carries_it_out(printed: str) -> None:
    texts = [
        "项目名称",
        "营养改善",
        "主管部门",
        "洛阳市教育局",
        "实施单位",
        printed,
        "金额（万元）",
        "9.00",
    ]
    cells = tuple(Cell(number // 2, number % 2, text) for number, text in enumerate(texts))
    table = Table(cells, 4, 2, 1, 1, "html", captions=("洛阳市第九小学2022年度项目支出绩效自评表",))
    found = identify(document(Page(1, None, None, "text", (table,)), media_type="html"), Hints())
    assert [(one.kind, one.unit_name) for one in found] == [("performance", "洛阳市第九小学")]


@pytest.mark.parametrize(
    ("unit", "sentence", "code"),
    [
        ("重庆市第九十中学", "本校是重庆市江津区教育委员会所属的公办学校。", "500116"),
        ("厦门集美第二中学", "厦门集美第二中学是厦门市教育局直属的公办学校。", "350200"),
        ("苍溪中学", "我校隶属于苍溪县教育局，实施高中教育。", "510824"),
        ("洛阳市涧西区第一中学", "我校隶属于洛阳市教育局。", "410305"),
        ("洛阳市第五中学", "学生来自涧西区教育局所属学校。", "410300"),
        ("涧西实验学校", "学校坐落在洛阳市涧西区。", "410305"),
        ("桂林监狱", "负责执行刑罚。", "450000"),
        ("中国算盘博物馆", "本馆隶属于桐庐县文化局。", "330122"),
        ("重庆綦江高新区服务中心", "负责园区服务。", "500110"),
        ("清明乡人民政府", "清明乡人民政府只有本级。", None),
    ],
)
def test_a_unit_lies_where_the_body_that_runs_it_does(unit: str, sentence: str, code: str | None) -> None:
    found = identify(document(page(1, f"{unit}2022年部门决算", sentence, *BODY)), Hints())[0]
    assert (found.unit_name, found.region_code) == (unit, code)


@pytest.mark.parametrize(
    "above", ["繁体版", "我要收藏|文章分享", "2022年水务局决算|水务局", "部门决算|清河县人民政府"]
)
def test_what_a_site_prints_over_a_title_is_no_part_of_the_name(above: str) -> None:
    lines = (*above.split("|"), "清河县水务局2022年部门决算公开", *BODY)
    found = identify(document(page(1, *lines, kind="flow"), media_type="html"), Hints())[0]
    assert (found.unit_name, found.title) == ("清河县水务局", "清河县水务局2022年部门决算公开")


@pytest.mark.parametrize(
    ("above", "name"),
    [("政策解读", "中国地震局"), ("涧西区财政局", "中国共产党洛阳市涧西区委员会宣传部")],
)
def test_a_body_keeps_its_whole_name_below_other_lines(above: str, name: str) -> None:
    lines = (above, f"{name}2022年部门决算公开", *BODY)
    assert identify(document(page(1, *lines)), Hints())[0].unit_name == name


def test_a_school_under_the_name_of_its_city_lies_in_the_district_whose_portal_shows_it() -> None:
    cover = page(1, "洛阳市第五中学2022年部门决算", *BODY)
    regions = [
        identify(document(cover), Hints(region_code=(code,)))[0].region_code for code in ("410305", "410100")
    ]
    assert regions == ["410305", "410300"]


@pytest.mark.parametrize(
    ("bodies", "owner"),
    [(["洛阳市第九小学"], "洛阳市第九小学"), (["青山建设有限公司"], "洛阳市教育局")],
)
def test_a_form_whose_title_names_a_project_is_of_who_carries_it_out(bodies: list[str], owner: str) -> None:
    texts = [
        *("项目名称", "校舍维修经费", "主管部门", "洛阳市教育局", "实施单位"),
        *bodies,
        "金额（万元）",
        "9.00",
    ]
    cells = tuple(Cell(number // 2, number % 2, text) for number, text in enumerate(texts))
    captions = ("校舍维修经费绩效自评表", "项目支出绩效自评表", "（2021年度）")
    table = Table(cells, 4, 2, 1, 1, "html", captions=captions)
    found = identify(document(Page(1, None, None, "text", (table,)), media_type="html"), Hints())
    assert [(one.unit_name, one.fiscal_year) for one in found] == [(owner, 2021)]


@pytest.mark.parametrize("zone", ["云山经开区", "青石高新区", "清河台商区", "云山产业园区", "青石度假区"])
def test_a_zone_has_a_budget_of_its_own(zone: str) -> None:
    lines = (f"{zone}2023年财政预算执行情况和2024年财政预算的报告", *TOWN_TEXT)
    found = identify(document(page(1, *lines)), Hints())[0]
    assert (found.kind, found.unit_name, found.region_code) == ("gov_budget", zone, None)


def test_an_evaluation_is_of_who_signs_it_not_of_whom_it_addresses() -> None:
    lines = (
        "清河县葛仙庄镇灌溉配套项目绩效自评报告",
        "清河县乡村振兴工作指挥部：",
        "现将2024年灌溉配套项目绩效自评情况报告如下：",
        "计划资金全部到位9.00万元，实际支出9.00万元。",
        "清河县葛仙庄镇人民政府",
        "2025年1月3日",
    )
    found = identify(document(page(1, *lines)), Hints())
    assert [(one.kind, one.unit_name) for one in found] == [("performance", "清河县葛仙庄镇人民政府")]
