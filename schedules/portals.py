"""Which portals of the bundled registry and of the home's own a run covers."""

from __future__ import annotations

from collections.abc import Iterable

from crawler import registry
from crawler.registry import Portal
from schedules.config import Settings
from schedules.errors import UsageError
from schedules.home import Home
from schedules.sources import select


def chosen(home: Home, settings: Settings, wanted: Iterable[str] = ()) -> list[Portal]:
    """The portals named by `wanted`, else by the settings, else the home's own.

    Raises:
        UsageError: nothing is chosen, or a name is unknown.
    """
    patterns = tuple(wanted) or settings.harvest.sources
    folder = home.root / "portals"
    portals = select(registry.merged(folder), patterns) if patterns else list(registry.load(folder))
    if not portals:
        raise UsageError(
            "no sources are chosen: name some with --source, "
            f"or list them as `sources` under [harvest] in {home.configuration}"
        )
    return portals
