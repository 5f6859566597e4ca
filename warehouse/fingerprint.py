"""Whether two warehouses hold the same rows, without holding either in memory.

The fingerprint of a table is the number of its rows and, in two halves, the sum of their MD5 digests: the order of the rows does not
matter, repeated rows do, and one pass over the table is enough.
"""

from __future__ import annotations

import duckdb

Fingerprint = tuple[int, int, int]
"""Rows; sums of the lower and of the upper halves of their digests."""


def fingerprints(connection: duckdb.DuckDBPyConnection) -> dict[str, Fingerprint]:
    """Table → fingerprint, for every table of raw and core in the current database."""
    tables = connection.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables()"
        " WHERE schema_name IN ('raw', 'core') AND database_name = current_database() ORDER BY ALL"
    ).fetchall()
    return {table: _fingerprint(connection, table) for (table,) in tables}


def _fingerprint(connection: duckdb.DuckDBPyConnection, table: str) -> Fingerprint:
    # JSON tells a missing text from one that reads "NULL", and writes a number so that it reads back the same
    rows, lower, upper = connection.execute(
        "SELECT count(*), coalesce(sum(md5_number_lower(text)), 0), coalesce(sum(md5_number_upper(text)), 0)"
        f" FROM (SELECT to_json(t)::VARCHAR AS text FROM {table} t)"
    ).fetchall()[0]
    return int(rows), int(lower), int(upper)
