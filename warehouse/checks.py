"""Runs the checks: every file of `warehouse/checks/` is one identity, a SELECT over the prelude's tables.

A check returns one row per thing evaluated: `document_id, subject, left_value, right_value, tolerance, figure_ids`, amounts in yuan;
`figure_ids` names what was compared: figures, and facts, projects or indicators by their own ids.
Optional columns: `holds` (the verdict, where it is no comparison) and `message` (what to say of a failure). The comment lines at its
top say its titles, the identities of the catalogue it evaluates, its severity, the document kinds it applies to and how it compares
(`equal`, the default, or `at_most`). Findings are written, never repairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from warehouse.check_messages import comparison, say
from warehouse.errors import WarehouseError
from warehouse.transaction import transaction

CHECKS = Path(__file__).parent / "checks"
PRELUDE = "prelude.sql"
NEIGHBOURS = "neighbours.sql"
BATCH = 1000
"""Documents of a batch at least: what a run holds in memory hangs on it, not on the size of the warehouse."""
MEMORY = "1500MB"
"""What DuckDB may hold while checks run; what a batch needs beyond it goes to disk."""
TEMPORARY = (
    "wanted", "scope_document", "printed_figure", "printed_text", "cell", "table_fact", "stated", "result", "said",
)  # fmt: skip
_HEADER = re.compile(r"^-- (\w+): (.*)$", re.MULTILINE)
_VERDICT = {
    "equal": "CASE WHEN abs(left_value - right_value) <= tolerance THEN 'passed' ELSE 'failed' END",
    "at_most": "CASE WHEN left_value <= right_value + tolerance THEN 'passed' ELSE 'failed' END",
    "stated": "CASE WHEN holds THEN 'passed' ELSE 'failed' END",
}
_UNKNOWN = {"equal": "left_value IS NULL OR right_value IS NULL", "stated": "holds IS NULL"}


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what its file says of itself, and its query."""

    check_id: str
    title_zh: str
    title_en: str
    identities: tuple[str, ...]
    severity: str
    applies: tuple[str, ...]
    compare: str
    sql: str


@cache
def checks(folder: Path = CHECKS) -> tuple[Check, ...]:
    """All checks in order of their id.

    Raises:
        WarehouseError: a file lacks a header line or says something unknown.
    """
    found = [_read(path) for path in sorted(folder.glob("*.sql")) if path.name not in (PRELUDE, NEIGHBOURS)]
    # a check of the other checks' results runs after them
    return tuple(sorted(found, key=lambda check: "FROM result" in check.sql))


def run_checks(connection: duckdb.DuckDBPyConnection, document_ids: Sequence[str] | None = None) -> int:
    """Evaluate every check on the documents named (all where none are) and replace their rows of `core.check_result`.

    Documents that are compared with them are checked again too: the same unit's in other years, and those of `neighbours.sql`.

    Returns:
        How many rows were written.
    """
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    try:
        return sum(_run(connection, batch) for batch in list(_batches(connection, document_ids)))
    finally:
        for table in TEMPORARY:
            connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
        connection.execute("RESET memory_limit")


def _run(connection: duckdb.DuckDBPyConnection, document_ids: Sequence[str]) -> int:
    """Evaluate every check on a batch of documents; returns how many rows were written."""
    _want(connection, document_ids)
    connection.execute((CHECKS / PRELUDE).read_text(encoding="utf-8"))
    for check in checks():
        connection.execute(_statement(check))
    say(connection)
    return _replace(connection)


