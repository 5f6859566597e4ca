"""A user's mistake is one line that says the way out, with exit code 2; nothing is made and nothing is called well."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from schedules.cli import main

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
