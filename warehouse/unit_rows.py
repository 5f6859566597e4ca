"""Grouped names as rows: a unit with the names it has had, and pairs that only a person can decide."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from warehouse.names import plain, similarity
from warehouse.records import content_id
from warehouse.unit_groups import Groups
from warehouse.unit_records import AliasRow, CandidateRow, Decision, Mention, UnitRow, Units

WORTH_A_LOOK = 0.75
"""Similarity from which two names that never meet in one year are shown as a candidate."""


class UnitRows:
    """The grouped names as rows of the three unit tables."""

    def __init__(
        self, region_id: str, region_code: str | None, groups: Groups, types: Mapping[str, str]
    ) -> None:
        self.region_id, self.region_code, self.groups, self.types = region_id, region_code, groups, types

    def build(
        self, verdicts: Mapping[tuple[str, str], Decision], doubts: Mapping[tuple[str, str], str]
    ) -> Units:
        """Units, aliases and candidates; a pair that is decided (`verdicts`) is no candidate, a doubtful one (`doubts`) is."""
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
                unit_of |= {mention.document_id: unit.unit_id for mention in self.groups.mentions[core]}
        candidates = self._candidates(ids, verdicts, doubts)
        return Units(unit_of, tuple(units), tuple(aliases), tuple(candidates))

    def _unit(self, cores: Sequence[str]) -> UnitRow:
        mentions = [mention for core in cores for mention in self.groups.mentions[core]]
        years = [m.fiscal_year for m in mentions if m.fiscal_year is not None]
        # the oldest name gives the id, so that the next rename does not change it; the newest name is shown
        founder = min(cores, key=lambda core: (self.groups.first(core), core))
        newest = max(cores, key=lambda core: (self.groups.last(core), core))
        shown = max(
            (plain(m.unit_name) for m in self.groups.mentions[newest]), key=lambda name: (len(name), name)
        )
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
        for mention in self.groups.mentions[core]:
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
        cores = sorted(self.groups.mentions)
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
                    and not self.groups.side_by_side(one, other)
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


def _type(core: str, types: Mapping[str, str]) -> str | None:
    return next((name for pattern, name in types.items() if re.search(pattern, core)), None)
