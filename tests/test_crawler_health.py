"""Health gates: what turns a silent zero into an alarm."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from network.county import County
from network.portals import lay_out
from network.site import Answer, Site, article, listing

from crawler.archive import Archive
from crawler.registry import Portal
from crawler.report import CrawlOptions, CrawlReport, Finding
from crawler.run import crawl

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
QUICK = CrawlOptions(
    allow_loopback=True, now=NOW, retry_base=0.01, retry_limit=1.0, contact="mailto:a@example.org"
)


def run(site: Site, archive: Archive, portal: Portal | None = None, **values: Any) -> CrawlReport:
    site.asked.clear()
    return crawl(portal or site.portal(), archive, replace(QUICK, **values))


def errors(report: CrawlReport) -> set[str]:
    return {finding.code for finding in report.findings if finding.severity == "error"}


def test_a_healthy_run_has_no_findings(archive: Archive, site: Site) -> None:
    report = run(site, archive)
    assert report.findings == ()
    assert report.exit_code == 0


def test_a_list_without_rows_is_an_error(archive: Archive, site: Site) -> None:
    site.routes["/zwgk/czyjs/"] = listing([])
    report = run(site, archive)
    assert errors(report) == {"zero_rows"}
    assert (report.status, report.exit_code) == ("failed", 1)


def test_columns_that_rest_have_not_lost_their_rows(archive: Archive, site: Site) -> None:
    county = County(site)
    lay_out(county, "gkmlpt")
    portal = site.portal(county.entry, family="gkmlpt")
    autumn = NOW.replace(month=9)
    assert run(site, archive, portal, now=autumn).rows > 0
    idle = run(site, archive, portal, now=autumn + timedelta(days=1))
    assert (idle.status, errors(idle)) == ("ok", set())


def test_fewer_rows_than_expected_is_an_error(archive: Archive, site: Site) -> None:
    assert errors(run(site, archive, site.portal(expect={"min_rows": 10}))) == {"fewer_than_expected"}


def test_a_list_that_ends_before_its_claim_is_told(archive: Archive, site: Site) -> None:
    page = site.routes["/zwgk/czyjs/"]
    assert isinstance(page, Answer)
    site.routes["/zwgk/czyjs/"] = str(page.body).replace(
        "</body>", '<script>createPageHTML(5, 0, "index", "html")</script></body>'
    )
    report = run(site, archive)
    assert "ended_early" in {finding.code for finding in report.findings}


def test_the_page_of_another_county_is_an_error(archive: Archive, site: Site) -> None:
    assert errors(run(site, archive, site.portal(region_code="330781"))) == {"wrong_site"}
    assert errors(run(site, archive, site.portal(expect={"site_id_prefix": "410106"}))) == {"wrong_site"}


def test_a_column_of_another_name_is_an_error(archive: Archive, site: Site) -> None:
    assert errors(run(site, archive, site.portal(expect={"title_must_match": "决算"}))) == set()
    portal = site.portal(expect={"title_must_match": "招标"})
    assert errors(run(site, archive, portal, now=NOW + timedelta(days=1))) == {"wrong_column"}


def test_the_home_page_in_a_missing_columns_place_is_an_error(archive: Archive, site: Site) -> None:
    home = listing(
        [(f"/xw/{n}.html", f"我县召开第{n}次会议", "2026-02-01") for n in range(6)], column="测试区人民政府"
    )
    site.routes["/"] = site.routes["/zwgk/czyjs/"] = home
    report = run(site, archive)
    assert errors(report) >= {"home_page"}
    assert report.articles == 0
    site.routes["/zwgk/czyjs/"] = Answer(status=302, headers={"Location": "/"})
    assert errors(run(site, archive)) >= {"home_page"}


def test_a_soft_404_for_a_column_is_an_error(archive: Archive, site: Site) -> None:
    site.routes["/zwgk/czyjs/"] = "<html><head><title>404-页面不存在</title></head><body>…</body></html>"
    assert errors(run(site, archive)) >= {"soft_404"}


def test_a_shell_that_only_scripts_fill_is_an_error(archive: Archive, site: Site) -> None:
    site.routes["/zwgk/czyjs/"] = "<html><body><div id=app></div><script src=/app.js></script></body></html>"
    assert errors(run(site, archive)) >= {"needs_js"}


def test_a_column_that_cannot_be_fetched_is_an_error(archive: Archive, site: Site) -> None:
    site.routes["/zwgk/czyjs/"] = Answer(status=404)
    assert errors(run(site, archive)) >= {"list_failed"}


def test_pages_in_place_of_most_files_are_an_error(archive: Archive, site: Site) -> None:
    for number in (1, 2, 3):
        site.routes[f"/files/{number}.pdf"] = "<html><body>登录</body></html>"
    assert errors(run(site, archive)) == {"html_for_file"}


def test_rows_without_dates_are_told(archive: Archive, site: Site) -> None:
    rows = [(f"/zwgk/content/post_{n}.html", f"测试区单位{n}局2024年部门预算", "") for n in range(1001, 1013)]
    site.routes["/zwgk/czyjs/"] = listing(rows)
    for url, title, _ in rows:
        site.routes[url] = article(title, "2024-02-01")
    report = run(site, archive)
    assert Finding("undated_rows", "warning", "12 of 12 rows carry no date") in report.findings


def test_silence_in_the_season_is_an_error_and_outside_it_is_none(archive: Archive, site: Site) -> None:
    run(site, archive, now=datetime(2026, 1, 5, 15, tzinfo=UTC))
    april = datetime(2026, 4, 1, 15, tzinfo=UTC)
    assert errors(run(site, archive, now=april)) == {"stale_in_season"}
    assert errors(run(site, archive, now=april + timedelta(days=60))) == set()


def test_an_operator_who_gives_no_contact_is_told(
    archive: Archive, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GONGKAI_CONTACT", raising=False)
    assert "no_contact" in {finding.code for finding in run(site, archive, contact="").findings}


def test_a_family_that_fails_on_a_page_is_an_error_and_the_rest_goes_on(
    archive: Archive, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crawler.families import generic_static

    real = generic_static.article

    def article_or_fail(page: Any) -> Any:
        if page.url.endswith("/2.html"):
            raise KeyError("a page nobody had seen")
        return real(page)

    monkeypatch.setattr(generic_static, "article", article_or_fail)
    report = run(site, archive)
    assert errors(report) == {"unreadable_page"}
    assert report.new_files == 2
    monkeypatch.undo()
    assert run(site, archive, now=NOW + timedelta(days=1)).new_files == 1


def test_a_rebuilt_site_is_told_and_a_guessed_family_is_corrected(archive: Archive, site: Site) -> None:
    rows = [
        (f"/zwgk/202402/t2024020{n}_{n}.html", f"测试区单位{n}局2024年部门预算", f"2024-02-0{n}")
        for n in (1, 2, 3)
    ]
    site.routes["/zwgk/czyjs/"] = listing(rows, '<script>createPageHTML(1, 0, "index", "html");</script>')
    for url, title, day in rows:
        site.routes[url] = article(title, day)
    report = run(site, archive, site.portal(family="vsb"))
    assert "family_drift" in {finding.code for finding in report.findings}
    guessed = run(site, archive, site.portal(family="vsb", status="unverified", portal_id="410105-2"))
    assert guessed.new_items == 3


def test_the_report_survives_json() -> None:
    report = CrawlReport(
        portal_id="1", run_id="r", mode="full", status="ok", findings=(Finding("a", "info", "b"),)
    )
    assert CrawlReport.from_dict(report.to_dict()) == report
    assert CrawlOptions.from_json(QUICK.to_json()) == QUICK
