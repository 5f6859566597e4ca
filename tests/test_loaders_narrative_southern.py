"""Sentences of reports as the south-west and the south print them."""

from dataclasses import replace
from decimal import Decimal

from statements import COUNTY_BUDGET, _of, items, named, read, said
from statements import of_county as county

ACCOUNT = _of("gov_final", 2023, "清河县")


def test_a_sentence_goes_on_from_the_whole_whose_places_the_one_before_listed() -> None:
    found = county(
        "2023年全县一般公共预算支出完成9亿元，其中，县本级支出5亿元、街道支出3亿元、镇支出1亿元。加上上解支出2亿元、结转下年1亿元，支出总量为12亿元。"
    )
    assert [fact.about for fact in found] == ["全县", "县本级", "街道", "镇", "全县", "全县", "全县"]


def test_what_a_budget_has_to_spend_is_its_grand_total_where_its_side_and_lines_are_listed() -> None:
    found = county(
        "1.一般公共预算",
        "2023年我县总财力为33万元，较年初预算增加11万元，比上年总财力增加7万元，其中：①我县地方一般公共预算收入为2万元(其中：税收收入1万元，非税收入1万元)；②上级补助收入27万元。",
    )
    assert items(found)[:2] == ["gpb.income.grand_total", "gpb.income.grand_total"]
    assert found[1].change_amount == Decimal("70000.00")


def test_lines_told_by_name_alone_or_apart_by_semicolons_tell_the_grand_total() -> None:
    found = county(
        "2023年，全县一般公共预算收入68亿元。加上上级转移支付、调入资金和上年结余等，全年收入合计521亿元。",
        "2023年，县本级一般公共预算收入实际完成9.9亿元，其中：税收收入完成3亿元，下降2%；非税收入完成2亿元，增长9%；上级补助收入4亿元，增长7%；上年结转0.9亿元，增长10%。",
        "地方一般公共预算收入14万元，加返还性收入、专项转移支付收入、调入资金等收入30万元，财力总量共计44万元。",
    )
    assert [fact.item for fact in found if "grand_total" in (fact.item or "")] == [
        "gpb.income.grand_total"
    ] * 3
    assert found[2].amount == Decimal("990000000.00")


def test_growth_on_another_basis_is_none_of_the_amount_printed() -> None:
    found = county(
        "2023年全县一般公共预算收入67万元，剔除留抵退税后同口径增长19.7%，增收11万元。其中：税收收入41万元，增长2%，还原留抵退税口径后增长3.4%。"
    )
    assert said(found[0], "change_percent", "change_amount") == (None, None)
    assert said(found[1], "change_percent", "direction") == (Decimal("2"), "increase")
    other = county(
        "1-8月，全县一般公共预算收入117万元；不考虑留抵退税因素影响，收入153万元，增加17万元。其中：县本级收入23万元。"
    )
    assert items(other) == ["gpb.income", None, "gpb.income"]


def test_what_completed_a_budget_is_what_the_words_name_not_what_was_spoken_of() -> None:
    found = county(
        "2023年全县一般公共预算收入9万元，其中税收收入6万元，非税收入3万元。2023年一般公共预算收入完成年初预算的93.3%。"
    )
    assert [fact.completion_percent for fact in found] == [Decimal("93.3"), None, None]


def test_a_plan_of_revenue_is_a_budget_and_a_rank_names_nothing() -> None:
    found = county(
        "2023年全县一般公共预算收入58万元，增长1.3%，增幅位列全市第二，增收4万元，完成年度收入计划50万元的116%，超收8万元。"
    )
    assert [said(fact, "item", "stage", "amount") for fact in found[:2]] == [
        ("gpb.income", "execution", Decimal("580000.00")),
        ("gpb.income", "initial_budget", Decimal("500000.00")),
    ]
    assert found[0].change_amount == Decimal("40000.00")
    assert found[0].completion_percent == Decimal("116")


def test_taxes_that_add_up_to_what_all_levels_get_are_no_taxes_of_this_budget() -> None:
    found = county(
        "全县一般公共预算收入完成12万元。其中：地方一般公共预算收入完成3万元；上划中央收入完成4万元；上划省级收入完成5万元。税收收入完成11万元；非税收入完成1万元。"
    )
    assert items(found) == [None, "gpb.income", None, None, None, None]


def test_a_budget_named_again_without_its_side_is_the_one_of_that_amount() -> None:
    found = county(
        "批准的2023年年初预算为：一般公共预算收入7万元；政府性基金预算收入8万元。执行中，政府性基金预算由年初的8万元调整为5万元。"
    )
    assert [said(fact, "item", "stage") for fact in found[2:]] == [
        ("gov_fund.income", "initial_budget"),
        ("gov_fund.income", "adjusted_budget"),
    ]


def test_lines_of_the_balance_by_their_other_names() -> None:
    found = read(
        ACCOUNT,
        "全县一般公共预算收入9万元，加上上级返还性收入和转移支付收入8万元，动用预算稳定调节基金和调入资金7万元，收入总量24万元；减当年一般公共预算支出12万元，上解支出1万元，转贷乡镇支出1万元，安排预算稳定调节金2万元，收支品迭结余8万元，全部结转下年使用。",
        "一般公共预算总支出1000万元(含上解支出，及结转2024年专款12万元)。",
        "收支相抵后，政府性基金结余57万元。",
        "加上国债转贷资金上年结余11万元。",
    )
    assert items(found) == [
        "gpb.income",
        "transfer.received",
        None,
        "gpb.income.grand_total",
        "gpb.expenditure",
        "expenditure.remit_up",
        "expenditure.debt_on_lending",
        "expenditure.stabilisation_add",
        "expenditure.carryover",
        "gpb.expenditure.grand_total",
        "expenditure.carryover",
        "expenditure.carryover",
        None,
    ]
    assert {said(fact, "fiscal_year", "stage") for fact in found} == {(2023, "final")}


