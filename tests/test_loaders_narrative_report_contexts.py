"""What an amount of a government's report is of, where headings, lists, remarks and the paragraph above tell it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from statements import CITY_BUDGET, of_city, read

IN_A_REPORT = {
    "an announced budget goes before the paragraph above": (
        [
            "一、2023年预算执行情况",
            "（一）全市及市级预算执行情况",
            "1．一般公共预算完成情况。全市收入9亿元，增长2%。",
            "市本级收入3亿元。支出5亿元。",
            "2．政府性基金预算完成情况。全市收入8亿元，增长5%。市本级收入2亿元。",
        ],
        [
            "gpb.income 全市",
            "gpb.income 市本级",
            "gpb.expenditure 市本级",
            "gov_fund.income 全市",
            "gov_fund.income 市本级",
        ],
    ),
    "a line that opens the parts of the paragraph above leaves them to its level": (
        [
            "（一）一般公共预算收支情况",
            "2023年市直一般公共预算支出完成90万元，为预算数的89%。",
            "一般公共预算支出按功能科目分项情况如下：",
            "1.社会保障类支出50万元。其中：住房保障支出20万元。",
        ],
        ["gpb.expenditure 市直", "- 市直", "gpb.expenditure.function 市直"],
    ),
    "what stands under a picture heads nothing": (
        [
            "（一）财政工作主要情况",
            "1.加强统筹。2023年全市一般公共预算收入9亿元。",
            "图四：2023年市级一般公共预算重点支出情况",
            "2.节用裕民。全市投入就业补助资金0.8亿元。",
        ],
        ["gpb.income 全市", "- 全市"],
    ),
    "a part of the region names the side of the budget spoken of": (
        ["1．一般公共预算完成情况。清河开发区收入2亿元，下降7%。支出1亿元。"],
        ["gpb.income 清河开发区", "gpb.expenditure 清河开发区"],
    ),
    "what a level does not include is its part's": (
        ["2023年市本级一般公共预算收入2亿元（不含临港经开区3亿元），同比增长5%。"],
        ["gpb.income 市本级", "gpb.income 临港经开区"],
    ),
    "where money comes from is no level of a city": (
        ["2023年省级累计下达我市政府债务限额90亿元。全市获得省级财政激励资金0.1亿元。"],
        ["debt.limit 全市", "- 全市"],
    ),
    "a remark in brackets tells no year of what follows": (
        [
            "2024年全市社会保险基金预算支出9亿元，下降2%（2023年上解支出约2亿元抬高基数），主要包括社会保险待遇支出7亿元、上解支出2亿元。"
        ],
        [
            "social_insurance.expenditure 全市 2024",
            "expenditure.remit_up 全市 2023",
            "social_insurance.expenditure.benefits 全市 2024",
            "expenditure.remit_up 全市 2024",
        ],
    ),
    "what an adjustment replaces was the budget": (
        [
            "2023年全市预算经审查批准后，经汇总，全市一般公共预算收入为9亿元。预算执行中，全市一般公共预算收入调整为8亿元。",
            "2023年全市一般公共预算收入完成7亿元。",
        ],
        [
            "gpb.income 全市 2023 initial_budget",
            "gpb.income 全市 2023 adjusted_budget",
            "gpb.income 全市 2023 execution",
        ],
    ),
    "an explicit zero has the year and the level that its words tell": (
        ["（三）国有资本经营预算执行情况", "2023年市本级国有资本经营预算未发生收入支出。"],
        ["state_capital.revenue_expenditure 市本级 2023 execution"],
    ),
    "what is spent before a budget is approved is no total of it": (
        ["2024年预算草案经批准前，提前安排基本支出3亿元、对县区转移支付1亿元。"],
        ["-", "-"],
    ),
    "bonds by sort below the bonds that they are of": (
        [
            "（五）政府债务情况",
            "一是新增债券。省下达我市新增债券资金9亿元，其中：市级5亿元。",
            "市级一般债券4亿元，其中：市直3亿元，开发区·南山区1亿元。",
            "市级专项债券5亿元，其中：土储专项债券2亿元。",
        ],
        [
            "debt.issue.new 全市",
            "debt.issue.new 市级",
            "debt.issue.new.general 市级",
            "debt.issue.new.general 市直",
            "debt.issue.new.general 开发区·南山区",
            "debt.issue.new.special 市级",
            "- 市级",
        ],
    ),
    "the sort of debt that stands above": (
        [
            "1.一般债务。2024年应还本付息5亿元，其中债务本金4亿元。",
            "2024年全市应偿还政府债务本息8亿元，其中：专项债6亿元（还本4亿元、付息2亿元）。",
        ],
        [
            "debt.service.general",
            "debt.repayment.general",
            "debt.service 全市",
            "debt.service.special 全市",
            "debt.repayment.special 全市",
            "debt.interest.special 全市",
        ],
    ),
    "bonds that repay debt are issued": (
        ["2023年全市到期政府债券本息9亿元，通过发行再融资一般债券4亿元、再融资专项债券3亿元偿还。"],
        ["debt.service 全市", "debt.issue.refinancing.general 全市", "debt.issue.refinancing.special 全市"],
    ),
    "a part that is called like its whole has no item": (
        [
            "2023年完成政府债务还本付息9亿元。其中，政府债券还本付息8亿元，债务置换还本支出1亿元。",
            "市本级一般公共预算收入6亿元，加上级补助收入3亿元，一般债券转贷收入5亿元（其中市本级留用4亿元）。",
            "市本级一般公共预算支出6亿元，其中当年安排一般公共预算支出4亿元。",
        ],
        [
            "debt.service",
            "-",
            "expenditure.debt_repayment",
            "gpb.income",
            "transfer.received",
            "income.debt 市本级",
            "- 市本级",
            "gpb.expenditure 市本级",
            "gpb.expenditure.current 市本级",
        ],
    ),
    "sorts of bonds in lines of dashes": (
        [
            "（六）政府债务情况",
            "1．新增债券4亿元",
            "——一般债券1亿元，主要用于交通等领域。",
            "2．再融资债券5亿元",
            "——专项债券3亿元。其中：再融资债券2亿元，用于偿还到期政府债券本金；置换债券1亿元。",
        ],
        [
            "debt.issue.new",
            "debt.issue.new.general",
            "debt.issue.refinancing",
            "debt.issue.refinancing.special",
            "-",
            "-",
        ],
    ),
    "a total by any name, and what a transfer pays for": (
        [
            "2024年全市一般公共预算收入9亿元。",
            "可供安排支出的规模为8亿元，其中，一般公共预算支出5亿元，上解上级支出1亿元，债务还本支出2亿元。",
            "上级提前下达转移支付资金3亿元，支出预算安排3亿元。",
        ],
        [
            "gpb.income",
            "gpb.expenditure.grand_total",
            "gpb.expenditure",
            "expenditure.remit_up",
            "expenditure.debt_repayment",
            "-",
            "-",
        ],
    ),
    "what another budget gets is a line of the one spoken of": (
        [
            "2.市级政府性基金预算",
            "2024年市级政府性基金预算支出6亿元，加上向一般公共预算调出2亿元后，总支出8亿元。",
            "市级政府性基金预算支出总计9亿元，剔除债务还本支出1亿元后，政府性基金支出8亿元。",
        ],
        [
            "gov_fund.expenditure",
            "expenditure.transfer_out",
            "gov_fund.expenditure.grand_total",
            "gov_fund.expenditure.grand_total",
            "expenditure.debt_repayment",
            "gov_fund.expenditure",
        ],
    ),
    "the government's economic classification": (
        [
            "2024年市级一般公共预算支出9亿元，其中：机关工资福利支出5亿元，对社会保障基金补助3亿元，预备费及预留1亿元。"
        ],
        ["gpb.expenditure", *["gpb.expenditure.economic"] * 3],
    ),
    "a level in brackets says what the level before it holds": (
        [
            "2023年全市一般公共预算收入9亿元。",
            "分级次看，市级（市本级、“两区”）一般公共预算收入4亿元，中心城区（市级、南湖区）一般公共预算收入6亿元。",
        ],
        ["gpb.income 全市", "gpb.income 市级", "gpb.income 中心城区"],
    ),
    "new bonds that are issued, and what is built in all": (
        ["2024年本市拟发行新增政府债券9亿元。上述调整后，市级基本建设支出总量为5亿元。"],
        ["debt.issue.new", "- 市级"],
    ),
}


@pytest.mark.parametrize(("lines", "expected"), IN_A_REPORT.values(), ids=IN_A_REPORT.keys())
def test_in_a_report(lines: list[str], expected: list[str]) -> None:
    found = [
        (fact.item or "-", fact.about or "", str(fact.fiscal_year), fact.stage or "")
        for fact in of_city(*lines)
    ]
    assert [
        " ".join(one[: len(told.split())]).strip() for one, told in zip(found, expected, strict=True)
    ] == expected


def test_what_an_adjustment_arranges_is_no_total_of_a_class() -> None:
    adjustment = replace(CITY_BUDGET, stage="adjusted_budget")
    found = read(
        adjustment, "一般公共预算支出增加5万元。安排教育支出2万元、交通运输支出3万元；农林水支出调整为9万元。"
    )
    assert [fact.item for fact in found] == ["gpb.expenditure", None, None, "gpb.expenditure.function"]


def test_what_is_left_of_all_that_a_budget_takes_in_is_carried_over() -> None:
    found = of_city(
        "2023年一般公共预算收入9亿元，上级补助收入5亿元；一般公共预算支出12亿元，上解支出1亿元，结余1亿元。",
        "2023年政府性基金收入9亿元，支出8亿元，结余1亿元。",
    )
    assert [fact.item for fact in found if fact.raw_label == "结余"] == [
        "expenditure.carryover",
        "balance.current",
    ]


def test_sums_of_several_years_have_no_base_year() -> None:
    (sum_of_years,) = of_city(
        "“十四五”期间，全市一般公共预算收入累计完成90亿元，比“十三五”70亿元增加20亿元，增长28.6%。"
    )
    assert (sum_of_years.item, sum_of_years.fund, sum_of_years.base_year) == (None, "general_public", None)
    assert (sum_of_years.fiscal_year, sum_of_years.stage) == (None, None)
    assert (sum_of_years.change_amount, sum_of_years.change_percent) == (
        Decimal(2_000_000_000),
        Decimal("28.6"),
    )


def test_growth_in_multiples_is_a_percent() -> None:
    (grown,) = of_city("2023年市本级国有资本经营预算收入8亿元，同比增长2.5倍。")
    assert (grown.direction, grown.change_percent) == ("increase", Decimal(250))


def test_a_list_of_changes_may_turn_and_is_of_what_the_sentence_told_last() -> None:
    found = of_city(
        "2023年全市一般公共预算收入90亿元。主体税种中，增值税20亿元、企业所得税10亿元，分别增长5%、下降3%。"
    )
    assert [(fact.code, fact.direction, fact.change_percent) for fact in found] == [
        (None, None, None),
        ("10101", "increase", Decimal(5)),
        ("10104", "decrease", Decimal(3)),
    ]


def test_expenditure_beside_its_contingency_is_expenditure() -> None:
    spent = of_city("市级一般公共预算支出安排9亿元，上年收入8亿元；支出7亿元，预备费1亿元。")[2]
    (_, used) = of_city("2023年市级安排预备费1亿元，支出0.6亿元。")
    assert (spent.item, used.item) == ("gpb.expenditure", None)


def test_a_list_as_long_as_the_one_before_is_of_the_same() -> None:
    found = of_city("2023年增值税、契税分别完成20亿元、10亿元，增长5%、下降3%，占税收收入的40%、20%。")
    assert [(fact.code, fact.direction, fact.change_percent, fact.share_percent) for fact in found] == [
        ("10101", "increase", Decimal(5), Decimal(40)),
        ("10119", "decrease", Decimal(3), Decimal(20)),
    ]
