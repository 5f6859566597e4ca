"""Units over their names: joined with evidence, never on doubt."""

from __future__ import annotations

import random
import sys

import pytest

from warehouse.decisions import unit_renames
from warehouse.names import core_name, expanded, places
from warehouse.resettle import RULES
from warehouse.unit_records import Decision, Mention, Units
from warehouse.units import resolve

PLACES = places(["湖北省", "武汉市", "东西湖区"])


def units(*mentions: Mention, decisions: tuple[Decision, ...] = ()) -> Units:
    shuffled = list(mentions)
    random.Random(7).shuffle(shuffled)
    found = resolve("420112", "420112", mentions, PLACES, decisions, renames=unit_renames())
    assert found == resolve("420112", "420112", shuffled, PLACES, decisions, renames=unit_renames())
    return found


def mention(name: str, year: int = 2022, code: str | None = None, kind: str = "dept_final") -> Mention:
    return Mention(f"{name}{year}{kind}", name, code, kind, "whole_department", year)


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("武汉市东西湖区科学技术协会（本级）", "科学技术协会"),
        ("东西湖区科学技术协会", "科学技术协会"),
        ("区科协", "科学技术协会"),
        ("中共武汉市东西湖区委组织部", "组织部"),
        ("区委组织部", "组织部"),
        ("中共东西湖区委老干部局", "老干部局"),
        ("区委统战部", "统一战线工作部"),
        ("区委办公室", "委办公室"),
        ("共青团武汉市东西湖区委员会", "共青团委员会"),
        ("团区委", "团区委"),
        ("中国人民政治协商会议东西湖区委员会办公室", "政协委员会办公室"),
        ("区政协办公室", "政协委员会办公室"),
        ("区人大常委会办公室", "人民代表大会常务委员会办公室"),
        ("区政务服务中心（原区行政服务中心）", "政务服务中心"),
        ("区卫计局", "卫生和计划生育局"),
        ("区市场监管局", "市场监督管理局"),
        ("市政管理局", "市政管理局"),
        ("武汉市东西湖区人民政府长青街道办事处", "长青街道办事处"),
    ],
)
def test_the_core_of_a_name(name: str, core: str) -> None:
    assert expanded(core_name(name, PLACES)) == core


def test_short_and_long_names_are_one_unit_with_evidence() -> None:
    found = units(mention("区科协", 2021), mention("东西湖区科学技术协会", 2022))
    assert len(found.units) == 1
    assert found.units[0].unit_name == "东西湖区科学技术协会"
    assert {alias.unit_name: alias.method for alias in found.aliases} == {
        "区科协": "abbreviation",
        "东西湖区科学技术协会": "name",
    }


def test_a_shared_code_and_similar_names_in_different_years_are_a_rename() -> None:
    found = units(mention("区行政服务中心", 2018, "114001"), mention("区政务服务中心", 2020, "114001"))
    assert [unit.unit_name for unit in found.units] == ["区政务服务中心"]
    assert "114001" in next(a.evidence for a in found.aliases if a.unit_name == "区行政服务中心")


def test_a_rename_keeps_the_id_of_the_first_name() -> None:
    before = units(mention("区行政服务中心", 2018, "114001"))
    after = units(mention("区行政服务中心", 2018, "114001"), mention("区政务服务中心", 2020, "114001"))
    assert before.units[0].unit_id == after.units[0].unit_id


def test_names_that_publish_side_by_side_stay_two_units() -> None:
    found = units(mention("区行政服务中心", 2020, "114001"), mention("区政务服务中心", 2020, "114001"))
    assert len(found.units) == 2
    assert "both published" in found.candidates[0].evidence


def test_a_code_alone_joins_nothing() -> None:
    found = units(mention("区财政局", 2018, "045"), mention("区水务局", 2020, "045"))
    assert len(found.units) == 2
    assert found.candidates


def test_similar_names_without_a_code_are_only_a_candidate() -> None:
    found = units(mention("区科学技术和经济信息化局", 2018), mention("区科学技术和经济信息局", 2020))
    assert len(found.units) == 2
    assert len(found.candidates) == 1


def test_a_person_decides() -> None:
    old, new = mention("区畜牧水产局", 2018), mention("区农业农村局", 2020)
    assert len(units(old, new).units) == 2
    decision = Decision("420112", "区畜牧水产局", "区农业农村局", "same", "renamed in 2019", "三定方案")
    joined = units(old, new, decisions=(decision,))
    assert len(joined.units) == 1
    assert {alias.method for alias in joined.aliases} == {"decision", "name"}
    apart = Decision("420112", "区行政服务中心", "区政务服务中心", "different", "two offices")
    shared = units(
        mention("区行政服务中心", 2018, "114001"),
        mention("区政务服务中心", 2020, "114001"),
        decisions=(apart,),
    )
    assert len(shared.units) == 2
    assert not shared.candidates


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("区卫计局", "东西湖区卫生健康局"),
        ("区行政服务中心", "区政务服务中心"),
        ("区政务服务和大数据管理局", "区政务服务和数据局"),
        ("区环保局", "区生态环境局"),
    ],
)
def test_a_reform_joins_the_old_name_and_the_new_one_that_follows_it(old: str, new: str) -> None:
    found = units(mention(old, 2017), mention(old, 2018), mention(new, 2019 if "数据" not in new else 2025))
    assert len(found.units) == 1
    evidence = {alias.unit_name: (alias.method, alias.evidence) for alias in found.aliases}[old]
    assert evidence[0] == "reform"
    assert "became" in evidence[1]


def test_a_reform_joins_nothing_while_the_old_name_goes_on() -> None:
    found = units(mention("区行政服务中心", 2023), mention("区政务服务中心", 2019, kind="dept_budget"))
    assert len(found.units) == 2
    assert "still in use" in found.candidates[0].evidence


def test_a_body_that_took_in_others_waits_for_a_person() -> None:
    found = units(mention("区卫生局", 2013), mention("区人口计生局", 2013), mention("区卫计局", 2016))
    assert len(found.units) == 3
    assert {c.unit_name for c in found.candidates} == {"区卫生局", "区人口计生局"} or len(
        found.candidates
    ) == 2


def test_three_names_in_a_row_are_one_unit() -> None:
    found = units(
        mention("区政务服务管理办公室", 2018),
        mention("区政务服务管理局", 2021),
        mention("区政务服务和数据局", 2025),
    )
    assert [(unit.unit_name, unit.first_year, unit.last_year) for unit in found.units] == [
        ("区政务服务和数据局", 2018, 2025)
    ]


def test_a_printed_former_name_is_evidence() -> None:
    found = units(mention("区招商服务中心", 2019), mention("区投资促进中心（原区招商服务中心）", 2021))
    assert len(found.units) == 1
    assert {a.unit_name: a.method for a in found.aliases}["区招商服务中心"] == "printed"


def test_a_name_in_another_region_is_another_unit() -> None:
    one = units(mention("区科协", 2021)).units[0].unit_id
    other = resolve(
        "420111", "420111", [mention("区科协", 2021)], places(["湖北省", "武汉市", "洪山区"])
    ).units[0]
    assert one != other.unit_id


def test_every_module_that_resolves_units_is_a_rule_of_settling() -> None:
    """A changed rule must reach the units of old regions, in whatever module it stands."""
    imported = {
        name for name in sys.modules if name.startswith("warehouse.unit_") or name == "warehouse.units"
    }
    ruled = {f"warehouse.{path.stem}" for path in RULES if path.suffix == ".py"}
    assert imported - {"warehouse.unit_records"} <= ruled
