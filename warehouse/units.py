"""Which names are one unit: identity of units over the years, inside one region, never merged on doubt.

Five things make two names one unit, each written down as evidence: the same name once place, rank and scope are taken away (short
names in general use written out); a former name printed beside the new one (`（原…）`); a renaming of an institutional reform
(`reference/unit_rename.csv`) where the new name follows the old one in time; a printed unit code shared by similar names that never appear
side by side; a decision of a person in `reference/unit_decisions.yml`. Whatever is only likely becomes a candidate for such a decision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from warehouse.names import core_name, expanded, former_name, plain, similarity
from warehouse.unit_groups import Groups
from warehouse.unit_records import Decision, Mention, Rename, Units
from warehouse.unit_rows import UnitRows

ALIKE = 0.5
"""Dice similarity of two names from which a shared unit code counts as the same unit."""


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
    groups = Groups(by_core)
    for (one, other), decision in sorted(verdicts.items()):
        if decision.verdict == "same" and one in by_core and other in by_core:
            groups.join(one, other, "decision", f"{decision.reason} {decision.source}".strip())
    doubts: dict[tuple[str, str], str] = {}
    for old, new, method, reason in (*_printed(by_core, prefixes), *_reformed(by_core, renames)):
        one, other = sorted((old, new))
        if (one, other) in verdicts or groups.root(one) == groups.root(other):
            continue
        why_not = groups.side_by_side(one, other) or _out_of_order(groups, old, new)
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
        rival = groups.side_by_side(one, other)
        if alike >= ALIKE and not rival:
            groups.join(
                one, other, "code", f"unit code {code} on both, names {alike:.2f} alike, never in one year"
            )
        else:
            doubts[one, other] = f"unit code {code} on both, but " + (
                rival or f"names only {alike:.2f} alike"
            )
    return UnitRows(region_id, region_code, groups, types or {}).build(verdicts, doubts)


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


def _out_of_order(groups: Groups, old: str, new: str) -> str | None:
    """What speaks against one name following the other: the old one is still in use when the new one has come."""
    last, first = groups.last(old), groups.first(new)
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
