"""Runs over time: what is new, replaced, corrected, vanished."""

from __future__ import annotations

from network.runs import DAY, NOW, night
from network.site import Answer, Site, article, lay_out, paged

from crawler.archive import Archive


def test_an_unchanged_portal_costs_little_and_downloads_nothing(archive: Archive, site: Site) -> None:
    paged(site, 30)
    first = night(site, archive)
    assert (first.list_pages, first.new_files, first.missing) == (6, 30, 0)
    second = night(site, archive, now=NOW + DAY)
    assert len(site.paths()) <= 3
    assert (second.downloads, second.articles, second.new_items) == (0, 0, 0)
    assert second.exit_code == 0


def test_new_replaced_corrected_and_vanished_are_found_exactly(archive: Archive, site: Site) -> None:
    rows = paged(site, 12)
    night(site, archive)
    night(site, archive, now=NOW + DAY)
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
    third = night(site, archive, now=NOW + 31 * DAY)
    fresh = [c for c in archive.captures() if c.file_sha256 and c.file_sha256 not in kept]
    assert {c.article_title for c in fresh} == {new[1], correction[1], "测试区丙0局2025年部门预算"}
    assert (third.new_items, third.new_files, third.replaced, third.missing) == (2, 3, 0 + 1, 1)
    assert [f.message for f in third.findings if f.code == "item_missing"] == [
        f"{site.url}/zwgk/czyjs/ no longer lists {vanished[1]}"
    ]
    replaced = next(c for c in fresh if c.detail.startswith("replaces "))
    assert archive.path(replaced.detail.removeprefix("replaces ")).is_file(), "the old bytes are kept"
    fourth = night(site, archive, now=NOW + 32 * DAY)
    assert (fourth.downloads, fourth.missing, fourth.new_items) == (0, 0, 0)


def test_a_recheck_asks_conditionally(archive: Archive, site: Site) -> None:
    paged(site, 3)
    night(site, archive)
    again = night(site, archive, now=NOW + 31 * DAY)
    assert again.downloads == 0
    assert again.unchanged >= 3
    conditional = [asked for asked in site.asked if asked.path.startswith("/files/")]
    assert len(conditional) == 3
    assert all("If-None-Match" in asked.headers for asked in conditional)


def test_an_item_that_comes_back_is_no_longer_missing(archive: Archive, site: Site) -> None:
    rows = paged(site, 4)
    night(site, archive)
    lay_out(site, rows[1:])
    assert night(site, archive, now=NOW + DAY).missing == 1
    lay_out(site, rows)
    night(site, archive, now=NOW + 2 * DAY)
    assert (
        archive.ledger.execute("SELECT count(*) FROM item WHERE missing_since IS NOT NULL").fetchone()[0] == 0
    )
