"""The record of one run: what each stage did, written after every step so that a killed run leaves its story and can be resumed."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

StageName = Literal["crawl", "load", "check", "publish"]
STAGES: tuple[StageName, ...] = ("crawl", "load", "check", "publish")
WORK = (
    "requests",
    "disclosures",
    "files_new",
    "files_changed",
    "files_unchanged",
    "failed",
    "bytes_received",
    "seconds",
)
"""Counts of a source that add up over its tries."""

RESERVE = ".reserve"
RESERVE_BYTES = 2 << 20
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(slots=True)
class SourceResult:
    """What one source gave in one night, all its tries together.

    `outcome` is the crawl's own (`ok | partial | failed | blocked | busy`), or `skipped` (its turn never came), or `resting` (it refused
    us on an earlier night and is left alone). `since` is the run since which it has not been well.
    """

    portal_id: str
    name: str
    outcome: str = "ok"
    tries: int = 1
    requests: int = 0
    rows: int = 0
    disclosures: int = 0
    files_new: int = 0
    files_changed: int = 0
    files_unchanged: int = 0
    failed: int = 0
    bytes_received: int = 0
    findings: list[str] = field(default_factory=list)
    detail: str = ""
    seconds: float = 0.0
    since: str | None = None

    def after(self, earlier: SourceResult) -> SourceResult:
        """This try together with an earlier one of the same night: work adds up, the ending is this one's.

        A source that rests, or that another process holds, after it failed has still failed: the first ending says why.
        """
        last = earlier if self.outcome in ("resting", "busy", "skipped") else self
        return replace(
            last,
            tries=earlier.tries + 1,
            rows=max(self.rows, earlier.rows),
            **{name: getattr(self, name) + getattr(earlier, name) for name in WORK},
        )

    def line(self) -> str:
        """The result in one line."""
        why = "; ".join([*self.findings, *([self.detail] if self.detail and not self.findings else [])])
        if self.outcome in ("resting", "skipped"):
            return f"{self.portal_id} {self.name}: {self.outcome}{self._since()}: {why}"
        text = (
            f"{self.portal_id} {self.name}: {self.outcome}{self._since()}; {self.requests} requests, {self.disclosures} new disclosures, "
            f"{self.files_new} files downloaded, {self.files_changed} changed, {self.files_unchanged} unchanged"
        )
        tried = f", tried {self.tries} times" if self.tries > 1 else ""
        return text + tried + (f": {why}" if why else "")

    def _since(self) -> str:
        return f" since run {self.since}" if self.since else ""


@dataclass(slots=True)
class RunRecord:
    """One run. `stages` maps a stage to `done | failed | running`; interrupted runs stay on disk as they were left.

    `checks_failed` and `newly_failed` name the first ones, `checks` and `newly_failing` count them all. `before` holds the totals of the
    run before, `between` what happened since then that left no run of its own: missed nights, interruptions, a second harvest.
    """

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
    newly_failing: int = 0
    newly_failed: list[dict[str, str]] = field(default_factory=list)
    release: str | None = None
    released: bool = False
    scheduled: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    between: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)

    @property
    def finished(self) -> bool:
        """Whether the run came to its own end."""
        return self.finished_at is not None

    def write(self, runs: Path) -> Path:
        """Write the record to `runs/<run_id>.json`, atomically."""
        return write_text(
            runs / f"{self.run_id}.json", json.dumps(asdict(self), ensure_ascii=False, indent=1)
        )


def reserve(runs: Path) -> None:
    """Put a file aside that gives way when the disk is full, so that the record can still say so."""
    path = runs / RESERVE
    if not path.is_file():
        path.write_bytes(bytes(RESERVE_BYTES))


def write_text(path: Path, text: str) -> Path:
    """Write a file so that a reader, and a crash, find the old text or the new one and nothing between.

    On a full disk the reserve gives way and the file is tried once more.
    """
    partial = path.with_name(path.name + ".part")
    try:
        _write_synced(partial, text)
    except OSError as error:
        if error.errno not in NO_ROOM or not (path.parent / RESERVE).is_file():
            raise
        (path.parent / RESERVE).unlink()
        _write_synced(partial, text)
    partial.replace(path)
    return path


def _write_synced(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def new_run_id(runs: Path, now: datetime, suffix: str = "") -> str:
    """A sortable id: the second the run began, or the first one after it that no run has (a clock may be set back)."""
    while (runs / f"{now:%Y%m%dT%H%M%S}{suffix}.json").exists():
        now += timedelta(seconds=1)
    return f"{now:%Y%m%dT%H%M%S}{suffix}"


def note_event(runs: Path, now: datetime, problem: str) -> None:
    """Put on record what happened between the runs (a missed night, a second harvest); the next run's summary tells it."""
    RunRecord(
        run_id=new_run_id(runs, now, "-event"),
        started_at=now.isoformat(),
        command="schedule",
        finished_at=now.isoformat(),
        exit_code=1,
        problems=[problem],
    ).write(runs)


def read(path: Path) -> RunRecord:
    """The record stored at `path`; fields of later versions are left out."""
    stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    known = {each.name for each in fields(RunRecord)}
    record = RunRecord(**{name: value for name, value in stored.items() if name in known})
    kept = {each.name for each in fields(SourceResult)}
    record.sources = [
        SourceResult(**{name: value for name, value in source.items() if name in kept})
        for source in stored.get("sources", [])
    ]
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
