"""A small county's site on loopback: what `gongkai demo` harvests and the tests crawl.

The county (演示县, code 990101) is invented, and so are its units, staff and amounts: GB/T 2260 assigns no code that begins with 99,
so nothing loaded from here can be taken for, or mixed with, the accounts of a real place. The registry entry says `sample: true`.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from crawler.errors import CrawlerError
from crawler.registry import Portal

SITE = Path(__file__).parent / "site"
PHASES = (1, 2)
REGION_CODE = "990101"
BUDGET_LIST = "/zwgk/bmys/index.html"
FINAL_LIST = "/xxgk/bmjs/index.html"
GOVERNMENT_LIST = "/zwgk/zfyjs/index.html"
LAST_MODIFIED = {1: "Tue, 30 Sep 2025 01:30:00 GMT", 2: "Mon, 20 Oct 2025 01:30:00 GMT"}
MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".css": "text/css",
    ".js": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


class SamplePortalError(CrawlerError):
    """The sample portal cannot be served."""


@dataclass(frozen=True, slots=True)
class Served:
    """One request as the server answered it."""

    method: str
    path: str
    status: int
    user_agent: str


class SamplePortal:
    """The sample portal as a context manager.

    Args:
        phase: 1 is the site as first published; in phase 2 one department has published a correction. May be changed while running.
        latency: seconds to wait before each answer.
        faults: path → HTTP status to answer instead (a portal that is down, a blocked file); may be changed while running.
        port: the loopback port; 0 takes any free one.
    """

    def __init__(
        self,
        phase: int = 1,
        latency: float = 0.0,
        faults: Mapping[str, int] | None = None,
        port: int = 0,
    ) -> None:
        if phase not in PHASES:
            raise ValueError(f"the sample portal has the phases {PHASES}, not {phase}")
        self.phase = phase
        self.latency = latency
        self.faults = dict(faults or {})
        self.port = port
        self.requests: list[Served] = []
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        try:
            self._server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler(self))
        except OSError as error:
            raise SamplePortalError(
                f"cannot listen on 127.0.0.1:{self.port} ({error.strerror}); choose another port with --port"
            ) from error
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
            self._server = None

    @property
    def url(self) -> str:
        """The root address, `http://127.0.0.1:PORT`.

        Raises:
            RuntimeError: the portal is not running.
        """
        if self._server is None:
            raise RuntimeError("the sample portal is not running; use it as `with SamplePortal() as portal:`")
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def portal(self) -> Portal:
        """The registry entry of the running site: a plain list of budgets and a TRS-like list of final accounts."""
        return Portal.model_validate(
            {
                "region_code": REGION_CODE,
                "name": "演示县",
                "prefecture": "演示市",
                "province": "演示省",
                "entries": [
                    {"url": self.url + BUDGET_LIST, "role": "dept_budget"},
                    {"url": self.url + FINAL_LIST, "role": "dept_final"},
                    {"url": self.url + GOVERNMENT_LIST, "role": "mixed"},
                ],
                "delay_seconds": 0,
                "expect": {"min_rows": 10, "site_id_prefix": REGION_CODE},
                "status": "active",
                "sample": True,
                "source": "the project's own sample portal; every name and amount is invented",
            }
        )

    def wait(self) -> None:
        """Serve until the keyboard interrupts."""
        if self._thread is not None:
            with contextlib.suppress(KeyboardInterrupt):
                self._thread.join()

    def paths(self, *, method: str = "GET") -> list[str]:
        """The paths asked for so far, in order."""
        return [served.path for served in self.requests if served.method == method]


def find(path: str, phase: int) -> tuple[Path, int] | None:
    """The file behind a URL path in a phase and the phase it was published in; `None` where there is none."""
    relative = unquote(path).lstrip("/")
    if not relative or relative.endswith("/"):
        relative += "index.html"
    for published in sorted((p for p in PHASES if p <= phase), reverse=True):
        root = SITE / f"phase{published}"
        file = (root / relative).resolve()
        if file.is_relative_to(root) and file.is_file():
            return file, published
    return None


def _handler(portal: SamplePortal) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "SamplePortal"

        def do_GET(self) -> None:
            self._answer(body_wanted=True)

        def do_HEAD(self) -> None:
            self._answer(body_wanted=False)

        def log_message(self, format: str, *args: object) -> None:
            """Requests are kept in `portal.requests`, not printed."""

        def _answer(self, *, body_wanted: bool) -> None:
            if portal.latency:
                time.sleep(portal.latency)
            path = urlsplit(self.path).path
            if path in portal.faults:
                self._send(portal.faults[path], b"", {}, body_wanted)
                return
            found = find(path, portal.phase)
            if found is None:
                self._send(
                    404,
                    "<h1>404 页面不存在</h1>".encode(),
                    {"Content-Type": MEDIA_TYPES[".html"]},
                    body_wanted,
                )
                return
            file, published = found
            body = file.read_bytes()
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            modified = LAST_MODIFIED[published]
            headers = {"ETag": etag, "Last-Modified": modified}
            if self._unchanged(etag, modified):
                self._send(304, b"", headers, body_wanted)
                return
            headers["Content-Type"] = MEDIA_TYPES.get(file.suffix, "application/octet-stream")
            self._send(200, body, headers, body_wanted)

        def _unchanged(self, etag: str, modified: str) -> bool:
            if (wanted := self.headers.get("If-None-Match")) is not None:
                return etag in wanted
            return self.headers.get("If-Modified-Since") == modified

        def _send(self, status: int, body: bytes, headers: Mapping[str, str], body_wanted: bool) -> None:
            portal.requests.append(
                Served(self.command, self.path, status, self.headers.get("User-Agent", ""))
            )
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if body_wanted and status != 304:
                self.wfile.write(body)

    return Handler
