"""The daemon really runs: harvests at its times, one per home, ends on SIGTERM; cron gets a line that works."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from apscheduler.events import EVENT_JOB_MISSED, JobExecutionEvent

from crawler.registry import Portal
from schedules import daemon, demo, install, runs
from schedules.home import Home

LIST = """<html><head><meta name="SiteIDCode" content="9901010001"></head><body><ul>
<li><a href="/a/t20250301_1.html">演示县档案馆2025年部门预算公开</a><span>2025-03-01</span></li>
<li><a href="/a/t20250302_2.html">演示县文化馆2025年部门预算公开</a><span>2025-03-02</span></li>
<li><a href="/a/t20250303_3.html">演示县水利局2025年部门预算公开</a><span>2025-03-03</span></li></ul></body></html>"""
ARTICLE = """<html><head><meta name="ArticleTitle" content="演示县档案馆2025年部门预算公开"></head><body>
<h1>演示县档案馆2025年部门预算公开</h1><p>单位：万元</p><table border=1>
<tr><th>项目</th><th>预算数</th></tr><tr><td>本年收入合计</td><td>12.50</td></tr></table></body></html>"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A home whose only portal is a tiny site on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages = {"/list.html": LIST} | {f"/a/t2025030{n}_{n}.html": ARTICLE for n in (1, 2, 3)}
            body = pages.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    place = Home.create(tmp_path / "home")
    url = f"http://127.0.0.1:{server.server_address[1]}/list.html"
    entry = {
        "region_code": "990101",
        "name": "演示县",
        "entries": [{"url": url}],
        "sample": True,
        "status": "active",
    }
    demo.register(place, Portal.model_validate(entry))
    yield place
    server.shutdown()
    server.server_close()


def start(home: Home, at: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "GONGKAI_HARVEST__AT": at}
    command = [sys.executable, "-m", "schedules.cli", "schedule", "run", "--home", str(home.root)]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, start_new_session=True)


def finished(home: Home) -> list[runs.RunRecord]:
    return [record for record in runs.history(home.runs) if record.finished]


def test_the_daemon_harvests_again_and_again_and_ends_on_sigterm(home: Home) -> None:
    process = start(home, "*/4 * * * * *")
    try:
        deadline = time.monotonic() + 90
        while len(finished(home)) < 2 and time.monotonic() < deadline:
            assert process.poll() is None, process.stderr and process.stderr.read()
            time.sleep(0.2)
        assert len(finished(home)) >= 2
        second = start(home, "*/4 * * * * *")
        _, errors = second.communicate(timeout=30)
        assert second.returncode == 3
        assert b"is being written by process" in errors or b"another" in errors
    finally:
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
    assert time.monotonic() - asked < 30


def test_a_missed_night_is_on_record(home: Home) -> None:
    planned = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
    daemon.note(home, JobExecutionEvent(EVENT_JOB_MISSED, daemon.JOB, "default", planned))
    (record,) = runs.history(home.runs, command="schedule")
    assert record.exit_code == 1
    assert "2026-11-20" in record.problems[0]


def test_the_crontab_line_harvests(home: Home) -> None:
    line = install.crontab(home, "30 22 * * *").splitlines()[-1]
    command = line.split(" ", 5)[5]
    assert str(home.root) in shlex.split(command)
    result = subprocess.run(["sh", "-c", command], check=False)
    assert result.returncode in (0, 1)
    assert len(finished(home)) == 1


def test_systemd_units_name_the_time_and_the_home(home: Home) -> None:
    text = install.systemd(home, "30 22 * * *")
    assert "OnCalendar=*-*-* 22:30:00 Asia/Shanghai" in text
    assert f"--home {home.root}" in text