def test_bonds_lent_on_and_equal_grants_and_an_older_name_of_a_class() -> None:
    found = county(
        "2023年省级一般公共预算支出97万元，补助市县71万元，转贷市县一般债务54万元。",
        "2023年税收返还收入4万元，与上年齐平。",
        "2023年一般公共预算支出9万元，其中：一般性公共服务支出3万元，国防支出1万元。",
    )
    assert named(found)[2] == ("expenditure.debt_on_lending", None)
    assert found[3].direction == "unchanged"
    assert named(found)[5] == ("gpb.expenditure.function", "201")


def test_changed_lines_behind_brackets_and_reasons_between_lines_tell_the_grand_total() -> None:
    found = read(
        ACCOUNT,
        "与执行数相比，全县一般公共预算收入增加6万元，其中：本级收入增加3万元(税收增加1万元、非税增加2万元)、上级补助收入增加3万元。",
        "2023年，县本级一般公共预算收入实际完成9万元，其中：税收收入完成3万元；非税收入完成2万元；上级补助收入3万元，增长7%，增长的主要原因是一次性退税补助0.4万元；上年结转1万元。",
    )
    assert [fact.item for fact in found if "grand_total" in (fact.item or "")] == [
        "gpb.income.grand_total"
    ] * 2
    assert found[0].change_amount == Decimal("60000.00")


def test_what_a_congress_hears_of_half_a_year_is_no_budget_for_the_one_told_behind_it() -> None:
    half = replace(COUNTY_BUDGET, stage="execution")
    found = read(
        half,
        "县级一般公共预算收入9万元，增长20%。经县人大常委会审议的一般公共预算收入调整预算数为18万元，完成预算的50%。",
    )
    assert [fact.stage for fact in found] == ["execution", "adjusted_budget"]
    assert found[0].completion_percent == Decimal("50")


def test_names_of_revenue_and_marks_that_are_passed() -> None:
    found = county(
        "2023年县本级财政收入累计完成12.6万元，增长30%，首次突破12万元。",
        "2023年全县一般公共预算收入5万元，其中：税收收入3万元。县本级实现收入4万元，地方一般公共预算收入税占比80%。",
        "全县一般公共预算总财力拟安排6万元。",
        "1-6月，全县实现中央、省、县四库总收入14万元，下降3%。",
    )
    assert named(found)[1:] == [
        ("gpb.income", None),
        ("income.tax", None),
        ("gpb.income", None),
        ("gpb.income.grand_total", None),
        (None, None),
    ]
    assert said(found[2], "share_percent", "share_of") == (Decimal("80"), "gpb.income")


def test_a_share_of_taxes_is_of_the_revenue_told_whatever_the_heading_names() -> None:
    found = county(
        "（一）收入执行情况",
        "1-6月，县级一般公共预算收入完成22万元，其中县级税收收入完成17万元。",
        "收入质量优良。县级税收收入占比79.6%。",
    )
    assert said(found[-1], "item", "share_percent", "share_of") == (
        "income.tax",
        Decimal("79.6"),
        "gpb.income",
    )


def test_a_revenue_with_what_the_centre_takes_in_it_is_no_budget_of_this_place() -> None:
    found = county(
        "2023年全县一般公共预算总收入实现11万元，增长35%。其中：中央、市区级收入6万元，本级收入5万元。"
    )
    assert items(found)[:2] == [None, None]


def test_amounts_of_a_reason_in_brackets_are_no_lines() -> None:
    found = read(
        ACCOUNT,
        "全县一般公共预算收入13万元，完成年度预算94%(主要原因是将指标收入调整为转移支付收入9万元)，下降14%。",
        "市级下达我县专项债务限额空间安排额度2万元。2023年发行到位专项债券资金1万元。",
    )
    assert items(found) == [
        "gpb.income",
        None,
        None,
        "debt.issue.special",
    ]
    assert found[0].change_percent == Decimal("14")


def test_a_total_of_several_budgets_is_of_none_of_them() -> None:
    found = county(
        "2023年一般公共预算支出45万元，进度99.5%；政府性基金预算支出10万元，进度96.1%。加上国有资本经营预算支出1万元，上解支出2万元后，财政总支出58万元。"
    )
    assert items(found)[-1] is None
    assert [fact.completion_percent for fact in found[:2]] == [Decimal("99.5"), Decimal("96.1")]


def test_listed_classes_are_of_the_level_whose_list_a_line_opens() -> None:
    found = county(
        "（一）一般公共预算执行情况",
        "全县一般公共预算支出12万元。县本级一般公共预算支出10万元。加上补助镇级支出2万元，支出总计12万元。",
        "县本级主要支出项目具体情况是：",
        "——一般公共服务支出6万元。主要用于保障机构运转。",
        "——公共安全支出4万元。",
    )
    assert [fact.about for fact in found[-2:]] == ["县本级", "县本级"]
    assert found[2].item == "transfer.paid"
