"""Sentences of reports on what a project achieved, and of self-evaluations inside final accounts."""

from decimal import Decimal

from loaders.document import Paragraph
from loaders.identity import Identity
from loaders.narrative import Fact, facts


def read(kind: str, *lines: str, title: str | None = None) -> list[Fact]:
    about = Identity(
        kind=kind,
        first_block=0,
        end_block=0,
        fiscal_year=2024,
        stage="final",
        unit_name="清河县水务局",
        title=title,
    )
    return facts([Paragraph(line, 1) for line in lines], about)


def test_an_evaluation_tells_of_its_project_wherever_it_speaks_of_money() -> None:
    found = read(
        "performance",
        "一、基本情况",
        "（一）项目概况",
        "堤防维护专项资金预算批复金额237.00万元，指标下达230.00万元（包括财政直接下达20.00万元），实际执行179.21万元。",
        "（二）资金使用管理方面",
        "新闻宣传项目实际用于水库展览32.04万元。",
    )
    assert [(fact.raw_label, fact.amount) for fact in found] == [
        ("堤防维护专项资金预算批复金额", Decimal("2370000")),
        ("指标下达", Decimal("2300000")),
        ("财政直接下达", Decimal("200000")),
        ("指标下达", Decimal("1792100")),
        ("新闻宣传项目实际用于水库展览", Decimal("320400")),
    ]


def test_a_project_of_a_self_evaluation_may_only_be_called_a_summary() -> None:
    found = read(
        "dept_final",
        "十二、预算绩效情况说明",
        "1.水库研究专项项目综述：根据年初设定的绩效目标，项目自评得分为94.7分。全年预算数为536.20万元，执行数为413.57万元，完成预算的77.1%。",
    )
    assert [(fact.item, fact.raw_label, fact.amount) for fact in found if fact.amount] == [
        ("expenditure.project.item", "水库研究专项项目", Decimal("5362000")),
        ("expenditure.project.item", "水库研究专项项目", Decimal("4135700")),
    ]


def test_an_evaluation_tells_budgets_beside_what_was_taken_in_and_spent() -> None:
    found = read(
        "performance",
        "一、部门概况",
        "部门预算收入9万元，其中：一般公共预算拨款8万元，上级补助收入1万元。",
        "调整后预算支出9万元，决算支出8万元，其中：基本支出5万元。",
        "部门预算资金总额为9万元。",
    )
    assert [(fact.item, fact.stage) for fact in found] == [
        ("income.total", "initial_budget"),
        ("income.general_public", "initial_budget"),
        ("income.superior_subsidy", "initial_budget"),
        ("expenditure.total", "adjusted_budget"),
        ("expenditure.total", "final"),
        ("expenditure.basic", "final"),
        ("expenditure.total", "initial_budget"),
    ]


def test_a_heading_names_the_project_that_is_evaluated() -> None:
    found = read(
        "performance",
        "三、项目自评情况",
        "（一）校舍维修项目",
        "项目全年预算数9万元，执行数8万元，执行率88.89%。",
    )
    assert [(fact.raw_label, fact.item) for fact in found] == [
        ("校舍维修项目", "expenditure.project.item"),
        ("校舍维修项目", "expenditure.project.item"),
    ]


def test_a_project_is_spoken_of_as_this_one() -> None:
    found = read(
        "dept_final",
        "一、基本情况",
        "（一）项目概况",
        "3.项目资金投入",
        "2024年，该项目批复的年初预算数为9万元，其中当年财政拨款8万元，上年结转1万元。",
        "项目全年预算数为7万元。项目实际支出6万元。",
    )
    assert [(fact.item, fact.stage) for fact in found] == [
        ("expenditure.project.item", "initial_budget"),
        (None, "initial_budget"),
        (None, "initial_budget"),
        ("expenditure.project.item", "adjusted_budget"),
        ("expenditure.project.item", "final"),
    ]


def test_what_an_evaluation_of_one_project_says_of_money_is_of_it() -> None:
    title = "清河县水务局2024年渠道维修项目支出绩效自评报告"
    lines = [
        "（三）资金计划、到位及使用情况",
        "1.资金计划。2024年财政预算安排项目资金9万元，其中：中央资金6万元，县级配套3万元。",
        "2.资金到位。到位资金8万元。",
        "3.资金使用。支付资金7万元，结余1万元。",
        "本项目预算资金9万元，实际到位8万元，支出7万元。",
    ]
    found = read("performance", *lines, title=title)
    item = "expenditure.project.item"
    assert [(fact.item, fact.stage) for fact in found] == [
        (item, "initial_budget"),
        (None, "initial_budget"),
        (None, "initial_budget"),
        (item, "adjusted_budget"),
        (item, "final"),
        (None, "final"),
        (item, "initial_budget"),
        (item, "adjusted_budget"),
        (item, "final"),
    ]


def test_the_whole_body_is_evaluated() -> None:
    found = read(
        "dept_final",
        "九、绩效情况",
        "部门整体支出自评得分99.5，全年预算数9万元，执行数8万元，完成预算的88.89%。",
    )
    assert [(fact.item, fact.stage) for fact in found] == [
        ("expenditure.total", "adjusted_budget"),
        ("expenditure.total", "execution"),
    ]


