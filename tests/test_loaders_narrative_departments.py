"""Sentences of departments in the wording of many provinces: sides, subjects, shares, stages."""

from dataclasses import replace
from decimal import Decimal

from statements import SCHOOLS_BUDGET as BUDGET
from statements import SCHOOLS_FINAL as FINAL
from statements import items, read


def test_a_subject_that_opens_an_item_owns_the_bare_side_behind_it() -> None:
    found = read(
        FINAL,
        "（三）一般公共预算财政拨款支出决算具体情况",
        "1.教育支出（类）教育管理事务（款）行政运行（项）：支出决算为500.12万元，完成预算100%，决算数等于预算数。",
        "2.农林水支出：支出决算为20.00万元。",
    )
    assert items(found) == ["gpb.expenditure.function", "gpb.expenditure.function"]
    assert found[1].code == "213"


def test_a_class_of_two_characters_is_known() -> None:
    found = read(FINAL, "2023年一般公共预算财政拨款支出9万元，用于：教育支出8万元，国防支出1万元。")
    assert [fact.code for fact in found] == [None, "205", "203"]


def test_a_printed_class_code_before_the_name() -> None:
    found = read(
        BUDGET, "2023年支出预算9万元，按功能分类：201一般公共服务支出8万元，208社会保障和就业支出1万元。"
    )
    assert [fact.code for fact in found] == [None, "201", "208"]


def test_an_economic_class_is_not_taken_for_a_functional_one() -> None:
    found = read(BUDGET, "（二）公用经费11.00万元，商品和服务支出（类）11.00万元。")
    assert (found[-1].item, found[-1].code) == ("expenditure.economic", "302")


def test_a_percent_in_brackets_behind_a_change_is_that_change() -> None:
    found = read(BUDGET, "2023年会议费预算20.00万元，较上年增加5.00万元（33.33%），原因是会议增加。")
    assert (found[0].change_amount, found[0].change_percent) == (Decimal("50000.00"), Decimal("33.33"))


def test_a_second_comparison_has_a_row_of_its_own() -> None:
    found = read(
        FINAL,
        "2023年“三公”经费支出预算为8.00万元，支出决算为7.60万元，完成预算的95%，较预算减少0.40万元，降低5%；较2022年度决算减少0.60万元，降低7.3%。",
    )
    assert [(fact.amount, fact.change_amount, fact.change_percent, fact.base_year) for fact in found] == [
        (Decimal("80000.00"), None, None, None),
        (Decimal("76000.00"), Decimal("4000.00"), Decimal("5"), 2023),
        (None, Decimal("6000.00"), Decimal("7.3"), 2022),
    ]


def test_a_change_behind_a_completed_budget_is_of_what_was_carried_out() -> None:
    found = read(
        FINAL,
        "公务接待费支出决算为22.59万元，完成预算43.20万元的52.3%，比上年决算数增加20.63万元，增长1,055.4%。",
    )
    assert (found[0].stage, found[0].change_percent) == ("final", Decimal("1055.4"))
    assert (found[1].stage, found[1].direction) == ("adjusted_budget", None)


def test_paired_names_take_their_own_numbers() -> None:
    found = read(
        BUDGET,
        "2023年政府采购预算100万元，其中货物、工程、服务类采购分别为20万元、30万元和50万元。",
        "与2022年预算相比，因公出国（境）费、公务接待费、公务用车购置及运行费分别减少1万元、2万元、3万元。",
    )
    assert items(found)[1:4] == ["procurement.goods", "procurement.works", "procurement.services"]
    assert [(fact.item, fact.change_amount) for fact in found[4:]] == [
        ("sangong.abroad", Decimal("10000.00")),
        ("sangong.reception", Decimal("20000.00")),
        ("sangong.vehicle", Decimal("30000.00")),
    ]


def test_nothing_grows_by_more_than_it_is() -> None:
    found = read(
        FINAL, "2023年项目支出1111万元。其中：基本建设类项目支出0万元。与上年相比增加111万元，增长11.1%。"
    )
    assert found[0].change_amount == Decimal("1110000.00")
    assert found[1].change_amount is None


