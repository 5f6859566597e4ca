"""Paragraphs, cells and rows as they come, each with its table depth → blocks in reading order.

Binary Word and RTF files write a table as a stream: text, end of cell, end of row with the row's definition behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from loaders.document import Paragraph, Table
from loaders.limits import Limits
from loaders.readers.grid import RawCell, build

EDGE_TOLERANCE = 30
"""Cell edges closer than this many twips (1.5 points) are one edge."""

MAX_DEPTH = 16


@dataclass(slots=True)
class _Level:
    """A table being read at one depth of nesting."""

    rows: list[Sequence[RawCell]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    headers: int = 0


class Assembler:
    """Collects the blocks of one story; nested tables follow the table they stand in."""

    def __init__(self, engine: str, limits: Limits) -> None:
        self._engine = engine
        self._limits = limits
        self._levels: list[_Level] = []
        self._pending: list[Paragraph | Table] = []
        self._blocks: list[Paragraph | Table] = []

    def paragraph(self, text: str, depth: int, heading: int = 0) -> None:
        """A paragraph outside tables (`depth` 0) or inside the current cell of a table."""
        self._close(depth)
        if depth:
            self._level(depth).cell.append(text)
            return
        self._release()
        if text.strip():
            self._blocks.append(Paragraph(text.strip(), 1, heading=heading))

    def cell(self, text: str, depth: int) -> None:
        """The last paragraph of a cell."""
        self._close(depth)
        level = self._level(depth)
        lines = "\n".join([*level.cell, text]).split("\n")
        level.texts.append("\n".join(filter(None, (line.strip() for line in lines))))
        level.cell = []

    def texts(self, depth: int) -> list[str]:
        """The texts of the cells of the current row."""
        level = self._level(depth)
        if any(level.cell):
            level.texts.append("\n".join(filter(None, level.cell)))
            level.cell = []
        return level.texts

    def row(self, cells: Sequence[RawCell], depth: int, *, is_header: bool) -> None:
        """The end of a row."""
        self._close(depth)
        level = self._level(depth)
        if cells:
            level.headers += is_header and level.headers == len(level.rows)
            level.rows.append(cells)
        level.texts, level.cell = [], []

    def place(self, blocks: Sequence[Paragraph | Table], depth: int) -> None:
        """What an embedded object or picture holds, which stands where the text is."""
        if depth or self._levels:
            self._pending += blocks
        else:
            self._blocks += blocks

    def finish(self) -> list[Paragraph | Table]:
        """All blocks; a table that never ended ends here."""
        self._close(0)
        self._release()
        return self._blocks

    def _level(self, depth: int) -> _Level:
        while len(self._levels) < min(depth, MAX_DEPTH):
            self._levels.append(_Level())
        return self._levels[-1]

    def _close(self, depth: int) -> None:
        while len(self._levels) > depth:
            level = self._levels.pop()
            if sum(map(len, level.rows)) == 1 and any(isinstance(block, Table) for block in self._pending):
                # a frame around other tables, not a table
                self._pending.insert(0, Paragraph(level.rows[0][0].text, 1))
            elif level.rows:
                table = build(level.rows, self._engine, self._limits, tolerance=EDGE_TOLERANCE)
                # the table that holds nested ones comes before them
                self._pending.insert(0, replace(table, header_rows=level.headers or None))

    def _release(self) -> None:
        self._blocks += self._pending
        self._pending = []
