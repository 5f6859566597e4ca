"""The tables of a sheet: stacked on each other, side by side, each under captions of its own."""

from __future__ import annotations

import re
from itertools import groupby

from loaders.document import Cell

LINE = re.compile(
    r"^\s*(?:(?:金额|计量)?单位\s*[:：]|[(（]?单位[:：]|(?:公开|附|预算|决算)?表\s*[\d一二三四五六七八九十]|公开\d+表|附件|"
    r"(?:部门|单位|编制|填报|预算|填表|公开)[^\d]{0,8}[:：])"
)
"""What a line about a table begins with: its unit of account, its number, whose it is."""
_FORM = re.compile(
    r"^\s*(?:(?:公开|附|预算|决算)?表\s*[\d一二三四五六七八九十]+|公开\d+表|附件\s*\d*)\s*[:：]?\s*$"
)
_TITLE = re.compile(r"\w{3}表\s*(?:[（(].*[)）])?\s*$")
_TOTAL = re.compile(r"^[\s　]*[合总小共][\s　]*计")
_NUMBER = re.compile(r"^[-+(（]?[\d,.]+[%)）]?$")


def stacked(cells: list[Cell]) -> list[list[list[Cell]]]:
    """Blocks of rows: a caption after a blank row begins one, and so does a title that is new; blank rows inside a table stay inside."""
    blocks: list[list[list[Cell]]] = []
    reach = -1
    for row, group in groupby(cells, key=lambda cell: cell.row):
        entries = list(group)
        if not blocks or (
            is_caption(entries)
            and (row > reach + 1 or _announces(entries, blocks[-1]))
            and not _is_title(blocks[-1])
        ):
            blocks.append([])
        blocks[-1].append(entries)
        # a cell merged down to the last row of the sheet bridges no gap
        reach = max(reach, *(row + min(cell.row_span, 50) - 1 for cell in entries))
    return blocks


def _announces(row: list[Cell], above: list[list[Cell]]) -> bool:
    """Whether a caption is the number or the merged title of a table that the rows above do not name."""
    if len(row) != 1 or row[0].text in {cell.text for entries in above for cell in entries}:
        return False
    return bool(_FORM.match(row[0].text) or (row[0].column_span > 2 and _TITLE.search(row[0].text)))


def beside(rows: list[list[Cell]]) -> list[list[list[Cell]]]:
    """The block, or the blocks that stand side by side in it: a blank column between them, a title over each."""
    cells = [cell for row in rows for cell in row]
    taken = {column for cell in cells for column in range(cell.column, cell.column + cell.column_span)}
    starts = [column for column in sorted(taken) if column - 1 not in taken]
    parts: list[list[list[Cell]]] = []
    for left, right in zip(starts, [*starts[1:], max(taken) + 1], strict=True):
        part = [[cell for cell in row if left <= cell.column < right] for row in rows]
        part = [row for row in part if row]
        if not parts or _has_title(part):
            parts.append(part)
        else:
            parts[-1] = _joined(parts[-1], part)
    return parts if all(map(_has_title, parts)) else [rows]


def _has_title(rows: list[list[Cell]]) -> bool:
    """Whether a table's title stands in the first rows, alone in its row."""
    titles = [row[0].text for row in rows[:4] if len(row) == 1]
    return len(rows) > 4 and any(_TITLE.search(text) and not _FORM.match(text) for text in titles)


def _joined(left: list[list[Cell]], right: list[list[Cell]]) -> list[list[Cell]]:
    cells = sorted(
        (cell for row in (*left, *right) for cell in row), key=lambda cell: (cell.row, cell.column)
    )
    return [list(group) for _, group in groupby(cells, key=lambda cell: cell.row)]


def _is_title(rows: list[list[Cell]]) -> bool:
    """Whether a block is only a few short lines: then what follows, blank rows or not, is what they announce."""
    return len(rows) <= 4 and all(
        is_caption(row) and all(len(cell.text) <= 40 for cell in row) for row in rows
    )


def is_caption(row: list[Cell]) -> bool:
    """Whether a leading row is text about the table: one cell of words, or only 单位：…, 公开01表 and the like."""
    texts = [cell.text for cell in row]
    if any(_NUMBER.match(text) or _TOTAL.match(text) for text in texts):
        return False
    if len(texts) == 1:
        return True
    return (
        len(texts) <= 6
        and any(LINE.match(text) for text in texts)
        and sum(len(text) <= 8 for text in texts) < 4
    )
