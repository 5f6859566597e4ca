"""What a run leaves for people: refusals told once and then as resting, missed nights, a summary in three forms."""

from __future__ import annotations

import errno
import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.registry import Portal
from crawler.report import CrawlReport, Finding
from schedules import disk, runs, summary
from schedules.calendar import Due, Rest
from schedules.config import Settings
from schedules.doctor import examine
from schedules.harvest import Plan, harvest
from schedules.home import Home
from schedules.logs import log_to
from schedules.status import lines
from warehouse.errors import LockHeldError
from warehouse.lock import WriterLock

FIRST = datetime(2026, 9, 1, 14, 30, tzinfo=UTC)
PORTAL = Portal.model_validate(
    {
        "region_code": "410305",
        "name": "涧西区",
        "entries": [{"url": "http://127.0.0.1:9/czyjs/"}],
        "sample": True,
    }
)
SETTINGS = Settings.model_validate(
    {"harvest": {"free_gigabytes": 0, "retry_minutes": 0}, "publish": {"formats": []}}
)


def says(**report: object) -> tuple[str, ...]:
    """A crawl command that reports this, without crawling."""
    given = {"portal_id": "410305", "run_id": "r", "mode": "nightly", "status": "ok", **report}
    text = json.dumps(CrawlReport(**given).to_dict(), ensure_ascii=False)  # type: ignore[arg-type]
    return (sys.executable, "-c", f"print({text!r})")


REFUSED = says(
    status="failed",
    requests=3,
    findings=(Finding("rate_limited", "error", "3 addresses in a row failed with HTTP 503"),),
)


def night(home: Home, number: int, **plan: object) -> runs.RunRecord:
    given = {
        "due": [Due(PORTAL, "nightly", "due", 3)],
        "settings": SETTINGS,
        "scheduled": True,
        "crawler": says(rows=9),
    }
    record = harvest(home, Plan(**(given | {"clock": lambda: FIRST + timedelta(days=number)} | plan)))  # type: ignore[arg-type]
    summary.write(record, home)
    return record


@pytest.fixture
def home(tmp_path: Path) -> Home:
    place = Home.create(tmp_path / "home")
    Archive(place.archive).close()
    return place


def test_a_refusal_is_told_that_night_and_rests_quietly_after_it(home: Home) -> None:
    assert night(home, 0).exit_code == 0
    refused = night(home, 1, crawler=REFUSED)
    assert refused.exit_code == 1
    (source,) = refused.sources
    assert (source.outcome, source.since, source.tries) == ("failed", refused.run_id, 2)
    assert "HTTP 503" in summary.text(refused, home)

    rest = Rest(
        PORTAL, "it refused us (rate_limited) and is left alone until tomorrow", FIRST + timedelta(days=3)
    )
    resting = night(home, 2, due=[], rest=[rest])
    assert resting.exit_code == 0
    assert f"410305 涧西区: resting since run {refused.run_id}: it refused us" in summary.text(resting, home)

    again = night(home, 3, crawler=REFUSED)
    assert (again.exit_code, again.sources[0].since) == (1, refused.run_id)
    assert again.sources[0].tries == 1, "what failed the last time too is no matter of the moment"
    assert night(home, 4).exit_code == 0


def test_a_rest_by_the_calendar_is_not_worth_a_line(home: Home) -> None:
    record = night(home, 0, due=[], rest=[Rest(PORTAL, "visited 0 days ago")])
    assert record.sources == []
    assert "No source was due" in summary.text(record, home)


def test_missed_nights_and_a_second_harvest_are_told_by_the_next_run(home: Home) -> None:
    night(home, 0)
    lock = WriterLock(home.root / "harvest.lock")
    with pytest.raises(LockHeldError):
        night(home, 1)
    lock.release()
    late = night(home, 3)
    told = summary.text(late, home)
    assert late.exit_code == 1
    assert "no harvest began on 2 planned nights: 2026-09-02 22:30, 2026-09-03 22:30" in told
    assert "a harvest could not begin" in told
    assert night(home, 4).between == []


def test_totals_stand_beside_those_of_the_run_before(home: Home) -> None:
    night(home, 0, crawler=says(rows=9, new_items=5, new_files=4))
    second = night(home, 1, crawler=says(rows=9, new_items=2, new_files=1, replaced=1))
    assert (
        "2 new disclosures (5 last time), 1 files downloaded (4 last time), 1 files changed (0 last time)"
        in summary.text(second, home)
    )


