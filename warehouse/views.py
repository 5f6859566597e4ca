"""The researcher's tables: every `views/*.sql` is one view, created in the order of its number."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

VIEWS = Path(__file__).parent / "views"


def create_views(connection: duckdb.DuckDBPyConnection) -> bool:
    """(Re)create the views if their text changed since they were created here; returns whether they did."""
    scripts = [path.read_text(encoding="utf-8") for path in sorted(VIEWS.glob("*.sql"))]
    digest = hashlib.blake2b("\n".join(scripts).encode(), digest_size=10).hexdigest()
    if connection.execute(
        "SELECT count(*) FROM ops.reference WHERE name = 'views' AND digest = ?", [digest]
    ).fetchall()[0][0]:
        return False
    connection.execute("BEGIN")
    try:
        for script in scripts:
            connection.execute(script)
        connection.execute("DELETE FROM ops.reference WHERE name = 'views'")
        connection.execute("INSERT INTO ops.reference VALUES ('views', ?)", [digest])
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return True
