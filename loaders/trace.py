"""Where a figure or a fact comes from: address, file, page, cell or sentence, and the place drawn on its page."""

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

DOCUMENT = """
d.file_sha256, d.title AS document_title, d.unit_name, d.region_code, d.kind AS document_kind, r.media_type
FROM core.document AS d LEFT JOIN raw.file AS r USING (file_sha256)"""

FIGURE = f"""
SELECT f.*, t.title AS table_title, t.kind AS table_kind, t.form_number, {DOCUMENT}
JOIN core.figure AS f USING (document_id) LEFT JOIN core.extracted_table AS t USING (table_id)
WHERE f.figure_id = ?
"""

FACT = f"SELECT n.*, {DOCUMENT} JOIN core.narrative AS n USING (document_id) WHERE n.narrative_id = ?"


@dataclass(frozen=True, slots=True)
class Source:
    """One figure or fact with its document and file (`row` by column name).

    `sha256` is the archived file it lies in, `members` the names to unpack on the way to it, `captures` the fetches of that file.
    """

    row: dict[str, Any]
    sha256: str
    members: list[str]
    captures: list[dict[str, Any]]


def find(home: Path, one_id: str) -> Source:
    """Look a figure or fact up in the newest release, or in the working database where nothing is published yet.

    Raises:
        MissingFileError: there is no warehouse.
        LoaderError: no such figure or fact.
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
        found = _rows(connection, FIGURE, [one_id]) or _rows(connection, FACT, [one_id])
        if not found:
            raise LoaderError(
                f"no figure or fact has the id {one_id}; ids stand in core.figure, out.figure_source and core.narrative"
            )
        sha256, names = _outermost(connection, found[0]["file_sha256"])
        captures = _rows(
            connection,
            "SELECT * FROM raw.capture WHERE file_sha256 = ? ORDER BY captured_at, capture_id",
            [sha256],
        )
    return Source(found[0], sha256, names, captures)


def show(home: Path, one_id: str, image: Path | None, console: Console) -> None:
    """Print the source of a figure or fact, and with `image` draw its cell or sentence.

    Raises:
        LoaderError: as `find`, or the page cannot be drawn.
    """
    source = find(home, one_id)
    row = source.row
    lines = {
        **(_figure(row) if "figure_id" in row else _fact(row)),
        "document": f"{row['document_title'] or ''} ({row['document_kind']}, {row['region_code']})",
        "file": f"{row['media_type']} {row['file_sha256']}"
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


def _figure(row: dict[str, Any]) -> dict[str, str]:
    """What is said of a figure: its value and its cell."""
    place = _page(row)
    if row["row_index"] is not None:
        place += f", row {row['row_index'] + 1}, column {row['column_index'] + 1} of its table"
    return {
        "figure": f"{row['raw']} → {_value(row)} {_meaning(row)}",
        "label": " / ".join(filter(None, [row["row_code"], row["row_label"]])),
        "column": " / ".join(row["column_path"] or ()),
        "table": " ".join(filter(None, [row["form_number"], row["table_title"], row["table_kind"]])),
        "place": place,
    }


def _fact(row: dict[str, Any]) -> dict[str, str]:
    """What is said of a fact: its value and its sentence."""
    return {
        "fact": f"{_value(row)} {_meaning(row)}",
        "label": " / ".join(filter(None, [row["about"], row["raw_label"]])),
        "sentence": row["sentence"] or "",
        "place": _page(row),
    }


def _value(row: dict[str, Any]) -> object:
    """The number, zero included; a cell that holds none says what it holds instead."""
    values = (row.get(name) for name in ("amount", "quantity", "change_amount", "value_state"))
    return next((value for value in values if value is not None), "")


def _meaning(row: dict[str, Any]) -> str:
    return f"({row['fiscal_year']} {row['stage']}, {row['item'] or row['code'] or ''})"


def _page(row: dict[str, Any]) -> str:
    return f"page {row['page']}" if row["page"] else "no page"


def _draw(home: Path, source: Source, image: Path) -> None:
    row = source.row
    box = [row.get(name) for name in ("x0", "y0", "x1", "y1")]
    sentence = row.get("sentence")
    if row["media_type"] != "pdf" or row["page"] is None or (None in box and not sentence):
        raise LoaderError(
            f"a {row['media_type']} file has no page picture; what stands above says where the place is"
        )
    with Archive(home / "archive", read_only=True) as archive:
        original = archive.path(source.sha256)
    if not original.is_file():
        raise LoaderError(f"the archive below {home} does not hold {original.name}; was it moved?")
    with tempfile.TemporaryDirectory(prefix="gongkai-") as work:
        order = {
            "file": str(original.resolve()),
            "members": source.members,
            "page": row["page"],
            "box": None if sentence else box,
            "sentence": sentence,
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
            raise LoaderError(f"drawing page {row['page']} took over {DRAW_SECONDS} seconds") from error
        drawn = Path(work) / "page.png"
        if result.returncode or not drawn.is_file():
            reason = result.stderr.strip().splitlines()[-1:] or ["the drawing process ended"]
            raise LoaderError(f"cannot draw page {row['page']}: {reason[0]}")
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
