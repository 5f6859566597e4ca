"""Sentences of real disclosures to facts."""

from dataclasses import replace
from decimal import Decimal

import pytest
from statements import BUDGET, FINAL, REPORT, read, said, yuan

from loaders.narrative import SubjectCodes


def test_an_amount_with_share_and_change_is_one_fact() -> None:
    found = read(
        BUDGET,
        "三、部门收支总体情况",
        "2024年部门收入预算736.33万元，其中：一般公共预算财政拨款收入700.00万元，占95.07%，比2023年预算增加130.47万元，增长22.91%，主要是项目经费增加。",
    )
    assert [fact.item for fact in found] == ["income.total", "income.general_public"]
    part = found[1]
    assert said(part, "amount", "share_percent", "share_of") == (
        Decimal("7000000.00"),
        Decimal("95.07"),
        "income.total",
    )
    assert said(part, "direction", "change_amount", "change_percent") == (
        "increase",
        Decimal("1304700.00"),
        Decimal("22.91"),
    )
    assert said(part, "base_year", "base_stage", "reason") == (2023, "initial_budget", "项目经费增加")


def test_each_of_two_totals_gets_the_change_of_both() -> None:
    found = read(
        BUDGET,
        "一、收入支出预算总体情况说明",
        "2024年收入总计1102.05万元，支出总计1102.05万元，与2023年预算相比，收支总计各增加767.14万元，增长229.06%。主要原因：增加青年人才生活补贴等项目经费。",
    )
    assert [fact.item for fact in found] == ["income.grand_total", "expenditure.grand_total"]
    assert {said(fact, "change_amount", "change_percent", "reason") for fact in found} == {
        (Decimal("7671400.00"), Decimal("229.06"), "增加青年人才生活补贴等项目经费")
    }


def test_a_paragraph_may_say_that_an_amount_told_before_is_unchanged() -> None:
    found = read(
        BUDGET,
        "三、“三公”经费预算数8.5万元，其中：公务接待费3.5万元，公务用车运行维护费5万元。",
        "（一）公务接待费与2023年预算持平。",
    )
    assert [said(fact, "item", "direction", "base_year") for fact in found] == [
        ("sangong.total", None, None),
        ("sangong.reception", "unchanged", 2023),
        ("sangong.vehicle.operation", None, None),
    ]


def test_one_amount_is_said_of_each_of_a_list() -> None:
    found = read(FINAL, "上缴上级支出、经营支出、对附属单位补助支出均为0.00万元，占0.00%。")
    assert [said(fact, "item", "amount", "share_percent") for fact in found] == [
        (f"expenditure.{name}", Decimal("0.00"), Decimal("0.00"))
        for name in ("remit_superior", "business", "subsidy_subordinate")
    ]


@pytest.mark.parametrize("name", ["示例省示范县林业局", "示范县林业局", "县林业局", "林业局"])
def test_the_body_may_name_itself_with_or_without_its_regions(name: str) -> None:
    (fact,) = read(replace(BUDGET, unit_name="示例省示范县林业局"), f"{name}2024年收入预算20万元。")
    assert said(fact, "item", "raw_label") == ("income.total", "收入预算")


def test_paired_lists_go_to_their_own_totals() -> None:
    found = read(
        FINAL,
        "一、收入支出决算总体情况说明",
        "2024年度收、支总计各是4125.49,4143.91万元。与2023年相比,收、支总计各减少1267.86,2570.97万元,各下降23.51%、38.28%。",
    )
    assert [said(fact, "item", "amount", "change_amount", "change_percent") for fact in found] == [
        ("income.grand_total", Decimal("41254900.00"), Decimal("12678600.00"), Decimal("23.51")),
        ("expenditure.grand_total", Decimal("41439100.00"), Decimal("25709700.00"), Decimal("38.28")),
    ]


