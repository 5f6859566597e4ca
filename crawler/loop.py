"""The event loop of the crawler: one thread that runs Twisted's reactor for as long as the process lives.

A reactor cannot be started twice, but a process may want to crawl several sources one after the other (the sample portal, tests).
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

PATIENCE_SECONDS = 30.0
"""How long an interrupted crawl may take to end."""

_lock = threading.Lock()
_loop: asyncio.AbstractEventLoop | None = None


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on the crawler's loop and wait for its result; an interrupt cancels it and waits until it has ended."""
    ended = threading.Event()

    async def told() -> T:
        try:
            return await work
        finally:
            ended.set()

    future = asyncio.run_coroutine_threadsafe(told(), _started())
    try:
        return future.result()
    except KeyboardInterrupt:
        future.cancel()
        ended.wait(PATIENCE_SECONDS)
        raise


def _started() -> asyncio.AbstractEventLoop:
    global _loop
    with _lock:
        if _loop is None:
            ready = threading.Event()
            found: list[asyncio.AbstractEventLoop] = []
            threading.Thread(target=_serve, args=(found, ready), name="crawler", daemon=True).start()
            ready.wait()
            _loop = found[0]
        return _loop


def _serve(found: list[asyncio.AbstractEventLoop], ready: threading.Event) -> None:
    from scrapy.utils.reactor import install_reactor

    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor as installed

    from crawler.middlewares.guard import PublicResolver

    reactor: Any = installed
    reactor.installNameResolver(PublicResolver(reactor.nameResolver))
    found.append(asyncio.get_event_loop())
    reactor.callWhenRunning(ready.set)
    reactor.run(installSignalHandlers=False)
