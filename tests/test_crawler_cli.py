"""The crawler's command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crawler.cli import app
from crawler.sample_portal.server import SamplePortal

runner = CliRunner()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home whose own registry names a running sample portal."""
    with SamplePortal() as site:
        (tmp_path / "portals").mkdir()
        entry = json.loads(site.portal.model_dump_json())
        (tmp_path / "portals" / "own.yml").write_text(json.dumps({"portals": [entry]}), encoding="utf-8")
        yield tmp_path


def test_a_source_is_crawled_and_the_archive_verified(home: Path) -> None:
    asked = ["crawl", "--source", "990101", "--home", str(home)]
    done = runner.invoke(app, [*asked, "--json", "--max-requests", "12"])
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert (report["portal_id"], report["requests"]) == ("990101", 12)
    verified = runner.invoke(app, ["archive", "verify", "--home", str(home), "--json"])
    assert verified.exit_code == 0
    assert json.loads(verified.stdout)["files"] == report["new_files"] > 0
    shown = runner.invoke(app, [*asked, "--max-requests", "3"])
    assert "990101 演示县: partial (budget)" in shown.stdout
    replayed = runner.invoke(app, [*asked, "--replay", "--json"])
    assert json.loads(replayed.stdout)["list_pages"] >= 1


def test_a_damaged_archive_ends_with_one(home: Path) -> None:
    runner.invoke(app, ["crawl", "--source", "990101", "--home", str(home), "--max-requests", "12"])
    victim = next((home / "archive" / "files").glob("*/*"))
    victim.chmod(0o644)
    victim.write_bytes(b"changed")
    found = runner.invoke(app, ["archive", "verify", "--home", str(home)])
    assert found.exit_code == 1
    assert "changed" in found.stdout


def test_an_unknown_source_is_one_sentence(home: Path) -> None:
    wrong = runner.invoke(app, ["crawl", "--source", "000001", "--home", str(home)])
    assert wrong.exit_code != 0
    assert "no portal has the id 000001" in str(wrong.exception)
