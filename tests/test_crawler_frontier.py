"""Runs over time: what is new, replaced, corrected, vanished; walks that are cut, killed, trapped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from network.site import Answer, Asked, Site, article, listing, small_portal

from crawler import walking
from crawler.archive import Archive
from crawler.registry import Portal
from crawler.replay import replay
from crawler.report import CrawlOptions, CrawlReport
from crawler.run import crawl
from crawler.turns import turn

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # 23:00 in Shanghai
QUICK = CrawlOptions(
    allow_loopback=True, now=NOW, retry_base=0.01, retry_limit=1.0, page_timeout=5, file_timeout=5
)
DAY = timedelta(days=1)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive") as archive:
        yield archive


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        small_portal(site)
        yield site


def run(site: Site, archive: Archive, portal: Portal | None = None, **values: Any) -> CrawlReport:
    site.asked.clear()
    return crawl(portal or site.portal(), archive, replace(QUICK, **values))


def codes(report: CrawlReport) -> set[str]:
    return {finding.code for finding in report.findings}


def paged(
    site: Site, items: int, per_page: int = 5, path: str = "/zwgk/czyjs/"
) -> list[tuple[str, str, str]]:
    """A list over several pages with a next link, newest first, articles with one file each; returns its rows."""
    rows = []
    for number in range(items):
        day = (datetime(2026, 1, 20) - timedelta(days=3 * number)).date().isoformat()
        title = f"测试区丙{number}局2025年部门预算"
        rows.append((f"/zwgk/a/{number}.html", title, day))
        site.routes[f"/zwgk/a/{number}.html"] = article(
            title, day, f'<a href="/files/{number}.pdf">{title}.pdf</a>'
        )
        site.routes[f"/files/{number}.pdf"] = Answer(
            f"%PDF {number}", media_type="application/pdf", etag=True
        )
    lay_out(site, rows, per_page, path)
    return rows


def lay_out(
    site: Site, rows: list[tuple[str, str, str]], per_page: int = 5, path: str = "/zwgk/czyjs/"
) -> None:
    for name in [name for name in site.routes if name.startswith(path)]:
        del site.routes[name]
    pages = [rows[start : start + per_page] for start in range(0, len(rows), per_page)]
    for number, page in enumerate(pages):
        more = f'<a href="{path}index_{number + 1}.html">下一页</a>' if number + 1 < len(pages) else ""
        site.routes[path if number == 0 else f"{path}index_{number}.html"] = Answer(
            listing(page, more), etag=True
        )


# -- runs over time


def test_an_unchanged_portal_costs_little_and_downloads_nothing(archive: Archive, site: Site) -> None:
    paged(site, 30)
    first = run(site, archive)
    assert (first.list_pages, first.new_files, first.missing) == (6, 30, 0)
    second = run(site, archive, now=NOW + DAY)
    assert len(site.paths()) <= 3
    assert (second.downloads, second.articles, second.new_items) == (0, 0, 0)
    assert second.exit_code == 0


def test_new_replaced_corrected_and_vanished_are_found_exactly(archive: Archive, site: Site) -> None:
    rows = paged(site, 12)
    run(site, archive)
    run(site, archive, now=NOW + DAY)
    kept = {c.file_sha256 for c in archive.captures() if c.file_sha256}
    vanished = rows.pop(4)
    new = ("/zwgk/a/new.html", "测试区新设局2026年部门预算", "2026-03-30")
    correction = ("/zwgk/a/fix.html", "测试区丙3局2025年部门预算（更正）", "2026-03-31")
    lay_out(site, [correction, new, *rows])
    for url, title, day in (new, correction):
        site.routes[url] = article(title, day, f'<a href="/files{url[7:-5]}.pdf">{title}.pdf</a>')
        site.routes[f"/files{url[7:-5]}.pdf"] = Answer(
            f"%PDF {title}", media_type="application/pdf", etag=True
        )
    site.routes["/files/0.pdf"] = Answer("%PDF 0 replaced", media_type="application/pdf", etag=True)
    third = run(site, archive, now=NOW + 31 * DAY)
    fresh = [c for c in archive.captures() if c.file_sha256 and c.file_sha256 not in kept]
    assert {c.article_title for c in fresh} == {new[1], correction[1], "测试区丙0局2025年部门预算"}
    assert (third.new_items, third.new_files, third.replaced, third.missing) == (2, 3, 0 + 1, 1)
    assert [f.message for f in third.findings if f.code == "item_missing"] == [
        f"{site.url}/zwgk/czyjs/ no longer lists {vanished[1]}"
    ]
    replaced = next(c for c in fresh if c.detail.startswith("replaces "))
    assert archive.path(replaced.detail.removeprefix("replaces ")).is_file(), "the old bytes are kept"
    fourth = run(site, archive, now=NOW + 32 * DAY)
    assert (fourth.downloads, fourth.missing, fourth.new_items) == (0, 0, 0)


def test_a_recheck_asks_conditionally(archive: Archive, site: Site) -> None:
    paged(site, 3)
    run(site, archive)
    again = run(site, archive, now=NOW + 31 * DAY)
    assert again.downloads == 0
    assert again.unchanged >= 3
    conditional = [asked for asked in site.asked if asked.path.startswith("/files/")]
    assert len(conditional) == 3
    assert all("If-None-Match" in asked.headers for asked in conditional)


def test_an_item_that_comes_back_is_no_longer_missing(archive: Archive, site: Site) -> None:
    rows = paged(site, 4)
    run(site, archive)
    lay_out(site, rows[1:])
    assert run(site, archive, now=NOW + DAY).missing == 1
    lay_out(site, rows)
    run(site, archive, now=NOW + 2 * DAY)
    assert (
        archive.ledger.execute("SELECT count(*) FROM item WHERE missing_since IS NOT NULL").fetchone()[0] == 0
    )


def test_a_file_that_two_articles_link_is_fetched_once_and_known_to_both(
    archive: Archive, site: Site
) -> None:
    for number in (1, 2):
        title = f"测试区单位{number}局2024年部门预算"
        site.routes[f"/zwgk/a/{number}.html"] = article(
            title, "2024-02-02", '<a href="/files/1.pdf">预算.pdf</a>'
        )
    run(site, archive)
    assert site.paths().count("/files/1.pdf") == 1
    sha256 = next(
        c.file_sha256 for c in archive.captures() if c.url.endswith("/files/1.pdf") and c.outcome == "ok"
    )
    titles = {c.article_title for c in archive.captures(sha256)}
    assert titles == {"测试区单位1局2024年部门预算", "测试区单位2局2024年部门预算"}


def test_a_failed_file_is_tried_again_and_then_left_alone(archive: Archive, site: Site) -> None:
    site.routes["/files/1.pdf"] = Answer(status=404)
    assert run(site, archive).failed == 1
    for night in range(1, 8):
        run(site, archive, now=NOW + night * DAY)
    asked = archive.ledger.execute("SELECT count(*) FROM capture WHERE url LIKE '%/files/1.pdf'").fetchone()[
        0
    ]
    assert asked == 5


def test_an_unpublished_article_is_read_when_it_is_published(archive: Archive, site: Site) -> None:
    site.routes["/zwgk/a/1.html"] = Answer("<html><title>404</title><body>您访问的页面不存在</body></html>")
    assert run(site, archive).new_files == 2
    site.routes["/zwgk/a/1.html"] = article(
        "测试区单位1局2024年部门预算", "2024-02-02", '<a href="/files/1.pdf">1.pdf</a>'
    )
    assert run(site, archive, now=NOW + DAY).new_files == 1


def test_a_row_that_leads_straight_to_a_file_is_kept_as_one(archive: Archive, site: Site) -> None:
    site.routes["/zwgk/a/1.html"] = Answer("%PDF direct", media_type="application/octet-stream")
    report = run(site, archive)
    assert report.new_files == 3
    assert [c.article_title for c in archive.captures() if c.url.endswith("/a/1.html") and c.file_sha256]


def test_a_stub_that_sends_a_browser_to_the_file_is_followed(archive: Archive, site: Site) -> None:
    site.routes["/files/1.pdf"] = "<script>window.location='/attach/0/real.pdf'</script>"
    site.routes["/attach/0/real.pdf"] = Answer("%PDF real", media_type="application/pdf")
    assert run(site, archive).new_files == 3


def test_a_page_in_a_files_place_is_recorded_and_never_stored(archive: Archive, site: Site) -> None:
    site.routes["/files/1.pdf"] = "<html><body>请先登录</body></html>"
    report = run(site, archive)
    assert report.new_files == 2
    assert "html_for_file" in codes(report)


def test_names_come_from_the_page_then_from_the_server(archive: Archive, site: Site) -> None:
    body = '<a href="/d?wbfileid=1">附件</a><a href="/system/_content/download.jsp?wbfileid=2" download="部门预算表.xls">点击下载</a>'
    site.routes["/zwgk/a/1.html"] = article("测试区单位1局2024年部门预算", "2024-02-02", body)
    named = "attachment; filename=单位1局预算公开.doc".encode("gbk").decode("latin-1")
    site.routes["/d"] = Answer(b"\xd0\xcf\x11\xe0 1", headers={"Content-Disposition": named})
    site.routes["/system/_content/download.jsp"] = Answer(
        b"\xd0\xcf\x11\xe0 2", headers={"Content-Disposition": "attachment; filename=x.bin"}
    )
    run(site, archive)
    names = {c.file_name for c in archive.captures() if c.kind == "file" and c.outcome == "ok"}
    assert {"单位1局预算公开.doc", "部门预算表.xls"} <= names


# -- walks


def test_an_interrupted_first_walk_goes_on_where_it_was(archive: Archive, site: Site) -> None:
    paged(site, 60)
    portal = site.portal(caps={"requests_per_day": 40})
    walked: list[str] = []
    for night in range(8):
        report = run(site, archive, portal, now=NOW + night * DAY)
        walked += [path for path in site.paths() if path.startswith("/zwgk/czyjs/")]
        if not report.pending and report.status == "ok":
            break
    assert archive.ledger.execute("SELECT count(*) FROM attachment WHERE state = 'done'").fetchone()[0] == 60
    assert len([path for path in walked if path != "/zwgk/czyjs/"]) <= 12 + 2 * night


def test_a_full_walk_finds_what_a_nightly_one_need_not_look_for(archive: Archive, site: Site) -> None:
    rows = paged(site, 40)
    run(site, archive)
    backdated = ("/zwgk/a/late.html", "测试区迟发局2024年部门预算", "2024-01-05")
    site.routes[backdated[0]] = article(backdated[1], backdated[2])
    gone = rows.pop(33)
    lay_out(site, [*rows, backdated])
    assert run(site, archive, now=NOW + DAY).new_items == 0
    full = run(site, archive, now=NOW + 2 * DAY, mode="full")
    assert (full.new_items, full.missing, full.list_pages) == (1, 1, 8)
    assert gone[1] in next(f.message for f in full.findings if f.code == "item_missing")


def test_a_nightly_run_walks_everything_when_the_last_full_walk_is_old(archive: Archive, site: Site) -> None:
    paged(site, 30)
    run(site, archive)
    assert run(site, archive, now=NOW + 91 * DAY).list_pages == 6


def test_year_folders_are_walked_and_old_ones_rest(archive: Archive, site: Site) -> None:
    folders = '<div class="years"><a href="/zwgk/czyjs/2024n/">2024年</a><a href="/zwgk/czyjs/2019n/">2019年</a></div>'
    site.routes["/zwgk/czyjs/"] = listing([], folders)
    for year in (2024, 2019):
        day = "2026-02-20" if year == 2024 else "2019-03-01"
        title = f"测试区丁局{year}年部门预算"
        site.routes[f"/zwgk/czyjs/{year}n/"] = listing([(f"/zwgk/a/{year}.html", title, day)])
        site.routes[f"/zwgk/a/{year}.html"] = article(title, day)
    assert run(site, archive).new_items == 2
    run(site, archive, now=NOW + DAY)
    assert "/zwgk/czyjs/2024n/" in site.paths()
    assert "/zwgk/czyjs/2019n/" not in site.paths()
    run(site, archive, now=NOW + 8 * DAY)
    assert "/zwgk/czyjs/2019n/" in site.paths()


# -- traps


def test_a_list_that_goes_in_circles_ends(archive: Archive, site: Site) -> None:
    paged(site, 10)
    page = site.routes["/zwgk/czyjs/index_1.html"]
    assert isinstance(page, Answer)
    circle = str(page.body).replace("</body>", '<a href="/zwgk/czyjs/">下一页</a></body>')
    site.routes["/zwgk/czyjs/index_1.html"] = circle
    report = run(site, archive)
    assert report.list_pages == 2
    assert "page_trap" in codes(report)


def test_endless_pages_without_new_rows_end(archive: Archive, site: Site) -> None:
    row = ("/zwgk/a/1.html", "测试区单位1局2024年部门预算", "2024-02-02")

    def page(asked: Asked) -> Answer:
        number = int(asked.path.rpartition("_")[2].partition(".")[0]) if "_" in asked.path else 0
        other = (f"/zwgk/a/{number % 2 + 1}.html", "测试区单位2局2024年部门预算", "2024-02-03")
        return Answer(listing([row, other], f'<a href="/zwgk/czyjs/index_{number + 1}.html">下一页</a>'))

    site.fallback = page
    del site.routes["/zwgk/czyjs/"]
    report = run(site, archive)
    assert report.list_pages <= 8
    assert "page_trap" in codes(report)


def test_endless_sub_columns_end(archive: Archive, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "BARREN_COLUMNS", 30)

    def folder(asked: Asked) -> Answer:
        base = asked.path.rstrip("/")
        links = "".join(f'<a href="{base}/{year}n/">{year}年</a>' for year in range(2010, 2026))
        return Answer(listing([], f'<div class="years">{links}</div>'))

    site.routes.clear()
    site.fallback = lambda asked: Answer(status=404) if asked.path == "/robots.txt" else folder(asked)
    report = run(site, archive)
    assert report.list_pages < 60
    assert report.exit_code == 1


def test_a_server_that_ignores_page_numbers_is_found_out(archive: Archive, site: Site) -> None:
    page = listing(
        [(f"/zwgk/a/{n}.html", f"测试区单位{n}局2024年部门预算", "2024-02-02") for n in (1, 2, 3)],
        '<script>createPageHTML(4, 0, "index", "html");</script>',
    )
    site.routes["/zwgk/czyjs/"] = page
    site.fallback = lambda asked: (
        Answer(page) if asked.path.startswith("/zwgk/czyjs/index") else Answer(status=404)
    )
    report = run(site, archive)
    assert "page_repeated" in codes(report)
    assert report.exit_code == 1


# -- stopped and killed runs


def test_a_stopped_run_ends_cleanly_and_goes_on(tmp_path: Path, site: Site) -> None:
    paged(site, 20)
    command = process_of(site, tmp_path)

    def stop(asked: Asked) -> Answer:
        running[0].send_signal(signal.SIGTERM)
        time.sleep(0.05)
        return Answer("%PDF 5", media_type="application/pdf")

    running: list[subprocess.Popen[str]] = []
    site.routes["/files/5.pdf"] = stop
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        running.append(process)
        said = process.communicate(timeout=30)[1]
    assert process.returncode == 130
    assert "goes on where this one was" in said
    site.routes["/files/5.pdf"] = Answer("%PDF 5", media_type="application/pdf")
    done = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    assert done["status"] == "ok"
    with Archive(tmp_path / "archive") as archive:
        ended = archive.ledger.execute("SELECT status FROM run ORDER BY started_at").fetchall()
        assert [tuple(row) for row in ended] == [("partial",), ("ok",)]
        assert archive.verify().files == 20


def test_a_run_taken_up_again_under_its_old_name_walks_everything(archive: Archive, site: Site) -> None:
    paged(site, 12)
    assert run(site, archive, run_id="night", max_requests=7).status == "partial"
    again = run(site, archive, run_id="night", now=NOW + timedelta(hours=1))
    assert again.status == "ok"
    assert again.list_pages == 3
    assert archive.ledger.execute("SELECT count(*) FROM attachment WHERE state = 'done'").fetchone()[0] == 12


def test_a_killed_runs_requests_count_for_the_day(archive: Archive, site: Site) -> None:
    paged(site, 12)
    portal = site.portal(caps={"requests_per_day": 10})
    run(site, archive, portal, max_requests=8)
    archive.ledger.execute("UPDATE run SET requests = NULL, finished_at = NULL")
    assert run(site, archive, portal, now=NOW + timedelta(minutes=30)).requests == 2


def process_of(site: Site, folder: Path) -> list[str]:
    """The command that crawls a site in a process of its own."""
    entry = folder / "portal.json"
    entry.write_text(site.portal().model_dump_json(), encoding="utf-8")
    options = replace(QUICK, now=None, any_hour=True).to_json()
    command = [sys.executable, "-m", "crawler.run", "--archive", str(folder / "archive")]
    return [*command, "--portal-json", str(entry), "--options", options]


def test_a_killed_run_goes_on_without_fetching_anything_twice(tmp_path: Path, site: Site) -> None:
    paged(site, 20)
    for number in range(20):
        body = site.routes[f"/files/{number}.pdf"]
        assert isinstance(body, Answer)

        def slow(asked: Asked, body: Answer = body) -> Answer:
            time.sleep(0.01)
            return body

        site.routes[f"/files/{number}.pdf"] = slow
    command = process_of(site, tmp_path)
    killed = 0
    for enough in (15, 28):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while len(site.asked) < enough and process.poll() is None:
                time.sleep(0.005)
            os.kill(process.pid, signal.SIGKILL)
        killed += process.returncode == -signal.SIGKILL
    assert killed == 2
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report["status"] == "ok"
    files = [path for path in site.paths() if path.startswith("/files/")]
    assert len(set(files)) == 20
    assert len(files) <= 20 + 2, "only what was under way when the run was killed is asked for again"
    with Archive(tmp_path / "archive") as archive:
        assert archive.verify().damage == ()
        assert archive.verify().files == 20


def test_two_processes_never_crawl_one_host_at_once(archive: Archive, site: Site) -> None:
    portal = site.portal()
    with turn(archive.root, portal) as ours:
        assert ours
        report = run(site, archive, portal)
        assert (report.status, report.requests) == ("busy", 0)
        other = site.portal(platform="another", portal_id="410105-2")
        assert run(site, archive, other).status == "busy", "the host counts, whatever the platform is called"
    assert run(site, archive, portal).status == "ok"


def test_a_crawl_waits_for_its_turn_until_its_deadline(archive: Archive, site: Site) -> None:
    with turn(archive.root, site.portal()):
        assert run(site, archive, deadline_seconds=0.6).status == "busy"


# -- articles that are lists


def test_the_articles_that_a_disclosure_links_are_harvested_too(archive: Archive, site: Site) -> None:
    links = "".join(
        f'<p><a href="./d{number}.html">测试区丁{number}局2025年部门预算</a></p>' for number in range(4)
    )
    links += '<p><a href="./news.html">我区召开财政工作会议</a></p><a href="http://elsewhere.gov.cn/zwgk/a/x.html">外地局2025年部门预算</a>'
    hub = ("/zwgk/a/hub.html", "测试区2025年部门预算公开", "2026-02-20")
    site.routes["/zwgk/czyjs/"] = Answer(listing([hub]), etag=True)
    site.routes[hub[0]] = article(hub[1], hub[2], links)
    for number in range(4):
        title = f"测试区丁{number}局2025年部门预算"
        deeper = '<a href="./e.html">测试区戊局2025年部门预算</a>' if number == 0 else ""
        body = f'{deeper}<a href="/files/d{number}.pdf">{title}.pdf</a>'
        site.routes[f"/zwgk/a/d{number}.html"] = article(title, "2026-02-21", body)
        site.routes[f"/files/d{number}.pdf"] = Answer(f"%PDF d{number}", etag=True)
    first = run(site, archive)
    assert (first.new_items, first.new_files) == (5, 4)
    assert not {"/zwgk/a/news.html", "/zwgk/a/e.html"} & set(site.paths())
    found = [c for c in archive.captures() if c.kind == "file"]
    assert {c.list_url for c in found} == {f"{site.url}/zwgk/a/hub.html"}
    second = run(site, archive, now=NOW + DAY)
    assert (second.new_items, second.missing, second.downloads) == (0, 0, 0)
    assert replay(site.portal(), archive).new_items == 0
