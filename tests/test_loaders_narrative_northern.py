"""Sentences of reports as governments of the north and the west write them."""

from decimal import Decimal

from statements import of_city
from statements import of_county as read
from statements import read as of
from test_loaders_narrative_notes import ADJUSTMENT


def test_a_balance_of_several_budgets_is_of_none() -> None:
    found = read(
        "2023年，全县财力收入总计90万元，其中：一般公共预算收入20万元，政府性基金收入30万元，上级补助收入35万元，上年结余5万元。"
        "全县财力支出总计80万元，其中：一般公共预算支出50万元，政府性基金支出20万元，上解省级支出10万元。"
    )
    assert [(fact.item, fact.fund) for fact in found] == [
        ("income.grand_total", None),
        ("gpb.income", "general_public"),
        ("gov_fund.income", "gov_fund"),
        ("transfer.received", None),
        ("income.carryover", None),
        ("expenditure.grand_total", None),
        ("gpb.expenditure", "general_public"),
        ("gov_fund.expenditure", "gov_fund"),
        ("expenditure.remit_up", None),
    ]


def test_a_total_with_lines_of_the_balance_is_none_of_all_levels() -> None:
    found = read(
        "2023年全县财政总收入70万元，其中：一般公共预算收入20万元，上级财政补助收入40万元，上年结余收入10万元。全县财政总支出70万元，其中：一般公共预算支出60万元，上解支出10万元。",
        "2023年全县财政总收入70万元，其中：上划中央收入40万元，一般公共预算收入30万元。",
    )
    told = [(fact.item, fact.fund) for fact in found]
    assert told[:2] == [("gpb.income.grand_total", "general_public"), ("gpb.income", "general_public")]
    assert told[4] == ("gpb.expenditure.grand_total", "general_public")
    assert told[2][1] == told[6][1] == "general_public"
    assert told[7] == (None, None)


def test_what_would_be_without_a_tax_refund_is_no_change_of_the_amount() -> None:
    found = read(
        "一般公共预算收入50万元，剔除留抵退税因素后，按可比口径计算，完成预算89%，下降4%。一般公共预算支出60万元，完成预算81%，下降15%。"
    )
    assert [(fact.change_percent, fact.completion_percent) for fact in found] == [
        (None, None),
        (Decimal(15), Decimal(81)),
    ]


def test_the_own_level_of_a_district_is_a_part_of_its_city() -> None:
    found = of_city(
        "2023年市本级一般公共预算收入25万元；老河区一般公共预算收入13万元（其中：老河区本级一般公共预算收入11万元，东海产业基地一般公共预算收入2万元）。"
    )
    assert [fact.about for fact in found] == ["市本级", "老河区", "老河区本级", "东海产业基地"]


def test_what_is_taken_from_a_balance_is_a_line_of_it() -> None:
    found = read(
        "2023年全县一般公共预算收入40万元。加税收返还和转移支付20万元、上年结余3万元、动用预算稳定调节基金1万元，扣除上解市级9万元、一般债务还本14万元。2023年一般公共预算总收入完成41万元。"
    )
    assert [fact.item for fact in found] == [
        "gpb.income",
        "transfer.received",
        "income.carryover",
        "income.stabilisation_use",
        "expenditure.remit_up",
        "expenditure.debt_repayment",
        "gpb.income.grand_total",
    ]


def test_a_total_that_the_sentences_behind_it_add_up_to_is_that_of_the_balance() -> None:
    found = read(
        "2023年，一般公共预算总收入完成90万元，其中：一般公共预算收入完成30万元，增长8%，其中：税收收入20万元，非税收入10万元。上级补助收入40万元，调入资金5万元；上年结余收入15万元。",
        "2023年一般公共预算总支出完成80万元，其中：一般公共预算本级支出70万元，上解支出10万元。",
        "2023年一般公共预算总收入完成90万元，一般公共预算总支出80万元，收支相抵，结余结转10万元。",
    )
    assert found[0].item == "gpb.income.grand_total"
    assert [fact.item for fact in found[-3:]] == [
        "gpb.income.grand_total",
        "gpb.expenditure.grand_total",
        "expenditure.carryover",
    ]


def test_what_is_left_of_rounded_totals_is_carried_over() -> None:
    found = read(
        "2023年一般公共预算收入38.7亿元，加上市级及新区对清河县的补助收入7.1亿元，上年结余0.82亿元，减去上解支出0.2亿元，一般公共预算总收入46.4亿元。一般公共预算支出46.2亿元，全年收支相抵，一般公共预算结余0.24亿元。"
    )
    assert (found[1].item, found[-1].item) == ("transfer.received", "expenditure.carryover")


def test_revenue_may_climb() -> None:
    (fact,) = read("2023年全县非税收入8万元，较上年涨87.6%。")
    assert (fact.direction, fact.change_percent, fact.base_year) == ("increase", Decimal("87.6"), 2022)


