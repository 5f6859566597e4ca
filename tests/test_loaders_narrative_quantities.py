"""Numbers of a sentence with their units."""

from decimal import Decimal

import pytest

from loaders.narrative.quantities import quantities


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("预算3210.1万元，增长8.16%", [("money", "32101000.00"), ("percent", "8.16")]),
        ("余额137.56亿元", [("money", "13756000000.00")]),
        ("投入8754元", [("money", "8754.00")]),
        ("年度收支结余-16966万元", [("money", "-169660000.00")]),
        ("各是4125.49，4143.91万元", [("money", "41254900.00"), ("money", "41439100.00")]),
        ("分别为10.5、20.3万元", [("money", "105000.00"), ("money", "203000.00")]),
        ("单价50万元以上通用设备0台(套)，单位价值100万元(含)以上设备2台", [("count", "0"), ("count", "2")]),
        ("税收占比69.4%，比上年提高4.8个百分点", [("percent", "69.4")]),
        ("2021年与110联动", []),
        ("前6个月", []),
        ("补助标准均提高20-40万元", []),
        ("每户奖励10万元—20万元", []),
        ("总额控制在5至6亿元", []),
        ("增长4.5%-5%", []),
        ("比上年增加318，47万元，增长16.35%", [("percent", "16.35")]),
        ("事业运行2080150-36.5万元", [("money", "365000.00")]),
        ("接待8批次，39人次，购置公务用车0辆", [("count", "8"), ("count", "39"), ("count", "0")]),
    ],
)
def test_numbers_come_with_their_units(text: str, found: list[tuple[str, str]]) -> None:
    got = [(one.sort, one.amount if one.sort == "money" else one.value) for one in quantities(text)]
    assert got == [(sort, Decimal(value)) for sort, value in found]


def test_a_list_without_end_costs_no_more_than_its_length() -> None:
    assert quantities("各" + "1、2，" * 20_000) == []
