"""Sentences of government reports: taxes, funds, insurance schemes, parts of the region, the years they are of."""

from decimal import Decimal

from statements import named
from statements import of_county as read


def test_taxes_have_the_codes_of_the_revenue_classification() -> None:
    found = read(
        "2023年全县一般公共预算收入完成9.00亿元，其中：税收收入6.00亿元，非税收入3.00亿元。主要税种：增值税2.50亿元，增长4.5%；城建税0.20亿元；国有资源（资产）有偿使用收入1.10亿元。"
    )
    assert named(found)[3:] == [
        ("income.subject", "10101"),
        ("income.subject", "10109"),
        ("income.subject", "10307"),
    ]
    assert found[3].change_percent == Decimal("4.5")


def test_funds_have_the_codes_of_what_they_take_and_what_they_pay() -> None:
    found = read(
        "2023年全县政府性基金预算收入5.00亿元，其中：国有土地使用权出让收入4.10亿元、污水处理费收入0.20亿元。",
        "全县政府性基金预算支出6.00亿元，其中：国有土地使用权出让收入及对应专项债务收入安排的支出4.40亿元，专项债券收入安排的支出1.00亿元。",
    )
    assert named(found) == [
        ("gov_fund.income", None),
        ("income.subject", "1030148"),
        ("income.subject", "1030178"),
        ("gov_fund.expenditure", None),
        ("gov_fund.expenditure.function", "21208"),
        ("gov_fund.expenditure.function", None),
    ]


def test_a_bare_expenditure_is_of_the_scheme_before_it() -> None:
    found = read(
        "（四）社会保险基金预算",
        "2023年全县社会保险基金收入8.00亿元，支出7.00亿元，当年结余1.00亿元，年末滚存结余9.00亿元。其中：城乡居民基本养老保险基金收入3.00亿元，支出2.50亿元。",
    )
    assert named(found) == [
        ("social_insurance.income", None),
        ("social_insurance.expenditure", None),
        ("balance.current", None),
        ("expenditure.carryover", None),
        ("income.subject", "10210"),
        ("expenditure.function", "20910"),
    ]


def test_debt_sorts_follow_what_they_are_part_of() -> None:
    found = read(
        "2023年上级核定我县政府债务限额50亿元，其中：一般债务限额20亿元。年末全县政府债务余额48亿元，其中：一般债务余额19亿元。全县发行新增债券9亿元，其中：一般债券1亿元、专项债券8亿元。全年偿还政府债券本息4亿元，其中：本金3亿元、利息1亿元。"
    )
    assert [fact.item for fact in found] == [
        "debt.limit",
        "debt.limit.general",
        "debt.balance",
        "debt.balance.general",
        "debt.issue.new",
        "debt.issue.new.general",
        "debt.issue.new.special",
        "debt.service",
        "debt.repayment",
        "debt.interest",
    ]


def test_sums_of_several_and_policies_are_no_item() -> None:
    found = read(
        "2023年全县教育支出6亿元，农林水支出3亿元，安排公交、路灯补贴等资金0.40亿元。加上债务转贷收入、转移支付收入等20亿元。"
    )
    assert [fact.item is None for fact in found] == [False, False, True, True]


def test_the_three_guarantees_are_items() -> None:
    found = read("全县“三保”支出安排30亿元，其中：保基本民生10亿元、保工资18亿元、保运转2亿元。")
    assert [fact.item for fact in found] == [
        "expenditure.three_guarantees",
        "expenditure.three_guarantees.livelihood",
        "expenditure.three_guarantees.wages",
        "expenditure.three_guarantees.operation",
    ]


def test_a_titled_paragraph_tells_the_budget_of_bare_sides() -> None:
    found = read(
        "（二）全市预算草案",
        "3.国有资本经营预算。收入预算安排14.8亿元。支出预算安排5.3亿元，加上调出资金9.5亿元，支出总计14.8亿元。",
    )
    assert [fact.item for fact in found] == [
        "state_capital.income",
        "state_capital.expenditure",
        "expenditure.transfer_out",
        "state_capital.expenditure.grand_total",
    ]


def test_new_limits_are_not_the_limit() -> None:
    found = read("2023年上级下达我县新增政府债务限额22亿元，其中：一般债务10亿元、专项债务12亿元。")
    assert [fact.item for fact in found] == [
        "debt.limit_new",
        "debt.limit_new.general",
        "debt.limit_new.special",
    ]


