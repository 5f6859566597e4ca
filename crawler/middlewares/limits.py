"""The limits of one run: requests a day, the deadline, bytes."""

from __future__ import annotations

from typing import Any

from crawler.middlewares.outcomes import Halted, Stop


class LimitsMiddleware:
    """Ends the run when its requests, its time or its bytes are used up; what is left is in the ledger and goes on next time."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> LimitsMiddleware:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Any) -> None:
        """Count the request, or end the run; nothing may take longer than what is left of it."""
        spider = self.crawler.spider
        if spider.journal.ending:
            raise Halted("the run is ending")
        deadline = spider.options.deadline_seconds
        if deadline is not None:
            left = deadline - spider.journal.elapsed
            if left <= 0:
                raise Stop("partial", "deadline", f"the run's {deadline:.0f} seconds are used up")
            usual = request.meta.get("download_timeout") or spider.options.page_timeout
            request.meta["download_timeout"] = min(usual, left)
        if request.meta.get("is_robots"):
            return
        most = spider.options.max_bytes
        if most is not None and spider.journal.counts["bytes_received"] >= most:
            raise Stop("partial", "budget", f"the {most:,} bytes of this run are used up")
        if spider.journal.counts["requests"] >= spider.max_requests:
            raise Stop(
                "partial",
                "budget",
                f"the {spider.max_requests} requests of this run are used up; the next one goes on",
            )
        spider.journal.counts["requests"] += 1
