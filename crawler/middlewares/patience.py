"""Patience: wait as long as the server asks, back off when it fails, and leave it alone when it keeps failing."""

from __future__ import annotations

import asyncio
import random
import time
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy import exceptions
from twisted.internet import error as network

from crawler.journal import Reply
from crawler.middlewares.outcomes import Stop

RETRIES = 2
RETRY_STATUS = frozenset({408, 429, 500, 502, 503, 504, 522, 524})
BUSY_STATUS = frozenset({429, 503})
FAILURES_IN_A_ROW = 5
REST_SECONDS = 6 * 3600.0
NETWORK_ERRORS = (
    exceptions.CannotResolveHostError,
    exceptions.DownloadConnectionRefusedError,
    exceptions.DownloadFailedError,
    exceptions.DownloadTimeoutError,
    exceptions.ResponseDataLossError,
    network.ConnectionDone,
    network.ConnectError,
    network.ConnectionLost,
    OSError,
)


def wait_asked(retry_after: str, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for (a number or a date), `None` when it says nothing usable."""
    text = retry_after.strip()
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - now).total_seconds())
    except (ValueError, TypeError):
        return None


def is_certificate_error(error: BaseException) -> bool:
    """Whether a download failed because the server's certificate could not be verified: asking again will not help."""
    return "certificate verify failed" in str(error)


class PatienceMiddleware:
    """Retries what may pass, with growing waits during which the portal is not asked for anything."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self._resume_at = 0.0
        self._failures = 0

    @classmethod
    def from_crawler(cls, crawler: Any) -> PatienceMiddleware:
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_request(self, request: Any) -> None:
        """Hold every request while a wait is running."""
        while (wait := self._resume_at - time.monotonic()) > 0:
            await asyncio.sleep(wait)

    async def process_response(self, request: Any, response: Any) -> Any:
        """Ask again after a server error, as late as the server wishes."""
        if response.status not in RETRY_STATUS:
            self._failures = 0
            return response
        asked = wait_asked(
            response.headers.get("Retry-After", b"").decode("latin-1"), self.crawler.spider.journal.clock()
        )
        options = self.crawler.spider.options
        if asked is not None and asked > options.retry_limit:
            message = f"{request.url} answers {response.status} and asks to come back in {asked:.0f} seconds"
            self.crawler.spider.journal.ending = True
            raise Stop("partial", "rate_limited", message, asked)
        again = self._again(request, f"HTTP {response.status}", asked, response)
        if again is not None:
            return again
        self._fail(request, f"HTTP {response.status}", busy=response.status in BUSY_STATUS)
        return response

    async def process_exception(self, request: Any, exception: Exception) -> Any:
        """Ask again after a network error; a file that took too long waits for the next run."""
        if not isinstance(exception, NETWORK_ERRORS) or is_certificate_error(exception):
            return None
        task = request.meta.get("task")
        slow_file = (
            isinstance(exception, exceptions.DownloadTimeoutError)
            and task is not None
            and task.kind == "file"
        )
        if (
            not slow_file
            and (again := self._again(request, type(exception).__name__, None, None)) is not None
        ):
            return again
        self._fail(request, type(exception).__name__, busy=False)
        return None

    def _again(self, request: Any, why: str, asked: float | None, response: Any) -> Any:
        spider = self.crawler.spider
        tries = request.meta.get("tries", 0) + 1
        if tries > RETRIES:
            return None
        wait = (
            asked
            if asked is not None
            else spider.options.retry_base * 2 ** (tries - 1) * random.uniform(1.0, 1.5)
        )
        self._resume_at = max(self._resume_at, time.monotonic() + min(wait, spider.options.retry_limit))
        deadline = spider.options.deadline_seconds
        if deadline is not None and spider.journal.elapsed + wait >= deadline:
            spider.journal.ending = True
            raise Stop("partial", "deadline", f"the run ends before {request.url} could be asked for again")
        if (task := request.meta.get("task")) is not None:
            reply = Reply.of(response) if response is not None else None
            spider.journal.capture(task, "retried", why, reply=reply, url=request.url)
        again = request.replace(dont_filter=True, priority=request.priority + 1)
        again.meta["tries"] = tries
        return again

    def _fail(self, request: Any, why: str, *, busy: bool) -> None:
        self._failures += 1
        if self._failures >= (3 if busy else FAILURES_IN_A_ROW):
            message = f"{self._failures} addresses in a row failed, the last one {request.url} with {why}"
            self.crawler.spider.journal.ending = True
            raise Stop("failed", "rate_limited" if busy else "unreachable", message, REST_SECONDS)
