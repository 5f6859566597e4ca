"""Archive → warehouse: parse what is new or changed, each file in its own process, and ingest it batch by batch.

What is already loaded with the same parser version and the same hints is left alone, so a killed load simply goes on, and the
order of files, captures and workers cannot be seen in the result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from crawler.archive import Archive, Capture
from loaders.errors import LoaderError, MissingFileError
from loaders.hints import hints_id, hints_of
from loaders.identity import Hints
from loaders.isolate import Job, parse_isolated
from loaders.limits import Limits
from loaders.parse import PARSER_VERSION
from warehouse.records import CaptureRow, ParsedFile
from warehouse.store import Warehouse

BATCH_FILES = 32
"""Files per transaction: a killed load loses at most this much parsing."""

GOOD = frozenset({"parsed", "not_a_disclosure"})
FAILURES = frozenset({"failed", "blocked", "refused"})
"""Outcomes of a fetch that brought no file and still belong on record."""


@dataclass(slots=True)
class LoadReport:
    """What one load did.

    `statuses` counts the files parsed now by `file.status`; `unread` names those that were not read whole; `touched` are the
    documents whose rows or revisions changed: what checks look at again.
    """

    statuses: Counter[str] = field(default_factory=Counter)
    unread: list[dict[str, str]] = field(default_factory=list)
    unchanged: int = 0
    documents: int = 0
    figures: int = 0
    revisions: int = 0
    touched: set[str] = field(default_factory=set)


def load_archive(
    archive: Archive,
    warehouse: Warehouse,
    *,
    workers: int,
    reparse: bool = False,
    limits: Limits | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> LoadReport:
    """Load every archived file that the warehouse does not hold as it would be parsed today.

    `progress` is called with files done and files to do. With `reparse` everything is parsed again.
    """
    report = LoadReport()
    loaded = {} if reparse else warehouse.loaded_files()
    captured: dict[str, list[CaptureRow]] = {}
    lost: list[CaptureRow] = []
    for capture in archive.captures():
        if capture.file_sha256:
            captured.setdefault(capture.file_sha256, []).append(capture_row(capture))
        elif capture.outcome in FAILURES and capture.kind in ("article", "file"):
            lost.append(capture_row(capture))
    wanted: list[tuple[str, Hints]] = []
    for sha256, captures in sorted(captured.items()):
        hints = hints_of(captures, _region_codes(captures))
        if loaded.get(sha256) == (PARSER_VERSION, hints_id(hints)):
            report.unchanged += 1
        else:
            wanted.append((sha256, hints))
    jobs = (Job(archive.path(sha256), hints) for sha256, hints in wanted)
    parsed = parse_isolated(jobs, workers=workers, limits=limits or Limits(), parser_version=PARSER_VERSION)
    done = 0
    pairs = zip(wanted, parsed, strict=True)
    while batch := list(islice(pairs, BATCH_FILES)):
        files = [_with_hints(file, hints) for (_, hints), file in batch]
        captures = [row for (sha256, _), _ in batch for row in captured[sha256]]
        result = warehouse.ingest(files, captures, reparse=reparse, is_last=False)
        report.touched.update(result.touched)
        report.documents += result.documents
        done += len(files)
        for file in files:
            _count(report, file, captured[file.file.file_sha256])
        progress(done, len(wanted))
    _record(warehouse, [*lost, *(row for rows in captured.values() for row in rows)], report)
    settled = warehouse.settle()
    report.touched |= settled.moved
    report.revisions = settled.revisions
    return report


def _record(warehouse: Warehouse, captures: list[CaptureRow], report: LoadReport) -> None:
    """Write the captures that came with no parsed file: another address of a known file, a fetch that failed."""
    stored = {
        capture_id
        for (capture_id,) in warehouse.connection.execute("SELECT capture_id FROM raw.capture").fetchall()
    }
    missing = [row for row in captures if row.capture_id not in stored]
    if missing:
        report.touched.update(warehouse.ingest([], missing, is_last=False).touched)


def import_paths(archive: Archive, paths: Iterable[Path]) -> int:
    """Put local files (folders are walked) into the archive, each with a capture that names its path; returns how many.

    Raises:
        LoaderError: a path does not exist or cannot be read.
    """
    count = 0
    for path in paths:
        if not path.exists():
            raise MissingFileError(f"there is no file or folder {path}")
        for file, name in _walk(path):
            try:
                stored = archive.put(file.read_bytes())
                captured_at = datetime.fromtimestamp(int(file.stat().st_mtime), UTC)
            except OSError as error:
                raise LoaderError(f"cannot read {file}: {error.strerror}") from error
            archive.record(
                Capture(
                    url=f"file:{name}",
                    kind="file",
                    outcome="ok",
                    captured_at=captured_at,
                    file_name=name,
                    file_sha256=stored.sha256,
                    byte_size=stored.byte_size,
                )
            )
            count += 1
    return count


def capture_row(capture: Capture) -> CaptureRow:
    """The ledger's capture as a row of `raw.capture`."""
    return CaptureRow(
        capture_id=capture.capture_id,
        run_id=capture.run_id,
        portal_id=capture.portal_id,
        list_url=capture.list_url,
        article_url=capture.article_url,
        url=capture.url,
        article_title=capture.article_title,
        link_text=capture.link_text,
        publisher=capture.publisher,
        index_number=capture.index_number,
        published_on=capture.published_on,
        captured_at=capture.captured_at,
        http_status=capture.http_status,
        etag=capture.etag,
        last_modified=capture.last_modified,
        media_type=capture.media_type,
        file_name=capture.file_name,
        file_sha256=capture.file_sha256,
    )


def _walk(path: Path) -> Iterator[tuple[Path, str]]:
    """Files with the name they are known by: the path below (and with) the folder that was named."""
    if path.is_file():
        yield path, path.name
        return
    base = path.resolve()
    for file in sorted(base.rglob("*")):
        if file.is_file():
            yield file, str(file.relative_to(base.parent))


def _region_codes(captures: Iterable[CaptureRow]) -> set[str]:
    """Portal ids begin with the region code of their portal."""
    return {row.portal_id[:6] for row in captures if row.portal_id and row.portal_id[:6].isdecimal()}


def _with_hints(file: ParsedFile, hints: Hints) -> ParsedFile:
    """A file whose child died never told its hints; note them, so that it is not tried again every night."""
    if file.file.hints_id is not None:
        return file
    return replace(file, file=replace(file.file, hints_id=hints_id(hints)))


def _count(report: LoadReport, file: ParsedFile, captures: list[CaptureRow]) -> None:
    report.statuses[file.file.status] += 1
    report.figures += _figures(file)
    if file.file.status not in GOOD:
        name = next((row.file_name or row.url for row in captures if row.file_name or row.url), None)
        report.unread.append(
            {
                "file_sha256": file.file.file_sha256,
                "name": name or "",
                "status": file.file.status,
                "detail": file.file.status_detail or "",
            }
        )


def _figures(file: ParsedFile) -> int:
    own = sum(len(document.figures) for document in file.documents)
    return own + sum(_figures(member) for member in file.members)
