"""Every source in a process of its own: what one of them does costs that one, and what fails for the moment is tried again."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from network.site import Answer, Site, small_portal

from crawler.archive import Archive
from crawler.health import trip
from schedules import disk, source_process
from schedules.calendar import Due
from schedules.config import Settings
from schedules.crawling import CrawlStage
from schedules.home import Home
from schedules.runs import RunRecord, SourceResult
from schedules.source_process import SourceProcesses

# stands in for `python -m crawler.run`: the portal's notes say how its process misbehaves
PROGRAM = """
import json, os, signal, sys, time
portal = json.load(open(sys.argv[sys.argv.index("--portal-json") + 1]))
how, _, where = portal["notes"].partition(" ")
if how == "dies":
    os.kill(os.getpid(), signal.SIGKILL)
if how == "leaks":
    hoard = [bytearray(50_000_000) for _ in range(100)]
if how == "hangs":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)
if how == "waits":
    time.sleep(600)
if how == "fails-first" and not os.path.exists(where):
    open(where, "w").close()
    sys.exit("it stumbles")
from crawler.run import main
sys.exit(main())
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.create(tmp_path / "home")


def settings(**harvest: object) -> Settings:
    return Settings.model_validate({"harvest": {"retry_minutes": 0, **harvest}})


def due(site: Site, code: str, notes: str = "", **values: object) -> Due:
    portal = site.portal(region_code=code, name=f"区{code}", sample=True, notes=notes, **values)
    return Due(portal, "nightly", "a test", 3)


def crawl(
    home: Home,
    wanted: list[Due],
    tonight: Settings,
    *,
    scheduled: bool = False,
    pause: Callable[[float], None] = lambda seconds: None,
) -> dict[str, SourceResult]:
    program = home.root / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    record = RunRecord("20261121T143000", "2026-11-21T14:30:00+00:00", scheduled=scheduled)
    processes = SourceProcesses(home, tonight, record.run_id, (sys.executable, str(program)))
    CrawlStage(processes, record, lambda result: None, pause=pause).crawl(wanted)
    return {source.portal_id: source for source in record.sources}


def test_a_killed_process_costs_its_own_source_only(site: Site, home: Home) -> None:
    found = crawl(home, [due(site, "410101", "dies"), due(site, "410102")], settings())
    assert found["410101"].outcome == "failed"
    assert "killed by signal 9" in found["410101"].detail
    assert (found["410102"].outcome, found["410102"].files_new) == ("ok", 3)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of another process")
def test_a_leak_ends_in_its_own_process(site: Site, home: Home) -> None:
    tonight = settings(source_memory_megabytes=600)
    found = crawl(home, [due(site, "410101", "leaks"), due(site, "410102")], tonight)
    assert found["410101"].outcome == "failed"
    assert "MemoryError" in found["410101"].detail
    assert found["410102"].outcome == "ok"


def test_a_process_that_does_not_end_is_killed(
    site: Site, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GRACE_SECONDS", "STOP_SECONDS", "LOOK_SECONDS"):
        monkeypatch.setattr(source_process, name, 0.2)
    (result,) = crawl(home, [due(site, "410101", "hangs")], settings(source_hours=0.0001)).values()
    assert result.outcome == "failed"
    assert "was killed" in result.detail


def test_a_disk_that_fills_up_ends_the_source_and_says_so(
    site: Site, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = iter([10.0, 10.0, 1.5])
    monkeypatch.setattr(disk, "free_gigabytes", lambda path: next(free, 1.5))
    monkeypatch.setattr(source_process, "LOOK_SECONDS", 0.1)
    found = crawl(home, [due(site, "410101", "waits"), due(site, "410102", "waits")], settings())
    assert {result.outcome for result in found.values()} == {"failed"}
    assert all("1.5 GB are free" in result.detail for result in found.values())


def test_what_fails_for_the_moment_is_tried_again_the_same_night(
    site: Site, home: Home, tmp_path: Path
) -> None:
    paused = []

    def pause(seconds: float) -> None:
        paused.append(seconds)
        # it is asked again although the first failure left it to rest
        with Archive(home.archive) as archive:
            trip(archive, "410101", "unreachable", datetime.now(UTC), 3600)

    wanted = [due(site, "410101", f"fails-first {tmp_path / 'tried'}"), due(site, "410102")]
    found = crawl(home, wanted, settings(retry_minutes=20), scheduled=True, pause=pause)
    assert paused == [1200.0]
    assert (found["410101"].outcome, found["410101"].tries) == ("ok", 2)
    assert found["410101"].files_new + found["410102"].files_new == 3
    assert found["410102"].tries == 1


def test_a_run_by_hand_does_not_wait_for_another_try(site: Site, home: Home, tmp_path: Path) -> None:
    wanted = [due(site, "410101", f"fails-first {tmp_path / 'tried'}")]
    (result,) = crawl(home, wanted, settings()).values()
    assert (result.outcome, result.tries) == ("failed", 1)
    assert "it stumbles" in result.detail


def test_no_source_is_started_after_the_deadline(site: Site, home: Home) -> None:
    (result,) = crawl(home, [due(site, "410101")], settings(deadline_hours=1e-9)).values()
    assert result.outcome == "skipped"
    assert site.asked == []


def test_a_source_stops_at_its_bytes_and_goes_on_the_next_night(site: Site, home: Home) -> None:
    small_portal(site, 5)
    for number in range(1, 6):
        body = b"%PDF-1.7 " + bytes([number]) * 700_000
        site.routes[f"/files/{number}.pdf"] = Answer(body, media_type="application/pdf")
    tonight = Settings.model_validate({"crawl": {"max_megabytes": 1}})
    first = crawl(home, [due(site, "410101")], tonight)["410101"]
    # what is on its way when the budget is used up still arrives
    assert first.outcome == "partial"
    assert first.files_new in (2, 3)
    got = first.files_new
    while got < 5:
        result = crawl(home, [due(site, "410101")], tonight)["410101"]
        assert 0 < result.files_new <= 3
        got += result.files_new
    assert got == 5


def test_stopping_ends_every_process_soon_and_starts_no_other(site: Site, home: Home) -> None:
    portals = [due(site, code, "waits", platform="one machine").portal for code in ("410101", "410102")]
    processes = SourceProcesses(
        home, settings(), "run", (sys.executable, "-c", "import time; time.sleep(600)")
    )
    threading.Timer(0.5, processes.stop).start()
    started = time.monotonic()
    results = [processes.crawl(Due(portal, "nightly", "", 1), 3600) for portal in portals]
    assert time.monotonic() - started < 10
    assert [result.detail for result in results] == [
        "the run was stopped",
        "the night was over before its turn",
    ]


def test_sources_of_one_machine_are_asked_one_after_the_other(site: Site, home: Home) -> None:
    wanted = [due(site, code, platform="one machine") for code in ("410101", "410102", "410103")]
    found = crawl(home, wanted, settings(parallel_sources=3))
    assert {result.outcome for result in found.values()} == {"ok"}
    assert site.most_at_once == 1


def test_a_second_try_adds_up_and_a_rest_is_no_better_ending() -> None:
    first = SourceResult("410101", "区", outcome="failed", requests=3, detail="unreachable")
    second = SourceResult("410101", "区", outcome="resting", requests=0, detail="left alone")
    assert second.after(first).outcome == "failed"
    assert second.after(first).detail == "unreachable"
    third = SourceResult("410101", "区", outcome="ok", requests=4, files_new=2)
    assert (third.after(first).outcome, third.after(first).requests, third.after(first).tries) == ("ok", 7, 2)