def test_both_sides_named_in_full_are_two_facts() -> None:
    found = read(
        FINAL,
        "2023年度收入总计、支出总计均为456.78万元。与2022年相比，收支各减少50.00万元，下降9.87%。",
    )
    assert items(found) == ["income.grand_total", "expenditure.grand_total"]
    assert {fact.change_amount for fact in found} == {Decimal("500000.00")}


def test_the_units_own_funds_are_revenue() -> None:
    found = read(BUDGET, "2023年收入合计100万元，其中：一般公共预算收入90万元，单位资金收入10万元。")
    assert items(found) == ["income.total", "income.general_public", "income.unit_funds"]


def test_shares_of_a_named_whole() -> None:
    found = read(FINAL, "“三公”经费财政拨款支出决算中，公务接待费3.50万元，占38.89%。")
    assert (found[0].item, found[0].share_of) == ("sangong.reception", "sangong.total")


def test_a_heading_with_a_year_behind_its_ordinal_is_a_heading() -> None:
    found = read(BUDGET, "二、2023年部门收入预算情况", "2023年收入预算12万元。")
    assert (found[0].raw_label, found[0].item) == ("收入预算", "income.total")


def test_the_base_of_a_budget_is_the_budget_the_paragraph_states() -> None:
    found = read(FINAL, "“三公”经费支出预算10.00万元，支出决算9.00万元，决算数较预算数减少1.00万元。")
    assert (found[1].base_year, found[1].base_stage) == (2023, "adjusted_budget")


def test_a_sentence_that_begins_with_a_base_speaks_of_what_it_explains() -> None:
    found = read(
        BUDGET,
        "2023年支出预算70.00万元，其中一般公共预算支出70.00万元，基金预算支出0万元。比2022年预算60.00万元增加10.00万元，增长16.7%。",
    )
    assert [(fact.item, fact.fiscal_year, fact.amount) for fact in found][-1] == (
        "expenditure.total",
        2022,
        Decimal("600000.00"),
    )
    assert (found[0].change_amount, found[0].change_percent) == (Decimal("100000.00"), Decimal("16.7"))


def test_a_list_behind_an_open_item_names_its_parts() -> None:
    found = read(
        BUDGET,
        "1.基本支出预算80.00万元，占80%。其中：",
        "工资福利支出预算60.00万元，占75%。",
        "商品和服务支出预算20.00万元，占25%。",
        "2.项目支出20.00万元，占20%。其中：",
        "商品和服务支出预算20.00万元，占100%。",
    )
    assert [(fact.item, fact.share_of) for fact in found][1:3] == [
        ("expenditure.basic.personnel.wages", "expenditure.basic"),
        ("expenditure.basic.public.goods_services", "expenditure.basic"),
    ]
    assert (found[-1].item, found[-1].share_of) == ("expenditure.economic", "expenditure.project")


def test_the_title_is_no_part_of_the_first_sentence() -> None:
    title = "平远县审计局2023年度部门决算"
    who = replace(FINAL, title=title)
    (found,) = read(who, title, "2023年度政府采购支出总额33.50万元。")
    assert (found.item, found.sentence) == ("procurement.total", "2023年度政府采购支出总额33.50万元。")


def test_what_a_function_spends_by_nature_is_no_total_of_the_department() -> None:
    found = read(
        BUDGET,
        "一般公共预算支出情况",
        "2.农林水支出60.00万元，其中：基本支出40.00万元，项目支出20.00万元。",
        "（三）卫生健康支出类科目9.00万元，占支出总预算9%。",
        "高中教育支出7.00万元，其中：基本支出7.00万元。",
    )
    assert [(fact.item, fact.code) for fact in found] == [
        ("gpb.expenditure.function", "213"),
        (None, None),
        (None, None),
        ("gpb.expenditure.function", "210"),
        ("gpb.expenditure.function", "2050204"),
        (None, None),
    ]


def test_codes_of_names_that_no_table_prints_are_those_of_the_classification() -> None:
    found = read(
        BUDGET,
        "1.公共安全支出（类）司法（款）普法宣传（项）3.00万元。",
        "2.农林水支出（类）农业农村（款）行政运行（项）8.00万元。",
        "3.交通运输支出（类）公路水路运输（款）事业运行（项）5.00万元。",
    )
    assert [fact.code for fact in found] == ["2040605", "2130101", "2140150"]


