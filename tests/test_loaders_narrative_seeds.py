"""The narrative of the five seeds against their truth: recall in all dimensions, and nothing invented."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from loaders.document import Cell, Paragraph, Table
from loaders.identity import Identity
from loaders.narrative import Fact, facts

DOCUMENTS = {
    "000": ("dept_budget", 2022, "initial_budget", "东西湖区科协"),
    "001": ("dept_budget", 2019, "initial_budget", "沧州渤海新区南大港产业园区管理处办公室"),
    "002": ("dept_budget", 2021, "initial_budget", "老城区政务服务和大数据管理局"),
    "003": ("dept_final", 2024, "final", "朔州经济开发区社会保险事业服务中心"),
    "004": ("unit_budget", 2024, "initial_budget", "洛阳市涧西区人力资源和社会保障局"),
}
SAME_ITEM = {
    "fiscal_grant.total": "fiscal_grant.revenue_expenditure",
    "fiscal_grant.income.general_public.current": "fiscal_grant.income.general_public",
    "fiscal_grant.income.general_public.carryover": "fiscal_grant.carryover.general_public",
    "fiscal_grant.income.gov_fund.current": "fiscal_grant.income.gov_fund",
    "fiscal_grant.income.gov_fund.carryover": "fiscal_grant.carryover.gov_fund",
    "fiscal_grant.general_public.revenue_expenditure": "gpb.revenue_expenditure",
    "fiscal_grant.gov_fund.revenue_expenditure": "gov_fund.revenue_expenditure",
    "gpb.expenditure.basic.public.item": "gpb.expenditure.economic",
    "gpb.expenditure.by_function": "gpb.expenditure.function",
    "performance.projects_with_targets": "performance.targets",
    "performance.target.projects": "performance.targets",
    "performance.target.amount": "performance.amount",
    "assets.fixed.total": "assets.total",
    "assets.fixed.planned_purchase": "assets.planned_purchase",
    "assets.general_equipment_over_500k": "assets.equipment_over_500k",
    "assets.special_equipment_over_1m": "assets.equipment_over_1m",
}
DIRECTIONS = {"flat": "unchanged", "unspecified_template": "not_chosen"}


def blocks(path: Path) -> list[Paragraph | Table]:
    """The seed's text, a line a paragraph; lines of tables interrupt."""
    found: list[Paragraph | Table] = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        if "\t" in line:
            found.append(Table((Cell(0, 0, "-"),), 1, 2, number, number, "test"))
        elif line.strip():
            found.append(Paragraph(line.strip(), number))
    return found


def wanted(fact: dict[str, Any]) -> tuple[Any, ...]:
    change = fact.get("comparison") or {}
    amount = fact["amount"] if fact["amount"] is not None else fact.get("value_implied")
    money = fact["unit"] in ("万元", None)
    factor = 10000 if money else 1
    return (
        re.sub("grand_", "", SAME_ITEM.get(fact["measure"], fact["measure"])),
        Decimal(amount) * factor if amount is not None else None,
        DIRECTIONS.get(change.get("direction"), change.get("direction")),
        Decimal(change["delta"]) * 10000 if change.get("delta") else None,
        Decimal(change["percent"]) if change.get("percent") else None,
        Decimal(fact["share_pct"]) if fact.get("share_pct") else None,
        Decimal(fact["completion_pct"]) if fact.get("completion_pct") else None,
        change.get("base_year"),
        fact["year"],
    )


def stated(fact: Fact) -> tuple[Any, ...]:
    return (
        re.sub("grand_", "", fact.item or ""),
        fact.amount if fact.amount is not None else fact.quantity,
        fact.direction,
        fact.change_amount,
        fact.change_percent,
        fact.share_percent,
        fact.completion_percent,
        fact.base_year,
        fact.fiscal_year,
    )


def test_the_seeds_say_what_their_truth_says(shared: Path) -> None:
    if not (shared / "seeds" / "truth").is_dir():
        pytest.skip("the seeds are not here")
    total, right, missed, read = 0, 0, [], 0
    for seed, (kind, year, stage, owner) in DOCUMENTS.items():
        truth = json.loads(
            next((shared / "seeds" / "truth").glob(f"{seed}_*.json")).read_text(encoding="utf-8")
        )
        text = next((shared / "seeds").glob(f"{seed}_*.txt"))
        identity = Identity(
            kind=kind, first_block=0, end_block=0, fiscal_year=year, stage=stage, unit_name=owner
        )
        found = facts(blocks(text), identity)
        read += len(found)
        left = [stated(fact) for fact in found]
        for fact in truth["narrative_facts"]:
            total += 1
            if wanted(fact) in left:
                left.remove(wanted(fact))
                right += 1
            else:
                missed.append(f"{seed} {fact['id']} {wanted(fact)}")
        printed = re.sub(r"\s", "", text.read_text(encoding="utf-8-sig")).replace(",", "")
        for one in found:
            if one.amount is not None and one.measure_unit == "万元":
                number = format((one.amount / 10000).normalize(), "f")
                assert re.search(rf"(?<![\d.]){re.escape(number)}(\.?0*)(?!\d)", printed), f"invented {one}"
    print(f"narrative of the seeds: {right}/{total} right in all dimensions, {read} facts read")
    assert right / total >= 0.98, "\n".join(missed)
