"""Comparisons of documents, kept in `core.document_link`: only pairs that were never compared are computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from warehouse.compare import compare
from warehouse.revisions import Comparison


def keep(connection: duckdb.DuckDBPyConnection, settled: Sequence[str], wanted: set[tuple[str, str]]) -> None:
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


def compared(
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
