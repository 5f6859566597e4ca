"""Which names are one unit: identity of units over the years, inside one region, never merged on doubt.

Five things make two names one unit, each written down as evidence: the same name once place, rank and scope are taken away (short
names in general use written out); a former name printed beside the new one (`（原…）`); a renaming of an institutional reform
(`reference/unit_rename.csv`) where the new name follows the old one in time; a printed unit code shared by similar names that never appear
side by side; a decision of a person in `reference/unit_decisions.yml`. Whatever is only likely becomes a candidate for such a decision.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from warehouse.names import core_name, expanded, former_name, plain, similarity
from warehouse.records import content_id
from warehouse.unit_records import AliasRow, CandidateRow, Decision, Mention, Rename, UnitRow, Units

ALIKE = 0.5
"""Dice similarity of two names from which a shared unit code counts as the same unit."""
WORTH_A_LOOK = 0.75
"""Similarity from which two names that never meet in one year are shown as a candidate."""


class _Groups:
    """Union-find over core names; each join keeps its evidence."""

    def __init__(self, names: Iterable[str]) -> None:
        self.parent = {name: name for name in names}
        self.why: dict[str, list[tuple[str, str, str]]] = defaultdict(list)

    def root(self, name: str) -> str:
        while self.parent[name] != name:
            name = self.parent[name]
        return name

    def join(self, one: str, other: str, method: str, evidence: str) -> None:
        self.why[one].append((other, method, evidence))
        self.why[other].append((one, method, evidence))
        self.parent[max(self.root(one), self.root(other))] = min(self.root(one), self.root(other))

    def members(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self.parent):
            groups[self.root(name)].append(name)
        return groups


def resolve(
    region_id: str,
    region_code: str | None,
    mentions: Sequence[Mention],
    prefixes: tuple[str, ...],
    decisions: Sequence[Decision] = (),
    types: Mapping[str, str] | None = None,
    renames: Sequence[Rename] = (),
) -> Units:
    """The units of one region from every mention in it; the order of mentions does not matter.

    Args:
        region_id: stable id of the region.
        region_code: its present code, for the unit rows.
        mentions: one per document of the region that names a unit.
        prefixes: place prefixes of the region (`warehouse.names.places`).
        decisions: what people decided, for this region.
        types: regular expression → unit type, in order of precedence.
        renames: renamings of the institutional reforms.
    """
    by_core: dict[str, list[Mention]] = defaultdict(list)
    for mention in sorted(mentions, key=lambda one: one.document_id):
        by_core[expanded(core_name(mention.unit_name, prefixes))].append(mention)
    verdicts = _verdicts(decisions, prefixes)
    groups = _Groups(by_core)
    for (one, other), decision in sorted(verdicts.items()):
        if decision.verdict == "same" and one in by_core and other in by_core:
            groups.join(one, other, "decision", f"{decision.reason} {decision.source}".strip())
    doubts: dict[tuple[str, str], str] = {}
    for old, new, method, reason in (*_printed(by_core, prefixes), *_reformed(by_core, renames)):
        one, other = sorted((old, new))
        if (one, other) in verdicts or groups.root(one) == groups.root(other):
            continue
        why_not = _side_by_side(groups, by_core, one, other) or _out_of_order(by_core, old, new)
        if method == "merged":
            doubts[one, other] = reason
        elif why_not:
            doubts[one, other] = f"{reason}, but {why_not}"
        else:
            groups.join(one, other, method, reason)
    for one, other, code in _sharing_a_code(by_core):
        if (one, other) in verdicts:
            continue
        if groups.root(one) == groups.root(other):
            groups.join(one, other, "code", f"unit code {code} on both")
            continue
        alike = similarity(one, other)
        rival = _side_by_side(groups, by_core, one, other)
        if alike >= ALIKE and not rival:
            groups.join(
                one, other, "code", f"unit code {code} on both, names {alike:.2f} alike, never in one year"
            )
        else:
            doubts[one, other] = f"unit code {code} on both, but " + (
                rival or f"names only {alike:.2f} alike"
            )
    return _Rows(region_id, region_code, by_core, groups, types or {}).build(verdicts, doubts)


def _verdicts(decisions: Sequence[Decision], prefixes: tuple[str, ...]) -> dict[tuple[str, str], Decision]:
    found = {}
    for decision in decisions:
        pair = sorted(expanded(core_name(name, prefixes)) for name in (decision.name, decision.other))
        found[pair[0], pair[1]] = decision
    return found


def _printed(
    by_core: Mapping[str, Sequence[Mention]], prefixes: tuple[str, ...]
) -> list[tuple[str, str, str, str]]:
    """(old, new, method, evidence) of names that print the name they had before: 政务服务中心（原行政服务中心）."""
    found = set()
    for new, mentions in by_core.items():
        for mention in mentions:
            former = former_name(mention.unit_name)
            old = expanded(core_name(former, prefixes)) if former else new
            if old != new and old in by_core:
                found.add((old, new, "printed", f"printed as {plain(mention.unit_name)}"))
    return sorted(found)


def _reformed(
    by_core: Mapping[str, Sequence[Mention]], renames: Sequence[Rename]
) -> list[tuple[str, str, str, str]]:
    """(old, new, method, evidence) of the reforms' renamings of which the region has both names."""
    return [
        (
            one.old,
            one.new,
            "merged" if one.relation == "merged" else "reform",
            f"{one.old} became {one.new} about {one.year} ({one.source})",
        )
        for one in renames
        if one.old in by_core and one.new in by_core
    ]


