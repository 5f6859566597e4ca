"""The researcher's tables: every `views/*.sql` is one view, created in the order of its number."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError
from warehouse.transaction import remember, remembered, transaction

VIEWS = Path(__file__).parent / "views"


@dataclass(frozen=True, slots=True)
class View:
    """One view: its name with schema, and the script that creates it."""

    name: str
    sql: str

    @property
    def query(self) -> str:
        """What the view selects."""
        return self.sql.partition(f"VIEW {self.name} AS")[2].rstrip().rstrip(";")


def views(folder: Path = VIEWS) -> list[View]:
    """All views in the order in which they build on each other."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        sql = path.read_text(encoding="utf-8")
        name = re.search(r"CREATE OR REPLACE VIEW (\w+\.\w+) AS", sql)
        if name is None:
            raise WarehouseError(f"{path.name} must create exactly one view.")
        found.append(View(name[1], sql))
    return found


def create_views(connection: duckdb.DuckDBPyConnection) -> bool:
    """(Re)create the views if their text changed since they were created here; returns whether they did."""
    scripts = [view.sql for view in views()]
    digest = hashlib.blake2b("\n".join(scripts).encode(), digest_size=10).hexdigest()
    if remembered(connection, "views") == digest:
        return False
    with transaction(connection):
        for script in scripts:
            connection.execute(script)
        remember(connection, "views", digest)
    return True
