"""What each column holds: a key (code, label, unit, ordinal), words, or figures of a flow, fund, nature, stage and year."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from loaders.amounts import money_unit, unit_of_measure
from loaders.catalogue import Kind, header_facet
from loaders.catalogue.forms import form_words
from loaders.tables.column_words import (
    is_known,
    is_part,
    measure_in,
    stage_in,
    unit_over,
    year_in,
)
from loaders.tables.grid import Grid, packed
from loaders.tables.headers import Header, header_words
from loaders.tables.index_rows import is_index_row
from loaders.tables.insurance import scheme_of

KEY_ROLES = frozenset(
    {
        "code",
        "code_class",
        "code_group",
        "code_item",
        "label",
        "sublabel",
        "project_name",
        "unit_name",
        "row_unit",
        "region",
        "year",
        "unit_code",
        "project_code",
        "project_type",
    }
)
_OF_INDICATORS = re.compile(r"权重|指标|得分率")
"""Columns of a form that weigh or grade its indicators, which are no figures of the budget."""
_LEFT_OUT = re.compile(r"\(不(含|包括)[^()]*\)")
"""What a column leaves out says nothing of what it holds."""
_NEUTRAL = re.compile(
    r"^(一般公共预算|政府性基金(预算)?|国有资本经营(预算)?|财政)?(财政)?(拨款)?(小计|合计|预算数|决算数|金额|数)?$"
    r"|^(20\d\d年度?|本年度?|上年度?|当年)?(年初|调整|全年)?(预算|决算|执行)?(数|额)?$"
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `role` is `value`, a key role, `row_no`, `text`, …; the facets are those that its header states, else None.

    `plain` says that its header holds nothing but words such as 合计 and 预算数 and words for funds and natures; `part` that its
    lowest header cuts off a part of what stands above it in words that no facet knows (其中：专项资金…). `economic` are the
    classification and the code of the class that the column is, `subject` the code of the revenue or function that it is in a table of
    governments, `scheme` the scheme of social insurance that it is of, `line` item and flow of the
    line of a balance that it is where the balance lies on its side.
    """

    index: int
    path: tuple[str, ...]
    role: str
    measure: str = "amount"
    flow: str | None = None
    fund: str | None = None
    nature: str | None = None
    item: str | None = None
    classification: str | None = None
    fiscal_year: int | None = None
    stage: str | None = None
    unit: str | None = None
    plain: bool = True
    part: bool = False
    economic: tuple[str, str] | None = None
    subject: str | None = None
    scheme: str | None = None
    line: tuple[str, str] | None = None
    inferred: bool = False


def read_columns(
    grid: Grid, header: Header, kind: Kind, fiscal_year: int | None, end: int, apart: Container[int] = ()
) -> tuple[Column, ...]:
    """The columns of a table: roles from the header vocabulary, checked against what the cells below hold.

    The table ends before the row `end`, but what it leaves blank is like what stands below; `apart` are rows of the body that do not
    stand under the columns.
    """
    below = [
        row
        for row in range(header.body, grid.rows)
        if row not in apart and not is_index_row(grid, row) and len(grid.cells_of(row)) > 1
    ]
    own = [row for row in below if row < end]
    whole = "|".join(text for path in header.paths for text in header_words(path))
    columns = _levelled(
        [_column(index, path, kind, fiscal_year, whole) for index, path in enumerate(header.paths)]
    )
    for index, column in enumerate(columns):
        filled = any(grid.anchored(row, index) and grid.packed(row, index) for row in own)
        columns[index] = _checked(grid, own if filled else below, column, columns, kind)
    keys = [column for column in columns if column.role in KEY_ROLES]
    if [column.role for column in keys] == ["project_type"] and not any(c.role == "text" for c in columns):
        columns[keys[0].index] = replace(keys[0], role="label")  # 债务类型 is all that names the rows
    for left, column in pairwise(columns):
        if kind.rows not in ("project", "form") and _parts_labels(grid, own, left, column, kind):
            columns[column.index] = _with(column, "sublabel")
    return tuple(columns)


