"""Sentences of governments: what was approved and adjusted, what only a part brought in, sums that name several lines, bounds."""

from dataclasses import replace
from decimal import Decimal

from statements import COUNTY_BUDGET, named, of_city, read
from statements import of_county as told

ADJUSTMENT = replace(COUNTY_BUDGET, stage="adjusted_budget")
HALF_YEAR = replace(COUNTY_BUDGET, stage="execution")
ACCOUNT = replace(COUNTY_BUDGET, kind="gov_final", stage="final")


def test_a_report_on_the_year_that_runs_speaks_of_that_year() -> None:
    found = read(HALF_YEAR, "1—6月，全县一般公共预算收入完成4万元，增长5%。")
    assert [(fact.fiscal_year, fact.stage, fact.base_year) for fact in found] == [(2024, "execution", 2023)]


def test_what_a_congress_approved_is_the_budget() -> None:
    found = read(
        ACCOUNT,
        "经县九届人大二次会议审议通过，2024年县直一般公共预算预期收入6万元，其中：税收收入4万元。",
        "2024年，县直一般公共预算收入完成7万元。",
    )
    assert [(fact.item, fact.about, fact.stage) for fact in found] == [
        ("gpb.income", "县直", "initial_budget"),
        ("income.tax", "县直", "initial_budget"),
        ("gpb.income", "县直", "final"),
    ]


def test_an_adjustment_changes_the_budget_of_the_same_year() -> None:
    found = read(
        ADJUSTMENT,
        "县人大批准的全县一般公共预算收入预算为80万元，根据实际收入情况调整为78万元，减少2万元。",
        "一是增加上级补助收入3万元。",
    )
    assert [
        (fact.item, fact.amount, fact.change_amount, fact.stage, fact.base_year, fact.base_stage)
        for fact in found
    ] == [
        ("gpb.income", Decimal(800000), None, "initial_budget", None, None),
        ("gpb.income", Decimal(780000), Decimal(20000), "adjusted_budget", 2024, "initial_budget"),
        ("transfer.received", None, Decimal(30000), "adjusted_budget", 2024, "initial_budget"),
    ]


def test_lines_that_an_account_says_were_adjusted() -> None:
    found = read(ACCOUNT, "一般公共预算总收入由30万元调整为33万元，调增3万元，其中：上级补助收入调增2万元。")
    assert [(fact.stage, fact.base_year, fact.base_stage) for fact in found] == [
        ("initial_budget", None, None),
        ("adjusted_budget", 2024, "initial_budget"),
        ("adjusted_budget", 2024, "initial_budget"),
    ]


def test_what_one_collector_or_the_streets_bring_is_not_the_whole() -> None:
    found = told(
        "2023年全区一般公共预算收入9万元，其中：税务部门组织的一般公共预算收入7万元。",
        "2023年全区6个街道一般公共预算支出合计8万元，其中：东湖街道2万元。",
    )
    assert [(fact.item, fact.about) for fact in found] == [
        ("gpb.income", "全区"),
        (None, "全区"),
        (None, None),
        (None, "东湖街道"),
    ]


def test_the_budget_of_a_level_that_its_revenue_completed() -> None:
    found = told("2023年全区一般公共预算收入9万元（其中：区本级完成5万元，占区本级年初预算数6万元的83.3%）。")
    assert [(fact.about, fact.amount, fact.stage, fact.completion_percent) for fact in found] == [
        ("全区", Decimal(90000), "execution", None),
        ("区本级", Decimal(50000), "execution", Decimal("83.3")),
        ("区本级", Decimal(60000), "initial_budget", None),
    ]


def test_a_sum_of_several_lines_is_none_of_them() -> None:
    found = told(
        "2023年全市一般公共预算收入9万元，加上级税收返还、转移支付、调入预算稳定调节基金、调入资金及上年结转收入等6万元，总收入15万元。全市一般公共预算支出8万元，加上结转下年及安排预算稳定调节基金支出7万元，支出安排总计15万元。"
    )
    assert [fact.item for fact in found] == [
        "gpb.income",
        None,
        "gpb.income.grand_total",
        "gpb.expenditure",
        None,
        "gpb.expenditure.grand_total",
    ]


def test_new_bonds_and_refinancing_bonds_are_parts_of_what_is_issued() -> None:
    found = of_city(
        "2023年省转贷我市政府债券9万元，其中：新增专项债券5万元、再融资债券4万元。",
        "新增专项债券5万元中，市级使用3万元，区县级使用2万元。",
    )
    assert [(fact.item, fact.about) for fact in found] == [
        ("debt.issue", "全市"),
        ("debt.issue.new.special", "全市"),
        ("debt.issue.refinancing", "全市"),
        ("debt.issue.new.special", None),
        ("debt.issue.new.special", "市级"),
        ("debt.issue.new.special", "区县级"),
    ]


