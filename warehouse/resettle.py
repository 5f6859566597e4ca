"""A whole warehouse is settled anew when the rules changed: a new decision on units, a new abbreviation, a new reading of names.

Batches settle only the regions that they touch; without this a changed rule would reach the others years later, and a warehouse rebuilt
from the archive would differ from the one that grew.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

from warehouse.names import REFERENCE
from warehouse.transaction import remember, remembered, transaction

ROOM = Path(__file__).parent
RULES = (
    *(ROOM / f"{name}.py" for name in ("compare", "links", "names", "revisions", "settle", "twins", "unit_groups", "unit_rows", "units")),
    *(REFERENCE / name for name in ("region.csv", "unit_abbreviation.csv", "unit_decisions.yml", "unit_rename.csv", "unit_type.csv")),
)  # fmt: skip
"""Everything, besides the documents, that settling is a function of."""


def rules_digest() -> str:
    """Identifies the rules' text."""
    return hashlib.blake2b(b"".join(path.read_bytes() for path in RULES), digest_size=10).hexdigest()


def unsettle(connection: duckdb.DuckDBPyConnection) -> None:
    """Put every document on the list to settle if the rules changed since the last time."""
    now = rules_digest()
    if remembered(connection, "settle") == now:
        return
    with transaction(connection):
        connection.execute("DELETE FROM core.document_link")
        connection.execute(
            "INSERT INTO ops.unsettled SELECT document_id, NULL FROM core.document"
            " UNION ALL SELECT DISTINCT NULL, region_id FROM core.document WHERE region_id IS NOT NULL"
        )
        remember(connection, "settle", now)
