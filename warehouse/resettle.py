"""Settle a whole warehouse anew when the rules changed: a new decision on units, a new abbreviation, a new reading of names.

Batches settle only the regions that they touch; without this a changed rule would reach the others years later, and a warehouse rebuilt
from the archive would differ from the one that grew.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

from warehouse.names import REFERENCE
from warehouse.settle import settle

ROOM = Path(__file__).parent
RULES = (
    *(ROOM / f"{name}.py" for name in ("compare", "names", "revisions", "settle", "twins", "units")),
    *(REFERENCE / name for name in ("region.csv", "unit_abbreviation.csv", "unit_decisions.yml", "unit_rename.csv", "unit_type.csv")),
)  # fmt: skip
"""Everything, besides the documents, that settling is a function of."""


def rules_digest() -> str:
    """Identifies the rules' text."""
    return hashlib.blake2b(b"".join(path.read_bytes() for path in RULES), digest_size=10).hexdigest()


def resettle(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Settle every region if the rules changed since the last time; returns the documents whose unit or standing changed."""
    now = rules_digest()
    known = connection.execute("SELECT digest FROM ops.reference WHERE name = 'settle'").fetchall()
    if known == [(now,)]:
        return set()
    moved: set[str] = set()
    regions = connection.execute("SELECT DISTINCT region_id FROM core.document ORDER BY ALL").fetchall()
    for (region,) in regions:
        documents = connection.execute(
            "SELECT document_id FROM core.document WHERE region_id IS NOT DISTINCT FROM ?", [region]
        ).fetchall()
        connection.execute("BEGIN")
        try:
            moved |= settle(connection, {row[0] for row in documents}, {region} if region else set())
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
    connection.execute("DELETE FROM ops.reference WHERE name = 'settle'")
    connection.execute("INSERT INTO ops.reference VALUES ('settle', ?)", [now])
    return moved