def unchecked(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Documents without a result: those whose rows were written since the last checks, and those whose checks were killed."""
    rows = connection.execute(
        "SELECT document_id FROM core.document ANTI JOIN core.check_result USING (document_id) ORDER BY document_id"
    ).fetchall()
    return [row[0] for row in rows]


def _want(connection: duckdb.DuckDBPyConnection, document_ids: Sequence[str]) -> None:
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE wanted AS SELECT unnest(?::VARCHAR[]) AS document_id",
        [list(document_ids)],
    )


def _replace(connection: duckdb.DuckDBPyConnection) -> int:
    """The rows of the documents wanted are those of `result` now; returns how many."""
    with transaction(connection):
        connection.execute(
            "DELETE FROM core.check_result WHERE document_id IN (SELECT document_id FROM wanted)"
        )
        connection.execute(
            "INSERT INTO core.check_result BY NAME SELECT r.* EXCLUDE (result_id) REPLACE (coalesce(s.message, r.message) AS message)"
            " FROM result AS r LEFT JOIN said AS s USING (result_id) ORDER BY document_id, check_id"
        )
    return int(connection.execute("SELECT count(*) FROM result").fetchall()[0][0])


def _batches(
    connection: duckdb.DuckDBPyConnection, document_ids: Sequence[str] | None
) -> Iterator[list[str]]:
    """Document ids in batches, every unit's documents together and regions side by side: checks compare within a region."""
    wanted = ""
    if document_ids is not None:
        _want(connection, document_ids)
        near = (CHECKS / NEIGHBOURS).read_text(encoding="utf-8")
        wanted = f"WHERE owner IN (SELECT owner FROM owned WHERE document_id IN ({near}))"
    found = connection.execute(
        "WITH owned AS (SELECT document_id, region_code, coalesce(unit_id, region_code || '/' || unit_name, document_id) AS owner FROM core.document)"
        f" SELECT owner, list(document_id ORDER BY document_id) FROM owned {wanted} GROUP BY owner ORDER BY min(region_code), owner",
    ).fetchall()
    batch: list[str] = []
    for _, documents in found:
        batch += documents
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _statement(check: Check) -> str:
    unknown = _UNKNOWN.get(check.compare, _UNKNOWN["equal"])
    kinds = ", ".join(f"'{kind}'" for kind in check.applies)
    return f"""
    INSERT INTO result BY NAME
    WITH evaluated AS ({check.sql}), judged AS (
        SELECT e.*, CASE WHEN {unknown} THEN 'not_applicable' ELSE {_VERDICT[check.compare]} END AS status
        FROM evaluated AS e JOIN scope_document AS d ON d.document_id = e.document_id AND d.is_wanted AND d.kind IN ({kinds})
    )
    SELECT nextval('result_ids') AS result_id, document_id, '{check.check_id}' AS check_id, status, '{check.severity}' AS severity, left_value, right_value,
           left_value - right_value AS difference, tolerance,
           CASE WHEN status = 'failed' THEN {_message(check)} ELSE subject END AS message, figure_ids
    FROM judged
    WHERE status <> 'not_applicable'
    UNION ALL
    SELECT nextval('result_ids'), document_id, '{check.check_id}', 'not_applicable', '{check.severity}', NULL, NULL, NULL, NULL, '', []::VARCHAR[]
    FROM scope_document
    WHERE is_wanted AND kind IN ({kinds}) AND document_id NOT IN (SELECT document_id FROM judged WHERE status <> 'not_applicable')
    """


def _message(check: Check) -> str:
    """SQL of what a failed check says; its title alone where the document lacks the words."""
    if "AS message" in check.sql:
        title = check.title_zh.replace("'", "''")
        return f"coalesce(message, '{title}')"
    return comparison(check.title_zh, "＞" if check.compare == "at_most" else "≠")


def _read(path: Path) -> Check:
    text = path.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(text))
    try:
        check = Check(
            path.stem,
            header["title_zh"],
            header["title_en"],
            tuple(header["identity"].split()),
            header["severity"],
            tuple(header["applies"].split()),
            header.get("compare", "equal"),
            text.strip().rstrip(";"),
        )
    except KeyError as missing:
        raise WarehouseError(
            f"The check {path.name} has no line `-- {missing.args[0]}: …` at its top."
        ) from missing
    if check.severity not in ("error", "warning", "info") or check.compare not in _VERDICT:
        raise WarehouseError(f"The check {path.name} names an unknown severity or comparison.")
    return check
