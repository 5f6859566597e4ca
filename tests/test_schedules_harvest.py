"""One night, end to end, on the bundled sample portal: first run, idle run, correction, kill -9."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
import researchers_page
from PIL import Image
from rich.console import Console

from crawler.archive import Archive
from crawler.sample_portal import SamplePortal
from loaders import page_image, trace
from schedules import demo
from schedules.home import Home
from warehouse.query import open_release
from warehouse.store import Warehouse

# reading scans is tested elsewhere; here one page of them is enough
ENVIRONMENT = {**os.environ, "GONGKAI_HARVEST__OCR_PAGES": "1"}
# columns that say when and by which run, not what was published
TIMES = {"run_id", "captured_at", "capture_id", "first_captured_at"}


@pytest.fixture(scope="module")
def site() -> Iterator[SamplePortal]:
    with SamplePortal() as running:
        yield running


@dataclass(frozen=True)
class Night:
    """A home after one undisturbed harvest, its run record, and what the warehouse then held."""

    home: Home
    record: dict[str, Any]
    contents: dict[str, list[str]]


@pytest.fixture(scope="module")
def night(site: SamplePortal, tmp_path_factory: pytest.TempPathFactory) -> Night:
    home = new_home(tmp_path_factory.mktemp("undisturbed"), site)
    record = harvest(home)
    return Night(home, record, contents(home))


def new_home(root: Path, site: SamplePortal) -> Home:
    home = Home.create(root)
    demo.register(home, site.portal)
    return home


def command(home: Home) -> list[str]:
    return [sys.executable, "-m", "schedules.cli", "harvest", "--home", str(home.root), "--json"]


def harvest(home: Home) -> dict[str, Any]:
    result = subprocess.run(command(home), capture_output=True, text=True, check=False, env=ENVIRONMENT)
    assert result.returncode in (0, 1), result.stderr
    record: dict[str, Any] = json.loads(result.stdout)
    assert record["exit_code"] == result.returncode
    assert record["problems"] == []
    return record


def contents(home: Home) -> dict[str, list[str]]:
    """Everything in raw and core except times, in a stable order."""
    with Warehouse.open(home.root) as warehouse:
        connection = warehouse.connection
        tables = connection.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE schema_name IN ('raw', 'core') ORDER BY ALL"
        ).fetchall()
        found = {}
        for schema, table in tables:
            columns = [
                name
                for (name,) in connection.execute(
                    "SELECT column_name FROM duckdb_columns() WHERE schema_name = ? AND table_name = ?",
                    [schema, table],
                ).fetchall()
                if name not in TIMES
            ]
            rows = connection.execute(
                f"SELECT DISTINCT {', '.join(columns)} FROM {schema}.{table} ORDER BY ALL"
            )
            found[f"{schema}.{table}"] = [repr(row) for row in rows.fetchall()]
        return found


def test_one_night_ends_in_a_release(night: Night) -> None:
    home, record = night.home, night.record
    assert set(record["stages"].values()) == {"done"}
    assert record["files"]["parsed"] >= 45
    assert record["files"]["corrupt"] == 1
    assert record["figures"] > 20_000
    assert record["checks"]["failed"] > 0
    assert (home.current / "gongkai.duckdb").is_file()
    assert (home.current / "parquet" / "three_public.parquet").is_file()


def test_a_figure_is_traced_to_its_cell_on_its_page(night: Night, tmp_path: Path) -> None:
    with duckdb.connect(str(night.home.current / "gongkai.duckdb"), read_only=True) as release:
        rows = release.execute(
            """
            SELECT figure_id FROM core.figure JOIN core.document USING (document_id) JOIN raw.file USING (file_sha256)
            WHERE media_type = 'pdf' AND item = 'sangong.total' AND x0 IS NOT NULL ORDER BY figure_id LIMIT 1
            """
        ).fetchall()
    image = tmp_path / "page.png"
    console = Console(file=io.StringIO(), width=200)
    trace.show(night.home.root, rows[0][0], image, console)
    with Image.open(image) as page:
        pixels = page.convert("RGB")
        assert min(pixels.size) > 1000
        assert any(colour == page_image.MARK for _, colour in pixels.getcolors(maxcolors=1 << 24) or ())
    assert "http://127.0.0.1" in console.file.getvalue()  # type: ignore[attr-defined]


def test_a_printed_zero_is_traced_as_zero_and_a_blank_as_blank(night: Night) -> None:
    with duckdb.connect(str(night.home.current / "gongkai.duckdb"), read_only=True) as release:
        ids = release.execute(
            "SELECT arg_min(figure_id, figure_id) FILTER (amount = 0), arg_min(figure_id, figure_id) FILTER (value_state = 'blank') FROM core.figure"
        ).fetchall()[0]
    for figure_id, value in zip(ids, ("→ 0.00 ", "→ blank "), strict=True):
        console = Console(file=io.StringIO(), width=200)
        trace.show(night.home.root, figure_id, None, console)
        assert value in console.file.getvalue()  # type: ignore[attr-defined]


def test_a_fact_of_the_text_is_traced_to_its_sentence(night: Night, tmp_path: Path) -> None:
    with duckdb.connect(str(night.home.current / "gongkai.duckdb"), read_only=True) as release:
        rows = release.execute(
            """
            SELECT narrative_id, sentence FROM core.narrative JOIN core.document USING (document_id) JOIN raw.file USING (file_sha256)
            WHERE media_type = 'pdf' AND item = 'sangong.total' AND amount > 0 ORDER BY narrative_id LIMIT 1
            """
        ).fetchall()
    image = tmp_path / "page.png"
    console = Console(file=io.StringIO(), width=200)
    trace.show(night.home.root, rows[0][0], image, console)
    with Image.open(image) as page:
        assert any(
            colour == page_image.MARK for _, colour in page.convert("RGB").getcolors(maxcolors=1 << 24) or ()
        )
    assert rows[0][1] in console.file.getvalue()  # type: ignore[attr-defined]


def test_every_broken_file_is_named(night: Night) -> None:
    named = {entry["status"]: entry["name"] for entry in night.record["unread"]}
    assert "corrupt" in named
    assert all(named.values())


def test_the_second_night_downloads_and_loads_nothing_then_a_correction_becomes_revision_2(
    site: SamplePortal, night: Night
) -> None:
    home = night.home
    site.requests.clear()
    idle = harvest(home)
    assert idle["sources"][0]["files_new"] == 0
    assert idle["files"] == {}
    assert len([path for path in site.paths() if path != "/robots.txt"]) <= 3
    assert contents(home) == night.contents

    site.phase = 2
    try:
        corrected = harvest(home)
    finally:
        site.phase = 1
    assert corrected["revisions_new"] == 1
    with Warehouse.open(home.root) as warehouse:
        rows = warehouse.connection.execute(
            """
            SELECT f.media_type, d.revision, d.is_current, d.duplicate_of IS NOT NULL FROM core.document d JOIN raw.file f USING (file_sha256)
            WHERE d.logical_id IN (SELECT logical_id FROM core.document WHERE revision = 2) ORDER BY ALL
            """
        ).fetchall()
    # the workbook is corrected, the explanation beside it is published again as it was
    assert rows == [
        ("html", 1, False, True),
        ("html", 1, True, False),
        ("xlsx", 1, False, False),
        ("xlsx", 2, True, False),
    ]
    # the page for researchers shows what the demo gives after its correction (tests/researchers_page.py writes it anew)
    page = researchers_page.PAGE.read_text(encoding="utf-8")
    with open_release(home.root) as release:
        assert researchers_page.filled(page, release) == page


@pytest.mark.parametrize("stage", ["crawl", "load"])
def test_a_killed_harvest_is_taken_up_and_ends_like_an_undisturbed_one(
    stage: str, site: SamplePortal, night: Night, tmp_path: Path
) -> None:
    home = new_home(tmp_path, site)
    process = subprocess.Popen(
        command(home), stdout=subprocess.DEVNULL, start_new_session=True, env=ENVIRONMENT
    )
    _wait_until(home, stage, process)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    record = harvest(home)
    assert set(record["stages"].values()) == {"done"}
    assert contents(home) == night.contents


def _wait_until(home: Home, stage: str, process: subprocess.Popen[bytes]) -> None:
    """Return in the middle of a stage: some files archived, or some batches loaded."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.02)
        if stage == "crawl" and (home.archive / "ledger.sqlite").is_file():
            with Archive(home.archive, read_only=True) as archive:
                try:
                    if sum(1 for _ in archive.sha256s()) >= 10:
                        return
                except Exception:
                    continue
        if stage == "load" and home.warehouse.is_file() and home.warehouse.stat().st_size > 0:
            time.sleep(1.0)
            return
    pytest.fail(f"the harvest never came to the middle of its {stage} stage")
