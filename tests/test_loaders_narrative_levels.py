"""Sentences of government reports: whose amount it is, of which year and stage, and of what the sentence goes on."""

from decimal import Decimal

from statements import of_city
from statements import of_county as read


def test_a_place_alone_is_said_of_what_the_place_before_it_is() -> None:
    found = of_city("2023年全市一般公共预算收入90亿元，其中：市本级40亿元，鲁西县30亿元、高新区20亿元。")
    assert [(fact.item, fact.about) for fact in found] == [
        ("gpb.income", "全市"),
        ("gpb.income", "市本级"),
        ("gpb.income", "鲁西县"),
        ("gpb.income", "高新区"),
    ]


def test_a_place_in_brackets_has_the_stage_of_what_stands_before_them() -> None:
    found = read(
        "2023年市级一般公共预算支出年初预算70亿元，支出预算调整为79亿元（其中：开发区9亿元），实际完成75亿元（其中：开发区8亿元）。"
    )
    assert [(fact.about, fact.stage) for fact in found if fact.about == "开发区"] == [
        ("开发区", "adjusted_budget"),
        ("开发区", "execution"),
    ]


def test_a_communitys_expenditure_is_no_place() -> None:
    found = read("2023年全县城乡社区支出3.00亿元。")
    assert [(fact.item, fact.code, fact.about) for fact in found] == [("expenditure.function", "212", "全县")]


def test_the_year_of_a_comparison_is_not_the_year_of_the_sentence() -> None:
    found = read(
        "二、2024年预算草案",
        "（一）一般公共预算",
        "全县一般公共预算收入安排9.50亿元，比2023年预计完成数增长5%，其中税收收入6.50亿元。全县一般公共预算支出安排30亿元，主要是2023年有0.50亿元一次性因素。加上上解支出0.20亿元，支出总计30.20亿元。",
    )
    assert {fact.fiscal_year for fact in found if fact.item} == {2024}
    assert found[0].base_stage == "execution"


def test_what_is_lent_on_to_the_counties_is_the_counties() -> None:
    found = of_city(
        "2023年省转贷我市新增债券50亿元，其中：市本级留用7亿元，转贷县区43亿元。",
        "2023年市本级留用新增债务限额9亿元，其中：一般债务5亿元、专项债务4亿元；转贷县区6亿元，其中：一般债务1亿元、专项债务5亿元。",
    )
    assert [(fact.item, fact.about) for fact in found] == [
        ("debt.issue.new", "全市"),
        ("debt.issue.new", "市本级"),
        ("debt.issue.new", "县区"),
        ("debt.limit_new", "市本级"),
        ("debt.limit_new.general", "市本级"),
        ("debt.limit_new.special", "市本级"),
        ("debt.limit_new", "县区"),
        ("debt.limit_new.general", "县区"),
        ("debt.limit_new.special", "县区"),
    ]


def test_a_stock_is_of_the_day_it_is_told_as_of() -> None:
    found = read(
        "截至2023年末，全县地方政府债务限额12000万元，其中：一般债务限额7000万元。",
        "截至2023年末，债务余额9000万元。",
    )
    assert [(fact.item, fact.fiscal_year, fact.stage) for fact in found] == [
        ("debt.limit", 2023, "execution"),
        ("debt.limit.general", 2023, "execution"),
        ("debt.balance", 2023, "execution"),
    ]


def test_what_stands_in_brackets_sets_no_place_for_what_follows() -> None:
    found = read(
        "2023年全县一般公共预算收入完成90万元（其中：县本级70万元，工业园区20万元），增长5%。其中：税收收入60万元，非税收入30万元。"
    )
    assert [(fact.item, fact.about) for fact in found] == [
        ("gpb.income", "全县"),
        ("gpb.income", "县本级"),
        ("gpb.income", "工业园区"),
        ("income.tax", "全县"),
        ("income.non_tax", "全县"),
    ]
    assert found[0].change_percent == Decimal("5")


def test_a_level_that_a_remark_explains_is_the_level_before_the_remark() -> None:
    found = of_city(
        "2023年市级（包括市本级和河东开发区，下同）一般公共预算收入50万元。加上上级补助收入10万元，收入总计60万元。"
    )
    assert {fact.about for fact in found} == {"市级"}


def test_the_second_budget_of_a_report_goes_on_below_the_own_level_of_the_first() -> None:
    found = read(
        "（一）预算收支情况",
        "1.一般公共预算。2023年全市一般公共预算收入90万元。",
        "市本级一般公共预算收入40万元。",
        "2.政府性基金预算。全市政府性基金预算收入20万元，加上基金补助收入1万元、调入资金2万元，全市基金收入总计23万元。收支相抵，基金滚存结转3万元。",
    )
    assert [fact.item for fact in found[2:]] == [
        "gov_fund.income",
        "transfer.received",
        "income.transfer_in",
        "gov_fund.income.grand_total",
        "expenditure.carryover",
    ]


