"""A web site on a loopback address that answers as it is told and remembers who asked for what."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from crawler.registry import Portal

_addresses = itertools.count(2)


@dataclass(frozen=True)
class Asked:
    """One request as it arrived; `path` includes the query."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""
    at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True)
class Answer:
    """What to send: `stream` writes the body by hand (endless, slow, broken off)."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "text/html; charset=utf-8"
    etag: bool = False
    stream: Callable[[Any], None] | None = None


Route = Answer | str | bytes | Callable[[Asked], "Answer | str | bytes"]


class Site:
    """A site as a context manager; `routes` may change while it runs, `asked` is what it was asked."""

    def __init__(self, routes: Mapping[str, Route] | None = None, address: str | None = None) -> None:
        self.address = address or f"127.0.0.{next(_addresses) % 250 + 2}"
        self.routes: dict[str, Route] = dict(routes or {})
        self.fallback: Callable[[Asked], Answer | str | bytes] | None = None
        self.asked: list[Asked] = []
        self._lock = threading.Lock()
        self._scheme = "http"
        self._now = 0
        self.most_at_once = 0

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer((self.address, 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def encrypt(self, context: ssl.SSLContext) -> None:
        """Speak TLS from now on."""
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._scheme = "https"

    @property
    def url(self) -> str:
        return f"{self._scheme}://{self.address}:{self._server.server_address[1]}"

    def portal(self, *entries: str, **values: Any) -> Portal:
        """A registry entry for this site; not a `sample`, so that all rules apply."""
        return Portal.model_validate(
            {
                "region_code": "410105",
                "name": "测试区",
                "entries": [{"url": self.url + entry} for entry in entries or ("/zwgk/czyjs/",)],
                "delay_seconds": 0,
                "status": "active",
            }
            | values
        )

    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    @contextlib.contextmanager
    def counted(self) -> Iterator[None]:
        """Count who is being served at this moment."""
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            yield
        finally:
            with self._lock:
                self._now -= 1

    def answer(self, asked: Asked) -> Answer:
        with self._lock:
            self.asked.append(asked)
        route = self.routes.get(asked.path, self.routes.get(asked.path.partition("?")[0], self.fallback))
        made = route(asked) if callable(route) else route
        if made is None:
            return Answer("<html><title>404 Not Found</title></html>", 404)
        return made if isinstance(made, Answer) else Answer(made)


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = 65536

        def do_GET(self) -> None:
            self._serve(b"")

        def do_POST(self) -> None:
            self._serve(self.rfile.read(int(self.headers.get("Content-Length", 0))))

        def log_message(self, format: str, *args: object) -> None:
            """`site.asked` remembers."""

        def _serve(self, body: bytes) -> None:
            with site.counted():
                self._answer(body)

        def _answer(self, body: bytes) -> None:
            answer = site.answer(Asked(self.command, self.path, dict(self.headers.items()), body))
            content = answer.body.encode() if isinstance(answer.body, str) else answer.body
            headers = {"Content-Type": answer.media_type, **answer.headers}
            if answer.etag:
                headers["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
                if self.headers.get("If-None-Match") == headers["ETag"]:
                    self.send_response(304)
                    self.end_headers()
                    return
            self.send_response(answer.status)
            for name, value in headers.items():
                self.send_header(name, value)
            if answer.stream is None:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if answer.stream is None:
                self.wfile.write(content)
                return
            with contextlib.suppress(OSError):
                answer.stream(self.wfile)
            self.close_connection = True

    return Handler


def listing(rows: list[tuple[str, str, str]], more: str = "", column: str = "财政预决算") -> str:
    """A list page of our own markup: rows of (address, title, date), `more` goes below them."""
    lines = "\n".join(
        f'<li><a href="{url}" title="{title}">{title}</a><span>{day}</span></li>' for url, title, day in rows
    )
    return f"""<!doctype html><html><head><title>{column}-测试区</title><meta name="ColumnName" content="{column}">
<meta name="SiteIDCode" content="4101050001"></head><body><div class="list"><ul>{lines}</ul></div>{more}</body></html>"""


def article(title: str, day: str, body: str = "", publisher: str = "测试区财政局") -> str:
    """An article page of our own markup with the standard meta tags."""
    return f"""<!doctype html><html><head><title>{title}</title><meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="{day} 09:00"><meta name="ContentSource" content="{publisher}"></head>
<body><h1>{title}</h1><div id="zoom"><p>现将{title}予以公开，详见附件。</p>{body}</div></body></html>"""


def dripping(seconds: float = 20.0) -> Answer:
    """A file that comes byte by byte for so long and would take longer still."""

    def drip(out: Any) -> None:
        for _ in range(int(seconds / 0.05)):
            out.write(b"x")
            out.flush()
            time.sleep(0.05)

    return Answer(headers={"Content-Length": "100000"}, stream=drip)


def small_portal(site: Site, count: int = 3, prefix: str = "单位", day: str = "2024-02-0{}") -> None:
    """Give a site one list with `count` articles of one PDF each."""
    rows = []
    for number in range(1, count + 1):
        title = f"测试区{prefix}{number}局2024年部门预算"
        published = day.format(number % 9 + 1)
        rows.append((f"/zwgk/a/{number}.html", title, published))
        site.routes[f"/zwgk/a/{number}.html"] = article(
            title, published, f'<a href="/files/{number}.pdf">{title}.pdf</a>'
        )
        site.routes[f"/files/{number}.pdf"] = Answer(
            f"%PDF-1.7 {prefix} {number}", media_type="application/pdf", etag=True
        )
    site.routes["/zwgk/czyjs/"] = Answer(listing(rows), etag=True)


def paged(
    site: Site, items: int, per_page: int = 5, path: str = "/zwgk/czyjs/"
) -> list[tuple[str, str, str]]:
    """A list over several pages with a next link, newest first, articles with one file each; returns its rows."""
    rows = []
    for number in range(items):
        day = (date(2026, 1, 20) - timedelta(days=3 * number)).isoformat()
        title = f"测试区丙{number}局2025年部门预算"
        rows.append((f"/zwgk/a/{number}.html", title, day))
        site.routes[f"/zwgk/a/{number}.html"] = article(
            title, day, f'<a href="/files/{number}.pdf">{title}.pdf</a>'
        )
        site.routes[f"/files/{number}.pdf"] = Answer(
            f"%PDF {number}", media_type="application/pdf", etag=True
        )
    lay_out(site, rows, per_page, path)
    return rows


def lay_out(
    site: Site, rows: list[tuple[str, str, str]], per_page: int = 5, path: str = "/zwgk/czyjs/"
) -> None:
    """Serve rows as pages of one list, in place of what the list was before."""
    for name in [name for name in site.routes if name.startswith(path)]:
        del site.routes[name]
    pages = [rows[start : start + per_page] for start in range(0, len(rows), per_page)]
    for number, page in enumerate(pages):
        more = f'<a href="{path}index_{number + 1}.html">下一页</a>' if number + 1 < len(pages) else ""
        site.routes[path if number == 0 else f"{path}index_{number}.html"] = Answer(
            listing(page, more), etag=True
        )
