"""Names that are one unit, in groups: what joined them, when they were printed, and what tells two groups apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from warehouse.unit_records import Mention


class Groups:
    """Union-find over core names with the mentions of each; each join keeps its evidence."""

    def __init__(self, mentions: Mapping[str, Sequence[Mention]]) -> None:
        self.mentions = mentions
        self.parent = {name: name for name in mentions}
        self.why: dict[str, list[tuple[str, str, str]]] = defaultdict(list)

    def root(self, name: str) -> str:
        """The name that stands for a name's group."""
        while self.parent[name] != name:
            name = self.parent[name]
        return name

    def join(self, one: str, other: str, method: str, evidence: str) -> None:
        """Make two names one unit, and note why."""
        self.why[one].append((other, method, evidence))
        self.why[other].append((one, method, evidence))
        self.parent[max(self.root(one), self.root(other))] = min(self.root(one), self.root(other))

    def members(self) -> dict[str, list[str]]:
        """The names of each group, by its root."""
        groups: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self.parent):
            groups[self.root(name)].append(name)
        return groups

    def first(self, name: str) -> int:
        """The first year in which a name is printed; 9999 where none is known."""
        return min((m.fiscal_year for m in self.mentions[name] if m.fiscal_year is not None), default=9999)

    def last(self, name: str) -> int:
        """The last year in which a name is printed; 0 where none is known."""
        return max((m.fiscal_year for m in self.mentions[name] if m.fiscal_year is not None), default=0)

    def side_by_side(self, one: str, other: str) -> str | None:
        """A disclosure that both groups publish, which tells them apart: two units, not a rename."""
        ours, theirs = (
            [
                m
                for core in sorted(self.parent)
                if self.root(core) == self.root(name)
                for m in self.mentions[core]
            ]
            for name in (one, other)
        )
        published = {(m.kind, m.scope, m.fiscal_year) for m in ours if m.fiscal_year is not None}
        return next(
            (
                f"both published {m.kind} {m.fiscal_year}"
                for m in theirs
                if (m.kind, m.scope, m.fiscal_year) in published
            ),
            None,
        )
