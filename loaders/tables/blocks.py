"""Side-by-side blocks: a run of key columns with the value columns to its right; balances have two, basic expenditure two to four."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.tables.columns import KEY_ROLES, Column
from loaders.tables.grid import packed


@dataclass(frozen=True, slots=True)
class Block:
    """Key columns and the value columns that they speak for; `words` are columns of words between the keys."""

    keys: tuple[Column, ...]
    words: tuple[Column, ...]
    values: tuple[Column, ...]
    side: str | None


def split_blocks(columns: Sequence[Column], *, divided: bool = True) -> tuple[Block, ...]:
    """The blocks of a table from left to right; columns that are neither key nor value belong to none.

    After figures, a key column begins a block that stands under another top header or whose sort was there before. Lists of projects
    are not so `divided`, because they print a quantity between their keys: only a top header with figures of its own begins a block, and
    the sort of their bonds in the last column, under no block's header, is that of all blocks.
    """
    groups: list[tuple[list[Column], list[Column], list[Column]]] = [([], [], [])]
    over_figures = {_top(column) for column in columns if column.role == "value"}
    for column in columns:
        keys, words, values = groups[-1]
        if column.role == "value":
            values.append(column)
        elif column.role == "text":
            if not values:
                words.append(column)
        elif column.role in KEY_ROLES:
            known = {key.role for group in groups for key in group[0]} | {"code", "label"}
            other = len(column.path) > 1 and _top(column) not in {_top(key) for key in keys}
            begins = other or column.role in known if divided else other and _top(column) in over_figures
            if keys and values and begins:
                groups.append(([column], [], []))
            else:
                keys.append(column)
    tops = Counter(map(_top, columns))
    sort = [c for k, *_ in groups[1:] for c in k if c.role == "project_type" and tops[_top(c)] == 1]
    return tuple(
        Block((*k, *(c for c in sort if c not in k)), tuple(w), tuple(v), _side(k, v))
        for k, w, v in groups
        if v
    )


def _top(column: Column) -> str:
    return packed(column.path[0]) if column.path else ""


def _side(keys: Sequence[Column], values: Sequence[Column]) -> str | None:
    """收入 or 支出, as the header over the block says; debt where all of it speaks of debt, not one column among others."""
    for columns in (keys, values):
        flows = {column.flow for column in columns}
        if sides := flows & {"revenue", "expenditure"}:
            return sides.pop() if len(sides) == 1 else None
        if flows == {"debt"}:
            return "debt"
    return None
