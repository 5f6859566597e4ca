"""Sentences of government reports on what money is spent on, who approved it, and what a title before an amount says of it."""

from decimal import Decimal

from statements import of_county as read


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