def test_a_balance_of_both_sides_is_a_balance_and_none_is_no_zero_of_the_budget() -> None:
    found = read(
        "（三）国有资本经营预算",
        "2023年全县国有资本经营预算收入0.20亿元，支出0.20亿元，预算收支结余0亿元。收支相抵，年终无结余。",
    )
    assert [fact.item for fact in found] == [
        "state_capital.income",
        "state_capital.expenditure",
        "balance.current",
    ]


def test_what_is_moved_is_not_the_whole_again() -> None:
    found = read(
        "2023年全市国有资本经营预算收入完成15万元，其中预计4万元调入一般公共预算统筹使用；支出10万元，其中3万元用于解决历史遗留问题。"
    )
    assert [(fact.item, fact.amount) for fact in found] == [
        ("state_capital.income", Decimal("150000.00")),
        ("expenditure.transfer_out", Decimal("40000.00")),
        ("state_capital.expenditure", Decimal("100000.00")),
        ("state_capital.expenditure.function", Decimal("30000.00")),
    ]


def test_lines_of_social_insurance_are_items_of_their_own() -> None:
    found = read(
        "2023年全县社会保险基金预算收入9万元，其中：保险费收入5万元，财政补贴收入3万元，利息收入0.6万元，转移收入等其他收入0.4万元。支出8万元，其中社会保险待遇支出7万元。"
    )
    assert [fact.item for fact in found] == [
        "social_insurance.income",
        "social_insurance.income.premium",
        "social_insurance.income.subsidy",
        "social_insurance.income.interest",
        "social_insurance.income.other",
        "social_insurance.expenditure",
        "social_insurance.expenditure.benefits",
    ]


def test_the_result_of_an_account_with_transfers_is_its_grand_total() -> None:
    found = read(
        "2023年全县一般公共预算收入50万元，加上转移性收入等60万元，收入决算结果110万元；一般公共预算支出70万元，加上转移性支出等30万元，支出决算结果100万元。"
    )
    assert [fact.item for fact in found] == [
        "gpb.income",
        "income.transfer",
        "gpb.income.grand_total",
        "gpb.expenditure",
        "expenditure.transfer",
        "gpb.expenditure.grand_total",
    ]


def test_lines_that_older_and_shorter_words_name() -> None:
    found = read(
        "2023年一般预算收入完成30万元，其中：税收完成20万元，非税完成10万元（其中：罚没收入6万元，其他收入4万元）。",
        "2024年全县政府性基金收入代编预算为9万元，县本级统筹的机关事业单位养老保险基金收入预算为7万元。",
    )
    assert named(found) == [
        ("gpb.income", None),
        ("income.tax", None),
        ("income.non_tax", None),
        ("income.subject", "10305"),
        ("income.subject", "10399"),
        ("gov_fund.income", None),
        ("income.subject", "10211"),
    ]


def test_transfers_and_funds_by_their_other_names() -> None:
    found = read(
        "2023年，上级补助我县税收返还和转移支付合计50万元，其中：一般性转移补助30万元，专项转移补助20万元。",
        "2023年全县社会保障基金预算支出9万元。",
        "2023年全县政府性基金预算收入5万元，其中：农业土地开发收入1万元。加上对下转移支付补助支出2万元。",
        "2023年全县国有资本经营预算收入4万元，其中：其他国有资本经营预算收入1万元。",
    )
    assert named(found) == [
        ("transfer.received", None),
        ("transfer.general", None),
        ("transfer.special", None),
        ("social_insurance.expenditure", None),
        ("gov_fund.income", None),
        ("income.subject", "1030147"),
        ("transfer.paid", None),
        ("state_capital.income", None),
        ("income.subject", "1030698"),
    ]


def test_one_total_of_both_sides_is_the_grand_total_of_each() -> None:
    found = read("县人大批准的2023年县级一般公共预算收入和支出预算总计均为70万元。")
    assert [fact.item for fact in found] == ["gpb.income.grand_total", "gpb.expenditure.grand_total"]


def test_what_comes_from_another_budget_stays_a_line_of_its_own() -> None:
    found = read(
        "（一）一般公共预算",
        "2023年，全区一般公共预算本级收入40万元，加上国有资本经营预算调入资金2万元，收入总量42万元。",
        "（二）国有资本经营预算",
        "2023年收入12万元，支出3万元，调入一般公共预算9万元。",
    )
    assert [(fact.item, fact.about) for fact in found] == [
        ("gpb.income", "全区"),
        ("income.transfer_in", "全区"),
        ("gpb.income.grand_total", "全区"),
        ("state_capital.income", None),
        ("state_capital.expenditure", None),
        ("expenditure.transfer_out", None),
    ]