def test_an_amount_above_or_below_another_is_a_change() -> None:
    found = read(
        FINAL,
        "一般公共预算财政拨款支出决算情况说明",
        "2023年一般公共预算财政拨款支出9.00万元，完成年初预算110%，决算数大于预算数1.00万元。",
        "住房保障支出（类）支出决算为6.00万元，低于上年决算数0.50万元。",
        "教育支出（类）5.00万元，比上年减少2.00万元，决算数小于年初预算数1.00万元，完成预算的83%。",
    )
    told = [(fact.direction, fact.change_amount, fact.base_year, fact.base_stage) for fact in found]
    assert told == [
        ("increase", Decimal("10000.00"), 2023, "initial_budget"),
        ("decrease", Decimal("5000.00"), 2022, "final"),
        ("decrease", Decimal("20000.00"), 2022, "final"),
        ("decrease", Decimal("10000.00"), 2023, "initial_budget"),
    ]
    assert [fact.completion_percent for fact in found] == [Decimal(110), None, Decimal(83), None]


def test_a_bare_grant_among_what_it_paid_for_is_expenditure() -> None:
    (found,) = read(
        FINAL,
        "一般公共预算财政拨款支出决算情况说明",
        "2023年一般公共预算财政拨款支出9.00万元，占本年支出合计的30%。与2022年相比，一般公共预算财政拨款增加2.00万元。",
    )
    assert (found.item, found.change_amount) == ("gpb.expenditure", Decimal("20000.00"))


def test_the_expenditure_behind_a_revenue_is_of_the_same_budget() -> None:
    found = read(
        FINAL,
        "财政拨款收入支出决算总体情况说明",
        "2023年财政拨款本年收入9.00万元，比2022年增加1.00万元。",
        "一般公共预算财政拨款本年收入7.00万元，比上年增加1.00万元；本年支出6.00万元。",
        "政府性基金预算财政拨款本年收入2.00万元；本年支出1.00万元。",
    )
    assert items(found)[2::2] == ["gpb.expenditure", "gov_fund.expenditure"]


def test_a_comparison_behind_a_list_of_parts_speaks_of_the_whole() -> None:
    found = read(
        BUDGET,
        "2024年三公经费预算14.00万元，其中：因公出国（境）费用0万元，公务接待费14.00万元。与2023年预算相比增长16.75%，其中公务接待费增加2.00万元。",
    )
    assert [(fact.item, fact.change_amount, fact.change_percent) for fact in found] == [
        ("sangong.total", None, Decimal("16.75")),
        ("sangong.abroad", None, None),
        ("sangong.reception", Decimal("20000.00"), None),
    ]


LEVELS = "社会保障和就业支出（类）行政事业单位养老支出（款）事业单位离退休（项）"


def test_what_a_subject_is_for_stands_between_it_and_its_amounts() -> None:
    found = read(
        FINAL,
        "（三）一般公共预算财政拨款支出决算具体情况",
        f"1.{LEVELS}，主要用于补助退休人员的活动支出。年初预算为6.00万元，当年支出决算为5.00万元。",
        f"2.{LEVELS}，主要用于活动、公用支出及项目支出，年初预算为4.00万元，支出决算为3.00万元。",
        f"3.{LEVELS}2.00万元。年初预算为0，支出决算为2.00万元。",
    )
    assert {(fact.item, fact.code) for fact in found} == {("gpb.expenditure.function", "2080502")}
    assert [(fact.amount, fact.stage) for fact in found] == [
        (Decimal("60000.00"), "initial_budget"),
        (Decimal("50000.00"), "final"),
        (Decimal("40000.00"), "initial_budget"),
        (Decimal("30000.00"), "final"),
        (Decimal("20000.00"), "final"),
        (Decimal("0.00"), "initial_budget"),
        (Decimal("20000.00"), "final"),
    ]


def test_levels_may_be_joined_by_dashes() -> None:
    (found,) = read(
        BUDGET, "社会保障和就业支出（类）-行政事业单位养老支出（款）-事业单位离退休（项）3.00万元。"
    )
    assert (found.item, found.code) == ("expenditure.function", "2080502")


