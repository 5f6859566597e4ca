"""The vocabulary of performance forms (`forms.yml`), compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from loaders.catalogue import read_yaml


@dataclass(frozen=True, slots=True)
class FormWords:
    """Field labels, indicator headers, headers of lists of tasks, operators, and what closes an indicator grid or makes a number money."""

    fields: dict[str, re.Pattern[str]]
    indicator_headers: dict[str, re.Pattern[str]]
    operators: dict[str, re.Pattern[str]]
    directions: dict[str, re.Pattern[str]]
    closing: re.Pattern[str]
    goal_headers: re.Pattern[str]
    goal_results: re.Pattern[str]
    this_year: re.Pattern[str]
    all_years: re.Pattern[str]
    target_years: re.Pattern[str]
    units: re.Pattern[str]
    task_name: re.Pattern[str]
    task_project: re.Pattern[str]
    task_content: re.Pattern[str]
    task_amounts: re.Pattern[str]
    task_side: re.Pattern[str]
    money: re.Pattern[str]
    not_money: re.Pattern[str]


@cache
def form_words() -> FormWords:
    """`forms.yml`, read once per process."""
    data = read_yaml("forms.yml")
    groups = ("fields", "indicator_headers", "operators", "directions")
    return FormWords(
        **{of: {name: re.compile(pattern) for name, pattern in data[of].items()} for of in groups},
        closing=re.compile(data["closing"]),
        goal_headers=re.compile(data["goal_headers"]),
        goal_results=re.compile(data["goal_results"]),
        this_year=re.compile(data["this_year"]),
        all_years=re.compile(data["all_years"]),
        target_years=re.compile(data["target_years"]),
        units=re.compile(data["units"]),
        task_name=re.compile(data["task_name"]),
        task_project=re.compile(data["task_project"]),
        task_content=re.compile(data["task_content"]),
        task_amounts=re.compile(data["task_amounts"]),
        task_side=re.compile(data["task_side"]),
        money=re.compile(data["money"]),
        not_money=re.compile(data["not_money"]),
    )
