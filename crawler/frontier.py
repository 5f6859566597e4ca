"""The frontier of one portal: which items are known and due, how far each list was walked. It lives in the ledger, so a killed run resumes.

Nothing is ever deleted here: what a site no longer shows gets a `missing_since`, what could not be fetched stays due, what the title
grammar rejected is remembered with its title so that a better grammar can change its mind (`crawler.replay`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from crawler.answers import Answers
from crawler.archive import Archive
from crawler.families.base import Request, Row
from crawler.known import (
    MAX_ATTEMPTS,
    Column,
    Item,
    Sighting,
    State,
    Walk,
    age,
    day_of,
    day_text,
    item_of,
    pack,
    pack_evidence,
    request_key,
    request_of,
    time_of,
    unpack,
)
from crawler.linked import LinkedFiles

RECHECK_AFTER = timedelta(days=30)
"""A recent item and its files are looked at again this often, for silent replacement."""
RECENT = timedelta(days=120)
"""How long after publication an item counts as recent."""
QUIET = timedelta(days=120)
QUIET_REST = timedelta(days=7)
"""A sub-column whose newest row is older than `QUIET` is visited every `QUIET_REST` only."""
_BRANCH = "in "


class Frontier:
    """What one run knows and learns of one portal.

    `visit` is unique to the process's run: what bears it was seen by this very run. `now` is the time of the run's start; all
    ages are counted from it. `files` are what the items link, `answers` the last good answers of all addresses.
    """

    def __init__(self, archive: Archive, portal_id: str, visit: str, now: datetime) -> None:
        self.portal_id = portal_id
        self.visit = visit
        self.now = now
        self._sql = archive.ledger
        self._sql.row_factory = sqlite3.Row
        self._at = now.isoformat()
        self.files = LinkedFiles(archive, portal_id, now)
        self.answers = Answers(archive, portal_id, now)

    # -- lists

    def walk(self, column: Column) -> Walk:
        """How far the column's walk came before."""
        row = self._sql.execute(
            "SELECT w.*, (SELECT max(coalesce(published_on, row_date)) FROM item i WHERE i.portal_id = w.portal_id "
            "AND i.column_key = w.column_key) AS newest FROM walk w WHERE portal_id = ? AND column_key = ?",
            (self.portal_id, column.key),
        ).fetchone()
        if row is None:
            return Walk(None, None, None, None, None)
        return Walk(
            completed_at=time_of(row["completed_at"]),
            resume=unpack(row["resume"]) if row["resume"] else None,
            visited_at=time_of(row["visited_at"]),
            deep_at=time_of(row["deep_at"]),
            newest_on=day_of(row["newest"]),
        )

    def claim(self, column: Column) -> bool:
        """Take a column for this run; false when this run already walks it."""
        cursor = self._sql.execute(
            "INSERT INTO walk (portal_id, column_key, request, label, depth, started_at, visited_at, last_run) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET visited_at = excluded.visited_at, last_run = excluded.last_run, "
            "request = excluded.request, label = excluded.label WHERE last_run IS NOT excluded.last_run",
            (
                self.portal_id,
                column.key,
                pack(column.request),
                column.label,
                column.depth,
                self._at,
                self._at,
                self.visit,
            ),
        )
        return cursor.rowcount > 0

    def is_resting(self, column: Column, walk: Walk) -> bool:
        """Whether a sub-column is quiet (a folder of past years) and was visited within the last days."""
        if not column.depth or walk.completed_at is None or walk.newest_on is None:
            return False
        quiet = self.now.date() - walk.newest_on > QUIET
        return quiet and age(walk.visited_at, self.now) < QUIET_REST

    def advance(self, column: Column, resume: Request | None) -> None:
        """Note where the walk would go on after a break; `None` when it reached the end."""
        if resume is None:
            self._walk_set(column, "completed_at = ?, resume = NULL", self._at)
        else:
            self._walk_set(column, "resume = ?", pack(resume))

    def note_deep_look(self, column: Column) -> None:
        """Note that this run looked at more than the column's first page."""
        self._walk_set(column, "deep_at = ?", self._at)

    def _walk_set(self, column: Column, assignment: str, value: str) -> None:
        self._sql.execute(
            f"UPDATE walk SET {assignment} WHERE portal_id = ? AND column_key = ?",
            (value, self.portal_id, column.key),
        )

    def mark_missing(self, column: Column) -> list[str]:
        """After an uninterrupted walk to the end: the titles of the column's items that it no longer shows."""
        rows = self._sql.execute(
            "UPDATE item SET missing_since = ? WHERE portal_id = ? AND column_key = ? AND last_run <> ? AND missing_since IS NULL "
            "AND state IN ('done', 'new', 'failed') RETURNING title",
            (self._at, self.portal_id, column.key, self.visit),
        )
        return [row["title"] for row in rows.fetchall()]

    # -- items

    def see(
        self, row: Row, column: Column, list_url: str, decision: str, reason: str, *, replayed: bool = False
    ) -> tuple[Sighting, Item]:
        """Note that a list shows a row: `new` to the ledger, `known` from an earlier run, or `repeated` within this run.

        A `replayed` page says nothing about what the site shows now.
        """
        request = request_of(row)
        item_key = request_key(request)
        known = self._sql.execute(
            "SELECT * FROM item WHERE portal_id = ? AND item_key = ?", (self.portal_id, item_key)
        ).fetchone()
        if known is not None:
            sighting: Sighting = "repeated" if known["last_run"] == self.visit else "known"
            if sighting == "known" and not replayed:
                self._sql.execute(
                    "UPDATE item SET last_seen = ?, last_run = ?, missing_since = NULL WHERE seq = ?",
                    (self._at, self.visit, known["seq"]),
                )
            return sighting, item_of(known)
        state: State = "rejected" if decision == "reject" else "new"
        item = Item(
            key=item_key,
            kind=row.kind,
            title=row.title,
            list_url=list_url,
            request=request,
            label=column.label,
            published_on=row.published_on,
            evidence=row.evidence,
            state=state,
            column_key=column.key,
        )
        self._sql.execute(
            "INSERT INTO item (portal_id, item_key, kind, column_key, list_url, request, title, label, row_date, evidence, decision, "
            "state, reason, first_seen, last_seen, last_run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self.portal_id,
                item_key,
                row.kind,
                column.key,
                list_url,
                pack(request),
                row.title,
                column.label,
                day_text(row.published_on),
                pack_evidence(row.evidence),
                decision,
                state,
                reason,
                self._at,
                self._at,
                self.visit,
            ),
        )
        return "new", item

    def branch(self, item: Item, rows: Iterable[Row], page_url: str) -> list[Item]:
        """Note the disclosures that an article links; returns those that no list and no article showed before.

        One step deep: what such an article links in its turn is left to the lists.
        """
        if item.column_key.startswith(_BRANCH):
            return []
        label = item.article_title or item.title
        column = Column(f"{_BRANCH}{item.key}", item.request, label)
        unknown = [row for row in rows if self.item(request_key(request_of(row))) is None]
        return [self.see(row, column, page_url, "accept", "linked by a disclosure")[1] for row in unknown]

    def settle(self, item_key: str, state: State, reason: str = "", published_on: date | None = None) -> None:
        """Note how the fetch of an item ended; a failure counts as one attempt, a page that is gone as missing."""
        self._sql.execute(
            "UPDATE item SET state = CASE WHEN ? = 'failed' AND state = 'done' THEN 'done' ELSE ? END, reason = ?, "
            "attempts = CASE WHEN ? = 'done' THEN 0 ELSE attempts + 1 END, checked_at = ?, "
            "published_on = coalesce(?, published_on), "
            "missing_since = CASE WHEN ? = 'gone' THEN coalesce(missing_since, ?) WHEN ? = 'done' THEN NULL ELSE missing_since END "
            "WHERE portal_id = ? AND item_key = ?",
            (
                *(state, state, reason, state, self._at, day_text(published_on), state, self._at, state),
                *(self.portal_id, item_key),
            ),
        )

    def learn(self, item: Item) -> None:
        """Keep what the item's own page said of it: its title and the evidence, for the captures of its files."""
        self._sql.execute(
            "UPDATE item SET article_title = ?, evidence = ? WHERE portal_id = ? AND item_key = ?",
            (item.article_title or None, pack_evidence(item.evidence), self.portal_id, item.key),
        )

    def unfinished(self, after: int = 0, limit: int = 100) -> list[Item]:
        """Items of earlier runs that were never fetched or failed (at most `MAX_ATTEMPTS` times), oldest first."""
        rows = self._sql.execute(
            "SELECT * FROM item WHERE portal_id = ? AND state IN ('new', 'failed') AND attempts < ? AND last_run <> ? AND seq > ? "
            "ORDER BY seq LIMIT ?",
            (self.portal_id, MAX_ATTEMPTS, self.visit, after, limit),
        )
        return [item_of(row) for row in rows.fetchall()]

    def due_again(self, after: int = 0, limit: int = 100, *, everything: bool = False) -> list[Item]:
        """Recent items whose page and files were last looked at `RECHECK_AFTER` ago; `everything` drops that wait."""
        rows = self._sql.execute(
            "SELECT * FROM item WHERE portal_id = ? AND state = 'done' AND coalesce(published_on, row_date, first_seen) >= ? "
            "AND (checked_at <= ? OR checked_at > ?) AND seq > ? ORDER BY seq LIMIT ?",
            (
                self.portal_id,
                (self.now - RECENT).date().isoformat(),
                self._at if everything else (self.now - RECHECK_AFTER).isoformat(),
                self._at,
                after,
                limit,
            ),
        )
        return [item_of(row) for row in rows.fetchall()]

    def rejected(self) -> list[Item]:
        """Items that the title grammar turned down."""
        rows = self._sql.execute(
            "SELECT * FROM item WHERE portal_id = ? AND state = 'rejected' ORDER BY seq", (self.portal_id,)
        )
        return [item_of(row) for row in rows.fetchall()]

    def reopen(self, item_key: str, reason: str) -> None:
        """Let the next run fetch an item again."""
        self._sql.execute(
            "UPDATE item SET state = 'new', decision = 'accept', reason = ?, attempts = 0 WHERE portal_id = ? AND item_key = ?",
            (reason, self.portal_id, item_key),
        )

    def item(self, item_key: str) -> Item | None:
        """One item, or `None`."""
        row = self._sql.execute(
            "SELECT * FROM item WHERE portal_id = ? AND item_key = ?", (self.portal_id, item_key)
        ).fetchone()
        return item_of(row) if row else None
