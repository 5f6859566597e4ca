"""Bodies that a table does not name: Beijing lists the subjects of each one below those of the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from warehouse.records import FigureRow

_SUBJECT, _REPEATED = 7, 2
"""Digits of a subject's code, and how many must stand again for lists without a body's name over them."""


def of_unnamed_bodies(figures: Sequence[FigureRow]) -> list[FigureRow]:
    """The figures of one table; where it lists its subjects once for each of its bodies and names none of them, their lists are numbered."""
    rows = {
        figure.row_index: figure.row_code
        for figure in figures
        if figure.item == "expenditure.function" and figure.row_role == "item" and not figure.row_group
    }
    lists: dict[int | None, str] = {}
    number, before = 0, ""
    for row, code in rows.items():
        if code is None or len(code) != _SUBJECT:
            return list(figures)
        number += number == 0 or code <= before
        lists[row], before = str(number), code
    if len(rows) - len(set(rows.values())) < _REPEATED:
        return list(figures)
    return [
        replace(figure, row_group=lists[figure.row_index]) if figure.row_index in lists else figure
        for figure in figures
    ]
