"""Side-by-side blocks: a run of key columns with the value columns to its right; balances have two, basic expenditure two to four."""

from __future__ import annotations

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

    A table that is not `divided` has one: lists of projects print a quantity between their keys.
    """
    groups: list[tuple[list[Column], list[Column], list[Column]]] = [([], [], [])]
    for column in columns:
        keys, words, values = groups[-1]
        if column.role == "value":
            values.append(column)
        elif column.role == "text":
            if not values:
                words.append(column)
        elif column.role in KEY_ROLES:
            if (
                divided
                and values
                and _begins_anew(column, keys, [key.role for group in groups for key in group[0]])
            ):
                groups.append(([column], [], []))
            else:
                keys.append(column)
    return tuple(Block(tuple(k), tuple(w), tuple(v), _side(k, v)) for k, w, v in groups if v)


def _begins_anew(column: Column, keys: Sequence[Column], roles: Sequence[str]) -> bool:
    """A key column after figures begins a block when such a column was there before, or another top header begins."""
    if not keys:
        return False
    if column.role in roles or column.role in ("code", "label"):
        return True
    tops = {packed(key.path[0]) for key in keys if key.path}
    return bool(column.path) and packed(column.path[0]) not in tops and len(column.path) > 1


def _side(keys: Sequence[Column], values: Sequence[Column]) -> str | None:
    """收入 or 支出, as the header over the block says."""
    for columns in (keys, values):
        flows = {column.flow for column in columns} & {"revenue", "expenditure", "debt"}
        if flows:
            return flows.pop() if len(flows) == 1 else None
    return None
