"""The catalogue: table kinds, header vocabulary, line labels and units as data, loaded once.

A new layout is a change of these files, see `docs/add-a-table-kind.md`.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
FUND_OF_DEBT = {"general": "general_public", "special": "gov_fund"}
"""The budget that carries each sort of government debt."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A table kind: how to know it, and what holds for all of its figures unless a column or a row says more.

    `scheme` is that of social insurance which the title of a table names; no kind has one by itself.
    """

    id: str
    family: str
    rows: str
    title: re.Pattern[str] | None = None
    title_not: re.Pattern[str] | None = None
    header: tuple[re.Pattern[str], ...] = ()
    classes: str | None = None
    subjects: str | None = None
    received: str | None = None
    lines: str | None = None
    flow: str | None = None
    fund: str | None = None
    nature: str | None = None
    item: str | None = None
    axis: str | None = None
    items: dict[str, str] = field(default_factory=dict)
    instead: dict[str, str | None] = field(default_factory=dict)
    funds: dict[str, str] = field(default_factory=dict)
    fund_in_title: bool = False
    about: re.Pattern[str] | None = None
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the header or label vocabulary: the value that a pattern stands for, with the conditions of the data file."""

    value: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    not_flow: str | None = None
    needs: re.Pattern[str] | None = None

    def holds(self, text: str, flow: str | None = None, whole: str = "") -> bool:
        """Whether the rule speaks for a header path (searched; labels anchor their own patterns); `whole` is the whole header."""
        if self.not_flow is not None and flow == self.not_flow:
            return False
        if self.needs is not None and self.needs.search(whole) is None:
            return False
        return self.pattern.search(text) is not None and not (self.unless and self.unless.search(text))


@dataclass(frozen=True, slots=True)
class Units:
    """Units of account in yuan, the patterns that declare them, and the spellings of units of measure."""

    money: dict[str, Decimal]
    declarations: tuple[re.Pattern[str], ...]
    measures: dict[str, str]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything the data files of this folder say.

    `schemes` are those of social insurance: the last two digits of their codes in revenue (102xx) and expenditure (209xx).
    """

    kinds: tuple[Kind, ...]
    headers: dict[str, tuple[Rule, ...]]
    lines: dict[str, tuple[Rule, ...]]
    functions: tuple[tuple[str, re.Pattern[str]], ...]
    revenues: tuple[tuple[str, str | None, re.Pattern[str]], ...]
    schemes: tuple[tuple[str, re.Pattern[str]], ...]
    units: Units

    def kind(self, kind_id: str) -> Kind:
        """The kind of that id.

        Raises:
            KeyError: no such kind.
        """
        return next(kind for kind in self.kinds if kind.id == kind_id)


@lru_cache(maxsize=65536)
def header_facet(facet: str, path: str, flow: str | None = None, whole: str = "") -> str | None:
    """What `headers.yml` says of a header path (texts joined by "/") in one facet: the first rule that holds."""
    return next((rule.value for rule in catalogue().headers[facet] if rule.holds(path, flow, whole)), None)


@lru_cache(maxsize=65536)
def line_item(group: str, label: str) -> str | None:
    """What `lines.yml` says of a whole label in one group: the first rule that matches."""
    return next((rule.value for rule in catalogue().lines[group] if rule.holds(label)), None)


UNRECOGNISED = Kind("unrecognised", "any", "line")


@cache
def catalogue() -> Catalogue:
    """The data files of this folder, read once per process."""
    units = read_yaml("units.yml")
    return Catalogue(
        kinds=tuple(_kind(row) for row in read_yaml("kinds.yml")),
        headers={facet: _rules(rows) for facet, rows in read_yaml("headers.yml").items()},
        lines={facet: _rules(rows, whole=True) for facet, rows in read_yaml("lines.yml").items()},
        functions=tuple(
            (row["code"], re.compile(f"^{row['pattern']}(?:类|支出|方面|\\(类\\))*$"))
            for row in _read_csv("functions.csv")
        ),
        revenues=tuple(
            (row["code"], row["fund"] or None, re.compile(f"^(?:{row['pattern']})$"))
            for row in _read_csv("revenues.csv")
        ),
        schemes=tuple((row["digits"], re.compile(row["pattern"])) for row in _read_csv("insurance.csv")),
        units=Units(
            {unit: Decimal(yuan) for unit, yuan in units["money"].items()},
            tuple(re.compile(pattern) for pattern in units["declarations"]),
            units["measures"],
        ),
    )


def read_yaml(name: str) -> Any:
    """The content of a data file of this folder."""
    with (HERE / name).open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _kind(row: dict[str, Any]) -> Kind:
    return Kind(
        id=row["id"],
        family=row["family"],
        title=_compiled(row.get("title")),
        title_not=_compiled(row.get("not")),
        header=tuple(re.compile(pattern) for pattern in row.get("header", ())),
        rows=row["rows"],
        classes=row.get("classes"),
        subjects=row.get("subjects"),
        received=row.get("received"),
        lines=row.get("lines"),
        flow=row.get("flow"),
        fund=row.get("fund"),
        nature=row.get("nature"),
        item=row.get("item"),
        axis=row.get("axis"),
        items=row.get("items", {}),
        instead=row.get("instead", {}),
        funds=row.get("funds", {}),
        fund_in_title=row.get("fund_in_title", False),
        about=_compiled(row.get("about")),
    )


def _rules(rows: list[dict[str, str]], *, whole: bool = False) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            value=row.get("value") or row.get("role") or row["item"],
            pattern=re.compile(f"^(?:{row['pattern']})$" if whole else row["pattern"]),
            unless=_compiled(row.get("unless")),
            not_flow=row.get("not_flow"),
            needs=_compiled(row.get("needs")),
        )
        for row in rows
    )


def _read_csv(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _compiled(pattern: str | None) -> re.Pattern[str] | None:
    return None if pattern is None else re.compile(pattern)