def _levelled(columns: list[Column]) -> list[Column]:
    """Two or three code columns under one header are 类, 款 and 项 even where the header does not say so."""
    levels = ("code_class", "code_group", "code_item")
    start = 0
    while start < len(columns):
        end = start + 1
        while end < len(columns) and columns[end].role == "code" and columns[end].path == columns[start].path:
            end += 1
        if columns[start].role == "code" and 2 <= end - start <= 3:
            for level, position in zip(levels, range(start, end), strict=False):
                columns[position] = replace(columns[position], role=level)
        start = end
    return columns


def _column(index: int, path: tuple[str, ...], kind: Kind, fiscal_year: int | None, whole: str) -> Column:
    texts = header_words(path)
    joined = "/".join(texts)
    role = header_facet("roles", joined, None, whole) or ("value" if joined else "unknown")
    measure = measure_in(joined, whole)
    if role == "indicator" and measure == "score" and kind.rows == "form" and "指标" not in whole:
        role = "value"  # the score of a project among others
    if role == "indicator" and kind.family == "government":
        role = "label"  # 指标 over the lines of a table of money
    unit = next((unit for text in reversed(path) if (unit := unit_over(packed(text)))), None)
    if unit == "%" and measure in ("amount", "count"):
        measure = "share_percent"
    elif unit and money_unit(f"({unit})") is None and measure == "amount":
        measure = "count"
    if kind.rows == "unit" and kind.flow == "stock" and measure == "amount":
        measure = "count"  # people, not money
    flow = header_facet("flow", joined, kind.flow)
    return Column(
        index=index,
        path=path,
        role=role,
        measure=measure,
        flow=flow,
        fund=header_facet("fund", _LEFT_OUT.sub("", joined), flow or kind.flow, whole),
        nature=header_facet("nature", joined),
        item=header_facet(
            "item", "/".join(text for text in texts if not _NEUTRAL.match(text)) or joined, None, whole
        ),
        classification=header_facet("classification", joined),
        fiscal_year=year_in(texts, measure, fiscal_year, debt=kind.flow == "debt"),
        stage=stage_in(texts, measure),
        unit=unit,
        plain=all(is_known(kind.about.sub("", text) if kind.about else text) for text in texts),
        part=is_part(texts, kind),
        scheme=next((scheme for text in texts if (scheme := scheme_of(text))), None)
        if kind.fund == "social_insurance"
        else None,
    )


