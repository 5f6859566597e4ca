"""Sentences of government reports on what money is spent on, who approved it, and what a title before an amount says of it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from statements import CITY_BUDGET, of_city, said
from statements import of_county as read
from statements import read as facts_of

ACCOUNT = replace(CITY_BUDGET, kind="gov_final", stage="final")


def test_an_amount_that_only_a_verb_precedes_is_of_what_it_is_spent_on() -> None:
    found = read(
        "2023年，投入7.20亿元，保障县、乡道路养护和水库加固，支持两个泵站建设。安排资金0.30亿元用于购房补贴。",
        "安排资金1.10亿元支持农村饮水工程，投入0.60亿元支持残疾人事业发展。",
    )
    assert [(fact.raw_label, fact.amount) for fact in found] == [
        ("保障县、乡道路养护和水库加固", Decimal("720000000")),
        ("用于购房补贴", Decimal("30000000")),
        ("支持农村饮水工程", Decimal("110000000")),
        ("支持残疾人事业发展", Decimal("60000000")),
    ]


def test_an_amount_of_many_named_things_is_kept_however_long_the_list() -> None:
    (added, total) = read(
        "加上上级补助收入、债务转贷收入、动用预算稳定调节基金、上年结余、乡镇上解收入、调入资金等13.7亿元，收入总计24.1亿元。"
    )
    assert (added.item, added.amount) == (None, Decimal("1370000000"))
    assert total.item == "income.grand_total"


def test_a_title_sentence_names_what_is_arranged_after_it() -> None:
    found = read(
        "②专项支出。安排2.90亿元，占比32.3%。",
        "争取新增债券资金9.10亿元，其中安排4.60亿元用于16个水利项目建设。",
    )
    assert [(fact.raw_label, fact.amount, fact.share_percent) for fact in found] == [
        ("专项支出", Decimal("290000000"), Decimal("32.3")),
        ("争取新增债券资金", Decimal("910000000"), None),
        ("用于16个水利项目建设", Decimal("460000000"), None),
    ]


def test_who_approved_a_budget_is_no_part_of_its_name() -> None:
    found = read(
        "四、社会保险基金预算收支情况",
        "县十七届人民代表大会第四次会议批准的县本级2023年支出预算为3.15亿元，实际完成3.05亿元，为年初预算的96.6%。",
    )
    assert [(fact.item, fact.amount, fact.stage) for fact in found] == [
        ("social_insurance.expenditure", Decimal("315000000"), "initial_budget"),
        ("social_insurance.expenditure", Decimal("305000000"), "execution"),
    ]


def test_the_sum_of_a_list_with_amounts_in_brackets_is_of_all_its_names() -> None:
    found = read(
        "2023年年初全县支出预算数20.24亿元，加上新增转移支付（7.92亿元）、上年结转（2.41亿元）、新增上解支出（0.68亿元）等11.01亿元，减去调入资金[3]减少（1.48亿元）等4.57亿元。"
    )
    assert [(fact.item, fact.amount, fact.raw_label) for fact in found[2:]] == [
        ("income.carryover", Decimal("241000000"), "上年结转"),
        (None, Decimal("68000000"), "新增上解支出"),
        (None, Decimal("1101000000"), "新增转移支付、上年结转、新增上解支出等"),
        (None, Decimal("457000000"), "调入资金减少等"),
    ]


PROSE = {
    "2023年市本级政府性基金支出9亿元。|——其他政府性基金支出4亿元。": "gov_fund.expenditure|gov_fund.expenditure.function",
    "专项转移支付补助支出9亿元，其中：|1.一般公共服务3亿元；|2.教育2亿元；": "transfer.special|-|-",
    "3、专项转移支付9亿元，下降3%。主要项目为：教育专项2亿元，粮油物资储备1亿元，其他资金专项3亿元。": "transfer.special|-|-|-",
    "(五)市本级基本建设支出情况|2023年市本级基本建设支出9亿元，其中教育支出2亿元。": "-|-",
    "二、政府性基金预算|2023年市级基金支出5亿元，调入一般预算支出3亿元。": "gov_fund.expenditure|expenditure.transfer_out",
    "争取偿还到期本金的再融资债券6亿元。节约全周期利息1亿元。": "debt.issue.refinancing|-",
    "2023年自治区转贷我市地方政府债券资金9亿元，包括新增一般债券资金2亿元。": "debt.issue|debt.issue.new.general",
    "全市社会保险基金预算收入2亿元，加上上年结余、财政补贴，总收入6亿元。": "social_insurance.income|income.grand_total",
    "市本级发行新增债券4批次9亿元、项目10个，已支出5亿元。": "debt.issue.new|-",
    "市本级一般公共预算总收入和总支出均由2亿元增加到3亿元。": "gpb.income.grand_total|gpb.expenditure.grand_total|gpb.income.grand_total|gpb.expenditure.grand_total",
    "一、国有资本经营预算|收入预算7亿元，包括：某旅游有限责任公司上缴国有资本经营收入3亿元，以前年度结余收入4亿元。": "state_capital.income.grand_total|-|income.carryover",
    "市级国有资本经营预算收入2亿元。加结转资金1亿元，收入总计3亿元。": "state_capital.income|income.carryover|state_capital.income.grand_total",
    "四、社会保险基金预算|(4)长期护理保险基金收支预算。预算总收入9亿元，年末滚存结余4亿元。": "-|-",
    "上级提前下达市级转移支付资金9亿元。全市累计争取到位上级转移支付资金8亿元。": "transfer.received|transfer.received",
    "加上上级转移支付收入、债务转贷收入9亿元。": "-",
    "因工业园区无国有资本经营预算，市本级国有资本经营预算与全市相同。": "",
    "批复评审项目58个，节约5亿元，核减率达13.6%。": "-",
    "三、国有资本经营预算|根据年初预算安排，调入3亿元到一般公共预算统筹使用。": "expenditure.transfer_out",
    "2023年市对县(市、区)转移支付9亿元，其中一般性转移支付6亿元。": "transfer.paid|-",
    "2023年市对区转移支付9亿元，其中，一般公共预算转移支付资金6亿元，政府性基金转移支付资金3亿元。": "transfer.paid|transfer.paid|transfer.paid",
    "(四)省对我市政府性基金转移支付情况|2023年，省对市县政府性基金转移支付9亿元，分项目为：彩票公益金4亿元，车辆通行费5亿元。": "transfer.received|-|-",
    "2023年自治区补助清河市转移性支出9亿元，其中：返还性支出2亿元。": "transfer.received|transfer.tax_return",
    "(二)全市一般公共预算收入决算情况|1、国有资本经营收入3亿元。|2、其他收入2亿元。": "income.subject 10306|income.subject 10399",
    "政府性基金预算支出9亿元，其中：大中型水库移民后期扶持基金支出2亿元，车辆通行费收入安排的支出1亿元。": "gov_fund.expenditure|gov_fund.expenditure.function 21372|gov_fund.expenditure.function 21462",
    "省转贷我市政府债券9亿元，其中：一般债券4亿元(再融资债券1亿元，新增债券3亿元)。": "debt.issue|debt.issue.general|debt.issue.refinancing.general|debt.issue.new.general",
    "全市偿还政府债券到期本金2亿元，支付利息3亿元，共计5亿元。": "debt.repayment|debt.interest|debt.service",
    "安排智慧城市政府购买服务市级补助3亿元。": "-",
    "全市一般公共预算收入9亿元，加上债务转贷收入5亿元(其中新增债券1亿元，再融资债券4亿元)。": "gpb.income|income.debt|debt.issue.new.general|debt.issue.refinancing.general",
    "全市一般公共预算收入决算数总量增加2亿元。": "gpb.income.grand_total",
    "全市一般公共预算支出总额为9亿元，增长5%，其中：市本级支出6亿元，增长4%；乡镇级支出3亿元。": "gpb.expenditure|gpb.expenditure|gpb.expenditure",
    "上级专项转移支付9亿元，其中教育5亿元、卫生3亿元。上解上级1亿元，补助下级2亿元。": "transfer.special|-|-|expenditure.remit_up|transfer.paid",
    "2023年发行新增政府债券9亿元，其中：一般债券3亿元，专项债券6亿元，市级留用5亿元，转贷县区4亿元。": "debt.issue.new|debt.issue.new.general|debt.issue.new.special|debt.issue.new|debt.issue.new",
    "2023年新增债券5亿元(一般1亿元、专项4亿元)。": "debt.issue.new|debt.issue.new.general|debt.issue.new.special",
    "市级一般公共预算支出由年初的8亿元调整为9亿元。执行结果为7亿元，完成调整预算的78%。": "gpb.expenditure|gpb.expenditure|gpb.expenditure",
    "全市一般公共预算总收入9亿元（开发区2亿元），完成预算的98%，增长5%。其中，全市一般公共预算收入6亿元，完成预算的97%，增长4%。": "-|-|gpb.income",
}
"""What a government's prose calls by names that another thing has too."""


