"""Rows survive JSON; text that is no row is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from warehouse.records import CellRow, DocumentRow, FigureRow, FileRow, ParsedDocument, ParsedFile, TableRow
from warehouse.records_json import dumps, loads

FILE = FileRow(
    file_sha256="ab",
    byte_size=7,
    media_type="zip",
    status="parsed",
    parser_version="1",
    first_captured_at=datetime(2024, 3, 1, 8, 30, tzinfo=UTC),
)
DOCUMENT = ParsedDocument(
    document=DocumentRow(document_id="d", file_sha256="ab", kind="dept_budget", published_on=date(2024, 3, 1), is_correction=True),
    tables=(
        TableRow(
            table_id="t", document_id="d", ordinal=0, kind="x", page_first=1, page_last=1, row_count=1, column_count=1, engine="e"
        ),
    ),
    cells=(CellRow(table_id="t", row_index=0, column_index=0, row_span=1, column_span=1, text="〇\n", x0=1.25),),
    figures=(
        FigureRow(
            figure_id="f", document_id="d", source="table", value_state="value", raw="1,234.50", column_path=("收入", "合计"),
            amount=Decimal("12345000.00"), confidence=0.5,
        ),
    ),
)  # fmt: skip
PARSED = ParsedFile(file=FILE, documents=(DOCUMENT,), members=(ParsedFile(file=FILE),))


def test_a_parsed_file_survives() -> None:
    text = dumps(PARSED)
    assert loads(ParsedFile, text) == PARSED
    assert dumps(loads(ParsedFile, text)) == text
    assert '"amount":"12345000.00"' in text


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        '{"file":{}}',
        '{"file":{"file_sha256":"a","byte_size":"7","media_type":"","status":"","parser_version":""}}',
        '{"file":null}',
        '{"unknown":1}',
        "nonsense",
        dumps(PARSED).replace('"12345000.00"', '"money"'),
        dumps(PARSED).replace('"12345000.00"', "12345000.0"),
        dumps(PARSED).replace("2024-03-01", "yesterday"),
    ],
)
def test_what_is_no_row_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        loads(ParsedFile, text)
