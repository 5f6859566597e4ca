"""Which documents are one disclosure: duplicates, revisions, parts. Pure functions from values to values.

Documents of one logical disclosure (region, unit, kind, scope, fiscal year) are put in order of publication. Documents with the same
content are duplicates of one of them; a later document replaces what it says again; a document that says something else of the same
disclosure (the tables of a text published before) is a part and stays current beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from warehouse.records import content_id

TITLED_KINDS = frozenset({"performance", "debt", "other"})
"""Kinds of which one unit publishes several in a year: their title belongs to their identity."""
MANY = frozenset({"unrecognised", "other", "perf_project_target", "final_perf_self_eval"})
"""Table kinds of which one disclosure holds many: a second one replaces nothing."""
ENOUGH = 12
"""Agreeing values from which agreement counts as evidence of the same content."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What deciding needs to know of one document."""

    document_id: str
    file_sha256: str
    kind: str
    region_id: str | None = None
    unit_id: str | None = None
    unit_name: str | None = None
    scope: str | None = None
    fiscal_year: int | None = None
    stage: str | None = None
    title: str | None = None
    published_on: date | None = None
    captured_at: datetime | None = None
    is_correction: bool = False
    content_hash: str | None = None
    tables: tuple[tuple[str, str], ...] = ()
    """(table_id, table kind) of the tables that hold something."""
    sketch: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two documents' values compare, key by key (`warehouse.compare`)."""

    agreeing: int
    conflicting: int
    only_here: int
    only_there: int

    @property
    def same(self) -> bool:
        """No value differs, and nearly all values of the smaller document stand in the other."""
        least = min(self.only_here, self.only_there)
        return self.conflicting == 0 and self.agreeing >= ENOUGH and self.agreeing >= 49 * least


@dataclass(frozen=True, slots=True)
class Place:
    """The settled columns of one document."""

    document_id: str
    logical_id: str
    revision: int
    is_current: bool
    duplicate_of: str | None
    stale_tables: frozenset[str] = frozenset()


def is_complete(paper: Paper) -> bool:
    """Whether nothing that tells disclosures apart is unknown."""
    return None not in (paper.region_id, paper.unit_id, paper.scope, paper.fiscal_year)


def logical_id(paper: Paper) -> str:
    """The id of the disclosure that a document belongs to.

    Where region or year is unknown, or the unit of a unit's disclosure, only the same content under the same name proves that two
    documents are one: otherwise each is its own.
    """
    governmental = paper.kind in ("gov_budget", "gov_final", "sangong_summary", "debt")
    if paper.region_id is None or paper.fiscal_year is None or (paper.unit_id is None and not governmental):
        if paper.content_hash and paper.unit_name:
            name = plain_title(paper.unit_name)
            return content_id("content", paper.content_hash, name, paper.kind, paper.scope, paper.fiscal_year)
        return content_id("document", paper.document_id)
    return content_id(
        paper.region_id, paper.unit_id, paper.kind, paper.scope, paper.fiscal_year, _which(paper)
    )


def _which(paper: Paper) -> str | None:
    """What tells apart the disclosures of one kind and year: the title, and of a government's budgets the stage.

    An adjustment or a half-year's report replaces neither the budget nor another adjustment.
    """
    if paper.kind in TITLED_KINDS:
        return plain_title(paper.title)
    if paper.kind != "gov_budget" or paper.stage in (None, "initial_budget"):
        return None
    return paper.stage if paper.stage == "execution" else f"{paper.stage} {plain_title(paper.title)}"


def plain_title(title: str | None) -> str:
    """A title without spaces, punctuation and the marks of a correction."""
    text = unicodedata.normalize("NFKC", title or "")
    return re.sub(r"[\W_]|更正|更新|修订|重新公开|附件\d*", "", text)


def order(paper: Paper) -> tuple[object, ...]:
    """Order of publication: the date printed on the portal, else the day of the first capture; then capture, then bytes."""
    captured = paper.captured_at or datetime.max
    return (
        paper.published_on or captured.date(),
        paper.is_correction,
        captured,
        paper.file_sha256,
        paper.document_id,
    )


