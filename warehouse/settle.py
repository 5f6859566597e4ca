"""What only the warehouse can decide, because it sees all documents: units, logical disclosures, revisions, duplicates.

Every decision is a function of all documents of a region, so the order of loading cannot matter; a batch recomputes the regions that
it touches and writes only the rows that changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.compare import compare
from warehouse.decisions import unit_decisions, unit_renames, unit_types
from warehouse.names import places
from warehouse.revisions import Comparison, Paper, Place, arrange, logical_id, pairs
from warehouse.twins import adopted, likely_twins
from warehouse.unit_records import AliasRow, CandidateRow, Mention, UnitRow, Units
from warehouse.units import resolve

PAPERS = """
    SELECT d.document_id, d.file_sha256, d.kind, d.region_id, d.unit_name, d.unit_code, d.scope, d.fiscal_year, d.title,
           d.published_on, f.first_captured_at, coalesce(d.is_correction, FALSE), d.content_hash, d.sketch, d.stage
    FROM core.document d LEFT JOIN raw.file f USING (file_sha256)
    WHERE d.region_id IN (SELECT unnest($regions)) OR d.document_id IN (SELECT unnest($documents))
    ORDER BY d.document_id
"""

HOMELESS = """
    WITH settled AS (
        SELECT content_hash, logical_id FROM core.document
        WHERE region_id IN (SELECT unnest($regions)) OR document_id IN (SELECT unnest($documents)))
    SELECT document_id, region_id FROM core.document
    WHERE content_hash IN (SELECT content_hash FROM settled) OR logical_id IN (SELECT logical_id FROM settled)
