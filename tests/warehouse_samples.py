"""Parsed files written by hand: a county's units over three years, small enough to check by eye."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb

from warehouse.fingerprint import Fingerprint, fingerprints
from warehouse.migrate import SCHEMA, migrate
from warehouse.publish import publish
from warehouse.records import (
    CaptureRow,
    CellRow,
    DocumentRow,
    FigureRow,
    FileRow,
    NarrativeRow,
    ParsedDocument,
    ParsedFile,
    TableRow,
    content_id,
)
from warehouse.store import Warehouse

REGION = "420112"
"""东西湖区, 武汉市."""


def sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def parsed(
    name: str,
    unit: str = "区财政局",
    year: int = 2023,
    kind: str = "dept_final",
    amounts: dict[str, str] | None = None,
    *,
    table_kind: str = "final_sangong",
    scope: str | None = "whole_department",
    published: date | None = None,
    region: str | None = REGION,
    unit_code: str | None = None,
    title: str | None = None,
    is_correction: bool = False,
    content_hash: str | None = None,
    hints: str = "h1",
    narrative: tuple[str, str] | None = None,
) -> ParsedFile:
    """A file with one document whose single table has one row per item (item → amount in yuan)."""
    file = FileRow(
        file_sha256=sha(name),
        byte_size=len(name),
        media_type="pdf",
        status="parsed",
        parser_version="1",
        hints_id=hints,
    )
    document_id = content_id(file.file_sha256, 0)
    table_id = content_id(document_id, "table", 1)
    stage = "final" if kind.endswith("final") else "initial_budget"
    items = amounts if amounts is not None else {"sangong.total": "1000.00", "sangong.abroad": "400.00"}
    table = TableRow(
        table_id=table_id, document_id=document_id, ordinal=1, kind=table_kind, page_first=1, page_last=1,
        row_count=len(items), column_count=2, engine="hand", currency_unit="元",
    )  # fmt: skip
    figures = tuple(
        FigureRow(
            figure_id=content_id(table_id, number), document_id=document_id, table_id=table_id, source="table",
            value_state="value", raw=amount, row_index=number, column_index=1, page=1, x0=1.0, y0=2.0, x1=3.0, y1=4.0,
            row_label=item, row_role="item", column_path=("金额",), amount=Decimal(amount), fiscal_year=year, stage=stage,
            flow="expenditure", fund="fiscal_grant", item=item,
        )
        for number, (item, amount) in enumerate(items.items())
    )  # fmt: skip
    cells = tuple(
        CellRow(
            table_id=table_id,
            row_index=f.row_index or 0,
            column_index=1,
            row_span=1,
            column_span=1,
            text=f.raw,
        )
        for f in figures
    )
    facts = ()
    if narrative:
        item, sentence = narrative
        facts = (
            NarrativeRow(
                narrative_id=content_id(document_id, "sentence", 0), document_id=document_id, sentence=sentence, item=item,
                amount=Decimal("5.00"), fiscal_year=year, stage=stage,
            ),
        )  # fmt: skip
    document = DocumentRow(
        document_id=document_id, file_sha256=file.file_sha256, kind=kind, region_code=region, unit_name=unit,
        unit_code=unit_code, scope=scope, fiscal_year=year, stage=stage, title=title or f"{unit}{year}年度决算",
        published_on=published, page_count=1, is_correction=is_correction, content_hash=content_hash,
    )  # fmt: skip
    return ParsedFile(
        file=file,
        documents=(
            ParsedDocument(
                document=document, tables=(table,), cells=cells, figures=figures, narratives=facts
            ),
        ),
    )


def capture(name: str, url: str = "https://example.test/a.pdf", day: int = 1) -> CaptureRow:
    """A capture of the file made by `parsed(name)`."""
    moment = datetime(2024, 9, day, 2, 30, tzinfo=UTC)
    return CaptureRow(
        capture_id=content_id(url, moment),
        url=url,
        captured_at=moment,
        http_status=200,
        file_sha256=sha(name),
    )


def many(count: int, start: int = 1) -> dict[str, str]:
    """That many items with different amounts."""
    return {f"item.{number}": f"{number * 13 + start}.50" for number in range(count)}


def night(home: Path, batches: Sequence[Sequence[ParsedFile]]) -> None:
    """What a night does with a warehouse: open it, load batch by batch, settle, publish."""
    with Warehouse.open(home) as warehouse:
        for batch in batches:
            warehouse.ingest(batch, is_last=False)
        warehouse.settle()
        publish(warehouse.connection, home / "published", ["parquet"], accept=True)


def held(home: Path) -> dict[str, Fingerprint]:
    """Table → fingerprint (rows first) of what the warehouse of a home holds."""
    with Warehouse.open(home) as warehouse:
        return fingerprints(warehouse.connection)


def earlier(home: Path, version: int, full: Path) -> set[str]:
    """Make a warehouse of an earlier schema version, with what it can hold of the warehouse of `full`; returns its tables."""
    scripts = home / "schema"
    scripts.mkdir(parents=True)
    for path in sorted(SCHEMA.glob("0*.sql"))[:version]:
        (scripts / path.name).write_bytes(path.read_bytes())
    with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
        migrate(connection, scripts)
        connection.execute(f"ATTACH '{full / 'warehouse.duckdb'}' AS newest (READ_ONLY)")
        tables = set(fingerprints(connection))
        for table in tables:
            columns = ", ".join(row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall())
            connection.execute(f"INSERT INTO {table} BY NAME SELECT {columns} FROM newest.{table}")
    return tables
