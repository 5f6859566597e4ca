"""The record of one run: what each stage did, written after every step so that a killed run leaves its story and can be resumed."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

StageName = Literal["crawl", "load", "check", "publish"]
STAGES: tuple[StageName, ...] = ("crawl", "load", "check", "publish")


@dataclass(slots=True)
class SourceResult:
    """What one source gave: counts of the crawl, its findings, and how it ended (`ok | failed | blocked | skipped`)."""

    portal_id: str
    name: str
    outcome: str = "ok"
    requests: int = 0
    rows: int = 0
    disclosures: int = 0
    files_new: int = 0
    files_unchanged: int = 0
    failed: int = 0
    findings: list[str] = field(default_factory=list)
    detail: str = ""
    seconds: float = 0.0
    since: str | None = None

    def line(self) -> str:
        """The result in one line."""
        text = (
            f"{self.portal_id} {self.name}: {self.outcome}; {self.requests} requests, {self.disclosures} new disclosures, "
            f"{self.files_new} files downloaded, {self.files_unchanged} unchanged"
        )
        since = f", since run {self.since}" if self.since else ""
        return text + (f" ({self.detail}{since})" if self.detail else since)


@dataclass(slots=True)
class RunRecord:
    """One run. `stages` maps a stage to `done | failed | running`; `interrupted` runs stay on disk as they were left."""

    run_id: str
    started_at: str
    command: str = "harvest"
    finished_at: str | None = None
    exit_code: int | None = None
    stages: dict[str, str] = field(default_factory=dict)
    stage_seconds: dict[str, float] = field(default_factory=dict)
    sources: list[SourceResult] = field(default_factory=list)
    files: dict[str, int] = field(default_factory=dict)
    unread: list[dict[str, str]] = field(default_factory=list)
    documents_new: int = 0
    revisions_new: int = 0
    figures: int = 0
    checks: dict[str, int] = field(default_factory=dict)
    checks_failed: list[dict[str, str]] = field(default_factory=list)
    release: str | None = None
    problems: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)

    @property
    def finished(self) -> bool:
        """Whether the run came to its own end."""
        return self.finished_at is not None

    def write(self, runs: Path) -> Path:
        """Write the record to `runs/<run_id>.json`, atomically."""
        path = runs / f"{self.run_id}.json"
        partial = path.with_suffix(".json.part")
        with partial.open("w", encoding="utf-8") as stream:
            json.dump(asdict(self), stream, ensure_ascii=False, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
        return path


def new_run_id(now: datetime) -> str:
    """A sortable id: the second the run began."""
    return now.strftime("%Y%m%dT%H%M%S")


def read(path: Path) -> RunRecord:
    """The record stored at `path`; fields of later versions are left out."""
    stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    known = {each.name for each in fields(RunRecord)}
    record = RunRecord(**{name: value for name, value in stored.items() if name in known})
    record.sources = [SourceResult(**source) for source in stored.get("sources", [])]
    return record


def history(runs: Path, command: str = "harvest", newest: int = 60) -> list[RunRecord]:
    """The newest records of a command, newest first."""
    found = []
    for path in sorted(runs.glob("*.json"), reverse=True):
        record = read(path)
        if record.command == command:
            found.append(record)
        if len(found) == newest:
            break
    return found


def latest(runs: Path, command: str = "harvest") -> RunRecord | None:
    """The newest record of a command, or `None`."""
    return next(iter(history(runs, command, newest=1)), None)
