"""What a crawl is told and what it says afterwards: options, findings, the report."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Literal

Mode = Literal["nightly", "full", "backfill"]
Severity = Literal["error", "warning", "info"]
Status = Literal["ok", "partial", "failed", "blocked", "resting", "busy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOptions:
    """How one crawl runs.

    `nightly` stops where everything is known, `full` walks every list to its end, `backfill` does so for history, resumable over
    many nights. `recheck` looks at all recent items and files again now. `any_hour` fetches files outside the night hours too.
    `force` asks a portal whose circuit breaker is open. `allow_loopback` permits 127.0.0.0/8 and ::1 (sample portal, tests), no
    other private address. `delay_seconds` and `concurrency` override the portal's politeness and are honoured on loopback only.
    `now` replaces the clock's start (tests). Times are seconds.
    """

    mode: Mode = "nightly"
    max_requests: int | None = None
    max_bytes: int | None = None
    deadline_seconds: float | None = None
    recheck: bool = False
    any_hour: bool = False
    force: bool = False
    allow_loopback: bool = False
    delay_seconds: float | None = None
    concurrency: int = 1
    contact: str = ""
    now: datetime | None = None
    run_id: str = ""
    page_timeout: float = 60.0
    file_timeout: float = 900.0
    retry_base: float = 5.0
    retry_limit: float = 120.0

    def to_json(self) -> str:
        """The options as JSON, for a child process."""
        return json.dumps(asdict(self) | {"now": self.now.isoformat() if self.now else None})

    @classmethod
    def from_json(cls, text: str) -> CrawlOptions:
        """The options of `to_json`."""
        plain = json.loads(text)
        if plain.get("now"):
            plain["now"] = datetime.fromisoformat(plain["now"])
        return cls(**plain)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should know about a source: `code` is stable, `message` a sentence, `url` where it was seen."""

    code: str
    severity: Severity
    message: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """How the crawl of one source went.

    `requests` counts every exchange but robots.txt (`robots_requests`). `new_items` are accepted articles and files seen for the
    first time, `new_files` downloads whose bytes the archive did not have, `unchanged` pages and files asked for again and found the
    same, `replaced` files whose bytes changed under their address. `pending` items and files wait for the next run.
    """

    portal_id: str
    run_id: str
    mode: Mode
    status: Status
    reason: str = ""
    started_at: str = ""
    finished_at: str = ""
    requests: int = 0
    robots_requests: int = 0
    list_pages: int = 0
    rows: int = 0
    articles: int = 0
    new_items: int = 0
    rejected: int = 0
    downloads: int = 0
    new_files: int = 0
    unchanged: int = 0
    replaced: int = 0
    missing: int = 0
    failed: int = 0
    refused: int = 0
    blocked: int = 0
    deferred: int = 0
    pending: int = 0
    bytes_received: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 when all went well; 1 when the source failed, was blocked, or a health gate found an error."""
        bad = self.status in ("failed", "blocked") or any(f.severity == "error" for f in self.findings)
        return 1 if bad else 0

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values."""
        return asdict(self) | {"exit_code": self.exit_code}

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> CrawlReport:
        """The report of `to_dict`."""
        names = {field.name for field in fields(cls)}
        kept = {name: value for name, value in plain.items() if name in names}
        kept["findings"] = tuple(Finding(**finding) for finding in plain.get("findings", ()))
        return cls(**kept)
