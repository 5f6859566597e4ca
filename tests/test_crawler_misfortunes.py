"""What goes wrong at night: half answers, stubs, sites away for a day, clocks that jump. Nothing is lost in silence."""

from __future__ import annotations

import gzip
import random
from datetime import timedelta
from typing import Any

import pytest
from network.runs import DAY, NOW, codes, night, run
from network.site import Answer, Asked, Site, article, lay_out, listing, paged

from crawler.archive import Archive
from crawler.middlewares.encodings import ends_well

TITLE = "测试区单位1局2024年部门预算"
FIRST = "/zwgk/a/1.html"
ZIPPED = {"Content-Encoding": "gzip"}


def kept(archive: Archive) -> set[bytes]:
    return {archive.path(sha256).read_bytes() for sha256 in archive.sha256s()}


# -- compressed answers


def test_a_file_that_ends_before_its_compression_does_is_not_kept(archive: Archive, site: Site) -> None:
    whole = b"%PDF-1.7 " + random.Random(1).randbytes(5000)
    site.routes["/files/1.pdf"] = Answer(gzip.compress(whole)[:2000], headers=ZIPPED)
    report = night(site, archive)
    assert (report.failed, report.pending) == (1, 1)
    assert all(len(body) < 100 for body in kept(archive))
    site.routes["/files/1.pdf"] = Answer(gzip.compress(whole), headers=ZIPPED)
    night(site, archive, now=NOW + DAY)
    assert whole in kept(archive)


def test_a_file_that_only_calls_itself_compressed_is_kept(archive: Archive, site: Site) -> None:
    site.routes["/files/1.pdf"] = Answer(b"%PDF-1.7 plain", headers=ZIPPED)
    night(site, archive)
    assert b"%PDF-1.7 plain" in kept(archive)


def test_what_unpacks_beyond_the_cap_is_told_as_too_large(archive: Archive, site: Site) -> None:
    site.routes["/files/1.pdf"] = Answer(gzip.compress(bytes(30_000_000)), headers=ZIPPED)
    report = run(site, archive, site.portal(caps={"file_bytes": 10_000_000}))
    assert "too_large" in codes(report)
    site.routes["/zwgk/czyjs/"] = Answer(gzip.compress(bytes(30_000_000)), headers=ZIPPED)
    assert any("too_large" in each.message for each in run(site, archive, now=NOW + DAY).findings)


def test_a_bomb_is_not_unpacked_further_than_its_cap() -> None:
    assert ends_well(gzip.compress(bytes(3_000_000)), 10_000_000)
    assert not ends_well(gzip.compress(bytes(3_000_000))[:-20], 10_000_000)
    assert ends_well(gzip.compress(bytes(3_000_000))[:-20], 100_000), (
        "whoever unpacks it stops before its end"
    )
    assert not ends_well(b"\x1f\x8b\x08 nonsense", 1000)


# -- stubs, and pages in an article's place


@pytest.mark.parametrize(
    "stub",
    [
        "<script>location.replace('/real/1.html')</script>",
        "<meta http-equiv='refresh' content='0;url=/real/1.html'>",
    ],
)
def test_an_article_that_sends_a_browser_on_is_followed(archive: Archive, site: Site, stub: str) -> None:
    site.routes["/real/1.html"], site.routes[FIRST] = site.routes[FIRST], f"<html><head>{stub}</head></html>"
    assert night(site, archive).new_files == 3


def test_an_article_that_sends_a_browser_to_its_file_is_that_file(archive: Archive, site: Site) -> None:
    site.routes[FIRST] = "<meta http-equiv='refresh' content='0;url=/files/1.pdf'>"
    assert night(site, archive).new_files == 3


def test_a_column_that_moved_elsewhere_says_where(archive: Archive, site: Site) -> None:
    site.routes["/zwgk/czyjs/"] = "<meta http-equiv='refresh' content='0;url=http://www.moved.gov.cn/czyjs/'>"
    report = night(site, archive)
    assert report.exit_code == 1
    assert any("http://www.moved.gov.cn/czyjs/ is outside" in each.message for each in report.findings)


