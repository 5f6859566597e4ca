"""Statements of departments of Jiangsu and Zhejiang: sections of several budgets one below the other, sums with carry-over, zeros, counts."""

import pytest
from statements import BUDGET, FINAL, read

CASES: dict[str, tuple[list[str], list[tuple[str | None, ...]]]] = {
    "what the basic expenditure from all grants is spent on is of no single budget": (
        [
            "六、财政拨款基本支出预算情况说明",
            "某局2024年度财政拨款基本支出预算30万元，其中：",
            "（一）人员经费20万元。主要包括：基本工资、奖金。",
            "1、工资福利支出（类）20万元",
            "（1）基本工资（款）支出12万元。",
            "八、一般公共预算基本支出预算情况说明",
            "某局2024年度一般公共预算财政拨款基本支出预算30万元，其中：",
            "（一）人员经费20万元。",
        ],
        [
            ("fiscal_grant.expenditure.basic", None, "fiscal_grant", None),
            ("expenditure.basic.personnel", None, "fiscal_grant", None),
            ("expenditure.economic", "301", "fiscal_grant", None),
            ("expenditure.economic", "30101", "fiscal_grant", None),
            ("gpb.expenditure.basic", None, "general_public", None),
            ("gpb.expenditure.basic.personnel", None, "general_public", None),
        ],
    ),
    "a heading that a reader joined with its text ends with the table that it refers to": (
        [
            "（四）财政拨款收支预算情况的总体说明（详见表4）2024年财政拨款收支总预算90万元。支出包括：教育支出90万元。",
            "（五）一般公共预算当年拨款情况说明（详见表5）",
            "1.一般公共预算当年拨款规模变化情况。",
            "2024年一般公共预算当年拨款80万元。",
            "2.一般公共预算当年拨款结构情况。",
            "教育（类）支出60万元，占75.0%；卫生健康（类）支出20万元，占25.0%。",
        ],
        [
            ("fiscal_grant.revenue_expenditure", None, "fiscal_grant", None),
            ("fiscal_grant.expenditure.function", "205", "fiscal_grant", None),
            ("gpb.expenditure", None, "general_public", None),
            ("gpb.expenditure.function", "205", "general_public", "gpb.expenditure"),
            ("gpb.expenditure.function", "210", "general_public", "gpb.expenditure"),
        ],
    ),
    "revenue whose sources hold money of the year before is the grand total": (
        [
            "二、收入预算情况说明",
            "某局2024年收入预算合计100万元，包括本年收入97万元，上年结转结余3万元。其中：",
            "本年一般公共预算收入90万元，占90%；",
            "本年其他收入7万元，占7%；",
            "上年结转结余的一般公共预算收入3万元，占3%。",
        ],
        [
            ("income.grand_total", None, None, None),
            ("income.total", None, None, None),
            ("income.carryover", None, None, None),
            ("income.general_public", None, "general_public", "income.grand_total"),
            ("income.other", None, None, "income.grand_total"),
            ("income.carryover", None, "general_public", "income.grand_total"),
        ],
    ),
    "what is carried over may be told before the sources": (
        [
            "（二）关于某局2024年收入预算情况说明",
            "某局2024年收入预算100万元，其中：上年结转3万元，占3%；一般公共预算拨款收入97万元，占97%。",
        ],
        [
            ("income.grand_total", None, None, None),
            ("income.carryover", None, None, "income.grand_total"),
            ("income.general_public", None, "general_public", "income.grand_total"),
        ],
    ),
    "a source with its total is no total of the body": (
        [
            "一、收支预算总体情况说明",
            "（一）收入预算总计95万元。包括：",
            "1.财政拨款收入预算总计90万元。",
            "2.财政专户管理资金收入预算总计0万元。",
            "3.其他资金收入预算总计5万元。",
        ],
        [
            ("income.grand_total", None, None, None),
            ("fiscal_grant.income.grand_total", None, "fiscal_grant", None),
            ("income.fiscal_account", None, None, None),
            ("income.other", None, None, None),
        ],
    ),
    "the class of the state capital budget is a class of the budget spoken of": (
        [
            "五、财政拨款支出预算情况说明",
            "国有资本经营预算支出（类）其他国有资本经营预算支出（款）其他国有资本经营预算支出（项）支出6万元。",
        ],
        [("fiscal_grant.expenditure.function", "2239999", "fiscal_grant", None)],
    ),
    "the money of one purpose is of the body's budget, not of the budget of the purpose before it": (
        [
            "（十）其他重要事项的情况说明",
            "1.机关运行经费。",
            "2024年某局机关运行经费财政拨款预算9万元。",
            "2.政府采购情况。",
            "2024年政府采购预算总额8万元，其中：拟购买货物5万元、拟购买工程1万元、拟购买服务2万元。",
        ],
        [
            ("op_cost.agency", None, "fiscal_grant", None),
            ("procurement.total", None, None, None),
            ("procurement.goods", None, None, None),
            ("procurement.works", None, None, None),
            ("procurement.services", None, None, None),
        ],
    ),
    "revenue and expenditure of one budget in one amount": (
        ["四、财政拨款收支预算总表情况说明", "某厅2024年度财政拨款收、支预算9万元。"],
        [
            ("fiscal_grant.income.grand_total", None, "fiscal_grant", None),
            ("fiscal_grant.expenditure.grand_total", None, "fiscal_grant", None),
        ],
    ),
}