def _out_of_order(by_core: Mapping[str, Sequence[Mention]], old: str, new: str) -> str | None:
    """What speaks against one name following the other: the old one is still in use when the new one has come."""
    last, first = _last(by_core[old]), _first(by_core[new])
    return f"{old} is still in use in {last}, {new} already in {first}" if last > first else None


def _sharing_a_code(by_core: Mapping[str, Sequence[Mention]]) -> list[tuple[str, str, str]]:
    """Pairs of names that carry the same printed unit code of three digits or more."""
    holders: dict[str, set[str]] = defaultdict(set)
    for core, mentions in by_core.items():
        for mention in mentions:
            if mention.unit_code and len(mention.unit_code) >= 3:
                holders[mention.unit_code].add(core)
    return sorted(
        (one, other, code)
        for code, cores in holders.items()
        for one in cores
        for other in cores
        if one < other
    )


def _side_by_side(
    groups: _Groups, by_core: Mapping[str, Sequence[Mention]], one: str, other: str
) -> str | None:
    """A disclosure that both groups publish, which tells them apart: two units, not a rename."""
    ours, theirs = (
        {core for core in by_core if groups.root(core) == groups.root(name)} for name in (one, other)
    )
    published = {
        (m.kind, m.scope, m.fiscal_year) for core in ours for m in by_core[core] if m.fiscal_year is not None
    }
    for core in sorted(theirs):
        for m in by_core[core]:
            if (m.kind, m.scope, m.fiscal_year) in published:
                return f"both published {m.kind} {m.fiscal_year}"
    return None


