"""A run against the one before it: what went silent. Zero results where there were some is an alarm, and so is silence."""

from __future__ import annotations

from collections.abc import Sequence

from schedules.runs import RunRecord

WELL = frozenset({"ok", "partial", "skipped", "resting"})


def alarms(record: RunRecord, before: RunRecord | None) -> list[str]:
    """One sentence for everything that was there last time and is not now."""
    if before is None:
        return []
    found = []
    earlier = {source.portal_id: source for source in before.sources}
    for source in record.sources:
        last = earlier.get(source.portal_id)
        if last is None:
            continue
        if last.outcome == "ok" and source.outcome == "ok" and last.rows and not source.rows:
            found.append(
                f"{source.portal_id} {source.name} listed {last.rows} rows in run {before.run_id} and none now"
            )
    if before.checks.get("passed") and not record.checks.get("passed") and not record.problems:
        found.append(f"no check passed; {before.checks['passed']} did in run {before.run_id}")
    return found


def mark_since(record: RunRecord, earlier: Sequence[RunRecord]) -> None:
    """Note for every source that did not end well since which run that is so; `earlier` are runs before this one, newest first."""
    for source in record.sources:
        if source.outcome in WELL:
            continue
        source.since = record.run_id
        last = next(
            (each for run in earlier for each in run.sources if each.portal_id == source.portal_id), None
        )
        if last is not None and last.outcome not in WELL:
            source.since = last.since or source.since
