"""Replay: stored pages read again, offline, with a better grammar or family."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from network.site import Answer, Site, article, listing

from crawler import discovery
from crawler.archive import Archive
from crawler.families import generic_static
from crawler.families.base import Attachment, Page
from crawler.replay import replay
from crawler.report import CrawlOptions
from crawler.run import crawl
from crawler.titles import Title, classify

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
QUICK = CrawlOptions(allow_loopback=True, now=NOW)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        rows = [
            ("/a/1.html", "测试区教育局2024年部门预算", "2024-02-01"),
            ("/a/2.html", "测试区财政局组织召开预算编制培训会", "2024-02-02"),
        ]
        site.routes["/zwgk/czyjs/"] = listing(rows)
        for url, title, day in rows:
            site.routes[url] = article(
                title, day, f'<a href="{url[:-5]}.pdf">{title}.pdf</a><b hidden-file="/a/h.pdf"></b>'
            )
            site.routes[url[:-5] + ".pdf"] = Answer(f"%PDF {title}")
        site.routes["/a/h.pdf"] = Answer("%PDF hidden")
        yield site


@pytest.fixture
def archive(tmp_path: Path, site: Site) -> Iterator[Archive]:
    with Archive(tmp_path / "archive") as archive:
        assert crawl(site.portal(), archive, QUICK).new_files == 1
        yield archive


def test_a_replay_with_nothing_improved_changes_nothing(archive: Archive, site: Site) -> None:
    site.asked.clear()
    report = replay(site.portal(), archive, NOW + timedelta(hours=1))
    assert (report.list_pages, report.new_items, report.newly_accepted, report.new_files) == (1, 0, 0, 0)
    assert site.asked == []


@pytest.fixture
def undecided() -> Iterator[None]:
    """No title judged before, and none remembered afterwards."""
    discovery.decide.cache_clear()
    yield
    discovery.decide.cache_clear()


@pytest.mark.usefixtures("undecided")
def test_a_better_grammar_reopens_what_was_turned_down(
    archive: Archive, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kinder(title: str, *, column: str = "") -> Title:
        return Title("accept") if "培训会" in title else classify(title, column=column)

    monkeypatch.setattr(discovery.titles, "classify", kinder)
    discovery.decide.cache_clear()
    site.asked.clear()
    report = replay(site.portal(), archive, NOW + timedelta(hours=1))
    assert report.newly_accepted == 1
    assert site.asked == []
    assert crawl(site.portal(), archive, replace(QUICK, now=NOW + timedelta(days=1))).new_files == 1


def test_a_better_family_finds_the_file_it_overlooked(
    archive: Archive, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = generic_static.attachments

    def keener(page: Page) -> tuple[Attachment, ...]:
        more = Attachment(f"{site.url}/a/h.pdf", "附表.pdf", "data")
        return (*real(page), more) if b"hidden-file" in page.body else real(page)

    monkeypatch.setattr(generic_static, "attachments", keener)
    report = replay(site.portal(), archive, NOW + timedelta(hours=1))
    assert report.new_files == 1
    later = crawl(site.portal(), archive, replace(QUICK, now=NOW + timedelta(days=1)))
    assert later.new_files == 1
    assert {"附表.pdf"} <= {c.file_name for c in archive.captures() if c.run_id == later.run_id}


def test_a_page_that_the_family_cannot_read_is_named(
    archive: Archive, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(page: Page) -> Any:
        raise ValueError("odd")

    monkeypatch.setattr(generic_static, "list_page", broken)
    report = replay(site.portal(), archive)
    assert len(report.unreadable) == 1
    assert site.url in report.unreadable[0]
