"""The HTML report of a release: whole, safe and self-contained."""

import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.benchmarks.report.synthetic import warehouse
from warehouse.report import render
from warehouse.store import Warehouse

AT = datetime(2026, 11, 21, tzinfo=UTC)


def test_an_empty_warehouse_still_has_a_report() -> None:
    with Warehouse.in_memory() as warehouse:
        first = render(warehouse.connection, "20261121", AT)
        assert first == render(warehouse.connection, "20261121", AT)
    assert "20261121" in first
    assert not re.search(r"(src|href)=[\"']https?:", first)


def test_printed_texts_cannot_become_markup() -> None:
    with Warehouse.in_memory() as warehouse:
        warehouse.connection.execute(
            "INSERT INTO core.document (document_id, file_sha256, kind, title, is_current, fiscal_year) "
            "VALUES ('d', 'f', 'other', '</script><script>alert(1)</script>', TRUE, 2024)"
        )
        page = render(warehouse.connection, "v", AT)
    assert "</script><script>alert" not in page
    assert "alert(1)" in page


@pytest.fixture(scope="module")
def national() -> str:
    """The report over 3,000 counties and ten years of invented accounts."""
    with warehouse(3000) as made:
        return render(made.connection, "2026.11.29", AT)


def test_three_thousand_regions_fit_into_two_megabytes(national: str) -> None:
    assert len(national.encode()) < 2_000_000
    assert not re.search(r"(src|href)=[\"']https?:|url\(|@import", national)


# appended to the page: what a reader would see and do
LOOK = """<script>
const seen = document.body.dataset;
seen.provinces = document.querySelectorAll("#coverage tr.province").length;
document.querySelector("#coverage tr.province button").click();
seen.regions = document.querySelectorAll("#coverage tr.region").length;
document.querySelector("#coverage tr.region button").click();
seen.place = document.getElementById("place").textContent;
document.getElementById("filter").value = "130104";
document.getElementById("filter").dispatchEvent(new Event("input"));
seen.found = document.querySelectorAll("#coverage tr.region").length;
seen.lines = document.querySelectorAll("figure path").length;
seen.sources = document.querySelectorAll("#sources tbody tr").length;
seen.links = document.querySelectorAll("#newest a").length;
seen.wider = document.documentElement.scrollWidth - document.documentElement.clientWidth;
</script></body>"""


@pytest.mark.parametrize("width", [1280, 500])
def test_a_browser_without_network_draws_everything(national: str, width: int, tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        pytest.skip("chromium is not installed (Debian: apt-get install chromium)")
    page = tmp_path / "report.html"
    page.write_text(national.replace("</body>", LOOK), encoding="utf-8")
    command = [
        browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", f"--user-data-dir={tmp_path / 'profile'}",
        f"--window-size={width},1000", "--virtual-time-budget=5000", "--dump-dom", page.as_uri(),
    ]  # fmt: skip
    shown = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    body = re.search(r"<body[^>]*>", shown.stdout)
    assert body is not None
    seen = dict(re.findall(r'data-(\w+)="([^"]*)"', body.group()))
    assert seen["drawn"] == "yes"
    assert int(seen["provinces"]) >= 28
    assert int(seen["regions"]) > 10
    assert seen["place"].startswith("北京市")
    assert int(seen["found"]) == 1
    assert int(seen["lines"]) == 3
    assert int(seen["sources"]) == 300
    assert int(seen["links"]) == 60
    assert int(seen["wider"]) == 0, "the page is wider than the screen"
    assert not re.search(r"CONSOLE.*(Uncaught|Refused|error)", shown.stderr)
