"""Speed of the checks on copies of real documents: CPU seconds per million figures, at growing sizes, and which checks take them.

    PYTHONPATH=.:tests python tests/benchmarks/warehouse/checks.py HOME [COPIES …]

Everything that the warehouse of HOME holds (tables, cells, figures, facts, projects, indicators, passages) is copied COPIES times, each
time into another county and to units of its own, so the documents are as mixed as the real ones. The time per million figures should
not grow with the number of copies.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import duckdb

from warehouse import checks
from warehouse.staging import CHILDREN
from warehouse.store import Warehouse

COUNTY = "(SELECT region_code FROM source.ref.region WHERE level = 'county' AND last_year IS NULL ORDER BY region_code LIMIT 1 OFFSET $copy)"
IDS = ("document_id", "table_id", "figure_id", "narrative_id", "project_id", "indicator_id", "passage_id")


def copied(connection: duckdb.DuckDBPyConnection, copy: int) -> None:
    """One copy of every current document of the attached database `source`."""
    connection.execute(
        "INSERT INTO core.document SELECT * REPLACE (document_id || '-' || $copy AS document_id, logical_id || '-' || $copy AS logical_id,"
        f" unit_id || '-' || $copy AS unit_id, {COUNTY} AS region_code) FROM source.core.document",
        {"copy": copy},
    )
    for table in CHILDREN:
        names = [row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()]
        changed = ", ".join(f"{name} || '-' || $copy AS {name}" for name in IDS if name in names)
        connection.execute(
            f"INSERT INTO {table} SELECT * REPLACE ({changed}) FROM source.{table}", {"copy": copy}
        )


def measured(connection: duckdb.DuckDBPyConnection) -> tuple[float, Counter[str]]:
    """CPU seconds of one run over everything, in all and by check."""
    spent: Counter[str] = Counter()
    statement, say = checks._statement, checks.say

    def turn(following: str) -> None:
        nonlocal last, name
        spent[name] += time.process_time() - last
        last, name = time.process_time(), following

    def timed(check: checks.Check) -> str:
        turn(check.check_id)
        return statement(check)

    def said(connection: duckdb.DuckDBPyConnection) -> None:
        turn(around)
        say(connection)

    started = last = time.process_time()
    name = around = "(prelude, messages, writing)"
    checks._statement, checks.say = timed, said
    try:
        checks.run_checks(connection)
    finally:
        checks._statement, checks.say = statement, say
    return time.process_time() - started, spent


def main() -> None:
    """Fill, check, print; each size in a warehouse of its own."""
    home = Path(sys.argv[1])
    for copies in [int(number) for number in sys.argv[2:]] or [4, 12, 36]:
        with tempfile.TemporaryDirectory() as folder, Warehouse.open(Path(folder)) as warehouse:
            connection = warehouse.connection
            connection.execute(f"ATTACH '{home / 'warehouse.duckdb'}' AS source (READ_ONLY)")
            for copy in range(copies):
                copied(connection, copy)
            connection.execute("DETACH source")
            (figures,) = connection.execute("SELECT count(*) FROM core.figure").fetchone() or (0,)
            seconds, spent = measured(connection)
            print(
                f"{figures:,} figures: {seconds:.1f} s, {seconds / figures * 1e6:.1f} s per million figures,"
                f" peak memory so far {getrusage(RUSAGE_SELF).ru_maxrss / 1024:.0f} MB",
                flush=True,
            )
            print("   " + ", ".join(f"{name} {value:.1f}" for name, value in spent.most_common(8)))


if __name__ == "__main__":
    main()
