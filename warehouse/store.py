"""The warehouse: open, lock, migrate, ingest. One writer; readers use the published release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from warehouse.comments import apply_comments, digest
from warehouse.dimensions import load_dimensions
from warehouse.errors import HomeMissingError, LockHeldError
from warehouse.ingest import IngestReport, ingest
from warehouse.lock import WriterLock
from warehouse.migrate import migrate
from warehouse.records import CaptureRow, CheckRow, ParsedFile
from warehouse.resettle import unsettle
from warehouse.settle import Settled, settle
from warehouse.transaction import remember, remembered
from warehouse.views import create_views

DATABASE = "warehouse.duckdb"
LOCK = "warehouse.lock"


class Warehouse:
    """An open warehouse; use it as a context manager.

    `connection` is its DuckDB connection: the schemas are raw, core, ref, out and ops.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, lock: WriterLock | None = None) -> None:
        self.connection = connection
        self._lock = lock

    @classmethod
    def open(cls, home: Path, read_only: bool = False) -> Warehouse:
        """Open the warehouse of a data directory; a writer takes the lock and brings the schema up to date.

        Raises:
            LockHeldError: another process writes.
            HomeMissingError: `read_only`, and there is no warehouse.
        """
        path = home / DATABASE
        if read_only:
            return cls(_open_for_reading(path))
        lock = WriterLock(home / LOCK)
        try:
            connection = duckdb.connect(str(path))
            try:
                _prepare(connection)
                settle(connection)  # what a killed run left
            except BaseException:
                connection.close()
                raise
        except BaseException:
            lock.release()
            raise
        return cls(connection, lock)

    @classmethod
    def in_memory(cls) -> Warehouse:
        """An empty warehouse without a file (and without comments, which nobody reads there), for looking at one document."""
        connection = duckdb.connect(":memory:")
        _prepare(connection, comments=False)
        return cls(connection)

    def ingest(
        self,
        files: Sequence[ParsedFile],
        captures: Sequence[CaptureRow] = (),
        *,
        reparse: bool = False,
        is_last: bool = True,
    ) -> IngestReport:
        """Write one batch in one transaction; see `warehouse.ingest`.

        Units and revisions are settled after the last batch: `touched` of the report names the documents that moved too.
        """
        report = ingest(self.connection, files, captures, reparse=reparse)
        if not is_last:
            return report
        return replace(report, touched=tuple(sorted({*report.touched, *self.settle().moved})))

    def settle(self) -> Settled:
        """Decide units and revisions of what was written since the last time, and of everything if the rules for them changed."""
        unsettle(self.connection)
        return settle(self.connection)

    def loaded_files(self) -> dict[str, tuple[str | None, str | None]]:
        """Every loaded file with the parser version and the hints it was parsed with."""
        rows = self.connection.execute(
            "SELECT file_sha256, parser_version, hints_id FROM raw.file"
        ).fetchall()
        return {row[0]: (row[1], row[2]) for row in rows}

    def check_results(self, document_ids: Sequence[str] | None = None) -> list[CheckRow]:
        """The stored check results, of all documents or of those named, in a stable order."""
        wanted = "" if document_ids is None else "WHERE document_id IN (SELECT unnest(?))"
        rows = self.connection.execute(
            "SELECT document_id, check_id, status, severity, left_value, right_value, difference, tolerance, message,"
            f" figure_ids FROM core.check_result {wanted}"
            " ORDER BY document_id, check_id, message, figure_ids",
            [] if document_ids is None else [list(document_ids)],
        ).fetchall()
        return [_check_row(row) for row in rows]

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of raw and core in a stable order: two warehouses with the same dump hold the same."""
        tables = self.connection.execute(
            "SELECT schema_name, table_name FROM duckdb_tables()"
            " WHERE schema_name IN ('raw', 'core') AND database_name = current_database() ORDER BY ALL"
        ).fetchall()
        return {
            f"{schema}.{table}": self.connection.execute(
                f"SELECT * FROM {schema}.{table} ORDER BY ALL"
            ).fetchall()
            for schema, table in tables
        }

    def close(self) -> None:
        """Close the database and give the lock back."""
        self.connection.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Warehouse:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _prepare(connection: duckdb.DuckDBPyConnection, comments: bool = True) -> None:
    connection.execute("SET TimeZone = 'UTC'")
    # a load collects some batches before it is written through: a table's last row group is written anew each time
    connection.execute("SET checkpoint_threshold = '64MB'")
    migrated = migrate(connection)
    load_dimensions(connection)
    created = create_views(connection)
    if not comments:
        return
    if created or migrated or remembered(connection, "comments") != digest():
        apply_comments(connection)
        remember(connection, "comments", digest())


def _open_for_reading(path: Path) -> duckdb.DuckDBPyConnection:
    if not path.is_file():
        raise HomeMissingError(
            f"There is no warehouse at {path}; make one with `gongkai harvest` or `gongkai load`."
        )
    try:
        return duckdb.connect(str(path), read_only=True)
    except duckdb.IOException as error:
        raise LockHeldError(
            f"{path} is being written; read published/current/gongkai.duckdb, or wait until the run has finished."
        ) from error


def _check_row(row: tuple[Any, ...]) -> CheckRow:
    numbers: list[Decimal | None] = list(row[4:8])
    return CheckRow(
        document_id=row[0],
        check_id=row[1],
        status=row[2],
        severity=row[3],
        left_value=numbers[0],
        right_value=numbers[1],
        difference=numbers[2],
        tolerance=numbers[3],
        message=row[8] or "",
        figure_ids=tuple(row[9] or ()),
    )