def test_shares_of_a_paragraph_are_of_the_whole_that_its_first_sentence_names() -> None:
    found = read(
        FINAL,
        "三公经费支出决算中，因公出国（境）费支出决算0万元，占0%；公务接待费支出决算3.00万元，占100%。",
    )
    assert [fact.share_of for fact in found] == ["sangong.total", "sangong.total"]


def test_what_something_came_down_to_is_a_level() -> None:
    (found,) = read(FINAL, "公务接待费支出决算减少为0.00万元，与2022年持平。")
    assert (found.amount, found.direction, found.change_amount) == (Decimal("0.00"), "unchanged", None)


def test_parts_of_a_budget_in_an_account_are_of_that_budget() -> None:
    found = read(
        FINAL, "项目支出决算情况", "年初项目预算9.00万元，其中：部门项目4.00万元，公共项目5.00万元。"
    )
    assert {fact.stage for fact in found} == {"initial_budget"}


def test_other_expenditure_at_the_end_of_a_list_of_classes_is_a_class() -> None:
    found = read(
        FINAL,
        "支出决算情况说明",
        "2023年支出决算包括：教育支出8.00万元、国防支出1.00万元、其他支出2.00万元。",
    )
    assert [fact.code for fact in found] == ["205", "203", "229"]


def test_shares_of_income_told_line_by_line_are_of_the_total_above() -> None:
    found = read(
        BUDGET,
        "二、收入预算情况说明",
        "2024年收入预算合计9.00万元，包括本年收入9.00万元，上年结转结余0万元。",
        "本年一般公共预算收入6.00万元，占66.67%；",
        "本年事业收入3.00万元，占10%；",
    )
    shares = [(fact.item, fact.share_of) for fact in found if fact.share_percent is not None]
    assert shares == [("income.general_public", "income.total"), ("income.operating", None)]


def test_a_year_before_in_brackets_is_no_amount_of_this_year() -> None:
    found = read(
        BUDGET,
        "其他重要事项情况说明",
        "2023年委托业务费预算为5.00万元，比上年预算（注：上年9.00万元）减少4.00万元。",
    )
    assert [(fact.amount, fact.fiscal_year, fact.change_amount) for fact in found] == [
        (Decimal("50000.00"), 2023, Decimal("40000.00")),
        (Decimal("90000.00"), 2022, None),
    ]


def test_the_deepest_code_of_a_printed_path_is_the_subjects() -> None:
    found = read(
        FINAL,
        "1、社会保障和就业支出（208）民政管理事务（20802）行政运行（2080201）。年初预算为80.00万元，支出决算为81.23万元。",
        "2、208社会保障和就业支出-20802民政管理事务-2080299其他民政管理事务支出12万元。",
        "3、教育支出/普通教育/小学教育年初预算50万元，支出决算51万元。",
    )
    assert [(fact.code, fact.amount, fact.stage) for fact in found] == [
        ("2080201", Decimal(800000), "initial_budget"),
        ("2080201", Decimal(812300), "final"),
        ("2080299", Decimal(120000), "final"),
        ("2050202", Decimal(500000), "initial_budget"),
        ("2050202", Decimal(510000), "final"),
    ]


def test_what_is_carried_over_behind_a_list_of_budgets_is_of_them_all() -> None:
    found = read(
        BUDGET,
        "财政拨款收支预算情况说明",
        "财政拨款收支预算90.00万元。收入包括：一般公共预算80.00万元，国有资本经营预算0.00万元，上年结转10.00万元。",
    )
    assert items(found)[-1] == "fiscal_grant.carryover.opening"


def test_a_subject_may_have_brackets_of_its_own() -> None:
    found = read(BUDGET, "1.政府办公厅（室）及相关机构事务（款）行政运行（项）支出9.00万元。")
    assert [(fact.code, fact.amount) for fact in found] == [("2010301", Decimal("90000.00"))]


def test_parts_of_what_is_not_told_itself_are_its_parts() -> None:
    found = read(FINAL, "三、支出情况", "项目支出包括夏令营经费3万元，校舍维修1万元。")
    assert items(found) == ["expenditure.project.item", "expenditure.project.item"]
    found = read(BUDGET, "1、工资福利支出9万元。其中基本工资5万元，津贴补贴4万元。")
    assert [fact.code for fact in found] == [None, "30101", "30102"]


