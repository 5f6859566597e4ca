"""Scrapy's settings: what every crawl has in common, and what a portal and its options add."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from crawler.registry import Portal
from crawler.report import CrawlOptions

BOT_NAME = "gongkai"
SPIDER_MODULES = ["crawler.spiders"]
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
LOG_LEVEL = "INFO"

# Known addresses live in the ledger; a filter in memory would grow without end and swallow redirects to the same address.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
# Articles in the order of their list; lists wait for articles by priority, so this is not breadth first.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
# Callbacks return short lists; Scrapy starts this many workers for each of them.
CONCURRENT_ITEMS = 1
WARN_ON_GENERATOR_RETURN_VALUE = False
METAREFRESH_ENABLED = False
HTTPPROXY_ENABLED = False
REDIRECT_MAX_TIMES = 8
DOWNLOAD_WARNSIZE = 0
STATS_DUMP = False
LOGSTATS_INTERVAL = 0
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.middlewares.guard.GuardMiddleware": 10,
    "crawler.middlewares.robots.RobotsMiddleware": 20,
    "crawler.middlewares.limits.LimitsMiddleware": 30,
    "crawler.middlewares.patience.PatienceMiddleware": 550,
    "crawler.middlewares.challenge.ChallengeMiddleware": 580,
    "crawler.middlewares.encodings.WholeBodies": 590,
    "crawler.middlewares.redirects.RecordedRedirects": 600,
}
# Depth, length and status are the walker's business.
DOWNLOADER_STATS = False
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}

PAGE_BYTES = 20_000_000
_CIPHERS = {
    "default": "DEFAULT",
    "legacy": "DEFAULT:@SECLEVEL=0",
    "seclevel1": "DEFAULT:@SECLEVEL=1",
    "no_dh": "DEFAULT:!DH",
}


def user_agent(contact: str = "") -> str:
    """Who we are: name, version, purpose, and how to reach the operator (`contact`, else `$GONGKAI_CONTACT`)."""
    try:
        number = version("gongkai")
    except PackageNotFoundError:
        number = "0"
    who = contact or os.environ.get("GONGKAI_CONTACT", "")
    return f"Gongkai/{number} (archive of public budget disclosures; {f'contact: {who}' if who else 'no contact given'})"


def settings_for(portal: Portal, options: CrawlOptions) -> dict[str, Any]:
    """The settings of one crawl: one request at a time, the portal's delay with jitter, its TLS profile and cookies."""
    own = {name: value for name, value in globals().items() if name.isupper() and not name.startswith("_")}
    delay = portal.delay_seconds if options.delay_seconds is None else options.delay_seconds
    return own | {
        "USER_AGENT": portal.user_agent or user_agent(options.contact),
        "CONCURRENT_REQUESTS": options.concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": options.concurrency,
        "DOWNLOAD_DELAY": delay,
        "DOWNLOAD_DELAY_JITTER": 0.5,
        "AUTOTHROTTLE_ENABLED": delay > 0,
        "AUTOTHROTTLE_START_DELAY": delay,
        "AUTOTHROTTLE_MAX_DELAY": max(60.0, delay),
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
        "COOKIES_ENABLED": portal.cookies,
        "DOWNLOAD_TIMEOUT": options.page_timeout,
        "DOWNLOAD_MAXSIZE": PAGE_BYTES,
        "DOWNLOADER_CLIENT_TLS_CIPHERS": _CIPHERS[portal.tls_profile],
        "DOWNLOAD_VERIFY_CERTIFICATES": portal.verify_tls,
    }
