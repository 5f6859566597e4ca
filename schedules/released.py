"""The working warehouse against the release that readers use: is all of it published, and which checks fail only now?

The release is asked, not a marker of our own: what somebody loaded by hand, and a run that was killed before it published, count too.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.publish import DATABASE, current_release

WHOLE = ("raw.file", "core.document", "core.unit", "core.check_result", "ops.correction")
"""Tables that a release holds row by row and that change with everything worth publishing."""

SHOWN = 100
"""Newly failing checks that are named; all are counted."""


@contextmanager
def _release(connection: duckdb.DuckDBPyConnection, published: Path) -> Iterator[bool]:
    """The current release attached as `release`; `False` when there is none, or none that this program can read."""
    folder = current_release(published)
    if folder is None:
        yield False
        return
    quoted = str(folder / DATABASE).replace("'", "''")
    try:
        connection.execute(f"ATTACH '{quoted}' AS release (READ_ONLY)")
    except duckdb.Error:
        yield False
        return
    try:
        yield True
    finally:
        connection.execute("DETACH release")


def is_published(connection: duckdb.DuckDBPyConnection, published: Path) -> bool:
    """Whether the current release holds what the warehouse holds, row by row in the tables of `WHOLE`."""
    with _release(connection, published) as there:
        return there and all(
            _contents(connection, table) == _contents(connection, f"release.{table}") for table in WHOLE
        )


def newly_failing(connection: duckdb.DuckDBPyConnection, published: Path) -> tuple[int, list[dict[str, str]]]:
    """Failed checks of current documents that had not failed in the current release: how many, and the first of them."""
    names = ("check_id", "severity", "document_id", "unit", "message")
    with _release(connection, published) as there:
        known = "SELECT document_id, check_id FROM release.core.check_result WHERE status = 'failed'"
        cursor = connection.execute(
            f"""
            SELECT r.check_id, r.severity, r.document_id, coalesce(d.unit_name, d.title, ''), r.message, count(*) OVER ()
            FROM core.check_result AS r JOIN core.document AS d USING (document_id)
            WHERE r.status = 'failed' AND d.is_current
            {f"AND (r.document_id, r.check_id) NOT IN ({known})" if there else ""}
            ORDER BY r.severity, r.check_id, r.document_id, r.message LIMIT {SHOWN}
            """
        )
        rows = cursor.fetchall()
    return (rows[0][-1] if rows else 0), [dict(zip(names, row, strict=False)) for row in rows]


def prune(published: Path, keep: int) -> list[str]:
    """Remove the oldest releases so that `keep` stay beside the current one; returns the versions removed.

    Whoever has a removed database open keeps reading it: its bytes go when the last reader closes it.
    """
    current = current_release(published)
    releases = sorted(
        (path for path in published.iterdir() if (path / DATABASE).is_file() and not path.is_symlink()),
        key=lambda path: ((path / DATABASE).stat().st_mtime_ns, path.name),
    )
    others = [path for path in releases if path.resolve() != current]
    surplus = others[: max(0, len(others) - keep)]
    for path in surplus:
        shutil.rmtree(path)
    return [path.name for path in surplus]


def _contents(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[int, int] | None:
    """Rows and a digest of them, whatever their order; `None` for a table that is not there."""
    try:
        return connection.execute(
            f"SELECT count(*), coalesce(bit_xor(hash(row)), 0) FROM (SELECT t AS row FROM {table} AS t)"
        ).fetchall()[0]
    except duckdb.Error:
        return None
