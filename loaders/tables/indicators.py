"""The lines of indicator grids: level 1–3, operator, value, unit, grades, scores."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.tables.grid import Grid, packed, shown
from loaders.tables.indicator_grids import IndicatorGrid, header_word, is_sum, only_scores
from loaders.tables.targets import is_class, is_value, split_target, unit_of_name

_NUMBERED = re.compile(r"\n(?=指标\d|\d{1,2}[.、:：])")
_OF_EACH = ("target", "actual", "weight", "score")
"""What each of several indicators that share a row has for itself."""
_NOTHING = re.compile(r"(指标\d*[:：.、]?)?[-—–/\\…]*")
"""A name that names nothing (指标2：), a target that states none (/)."""


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One printed indicator; `grades` is `优≥300；良≥200；…` where a form grades, `raw` the printed target."""

    row: int
    column: int
    level1: str | None = None
    level2: str | None = None
    level3: str | None = None
    operator: str | None = None
    target: str | None = None
    unit: str | None = None
    actual: str | None = None
    weight: str | None = None
    score: str | None = None
    grades: str | None = None
    raw: str | None = None


def read_lines(grid: Grid, where: IndicatorGrid) -> tuple[IndicatorLine, ...]:
    """The indicators of one grid; merged level cells hold for all the rows that they span, blank ones for the rows below."""
    lines: list[IndicatorLine] = []
    held: dict[str, str] = {}
    said = ((row, texts) for row in range(where.first, where.last) for texts in _said(grid, row, where))
    for row, texts in said:
        texts |= {name: "" for name in ("target", "actual") if _NOTHING.fullmatch(texts.get(name, ""))}
        own = {name: text for name, text in texts.items() if text}
        if texts.get("level1") and texts["level1"] != held.get("level1"):
            held["level1"] = texts["level1"]
            held.pop("level2", None)
        if texts.get("level2"):
            held["level2"] = texts["level2"]
        name = texts.get("level3") or (texts.get("level2") if "level3" not in where.columns else "")
        grades = "；".join(
            f"{grade}{text}" for grade, column in where.grades if (text := grid.text(row, column))
        )
        if shifted := _shifted(grid, row, where, texts):
            held["level2"], name, texts["target"] = (
                shifted[0] or held.get("level2", ""),
                shifted[1],
                shifted[2],
            )
            own = {**own, "target": shifted[2]}
        if not name and own.get("target") and "level2" in own:
            name = texts["level2"]
        if only_scores(where.columns) and "score" in own:
            lines += _scored(row, where.columns, own, held)
            continue
        if not name or not (own.get("target") or own.get("actual") or grades or own.get("operator")):
            continue
        if is_sum(name) or _NOTHING.fullmatch(name) or name == own.get("target") == "无":
            continue
        if lines and row != lines[-1].row and _same_cells(grid, row, lines[-1].row, where):
            continue
        operator, target, unit = split_target(
            texts.get("target", ""), texts.get("operator", ""), texts.get("unit", "")
        )
        if unit is None and target is not None and operator != "qualitative":
            unit = unit_of_name(name)
        level1, level2, name = _levels_within(name, held)
        lines.append(
            IndicatorLine(
                row=row,
                column=where.columns.get("level3", where.columns.get("target", 0)),
                level1=level1,
                level2=level2 if "level3" in where.columns else None,
                level3=name,
                operator=operator,
                target=target,
                unit=unit,
                actual=texts.get("actual") or None,
                weight=texts.get("weight") or None,
                score=texts.get("score") or None,
                grades=grades or None,
                raw=texts.get("target") or grades or None,
            )
        )
    return tuple(lines)


def _said(grid: Grid, row: int, where: IndicatorGrid) -> list[dict[str, str]]:
    """What the columns of a row say, once for each of several numbered indicators that share its cells, a line each."""
    cells = {name: _written(grid, row, where, name) for name in where.columns}
    names = _NUMBERED.split(cells.get("level3", "").strip())
    texts = {name: shown(text) for name, text in cells.items()}
    parts = {name: text.strip().split("\n") for name, text in cells.items() if name in _OF_EACH}
    if len(names) < 2 or len(parts.get("target", ())) != len(names):
        return [texts]
    each = {name: lines if len(lines) == len(names) else [""] * len(names) for name, lines in parts.items()}
    return [
        texts | {"level3": shown(name)} | {column: shown(lines[n]) for column, lines in each.items()}
        for n, name in enumerate(names)
    ]


def _written(grid: Grid, row: int, where: IndicatorGrid, name: str) -> str:
    """The text of a row in a column; a target may be written in several cells under one header (≥ | 90 | %)."""
    column = where.columns[name]
    cell = grid.cover[row][column]
    head = grid.cover[where.first - 1][column] if where.first else None
    if name != "target" or head is None or head.column != column or header_word(packed(head.text)) != name:
        return cell.text if cell else ""
    under = dict.fromkeys(grid.cover[row][column : column + head.column_span])
    return "".join(part.text for part in under if part is not None)


def _scored(
    row: int, columns: dict[str, int], own: dict[str, str], held: dict[str, str]
) -> list[IndicatorLine]:
    """The score of one row, under the name of its innermost level; none for sums."""
    levels = [name for name in ("level1", "level2", "level3") if name in columns]
    inner = levels[-1]
    said = {name: own.get(name) or (held.get(name) if name != inner else None) for name in levels}
    if not said[inner] or any(is_sum(text) for text in said.values() if text):
        return []
    return [IndicatorLine(row, columns[inner], **said, weight=own.get("weight"), score=own["score"])]


def _levels_within(name: str, held: dict[str, str]) -> tuple[str | None, str | None, str]:
    """Levels printed in front of the name in its own cell (产出指标数量指标出具报告) are taken off it."""
    match = re.match(r"^(产出指标|效益指标|满意度指标|成本指标)([^指]{2,8}指标)(.+)$", name)
    if match:
        return match[1], match[2], match[3]
    return held.get("level1"), held.get("level2"), name


def _shifted(
    grid: Grid, row: int, where: IndicatorGrid, texts: dict[str, str]
) -> tuple[str | None, str, str] | None:
    """Class, name and target of a row whose cells stand beside their columns, blank where it has none; None for a row in order."""
    if not {"level2", "level3", "target"} <= where.columns.keys() or "operator" in where.columns:
        return None
    in_order = (
        texts["level3"]
        and texts["target"]
        and not is_class(texts["level3"])
        and not is_value(texts["level3"])
    )
    if in_order or not (is_class(texts["level3"]) or is_class(texts["target"]) or is_value(texts["level3"])):
        return None
    cells = [shown(cell.text) for cell in grid.cells_of(row) if cell.row == row]
    while cells and is_class(cells[0]) and len(cells) > 1 and is_class(cells[1]):
        cells.pop(0)
    level2 = cells.pop(0) if cells and is_class(cells[0]) else None
    if len(cells) > 2 and is_value(cells[2]) and not is_value(cells[1]):
        level2 = cells.pop(0)
    if len(cells) < 2 or is_class(cells[0]) or is_class(cells[1]):
        return level2, "", ""
    return level2, cells[0], cells[1]


def _same_cells(grid: Grid, row: int, above: int, where: IndicatorGrid) -> bool:
    columns: Sequence[int] = [where.columns[name] for name in ("level3", "target") if name in where.columns]
    return bool(columns) and all(
        grid.cover[row][c] is not None and grid.cover[row][c] is grid.cover[above][c] for c in columns
    )
