"""What settling decided, written: only the rows that changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, fields
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.revisions import Paper, Place
from warehouse.staging import SETTLED, staged
from warehouse.unit_records import AliasRow, CandidateRow, UnitRow, Units

PLACE = SETTLED["core.document"]
"""The columns that say where a document stands."""


def write_units(connection: duckdb.DuckDBPyConnection, regions: set[str], units: dict[str, Units]) -> None:
    """The units of regions with their names and candidates, a table at a time if anything in it is new."""
    for table, kind, part in (
        ("core.unit", UnitRow, "units"),
        ("core.unit_alias", AliasRow, "aliases"),
        ("core.unit_candidate", CandidateRow, "candidates"),
    ):
        names = [field.name for field in fields(kind)]
        rows = sorted((astuple(row) for one in units.values() for row in getattr(one, part)), key=repr)
        have = connection.execute(
            f"SELECT {', '.join(names)} FROM {table} WHERE region_id IN (SELECT unnest(?))", [sorted(regions)]
        ).fetchall()
        if sorted(have, key=repr) == rows:
            continue
        connection.execute(f"DELETE FROM {table} WHERE region_id IN (SELECT unnest(?))", [sorted(regions)])
        if rows:
            with staged(connection, _typed(connection, table, names, rows)):
                connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM staged")


def write_tables(
    connection: duckdb.DuckDBPyConnection, papers: Sequence[Paper], places: Sequence[Place]
) -> None:
    """Which tables a later document replaced."""
    tables = [table for paper in papers for table, _ in paper.tables]
    stale = {table for place in places for table in place.stale_tables}
    connection.execute(
        "UPDATE core.extracted_table SET is_current = table_id NOT IN (SELECT unnest($stale))"
        " WHERE table_id IN (SELECT unnest($all)) AND is_current IS DISTINCT FROM (table_id NOT IN (SELECT unnest($stale)))",
        {"all": tables, "stale": sorted(stale)},
    )


def write_places(
    connection: duckdb.DuckDBPyConnection,
    papers: Sequence[Paper],
    places: Sequence[Place],
    before: dict[str, tuple[Any, ...]],
) -> set[str]:
    """The documents whose place is another than before (document → its settled columns)."""
    unit_of = {paper.document_id: paper.unit_id for paper in papers}
    now = {
        one.document_id: (
            unit_of[one.document_id],
            one.logical_id,
            one.revision,
            one.is_current,
            one.duplicate_of,
        )
        for one in places
    }
    moved = {document for document, place in now.items() if place != before[document]}
    if moved:
        rows = [(document, *now[document]) for document in sorted(moved)]
        with staged(connection, _typed(connection, "core.document", ["document_id", *PLACE], rows)):
            connection.execute(
                f"UPDATE core.document d SET {', '.join(f'{name} = s.{name}' for name in PLACE)}"
                " FROM staged s WHERE d.document_id = s.document_id"
            )
    return moved


def _typed(
    connection: duckdb.DuckDBPyConnection, table: str, names: list[str], rows: Sequence[tuple[Any, ...]]
) -> pa.Table:
    """Rows whose columns have the table's own types."""
    schema = connection.sql(f"SELECT {', '.join(names)} FROM {table} LIMIT 0").to_arrow_table().schema
    columns = zip(zip(*rows, strict=True), schema, strict=True)
    return pa.table([pa.array(c, f.type) for c, f in columns], names)
