"""The archive of originals: content-addressed bytes that are never lost or changed, and the ledger of every fetch.

    files/ab/abcdef…    original bytes under their SHA-256, read-only      tmp/   writes in progress
    ledger.sqlite       captures, compressed list and article pages, what is known of each portal (`ledger.sql`)

A file is written beside its place, flushed to the disk, renamed, and only then named in the ledger; so whatever is killed at
whatever moment leaves no half file and no ledger row without its bytes. Readers may open the archive while crawlers write.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from crawler.errors import CrawlerError

CHUNK = 1 << 20
_STALE_SECONDS = 24 * 3600

CaptureKind = Literal["list", "article", "file", "robots"]
Outcome = Literal["ok", "unchanged", "linked", "redirected", "retried", "failed", "blocked", "refused"]


class ArchiveError(CrawlerError):
    """The archive cannot be opened or written; the message names the path and the way out."""


class ArchiveMissingError(ArchiveError):
    """There is no archive where one was to be read."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Stored:
    """Where bytes went: their SHA-256 (hexadecimal), their size, and whether the archive did not have them before."""

    sha256: str
    byte_size: int
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One fetch of one URL, failures included.

    `outcome`: ok | unchanged (304, or the same bytes again) | linked (an address already fetched, linked by another article) |
    redirected | retried | failed | blocked | refused (by robots.txt or by our own guard). `file_sha256` names original bytes in
    `files/`; `page_sha256` the compressed page of a list or article. `evidence` is what pages said, as (field, value, source).
    """

    url: str
    kind: CaptureKind
    outcome: Outcome
    captured_at: datetime
    detail: str = ""
    method: str = "GET"
    run_id: str | None = None
    portal_id: str | None = None
    list_url: str | None = None
    article_url: str | None = None
    article_title: str | None = None
    link_text: str | None = None
    publisher: str | None = None
    index_number: str | None = None
    published_on: date | None = None
    evidence: tuple[tuple[str, str, str], ...] = ()
    http_status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    etag: str | None = None
    last_modified: str | None = None
    media_type: str | None = None
    file_name: str | None = None
    file_sha256: str | None = None
    page_sha256: str | None = None
    byte_size: int | None = None

    @property
    def capture_id(self) -> str:
        """A 20-digit id of who fetched what when for which article."""
        parts = (
            self.portal_id,
            self.run_id,
            self.captured_at.isoformat(),
            self.method,
            self.url,
            self.article_url,
            self.outcome,
        )
        return hashlib.blake2b("\x1f".join(str(part) for part in parts).encode(), digest_size=10).hexdigest()


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing wrong with the archive: `problem` is missing | changed | unreadable | misplaced."""

    sha256: str
    problem: str
    path: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What `Archive.verify` read: files, bytes, files that no capture names, and the damage found."""

    files: int
    byte_size: int
    unnamed: int
    damage: tuple[Damage, ...]


_COLUMNS = tuple(field.name for field in fields(Capture))
_JSON = {"evidence", "headers"}


class Archive:
    """One archive folder. `read_only` opens it for a reader beside running crawlers and creates nothing."""

    def __init__(self, root: Path, *, read_only: bool = False) -> None:
        self.root = root
        self.read_only = read_only
        self._files = root / "files"
        self._tmp = root / "tmp"
        ledger = root / "ledger.sqlite"
        if read_only and not ledger.is_file():
            raise ArchiveMissingError(f"there is no archive in {root}; give another --home, or crawl first")
        try:
            if not read_only:
                self._files.mkdir(parents=True, exist_ok=True)
                self._tmp.mkdir(exist_ok=True)
                self._sweep()
            self.ledger = _connect(ledger, read_only)
        except (OSError, sqlite3.Error) as error:
            raise ArchiveError(
                f"cannot open the archive {root}: {error}; check the path and its permissions"
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the ledger; the files need no closing."""
        self.ledger.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Several ledger writes as one: all or none."""
        self.ledger.execute("BEGIN IMMEDIATE")
        try:
            yield self.ledger
        except BaseException:
            self.ledger.execute("ROLLBACK")
            raise
        self.ledger.execute("COMMIT")

    def path(self, sha256: str) -> Path:
        """Where the bytes of a SHA-256 are, or would be."""
        return self._files / sha256[:2] / sha256

    def put(self, chunks: bytes | Iterable[bytes]) -> Stored:
        """Keep bytes for ever: hashed while written, flushed, renamed into place, read-only; bytes already kept cost no space.

        Raises:
            ArchiveError: the disk refuses.
        """
        digest = hashlib.sha256()
        size = 0
        try:
            handle, name = tempfile.mkstemp(prefix=f"{os.getpid()}-", dir=self._tmp)
            try:
                with os.fdopen(handle, "wb") as file:
                    for chunk in (chunks,) if isinstance(chunks, bytes) else chunks:
                        digest.update(chunk)
                        size += file.write(chunk)
                    file.flush()
                    os.fsync(file.fileno())
                sha256 = digest.hexdigest()
                place = self.path(sha256)
                if place.is_file() and place.stat().st_size == size:
                    return Stored(sha256, size, is_new=False)
                place.parent.mkdir(exist_ok=True)
                Path(name).chmod(0o444)
                Path(name).replace(place)
                _sync_folder(place.parent)
                return Stored(sha256, size, is_new=True)
            finally:
                Path(name).unlink(missing_ok=True)
        except OSError as error:
            raise ArchiveError(
                f"cannot write to the archive {self.root}: {error}; free some space or check the disk"
            ) from error

    def put_page(self, body: bytes) -> str:
        """Keep the raw bytes of a list or article page (compressed, in the ledger); returns their SHA-256."""
        sha256 = hashlib.sha256(body).hexdigest()
        self.ledger.execute("INSERT OR IGNORE INTO page VALUES (?, ?)", (sha256, zlib.compress(body, 6)))
        return sha256

    def page(self, sha256: str) -> bytes | None:
        """The bytes of a page kept by `put_page`, or `None`."""
        row = self.ledger.execute("SELECT body FROM page WHERE sha256 = ?", (sha256,)).fetchone()
        return zlib.decompress(row[0]) if row else None

    def record(self, capture: Capture) -> None:
        """Write one fetch into the ledger; recording the same fetch twice changes nothing."""
        values = [_to_sql(name, getattr(capture, name)) for name in _COLUMNS]
        marks = ", ".join("?" * (len(_COLUMNS) + 1))
        self.ledger.execute(
            f"INSERT OR IGNORE INTO capture (capture_id, {', '.join(_COLUMNS)}) VALUES ({marks})",
            [capture.capture_id, *values],
        )

    def captures(self, sha256: str | None = None) -> Iterator[Capture]:
        """The captures of one file, or all of them (failures and list pages too), oldest first."""
        where, values = ("", ()) if sha256 is None else ("WHERE file_sha256 = ?", (sha256,))
        query = f"SELECT {', '.join(_COLUMNS)} FROM capture {where} ORDER BY seq"
        for row in self.ledger.execute(query, values):
            yield Capture(**{name: _from_sql(name, value) for name, value in zip(_COLUMNS, row, strict=True)})

    def sha256s(self) -> Iterator[str]:
        """Every file that a capture names, in the order of its first capture."""
        query = "SELECT file_sha256 FROM capture WHERE file_sha256 IS NOT NULL GROUP BY file_sha256 ORDER BY min(seq)"
        for (sha256,) in self.ledger.execute(query):
            yield sha256

    def verify(self) -> Verification:
        """Read every file again and compare it with its name; name what is missing or changed."""
        named = set(self.sha256s())
        damage: list[Damage] = []
        files = size = unnamed = 0
        for path in sorted(self._files.glob("*/*")):
            files += 1
            try:
                with path.open("rb") as file:
                    found = hashlib.file_digest(file, "sha256").hexdigest()
                size += path.stat().st_size
            except OSError:
                found = ""
            unnamed += path.name not in named
            if found != path.name:
                damage.append(Damage(path.name, "changed" if found else "unreadable", str(path)))
            elif path.parent.name != path.name[:2]:
                damage.append(Damage(path.name, "misplaced", str(path)))
            named.discard(path.name)
        damage += [Damage(sha256, "missing", str(self.path(sha256))) for sha256 in sorted(named)]
        return Verification(files, size, unnamed, tuple(damage))

    def _sweep(self) -> None:
        """Remove what killed writers left in `tmp/`; a day old means that nobody is writing it any more."""
        now = datetime.now(UTC).timestamp()
        for path in self._tmp.iterdir():
            if now - path.stat().st_mtime > _STALE_SECONDS:
                path.unlink(missing_ok=True)


def _connect(path: Path, read_only: bool) -> sqlite3.Connection:
    # One thread at a time uses a connection, but it need not be the thread that opened it (the crawler's loop has its own).
    if read_only:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=60, check_same_thread=False
        )
        connection.isolation_level = None
        return connection
    connection = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.executescript((resources.files("crawler") / "ledger.sql").read_text(encoding="utf-8"))
    return connection


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _to_sql(name: str, value: Any) -> Any:
    if name in _JSON:
        return json.dumps(value, ensure_ascii=False) if value else None
    return value.isoformat() if isinstance(value, date) else value


def _from_sql(name: str, value: Any) -> Any:
    if name in _JSON:
        return tuple(tuple(item) for item in json.loads(value)) if value else ()
    if value is None:
        return None
    if name == "captured_at":
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if name == "published_on" else value
