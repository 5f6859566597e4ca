"""Opening, locking, migrating; questions in SQL."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner
from warehouse_samples import earlier, parsed

from warehouse.cli import app
from warehouse.comments import fields, undescribed
from warehouse.errors import HomeMissingError, LockHeldError, QueryError, WarehouseError
from warehouse.fingerprint import fingerprints
from warehouse.migrate import SCHEMA, migrate, migrations
from warehouse.query import Answer, ask, open_release, show
from warehouse.store import Warehouse
from warehouse.unit_records import Decision

RUN = CliRunner()


def test_a_second_writer_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path), pytest.raises(LockHeldError, match="process") as error:
        Warehouse.open(tmp_path)
    assert error.value.exit_code == 3
    Warehouse.open(tmp_path).close()


def test_a_killed_writer_leaves_no_lock(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from warehouse.store import Warehouse;"
        f"w = Warehouse.open(Path({str(tmp_path)!r})); os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", script], check=False)
    assert killed.returncode == -9
    with Warehouse.open(tmp_path) as warehouse:
        assert warehouse.dump()["core.document"] == []


def test_reading_needs_a_warehouse(tmp_path: Path) -> None:
    with pytest.raises(HomeMissingError) as error:
        Warehouse.open(tmp_path, read_only=True)
    assert error.value.exit_code == 2


def test_every_table_and_column_is_described() -> None:
    with Warehouse.in_memory() as warehouse:
        assert undescribed(warehouse.connection) == []
        vocabularies = {
            row[0]
            for row in warehouse.connection.execute(
                "SELECT DISTINCT vocabulary FROM ref.vocabulary UNION SELECT 'unit_type'"
            ).fetchall()
        }
    named = {field.vocabulary for field in fields().values() if field.vocabulary}
    assert named <= vocabularies


def test_no_keys_enums_or_constraints_that_ducklake_lacks() -> None:
    text = "\n".join(one.sql for one in migrations()).upper()
    for word in ("PRIMARY KEY", "FOREIGN KEY", "REFERENCES", " CHECK (", "UNIQUE", "AS ENUM"):
        assert word not in text


@pytest.mark.parametrize("version", range(len(migrations()) + 1))
def test_every_earlier_version_comes_up_to_date_with_all_it_holds(version: int, tmp_path: Path) -> None:
    files = [parsed("a"), parsed("b", year=2022, narrative=("sangong.total", "“三公”经费5元。"))]
    with Warehouse.open(tmp_path / "full") as full:
        full.ingest(files)
        whole = fingerprints(full.connection)
    tables = earlier(tmp_path, version, tmp_path / "full")
    with Warehouse.open(tmp_path) as warehouse:
        now = fingerprints(warehouse.connection)
        assert {table: now[table] for table in tables} == {table: whole[table] for table in tables}
        warehouse.ingest(files, reparse=True)
        assert fingerprints(warehouse.connection) == whole


def test_a_fingerprint_tells_every_difference_and_no_order() -> None:
    def of(rows: str) -> tuple[int, int, int]:
        with duckdb.connect() as connection:
            connection.execute(
                "CREATE SCHEMA core; CREATE TABLE core.t (a VARCHAR, b DECIMAL(20, 2), c VARCHAR[])"
            )
            connection.execute(f"INSERT INTO core.t VALUES {rows}")
            return fingerprints(connection)["core.t"]

    one, other = "('x', 1.00, ['p', 'q'])", "('y', 2.50, NULL)"
    assert of(f"{one}, {other}") == of(f"{other}, {one}")
    different = [
        f"{one}, {other}, {other}",
        f"{one}, {one}",
        f"{one}, ('y', 2.51, NULL)",
        f"{one}, ('y', 2.50, [])",
        f"{one}, (NULL, 2.50, NULL)",
        f"{one}, ('NULL', 2.50, NULL)",
        f"{one}, ('', 2.50, NULL)",
        f"('x', 1.00, ['p, q']), {other}",
    ]
    assert len({of(rows) for rows in different} | {of(f"{one}, {other}")}) == len(different) + 1


def test_a_changed_migration_is_refused(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        migrate(connection)
        for path in SCHEMA.glob("0*.sql"):
            (tmp_path / path.name).write_text("SELECT 1", encoding="utf-8")
        with pytest.raises(WarehouseError, match="changed after"):
            migrate(connection, tmp_path)


@pytest.mark.parametrize("command", [["check"], ["publish"], ["load"]])
def test_a_newer_warehouse_is_refused_in_one_line_and_left_alone(command: list[str], tmp_path: Path) -> None:
    with Warehouse.open(tmp_path) as warehouse:
        warehouse.ingest([parsed("a")])
        warehouse.connection.execute(
            "INSERT INTO ops.schema_version VALUES (99, 'later', '', now()::TIMESTAMP)"
        )
        held = fingerprints(warehouse.connection)
    arguments = [sys.executable, "-m", "schedules.cli", *command, "--home", str(tmp_path)]
    told = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert told.stderr.splitlines()[-1:] == [
        "gongkai: The warehouse has schema version 99, this program knows only "
        f"{len(migrations())}; update gongkai."
    ]
    assert "Traceback" not in told.stderr
    with duckdb.connect(str(tmp_path / "warehouse.duckdb"), read_only=True) as connection:
        assert fingerprints(connection) == held


def test_a_failing_migration_leaves_the_schema_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "0001_x.sql").write_text("CREATE TABLE a (x INTEGER); SELECT nonsense;", encoding="utf-8")
    with duckdb.connect() as connection:
        with pytest.raises(duckdb.Error):
            migrate(connection, tmp_path)
        assert connection.execute("SELECT count(*) FROM duckdb_tables()").fetchall() == [(0,)]


def test_logical_keys_hold() -> None:
    keys = {
        "core.document": "document_id",
        "core.extracted_table": "table_id",
        "core.figure": "figure_id",
        "core.narrative": "narrative_id",
        "core.unit": "unit_id",
        "raw.file": "file_sha256",
        "ref.region": "region_code, region_name, first_year",
        "ref.item": "item",
        "ref.subject": "classification, code, subject_name",
        "ref.table_kind": "table_kind",
        "ref.vocabulary": "vocabulary, value",
    }
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest([parsed("a"), parsed("b", year=2022)])
        for table, key in keys.items():
            repeated = warehouse.connection.execute(
                f"SELECT {key} FROM {table} GROUP BY ALL HAVING count(*) > 1"
            )
            assert repeated.fetchall() == [], table


def test_query_prints_a_table_csv_or_json(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path) as warehouse:
        warehouse.ingest([parsed("a")])
    sql = "SELECT unit_name, amount FROM out.three_public WHERE item = 'sangong.total'"
    assert "1,000.00" in RUN.invoke(app, ["query", sql, "--home", str(tmp_path)]).output
    assert RUN.invoke(app, ["query", sql, "--home", str(tmp_path), "--format", "csv"]).output == (
        "unit_name,amount\n区财政局,1000.00\n"
    )
    assert (
        '"amount": "1000.00"'
        in RUN.invoke(app, ["query", sql, "--home", str(tmp_path), "--format", "json"]).output
    )


def test_the_tables_of_researchers_answer_without_their_schema(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path) as warehouse:
        warehouse.ingest([parsed("a")])
    with open_release(tmp_path) as connection:
        assert ask(connection, "SELECT DISTINCT unit_name FROM three_public").rows == (("区财政局",),)
        assert ("unit_year",) in ask(connection, "SHOW TABLES").rows


def test_an_empty_query_says_what_to_ask() -> None:
    with Warehouse.in_memory() as warehouse, pytest.raises(QueryError, match="SELECT"):
        ask(warehouse.connection, " ")


def test_an_answer_wider_than_the_terminal_is_shown_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = tuple(f"column_{position}" for position in range(30))
    answer = Answer(columns, ("INTEGER",) * 30, (tuple(range(30)), tuple(range(30, 60))))
    piped = io.StringIO()
    show(answer, "table", piped)
    assert next(line.split() for line in piped.getvalue().splitlines())[::2] == list(columns)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    terminal = io.StringIO()
    show(answer, "table", terminal)
    plain = re.sub(r"\x1b\[\d*m", "", terminal.getvalue())
    assert re.search(r"column_29\s+│ 59\b", plain)
    assert max(map(len, plain.splitlines())) <= 80


def test_a_query_that_duckdb_refuses_is_one_sentence() -> None:
    with Warehouse.in_memory() as warehouse, pytest.raises(QueryError, match="no_such_table"):
        ask(warehouse.connection, "SELECT * FROM no_such_table")


def test_publish_check_and_query_need_a_home(tmp_path: Path) -> None:
    for command in (["publish"], ["check"], ["query", "SELECT 1"]):
        result = RUN.invoke(app, [*command, "--home", str(tmp_path / "nowhere")])
        assert isinstance(result.exception, HomeMissingError)


def test_a_changed_rule_reaches_regions_that_no_batch_touches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = parsed("a", unit="区水产畜牧局", year=2018), parsed("b", unit="区农业农村局", year=2020)
    units = "SELECT count(*) FROM core.unit"
    with Warehouse.open(tmp_path) as warehouse:
        assert not warehouse.settle().moved
        warehouse.ingest([old, new])
        assert warehouse.connection.execute(units).fetchall() == [(2,)]
    decision = Decision("420112", "区水产畜牧局", "区农业农村局", "same", "renamed in 2019")
    monkeypatch.setattr("warehouse.settle.unit_decisions", lambda: (decision,))
    monkeypatch.setattr("warehouse.resettle.rules_digest", lambda: "changed")
    with Warehouse.open(tmp_path) as warehouse:
        assert len(warehouse.settle().moved) == 1
        assert warehouse.connection.execute(units).fetchall() == [(1,)]
        assert not warehouse.settle().moved
