"""Which cell of a row names it: in one of several columns of labels, the whole of its parts, or a 合计 that stands elsewhere."""

from __future__ import annotations

import re

from loaders.amounts import read_number
from loaders.catalogue import Kind
from loaders.tables.blocks import Block
from loaders.tables.columns import Column
from loaders.tables.grid import Grid, packed, shown
from loaders.tables.labels import ONLY_CHANGE, ONLY_YEAR, named_role

_ROLES = ("label", "project_name", "region", "unit_name", "year")
_PROJECT_ROLES = ("project_name", "label", "unit_name", "region", "year")
_LEVEL = re.compile(r"^[一二三四]级(目录|类目|分类|品目)?(名称)?$")
"""Columns of a catalogue's levels: the lowest that a row fills names it."""
_NO_TEXT = re.compile(r"^[-—–─/\\]+$")


class LabelReader:
    """Reads the labels of one block from top to bottom; `role` is that of the column in which the last one stands."""

    def __init__(self, grid: Grid, block: Block, kind: Kind) -> None:
        self.grid = grid
        self.block = block
        self.role: str | None = None
        self._last: str | None = None
        order = _PROJECT_ROLES if kind.rows in ("project", "form") else _ROLES
        self.columns = tuple(
            sorted(
                (c for c in block.keys if c.role in order),
                key=lambda c: (
                    order.index(c.role),
                    c.classification == "economic_gov",
                    (1, -c.index) if is_level(c) else (0, c.index),
                ),
            )
        )
        self.sublabel = next((c for c in block.keys if c.role == "sublabel"), None)

    def read(self, row: int, spelled: str | None) -> tuple[str | None, str | None]:
        """The label of a row and the whole that it is a part of; `spelled` is the word that stands where its code should."""
        return self._part_of(row, self._label(row, spelled))

    def levels_above(self, row: int, label: str | None) -> str | None:
        """What a row that a catalogue's level names stands under in the columns of higher levels, outermost first."""
        levels = [self.grid.text(row, c.index) for c in reversed(self.columns) if is_level(c)]
        above = levels[: levels.index(label)] if label in levels else []
        return " / ".join(filter(None, above)) or None

    def _label(self, row: int, spelled: str | None) -> str | None:
        compared = False
        self.role = None
        for column in self.columns:
            text = self.grid.text(row, column.index)
            bare = packed(text)
            if column.path and bare == packed(column.path[-1]) and len(self.columns) > 1:
                continue  # a header cell that reaches into the rows
            if len(self.columns) > 1 and (ONLY_YEAR.match(bare) or ONLY_CHANGE.match(bare)):
                compared = True
            elif (
                text
                and (read_number(text).state != "value" or column.role == "year")
                and not _NO_TEXT.match(bare)
            ):
                self._last, self.role = text, column.role
                return text
        if compared and self._last:
            self.role = "unit_name"
            return self._last
        if spelled:
            return spelled
        for column in self.block.words:
            text = self.grid.text(row, column.index)
            if text:
                return text
        return self._total_beside(row)

    def _part_of(self, row: int, label: str | None) -> tuple[str | None, str | None]:
        """The name of a part that stands right of the merged name of its whole, and that whole; 小计 is the whole itself."""
        part = self.grid.text(row, self.sublabel.index) if self.sublabel else ""
        if not label or not part or part == label:
            return label, None
        if named_role(packed(part), debt=False) in ("total", "subtotal"):
            return label + shown(part), None
        return part, label

    def _total_beside(self, row: int) -> str | None:
        """A 合计 that stands in another column left of the figures: in that of the projects' types or of the ordinals."""
        for index in range(self.block.values[0].index - 1, -1, -1):
            cell = self.grid.anchored(row, index)
            text = packed(cell.text) if cell else ""
            if cell is not None and named_role(text, debt=False) == "total":
                return shown(cell.text)
            if read_number(text).state == "value":
                return None
        return None


def is_level(column: Column) -> bool:
    """Whether a column holds one level of a catalogue (二级目录)."""
    return bool(column.path) and _LEVEL.match(packed(column.path[-1])) is not None
