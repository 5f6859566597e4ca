"""Plans that adjust a government's budget, and notes beside it: what it was, what it becomes, by how much, from what and for what."""

from __future__ import annotations

from dataclasses import replace

import pytest
from statements import read
from test_loaders_narrative_notes import ACCOUNT, ADJUSTMENT, DEBT, told

CASES: dict[str, list[str]] = {
    # from, to, by: in any order, with any verb
    "全县一般公共预算收入由年初的9万元下调至7万元，减少2万元。": [
        "gpb.income 9 gpb 2024budget",
        "gpb.income 7 gpb 2024adjusted dec 2 on 2024budget",
    ],
    "2.上级补助收入调整。根据补助到位情况，拟将年初预算数7万元调整为9万元，新增2万元。": [
        "transfer.received 7 - 2024budget",
        "transfer.received 9 - 2024adjusted inc 2 on 2024budget",
    ],
    "政府性基金预算支出预算由年初的5万元变更为8万元，净增3万元。": [
        "gov_fund.expenditure 5 gov_fund 2024budget",
        "gov_fund.expenditure 8 gov_fund 2024adjusted inc 3 on 2024budget",
    ],
    "年初预算基金收入9万元，根据土地出让进度，建议调减2万元，调整后7万元。": [
        "gov_fund.income 9 gov_fund 2024budget",
        "gov_fund.income 7 gov_fund 2024adjusted dec 2 on 2024budget",
    ],
    "土地出让收入年初预算9万元，现调减2万元；新增专项债券收入1万元。": [
        "income.subject/1030148 9 gov_fund 2024budget",
        "income.subject/1030148 gov_fund 2024adjusted dec 2 on 2024budget",
        "income.debt 1 gov_fund 2024adjusted",
    ],
    "年初一般公共预算总收入9万元，此次增加上级补助收入2万元，调整后一般公共预算总收入11万元。": [
        "gpb.income.grand_total 9 gpb 2024budget",
        "transfer.received gpb 2024adjusted inc 2 on 2024budget",
        "gpb.income.grand_total 11 gpb 2024adjusted",
    ],
    "批准的一般公共预算收入为9万元，动用预算稳定调节基金2万元；一般公共预算支出9万元、政府性基金预算支出为8万元。": [
        "gpb.income 9 gpb 2024budget",
        "income.stabilisation_use 2 gpb 2024budget",
        "gpb.expenditure 9 gpb 2024budget",
        "gov_fund.expenditure 8 gov_fund 2024budget",
    ],
    "（一）一般公共预算收入|年初预算为9万元，建议调整为8万元。": [
        "gpb.income 9 gpb 2024budget",
        "gpb.income 8 gpb 2024adjusted",
    ],
    "一、一般公共预算调整|1.县级财政总收入年初预算9万元，调整为8万元。|2.上级补助收入。年初预算未安排，调整预算3万元，增加3万元。": [
        "- 9 - 2024budget",
        "- 8 - 2024adjusted",
        "transfer.received 3 gpb 2024adjusted inc 3 on 2024budget",
    ],
    "转移性支出年初预算数9万元，调整预算数10万元，调增1万元；国有资本经营预算收入由年初预算的3万元，调整为2万元。": [
        "expenditure.transfer 9 - 2024budget",
        "expenditure.transfer 10 - 2024adjusted inc 1 on 2024budget",
        "state_capital.income 3 state_capital 2024budget",
        "state_capital.income 2 state_capital 2024adjusted",
    ],
    "一般公共预算总支出年初为8万元，调整为9万元，收入预算不作调整，仍为7万元。": [
        "gpb.expenditure.grand_total 8 gpb 2024budget",
        "gpb.expenditure.grand_total 9 gpb 2024adjusted",
        "gpb.income 7 gpb 2024adjusted unc  on 2024budget",
    ],
    "省下达新增专项债券3万元，相应调增政府性基金预算收入3万元、支出3万元。": [
        "debt.issue.new.special 3 gov_fund 2024adjusted",
        "gov_fund.income gov_fund 2024adjusted inc 3 on 2024budget",
        "gov_fund.expenditure gov_fund 2024adjusted inc 3 on 2024budget",
    ],
    "一般公共预算收入不作调整，仍为9万元；从其他预算调入2万元，与年初预算一致。": [
        "gpb.income 9 gpb 2024adjusted unc  on 2024budget",
        "income.transfer_in 2 gpb 2024adjusted unc  on 2024budget",
    ],
    # parts of a change are changes
    "农林水支出调增5万元，其中水库加固3万元、管护补助2万元。": [
        "expenditure.function/213 - 2024adjusted inc 5 on 2024budget",
        "- - 2024adjusted inc 3 on 2024budget",
        "- - 2024adjusted inc 2 on 2024budget",
    ],
    "新增的支出主要是：教育支出2万元，卫生健康支出1万元。": [
        "expenditure.function/205 - 2024adjusted inc 2 on 2024budget",
        "expenditure.function/210 - 2024adjusted inc 1 on 2024budget",
    ],
    # what the months before have brought
    "截至9月底，全县一般公共预算收入完成6万元，政府债务余额8万元。": [
        "gpb.income 6 gpb 2024execution",
        "debt.balance 8 - 2024execution",
    ],
    "调增地方政府一般债务还本支出科目3万元，调整后全县政府性基金预算收支总量均为9万元。": [
        "expenditure.debt_repayment gpb 2024adjusted inc 3 on 2024budget",
        "gov_fund.income.grand_total 9 gov_fund 2024adjusted",
        "gov_fund.expenditure.grand_total 9 gov_fund 2024adjusted",
    ],
    # the parts of a change, and what the whole became behind them
    "一般公共预算支出由6万元调整为9万元，调增3万元，其中征地1万元，教育支出2万元。": [
        "gpb.expenditure 6 gpb 2024budget",
        "gpb.expenditure 9 gpb 2024adjusted inc 3 on 2024budget",
        "- gpb 2024adjusted inc 1 on 2024budget",
        "gpb.expenditure.function/205 gpb 2024adjusted inc 2 on 2024budget",
    ],
    "政府性基金支出调增3万元，其中：征地1万元、土地开发2万元，调整后为9万元。": [
        "- gov_fund 2024adjusted inc 1 on 2024budget",
        "- gov_fund 2024adjusted inc 2 on 2024budget",
        "gov_fund.expenditure 9 gov_fund 2024adjusted inc 3 on 2024budget",
    ],
    "一般公共预算收入预计全年完成9万元，调增3万元。支出预算维持8万元不变。": [
        "gpb.income 9 gpb 2024execution inc 3 on 2024budget",
        "gpb.expenditure 8 gpb 2024adjusted unc  on 2024budget",
    ],
}