def test_headings_without_ordinals_name_the_budget_and_the_year() -> None:
    found = read(
        "2023年预算执行情况",
        "政府性基金预算",
        "全县收入完成8万元，支出完成7万元。",
        "2024年预算草案",
        "全县国有资本经营预算收入预计5万元。",
    )
    assert [(fact.item, fact.fiscal_year, fact.stage, fact.about) for fact in found] == [
        ("gov_fund.income", 2023, "execution", "全县"),
        ("gov_fund.expenditure", 2023, "execution", "全县"),
        ("state_capital.income", 2024, "initial_budget", "全县"),
    ]


def test_a_second_budget_that_is_completed_has_a_row_of_its_own() -> None:
    found = read("2023年，一般公共预算收入完成103万元，完成年初预算的102%，完成调整预算的99.6%，下降17%。")
    assert [(fact.amount, fact.completion_percent, fact.base_year, fact.base_stage) for fact in found] == [
        (Decimal("1030000.00"), Decimal("102"), 2022, None),
        (None, Decimal("99.6"), 2023, "adjusted_budget"),
    ]


def test_the_year_before_is_what_the_amounts_say_it_is() -> None:
    found = read(
        "2023年全县一般公共预算收入完成100万元。",
        "2024年全县一般公共预算收入安排102万元，比上年增加2万元，增长2%。",
        "2024年全县政府性基金预算收入安排50万元，增长10%。",
        "2024年全县社会保险基金收入安排22万元，比上年完成数增长10%。",
    )
    assert [fact.base_stage for fact in found[1:]] == ["execution", None, "execution"]


def test_a_part_of_an_approved_amount_is_approved() -> None:
    found = read("县人民代表大会批准2023年全县一般公共预算收入83万元，其中：县本级一般公共预算收入51万元。")
    assert [fact.stage for fact in found] == ["initial_budget", "initial_budget"]


def test_what_parts_of_a_region_completed_is_theirs() -> None:
    found = of_city(
        "2023年市级一般公共预算收入完成38万元（其中开发区6万元），为预算的104%（其中：市本级为预算的101%，开发区为预算的129%）。"
    )
    assert [(fact.about, fact.amount is None, fact.completion_percent) for fact in found] == [
        ("市级", False, Decimal("104")),
        ("开发区", False, None),
        ("市本级", True, Decimal("101")),
        ("开发区", True, Decimal("129")),
    ]


def test_amounts_of_several_years_are_of_no_item() -> None:
    found = read(
        "十四五时期，财政保障能力稳步提升。全县一般公共预算支出累计完成310亿元，民生支出占比75%以上。其中，县本级累计安排4亿元产业扶持资金，支持园区发展。",
        "2023年，全县一般公共预算收入累计完成62万元。",
    )
    assert [(fact.item, fact.amount) for fact in found if fact.amount] == [
        (None, Decimal("31000000000.00")),
        (None, Decimal("400000000.00")),
        ("gpb.income", Decimal("620000.00")),
    ]


def test_what_completes_an_approved_adjusted_budget_is_carried_out() -> None:
    found = read(
        "2023年县本级政府性基金预算支出7万元，为年初预算的116.4%，批准调整预算的32.8%。",
        "2023年全县国有资本经营预算支出2万元，完成汇总调整预算的97.7%。",
    )
    assert found[0].stage == "execution"
    assert [fact.completion_percent for fact in found if fact.amount] == [Decimal("116.4"), Decimal("97.7")]


def test_what_lower_levels_send_up_or_higher_ones_give_is_no_level_of_its_own() -> None:
    found = of_city(
        "2024年市本级一般公共预算收入14万元，加上债务转贷收入、区级上解收入等33万元，收入总计47万元。",
        "2024年市本级政府性基金预算收入8万元，加上省级补助4万元，收入总计12万元。",
    )
    assert {fact.about for fact in found} == {"市本级"}


def test_what_changed_in_brackets_is_no_amount() -> None:
    found = read(
        "2023年县级支出预算9万元，加上执行中上年结余（2万元）、调出资金减少（1万元），全年支出预算调整为12万元。"
    )
    assert [(fact.item, fact.amount) for fact in found if fact.item not in (None, "expenditure.total")] == [
        ("income.carryover", Decimal("20000.00"))
    ]


def test_the_basis_of_the_printed_amounts_goes_before_a_comparable_one() -> None:
    found = read(
        "2023年全县一般公共预算收入完成15万元，同口径增长5.3%，自然口径增长1.2%。",
        "2023年全县一般公共预算收入完成15万元（扣除留抵退税因素后增长7.6%），增长10.2%。",
    )
    assert [fact.change_percent for fact in found] == [Decimal("1.2"), Decimal("10.2")]


def test_what_is_raised_for_higher_levels_too_is_no_revenue_of_the_budget() -> None:
    found = read(
        "2023年全县财政总收入完成25万元，增长6.2%。全县大口径财政收入30万元。",
        "2023年地方一般公共预算收入15万元，加上划中央收入8万元，全县一般公共预算总收入23万元。",
    )
    assert [
        fact.item
        for fact in found
        if fact.amount in (Decimal("250000"), Decimal("300000"), Decimal("230000"))
    ] == [
        None,
        None,
        None,
    ]


