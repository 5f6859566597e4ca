"""Numerals and units of account."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.amounts import chinese_numeral, money_unit, read_number, to_yuan, unit_of_measure

MONEY = st.decimals(min_value=Decimal("-99999999"), max_value=Decimal("99999999"), places=2)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.56", "1234.56"),
        ("１，２３４．５６", "1234.56"),
        ("1 234 567.8", "1234567.8"),
        ("5 0 0", "500"),
        ("4, 387. 59", "4387.59"),
        ("1. 60", "1.60"),
        ("1,234.\n56", "1234.56"),
        ("1,234.56000\n0", "1234.560000"),
        ("2,77\n6.75", "2776.75"),
        ("-12.3", "-12.3"),
        ("－12.3", "-12.3"),
        ("(12.30)", "-12.30"),
        ("（12.30）", "-12.30"),
        ("△5", "-5"),
        ("负12", "-12"),
        ("¥100", "100"),
        ("0", "0"),
        ("0.00", "0.00"),
        (".5", "0.5"),
        ("三百二十万", "3200000"),
        ("壹佰元整", "100"),
    ],
)
def test_a_printed_number_is_read_exactly(text: str, value: str) -> None:
    assert read_number(text).value == Decimal(value)


@pytest.mark.parametrize(
    "text", ["9 1,950.29", "12,34", "1,2345.67", "12.3\n45.6", "100\n200", "[illegible]", "XX", "##", "1.2.3"]
)
def test_what_could_be_two_numbers_is_none(text: str) -> None:
    assert read_number(text).state == "illegible"
    assert read_number(text).value is None


@pytest.mark.parametrize(
    ("text", "state"),
    [("", "blank"), (" \n", "blank"), ("—", "not_applicable"), ("——", "not_applicable"), ("-", "not_applicable"), ("/", "not_applicable"),
     ("合计", "text"), ("2025年", "text"), ("1. 人员", "text"), ("12-3", "text"), ("30101", "value"), ("0", "value")],
)  # fmt: skip
def test_blank_dash_words_and_zero_are_four_things(text: str, state: str) -> None:
    assert read_number(text).state == state


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("12.5%", "12.5", "%"), ("12.5％", "12.5", "%"), ("3辆", "3", "辆"), ("100万元", "100", "万元")],
)
def test_a_unit_behind_a_number_is_kept(text: str, value: str, unit: str) -> None:
    number = read_number(text)
    assert (number.value, number.unit) == (Decimal(value), unit)


@given(MONEY)
def test_thousands_separators_change_nothing(amount: Decimal) -> None:
    assert read_number(f"{amount:,.2f}").value == amount
    assert read_number(f"{amount:.2f}").value == amount


@given(MONEY, st.sampled_from(["元", "千元", "万元", "亿元"]))
def test_yuan_have_two_places_and_keep_the_order(amount: Decimal, unit: str) -> None:
    yuan = to_yuan(amount, unit)
    assert yuan is not None and yuan.as_tuple().exponent == -2
    assert (yuan > 0) == (amount > 0)


def test_more_than_four_decimals_of_wan_round_half_up_to_the_cent() -> None:
    assert to_yuan(Decimal("0.0000005"), "万元") == Decimal("0.01")
    assert to_yuan(Decimal("32852.053832"), "万元") == Decimal("328520538.32")


def test_a_unit_that_is_no_money_has_no_yuan() -> None:
    assert to_yuan(Decimal(3), "辆") is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "万元"),
        ("金额单位：人民币元", "元"),
        ("单位：万元、%", "万元"),
        ("部门：某某市统计局 单位：万元", "万元"),
        ("单位/万元", "万元"),
        ("单位：/万元", "万元"),
        ("（万元）", "万元"),
        ("项目资金\n（元）", "元"),
        ("（单位：亿元）", "亿元"),
        ("单位：某某市统计局", None),
        ("计量单位", None),
        ("单元", None),
    ],
)
def test_the_unit_of_account_is_found_where_it_is_declared(text: str, unit: str | None) -> None:
    assert money_unit(text) == unit


def test_units_of_measure_have_one_spelling() -> None:
    assert unit_of_measure("台/套") == unit_of_measure("台(套)") == "台（套）"
    assert unit_of_measure("科目") is None


@pytest.mark.parametrize("text", ["一般", "十", "公务", "合计", "万元"])
def test_words_are_no_chinese_numerals(text: str) -> None:
    assert chinese_numeral(text) is None
