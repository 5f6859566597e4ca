"""The vocabulary of performance forms (`forms.yml`), compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from loaders.catalogue import read_yaml


@dataclass(frozen=True, slots=True)
class FormWords:
    """Field labels, indicator headers, operators, and what closes an indicator grid or makes a number money."""

    fields: dict[str, re.Pattern[str]]
    indicator_headers: dict[str, re.Pattern[str]]
    operators: dict[str, re.Pattern[str]]
    closing: re.Pattern[str]
    goal_headers: re.Pattern[str]
    money: re.Pattern[str]
    not_money: re.Pattern[str]


@cache
def form_words() -> FormWords:
    """`forms.yml`, read once per process."""
    data = read_yaml("forms.yml")
    return FormWords(
        fields={name: re.compile(pattern) for name, pattern in data["fields"].items()},
        indicator_headers={name: re.compile(pattern) for name, pattern in data["indicator_headers"].items()},
        operators={name: re.compile(pattern) for name, pattern in data["operators"].items()},
        closing=re.compile(data["closing"]),
        goal_headers=re.compile(data["goal_headers"]),
        money=re.compile(data["money"]),
        not_money=re.compile(data["not_money"]),
    )
