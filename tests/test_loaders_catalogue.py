"""The data files of the catalogue speak the warehouse's vocabulary and nothing else."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import warehouse
from loaders.catalogue import UNRECOGNISED, catalogue, header_facet, line_item
from loaders.catalogue.forms import form_words

VOCABULARY = Path(warehouse.__file__).parent / "vocabulary"


def words(name: str) -> set[str]:
    with (VOCABULARY / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return {row[next(iter(row))] for row in csv.DictReader(stream)}


def test_every_table_kind_is_in_the_vocabulary_once() -> None:
    ids = [kind.id for kind in catalogue().kinds]
    assert len(ids) == len(set(ids))
    assert {*ids, UNRECOGNISED.id} <= words("table_kind")


@pytest.mark.parametrize("facet", ["flow", "fund", "nature", "item", "measure"])
def test_every_header_facet_is_in_the_vocabulary(facet: str) -> None:
    assert {rule.value for rule in catalogue().headers[facet]} <= words(facet)


def test_every_label_item_is_in_the_vocabulary() -> None:
    groups = set(catalogue().lines) - {"roles", "top", "levels"}
    items = {rule.value for group in groups for rule in catalogue().lines[group]}
    general = {
        f"{rule.value}.{kind}"
        for rule in catalogue().lines["debt"]
        for kind in ("general", "special")
        if rule.value.startswith("debt.")
    }
    assert items | general <= words("item")
    assert {rule.value for rule in catalogue().lines["roles"]} <= words("row_role")
    assert {rule.value for rule in catalogue().lines["levels"]} <= words("fund")


def test_kinds_speak_the_vocabulary() -> None:
    for kind in catalogue().kinds:
        named = {*kind.items.values(), *kind.instead.values()} - {None} | (
            {kind.item} if kind.item else set()
        )
        assert named <= words("item"), kind.id
        assert {kind.fund} - {None} <= words("fund"), kind.id
        assert {kind.flow} - {None} <= words("flow"), kind.id
        assert {kind.nature} - {None} <= words("nature"), kind.id
        assert set(kind.items) - {"total", "row"} <= words("fund") | words("nature"), kind.id


def test_functional_classes_have_one_code_each() -> None:
    codes = [code for code, _ in catalogue().functions]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("facet", "path", "value"),
    [
        ("roles", "科目编码/类", "code_class"),
        ("roles", "支出/项目(按功能分类)", "label"),
        ("roles", "项目支出", None),
        ("roles", "支出/支出用途/金额", None),
        ("roles", "绩效指标/三级指标", "indicator"),
        ("fund", "上年结转结余/一般公共预算", "general_public.carryover"),
        ("fund", "财政拨款收入/一般公共预算收入", "general_public"),
        ("fund", "事业收入(不含教育收费)", "operating"),
        ("fund", "事业单位经营收入", "business"),
        ("nature", "基本支出/人员经费/工资福利支出", "basic.personnel.wages"),
        ("nature", "项目支出/其他运转类", "project.operating"),
        ("measure", "预算数比上年执行数增长%", "change_percent"),
        ("stage", "汇总(调整)预算数", "adjusted_budget"),
        ("measure", "决算数为预算数的%", "completion_percent"),
        ("measure", "执行数为上年执行数的%", "prior_percent"),
        ("measure", "预算数为2024年执行数的%", "prior_percent"),
        ("measure", "执行数为汇总(调整)预算数的%", "completion_percent"),
        ("measure", "2026年预算数比2025年执行数/增减额", "change_amount"),
        ("item", "公务用车购置及运行费/公务用车购置费", "sangong.vehicle.purchase"),
        ("item", "公务用车购置及运行费/小计", "sangong.vehicle"),
        ("plain", "2026年预算数", "plain"),
        ("plain", "单位预留机动经费", None),
    ],
)
def test_header_paths_mean_what_they_say(facet: str, path: str, value: str | None) -> None:
    assert header_facet(facet, path) == value


@pytest.mark.parametrize(
    ("group", "label", "value"),
    [
        ("roles", "收入总计", "total"),
        ("roles", "本年支出合计", "subtotal"),
        ("roles", "区县级合计", "subtotal"),
        ("roles", "年初结转和结余", "carryover"),
        ("roles", "使用非财政拨款结余", "carryover"),
        ("roles", "一般公共服务支出", None),
        ("revenue", "一般公共预算拨款收入", "income.general_public"),
        ("revenue", "动用预算稳定调节基金", "income.stabilisation_use"),
        ("expenditure", "其他运转类", "expenditure.project.operating"),
        ("debt", "2025年末地方政府一般债务余额限额", "debt.limit"),
        ("any", "公务用车运行维护费", "sangong.vehicle.operation"),
        ("any", "公务用车购置数(辆)", "vehicles.purchased"),
    ],
)
def test_labels_mean_what_they_say(group: str, label: str, value: str | None) -> None:
    assert line_item(group, label) == value


def test_forms_know_their_operators() -> None:
    assert set(form_words().operators) == {">=", "<=", ">", "<", "=", "qualitative"}
