"""Sentences of governments' reports: parts of the region, changes listed and compared, budgets that became others."""

from dataclasses import replace
from decimal import Decimal

from statements import COUNTY_BUDGET, read
from statements import of_county as told

ADJUSTMENT = replace(COUNTY_BUDGET, stage="adjusted_budget")
ACCOUNT = replace(COUNTY_BUDGET, kind="gov_final", stage="final")


def test_plain_paragraphs_go_on_from_the_numbered_item_above_them() -> None:
    found = told(
        "二、2024年预算草案",
        "1.政府性基金预算",
        "（1）全县政府性基金预算收入拟安排9万元。",
        "（2）县本级政府性基金预算收入拟安排5万元。",
        "收支平衡情况：政府性基金预算收入5万元，上级补助收入1万元。",
        "（3）河东经开区政府性基金预算收入拟安排3万元。",
        "河东经开区政府性基金预算收支平衡情况：收入总计3万元，支出总计3万元。",
        "2.国有资本经营预算",
        "国有资本经营预算收入拟安排2万元。",
    )
    assert [fact.about for fact in found] == ["全县", *["县本级"] * 3, *["河东经开区"] * 3, None]


def test_a_bodys_own_short_name_is_no_part_of_it_and_a_town_has_no_parts() -> None:
    prefecture = replace(COUNTY_BUDGET, unit_name="青山彝族自治州")
    town = replace(COUNTY_BUDGET, unit_name="柳河镇人民政府")
    debt = read(prefecture, "一、青山州政府债务情况", "2023年末政府专项债务余额9万元。")
    own = read(town, "2024年我镇一般公共预算收入9万元，本级支出8万元。")
    assert [fact.about for fact in (*debt, *own)] == [None] * 3


def test_lists_of_changes_keep_their_verb_and_own_parts_their_level() -> None:
    found = read(
        ACCOUNT,
        "（一）一般公共预算",
        "与2024年执行数相比，有以下变化。一是收入增加9万元，其中：本级收入增加4万元、上级补助收入增加5万元。二是本级支出增加3万元、上解支出增加2万元。",
        "2024年全县转移性收入调整为20万元，调增6万元，主要是调增上级补助收入4万元、债务转贷收入2万元。",
    )
    assert [(fact.item, fact.about, fact.change_amount, fact.base_stage) for fact in found] == [
        ("gpb.income.grand_total", None, Decimal(90000), "execution"),
        ("gpb.income", "本级", Decimal(40000), "execution"),
        ("transfer.received", None, Decimal(50000), "execution"),
        ("gpb.expenditure", "本级", Decimal(30000), "execution"),
        ("expenditure.remit_up", None, Decimal(20000), "execution"),
        ("income.transfer", "全县", Decimal(60000), "initial_budget"),
        ("transfer.received", "全县", Decimal(40000), "initial_budget"),
        ("income.debt", "全县", Decimal(20000), "initial_budget"),
    ]


def test_the_whole_of_a_share_told_again_is_no_amount_of_the_part() -> None:
    found = read(
        ACCOUNT,
        "2024年全县一般公共预算支出中9项民生支出合计8万元，占一般公共预算支出10万元的80%，其中教育支出3万元。",
    )
    assert [(fact.item, fact.amount, fact.share_percent) for fact in found] == [
        ("expenditure.livelihood", Decimal(80000), Decimal(80)),
        ("gpb.expenditure.function", Decimal(30000), None),
    ]


def test_revenue_that_is_told_with_what_goes_up_is_no_item() -> None:
    found = read(
        ACCOUNT,
        "2024年全县一般公共预算收入完成9万元，占年计划8万元的112.5%。其中，上划中央收入3万元；一般公共预算地方收入6万元，占年计划5万元的120%。",
    )
    assert [fact.item for fact in found] == [None, None, None, "gpb.income", "gpb.income"]


def test_what_stood_before_the_year_and_short_amounts() -> None:
    found = read(
        ACCOUNT,
        "2024年一般公共预算收入8万元，较年初预算10万元，短收2万。",
        "2024年初政府债务系统的债务余额5万元，年初债务余额5万元，年末债务余额6万元，年末债务余额限额7万元，债务还本额1万元。",
        "2024年上解上级支出3万元、调出资金2万元、当年结余1万元。",
    )
    assert [(fact.item, fact.fiscal_year, fact.stage, fact.change_amount) for fact in found] == [
        ("gpb.income", 2024, "final", Decimal(20000)),
        ("gpb.income", 2024, "initial_budget", None),
        ("debt.balance", 2024, "final", None),
        ("debt.balance", 2023, "final", None),
        ("debt.balance", 2024, "final", None),
        ("debt.limit", 2024, "final", None),
        ("debt.repayment", 2024, "final", None),
        ("expenditure.remit_up", 2024, "final", None),
        ("expenditure.transfer_out", 2024, "final", None),
        ("expenditure.carryover", 2024, "final", None),
    ]


