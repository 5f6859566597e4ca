"""Crawl one source: `crawl(portal, archive, options)`, or `python -m crawler.run` for a process of its own."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import signal
import sys
import uuid
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from crawler import loop
from crawler.archive import Archive
from crawler.errors import CrawlerError
from crawler.health import breaker, gates, note_run
from crawler.journal import Journal
from crawler.known import MAX_ATTEMPTS
from crawler.middlewares.guard import PublicResolver, is_loopback
from crawler.registry import Portal, find
from crawler.report import CrawlOptions, CrawlReport, Status
from crawler.settings import settings_for
from crawler.turns import machines, turn

PLATFORM_REQUESTS_PER_DAY = 5000
NIGHT = timedelta(hours=12)
"""A source asked again within a night of what made it rest is still that night's failure."""
_SHANGHAI = ZoneInfo("Asia/Shanghai")


Watch = Callable[[Mapping[str, int]], None]
"""Told the counts of a running crawl, every second."""


def crawl(portal: Portal, archive: Archive, options: CrawlOptions, watch: Watch | None = None) -> CrawlReport:
    """Crawl one portal into the archive and say how it went; never raises for what a site does.

    Blocks until the crawl is over. Several calls in one process run one after the other; the same host or platform is never
    crawled by two processes at once (the second reports `busy`).

    Raises:
        CrawlerError: the archive cannot be written, or the portal's family does not exist.
    """
    started = (options.now or datetime.now(UTC)).astimezone(UTC)
    run_id = options.run_id or f"{started:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}"
    journal = Journal(archive, portal.portal_id, run_id, started)
    resting = breaker(archive, portal.portal_id, started)
    if resting is not None and not options.force:
        since = f"since {resting.since:%Y-%m-%d %H:%M} UTC " if resting.since else ""
        message = (
            f"{portal.name} is left alone {since}until {resting.open_until:%Y-%m-%d %H:%M} UTC "
            f"after {resting.kind}; --force asks anyway"
        )
        tonight = resting.since is not None and started - resting.since < NIGHT
        journal.find("resting", "error" if tonight else "warning", message)
        return _report(portal, options, journal, archive, "resting")
    with turn(archive.root, portal, options.deadline_seconds or 0.0) as ours:
        if not ours:
            message = f"another process is crawling {', '.join(machines(portal))}; try again later"
            journal.find("busy", "info", message)
            return _report(portal, options, journal, archive, "busy")
        return _crawl(portal, archive, options, journal, watch)


def _crawl(
    portal: Portal, archive: Archive, options: CrawlOptions, journal: Journal, watch: Watch | None
) -> CrawlReport:
    options = polite(portal, options)
    limit = _requests_left(portal, archive, options, journal.started_at)
    archive.ledger.execute(
        "INSERT OR IGNORE INTO run (run_id, portal_id, platform, mode, started_at) VALUES (?, ?, ?, ?, ?)",
        (
            journal.run_id,
            portal.portal_id,
            portal.platform or None,
            options.mode,
            journal.started_at.isoformat(),
        ),
    )
    if (
        not options.contact
        and not portal.user_agent
        and not portal.sample
        and "no contact" in settings_for(portal, options)["USER_AGENT"]
    ):
        journal.find(
            "no_contact",
            "warning",
            "set GONGKAI_CONTACT to an address at which a site's operator can reach you",
        )
    try:
        undated = loop.run(_watched(_run_spider(portal, archive, options, journal, limit), journal, watch))
    except KeyboardInterrupt:
        journal.stopped = ("partial", "interrupted")
        _finish(portal, archive, options, journal)
        raise
    gates(portal, journal, archive, undated)
    return _finish(portal, archive, options, journal)


def _finish(portal: Portal, archive: Archive, options: CrawlOptions, journal: Journal) -> CrawlReport:
    """Write how the run ended into the ledger."""
    report = _report(portal, options, journal, archive, _status(journal))
    archive.ledger.execute(
        "UPDATE run SET finished_at = ?, status = ?, requests = ?, report = ? WHERE run_id = ? AND portal_id = ?",
        (
            *(
                report.finished_at,
                report.status,
                report.requests,
                json.dumps(report.to_dict(), ensure_ascii=False),
            ),
            *(report.run_id, report.portal_id),
        ),
    )
    note_run(archive, report, journal.clock())
    return report


async def _watched(work: Coroutine[Any, Any, int], journal: Journal, watch: Watch | None) -> int:
    """Do the work and tell `watch` how far it came."""

    async def tell(to: Watch) -> None:
        while True:
            await asyncio.sleep(1)
            to(journal.counts)

    telling = asyncio.create_task(tell(watch)) if watch else None
    try:
        return await work
    finally:
        if telling:
            telling.cancel()


