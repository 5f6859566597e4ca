"""Make `region.csv` and `region_change.csv` from the public lists named in README.md (run by hand when a new list appears).

    python -m warehouse.reference.build BY_YEAR.csv CHANGES.csv ZONES.csv

`BY_YEAR` has year,code,name,level,province,prefecture; `CHANGES` the columns of yescallop/areacodes' `result.csv`; `ZONES`
stats_code,name,first_year_seen,last_year_seen,province,prefecture.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

HERE = Path(__file__).parent
CODES_SOURCE = "yescallop/areacodes (CC0-1.0)"
ZONES_SOURCE = "modood/Administrative-divisions-of-China (WTFPL)"
LAST_YEAR = 2024
"""The last year of the list; later rows come from a source that the ministry has not confirmed."""

REGION_COLUMNS = [
    "region_code",
    "region_id",
    "region_name",
    "full_name",
    "level",
    "parent_code",
    "province_name",
    "prefecture_name",
    "first_year",
    "last_year",
    "is_functional_zone",
    "source",
]
CHANGE_COLUMNS = [
    "change_year",
    "old_code",
    "old_name",
    "new_code",
    "new_name",
    "change",
    "is_same_region",
    "source",
]

Row = dict[str, object]


# the invented county of the bundled sample portal; GB/T 2260 assigns no code that begins with 99
SAMPLE = (
    ("990000", "演示省", "演示省", "province", "", ""),
    ("990100", "演示市", "演示省演示市", "prefecture", "990000", ""),
    ("990101", "演示县", "演示省演示市演示县", "county", "990100", "演示市"),
)


def sample_regions() -> list[Row]:
    """The rows of the sample portal's county, marked as invented in `source`."""
    return [
        dict(
            zip(
                REGION_COLUMNS,
                (
                    code,
                    code,
                    name,
                    full,
                    level,
                    parent,
                    "演示省",
                    prefecture,
                    "2007",
                    "",
                    "false",
                    "invented for the sample portal",
                ),
                strict=True,
            )
        )
        for code, name, full, level, parent, prefecture in SAMPLE
    ]


def build(by_year: Path, changes: Path, zones: Path) -> tuple[list[Row], list[Row]]:
    """The rows of the two files."""
    spans = _spans(row for row in _read(by_year) if int(row["year"]) <= LAST_YEAR)
    first_seen = min(years.start for years in map(_years, spans))
    names = {(str(s["region_code"]), year): str(s["region_name"]) for s in spans for year in _years(s)}
    moves = _moves(_read(changes), first_seen, names)
    ids = _ids(spans, moves)
    for span in spans:
        span["region_id"] = ids[str(span["region_code"]), int(str(span["first_year"]))]
    return spans + _zones(_read(zones)), moves


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _years(span: Mapping[str, object]) -> range:
    return range(int(str(span["first_year"])), int(str(span["last_year"] or LAST_YEAR)) + 1)


def _spans(rows: Iterable[dict[str, str]]) -> list[Row]:
    """Consecutive years in which a code has one name and one prefecture."""
    years: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        years[row["code"]].append(row)
    spans: list[Row] = []
    for code, known in sorted(years.items()):
        known.sort(key=lambda row: int(row["year"]))
        start = known[0]
        for here, following in zip(known, [*known[1:], None], strict=True):
            ends = (
                following is None
                or int(following["year"]) != int(here["year"]) + 1
                or (following["name"], following["prefecture"]) != (here["name"], here["prefecture"])
            )
            if ends:
                last = int(here["year"])
                spans.append(_span(code, start, int(start["year"]), None if last == LAST_YEAR else last))
                if following is not None:
                    start = following
    return spans


def _span(code: str, row: Mapping[str, str], first: int, last: int | None) -> Row:
    prefecture = row["prefecture"] if row["prefecture"] not in ("", "直辖") else ""
    parts = dict.fromkeys((row["province"], prefecture, row["name"]))
    direct = not prefecture or code[2:4] == "90"
    parent = {"province": "", "prefecture": code[:2] + "0000"}.get(
        row["level"], code[:2] + "0000" if direct else code[:4] + "00"
    )
    return {
        "region_code": code,
        "region_name": row["name"],
        "full_name": "".join(parts),
        "level": row["level"],
        "parent_code": parent,
        "province_name": row["province"],
        "prefecture_name": prefecture,
        "first_year": first,
        "last_year": last if last is not None else "",
        "is_functional_zone": "false",
        "source": CODES_SOURCE,
    }


