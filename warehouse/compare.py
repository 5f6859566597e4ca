"""Two documents of one disclosure, value by value: what agrees, what contradicts, what stands in one only."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from warehouse.revisions import Comparison

TOKENS = """
    SELECT f.document_id,
           concat_ws('|', coalesce(t.kind, f.source), f.row_code,
                     regexp_replace(coalesce(f.row_label, ''), '[\\s\\pP]', '', 'g'), f.unit_code,
                     coalesce(f.fiscal_year - d.fiscal_year, 0), f.stage,
                     f.flow, f.fund, f.nature, f.item, f.measure) AS key,
           coalesce(f.amount, f.quantity)::VARCHAR AS value
    FROM core.figure f JOIN core.document d ON d.document_id = f.document_id
    LEFT JOIN core.extracted_table t ON t.table_id = f.table_id
    WHERE f.value_state = 'value' AND f.document_id IN (SELECT document_id FROM wanted)
    UNION
    SELECT n.document_id,
           concat_ws('|', 'narrative', n.item, n.code, n.raw_label, coalesce(n.fiscal_year - d.fiscal_year, 0), n.stage, n.measure_unit)
               AS key,
           coalesce(n.amount, n.quantity)::VARCHAR AS value
    FROM core.narrative n JOIN core.document d ON d.document_id = n.document_id
    WHERE coalesce(n.amount, n.quantity) IS NOT NULL AND n.document_id IN (SELECT document_id FROM wanted)
"""

COMPARE = f"""
    WITH pair AS (SELECT unnest($left) AS one, unnest($right) AS other),
    wanted AS (SELECT one AS document_id FROM pair UNION SELECT other FROM pair),
    token AS ({TOKENS}),
    size AS (SELECT document_id, count(*) AS tokens FROM token GROUP BY ALL),
    agreeing AS (
        SELECT p.one, p.other, count(*) AS n
        FROM pair p JOIN token a ON a.document_id = p.one
        JOIN token b ON b.document_id = p.other AND b.key = a.key AND b.value = a.value
        GROUP BY ALL),
    keyed AS (SELECT document_id, key, list(DISTINCT value) AS found FROM token GROUP BY ALL),
    conflicting AS (
        SELECT p.one, p.other, count(*) AS n
        FROM pair p JOIN keyed a ON a.document_id = p.one
        JOIN keyed b ON b.document_id = p.other AND b.key = a.key
        WHERE NOT list_has_any(a.found, b.found)
        GROUP BY ALL)
    SELECT p.one, p.other, coalesce(s.n, 0), coalesce(c.n, 0),
           coalesce(l.tokens, 0) - coalesce(s.n, 0) - coalesce(c.n, 0),
           coalesce(r.tokens, 0) - coalesce(s.n, 0) - coalesce(c.n, 0)
    FROM pair p
    LEFT JOIN agreeing s USING (one, other)
    LEFT JOIN conflicting c USING (one, other)
    LEFT JOIN size l ON l.document_id = p.one
    LEFT JOIN size r ON r.document_id = p.other
"""


def compare(
    connection: duckdb.DuckDBPyConnection, pairs: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Comparison]:
    """Compare pairs of documents by their figures and narrative facts.

    A key says which number it is (table kind, row, year from the document's own, stage, fund, nature); the layout, the page and the printed column heads do
    not count, so the same document as Word file and as PDF compares equal.
    """
    if not pairs:
        return {}
    rows = connection.execute(
        COMPARE, {"left": [one for one, _ in pairs], "right": [other for _, other in pairs]}
    ).fetchall()
    return {(row[0], row[1]): Comparison(*map(int, row[2:])) for row in rows}
