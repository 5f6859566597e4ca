"""The JSON object of `gongkai parse --json`: the records of one file, with the column names of the warehouse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

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
