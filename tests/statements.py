"""Whose statements the tests of the narrative read, and what is asked of the facts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from loaders.document import Paragraph
from loaders.identity import Identity
from loaders.narrative import Fact, SubjectCodes, facts


def _of(kind: str, fiscal_year: int, unit_name: str) -> Identity:
    """The identity of a budget or an account, of a whole department where it is one's."""
    return Identity(
        kind=kind,
        first_block=0,
        end_block=0,
        fiscal_year=fiscal_year,
        stage="final" if kind.endswith("final") else "initial_budget",
        scope="whole_department" if kind.startswith("dept_") else None,
        unit_name=unit_name,
    )


BUDGET, FINAL = _of("dept_budget", 2024, "某局"), _of("dept_final", 2024, "某局")
REPORT = _of("gov_budget", 2026, "某市")
COUNTY_BUDGET = _of("gov_budget", 2024, "清河县")
CITY_BUDGET = _of("gov_budget", 2024, "清河市")
SCHOOLS_BUDGET = _of("dept_budget", 2023, "清河县教育局")
SCHOOLS_FINAL = _of("dept_final", 2023, "清河县教育局")
"""A department that is named like the class it spends most on."""


def read(identity: Identity, *lines: str, codes: SubjectCodes | None = None) -> list[Fact]:
    return facts([Paragraph(line, 1) for line in lines], identity, codes)


def yuan(fact: Fact) -> Decimal | None:
    return fact.amount


def said(fact: Fact, *names: str) -> tuple[Any, ...]:
    return tuple(getattr(fact, name) for name in names)


def items(found: list[Fact]) -> list[str | None]:
    return [fact.item for fact in found]


def of_county(*lines: str) -> list[Fact]:
    """The facts of a county's report on its budget."""
    return read(COUNTY_BUDGET, *lines)


def of_city(*lines: str) -> list[Fact]:
    """The facts of a city's report on its budget, whose own level is 市级."""
    return read(CITY_BUDGET, *lines)


def named(found: list[Fact]) -> list[tuple[str | None, str | None]]:
    return [(fact.item, fact.code) for fact in found]