def test_a_long_list_says_where_the_rest_stands(home: Home) -> None:
    finding = {"check_id": "total", "severity": "error", "unit": "某局", "message": "3 is not 4"}
    record = runs.RunRecord("r1", "2026-09-01", newly_failing=130, newly_failed=[finding] * 100)
    told = summary.text(record, home)
    assert "130 fail that no release shows yet; `gongkai check` shows them all" in told
    assert f"… and {100 - summary.SHOWN} more on the page of this run" in told
    assert summary.page(record, home).count("3 is not 4") == 100


def test_the_page_is_whole_escaped_and_the_latest(home: Home) -> None:
    hostile = says(status="failed", findings=(Finding("x", "error", "<script>alert(1)</script>"),))
    record = night(home, 0, crawler=hostile)
    page = (home.runs / "latest.html").read_text(encoding="utf-8")
    assert page == (home.runs / f"{record.run_id}.html").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "http://" not in page and "https://" not in page
    assert (home.runs / f"{record.run_id}.txt").read_text(encoding="utf-8").startswith(f"Run {record.run_id}")


def test_a_full_disk_is_a_sentence_not_a_stage(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "free_gigabytes", lambda path: 0.5)
    record = night(home, 0, settings=Settings())
    assert record.exit_code == 1
    assert record.stages == {}
    assert "only 0.5 GB are free" in summary.text(record, home)


def test_on_a_full_disk_the_reserve_gives_way_to_the_record(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs.reserve(home.runs)

    def full(descriptor: int) -> None:
        if (home.runs / runs.RESERVE).is_file():
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    path = runs.write_text(home.runs / "x.json", "{}")
    assert path.read_text(encoding="utf-8") == "{}"
    monkeypatch.setattr(os, "fsync", lambda descriptor: full_for_good())
    with pytest.raises(disk.DiskFullError, match="free some space"):
        disk.written(home.root, lambda: runs.write_text(path, "new"))
    assert path.read_text(encoding="utf-8") == "{}"


def full_for_good() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_old_releases_go_and_the_current_one_stays(home: Home) -> None:
    settings = Settings.model_validate(
        {"harvest": {"free_gigabytes": 0}, "publish": {"formats": [], "keep": 1}}
    )
    record = night(home, 0, settings=settings)
    assert record.released
    assert not night(home, 1, settings=settings).released, "nothing new is no new release"
    versions = []
    for number in (2, 3, 4):
        # something to publish: a correction is enough
        folder = home.root / "corrections"
        folder.mkdir(exist_ok=True)
        text = f"- {{id: c{number}, action: drop, where: {{figure_id: none}}, expect: 1, reason: a test, reporter: me, source: none}}\n"
        (folder / "own.yml").write_text(text, encoding="utf-8")
        later = night(home, number, settings=settings)
        versions.append(later.release)
        assert home.current.resolve().name == later.release
    kept = sorted(path.name for path in home.published.iterdir() if path.is_dir() and not path.is_symlink())
    assert len(kept) <= 2
    assert versions[-1] in kept


def test_the_doctor_sees_a_clock_before_the_last_run_and_a_broken_registry(home: Home) -> None:
    said = {finding.text: finding.verdict for finding in examine(home)}
    assert [verdict for text, verdict in said.items() if text.startswith("the clock says")] == ["ok"]
    runs.RunRecord("29990101T000000", "2999-01-01T00:00:00+00:00").write(home.runs)
    (home.root / "portals").mkdir()
    (home.root / "portals" / "own.yml").write_text("portals: nonsense\n", encoding="utf-8")
    bad = [finding.text for finding in examine(home) if finding.verdict == "bad"]
    assert any("before the last run began" in text for text in bad)
    assert any("own.yml" in text for text in bad)


def test_one_screen_says_what_is_not_well(home: Home) -> None:
    night(home, 1, crawler=REFUSED)
    said = dict(line for line in lines(home, FIRST + timedelta(days=2)) if line[0])
    assert said["last run"].startswith("20260902T143000, 24 hours ago: needs a look")
    assert said["sources"] == "1 failed"
    assert said["next night"].startswith("2026-09-03 22:30 Shanghai time")
    assert any("HTTP 503" in text for _, text in lines(home, FIRST))
    with_lock = WriterLock(home.root / "harvest.lock")
    assert "a harvest: process" in dict(lines(home, FIRST))["running"]
    with_lock.release()
    assert "running" not in dict(lines(home, FIRST))


def test_crons_own_log_is_set_aside_when_it_is_long(home: Home) -> None:
    home.logs.mkdir(exist_ok=True)
    log = home.logs / "cron.log"
    log.write_text("short")
    with log_to(home.logs):
        assert log.read_text() == "short"
    log.write_bytes(b"x" * (11 << 20))
    with log_to(home.logs):
        assert not log.exists()
    assert (home.logs / "cron.log.1").stat().st_size == 11 << 20
