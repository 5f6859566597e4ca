"""A run against the ones before it: what went silent, what was missed, since when a source is not well.

Zero results where there were some is an alarm, and so is silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from apscheduler.triggers.cron import CronTrigger

from schedules.runs import RunRecord

WELL = frozenset({"ok", "partial"})
"""A source that was asked and answered; `partial` goes on another night."""

KNOWN = frozenset({"resting"})
"""Not well, and told on the night it began."""

SHOWN_NIGHTS = 5


def alarms(record: RunRecord, before: RunRecord | None) -> list[str]:
    """One sentence for everything that was there last time and is not now, and for a night on which nobody answered."""
    found = []
    asked = [source for source in record.sources if source.outcome not in KNOWN | {"skipped"}]
    if len(asked) > 1 and all(source.outcome == "failed" and not source.requests for source in asked):
        found.append(f"none of {len(asked)} sources answered: look at this machine's network first")
    if before is None:
        return found
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
    if datetime.fromisoformat(record.started_at) < datetime.fromisoformat(before.started_at):
        found.append(
            f"the clock was set back: this run began at {record.started_at[:16]} UTC, before run {before.run_id}"
        )
    return found


def missed(record: RunRecord, earlier: Sequence[RunRecord], trigger: CronTrigger) -> list[str]:
    """One sentence about the planned nights between the last scheduled run and this one on which none began.

    `earlier` are the runs before this one, interrupted ones too, newest first. Only scheduled runs are compared: who harvests by
    hand has planned no nights.
    """
    last = next((run for run in earlier if run.scheduled), None)
    if last is None or not record.scheduled:
        return []
    begun, now = datetime.fromisoformat(last.started_at), datetime.fromisoformat(record.started_at)
    planned, nights = trigger.get_next_fire_time(None, begun + timedelta(seconds=1)), []
    # the planned time that this run answers is not a missed one, however late it began
    while planned is not None and planned <= now:
        nights.append(planned)
        planned = trigger.get_next_fire_time(planned, planned + timedelta(seconds=1))
    nights = nights[:-1]
    if not nights:
        return []
    named = ", ".join(f"{night:%Y-%m-%d %H:%M}" for night in nights[:SHOWN_NIGHTS])
    more = f" and {len(nights) - SHOWN_NIGHTS} more" if len(nights) > SHOWN_NIGHTS else ""
    planned_nights = f"{len(nights)} planned night{'s' if len(nights) > 1 else ''}"
    return [f"no harvest began on {planned_nights}: {named}{more} (Shanghai time)"]


def mark_since(record: RunRecord, earlier: Sequence[RunRecord]) -> None:
    """Note for every source that is not well since which run that is so; `earlier` are runs before this one, newest first."""
    for source in record.sources:
        if source.outcome in WELL:
            continue
        source.since = record.run_id
        last = next(
            (each for run in earlier for each in run.sources if each.portal_id == source.portal_id), None
        )
        if last is not None and last.outcome not in WELL:
            source.since = last.since or source.since


def unwell(earlier: Sequence[RunRecord]) -> frozenset[str]:
    """The sources that were not well when last asked; `earlier` are runs, newest first."""
    last: dict[str, str] = {}
    for run in earlier:
        for source in run.sources:
            if source.outcome != "skipped":
                last.setdefault(source.portal_id, source.outcome)
    return frozenset(portal_id for portal_id, outcome in last.items() if outcome not in WELL)


def totals(run: RunRecord | None) -> dict[str, object]:
    """The numbers of a run that the next one is compared with."""
    if run is None:
        return {}
    return {
        "run_id": run.run_id,
        "disclosures": sum(source.disclosures for source in run.sources),
        "files_new": sum(source.files_new for source in run.sources),
        "files_changed": sum(source.files_changed for source in run.sources),
        "unwell": sum(source.outcome not in WELL for source in run.sources),
        "documents": run.documents_new,
        "figures": run.figures,
        "checks_failed": run.checks.get("failed", 0),
        "release": run.release,
    }
