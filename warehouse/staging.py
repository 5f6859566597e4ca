"""Rows as Arrow tables: what a batch of parsed files becomes before SQL sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.records import (
    CaptureRow,
    CellRow,
    DocumentRow,
    FigureRow,
    FileRow,
    IndicatorRow,
    NarrativeRow,
    ParsedDocument,
    ParsedFile,
    PassageRow,
    ProjectRow,
    TableRow,
)

RECORDS: dict[str, type] = {
    "raw.capture": CaptureRow,
    "raw.file": FileRow,
    "core.document": DocumentRow,
    "core.extracted_table": TableRow,
    "core.extracted_cell": CellRow,
    "core.figure": FigureRow,
    "core.narrative": NarrativeRow,
    "core.project": ProjectRow,
    "core.performance_indicator": IndicatorRow,
    "core.passage": PassageRow,
}
CHILDREN: dict[str, Callable[[ParsedDocument], Sequence[Any]]] = {
    "core.extracted_table": attrgetter("tables"),
    "core.extracted_cell": attrgetter("cells"),
    "core.figure": attrgetter("figures"),
    "core.narrative": attrgetter("narratives"),
    "core.project": attrgetter("projects"),
    "core.performance_indicator": attrgetter("indicators"),
    "core.passage": attrgetter("passages"),
}
SETTLED = {
    "raw.file": ("first_captured_at",),
    "core.document": ("unit_id", "logical_id", "revision", "is_current", "duplicate_of"),
}
"""Columns that the warehouse decides from all it holds; what a loader writes there is not looked at."""


def columns(table: str) -> list[str]:
    """The columns of a table that loaders fill, in the record's order."""
    skipped = SETTLED.get(table, ())
    return [field.name for field in fields(RECORDS[table]) if field.name not in skipped]


def stage(table: str, rows: Iterable[Any], schema: pa.Schema) -> pa.Table:
    """Records as an Arrow table of the database's own column types.

    Decimals are rounded half-even to the column's scale (amounts: 0.01 yuan); aware times become UTC without zone.

    Raises:
        pyarrow.ArrowInvalid: a value does not fit its column (an amount beyond 18 digits before the point).
    """
    names = columns(table)
    read = attrgetter(*names)
    values = list(zip(*map(read, rows), strict=True)) or [()] * len(names)
    return pa.table(
        [_array(column, schema.field(name).type) for name, column in zip(names, values, strict=True)], names
    )


@contextmanager
def staged(connection: duckdb.DuckDBPyConnection, rows: pa.Table) -> Iterator[None]:
    """Rows as the relation `staged` for the statements inside."""
    connection.register("staged", rows)
    try:
        yield
    finally:
        connection.unregister("staged")


def _array(column: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_decimal(kind):
        unit = Decimal(1).scaleb(-kind.scale)
        column = [None if one is None else one.quantize(unit) for one in column]
    elif pa.types.is_timestamp(kind):
        column = [_utc(one) for one in column]
    return pa.array(column, kind)


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment and moment.tzinfo else moment


LARGEST = Decimal(10) ** 18
"""One more than the largest amount that the schema's DECIMAL(20, 2) holds (in yuan)."""
LARGEST_OTHER = Decimal(10) ** 14
"""The same for quantities and percentages, DECIMAL(18, 4) and wider."""
_BOUNDED: dict[str, tuple[tuple[str, Decimal], ...]] = {
    "core.figure": (("amount", LARGEST), ("quantity", LARGEST_OTHER)),
    "core.narrative": (
        ("amount", LARGEST),
        ("change_amount", LARGEST),
        ("quantity", LARGEST_OTHER),
        ("change_percent", LARGEST_OTHER),
        ("share_percent", LARGEST_OTHER),
        ("completion_percent", LARGEST_OTHER),
    ),
    "core.project": (("amount", LARGEST),),
    "core.performance_indicator": (("weight", LARGEST_OTHER), ("score", LARGEST_OTHER)),
}


def misfit_of(part: ParsedDocument) -> str | None:
    """Why a document's rows cannot be stored, or `None`: an amount or quantity that no budget can hold, a broken number."""
    for table, rows in CHILDREN.items():
        for row in rows(part):
            for name, largest in _BOUNDED.get(table, ()):
                number = getattr(row, name)
                if number is not None and not (number.is_finite() and abs(number) < largest):
                    return f"a number that cannot be stored: {name} = {number}"
    return None


def origin(file: FileRow) -> tuple[str, str]:
    """Where bytes come from; the same bytes found twice belong to the smaller origin, in whatever order they arrive."""
    return file.parent_sha256 or "", file.member_path or ""


def flatten(files: Iterable[ParsedFile]) -> list[ParsedFile]:
    """Files and everything found inside them, each distinct content once (its smallest origin)."""
    chosen: dict[str, ParsedFile] = {}
    for one in _walk(files):
        rival = chosen.get(one.file.file_sha256)
        if rival is None or origin(one.file) < origin(rival.file):
            chosen[one.file.file_sha256] = one
    return [chosen[sha] for sha in sorted(chosen)]


def _walk(files: Iterable[ParsedFile]) -> Iterator[ParsedFile]:
    for one in files:
        yield one
        yield from _walk(one.members)
