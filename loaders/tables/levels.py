"""Figures of governments below others: subjects named twice below each other (其他支出 as class, group and item), regions of a whole."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from loaders.tables.grid import packed
from loaders.tables.headers import header_words
from loaders.tables.subjects import function_code, subject_label
from warehouse.records import FigureRow

_AID, _OTHER = "219", "229"
_REGION = re.compile(
    r"^(?!全|本|各|所[属辖]|其他|[省市州盟县区旗乡镇街道]+$).{2,10}(县|区|市|旗|镇|乡|苏木|街道)$"
)
_NO_REGION = re.compile(r"地区$|社区$")
_LEVEL = "[省市州盟县区旗]"
_PARTS = re.compile(
    r"(所[属辖])?各?((市县区|县市区|县\(市、?区\)|市县|区县|县区|下|乡镇|乡|镇)级?(小计|合计)?|县(小计|合计))$"
)
_WHOLE = re.compile(f"(全{_LEVEL}|[全本]地区)(小计|合计)?$")
"""Sums of all parts of a region, and of all of it."""
_OWN = re.compile(f"({_LEVEL}?本级|{_LEVEL}[级直])(\\(.*\\))?$")
"""The own level of a region, without its name."""
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


def of_regions(figures: Sequence[FigureRow], tables: Collection[str]) -> list[FigureRow]:
    """The figures of governments' tables, with those in columns of several regions as what they are: of a part of the whole."""
    regions: dict[str | None, set[str]] = {}
    for figure in figures:
        if figure.table_id in tables and (name := region_named(figure.column_path)):
            regions.setdefault(figure.table_id, set()).add(name)
    several = {table for table, names in regions.items() if len(names) > 1}
    levelled = {
        f.table_id
        for f in figures
        if f.table_id in tables and any(of.match(_lowest(f.column_path)) for of in (_WHOLE, _OWN))
    }
    return [
        replace(figure, row_role="region")
        if (figure.table_id in several and region_named(figure.column_path))
        or (figure.table_id in levelled and _PARTS.match(_lowest(figure.column_path)))
        else figure
        for figure in figures
    ]


def of_levels(figures: Sequence[FigureRow], tables: Collection[str], name: str | None) -> list[FigureRow]:
    """The figures of tables that list regions, with the rows of the government itself as what they are.

    The first region (拉萨市) is all of it where it is the one called `name`, or where its own level (拉萨市本级) stands next below it; the sum of
    the others is one of the parts.

    Args:
        figures: the figures of one document in reading order.
        tables: the ids of the tables of governments that list what regions have.
        name: the region that the document is of.
    """
    rows: dict[str | None, dict[str, None]] = {}
    for figure in figures:
        if figure.table_id in tables and figure.row_role == "region" and not region_named(figure.column_path):
            rows.setdefault(figure.table_id, {})[packed(figure.row_label or "")] = None
    roles: dict[tuple[str | None, str], str] = {}
    for table, labels in rows.items():
        first, *others = labels
        own = next((label for label in labels if _OWN.match(label.removeprefix(first) or first)), None)
        if own is not None:
            roles[table, own] = "own_level"
        if first == packed(name or "") or _WHOLE.match(first) or (own and others[:1] == [own]):
            roles[table, first] = "total"
    return [replace(f, row_role=_role(f, roles)) if f.table_id in rows else f for f in figures]


def _role(figure: FigureRow, roles: Mapping[tuple[str | None, str], str]) -> str | None:
    """The role of a row of a table that lists regions."""
    label = packed(figure.row_label or "")
    if figure.row_role == "region":
        return roles.get((figure.table_id, label), "region")
    return "region" if figure.row_role == "subtotal" and _PARTS.match(label) else figure.row_role


@lru_cache(maxsize=4096)
def region_named(path: tuple[str, ...] | None) -> str | None:
    """The region that the lowest of a column's headers names."""
    name = _lowest(path)
    return name if _REGION.match(name) and not _NO_REGION.search(name) else None


@lru_cache(maxsize=4096)
def _lowest(path: tuple[str, ...] | None) -> str:
    return header_words(path)[-1] if path else ""


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
