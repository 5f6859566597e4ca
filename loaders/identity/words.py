"""The vocabulary of identity, read once from `loaders/catalogue/identity.yml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

REGION_ENDING = "(?:省|自治区|自治州|自治县|地区|市|州|县|区|旗|盟)"
"""What the names of regions end with, as a part of patterns."""
CATALOGUE = Path(__file__).resolve().parent.parent / "catalogue" / "identity.yml"


@dataclass(frozen=True, slots=True)
class Words:
    """Compiled patterns of `identity.yml`, under the names they have there."""

    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    owner_labels: tuple[re.Pattern[str], ...]
    body_endings: re.Pattern[str]
    unit_endings: re.Pattern[str]
    governments: re.Pattern[str]
    government_tables: tuple[re.Pattern[str], ...]
    whole_department: re.Pattern[str]
    own_level: re.Pattern[str]
    party_prefixes: re.Pattern[str]
    provincial: re.Pattern[str]
    central: re.Pattern[str]
    central_code: str
    corrections: re.Pattern[str]
    table_titles: re.Pattern[str]
    headings: re.Pattern[str]
    furniture: re.Pattern[str]
    press: re.Pattern[str]
    templates: re.Pattern[str]
    template_marks: re.Pattern[str]
    stages: dict[str, str]
    other_names: dict[str, str]


@cache
def words(path: Path = CATALOGUE) -> Words:
    """The vocabulary as compiled patterns."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Words(
        kinds=tuple((entry["kind"], re.compile(entry["pattern"])) for entry in data["kinds"]),
        owner_labels=tuple(re.compile(f"(?:^|[^一-龥])(?:{label})[:：]?$") for label in data["owner_labels"]),
        body_endings=re.compile(data["body_endings"] + "$"),
        unit_endings=re.compile(data["unit_endings"]),
        governments=re.compile(data["governments"]),
        government_tables=tuple(re.compile(pattern) for pattern in data["government_tables"]),
        whole_department=re.compile(data["scopes"]["whole_department"]),
        own_level=re.compile(data["scopes"]["own_level"]),
        party_prefixes=re.compile(data["party_prefixes"]),
        provincial=re.compile(data["provincial"]),
        central=re.compile(data["central"]),
        central_code=data["central_code"],
        corrections=re.compile(data["corrections"]),
        table_titles=re.compile(data["table_titles"]),
        headings=re.compile(data["headings"]),
        furniture=re.compile(data["furniture"]),
        press=re.compile(data["press"]),
        templates=re.compile(data["templates"]),
        template_marks=re.compile(data["template_marks"]),
        stages=data["stages"],
        other_names={**data["zones_run_as_districts"], **data["short_names"]},
    )