async def _run_spider(
    portal: Portal, archive: Archive, options: CrawlOptions, journal: Journal, limit: int
) -> int:
    from scrapy.crawler import AsyncCrawlerRunner

    from crawler.spiders.disclosure import DisclosureSpider

    PublicResolver.allow_loopback = options.allow_loopback
    runner = AsyncCrawlerRunner(settings_for(portal, options))
    crawler = runner.create_crawler(DisclosureSpider)
    task = runner.crawl(
        crawler, portal=portal, archive=archive, options=options, journal=journal, max_requests=limit
    )
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await crawler.stop_async()
        await task
        raise
    if errors := crawler.stats.get_value("spider_exceptions/count", 0):
        journal.find(
            "crawler_error", "error", f"the crawler itself failed {errors} times; its log says where"
        )
    spider = crawler.spider
    return spider.walker.undated if isinstance(spider, DisclosureSpider) else 0


def polite(portal: Portal, options: CrawlOptions) -> CrawlOptions:
    """Options whose haste is honoured only where every host of the portal is this machine."""
    loopback = options.allow_loopback and all(is_loopback(host) for host in portal.allowed_hosts)
    return options if loopback else replace(options, delay_seconds=None, concurrency=1)


def _requests_left(portal: Portal, archive: Archive, options: CrawlOptions, now: datetime) -> int:
    """What the portal's and the platform's daily caps leave, and the caller's own limit. A day is a day in Shanghai."""
    midnight = (
        now.astimezone(_SHANGHAI)
        .replace(hour=0, minute=0, second=0, microsecond=0)
        .astimezone(UTC)
        .isoformat()
    )
    query = (
        "SELECT count(*) FROM capture WHERE captured_at >= ? AND kind <> 'robots' AND outcome NOT IN ('linked', 'refused') "
        "AND portal_id {}"
    )
    used = archive.ledger.execute(query.format("= ?"), (midnight, portal.portal_id)).fetchone()[0]
    left = portal.caps.requests_per_day - used
    if portal.platform:
        siblings = "IN (SELECT portal_id FROM run WHERE platform = ?)"
        on_platform = archive.ledger.execute(query.format(siblings), (midnight, portal.platform)).fetchone()[
            0
        ]
        left = min(left, PLATFORM_REQUESTS_PER_DAY - on_platform)
    if portal.sample:
        left = sys.maxsize
    return max(0, int(left) if options.max_requests is None else min(left, options.max_requests))


def _status(journal: Journal) -> Status:
    if journal.stopped is not None:
        return journal.stopped[0]
    return (
        "failed"
        if any(f.severity == "error" for f in journal.findings) and not journal.counts["rows"]
        else "ok"
    )


def _report(
    portal: Portal, options: CrawlOptions, journal: Journal, archive: Archive, status: Status
) -> CrawlReport:
    counts = journal.counts
    pending = archive.ledger.execute(
        "SELECT (SELECT count(*) FROM item WHERE portal_id = :p AND state IN ('new', 'failed') AND attempts < :m) + "
        "(SELECT count(*) FROM attachment WHERE portal_id = :p AND state IN ('new', 'failed') AND attempts < :m)",
        {"p": portal.portal_id, "m": MAX_ATTEMPTS},
    ).fetchone()[0]
    numbers = {
        name: counts[name]
        for name in (
            *(
                "requests",
                "robots_requests",
                "list_pages",
                "rows",
                "articles",
                "new_items",
                "rejected",
                "downloads",
            ),
            *(
                "new_files",
                "unchanged",
                "replaced",
                "missing",
                "failed",
                "refused",
                "blocked",
                "deferred",
                "bytes_received",
            ),
        )
    }
    return CrawlReport(
        portal_id=portal.portal_id,
        run_id=journal.run_id,
        mode=options.mode,
        status=status,
        reason=journal.stopped[1] if journal.stopped else "",
        started_at=journal.started_at.isoformat(timespec="seconds"),
        finished_at=journal.clock().isoformat(timespec="seconds"),
        pending=pending,
        findings=tuple(journal.findings),
        **numbers,
    )


def main(arguments: list[str] | None = None) -> int:
    """`python -m crawler.run --archive DIR (--portal ID | --portal-json FILE) [--options JSON]`: the report as JSON on stdout."""
    parser = argparse.ArgumentParser(prog="python -m crawler.run", description=main.__doc__)
    parser.add_argument("--archive", type=Path, required=True)
    parser.add_argument("--portal", help="portal id of the registry")
    parser.add_argument("--portal-json", type=Path, help="a file with one portal as JSON")
    parser.add_argument("--options", default="{}", help="CrawlOptions as JSON")
    given = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    try:
        if given.portal_json:
            portal = Portal.model_validate_json(given.portal_json.read_text(encoding="utf-8"))
        else:
            portal = find(given.portal or "")
        with Archive(given.archive) as archive:
            report = crawl(portal, archive, CrawlOptions.from_json(given.options))
    except KeyboardInterrupt:
        print("stopped; the next run goes on where this one was", file=sys.stderr)
        return 130
    except CrawlerError as error:
        print(error, file=sys.stderr)
        return int(error.exit_code)
    print(json.dumps(report.to_dict(), ensure_ascii=False))
    return report.exit_code


if __name__ == "__main__":
    sys.exit(main())