@pytest.mark.parametrize("text", PROSE)
def test_what_prose_calls_a_line_of_the_budget(text: str) -> None:
    found = of_city(*text.split("|"))
    assert "|".join(" ".join(filter(None, (fact.item or "-", fact.code))) for fact in found) == PROSE[text]


WHOSE = {
    "一、2023年预算执行情况|(四)开发区社会保险基金预算执行情况|社保基金收入9亿元。|回顾过去的一年，全市上下同心。|1.狠抓收入强保障。入库税费2亿元。": "开发区 social_insurance execution|- - execution",
    "2023年，全市获得省级奖励资金2亿元。": "全市 - execution",
    "一、2023年预算执行情况|第一次预算调整主要为省转贷我市新增债券额度9亿元。": "全市 - adjusted_budget",
    "市人大常委会审查批准调整全市2023年一般公共预算收入为9亿元。": "全市 general_public adjusted_budget",
    "2023年，全市一般公共预算总收入9亿元。|全市一般公共预算总支出8亿元。": "全市 general_public execution|全市 general_public execution",
    "东山市财政局《关于拨付补助的通知》下达我市2023年补助资金2亿元。": "全市 - execution",
    "1.抓好评价。完成评价29个、资金5亿元，其中，市本级14个、资金2亿元，县市15个、资金3亿元。": "- - initial_budget|市本级 - initial_budget|县市 - initial_budget",
    "2023年全市政府债务余额9亿元，其中市级3亿元、县区6亿元，新增一般债券2亿元。": "全市 - execution|市级 - execution|县区 - execution|全市 general_public execution",
    "2023年全市预算经大会审查批准。|经汇总，全市一般公共预算收入为9亿元，年底无变动。": "全市 general_public initial_budget",
    "2023年市本级一般公共预算收入为9亿元，与备案预算一致。": "市本级 general_public initial_budget",
}
"""Whom an amount is about, of which budget and stage."""


