"""All or nothing, and what the warehouse was last made from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """What is done inside happens as a whole, or, when it breaks off, not at all."""
    connection.execute("BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def remembered(connection: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """The digest of what a part of the warehouse was last made from."""
    found = connection.execute("SELECT digest FROM ops.reference WHERE name = ?", [name]).fetchall()
    return found[0][0] if found else None


def remember(connection: duckdb.DuckDBPyConnection, name: str, digest: str) -> None:
    """Keep the digest of what a part of the warehouse is now made from."""
    connection.execute("DELETE FROM ops.reference WHERE name = ?", [name])
    connection.execute("INSERT INTO ops.reference VALUES (?, ?)", [name, digest])
