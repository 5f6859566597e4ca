"""Governments' reports: parts and what they are parts of, amounts that look like those of a budget's year and are none."""

from dataclasses import replace
from decimal import Decimal

from statements import COUNTY_BUDGET
from statements import of_county as read
from statements import read as of


def test_items_of_a_list_are_of_the_level_of_the_whole_that_opens_it() -> None:
    found = read(
        "一、2023年预算执行情况",
        "（一）一般公共预算",
        "——收入情况",
        "县本级一般公共预算总收入完成50万元，其中：",
        "1.一般公共预算收入30万元，其中：税收收入20万元。",
        "2.上解收入5万元。",
        "——支出情况",
        "县本级一般公共预算总支出48万元，其中：",
        "1.一般公共预算支出40万元。",
        "二、2024年预算草案",
        "全县一般公共预算收入安排90万元。",
    )
    assert [(fact.about, fact.fiscal_year) for fact in found] == [("县本级", 2023)] * 6 + [("全县", 2024)]


def test_a_sentence_without_amounts_says_whose_those_behind_it_are() -> None:
    found = read(
        "一、2023年全县预算执行情况",
        "（1）全县收支情况。2023年一般公共预算收入年初预算合计50万元，实际完成60万元。",
        "县级社会保险基金有机关事业单位基本养老保险等3项。全年收入完成9万元，支出完成8万元。",
    )
    assert [(fact.about, fact.amount) for fact in found] == [
        ("全县", Decimal(500000)),
        ("全县", Decimal(600000)),
        ("县级", Decimal(90000)),
        ("县级", Decimal(80000)),
    ]


def test_what_stands_in_brackets_is_of_what_stands_before_them() -> None:
    found = read(
        "2023年底，全县政府债务余额90万元（一般债务余额40万元、专项债务余额50万元），其中县本级政府债务余额60万元（一般债务余额25万元、专项债务余额35万元）。"
    )
    assert [fact.about for fact in found] == ["全县"] * 3 + ["县本级"] * 3


def test_what_is_given_to_ours_is_of_the_whole_region() -> None:
    found = read(
        "2023年省财政厅核定我县政府债务限额90万元，其中：县本级60万元。",
        "2023年省级转贷我县新增债券7万元。",
        "2023年年初全县一般公共预算支出80万元。",
    )
    assert [fact.about for fact in found] == ["全县", "县本级", "全县", "全县"]


def test_amounts_of_several_years_are_none_of_one_and_those_of_some_months_were_carried_out() -> None:
    found = read(
        "五年财力稳步壮大。全县一般公共预算收入累计达90万元，年均增长6%。",
        "截至2024年4月底，县本级一般公共预算支出20万元。",
        "2024年全县一般公共预算收入安排9万元。",
    )
    assert [(fact.item, fact.stage) for fact in found] == [
        (None, None),
        ("gpb.expenditure", "execution"),
        ("gpb.income", "initial_budget"),
    ]


def test_total_revenue_that_counts_the_centres_share_once_counts_it_always() -> None:
    found = read(
        "2023年地方一般公共预算收入加上上划中央收入6万元，全县一般公共预算总收入完成16万元。",
        "2024年全县一般公共预算总收入代编预算17万元。其中：全县地方一般公共预算收入代编预算11万元。",
    )
    assert [fact.item for fact in found] == [None, None, None, "gpb.income"]


def test_what_a_debt_was_used_for_is_no_expenditure_of_the_year() -> None:
    found = read(
        "2023年底县本级政府债务余额30万元，按用途划分，重点投向以下领域：教育10万元、医疗卫生20万元。"
    )
    assert [fact.item for fact in found] == ["debt.balance", None, None]


def test_lines_that_look_like_others() -> None:
    found = read(
        "（三）国有资本经营预算",
        "2023年县本级国有资本经营预算支出9万元，加上调出到一般公共预算支出5万元、划转股权收益1万元，支出合计15万元。",
        "（四）其他",
        "2023年县本级上解上级支出8万元，其中：体制上解支出5万元，专项上解支出3万元。",
        "2023年县本级公车购置和运行费7万元，区域间转移性收入2万元，专项债券发行费用1万元。",
        "省财政对我县安排政府性基金预算4万元，全部是专项转移支付。",
    )
    assert [(fact.amount, fact.item) for fact in found] == [
        (Decimal(90000), "state_capital.expenditure"),
        (Decimal(50000), "expenditure.transfer_out"),
        (Decimal(10000), None),
        (Decimal(150000), "state_capital.expenditure.grand_total"),
        (Decimal(80000), "expenditure.remit_up"),
        (Decimal(50000), None),
        (Decimal(30000), None),
        (Decimal(70000), "sangong.vehicle"),
        (Decimal(20000), None),
        (Decimal(10000), None),
        (Decimal(40000), None),
    ]


def test_a_balance_below_zero_and_the_plan_of_an_adjustment() -> None:
    found = read(
        "2023年全县社会保险基金预算收入10万元，支出12万元，本年收支结余－2万元。",
        "2024年编入第一次预算调整方案的新增债务限额5万元。",
    )
    assert (found[2].item, found[2].amount) == ("balance.current", Decimal(-20000))
    assert (found[3].item, found[3].stage) == ("debt.limit_new", "adjusted_budget")