class _Rows:
    """The grouped names as rows of the three unit tables."""

    def __init__(
        self,
        region_id: str,
        region_code: str | None,
        by_core: Mapping[str, Sequence[Mention]],
        groups: _Groups,
        types: Mapping[str, str],
    ) -> None:
        self.region_id, self.region_code = region_id, region_code
        self.by_core, self.groups, self.types = by_core, groups, types

    def build(
        self, verdicts: Mapping[tuple[str, str], Decision], doubts: Mapping[tuple[str, str], str]
    ) -> Units:
        units: list[UnitRow] = []
        aliases: list[AliasRow] = []
        unit_of: dict[str, str] = {}
        ids: dict[str, UnitRow] = {}
        for cores in self.groups.members().values():
            unit = self._unit(cores)
            units.append(unit)
            for core in cores:
                ids[core] = unit
                aliases += self._aliases(unit, core)
                unit_of |= {mention.document_id: unit.unit_id for mention in self.by_core[core]}
        candidates = self._candidates(ids, verdicts, doubts)
        return Units(unit_of, tuple(units), tuple(aliases), tuple(candidates))

    def _unit(self, cores: Sequence[str]) -> UnitRow:
        mentions = [mention for core in cores for mention in self.by_core[core]]
        years = [m.fiscal_year for m in mentions if m.fiscal_year is not None]
        # the oldest name gives the id, so that the next rename does not change it; the newest name is shown
        founder = min(cores, key=lambda core: (_first(self.by_core[core]), core))
        newest = max(cores, key=lambda core: (_last(self.by_core[core]), core))
        shown = max((plain(m.unit_name) for m in self.by_core[newest]), key=lambda name: (len(name), name))
        codes = sorted((m.fiscal_year or 0, m.unit_code) for m in mentions if m.unit_code)
        return UnitRow(
            unit_id=content_id("unit", self.region_id, founder),
            region_id=self.region_id,
            region_code=self.region_code,
            unit_name=shown,
            core_name=newest,
            unit_code=codes[-1][1] if codes else None,
            unit_type=_type(newest, self.types),
            first_year=min(years, default=None),
            last_year=max(years, default=None),
            document_count=len(mentions),
        )

    def _aliases(self, unit: UnitRow, core: str) -> list[AliasRow]:
        printed: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.by_core[core]:
            printed[plain(mention.unit_name)].append(mention)
        joined = self.groups.why.get(core, [])
        rows = []
        for name, mentions in sorted(printed.items()):
            years = [m.fiscal_year for m in mentions if m.fiscal_year is not None]
            codes = sorted({m.unit_code for m in mentions if m.unit_code})
            if joined and core != unit.core_name:
                method = joined[0][1]
                evidence = "; ".join(f"{other}: {why}" for other, _, why in joined)
            elif core in name:
                method, evidence = "name", f"core name {core}"
            else:
                method, evidence = "abbreviation", f"short form of {core}"
            rows.append(
                AliasRow(
                    unit_id=unit.unit_id,
                    region_id=self.region_id,
                    unit_name=name,
                    core_name=core,
                    unit_code=codes[-1] if codes else None,
                    first_year=min(years, default=None),
                    last_year=max(years, default=None),
                    document_count=len(mentions),
                    method=method,
                    evidence=evidence,
                )
            )
        return rows

    def _candidates(
        self,
        ids: Mapping[str, UnitRow],
        verdicts: Mapping[tuple[str, str], Decision],
        doubts: Mapping[tuple[str, str], str],
    ) -> list[CandidateRow]:
        shown = dict(doubts)
        cores = sorted(self.by_core)
        letters = [set(core) for core in cores]
        for i, one in enumerate(cores):
            for j in range(i + 1, len(cores)):
                shared = len(letters[i] & letters[j])  # a quick bound before the exact measure
                if 3 * shared < len(letters[i]) + len(letters[j]):
                    continue
                other = cores[j]
                if (
                    (one, other) not in verdicts
                    and (one, other) not in shown
                    and similarity(one, other) >= WORTH_A_LOOK
                    and not _side_by_side(self.groups, self.by_core, one, other)
                ):
                    shown[one, other] = "similar names that never appear in one year"
        return [
            CandidateRow(
                region_id=self.region_id,
                unit_id=ids[one].unit_id,
                other_unit_id=ids[other].unit_id,
                unit_name=ids[one].unit_name,
                other_unit_name=ids[other].unit_name,
                similarity=round(similarity(one, other), 4),
                evidence=evidence,
            )
            for (one, other), evidence in sorted(shown.items())
            if ids[one].unit_id != ids[other].unit_id
        ]


def _first(mentions: Sequence[Mention]) -> int:
    return min((m.fiscal_year for m in mentions if m.fiscal_year is not None), default=9999)


def _last(mentions: Sequence[Mention]) -> int:
    return max((m.fiscal_year for m in mentions if m.fiscal_year is not None), default=0)


def _type(core: str, types: Mapping[str, str]) -> str | None:

    return next((name for pattern, name in types.items() if re.search(pattern, core)), None)
