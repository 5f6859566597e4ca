"""One batch of parsed files into the warehouse, in one transaction.

A file never seen is appended; a file seen with the same parser, hints, origin and outcome is left alone (parsing is a pure function
of these); a file whose parse changed has all its rows replaced. Small tables are merged on their logical key, and only rows that
differ are written. So any order and any repetition of the same batches end in the same rows. What a batch leaves to settle (units,
revisions: `warehouse.settle`) it writes down in the same transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.records import CaptureRow, FileRow, ParsedFile
from warehouse.staging import CHILDREN, columns, flatten, misfit_of, origin, stage, staged
from warehouse.transaction import transaction

KEYS = {"raw.capture": "capture_id", "raw.file": "file_sha256", "core.document": "document_id"}


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What a batch changed.

    `documents` counts the documents written. `touched` are the ids whose rows or dates changed: what settling and checks have to look
    at. `refused` names files whose rows do not fit the schema, with the reason; their file row says so, their documents are not
    loaded.
    """

    files_new: int = 0
    files_changed: int = 0
    files_unchanged: int = 0
    captures_new: int = 0
    documents: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    touched: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


def ingest(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[ParsedFile],
    captures: Sequence[CaptureRow] = (),
    *,
    reparse: bool = False,
) -> IngestReport:
    """Write one batch; all of it or nothing.

    Args:
        connection: a writer's connection to a migrated warehouse.
        files: parsed files; archive members inside them are written as files of their own.
        captures: rows of the capture ledger, in any order, repeated or not.
        reparse: replace the rows of files even where parser, hints and outcome are the stored ones.
    """
    with transaction(connection):
        report = _Batch(connection, reparse).write(files, captures)
    return report


