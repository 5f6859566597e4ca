"""The spider end to end, against the bundled sample portal."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.archive import Archive, Stored
from crawler.report import CrawlOptions, CrawlReport
from crawler.run import crawl
from crawler.sample_portal.server import SITE, SamplePortal


@pytest.fixture(scope="module")
def runs(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Archive, list[tuple[CrawlReport, list[str]]]]]:
    """An archive after four runs: from empty, unchanged, after a correction appeared, unchanged; each with what the server saw."""
    done = []
    with SamplePortal() as site, Archive(tmp_path_factory.mktemp("crawl") / "archive") as archive:
        for phase in (1, 1, 2, 2):
            site.phase = phase
            before = len(site.requests)
            report = crawl(site.portal, archive, CrawlOptions(allow_loopback=True))
            done.append((report, [served.path for served in site.requests[before:]]))
        yield archive, done


def test_the_first_run_finds_every_disclosure_and_no_other(runs: tuple[Archive, list]) -> None:  # type: ignore[type-arg]
    archive, ((first, _), *_) = runs
    assert first.status == "ok"
    assert first.exit_code == 0
    assert first.failed == 0
    titles = {capture.article_title for capture in archive.captures() if capture.file_sha256}
    assert not [title for title in titles if title and "培训会" in title]
    assert first.new_files >= 45


def test_what_the_grammar_rejects_is_not_even_asked_for(runs: tuple[Archive, list]) -> None:  # type: ignore[type-arg]
    archive, ((first, seen), *_) = runs
    rejected = archive.ledger.execute("SELECT request FROM item WHERE decision = 'reject'").fetchall()
    assert len(rejected) == first.rejected > 0
    asked = {urlsplit(json.loads(request)["url"]).path for (request,) in rejected}
    assert not asked & set(seen)


def test_articles_with_tables_or_with_the_explanation_are_kept_as_documents(
    runs: tuple[Archive, list],
) -> None:  # type: ignore[type-arg]
    archive, _ = runs
    kept = [c for c in archive.captures() if c.kind == "article" and c.file_sha256]
    bodies = {c.article_title: archive.path(c.file_sha256 or "").read_text("utf-8") for c in kept}
    with_tables = {title for title, body in bodies.items() if "<table" in body}
    assert with_tables and all("青石镇" in (title or "") for title in with_tables)
    told = [body for title, body in bodies.items() if title not in with_tables]
    assert told and all(body.count("万元") >= 5 for body in told)
    assert "演示县财政局召开2025年部门预算编制公开工作培训会" not in bodies


def test_files_carry_name_publisher_and_date_of_their_article(runs: tuple[Archive, list]) -> None:  # type: ignore[type-arg]
    archive, _ = runs
    files = [c for c in archive.captures() if c.kind == "file" and c.outcome == "ok"]
    assert all(c.file_name and c.published_on and c.publisher and c.article_title for c in files)


def test_an_unchanged_site_costs_three_requests_at_most_and_no_download(runs: tuple[Archive, list]) -> None:  # type: ignore[type-arg]
    _, (_, (second, seen), _, (fourth, _)) = runs
    assert len([path for path in seen if path != "/robots.txt"]) <= 3
    assert second.downloads == second.new_items == second.articles == 0
    assert fourth.downloads == 0


def test_a_correction_is_found_and_nothing_else(runs: tuple[Archive, list]) -> None:  # type: ignore[type-arg]
    archive, (_, _, (third, _), _) = runs
    assert (third.new_items, third.new_files) == (1, 2)  # the workbook, and the article that explains it
    captures = [c for c in archive.captures() if c.run_id == third.run_id and c.kind == "file"]
    assert "更正" in (captures[0].article_title or "")
    assert archive.verify().damage == ()


def test_the_budget_of_bytes_does_not_wait_for_a_slow_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(archive: Archive, chunks: bytes | Iterable[bytes]) -> Stored:
        time.sleep(1.0)
        return put(archive, chunks)

    put = Archive.put
    monkeypatch.setattr(Archive, "put", slowly)
    budget, largest = 60_000, max(file.stat().st_size for file in SITE.rglob("*.pdf"))
    with SamplePortal() as site, Archive(tmp_path / "archive") as archive:
        report = crawl(site.portal, archive, CrawlOptions(allow_loopback=True, max_bytes=budget))
    assert report.status == "partial"
    # the file that reaches the budget and the one that is on its way
    assert budget <= report.bytes_received <= budget + 2 * largest
    assert report.new_files <= 3
