"""Units over their names: joined with evidence, never on doubt."""

from __future__ import annotations

import random

import pytest

from warehouse.names import core_name, expanded, places
from warehouse.units import Decision, Mention, Units, resolve

PLACES = places(["湖北省", "武汉市", "东西湖区"])


def units(*mentions: Mention, decisions: tuple[Decision, ...] = ()) -> Units:
    shuffled = list(mentions)
    random.Random(7).shuffle(shuffled)
    found = resolve("420112", "420112", mentions, PLACES, decisions)
    assert found == resolve("420112", "420112", shuffled, PLACES, decisions)
    return found


def mention(name: str, year: int = 2022, code: str | None = None, kind: str = "dept_final") -> Mention:
    return Mention(f"{name}{year}{kind}", name, code, kind, "whole_department", year)


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("武汉市东西湖区科学技术协会（本级）", "科学技术协会"),
        ("东西湖区科学技术协会", "科学技术协会"),
        ("区科协", "科学技术协会"),
        ("中共武汉市东西湖区委组织部", "委组织部"),
        ("区委组织部", "委组织部"),
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
    old, new = mention("区环境保护局", 2018), mention("区生态环境局", 2020)
    assert len(units(old, new).units) == 2
    decision = Decision("420112", "区环境保护局", "区生态环境局", "same", "renamed in 2019", "三定方案")
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
