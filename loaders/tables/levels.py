"""Subjects named twice below each other: 其他支出 as class, group and item; the groups of 援助其他地区 that are called like classes."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from loaders.tables.subjects import function_code, subject_label
from warehouse.records import FigureRow

_AID, _OTHER = "219", "229"
_OUTERMOST = re.compile(r"^[一二三四五六七八九十]+、")


def deeper(figures: Sequence[FigureRow], tables: Collection[str]) -> list[FigureRow]:
    """The figures, with a code that only a name stands for taken to the level below where the row above has it already.

    其他… is 99 of what stands above it; of other names the code is not known.

    Args:
        figures: the figures of one document in reading order.
        tables: the ids of the tables of governments that list subjects.
    """
    above: dict[tuple[str | None, int | None, str | None, str | None], str] = {}
    found = []
    for figure in figures:
        place = (figure.table_id, figure.column_index, figure.classification, figure.fund)
        if figure.table_id in tables and figure.code and figure.classification in ("functional", "revenue"):
            last = above.get(place, "")
            if figure.row_code is None and figure.row_role in ("item", "subset"):
                figure = replace(figure, code=_below(figure, figure.code, last))
            above[place] = figure.code or last
        elif figure.row_role in ("total", "subtotal"):
            for key in [key for key in above if key[:2] == (figure.table_id, figure.column_index)]:
                del above[key]
        found.append(figure)
    return found


def _below(figure: FigureRow, code: str, last: str) -> str | None:
    """The code of a named subject below the last one; one with a numeral of the outermost level is at the top."""
    label = figure.row_label or ""
    if _OUTERMOST.match(label):
        return code
    aided = (
        last.startswith(_AID)
        and function_code(subject_label((figure.row_group or "").split(" / ")[-1])) == _AID
    )
    if aided or (last.startswith(_AID) and len(code) == 3 and code < _AID):
        return f"{_AID}99" if code == _OTHER else None
    if code == last or (last.startswith(code) and set(last[len(code) :]) == {"9"}):
        return f"{last}99" if subject_label(label).startswith("其他") and len(last) < 7 else None
    return code