def test_a_heading_may_name_a_part_of_the_region() -> None:
    found = read(
        "一、2023年预算执行情况",
        "（一）全县预算执行情况",
        "一般公共预算收入完成90万元。",
        "（二）城乡一体化示范区预算执行情况",
        "县人大批准的2023年一般公共预算收入年初预算为6万元，实际完成5万元。",
    )
    assert [fact.about for fact in found] == ["全县", "城乡一体化示范区", "城乡一体化示范区"]


def test_budgets_that_congresses_approve_and_change() -> None:
    found = read(
        "汇总全县各级人代会批准的2023年政府性基金预算收入合计9万元，执行中经各级人代会批准调整为8万元，实际完成7万元，为调整预算的87.5%。",
        "年初上级提前下达补助收入3万元，安排支出3万元。",
    )
    assert [(fact.item, fact.stage) for fact in found] == [
        ("gov_fund.income", "initial_budget"),
        ("gov_fund.income", "adjusted_budget"),
        ("gov_fund.income", "execution"),
        ("transfer.received", "initial_budget"),
        ("expenditure.total", "initial_budget"),
    ]


def test_parts_by_kind_are_of_the_whole_not_of_the_level_told_last() -> None:
    found = read(
        "2023年我县争取债券资金9万元，其中县本级3万元。分别是：新增债券资金6万元，其中县本级2万元（一般债券1万元、专项债券1万元）；再融资债券资金3万元。"
    )
    assert [fact.about for fact in found] == ["全县", "县本级", "全县", *["县本级"] * 3, "全县"]


def test_a_reason_is_of_what_its_sentence_says_has_changed() -> None:
    found = read(
        "2023年全县一般公共预算收入完成9万元，下降3%。全县一般公共预算支出完成8万元，完成年度代编预算的96%，下降2%，主要原因是上级专项减少。"
    )
    assert [(fact.reason, fact.completion_percent) for fact in found] == [
        (None, None),
        ("上级专项减少", Decimal(96)),
    ]


def test_social_funds_have_a_short_name() -> None:
    found = read("2023年全县社保基金收入9万元，社保基金支出8万元，当期结余1万元。")
    assert [fact.item for fact in found] == [
        "social_insurance.income",
        "social_insurance.expenditure",
        "balance.current",
    ]


def test_a_reason_ends_with_its_bracket() -> None:
    found = read(
        "2023年全县政府性基金预算收入完成9万元，下降37%（主要是土地出让减少），加上级补助等资金，收入总量为12万元。"
    )
    assert found[0].reason == "土地出让减少"


def test_limits_that_balances_keep_and_wholes_of_two_sorts_of_bonds() -> None:
    found = read(
        "2023年末全县政府债务余额6万元，债务余额严格控制在省核定的限额8万元内。",
        "2023年全县共争取新增债券和再融资债券5万元，其中：新增债券2万元、再融资债券3万元。",
        "2023年末县本级社会保险基金累计滚存结余9万元，其中：失业保险基金滚存结余2万元。",
    )
    assert [fact.item for fact in found] == [
        "debt.balance",
        "debt.limit",
        "debt.issue",
        "debt.issue.new",
        "debt.issue.refinancing",
        "expenditure.carryover",
        None,
    ]


def test_what_a_higher_level_gives_back_is_received() -> None:
    found = read(
        "2023年全县一般公共预算收入9万元，加市级财政税收返还和补助收入3万元、上年结转收入1万元。",
        "2023年全县返还性收入2万元。其中：其他税收返还收入1万元。",
    )
    assert [(fact.item, fact.about) for fact in found] == [
        ("gpb.income", "全县"),
        ("transfer.received", "全县"),
        ("income.carryover", "全县"),
        ("transfer.tax_return", "全县"),
        ("income.subject", "全县"),
    ]


def test_completed_expectations_and_budgets_that_a_meeting_approved() -> None:
    found = read(
        "县人代会审议通过2023年全县一般公共预算收入预期为8万元，全县一般公共预算收入6万元，完成收入预期的75%。",
        "2023年县本级一般公共预算总收入9万元，为县人大常委会第九次会议批准调整预算的90%，民生支出占比超过80%。",
    )
    assert [(fact.item, fact.stage, fact.completion_percent, fact.share_percent) for fact in found] == [
        ("gpb.income", "initial_budget", None, None),
        ("gpb.income", "execution", Decimal(75), None),
        ("gpb.income.grand_total", "execution", Decimal(90), None),
    ]


def test_funds_of_a_district_that_its_city_is_named_with() -> None:
    district = replace(COUNTY_BUDGET, unit_name="东川区")
    found = of(
        district, "青山市东川区2024年度社会保险基金预算说明", "2024年各项社会保险支出为9万元，投资收益1万元。"
    )
    assert [(fact.item, fact.about) for fact in found] == [
        ("social_insurance.expenditure", None),
        ("social_insurance.income.investment", None),
    ]
