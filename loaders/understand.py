"""From one read document to its records: split into disclosures, name each, turn its tables and sentences into rows."""

from __future__ import annotations

import json
from dataclasses import asdict

from loaders.document import Document
from loaders.figures import Context, table_figures
from loaders.identity import Hints, Identity, identify
from loaders.identity.front import blocks_of, declared_unit
from warehouse.records import DocumentRow, ParsedDocument, content_id


def understand(document: Document, hints: Hints, file_sha256: str) -> tuple[ParsedDocument, ...]:
    """Everything the disclosures of one file say, in reading order.

    Raises:
        ReadError: with status `not_a_disclosure` and the reason, when the file is no 预决算 disclosure.
    """
    blocks = blocks_of(document)
    found = []
    for part, identity in enumerate(identify(document, hints)):
        own = blocks[identity.first_block : identity.end_block]
        row = _document_row(document, identity, file_sha256, part)
        context = Context(
            fiscal_year=identity.fiscal_year,
            stage=identity.stage,
            kind=identity.kind,
            declared_unit=declared_unit(own),
            unit_name=identity.unit_name,
        )
        tables = table_figures(row.document_id, own, context)
        found.append(
            ParsedDocument(
                document=row,
                tables=tables.tables,
                cells=tables.cells,
                figures=tables.figures,
                projects=tables.projects,
                indicators=tables.indicators,
            )
        )
    return tuple(found)


def _document_row(document: Document, identity: Identity, file_sha256: str, part: int) -> DocumentRow:
    return DocumentRow(
        document_id=content_id(file_sha256, part),
        file_sha256=file_sha256,
        kind=identity.kind,
        region_code=identity.region_code,
        unit_name=identity.unit_name,
        unit_code=identity.unit_code,
        scope=identity.scope,
        fiscal_year=identity.fiscal_year,
        stage=identity.stage,
        title=identity.title,
        published_on=identity.published_on,
        page_count=len(document.pages),
        is_correction=identity.is_correction,
        identity_evidence=json.dumps([asdict(item) for item in identity.evidence], ensure_ascii=False),
    )
