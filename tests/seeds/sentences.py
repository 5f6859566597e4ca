"""Compares the facts of the narrative with the truth: amount, item, year, stage, change, share and completion."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

from .score import STAGES, UNITS, Score, decimal

DIRECTIONS = {
    "increase": "increase",
    "decrease": "decrease",
    "flat": "unchanged",
    "unspecified_template": "not_chosen",
}


def compare_sentences(truth: dict[str, Any], rows: list[dict[str, Any]], score: Score) -> None:
    """Score the narrative rows of one seed."""
    accepted = _accepted_items()
    used: set[str] = set()
    for fact in truth["narrative_facts"]:
        wanted, money, factor = _stated(fact)
        items = {fact["measure"], *accepted.get(fact["measure"], ())}
        comparison = fact.get("comparison") or {}
        delta = decimal(comparison.get("delta"))
        best: dict[str, Any] | None = None
        best_wrong: list[str] = []
        for row in rows:
            if row["narrative_id"] in used:
                continue
            if wanted is not None and decimal(row.get("amount") if money else row.get("quantity")) != wanted:
                continue
            if wanted is None and (delta is None or decimal(row.get("change_amount")) != delta * factor):
                continue
            wrong = _wrong(fact, row, items, factor)
            if best is None or (len(wrong), "item" in wrong) < (len(best_wrong), "item" in best_wrong):
                best, best_wrong = row, wrong
        what = (
            f"{fact['id']} {fact['measure']} {fact.get('amount')}{fact.get('unit') or ''} {comparison or ''}"
        )
        found = best is not None and "item" not in best_wrong
        score.count("facts", found, what + (f" got {best['item']}" if best else ""))
        score.count(
            "facts right",
            found and not best_wrong,
            f"{what} wrong {best_wrong}: {best['sentence'][:60] if best else ''}",
        )
        if best is not None and found:
            used.add(best["narrative_id"])
    also = _also_stated(truth)
    for row in rows:
        value = decimal(row.get("amount") if row.get("amount") is not None else row.get("quantity"))
        what = f"{row.get('item')} {value} {row['sentence'][:50]}"
        score.count("facts precise", row["narrative_id"] in used or value in also, what)


def _stated(fact: dict[str, Any]) -> tuple[Decimal | None, bool, int]:
    """What a fact states: the number in yuan or as counted, whether it is money, and its unit in yuan."""
    unit = fact.get("unit") or (fact.get("comparison") or {}).get("delta_unit") or "万元"
    amount = decimal(fact.get("amount") or fact.get("value_implied"))
    factor = UNITS.get(unit, 1)
    return None if amount is None else amount * factor, unit in UNITS, factor


def _wrong(fact: dict[str, Any], row: dict[str, Any], items: set[str], factor: int) -> list[str]:
    comparison = fact.get("comparison") or {}
    delta, percent = decimal(comparison.get("delta")), decimal(comparison.get("percent"))
    share, completion = decimal(fact.get("share_pct")), decimal(fact.get("completion_pct"))
    tests = {
        "item": row.get("item") in items,
        "year": row.get("fiscal_year") == fact["year"],
        "stage": row.get("stage") in STAGES[fact["stage"]],
        "change": delta is None or decimal(row.get("change_amount")) == delta * factor,
        "direction": not comparison or row.get("direction") == DIRECTIONS[comparison["direction"]],
        "percent": percent is None or decimal(row.get("change_percent")) == percent,
        "share": share is None or decimal(row.get("share_percent")) == share,
        "completion": completion is None or decimal(row.get("completion_percent")) == completion,
    }
    return [name for name, good in tests.items() if not good]


def _also_stated(truth: dict[str, Any]) -> set[Decimal]:
    """Numbers that the text states and the truth keeps elsewhere: staff, vehicles, assets, base and budget amounts."""
    lists = [truth.get(name) or [] for name in ("staffing", "vehicles", "assets", "work_targets")]
    numbers = [row.get(name) for rows in lists for row in rows for name in ("value", "qty", "amount")]
    numbers += [number for row in truth["vehicles"] for number in (row.get("breakdown") or {}).values()]
    found = {value for number in numbers if (value := decimal(number)) is not None}
    for fact in truth["narrative_facts"]:
        factor = _stated(fact)[2]
        for number in (fact.get("budget_amount"), (fact.get("comparison") or {}).get("base_amount")):
            if (value := decimal(number)) is not None:
                found.add(value * factor)
    return found | {value * 10000 for value in found}


def _accepted_items() -> dict[str, set[str]]:
    with (Path(__file__).parent / "measures.csv").open(encoding="utf-8", newline="") as handle:
        return {row["truth"]: set(row["accepted"].split()) for row in csv.DictReader(handle)}
