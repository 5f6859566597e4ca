"""Projects and indicators: the rows of project tables, summaries of targets, and performance forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from loaders.amounts import read_number, to_yuan
from loaders.catalogue.forms import form_words
from loaders.tables.columns import Column
from loaders.tables.form_meaning import form_stage
from loaders.tables.forms import Form, annual_total
from loaders.tables.grid import Grid, packed
from loaders.tables.index_rows import is_index_row
from loaders.tables.indicator_grids import find_grids, grid_of_paths, header_word
from loaders.tables.indicators import IndicatorLine, read_lines
from loaders.tables.meaning import section_item
from loaders.tables.parts import Part
from loaders.tables.rows import RowKey
from loaders.tables.targets import is_class, is_first_class, split_target
from warehouse.records import FigureRow, IndicatorRow, ProjectRow, content_id

_LONG_CODE = re.compile(r"\d{13,24}[A-Z]?|\d{6,8}[A-Z]\d{10,20}|[A-Z]?\d{12,22}")


# a code that its cell was too narrow for goes on in the next lines: 11000 / 021Y0 / 00000-…
_CUT_CODE = re.compile(r"^[\[(]?\d[\dA-Z]*(\s+[\dA-Z]*)+(?=[-—_\])])")


_ABOUT = re.compile(
    r"项目(\(.{0,8}\))?名称|项目单位\(项目名称\)|单位\(项目\)名称|职责.{0,4}活动|^项目$|政策.{0,4}名称|资金名称"
)
_UNIT_CODE = re.compile(r"^[\[(]?\d{3,12}[\])]?[-_—]?(?=[一-龥])")
_BODY = re.compile("单位名称|^(项目|实施)?单位$")
_NOT_ITS_OWN = ("debt.issue.batch", "expenditure.project.period")
"""What a project shares with others, or costs in all years, is not the amount of its year."""
_GRANTED = frozenset({"general_public", "gov_fund", "state_capital"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where projects and indicators were found: ids, year and stage that they share."""

    document_id: str
    table_id: str
    page: int
    fiscal_year: int | None
    stage: str | None


def project_row(
    place: Place, ordinal: int, key: RowKey, figures: Sequence[FigureRow], goal: str | None = None
) -> ProjectRow | None:
    """One row of a project table as a project; `figures` are the row's, the total first.

    The amount is that of the total column, else of the only fund that has one, of the table's year and stage where columns look back;
    the size of a bond shared with others is none.
    """
    name = _uncut(key.parts.get("project_name") or key.label or "")
    units = [above for above in key.group[-1:] if not section_item("procurement", above)]
    amounts = [
        figure
        for figure in figures
        if figure.measure == "amount" and figure.amount is not None and figure.item not in _NOT_ITS_OWN
    ]
    # beside what it receives, keeps and costs in all years, a project is as large as what it spends in this one
    amounts = [figure for figure in amounts if figure.flow == "expenditure" and figure.item] or amounts
    when = (place.fiscal_year, place.stage)
    amounts = [figure for figure in amounts if (figure.fiscal_year, figure.stage) == when] or amounts
    if not name or not (amounts or key.parts.get("project_name")):
        return None
    total = next(
        (figure for figure in amounts if figure.fund in (None, "all")), amounts[0] if amounts else None
    )
    funds = {figure.fund for figure in amounts if figure.fund not in (None, "all") and figure.amount}
    if funds & _GRANTED:
        funds.discard("fiscal_grant")  # 财政拨款合计 beside the budgets that it is the sum of
    code = re.sub(r"\s+", "", key.parts.get("project_code") or "") or next(
        iter(_LONG_CODE.findall(name)), None
    )
    return ProjectRow(
        project_id=content_id(place.table_id, "project", ordinal),
        document_id=place.document_id,
        project_name=_project_name(name),
        ordinal=ordinal,
        table_id=place.table_id,
        page=figures[0].page if figures else place.page,
        project_code=code,
        project_type=key.parts.get("project_type"),
        unit_name=_uncut(key.parts.get("unit_name") or "") or next(iter(units), None),
        function_code=key.code if key.classification == "functional" else None,
        fund=funds.pop() if len(funds) == 1 else None,
        amount=total.amount if total else None,
        fiscal_year=total.fiscal_year if total else place.fiscal_year,
        stage=total.stage if total else place.stage,
        goal=goal or None,
    )