def stand_ins(papers: Sequence[Paper]) -> dict[str, str]:
    """For each document the one with the same content hash that stands for it in comparisons (the smallest id)."""
    chosen: dict[str, str] = {}
    for paper in sorted(papers, key=lambda one: one.document_id):
        chosen.setdefault(paper.content_hash or paper.document_id, paper.document_id)
    return {paper.document_id: chosen[paper.content_hash or paper.document_id] for paper in papers}


def pairs(papers: Sequence[Paper]) -> list[tuple[str, str]]:
    """The pairs of one disclosure whose contents have to be compared: distinct contents only, smaller id first."""
    ids = sorted(set(stand_ins(papers).values()))
    return [(one, other) for i, one in enumerate(ids) for other in ids[i + 1 :]]


def arrange(
    logical: str, papers: Sequence[Paper], compared: Mapping[tuple[str, str], Comparison]
) -> list[Place]:
    """Settle the documents of one disclosure.

    Args:
        logical: the disclosure's id.
        papers: all its documents, in any order.
        compared: comparisons of `pairs(papers)`.
    """
    stands = stand_ins(papers)
    classes: list[list[Paper]] = []
    for paper in sorted(papers, key=order):
        home = next((one for one in classes if _same(one, paper, stands, compared)), None)
        if home is None:
            classes.append([paper])
        else:
            home.append(paper)
    # of copies with the same content the one that was understood and read most completely stands for all
    sizes = _sizes({pair: compared[pair] for pair in pairs(papers) if pair in compared})
    heads = [
        min(one, key=lambda p: (not is_complete(p), -sizes.get(stands[p.document_id], 0), order(p)))
        for one in classes
    ]
    revisions: list[int] = []
    for i, head in enumerate(heads):
        before = [revisions[j] for j in range(i) if _overlap(heads[j], head)]
        revisions.append(1 + max(before, default=0))
    places = []
    for i, (head, members) in enumerate(zip(heads, classes, strict=True)):
        later = [other for other in heads[i + 1 :] if _overlap(head, other)]
        replaced = {kind for other in later for _, kind in other.tables if kind not in MANY}
        stale = frozenset(table for table, kind in head.tables if kind in replaced)
        current = not later or len(stale) < len(head.tables)
        for paper in members:
            own = paper is head
            places.append(
                Place(
                    document_id=paper.document_id,
                    logical_id=logical,
                    revision=revisions[i],
                    is_current=current and own,
                    duplicate_of=None if own else head.document_id,
                    stale_tables=stale if own and current else frozenset(t for t, _ in paper.tables),
                )
            )
    return places


def _sizes(compared: Mapping[tuple[str, str], Comparison]) -> dict[str, int]:
    """Values read from each compared document."""
    sizes: dict[str, int] = {}
    for (one, other), found in compared.items():
        shared = found.agreeing + found.conflicting
        sizes[one], sizes[other] = shared + found.only_here, shared + found.only_there
    return sizes


def _same(
    members: Sequence[Paper],
    paper: Paper,
    stands: Mapping[str, str],
    compared: Mapping[tuple[str, str], Comparison],
) -> bool:
    """Whether a document says what a class of documents says: the same hash, or agreement with every content in it."""
    own = stands[paper.document_id]
    contents = {stands[one.document_id] for one in members}
    if own in contents:
        return True
    if any(one.is_correction != paper.is_correction for one in members):
        return False
    found = [compared.get((min(own, other), max(own, other))) for other in contents]
    return all(one is not None and one.same for one in found)


def _overlap(one: Paper, other: Paper) -> bool:
    """Whether the later of two documents can replace the earlier: a table of the same kind, or two texts of the same title."""
    ours, theirs = ({kind for _, kind in paper.tables} - MANY for paper in (one, other))
    if ours or theirs:
        return bool(ours & theirs)
    return plain_title(one.title) == plain_title(other.title)