@pytest.mark.parametrize("text", WHOSE)
def test_whose_amount_prose_tells(text: str) -> None:
    found = of_city(*text.split("|"))
    assert (
        "|".join(" ".join(part or "-" for part in said(fact, "about", "fund", "stage")) for fact in found)
        == WHOSE[text]
    )


def test_a_share_of_a_level_is_of_the_whole_that_it_fits() -> None:
    found = of_city("2023年末全市债务余额9亿元，按级次划分，市本级6亿元、占66.7%。")
    assert [fact.share_of for fact in found] == [None, "debt.balance"]


def test_what_an_account_compares_with_and_says_of_the_next_year() -> None:
    (whole, part) = facts_of(
        ACCOUNT, "与2024年执行数相比，全市一般公共预算收入增加5亿元。主要是：上级补助收入增加3亿元。"
    )
    assert [said(fact, "base_year", "base_stage") for fact in (whole, part)] == [(2024, "execution")] * 2
    (told,) = facts_of(ACCOUNT, "一般公共预算支出9亿元，比向市人代会报告的执行数减少1亿元。")
    assert said(told, "direction", "base_year", "base_stage") == ("decrease", 2024, "execution")
    found = facts_of(ACCOUNT, "2025年预算编制中，重点项目支出安排9亿元。2025年1-6月，全市税收收入完成4亿元。")
    assert [said(fact, "fiscal_year", "stage") for fact in found] == [
        (2025, "initial_budget"),
        (2025, "execution"),
    ]
