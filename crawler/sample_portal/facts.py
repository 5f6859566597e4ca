"""The invented accounts behind the sample portal: amounts in 万元 with two places, every total derived, none typed twice."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

FACTS = Path(__file__).parent / "facts"
ZERO = Decimal("0.00")

# which functional item carries an economic item of basic expenditure (the bridges of the real tables); the rest is 行政运行
BRIDGES = {"30108": "2080505", "30109": "2080506", "30113": "2210201"}
BRIDGES_BY_NATURE = {
    "行政单位": {"30110": "2101101", "30302": "2080501"},
    "事业单位": {"30110": "2101102", "30302": "2080502"},
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the invented county; `format` names the file format it publishes in."""

    unit: str
    name: str
    short: str
    nature: str
    main_function: str
    project_function: str
    gov_fund_function: str
    format: str

    @property
    def body(self) -> str:
        """How its disclosures call it: an office publishes as 部门, an institution as 单位."""
        return "部门" if self.nature == "行政单位" else "单位"


@dataclass(frozen=True, slots=True)
class Project:
    """One project: its functional item, its fund (`general_public`, `gov_fund`, `other`) and its amount."""

    name: str
    function: str
    fund: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Spending:
    """Basic and project expenditure of one functional code."""

    basic: Decimal = ZERO
    project: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """Basic plus project."""
        return self.basic + self.project

    def __add__(self, other: Spending) -> Spending:
        return Spending(self.basic + other.basic, self.project + other.project)


@dataclass(frozen=True, slots=True)
class Account:
    """One unit, fiscal year and stage (`budget` or `final`)."""

    unit: Unit
    fiscal_year: int
    stage: str
    basic: dict[str, Decimal]
    projects: tuple[Project, ...]
    sangong: dict[str, Decimal]
    year: dict[str, Decimal]

    def items(self, *funds: str) -> dict[str, Spending]:
        """Expenditure by functional item (7 digits) of the given funds; all funds where none is named."""
        rows: dict[str, Spending] = {}
        bridges = {**BRIDGES, **BRIDGES_BY_NATURE[self.unit.nature]}
        if not funds or "general_public" in funds:
            for code, amount in self.basic.items():
                item = bridges.get(code, self.unit.main_function)
                rows[item] = rows.get(item, Spending()) + Spending(basic=amount)
        for project in self.projects:
            if not funds or project.fund in funds:
                rows[project.function] = rows.get(project.function, Spending()) + Spending(
                    project=project.amount
                )
        return dict(sorted(rows.items()))

    def spending(self, *funds: str) -> Spending:
        """Total expenditure of the given funds."""
        return sum(self.items(*funds).values(), Spending())

    def classes(self, *funds: str) -> dict[str, Spending]:
        """Expenditure by functional class (3 digits)."""
        return {code: row for code, row in with_parents(self.items(*funds)).items() if len(code) == 3}

    def economic(self, prefix: str = "") -> Decimal:
        """Basic expenditure of the economic codes that start with `prefix`."""
        return sum((amount for code, amount in self.basic.items() if code.startswith(prefix)), ZERO)

    @property
    def personnel(self) -> Decimal:
        """人员经费: 301 + 303."""
        return self.economic("301") + self.economic("303")

    @property
    def public(self) -> Decimal:
        """公用经费: 302 + 310."""
        return self.economic("302") + self.economic("310")

    def income(self, fund: str) -> Decimal:
        """Revenue of the year of one fund; the carry-over belongs to the general public budget."""
        spent = self.spending(fund).total
        return spent - self.year["opening"] + self.year["closing"] if fund == "general_public" else spent

    @property
    def income_total(self) -> Decimal:
        """本年收入合计."""
        return sum((self.income(fund) for fund in ("general_public", "gov_fund", "other")), ZERO)

    @property
    def grand_total(self) -> Decimal:
        """收入总计 = 支出总计."""
        return self.income_total + self.year["opening"]

    @property
    def sangong_total(self) -> Decimal:
        """三公经费合计."""
        return sum((self.sangong[key] for key in ("abroad", "purchase", "operation", "reception")), ZERO)


def with_parents(items: dict[str, Spending]) -> dict[str, Spending]:
    """The items with their 款 (5 digits) and 类 (3 digits) summed in, in code order."""
    rows = dict(items)
    for code, row in items.items():
        for width in (3, 5):
            rows[code[:width]] = rows.get(code[:width], Spending()) + row
    return dict(sorted(rows.items()))


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one fact file."""
    with (FACTS / name).open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


@cache
def names(kind: str) -> dict[str, str]:
    """Code → name of `functions` or `economic`."""
    return {row["code"]: row["name"] for row in rows(f"{kind}.csv")}


@cache
def units() -> dict[str, Unit]:
    """The units of the invented county by their code."""
    return {row["unit"]: Unit(**row) for row in rows("units.csv")}


@cache
def accounts() -> dict[tuple[str, int, str], Account]:
    """Every account by (unit, fiscal year, stage)."""
    basic: dict[tuple[str, int, str], dict[str, Decimal]] = {}
    for row in rows("basic.csv"):
        basic.setdefault(_key(row), {})[row["code"]] = Decimal(row["amount"])
    projects: dict[tuple[str, int, str], list[Project]] = {}
    for row in rows("projects.csv"):
        project = Project(row["name"], row["function"], row["fund"], Decimal(row["amount"]))
        projects.setdefault(_key(row), []).append(project)
    sangong = {_key(row): _amounts(row) for row in rows("sangong.csv")}
    years = {_key(row): _amounts(row) for row in rows("years.csv")}
    return {
        key: Account(
            units()[key[0]], key[1], key[2], basic[key], tuple(projects[key]), sangong[key], years[key]
        )
        for key in years
    }


def _key(row: dict[str, str]) -> tuple[str, int, str]:
    return row["unit"], int(row["fiscal_year"]), row["stage"]


def _amounts(row: dict[str, str]) -> dict[str, Decimal]:
    return {
        name: Decimal(value) for name, value in row.items() if name not in ("unit", "fiscal_year", "stage")
    }
