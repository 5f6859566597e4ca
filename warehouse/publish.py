"""A release: one directory, written aside and put in place in one step; readers never see half of it.

`published/<version>/` holds gongkai.duckdb, the tables as files, the codebook, the data package and the changes against the release
before; `published/current` is a link that is swapped when all of it lies there. A killed publication leaves only a hidden folder,
which the next one removes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse.codebook import codebook_csv, codebook_markdown
from warehouse.comments import apply_comments
from warehouse.corrections import CORRECTIONS, apply_corrections, read_corrections
from warehouse.datapackage import datapackage
from warehouse.errors import ReleaseRefusedError, WarehouseError
from warehouse.exports import WRITERS
from warehouse.gates import Gates, Stop, judge
from warehouse.migrate import applied
from warehouse.release_diff import Difference, changes_markdown, compare_releases
from warehouse.release_tables import LOOKED_UP, base_tables, ordering, quoted, row_counts
from warehouse.report import render
from warehouse.transaction import transaction
from warehouse.views import views

DATABASE = "gongkai.duckdb"
STORAGE_VERSION = "v1.4.0"
"""Readers from DuckDB 1.4 on open the release."""
SHARED = frozenset({"core.best_item"})
"""Views outside `out` that many others read: made into tables once."""


@dataclass(frozen=True, slots=True)
class Release:
    """A finished release: its version, its folder, rows by table and what its gates said."""

    version: str
    path: Path
    rows: dict[str, int] = field(default_factory=dict)
    stops: tuple[Stop, ...] = ()


def publish(
    connection: duckdb.DuckDBPyConnection,
    published: Path,
    formats: Sequence[str] = ("parquet", "csv"),
    *,
    gates: Gates | None = None,
    accept: bool = False,
    memory_megabytes: int = 0,
    now: datetime | None = None,
) -> Release:
    """Write a release of everything the warehouse holds and make it current.

    Args:
        connection: the writer's connection, outside a transaction.
        published: the folder of releases.
        formats: file formats besides the database: parquet, csv, xlsx, dta.
        gates: what stops a release; the defaults if not given.
        accept: make the release current although a gate would stop it (a person looked at it).
        memory_megabytes: what the databases may keep in memory, or 0 for half of what DuckDB takes by itself (two fifths of the machine);
            the rest is put on disk beside them.
        now: the time of publication, UTC.

    Raises:
        ReleaseRefusedError: a gate stopped it; the last release stays current.
        WarehouseError: an unknown format.
    """
    unknown = [name for name in formats if name not in WRITERS]
    if unknown:
        raise WarehouseError(f"{unknown[0]} is no release format; choose from {', '.join(WRITERS)}.")
    moment = now or datetime.now(UTC)
    memory = f"{memory_megabytes}MB" if memory_megabytes else _half()
    published.mkdir(parents=True, exist_ok=True)
    for leftover in published.glob(".partial-*"):
        shutil.rmtree(leftover)
    apply_corrections(connection, read_corrections([CORRECTIONS, published.parent / "corrections"]))
    version = _next_version(published, moment)
    folder = published / f".partial-{version}"
    folder.mkdir()
    last = current_release(published)
    with _limited(connection, memory):
        _copy_tables(connection, folder / DATABASE)
    rows = _make_tables(folder / DATABASE, memory)
    difference = compare_releases(last / DATABASE if last else None, folder / DATABASE, rows, memory)
    stops = judge(difference, gates or Gates())
    if stops and not accept:
        shutil.rmtree(folder)
        _record(connection, version, moment, "refused", rows, stops)
        raise ReleaseRefusedError(
            f"The release {version} was stopped: {'; '.join(stop.reason for stop in stops)}. "
            "The last release stays current; look at it, then `gongkai publish --accept` if it is right."
        )
    _write_files(folder, formats, version, moment, difference, memory)
    _put_in_place(folder, published, version)
    _record(connection, version, moment, "published", rows, stops)
    return Release(version, published / version, rows, tuple(stops))


def current_release(published: Path) -> Path | None:
    """The folder that readers use now, or `None` before the first release."""
    link = published / "current"
    return link.resolve() if (link / DATABASE).is_file() else None


def _next_version(published: Path, moment: datetime) -> str:
    day = moment.strftime("%Y.%m.%d")
    if not (published / day).exists():
        return day
    number = 2
    while (published / f"{day}-{number}").exists():
        number += 1
    return f"{day}-{number}"


def _half() -> str:
    """Half of what DuckDB takes by itself, which knows the limits of a container; the rest is for the system's cache and for other work."""
    with duckdb.connect() as fresh:
        number, unit = fresh.execute("SELECT current_setting('memory_limit')").fetchall()[0][0].split()
    return f"{float(number) / 2:.1f} {unit}"


