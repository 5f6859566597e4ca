"""One cron expression, read alike by cron, APScheduler and systemd."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime

import pytest

from schedules import nights

NOW = datetime(2026, 11, 27, 0, 5, tzinfo=UTC)  # a Friday

READ_ALIKE = [
    ("30 22 * * *", "*-*-* 22:30:00 Asia/Shanghai", "2026-11-27T22:30"),
    ("5 2 * * 1-5", "Mon,Tue,Wed,Thu,Fri *-*-* 02:05:00 Asia/Shanghai", "2026-11-30T02:05"),
    ("0 22 * * 0", "Sun *-*-* 22:00:00 Asia/Shanghai", "2026-11-29T22:00"),
    ("0 22 * * 7", "Sun *-*-* 22:00:00 Asia/Shanghai", "2026-11-29T22:00"),
    ("0 22 * * 0-2", "Sun,Mon,Tue *-*-* 22:00:00 Asia/Shanghai", "2026-11-29T22:00"),
    ("0 3 1,15 * *", "*-*-01,15 03:00:00 Asia/Shanghai", "2026-12-01T03:00"),
    ("0 3 */2 * *", "*-*-1/2 03:00:00 Asia/Shanghai", "2026-11-29T03:00"),
    ("30 22 * 1-4 *", "*-01..04-* 22:30:00 Asia/Shanghai", "2027-01-01T22:30"),
    ("*/10 * * * *", "*-*-* *:0/10:00 Asia/Shanghai", "2026-11-27T08:10"),
]


@pytest.mark.parametrize(("at", "systemd", "first"), READ_ALIKE)
def test_the_daemon_and_systemd_read_a_cron_expression_alike(at: str, systemd: str, first: str) -> None:
    night = nights.trigger(at).get_next_fire_time(None, NOW)
    assert night is not None
    assert f"{night:%Y-%m-%dT%H:%M}" == first
    assert nights.on_calendar(at) == systemd


@pytest.mark.parametrize(("at", "systemd", "first"), READ_ALIKE)
def test_systemd_agrees(at: str, systemd: str, first: str) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    command = ["systemd-analyze", "calendar", f"--base-time={NOW:%Y-%m-%d %H:%M:%S} UTC", systemd]
    said = subprocess.run(command, capture_output=True, text=True, check=True, env={"TZ": "Asia/Shanghai"})
    assert f"Next elapse: {datetime.fromisoformat(first):%a %Y-%m-%d %H:%M}" in said.stdout


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("22:30", "1 fields, not five"),
        ("30 25 * * *", "is no cron expression"),
        ("0 22 1 * 1", "a day of the month and a weekday"),
        ("0 22 * * 5-1", "run backwards"),
    ],
)
def test_a_wrong_expression_says_what_is_wrong(at: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        nights.trigger(at)