def test_a_change_that_names_its_subject_again_joins_the_amount() -> None:
    found = read(
        FINAL,
        "一、收入支出决算总体情况说明",
        "2024年度收入总计255.79万元，支出总计255.79万元。与上年相比，收入总计减少126.19万元，下降33.04%，支出总计减少120.00万元，下降31.00%。",
    )
    assert [said(fact, "item", "change_amount") for fact in found] == [
        ("income.grand_total", Decimal("1261900.00")),
        ("expenditure.grand_total", Decimal("1200000.00")),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "公务接待费3.4万元，与上年基本持平。",
        "公务接待费3.4万元，于上年持平，无增减变化。",
        "公务接待费3.4万元，主要用于接待支出。预算数与2023年相比保持一致。",
        "公务接待费3.4万元，与上年预算数相同。",
    ],
)
def test_no_change_is_a_change(sentence: str) -> None:
    (fact,) = read(BUDGET, "七、三公经费", sentence)
    assert said(fact, "item", "direction", "base_year") == ("sangong.reception", "unchanged", 2023)


@pytest.mark.parametrize(("year", "code"), [(2014, "2100502"), (2021, "2101102")])
def test_a_name_has_the_code_of_its_year(year: int, code: str) -> None:
    found = read(
        replace(BUDGET, fiscal_year=year),
        "一般公共预算支出20.00万元。",
        f"{year}年事业单位医疗支出12.00万元，占60%。",
    )
    assert [fact.code for fact in found if "医疗" in fact.raw_label] == [code]


def test_a_template_nobody_filled_in_has_no_direction() -> None:
    (fact,) = read(
        BUDGET, "六、三公经费", "1.因公出国(境)经费预算 0 万元，比 2023 年预算增加(减少)  0  万元。"
    )
    assert said(fact, "direction", "change_amount") == ("not_chosen", Decimal("0.00"))


def test_a_final_account_gives_its_budget_and_how_much_of_it_was_done() -> None:
    found = read(
        FINAL,
        "五、一般公共预算财政拨款支出决算情况说明",
        "2024年度一般公共预算财政拨款支出年初预算265.75万元，支出决算255.79万元，完成年初预算的96.25%。",
    )
    assert [said(fact, "item", "stage", "amount", "completion_percent") for fact in found] == [
        ("gpb.expenditure", "initial_budget", Decimal("2657500.00"), None),
        ("gpb.expenditure", "final", Decimal("2557900.00"), Decimal("96.25")),
    ]


def test_the_budget_of_three_public_final_accounts_is_the_adjusted_one() -> None:
    found = read(FINAL, "九、三公经费", "“三公”经费支出决算为0.16万元，完成预算0.50万元的32%。")
    assert [said(fact, "item", "stage") for fact in found] == [
        ("sangong.total", "final"),
        ("sangong.total", "adjusted_budget"),
    ]


def test_a_base_amount_is_a_fact_of_its_own_year() -> None:
    found = read(
        BUDGET, "四、三公经费", "2024年“三公”经费预算安排75.85万元，较2023年度预算的127.61万元减少51.76万元。"
    )
    assert [said(fact, "fiscal_year", "amount") for fact in found] == [
        (2024, Decimal("758500.00")),
        (2023, Decimal("1276100.00")),
    ]
    assert found[0].change_amount == Decimal("517600.00")


def test_a_missing_verb_leaves_the_change_a_change() -> None:
    (fact,) = read(
        BUDGET, "八、其他重要事项", "2024年本单位机关运行经费安排210.32万元，比上年1.43万元，增加0.68%。"
    )
    assert said(fact, "amount", "change_amount", "change_percent") == (
        Decimal("2103200.00"),
        Decimal("14300.00"),
        Decimal("0.68"),
    )


def test_after_a_bracket_the_outer_subject_goes_on() -> None:
    found = read(
        BUDGET,
        "六、三公经费",
        "公务用车购置及运行维护费346.67万元（公务用车购置费36万元，比上年增加36万元；公务用车运行维护费310.67万元，比上年减少2.56万元），比上年增加33.44万元，增长10.7%。",
    )
    assert [said(fact, "item", "change_amount", "change_percent") for fact in found] == [
        ("sangong.vehicle", Decimal("334400.00"), Decimal("10.7")),
        ("sangong.vehicle.purchase", Decimal("360000.00"), None),
        ("sangong.vehicle.operation", Decimal("25600.00"), None),
    ]


