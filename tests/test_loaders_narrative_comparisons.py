"""Changes against two things, behind a blank completion, in paragraphs of their own; and the reasons of each."""

from decimal import Decimal

from statements import BUDGET, FINAL, items, read, said

from loaders.narrative import Fact


def changes(found: list[Fact]) -> list[tuple[object, ...]]:
    return [
        said(fact, "item", "change_amount", "change_percent", "base_year", "base_stage") for fact in found
    ]


def test_a_second_comparison_in_percent_alone_is_a_row_of_its_own() -> None:
    found = read(FINAL, "2024年三公经费决算数共9.00万元，比上年预算数下降20.5%，比上年决算数下降10.5%。")
    assert changes(found) == [
        ("sangong.total", None, Decimal("20.5"), 2023, "initial_budget"),
        ("sangong.total", None, Decimal("10.5"), 2023, "final"),
    ]


def test_what_is_compared_again_behind_a_list_is_what_the_comparison_before_named() -> None:
    found = read(
        FINAL,
        "2024年度三公经费决算5.00万元，公务接待费0万元，公务用车运行维护费5.00万元。经比较，2024年度三公经费较上年决算数减少0.10万元；"
        "较年初预算数减少2.00万元。主要原因是少用车。",
    )
    assert changes(found)[0] == ("sangong.total", Decimal("1000.00"), None, 2023, "final")
    assert changes(found)[3:] == [("sangong.total", Decimal("20000.00"), None, 2024, "initial_budget")]
    assert [fact.reason for fact in found] == ["少用车", None, None, "少用车"]


def test_the_word_comparing_itself_compares_with_no_year() -> None:
    found = read(FINAL, "经比较2024年度三公经费5.00万元，较上年减少1.00万元，较年初预算数减少2.00万元。")
    assert changes(found) == [
        ("sangong.total", Decimal("10000.00"), None, 2023, "final"),
        ("sangong.total", Decimal("20000.00"), None, 2024, "initial_budget"),
    ]


def test_behind_a_budget_that_nothing_completes_the_account_is_spoken_of() -> None:
    found = read(
        FINAL,
        "公务接待费支出决算为1.00万元，完成预算0万元的--%（基数为0，不可比），比上年决算数增加1.00万元。",
    )
    assert [said(fact, "stage", "direction") for fact in found] == [
        ("final", "increase"),
        ("adjusted_budget", None),
    ]


def test_a_paragraph_that_begins_with_a_comparison_goes_on_from_the_whole_before_it() -> None:
    found = read(
        BUDGET,
        "（一）部门财务收入情况",
        "2024年部门财务总收入9.00万元，其中：一般公共预算8.00万元，上年结转1.00万元。",
        "与上年对比减少3.00万元，下降25%，主要原因是调走2人。",
        "（二）公务接待费",
        "公务接待费预算为1.00万元，较上年减少0.50万元。",
        "减少原因为来人少。",
    )
    assert [said(fact, "item", "change_amount", "reason") for fact in found if fact.direction] == [
        ("income.grand_total", Decimal("30000.00"), "调走2人"),
        ("sangong.reception", Decimal("5000.00"), "来人少"),
    ]


def test_a_change_behind_equal_totals_is_of_both_sides() -> None:
    found = read(FINAL, "2024年度总收入9.00万元，总支出9.00万元，比上年决算数增加1.00万元，增长12.5%。")
    assert [said(fact, "item", "change_percent") for fact in found] == [
        ("income.grand_total", Decimal("12.5")),
        ("expenditure.grand_total", Decimal("12.5")),
    ]
    both = read(
        FINAL, "2024年度财政拨款收支总决算9.00万元，与2023年相比，财政拨款收支各减少1.00万元，降低10%。"
    )
    assert changes(both) == [
        ("fiscal_grant.revenue_expenditure", Decimal("10000.00"), Decimal(10), 2023, "final")
    ]