def test_an_adjustment_arranges_what_was_approved_and_part_of_a_new_limit() -> None:
    found = of(
        ADJUSTMENT,
        "经大会批准的2024年清河县本级一般公共预算总收入是90万元。按照收支平衡原则，安排2024年度县本级一般公共预算总支出90万元。",
        "调增上级补助收入7万元，调增的原因：市级增加财力性转移支付补助7万元。",
        "2024年市财政局下达我县新增政府债务限额5万元，其中县级使用5万元。具体情况是：",
        "1.县级。安排一般债务限额2万元，主要用于学校建设；安排专项债务限额3万元。",
    )
    assert [(fact.item, fact.stage) for fact in found[:2]] == [
        ("gpb.income.grand_total", "initial_budget"),
        ("gpb.expenditure.grand_total", "initial_budget"),
    ]
    assert [(fact.amount, fact.change_amount) for fact in found[2:4]] == [(None, Decimal(70000))] * 2
    assert [fact.item for fact in found[-2:]] == ["debt.limit_new.general", "debt.limit_new.special"]


def test_growth_that_is_reckoned_with_and_what_is_set_aside_at_a_rate() -> None:
    found = read(
        "2024年全县一般公共预算收入按增长2%左右考虑，安排9万元。",
        "预备费按一般公共预算支出的1.2%安排2万元。按不低于本级支出1%的比例安排预备费3万元。",
    )
    assert [(fact.item, fact.amount, fact.change_percent, fact.code) for fact in found] == [
        ("gpb.income", None, Decimal(2), None),
        ("gpb.income", Decimal(90000), None, None),
        ("expenditure.function", Decimal(20000), None, "227"),
        ("expenditure.function", Decimal(30000), None, "227"),
    ]


def test_what_is_short_of_its_plan_is_compared_with_the_plan() -> None:
    found = read(
        "2023年全县一般公共预算收入完成9万元，占预算的90%、同比增长12.5%（增收1万元），其中税收完成6万元，占预算的80%（短收2万元）。",
        "2023年一般公共预算收入9万元，增收1万元（其中税收减收0.5万元，非税增收1.5万元）。",
    )
    assert [(fact.item, fact.base_year, fact.change_amount) for fact in found] == [
        ("gpb.income", 2022, Decimal(10000)),
        ("income.tax", 2023, Decimal(20000)),
        ("gpb.income", 2022, Decimal(10000)),
        ("income.tax", 2022, Decimal(5000)),
        ("income.non_tax", 2022, Decimal(15000)),
    ]


def test_what_was_carried_out_while_its_budget_was_changed() -> None:
    found = read(
        "2023年我县一般公共预算支出预算为41万元，执行过程中，因上级转移支付等因素，实际完成44万元。",
        "全县一般公共预算收入完成9万元，为年初预算的95%，同比增长3%，欠收1万元。",
    )
    assert [(fact.item, fact.stage, fact.change_amount, fact.base_year) for fact in found] == [
        ("gpb.expenditure", "initial_budget", None, None),
        ("gpb.expenditure", "execution", None, None),
        ("gpb.income", "execution", None, 2022),
        ("gpb.income", "execution", Decimal(10000), 2023),
    ]


def test_what_is_stressed_is_an_item() -> None:
    found = read("2023年全县一般公共预算支出9万元，特别是教育支出3万元，增长5%。")
    assert (found[1].item, found[1].code) == ("gpb.expenditure.function", "205")


def test_leagues_and_divisions_have_levels() -> None:
    league = of_city(
        "2023年全盟一般公共预算收入90万元，其中：盟本级20万元，旗县市70万元。全盟一般公共预算支出200万元，盟本级50万元，旗县级150万元。"
    )
    division = of_city(
        "2023年，师市一般公共预算收入完成90万元；其中：师市本级60万元，团场30万元。师市本级一般公共预算支出80万元。"
    )
    assert [(fact.item, fact.about) for fact in league] == [
        ("gpb.income", "全盟"),
        ("gpb.income", "盟本级"),
        ("gpb.income", "旗县市"),
        ("gpb.expenditure", "全盟"),
        ("gpb.expenditure", "盟本级"),
        ("gpb.expenditure", "旗县级"),
    ]
    assert [fact.about for fact in division] == [None, "师市本级", "团场", "师市本级"]


def test_what_a_side_and_its_lines_come_to_together_is_the_grand_total() -> None:
    found = read(
        "2023年一般公共预算收入完成30万元。一般公共预算支出完成80万元。",
        "根据上述收支情况，一般公共预算收入加上上级补助、上年结转和调入资金收入，合计收入为90万元；一般公共预算支出加上上解和结转下年支出，合计支出为90万元。",
        "2023年一般公共预算收入30万元，加上级补助收入60万元，预算总收入90万元。一般公共预算支出80万元。预算总收入减去支出，一般公共预算结余10万元。",
    )
    assert [fact.item for fact in found[2:4]] == ["gpb.income.grand_total", "gpb.expenditure.grand_total"]
    assert found[-1].item == "expenditure.carryover"