def test_a_list_item_belongs_to_the_item_above() -> None:
    found = read(
        BUDGET,
        "五、一般公共预算财政拨款支出预算情况",
        "(一)基本支出355.41万元。其中：",
        "1.人员经费317.54万元，包括：",
        "(1)工资福利支出286.66万元，主要用于8位在职人员工资福利支出。",
        "2.公用经费37.87万元，主要用于培训费0.5万元、工会经费2万元。",
    )
    assert [fact.item for fact in found] == [
        "gpb.expenditure.basic",
        "gpb.expenditure.basic.personnel",
        "gpb.expenditure.basic.personnel.wages",
        "gpb.expenditure.basic.public",
        "gpb.expenditure.economic",
        "gpb.expenditure.economic",
    ]


def test_classes_items_and_printed_codes_are_coded() -> None:
    codes = SubjectCodes(
        {
            "行政运行": frozenset({"2010301", "2010601"}),
            "财政事务": frozenset({"20106"}),
            "机关事业单位基本养老保险缴费": frozenset({"2080505"}),
        }
    )
    found = read(
        BUDGET,
        "五、一般公共预算拨款支出情况",
        "一般公共服务支出（类）财政事务（款）行政运行（项）10.00万元。",
        "（六）2080505-机关事业单位基本养老保险缴费支出 256.45万元。",
        "1.行政运行（2010601）4,702.02万元，较上年增加121.66万元。",
        "卫生健康支出6.00万元。",
        codes=codes,
    )
    assert [fact.code for fact in found] == ["2010601", "2080505", "2010601", "210"]


def test_an_item_announced_by_its_title_owns_the_amounts_below() -> None:
    found = read(
        FINAL,
        "五、一般公共预算财政拨款支出决算情况说明",
        "6、社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）。主要用于：在职人员的基本养老保险支出。年初预算为161.62万元，支出决算为160.75万元。",
    )
    assert [said(fact, "item", "stage") for fact in found] == [
        ("gpb.expenditure.function", "initial_budget"),
        ("gpb.expenditure.function", "final"),
    ]


def test_a_heading_owns_an_amount_without_a_subject() -> None:
    (fact,) = read(
        BUDGET,
        "六、一般公共预算“三公”经费支出情况",
        "（一）因公出国（境）经费",
        "2024年预算安排70.00万元，与上年持平。",
    )
    assert said(fact, "item", "amount", "direction") == ("sangong.abroad", Decimal("700000.00"), "unchanged")


@pytest.mark.parametrize(
    ("heading", "sentence", "item"),
    [
        ("九、政府性基金预算支出", "2024年未使用政府性基金预算拨款安排的支出。", "gov_fund.expenditure"),
        ("七、政府性基金预算财政拨款收入支出情况", "本年度无此项收支。", "gov_fund.revenue_expenditure"),
        ("八、国有资本经营预算支出", "本年度无此项支出。", "state_capital.expenditure"),
        ("十、其他重要事项", "本部门（单位）无机关运行经费。", "op_cost.agency"),
    ],
)
def test_an_explicit_none_is_a_zero(heading: str, sentence: str, item: str) -> None:
    (fact,) = read(FINAL, heading, sentence)
    assert said(fact, "item", "amount") == (item, Decimal("0.00"))


def test_the_absence_that_explains_something_else_is_no_zero() -> None:
    found = read(
        FINAL,
        "九、三公经费",
        "公务接待费支出0万元，与上年相同，主要原因是：本单位无因公出国（境）支出。",
        "注：无“三公”经费预算拨款安排的支出，故此表无数据。",
    )
    assert [fact.item for fact in found] == ["sangong.reception"]