def goal_column(columns: Sequence[Column]) -> int | None:
    """The column of a table of projects that says what each is to reach."""
    words = form_words().fields["goal"]
    return next((c.index for c in columns if c.path and words.search(packed(c.path[-1]))), None)


def listed_projects(place: Place, grid: Grid, part: Part) -> list[ProjectRow]:
    """The projects of a list that tells what each is to reach, not what it costs; a name without a goal is that of their unit."""
    heads = [packed(path[-1]) if path else "" for path in part.header.paths]
    name = next((n for n, head in enumerate(heads) if "项目名称" in head), None)
    goal = next((n for n, head in enumerate(heads) if form_words().fields["goal"].search(head)), None)
    if name is None or goal is None:
        return []
    found: list[ProjectRow] = []
    unit = None
    for row in range(part.header.body, part.end):
        text = grid.text(row, name) if grid.anchored(row, name) else ""
        if text and not grid.text(row, goal):
            unit = _UNIT_CODE.sub("", text)
        elif text and not is_index_row(grid, row):
            key = RowKey(text, packed(text), None, None, None, "project", parts={"project_name": text})
            project = project_row(place, len(found), key, (), grid.text(row, goal))
            found += [replace(project, unit_name=unit)] if project else []
    return found


def project_name(form: Form) -> str | None:
    """The name of a form's project, without its code."""
    return _project_name(form.fields.get("project_name", "")) or None


def form_project(place: Place, ordinal: int, form: Form, unit: str | None) -> ProjectRow | None:
    """The project that a performance form is about; None for a form that names none."""
    name = project_name(form)
    if name is None:
        return None
    printed = _uncut(form.fields["project_name"])
    total = annual_total(form, place.fiscal_year)
    unit = total.unit or unit if total else None
    value = total.number.value if total else None
    return ProjectRow(
        project_id=content_id(place.table_id, "project", ordinal),
        document_id=place.document_id,
        project_name=name,
        ordinal=ordinal,
        table_id=place.table_id,
        page=place.page,
        project_code=form.fields.get("project_code") or next(iter(_LONG_CODE.findall(printed)), None),
        project_type=form.fields.get("project_type"),
        unit_name=_uncut(form.fields.get("unit_name", "")) or None,
        amount=to_yuan(value, unit) if value is not None and unit else None,
        fiscal_year=place.fiscal_year,
        stage=(form_stage(form, total) if total else None) or place.stage,
        goal=form.fields.get("goal"),
    )


def form_indicators(place: Place, form: Form, start: int, grid: Grid) -> list[IndicatorRow]:
    """The indicators of a form."""
    name = project_name(form) or _UNIT_CODE.sub("", form.fields.get("unit_name", "")) or None
    return [_row(place, start + n, line, name, grid) for n, line in enumerate(form.indicators)]


def _uncut(text: str) -> str:
    """A text whose code stands on one line again."""
    return _CUT_CODE.sub(lambda code: re.sub(r"\s+", "", code[0]), text)


def _project_name(text: str) -> str:
    """The name of a project without the code that stands before it in its cell, unless it is nothing but the code."""
    name = _uncut(text)
    return re.sub(r"^\[?(?:" + _LONG_CODE.pattern + r")\]?[-—_ ]*", "", name) or name


