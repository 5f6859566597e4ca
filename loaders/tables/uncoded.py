"""Functional subjects that a row only names: their codes as the same document prints them, else as the classification has them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from loaders.tables.grid import packed
from loaders.tables.labels import parted, plain
from loaders.tables.subjects import functional_codes, functional_names, is_common, subject_name
from warehouse.records import FigureRow

_CLASS, _GROUP, _ITEM = 3, 5, 7
_USUAL = {"行政运行": "01", "一般行政管理事务": "02", "机关服务": "03", "机构运行": "01", "事业运行": "50"}
"""Items (项) that nearly every 款 has, each under the same number; without the 款 their name says nothing."""
_SPECIAL_BONDS = "98"
"""The 款 of a class that ultra-long special treasury bonds pay for."""
_REST_IS_99 = 2021
"""Since when the item of the rest of a class (20899) is its 99 as elsewhere; it was 2089901."""

Codes = Callable[[str], Collection[str]]


def with_functions(figures: Sequence[FigureRow], rows: Mapping[str, str]) -> list[FigureRow]:
    """The figures, with lines under a functional class as what they are: 款 and 项 of it, with the code that their name has.

    The document's own pairs of names and codes come first; where it prints the name nowhere else, the classification's hold.

    Args:
        figures: the figures of one document in reading order.
        rows: what the rows of each table are (`function`, `line`, …), by table id; of a government's `balance` only those are subjects
            whose name has a code.
    """
    printed = _printed(figures)
    years: dict[str | None, int] = {}
    for figure in figures:
        years[figure.table_id] = max(years.get(figure.table_id, 0), figure.fiscal_year or 0)
    found = list(figures)
    for column in _columns(figures):
        table = figures[column[0]].table_id
        sort, year = rows.get(table or ""), years[table] or None
        for run in _runs(figures, column, sort):
            names = [_name(figures[at].row_label or "") for at in run]
            own = _of_their_class([figures[at] for at in run], names, year)
            codes = line_codes(list(zip(names, own, strict=True)), partial(_known, printed, year), year)
            for at, code in zip(run, codes, strict=True):
                subject = sort != "balance" and figures[at].row_role != "subset"
                if (not figures[at].code or code != figures[at].code) and (code or subject):
                    found[at] = replace(
                        figures[at], item="expenditure.function", classification="functional", code=code
                    )
    return found


def _columns(figures: Sequence[FigureRow]) -> list[list[int]]:
    """The figures of each column from top to bottom; blocks side by side under the same header go on with each other."""
    columns: dict[tuple[str | None, int], list[int]] = {}
    for position, figure in enumerate(figures):
        columns.setdefault((figure.table_id, figure.column_index or 0), []).append(position)
    joined: dict[tuple[str | None, tuple[str, ...]], list[list[int]]] = {}
    for (table, _), column in sorted(columns.items(), key=lambda item: (item[1][0], item[0][1])):
        alike = joined.setdefault((table, figures[column[0]].column_path or ()), [])
        labels = [figures[at].row_label for at in column]
        if alike and labels != [figures[at].row_label for at in alike[-1][-len(column) :]]:
            alike[-1] += column
        else:
            alike.append(column)
    return [column for alike in joined.values() for column in alike]


def _runs(figures: Sequence[FigureRow], column: Sequence[int], rows: str | None) -> Iterator[list[int]]:
    """The stretches of a column from a line with a functional code to the next total, unit or balance."""
    run: list[int] = []
    for at in column:
        figure = figures[at]
        if figure.classification == "functional" and figure.code:
            run.append(at)
        elif figure.row_role in ("total", "subtotal", "unit", "carryover"):
            yield run
            run = []
        elif run and _is_open(figure, rows):
            run.append(at)
    yield run


def _is_open(figure: FigureRow, rows: str | None) -> bool:
    """Whether a line without a code and an item may be a subject."""
    if (
        rows not in ("function", "line", "balance")
        or figure.flow != "expenditure"
        or figure.row_label is None
    ):
        return False
    if figure.classification == "line":
        return figure.row_role == "item" and figure.item is None
    return figure.row_role in ("item", "subset") and figure.classification == "functional" and not figure.code


def _of_their_class(lines: Sequence[FigureRow], names: Sequence[str], year: int | None) -> list[str | None]:
    """The codes of lines, of which those that only a name stands for are of the class that is stated above them: funds have moved to others."""
    found: list[str | None] = []
    above = ""
    for line, name in zip(lines, names, strict=True):
        code = line.code
        if code and len(code) == _CLASS:
            above = code
        elif code and above and not line.row_code and not code.startswith(above):
            moved = [of for of in functional_codes(name, year) if of.startswith(above)]
            code = moved[0] if len(moved) == 1 else code
        found.append(code)
    return found


def line_codes(lines: Sequence[tuple[str, str | None]], known: Codes, year: int | None) -> list[str | None]:
    """The codes of lines below each other, of which some print theirs; None where the name fits none or several.

    Args:
        lines: the name (`subject_name`) and the printed code of each.
        known: the codes that a name may have.
        year: whose classification holds.
    """
    found: list[str | None] = []
    above, sure = "", False
    for name, code in lines:
        if code is None and above:
            code = _code(name, known(name), above, year, sure=sure, stated=above[:_GROUP] in found)
        above, sure = (code, True) if code else (above, sure and name in _USUAL)
        found.append(code)
    return _with_usual([name for name, _ in lines], found)


def usual_code(name: str, year: int | None, above: str) -> str | None:
    """The code that a subject's name has in the classification next to the last one: a 款 of its class, or an 项 of its 款."""
    return _code(name, functional_codes(name, year), above, year, sure=True, stated=False)


