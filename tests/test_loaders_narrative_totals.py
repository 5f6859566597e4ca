"""Governments' reports: sides of the budget and their grand totals, what a paragraph and a sentence go on from."""

from dataclasses import replace
from decimal import Decimal

from statements import COUNTY_BUDGET
from statements import of_county as read
from statements import read as of


def test_a_side_told_again_or_listed_with_lines_of_the_balance_is_the_grand_total() -> None:
    found = read(
        "2023年全县一般公共预算收入30万元，上级补助收入20万元，上年结余5万元。一般公共预算支出40万元，上解上级支出10万元。财政收入合计55万元，支出50万元，年终结余5万元。",
        "2023年县本级政府性基金预算支出合计9万元，其中：城乡社区支出6万元，债务还本支出1万元，结转下年2万元。",
        "2024年全县一般公共预算收入合计安排30万元，其中：税收收入20万元。",
    )
    assert [fact.item for fact in found if fact.item and fact.item.startswith(("gpb", "gov_fund"))] == [
        "gpb.income",
        "gpb.expenditure",
        "gpb.income.grand_total",
        "gpb.expenditure.grand_total",
        "gov_fund.expenditure.grand_total",
        "gov_fund.expenditure.function",
        "gpb.income",
    ]


def test_what_follows_a_part_of_one_level_is_of_the_whole_again() -> None:
    found = read(
        "2023年全县一般公共预算收入完成30万元，增长8%。其中：县级一般公共预算收入完成20万元。一般公共预算支出完成90万元。"
    )
    assert [fact.about for fact in found] == ["全县", "县级", "全县"]


def test_what_completed_a_budget_is_what_has_grown() -> None:
    found = read(
        "2023年全县一般预算支出完成88万元完成年初预算80万元的110%，完成调整预算90万元97.8%，同比增加8万元，增长10%。县本级一般公共预算收入年初预算为20万元，实际完成预算的103%。",
    )
    assert [(fact.amount, fact.stage, fact.change_amount, fact.completion_percent) for fact in found] == [
        (Decimal(880000), "execution", Decimal(80000), Decimal(110)),
        (Decimal(800000), "initial_budget", None, None),
        (Decimal(900000), "adjusted_budget", None, None),
        (None, "execution", None, Decimal("97.8")),
        (Decimal(200000), "initial_budget", None, None),
        (None, "execution", None, Decimal(103)),
    ]


def test_before_the_budgets_had_names_the_revenue_was_that_of_the_general_one() -> None:
    lines = (
        "2012年，全县地方财政收入完成9万元，其中税收收入7万元。全县财政支出完成20万元，其中教育支出5万元。",
        "县级财政收入4万元，加上级税收返还和转移支付补助8万元。政府性基金收入3万元。",
    )
    old = replace(COUNTY_BUDGET, fiscal_year=2013)
    assert [fact.item for fact in of(old, *lines)] == [
        "gpb.income",
        "income.tax",
        "gpb.expenditure",
        "gpb.expenditure.function",
        "gpb.income",
        "transfer.received",
        "gov_fund.income",
    ]
    assert of(COUNTY_BUDGET, *lines)[0].item is None
    assert of(old, *lines, "一般预算收入预计完成5万元。")[0].item is None


def test_lines_that_their_words_and_their_place_tell_apart() -> None:
    found = read(
        "2023年全县一般公共预算总收入完成25万元，增长2%；一般公共预算收入完成15万元，为预算的100%，增长1%。",
        "2023年全县工商税收收入完成7万元。调入预算稳定调节基金7万元和政府性基金1万元。",
        "2023年全县专项转移支付收入9万元，其中，一般公共预算收入5万元，政府性基金收入4万元。",
        "2023年全县专项收入（主要是教育费附加、水资源费）6万元。",
        "2023年全县一般公共预算支出8万元，加上年结余2万元后，结余3万元。",
    )
    assert [fact.item for fact in found] == [
        None,
        "gpb.income",
        None,
        "income.stabilisation_use",
        "income.transfer_in",
        "transfer.special",
        None,
        None,
        "income.subject",
        "gpb.expenditure",
        "income.carryover",
        "expenditure.carryover",
    ]


def test_a_total_is_known_by_its_sum_and_what_follows_is_of_its_budget() -> None:
    found = read(
        "2023年全县财政总收入完成30万元，其中：上划收入20万元。完成地方一般公共预算收入10万元，加上级补助收入50万元、结余及调节基金5万元，财政总收入为65万元。财政支出60万元，上解支出5万元。",
        "2023年全县上年结余9万元（其中镇级结余2万元）。",
    )
    assert [(fact.item, fact.about) for fact in found] == [
        (None, "全县"),
        (None, "全县"),
        ("gpb.income", "全县"),
        ("transfer.received", "全县"),
        (None, "全县"),
        ("gpb.income.grand_total", "全县"),
        ("gpb.expenditure", "全县"),
        ("expenditure.remit_up", "全县"),
        ("income.carryover", "全县"),
        ("income.carryover", "镇级"),
    ]


