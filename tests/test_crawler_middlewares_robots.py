"""robots.txt and manners: what is forbidden is left alone, who asks says so, one request at a time with pauses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from network.runs import NOW, QUICK, codes, run
from network.site import Answer, Site

from crawler.archive import Archive
from crawler.registry import Portal
from crawler.run import polite


def test_robots_txt_is_obeyed_and_told(archive: Archive, site: Site) -> None:
    site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /files/\n", media_type="text/plain")
    report = run(site, archive)
    assert not [path for path in site.paths() if path.startswith("/files/")]
    assert "refused:robots" in codes(report)
    assert report.refused == 3


def test_a_server_error_for_robots_txt_means_not_now(archive: Archive, site: Site) -> None:
    site.routes["/robots.txt"] = Answer(status=503)
    report = run(site, archive)
    assert site.paths() == []
    assert (report.status, report.reason, report.exit_code) == ("failed", "robots_unavailable", 1)
    same_night = run(site, archive, now=NOW + timedelta(hours=2))
    assert (same_night.status, same_night.exit_code) == ("resting", 1), (
        "a second try does not hide the failure"
    )


def test_a_missing_robots_txt_permits(archive: Archive, site: Site) -> None:
    assert run(site, archive).new_files == 3


def test_a_written_override_switches_robots_txt_off(archive: Archive, site: Site) -> None:
    site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /\n", media_type="text/plain")
    assert run(site, archive).exit_code == 1
    agreed = site.portal(robots_override="agreed in writing with the county's information office")
    assert run(site, archive, agreed).new_files == 3


def test_who_we_are_is_in_every_request(archive: Archive, site: Site) -> None:
    run(site, archive, contact="mailto:someone@example.org")
    agents = {asked.headers["User-Agent"] for asked in site.asked}
    assert len(agents) == 1
    assert "Gongkai/" in agents.pop()


def gaps(site: Site) -> list[float]:
    """Seconds between arrivals: requests are sent further apart, but a busy machine notices the first of two late."""
    times = [asked.at for asked in site.asked if asked.path != "/robots.txt"]
    return [later - earlier for earlier, later in pairwise(times)]


def test_a_crawl_delay_is_kept(archive: Archive, site: Site) -> None:
    site.routes["/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 0.2\n", media_type="text/plain")
    run(site, archive)
    assert min(gaps(site)) >= 0.15
    assert sum(gaps(site)) >= 0.19 * len(gaps(site))


def test_requests_come_one_at_a_time_with_a_pause_that_varies(archive: Archive, site: Site) -> None:
    run(site, archive, site.portal(delay_seconds=0.1), concurrency=1)
    assert min(gaps(site)) >= 0.03
    assert sum(gaps(site)) >= 0.05 * len(gaps(site))
    assert len({round(gap, 2) for gap in gaps(site)}) > 1
    assert site.most_at_once == 1


def test_haste_is_refused_outside_this_machine() -> None:
    portal = Portal.model_validate(
        {"region_code": "410105", "name": "测试区", "entries": [{"url": "http://a.gov.cn/"}]}
    )
    asked = replace(QUICK, delay_seconds=0.0, concurrency=16)
    assert (polite(portal, asked).delay_seconds, polite(portal, asked).concurrency) == (None, 1)


def test_a_request_rate_is_kept(archive: Archive, site: Site) -> None:
    site.routes["/robots.txt"] = Answer("User-agent: *\nRequest-rate: 2/1\n", media_type="text/plain")
    run(site, archive)
    assert min(gaps(site)) > 0.4


def test_a_home_page_in_place_of_robots_txt_permits_however_long_it_is(archive: Archive, site: Site) -> None:
    site.routes["/robots.txt"] = "<html><body>" + "<p>首页</p>" * 60_000 + "</body></html>"
    assert run(site, archive).new_files == 3


def test_a_robots_txt_that_redirects_without_end_is_named(archive: Archive, site: Site) -> None:
    site.routes["/robots.txt"] = Answer(status=302, headers={"Location": "/robots.txt"})
    report = run(site, archive)
    assert site.paths() == []
    assert any("robots.txt could not be read: it redirects without end" in f.message for f in report.findings)
