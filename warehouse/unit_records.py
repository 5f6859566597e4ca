"""What deciding about units reads and writes: mentions, decisions, renamings; units with their names and doubtful pairs."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit's name on one document."""

    document_id: str
    unit_name: str
    unit_code: str | None = None
    kind: str | None = None
    scope: str | None = None
    fiscal_year: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about two names of one region: `same` or `different`."""

    region_id: str
    name: str
    other: str
    verdict: str
    reason: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Rename:
    """A change of name in an institutional reform, by core names; `merged` bodies took in others and are never joined unasked."""

    old: str
    new: str
    year: int
    relation: str
    source: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """`core.unit`."""

    unit_id: str
    region_id: str
    region_code: str | None
    unit_name: str
    core_name: str
    unit_code: str | None
    unit_type: str | None
    first_year: int | None
    last_year: int | None
    document_count: int


@dataclass(frozen=True, slots=True)
class AliasRow:
    """`core.unit_alias`: one printed name of a unit and why it is that unit."""

    unit_id: str
    region_id: str
    unit_name: str
    core_name: str
    unit_code: str | None
    first_year: int | None
    last_year: int | None
    document_count: int
    method: str
    evidence: str


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """`core.unit_candidate`: two units that may be one; a person decides."""

    region_id: str
    unit_id: str
    other_unit_id: str
    unit_name: str
    other_unit_name: str
    similarity: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Units:
    """The units of one region and the unit of each document."""

    unit_of: dict[str, str] = field(default_factory=dict)
    units: tuple[UnitRow, ...] = ()
    aliases: tuple[AliasRow, ...] = ()
    candidates: tuple[CandidateRow, ...] = ()
