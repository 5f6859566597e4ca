"""The body of one part of a table: every row of every block, every value column, as figures and projects."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from decimal import Decimal

from loaders.amounts import Number, to_yuan, yuan_factor
from loaders.catalogue import Kind
from loaders.document import Cell
from loaders.tables.blocks import Block, split_blocks
from loaders.tables.cells import cell_meaning, is_worth
from loaders.tables.columns import Column, read_columns
from loaders.tables.context import Context
from loaders.tables.crossed import with_classes, with_lines, with_subjects
from loaders.tables.grid import Grid, number_of
from loaders.tables.headed import heads_of_groups
from loaders.tables.meaning import Meaning, row_meaning, usual_unit
from loaders.tables.neighbours import beside_each_other
from loaders.tables.pairs import paired_rows
from loaders.tables.parts import Part, repeated_header_rows
from loaders.tables.projects import Place, goal_column, project_row
from loaders.tables.recognise import Recognition
from loaders.tables.rows import RowKey, RowReader
from loaders.tables.stages import Stages
from loaders.tables.whole import only_unit, over_funds, over_natures
from loaders.tables.years import closed_years, issued_in
from warehouse.records import FigureRow, ProjectRow, content_id

_NO_NUMBER = re.compile(
    r"((电话|手机|传真|邮编|邮政编码|账号)(号码?)?(\(.*\))?|(信用|区划|标识|机构)代码|备用码):?$"
)
"""Labels of numbers that count nothing."""
_NO_PROJECT = ("expenditure.function", "procurement.total")
_RATES = frozenset({"change_percent", "prior_percent", "share_percent", "completion_percent", "rate"})


class PartReader:
    """Reads the figures of one part of a table."""

    def __init__(
        self,
        document_id: str,
        table_id: str,
        page: int,
        grid: Grid,
        part: Part,
        recognition: Recognition,
        notes: str,
        context: Context,
        known_units: Set[str] = frozenset(),
    ) -> None:
        self.grid = grid
        self.part = part
        self.kind: Kind = recognition.kind
        self.confidence = recognition.confidence
        self.known_units = known_units
        self.section = part.section
        self.fiscal_year = part.heading.fiscal_year or context.fiscal_year
        self.closed = closed_years(context, self.fiscal_year)
        self.stages = Stages(part.heading, self.kind, notes, context, self.fiscal_year, self.closed)
        self.unit = part.heading.currency_unit or (
            context.declared_unit if self.kind.id != "unrecognised" else None
        )
        self.place = Place(document_id, table_id, page, self.fiscal_year, self.stages.whole)

    def read(self, projects: list[ProjectRow]) -> list[FigureRow]:
        """All figures of the part in reading order of rows; projects that rows name are added to `projects`."""
        pairs = paired_rows(self.grid, self.part.header, self.part.end, self.kind)
        columns = read_columns(self.grid, self.part.header, self.kind, self.fiscal_year, self.part.end, pairs)
        columns = beside_each_other(columns, self.kind, self.fiscal_year)
        columns = with_subjects(with_classes(columns, self.kind, self.fiscal_year), self.kind)
        columns = with_lines(columns, self.kind)
        self.stages.heed(columns)
        self.kind = over_natures(over_funds(self.kind, columns), columns)
        if self.unit is None and self.kind.id != "unrecognised":
            self.unit = only_unit(columns)
        skipped = repeated_header_rows(self.grid, self.part)
        goals = goal_column(columns)
        found: list[FigureRow] = []
        readers = [
            self._reader(block)
            for block in self._sided(split_blocks(columns, divided=self.kind.rows != "project"))
        ]
        for reader in readers:
            reader.section = self.part.section
        rows = [row for row in range(self.part.header.body, self.part.end) if row not in skipped]
        heads = heads_of_groups(self.grid, columns, rows) if self.kind.rows == "project" else ()
        first = True
        latest: dict[int, ProjectRow] = {}
        for row in rows:
            if self._is_section(row):
                said = self.grid.text(row, self.grid.cells_of(row)[0].column)
                self.section = said if self.section else None
                for reader in readers:
                    reader.section = said
                continue
            for block in pairs.get(row, ()):
                found += self._row(row, self._reader(block).read(row, first=False), block)
            if row in pairs:
                continue
            spare: RowKey | None = None
            over: Block | None = None
            for position, reader in enumerate(readers):
                key, block = reader.read(row, first=first), reader.block
                borrowed = key.is_empty and spare is not None
                if borrowed and spare is not None:
                    key = spare
                if row in heads and key.role in ("project", "item"):
                    key = replace(key, role="subtotal")
                if spare is not None and key.label == spare.label:
                    block = _over_all(key, over, block)
                else:
                    over = block
                figures = self._row(row, key, block)
                if borrowed and all(figure.value_state == "blank" for figure in figures):
                    continue
                # a total whose label stands in one block and whose number in another one to its right
                spare = (
                    key if key.label and all(figure.value_state == "blank" for figure in figures) else None
                )
                found += figures
                listed = self.kind.rows == "project" and not any(f.item in _NO_PROJECT for f in figures)
                if key.role == "project" or (key.role == "item" and listed):
                    goal = self.grid.text(row, goals) if goals is not None else None
                    project = project_row(self.place, len(projects), key, figures, goal)
                    # a project merged over several rows, or printed again on the next page, is one project
                    last = latest.get(position) or next(reversed(projects), None)
                    known = (None, last.amount) if last and self.kind.rows == "form" else (None,)
                    again = project and last and project.project_name == last.project_name
                    if project and not (again and project.amount in known):
                        projects.append(project)
                        latest[position] = project
            first = False
        return found

    def _reader(self, block: Block) -> RowReader:
        return RowReader(self.grid, block, self.kind, self.fiscal_year, self.known_units, self.closed)

    def _sided(self, blocks: Sequence[Block]) -> Sequence[Block]:
        """Blocks of a balance with their sides; where no header says 收入 or 支出, their lines do, else revenue stands left."""
        if self.kind.flow is not None or len(blocks) < 2 or any(block.side for block in blocks):
            return blocks
        sided = []
        for position, block in enumerate(blocks):
            words = "".join(
                self.grid.packed(row, column.index)
                for row in range(self.part.header.body, self.part.end)
                for column in block.keys
            )
            revenue, expenditure = words.count("收入"), words.count("支出")
            side = "revenue" if revenue > expenditure else "expenditure" if expenditure > revenue else None
            sided.append(replace(block, side=side or ("revenue" if position == 0 else "expenditure")))
        return sided

    def _is_section(self, row: int) -> bool:
        cells = self.grid.cells_of(row)
        return (
            len(cells) == 1
            and cells[0].column_span >= max(3, 0.6 * self.grid.columns)
            and number_of(cells[0]).state == "text"
        )

    def _row(self, row: int, key: RowKey, block: Block) -> list[FigureRow]:
        cells = [
            (column, cell)
            for column in block.values
            if (cell := self.grid.anchored(row, column.index)) is not None
            and not (column.index and _NO_NUMBER.search(self.grid.packed(row, column.index - 1)))
        ]
        numbers = [(column, cell, number_of(cell)) for column, cell in cells]
        if key.is_empty and not any(number.state in ("value", "illegible") for _, _, number in numbers):
            return []
        meanings = {
            side: row_meaning(key, self.kind, side)
            for side in {block.side, *(column.line[1] for column in block.values if column.line)}
        }
        group = " / ".join((*key.group, key.beside) if key.beside else key.group) or None
        return [
            self._figure(
                row, key, group, meanings[column.line[1] if column.line else block.side], column, cell, number
            )
            for column, cell, number in numbers
            if number.state != "text"
        ]

    def _figure(
        self,
        row: int,
        key: RowKey,
        group: str | None,
        of_row: Meaning,
        column: Column,
        cell: Cell,
        number: Number,
    ) -> FigureRow:
        of = cell_meaning(of_row, column, self.kind)
        amount, quantity, unit, measure, sure = self._valued(key, of, column, number)
        issued = issued_in(key.label) if (of.item or "").startswith("debt.issue") else None
        year = key.fiscal_year or issued or column.fiscal_year or self.fiscal_year
        box = cell.box
        return FigureRow(
            figure_id=content_id(self.place.table_id, row, column.index),
            document_id=self.place.document_id,
            source="table",
            value_state=number.state,
            raw=cell.text.strip(),
            table_id=self.place.table_id,
            row_index=row,
            column_index=column.index,
            page=cell.page,
            x0=box.x0 if box else None,
            y0=box.y0 if box else None,
            x1=box.x1 if box else None,
            y1=box.y1 if box else None,
            row_code=(None if key.named else key.code) or key.unit_code or key.project_code,
            row_label=key.label,
            row_role=of.role,
            row_group=group,
            unit_code=key.unit_code,
            column_path=self._path(column),
            measure=measure,
            amount=amount,
            quantity=quantity,
            measure_unit=unit,
            fiscal_year=year,
            stage=self.stages.of_number(key, column, of.item, year),
            flow=of.flow,
            fund=of.fund,
            nature=of.nature,
            classification=of.classification,
            code=of.code,
            item=of.item,
            confidence=round(
                self.confidence * key.confidence * cell.confidence * sure * (0.8 if column.inferred else 1.0),
                3,
            ),
        )

    def _path(self, column: Column) -> tuple[str, ...]:
        return (self.section, *column.path) if self.section else column.path

    def _valued(
        self, key: RowKey, of: Meaning, column: Column, number: Number
    ) -> tuple[Decimal | None, Decimal | None, str | None, str, float]:
        """Amount in yuan, quantity, unit, measure and how sure the unit is."""
        measure = key.measure or column.measure
        named = column.unit if column.unit and yuan_factor(column.unit) is not None else None
        of_row = None if is_worth(column, self.kind) and yuan_factor(key.unit or "") is None else key.unit
        unit = number.unit or named or of_row or column.unit
        if measure in _RATES or (number.unit == "%" and measure == "amount"):
            return None, number.value, "%", measure if measure in _RATES else "share_percent", 1.0
        if of.counted and measure == "amount" and (named is None or key.unit is not None):
            measure = "count"
        money = unit is not None and yuan_factor(unit) is not None
        if measure in ("count", "score") or (unit is not None and not money):
            return (
                None,
                number.value,
                usual_unit(of.item) if money or unit is None else unit,
                "count" if measure == "amount" else measure,
                1.0,
            )
        unit = unit or self.unit
        if unit is None:
            return None, number.value, None, measure, 0.5
        return (None if number.value is None else to_yuan(number.value, unit)), None, unit, measure, 1.0


def _over_all(key: RowKey, left: Block | None, block: Block) -> Block:
    """The block that holds the number of a 合计 whose label begins left of it: of all, where that is under another nature (人员经费)."""
    natures = [{column.nature for column in of.values} for of in (left, block) if of]
    if key.packed not in ("合计", "总计") or natures[0] == natures[-1]:
        return block
    return replace(block, values=tuple(replace(column, nature=None) for column in block.values))
