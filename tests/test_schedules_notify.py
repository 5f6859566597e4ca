"""Notifications: what is sent, quiet nights, and channels that fail."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from schedules.config import NotifySettings
from schedules.notify import ATTEMPTS, tell
from schedules.runs import RunRecord


@pytest.fixture
def hook() -> Iterator[tuple[str, list[tuple[str, bytes]], list[int]]]:
    """A loopback server: its address, what it received, and the statuses it answers first."""
    received: list[tuple[str, bytes]] = []
    failing: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self._answer()

        def do_GET(self) -> None:
            received.append((self.path, b""))
            self._answer()

        def _answer(self) -> None:
            self.send_response(failing.pop() if failing else 200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", received, failing
    server.shutdown()
    server.server_close()


def record(exit_code: int = 0) -> RunRecord:
    return RunRecord("20261121T223000", "2026-11-21T14:30:00+00:00", exit_code=exit_code, figures=1234)


def test_the_webhook_gets_summary_and_run(hook: tuple[str, list[tuple[str, bytes]], list[int]]) -> None:
    url, received, _ = hook
    assert tell(NotifySettings(webhook=f"{url}/hook"), record(1), "one source failed") == []
    (path, body) = received[0]
    sent = json.loads(body)
    assert path == "/hook"
    assert "needs a look" in sent["text"]
    assert "one source failed" in sent["text"]
    assert sent["run"]["figures"] == 1234


def test_a_quiet_night_sends_the_ping_only(hook: tuple[str, list[tuple[str, bytes]], list[int]]) -> None:
    url, received, _ = hook
    settings = NotifySettings(webhook=f"{url}/hook", ping=f"{url}/ping", quiet=True)
    assert tell(settings, record(0), "all well") == []
    assert [path for path, _ in received] == ["/ping"]


def test_a_failing_channel_is_tried_again(hook: tuple[str, list[tuple[str, bytes]], list[int]]) -> None:
    url, received, failing = hook
    failing += [503, 503]
    assert tell(NotifySettings(ping=f"{url}/ping"), record(), "", wait_seconds=0.01) == []
    assert len(received) == 3


def test_a_dead_channel_is_named_and_fails_nothing(tmp_path: Path) -> None:
    out = tmp_path / "summary.txt"
    command = f"{tmp_path / 'nothing'}"
    problems = tell(NotifySettings(command=command), record(), "text", wait_seconds=0.01)
    assert len(problems) == 1
    assert f"command notification failed {ATTEMPTS} times" in problems[0]
    assert tell(NotifySettings(command=f"tee {out}"), record(), "the text") == []
    assert "the text" in out.read_text(encoding="utf-8")
