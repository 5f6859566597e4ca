"""Speed of ingest, publishing and typical questions, each against its bare counterpart in the same run.

    PYTHONPATH=.:tests python tests/benchmarks/warehouse/speed.py [MILLIONS_OF_FIGURES] [FOLDER] [ingest]

The warehouse is filled with invented figures by SQL (100 regions, their units, ten years, budget and final account); then real batches of
parsed files are loaded into it through `Warehouse.ingest`. Absolute times depend on the machine and on what else runs; the ratios do not.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
from warehouse_samples import many, parsed

from warehouse.exports import PARQUET
from warehouse.publish import DATABASE, STORAGE_VERSION, file_tables, is_table, publish
from warehouse.records import ParsedFile
from warehouse.release_tables import CELL, base_tables, ordering
from warehouse.staging import CHILDREN, stage
from warehouse.store import Warehouse
from warehouse.views import views

FIGURES = 500
"""Figures per document."""
BATCHES = 8
"""Batches of a load, 20,000 figures each: enough for the database to write what it has collected."""
ROUNDS = 3
"""Loads are repeated so often, with other files; publishing and its bare counterparts too at a million figures. The best of each counts."""

FILL = """
CREATE OR REPLACE TEMP TABLE made AS
SELECT md5('document' || n)[:20] AS document_id, sha256('file' || n) AS file_sha256, r.region_code, n % 20 AS unit, (n // 40) % 10 + 2015 AS year,
       (n // 20) % 2 AS is_final, n
FROM range($first::BIGINT, $last::BIGINT) t(n)
JOIN (SELECT region_code, row_number() OVER (ORDER BY region_code) - 1 AS place FROM ref.region
      WHERE level = 'county' AND last_year IS NULL ORDER BY region_code LIMIT 1000) r ON r.place = (t.n // 400) % 1000;
INSERT INTO raw.file BY NAME SELECT file_sha256, 1000 AS byte_size, 'pdf' AS media_type, 'parsed' AS status, '1' AS parser_version, 'h' AS hints_id FROM made;
INSERT INTO core.document BY NAME
SELECT document_id, file_sha256, region_code, region_code AS region_id, md5(region_code || unit)[:20] AS unit_id, '第' || unit || '局' AS unit_name,
       'whole_department' AS scope, CASE is_final WHEN 1 THEN 'dept_final' ELSE 'dept_budget' END AS kind, year AS fiscal_year,
       CASE is_final WHEN 1 THEN 'final' ELSE 'initial_budget' END AS stage, 'x' AS title, 10 AS page_count, document_id AS logical_id,
       1 AS revision, TRUE AS is_current, FALSE AS is_correction FROM made;
INSERT INTO core.unit BY NAME
SELECT DISTINCT md5(region_code || unit)[:20] AS unit_id, region_code AS region_id, region_code, '第' || unit || '局' AS unit_name,
       '第' || unit || '局' AS core_name, 2015 AS first_year, 2024 AS last_year, 20 AS document_count FROM made
WHERE md5(region_code || unit)[:20] NOT IN (SELECT unit_id FROM core.unit);
INSERT INTO core.extracted_table BY NAME
SELECT document_id || '-' || k AS table_id, document_id, k AS ordinal, ['final_balance_total', 'final_sangong', 'final_gpb_expenditure', 'final_expenditure', 'final_gpb_basic_econ'][k] AS kind,
       1 AS page_first, 1 AS page_last, 100 AS row_count, 5 AS column_count, 'x' AS engine, FALSE AS is_empty
FROM made, range(1, 6) r(k);
INSERT INTO core.figure BY NAME
SELECT md5(m.document_id || f.f)[:20] AS figure_id, m.document_id, m.document_id || '-' || (f.f % 5 + 1) AS table_id, 'table' AS source, (f.f // 5)::INTEGER AS row_index,
       1 AS column_index, 1 AS page, 1.0 AS x0, 2.0 AS y0, 3.0 AS x1, 4.0 AS y1, 'item' AS row_role, ['金额'] AS column_path,
       (hash(m.n * 1000 + f.f) % 100000000)::VARCHAR AS raw, 'value' AS value_state, 'amount' AS measure,
       ((hash(m.n * 1000 + f.f) % 100000000) / 100)::DECIMAL(20, 2) AS amount, m.year AS fiscal_year,
       CASE m.is_final WHEN 1 THEN 'final' ELSE 'initial_budget' END AS stage, 'expenditure' AS flow, 'general_public' AS fund,
       ['total', 'basic', 'project'][f.f % 3 + 1] AS nature, c.classification, c.code, c.item, c.label AS row_label, 1.0 AS confidence
FROM made m, range(0, $figures) f(f)
JOIN (SELECT row_number() OVER (ORDER BY code) - 1 AS place, 'functional' AS classification, code, 'expenditure.function' AS item, subject_name AS label FROM ref.subject
      WHERE classification = 'functional' QUALIFY row_number() OVER (ORDER BY code) <= 81
      UNION ALL SELECT 80 + row_number() OVER (ORDER BY item DESC), 'line', NULL, item, name_zh FROM ref.item WHERE item LIKE 'sangong%' OR item LIKE 'income%' OR item LIKE 'expenditure%') c
  ON c.place = f.f % 125
"""

QUESTIONS = {
    "three-public spending of all units by year": (
        "SELECT fiscal_year, stage, sum(amount) FROM {three_public} WHERE item = 'sangong.total' GROUP BY ALL ORDER BY ALL"
    ),
    "one county's expenditure by class and year": (
        "SELECT fiscal_year, class_code, sum(amount) FROM {function_expenditure}"
        " WHERE region_id = (SELECT min(region_id) FROM {unit_year}) AND code_level = 'class' AND nature = 'total' GROUP BY ALL ORDER BY ALL"
    ),
    "budget against final account of every unit": (
        "SELECT region_id, count(*), sum(final_expenditure_total) - sum(budget_expenditure_total) FROM {unit_year} GROUP BY ALL ORDER BY ALL"
    ),
}


def timed(action: Callable[[], Any]) -> float:
    """Seconds of processor time that an action takes: other work on the machine does not count."""
    started = time.process_time()
    action()
    return time.process_time() - started


def batch(number: int, files: int = 40) -> list[ParsedFile]:
    """Parsed files of one county with `FIGURES` figures each; every batch is of a county of its own."""
    return [
        parsed(
            f"{number}-{one}",
            unit=f"区第{one}局",
            year=2014,
            amounts=many(FIGURES, one),
            region=f"99{number:04d}",
        )
        for one in range(files)
    ]


def fill(connection: duckdb.DuckDBPyConnection, first: int, last: int) -> None:
    """Invented documents `first … last` with their figures, by SQL."""
    connection.execute("BEGIN")
    for statement in FILL.split(";"):
        wanted = {
            name: value
            for name, value in (("first", first), ("last", last), ("figures", FIGURES))
            if f"${name}" in statement
        }
        connection.execute(statement, wanted)
    connection.execute("COMMIT")


def load(warehouse: Warehouse, batches: Sequence[list[ParsedFile]]) -> None:
    """What `gongkai load` does with parsed files: batch by batch, and units and revisions at the end."""
    for one in batches:
        warehouse.ingest(one, is_last=False)
    warehouse.settle()


def bare_insert(batches: Sequence[list[ParsedFile]]) -> float:
    """The same rows turned into Arrow and appended to empty tables, batch by batch: what any loader has to do at least."""
    with Warehouse.in_memory() as warehouse, tempfile.TemporaryDirectory() as folder:
        schemas = {
            table: warehouse.connection.sql(f"SELECT * FROM {table} LIMIT 0").to_arrow_table().schema
            for table in CHILDREN
        }
        ddl = [
            row[0]
            for row in warehouse.connection.execute(
                "SELECT sql FROM duckdb_tables() WHERE schema_name = 'core'"
            ).fetchall()
        ]
        connection = duckdb.connect(str(Path(folder) / "bare.duckdb"))
        connection.execute("CREATE SCHEMA core")
        for statement in ddl:
            connection.execute(statement)

        def insert() -> None:
            for files, (table, rows) in product(batches, CHILDREN.items()):
                connection.register(
                    "staged",
                    stage(
                        table,
                        [row for one in files for part in one.documents for row in rows(part)],
                        schemas[table],
                    ),
                )
                connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM staged")
                connection.unregister("staged")

        return timed(insert)


def main(millions: float, folder: Path) -> None:
    """Print one line per measurement."""
    rows = 40 * FIGURES * BATCHES
    with Warehouse.open(folder) as warehouse:
        warehouse.settle()  # an empty warehouse: what is filled in below counts as settled
        connection = warehouse.connection
        done, cost = 0, {}
        for size in sorted({min(1.0, millions), millions}):
            until = int(size * 1_000_000 / FIGURES)
            seconds = timed(partial(fill, connection, done, until))
            done = until
            first = int(size * 10) * 100
            rounds = [
                [batch(first + turn * BATCHES + one) for one in range(BATCHES)] for turn in range(ROUNDS)
            ]
            bare = min(bare_insert(batches) for batches in rounds)
            cost[size] = min(timed(partial(load, warehouse, batches)) for batches in rounds)
            again = min(timed(partial(load, warehouse, batches)) for batches in rounds)
            print(
                f"{size:5.1f} M figures (filled in {seconds:.0f} s): load of {rows:,} figures {cost[size]:.2f} s, bare insert {bare:.2f} s, "
                f"rate {bare / cost[size]:.2f} of bare; again {again / cost[size]:.1%} of the first load",
                flush=True,
            )
        sizes = sorted(cost)
        print(
            f"cost per row at {sizes[-1]} M against {sizes[0]} M figures: {cost[sizes[-1]] / cost[sizes[0]]:.2f}"
        )
        if sys.argv[3:4] != ["ingest"]:
            questions(warehouse, folder, millions)


def answer(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """Rows that a question gives."""
    return len(connection.execute(sql).fetchall())


def bare_query(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    """The rows of a release straight out of the warehouse: its tables, and what the views make of them, and nothing else.

    No order, no screening of personal data, no comments, no checksums, no comparison with the last release.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    tables = [table.name for table in base_tables()]
    connection.execute(f"ATTACH '{target / DATABASE}' AS bare (STORAGE_VERSION '{STORAGE_VERSION}')")
    for table in tables:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS bare.{table.split('.')[0]}")
        connection.execute(f"CREATE TABLE bare.{table} AS FROM {table}")
    connection.execute("DETACH bare")
    with duckdb.connect(str(target / DATABASE)) as bare:
        bare.execute("CREATE SCHEMA out")
        for view in views():
            bare.execute(f"CREATE TABLE {view.name} AS {view.query}" if is_table(view.name) else view.sql)
        for name, table in file_tables().items():
            bare.execute(f"COPY (FROM {table}) TO '{target / name}.parquet' ({PARQUET})")
            bare.execute(f"COPY (FROM '{target / name}.parquet') TO '{target / name}.csv'")


def bare_copy(release: Path, folder: Path, is_sorted: bool) -> None:
    """The finished rows of a release once more into a database and into files: nothing is computed, filtered, described or hashed.

    Each relation is written where the release has it, with the same options: tables in the database, and tables and views in files.
    `is_sorted` sorts them as the release is sorted; without, they are copied as they lie there.
    """
    target = folder / "bare"
    shutil.rmtree(target, ignore_errors=True)
    with duckdb.connect() as bare:
        bare.execute(f"ATTACH '{release / DATABASE}' AS release (READ_ONLY)")
        stored = [
            row[0]
            for row in bare.execute(
                "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE database_name = 'release' ORDER BY ALL"
            ).fetchall()
        ]
        target.mkdir()
        bare.execute(f"ATTACH '{target / DATABASE}' AS bare (STORAGE_VERSION '{STORAGE_VERSION}')")
        bare.execute("USE bare")
        for table in stored:
            columns = [row[0] for row in bare.execute(f"DESCRIBE release.{table}").fetchall()]
            order = ordering(columns) if is_sorted and table.startswith("out.") else ""
            bare.execute(f"CREATE SCHEMA IF NOT EXISTS {table.split('.')[0]}")
            bare.execute(f"CREATE TABLE {table} AS FROM release.{table}{order}")
        for name, table in file_tables().items():
            rows = table
            if table not in stored:
                order = ordering(list(CELL)) if is_sorted else ""
                rows = f"(FROM read_parquet('{release / 'parquet' / name}.parquet'){order})"
            bare.execute(f"COPY {rows} TO '{target / name}.parquet' ({PARQUET})")
            bare.execute(f"COPY (FROM '{target / name}.parquet') TO '{target / name}.csv'")


def questions(warehouse: Warehouse, folder: Path, millions: float) -> None:
    """Publishing (database, Parquet and CSV, the command's default) against bare COPY of the same rows, and three questions from both forms."""
    seconds: dict[str, list[float]] = {
        "publishing": [],
        "out of the warehouse": [],
        "computed before, sorted": [],
        "computed before, as they lie": [],
    }
    release = folder / "published" / "current"
    for _ in range(ROUNDS if millions <= 1 else 1):
        shutil.rmtree(folder / "published", ignore_errors=True)
        whole = partial(publish, warehouse.connection, folder / "published", accept=True)
        seconds["publishing"].append(timed(whole))
        straight = partial(bare_query, warehouse.connection, folder / "bare")
        seconds["out of the warehouse"].append(timed(straight))
        for name, is_sorted in (("computed before, sorted", True), ("computed before, as they lie", False)):
            seconds[name].append(timed(partial(bare_copy, release, folder, is_sorted)))
    best = {name: min(times) for name, times in seconds.items()}
    published = best.pop("publishing")
    for name, bare in best.items():
        print(
            f"publishing {published:.1f} s, bare copy of the same rows ({name}) {bare:.1f} s, ratio {published / bare:.2f}",
            flush=True,
        )
    with (
        duckdb.connect(str(release / "gongkai.duckdb"), read_only=True) as database,
        duckdb.connect() as files,
    ):
        tables = ("three_public", "function_expenditure", "unit_year")
        own = {table: f"out.{table}" for table in tables}
        parquet = {
            table: f"read_parquet('{release}/parquet/{table}{'/**/*' if (release / 'parquet' / table).is_dir() else ''}.parquet')"
            for table in tables
        }
        for name, sql in QUESTIONS.items():
            one = min(timed(partial(answer, database, sql.format(**own))) for _ in range(3))
            two = min(timed(partial(answer, files, sql.format(**parquet))) for _ in range(3))
            print(f"{name}: {one:.2f} s from DuckDB, {two:.2f} s from Parquet")


if __name__ == "__main__":
    random.seed(1)
    with tempfile.TemporaryDirectory() as temporary:
        main(
            float(sys.argv[1]) if len(sys.argv) > 1 else 20.0,
            Path(sys.argv[2]) if len(sys.argv) > 2 else Path(temporary),
        )