def test_reasons_of_the_distance_from_the_budget_are_of_the_changes_against_it() -> None:
    found = read(
        FINAL,
        "公务接待费2.00万元，比年初预算减少1.00万元；公务用车购置费9.00万元，比年初预算增加3.00万元，比上年增加1.00万元。",
        "公务接待费低于预算数的主要原因是来人少。公务用车购置费高于预算数的主要原因是更新两辆。",
    )
    assert [fact.reason for fact in found] == ["来人少", "更新两辆", None]


def test_a_reason_tells_of_the_change_that_it_names() -> None:
    found = read(
        FINAL,
        "三公经费支出决算9.00万元，比上年决算数增加2.00万元；比2019年决算数减少3.00万元。",
        "2024年度三公经费支出决算大于上年决算数的主要情况：往来恢复。",
    )
    assert [said(fact, "base_year", "reason") for fact in found] == [(2023, "往来恢复"), (2019, None)]


def test_a_list_is_no_reason_where_nothing_has_changed() -> None:
    found = read(
        BUDGET, "五、收支预算情况说明", "本部门管理的补助有2项，主要是：孤儿补助5.00万元；低保补助7.00万元。"
    )
    assert [fact.raw_label for fact in found] == ["孤儿补助", "低保补助"]


def test_the_name_of_a_fund_is_no_verb() -> None:
    found = read(
        BUDGET, "五、收支预算情况说明", "项目支出9.00万元，主要包括：校车补助2.00万元，质量提升资金1.00万元。"
    )
    assert items(found)[0] == "expenditure.project"
    assert all(fact.direction is None for fact in found)


def test_the_title_of_an_item_may_be_numbered() -> None:
    found = read(
        FINAL,
        "五、一般公共预算财政拨款支出决算情况说明",
        "1.社会保障和就业支出（类）。年初预算为8.00万元，支出决算为9.00万元，完成年初预算的112.5%。",
    )
    assert [(fact.raw_label, fact.code) for fact in found] == [("社会保障和就业支出(类)", "208")] * 2


def test_an_amount_of_the_year_before_may_be_followed_by_few_or_many() -> None:
    found = read(FINAL, "车辆运行维护费用2.90万元，比去年3.00万元少0.10万元。")
    assert [said(fact, "fiscal_year", "amount", "change_amount") for fact in found] == [
        (2024, Decimal("29000.00"), Decimal("1000.00")),
        (2023, Decimal("30000.00"), None),
    ]


def test_a_change_of_equal_totals_may_stand_behind_their_parts() -> None:
    found = read(
        BUDGET,
        "2024年部门预算总收入9.00万元，总支出9.00万元。其中：上年结转1.00万元。较2023年预算增加2.00万元。",
    )
    assert [fact.item for fact in found if fact.direction] == [
        "income.grand_total",
        "expenditure.grand_total",
    ]


def test_a_change_is_of_the_amount_that_it_leads_to() -> None:
    found = read(
        BUDGET,
        "（一）运行经费",
        "下属站所运行预算40.00万元，其中：基本支出10.00万元，项目支出30.00万元，同比增加20.00万元，增长100%。",
        "2024年收入总计9.00万元，与2023年收入6.00万元，相比增加3.00万元，增长50%。",
    )
    assert [said(fact, "item", "change_amount") for fact in found] == [
        (None, Decimal(200000)),
        (None, None),  # parts of what no vocabulary knows are not those of the whole department
        (None, None),
        ("income.grand_total", Decimal(30000)),
        ("income.grand_total", None),
    ]


def test_the_side_that_a_comparison_names_has_changed() -> None:
    found = read(
        FINAL, "一、收支", "2024年收入9.00万元，支出8.00万元，比上年收入减少5.5%，支出比上年增加2.5%。"
    )
    assert changes(found) == [
        ("income.total", None, Decimal("5.5"), 2023, "final"),
        ("expenditure.total", None, Decimal("2.5"), 2023, "final"),
    ]


