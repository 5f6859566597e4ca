"""Cron as an equal: the printed line, installed as printed, harvests night after night under the real cron daemon."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from network.site import Site, small_portal

from schedules import demo, install, nights, runs
from schedules.errors import UsageError
from schedules.home import Home

BERLIN, UTC_ZONE, SHANGHAI = ZoneInfo("Europe/Berlin"), ZoneInfo("UTC"), ZoneInfo("Asia/Shanghai")
WINTER = datetime(2026, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "zone", "local"),
    [
        ("30 22 * * *", SHANGHAI, "30 22 * * *"),
        ("30 22 * * *", UTC_ZONE, "30 14 * * *"),
        ("30 22 * * *", BERLIN, "30 15 * * *"),
        ("5 2 * * 1-5", UTC_ZONE, "5 18 * * sun,mon,tue,wed,thu"),
        ("5 2,20 * * *", UTC_ZONE, "5 18,12 * * *"),
        ("0 22 * * 6", ZoneInfo("Pacific/Auckland"), "0 3 * * sun"),
        ("* * * * *", UTC_ZONE, "* * * * *"),
        ("*/10 * * * *", UTC_ZONE, "*/10 * * * *"),
        ("15 22 * * *", ZoneInfo("Asia/Kolkata"), "45 19 * * *"),
    ],
)
def test_the_line_is_in_the_machines_own_time(at: str, zone: ZoneInfo, local: str) -> None:
    # Debian's cron knows no CRON_TZ: what it reads is local time
    assert nights.in_zone(at, zone, WINTER) == local


@pytest.mark.parametrize(
    ("at", "zone"),
    [("5 2,20 * * 1", UTC_ZONE), ("5 2 1 * *", UTC_ZONE), ("5,50 2 * * *", ZoneInfo("Asia/Kolkata"))],
)
def test_what_cannot_be_said_in_local_time_is_refused(at: str, zone: ZoneInfo) -> None:
    with pytest.raises(ValueError, match="systemd or the daemon"):
        nights.in_zone(at, zone, WINTER)


def test_a_percent_sign_in_the_path_does_not_end_the_command(tmp_path: Path) -> None:
    line = install.crontab(Home(tmp_path / "100% open"), "30 22 * * *").splitlines()[-1]
    assert "100\\% open" in line


def test_seconds_are_for_the_daemon_only(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="six fields"):
        install.crontab(Home(tmp_path), "*/4 * * * * *")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with Site() as site:
        small_portal(site)
        place = Home.create(tmp_path / "home")
        demo.register(place, site.portal(sample=True))
        yield place


@pytest.fixture
def cron() -> Iterator[None]:
    """The real cron daemon, with root's crontab as it was afterwards."""
    missing = [name for name in ("cron", "crontab") if shutil.which(name) is None]
    if missing or os.geteuid() != 0:
        pytest.skip("the real cron daemon is asked only where it is installed and this is root")
    before = subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False)
    running = subprocess.run(["pgrep", "-x", "cron"], capture_output=True, check=False).returncode == 0
    daemon = None if running else subprocess.Popen(["cron", "-f"])
    yield
    if before.returncode == 0:
        subprocess.run(["crontab", "-"], input=before.stdout, text=True, check=True)
    else:
        subprocess.run(["crontab", "-r"], check=False)
    if daemon is not None:
        daemon.terminate()
        daemon.wait(10)


def test_the_real_cron_daemon_harvests_twice_unattended(home: Home, cron: None) -> None:
    text = install.crontab(home, "* * * * *")
    before = subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False).stdout
    subprocess.run(["crontab", "-"], input=before + text, text=True, check=True)
    deadline = time.monotonic() + 240
    while len(finished := [run for run in runs.history(home.runs) if run.finished]) < 2:
        log = home.logs / "cron.log"
        assert time.monotonic() < deadline, log.read_text("utf-8") if log.is_file() else "cron wrote nothing"
        time.sleep(0.5)
    first, second = sorted(finished, key=lambda run: run.run_id)[:2]
    assert first.scheduled and second.scheduled
    assert first.sources[0].files_new == 3
    assert second.sources[0].files_new == 0
    began = [datetime.fromisoformat(run.started_at) for run in (first, second)]
    assert began[1] - began[0] >= timedelta(seconds=30)
    assert f"Run {first.run_id}" in (home.logs / "cron.log").read_text(encoding="utf-8")


def test_systemd_verifies_the_units(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    home = Home.create(tmp_path / "my home %h")
    units = install.units(home, "30 22 * * 1-5")
    for name, text in units.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in units)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    assert not [line for line in said.stderr.splitlines() if "gongkai." in line], said.stderr
