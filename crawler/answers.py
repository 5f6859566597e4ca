"""The last good answer of every address of one portal, in the ledger: for conditional requests and for replay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from crawler.archive import Archive
from crawler.families.base import Request
from crawler.known import Answer, answer_of, pack, request_key


class Answers:
    """The last good answers of one portal; `now` is the time of the run's start."""

    def __init__(self, archive: Archive, portal_id: str, now: datetime) -> None:
        self.portal_id = portal_id
        self._sql = archive.ledger
        self._at = now.isoformat()

    def of(self, request: Request) -> Answer | None:
        """The last good answer of an address, or `None`."""
        row = self._sql.execute(
            "SELECT * FROM answer WHERE portal_id = ? AND request_key = ?",
            (self.portal_id, request_key(request)),
        ).fetchone()
        return answer_of(row) if row else None

    def validators(self, request: Request) -> dict[str, str]:
        """The headers that ask an address whether it changed since its last good answer."""
        known = self.of(request)
        if known is None:
            return {}
        pairs = (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified))
        return {name: value for name, value in pairs if value}

    def remember(
        self, request: Request, kind: str, final_url: str, headers: Mapping[str, str], sha256: str
    ) -> None:
        """Keep the last good answer of an address."""
        self._sql.execute(
            "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(self.portal_id, request_key(request), kind, pack(request), final_url),
                *(headers.get("content-type", ""), headers.get("etag"), headers.get("last-modified")),
                *(sha256, self._at),
            ),
        )

    def all_of(self, kind: str) -> Iterator[Answer]:
        """Every kept answer of one kind, for replay."""
        query = "SELECT * FROM answer WHERE portal_id = ? AND kind = ? ORDER BY request_key"
        for row in self._sql.execute(query, (self.portal_id, kind)).fetchall():
            yield answer_of(row)
