"""Which portals a run covers, and the crawl of one of them in a process of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crawler.registry import Portal
from schedules.errors import UsageError


def select(portals: Sequence[Portal], wanted: Iterable[str]) -> list[Portal]:
    """The portals that the patterns name, in the registry's order, each once.

    A pattern is a portal id, `province:河南`, `prefecture:洛阳市` or `all`.

    Raises:
        UsageError: a pattern names nothing.
    """
    chosen: set[str] = set()
    for pattern in wanted:
        scope, _, name = pattern.partition(":")
        if pattern == "all":
            found = [portal.portal_id for portal in portals if portal.status not in ("dead", "blocked")]
        elif scope == "province":
            found = [portal.portal_id for portal in portals if name and portal.province.startswith(name)]
        elif scope == "prefecture":
            found = [portal.portal_id for portal in portals if name and portal.prefecture.startswith(name)]
        else:
            found = [portal.portal_id for portal in portals if portal.portal_id == pattern]
        if not found:
            raise UsageError(
                f"no portal answers to {pattern!r}: give a region code, province:NAME, prefecture:NAME or all "
                "(`gongkai portals list` shows what there is)"
            )
        chosen.update(found)
    return [portal for portal in portals if portal.portal_id in chosen]
