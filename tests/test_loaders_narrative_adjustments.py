"""Plans that adjust a government's budget: what it was, what it becomes, by how much, from what and for what."""

from __future__ import annotations

import pytest
from statements import read
from test_loaders_narrative_notes import ADJUSTMENT, told

CASES: dict[str, list[str]] = {
    # from, to, by: in any order, with any verb
    "全县一般公共预算收入由年初的9万元下调至7万元，减少2万元。": [
        "gpb.income 9 gpb 2024budget",
        "gpb.income 7 gpb 2024adjusted dec 2 on 2024budget",
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
    "批准的一般公共预算支出为9万元、政府性基金预算支出为8万元。": [
        "gpb.expenditure 9 gpb 2024budget",
        "gov_fund.expenditure 8 gov_fund 2024budget",
    ],
    "（一）一般公共预算收入|年初预算为9万元，建议调整为8万元。": [
        "gpb.income 9 gpb 2024budget",
        "gpb.income 8 gpb 2024adjusted",
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
}


@pytest.mark.parametrize("text", CASES)
def test_an_adjustment(text: str) -> None:
    assert [told(fact) for fact in read(ADJUSTMENT, *text.split("|"))] == CASES[text]
