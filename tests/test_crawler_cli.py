"""The crawler's command line."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from network.site import Answer, Site
from rich.console import Console
from typer.testing import CliRunner

from crawler import cli, registry
from crawler.archive import ArchiveError
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


def test_from_a_home_page_to_a_harvest(site: Site, tmp_path: Path) -> None:
    """Probe a home page, let it write the entry, crawl what was written."""
    site.routes["/"] = '<html><title>测试区人民政府</title><a href="/zwgk/czyjs/">财政预决算</a></html>'
    given = ["--home", str(tmp_path)]
    wanted = ["--write", "--region-code", "410105", "--name", "测试区", "--delay", "0", "--allow-loopback"]
    probed = runner.invoke(app, ["portals", "probe", f"{site.url}/", *wanted, *given])
    assert probed.exit_code == 0, probed.output
    crawled = runner.invoke(app, ["crawl", "--source", "410105", "--json", *given])
    assert crawled.exit_code == 0, crawled.output
    assert json.loads(crawled.stdout)["new_files"] == 3
    verified = runner.invoke(app, ["archive", "verify", *given])
    assert "3 files" in verified.output
    assert "all as they were fetched" in verified.output


WRONG = {
    "no_scheme": (["portals", "probe", "www.example.gov.cn"], "begin with http:// or https://"),
    "code_too_short": (["crawl", "--source", "99"], "`gongkai portals list --province 99` looks for it"),
    "a_name": (["crawl", "--source", "青溪县"], "`gongkai portals list --name 青溪县` looks for it"),
    "family": (["portals", "list", "--family", "nosuch"], "no family is called 'nosuch'; choose one of"),
    "status": (["portals", "list", "--status", "aktiv"], "'aktiv' is none of unverified, active"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_was_typed_wrong_is_told_with_the_way_out(case: str, home: Path) -> None:
    arguments, said = WRONG[case]
    wrong = runner.invoke(app, [*arguments, "--home", str(home)])
    assert wrong.exit_code != 0
    assert said in str(wrong.exception)
    assert "\n" not in str(wrong.exception)


ANSWERS = {
    "robots": ("/robots.txt", Answer("User-agent: *\nDisallow: /"), "only the site's operator can allow it"),
    "busy_robots": ("/robots.txt", Answer(status=503), "try again in some hours"),
    "challenge": ("/zwgk/czyjs/", Answer("<script>$_ts=window['$_ts'];</script>", 412), "not worked around"),
    "missing": ("/zwgk/czyjs/", Answer(status=404), "the page is gone, begin at the home page"),
    "file": ("/zwgk/czyjs/", Answer(b"%PDF-1.7", media_type="application/pdf"), "is a file, not a page"),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_a_probe_says_in_one_line_why_it_saw_nothing(case: str, site: Site, tmp_path: Path) -> None:
    path, answer, said = ANSWERS[case]
    site.routes[path] = answer
    asked = ["portals", "probe", f"{site.url}/zwgk/czyjs/", "--delay", "0", "--allow-loopback"]
    probed = runner.invoke(app, [*asked, "--home", str(tmp_path)])
    assert probed.exit_code == 1
    problems = [line for line in probed.stdout.splitlines() if line.startswith("problem")]
    assert len(problems) == 1 and said in problems[0]


def test_a_host_nobody_knows_and_one_that_does_not_listen(tmp_path: Path) -> None:
    def problem(url: str) -> str:
        asked = ["portals", "probe", url, "--delay", "0", "--allow-loopback", "--home", str(tmp_path)]
        return runner.invoke(app, asked).stdout

    assert "nobody knows a host of this name" in problem("http://no-such-host.invalid/")
    assert "Connection refused; try http in place of https" in problem("http://127.0.0.1:9/")


def test_a_wrong_entry_is_one_line_that_names_its_fields(tmp_path: Path) -> None:
    (tmp_path / "portals").mkdir()
    own = tmp_path / "portals" / "own.yml"
    own.write_text("portals:\n - {region_code: 99, nme: x}\n", encoding="utf-8")
    wrong = str(runner.invoke(app, ["crawl", "--source", "1", "--home", str(tmp_path)]).exception)
    assert "region_code: " in wrong and "name: Field required" in wrong and "nme: " in wrong
    assert "\n" not in wrong
    own.write_text("portals: [\n", encoding="utf-8")
    wrong = str(runner.invoke(app, ["crawl", "--source", "1", "--home", str(tmp_path)]).exception)
    assert "own.yml" in wrong and "line 2" in wrong and "\n" not in wrong


def test_a_code_without_quotes_is_a_code(tmp_path: Path) -> None:
    own = tmp_path / "own.yml"
    own.write_text("portals:\n - {region_code: 410105, name: 测试区}\n", encoding="utf-8")
    assert registry.read(own)[0].portal_id == "410105"


def test_an_archive_that_does_not_exist_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"there is no archive in .*; give another --home"):
        runner.invoke(app, ["archive", "verify", "--home", str(tmp_path)], catch_exceptions=False)


def test_a_log_gets_a_line_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "LOG_SECONDS", 0.0)
    said = io.StringIO()
    with cli.progress("测试区", Console(file=said)) as tell:
        tell(Counter(requests=7, downloads=2, bytes_received=1_500_000))
    assert said.getvalue() == "测试区: 7 requests, 0 list pages, 0 articles, 2 files (1.5 MB), 0 failed\n"