def _code(
    name: str, codes: Collection[str], above: str, year: int | None, *, sure: bool, stated: bool
) -> str | None:
    """The code that a name has below the last known one: a 款 of the class, or an 项 of the 款.

    Where a line states the 款, its items stand below it. Names that several 款 have need their own for sure: the line between that
    nobody knows may be another 款.
    """
    group = above[:_GROUP] if len(above) > _CLASS else None
    codes = [code for code in codes if code[:_CLASS] == above[:_CLASS] and code != group]
    if group and group.endswith(_SPECIAL_BONDS):
        codes = [code for code in codes if code[:_GROUP] == group]  # its items have the names of other 款
    groups = [code for code in codes if len(code) == _GROUP]
    items = [code for code in codes if len(code) == _ITEM]
    inside = [code for code in items if code[:_GROUP] == group]
    if group and not codes and name in _names_of_the_rest(group, year):
        inside = [f"{group}99"]
    elif is_common(name):
        items, inside = [], inside if sure else []
    fitting = [*inside, *groups] or ([] if group and stated else items)
    return fitting[0] if len(fitting) == 1 else None


def _names_of_the_rest(group: str, year: int | None) -> list[str]:
    """What the item 99 of a 款 is called: 其他 and the name of the 款; the same, since that is 99, where the 款 is the rest of its class."""
    if not group.endswith("99"):
        return [f"其他{name}" for name in functional_names(group)]
    return list(functional_names(group)) if year is None or year >= _REST_IS_99 else []


def _with_usual(names: Sequence[str], found: Sequence[str | None]) -> list[str | None]:
    """The codes, with those of items that every 款 has: where a line names the 款 and none that nobody knows is between.

    What stands between two lines of one 款 is of it.
    """
    after = [""] * len(found)
    for at in range(len(found) - 2, -1, -1):
        after[at] = (found[at + 1] or "")[:_GROUP] or after[at + 1]
    stated = {code for code in found if code and len(code) == _GROUP}
    whole = list(found)
    last, sure = "", False
    for at, name in enumerate(names):
        group = last[:_GROUP]
        if found[at] is None and name in _USUAL and group in stated and (sure or after[at] == group):
            code = next(
                (code for code in functional_codes(name, None) if code[:_GROUP] == group),
                group + _USUAL[name],
            )
            whole[at] = code if code > last else None
        last, sure = (whole[at] or last), whole[at] is not None
    return whole


def _known(printed: Mapping[str, Collection[str]], year: int | None, name: str) -> Collection[str]:
    return printed.get(name) or (() if name in _USUAL else functional_codes(name, year))


def _printed(figures: Sequence[FigureRow]) -> dict[str, set[str]]:
    """The codes below the classes that the document prints beside each name."""
    codes: dict[str, set[str]] = {}
    for figure in figures:
        code = (figure.code or "").split("/")[0]
        if figure.row_label and figure.classification in ("functional", "cross") and len(code) > _CLASS:
            codes.setdefault(_name(figure.row_label), set()).add(code)
    return codes


def _name(label: str) -> str:
    return subject_name(plain(parted(packed(label))[2]))
