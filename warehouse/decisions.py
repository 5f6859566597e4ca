"""What people decided about units, how reforms renamed them and how their types are told by their names: data files read once."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import yaml

from warehouse.errors import ReferenceDataError
from warehouse.names import REFERENCE
from warehouse.unit_records import Decision, Rename


@cache
def unit_decisions(path: Path = REFERENCE / "unit_decisions.yml") -> tuple[Decision, ...]:
    """Decisions on units of one region.

    Raises:
        ReferenceDataError: an entry without region, two names, `verdict: same|different` and a reason.
    """
    decisions = []
    for number, entry in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")) or [], 1):
        try:
            decision = Decision(
                region_id=str(entry["region"]),
                name=entry["names"][0],
                other=entry["names"][1],
                verdict=entry["verdict"],
                reason=entry["reason"],
                source=entry.get("source", ""),
            )
        except (KeyError, IndexError, TypeError) as error:
            raise ReferenceDataError(f"{path.name}, entry {number}: {error!r} is missing.") from error
        if decision.verdict not in ("same", "different"):
            raise ReferenceDataError(
                f"{path.name}, entry {number}: verdict is {decision.verdict!r}; write same or different."
            )
        decisions.append(decision)
    return tuple(decisions)


@cache
def unit_types(path: Path = REFERENCE / "unit_type.csv") -> dict[str, str]:
    """Regular expression → unit type, in the file's order of precedence."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["ordinal"]))
    return {row["pattern"]: row["unit_type"] for row in rows}


@cache
def unit_renames(path: Path = REFERENCE / "unit_rename.csv") -> tuple[Rename, ...]:
    """Renamings of the institutional reforms, by core names in full."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Rename(row["old_name"], row["new_name"], int(row["year"]), row["relation"], row["source"])
            for row in csv.DictReader(file)
        )
