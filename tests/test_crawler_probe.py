"""The probe finds the column a person would click, on stored sites, and asks politely."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from network.site import Answer, Site, dripping
from typer.testing import CliRunner

from crawler import asking, lint, registry
from crawler.asking import Asker
from crawler.families.base import Page, Request
from crawler.portals_cli import append_entry, portals_app
from crawler.probe import probe, registry_entry
from crawler.registry import Portal

HOME = "http://www.yunshan.gov.cn/"
FAMILIES = Path(__file__).parent / "fixtures" / "families"


def stored(pages: dict[str, str | bytes]) -> tuple[list[str], object]:
    """A fetch function over stored pages, and the list of what it was asked for."""
    asked: list[str] = []

    def fetch(request: Request) -> Page | None:
        asked.append(request.url)
        body = pages.get(request.url)
        if body is None:
            return None
        return Page(
            request.url,
            body if isinstance(body, bytes) else f"<html><meta charset=utf-8>{body}</html>".encode(),
            request=request,
        )

    return asked, fetch


ROWS = "".join(
    f"<li><a href='./202603/t2026030{n}_{n}.html'>云山县{name}2026年部门预算公开</a><span>2026-03-0{n}</span></li>"
    for n, name in enumerate(("教育局", "民政局", "司法局", "水利局"), start=1)
)
NEWS = "".join(
    f"<li><a href='/xwdt/202603/t2026030{n}_9{n}.html'>全县财政工作会议召开{n}</a>2026-03-0{n}</li>"
    for n in range(1, 8)
)


def test_from_the_home_page_to_the_column() -> None:
    asked, fetch = stored(
        {
            HOME: f"<title>云山县人民政府</title><a href='/zwgk/'>政务公开</a><a href='/xwdt/'>要闻</a><a href='/bm/czj/'>县财政局</a>{NEWS}",
            HOME
            + "zwgk/": "<a href='/zwgk/fdzdgknr/'>法定主动公开内容</a><a href='/zwgk/zcfg/'>政策法规</a>",
            HOME
            + "zwgk/fdzdgknr/": "<a href='/zwgk/fdzdgknr/czyjs/'>财政预决算</a><a href='/zwgk/fdzdgknr/zfcg/'>政府采购</a>",
            HOME
            + "zwgk/fdzdgknr/czyjs/": f"<title>财政预决算_云山县</title><meta name='SiteIDCode' content='4199010001'><ul>{ROWS}</ul>",
        }
    )
    found = probe(HOME, fetch)  # type: ignore[arg-type]
    assert found.column_url == HOME + "zwgk/fdzdgknr/czyjs/"
    assert (found.family, found.rows, len(found.disclosures)) == ("trs", 4, 4)
    assert [step.label for step in found.steps] == ["", "政务公开", "法定主动公开内容", "财政预决算"]
    assert len(asked) == 4
    entry = registry_entry(found, "419901", "云山县", date(2026, 11, 21))
    assert Portal.model_validate(entry).expect.site_id_prefix == "419901"


def test_the_final_accounts_beside_the_budgets_are_found_too() -> None:
    finals = ROWS.replace("2026年部门预算", "2025年度部门决算").replace("/t2026", "/t2025")
    _, fetch = stored(
        {
            HOME: "<a href='/bmys/'>部门预算</a><a href='/bmjs/'>部门决算</a><a href='/bmys/2025n/'>2025年预算公开</a>",
            HOME + "bmys/": f"<a href='2025n/'>2025年</a><ul>{ROWS}</ul>",
            HOME + "bmjs/": f"<ul>{finals}</ul>",
            HOME + "bmys/2025n/": f"<ul>{ROWS}</ul>",
        }
    )
    found = probe(HOME, fetch)  # type: ignore[arg-type]
    assert (found.column_url, found.other_columns) == (HOME + "bmys/", (HOME + "bmjs/",))
    assert len(registry_entry(found, "419901", "云山县", date(2026, 11, 21))["entries"]) == 2


def test_a_column_given_directly_costs_one_page() -> None:
    asked, fetch = stored({HOME + "czyjs/": f"<ul>{ROWS}</ul>"})
    assert probe(HOME + "czyjs/", fetch).column_url == HOME + "czyjs/"  # type: ignore[arg-type]
    assert len(asked) == 1


def test_rows_behind_an_interface_are_asked_for_once() -> None:
    shell = HOME + "zwgk/czxx/bmys/index.html"
    unit = (FAMILIES / "hanweb_jpaas" / "unit.json").read_bytes()
    asked: list[str] = []

    def fetch(request: Request) -> Page | None:
        asked.append(request.url)
        body = (
            unit if "/build/unit" in request.url else (FAMILIES / "hanweb_jpaas" / "shell.html").read_bytes()
        )
        return Page(request.url, body, request=request)

    found = probe(shell, fetch, max_pages=2)
    assert found.family == "hanweb_jpaas"
    assert found.disclosures == ("云山县教育局2026年部门预算",)
    assert "/build/unit" in asked[1]


def test_nothing_outside_the_portal_is_asked_and_the_budget_holds() -> None:
    links = "".join(f"<a href='/zt{n}/'>预决算公开专栏</a>" for n in range(40))
    pages: dict[str, str | bytes] = {HOME + f"zt{n}/": "<p>暂无内容</p>" for n in range(40)}
    pages[HOME] = "<a href='http://www.elsewhere.gov.cn/czyjs/'>预决算公开</a>" + links
    asked, fetch = stored(pages)
    found = probe(HOME, fetch, max_pages=7)  # type: ignore[arg-type]
    assert len(asked) == 7
    assert all(url.startswith(HOME) for url in asked)
    assert found.column_url is None
    assert "no column with disclosures was found" in found.problems[-1]


def test_an_empty_application_is_named_as_such() -> None:
    _, fetch = stored({HOME: (FAMILIES / "generic_js" / "shell.html").read_bytes()})
    found = probe(HOME, fetch)  # type: ignore[arg-type]
    assert found.family == "generic_js"
    assert any("adapter" in problem for problem in found.problems)


@pytest.mark.parametrize(
    "shown",
    ["<meta http-equiv='refresh' content='0;url=/zw/2/'>", "<iframe src='/zw/2/'></iframe>"],
)
def test_what_a_page_shows_in_its_place_is_looked_at(shown: str) -> None:
    _, fetch = stored({HOME + "zw/1/": shown, HOME + "zw/2/": f"<title>财政预决算</title><ul>{ROWS}</ul>"})
    assert probe(HOME + "zw/1/", fetch).column_url == HOME + "zw/2/"  # type: ignore[arg-type]


def test_an_article_is_no_column() -> None:
    url = HOME + "zw/202603/t20260301_1.html"
    title = "云山县教育局2026年部门预算公开"
    _, fetch = stored({url: f"<title>{title}</title><a href='/f/1.pdf'>{title}.pdf</a>"})
    found = probe(url, fetch)  # type: ignore[arg-type]
    assert found.column_url is None
    assert "give the list that links it" in found.problems[-1]


def test_an_unreachable_site_is_a_sentence() -> None:
    _, fetch = stored({})
    assert "no page of the site could be read" in probe(HOME, fetch).problems[-1]  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = self.path
        if path == "/robots.txt":
            self._answer(200, b"User-agent: *\nDisallow: /private/", "text/plain")
        elif path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/czyjs/")
            self.end_headers()
        elif path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/latest/")
            self.end_headers()
        elif path == "/waf":
            self._answer(412, b"<script>$_ts=window['$_ts'];</script>", "text/html")
        else:
            self._answer(200, f"<html><meta charset=utf-8><ul>{ROWS}</ul></html>".encode(), "text/html")

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def loopback() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_asker_follows_redirects_pauses_and_keeps_to_robots(loopback: str) -> None:
    pauses: list[float] = []
    ask = Asker(loopback, delay_seconds=3, allow_loopback=True, sleep=pauses.append)
    page = ask(Request(loopback + "/moved"))
    assert page is not None
    assert page.url == loopback + "/czyjs/"
    assert pauses == [3, 3]
    assert ask(Request(loopback + "/private/x")) is None
    assert "robots.txt" in ask.refusals[-1]
    assert ask(Request(loopback + "/away")) is None
    assert "is not a public address" in ask.refusals[-1]
    assert ask(Request(loopback + "/waf")) is None
    assert "not worked around" in ask.refusals[-1]


def test_the_asker_keeps_to_the_robots_txt_behind_a_redirect_and_to_its_delay(site: Site) -> None:
    site.routes["/robots.txt"] = Answer(status=301, headers={"Location": "/robots2.txt"})
    site.routes["/robots2.txt"] = Answer("User-agent: *\nDisallow: /zwgk/a/\nCrawl-delay: 9\n")
    pauses: list[float] = []
    ask = Asker(site.url, delay_seconds=3, allow_loopback=True, sleep=pauses.append)
    assert ask(Request(site.url + "/zwgk/czyjs/")) is not None
    assert pauses == [3, 9]
    assert ask(Request(site.url + "/zwgk/a/1.html")) is None
    assert "forbids" in ask.refusals[-1]


def test_the_asker_reads_no_page_without_end_and_unpacks_what_it_did_not_ask_for(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PAGE_SECONDS", 0.5)
    monkeypatch.setattr(asking, "MAX_BYTES", 100_000)
    packed = gzip.compress(b"<html>" + b"x" * 2000)
    site.routes |= {"/drip": dripping(3), "/long": "x" * 200_000, "/packed": Answer(packed)}
    ask = Asker(site.url, allow_loopback=True, sleep=lambda _: None)
    assert ask(Request(site.url + "/drip")) is None
    assert "no whole answer came within" in ask.refusals[-1]
    assert ask(Request(site.url + "/long")) is None
    assert "larger than 100,000 bytes" in ask.refusals[-1]
    page = ask(Request(site.url + "/packed"))
    assert page is not None
    assert page.body.startswith(b"<html>")


def test_the_asker_refuses_private_addresses(loopback: str) -> None:
    ask = Asker(loopback, sleep=lambda _: None)
    assert ask(Request(loopback + "/czyjs/")) is None
    # a name that resolves to this machine is refused on the connected socket
    named = loopback.replace("127.0.0.1", "localhost")
    asker = Asker(named, sleep=lambda _: None)
    assert asker(Request(named + "/czyjs/")) is None
    assert "private address" in asker.refusals[-1]


def test_the_probe_command_writes_an_entry_that_the_registry_reads(loopback: str, tmp_path: Path) -> None:
    home = ["--home", str(tmp_path)]
    options = ["probe", loopback + "/czyjs/", "--allow-loopback", "--delay", "0", "--write", *home]
    result = CliRunner().invoke(portals_app, [*options, "--region-code", "419901", "--name", "云山县"])
    assert result.exit_code == 0, result.output
    assert registry.find("419901", tmp_path / "portals").entries[0].url == loopback + "/czyjs/"
    assert len(registry.merged(tmp_path / "portals")) == 3216
    assert "云山县" in CliRunner().invoke(portals_app, ["show", "419901", *home]).stdout
    assert CliRunner().invoke(portals_app, options).exit_code != 0


def test_writing_an_entry_again_replaces_it(tmp_path: Path) -> None:
    path = tmp_path / "own.yml"
    entry = {"region_code": "419901", "name": "云山县", "entries": [{"url": HOME}]}
    append_entry(path, entry)
    append_entry(path, {**entry, "name": "云山新县"})
    assert [item["name"] for item in yaml.safe_load(path.read_text(encoding="utf-8"))["portals"]] == [
        "云山新县"
    ]


def test_list_and_show_and_check() -> None:
    runner = CliRunner()
    listed = runner.invoke(
        portals_app, ["list", "--province", "河南", "--family", "trs", "--status", "unverified"]
    )
    assert listed.exit_code == 0
    assert all(line.split("\t")[4] == "trs" for line in listed.stdout.splitlines() if "\t" in line)
    assert "金水区" in runner.invoke(portals_app, ["show", "410105"]).stdout
    assert runner.invoke(portals_app, ["check"]).exit_code == 0


def test_lint_names_what_a_person_must_look_at() -> None:
    def codes(**changes: object) -> set[str]:
        plain = {
            "region_code": "419901",
            "name": "云山县",
            "entries": [{"url": HOME + "zwgk/czyjs/"}],
            "family": "trs",
        }
        return {finding.code for finding in lint.check([Portal.model_validate({**plain, **changes})])}

    assert codes() == set()
    assert codes(family="wordpress") == {"unknown_family"}
    assert codes(status="active") == {"unverified_active"}
    assert codes(family="plat_shanxi") == {"no_adapter"}
    assert codes(delay_seconds=0) == {"impolite"}
    assert codes(entries=[]) == {"no_column"}
    assert codes(entries=[{"url": "http://www.gov.cn/x/"}]) == {"national_host"}
    assert codes(entries=[{"url": HOME + "public/column/1?type=4"}]) == {"family_mismatch"}
    assert codes(entries=[{"url": "http://175.6.60.107:29081/x/"}]) == {"bare_address"}
    assert codes(verify_tls=False) == {"tls_unexplained"}
    assert codes(robots_override="because") == {"robots_override"}
