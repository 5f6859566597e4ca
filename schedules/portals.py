"""The portals a home knows (the bundled registry and its own) and those its settings choose."""

from __future__ import annotations

from collections.abc import Iterable

from crawler import registry
from crawler.registry import Portal
from schedules.config import Settings
from schedules.errors import UsageError
from schedules.home import Home
from schedules.sources import select


def own(home: Home) -> list[Portal]:
    """The portals that the home itself describes, in `portals/*.yml`."""
    folder = home.root / "portals"
    return list(registry.load(folder)) if folder.is_dir() else []


def known(home: Home) -> list[Portal]:
    """The bundled registry, with the home's own portals added or put in place of it, ordered by id."""
    merged = {portal.portal_id: portal for portal in (*registry.load(), *own(home))}
    return [merged[portal_id] for portal_id in sorted(merged)]


def chosen(home: Home, settings: Settings, wanted: Iterable[str] = ()) -> list[Portal]:
    """The portals named by `wanted`, else by the settings, else the home's own.

    Raises:
        UsageError: nothing is chosen, or a name is unknown.
    """
    patterns = tuple(wanted) or settings.harvest.sources
    portals = select(known(home), patterns) if patterns else own(home)
    if not portals:
        raise UsageError(
            "no sources are chosen: name some with --source, "
            f"or list them as `sources` under [harvest] in {home.configuration}"
        )
    return portals
