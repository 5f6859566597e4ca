"""One file to everything it says: sniff → unpack or read → understand. A pure function of bytes and hints.

It runs inside the child process of `loaders.isolate`, because it handles untrusted bytes; it never touches archive or warehouse.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from loaders import readers
from loaders.dedupe import signed
from loaders.document import Cell, Document, Page, Paragraph, Table
from loaders.errors import ReadError
from loaders.hints import hints_id
from loaders.identity import Hints
from loaders.limits import Limits
from loaders.sniff import sniff
from loaders.understand import understand
from loaders.unpack import members
from warehouse.records import FileRow, ParsedFile

PARSER_VERSION = "2026.12.01"
"""Raised with every change that can alter what a file yields: `gongkai load` then parses stored files again."""

ARCHIVES = frozenset({"zip", "rar", "7z", "gz"})


def parse_file(path: Path, hints: Hints, work: Path, limits: Limits) -> ParsedFile:
    """Everything one file yields; trouble ends in the file's status, never in an exception.

    `work` is an empty folder of this file's own, for what archives unpack to; the caller removes it.
    """
    return signed(_parse(path, hints, work, limits, parent=None, depth=0))


def warm() -> None:
    """Fill the caches that every file needs (catalogue, regions): `loaders.isolate` forks its children from a warm process."""
    cover = Paragraph("某某县教育局2024年部门预算公开", 1)
    table = Table(
        (Cell(0, 0, "合计"), Cell(0, 1, "1.00")), 1, 2, 1, 1, "text", captions=("收支总表", "单位：万元")
    )
    text = Paragraph("2024年收入预算1.00万元，比上年增加1.00万元。", 1)
    understand(Document("text", (Page(1, None, None, "flow", (cover, table, text)),)), Hints(), "")


def _parse(
    path: Path,
    hints: Hints,
    work: Path,
    limits: Limits,
    parent: FileRow | None,
    depth: int,
    place: str | None = None,
) -> ParsedFile:
    file = _file_row(path, hints, parent, place)
    try:
        if file.media_type in ARCHIVES:
            return _parse_archive(path, file, hints, work, limits, depth)
        document = readers.read(path, file.media_type, limits)
        documents = understand(document, hints, file.file_sha256)
    except ReadError as error:
        return ParsedFile(file=replace(file, status=error.status, status_detail=error.detail))
    status, detail = _status(document)
    return ParsedFile(file=replace(file, status=status, status_detail=detail), documents=documents)


def _file_row(path: Path, hints: Hints, parent: FileRow | None, place: str | None) -> FileRow:
    return FileRow(
        file_sha256=_sha256(path),
        byte_size=path.stat().st_size,
        media_type=sniff(path),
        status="parsed",
        parser_version=PARSER_VERSION,
        parent_sha256=parent.file_sha256 if parent else None,
        member_path=place,
        hints_id=hints_id(hints),
    )


def _parse_archive(
    path: Path, file: FileRow, hints: Hints, work: Path, limits: Limits, depth: int
) -> ParsedFile:
    if depth >= limits.archive_depth:
        raise ReadError("too_large", f"archives nested deeper than {limits.archive_depth}")
    folder = work / str(depth)
    folder.mkdir()
    parsed = []
    # the archive's own name is its members' outermost folder: 某县2024年部门预算.zip holds 教育局.xlsx
    folders = [f"{name.rpartition('.')[0] or name}/" for name in hints.file_name] or [""]
    for number, member in enumerate(members(path, file.media_type, folder, limits)):
        told = replace(hints, file_name=tuple(f"{name}{member.path_in_archive}" for name in folders))
        if member.status != "parsed":
            # it has no bytes of its own: its place in the archive stands for them
            key = hashlib.sha256(f"{file.file_sha256}!{member.path_in_archive}".encode()).hexdigest()
            lost = replace(_file_row(member.file, told, file, member.path_in_archive), file_sha256=key)
            parsed.append(ParsedFile(file=replace(lost, status=member.status, status_detail=member.detail)))
            continue
        own = work / f"{depth}-{number}"
        own.mkdir()
        parsed.append(_parse(member.file, told, own, limits, file, depth + 1, member.path_in_archive))
    bad = [member for member in parsed if member.file.status not in ("parsed", "not_a_disclosure")]
    if parsed and all(member.file.status == "not_a_disclosure" for member in parsed):
        file = replace(file, status="not_a_disclosure", status_detail="no member is a disclosure")
    elif bad:
        named = "; ".join(f"{member.file.member_path}: {member.file.status}" for member in bad[:5])
        file = replace(
            file, status="partly_parsed", status_detail=f"{len(bad)} of {len(parsed)} members: {named}"
        )
    return ParsedFile(file=file, members=tuple(parsed))


def _status(document: Document) -> tuple[str, str | None]:
    """The file's status from the problems its reader recorded."""
    told: dict[str, list[str]] = {}
    for code, text in document.problems:
        told.setdefault(code, []).append(text)
    detail = "; ".join(f"{code} {_shortened(texts)}".strip() for code, texts in told.items()) or None
    unread = {text for code, text in document.problems if code == "page_needs_ocr"}
    if unread and len(unread) == len(document.pages):
        return "needs_ocr", detail
    return ("partly_parsed" if unread else "parsed"), detail


def _shortened(texts: list[str]) -> str:
    """Page numbers as ranges (`1-16, 18`), other texts one after the other."""
    if not all(text.isdecimal() for text in texts):
        return ", ".join(texts)
    ranges: list[list[int]] = []
    for number in sorted({int(text) for text in texts}):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
