"""A run record for people: what was found, what was read, which checks failed, where the results are."""

from __future__ import annotations

from collections import Counter

from schedules.home import Home
from schedules.runs import RunRecord

SHOWN = 12
"""Failed checks and unread files named in the text; the record has them all."""


def text(record: RunRecord, home: Home) -> str:
    """The summary as plain lines."""
    lines = ["", f"Run {record.run_id}: {_ending(record)}", ""]
    for source in record.sources:
        lines.append(f"  {source.line()}")
        lines += [f"      {finding}" for finding in source.findings]
    lines += [f"  ALARM {alarm}" for alarm in record.alarms]
    lines += [f"  PROBLEM {problem}" for problem in record.problems]
    lines += ["", *_loaded(record), *_checked(record), *_places(record, home)]
    return "\n".join(lines)


def _ending(record: RunRecord) -> str:
    if not record.finished:
        return "interrupted; the next harvest takes it up"
    seconds = sum(record.stage_seconds.values())
    words = {0: "all well", 1: "some sources or files failed (named below)"}
    stages = ", ".join(f"{name} {value:.1f} s" for name, value in record.stage_seconds.items())
    return f"{words.get(record.exit_code or 0, 'failed')}; {seconds:.1f} s ({stages})"


def _loaded(record: RunRecord) -> list[str]:
    if not record.files:
        return ["Nothing new to read; nothing was downloaded or loaded twice.", ""]
    statuses = ", ".join(f"{count} {status}" for status, count in sorted(record.files.items()))
    lines = [
        f"Read {sum(record.files.values())} files: {statuses}",
        f"  {record.documents_new} documents ({record.revisions_new} of them new revisions), {record.figures:,} figures",
    ]
    for unread in record.unread[:SHOWN]:
        lines.append(f"  {unread['status']}: {unread['name']} ({unread['detail']})")
    return [*_cut(lines, len(record.unread)), ""]


def _checked(record: RunRecord) -> list[str]:
    counts = record.checks
    severities = Counter(check["severity"] for check in record.checks_failed)
    by_severity = ", ".join(
        f"{severities[name]} {name}" for name in ("error", "warning", "info") if severities[name]
    )
    lines = [
        f"Checks: {counts.get('passed', 0)} passed, {counts.get('failed', 0)} failed"
        + (f" ({by_severity})" if by_severity else "")
        + f", {counts.get('not_applicable', 0)} not applicable"
    ]
    for check in record.checks_failed[:SHOWN]:
        lines.append(f"  {check['severity']} {check['check_id']} {check['unit']}: {check['message']}")
    return [*_cut(lines, len(record.checks_failed)), ""]


def _cut(lines: list[str], total: int) -> list[str]:
    return [*lines, f"  … and {total - SHOWN} more"] if total > SHOWN else lines


def _places(record: RunRecord, home: Home) -> list[str]:
    return [
        "Results",
        f"  release    {home.current} → {record.release or 'none yet'}",
        f"  database   {home.current / 'gongkai.duckdb'}",
        f"  parquet    {home.current / 'parquet'}",
        f"  run record {home.runs / (record.run_id + '.json')}",
    ]