def test_one_amount_of_a_list_is_of_each_only_where_it_is_nothing() -> None:
    found = read(FINAL, "二、支出决算情况", "上缴上级支出、经营支出共0元，占总支出的0%。")
    assert items(found) == ["expenditure.remit_superior", "expenditure.business"]
    found = read(FINAL, "二、支出决算情况", "上缴上级支出、经营支出共3万元，占总支出的1%。")
    assert items(found) == [None]
    for amount in ("0", "3"):
        found = read(FINAL, "公务用车购置及运行维护费支出共计" + amount + "万元。")
        assert items(found) == ["sangong.vehicle"]


def test_what_changed_in_an_account_is_not_the_budget_told_beside_it() -> None:
    found = read(
        FINAL,
        "“三公”经费年初预算为5万元，支出决算为3万元。决算数较年初预算数减少2万元。“三公”经费决算数比上年减少1万元。",
    )
    assert [(fact.stage, fact.change_amount, fact.base_year) for fact in found] == [
        ("initial_budget", None, None),
        ("final", Decimal("20000.00"), 2023),
        ("final", Decimal("10000.00"), 2022),
    ]


def test_what_is_left_in_the_year_is_carried_over() -> None:
    found = read(FINAL, "一、收支总体情况", "2023年度收入9万元，支出8万元，结余1万元。")
    assert items(found)[-1] == "expenditure.carryover"


def test_each_level_of_a_subject_may_print_the_digits_that_it_adds() -> None:
    found = read(BUDGET, "教育支出（205）教育管理事务（室）（01）行政运行（01）：2023年预算数为9万元。")
    assert found[0].code == "2050101"


def test_nothing_needs_no_unit() -> None:
    found = read(BUDGET, "七、三公经费预算", "公务用车购置费为0，未安排预算。")
    assert [(fact.item, fact.amount) for fact in found] == [("sangong.vehicle.purchase", Decimal("0.00"))]


def test_a_unit_of_two_names_is_spoken_of_until_the_next() -> None:
    found = read(
        BUDGET,
        "第三部分 部门预算支出具体情况",
        "清河县教育局预算90万元，包括在职人员经费50万元、公用经费10万元、项目支出30万元。",
        "清河县考试中心（清河县招生办公室）预算9万元，包括在职人员经费5万元、公用经费1万元、项目支出3万元。",
        "（五）项目支出3万元，具体包括：",
        "1.考务资金项目支出2万元，主要用于印刷试卷。",
    )
    unit = "清河县考试中心(清河县招生办公室)"
    assert items(found) == [
        *("expenditure.total", None, "expenditure.basic.public", "expenditure.project") * 2,
        "expenditure.project",
        "expenditure.project.item",
    ]
    assert [fact.about for fact in found] == [None] * 4 + [unit] * 6


def test_two_budgets_that_there_are_none_of() -> None:
    found = read(
        BUDGET, "七、其他说明", "本单位无政府性基金预算支出、国有资本经营预算支出和专项转移支付支出。"
    )
    assert [(fact.item, fact.amount) for fact in found] == [
        ("gov_fund.expenditure", Decimal("0.00")),
        ("state_capital.expenditure", Decimal("0.00")),
    ]


def test_purchases_reserved_for_small_enterprises() -> None:
    found = read(
        BUDGET,
        "政府采购预算情况说明",
        "2023年本部门面向中小企业预留政府采购项目预算金额30万元，其中，预留给小型和微型企业的政府采购项目预算为20万元。",
    )
    assert items(found) == ["procurement.reserved.sme", "procurement.reserved.micro"]


def test_what_a_charge_brings_in_is_not_what_the_body_receives() -> None:
    found = read(
        BUDGET, "重点收费情况", "本局收费项目为检验检测费，收费标准按批准文件收取，收入预计3.00万元。"
    )
    assert "income.total" not in items(found)


def test_both_sides_that_are_told_as_one_amount_stay_the_same() -> None:
    found = read(FINAL, "财政拨款收入支出总计3万元。与上年相比，财政拨款收入支出总计持平。")
    assert [(fact.item, fact.direction) for fact in found] == [
        ("fiscal_grant.income.grand_total", "unchanged"),
        ("fiscal_grant.expenditure.grand_total", "unchanged"),
    ]


