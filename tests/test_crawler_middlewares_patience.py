"""Patience: busy, failing, breaking and slow servers are asked again, and then left alone."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from network.runs import NOW, run
from network.site import Answer, Asked, Site, dripping, small_portal

from crawler.archive import Archive
from crawler.middlewares.patience import wait_asked


def test_retry_after_is_understood() -> None:
    assert wait_asked("120", NOW) == 120
    assert wait_asked("Mon, 02 Mar 2026 15:01:00 GMT", NOW) == 60
    assert wait_asked("Mon, 02 Mar 2026 14:00:00 GMT", NOW) == 0
    assert wait_asked("soon", NOW) is None
    assert wait_asked("", NOW) is None


def test_a_busy_server_is_asked_again_when_it_wishes(archive: Archive, site: Site) -> None:
    times: list[float] = []
    good = site.routes["/files/2.pdf"]

    def busy(asked: Asked) -> Answer:
        times.append(time.monotonic())
        if len(times) == 1:
            return Answer(status=429, headers={"Retry-After": "1"})
        assert isinstance(good, Answer)
        return good

    site.routes["/files/2.pdf"] = busy
    report = run(site, archive)
    assert report.new_files == 3
    assert times[1] - times[0] >= 1.0
    assert [c.outcome for c in archive.captures() if c.url.endswith("/files/2.pdf")] == ["retried", "ok"]


def test_a_server_that_asks_for_hours_is_left_alone_for_hours(archive: Archive, site: Site) -> None:
    site.routes["/zwgk/a/1.html"] = Answer(status=503, headers={"Retry-After": "7200"})
    report = run(site, archive)
    assert (report.status, report.reason, report.exit_code) == ("partial", "rate_limited", 1)
    again = run(site, archive)
    assert again.status == "resting"
    assert again.requests == 0
    assert "since 2026-03-02 15:00 UTC until 2026-03-02 17:00 UTC" in again.findings[0].message


def test_a_server_that_keeps_failing_is_left_alone(archive: Archive, site: Site) -> None:
    small_portal(site, count=8)
    for number in range(1, 9):
        site.routes[f"/zwgk/a/{number}.html"] = Answer(status=503)
    report = run(site, archive)
    assert (report.status, report.reason) == ("failed", "rate_limited")
    assert len(site.paths()) <= 1 + 3 * 3
    assert report.pending > 0


def test_a_connection_that_breaks_is_tried_again(archive: Archive, site: Site) -> None:
    seen: list[int] = []
    good = site.routes["/files/1.pdf"]

    def broken(asked: Asked) -> Answer:
        seen.append(1)
        if len(seen) < 3:
            return Answer(headers={"Content-Length": "1000"}, stream=lambda out: out.write(b"%PDF"))
        assert isinstance(good, Answer)
        return good

    site.routes["/files/1.pdf"] = broken
    report = run(site, archive)
    assert report.new_files == 3
    assert len(seen) == 3


def test_a_slow_page_ends_at_its_time(archive: Archive, site: Site) -> None:
    site.routes["/files/1.pdf"] = dripping()
    started = time.monotonic()
    report = run(site, archive, file_timeout=0.5)
    assert time.monotonic() - started < 15
    assert report.new_files == 2
    assert report.failed == 1
    assert report.pending == 1


@pytest.mark.parametrize("manner", ["silent", "reset"])
def test_a_server_that_hangs_or_breaks_off_is_left_alone(archive: Archive, site: Site, manner: str) -> None:
    small_portal(site, count=12)
    answered = threading.Event()

    def stream(out: Any) -> None:
        if manner == "silent":
            answered.wait(3)

    for number in range(1, 13):
        site.routes[f"/zwgk/a/{number}.html"] = Answer(headers={"Content-Length": "1000"}, stream=stream)
    report = run(site, archive, page_timeout=0.15)
    answered.set()
    assert (report.status, report.reason, report.exit_code) == ("failed", "unreachable", 1)
    assert len(site.paths()) <= 1 + 5 * 3
    assert report.pending == 12
    rest = run(site, archive, now=NOW + timedelta(hours=5))
    assert (rest.status, rest.requests) == ("resting", 0)
    small_portal(site, count=12)
    assert run(site, archive, now=NOW + timedelta(hours=7)).new_files == 12
