"""Tables to figures: every number, blank and dash of every table becomes one row that says what it is."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from loaders.document import Cell, Paragraph, Table
from loaders.tables.body import PartReader
from loaders.tables.context import Context, TableYield
from loaders.tables.form_figures import forms_of, goes_on_with_form
from loaders.tables.forms import is_form
from loaders.tables.found import Found, continues, inherit, repeats, says_nothing_new, under_the_same_header
from loaders.tables.grid import Grid, packed
from loaders.tables.heading import entitled, read_heading, stated_below
from loaders.tables.levels import deeper, of_levels, of_regions
from loaders.tables.operating import beyond_basic
from loaders.tables.own_row import own_totals
from loaders.tables.parts import Part, continued, split_parts
from loaders.tables.projects import (
    Place,
    listed_projects,
    project_name,
    table_indicators,
)
from loaders.tables.recognise import Recognition, recognise, stands_apart
from loaders.tables.totals import grand_totals, narrowed, one_total, taking_in
from loaders.tables.uncoded import with_functions
from loaders.tables.unnamed_bodies import of_unnamed_bodies
from warehouse.records import CellRow, TableRow, content_id

__all__ = ["Context", "TableYield", "table_figures"]

_CAPTION_PARAGRAPHS = 6
_CAPTION_LENGTH = 60


def table_figures(document_id: str, blocks: Sequence[Paragraph | Table], context: Context) -> TableYield:
    """What the tables among `blocks` say; paragraphs serve as captions where a reader found none.

    Args:
        document_id: the id of the disclosure; all other ids derive from it.
        blocks: its paragraphs and tables in reading order.
        context: what the document says of itself.

    Returns:
        Rows for the warehouse, in reading order.
    """
    tables: list[TableRow] = []
    cells: list[CellRow] = []
    read: list[Found] = []
    before: list[str] = []
    units: set[str] = {context.unit_name} if context.unit_name else set()
    for position, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            before.append(block.text)
            continue
        table_id = content_id(document_id, "table", len(tables))
        captions = [text for text in before[-_CAPTION_PARAGRAPHS:] if len(text) <= _CAPTION_LENGTH] + list(
            block.captions
        )
        notes = _notes(block, blocks[position + 1 : position + 4])
        around = _Around(captions, notes, context, read[-1] if read else None, units)
        stacked = _read(
            Place(document_id, table_id, block.page_first, None, None), block, around, len(tables)
        )
        for found, below in zip(stacked, [*stacked[1:], None], strict=True):
            tables.append(_table_row(document_id, found.table_id, len(tables), block, found, context))
            end = below.first_row if below else block.row_count
            cells += [
                _cell_row(found.table_id, cell) for cell in block.cells if found.first_row <= cell.row < end
            ]
            units |= {f.row_label for f in found.figures if f.row_role == "unit" and f.row_label}
        read += stacked
        found = stacked[0]
        before.clear()
        if context.kind == "debt" and context.stage is None and found.heading is not None:
            # the tables of a debt workbook are one set: 决算 in the title of one holds for those after it
            context = replace(context, stage=found.heading.stage)
    kinds = {
        table.table_id: found.recognised.kind
        for table, found in zip(tables, read, strict=True)
        if found.recognised
    }
    governments = {table_id for table_id, kind in kinds.items() if kind.family == "government"}
    rows = {
        table_id: "balance" if table_id in governments and kind.rows == "line" else kind.rows
        for table_id, kind in kinds.items()
        if kind.family in ("budget", "final", "government")
    }
    figures = deeper([figure for found in read for figure in found.figures], governments)
    figures = of_regions(with_functions(figures, rows), governments)
    paid = {table_id for table_id in governments if (kinds[table_id].item or "").startswith("transfer.")}
    figures = of_levels(figures, governments - paid, context.unit_name)
    return TableYield(
        tables=tuple(tables),
        cells=tuple(cells),
        figures=tuple(beyond_basic(figures, {table.table_id: table.kind for table in tables})),
        projects=tuple(project for found in read for project in found.projects),
        indicators=tuple(indicator for found in read for indicator in found.indicators),
    )


def _notes(table: Table, following: Sequence[Paragraph | Table]) -> str:
    texts = list(table.notes)
    for block in following:
        if isinstance(block, Table):
            break
        texts.append(block.text)
    return packed("".join(texts))


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a table: captions and notes, the table above it, what the document says, the units named so far."""

    captions: Sequence[str]
    notes: str
    context: Context
    above: Found | None
    units: Set[str]


