"""One crawl of a test site, quick and at a fixed time: Monday, 2 March 2026, 23:00 in Shanghai."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from crawler.archive import Archive
from crawler.registry import Portal
from crawler.report import CrawlOptions, CrawlReport
from crawler.run import crawl
from network.site import Site

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)
QUICK = CrawlOptions(
    allow_loopback=True, now=NOW, retry_base=0.01, retry_limit=1.0, page_timeout=5, file_timeout=5
)


def run(site: Site, archive: Archive, portal: Portal | None = None, **values: Any) -> CrawlReport:
    """Crawl a site with `QUICK` options, some of them changed."""
    return crawl(portal or site.portal(), archive, replace(QUICK, **values))


def night(site: Site, archive: Archive, portal: Portal | None = None, **values: Any) -> CrawlReport:
    """As `run`, one of several: the site forgets first what it was asked for before."""
    site.asked.clear()
    return run(site, archive, portal, **values)


def codes(report: CrawlReport) -> set[str]:
    """The codes of a report's findings."""
    return {finding.code for finding in report.findings}
