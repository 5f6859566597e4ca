"""The files that the items of one portal link, in the ledger: what was fetched, what is due, what a page no longer links."""

from __future__ import annotations

from datetime import datetime

from crawler.archive import Archive
from crawler.families.base import Attachment
from crawler.known import MAX_ATTEMPTS, Linked, State, linked_of, pack, request_key


class LinkedFiles:
    """The files one portal's items link; `now` is the time of the run's start."""

    def __init__(self, archive: Archive, portal_id: str, now: datetime) -> None:
        self.portal_id = portal_id
        self._sql = archive.ledger
        self._at = now.isoformat()

    def link(self, item_key: str, attachment: Attachment) -> Linked:
        """Note that an item links a file; what is returned says what is known of it (its own state, or that of a twin link)."""
        request = attachment.request
        file_key = request_key(request)
        self._sql.execute(
            "INSERT INTO attachment (portal_id, item_key, file_key, request, name, name_evidence, state, first_seen, last_seen) "
            "VALUES (?, ?, ?, ?, ?, ?, 'new', ?, ?) ON CONFLICT DO UPDATE SET last_seen = excluded.last_seen, missing_since = NULL, "
            "request = excluded.request, name = excluded.name",
            (
                *(
                    self.portal_id,
                    item_key,
                    file_key,
                    pack(request),
                    attachment.name,
                    attachment.name_evidence,
                ),
                *(self._at, self._at),
            ),
        )
        row = self._sql.execute(
            "SELECT * FROM attachment WHERE portal_id = ? AND item_key = ? AND file_key = ?",
            (self.portal_id, item_key, file_key),
        ).fetchone()
        return linked_of(row)

    def twin(self, linked: Linked) -> str | None:
        """The SHA-256 of the same address fetched for another item, or `None`."""
        row = self._sql.execute(
            "SELECT sha256 FROM attachment WHERE portal_id = ? AND file_key = ? AND state = 'done' AND sha256 IS NOT NULL "
            "ORDER BY checked_at DESC LIMIT 1",
            (self.portal_id, linked.key),
        ).fetchone()
        return row["sha256"] if row else None

    def waiting_twins(self, linked: Linked) -> list[Linked]:
        """Other items' links to the same address that still wait for it."""
        rows = self._sql.execute(
            "SELECT * FROM attachment WHERE portal_id = ? AND file_key = ? AND item_key <> ? AND state IN ('new', 'failed')",
            (self.portal_id, linked.key, linked.item_key),
        )
        return [linked_of(row) for row in rows.fetchall()]

    def of(self, item_key: str) -> list[Linked]:
        """The files an item links, in page order."""
        rows = self._sql.execute(
            "SELECT * FROM attachment WHERE portal_id = ? AND item_key = ? AND missing_since IS NULL ORDER BY seq",
            (self.portal_id, item_key),
        )
        return [linked_of(row) for row in rows.fetchall()]

    def settle(self, linked: Linked, state: State, reason: str = "", sha256: str | None = None) -> None:
        """Note how the fetch of a file ended; a failure never forgets bytes fetched before."""
        self._sql.execute(
            "UPDATE attachment SET state = CASE WHEN ? = 'failed' AND state = 'done' THEN 'done' ELSE ? END, reason = ?, "
            "attempts = CASE WHEN ? = 'done' THEN 0 ELSE attempts + 1 END, sha256 = coalesce(?, sha256), checked_at = ?, "
            "missing_since = CASE WHEN ? = 'gone' THEN coalesce(missing_since, ?) ELSE NULL END "
            "WHERE portal_id = ? AND item_key = ? AND file_key = ?",
            (
                *(state, state, reason, state, sha256, self._at, state, self._at),
                *(self.portal_id, linked.item_key, linked.key),
            ),
        )

    def unfinished(self, after: int = 0, limit: int = 100) -> list[tuple[int, Linked]]:
        """Files linked by earlier runs and not yet fetched, as (position, file), oldest first."""
        rows = self._sql.execute(
            "SELECT * FROM attachment WHERE portal_id = ? AND state IN ('new', 'failed') AND attempts < ? AND last_seen < ? "
            "AND seq > ? ORDER BY seq LIMIT ?",
            (self.portal_id, MAX_ATTEMPTS, self._at, after, limit),
        )
        return [(row["seq"], linked_of(row)) for row in rows.fetchall()]

    def drop_links(self, item_key: str) -> list[str]:
        """After a fresh look at an item's page: the names of files it no longer links."""
        rows = self._sql.execute(
            "UPDATE attachment SET missing_since = ? WHERE portal_id = ? AND item_key = ? AND last_seen < ? AND missing_since IS NULL "
            "RETURNING name",
            (self._at, self.portal_id, item_key, self._at),
        )
        return [row["name"] for row in rows.fetchall()]