@pytest.mark.parametrize(("paragraphs", "expected"), CASES.values(), ids=CASES)
def test_a_section(paragraphs: list[str], expected: list[tuple[str | None, ...]]) -> None:
    found = read(BUDGET, *paragraphs)
    assert [(fact.item, fact.code, fact.fund, fact.share_of) for fact in found] == expected


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["公务用车购置费预算5万元，主要用于经批准购置的3辆公务用车。"], [("vehicles.purchased", 3)]),
        (["编制339名，其中行政编制200名、行政附属编制104名、事业编制35名。"],
         [("staff.establishment", 339), ("staff.establishment.administrative", 200), ("staff.establishment.institution", 35)]),
        (["离退休人员31人，其中离休1人、退休30人。"], [("staff.retired", 31)]),
        (["共有车辆9辆，其中，机要通信用车及应急保障用车2辆、执法执勤用车7辆。"],
         [("vehicles.total", 9), ("vehicles.law_enforcement", 7)]),
        (["预计全年将接待海外侨胞、归国留学人员及国际友好人士10批200多人次。"], []),
    ],
)  # fmt: skip
def test_counts(paragraphs: list[str], expected: list[tuple[str, int]]) -> None:
    found = read(BUDGET, "其他重要事项的情况说明", *paragraphs)
    assert [(fact.item, fact.quantity) for fact in found if fact.quantity is not None] == expected


def test_a_comparison_on_the_next_page_and_a_zero_without_a_unit() -> None:
    found = read(
        BUDGET, "2024年政府性基金支出预算0万元。", "与上年预算数相同。", "（1）公务用车购置为0，与上年持平。"
    )
    assert [(fact.item, fact.amount, fact.direction, fact.base_year) for fact in found] == [
        ("gov_fund.expenditure", 0, "unchanged", 2023),
        ("sangong.vehicle.purchase", 0, "unchanged", 2023),
    ]


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("公务用车及运行维护费预算5万元。", [("sangong.vehicle", "initial_budget", 50000, None)]),
        ("公务用车购置及运行维护费预算5万元，其中：公务用车及运行维护费5万元。",
         [("sangong.vehicle", "initial_budget", 50000, None), ("sangong.vehicle.operation", "initial_budget", 50000, None)]),
    ],
)  # fmt: skip
def test_vehicles(paragraph: str, expected: list[tuple[str, str, int, str | None]]) -> None:
    found = read(BUDGET, paragraph)
    assert [(fact.item, fact.stage, fact.amount, fact.reason) for fact in found] == expected


def test_an_account_with_the_funds_of_every_amount_in_brackets_and_reasons_of_its_distance_from_the_budget() -> (
    None
):
    found = read(
        FINAL,
        "（二）财政拨款“三公”经费支出具体情况说明",
        "公务接待费支出预算5万元（其中：一般公共预算支出4万元；政府性基金预算支出1万元），支出决算2万元（其中：一般公共预算支出2万元；"
        "政府性基金预算支出0万元），完成预算的40%，决算数与预算数的差异原因：厉行节约。",
        "一、收入支出决算总体情况说明",
        "使用非财政拨款结余3万元。",
    )
    assert [(fact.item, fact.fund, fact.stage, fact.amount, fact.reason) for fact in found] == [
        ("sangong.reception", "fiscal_grant", "adjusted_budget", 50000, None),
        (None, "general_public", "adjusted_budget", 40000, None),
        (None, "gov_fund", "adjusted_budget", 10000, None),
        ("sangong.reception", "fiscal_grant", "final", 20000, "厉行节约"),
        (None, "general_public", "final", 20000, None),
        (None, "gov_fund", "final", 0, None),
        ("income.reserve_use", None, "final", 30000, None),
    ]


def test_an_account_that_equals_its_budget_is_unchanged_against_it() -> None:
    found = read(FINAL, "1.住房公积金（项）。年初预算为6万元，支出决算为6万元。决算数等于预算数。")
    assert [(fact.stage, fact.direction, fact.base_year, fact.base_stage) for fact in found] == [
        ("initial_budget", None, None, None),
        ("final", "unchanged", 2024, "initial_budget"),
    ]