def test_a_budget_may_be_compared_with_the_account_that_the_document_states() -> None:
    found = read(
        BUDGET,
        "2024年三公经费预算9.00万元，其中：公务接待费4.00万元，公务用车运行费5.00万元。",
        "2023年三公经费决算7.00万元，其中：公务接待费5.00万元，公务用车运行费2.00万元。",
        "2024年三公经费预算较2023年增加2.00万元，其中公务接待费减少1.00万元。公务用车运行费增加3.00万元。主要原因为车辆老旧。",
    )
    assert [said(fact, "item", "base_stage", "reason") for fact in found if fact.direction] == [
        ("sangong.total", "final", "车辆老旧"),
        ("sangong.reception", "final", None),
        ("sangong.vehicle.operation", "final", "车辆老旧"),
    ]


def test_how_far_two_amounts_lie_apart_is_no_amount() -> None:
    found = read(FINAL, "公务接待费支出2.00万元，年初预算为3.00万元，差值为1.00万元。")
    assert [fact.amount for fact in found] == [Decimal(20000), Decimal(30000)]


def test_parts_of_the_general_budget_are_of_it_and_so_are_theirs() -> None:
    found = read(
        BUDGET,
        "（二）按支出结构分类划分。",
        "1.基本支出预算24.00万元，占一般公共预算支出的84.06%。其中：",
        "工资福利支出预算20.00万元，占基本支出预算83.3%。",
        "商品和服务支出预算4.00万元，占基本支出预算16.7%。",
    )
    assert [(fact.item, fact.code) for fact in found] == [
        ("gpb.expenditure.basic", None),
        ("gpb.expenditure.basic.personnel.wages", None),
        ("gpb.expenditure.economic", "302"),
    ]


def test_what_is_compared_with_the_year_before_is_of_the_year_itself() -> None:
    found = read(
        BUDGET,
        "2024年公务接待费预算8.00万元，2023年预算9.00万元；对比减少1.00万元；减少率11.1%。",
        "2024年项目支出预算较上年（减）6.00万元，（减）幅20%，主要变动原因如下：",
    )
    assert [
        said(fact, "item", "fiscal_year", "change_amount", "change_percent", "reason") for fact in found
    ] == [
        ("sangong.reception", 2024, Decimal(10000), Decimal("11.1"), None),
        ("sangong.reception", 2023, None, None, None),
        ("expenditure.project", 2024, Decimal(60000), Decimal(20), None),
    ]


def test_a_paragraph_of_bare_stages_goes_on_and_its_change_is_from_the_budget() -> None:
    found = read(
        FINAL,
        "（一）财政拨款收支总体情况",
        "财政拨款支出9.00万元，与上年相比，增加1.00万元。其中：基本支出9.00万元，项目支出0万元。",
        "2024年预算数7.00万元，调整数8.00万元，决算数9.00万元，增加2.00万元。",
    )
    assert [said(fact, "item", "stage", "amount") for fact in found][3:] == [
        ("fiscal_grant.expenditure.total", "initial_budget", Decimal(70000)),
        ("fiscal_grant.expenditure.total", "adjusted_budget", Decimal(80000)),
        ("fiscal_grant.expenditure.total", "final", Decimal(90000)),
    ]
    assert said(found[-1], "change_amount", "base_year", "base_stage") == (
        Decimal(20000),
        2024,
        "initial_budget",
    )


def test_income_and_expenditure_as_a_whole_are_both_totals() -> None:
    found = read(
        FINAL, "一、收支情况说明", "收入支出总体与上年相比，增加3.00万元，增长5.5%，主要原因是增员。"
    )
    assert [said(fact, "item", "change_amount", "reason") for fact in found] == [
        ("income.grand_total", Decimal(30000), "增员"),
        ("expenditure.grand_total", Decimal(30000), "增员"),
    ]