@pytest.mark.parametrize(
    "away",
    [
        Answer(status=302, headers={"Location": "http://maintenance.example.org/"}),
        "<script>location='http://login.example.org/'</script>",
        "<html><title>网站正在维护</title><body>请稍后访问</body></html>",
        "<html><title>用户登录</title><body><form><input name='user'><input type='password'></form></body></html>",
    ],
)
def test_an_article_that_was_away_for_a_night_is_had_the_next(
    archive: Archive, site: Site, away: Any
) -> None:
    article_page, site.routes[FIRST] = site.routes[FIRST], away
    assert night(site, archive).new_files == 2
    site.routes[FIRST] = article_page
    assert night(site, archive, now=NOW + DAY).new_files == 1


def test_a_disclosure_that_gives_nothing_is_told(archive: Archive, site: Site) -> None:
    site.routes[FIRST] = article(TITLE, "2024-02-02", "<p>附件正在上传。</p>")
    report = night(site, archive)
    told = [finding.message for finding in report.findings if finding.code == "empty_disclosure"]
    assert len(told) == 1
    assert TITLE in told[0]


def test_a_file_that_is_gone_is_told(archive: Archive, site: Site) -> None:
    paged(site, 3)
    night(site, archive)
    site.routes["/files/1.pdf"] = Answer(status=404)
    report = night(site, archive, recheck=True, now=NOW + DAY)
    assert report.missing == 1
    assert "file_missing" in codes(report)


# -- lists


def test_a_page_without_entries_is_not_the_end_that_the_list_claims(archive: Archive, site: Site) -> None:
    rows = paged(site, 10)
    total = "<div>共2页</div>"
    site.routes["/zwgk/czyjs/"] = listing(rows[:5], f'{total}<a href="/zwgk/czyjs/index_1.html">下一页</a>')
    assert "ended_early" not in codes(night(site, archive))
    site.routes["/zwgk/czyjs/index_1.html"] = "<html><body><div></div></body></html>"
    report = night(site, archive, mode="full", now=NOW + DAY)
    assert "ended_early" in codes(report)
    assert report.missing == 0


def test_a_full_walk_does_not_believe_that_nothing_changed(archive: Archive, site: Site) -> None:
    rows = paged(site, 5)
    lay_out(site, rows[1:])
    lying = site.routes["/zwgk/czyjs/"]

    def unchanged(asked: Asked) -> Any:
        return Answer(status=304) if "If-None-Match" in asked.headers else lying

    site.routes["/zwgk/czyjs/"] = unchanged
    night(site, archive)
    lay_out(site, rows)
    lying, site.routes["/zwgk/czyjs/"] = site.routes["/zwgk/czyjs/"], unchanged
    assert night(site, archive, mode="full", now=NOW + DAY).new_files == 1


# -- clocks


def test_a_site_that_asks_for_a_year_rests_for_a_month(archive: Archive, site: Site) -> None:
    for asked in ("31536000", "9" * 30):
        site.routes["/zwgk/czyjs/"] = Answer(status=503, headers={"Retry-After": asked})
        report = night(site, archive, force=True)
        assert (report.reason, report.exit_code) == ("rate_limited", 1)
        assert night(site, archive, now=NOW + timedelta(days=29)).status == "resting"
    assert night(site, archive, now=NOW + timedelta(days=31)).status != "resting"


def test_a_clock_that_ran_ahead_silences_no_source(archive: Archive, site: Site) -> None:
    ahead = NOW + timedelta(days=3650)
    listed, site.routes["/zwgk/czyjs/"] = (
        site.routes["/zwgk/czyjs/"],
        Answer(status=503, headers={"Retry-After": "7200"}),
    )
    night(site, archive, now=ahead)
    site.routes["/zwgk/czyjs/"] = listed
    assert night(site, archive).status == "resting"
    assert night(site, archive, now=NOW + timedelta(hours=25)).new_files == 3


def test_what_a_clock_that_ran_ahead_has_seen_is_looked_at_again(archive: Archive, site: Site) -> None:
    paged(site, 3)
    night(site, archive, now=NOW + timedelta(days=3650))
    site.routes["/files/0.pdf"] = Answer("%PDF replaced", media_type="application/pdf")
    assert night(site, archive).replaced == 1
