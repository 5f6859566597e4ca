"""A run against the ones before it: silence, missed nights, a clock set back, and since when a source is not well."""

from __future__ import annotations

from schedules import nights
from schedules.comparison import alarms, mark_since, missed, totals
from schedules.runs import RunRecord, SourceResult

TRIGGER = nights.trigger("30 22 * * *")


def run(day: str, *sources: SourceResult, scheduled: bool = True, at: str = "14:30:01") -> RunRecord:
    name = f"{day.replace('-', '')}T{at.replace(':', '')}"
    return RunRecord(name, f"{day}T{at}+00:00", scheduled=scheduled, sources=list(sources))


def source(outcome: str = "ok", rows: int = 0, **fields: object) -> SourceResult:
    return SourceResult("410305", "涧西区", outcome=outcome, rows=rows, **fields)  # type: ignore[arg-type]


def test_zero_rows_where_there_were_some_is_an_alarm() -> None:
    before = run("2026-09-01", source(rows=40))
    assert alarms(run("2026-09-02", source(rows=39)), before) == []
    (alarm,) = alarms(run("2026-09-02", source(rows=0)), before)
    assert "listed 40 rows in run 20260901T143001 and none now" in alarm


def test_a_clock_that_was_set_back_is_an_alarm() -> None:
    (alarm,) = alarms(run("2026-08-30"), run("2026-09-01"))
    assert "the clock was set back" in alarm


def test_a_night_on_which_nobody_answered_is_the_machines_own() -> None:
    silent = source("failed")
    (alarm,) = alarms(run("2026-09-01", silent, silent, source("resting")), None)
    assert "none of 2 sources answered: look at this machine's network first" in alarm
    assert alarms(run("2026-09-01", silent, source("failed", requests=3)), None) == []
    assert alarms(run("2026-09-01", silent), None) == []


def test_missed_nights_are_named() -> None:
    last = run("2026-09-01")
    assert missed(run("2026-09-02"), [last], TRIGGER) == []
    (late,) = missed(run("2026-09-04"), [last], TRIGGER)
    assert "no harvest began on 2 planned nights: 2026-09-02 22:30, 2026-09-03 22:30" in late
    (long,) = missed(run("2026-10-01"), [last], TRIGGER)
    assert "29 planned nights" in long and "24 more" in long


def test_a_night_begun_late_is_not_missed() -> None:
    assert missed(run("2026-09-02", at="19:00:00"), [run("2026-09-01")], TRIGGER) == []


def test_who_harvests_by_hand_misses_nothing() -> None:
    by_hand = run("2026-09-01", scheduled=False)
    assert missed(run("2026-09-09"), [by_hand], TRIGGER) == []
    assert missed(run("2026-09-09", scheduled=False), [run("2026-09-01")], TRIGGER) == []


def test_a_source_is_not_well_since_the_first_of_its_bad_nights() -> None:
    first, second = run("2026-09-02", source("blocked")), run("2026-09-03", source("resting"))
    mark_since(first, [run("2026-09-01", source())])
    assert first.sources[0].since == first.run_id
    mark_since(second, [first])
    assert second.sources[0].since == first.run_id
    # a night on which the source was not due does not end the row
    third = run("2026-09-05", source("failed"))
    mark_since(third, [run("2026-09-04"), second, first])
    assert third.sources[0].since == first.run_id
    well = run("2026-09-06", source("ok"))
    mark_since(well, [third])
    assert well.sources[0].since is None


def test_totals_add_up_over_the_sources() -> None:
    both = run("2026-09-01", source(files_new=2, disclosures=3), source("failed", files_new=1))
    assert totals(both) | {"run_id": ""} == {
        "run_id": "",
        "disclosures": 3,
        "files_new": 3,
        "files_changed": 0,
        "unwell": 1,
        "documents": 0,
        "figures": 0,
        "checks_failed": 0,
        "release": None,
    }
    assert totals(None) == {}
