"""What `gongkai parse` prints: one JSON object, or a page for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.table import Table as Grid

from warehouse.records import CheckRow, ParsedDocument, ParsedFile


def documents_of(file: ParsedFile) -> Iterator[ParsedDocument]:
    """The documents of a file and of every file inside it."""
    yield from file.documents
    for member in file.members:
        yield from documents_of(member)


def as_json(file: ParsedFile, checks: Sequence[CheckRow]) -> dict[str, Any]:
    """The object of `gongkai parse --json`; see DESIGN "The command line contract"."""
    return {
        "file": _row(file.file),
        "members": [_row(member.file) for member in _members(file)],
        "documents": [
            {
                "document": _row(document.document),
                "tables": [
                    {
                        **_row(table),
                        "cells": [_row(cell) for cell in document.cells if cell.table_id == table.table_id],
                    }
                    for table in document.tables
                ],
                "figures": [_row(figure) for figure in document.figures],
                "narratives": [_row(narrative) for narrative in document.narratives],
                "projects": [_row(project) for project in document.projects],
                "performance_indicators": [_row(indicator) for indicator in document.indicators],
                "passages": [_row(passage) for passage in document.passages],
                "checks": [
                    _row(check) for check in checks if check.document_id == document.document.document_id
                ],
            }
            for document in documents_of(file)
        ],
    }


def show(file: ParsedFile, checks: Sequence[CheckRow], console: Console) -> None:
    """Print what was understood: identity, tables with their figures, failed checks."""
    status = file.file.status + (f" ({file.file.status_detail})" if file.file.status_detail else "")
    console.print(f"[bold]{file.file.media_type}[/bold], {file.file.byte_size:,} bytes: {status}")
    for member in _members(file):
        console.print(f"  {member.file.member_path}: {member.file.media_type}, {member.file.status}")
    for document in documents_of(file):
        _show_document(document, checks, console)


def _show_document(document: ParsedDocument, checks: Sequence[CheckRow], console: Console) -> None:
    row = document.document
    console.print()
    console.print(f"[bold]{row.title or row.unit_name or 'untitled'}[/bold]")
    facts = (row.region_code, row.unit_name, row.kind, row.scope, row.fiscal_year, row.stage)
    console.print("  " + " · ".join(str(fact) for fact in facts if fact is not None))
    grid = Grid(box=None, padding=(0, 1))
    for heading in ("pages", "form", "kind", "title", "rows", "figures"):
        grid.add_column(heading, justify="right" if heading in ("pages", "rows", "figures") else "left")
    for table in document.tables:
        pages = str(table.page_first) + ("" if table.page_first == table.page_last else f"–{table.page_last}")
        count = sum(figure.table_id == table.table_id for figure in document.figures)
        grid.add_row(
            pages, table.form_number or "", table.kind, table.title or "", str(table.row_count), str(count)
        )
    console.print(grid)
    console.print(
        f"  {len(document.figures):,} figures, {len(document.narratives)} sentences with numbers, "
        f"{len(document.projects)} projects, {len(document.indicators)} indicators"
    )
    own = [check for check in checks if check.document_id == row.document_id]
    failed = [check for check in own if check.status == "failed"]
    console.print(f"  checks: {sum(c.status == 'passed' for c in own)} passed, {len(failed)} failed")
    for check in failed:
        console.print(f"    {check.severity} {check.check_id}: {check.message}", markup=False)


def _members(file: ParsedFile) -> Iterator[ParsedFile]:
    for member in file.members:
        yield member
        yield from _members(member)


def _row(row: Any) -> dict[str, Any]:
    return {name: _value(getattr(row, name)) for name in row.__dataclass_fields__}


def _value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date | datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