def table_indicators(
    place: Place, grid: Grid, part: Part, start: int, above: str | None
) -> list[IndicatorRow]:
    """The indicators of a table with one project a row (three-level names and values in pairs) or one indicator a row.

    `above` is the project that a table without a header of its own goes on with.
    """
    names = _carried_names(grid, part, above)
    where = grid_of_paths(grid, part.header.paths, part.header.body, part.end)
    if where is None or "level1" not in where.columns:
        lines = _paired_lines(grid, part)
        if lines:
            return [_row(place, start + n, line, names.get(line.row), grid) for n, line in enumerate(lines)]
    inside = [where] if where else [g for g in find_grids(grid, part.header.first) if g.header < part.end]
    lines = [line for g in inside for line in read_lines(grid, g)]
    return [_row(place, start + n, line, names.get(line.row), grid) for n, line in enumerate(lines)]


def _paired_lines(grid: Grid, part: Part) -> list[IndicatorLine]:
    """The indicators of rows that tell names and values in pairs, or values under the names of a header."""
    lines = []
    pairs, named = _pairs(part), _named_by_header(part)
    said: list[tuple[str | None, str | None, str, int, int]]
    for row in range(part.header.body, part.end):
        said = [(level1, None, grid.text(row, name), name, value) for level1, name, value in pairs]
        said += [(level1, level2, name, column, column) for level1, level2, name, column in named]
        for level1, level2, name, column, value in said:
            text = grid.text(row, value)
            if text and grid.anchored(row, column):
                target = split_target(text)
                lines.append(IndicatorLine(row, column, level1, level2, name or None, *target, raw=text))
    return lines


def _named_by_header(part: Part) -> list[tuple[str, str | None, str, int]]:
    """The columns under a header that names an indicator below its classes (产出指标 / 数量指标 / 扶持村数)."""
    found = []
    for index, path in enumerate(part.header.paths):
        classes = [text for text in path[:-1] if is_class(packed(text))]
        name = packed(path[-1]) if path else ""
        if classes and is_first_class(packed(classes[0])) and not is_class(name) and not header_word(name):
            found.append((classes[0], classes[1] if len(classes) > 1 else None, path[-1], index))
    return found


def _pairs(part: Part) -> list[tuple[str | None, int, int]]:
    headers = form_words().indicator_headers
    found: list[tuple[str | None, int, int]] = []
    paths = part.header.paths
    for index in range(len(paths) - 1):
        here, there = paths[index], paths[index + 1]
        if len(here) < 2 or len(there) < 2 or here[-2] != there[-2] or packed(here[-2]) == "绩效指标":
            continue
        if headers["level3"].search(packed(here[-1])) and headers["target"].search(packed(there[-1])):
            found.append((here[-2], index, index + 1))
    return found


def _carried_names(grid: Grid, part: Part, above: str | None) -> dict[int, str]:
    """The project (else duty or unit) that each row is about; blank cells go on with the name above."""
    paths = [[packed(text) for text in path] for path in part.header.paths]
    columns = (n for words in (_ABOUT, _BODY) for n, path in enumerate(paths) if any(map(words.search, path)))
    column = next(columns, None)
    names: dict[int, str] = {}
    current = above
    for row in range(part.header.body, part.end):
        if column is not None:
            current = _project_name(grid.text(row, column)) or current
        if current:
            names[row] = current
    return names


def _row(place: Place, ordinal: int, line: IndicatorLine, project: str | None, grid: Grid) -> IndicatorRow:
    cell = grid.cover[line.row][line.column]
    return IndicatorRow(
        indicator_id=content_id(place.table_id, "indicator", ordinal),
        document_id=place.document_id,
        ordinal=ordinal,
        table_id=place.table_id,
        page=cell.page if cell is not None and cell.page is not None else place.page,
        project_name=project,
        level1=line.level1,
        level2=line.level2,
        level3=line.level3,
        operator=line.operator,
        target_value=line.target,
        measure_unit=line.unit,
        actual_value=line.actual,
        weight=_decimal(line.weight),
        score=_decimal(line.score),
        grades=line.grades,
        raw=line.raw,
        fiscal_year=place.fiscal_year,
    )


def _decimal(text: str | None) -> Decimal | None:
    return read_number(text).value if text else None