def test_lines_whose_names_another_budget_has_too() -> None:
    found = read(
        "2023年全县非税收入9万元，其中：罚没收入3万元，国有资本经营收入1万元。",
        "2023年全县政府性基金预算支出5万元，加上专项债务还本支出等2万元，支出总计7万元。",
        "2023年全县社会保险基金收入9万元，支出8万元，累计结余4万元。",
    )
    assert named(found) == [
        ("income.non_tax", None),
        ("income.subject", "10305"),
        ("income.subject", "10306"),
        ("gov_fund.expenditure", None),
        (None, None),
        ("gov_fund.expenditure.grand_total", None),
        ("social_insurance.income", None),
        ("social_insurance.expenditure", None),
        ("expenditure.carryover", None),
    ]


def test_a_reason_in_a_list_is_of_the_clause_before_it() -> None:
    found = read(
        "2023年全县一般公共预算支出完成9亿元，为预算的97%。其中：教育支出3亿元，为预算的99%；国防支出0.1亿元，为预算的150%，主要是民兵补助增加；农林水支出2亿元，为预算的80%。"
    )
    assert [fact.reason for fact in found] == [None, None, "民兵补助增加", None]
    whole = read("2023年全县非税收入3亿元，下降5%，其中：专项收入1亿元，下降9%，主要是上年计提较多。")
    assert [fact.reason for fact in whole] == [None, "上年计提较多"]


def test_prices_of_support_and_the_whole_county_behind_a_verb() -> None:
    found = read(
        "2023年实现全县税收收入6亿元，全县财政完成七大民生支出8亿元。",
        "孤儿基本生活养育标准从每人月1500元提高到1600元。",
    )
    assert [(fact.item, fact.about) for fact in found] == [
        ("income.tax", "全县"),
        ("expenditure.livelihood", "全县"),
    ]


def test_what_a_higher_government_gives_to_the_region_by_its_name_and_lines_beside_budgets() -> None:
    found = read("省政府核定清河县2023年政府债务限额9亿元（一般债务限额4亿元、专项债务限额5亿元）。")
    assert {fact.about for fact in found} == {"全县"}
    beside = read(
        "2023年全县财政总支出19亿元，其中：一般公共预算支出9亿元；社保基金支出3亿元；债务还本支出1亿元。"
    )
    assert [fact.fund for fact in beside] == [None, "general_public", "social_insurance", None]
    parts = read("省下达新增专项债务限额9亿元，包括：一是山前地区5亿元，二是海山市4亿元。")
    assert [(fact.about, fact.item) for fact in parts[1:]] == [
        ("山前地区", "debt.limit_new.special"),
        ("海山市", "debt.limit_new.special"),
    ]


def test_numbered_groups_of_counties_are_places() -> None:
    found = read(
        "2023年全县政府性基金预算收入完成9亿元，下降4%。分级次情况：县级完成2亿元，占全县政府性基金预算收入的22%。四城区完成3亿元，六县（市）完成4亿元，下降2%。"
    )
    assert [(fact.about, fact.item) for fact in found[2:]] == [
        ("四城区", "gov_fund.income"),
        ("六县(市)", "gov_fund.income"),
    ]


def test_what_was_saved_is_a_change_and_what_explains_an_amount_is_none_of_it() -> None:
    found = read(
        "县本级“三公”经费支出7万元，较年初预算节约4万元。",
        "县本级国有资本经营预算收入9万元（主要是盘活资产，增加国有资本经营预算收入8万元）。",
        "排查涉税信息，直接增加税收收入2万元。",
    )
    assert [(fact.item, int(fact.amount or 0), fact.change_amount) for fact in found] == [
        ("sangong.total", 70000, Decimal(40000)),
        ("state_capital.income", 90000, None),
        (None, 20000, None),
    ]


def test_what_a_higher_government_returns_and_transfers_to_the_county() -> None:
    found = read(
        "2023年，上级对我县一般公共预算税收返还和转移支付合计9亿元（其中：税返2亿元、专项转移支付7亿元）。"
    )
    assert [fact.item for fact in found] == ["transfer.received", "transfer.tax_return", "transfer.special"]