def test_a_year_after_the_documents_own_is_a_slip() -> None:
    found = read(BUDGET, "二、收入预算总体情况说明", "某局2025年收入合计1102.05万元。")
    assert found[0].fiscal_year == 2024


def test_money_is_read_in_the_unit_of_its_own_sentence() -> None:
    found = read(BUDGET, "三、收支情况", "收入预算36000元。支出预算3.6万元。")
    assert [yuan(fact) for fact in found] == [Decimal("36000.00"), Decimal("36000.00")]


def test_a_unit_below_is_named() -> None:
    found = read(
        BUDGET,
        "三、部门预算支出具体情况",
        "某市水文水质中心预算6825.37万元，包括公用经费127.04万元、项目支出5346.65万元。",
    )
    assert {fact.about for fact in found} == {"某市水文水质中心"}


def test_a_report_tells_levels_years_and_stages_apart() -> None:
    found = read(
        REPORT,
        "一、2025年预算执行情况",
        "全市一般公共预算收入完成192.68亿元，为预算的101.3%，比上年增长0.31%；市级一般公共预算收入完成76.39亿元。",
        "二、2026年预算草案",
        "2026年全市一般公共预算收入预期200亿元。",
    )
    assert [said(fact, "item", "about", "fiscal_year", "stage") for fact in found] == [
        ("gpb.income", "全市", 2025, "execution"),
        ("gpb.income", "市级", 2025, "execution"),
        ("gpb.income", "全市", 2026, "initial_budget"),
    ]
    assert said(found[0], "completion_percent", "change_percent", "base_year") == (
        Decimal("101.3"),
        Decimal("0.31"),
        2024,
    )


def test_what_completed_a_budget_is_of_the_year_that_ends() -> None:
    done, planned = read(
        REPORT,
        "全市一般公共预算收入630.5亿元，完成预算的100.1%。",
        "建议2026年全市一般公共预算收入完成643.1亿元。",
    )
    assert said(done, "fiscal_year", "stage", "completion_percent") == (2025, "execution", Decimal("100.1"))
    assert said(planned, "fiscal_year", "stage") == (2026, "initial_budget")


def test_a_change_on_a_like_for_like_basis_is_a_change() -> None:
    (fact,) = read(REPORT, "2026年全市一般公共预算支出11226万元，同口径增长20.06%。")
    assert said(fact, "item", "direction", "change_percent") == (
        "gpb.expenditure",
        "increase",
        Decimal("20.06"),
    )


def test_grants_to_a_lower_level_do_not_make_the_amount_its_own() -> None:
    found = read(REPORT, "2025年全市收入总计292.5亿元，加上补助区级支出118.2亿元，支出总计275亿元。")
    assert {fact.about for fact in found} == {"全市"}


def test_the_sum_of_several_years_is_no_item_of_one() -> None:
    found = read(REPORT, "“十四五”时期，全市一般公共预算收入累计完成835亿元。")
    assert [fact.item for fact in found] == [None]


def test_the_distance_from_the_budget_is_no_reason_of_a_change() -> None:
    found = read(
        FINAL,
        "九、三公经费",
        "公务接待费预算为1万元，支出决算为0.53万元，完成预算的53%；较上年减少0.47万元，下降47%。决算数小于预算数的主要原因是厉行节约。决算数较上年减少的主要原因是接待减少。",
    )
    assert [said(fact, "stage", "direction", "reason") for fact in found] == [
        ("adjusted_budget", None, None),
        ("final", "decrease", "接待减少"),
    ]


def test_limits_and_balances_of_debt_are_split_by_sort() -> None:
    found = read(
        REPORT, "三、政府债务", "2025年政府债务限额155.8亿元，其中：一般债务112.1亿元，专项债务43.7亿元。"
    )
    assert [fact.item for fact in found] == ["debt.limit", "debt.limit.general", "debt.limit.special"]


def test_numbers_of_duties_and_targets_are_no_facts() -> None:
    assert read(BUDGET, "一、主要职责", "承办2亿元以上项目5个，引进资金3.5亿元。") == []
