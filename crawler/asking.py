"""Ask for single pages politely, outside a crawl: for `gongkai portals probe`.

The same manners as a crawl: honest user agent, robots.txt, a pause between requests, only the portal's own hosts, never a private
address (judged on the connected socket), challenge pages recognised and not solved, bounded size and time.
"""

from __future__ import annotations

import contextlib
import http.client
import http.cookiejar
import socket
import time
import urllib.request
import zlib
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

from protego import Protego

from crawler import urls
from crawler.decode import to_text
from crawler.discovery import is_document
from crawler.families.base import Page, Request
from crawler.middlewares.challenge import classify
from crawler.middlewares.guard import WHY_REFUSED, is_public, refusal
from crawler.middlewares.outcomes import plainly
from crawler.middlewares.robots import pause_asked
from crawler.registry import Portal, hosts_around
from crawler.settings import user_agent

MAX_BYTES = 8_000_000
TIMEOUT_SECONDS = 25
PAGE_SECONDS = 60
MAX_REDIRECTS = 6


class PrivateAddressError(OSError):
    """A host name resolved to an address that is not public."""


class Asker:
    """Fetches pages of one portal; `refusals` says in sentences what was not fetched and why."""

    def __init__(
        self,
        url: str,
        *,
        delay_seconds: float = 3.0,
        allow_loopback: bool = False,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`url` names the portal: its host and its government siblings may be asked."""
        self.refusals: list[str] = []
        self._portal = Portal.model_validate(
            {"region_code": "000000", "name": "probe", "allowed_hosts": list(hosts_around([url]))}
        )
        self._delay, self._sleep, self._allow_loopback = delay_seconds, sleep, allow_loopback
        self._robots: dict[str, Protego | None] = {}
        self._agent = user_agent()
        self._asked = 0
        connect = _guarded(allow_loopback)
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            _Http(connect),
            _Https(connect),
            _NoRedirect(),
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
        )

    def __call__(self, request: Request) -> Page | None:
        """One page, redirects followed within the portal; `None` (and a line in `refusals`) when it cannot be had."""
        try:
            return self._fetch(request)
        except _RefusedError as error:
            self.refusals.append(str(error))
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.refusals.append(f"{request.url} did not answer: {plainly(error)}")
        return None

    def _fetch(self, request: Request) -> Page:
        url = request.url
        for _ in range(MAX_REDIRECTS):
            self._permitted(url)
            status, headers, body = self._ask(url, request)
            location = headers.get("Location")
            if status in (301, 302, 303, 307, 308) and location:
                url = urls.join(url, location) or url
                continue
            content_type = headers.get("Content-Type", "")
            if kind := classify(status, body, content_type):
                raise _RefusedError(
                    f"{url} answers with a challenge or block ({kind}), which is not worked around: see whether a browser gets in, "
                    "and note the portal as `status: blocked` if the site stays so"
                )
            if status >= 400:
                missing = ": the page is gone, begin at the home page" if status in (404, 410) else ""
                raise _RefusedError(f"{url} answers {status}{missing}")
            if is_document(body):
                raise _RefusedError(f"{url} is a file, not a page: give the page that links it")
            return Page(url, body, content_type, request)
        raise _RefusedError(f"{request.url} redirects without end")

    def _permitted(self, url: str) -> None:
        if reason := refusal(url, self._portal, allow_loopback=self._allow_loopback):
            raise _RefusedError(f"{url} {WHY_REFUSED[reason]}")
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._rules(origin)
        rules = self._robots[origin]
        if rules is not None and not rules.can_fetch(url, self._agent):
            raise _RefusedError(
                f"robots.txt of {parts.netloc} forbids {url}: only the site's operator can allow it"
            )

    def _rules(self, origin: str) -> Protego | None:
        url = f"{origin}/robots.txt"
        for _ in range(MAX_REDIRECTS):
            status, headers, body = self._ask(url, Request(origin))
            if status >= 500 or status == 429:
                raise _RefusedError(f"robots.txt of {origin} answers {status}: try again in some hours")
            if status < 300:
                rules = Protego.parse(to_text(body, "text/plain"))
                self._delay = max(self._delay, pause_asked(rules, self._agent))
                return rules
            url = urls.join(url, headers.get("Location") or "") or ""
            if status >= 400 or refusal(url, self._portal, allow_loopback=self._allow_loopback):
                return None
        raise _RefusedError(
            f"{origin}/robots.txt redirects without end: only the site's operator can mend it"
        )

    def _ask(self, url: str, request: Request) -> tuple[int, Any, bytes]:
        if self._asked:
            self._sleep(self._delay)
        self._asked += 1
        headers = {"User-Agent": self._agent, "Accept-Language": "zh-CN,zh;q=0.9", **dict(request.headers)}
        ask = urllib.request.Request(url, data=request.body or None, headers=headers, method=request.method)
        try:
            with self._opener.open(ask, timeout=TIMEOUT_SECONDS) as answer:
                return answer.status, answer.headers, _read(answer)
        except HTTPError as error:
            with error:
                return error.code, error.headers, _read(error)


def _read(answer: Any) -> bytes:
    """The body, within the cap and the time (a server may trickle for ever); compressed also where nobody asked for that."""
    until, body = time.monotonic() + PAGE_SECONDS, b""
    while piece := answer.read1(MAX_BYTES):
        body += piece
        if len(body) > MAX_BYTES:
            raise _RefusedError(f"{answer.url} is larger than {MAX_BYTES:,} bytes: that is no page")
        if time.monotonic() > until:
            raise TimeoutError(f"no whole answer came within {PAGE_SECONDS} seconds")
    if body.startswith(b"\x1f\x8b"):
        with contextlib.suppress(zlib.error):
            return zlib.decompressobj(wbits=31).decompress(body, MAX_BYTES)
    return body


class _RefusedError(Exception):
    """One sentence about a page that was not fetched."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Redirects are judged before they are followed."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow nothing."""


class _Http(urllib.request.HTTPHandler):
    def __init__(self, connect: Callable[..., socket.socket]) -> None:
        super().__init__()
        self._connect = connect

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_connection(http.client.HTTPConnection, self._connect), req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, connect: Callable[..., socket.socket]) -> None:
        super().__init__()
        self._connect = connect

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_connection(http.client.HTTPSConnection, self._connect), req)


def _connection(kind: type[http.client.HTTPConnection], connect: Callable[..., socket.socket]) -> Any:
    """A connection class whose socket is judged before anything is sent over it."""

    def make(host: str, **options: Any) -> http.client.HTTPConnection:
        made = kind(host, **options)
        made._create_connection = connect  # type: ignore[attr-defined]
        return made

    return make


def _guarded(allow_loopback: bool) -> Callable[..., socket.socket]:
    def connect(address: tuple[str, int], *arguments: Any, **options: Any) -> socket.socket:
        made = socket.create_connection(address, *arguments, **options)
        peer = str(made.getpeername()[0])
        if not is_public(peer, allow_loopback=allow_loopback):
            made.close()
            raise PrivateAddressError(f"{address[0]} leads to the private address {peer}")
        return made

    return connect