def test_results_shown_of_projects_are_no_grades() -> None:
    assert not read("dept_final", "十三、绩效情况", "反映了培训、检测和入境人员防疫3个项目绩效自评结果。")
    assert not read("dept_final", "十三、绩效情况", "在部门决算中反映夏令营等2个项目绩效自评结果。")


def test_what_was_spent_is_of_the_cost_or_the_budget_told_before() -> None:
    found = read(
        "performance",
        "一、部门概况",
        "年初部门预算9万元，其中基本支出5万元。",
        "三公经费预算3万元，实际支出2万元。",
    )
    assert [(fact.item, fact.stage) for fact in found] == [
        ("expenditure.total", "initial_budget"),
        ("expenditure.basic", "initial_budget"),
        ("sangong.total", "adjusted_budget"),
        ("sangong.total", "final"),
    ]


def test_projects_of_every_budget_are_evaluated() -> None:
    found = read(
        "dept_final",
        "十二、预算绩效情况",
        "全面开展绩效自评，其中，一般公共预算一级项目3个，共涉及资金9万元；政府性基金预算一级项目1个，共涉及资金2万元。",
    )
    assert [fact.item for fact in found] == 2 * [
        "performance.self_eval.projects",
        "performance.self_eval.amount",
    ]


def test_the_whole_body_is_spoken_of_again_after_its_parts() -> None:
    found = read(
        "performance",
        "（二）部门整体支出情况。年初预算数9万元，其中：基本支出5万元，项目支出4万元。全年预算数8万元，全年执行数7万元。",
    )
    assert [(fact.item, fact.stage) for fact in found] == [
        ("expenditure.total", "initial_budget"),
        ("expenditure.basic", "initial_budget"),
        ("expenditure.project", "initial_budget"),
        ("expenditure.total", "adjusted_budget"),
        ("expenditure.total", "execution"),
    ]


def test_a_title_names_the_project_that_is_evaluated() -> None:
    title = "清河县水务局2024年度渠道维修项目绩效自评结果"
    line = "1.执行率情况。项目年初预算数9万元，全年预算数8万元，全年执行数7万元。"
    found = read("performance", line, title=title)
    assert [(fact.raw_label, fact.item) for fact in found] == 3 * [
        ("渠道维修项目", "expenditure.project.item")
    ]


def test_what_an_evaluation_covers_is_not_what_a_budget_spent() -> None:
    found = read(
        "dept_final",
        "十、预算绩效情况说明",
        "组织对2个项目开展了部门评价，涉及一般公共预算支出5万元，政府性基金预算支出2万元。",
        "组织部门（单位）整体支出绩效自评（含下属单位3个），涉及一般公共预算支出9万元，政府性基金预算支出7万元。",
    )
    assert {fact.item for fact in found[:-2]} <= {None, "performance.self_eval.projects"}
    assert [(fact.item, fact.fund) for fact in found[-2:]] == [
        ("performance.self_eval.amount", "general_public"),
        ("performance.self_eval.amount", "gov_fund"),
    ]


def test_projects_of_each_grade_are_of_that_grade() -> None:
    found = read(
        "dept_final", "2022年度，我局组织对15个项目开展绩效自评。自评结果为“优”的项目13个，“良”的项目2个。"
    )
    grade = "performance.self_eval.grade"
    assert [fact.item for fact in found] == ["performance.self_eval.projects", grade, grade]


def test_the_one_project_of_a_fund_that_is_evaluated_counts() -> None:
    found = read(
        "dept_final",
        "十、预算绩效情况说明",
        "组织对2023年度1个政府性基金预算项目支出开展绩效自评，共涉及资金4万元，占政府性基金预算项目支出总额的100%。",
    )
    assert (found[0].item, found[0].quantity) == ("performance.self_eval.projects", 1)


def test_the_whole_of_a_body_that_is_evaluated_is_no_project() -> None:
    found = read(
        "dept_final",
        "部门整体支出绩效自评综述：根据年初设定的绩效目标，自评得分为95分。全年预算数900万元，执行数880万元，完成预算的97.8%。",
    )
    assert [(fact.item, fact.stage) for fact in found] == [
        ("expenditure.total", "adjusted_budget"),
        ("expenditure.total", "execution"),
    ]


def test_a_project_is_named_without_the_word_for_its_evaluation() -> None:
    found = read(
        "dept_final",
        "校舍维修项目自评综述：自评得分为95分。全年预算数为10万元，执行数为9万元，完成预算的90%。",
    )
    assert [(fact.item, fact.raw_label) for fact in found] == 2 * [
        ("expenditure.project.item", "校舍维修项目")
    ]


def test_indicators_are_no_posts_and_shares_of_givers_no_amount_of_targets() -> None:
    found = read(
        "dept_budget",
        "二、绩效目标设定情况",
        "该项目共编制12个绩效目标指标，其中一级指标3个。绩效目标设置根据10个项目实施情况设定。",
        "项目总投资9万元，其中：中央财政衔接资金8万元，自筹资金1万元。",
    )
    assert [fact.item for fact in found if fact.quantity is not None] == []
    assert not {"performance.amount", "staff.establishment"} & {fact.item for fact in found}