def test_budgets_that_moved_and_counties_told_together() -> None:
    found = told(
        "2023年全县一般公共预算支出预算由30万元变动为42万元。",
        "2023年市四届人大批准的县级政府性基金收入预算9万元（其中：开发区1万元），后经县人大常委会批准调整为7万元，实际完成8万元。",
        "2023年新增债券9万元，县本级留用4万元，分配各县（市、区）5万元。",
    )
    assert [(fact.item, fact.stage, fact.about) for fact in found] == [
        ("gpb.expenditure", "initial_budget", "全县"),
        ("gpb.expenditure", "adjusted_budget", "全县"),
        ("gov_fund.income", "initial_budget", "县级"),
        ("gov_fund.income", "initial_budget", "开发区"),
        ("gov_fund.income", "adjusted_budget", "县级"),
        ("gov_fund.income", "execution", "县级"),
        ("debt.issue.new", "execution", None),
        ("debt.issue.new", "execution", "县本级"),
        ("debt.issue.new", "execution", "县(市、区)"),
    ]


def test_items_of_another_part_of_the_region_are_not_those_of_the_item_above() -> None:
    found = told(
        "（一）全县预算执行情况",
        "1.一般公共预算",
        "（1）县本级收支情况。2023年县本级一般公共预算收入完成5万元。",
        "（二）河东高新区预算执行情况",
        "1.一般公共预算",
        "2023年一般公共预算收入完成3万元。",
    )
    assert [fact.about for fact in found] == ["县本级", "河东高新区"]


def test_own_revenue_and_transfers_are_items_of_a_grand_total() -> None:
    found = read(
        ACCOUNT,
        "（一）一般公共预算收支决算情况",
        "全县一般公共预算收入完成90万元，比报告数80万元增加10万元，比2023年决算数增长12%。具体情况：",
        "（1）本级收入30万元。",
        "（2）转移性收入60万元，比报告数50万元增加10万元，比2023年决算数增长2%。",
    )
    assert [
        (fact.item, fact.amount and int(fact.amount), fact.change_percent, fact.base_year) for fact in found
    ] == [
        ("gpb.income.grand_total", 900000, None, 2024),
        ("gpb.income.grand_total", 800000, None, None),
        ("gpb.income.grand_total", None, Decimal(12), 2023),
        ("gpb.income", 300000, None, None),
        ("income.transfer", 600000, None, 2024),
        ("income.transfer", 500000, None, None),
        ("income.transfer", None, Decimal(2), 2023),
    ]


def test_causes_between_a_name_and_its_change_and_older_names() -> None:
    found = read(
        ACCOUNT,
        "2024年地方一般公共预算收入超收1万元，税收收入受减税政策影响，较年初预算减少3万元。",
        "2024年上级专项补助及转移支付收入5万元，政府基金收入4万元，完成人大通过预算的98%。",
        "支出总量为9万元，收入减去支出后，全县结转结余资金2万元，与执行数一致。",
    )
    assert [(fact.item, fact.change_amount, fact.completion_percent) for fact in found] == [
        ("gpb.income", Decimal(10000), None),
        ("income.tax", Decimal(30000), None),
        ("transfer.received", None, None),
        ("gov_fund.income", None, Decimal(98)),
        ("expenditure.grand_total", None, None),
        ("expenditure.carryover", None, None),
    ]


def test_a_budget_that_became_another_without_a_word_between() -> None:
    found = read(ADJUSTMENT, "专项转移支付由年初3万元调整4万元，调增1万元；比年初预算3万元，调增1万元。")
    assert [(fact.amount, fact.stage, fact.change_amount) for fact in found] == [
        (Decimal(30000), "initial_budget", None),
        (Decimal(40000), "adjusted_budget", Decimal(10000)),
        (Decimal(30000), "initial_budget", None),
    ]