def _checked(
    grid: Grid, body: Sequence[int], column: Column, columns: Sequence[Column], kind: Kind
) -> Column:
    """The column with its role settled by its cells: words under a value header are words, numbers under none are figures."""
    if column.role not in ("value", "unknown", "label", "unit_name", "text", "region"):
        return column
    graded = column.measure in ("completion_percent", "score") and not _OF_INDICATORS.search(
        packed("".join(column.path))
    )
    if kind.rows == "form" and column.role in ("value", "unknown") and not (graded or is_money(column.path)):
        return replace(column, role="text")
    values = texts = codes = 0
    for row in body:
        cell = grid.anchored(row, column.index)
        if cell is None or not cell.text.strip():
            continue
        state = grid.number(row, column.index).state
        if state == "text":
            texts += 1
        elif state in ("value", "illegible"):
            values += 1
            codes += bool(re.fullmatch(r"[1-5]\d{2}(\d\d){0,2}", grid.packed(row, column.index)))
    if column.role == "value":
        if texts > 2 * values and texts > 1:
            first = not any(c.role in KEY_ROLES for c in columns[: column.index])
            return _with(column, "label" if first or _parts_figures(column, columns, kind) else "text")
        return column
    named = any(c.path == column.path for c in columns[column.index + 1 : column.index + 2])
    if column.role == "label" and codes > 1 and codes == values and texts <= named:
        return _with(column, "code")  # 科目 over a code and its name, with 合计 among the codes
    if column.role == "unit_name" and kind.rows == "line" and _measures_rows(grid, body, column, columns):
        return _with(column, "row_unit")
    if column.role == "text" and texts > values and _parts_figures(column, columns, kind):
        return _with(column, "label")
    if column.role in ("label", "unit_name", "text", "region"):
        # a label column whose cells are numbers is a column of figures (收入, 支出 over one column), never a key
        if values > texts and values > 1 and codes < values and column.role != "text" and column.index > 0:
            return _with(column, "value")
        return column
    earlier = columns[: column.index]
    if values and codes == values and texts <= 1 and not any(c.role == "value" for c in earlier):
        return _with(column, "code")
    if _counts_rows(grid, body, column.index):
        return _with(column, "row_no")
    pairs = sum(bool(re.fullmatch(r"\d{2}", grid.packed(row, column.index))) for row in body)
    if values and pairs == values and earlier and earlier[-1].role in ("unknown", "code", "code_class"):
        return _with(column, "code_group")
    if values > texts:
        return _with(column, "value")
    if texts:
        keyed = any(c.role in KEY_ROLES for c in earlier)
        return _with(column, "text" if keyed and not _parts_figures(column, columns, kind) else "label")
    return column


def _measures_rows(grid: Grid, body: Sequence[int], column: Column, columns: Sequence[Column]) -> bool:
    """Whether a column called 单位 says in what each row is counted (人, %, 万元), where no column has a measure of its own."""
    said = [text for row in body if re.search(r"[^\W\d_]|%", text := grid.packed(row, column.index))]
    known = sum(unit_of_measure(text) is not None or "元/" in text for text in said)
    return known >= 2 and 2 * known >= len(said) and all(c.measure not in ("count", "price") for c in columns)


def _parts_labels(grid: Grid, body: Sequence[int], left: Column, column: Column, kind: Kind) -> bool:
    """Whether words name the parts of what is merged over their rows left of them, under a header of their own only in lists of lines."""
    unheaded = not packed("".join(column.path)) or column.path == left.path
    headed = kind.rows == "line" and column.role == "label"
    if left.role not in ("label", "project_name") or not (
        headed or (column.role in ("text", left.role) and unheaded)
    ):
        return False
    named = [row for row in body if grid.anchored(row, column.index) and grid.packed(row, column.index)]
    merged = [row for row in named if (cell := grid.cover[row][left.index]) is not None and cell.row_span > 1]
    return len(merged) >= 2 and 2 * len(merged) >= len(named)


def _parts_figures(column: Column, columns: Sequence[Column], kind: Kind) -> bool:
    """Whether words between figures of a two-sided table begin a side, whatever their header is called: they name what follows."""
    left = [c.role for c in columns[: column.index] if c.role != "unknown"]
    beside = left[-1:] + [c.role for c in columns[column.index + 1 : column.index + 2]]
    return kind.rows == "line" and kind.flow is None and beside == ["value", "value"]


def is_money(path: Sequence[str]) -> bool:
    """Whether a header among those of a performance form speaks of money."""
    words = form_words()
    return any(words.money.search(packed(text)) for text in path) and not words.not_money.search(
        packed("".join(path[-1:]))
    )


def _counts_rows(grid: Grid, body: Sequence[int], index: int) -> bool:
    """Whether a column without a header only numbers the rows: 5, 6 or 7, 8, 9."""
    texts = [text for row in body if grid.anchored(row, index) and (text := grid.packed(row, index))]
    if len(texts) < 2 or not all(re.fullmatch(r"\d{1,3}", text) for text in texts):
        return False
    return all(1 <= int(b) - int(a) <= 3 for a, b in pairwise(texts))


def _with(column: Column, role: str) -> Column:
    return replace(column, role=role, inferred=True)
