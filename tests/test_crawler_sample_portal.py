"""The bundled sample portal: what it serves, and that what it serves can be trusted as a test bed."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
import zipfile
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin

import pypdfium2
import pytest

from crawler.sample_portal import SamplePortal
from crawler.sample_portal.documents import document, plants
from crawler.sample_portal.facts import Spending, accounts, with_parents
from crawler.sample_portal.government import (
    DEBTS,
    GOVERNMENT_DOCUMENTS,
    carried,
    debt_moves,
    government_document,
    limit,
)
from crawler.sample_portal.server import SITE
from crawler.sample_portal.sheets import Grid, Text
from crawler.sample_portal.writers.sheet import write_xls, write_xlsx
from crawler.sample_portal.writers.word import write_docx


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.hrefs += [value for name, value in attrs if name == "href" and value]


def fetch(url: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            return response.status, response.read(), dict(response.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read(), dict(error.headers)


def walk(portal: SamplePortal) -> dict[str, bytes]:
    """Everything reachable from the home page, script paging included, the forbidden folder left out."""
    found: dict[str, bytes] = {}
    waiting = [portal.url + "/"]
    while waiting:
        url = waiting.pop()
        if url in found or "/admin/" in url:
            continue
        status, body, headers = fetch(url)
        assert status == 200, url
        found[url] = body
        if headers["Content-Type"].startswith("text/html"):
            text = body.decode()
            links = _Links()
            links.feed(text)
            waiting += [urljoin(url, href) for href in links.hrefs]
            for total in re.findall(r'createPageHTML\((\d+), \d+, "index"', text):
                waiting += [urljoin(url, f"index_{number}.html") for number in range(1, int(total))]
    return found


def test_every_link_answers_and_every_file_is_linked() -> None:
    with SamplePortal() as portal:
        found = {url.removeprefix(portal.url).lstrip("/") for url in walk(portal)}
    files = {
        file.relative_to(SITE / "phase1").as_posix()
        for file in (SITE / "phase1").rglob("*")
        if file.is_file()
    }
    assert {path for path in found if path} <= files
    assert files - found <= {"index.html", "robots.txt", "style.css", "page.js"}


def test_phase_two_adds_the_correction_and_changes_only_lists() -> None:
    with SamplePortal() as portal:
        before = {url.removeprefix(portal.url): body for url, body in walk(portal).items()}
        portal.phase = 2
        after = {url.removeprefix(portal.url): body for url, body in walk(portal).items()}
    changed = {path for path in before if before[path] != after[path]}
    assert changed and all("/bmjs/index" in path for path in changed)
    added = set(after) - set(before)
    assert any("更正" in after[path].decode() for path in added if path.endswith(".html"))


def test_conditional_requests_are_answered_without_a_body() -> None:
    with SamplePortal() as portal:
        _, _, headers = fetch(portal.url + "/robots.txt")
        assert fetch(portal.url + "/robots.txt", **{"If-None-Match": headers["ETag"]})[0] == 304
        assert fetch(portal.url + "/robots.txt", **{"If-Modified-Since": headers["Last-Modified"]})[0] == 304
        assert fetch(portal.url + "/robots.txt", **{"If-None-Match": '"other"'})[0] == 200
        assert [served.status for served in portal.requests] == [200, 304, 304, 200]
        assert portal.paths() == ["/robots.txt"] * 4


def test_faults_missing_pages_and_paths_outside_the_site() -> None:
    with SamplePortal(faults={"/robots.txt": 503}) as portal:
        assert fetch(portal.url + "/robots.txt")[0] == 503
        assert fetch(portal.url + "/nothing.html")[0] == 404
        assert fetch(portal.url + "/../server.py")[0] == 404
        assert fetch(portal.url + "/%2e%2e/%2e%2e/server.py")[0] == 404
    with pytest.raises(RuntimeError, match="not running"):
        _ = portal.url


def test_registry_entry_is_marked_as_a_sample_outside_the_national_codes() -> None:
    with SamplePortal() as portal:
        entry = portal.portal
        assert entry.sample and entry.region_code.startswith("99")
        assert {item.role for item in entry.entries} == {"dept_budget", "dept_final", "mixed"}


def test_formats_are_what_they_claim_and_one_file_is_duplicated() -> None:
    with SamplePortal() as portal:
        found = walk(portal)
    by_suffix: dict[str, list[bytes]] = {}
    for url, body in found.items():
        by_suffix.setdefault(url.rsplit(".", 1)[-1], []).append(body)
    assert all(body.startswith(b"%PDF") for body in by_suffix["pdf"])
    assert all(body.startswith(b"\xd0\xcf\x11\xe0") for body in by_suffix["doc"] + by_suffix["xls"])
    assert all(body.startswith(b"PK") for body in by_suffix["docx"] + by_suffix["xlsx"] + by_suffix["zip"])
    assert len(by_suffix["pdf"]) - len(set(by_suffix["pdf"])) == 1
    with zipfile.ZipFile(BytesIO(by_suffix["zip"][0]), metadata_encoding="gbk") as archive:
        assert any("文化馆" in name for name in archive.namelist())


def test_one_pdf_is_broken_one_is_a_scan_and_the_others_say_what_they_show() -> None:
    with SamplePortal() as portal:
        pdfs = {body for url, body in walk(portal).items() if url.endswith(".pdf")}
    broken = scans = 0
    for body in pdfs:
        try:
            document_ = pypdfium2.PdfDocument(body)
        except pypdfium2.PdfiumError:
            broken += 1
            continue
        text = "".join(page.get_textpage().get_text_range() for page in document_)
        scans += not text.strip()
        assert not text.strip() or ("演示县" in text and "单位：万元" in text)
    assert (broken, scans) == (1, 1)


def test_accounts_add_up_and_continue_over_the_years() -> None:
    for (unit, year, stage), account in accounts().items():
        total = account.spending()
        assert account.grand_total == total.total + account.year["closing"]
        assert account.economic() == total.basic == account.personnel + account.public
        rows = with_parents(account.items())
        for width in (3, 5):
            assert sum((row for code, row in rows.items() if len(code) == width), Spending()) == total
        following = accounts().get((unit, year + 1, "final"))
        if stage == "final" and following:
            assert following.year["opening"] == account.year["closing"]


def test_the_county_balances_and_continues_over_the_years() -> None:
    for year in (2023, 2024):
        assert carried(year) > 0
        for kind in DEBTS:
            opening, borrowed, repaid, closing = debt_moves(year, kind)
            assert opening == debt_moves(year - 1, kind)[3]
            assert closing == opening + borrowed - repaid <= limit(year, kind)
    for year, stage, *_ in GOVERNMENT_DOCUMENTS:
        grids = [block for block in government_document(year, stage) if isinstance(block, Grid)]
        balance = next(table for table in grids if "平衡" in table.title)
        assert balance.cells[-1][1] == balance.cells[-1][3] != ""


def test_every_planted_contradiction_is_printed_and_nothing_else_differs() -> None:
    for key, account in accounts().items():
        if key[1] == 2021:
            continue
        planted, clean = document(*key), document(*key, corrected=True)
        differing = [(a, b) for a, b in zip(planted, clean, strict=True) if a != b]
        assert len(differing) == len(plants(*key)), account.unit.name
        for plant, (printed, _) in zip(plants(*key), differing, strict=True):
            texts = [str(cell) for row in printed.cells for cell in row] if isinstance(printed, Grid) else []
            assert plant.printed in texts or (isinstance(printed, Text) and plant.printed in printed.text)


def test_the_same_facts_give_the_same_bytes(tmp_path: Path) -> None:
    blocks = document("104", 2024, "final")
    grids = [block for block in blocks if isinstance(block, Grid)]
    for name in ("first", "second"):
        write_docx(blocks, tmp_path / f"{name}.docx")
        write_xlsx(grids, tmp_path / f"{name}.xlsx")
        write_xls(grids, tmp_path / f"{name}.xls")
    for suffix in ("docx", "xlsx", "xls"):
        assert (tmp_path / f"first.{suffix}").read_bytes() == (tmp_path / f"second.{suffix}").read_bytes()
    published = SITE / "phase1/xxgk/bmjs/202509/P02025090809300010290.xlsx"
    assert published.read_bytes() == (tmp_path / "first.xlsx").read_bytes(), (
        "run python -m crawler.sample_portal.build"
    )
