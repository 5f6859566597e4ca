"""Reference dimensions and vocabulary into the `ref` schema, from the CSV files that ship with the program."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

from warehouse.transaction import remember, remembered, transaction

VOCABULARY = Path(__file__).parent / "vocabulary"
REFERENCE = Path(__file__).parent / "reference"

SOURCES: dict[str, Path] = {
    "ref.region": REFERENCE / "region.csv",
    "ref.region_change": REFERENCE / "region_change.csv",
    "ref.subject": REFERENCE / "subject.csv",
    "ref.subject_change": REFERENCE / "subject_change.csv",
    "ref.unit_type": REFERENCE / "unit_type.csv",
    "ref.item": VOCABULARY / "item.csv",
    "ref.table_kind": VOCABULARY / "table_kind.csv",
}
"""Table → its CSV file; columns are matched by name."""


def load_dimensions(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Load the reference tables whose file changed since the last time; returns their names."""
    loaded = []
    for table, path in SOURCES.items():
        digest = hashlib.blake2b(path.read_bytes(), digest_size=10).hexdigest()
        if remembered(connection, table) != digest:
            _replace(connection, table, digest, f"SELECT * FROM {_csv(path)}")
            loaded.append(table)
    digest = hashlib.blake2b(
        b"".join(path.read_bytes() for path in sorted(VOCABULARY.glob("*.csv"))), digest_size=10
    ).hexdigest()
    if remembered(connection, "ref.vocabulary") != digest:
        parts = [
            f"SELECT '{path.stem}' AS vocabulary, {_KEYS.get(path.stem, path.stem)} AS value,"
            f" name_zh, name_en FROM {_csv(path)}"
            for path in sorted(VOCABULARY.glob("*.csv"))
        ]
        _replace(connection, "ref.vocabulary", digest, " UNION ALL ".join(parts))
        loaded.append("ref.vocabulary")
    return loaded


_KEYS = {"file_status": "status"}


def _csv(path: Path) -> str:
    quoted = str(path).replace("'", "''")
    return f"read_csv('{quoted}', header = true, all_varchar = true)"


def _replace(connection: duckdb.DuckDBPyConnection, table: str, digest: str, query: str) -> None:
    with transaction(connection):
        connection.execute(f"DELETE FROM {table}")
        connection.execute(f"INSERT INTO {table} BY NAME {query}")
        remember(connection, table, digest)
