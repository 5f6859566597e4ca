"""Redirects, each written into the ledger; a site that redirects to the same address to set a cookie works."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware

from crawler.journal import Reply


class RecordedRedirects(RedirectMiddleware):
    """Scrapy's redirects, recorded. No duplicate filter stands behind them, so an address may redirect to itself."""

    def process_response(self, request: Any, response: Any, spider: Any = None) -> Any:
        """Follow a redirect and write its capture row."""
        result = super().process_response(request, response)
        if isinstance(result, Request) and (task := request.meta.get("task")) is not None:
            self.crawler.spider.journal.capture(  # type: ignore[union-attr]
                task, "redirected", f"to {result.url}", reply=Reply.of(response), url=request.url
            )
        return result