def test_lines_without_a_stop_and_subjects_of_which_nothing_else_is_told() -> None:
    found = read(
        BUDGET,
        "一、增减情况",
        "2.工资福利支出较上年无增减。",
        "公务用车购置费预算安排0万元，与2023年预算持平",
        "公务用车运行费预算安排8.00万元，较2023年预算下降20%。减少2.00万元，车均运行费1.00万元。",
    )
    assert [said(fact, "item", "direction", "change_amount", "change_percent") for fact in found] == [
        ("expenditure.basic.personnel.wages", "unchanged", None, None),
        ("sangong.vehicle.purchase", "unchanged", None, None),
        ("sangong.vehicle.operation", "decrease", Decimal(20000), Decimal(20)),
    ]


def test_a_comparison_that_leads_holds_up_to_the_full_stop() -> None:
    found = read(
        FINAL,
        "四、财政拨款收入支出决算总体情况说明",
        "财政拨款收入总计9.00万元，支出总计9.00万元。与年初预算相比，收入总计增加2.00万元；支出总计增加2.00万元，变动原因：增员，其中：教师2人。",
    )
    assert [said(fact, "base_year", "base_stage", "reason") for fact in found] == [
        (2024, "initial_budget", "增员"),
        (2024, "initial_budget", "增员"),
    ]
    (share,) = read(FINAL, "一般公共预算财政拨款支出9.00万元，占支出合计的88.17%。")
    assert share.share_of == "expenditure.total"


def test_a_change_behind_parts_of_nothing_is_of_the_amount_it_leads_to() -> None:
    found = read(
        FINAL,
        "2024年度三公经费支出6.50万元。",
        "2.公务接待费0.50万元，国内公务接待6批次，0.50万元；其中外事接待0批次，0万元。与上年相比增加0.10万元，增长25%。",
    )
    assert [fact.item for fact in found if fact.direction] == ["sangong.reception"]


def test_the_other_side_and_what_is_left_out() -> None:
    found = read(
        FINAL,
        "四、收支情况",
        "与2023年相比，本年收入减少2.00万元；本年支出增加1.00万元。",
        "三公经费9.00万元。剔除公务用车购置经费，三公经费同比下降3.71%。",
        "法院（款）“两庭”建设（项）5.00万元，其他支出（对附属单位补助支出、上缴上级支出）0万元。",
    )
    assert [said(fact, "item", "change_amount") for fact in found] == [
        ("income.total", Decimal(20000)),
        ("expenditure.total", Decimal(10000)),
        ("sangong.total", None),
        ("expenditure.function", None),
        (None, None),
    ]
    assert found[3].code == "2040506"


def test_the_whole_of_shares_is_the_one_that_was_told() -> None:
    found = read(
        FINAL,
        "一、收入决算情况说明",
        "2024年度收入合计9.00万元。其中：财政拨款收入7.00万元，占总收入的77.78%；上级补助收入0.00元，占总收入的0.00%。",
        "四、三公经费",
        "三公经费支出决算为5.00万元。其中：公务用车运行维护费支出决算为4.00万元，占总支出决算的80%，比上年减少1.00万元，主要原因是主要是车辆报废，比年初预算减少2.00万元。",
    )
    assert [fact.share_of for fact in found if fact.share_percent is not None] == [
        "income.total",
        "income.total",
        "sangong.total",
    ]
    assert found[-2].reason == "车辆报废"


def test_each_of_a_list_may_have_its_own_verb() -> None:
    found = read(
        BUDGET,
        "2024年收支预算90.00万元，较2023年预算减少2.00万元，主要为增加人员经费支出3.00万元，增加日常公用支出1.00万元。",
    )
    assert [said(fact, "item", "change_amount") for fact in found][1:] == [
        ("expenditure.basic.personnel", Decimal(30000)),
        ("expenditure.basic.public", Decimal(10000)),
    ]
