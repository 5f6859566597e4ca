"""Comments on every table and column, from the field dictionary `schema/fields.csv` and `schema/tables.csv`.

One dictionary describes a field wherever it stands; a row that names a table describes it there only. The codebook is made from the
same dictionary, so database, codebook and data package never disagree.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

SCHEMA = Path(__file__).parent / "schema"


@dataclass(frozen=True, slots=True)
class Field:
    """What a column says: Chinese and English text, unit of measure, and the vocabulary its values come from."""

    zh: str
    en: str
    unit: str = ""
    vocabulary: str = ""

    @property
    def comment(self) -> str:
        """The text kept in the database."""
        unit = f" [{self.unit}]" if self.unit else ""
        return f"{self.en}{unit} | {self.zh}"


@cache
def fields() -> dict[tuple[str, str], Field]:
    """(table or empty, column) → field."""
    with (SCHEMA / "fields.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["table"], row["field"]): Field(row["zh"], row["en"], row["unit"], row["vocabulary"])
            for row in csv.DictReader(file)
        }


@cache
def tables() -> dict[str, Field]:
    """Table → what it holds."""
    with (SCHEMA / "tables.csv").open(encoding="utf-8", newline="") as file:
        return {row["table"]: Field(row["zh"], row["en"]) for row in csv.DictReader(file)}


def field_of(table: str, column: str) -> Field | None:
    """The dictionary's entry for a column of a table (`out.debt`), the most special first."""
    known = fields()
    return known.get((table, column)) or known.get(("", column))


def undescribed(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Tables and columns of the warehouse that the dictionary does not describe."""
    missing = {table for table, _ in _columns(connection) if table not in tables()}
    return sorted(missing) + sorted(
        f"{table}.{column}" for table, column in _columns(connection) if field_of(table, column) is None
    )


def digest() -> str:
    """Identifies the dictionary's text."""
    texts = [(SCHEMA / name).read_bytes() for name in ("tables.csv", "fields.csv")]
    return hashlib.blake2b(b"".join(texts), digest_size=10).hexdigest()


def apply_comments(connection: duckdb.DuckDBPyConnection) -> None:
    """Write the dictionary's texts as comments on all tables, views and their columns."""
    kinds = dict(
        connection.execute(
            "SELECT table_schema || '.' || table_name, CASE table_type WHEN 'VIEW' THEN 'VIEW' ELSE 'TABLE' END"
            " FROM information_schema.tables WHERE table_catalog = current_database()"
        ).fetchall()
    )
    columns = _columns(connection)
    statements = [
        f"COMMENT ON {kinds[table]} {table} IS {_quoted(tables()[table].comment)}"
        for table in sorted({table for table, _ in columns})
        if table in tables()
    ]
    for table, column in columns:
        field = field_of(table, column)
        if field is not None:
            statements.append(f'COMMENT ON COLUMN {table}."{column}" IS {_quoted(field.comment)}')
    # one transaction: seven hundred commits of their own would take seconds
    connection.execute(f"BEGIN; {'; '.join(statements)}; COMMIT")


def _columns(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    rows = connection.execute(
        "SELECT table_schema || '.' || table_name, column_name FROM information_schema.columns"
        " WHERE table_catalog = current_database() AND table_schema IN ('raw', 'core', 'ref', 'out', 'ops')"
        " ORDER BY table_schema, table_name, ordinal_position"
    ).fetchall()
    return [(row[0], row[1]) for row in rows]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
