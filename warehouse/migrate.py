"""Forward migrations: each `schema/NNNN_name.sql` runs once, in order, in a transaction of its own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError
from warehouse.transaction import transaction

SCHEMA = Path(__file__).parent / "schema"


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered script."""

    version: int
    name: str
    sql: str

    @property
    def digest(self) -> str:
        """Identifies the script's text: an applied migration may never change."""
        return hashlib.blake2b(self.sql.encode(), digest_size=10).hexdigest()


def migrations(folder: Path = SCHEMA) -> list[Migration]:
    """The numbered scripts of a folder in order."""
    found = [
        Migration(int(path.stem[:4]), path.stem, path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    ]
    versions = [one.version for one in found]
    if versions != list(range(1, len(found) + 1)):
        raise WarehouseError(f"The migrations in {folder} must be numbered 0001, 0002, … without gaps.")
    return found


def applied(connection: duckdb.DuckDBPyConnection) -> dict[int, str]:
    """Versions that the database already has, with the digest of the script that made each."""
    exists = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'ops' AND table_name = 'schema_version'"
        " AND database_name = current_database()"
    ).fetchall()
    if not exists[0][0]:
        return {}
    return dict(connection.execute("SELECT version, digest FROM ops.schema_version").fetchall())


def migrate(connection: duckdb.DuckDBPyConnection, folder: Path = SCHEMA) -> list[str]:
    """Bring the database to the newest schema; returns the names of the migrations that ran.

    Raises:
        WarehouseError: the database is newer than this program, or an applied script was changed afterwards.
    """
    known, have, ran = migrations(folder), applied(connection), []
    if have and max(have) > len(known):
        raise WarehouseError(
            f"The warehouse has schema version {max(have)}, this program knows only {len(known)}; update gongkai."
        )
    for one in known:
        if one.version in have:
            if have[one.version] != one.digest:
                raise WarehouseError(
                    f"Migration {one.name} was changed after it had been applied; "
                    "restore the file and put the change into a new migration."
                )
            continue
        with transaction(connection):
            connection.execute(one.sql)
            connection.execute(
                "INSERT INTO ops.schema_version VALUES (?, ?, ?, ?)",
                [one.version, one.name, one.digest, datetime.now(UTC).replace(tzinfo=None)],
            )
        ran.append(one.name)
    return ran