class _Batch:
    """The steps of one transaction; schemas are read once."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, reparse: bool) -> None:
        self.connection = connection
        self.reparse = reparse
        self.schemas: dict[str, pa.Schema] = {}
        self.rows: Counter[str] = Counter()
        self.refused: list[tuple[str, str]] = []

    def write(self, files: Sequence[ParsedFile], captures: Sequence[CaptureRow]) -> IngestReport:
        captures_new = self._merge("raw.capture", list({row.capture_id: row for row in captures}.values()))
        new, changed, unchanged = self._sort(flatten(files))
        new, changed = self._fitting(new), self._fitting(changed)
        self._append("raw.file", [one.file for one in new])
        self._merge("raw.file", [one.file for one in changed])
        before = self._documents_of([one.file.file_sha256 for one in changed])
        self._note_left(before)
        first, again = ([part for one in some for part in one.documents] for some in (new, changed))
        written = {part.document.document_id for part in (*first, *again)}
        self._clear(before, gone=sorted(set(before) - written))
        self._append("core.document", [part.document for part in first])
        self._merge("core.document", [part.document for part in again])
        for table, rows in CHILDREN.items():
            self._append(table, [row for part in (*first, *again) for row in rows(part)])
        dated = self._date_files(
            {row.file_sha256 for row in captures if row.file_sha256}
            | {one.file.file_sha256 for one in (*new, *changed)}
        )
        touched = tuple(sorted(written | dated))
        self.connection.execute("INSERT INTO ops.unsettled (document_id) SELECT unnest(?)", [touched])
        return IngestReport(
            files_new=len(new),
            files_changed=len(changed),
            files_unchanged=len(unchanged),
            captures_new=captures_new,
            documents=len(written),
            rows=dict(self.rows),
            touched=touched,
            refused=tuple(self.refused),
        )

    def _sort(self, files: list[ParsedFile]) -> tuple[list[ParsedFile], list[ParsedFile], list[ParsedFile]]:
        """Files never seen, files whose parse changed, files to leave alone."""
        known = {
            row[0]: row[1:]
            for row in self._query(
                "SELECT file_sha256, parser_version, hints_id, status, status_detail, parent_sha256, member_path"
                " FROM raw.file WHERE file_sha256 IN (SELECT unnest(?))",
                [[one.file.file_sha256 for one in files]],
            )
        }
        new, changed, unchanged = [], [], []
        for one in files:
            file = one.file
            have = known.get(file.file_sha256)
            if have is None:
                new.append(one)
            elif (have[4] or "", have[5] or "") < origin(file) or (
                have == _parse_of(file) and file.hints_id is not None and not self.reparse
            ):
                unchanged.append(one)
            else:
                changed.append(one)
        return new, changed, unchanged

    def _fitting(self, files: list[ParsedFile]) -> list[ParsedFile]:
        """The files, those with a row that does not fit the schema reduced to their file row with the reason."""
        kept = []
        for one in files:
            misfit = next(filter(None, map(misfit_of, one.documents)), None)
            if misfit:
                self.refused.append((one.file.file_sha256, misfit))
                one = ParsedFile(file=replace(one.file, status="partly_parsed", status_detail=misfit))
            kept.append(one)
        return kept

    def _append(self, table: str, rows: Sequence[Any]) -> None:
        """Rows that the table does not have yet."""
        self.rows[table] += len(rows)
        if rows:
            with staged(self.connection, self._stage(table, rows)):
                self.connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM staged")

    def _merge(self, table: str, rows: Sequence[Any]) -> int:
        """Rows of a small table into place on its key; returns how many were new."""
        if not rows:
            return 0
        self.rows[table] += len(rows)
        names, key = columns(table), KEYS[table]
        others = [name for name in names if name != key]
        same = " OR ".join(f"t.{name} IS DISTINCT FROM s.{name}" for name in others)
        before = self._count(table)
        with staged(self.connection, self._stage(table, rows)):
            self.connection.execute(
                f"MERGE INTO {table} t USING staged s ON t.{key} = s.{key}"
                f" WHEN MATCHED AND ({same}) THEN UPDATE SET {', '.join(f'{name} = s.{name}' for name in others)}"
                f" WHEN NOT MATCHED THEN INSERT ({', '.join(names)}) VALUES ({', '.join(f's.{name}' for name in names)})"
            )
        return self._count(table) - before

    def _note_left(self, documents: list[str]) -> None:
        """Documents written anew may leave their region, and documents of no region that stood with them: both are settled anew."""
        if documents:
            self.connection.execute(
                """
                INSERT INTO ops.unsettled BY NAME
                WITH former AS (SELECT region_id, logical_id FROM core.document WHERE document_id IN (SELECT unnest(?)))
                SELECT DISTINCT region_id, NULL AS document_id FROM former WHERE region_id IS NOT NULL
                UNION ALL
                SELECT NULL, document_id FROM core.document
                WHERE region_id IS NULL AND logical_id IN (SELECT logical_id FROM former)""",
                [documents],
            )

    def _clear(self, documents: list[str], gone: list[str]) -> None:
        """Take out the rows of files about to be written anew, and comparisons with them; documents that stay keep their own row."""
        if not documents:
            return
        tables = "SELECT table_id FROM core.extracted_table WHERE document_id IN (SELECT unnest(?))"
        self.connection.execute(f"DELETE FROM core.extracted_cell WHERE table_id IN ({tables})", [documents])
        for table in ("core.check_result", *CHILDREN):
            if table != "core.extracted_cell":
                self.connection.execute(
                    f"DELETE FROM {table} WHERE document_id IN (SELECT unnest(?))", [documents]
                )
        self.connection.execute("DELETE FROM core.document WHERE document_id IN (SELECT unnest(?))", [gone])
        for end in ("document_id", "other_document_id"):
            self.connection.execute(
                f"DELETE FROM core.document_link WHERE {end} IN (SELECT unnest(?))", [documents]
            )

    def _date_files(self, shas: set[str]) -> set[str]:
        """`first_captured_at`: the earliest capture of the bytes, or of the archive that they came in.

        Returns:
            Documents of the files whose date moved: their place among their revisions may move too.
        """
        moved: set[str] = set()
        while shas:  # archives first, then their members, then the members' members
            found = self._query(
                """
                WITH one AS MATERIALIZED (
                    SELECT file_sha256, parent_sha256, first_captured_at FROM raw.file
                    WHERE file_sha256 IN (SELECT unnest($shas)) OR parent_sha256 IN (SELECT unnest($shas))),
                captured AS (
                    SELECT file_sha256, min(captured_at) AS moment FROM raw.capture
                    WHERE file_sha256 IN (SELECT file_sha256 FROM one) GROUP BY file_sha256),
                parent AS (
                    SELECT file_sha256 AS parent_sha256, first_captured_at AS moment FROM raw.file
                    WHERE file_sha256 IN (SELECT parent_sha256 FROM one))
                SELECT file_sha256, least(captured.moment, parent.moment) AS moment
                FROM one LEFT JOIN captured USING (file_sha256) LEFT JOIN parent USING (parent_sha256)
                WHERE first_captured_at IS DISTINCT FROM least(captured.moment, parent.moment)""",
                {"shas": sorted(shas)},
            )
            if found:
                self.connection.execute(
                    "UPDATE raw.file SET first_captured_at = d.moment FROM"
                    " (SELECT unnest($shas) AS sha, unnest($moments) AS moment) d WHERE raw.file.file_sha256 = d.sha",
                    {"shas": [row[0] for row in found], "moments": [row[1] for row in found]},
                )
            shas = {row[0] for row in found}
            moved |= shas
        return set(self._documents_of(sorted(moved)))

    def _documents_of(self, files: list[str]) -> list[str]:
        return [
            row[0]
            for row in self._query(
                "SELECT document_id FROM core.document WHERE file_sha256 IN (SELECT unnest(?))", [files]
            )
        ]

    def _stage(self, table: str, rows: Iterable[Any]) -> pa.Table:
        if table not in self.schemas:
            empty = self.connection.sql(f"SELECT * FROM {table} LIMIT 0").to_arrow_table()
            self.schemas[table] = empty.schema
        return stage(table, rows, self.schemas[table])

    def _count(self, table: str) -> int:
        return int(self._query(f"SELECT count(*) FROM {table}", [])[0][0])

    def _query(self, sql: str, parameters: Any) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, parameters).fetchall()


def _parse_of(file: FileRow) -> tuple[str | None, ...]:
    """What the rows of a file are a function of, with what the file row says of the outcome."""
    return (
        file.parser_version,
        file.hints_id,
        file.status,
        file.status_detail,
        file.parent_sha256,
        file.member_path,
    )
