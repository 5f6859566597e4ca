"""Health: the circuit breaker of a portal, and the gates that turn a silent zero into an alarm.

Every comparable project was hurt most by sources that failed silently; so a run that found nothing is a failure until proven otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.archive import Archive
from crawler.families.base import ListPage, Page
from crawler.journal import Journal
from crawler.known import Column, time_of
from crawler.registry import Portal
from crawler.report import CrawlReport, Severity

FIRST_REST = 24 * 3600.0
REPEATED_REST = 7 * 24 * 3600.0
MAX_REST = timedelta(days=30)
"""No site is left alone for longer without another look, whatever its Retry-After says; what rests longer was noted by a wrong clock."""
STALE = timedelta(days=60)
_SEASONS = ((1, 4), (7, 11))
_UNDATED_SHARE = 0.2
_HTML_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Breaker:
    """Until when a portal is left alone, why, and since which run."""

    open_until: datetime
    kind: str
    since: datetime | None = None


def trip(
    archive: Archive, portal_id: str, kind: str, now: datetime, rest_seconds: float | None = None
) -> None:
    """Leave a portal alone: for `rest_seconds` (at most `MAX_REST`), or for a day after a block page and a week when it happens again."""
    row = archive.ledger.execute(
        "SELECT blocked_count FROM portal_health WHERE portal_id = ?", (portal_id,)
    ).fetchone()
    before = row[0] if row else 0
    rest = rest_seconds if rest_seconds is not None else (REPEATED_REST if before else FIRST_REST)
    until = now + timedelta(seconds=min(rest, MAX_REST.total_seconds()))
    count = before + (rest_seconds is None)
    archive.ledger.execute(
        "INSERT INTO portal_health (portal_id, blocked_kind, blocked_count, open_until) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET blocked_kind = excluded.blocked_kind, blocked_count = excluded.blocked_count, "
        "open_until = excluded.open_until",
        (portal_id, kind, count, until.isoformat()),
    )


def breaker(archive: Archive, portal_id: str, now: datetime) -> Breaker | None:
    """The portal's open circuit breaker, or `None` when it may be asked."""
    row = archive.ledger.execute(
        "SELECT open_until, blocked_kind, checked_at FROM portal_health WHERE portal_id = ?", (portal_id,)
    ).fetchone()
    until = time_of(row[0]) if row else None
    if until is None or until <= now:
        return None
    if until - now > MAX_REST:
        # noted by a clock that ran ahead: a day from now on
        until = now + timedelta(seconds=FIRST_REST)
        archive.ledger.execute(
            "UPDATE portal_health SET open_until = ? WHERE portal_id = ?", (until.isoformat(), portal_id)
        )
    return Breaker(until, row[1] or "", time_of(row[2]))


def note_run(archive: Archive, report: CrawlReport, now: datetime) -> None:
    """Write how a run went into the portal's health row; a run that was answered closes the breaker's count."""
    archive.ledger.execute(
        "INSERT INTO portal_health (portal_id, run_id, checked_at, status, rows, new_items, last_new_at) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET run_id = excluded.run_id, checked_at = excluded.checked_at, status = excluded.status, "
        "rows = excluded.rows, new_items = excluded.new_items, last_new_at = coalesce(excluded.last_new_at, last_new_at), "
        "blocked_count = CASE WHEN excluded.status = 'ok' THEN 0 ELSE blocked_count END",
        (
            *(report.portal_id, report.run_id, now.isoformat(), report.status, report.rows, report.new_items),
            now.isoformat() if report.new_items else None,
        ),
    )


def in_season(now: datetime) -> bool:
    """Whether counties publish now: budgets from January to April, final accounts from July to November."""
    return any(first <= now.month <= last for first, last in _SEASONS)


def look_at_first(portal: Portal, journal: Journal, column: Column, page: Page, listing: ListPage) -> None:
    """The health gates that one first page can answer: shell pages, the wrong site."""
    if listing.needs_js:
        journal.find("needs_js", "error", f"{page.url} is an empty shell that only scripts fill", page.url)
    title = portal.expect.title_must_match
    if title and not column.depth and not re.search(title, listing.column):
        message = f"the column {page.url} is called {listing.column!r}, which does not match {title!r}"
        journal.find("wrong_column", "error", message, page.url)
    code = listing.site_id_code[:6]
    if column.depth or len(code) < 6 or not code.isdigit():
        return
    wanted = portal.expect.site_id_prefix or portal.region_code[:2]
    if not listing.site_id_code.startswith(wanted):
        message = f"{page.url} belongs to the site {listing.site_id_code}, which does not begin with {wanted}"
        journal.find("wrong_site", "error", message, page.url)


def gates(portal: Portal, journal: Journal, archive: Archive, undated: int) -> None:
    """Judge a finished run and add what is wrong to its findings."""
    counts = journal.counts
    if journal.stopped is None or journal.stopped[0] == "partial":
        known = archive.ledger.execute(
            "SELECT count(*) FROM item WHERE portal_id = ?", (portal.portal_id,)
        ).fetchone()[0]
        # columns that rest were not asked: their rows are not gone
        if counts["list_pages"] and not counts["rows"] and not counts["resting_columns"]:
            where = portal.home or (portal.entries[0].url if portal.entries else "URL")
            message = f"no list of {portal.name} shows a single row; `gongkai portals probe {where}` looks for its column anew"
            journal.find("zero_rows", "error", message)
        elif counts["list_pages"] and journal.stopped is None and known < portal.expect.min_rows:
            message = f"{portal.name} has shown {known} rows so far, fewer than the {portal.expect.min_rows} expected"
            journal.find("fewer_than_expected", "error", message)
    if counts["rows"] >= 10 and undated > counts["rows"] * _UNDATED_SHARE:
        journal.find("undated_rows", "warning", f"{undated} of {counts['rows']} rows carry no date")
    if pages := counts["html_for_file"]:
        asked = pages + counts["downloads"]
        severity: Severity = "error" if pages > asked * _HTML_SHARE else "warning"
        journal.find("html_for_file", severity, f"{pages} of {asked} files came as a page")
    _stale(portal, journal, archive)


def _stale(portal: Portal, journal: Journal, archive: Archive) -> None:
    now = journal.started_at
    if journal.stopped is not None or not (in_season(now) and in_season(now - STALE)) or now.month < 3:
        return
    first, newest = archive.ledger.execute(
        "SELECT min(first_seen), max(first_seen) FROM item WHERE portal_id = ? AND state <> 'rejected'",
        (portal.portal_id,),
    ).fetchone()
    if newest is None or now - datetime.fromisoformat(first) < STALE:
        return
    if (age := now - datetime.fromisoformat(newest)) > STALE:
        message = f"{portal.name} has shown nothing new for {age.days} days although it is the season"
        journal.find("stale_in_season", "error", message)
