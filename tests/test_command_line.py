"""A user's mistake is one line that says the way out, with exit code 2; nothing is made and nothing is called well."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
from pathlib import Path

import pytest

from schedules.cli import main, refused_by_the_disk
from schedules.doctor import examine
from schedules.home import Home

MISTAKES = {
    "status": "there is no Gongkai home",
    "check": "no warehouse",
    "publish": "no warehouse",
    "report": "no warehouse",
    "rebuild": "there is no Gongkai home",
    "query SELECT": "no warehouse",
    "trace 0123": "there is no warehouse",
    "load": "there is no archive",
    "load nosuchfile.pdf": "there is no file or folder nosuchfile.pdf",
    "load . --jobs -1": "greater than or equal to 0",
    "rebuild --jobs -1": "greater than or equal to 0",
    "archive verify": "there is no archive",
    "demo --port 99999": "less than or equal to 65535",
    "harvest --source nowhere --dry-run": "no portal answers to 'nowhere'",
    "crawl --source 999999": "no portal has the id 999999",
}


@pytest.mark.parametrize("command", MISTAKES)
def test_a_mistake_is_one_line_and_exit_code_2(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["gongkai", *command.split(), "--home", "nowhere"])
    with pytest.raises(SystemExit) as ended:
        main()
    told = " ".join(capsys.readouterr().err.replace("│", " ").split())
    assert MISTAKES[command] in told
    assert ended.value.code == 2


@pytest.mark.parametrize("command", ["status", "check", "publish", "rebuild", "load", "archive verify"])
def test_a_mistyped_home_is_not_made(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["gongkai", *command.split(), "--home", "nowhere"])
    with pytest.raises(SystemExit):
        main()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", ["check", "harvest --source 990101", "load"])
def test_a_file_that_may_not_be_used_is_one_line_and_no_traceback(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home.create(tmp_path / "home")
    home.warehouse.touch()
    for name in ("warehouse.lock", "harvest.lock"):
        (home.root / name).mkdir()  # root, too, may not open these
    (home.archive / "ledger.sqlite").touch()
    (home.root / "portals").mkdir()
    entry = "{region_code: '990101', name: 云山县, entries: [{url: 'http://127.0.0.1:9/'}], sample: true}"
    (home.root / "portals" / "own.yaml").write_text(f"portals: [{entry}]", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["gongkai", *command.split(), "--home", str(home.root)])
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr().err
    assert ended.value.code == 1
    assert ".lock: Is a directory; `gongkai doctor`" in told
    assert "Traceback" not in told


def test_a_full_disk_is_told_whoever_notices_it() -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/home/x")
    assert refused_by_the_disk(full).startswith("/home/x: No space left on device; ")
    assert "disk is full" in refused_by_the_disk(sqlite3.OperationalError("database or disk is full"))
    assert refused_by_the_disk(sqlite3.OperationalError("no such column: x")) == ""
    assert refused_by_the_disk(ConnectionResetError(errno.ECONNRESET, "reset")) == ""


def test_doctor_names_what_the_nightly_user_may_not_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home.create(tmp_path / "home")
    home.configuration.touch()
    foreign = {home.logs: os.R_OK, home.configuration: os.R_OK}  # settings are only read
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & ~foreign.get(path, 7))
    told = [finding.text for finding in examine(home) if finding.verdict == "bad"]
    assert told == [f"this user may not use {home.logs}: give what lies in a home to one user (chown -R)"]