@pytest.mark.parametrize("text", CASES)
def test_an_adjustment(text: str) -> None:
    assert [told(fact) for fact in read(ADJUSTMENT, *text.split("|"))] == CASES[text]


NOTES = {
    "2024年全县新增地方政府债务9万元，其中：一般债务2万元、专项债务7万元。": [
        "debt.issue.new 9 - 2024",
        "debt.issue.new.general 2 gpb 2024",
        "debt.issue.new.special 7 gov_fund 2024",
    ],
    "到期债券本金9万元，其中通过再融资偿还7万元；自行偿还2万元。": [
        "debt.repayment 9 - 2024",
        "debt.repayment 7 - 2024",
        "debt.repayment 2 - 2024",
    ],
    "债务余额减少9万元，其中预算安排资金偿还2万元。债券资金安排：|1.新增一般债券资金5万元。": [
        "debt.balance - 2024 dec 9 on 2023",
        "debt.repayment 2 - 2024",
        "debt.issue.new.general 5 gpb 2024",
    ],
    "债务余额9万元，低于省核定的债务限额10万元。": ["debt.balance 9 - 2024", "debt.limit 10 - 2024"],
    "调整使用专项债务限额7万元。": ["- 7 - 2024"],
}


@pytest.mark.parametrize("text", NOTES)
def test_a_note_on_debt(text: str) -> None:
    assert [told(fact) for fact in read(DEBT, *text.split("|"))] == NOTES[text]


def test_what_an_account_would_have_been_on_the_terms_of_last_year_is_no_amount() -> None:
    found = read(ACCOUNT, "一般公共预算收入9万元（自然口径）。一般公共预算收入（同口径）10万元。")
    assert [fact.item for fact in found] == ["gpb.income", None]


def test_purchases_and_evaluations_of_a_government() -> None:
    text = "全县政府采购预算金额9万元，实际采购金额8万元。|对6个项目开展绩效自评，涉及资金5万元；选取2个项目开展财政评价，涉及资金1万元。"
    found = read(ACCOUNT, "一、政府采购和绩效", *text.split("|"))
    assert [told(fact) for fact in found] == [
        "procurement.total 9 - 2024budget",
        "procurement.total 8 - 2024final",
        "performance.self_eval.projects - 2024final",
        "performance.self_eval.amount 5 - 2024final",
        "- 1 - 2024final",
    ]


def test_a_balance_of_funds_and_what_old_reports_call_the_general_budget() -> None:
    fund = read(
        ACCOUNT,
        "政府性基金收入9万元，加上级补助2万元、专项债券3万元，收入总量14万元。支出8万元，加专项债券还本1万元、调出5万元，支出总量14万元。",
    )
    assert [fact.item for fact in fund] == [
        "gov_fund.income",
        "transfer.received",
        "income.debt",
        "gov_fund.income.grand_total",
        "gov_fund.expenditure",
        "expenditure.debt_repayment",
        "expenditure.transfer_out",
        "gov_fund.expenditure.grand_total",
    ]
    old = read(
        replace(ACCOUNT, fiscal_year=2010), "财政总收入9万元，其中：上划中央收入3万元，地方财政收入6万元。"
    )
    assert [told(fact) for fact in old] == [
        "- 9 - 2010final",
        "- 3 - 2010final",
        "gpb.income 6 gpb 2010final",
    ]


def test_what_the_province_does_is_not_of_its_level() -> None:
    found = read(ADJUSTMENT, "企业养老保险全省统筹，补助资金3万元改由省里列支。")
    assert [(fact.about, fact.amount) for fact in found] == [(None, 30000)]


def test_a_total_whose_list_begins_with_the_own_revenue_has_the_lines_of_the_balance_in_it() -> None:
    text = "1.一般公共预算总收入9万元，完成预算10万元的90%。|（1）一般公共预算收入6万元，完成预算7万元的80%。|（2）转移性收入3万元。"
    found = read(ADJUSTMENT, "一、1-5月执行情况", *text.split("|"))
    total = "gpb.income.grand_total"
    assert [fact.item for fact in found] == [total, total, "gpb.income", "gpb.income", "income.transfer"]
