"""Replay: read the stored list and article pages again, offline, after a family or the title grammar was improved.

Nothing is fetched. Rows that were not seen before, rows that the grammar now accepts, and files that a page turns out to link are put
into the frontier; the next crawl fetches them. What was accepted before is not taken back: the archive keeps it, and the loaders judge
each file for themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from crawler import families
from crawler.archive import Archive
from crawler.discovery import (
    ArticleReading,
    UnreadablePageError,
    decide,
    drift,
    judge_rows,
    read_article,
    read_list,
)
from crawler.families.base import Family, Page
from crawler.frontier import Frontier
from crawler.known import Answer, Column, Item, request_key
from crawler.registry import Portal


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayReport:
    """What a replay found: pages read, pages the family could not read, and what the next crawl will fetch."""

    portal_id: str
    list_pages: int = 0
    articles: int = 0
    unreadable: tuple[str, ...] = ()
    new_items: int = 0
    newly_accepted: int = 0
    new_files: int = 0


def replay(portal: Portal, archive: Archive, now: datetime | None = None) -> ReplayReport:
    """Read a portal's stored pages with today's family and grammar and put what is new into its frontier."""
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    frontier = Frontier(archive, portal.portal_id, f"replay-{moment:%Y%m%dT%H%M%S}", moment)
    family = _family(portal, archive, frontier)
    unreadable: list[str] = []
    counts: Counter[str] = Counter()
    with archive.transaction():
        for answer, page in _pages(archive, frontier, "list"):
            counts["list_pages"] += 1
            try:
                counts["new_items"] += _list_again(family, frontier, answer, page)
            except UnreadablePageError as error:
                unreadable.append(str(error))
        for item in frontier.rejected():
            decision = decide(item.title, item.label)
            if decision.verdict == "accept":
                frontier.reopen(item.key, decision.reason)
                counts["newly_accepted"] += 1
        for answer, page in _pages(archive, frontier, "article"):
            if (known := frontier.item(request_key(answer.request))) is None:
                continue
            counts["articles"] += 1
            try:
                reading = read_article(family, page, known.title, known.label)
            except UnreadablePageError as error:
                unreadable.append(str(error))
                continue
            if reading.decision.verdict == "accept":
                counts += _article_again(portal, frontier, known, page, reading)
    return ReplayReport(portal_id=portal.portal_id, unreadable=tuple(unreadable), **counts)


def _list_again(family: Family, frontier: Frontier, answer: Answer, page: Page) -> int:
    """How many of a list's rows are new and wanted."""
    listing = read_list(family, page)
    context = " ".join(part for part in (answer.request.label, listing.column) if part)
    column = Column(request_key(answer.request), answer.request, context)
    seen = [
        frontier.see(row, column, page.url, decision.verdict, decision.reason, replayed=True)
        for row, decision in judge_rows(listing.rows, context)
    ]
    return sum(sighting == "new" and item.state != "rejected" for sighting, item in seen)


def _article_again(
    portal: Portal, frontier: Frontier, known: Item, page: Page, reading: ArticleReading
) -> Counter[str]:
    """What an accepted article says that the ledger did not know."""
    if known.state == "rejected":
        frontier.reopen(known.key, reading.decision.reason)
        return Counter(newly_accepted=1)
    before = {linked.key for linked in frontier.files.of(known.key)}
    linked = [frontier.files.link(known.key, attachment) for attachment in reading.attachments]
    known = replace(
        known,
        article_title=reading.article.title,
        evidence=tuple(dict.fromkeys((*known.evidence, *reading.article.evidence))),
    )
    frontier.learn(known)
    own = (row for row in reading.linked if portal.allows(urlsplit(row.url).hostname or ""))
    branches = frontier.branch(known, own, page.url)
    return Counter(new_files=sum(each.key not in before for each in linked), new_items=len(branches))


def _pages(archive: Archive, frontier: Frontier, kind: str) -> Iterator[tuple[Answer, Page]]:
    """The stored pages of a kind with the answers they came in."""
    for answer in frontier.answers.all_of(kind):
        if (page := _page(archive, answer)) is not None:
            yield answer, page


def _family(portal: Portal, archive: Archive, frontier: Frontier) -> Family:
    """The family the crawl would read with: the registered one, or what the first column turned out to be."""
    registered = families.get(portal.family)
    for answer in frontier.answers.all_of("list"):
        if answer.request.page in (None, 1) and (page := _page(archive, answer)) is not None:
            drifted = drift(registered, page, guessed=portal.status == "unverified")
            return drifted.family if drifted is not None else registered
    return registered


def _page(archive: Archive, answer: Answer) -> Page | None:
    body = archive.page(answer.sha256)
    return None if body is None else Page(answer.final_url, body, answer.content_type, answer.request)
