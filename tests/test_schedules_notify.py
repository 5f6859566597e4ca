"""Notifications: what is sent, quiet nights, and channels that fail."""

import email
import email.policy
import json
import socket
import socketserver
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from schedules.config import NotifySettings
from schedules.home import Home
from schedules.notify import ATTEMPTS, tell
from schedules.runs import RunRecord, SourceResult


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


HOME = Home(Path("home"))


def test_the_webhook_gets_summary_and_run(hook: tuple[str, list[tuple[str, bytes]], list[int]]) -> None:
    url, received, _ = hook
    unwell = record(1)
    unwell.problems = ["crawl: one source failed"]
    assert tell(NotifySettings(webhook=f"{url}/hook"), unwell, HOME) == []
    (path, body) = received[0]
    sent = json.loads(body)
    assert path == "/hook"
    assert "needs a look" in sent["text"]
    assert "one source failed" in sent["text"]
    assert sent["run"]["figures"] == 1234


def test_a_quiet_night_sends_the_ping_only(hook: tuple[str, list[tuple[str, bytes]], list[int]]) -> None:
    url, received, _ = hook
    settings = NotifySettings(webhook=f"{url}/hook", ping=f"{url}/ping", quiet=True)
    assert tell(settings, record(0), HOME) == []
    assert [path for path, _ in received] == ["/ping"]


def test_a_failing_channel_is_tried_again(hook: tuple[str, list[tuple[str, bytes]], list[int]]) -> None:
    url, received, failing = hook
    failing += [503, 503]
    assert tell(NotifySettings(ping=f"{url}/ping"), record(), HOME, wait_seconds=0.01) == []
    assert len(received) == 3


def test_a_dead_channel_is_named_and_fails_nothing(tmp_path: Path) -> None:
    out = tmp_path / "summary.txt"
    command = f"{tmp_path / 'nothing'}"
    problems = tell(NotifySettings(command=command), record(), HOME, wait_seconds=0.01)
    assert len(problems) == 1
    assert f"command notification failed {ATTEMPTS} times" in problems[0]
    assert tell(NotifySettings(command=f"tee {out}"), record(), HOME) == []
    assert "Run 20261121T223000" in out.read_text(encoding="utf-8")


@pytest.fixture
def post_office() -> Iterator[tuple[int, list[tuple[str, list[str], bytes]]]]:
    """A loopback mail server: its port, and (sender, recipients, message) of what it took."""
    taken: list[tuple[str, list[str], bytes]] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            def say(line: str) -> None:
                self.wfile.write(line.encode() + b"\r\n")

            sender, recipients = "", []
            say("220 loopback")
            while line := self.rfile.readline():
                command = line.decode().strip()
                if command.upper() == "DATA":
                    say("354 go on")
                    lines = []
                    while (part := self.rfile.readline()) != b".\r\n":
                        lines.append(part.removeprefix(b".") if part.startswith(b"..") else part)
                    taken.append((sender, recipients, b"".join(lines)))
                elif command.upper().startswith("MAIL FROM:"):
                    sender = command[10:].split(" ")[0].strip("<>")
                elif command.upper().startswith("RCPT TO:"):
                    recipients.append(command[8:].strip("<>"))
                say("221 bye" if command.upper() == "QUIT" else "250 ok")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server.server_address[1], taken
        server.shutdown()


def test_a_mail_says_it_in_words_and_as_a_page(
    post_office: tuple[int, list[tuple[str, list[str], bytes]]],
) -> None:
    port, taken = post_office
    settings = NotifySettings(
        mail_to=("a@example.edu", "b@example.edu"), smtp_host="127.0.0.1", smtp_port=port
    )
    unwell = record(1)
    unwell.sources = [SourceResult("410305", "涧西区", outcome="blocked", detail="challenge")]
    assert tell(settings, unwell, HOME) == []
    ((sender, recipients, raw),) = taken
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert (sender, recipients) == ("a@example.edu", ["a@example.edu", "b@example.edu"])
    assert "needs a look" in message["Subject"]
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None and "410305 涧西区: blocked" in plain.get_content()
    assert page is not None and "410305 涧西区" in page.get_content()


def test_a_mail_server_that_is_away_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings = NotifySettings(
            mail_to=("a@example.edu",), smtp_host="127.0.0.1", smtp_port=taken.getsockname()[1]
        )
        (problem,) = tell(settings, record(), HOME, wait_seconds=0.01)
    assert "mail notification failed" in problem
