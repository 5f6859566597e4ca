"""How wide the cells of a binary Word table row are, and which are merged: table sprms → edges and flags."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loaders.readers.grid import RawCell, VerticalMerge

DEFINE, INSERT, DELETE, WIDTH, MERGE, SPLIT, VERTICAL = 0xD608, 0x7621, 0x5622, 0x7623, 0x5624, 0x5625, 0xD62B
TABLE_HEADER = 0x3404

_H_FIRST, _H_MERGED, _V_MERGED, _V_RESTART = 0x01, 0x02, 0x20, 0x40
_MAX_CELLS = 64


@dataclass(frozen=True, slots=True)
class Definition:
    """One row: `edges[i] … edges[i + 1]` is cell `i`, in twips; `flags[i]` its merge flags."""

    edges: tuple[int, ...]
    flags: tuple[int, ...]


def definition(changes: Iterable[tuple[int, bytes]]) -> Definition | None:
    """The row that a list of sprms defines, later ones changing what earlier ones said; `None` when none defines it."""
    edges: list[int] = []
    flags: list[int] = []
    for number, operand in changes:
        if number == DEFINE and operand:
            count = min(operand[0], _MAX_CELLS, (len(operand) - 3) // 2)
            if count < 1:
                continue
            edges = list(struct.unpack_from(f"<{count + 1}h", operand, 1))
            cells = operand[1 + (count + 1) * 2 :]
            flags = [int.from_bytes(cells[i * 20 : i * 20 + 2], "little") for i in range(count)]
        elif edges:
            _change(number, operand, edges, flags)
    return Definition(tuple(edges), tuple(flags)) if edges else None


def _change(number: int, operand: bytes, edges: list[int], flags: list[int]) -> None:
    count = len(flags)
    if number == VERTICAL and len(operand) >= 2 and operand[0] < count:
        merge = {1: _V_MERGED, 3: _V_MERGED | _V_RESTART}.get(operand[1], 0)
        flags[operand[0]] = flags[operand[0]] & ~(_V_MERGED | _V_RESTART) | merge
    elif number in (MERGE, SPLIT):
        first, limit = operand[0], min(operand[1], count)
        for index in range(first, limit):
            flags[index] &= ~(_H_FIRST | _H_MERGED)
            if number == MERGE:
                flags[index] |= _H_FIRST if index == first else _H_MERGED
    elif number == WIDTH:
        first, limit, width = struct.unpack("<BBh", operand)
        for index in range(first, min(limit, count)):
            shift = width - (edges[index + 1] - edges[index])
            edges[index + 1 :] = [edge + shift for edge in edges[index + 1 :]]
    elif number == DELETE:
        first, limit = operand[0], min(operand[1], count)
        if 0 <= first < limit and limit - first < count:
            removed = edges[limit] - edges[first]
            edges[first : limit + 1] = [edges[first]]
            edges[first + 1 :] = [edge - removed for edge in edges[first + 1 :]]
            del flags[first:limit]
    elif number == INSERT:
        first, added, width = struct.unpack("<BBh", operand)
        first = min(first, count)
        if count + added <= _MAX_CELLS:
            new = [edges[first] + width * (i + 1) for i in range(added)]
            edges[first + 1 :] = new + [edge + width * added for edge in edges[first + 1 :]]
            flags[first:first] = [0] * added


def cells(row: Definition | None, texts: Sequence[str]) -> list[RawCell]:
    """The cells of a row with their texts; a row without a definition has cells of equal width."""
    if row is None:
        return [RawCell(index, index + 1, text) for index, text in enumerate(texts)]
    found: list[RawCell] = []
    for index, flag in enumerate(row.flags):
        text = texts[index] if index < len(texts) else ""
        left, right = row.edges[index], max(row.edges[index + 1], row.edges[index])
        if flag & _H_MERGED and not flag & _H_FIRST and found:
            before = found.pop()
            found.append(
                RawCell(before.left, right, "\n".join(filter(None, (before.text, text))), before.merge)
            )
            continue
        found.append(RawCell(left, right, text, _vertical(flag)))
    return found


def _vertical(flag: int) -> VerticalMerge:
    if not flag & _V_MERGED:
        return "none"
    return "restart" if flag & _V_RESTART else "continue"
