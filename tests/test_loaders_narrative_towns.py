"""Reports of towns, zones and districts: their own words for what they take in, whole and part, what is measured otherwise."""

from dataclasses import replace

import pytest
from statements import COUNTY_BUDGET, read

from loaders.identity import Identity

TOWN = replace(COUNTY_BUDGET, unit_name="清溪镇")
DISTRICT = replace(COUNTY_BUDGET, unit_name="云山区")
ACCOUNT = replace(DISTRICT, kind="gov_final", stage="final")
ZONE = replace(ACCOUNT, unit_name="清河台商区")

SAID: dict[str, tuple[Identity, list[str], list[str]]] = {
    "what is passed on to a town is no budget of its own, and a fund's is a fund's": (
        TOWN,
        [
            "2023年我镇可用资金90万元。其中：一般预算补助收入60万元，完成年初预算的98%；基金补助收入20万元，完成年初预算的67%；财政专户支出10万元。"
        ],
        [
            "- - execution 900000",
            "transfer.received general_public execution 600000 98%",
            "transfer.received gov_fund execution 200000 67%",
            "- gov_fund execution 100000",
        ],
    ),
    "a remark says which budget was completed, a year may lack its word": (
        ACCOUNT,
        [
            "2024年，全区一般公共预算收入90万元，为年度预算（调整数）的105.4%，比2023下降3.0%；一般公共预算支出80万元，完成调整后支出预算的96.3%，直比增长2%。"
        ],
        [
            "gpb.income general_public final 900000 105.4% -3.0",
            "gpb.expenditure general_public final 800000 96.3% +2",
        ],
    ),
    "what a congress approved is of the side that the heading tells": (
        ACCOUNT,
        ["1.一般公共预算收入", "经区人大常委会第六次会议批准收入预算调整为200万元。"],
        ["gpb.income general_public adjusted_budget 2000000"],
    ),
    "what would be without a refund is no amount of the accounts": (
        ACCOUNT,
        ["2024年全区还原留抵退税后累计完成一般公共预算收入250万元，同口径下降8.9%。"],
        ["- general_public final 2500000 -8.9"],
    ),
    "a 总计 that is told again without lines of the balance is the side itself": (
        ACCOUNT,
        [
            "2024年全区一般公共预算支出总计16万元，下降18.4%。其中，区级一般公共预算支出10万元。",
            "2024年全区一般公共预算支出16万元，上解上级支出3万元，支出总计19万元。",
        ],
        [
            "gpb.expenditure general_public final 160000 -18.4",
            "gpb.expenditure general_public final 100000",
            "gpb.expenditure general_public final 160000",
            "expenditure.remit_up general_public final 30000",
            "gpb.expenditure.grand_total general_public final 190000",
        ],
    ),
    "what remains of a budget is carried over": (
        ACCOUNT,
        [
            "2024年全区一般公共预算收支平衡情况是：",
            "收入总计20万元。其中：一般公共预算收入15万元；上年结余5万元。",
            "支出总计17万元。其中：一般公共预算支出16万元；上解上级支出1万元。",
            "以上收支相抵，一般公共预算结余3万元。",
        ],
        ["expenditure.carryover general_public final 30000"],
    ),
    "a zone gives what a zone gets from the district's own level": (
        DISTRICT,
        [
            "2023年新芜开发区一般公共预算收入11万元，加本级财政补助收入2万元，收入合计13万元。开发区一般公共预算支出7万元，加上解本级财政支出6万元，支出合计13万元。"
        ],
        [
            "gpb.income general_public execution 110000 @新芜开发区",
            "transfer.received general_public execution 20000 @新芜开发区",
            "gpb.income.grand_total general_public execution 130000 @新芜开发区",
            "gpb.expenditure general_public execution 70000 @开发区",
            "expenditure.remit_up general_public execution 60000 @开发区",
            "gpb.expenditure.grand_total general_public execution 130000 @开发区",
        ],
    ),
    "a budget reviewed by a congress, what is added to a side, a fund by its short name": (
        ACCOUNT,
        [
            "一般公共预算收入年初预算数为26亿元，经区人大常委会第九次会议审议通过的调整预算数（下同）为30亿元，决算数为31亿元，增长25%。本级收入加上级补助20亿元，收入总计51亿元。",
            "全区一般公共预算支出38亿元，安排预稳8亿元。",
        ],
        [
            "gpb.income general_public initial_budget 2600000000",
            "gpb.income general_public adjusted_budget 3000000000",
            "gpb.income general_public final 3100000000 +25",
            "transfer.received general_public final 2000000000",
            "gpb.income.grand_total general_public final 5100000000",
            "gpb.expenditure general_public final 3800000000",
            "expenditure.stabilisation_add general_public final 800000000",
        ],
    ),
    "what is raised for all levels is no grand total, what is expected is a budget": (
        DISTRICT,
        [
            "2023年，全区代编预算收入预期目标为：一般公共预算总收入48亿元、增幅8%；地方一般公共预算收入32亿元、增幅6%。",
            "2023年全区一般公共预算支出完成60亿元。其中：一般公共预算支出中民生支出48亿元。",
        ],
        [
            "- - initial_budget 4800000000 +8",
            "gpb.income general_public initial_budget 3200000000 +6",
            "gpb.expenditure general_public execution 6000000000",
            "expenditure.livelihood general_public execution 4800000000",
        ],
    ),
    "classes by an older name, and how far a goal was reached": (
        TOWN,
        [
            "2023年全镇一般公共预算收入28万元，完成目标进度44%，税性比为74%。",
            "2023年一般公共预算支出21万元。支出分项目具体如下：",
            "1.教育事业事务支出11万元，为调整预算的99%。",
        ],
        [
            "gpb.income general_public execution 280000 44%",
            "gpb.expenditure general_public execution 210000",
            "gpb.expenditure.function general_public execution 110000 99%",
        ],
    ),
    "a zone by its longer name is the zone itself": (
        ZONE,
        ["2024年清河台商投资区一般公共预算支出24万元。"],
        ["gpb.expenditure general_public final 240000"],
    ),
}


@pytest.mark.parametrize("case", SAID, ids=str)
def test_reports_of_towns_and_zones(case: str) -> None:
    identity, lines, expected = SAID[case]
    shown = []
    for fact in read(identity, *lines):
        sign = "-" if fact.direction == "decrease" else "+"
        words = [fact.item or "-", fact.fund or "-", fact.stage or "-", f"{fact.amount:.0f}"]
        words += [f"{fact.completion_percent}%"] if fact.completion_percent is not None else []
        words += [f"{sign}{fact.change_percent}"] if fact.change_percent is not None else []
        words += [f"@{fact.about}"] if fact.about and "开发区" in fact.about else []
        shown.append(" ".join(words))
    assert shown[-len(expected) :] == expected
