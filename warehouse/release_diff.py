"""What changed between two releases: schema, rows by table, documents and figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from warehouse.release_tables import quoted, row_counts

SHOWN = 20
"""Changed figures that CHANGES.md shows."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A release against the one before; without one before, only what is new.

    `rows` maps a table to its rows before and now (`None` where the table was not there). `shares` holds, before and now, the share of
    failed checks.
    """

    is_first: bool
    rows: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    documents: tuple[int, int, int] = (0, 0, 0)
    """Documents added, removed, no longer current."""
    figures_changed: int = 0
    examples: tuple[tuple[str, str, str, str], ...] = ()
    """(document title, row label, before, now) of changed figures."""
    regions_lost: tuple[str, ...] = ()
    failed_share: tuple[float, float] = (0.0, 0.0)


def compare_releases(before: Path | None, now: Path, rows_now: Mapping[str, int], memory: str) -> Difference:
    """Compare two release databases; `before` is `None` for the first release, `rows_now` counts the rows of the new one."""
    if before is None:
        return Difference(is_first=True, rows={name: (None, count) for name, count in rows_now.items()})
    spill = str(now.with_suffix(".tmp"))
    with duckdb.connect(":memory:", config={"memory_limit": memory, "temp_directory": spill}) as connection:
        connection.execute(f"ATTACH {quoted(now)} AS now (READ_ONLY)")
        connection.execute(f"ATTACH {quoted(before)} AS before (READ_ONLY)")
        rows_before = row_counts(connection, "before")
        columns_before, columns_now = _columns(connection, "before"), _columns(connection, "now")
        documents = connection.execute(
            """
            SELECT count(*) FILTER (WHERE b.document_id IS NULL), count(*) FILTER (WHERE n.document_id IS NULL),
                   count(*) FILTER (WHERE b.is_current AND NOT n.is_current)
            FROM before.core.document b FULL JOIN now.core.document n ON n.document_id = b.document_id"""
        ).fetchall()[0]
        changed = connection.execute(_CHANGED).fetchall()
        lost = connection.execute(
            "SELECT DISTINCT region_id FROM before.core.document WHERE region_id IS NOT NULL"
            " EXCEPT SELECT DISTINCT region_id FROM now.core.document ORDER BY ALL"
        ).fetchall()
        return Difference(
            is_first=False,
            rows={
                name: (rows_before.get(name), rows_now.get(name))
                for name in sorted({*rows_before, *rows_now})
            },
            columns_added=tuple(sorted(columns_now - columns_before)),
            columns_removed=tuple(sorted(columns_before - columns_now)),
            documents=(int(documents[0]), int(documents[1]), int(documents[2])),
            figures_changed=int(changed[0][4]) if changed else 0,
            examples=tuple((row[0] or "", row[1] or "", row[2] or "", row[3] or "") for row in changed),
            regions_lost=tuple(row[0] for row in lost),
            failed_share=(_failed(connection, "before"), _failed(connection, "now")),
        )


_CHANGED = f"""
    SELECT d.title, n.row_label, coalesce(b.amount::VARCHAR, b.quantity::VARCHAR), coalesce(n.amount::VARCHAR, n.quantity::VARCHAR),
           count(*) OVER ()
    FROM before.core.figure b
    JOIN now.core.figure n ON n.figure_id = b.figure_id
    LEFT JOIN now.core.document d ON d.document_id = n.document_id
    WHERE (b.amount, b.quantity) IS DISTINCT FROM (n.amount, n.quantity)
    ORDER BY abs(coalesce(n.amount, 0) - coalesce(b.amount, 0)) DESC, n.figure_id LIMIT {SHOWN}
"""


def _columns(connection: duckdb.DuckDBPyConnection, database: str) -> set[str]:
    rows = connection.execute(
        "SELECT schema_name || '.' || table_name || '.' || column_name FROM duckdb_columns() WHERE database_name = ?"
        " AND NOT internal",
        [database],
    ).fetchall()
    return {row[0] for row in rows}


def _failed(connection: duckdb.DuckDBPyConnection, database: str) -> float:
    share = connection.execute(
        "SELECT coalesce(avg((status = 'failed')::INTEGER), 0) FROM "
        f"{database}.core.check_result WHERE status <> 'not_applicable'"
    ).fetchall()[0][0]
    return float(share)


def changes_markdown(version: str, difference: Difference) -> str:
    """CHANGES.md of a release."""
    lines = [f"# {version}", ""]
    if difference.is_first:
        lines += ["The first release.", ""]
    else:
        added, removed, retired = difference.documents
        lines += [
            f"- documents: {added} new, {removed} gone, {retired} replaced by a revision or recognised as a copy",
            f"- figures whose value changed: {difference.figures_changed}",
            f"- failed checks: {difference.failed_share[0]:.2%} before, {difference.failed_share[1]:.2%} now",
        ]
        if difference.regions_lost:
            lines.append(f"- regions no longer covered: {', '.join(difference.regions_lost)}")
        for title, columns in (("added", difference.columns_added), ("removed", difference.columns_removed)):
            if columns:
                lines.append(f"- columns {title}: {', '.join(f'`{column}`' for column in columns)}")
        lines.append("")
    lines += ["| table | rows before | rows now |", "|---|---:|---:|"]
    for table, (before, now) in difference.rows.items():
        lines.append(f"| {table} | {_count(before)} | {_count(now)} |")
    if difference.examples:
        lines += [
            "",
            "## The largest changes of a figure",
            "",
            "| document | row | before | now |",
            "|---|---|---:|---:|",
        ]
        lines += [f"| {title} | {label} | {old} | {new} |" for title, label, old, new in difference.examples]
    return "\n".join(lines) + "\n"


def _count(rows: int | None) -> str:
    return "" if rows is None else f"{rows:,}"