def test_levels_below_and_limits_kept() -> None:
    found = read(
        "2023年省财政厅核定我县政府债务限额为87万元，年末政府债务余额84万元（一般债务41万元、专项债务43万元），低于限额3万元。",
        "全县一般公共预算收入15万元，其中：县本级12万元；乡镇级3万元。",
    )
    assert [(fact.item, fact.about) for fact in found] == [
        ("debt.limit", "全县"),
        ("debt.balance", "全县"),
        ("debt.balance.general", "全县"),
        ("debt.balance.special", "全县"),
        (None, "全县"),
        ("gpb.income", "全县"),
        ("gpb.income", "县本级"),
        ("gpb.income", "乡镇级"),
    ]


def test_a_sentence_goes_on_from_the_whole_and_not_from_its_parts() -> None:
    found = of_city(
        "2023年全市共偿还政府债务本息61万元，其中：市本级44万元，县区17万元。年底政府债务余额351万元，其中：市本级206万元，县区145万元。"
    )
    assert [(fact.item, fact.about) for fact in found] == [
        ("debt.service", "全市"),
        ("debt.service", "市本级"),
        ("debt.service", "县区"),
        ("debt.balance", "全市"),
        ("debt.balance", "市本级"),
        ("debt.balance", "县区"),
    ]


def test_a_list_that_ends_in_others_is_none_of_its_members() -> None:
    found = read(
        "2023年全县一般公共预算收入完成100万元，加上级补助收入、调入预算稳定调节基金、调入资金等50万元，收入总计150万元。",
        "按税种划分：增值税40万元，契税等其他税收收入20万元。",
        "全县预备费5万元，支出1万元，主要用于抗旱，结余4万元。",
    )
    assert [(fact.amount, fact.item, fact.code) for fact in found] == [
        (Decimal("1000000.00"), "gpb.income", None),
        (Decimal("500000.00"), None, None),
        (Decimal("1500000.00"), "gpb.income.grand_total", None),
        (Decimal("400000.00"), "income.subject", "10101"),
        (Decimal("200000.00"), "income.subject", None),
        (Decimal("50000.00"), "expenditure.function", "227"),
        (Decimal("10000.00"), None, None),
        (Decimal("40000.00"), None, None),
    ]


def test_parts_of_a_debt_are_those_of_the_whole_told_last() -> None:
    found = read(
        "2023年全县政府债务限额90万元，年末全县政府债务余额80万元，控制在限额内。分性质看，一般债务50万元，专项债务30万元。"
        "分级次看，县本级60万元，乡镇20万元。",
    )
    assert [(fact.amount, fact.item, fact.about) for fact in found] == [
        (Decimal("900000.00"), "debt.limit", "全县"),
        (Decimal("800000.00"), "debt.balance", "全县"),
        (Decimal("500000.00"), "debt.balance.general", "全县"),
        (Decimal("300000.00"), "debt.balance.special", "全县"),
        (Decimal("600000.00"), "debt.balance", "县本级"),
        (Decimal("200000.00"), "debt.balance", "乡镇"),
    ]


def test_a_budget_with_all_that_is_added_is_its_total() -> None:
    found = read(
        "2023年汇总全县一般公共预算收入完成10万元。加上上级补助收入20万元、上年结转5万元后，全口径收入35万元。",
        "2023年全县一般公共预算支出完成30万元，加补助下级支出2万元，调出1万元，全口径支出35万元。",
        "2023年全县完成全口径收入60万元，其中上划中央25万元。",
    )
    assert [(fact.amount, fact.item, fact.about) for fact in found[:8]] == [
        (Decimal("100000.00"), "gpb.income", "全县"),
        (Decimal("200000.00"), "transfer.received", "全县"),
        (Decimal("50000.00"), "income.carryover", "全县"),
        (Decimal("350000.00"), "gpb.income.grand_total", "全县"),
        (Decimal("300000.00"), "gpb.expenditure", "全县"),
        (Decimal("20000.00"), "transfer.paid", "全县"),
        (Decimal("10000.00"), "expenditure.transfer_out", "全县"),
        (Decimal("350000.00"), "gpb.expenditure.grand_total", "全县"),
    ]
    assert found[8].item is None


def test_what_new_bonds_repay_is_repaid_and_debts_of_levels_are_parts_of_the_whole() -> None:
    found = read(
        "截至2023年末，全县政府债务余额80万元。从债务级次看，县本级债务60万元；乡镇级债务20万元。"
        "从偿还情况看，2023年全县偿还债务本金9万元，其中：通过再融资债券偿还5万元。",
        "2023年全县一般公共预算支出完成90万元，其中：基本支出和各单位项目支出70万元。",
    )
    assert [(fact.amount, fact.item, fact.about) for fact in found] == [
        (Decimal("800000.00"), "debt.balance", "全县"),
        (Decimal("600000.00"), "debt.balance", "县本级"),
        (Decimal("200000.00"), "debt.balance", "乡镇级"),
        (Decimal("90000.00"), "debt.repayment", "全县"),
        (Decimal("50000.00"), "debt.repayment", "全县"),
        (Decimal("900000.00"), "gpb.expenditure", "全县"),
        (Decimal("700000.00"), None, "全县"),
    ]
