"""How a run begins: the record of an interrupted one taken up, or a new one, and what happened since the last run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from schedules import disk, nights, runs
from schedules.calendar import Rest
from schedules.comparison import missed, totals
from schedules.home import Home
from schedules.runs import RunRecord, SourceResult

RESUME_WITHIN = timedelta(hours=12)
"""An interrupted run younger than this is taken up; an older one is left as it was and a new one begins."""


def begin(
    home: Home, now: datetime, at: str, rest: Sequence[Rest], scheduled: bool
) -> tuple[RunRecord, list[RunRecord]]:
    """The record of this run, written, and the runs before it, newest first.

    `between` tells what left no run of its own: an interruption, missed nights of `at`, a harvest that could not begin. Sources of
    `rest` that refused us are in the record as `resting`.

    Raises:
        DiskFullError: the record cannot be written.
    """
    earlier = runs.history(home.runs)
    record = next(iter(earlier), None)
    if record is not None and _is_resumable(record, now):
        earlier = earlier[1:]
        record.between.append(
            f"the run was interrupted ({_where(record)}) and taken up at {now:%Y-%m-%d %H:%M} UTC"
        )
        if now < datetime.fromisoformat(record.started_at):
            record.between.append(
                f"the clock was set back: it is {now:%Y-%m-%d %H:%M} UTC, before the run began"
            )
    else:
        record = RunRecord(runs.new_run_id(home.runs, now), now.isoformat(), scheduled=scheduled)
        record.between += missed(record, earlier, nights.trigger(at))
        if earlier and not earlier[0].finished:
            record.between.append(
                f"run {earlier[0].run_id} was interrupted ({_where(earlier[0])}) and never taken up"
            )
    record.before = totals(next((each for each in earlier if each.finished), None))
    record.between += _events(home, record)
    there = {source.portal_id for source in record.sources}
    record.sources += [
        SourceResult(left.portal.portal_id, left.portal.name, outcome="resting", detail=left.reason)
        for left in rest
        if left.until is not None and left.portal.portal_id not in there
    ]
    disk.written(home.root, lambda: runs.reserve(home.runs))
    disk.written(home.root, lambda: record.write(home.runs))
    return record, earlier


def _is_resumable(record: RunRecord, now: datetime) -> bool:
    # a clock that was set back makes an age negative: then nothing says the run is old
    return not record.finished and now - datetime.fromisoformat(record.started_at) <= RESUME_WITHIN


def _events(home: Home, record: RunRecord) -> list[str]:
    """What was put on record between the runs and is not told yet, oldest first."""
    since = str(record.before.get("run_id", ""))
    events = [event for event in runs.history(home.runs, command="schedule") if event.run_id > since]
    return [text for event in reversed(events) for text in event.problems if text not in record.between]


def _where(record: RunRecord) -> str:
    stage = next((name for name, state in record.stages.items() if state != "done"), None)
    return f"in its {stage} stage" if stage else "between two stages"
