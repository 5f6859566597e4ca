"""robots.txt, obeyed as RFC 9309 says: an error of the server means "not now", a missing file means "go on"."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request as ScrapyRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http.request import NO_CALLBACK

from crawler.decode import to_text
from crawler.families.base import Request
from crawler.journal import Reply, Task
from crawler.middlewares.outcomes import Blocked, Refused, Stop, plainly
from crawler.middlewares.patience import is_certificate_error

MAX_CRAWL_DELAY = 60.0
_REST = 6 * 3600.0
_MAX_BYTES = 512 * 1024


def pause_asked(rules: Protego, agent: str) -> float:
    """Seconds between requests that a robots.txt asks for (`Crawl-delay`, `Request-rate`), a minute at most."""
    rate = rules.request_rate(agent)
    between = rate.seconds / rate.requests if rate and rate.requests else 0.0
    return min(max(float(rules.crawl_delay(agent) or 0.0), between), MAX_CRAWL_DELAY)


class RobotsMiddleware:
    """Fetches robots.txt once per host and run, refuses what it forbids, and keeps the delay it asks for.

    A portal's `robots_override` (a written reason in the registry) switches it off for that portal.
    """

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self._rules: dict[str, asyncio.Future[Protego | None]] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> RobotsMiddleware:
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_request(self, request: Any) -> None:
        """Refuse what the host's robots.txt forbids."""
        spider = self.crawler.spider
        if request.meta.get("is_robots") or spider.portal.robots_override:
            return
        rules = await self._rules_of(request)
        agent = self.crawler.settings["USER_AGENT"]
        if rules is not None and not rules.can_fetch(request.url, agent):
            where = urlsplit(request.url).netloc
            message = f"robots.txt of {where} forbids {request.url}: only the site's operator can allow it"
            raise Refused("robots", message)

    async def _rules_of(self, request: Any) -> Protego | None:
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        known = self._rules.get(origin)
        if known is None:
            known = self._rules[origin] = asyncio.get_running_loop().create_future()
            try:
                known.set_result(await self._fetch(origin))
            except Exception as error:
                known.set_exception(error)
        return known.result() if known.done() else await asyncio.shield(known)

    async def _fetch(self, origin: str) -> Protego | None:
        journal = self.crawler.spider.journal
        url = f"{origin}/robots.txt"
        task = Task("robots", Request(url))
        journal.counts["robots_requests"] += 1
        meta = {"is_robots": True, "task": task}
        if self.crawler.spider.portal.platform:
            meta["download_slot"] = self.crawler.spider.portal.platform
        ask = ScrapyRequest(url, callback=NO_CALLBACK, meta=meta, dont_filter=True)
        try:
            response = await self.crawler.engine.download_async(ask)
        except Blocked as error:
            journal.capture(task, "blocked", error.kind, reply=Reply.of(error.response))
            raise
        except Refused:
            # a redirect to another site: the file is unavailable, which permits (RFC 9309, 2.3.1.2)
            journal.capture(task, "refused", "robots.txt is redirected to another site")
            return None
        except Stop:
            raise
        except Exception as error:
            journal.capture(task, "failed", type(error).__name__)
            if is_certificate_error(error):
                message = f"the TLS certificate of {origin} cannot be verified; review it, then set verify_tls: false"
                raise Refused("certificate", message) from error
            raise Refused("unreachable", f"{url} could not be read: {plainly(error)}") from error
        if response.status >= 500 or response.status == 429:
            journal.capture(task, "failed", f"HTTP {response.status}", reply=Reply.of(response))
            raise Stop("failed", "robots_unavailable", f"{url} answers {response.status}: not now", _REST)
        journal.capture(task, "ok", reply=Reply.of(response), byte_size=len(response.body))
        if response.status >= 300:
            return None
        rules = Protego.parse(to_text(response.body[:_MAX_BYTES], "text/plain"))
        self._slow_down(rules)
        return rules

    def _slow_down(self, rules: Protego) -> None:
        """Keep the Crawl-delay or Request-rate asked of us, up to a minute, exactly: jitter would go below it."""
        wanted = pause_asked(rules, self.crawler.settings["USER_AGENT"])
        if wanted <= self.crawler.settings.getfloat("DOWNLOAD_DELAY"):
            return
        throttle = self.crawler.get_extension(AutoThrottle)
        if throttle is not None:
            throttle.mindelay = max(throttle.mindelay, wanted)
        for slot in self.crawler.engine.downloader.slots.values():
            slot.delay, slot.jitter = max(slot.delay, wanted), 0.0