"""
"""Documents of other regions, or of none, that share content or disclosure with the documents to settle."""


def regions_of(connection: duckdb.DuckDBPyConnection, documents: Iterable[str]) -> set[str]:
    """The regions that documents stand in (documents of an unknown region add nothing)."""
    return {
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT region_id FROM core.document WHERE region_id IS NOT NULL"
            " AND document_id IN (SELECT unnest(?))",
            [list(documents)],
        ).fetchall()
    }


def settle(connection: duckdb.DuckDBPyConnection, written: set[str], regions: set[str]) -> set[str]:
    """Settle the regions touched by a batch.

    Args:
        connection: inside the batch's transaction.
        written: ids of the documents that the batch wrote.
        regions: regions that rewritten documents stood in before.

    Returns:
        Ids of documents whose unit, revision or standing changed.
    """
    if not written and not regions:
        return set()
    _place_in_regions(connection, written)
    touched, documents = _reach(connection, regions | regions_of(connection, written), written)
    rows = connection.execute(PAPERS, {"regions": sorted(touched), "documents": sorted(documents)}).fetchall()
    units = _units(connection, touched, rows)
    papers = _papers(connection, rows, units)
    places = _arrange(connection, papers, written)
    _write_units(connection, touched, units)
    return _write_places(connection, papers, places)


def _reach(
    connection: duckdb.DuckDBPyConnection, regions: set[str], written: set[str]
) -> tuple[set[str], set[str]]:
    """The regions and single documents whose standing can depend on the documents written.

    A document of unknown region may be a copy of one in a known region: either brings in the other.
    """
    near = connection.execute(HOMELESS, {"regions": sorted(regions), "documents": sorted(written)}).fetchall()
    strays = {document for document, region in near if region is None}
    if not strays:
        return regions, written
    homes = connection.execute(
        "SELECT DISTINCT d.region_id FROM core.document d JOIN core.document s USING (content_hash)"
        " WHERE d.region_id IS NOT NULL AND s.document_id IN (SELECT unnest(?))",
        [sorted(strays)],
    ).fetchall()
    return regions | {row[0] for row in homes}, written | strays


def _place_in_regions(connection: duckdb.DuckDBPyConnection, written: set[str]) -> None:
    """`region_id` from the code and the year: codes are reused, so the year decides; a code never listed is its own id."""
    connection.execute(
        """
        UPDATE core.document SET region_id = found.region_id
        FROM (SELECT d.document_id, coalesce(
                 arg_min(r.region_id, CASE WHEN d.fiscal_year < r.first_year THEN r.first_year - d.fiscal_year
                                           WHEN d.fiscal_year > r.last_year THEN d.fiscal_year - r.last_year
                                           ELSE 0 END * 10000 - r.first_year),
                 d.region_code) AS region_id
              FROM core.document d LEFT JOIN ref.region r ON r.region_code = d.region_code
              WHERE d.document_id IN (SELECT unnest(?)) GROUP BY d.document_id, d.region_code) found
        WHERE core.document.document_id = found.document_id
          AND core.document.region_id IS DISTINCT FROM found.region_id""",
        [sorted(written)],
    )


def _units(
    connection: duckdb.DuckDBPyConnection, regions: set[str], rows: Sequence[tuple[Any, ...]]
) -> dict[str, Units]:
    mentions: dict[str, list[Mention]] = defaultdict(list)
    for row in rows:
        document_id, _, kind, region_id, unit_name, unit_code, scope, year = row[:8]
        if region_id is not None and unit_name:
            mentions[region_id].append(Mention(document_id, unit_name, unit_code, kind, scope, year))
    known = connection.execute(
        """
        SELECT region_id, arg_max(region_code, first_year), list(DISTINCT region_name), any_value(province_name),
               list(DISTINCT prefecture_name) FROM ref.region
        WHERE region_id IN (SELECT unnest(?)) GROUP BY region_id""",
        [sorted(regions)],
    ).fetchall()
    prefixes = {row[0]: places(sorted({*row[2], row[3] or "", *(n or "" for n in row[4])})) for row in known}
    codes = {row[0]: row[1] for row in known}
    return {
        region: resolve(
            region,
            codes.get(region, region),
            found,
            prefixes.get(region, ()),
            [one for one in unit_decisions() if one.region_id == region],
            unit_types(),
            unit_renames(),
        )
        for region, found in mentions.items()
    }


def _papers(
    connection: duckdb.DuckDBPyConnection, rows: Sequence[tuple[Any, ...]], units: dict[str, Units]
) -> list[Paper]:
    ids = [row[0] for row in rows]
    unit_of = {document: unit for one in units.values() for document, unit in one.unit_of.items()}
    tables: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for document, table, kind in connection.execute(
        "SELECT document_id, table_id, kind FROM core.extracted_table"
        " WHERE NOT is_empty AND document_id IN (SELECT unnest(?)) ORDER BY table_id",
        [ids],
    ).fetchall():
        tables[document].append((table, kind))
    return [
        Paper(
            document_id=row[0],
            file_sha256=row[1],
            kind=row[2],
            region_id=row[3],
            unit_id=unit_of.get(row[0]),
            unit_name=row[4],
            scope=row[6],
            fiscal_year=row[7],
            title=row[8],
            published_on=row[9],
            captured_at=row[10],
            is_correction=row[11],
            content_hash=row[12],
            sketch=tuple(row[13] or ()),
            stage=row[14],
            tables=tuple(tables[row[0]]),
        )
        for row in rows
    ]


def _arrange(
    connection: duckdb.DuckDBPyConnection, papers: Sequence[Paper], written: set[str]
) -> list[Place]:
    _forget(connection, written)
    twins = likely_twins(papers)
    joined = adopted(papers, _compared(connection, twins))
    groups: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        groups[joined.get(paper.document_id) or logical_id(paper)].append(paper)
    wanted = [pair for group in groups.values() for pair in pairs(group)]
    compared = _compared(connection, wanted)
    _keep(connection, [paper.document_id for paper in papers], {*twins, *wanted})
    return [place for key in sorted(groups) for place in arrange(key, groups[key], compared)]


def _forget(connection: duckdb.DuckDBPyConnection, written: set[str]) -> None:
    """Drop the comparisons of documents whose numbers may have changed."""
    connection.execute(
        "DELETE FROM core.document_link WHERE document_id IN (SELECT unnest($1)) OR other_document_id IN (SELECT unnest($1))",
        [sorted(written)],
    )


def _keep(
    connection: duckdb.DuckDBPyConnection, settled: Sequence[str], wanted: set[tuple[str, str]]
) -> None:
    """Drop comparisons that a former standing of the settled documents asked for: which were made depends on the order of loading."""
    kept = connection.execute(
        "SELECT document_id, other_document_id FROM core.document_link"
        " WHERE document_id IN (SELECT unnest($1)) AND other_document_id IN (SELECT unnest($1))",
        [settled],
    ).fetchall()
    if stale := [pair for pair in kept if pair not in wanted]:
        connection.executemany(
            "DELETE FROM core.document_link WHERE document_id = ? AND other_document_id = ?", stale
        )


def _compared(
    connection: duckdb.DuckDBPyConnection, wanted: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Comparison]:
    """Comparisons of pairs, kept in `core.document_link`; only new pairs are computed."""
    if not wanted:
        return {}
    kept = {
        (row[0], row[1]): Comparison(*row[2:])
        for row in connection.execute(
            "SELECT document_id, other_document_id, agreeing, conflicting, only_here, only_there FROM core.document_link"
            " WHERE document_id IN (SELECT unnest(?))",
            [sorted({one for one, _ in wanted})],
        ).fetchall()
    }
    missing = [pair for pair in wanted if pair not in kept]
    fresh = compare(connection, missing)
    if fresh:
        connection.executemany(
            "INSERT INTO core.document_link VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [[*pair, *_evidence(found)] for pair, found in sorted(fresh.items())],
        )
    return kept | fresh


def _evidence(found: Comparison) -> list[Any]:
    relation = "same_content" if found.same else "differs"
    text = (
        f"{found.agreeing} values agree, {found.conflicting} contradict, "
        f"{found.only_here} stand only in the first, {found.only_there} only in the second"
    )
    return [relation, found.agreeing, found.conflicting, found.only_here, found.only_there, text]


def _write_units(connection: duckdb.DuckDBPyConnection, regions: set[str], units: dict[str, Units]) -> None:
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
            schema = connection.sql(f"SELECT {', '.join(names)} FROM {table} LIMIT 0").to_arrow_table().schema
            columns = zip(zip(*rows, strict=True), schema, strict=True)
            connection.register("staged", pa.table([pa.array(c, f.type) for c, f in columns], names))
            connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM staged")
            connection.unregister("staged")


def _write_places(
    connection: duckdb.DuckDBPyConnection, papers: Sequence[Paper], places: Sequence[Place]
) -> set[str]:
    unit_of = {paper.document_id: paper.unit_id for paper in papers}
    tables = [table for paper in papers for table, _ in paper.tables]
    stale = {table for place in places for table in place.stale_tables}
    if not places:
        return set()
    staged = pa.table(
        {
            "document_id": [place.document_id for place in places],
            "unit_id": pa.array([unit_of[place.document_id] for place in places], pa.string()),
            "logical_id": [place.logical_id for place in places],
            "revision": pa.array([place.revision for place in places], pa.int32()),
            "is_current": [place.is_current for place in places],
            "duplicate_of": pa.array([place.duplicate_of for place in places], pa.string()),
        }
    )
    settled = ("unit_id", "logical_id", "revision", "is_current", "duplicate_of")
    differs = " OR ".join(f"d.{name} IS DISTINCT FROM s.{name}" for name in settled)
    connection.register("staged", staged)
    moved = {
        row[0]
        for row in connection.execute(
            f"SELECT document_id FROM core.document d JOIN staged s USING (document_id) WHERE {differs}"
        ).fetchall()
    }
    connection.execute(
        f"MERGE INTO core.document d USING staged s ON d.document_id = s.document_id WHEN MATCHED AND ({differs})"
        f" THEN UPDATE SET {', '.join(f'{name} = s.{name}' for name in settled)}"
    )
    connection.unregister("staged")
    if tables:
        connection.execute(
            "UPDATE core.extracted_table SET is_current = table_id NOT IN (SELECT unnest($stale))"
            " WHERE table_id IN (SELECT unnest($all)) AND is_current IS DISTINCT FROM (table_id NOT IN (SELECT unnest($stale)))",
            {"all": tables, "stale": sorted(stale)},
        )
    return moved
