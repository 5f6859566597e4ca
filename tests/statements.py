"""Whose statements the tests of the narrative read, and what is asked of the facts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from loaders.document import Paragraph
from loaders.identity import Identity
from loaders.narrative import Fact, SubjectCodes, facts

BUDGET = Identity(
    kind="dept_budget",
    first_block=0,
    end_block=0,
    fiscal_year=2024,
    stage="initial_budget",
    scope="whole_department",
    unit_name="某局",
)
FINAL = Identity(
    kind="dept_final",
    first_block=0,
    end_block=0,
    fiscal_year=2024,
    stage="final",
    scope="whole_department",
    unit_name="某局",
)
REPORT = Identity(
    kind="gov_budget", first_block=0, end_block=0, fiscal_year=2026, stage="initial_budget", unit_name="某市"
)

COUNTY_BUDGET = Identity(
    kind="gov_budget",
    first_block=0,
    end_block=0,
    fiscal_year=2024,
    stage="initial_budget",
    unit_name="清河县",
)
SCHOOLS_BUDGET, SCHOOLS_FINAL = (
    Identity(
        kind=kind,
        first_block=0,
        end_block=0,
        fiscal_year=2023,
        stage=stage,
        scope="whole_department",
        unit_name="清河县教育局",
    )
    for kind, stage in (("dept_budget", "initial_budget"), ("dept_final", "final"))
)
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


def named(found: list[Fact]) -> list[tuple[str | None, str | None]]:
    return [(fact.item, fact.code) for fact in found]
