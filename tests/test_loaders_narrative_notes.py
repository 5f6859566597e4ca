"""What governments print beside their yearly report: adjustments, statements on debt, transfers and three-public costs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from statements import COUNTY_BUDGET, read

from loaders.identity import Identity
from loaders.narrative import Fact

BUDGET = COUNTY_BUDGET
ADJUSTMENT = replace(COUNTY_BUDGET, stage="adjusted_budget")
HALF_YEAR = replace(COUNTY_BUDGET, stage="execution")
ACCOUNT = replace(COUNTY_BUDGET, kind="gov_final", stage="final")
DEBT = replace(COUNTY_BUDGET, kind="debt", stage=None)
_STAGES = {"initial_budget": "budget", "adjusted_budget": "adjusted"}


def told(fact: Fact) -> str:
    """A fact in one line: item, amount in 万元, fund, year, stage, change against what, share, completion."""
    words = [(fact.item or "-") + (f"/{fact.code}" if fact.code else "")]
    if fact.amount is not None:
        words.append(f"{fact.amount / 10000:.0f}")
    words.append((fact.fund or "-").replace("general_public", "gpb"))
    words.append(f"{fact.fiscal_year}{_STAGES.get(fact.stage or '', fact.stage or '')}")
    if fact.direction:
        by = "" if fact.change_amount is None else f"{fact.change_amount / 10000:.0f}"
        percent = "" if fact.change_percent is None else f"{fact.change_percent}%"
        base = f"{fact.base_year}{_STAGES.get(fact.base_stage or '', fact.base_stage or '')}"
        words.append(f"{fact.direction[:3]} {by}{percent} on {base}")
    if fact.share_percent is not None:
        words.append(f"is {fact.share_percent}%")
    if fact.completion_percent is not None:
        words.append(f"did {fact.completion_percent}%")
    return " ".join(words)


CASES: list[tuple[Identity, str, list[str]]] = [
    (
        ADJUSTMENT,
        "调增一般公共预算支出预算3万元，具体为：专项转移支付调增支出4万元、县本级专项调增支出5万元。一般公共预算道路养护项目支出调增2万元。",
        [
            "gpb.expenditure gpb 2024adjusted inc 3 on 2024budget",
            "- gpb 2024adjusted inc 4 on 2024budget",
            "- gpb 2024adjusted inc 5 on 2024budget",
            "- gpb 2024adjusted inc 2 on 2024budget",
        ],
    ),
    (
        ADJUSTMENT,
        "缺口9万元，通过预算调整解决5万元，具体为调减当年调出资金5万元。增加一般债务转贷收入6万元。",
        [
            "- 9 - 2024adjusted",
            "- 5 - 2024adjusted",
            "expenditure.transfer_out - 2024adjusted dec 5 on 2024budget",
            "income.debt gpb 2024adjusted inc 6 on 2024budget",
        ],
    ),
    (
        HALF_YEAR,
        "全县组织财政收入9万元。其中：税收收入7万元，增值税收入3万元；税收收入占组织财政收入的比重为77%。",
        ["- 9 - 2024execution", "- 7 - 2024execution is 77%", "- 3 - 2024execution"],
    ),
    (
        HALF_YEAR,
        "全县完成公共财政预算收入9万元。其中：地方公共财政预算收入6万元；上划收入3万元。公共财政预算支出8万元，为预算的(含上级专项)69.5%。",
        [
            "- 9 gpb 2024execution",
            "gpb.income 6 gpb 2024execution",
            "- 3 gpb 2024execution",
            "gpb.expenditure 8 gpb 2024execution did 69.5%",
        ],
    ),
    (
        DEBT,
        "年末政府性债务余额9万元。其中：政府债务8万元（一般债务3万元、专项债务5万元）、政府或有债务1万元。2025年预计还本付息2万元。",
        [
            "- 9 - 2024",
            "debt.balance 8 - 2024",
            "debt.balance.general 3 gpb 2024",
            "debt.balance.special 5 gov_fund 2024",
            "- 1 - 2024",
            "debt.service 2 - 2025",
        ],
    ),
    (
        DEBT,
        "我县政府债务限额9万元。其中：新增专项债务限额总额2万元。政府债务余额全部控制在限额9万元内。",
        ["debt.limit 9 - 2024", "debt.limit_new.special 2 gov_fund 2024", "debt.limit 9 - 2024"],
    ),
    (
        BUDGET,
        "2023年全县发行政府债券9万元。\n\n按债券性质分：新增债券8万元，再融资债券1万元。",
        [
            "debt.issue 9 - 2023execution",
            "debt.issue.new 8 - 2023execution",
            "debt.issue.refinancing 1 - 2023execution",
        ],
    ),
    (
        BUDGET,
        "一般性转移支付收入9万元，其中：县级基本财力保障机制奖补资金收入2万元，教育共同财政事权转移支付收入7万元。",
        [
            "transfer.general 9 gpb 2024budget",
            "income.subject/1100207 2 gpb 2024budget",
            "income.subject/1100245 7 gpb 2024budget",
        ],
    ),
    (
        BUDGET,
        "预计我县转移性补助收入9万元，其中：返还性收入2万元，专项转移收入7万元。政府性基金转移收入1万元。返还性收入中，增值税税收返还2万元。",
        [
            "transfer.received 9 - 2024budget",
            "transfer.tax_return 2 gpb 2024budget",
            "transfer.special 7 gpb 2024budget",
            "transfer.received 1 gov_fund 2024budget",
            "- 2 gov_fund 2024budget",
        ],
    ),
    (
        HALF_YEAR,
        "全县公共预算支出4万元，完成年初预算计划8万元的50%，增支1万元。",
        [
            "gpb.expenditure 4 gpb 2024execution inc 1 on 2023 did 50%",
            "gpb.expenditure 8 gpb 2024budget",
        ],
    ),
    (
        ADJUSTMENT,
        "会议批准的2024年一般公共预算收入为：一般公共预算收入5万元，上级补助收入3万元。调整后：一般公共预算收入5万元，上级补助收入4万元。",
        [
            "gpb.income 5 gpb 2024budget",
            "transfer.received 3 gpb 2024budget",
            "gpb.income 5 gpb 2024adjusted",
            "transfer.received 4 gpb 2024adjusted",
        ],
    ),
    (
        ADJUSTMENT,
        "一般公共预算收入预算7万元，保持不变。|全县一般公共预算收入超收2万元。",
        ["gpb.income 7 gpb 2024adjusted unc  on 2024budget", "gpb.income gpb 2024execution inc 2 on 2024"],
    ),
    (
        ADJUSTMENT,
        "市财政局《关于下达2023年补助资金的通知》（某财预〔2023〕5号）下达我县均衡性转移支付增量资金9万元。到期债务本金中通过安排再融资债券5万元借新还旧，需县级财力偿还3万元（一般债券1万元、专项债券2万元）。",
        [
            "- 9 - 2024adjusted",
            "debt.issue.refinancing 5 - 2024adjusted",
            "- 3 - 2024adjusted",
            "- 1 - 2024adjusted",
            "- 2 - 2024adjusted",
        ],
    ),
    (
        DEBT,
        "债务余额预计执行数9万元，其中一般债务4万元；或有债务余额2万元。预留限额3万元。",
        [
            "debt.balance 9 - 2024execution",
            "debt.balance.general 4 gpb 2024execution",
            "- 2 - 2024",
            "- 3 - 2024",
        ],
    ),
    (
        BUDGET,
        "上级税收返还和转移支付补助9万元，比上年增长4.3%。其中：一般性转移支付收入7万元，主要是：均衡性转移支付收入5万元。",
        [
            "transfer.received 9 - 2024budget inc 4.3% on 2023",
            "transfer.general 7 gpb 2024budget",
            "income.subject/1100202 5 gpb 2024budget",
        ],
    ),
    (
        BUDGET,
        "教育支出9万元，债务付息支出预算数2万元。2023年，全县编制绩效目标20个。开展重点评价，涉及资金3万元。",
        [
            "expenditure.function/205 9 - 2024budget",
            "expenditure.function/232 2 - 2024budget",
            "performance.targets - 2023execution",
            "- 3 - 2023execution",
        ],
    ),
    (
        ADJUSTMENT,
        "年初人代会通过的一般公共预算收入预算为9万元，因落实退税政策，拟调减2万元，调整后为7万元，按自然口径比上年下降6.5%。",
        [
            "gpb.income 9 gpb 2024budget",
            "gpb.income 7 gpb 2024adjusted dec 2 on 2024budget",
            "gpb.income gpb 2024adjusted dec 6.5% on 2023",
        ],
    ),
    (
        replace(BUDGET, kind="dept_budget", unit_name="清河县教育局", stage="adjusted_budget"),
        "我局2024年年初预算收入5万元，调整后预算收入7万元。|支出预算由6万元调整为7万元，其中：基本支出由3万元调整为4万元。",
        [
            "income.total 5 - 2024budget",
            "income.total 7 - 2024adjusted",
            "expenditure.total 6 - 2024budget",
            "expenditure.total 7 - 2024adjusted",
            "expenditure.basic 3 - 2024budget",
            "expenditure.basic 4 - 2024adjusted",
        ],
    ),
    (
        HALF_YEAR,
        "上半年全县政府债务余额9万元，控制在核定的限额10万元以内。|年初安排预备费3万元。",
        [
            "debt.balance 9 - 2024execution",
            "debt.limit 10 - 2024execution",
            "expenditure.function/227 3 - 2024budget",
        ],
    ),
    (
        ACCOUNT,
        "选取20个项目开展重点评价，其中评价等级为“优”6个、“良”11个。",
        ["performance.self_eval.grade - 2024final", "performance.self_eval.grade - 2024final"],
    ),
    (
        ADJUSTMENT,
        "调减一般公共预算收入9万元，二是预计增加非税收入2万元。主要是调增镇本级支出预算4万元和调减上级转移支付支出预算3万元，包括调增基本支出2万元、调减基建支出1万元。",
        [
            "gpb.income gpb 2024adjusted dec 9 on 2024budget",
            "income.non_tax gpb 2024adjusted inc 2 on 2024budget",
            "gpb.expenditure gpb 2024adjusted inc 4 on 2024budget",
            "- gpb 2024adjusted dec 3 on 2024budget",
            "gpb.expenditure.basic gpb 2024adjusted inc 2 on 2024budget",
            "- gpb 2024adjusted dec 1 on 2024budget",
        ],
    ),
    (
        ADJUSTMENT,
        "需要对政府性基金预算进行调整，其中债务转贷收入由年初预算的8万元调整为9万元。|县级调增一般公共预算支出3万元：“小学教育”科目2万元。",
        [
            "income.debt 8 gov_fund 2024budget",
            "income.debt 9 gov_fund 2024adjusted",
            "gpb.expenditure gpb 2024adjusted inc 3 on 2024budget",
            "gpb.expenditure.function/2050202 2 gpb 2024adjusted",
        ],
    ),
    (
        ADJUSTMENT,
        "全县一般公共预算收入下降幅度较大，预计短收5万元。税收收入返还由4万元调整为3万元。年底预算稳定调节基金结余资金为7万元。",
        [
            "gpb.income gpb 2024execution dec 5 on 2024",
            "- 4 gpb 2024budget",
            "- 3 gpb 2024adjusted",
            "stabilisation.balance 7 gpb 2024adjusted",
        ],
    ),
    (
        HALF_YEAR,
        "社会保险基金收入完成9万元，其中：失业保险基金5万元。",
        [
            "social_insurance.income 9 social_insurance 2024execution",
            "income.subject/10202 5 social_insurance 2024execution",
        ],
    ),
    (
        replace(BUDGET, kind="sangong_summary"),
        "一般公共预算安排“三公”经费9万元。分项情况是：公务接待费3万元。",
        ["sangong.total 9 gpb 2024budget", "sangong.reception 3 gpb 2024budget"],
    ),
    (
        ADJUSTMENT,
        "截至2023年底，我县债务余额9万元，其中一般债务余额4万元，为核定限额的88%。",
        ["debt.balance 9 - 2023final", "debt.balance.general 4 gpb 2023final is 88%"],
    ),
    (
        BUDGET,
        "预计省下达一般债务限额5万元，预计年末余额4万元。安排对镇乡、园区税收返还和一般性转移支付3万元。",
        [
            "debt.limit.general 5 gpb 2024budget",
            "debt.balance.general 4 gpb 2024budget",
            "- 3 - 2024budget",
        ],
    ),
    (
        HALF_YEAR,
        "一般公共预算收入9万元，4月和5月受影响，单月分别减收68.9%和74.8%。税收收入占比91%。上半年完成失业保险基金收入2万元。",
        [
            "gpb.income 9 gpb 2024execution",
            "income.tax gpb 2024execution is 91%",
            "income.subject/10202 2 social_insurance 2024execution",
        ],
    ),
    (
        HALF_YEAR,
        "公共财政预算总收入9万元。其中：地方公共财政预算收入6万元；上划中央收入3万元。|税收收入7万元，税收收入占财政总收入的比重为70%。",
        [
            "- 9 gpb 2024execution",
            "gpb.income 6 gpb 2024execution",
            "- 3 gpb 2024execution",
            "- 7 - 2024execution is 70%",
        ],
    ),
    (
        ADJUSTMENT,
        "税收收入9万元，预计最后2个月减收2万元，全年预计完成县级税收7万元。转让收入等相应调增非税收入3万元。",
        [
            "income.tax 9 - 2024adjusted",
            "income.tax 7 - 2024execution",
            "income.non_tax - 2024adjusted inc 3 on 2024budget",
        ],
    ),
    (
        ADJUSTMENT,
        "一、1-5月预算执行情况|1.一般公共预算总收入9万元，完成预算（20万元）的45%。其中：|（1）一般公共预算收入6万元，同比（4万元）增加2万元。",
        [
            "gpb.income.grand_total 9 gpb 2024execution did 45%",
            "gpb.income.grand_total 20 gpb 2024budget",
            "gpb.income 6 gpb 2024execution inc 2 on 2023",
            "gpb.income 4 gpb 2023final",
        ],
    ),
    (
        ADJUSTMENT,
        "税收收入拟调整为8万元，调减2万元，下降9.7%。|非税收入由4万元调整为5万元，调增1万元，增长25%；转移性收入8万元，调增1万元，调整为9万元。|调增部分主要用于道路建设3万元，预留债券付息结余相应减少调出资金2万元。",
        [
            "income.tax 8 - 2024adjusted dec 2 on 2024budget",
            "income.tax - 2024adjusted dec 9.7% on 2023",
            "income.non_tax 4 - 2024budget",
            "income.non_tax 5 - 2024adjusted inc 125% on 2024budget",
            "income.transfer 8 - 2024budget",
            "income.transfer 9 - 2024adjusted inc 1 on 2024budget",
            "- 3 - 2024adjusted",
            "expenditure.transfer_out - 2024adjusted dec 2 on 2024budget",
        ],
    ),
    (
        ADJUSTMENT,
        "2023年末，上级核定债务限额9万元。|县住建局2022年市政道路项目2万元，申报专项债券项目资金需求5万元。",
        ["debt.limit 9 - 2023final", "- 2 - 2024adjusted", "- 5 - 2024adjusted"],
    ),
    (
        ACCOUNT,
        "县级对柳河镇税收返还和各类转移支付支出5万元。其中，税收返还2万元。",
        ["transfer.paid 5 - 2024final", "transfer.tax_return 2 gpb 2024final"],
    ),
]


@pytest.mark.parametrize(("identity", "text", "facts"), CASES)
def test_what_a_statement_tells(identity: Identity, text: str, facts: list[str]) -> None:
    assert [told(fact) for fact in read(identity, *text.split("|"))] == facts
