"""Lists of subjects by function and by what is bought: titles in lines of their own, codes, parts of projects."""

from dataclasses import replace
from decimal import Decimal

import pytest
from statements import SCHOOLS_BUDGET as BUDGET
from statements import SCHOOLS_FINAL as FINAL
from statements import read, said


@pytest.mark.parametrize("ending", ["。", ""])
def test_the_amounts_of_an_item_may_stand_below_its_title(ending: str) -> None:
    found = read(
        FINAL,
        "五、一般公共预算财政拨款支出决算情况说明",
        f"1、教育支出（类）普通教育（款）小学教育（项）{ending}",
        "年初预算为8.00万元，支出决算为9.00万元，完成年初预算的112.5%。",
    )
    assert [said(fact, "code", "stage") for fact in found] == [
        ("2050202", "initial_budget"),
        ("2050202", "final"),
    ]


def test_a_list_by_function_names_functions_even_where_an_economic_subject_is_so_named() -> None:
    found = read(
        BUDGET,
        "五、一般公共预算支出情况说明",
        "（一）一般公共预算支出按支出功能分类科目划分。",
        "机构运行5.00万元，其中：基本支出4.00万元，项目支出1.00万元。",
        "住房公积金3.00万元，其中：基本支出3.00万元，项目支出0万元。",
    )
    assert [(fact.item, fact.code) for fact in found if fact.item] == [
        ("gpb.expenditure.function", None),
        ("gpb.expenditure.function", "2210201"),
    ]


def test_a_line_that_says_by_what_amounts_are_told_apart_is_a_heading() -> None:
    found = read(
        BUDGET,
        "三、部门支出预算情况",
        "2023年部门支出总预算9.00万元。",
        "（一）按支出功能分类科目划分，共分为1类，其中：",
        "教育支出9.00万元，占支出总预算100%。",
        "（二）按支出结构分类，分为基本支出预算和项目支出预算，其中：",
        "1.基本支出预算6.00万元。",
    )
    assert [(fact.item, fact.code) for fact in found][1:] == [
        ("expenditure.function", "205"),
        ("expenditure.basic", None),
    ]
    (grant,) = read(BUDGET, "（一）收入预算说明", "其中：一般公共财政预算拨款9.00万元。")
    assert grant.item == "income.general_public"


def test_codes_in_brackets_before_the_words_of_their_levels() -> None:
    (found,) = read(
        FINAL,
        "三、一般公共预算财政拨款支出决算情况说明",
        "卫生健康支出（210）类公共卫生（04）款基本公共卫生服务（08）项支出9.00万元。",
    )
    assert found.code == "2100408"


def test_what_projects_spend_is_no_part_of_the_basic_expenditure_before_them() -> None:
    found = read(
        BUDGET,
        "（二）支出预算情况",
        "基本支出9.00万元，其中：商品和服务支出2.00万元；项目支出5.00万元，其中：商品和服务支出4.00万元、资本性支出1.00万元。",
    )
    assert [(fact.item, fact.code) for fact in found][3:] == [
        ("expenditure.economic", "302"),
        ("expenditure.economic", "310"),
    ]


def test_a_list_is_of_the_amount_that_its_opening_names() -> None:
    found = read(
        BUDGET,
        "五、部门预算编制说明",
        "2023年部门预算支出总额12.00万元，其中：财政拨款支出预算11.00万元，比2022年预算增加1.00万元。财政拨款支出主要内容如下：",
        "1.“教育支出”科目11.00万元，主要用于运行。",
        "五、政府性基金预算支出",
        "2023年政府性基金支出4.00万元，其中，社会福利的彩票公益金支出4.00万元，主要用于设施建设。",
    )
    assert [(fact.item, fact.code) for fact in found][2:] == [
        ("fiscal_grant.expenditure.function", "205"),
        ("gov_fund.expenditure", None),
        ("gov_fund.expenditure.function", "2296002"),
    ]


def test_parts_complete_their_own_budgets() -> None:
    found = read(
        FINAL,
        "（一）总体情况。",
        "财政拨款支出9.00万元，其中：基本支出5.00万元，项目支出4.00万元。与年初预算相比，财政拨款支出完成年初预算的103.5%，其中：基本支出完成年初预算的101.2%，项目支出完成年初预算的113.4%。",
        "1.教育支出9.00万元，具体包括：",
        "（1）行政运行5.00万元，完成年初预算的102.1%。",
    )
    assert [said(fact, "item", "completion_percent") for fact in found] == [
        ("fiscal_grant.expenditure.total", Decimal("103.5")),
        ("fiscal_grant.expenditure.basic", Decimal("101.2")),
        ("fiscal_grant.expenditure.project", Decimal("113.4")),
        ("fiscal_grant.expenditure.function", None),
        ("fiscal_grant.expenditure.function", Decimal("102.1")),
    ]


def test_a_body_named_like_a_subject_and_what_its_own_words_say() -> None:
    library = replace(FINAL, unit_name="清河县图书馆")
    found = read(
        library,
        "五、支出决算",
        "1.文化和旅游（款）图书馆（项）支出决算为5.00万元。",
        "三、机关运行经费支出情况",
        "2023年使用财政拨款安排的基本支出中的日常公用经费支出，合计9.00万元，本馆本年收入合计8.00万元。",
        "十、绩效情况",
        "借阅系统项目绩效自评综述：项目全年预算数为3.00万元，执行数为2.00万元，完成预算的66.7%。",
    )
    assert [(fact.item, fact.code) for fact in found] == [
        ("expenditure.function", "2070104"),
        ("op_cost.agency", None),
        ("income.total", None),
        ("expenditure.project.item", None),
        ("expenditure.project.item", None),
    ]


def test_a_list_whose_opening_is_a_paragraph_of_its_own() -> None:
    found = read(
        BUDGET,
        "五、部门预算编制说明",
        "2023年预算收入13.00万元，其中：财政拨款收入11.00万元，比2022年预算增加1.00万元；其他收入2.00万元。",
        "支出预算13.00万元，其中：财政拨款支出预算11.00万元，比2022年预算增加1.00万元。",
        "财政拨款收入支出增加的主要原因是项目增加。",
        "财政拨款支出主要内容如下：",
        "1.“教育支出”科目10.00万元，主要用于运行。",
        "2.“卫生健康支出”科目1.00万元，主要用于医疗。",
    )
    assert [(fact.item, fact.code) for fact in found][-2:] == [
        ("fiscal_grant.expenditure.function", "205"),
        ("fiscal_grant.expenditure.function", "210"),
    ]
    assert [fact.item for fact in found if fact.reason] == [
        "income.fiscal_grant",
        "fiscal_grant.expenditure.total",
    ]
