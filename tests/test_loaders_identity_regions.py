"""Where names lie: regions by year, functional zones, names that several regions bear."""

import pytest

from loaders.identity.regions import gazetteer
from loaders.identity.whereabouts import region_of, surroundings


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("洛阳市涧西区人力资源和社会保障局", "410305"),
        ("东西湖区科协", "420112"),
        ("上海市普陀区人民政府万里街道办事处", "310107"),
        ("长沙职业教育基地综合协调办公室", "430100"),
        ("迪庆州财政局", "533400"),
        ("江苏省人大常委会办公厅", "320000"),
        ("沧州渤海新区南大港产业园区管理处办公室", "130973"),
        ("朔州经济开发区社会保险事业服务中心", "140671"),
        ("福州经济技术开发区生态环境局", "350105"),
        ("平潭综合实验区社会事业局", "350128"),
        ("西藏技师学院", "540000"),
        ("内蒙古财经学校", "150000"),
        ("前郭县审计局", "220721"),
        ("威宁自治县教育科技局", "520526"),
        ("科右前旗水利局", "152221"),
        ("锡盟林业和草原局", "152500"),
        ("巴州区教育局", "511902"),
        ("嘉峪关市中级人民法院", "620200"),
        ("长春经开区管委会", "220171"),
        ("长春汽车经开区管委会", "220174"),
        ("威海经济技术开发区管委会", "371072"),
        ("管城区教育局", "410104"),
        ("长春净月高新区管委会", "220172"),
    ],
)
def test_the_head_of_a_name_is_its_region(name: str, code: str) -> None:
    found, _ = gazetteer().head(name, 2022)
    assert [region.code for region in found] == [code]


def test_a_name_that_several_regions_bear_stays_open() -> None:
    found, _ = gazetteer().head("鼓楼区教育局", 2022)
    assert {region.code for region in found} >= {"320106", "350102", "410204"}


def test_the_regions_before_settle_such_a_name() -> None:
    found, _ = gazetteer().head("福州市鼓楼区教育局", 2022)
    assert [region.code for region in found] == ["350102"]


def test_names_mean_what_they_meant_in_their_year() -> None:
    before, _ = gazetteer().head("保定市满城县教育局", 2013)
    after, _ = gazetteer().head("保定市满城区教育局", 2019)
    assert [region.code[:4] for region in (*before, *after)] == ["1306", "1306"]
    assert before[0].name == "满城县"
    assert after[0].name == "满城区"
    listed_twice, _ = gazetteer().head("辛集市人民医院", 2016)
    assert [region.code for region in listed_twice] == ["130181"]


def test_the_places_of_a_text_are_counted_for_their_parents_too() -> None:
    seen = surroundings("洛阳市涧西区和洛阳市老城区", (), (), (), gazetteer(), 2022)
    assert (seen.votes["410300"], seen.votes["410305"], seen.named["410300"]) == (4, 1, 2)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("福州市鼓楼区2024年财政决算", "350102"),
        ("广州市南沙区2024年预算草案", "440115"),
        ("重庆市永川区2024年决算", "500118"),
        ("(四川省)关于资阳市乐至县2024年决算的报告", "512022"),
    ],
)
def test_a_title_names_the_innermost_of_the_regions_that_follow_each_other(title: str, code: str) -> None:
    region = gazetteer().titled(title, 2024)
    assert region is not None and region.code == code


@pytest.mark.parametrize(
    ("title", "zone"),
    [
        ("重庆市万盛经济技术开发区2024年财政决算", True),
        ("深圳市深汕特别合作区2025年政府预算", True),
        ("重庆两江新区管理委员会关于2021年决算的报告", True),
        ("泉州台商投资区2022年政府决算", True),
        ("泉州台商区2022年政府决算", True),
        ("关于常德市2025年预算执行情况与2026年全市及市级预算草案的报告", False),
        ("石家庄高新技术产业开发区2024年财政决算", False),
        ("上海市浦东新区2024年预算", False),
    ],
)
def test_a_zone_without_a_code_is_not_its_city(title: str, zone: bool) -> None:
    assert gazetteer().names_zone(title, 2024) is zone


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("龙岩市公安局新罗分局", "350802"),
        ("邯郸市生态环境局临漳县分局", "130423"),
        ("北京市规划和自然资源委员会东城分局", "110101"),
        ("龙岩市公安局水上分局", "350800"),
        ("武汉市公安局武昌区交通大队", "420106"),
        ("重庆市铜梁职业教育中心", "500151"),
        ("江苏省常熟中学", "320581"),
        ("江苏省图书馆", "320000"),
        ("湖南省水文局衡阳分局", "430000"),
        ("宜春市樟树生态环境局", "360982"),
        ("宜春市生态环境局", "360900"),
        ("云南省玉溪监狱", "530000"),
        ("河北省沧州水文勘测研究中心", "130000"),
        ("东乡县水务局", "622926"),
        ("云南省玉溪市水利局", "530400"),
        ("江苏省徐州环境监测中心", "320000"),
    ],
)
def test_a_branch_lies_in_its_county_and_what_a_province_runs_nowhere_below_it(name: str, code: str) -> None:
    region, _ = region_of(name, 2022, gazetteer(), surroundings("", (), (), (), gazetteer(), 2022))
    assert region is not None and region.code == code


@pytest.mark.parametrize(
    "name", ["平凉路街道办事处", "大同镇人民政府", "长沙理工大学", "中山街道办事处", "广安门外街道"]
)
def test_a_borrowed_name_is_no_evidence(name: str) -> None:
    nothing = surroundings("", (), (), (), gazetteer(), 2022)
    assert region_of(name, 2022, gazetteer(), nothing) == (None, "unknown")
    assert region_of(f"{name}2022年部门预算", 2022, gazetteer(), nothing) == (None, "unknown")