def test_a_paragraph_goes_on_from_the_one_beside_it_before_a_far_heading() -> None:
    found = read(
        "一、2023年县本级预算执行情况",
        "1.收入情况",
        "2023年全县一般公共预算收入完成30万元。",
        "税收收入完成20万元，其中：增值税9万元。",
        "2.支出情况",
        "一般公共预算支出完成50万元。",
    )
    assert [fact.about for fact in found] == ["全县", "全县", "全县", "县本级"]


def test_behind_the_schemes_of_all_insurances_revenue_comes_their_expenditure() -> None:
    found = read(
        "2024年社会保险基金收入预算5万元，其中：城乡居民基本养老保险基金收入3万元，失业保险基金收入2万元。支出预算4万元，其中：失业保险基金支出1万元。"
    )
    assert [fact.item for fact in found][-2:] == ["social_insurance.expenditure", "expenditure.function"]


def test_a_whole_that_lists_itself_and_lines_of_the_balance_is_the_grand_total() -> None:
    found = read(
        "2023年全县一般公共预算收入完成90万元，其中：（1）地方一般公共预算收入完成40万元（税收收入30万元）；（2）上级补助收入完成50万元（返还性收入5万元）。",
        "2023年全县政府性基金预算收入完成9万元，其中：县本级政府性基金预算收入5万元。加上级补助收入3万元。",
        "与执行数相比，全县一般公共预算支出增加6万元（债务还本支出增加5万元，上解支出增加消防培训经费1万元）。",
    )
    assert [fact.item for fact in found] == [
        "gpb.income.grand_total",
        "gpb.income",
        "income.tax",
        "transfer.received",
        "transfer.tax_return",
        "gov_fund.income",
        "gov_fund.income",
        "transfer.received",
        "gpb.expenditure.grand_total",
        "expenditure.debt_repayment",
    ]


def test_a_zone_by_its_name_is_the_body_itself_and_its_stages_follow_each_other() -> None:
    zone = replace(COUNTY_BUDGET, kind="gov_final", stage="final", unit_name="江岸新区管理委员会")
    found = of(
        zone,
        "2024年，江岸新区政府性基金预算收入年初7万元，调整预算数8万元，变动预算数8.5万元，决算数9万元，增长5%，为预算的106%。支出年初预算5万元，实际支出4万元。",
    )
    assert [(fact.item, fact.about, fact.stage) for fact in found] == [
        ("gov_fund.income", None, "initial_budget"),
        ("gov_fund.income", None, "adjusted_budget"),
        ("gov_fund.income", None, "adjusted_budget"),
        ("gov_fund.income", None, "final"),
        ("gov_fund.expenditure", None, "initial_budget"),
        ("gov_fund.expenditure", None, "final"),
    ]


def test_a_plain_paragraph_goes_on_with_the_budget_of_its_numbered_item() -> None:
    found = read(
        "（一）2023年预算执行情况",
        "1.一般公共预算。全县收入总量90万元。",
        "县本级收入总量60万元。其中，地方收入20万元。",
    )
    assert [(fact.item, fact.about) for fact in found] == [
        ("gpb.income.grand_total", "全县"),
        ("gpb.income.grand_total", "县本级"),
        ("gpb.income", "县本级"),
    ]


def test_what_a_stabilisation_fund_had_took_and_left() -> None:
    found = read(
        "（三）预算稳定调节基金",
        "2023年初预算稳定调节基金余额5万元，当年动用2万元，年末补充1万元，年末余额4万元。",
    )
    assert [(fact.item, fact.fiscal_year) for fact in found] == [
        ("stabilisation.balance", 2022),
        ("income.stabilisation_use", 2023),
        ("expenditure.stabilisation_add", 2023),
        ("stabilisation.balance", 2023),
    ]


def test_a_list_that_names_what_it_is_of_is_of_that() -> None:
    found = read(
        "（一）县级预算执行情况",
        "1.收入：2023年全县完成财政总收入90万元。一般公共预算收入完成60万元。一般公共预算收入具体分项情况为：",
        "⑴税收收入40万元。其中：增值税20万元，土地使用税3万元。",
        "⑵非税收入20万元。其中：罚没收入1万元，其他收入（生态环境赔偿金）2万元，教育费附加等专项收入5万元。",
    )
    assert [(fact.item, fact.code, fact.about) for fact in found] == [
        (None, None, "全县"),
        ("gpb.income", None, "全县"),
        ("income.tax", None, "全县"),
        ("income.subject", "10101", "全县"),
        ("income.subject", "10112", "全县"),
        ("income.non_tax", None, "全县"),
        ("income.subject", "10305", "全县"),
        ("income.subject", "10399", "全县"),
        ("income.subject", "10302", "全县"),
    ]


