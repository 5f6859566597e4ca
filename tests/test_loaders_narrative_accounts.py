"""Sentences of governments' accounts and of budgets that were adjusted: which budget an amount is, and of which stage."""

from dataclasses import replace
from decimal import Decimal

from statements import COUNTY_BUDGET as BUDGET

from loaders.document import Paragraph
from loaders.identity import Identity
from loaders.narrative import Fact, facts

ACCOUNT = replace(BUDGET, kind="gov_final", fiscal_year=2023, stage="final")


def read(*lines: str, of: Identity = BUDGET) -> list[Fact]:
    return facts([Paragraph(line, 1) for line in lines], of)


def stages(found: list[Fact]) -> list[tuple[str | None, int | None, str | None]]:
    return [(fact.item, fact.fiscal_year, fact.stage) for fact in found]


def test_a_plan_that_is_completed_is_the_budget_beside_the_amount() -> None:
    found = read(
        "2023年，全县一般公共预算收入完成1200万元，占年计划1000万元的120%，同比增长5.5%。", of=ACCOUNT
    )
    assert stages(found) == [("gpb.income", 2023, "final"), ("gpb.income", 2023, "initial_budget")]
    assert (found[0].completion_percent, found[0].change_percent) == (Decimal(120), Decimal("5.5"))


def test_what_completes_an_adjusted_budget_says_so() -> None:
    found = read("2023年一般公共预算支出累计完成900万元，占调整预算数1000万元的90%，较上年800万元增长12.5%。")
    assert stages(found) == [
        ("gpb.expenditure", 2023, "execution"),
        ("gpb.expenditure", 2023, "adjusted_budget"),
        ("gpb.expenditure", 2022, "final"),
    ]


def test_a_budget_that_was_changed_is_two_amounts() -> None:
    found = read(
        "2023年经县人大常委会批准，一般公共预算收入由年初的700万元调整为800万元，调增100万元，其中：税收收入调整为500万元。"
    )
    assert stages(found) == [
        ("gpb.income", 2023, "initial_budget"),
        ("gpb.income", 2023, "adjusted_budget"),
        ("income.tax", 2023, "adjusted_budget"),
    ]
    assert (found[1].change_amount, found[1].base_year, found[1].base_stage) == (
        Decimal(1000000),
        2023,
        "initial_budget",
    )


def test_a_lead_gives_its_stage_to_what_it_opens() -> None:
    found = read(
        "一、2023年预算执行情况",
        "县人大批准的年初预算为：一般公共预算收入700万元（税收收入400万元、非税收入300万元）；政府性基金预算收入80万元。",
    )
    assert {fact.stage for fact in found} == {"initial_budget"}
    assert len(found) == 4


def test_half_a_year_after_an_account_is_execution() -> None:
    found = read("2024年上半年，全县一般公共预算收入600万元，增长3%。", of=ACCOUNT)
    assert stages(found) == [("gpb.income", 2024, "execution")]


def test_a_level_inside_brackets_is_not_that_of_what_follows() -> None:
    found = read("全县一般公共预算支出900万元（其中镇级支出100万元），结转下年支出60万元。", of=ACCOUNT)
    assert [(fact.item, fact.about) for fact in found] == [
        ("gpb.expenditure", "全县"),
        ("gpb.expenditure", "镇级"),
        ("expenditure.carryover", "全县"),
    ]


def test_revenue_that_goes_up_is_not_of_the_level_it_goes_to() -> None:
    found = read("2023年全县财政总收入900万元，其中：上划省级收入100万元，上划中省市收入50万元。")
    assert [fact.about for fact in found] == ["全县", "全县", "全县"]


def test_a_remark_behind_an_amount_says_nothing_of_its_change() -> None:
    found = read("一般公共预算支出371万元（含上级补助收入、上年结转安排的支出），增长2.5%。", of=ACCOUNT)
    assert [(fact.item, fact.change_percent) for fact in found] == [("gpb.expenditure", Decimal("2.5"))]


def test_transfers_and_lines_of_funds_are_told_apart() -> None:
    found = read(
        "2023年加上转移性收入50万元、省市补助收入40万元，专项债务对应项目专项收入5万元，支出共计95万元。"
    )
    assert [(fact.item, fact.code) for fact in found][:3] == [
        ("income.transfer", None),
        ("transfer.received", None),
        ("income.subject", "10310"),
    ]


def test_the_parts_of_a_balance_are_not_those_of_the_limit_before_it() -> None:
    found = read(
        "2023年我县法定债务限额9亿元，其中一般债务6亿元、专项债务3亿元，全县政府法定债务余额为8亿元，其中一般债务5亿元、专项债务3亿元。"
    )
    assert [fact.item for fact in found] == [
        "debt.limit",
        "debt.limit.general",
        "debt.limit.special",
        "debt.balance",
        "debt.balance.general",
        "debt.balance.special",
    ]


