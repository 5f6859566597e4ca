"""Limits: giant and endless files, the day's requests, the deadline, the night."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from network.runs import NOW, codes, run
from network.site import Answer, Site, dripping, small_portal

from crawler.archive import Archive


def test_a_declared_giant_and_an_endless_file_end_at_the_cap(archive: Archive, site: Site) -> None:
    sent = []

    def endless(out: Any) -> None:
        while True:
            out.write(b"%PDF" + b"x" * 65536)
            sent.append(65536)

    giant = Answer(headers={"Content-Length": str(50 * 10**9)}, stream=lambda out: out.write(b"%PDF" * 1000))
    site.routes["/files/1.pdf"] = giant
    site.routes["/files/2.pdf"] = Answer(stream=endless)
    report = run(site, archive, site.portal(caps={"file_bytes": 1_000_000}))
    assert report.new_files == 1
    assert "too_large" in codes(report)
    assert sum(sent) < 20_000_000
    assert [c.detail for c in archive.captures() if c.outcome == "failed"] == ["too_large", "too_large"]
    assert run(site, archive).requests <= 2, "a file beyond the cap is not tried every night"


def test_the_days_requests_are_a_cap_and_the_rest_follows_tomorrow(archive: Archive, site: Site) -> None:
    small_portal(site, count=20)
    portal = site.portal(caps={"requests_per_day": 12})
    first = run(site, archive, portal)
    assert (first.status, first.reason, first.requests) == ("partial", "budget", 12)
    assert run(site, archive, portal).requests == 0
    second = run(site, archive, portal, now=NOW + timedelta(days=1))
    assert second.requests == 12
    files = [path for path in site.paths() if path.startswith("/files/")]
    assert len(files) == len(set(files)), "nothing is fetched twice"


def test_the_deadline_ends_a_run(archive: Archive, site: Site) -> None:
    report = run(site, archive, deadline_seconds=0.0)
    assert (report.status, report.reason) == ("partial", "deadline")
    assert site.paths() == []


def test_the_deadline_cuts_a_download_short(archive: Archive, site: Site) -> None:
    site.routes["/files/1.pdf"] = dripping()
    started = time.monotonic()
    report = run(site, archive, deadline_seconds=1.5, file_timeout=60)
    assert time.monotonic() - started < 15
    assert (report.status, report.reason) == ("partial", "deadline")
    assert report.pending >= 1


def test_files_wait_for_the_night(archive: Archive, site: Site) -> None:
    noon = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
    report = run(site, archive, now=noon)
    assert (report.articles, report.downloads, report.deferred) == (3, 0, 3)
    night = run(site, archive)
    assert night.downloads == 3
    assert night.articles == 0