def _read(place: Place, table: Table, around: _Around, ordinal: int) -> list[Found]:
    """What one grid yields: a table, or several of a government that stand in one grid under titles of their own."""
    captions, context, above = around.captions, around.context, around.above
    grid = Grid(table)
    found = Found(table_id=place.table_id, page_last=table.page_last)
    stacked = [found]
    if not grid.rows or not grid.columns:
        return stacked
    heading = read_heading(grid, captions, table.sheet_name)
    if is_form(grid, heading.first_row):
        forms_of(place, grid, heading, context, found)
        return stacked
    if goes_on_with_form(place, table, grid, heading, context, above, found):
        return stacked
    recognised = None
    parts = split_parts(table, grid, captions)
    if goes_on_with := continues(table, grid, heading, above):
        whole, recognised = goes_on_with
        parts = (continued(whole, grid),)
    if repeated := repeats(table, heading, parts[0], above):
        whole, recognised = repeated
        parts = (under_the_same_header(parts[0], whole), *parts[1:])
    for position, part in enumerate(parts):
        if recognised is None or (part.heading.title and not (repeated and position == 0)):
            closer = recognise(part.heading, part.header, grid, context.kind, county=context.county)
            if recognised is None or closer.kind.id != "unrecognised":
                recognised = closer
                if closer.title is not None:
                    part = replace(part, heading=entitled(part.heading, closer.title))
        part = replace(part, heading=stated_below(inherit(part.heading, found.heading), around.notes))
        title = found.heading.title if found.heading else None
        if position and stands_apart(found.recognised, recognised, title, part.heading.title):
            table_id = content_id(place.document_id, "table", ordinal + len(stacked))
            place = replace(place, table_id=table_id)
            found = Found(table_id=table_id, first_row=parts[position - 1].end, page_last=table.page_last)
            stacked.append(found)
        if found.heading is None:
            found.heading, found.kind = part.heading, recognised.kind.id
        _take(place, grid, part, recognised, around, found)
        found.part, found.recognised = part, recognised
    return stacked


def _take(
    place: Place, grid: Grid, part: Part, recognised: Recognition, around: _Around, found: Found
) -> None:
    """Take the figures, projects and indicators of one part of a grid into `found`."""
    context, above = around.context, around.above
    reader = PartReader(
        place.document_id,
        place.table_id,
        place.page,
        grid,
        part,
        recognised,
        around.notes,
        context,
        around.units,
    )
    figures = narrowed(reader.read(found.projects))
    if recognised.kind.family == "government":
        found.figures += one_total(figures)
    else:
        found.figures += grand_totals(taking_in(own_totals(of_unnamed_bodies(figures), context.unit_name)))
    again = above is not None and part.heading.titles and says_nothing_new(part.heading, above.heading)
    carried = above.last_project if above is not None and (again or part.header.body == 0) else None
    if above is not None and above.form and not above.indicators and found.kind == above.kind:
        carried = project_name(above.form)  # the indicators of the form above, in a table of their own
    found.indicators += table_indicators(reader.place, grid, part, len(found.indicators), carried)
    if found.indicators and not (figures or found.projects):
        found.projects += listed_projects(reader.place, grid, part)


def _table_row(
    document_id: str, table_id: str, ordinal: int, table: Table, found: Found, context: Context
) -> TableRow:
    heading = found.heading
    return TableRow(
        table_id=table_id,
        document_id=document_id,
        ordinal=ordinal,
        kind=found.kind,
        page_first=table.page_first,
        page_last=table.page_last,
        row_count=table.row_count,
        column_count=table.column_count,
        engine=table.engine,
        title=heading.title if heading else None,
        form_number=heading.form_number if heading else None,
        currency_unit=(heading.currency_unit if heading else None) or context.declared_unit,
        is_empty=not any(figure.value_state == "value" for figure in found.figures) and not found.indicators,
    )


def _cell_row(table_id: str, cell: Cell) -> CellRow:
    box = cell.box
    return CellRow(
        table_id=table_id,
        row_index=cell.row,
        column_index=cell.column,
        row_span=cell.row_span,
        column_span=cell.column_span,
        text=cell.text,
        page=cell.page,
        x0=box.x0 if box else None,
        y0=box.y0 if box else None,
        x1=box.x1 if box else None,
        y1=box.y1 if box else None,
    )
