"""The recipes of docs/operations.md, really done: backup and restore, moving house, rebuild, a portal that was rebuilt."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import yaml
from budget_site import budgets, home_of
from network.site import Site
from typer.testing import CliRunner

from crawler import registry
from crawler.archive import Archive
from loaders.parse import PARSER_VERSION
from schedules import backup
from schedules.cli import app
from schedules.home import Home

SQL = "SELECT unit_name, fiscal_year, budget_income_total FROM out.unit_year ORDER BY ALL"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as running:
        budgets(running)
        yield running


@pytest.fixture(scope="module")
def harvested(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = home_of(site, tmp_path_factory.mktemp("home"))
    gongkai("harvest", home)
    return home


def gongkai(command: str, home: Home | Path, *arguments: str, code: int = 0) -> str:
    root = home.root if isinstance(home, Home) else home
    result = CliRunner().invoke(
        app, [*command.split(), *arguments, "--home", str(root)], catch_exceptions=False
    )
    assert result.exit_code == code, result.output
    return result.output


def answers(home: Home | Path) -> str:
    return gongkai("query", home, SQL, "--format", "csv")


def test_a_backup_becomes_a_home_that_answers_the_same(harvested: Home, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    said = gongkai("backup", harvested, str(copy))
    assert "6 new originals" in said
    assert (
        "damage" not in gongkai("archive verify", copy).lower()
        or "no damage" in gongkai("archive verify", copy).lower()
    )
    assert "in place" in gongkai("rebuild", copy)
    gongkai("publish", copy)
    assert answers(copy) == answers(harvested)
    assert "0 new originals" in gongkai("backup", harvested, str(copy))


def test_a_backup_beside_a_writer_holds_every_file_its_ledger_names(harvested: Home, tmp_path: Path) -> None:
    busy = Home.create(tmp_path / "busy")
    begun, done = threading.Event(), threading.Event()

    def write() -> None:
        with Archive(busy.archive) as archive, Archive(harvested.archive, read_only=True) as source:
            captures = list(source.captures())
            number = 0
            while not done.is_set():
                for capture in captures:
                    stored = archive.put(f"{number}".encode())
                    archive.record(
                        type(capture)(
                            **{**_fields(capture), "file_sha256": stored.sha256, "run_id": str(number)}
                        )
                    )
                    number += 1
                    begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(30)
        for _ in range(5):
            backup.copy(busy, tmp_path / "copy")
            with Archive(tmp_path / "copy" / "archive", read_only=True) as copied:
                assert copied.verify().damage == ()
                for capture in copied.captures():
                    assert capture.file_sha256 is None or copied.path(capture.file_sha256).is_file()
    finally:
        done.set()
        writer.join()


def _fields(capture: object) -> dict[str, object]:
    return {name: getattr(capture, name) for name in capture.__slots__}  # type: ignore[attr-defined]


def test_a_backup_into_its_own_home_is_refused(harvested: Home) -> None:
    with pytest.raises(backup.UsageError, match="inside the home"):
        backup.copy(harvested, harvested.root / "backup")


def test_a_moved_home_goes_on_where_it_was(site: Site, harvested: Home, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(harvested.root, moved, symlinks=True)
    assert answers(moved) == answers(harvested)
    site.asked.clear()
    said = gongkai("harvest", moved)
    assert "Nothing new to read" in said
    assert len(site.paths()) <= 3
    assert str(harvested.root) not in said


def test_a_new_home_is_set_up_as_the_recipe_says(site: Site, tmp_path: Path) -> None:
    home = tmp_path / "gongkai"
    home.mkdir()
    written = gongkai("settings", home)
    (home / "gongkai.toml").write_text(
        written.replace("# sources = []", 'sources = ["990101"]'), encoding="utf-8"
    )
    (home / "portals").mkdir()
    entry = site.portal("/zwgk/czyjs/").model_dump(mode="json", exclude_defaults=True)
    (home / "portals" / "own.yml").write_text(
        yaml.safe_dump({"portals": [entry | {"region_code": "990101", "portal_id": "990101"}]}), "utf-8"
    )
    assert "gongkai.toml: read" in gongkai("doctor", home)
    assert "990101" in gongkai("schedule next", home)


def test_after_an_upgrade_a_load_reads_again_and_readers_keep_the_old_release(
    harvested: Home, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(harvested.root, copy, symlinks=True)
    release = (copy / "published" / "current").resolve()
    with duckdb.connect(str(copy / "warehouse.duckdb")) as older:
        older.execute("UPDATE raw.file SET parser_version = '2020.01.0'")
    before = answers(copy)
    gongkai("load", copy)
    with duckdb.connect(str(copy / "warehouse.duckdb"), read_only=True) as newer:
        versions = newer.execute("SELECT DISTINCT parser_version FROM raw.file").fetchall()
    assert versions == [(PARSER_VERSION,)]
    assert (copy / "published" / "current").resolve() == release
    assert answers(copy) == before


def test_a_lost_warehouse_is_made_again_from_the_archive(harvested: Home, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(harvested.root, copy, symlinks=True)
    (copy / "warehouse.duckdb").unlink()
    assert "in place" in gongkai("rebuild", copy)
    assert "equals the present one" in gongkai("rebuild", copy)


def test_a_changed_warehouse_is_told_and_replaced_only_on_demand(harvested: Home, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(harvested.root, copy, symlinks=True)
    with duckdb.connect(str(copy / "warehouse.duckdb")) as changed:
        changed.execute("UPDATE core.document SET title = 'by hand'")
    with pytest.raises(Exception, match=r"differs in core\.document.*--replace"):
        gongkai("rebuild", copy)
    assert "in place" in gongkai("rebuild", copy, "--replace")


def test_a_rebuilt_portal_is_told_and_mended_by_an_own_entry(
    site: Site, harvested: Home, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(harvested.root, copy, symlinks=True)
    old = site.routes.pop("/zwgk/czyjs/")
    site.routes["/new/czyjs/"] = old
    try:
        said = gongkai("harvest", copy, code=1)
        assert "since run" in said
        entry = (copy / "portals" / "sample.yml").read_text(encoding="utf-8")
        (copy / "portals" / "sample.yml").write_text(
            entry.replace("/zwgk/czyjs/", "/new/czyjs/"), encoding="utf-8"
        )
        registry.read.cache_clear()  # every real command is a process of its own
        site.asked.clear()
        said = gongkai("harvest", copy)
        assert not [path for path in site.paths() if path.startswith("/files/")], (
            "known files are not fetched again"
        )
        assert "410105" in said
    finally:
        site.routes["/zwgk/czyjs/"] = old
