"""Walks of lists: cut, taken up again, complete, and out of every trap."""

from __future__ import annotations

import pytest
from network.runs import DAY, NOW, codes, night
from network.site import Answer, Asked, Site, article, lay_out, listing, paged

from crawler import walking
from crawler.archive import Archive


def test_an_interrupted_first_walk_goes_on_where_it_was(archive: Archive, site: Site) -> None:
    paged(site, 60)
    portal = site.portal(caps={"requests_per_day": 40})
    walked: list[str] = []
    for number in range(8):
        report = night(site, archive, portal, now=NOW + number * DAY)
        walked += [path for path in site.paths() if path.startswith("/zwgk/czyjs/")]
        if not report.pending and report.status == "ok":
            break
    assert archive.ledger.execute("SELECT count(*) FROM attachment WHERE state = 'done'").fetchone()[0] == 60
    assert len([path for path in walked if path != "/zwgk/czyjs/"]) <= 12 + 2 * number


def test_a_full_walk_finds_what_a_nightly_one_need_not_look_for(archive: Archive, site: Site) -> None:
    rows = paged(site, 40)
    night(site, archive)
    backdated = ("/zwgk/a/late.html", "测试区迟发局2024年部门预算", "2024-01-05")
    site.routes[backdated[0]] = article(backdated[1], backdated[2])
    gone = rows.pop(33)
    lay_out(site, [*rows, backdated])
    assert night(site, archive, now=NOW + DAY).new_items == 0
    full = night(site, archive, now=NOW + 2 * DAY, mode="full")
    assert (full.new_items, full.missing, full.list_pages) == (1, 1, 8)
    assert gone[1] in next(f.message for f in full.findings if f.code == "item_missing")


def test_a_nightly_run_walks_everything_when_the_last_full_walk_is_old(archive: Archive, site: Site) -> None:
    paged(site, 30)
    night(site, archive)
    assert night(site, archive, now=NOW + 91 * DAY).list_pages == 6


def test_year_folders_are_walked_and_old_ones_rest(archive: Archive, site: Site) -> None:
    folders = '<div class="years"><a href="/zwgk/czyjs/2024n/">2024年</a><a href="/zwgk/czyjs/2019n/">2019年</a></div>'
    site.routes["/zwgk/czyjs/"] = listing([], folders)
    for year in (2024, 2019):
        day = "2026-02-20" if year == 2024 else "2019-03-01"
        title = f"测试区丁局{year}年部门预算"
        site.routes[f"/zwgk/czyjs/{year}n/"] = listing([(f"/zwgk/a/{year}.html", title, day)])
        site.routes[f"/zwgk/a/{year}.html"] = article(title, day)
    assert night(site, archive).new_items == 2
    night(site, archive, now=NOW + DAY)
    assert "/zwgk/czyjs/2024n/" in site.paths()
    assert "/zwgk/czyjs/2019n/" not in site.paths()
    night(site, archive, now=NOW + 8 * DAY)
    assert "/zwgk/czyjs/2019n/" in site.paths()


def test_a_list_that_goes_in_circles_ends(archive: Archive, site: Site) -> None:
    paged(site, 10)
    page = site.routes["/zwgk/czyjs/index_1.html"]
    assert isinstance(page, Answer)
    circle = str(page.body).replace("</body>", '<a href="/zwgk/czyjs/">下一页</a></body>')
    site.routes["/zwgk/czyjs/index_1.html"] = circle
    report = night(site, archive)
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
    report = night(site, archive)
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
    report = night(site, archive)
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
    report = night(site, archive)
    assert "page_repeated" in codes(report)
    assert report.exit_code == 1


def test_a_calendar_that_always_has_a_next_page_ends_at_the_cap(archive: Archive, site: Site) -> None:
    """Every page is new and so is every row: nothing but the cap ends this walk."""

    def month(asked: Asked) -> Answer:
        number = int(asked.path.rpartition("=")[2]) if "=" in asked.path else 0
        row = (f"/zwgk/news/{10000 + number}.html", f"今日天气第{number}期", "2026-02-01")
        return Answer(listing([row], f'<a href="/zwgk/czyjs/?month={number + 1}">下一页</a>'))

    site.routes.clear()
    site.fallback = lambda asked: (
        month(asked) if asked.path.startswith("/zwgk/czyjs/") else Answer(status=404)
    )
    report = night(site, archive, site.portal(caps={"list_pages": 12}))
    assert (report.list_pages, report.new_files) == (12, 0)
    assert "list_pages_cap" in codes(report)