def test_what_both_sides_leave_and_who_transfers_to_whom() -> None:
    found = read(
        "（一）一般公共预算",
        "2023年县本级一般公共预算收入加上上级转移支付和税收返还50万元，减去县对乡镇转移支付和税收返还8万元，预算总收入为90万元。一般公共预算支出80万元。当年结余10万元，全部为结转项目。",
        "2023年全县一般性转移支付收入9万元，其中：中央和自治区补助8万元。上级财政对全县转移支付12万元。",
    )
    assert [fact.item for fact in found] == [
        "transfer.received",
        "transfer.paid",
        "gpb.income.grand_total",
        "gpb.expenditure",
        "expenditure.carryover",
        "transfer.general",
        None,
        "transfer.received",
    ]


def test_a_title_is_no_heading_of_a_part_of_the_region() -> None:
    nameless = replace(COUNTY_BUDGET, unit_name=None, title="清河区2023年财政收支情况")
    found = of(nameless, "清河区2023年财政收支情况", "2023年一般公共预算收入为90万元。")
    assert [fact.about for fact in found] == [None]


def test_parts_with_brackets_of_their_own_add_up_to_a_grand_total() -> None:
    found = read(
        "2023年全县一般公共预算收入实现90万元，为年度收入目标90万元的100%。其中：税收收入20万元（增值税15万元、契税5万元），上级补助收入70万元（一般性转移支付收入50万元，市级对县区转移支付20万元）。"
    )
    assert [(fact.item, fact.stage) for fact in found][:4] == [
        ("gpb.income.grand_total", "execution"),
        ("gpb.income.grand_total", "initial_budget"),
        ("income.tax", "execution"),
        ("income.subject", "execution"),
    ]
    assert [fact.item for fact in found][5:] == ["transfer.received", "transfer.general", None]


def test_growth_of_its_own_and_shares_of_revenue() -> None:
    found = read(
        "（一）一般公共预算",
        "全县全口径财政收入完成90万元。其中地方级财政收入完成60万元，自然增长13.3%（同口径增长6.6%），税收收入完成40万元，税收比重为66.7%。",
        "2024年全县一般公共预算支出安排90万元，其中县本级财力安排60万元，提前下达专项转移支付安排30万元。按科目安排：教育支出20万元。",
    )
    assert [(fact.item, fact.change_percent, fact.share_percent) for fact in found] == [
        (None, None, None),
        ("gpb.income", Decimal("13.3"), None),
        ("income.tax", None, Decimal("66.7")),
        ("gpb.expenditure", None, None),
        (None, None, None),
        (None, None, None),
        ("gpb.expenditure.function", None, None),
    ]
    assert found[-1].about == "全县"


def test_bonds_and_balances_by_what_stands_around_them() -> None:
    found = read(
        "2023年全县一般公共预算收入50万元，加上上级补助20万元，新增一般债券5万元、再融资一般债券4万元，使用结转资金1万元，收入合计80万元。",
        "2023年年初预算稳定调节基金余额6万元，年中动用4万元，年末安排5万元，年末余额7万元。",
    )
    assert [(fact.item, fact.fiscal_year) for fact in found] == [
        ("gpb.income", 2023),
        ("transfer.received", 2023),
        ("income.debt", 2023),
        ("income.debt", 2023),
        ("income.carryover", 2023),
        ("gpb.income.grand_total", 2023),
        ("stabilisation.balance", 2022),
        ("income.stabilisation_use", 2023),
        ("expenditure.stabilisation_add", 2023),
        ("stabilisation.balance", 2023),
    ]


def test_lines_of_a_balance_go_on_from_the_paragraph_that_told_the_side() -> None:
    found = read(
        "1.收入情况",
        "2023年县级一般公共预算收入完成60万元。",
        "2023年市级返还及补助50万元，上年结转3万元，收入总计113万元。",
        "城乡居民医保补助标准由每人每年640元提高到670元。安排学生资助每生1000元。",
    )
    assert [(fact.item, fact.about) for fact in found] == [
        ("gpb.income", "县级"),
        ("transfer.received", "县级"),
        ("income.carryover", "县级"),
        ("gpb.income.grand_total", "县级"),
    ]


def test_our_own_levels_revenue_under_its_old_names() -> None:
    old = replace(COUNTY_BUDGET, fiscal_year=2014)
    found = of(
        old,
        "（一）公共财政预算",
        "2013年，本县县级财政收入完成90万元，加上市财政税收返还和补助收入70万元。县级公共财政收入预算95万元。",
    )
    assert [(fact.item, fact.about) for fact in found] == [
        ("gpb.income", "县级"),
        ("transfer.received", "县级"),
        ("gpb.income", "县级"),
    ]
