"""Sentences of reports as governments of the north and the west write them."""

from decimal import Decimal

from statements import of_city
from statements import of_county as read


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