def test_amounts_of_several_years_are_those_of_none() -> None:
    found = read("全县一般公共预算收入累计完成50亿元，从2019年的8亿元增加到2023年的11亿元。")
    assert found[0].item is None


def test_what_stands_under_the_budget_of_the_year_before_is_a_budget() -> None:
    found = read(
        "（一）年初预算安排情况。", "2023年全县安排一般公共预算收入500万元，政府性基金预算收入200万元。"
    )
    assert stages(found) == [
        ("gpb.income", 2023, "initial_budget"),
        ("gov_fund.income", 2023, "initial_budget"),
    ]


def test_sides_of_a_balance_tell_what_the_stabilisation_fund_does() -> None:
    found = read(
        "2023年一般公共预算收入90万元，加上级补助收入50万元，预算稳定调节基金3万元，收入合计143万元。支出130万元，市县上解不计，上解省市支出8万元，预算稳定调节基金5万元，支出合计143万元。",
        of=ACCOUNT,
    )
    assert [fact.item for fact in found] == [
        "gpb.income",
        "transfer.received",
        "income.stabilisation_use",
        "gpb.income.grand_total",
        "gpb.expenditure",
        "expenditure.remit_up",
        "expenditure.stabilisation_add",
        "gpb.expenditure.grand_total",
    ]


def test_levels_below_send_up_and_are_given() -> None:
    found = read(
        "2023年省级收入包括：市县上解收入40万元。省级支出包括：补助市县30万元，一般债务转贷市县20万元。",
        of=replace(BUDGET, unit_name="青山省"),
    )
    assert [(fact.item, fact.about) for fact in found] == [
        ("income.remit_received", "省级"),
        ("transfer.paid", "省级"),
        ("expenditure.debt_on_lending", "省级"),
    ]


def test_new_bonds_in_brackets_are_no_change() -> None:
    found = read("2023年债务转贷收入70万元（其中：新增一般债券收入40万元，再融资一般债券收入30万元）。")
    assert [fact.direction for fact in found] == [None, None, None]


def test_the_money_of_a_reason_is_no_change_of_a_class() -> None:
    found = read("2023年文化体育与传媒支出34万元，主要是增加了重点文物保护上级专款9万元。")
    assert (found[0].code, found[0].change_amount) == ("207", None)


def test_half_a_year_without_a_year_goes_on_after_the_account() -> None:
    found = read("上半年，全县一般公共预算收入完成19万元，同比增长18.9%。", of=ACCOUNT)
    assert stages(found) == [("gpb.income", 2024, "execution")]
    assert found[0].base_year == 2023


def test_a_title_above_the_text_is_no_part_of_its_first_sentence() -> None:
    found = read(
        "清河县人民政府关于2023年财政决算的报告",
        "一般公共预算收入完成36万元，为预算调整数的102.3%。",
        of=ACCOUNT,
    )
    assert [(fact.item, fact.completion_percent) for fact in found] == [("gpb.income", Decimal("102.3"))]


def test_what_only_defines_a_word_stands_between_no_verb_and_its_number() -> None:
    found = read(
        "全市一般公共预算收入73亿元，比2022年增长（以下简称“增长”）7.2%，为调整预算（以下简称“预算”）的97.9%。",
        of=ACCOUNT,
    )
    assert (found[0].change_percent, found[0].completion_percent) == (Decimal("7.2"), Decimal("97.9"))


def test_accounts_are_compared_with_what_the_congress_was_told() -> None:
    found = read(
        "转移性收入43万元，其中：返还性收入6万元、一般性转移支付收入37万元，比报告数42万元增加1万元。调入资金9万元，与报告数一致。",
        of=ACCOUNT,
    )
    told = [(fact.item, fact.direction, fact.base_year, fact.base_stage) for fact in found if fact.direction]
    assert told == [
        ("income.transfer", "increase", 2023, "execution"),
        ("income.transfer_in", "unchanged", 2023, "execution"),
    ]


def test_the_share_that_stays_here_is_part_of_a_taxs_name() -> None:
    found = read(
        "税收收入中，国内增值税（50%部分）3.06亿元，企业所得税（40%部分）1.10亿元，城维税0.20亿元。",
        of=ACCOUNT,
    )
    assert [fact.code for fact in found] == ["10101", "10104", "10109"]


def test_the_own_revenue_of_a_fund_gives_its_level_to_nothing_else() -> None:
    found = read(
        "2023年全镇政府性基金收入总计30万元，其中本级收入10万元，上级补助收入20万元；政府性基金支出总计30万元。",
        of=ACCOUNT,
    )
    assert [(fact.item, fact.about) for fact in found] == [
        ("gov_fund.income.grand_total", "全镇"),
        ("gov_fund.income", "本级"),
        ("transfer.received", "全镇"),
        ("gov_fund.expenditure.grand_total", "全镇"),
    ]


def test_a_plus_before_up_is_no_part_of_the_name() -> None:
    found = read("一般公共预算支出99亿元，加上解上级支出4亿元，加上年结转2亿元。", of=ACCOUNT)
    assert [fact.item for fact in found] == ["gpb.expenditure", "expenditure.remit_up", "income.carryover"]


