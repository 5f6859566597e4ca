"""The rows that loaders write: one frozen dataclass per table of the schema, field names are the column names.

`core.*` rows carry content-derived ids (`content_id`), so the same bytes give the same rows on any machine, in any order.
Amounts are `Decimal` in yuan with two places, or `None`; floats appear only in coordinates and confidences.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


def content_id(*parts: object) -> str:
    """A 20-digit hexadecimal id of the parts, stable for ever (BLAKE2b, 80 bits)."""
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRow:
    """`raw.capture`: one fetch of one URL, failures included."""

    capture_id: str
    run_id: str | None = None
    portal_id: str | None = None
    list_url: str | None = None
    article_url: str | None = None
    url: str | None = None
    article_title: str | None = None
    link_text: str | None = None
    publisher: str | None = None
    index_number: str | None = None
    published_on: date | None = None
    captured_at: datetime | None = None
    http_status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    media_type: str | None = None
    file_name: str | None = None
    file_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """`raw.file`: one distinct sequence of bytes, with what became of it.

    `hints_id` identifies what the captures of the file said when it was parsed (`Hints`): a file is parsed again when its parser
    version or its hints changed, so that neither order nor time of captures matters.
    """

    file_sha256: str
    byte_size: int
    media_type: str
    status: str
    parser_version: str
    status_detail: str | None = None
    parent_sha256: str | None = None
    member_path: str | None = None
    hints_id: str | None = None
    first_captured_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """`core.document`: one disclosure (a file may hold several).

    `logical_id`, `revision`, `is_current`, `duplicate_of` and `unit_id` are settled by the warehouse, which sees all documents;
    loaders leave them at their defaults. `content_hash` and `sketch` are the fingerprint of what the document says
    (`loaders.dedupe.signed` fills them): equal hashes mean equal content, near sketches mean nearly equal content.
    """

    document_id: str
    file_sha256: str
    kind: str
    region_code: str | None = None
    unit_id: str | None = None
    unit_name: str | None = None
    unit_code: str | None = None
    scope: str | None = None
    fiscal_year: int | None = None
    stage: str | None = None
    title: str | None = None
    published_on: date | None = None
    page_count: int | None = None
    logical_id: str | None = None
    revision: int | None = None
    is_current: bool = True
    duplicate_of: str | None = None
    is_correction: bool = False
    identity_evidence: str | None = None
    content_hash: str | None = None
    sketch: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """`core.extracted_table`."""

    table_id: str
    document_id: str
    ordinal: int
    kind: str
    page_first: int
    page_last: int
    row_count: int
    column_count: int
    engine: str
    title: str | None = None
    form_number: str | None = None
    currency_unit: str | None = None
    is_empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRow:
    """`core.extracted_cell`."""

    table_id: str
    row_index: int
    column_index: int
    row_span: int
    column_span: int
    text: str
    page: int | None = None
    x0: float | None = None
    y0: float | None = None
    x1: float | None = None
    y1: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """`core.figure`: what one number (or blank, or `——`) says. Vocabulary in `warehouse/vocabulary/`."""

    figure_id: str
    document_id: str
    source: str
    value_state: str
    raw: str
    table_id: str | None = None
    row_index: int | None = None
    column_index: int | None = None
    page: int | None = None
    x0: float | None = None
    y0: float | None = None
    x1: float | None = None
    y1: float | None = None
    row_code: str | None = None
    row_label: str | None = None
    row_role: str | None = None
    row_group: str | None = None
    unit_code: str | None = None
    column_path: tuple[str, ...] = ()
    measure: str = "amount"
    amount: Decimal | None = None
    quantity: Decimal | None = None
    measure_unit: str | None = None
    fiscal_year: int | None = None
    stage: str | None = None
    flow: str | None = None
    fund: str | None = None
    nature: str | None = None
    classification: str | None = None
    code: str | None = None
    item: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrativeRow:
    """`core.narrative`: one fact of one sentence.

    `about` names whom the fact is about when that is not the disclosing body as a whole: a unit below it, or the level of
    government (`全市`, `市本级`) in a report that gives several.
    """

    narrative_id: str
    document_id: str
    sentence: str
    page: int | None = None
    ordinal: int = 0
    raw_label: str | None = None
    about: str | None = None
    item: str | None = None
    code: str | None = None
    fund: str | None = None
    amount: Decimal | None = None
    quantity: Decimal | None = None
    measure_unit: str | None = None
    fiscal_year: int | None = None
    stage: str | None = None
    direction: str | None = None
    change_amount: Decimal | None = None
    change_percent: Decimal | None = None
    base_year: int | None = None
    base_stage: str | None = None
    share_percent: Decimal | None = None
    share_of: str | None = None
    completion_percent: Decimal | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageRow:
    """`core.passage`: text outside facts and tables that a check asks for.

    `topic` says why it is kept: `heading | note | duty | founding | level | contact | residue`. A numbered heading has its level in
    the outline (1 第一部分, 2 一、, 3 （一）) and its number; `heading` is what another passage stands under.
    """

    passage_id: str
    document_id: str
    ordinal: int
    topic: str
    text: str
    page: int | None = None
    heading: str | None = None
    outline_level: int | None = None
    outline_number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRow:
    """`core.project`: one project of a project table or a performance form."""

    project_id: str
    document_id: str
    project_name: str
    ordinal: int
    table_id: str | None = None
    page: int | None = None
    project_code: str | None = None
    project_type: str | None = None
    unit_name: str | None = None
    function_code: str | None = None
    fund: str | None = None
    amount: Decimal | None = None
    fiscal_year: int | None = None
    stage: str | None = None
    goal: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """`core.performance_indicator`: one indicator of a target or self-evaluation form."""

    indicator_id: str
    document_id: str
    ordinal: int
    table_id: str | None = None
    page: int | None = None
    project_name: str | None = None
    level1: str | None = None
    level2: str | None = None
    level3: str | None = None
    operator: str | None = None
    target_value: str | None = None
    measure_unit: str | None = None
    actual_value: str | None = None
    weight: Decimal | None = None
    score: Decimal | None = None
    grades: str | None = None
    raw: str | None = None
    fiscal_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """`core.check_result`: one evaluated check; `status` is `passed | failed | not_applicable`."""

    document_id: str
    check_id: str
    status: str
    severity: str
    left_value: Decimal | None = None
    right_value: Decimal | None = None
    difference: Decimal | None = None
    tolerance: Decimal | None = None
    message: str = ""
    figure_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDocument:
    """Everything one disclosure yields."""

    document: DocumentRow
    tables: tuple[TableRow, ...] = ()
    cells: tuple[CellRow, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    narratives: tuple[NarrativeRow, ...] = ()
    projects: tuple[ProjectRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    passages: tuple[PassageRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFile:
    """Everything one file yields: its own row, its documents, and the files found inside it (archives, embedded objects)."""

    file: FileRow
    documents: tuple[ParsedDocument, ...] = ()
    members: tuple[ParsedFile, ...] = field(default=())