def test_parts_of_a_change_are_changes_of_the_parts_of_the_region() -> None:
    found = read(
        ADJUSTMENT,
        "2024年全县一般公共预算收入安排29万元，比人代会预算数增加6万元（其中：县本级5万元，开发区1万元），增长26.1%。",
    )
    assert [(fact.about, fact.amount, fact.change_amount, fact.base_stage) for fact in found] == [
        ("全县", Decimal(290000), Decimal(60000), "initial_budget"),
        ("县本级", None, Decimal(50000), "initial_budget"),
        ("开发区", None, Decimal(10000), "initial_budget"),
    ]


def test_what_a_budget_grew_by_before_it_became_another_is_the_change_of_the_latter() -> None:
    found = read(
        ADJUSTMENT,
        "（1）调入资金：年初预算为3万元，增加5万元，调整为8万元。",
        "（2）专项转移支付收入：增加2万元，调整为2万元。",
    )
    assert [(fact.item, fact.amount, fact.stage, fact.change_amount) for fact in found] == [
        ("income.transfer_in", Decimal(30000), "initial_budget", None),
        ("income.transfer_in", Decimal(80000), "adjusted_budget", Decimal(50000)),
        ("transfer.special", Decimal(20000), "adjusted_budget", Decimal(20000)),
    ]


def test_revenue_whose_only_part_is_local_and_lines_by_other_names() -> None:
    found = read(
        ACCOUNT,
        "全县一般公共预算总收入9万元，完成调整后预算的97%，其中地方一般公共预算收入6万元；加上级补助收入1万元。",
        "地方政府一般债转贷收入3万元，安排预算稳定调节基金2万元（累计稳定调节基金4万元）。",
        "年终结余5万元（其中专款年终结余4万元），政府性基金转移支付支出1万元。",
    )
    assert [fact.item for fact in found] == [
        None,
        "gpb.income",
        "transfer.received",
        "income.debt",
        "expenditure.stabilisation_add",
        "stabilisation.balance",
        "expenditure.carryover",
        None,
        "transfer.paid",
    ]
    assert [fact.stage for fact in told("2023年一般公共预算支出年初计划9万元。")] == ["initial_budget"]


def test_what_stands_above_a_county_is_where_its_money_comes_from() -> None:
    found = told(
        "2023年当年收入9万元加上市级税收返还2万元和转移支付3万元、上年结余1万元，预算总收入15万元。",
        "2023年上级财政对我县转移支付5万元（其中：专项补助收入2万元）。",
        "2023年预算总收入15万元减去支出13万元，预算结余2万元。",
    )
    assert {fact.about for fact in found} <= {None, "全县"}
    assert {fact.stage for fact in found} == {"execution"}
    assert [fact.item for fact in found[1:]] == [
        "transfer.tax_return",
        "transfer.received",
        "income.carryover",
        "income.grand_total",
        "transfer.received",
        "transfer.special",
        "income.grand_total",
        "expenditure.total",
        "expenditure.carryover",
    ]


def test_local_revenue_is_of_its_budget_and_short_names_of_the_budget() -> None:
    found = told(
        "（一）2023年一般公共预算执行情况",
        "2023年全县财政总收入9万元，完成地方财政收入4万元，税收占财政收入的比重接近70%。财政支出8万元。",
        "2023年实现一般公共收入5万元，下降1%，一般公共支出6万元，下降2%。全年县级收入预计减收1万元。",
    )
    assert [(fact.item, fact.amount and int(fact.amount), fact.change_amount) for fact in found] == [
        (None, 90000, None),
        ("gpb.income", 40000, None),
        ("gpb.expenditure", 80000, None),
        ("gpb.income", 50000, None),
        ("gpb.expenditure", 60000, None),
    ]


def test_what_helped_is_no_name_and_tasks_are_completed() -> None:
    found = read(
        ACCOUNT,
        "（一）一般公共财政收支决算情况",
        "县人大会议审议批准的2024年一般公共预算收入任务为7万元，在全县的共同努力下，当年实际完成8万元，占任务的114.3%，绝对值同比下降9%。",
        "2024年全县公共财政支出预算为6万元，全县公共财政预算支出最终为9万元，一般公共预算支出中按权责发生制核算的支出执行数为1万元。",
        "2024年省市财政累计下达我县各类补助资金3万元。",
    )
    assert [(fact.item, fact.stage, fact.completion_percent, fact.change_percent) for fact in found] == [
        ("gpb.income", "initial_budget", None, None),
        ("gpb.income", "final", Decimal("114.3"), Decimal(9)),
        ("gpb.expenditure", "initial_budget", None, None),
        ("gpb.expenditure", "final", None, None),
        (None, "execution", None, None),
        ("transfer.received", "final", None, None),
    ]
