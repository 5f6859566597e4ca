"""Lists of subjects by function and by what is bought: titles in lines of their own, codes, parts of projects."""

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