@contextmanager
def _limited(connection: duckdb.DuckDBPyConnection, memory: str) -> Iterator[None]:
    """Keep a connection within a limit for a while, and free what it keeps afterwards."""
    before = connection.execute("SELECT current_setting('memory_limit')").fetchall()[0][0]
    connection.execute(f"SET memory_limit = '{memory}'")
    try:
        yield
    finally:
        with suppress(duckdb.OutOfMemoryException):  # a warehouse in memory has nowhere else to keep its rows
            connection.execute("SET memory_limit = '100MB'")
        connection.execute(f"SET memory_limit = '{before}'")


def _copy_tables(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """The release's base tables, from one consistent state of the warehouse."""
    connection.execute(f"ATTACH {quoted(path)} AS release (STORAGE_VERSION '{STORAGE_VERSION}')")
    try:
        with transaction(connection):
            for schema in ("raw", "core", "ref", "out", "ops"):
                connection.execute(f"CREATE SCHEMA IF NOT EXISTS release.{schema}")
            for table in base_tables():
                connection.execute(f"CREATE TABLE release.{table.name} AS {table.query}")
    finally:
        connection.execute("DETACH release")


def _make_tables(path: Path, memory: str) -> dict[str, int]:
    """The researcher's tables, made inside the release from what it holds, so that anybody can make them again; returns rows by table."""
    with duckdb.connect(str(path), config={"memory_limit": memory}) as release:
        for view in views():
            if is_table(view.name):
                columns = [row[0] for row in release.execute(f"DESCRIBE {view.query}").fetchall()]
                order = ordering(columns)
                release.execute(f"CREATE TABLE {view.name} AS SELECT * FROM ({view.query}){order}")
            else:
                release.execute(view.sql)
        apply_comments(release)
        return row_counts(release, path.stem)


def is_table(view: str) -> bool:
    """Whether a release holds a view's rows as a table."""
    return view in SHARED or (view.startswith("out.") and view not in LOOKED_UP)


def file_tables() -> dict[str, str]:
    """What is written as files: file name without ending → table or view of the release."""
    copied = {table.file_name: table.name for table in base_tables() if table.files}
    return copied | {view.name.split(".")[1]: view.name for view in views() if view.name.startswith("out.")}


def _write_files(
    folder: Path,
    formats: Sequence[str],
    version: str,
    moment: datetime,
    difference: Difference,
    memory: str,
) -> None:
    limit: dict[str, Any] = {"memory_limit": memory}
    with duckdb.connect(str(folder / DATABASE), read_only=True, config=limit) as release:
        names = file_tables()
        for name, write in WRITERS.items():
            if name in formats:
                (folder / name).mkdir()
                write(release, names, folder / name, version)
        (folder / "codebook.md").write_text(codebook_markdown(release), encoding="utf-8")
        (folder / "codebook.csv").write_text(codebook_csv(release), encoding="utf-8-sig")
        (folder / "report.html").write_text(render(release, version, moment), encoding="utf-8")
        package = datapackage(release, names, folder, version, moment)
    text = json.dumps(package, ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")
    (folder / "CHANGES.md").write_text(changes_markdown(version, difference), encoding="utf-8")
    notes = Path(__file__).parent / "notes"
    for note in sorted(notes.glob("*.md")):
        shutil.copyfile(note, folder / note.name)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    with ThreadPoolExecutor() as pool:
        sums = [
            f"{digest}  {path.relative_to(folder)}\n"
            for path, digest in zip(files, pool.map(_sha256, files), strict=True)
        ]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put_in_place(folder: Path, published: Path, version: str) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            _sync(path)
    folder.rename(published / version)
    _sync(published)
    link = published / ".current"
    link.unlink(missing_ok=True)
    link.symlink_to(version)
    link.replace(published / "current")
    _sync(published)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _record(
    connection: duckdb.DuckDBPyConnection,
    version: str,
    moment: datetime,
    status: str,
    rows: dict[str, int],
    stops: Sequence[Stop],
) -> None:
    connection.execute(
        "INSERT INTO ops.release VALUES (?, ?, ?, ?, ?, ?)",
        [
            version,
            moment.astimezone(UTC).replace(tzinfo=None),
            max(applied(connection)),
            status,
            json.dumps(rows, sort_keys=True),
            json.dumps([{"gate": stop.gate, "reason": stop.reason} for stop in stops], ensure_ascii=False),
        ],
    )
