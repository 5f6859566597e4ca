"""Where a figure comes from: address, file, page and cell, and the cell drawn on its page."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console

from crawler.archive import Archive
from loaders.errors import LoaderError, MissingFileError

DRAW_SECONDS = 60

QUERY = """
SELECT f.*, d.file_sha256, d.title AS document_title, d.unit_name, d.region_code, d.kind AS document_kind,
       t.title AS table_title, t.kind AS table_kind, t.form_number, r.media_type
FROM core.figure AS f
JOIN core.document AS d USING (document_id)
LEFT JOIN core.extracted_table AS t USING (table_id)
LEFT JOIN raw.file AS r USING (file_sha256)
WHERE f.figure_id = ?
"""


@dataclass(frozen=True, slots=True)
class Source:
    """One figure with its document and file (`figure` by column name).

    `sha256` is the archived file it lies in, `members` the names to unpack on the way to it, `captures` the fetches of that file.
    """

    figure: dict[str, Any]
    sha256: str
    members: list[str]
    captures: list[dict[str, Any]]


def find(home: Path, figure_id: str) -> Source:
    """Look a figure up in the newest release, or in the working database where nothing is published yet.

    Raises:
        MissingFileError: there is no warehouse.
        LoaderError: no such figure.
    """
    published = home / "published" / "current" / "gongkai.duckdb"
    path = published if published.is_file() else home / "warehouse.duckdb"
    if not path.is_file():
        raise MissingFileError(f"there is no warehouse below {home}; name the data directory with --home")
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.IOException as error:
        raise LoaderError(
            f"cannot open {path} while a run writes it; try again when it has finished"
        ) from error
    with connection:
        figures = _rows(connection, QUERY, [figure_id])
        if not figures:
            raise LoaderError(
                f"no figure has the id {figure_id}; ids stand in core.figure and out.figure_source"
            )
        sha256, names = _outermost(connection, figures[0]["file_sha256"])
        captures = _rows(
            connection,
            "SELECT * FROM raw.capture WHERE file_sha256 = ? ORDER BY captured_at, capture_id",
            [sha256],
        )
    return Source(figures[0], sha256, names, captures)


def show(home: Path, figure_id: str, image: Path | None, console: Console) -> None:
    """Print a figure's source, and with `image` draw its cell.

    Raises:
        LoaderError: as `find`, or the page cannot be drawn.
    """
    source = find(home, figure_id)
    figure = source.figure
    place = f"page {figure['page']}" if figure["page"] else "no page"
    if figure["row_index"] is not None:
        place += f", row {figure['row_index'] + 1}, column {figure['column_index'] + 1} of its table"
    lines = {
        "figure": f"{figure['raw']} → {figure['amount'] or figure['quantity']} "
        f"({figure['fiscal_year']} {figure['stage']}, {figure['item'] or figure['code'] or ''})",
        "label": " / ".join(filter(None, [figure["row_code"], figure["row_label"]])),
        "column": " / ".join(figure["column_path"] or ()),
        "table": " ".join(filter(None, [figure["form_number"], figure["table_title"], figure["table_kind"]])),
        "place": place,
        "document": f"{figure['document_title'] or ''} ({figure['document_kind']}, {figure['region_code']})",
        "file": f"{figure['media_type']} {figure['file_sha256']}"
        + "".join(f" in {name}" for name in reversed(source.members)),
    }
    for name, text in lines.items():
        if not text:
            continue
        console.print(f"{name:>9}  {text}", markup=False, highlight=False, soft_wrap=True)
    for capture in source.captures:
        console.print(f"{'address':>9}  {capture['url']}", markup=False, highlight=False, soft_wrap=True)
        if capture["article_url"]:
            console.print(f"{'':>9}  linked from {capture['article_url']}", markup=False, soft_wrap=True)
    if image:
        _draw(home, source, image)
        console.print(f"{'image':>9}  {image}", markup=False, soft_wrap=True)


def _draw(home: Path, source: Source, image: Path) -> None:
    figure = source.figure
    box = [figure[name] for name in ("x0", "y0", "x1", "y1")]
    if figure["media_type"] != "pdf" or None in box:
        raise LoaderError(
            f"a {figure['media_type']} file has no page picture; the row and column above say where the cell is"
        )
    with Archive(home / "archive", read_only=True) as archive:
        original = archive.path(source.sha256)
    if not original.is_file():
        raise LoaderError(f"the archive below {home} does not hold {original.name}; was it moved?")
    with tempfile.TemporaryDirectory(prefix="gongkai-") as work:
        order = {
            "file": str(original.resolve()),
            "members": source.members,
            "page": figure["page"],
            "box": box,
            "work": work,
        }
        try:
            result = subprocess.run(
                [sys.executable, "-m", "loaders.page_image", json.dumps(order)],
                capture_output=True,
                text=True,
                timeout=DRAW_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise LoaderError(f"drawing page {figure['page']} took over {DRAW_SECONDS} seconds") from error
        drawn = Path(work) / "page.png"
        if result.returncode or not drawn.is_file():
            reason = result.stderr.strip().splitlines()[-1:] or ["the drawing process ended"]
            raise LoaderError(f"cannot draw page {figure['page']}: {reason[0]}")
        try:
            shutil.copyfile(drawn, image)
        except OSError as error:
            raise LoaderError(f"cannot write {image}: {error.strerror}") from error


def _outermost(connection: duckdb.DuckDBPyConnection, sha256: str) -> tuple[str, list[str]]:
    """The archived file that holds a file, and the names on the way in, outermost first."""
    names: list[str] = []
    while True:
        rows = connection.execute(
            "SELECT parent_sha256, member_path FROM raw.file WHERE file_sha256 = ?", [sha256]
        ).fetchall()
        if not rows or rows[0][0] is None:
            return sha256, names
        sha256 = rows[0][0]
        names.insert(0, rows[0][1])


def _rows(connection: duckdb.DuckDBPyConnection, query: str, values: list[Any]) -> list[dict[str, Any]]:
    cursor = connection.execute(query, values)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
