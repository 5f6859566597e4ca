"""Rows that only number the columns of a table (栏次, 1 2 3, A B C, 3=1+2)."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from loaders.tables.grid import Grid, packed

_INDEX = re.compile(
    r"^\(?\d{1,2}\)?$|^\(?\d{1,2}\)?=[\d()+\-*×/÷%]+$|^[A-Z](=[A-Z()+\-*×/÷%\d]+)?$|^[甲乙丙丁①-⑳]$|^\d{1,2}[+\-/][\d()+\-*×/÷%]+$"
)
_INDEX_LABEL = re.compile(r"^(栏次|栏目|行次|列次|\*+|[-—]+|序号|类?款?项?)$")


def is_index_row(grid: Grid, row: int) -> bool:
    """Whether the row only numbers the columns (栏次, 1 2 3, A B C, 3=1+2): never data."""
    indices: list[str] = []
    named, reached = False, 0
    cells = grid.cells_of(row)
    for cell in cells:
        text = packed(cell.text)
        sort = index_sort(text)
        if sort == "other" and cell.row == row:
            return False
        reached += sort == "other"  # a header that goes on: 备注
        named = named or sort == "named"
        if sort == "index":
            indices.append(text)
    if named or not indices:
        return named
    numbers = [int(match[0]) for text in indices if (match := re.match(r"\d+", text.strip("()")))]
    rising = all(a < b for a, b in pairwise(numbers))
    if reached and numbers != list(range(1, len(cells) - reached + 1)):
        return False
    return (
        len(indices) >= 2
        and rising
        and len(indices) + reached == len(cells)
        and (not numbers or numbers[0] in (1, 2))
    )


@lru_cache(maxsize=16384)
def index_sort(text: str) -> str:
    """What a text is in a row of numbers: the word that names such a row, a label beside them, a number, or something else."""
    if text in ("栏次", "栏目", "列次") or re.fullmatch(r"\*+", text):
        return "named"
    if _INDEX_LABEL.match(text):
        return "label"
    return "index" if _INDEX.match(text) else "other"