def test_a_grant_that_there_was_none_of_is_nothing_of_that_grant() -> None:
    (fact,) = read(FINAL, "七、“三公”经费支出情况", "本部门无“三公”经费财政拨款支出。")
    assert (fact.item, fact.fund, fact.amount) == ("sangong.total", "fiscal_grant", Decimal("0.00"))


def test_what_a_sentence_without_amounts_says_a_side_includes_is_the_side_of_the_next() -> None:
    found = read(
        BUDGET,
        "（一）收入预算，包括一般公共预算拨款收入、单位资金等收入。2023年年初预算数9万元，其中，一般公共预算拨款8万元，上年结转结余0万元。收入较去年增加2万元。",
    )
    assert [(fact.item, fact.change_amount) for fact in found] == [
        ("income.total", Decimal("20000.00")),
        ("income.general_public", None),
        ("income.carryover", None),
    ]


def test_both_sides_of_all_grants_changed() -> None:
    found = read(FINAL, "四、财政拨款收支情况", "财政拨款收入支出总体与上年相比，增加4.00万元。")
    assert items(found) == ["fiscal_grant.income.grand_total", "fiscal_grant.expenditure.grand_total"]


def test_subsidies_of_the_treasury_above_are_those_of_superiors() -> None:
    found = read(BUDGET, "2023年收入预算9万元，其中，一般公共预算拨款8万元，上级财政补助收入1万元。")
    assert items(found) == ["income.total", "income.general_public", "income.superior_subsidy"]


def test_the_whole_of_an_account_of_three_public_costs_is_of_the_grant_in_the_heading_above() -> None:
    found = read(
        FINAL,
        "九、财政拨款“三公”经费支出决算情况说明",
        "（一）“三公”经费支出决算总体情况",
        "2023年度“三公”经费支出决算为5.20万元。",
    )
    assert [(fact.item, fact.fund) for fact in found] == [("sangong.total", "fiscal_grant")]


def test_the_title_of_a_cost_may_stand_in_a_line_of_its_own() -> None:
    found = read(
        BUDGET,
        "第五部分 “三公”经费财政拨款预算情况",
        "1.因公出国（境）费用。",
        "2024年预算数0万元，与2023年预算数持平。",
        "2.公务接待费。",
        "2024年预算数2万元。",
    )
    assert items(found) == ["sangong.abroad", "sangong.reception"]


def test_grants_and_fixed_assets_by_the_words_of_shenzhens_districts() -> None:
    found = read(BUDGET, "一、收支情况", "部门预算收入15万元，其中：财政预算拨款13万元、事业收入2万元。")
    assert items(found) == ["income.total", "income.fiscal_grant", "income.operating"]
    found = read(BUDGET, "二、国有资产占有使用情况", "资产总额12万元，固定资产净值8万元，共有车辆1辆。")
    assert items(found) == ["assets.total", "assets.fixed", "vehicles.total"]


def test_what_is_carried_over_among_sources_with_lists_of_their_own_makes_a_grand_total() -> None:
    found = read(
        BUDGET,
        "二、收入预算情况说明",
        "2023年度收入预算90.01万元，比2022年年初预算数80.00万元增加10.01万元。",
        "（一）本年财政拨款收入50.00万元",
        "1.一般公共预算拨款收入50.00万元。",
        "（二）本年其他资金收入30.00万元",
        "4.事业收入28.00万元。",
        "9.其他收入2.00万元。",
        "（三）上年结转结余10.00万元",
        "10.上年结转结余10.00万元。",
        "三、支出预算情况说明",
        "2023年支出预算90.01万元。",
        "（一）基本支出。基本支出预算60.00万元，占本年支出预算75%。",
        "（二）项目支出。项目支出预算20.00万元。其中：",
        "1.事业单位经营支出5.00万元。",
        "（三）年终结转结余资金10.00万元。",
    )
    assert [
        (fact.item, fact.fiscal_year) for fact in found if fact.raw_label in ("收入预算", "支出预算")
    ] == [
        ("income.grand_total", 2023),
        ("income.grand_total", 2022),
        ("expenditure.grand_total", 2023),
    ]
    assert [fact.item for fact in found if "其他资金" in fact.raw_label] == [None]
