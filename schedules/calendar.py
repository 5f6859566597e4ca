"""What is due tonight, and why: disclosure seasons, each source's health and yield, and the time since its last full walk.

Pure planning: values in, values out. `states` reads what the archive's ledger knows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib import resources
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import yaml

from crawler.archive import Archive
from crawler.health import MAX_REST
from crawler.registry import Portal

Mode = Literal["nightly", "full"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""The time of all nights: China has one zone and has had no summer time since 1991."""

IDLE_REQUESTS = 3
"""What a nightly visit costs when nothing is new."""

FIRST_REQUESTS = 400
"""What the first walk of a portal is expected to cost (capped by its own daily cap)."""

BARREN_AFTER = timedelta(days=180)
"""Outside the seasons, a source without anything new for so long is visited half as often."""

SLACK = timedelta(hours=6)
"""A nightly visit is due again a little before the full day is over: nights do not begin to the minute."""


@dataclass(frozen=True, slots=True)
class Season:
    """A time of year in which disclosures of some kinds appear."""

    name: str
    name_zh: str
    kinds: tuple[str, ...]
    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SourceState:
    """What the ledger knows of one source; times are UTC."""

    last_crawl: datetime | None = None
    last_full_walk: datetime | None = None
    last_new: datetime | None = None
    resting_until: datetime | None = None
    resting_after: str | None = None
    last_status: str | None = None
    last_requests: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A source to visit tonight: how, why, and how many requests that is expected to cost."""

    portal: Portal
    mode: Mode
    reason: str
    requests: int

    @property
    def host(self) -> str:
        """The machine that will be asked: the shared platform, or the host of the first entry."""
        return self.portal.platform or urlsplit(self.portal.entries[0].url).hostname or ""


@dataclass(frozen=True, slots=True)
class Rest:
    """A source that is left alone tonight, and why; `until` is set when it refused us and may not be asked before."""

    portal: Portal
    reason: str
    until: datetime | None = None


@lru_cache(maxsize=1)
def seasons() -> tuple[Season, ...]:
    """The disclosure seasons of `seasons.yml`."""
    stored = yaml.safe_load((resources.files("schedules") / "seasons.yml").read_text(encoding="utf-8"))
    return tuple(
        Season(item["name"], item["name_zh"], tuple(item["kinds"]), tuple(item["months"]))
        for item in stored["seasons"]
    )


def season_of(day: date) -> Season | None:
    """The season a day lies in, or `None`."""
    return next((season for season in seasons() if day.month in season.months), None)


def judge(portal: Portal, state: SourceState, now: datetime) -> Due | Rest:
    """Whether a source is due at `now`, with the reason in words."""
    if portal.status in ("dead", "needs_js"):
        return Rest(portal, f"its registry status is {portal.status}")
    if not portal.entries:
        return Rest(portal, "the registry knows no address of its disclosure column")
    if state.resting_until and now < state.resting_until <= now + MAX_REST:
        why = f"it refused us ({state.resting_after})" if state.resting_after else "it refused us"
        until = state.resting_until.astimezone(SHANGHAI)
        return Rest(
            portal, f"{why} and is left alone until {until:%Y-%m-%d %H:%M} Shanghai time", state.resting_until
        )
    if state.last_crawl is None:
        return Due(portal, "full", "due because it was never visited", _cost(portal, FIRST_REQUESTS))
    if state.last_full_walk is None:
        return Due(
            portal, "full", "due because its first walk is not finished", _cost(portal, FIRST_REQUESTS)
        )
    since_walk = (now - state.last_full_walk).days
    if since_walk >= portal.schedule.full_walk_days:
        cost = _cost(portal, max(state.last_requests or 0, FIRST_REQUESTS))
        return Due(portal, "full", f"due because its last full walk was {since_walk} days ago", cost)
    return _nightly(portal, state, now)


def _nightly(portal: Portal, state: SourceState, now: datetime) -> Due | Rest:
    assert state.last_crawl is not None
    season = season_of(now.astimezone(SHANGHAI).date())
    days = portal.schedule.in_season_days if season else portal.schedule.off_season_days
    why = f"every {days} days" if days > 1 else "every day"
    why += f" in the season of {season.name}" if season else " outside the seasons"
    barren = now - (state.last_new or state.last_crawl) > BARREN_AFTER
    if not season and barren:
        days *= 2
        why = f"every {days} days: outside the seasons and nothing new for {BARREN_AFTER.days} days"
    age = now - state.last_crawl
    if age < -SLACK:
        return Due(
            portal,
            "nightly",
            "due because its last visit lies in the future: the clock was set back",
            IDLE_REQUESTS,
        )
    if state.last_status in ("failed", "partial"):
        return Due(
            portal, "nightly", f"due because its last visit ended {state.last_status}", _cost(portal, 50)
        )
    if age + SLACK >= timedelta(days=days):
        return Due(
            portal,
            "nightly",
            f"due because it is visited {why} and was last {age.days} days ago",
            IDLE_REQUESTS,
        )
    return Rest(portal, f"visited {age.days} days ago; it is visited {why}")


def tonight(
    portals: Iterable[Portal], known: Mapping[str, SourceState], now: datetime
) -> tuple[list[Due], list[Rest]]:
    """What to visit at `now`, the longest waiting first, and what to leave alone."""
    due: list[Due] = []
    rest: list[Rest] = []
    for portal in portals:
        verdict = judge(portal, known.get(portal.portal_id, SourceState()), now)
        if isinstance(verdict, Due):
            due.append(verdict)
        else:
            rest.append(verdict)
    never = datetime.min.replace(tzinfo=UTC)
    due.sort(
        key=lambda each: (
            known.get(each.portal.portal_id, SourceState()).last_crawl or never,
            each.portal.portal_id,
        )
    )
    return due, rest


def week(
    portals: Sequence[Portal], known: Mapping[str, SourceState], first: datetime, nights: int = 7
) -> list[tuple[datetime, list[Due]]]:
    """The coming nights, supposing that every visit succeeds."""
    states = dict(known)
    plan = []
    for number in range(nights):
        now = first + timedelta(days=number)
        due, _ = tonight(portals, states, now)
        for each in due:
            before = states.get(each.portal.portal_id, SourceState())
            walked = now if each.mode == "full" else before.last_full_walk
            states[each.portal.portal_id] = replace(
                before, last_crawl=now, last_full_walk=walked, last_status="ok", resting_until=None
            )
        plan.append((now, due))
    return plan


def states(archive: Archive) -> dict[str, SourceState]:
    """What the ledger knows of every source it has met."""
    found: dict[str, SourceState] = {}
    sql = archive.ledger
    query = "SELECT portal_id, mode, started_at, status, requests FROM run WHERE finished_at IS NOT NULL ORDER BY started_at"
    for portal_id, mode, started_at, status, requests in sql.execute(query):
        before = found.get(portal_id, SourceState())
        at = datetime.fromisoformat(started_at)
        # the first nightly visit of an unknown list walks it to its end
        whole = status == "ok" and (mode in ("full", "backfill") or before.last_full_walk is None)
        found[portal_id] = replace(
            before,
            last_crawl=at,
            last_status=status,
            last_requests=requests,
            last_full_walk=at if whole else before.last_full_walk,
        )
    for portal_id, last_new_at, open_until, kind in sql.execute(
        "SELECT portal_id, last_new_at, open_until, blocked_kind FROM portal_health"
    ):
        found[portal_id] = replace(
            found.get(portal_id, SourceState()),
            last_new=_time(last_new_at),
            resting_until=_time(open_until),
            resting_after=kind,
        )
    return found


def as_json(due: Iterable[Due]) -> str:
    """A plan for machines."""
    rows = [
        {
            "portal_id": each.portal.portal_id,
            "name": each.portal.name,
            "mode": each.mode,
            "reason": each.reason,
        }
        | {"host": each.host, "requests": each.requests}
        for each in due
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _cost(portal: Portal, requests: int) -> int:
    return min(requests, portal.caps.requests_per_day)


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
