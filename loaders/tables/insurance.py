"""Schemes of social insurance: which one a line or a column is of, and the codes of what it takes in and pays."""

from __future__ import annotations

from functools import lru_cache

from loaders.catalogue import catalogue
from loaders.tables.subjects import subject_label

SUBJECTS = {"revenue": "income.subject", "expenditure": "expenditure.function"}
"""The item of a subject of the revenue and of the functional classification."""
_TOTALS = (None, "social_insurance.income", "social_insurance.expenditure")


@lru_cache(maxsize=8192)
def scheme_of(text: str) -> str | None:
    """The scheme of social insurance that a label or header is of, as the last digits of its codes."""
    name = subject_label(text)
    return next((digits for digits, pattern in catalogue().schemes if pattern.match(name)), None)


def scheme_code(scheme: str, flow: str) -> str:
    """The code of what a scheme takes in or pays: 10210, 20910."""
    return ("102" if flow == "revenue" else "209") + scheme


def of_total(item: str | None) -> bool:
    """Whether an item leaves open which part of revenue or expenditure is meant."""
    return item in _TOTALS


def of_scheme(item: str | None, flow: str, row: str | None, column: str | None) -> tuple[str, str] | None:
    """Item and code of the total of one scheme, where row or column names it and nothing says which part of it is meant."""
    scheme = row or column
    if scheme is None or flow not in SUBJECTS or not of_total(item):
        return None
    return SUBJECTS[flow], scheme_code(scheme, flow)
