"""The natures of rows with codes, where cells beside many of them or lines above them say 基本支出 or 项目支出."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.catalogue import Kind, header_facet
from loaders.tables.blocks import Block
from loaders.tables.codes import digits_of
from loaders.tables.columns import Column
from loaders.tables.grid import Grid
from loaders.tables.labels import parted

NATURE = re.compile(r"^(基本|项目)支出$|^(人员|(日常)?公用)(经费|支出)$")
"""A label that names a nature and nothing else."""


class Natures:
    """Tells the natures of the rows of one block."""

    def __init__(self, grid: Grid, block: Block, kind: Kind, labels: Sequence[Column]) -> None:
        self._grid = grid
        self._block = block
        self._kind = kind
        self._above = self._parted(labels)

    def of(self, row: int) -> str | None:
        """The nature that a cell beside the row or a line above it says, if any."""
        return self._beside(row) or self._above.get(row)

    def _beside(self, row: int) -> str | None:
        """The nature that a cell beside many codes gives them all (基本支出 | 行政运行, 机关服务 …)."""
        if self._kind.axis != "nature" or self._kind.rows not in ("function", "economic"):
            return None
        sorts = (self._grid.packed(row, c.index) for c in (*self._block.words, *self._block.keys))
        return next((header_facet("nature", text) for text in sorts if NATURE.match(text)), None)

    def _parted(self, labels: Sequence[Column]) -> dict[int, str]:
        """The natures of codes that stand under lines of their own (基本支出, 行政运行 …, 项目支出, …), where two natures part them."""
        natures: dict[int, str] = {}
        above = None
        coded = [c.index for c in self._block.keys if c.role.startswith("code")]
        if self._kind.rows != "function" or not coded:
            return natures
        for row in range(self._grid.rows):
            if any(digits_of(self._grid.text(row, index)) for index in coded):
                natures |= {row: above} if above else {}
            elif name := next((t for c in labels if (t := self._grid.packed(row, c.index))), None):
                name = parted(name)[2]
                above = header_facet("nature", name) if NATURE.match(name) else None
        return natures if len({nature.split(".")[0] for nature in natures.values()}) > 1 else {}