def test_insurance_funds_are_no_government_funds() -> None:
    found = told(
        "2023年全市社会保险基金总收入9万元，总支出8万元。其中，机关养老保险基金预算收入4万元，支出3万元。当期年末结余1万元。"
    )
    assert [fact.item for fact in found] == [
        "social_insurance.income",
        "social_insurance.expenditure",
        "social_insurance.income",
        "social_insurance.expenditure",
        "balance.current",
    ]


def test_a_bound_is_no_share_and_the_limit_in_brackets_no_balance() -> None:
    found = told(
        "2023年全县税收收入3万元，税占比60%，占比不低于上年。",
        "年末全县政府债务余额8万元，债务余额占限额（9万元）的88.9%。",
        "2024年全县税收收入4万元，税占比不低于79%。",
    )
    assert [(fact.item, fact.share_percent) for fact in found] == [
        ("income.tax", Decimal(60)),
        ("debt.balance", None),
        ("debt.limit", None),
        ("income.tax", None),
    ]


def test_what_carried_money_paid_for_is_not_what_a_function_spent() -> None:
    found = told(
        "（六）结转资金使用情况", "2023年县直上年结余结转资金9万元，共安排使用8万元。其中，农林水支出3万元。"
    )
    assert named(found)[-1] == (None, None)
    assert {fact.about for fact in found} == {"县直"}


def test_a_wide_minus_before_a_number_is_its_sign() -> None:
    found = told("2023年全市社会保险基金预算收入5万元，支出6万元，本年收支结余－1万元。")
    assert found[-1].amount == Decimal(-10000)


def test_what_a_paragraph_compares_with_holds_for_its_changes() -> None:
    found = read(
        ACCOUNT,
        "（一）一般公共预算。",
        "与2024年执行数相比，有以下变化。一是上级补助收入增加3万元。二是年终结余增加2万元。",
    )
    assert [(fact.item, fact.change_amount, fact.base_year, fact.base_stage) for fact in found] == [
        ("transfer.received", Decimal(30000), 2024, "execution"),
        ("expenditure.carryover", Decimal(20000), 2024, "execution"),
    ]


def test_a_percent_against_the_budget_and_one_against_the_account() -> None:
    found = read(ACCOUNT, "“三公”经费决算数共计35万元，比上年预算数下降35%，比上年决算数下降34%。")
    assert [(fact.amount, fact.change_percent, fact.base_stage) for fact in found] == [
        (Decimal(350000), Decimal(35), "initial_budget"),
        (None, Decimal(34), "final"),
    ]


def test_parts_of_the_region_and_money_of_several_sources() -> None:
    found = of_city(
        "2023年省下达我市新增债务限额9万元，其中：市级新增债务限额5万元，县区新增债务限额4万元。",
        "2023年争取到上级转移支付、新增专项债券等资金8万元。",
    )
    assert [(fact.item, fact.about) for fact in found] == [
        ("debt.limit_new", "全市"),
        ("debt.limit_new", "市级"),
        ("debt.limit_new", "县区"),
        (None, None),
    ]


def test_a_share_of_a_budget_is_of_its_side() -> None:
    found = told(
        "2023年全县税收收入3万元，税收占一般公共预算比重60%。2023年全县“三保”支出8万元，执行进度91%。"
    )
    assert [(fact.share_of, fact.completion_percent) for fact in found] == [
        ("gpb.income", None),
        (None, Decimal(91)),
    ]


def test_parts_of_what_all_levels_collect_are_no_revenue_of_the_region() -> None:
    found = told(
        "2023年全县财政总收入9万元，其中：税收收入8万元，非税收入1万元。完成地方一般公共预算收入4万元。"
    )
    assert [fact.item for fact in found] == [None, None, None, "gpb.income"]


def test_money_from_each_budget_is_a_part_of_what_is_transferred_in() -> None:
    found = told(
        "2023年全县一般公共预算收入9万元，调入资金3万元（从政府性基金预算调入2万元，其他调入1万元），收入总计12万元。"
    )
    assert [fact.item for fact in found] == [
        "gpb.income",
        "income.transfer_in",
        None,
        None,
        "gpb.income.grand_total",
    ]


def test_a_text_on_debt_that_names_a_month_is_of_its_year() -> None:
    debt = replace(COUNTY_BUDGET, kind="debt", fiscal_year=None, stage=None)
    found = read(debt, "2022年6月，县人大常委会核定全县地方政府债务限额9万元。")
    assert [(fact.item, fact.fiscal_year) for fact in found] == [("debt.limit", 2022)]
