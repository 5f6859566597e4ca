"""Functional subjects that a row only names: their codes as the same document prints them, else as the classification has them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from loaders.tables.grid import packed
from loaders.tables.outline import ordinal_of
from loaders.tables.subjects import functional_codes, subject_name
from warehouse.records import FigureRow

_CLASS, _GROUP, _ITEM = 3, 5, 7
_EVERYWHERE = ("行政运行", "一般行政管理事务", "机关服务", "事业运行")
"""Items (项) that nearly every 款 has: without the 款 their name says nothing."""


def with_functions(
    figures: Sequence[FigureRow], rows: Mapping[str, str], departments: Collection[str]
) -> list[FigureRow]:
    """The figures, with lines under a functional class as what they are: 款 and 项 of it, with the code that their name has.

    The document's own pairs of names and codes come first; where a department's document prints the name nowhere else, the
    classification's hold, within the class and the 款 above.

    Args:
        figures: the figures of one document in reading order.
        rows: what the rows of each table are (`function`, `line`, …), by table id.
        departments: the tables of departments.
    """
    codes = _printed(figures)
    above: dict[tuple[str | None, int | None], str] = {}
    known: dict[tuple[str | None, int | None], str] = {}
    found = []
    for figure in figures:
        place = (figure.table_id, figure.column_index)
        if figure.classification == "functional" and figure.code:
            above[place] = known[place] = figure.code
        elif figure.row_role in ("total", "subtotal", "unit", "carryover"):
            above.pop(place, None)
        elif place in above and _is_open(figure, rows.get(figure.table_id or "")):
            within = known[place] if figure.table_id in departments else None
            figure = _resolved(figure, codes, above[place], within)
            above[place] = figure.code or above[place]
            # a name that nobody knows may be another 款: what follows stands under the class for sure, and no deeper
            known[place] = figure.code or known[place][:_CLASS]
        found.append(figure)
    return found


def _is_open(figure: FigureRow, rows: str | None) -> bool:
    """Whether a line without a code and an item may be a subject."""
    return (
        rows in ("function", "line")
        and figure.row_role == "item"
        and figure.flow == "expenditure"
        and figure.row_label is not None
        and (
            figure.item is None
            if figure.classification == "line"
            else figure.classification == "functional" and figure.code is None
        )
    )


def _resolved(
    figure: FigureRow, codes: Mapping[str, Collection[str]], above: str, known: str | None
) -> FigureRow:
    name = _name(figure.row_label or "")
    if name in codes or known is None:
        code = _within(codes.get(name, ()), above)
    else:
        code = usual_code(name, figure.fiscal_year, known)
    return replace(figure, item="expenditure.function", classification="functional", code=code)


def _within(codes: Collection[str], above: str) -> str | None:
    """The one of a name's codes that follows the code above: the 项 of the 款 above, else the 款, else the only one of the class."""
    fitting = sorted(code for code in codes if code[:_CLASS] == above[:_CLASS])
    groups = [code for code in fitting if len(code) == _GROUP]
    items = [code for code in fitting if len(code) == _ITEM and code[:_GROUP] == above[:_GROUP]]
    if items and (not groups or groups == [above]):
        fitting = items
    elif groups:
        fitting = groups
    return fitting[0] if len(fitting) == 1 else None


def usual_code(name: str, year: int | None, above: str) -> str | None:
    """The code that a subject's name has in the classification: a 款 of the class above, or an 项 of the 款 above."""
    codes = functional_codes(name, year)
    groups = [code for code in codes if len(code) == _GROUP and code[:_CLASS] == above[:_CLASS]]
    items = [code for code in codes if len(code) == _ITEM and code[:_CLASS] == above[:_CLASS]]
    if len(above) > _CLASS:
        inside = [code for code in items if code[:_GROUP] == above[:_GROUP]]
        items = inside or ([] if name in _EVERYWHERE else items)
        groups = groups if groups != [above[:_GROUP]] or not inside else []
    elif name in _EVERYWHERE:
        items = []
    fitting = groups or items
    return fitting[0] if len(fitting) == 1 else None


def _printed(figures: Sequence[FigureRow]) -> dict[str, set[str]]:
    """The codes below the classes that the document prints beside each name."""
    codes: dict[str, set[str]] = {}
    for figure in figures:
        code = (figure.code or "").split("/")[0]
        if figure.row_label and figure.classification in ("functional", "cross") and len(code) > _CLASS:
            codes.setdefault(_name(figure.row_label), set()).add(code)
    return codes


def _name(label: str) -> str:
    text = packed(label)
    ordinal = ordinal_of(text)
    return subject_name(re.sub(r"\((款|项)\)$", "", text[len(ordinal.text) :] if ordinal else text))