def test_what_agrees_with_the_report_is_compared_with_the_year_before() -> None:
    found = read("2023年财政总收入66亿元，与向县人大会议报告的执行数一致，比上年增长20.8%。", of=ACCOUNT)
    assert [(fact.direction, fact.change_percent, fact.base_year) for fact in found] == [
        ("increase", Decimal("20.8"), 2022)
    ]


def test_revenue_beyond_the_budget_is_a_change_of_it() -> None:
    found = read("地方一般公共预算收入14亿元，较年初预算超收1亿元，全部用于平衡预算。", of=ACCOUNT)
    assert [(fact.direction, fact.change_amount, fact.base_stage) for fact in found] == [
        ("increase", Decimal(100000000), "initial_budget")
    ]


def test_what_a_side_grew_by_is_no_amount_of_it() -> None:
    found = read("（上级补助收入增加文化事业建设费20万元）", "上级下达新增专项债券额度3亿元。", of=ACCOUNT)
    assert [fact.item for fact in found] == ["debt.limit_new.special"]


def test_the_same_line_of_two_budgets_is_of_two_funds() -> None:
    found = read(
        "2023年，全县一般公共预算收入完成9亿元，加上上级补助收入20亿元、调入资金1亿元，收入总计30亿元。",
        "全县政府性基金收入完成4亿元，加上上级补助收入2亿元，收入总计6亿元。",
        "全县专项债务余额8亿元，新增政府债券3亿元；县本级在职人员900人。",
    )
    assert [(fact.item, fact.fund) for fact in found if fact.item] == [
        ("gpb.income", "general_public"),
        ("transfer.received", "general_public"),
        ("income.transfer_in", "general_public"),
        ("gpb.income.grand_total", "general_public"),
        ("gov_fund.income", "gov_fund"),
        ("transfer.received", "gov_fund"),
        ("gov_fund.income.grand_total", "gov_fund"),
        ("debt.balance.special", "gov_fund"),
        ("debt.issue.new", None),
        ("staff.actual", None),
    ]


def test_room_below_a_limit_and_what_is_newly_granted_are_not_the_limit() -> None:
    found = read(
        "年末县本级债务总限额50亿元，限额空间2亿元。",
        "积极争取化解存量隐性债务的专项债限额3亿元。",
        "用结存债务限额发行的再融资一般债券资金4亿元纳入预算管理。",
    )
    assert [(fact.item, fact.amount) for fact in found if fact.item] == [
        ("debt.limit", Decimal("5E+9")),
        ("debt.limit_new.special", Decimal("3E+8")),
        ("debt.issue.refinancing.general", Decimal("4E+8")),
    ]


def test_a_class_behind_the_name_of_its_budget_is_the_class() -> None:
    found = read("全县一般公共预算农林水支出5.7亿元、同比增长10%。", "全县一般公共预算支出60亿元。")
    assert [(fact.item, fact.code) for fact in found] == [
        ("gpb.expenditure.function", "213"),
        ("gpb.expenditure", None),
    ]


def test_both_sides_of_a_scheme_are_of_the_scheme() -> None:
    found = read("2024年全县职工医保基金预算总收入安排31亿元，总支出安排23亿元。")
    assert [(fact.item, fact.code) for fact in found] == [
        ("income.subject", "10203"),
        ("expenditure.function", "20903"),
    ]


def test_what_a_year_began_with_is_the_budget() -> None:
    found = read(
        "2023年年初全县一般公共预算支出合计41亿元，执行中支出预算调整为55亿元，实际完成54亿元，为调整预算的98%。"
    )
    assert stages(found) == [
        ("gpb.expenditure", 2023, "initial_budget"),
        ("gpb.expenditure", 2023, "adjusted_budget"),
        ("gpb.expenditure", 2023, "execution"),
    ]


def test_what_misses_its_plan_grows_against_the_year_before() -> None:
    found = read("一般公共预算收入9亿元，完成预算10亿元的90%，短收1亿元，下降5%。", of=ACCOUNT)
    assert [(fact.change_amount, fact.change_percent, fact.base_year, fact.base_stage) for fact in found] == [
        (Decimal("1E+8"), None, 2023, "initial_budget"),
        (None, None, None, None),
        (None, Decimal(5), 2022, "final"),
    ]


def test_what_a_province_gives_is_received_and_what_projects_cost_is_no_total() -> None:
    found = read(
        "全县一般公共预算收入完成9亿元，加省补助收入4亿元。",
        "全县一般公共预算收入完成9亿元，加市级税收返还等转移支付收入2亿元。",
        "2023年省对我县补助收入4亿元，其中：教育共同财政事权转移支付收入1亿元。",
        "一般公共预算政府投资项目支出3亿元。",
    )
    assert [fact.item for fact in found] == [
        *["gpb.income", "transfer.received"] * 2,
        "transfer.received",
        "income.subject",
        None,
    ]