def _moves(rows: Iterable[dict[str, str]], since: int, names: Mapping[tuple[str, int], str]) -> list[Row]:
    """Every change of a code since a year, with whether old and new are one region (a plain recode or rename)."""
    rows = list(rows)
    started = {(row["代码"], int(row["启用时间"])) for row in rows}
    found, heirs = [], defaultdict(list)
    for row in rows:
        if not row["变更/弃用时间"]:
            continue
        year = int(row["变更/弃用时间"])
        targets = re.findall(r"(\d{6})(?:\[(\d{4})\])?", row["新代码"])
        final = [code for code, when in targets if not when]
        if year <= since:
            continue
        for code in final:
            heirs[code, year].append(row["代码"])
            found.append((year, row, code, len(final)))
    moves: list[Row] = []
    for year, row, code, parts in sorted(found, key=lambda one: (one[0], one[1]["代码"], one[2])):
        old = row["代码"]
        new_name = names.get((code, year), "")
        if old == code:
            change, same = ("rename" if new_name != row["名称"] else "boundary"), True
        elif parts == 1 and len(heirs[code, year]) == 1 and (code, year) in started:
            change, same = "recode", True
        elif parts == 1:
            change, same = "merged_into", False
        else:
            change, same = "split_into", False
        moves.append(
            {
                "change_year": year,
                "old_code": old,
                "old_name": row["名称"],
                "new_code": code,
                "new_name": new_name,
                "change": change,
                "is_same_region": str(same).lower(),
                "source": CODES_SOURCE,
            }
        )
    return moves


def _ids(spans: Iterable[Row], moves: Iterable[Row]) -> dict[tuple[str, int], str]:
    """The stable id of each span: the first code of its chain of plain recodes; a reused code gets its year appended."""
    before = {
        (str(move["new_code"]), int(str(move["change_year"]))): str(move["old_code"])
        for move in moves
        if move["is_same_region"] == "true" and move["old_code"] != move["new_code"]
    }
    ids: dict[tuple[str, int], str] = {}
    ends: dict[str, tuple[int, str]] = {}
    for span in sorted(spans, key=lambda one: (int(str(one["first_year"])), str(one["region_code"]))):
        code, first = str(span["region_code"]), int(str(span["first_year"]))
        if code in ends and ends[code][0] >= first - 1:
            own = ends[code][1]
        elif (code, first) in before and before[code, first] in ends:
            own = ends[before[code, first]][1]
        else:
            own = code if code not in ends and code not in ids.values() else f"{code}-{first}"
        ids[code, first] = own
        ends[code] = (max(_years(span)), own)
    return ids


def _zones(rows: Iterable[dict[str, str]]) -> list[Row]:
    """Functional zones under the statistics bureau's codes, which GB/T 2260 does not list."""
    rows = sorted(rows, key=lambda row: (row["stats_code"], int(row["first_year_seen"])))
    last_seen = max(int(row["last_year_seen"]) for row in rows)
    return [
        {
            "region_code": row["stats_code"],
            "region_id": row["stats_code"],
            "region_name": row["name"],
            "full_name": "".join(dict.fromkeys((row["province"], row["prefecture"], row["name"]))),
            "level": "zone",
            "parent_code": row["stats_code"][:4] + "00",
            "province_name": row["province"],
            "prefecture_name": row["prefecture"],
            "first_year": int(row["first_year_seen"]),
            "last_year": "" if int(row["last_year_seen"]) == last_seen else int(row["last_year_seen"]),
            "is_functional_zone": "true",
            "source": ZONES_SOURCE,
        }
        for row in rows
    ]


def _write(path: Path, columns: list[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    regions, moved = build(*map(Path, sys.argv[1:4]))
    _write(HERE / "region.csv", REGION_COLUMNS, [*regions, *sample_regions()])
    _write(HERE / "region_change.csv", CHANGE_COLUMNS, moved)
