"""From one read document to its records: split into disclosures, name each, turn its tables and sentences into rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from loaders.amounts import CENT
from loaders.document import Document, Paragraph, Table
from loaders.figures import Context, table_figures
from loaders.identity import Hints, Identity, identify
from loaders.identity.front import blocks_of, declared_unit
from loaders.interim import with_interim
from loaders.narrative import Fact, facts, subject_codes, with_printed_totals
from loaders.passages import passage_rows
from loaders.three_public import three_public_budget
from loaders.traditional import simplified
from warehouse.records import DocumentRow, NarrativeRow, ParsedDocument, content_id


def understand(document: Document, hints: Hints, file_sha256: str) -> tuple[ParsedDocument, ...]:
    """Everything the disclosures of one file say, in reading order.

    Raises:
        ReadError: with status `not_a_disclosure` and the reason, when the file is no 预决算 disclosure.
    """
    document, hints = simplified(document, hints)
    blocks = blocks_of(document)
    return tuple(
        _disclosure(document, blocks[identity.first_block : identity.end_block], identity, file_sha256, part)
        for part, identity in enumerate(identify(document, hints))
    )


def _disclosure(
    document: Document, blocks: Sequence[Paragraph | Table], identity: Identity, file_sha256: str, part: int
) -> ParsedDocument:
    row = _document_row(document, identity, file_sha256, part)
    own = identity.kind in ("dept_final", "unit_final", "sangong_summary")
    three_public = three_public_budget(blocks, identity.fiscal_year, identity.stage if own else None)
    context = Context(
        fiscal_year=identity.fiscal_year,
        stage=identity.stage,
        kind=identity.kind,
        declared_unit=declared_unit(blocks),
        unit_name=identity.unit_name,
        three_public=three_public,
        county=not (identity.region_code or "00").endswith("00"),
    )
    tables = table_figures(row.document_id, blocks, context)
    said = facts(blocks, identity, subject_codes(tables.figures, identity.fiscal_year), three_public)
    parsed = ParsedDocument(
        document=row,
        tables=tables.tables,
        cells=tables.cells,
        figures=tables.figures,
        narratives=narrative_rows(row.document_id, with_printed_totals(said, tables.figures)),
        projects=tables.projects,
        indicators=tables.indicators,
        passages=passage_rows(row.document_id, blocks),
    )
    return with_interim(parsed)


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


def narrative_rows(document_id: str, found: Iterable[Fact]) -> tuple[NarrativeRow, ...]:
    """Facts as rows; ids follow from the sentence, what is said of, and the place among equal facts."""
    rows = []
    equal: Counter[tuple[object, ...]] = Counter()
    for ordinal, fact in enumerate(found):
        key = (fact.sentence, fact.raw_label, fact.about, fact.item, fact.stage)
        rows.append(
            NarrativeRow(
                narrative_id=content_id(document_id, "narrative", *key, equal[key]),
                document_id=document_id,
                sentence=fact.sentence,
                page=fact.page,
                ordinal=ordinal,
                raw_label=fact.raw_label or None,
                about=fact.about,
                item=fact.item,
                code=fact.code,
                fund=fact.fund,
                amount=fact.amount,
                quantity=fact.quantity,
                measure_unit=fact.measure_unit,
                fiscal_year=fact.fiscal_year,
                stage=fact.stage,
                direction=fact.direction,
                change_amount=fact.change_amount.quantize(CENT) if fact.change_amount is not None else None,
                change_percent=fact.change_percent,
                base_year=fact.base_year,
                base_stage=fact.base_stage,
                share_percent=fact.share_percent,
                share_of=fact.share_of,
                completion_percent=fact.completion_percent,
                reason=fact.reason,
            )
        )
        equal[key] += 1
    return tuple(rows)
