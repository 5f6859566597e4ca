"""What only the warehouse can decide, because it sees all documents: units, logical disclosures, revisions, duplicates.

Every decision is a function of all documents of a region, so the order of loading cannot matter. Ingest writes down in `ops.unsettled`
what it touched; settling decides the regions of these documents anew, once for many batches, and writes only the rows that changed.
A killed run leaves its list behind for the next one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.decisions import unit_decisions, unit_renames, unit_types
from warehouse.links import compared, keep
from warehouse.names import places
from warehouse.revisions import Paper, Place, arrange, logical_id, pairs
from warehouse.settled_rows import PLACE, write_places, write_tables, write_units
from warehouse.transaction import transaction
from warehouse.twins import FIRST, adopted, likely_twins
from warehouse.unit_records import Mention, Units
from warehouse.units import resolve

AT_ONCE = 2_000
"""Documents after which a transaction takes up no further region: they are held in memory."""

PAPERS = f"""
    SELECT d.document_id, d.file_sha256, d.kind, d.region_id, d.unit_name, d.unit_code, d.scope, d.fiscal_year, d.title,
           d.published_on, f.first_captured_at, coalesce(d.is_correction, FALSE), d.content_hash, d.sketch, d.stage,
           {", ".join(f"d.{name}" for name in PLACE)}
    FROM core.document d LEFT JOIN raw.file f USING (file_sha256)
    WHERE d.region_id IN (SELECT unnest($regions)) OR d.document_id IN (SELECT unnest($documents))
    ORDER BY d.document_id
"""

NEAR = f"""
    WITH hashed AS (
        SELECT document_id, region_id, len(sketch[:{FIRST}]) AS size, unnest(sketch[:{FIRST}]) AS hash FROM core.document
        WHERE region_id IS NULL OR $homeless OR document_id IN (SELECT unnest($documents))),
    here AS (SELECT * FROM hashed WHERE document_id IN (SELECT unnest($documents)))
    SELECT there.document_id, there.region_id
    FROM hashed AS there JOIN here ON there.hash = here.hash AND (there.region_id IS NULL OR here.region_id IS NULL)
    GROUP BY there.document_id, there.region_id, here.document_id
    HAVING 2 * count(*) >= least(any_value(there.size), any_value(here.size))
    UNION
    SELECT document_id, NULL FROM core.document WHERE region_id IS NULL AND logical_id IN (SELECT unnest($disclosures))
"""
"""Documents that may be copies of given ones, where one of the two stands in no region, and those that stand with them by now."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What settling changed: documents whose unit, revision or standing moved; how many of those waiting revise an earlier one."""

    moved: frozenset[str] = frozenset()
    revisions: int = 0


def settle(connection: duckdb.DuckDBPyConnection) -> Settled:
    """Settle what `ops.unsettled` names: regions, and documents with the regions that they stand in."""
    if not connection.execute("SELECT 1 FROM ops.unsettled LIMIT 1").fetchall():
        return Settled()
    moved: set[str] = set()
    revisions = 0
    _place_in_regions(connection)
    for regions, documents in _portions(connection):
        with transaction(connection):
            places, changed = _settle(connection, regions, documents)
            connection.execute(
                "DELETE FROM ops.unsettled"
                " WHERE region_id IN (SELECT unnest($regions)) OR document_id IN (SELECT unnest($documents))",
                {"regions": sorted(regions), "documents": sorted(documents)},
            )
        moved |= changed
        revisions += sum(
            one.revision > 1 and one.duplicate_of is None and one.document_id in documents for one in places
        )
    return Settled(frozenset(moved), revisions)


def _portions(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[set[str], set[str]]]:
    """The regions and documents to settle, as many regions (or documents of none) together as fit into memory."""
    waiting = connection.execute(
        """
        WITH listed AS (
            SELECT coalesce(d.region_id, u.region_id) AS region_id, u.document_id
            FROM ops.unsettled u LEFT JOIN core.document d ON d.document_id = u.document_id),
        sized AS (SELECT region_id, count(*) AS documents FROM core.document GROUP BY region_id)
        SELECT region_id, list(DISTINCT document_id) FILTER (WHERE document_id IS NOT NULL), any_value(documents)
        FROM listed LEFT JOIN sized USING (region_id)
        GROUP BY region_id, CASE WHEN region_id IS NULL THEN document_id END ORDER BY ALL"""
    ).fetchall()
    regions: set[str] = set()
    documents: set[str] = set()
    size = 0
    for region, listed, count in waiting:
        regions |= {region} - {None}
        documents.update(listed or ())
        size += count or len(listed or ())
        if size >= AT_ONCE:
            yield regions, documents
            regions, documents, size = set(), set(), 0
    if regions or documents:
        yield regions, documents


def _settle(
    connection: duckdb.DuckDBPyConnection, regions: set[str], documents: set[str]
) -> tuple[list[Place], set[str]]:
    """Where the documents of some regions stand, and which of them moved."""
    regions, rows = _reach(connection, regions, documents)
    units = _units(connection, regions, rows)
    papers = _papers(connection, rows, units)
    places = _arrange(connection, papers)
    write_units(connection, regions, units)
    write_tables(connection, papers, places)
    return places, write_places(connection, papers, places, {row[0]: row[-len(PLACE) :] for row in rows})


def _reach(
    connection: duckdb.DuckDBPyConnection, regions: set[str], documents: set[str]
) -> tuple[set[str], list[tuple[Any, ...]]]:
    """The regions and the rows of all documents whose standing can depend on the documents to settle.

    A document of no region may be a copy of one that stands in a region: either brings in the other, and all of its region.
    """
    while True:
        rows = _rows(connection, regions, documents)
        ids = {row[0] for row in rows}
        near = connection.execute(
            NEAR,
            {
                "documents": sorted(ids),
                "disclosures": sorted({row[16] for row in rows if row[16]}),
                "homeless": any(row[3] is None for row in rows),
            },
        ).fetchall()
        strays = {document for document, region in near if region is None} - ids
        homes = {region for _, region in near if region is not None} - regions
        if not strays and not homes:
            return regions, rows
        regions, documents = regions | homes, documents | strays


def _rows(
    connection: duckdb.DuckDBPyConnection, regions: set[str], documents: set[str]
) -> list[tuple[Any, ...]]:
    return connection.execute(PAPERS, {"regions": sorted(regions), "documents": sorted(documents)}).fetchall()


def _place_in_regions(connection: duckdb.DuckDBPyConnection) -> None:
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
              WHERE d.document_id IN (SELECT document_id FROM ops.unsettled) GROUP BY d.document_id, d.region_code) found
        WHERE core.document.document_id = found.document_id
          AND core.document.region_id IS DISTINCT FROM found.region_id"""
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
    unit_of = {document: unit for one in units.values() for document, unit in one.unit_of.items()}
    tables: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for document, table, kind in connection.execute(
        "SELECT document_id, table_id, kind FROM core.extracted_table"
        " WHERE NOT is_empty AND document_id IN (SELECT unnest(?)) ORDER BY table_id",
        [[row[0] for row in rows]],
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


def _arrange(connection: duckdb.DuckDBPyConnection, papers: Sequence[Paper]) -> list[Place]:
    twins = likely_twins(papers)
    joined = adopted(papers, twins, compared(connection, twins))
    groups: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        groups[joined.get(paper.document_id) or logical_id(paper)].append(paper)
    wanted = [pair for group in groups.values() for pair in pairs(group)]
    known = compared(connection, wanted)
    keep(connection, [paper.document_id for paper in papers], {*twins, *wanted})
    return [place for key in sorted(groups) for place in arrange(key, groups[key], known)]
