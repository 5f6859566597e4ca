"""Performance forms: label and value side by side, amounts in a block of their own, a grid of indicators below."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from loaders.amounts import money_unit
from loaders.catalogue import header_facet
from loaders.catalogue.forms import form_words
from loaders.document import Cell
from loaders.tables.form_money import FormMoney, read_money, told_apart, totality, year_of_money
from loaders.tables.grid import Grid, number_of, packed, shown
from loaders.tables.headers import is_header_word, read_header
from loaders.tables.indicator_grids import IndicatorGrid, find_grids, grid_by_classes, sums_up
from loaders.tables.indicators import IndicatorLine, read_lines
from loaders.tables.tasks import Listing, find_listings

# label and value in one cell: 专项（项目）名称 伯乐奖
_NAMED = re.compile(r"^(专项|项目|政策|资金)([(（].{1,6}[)）])?名称[\s:：]+(?P<name>\S.{1,60})$")
_HEAD = 12


@dataclass(frozen=True, slots=True)
class Form:
    """One form: the first row, its fields by name, its amounts, its indicators."""

    row: int
    fields: dict[str, str]
    money: tuple[FormMoney, ...]
    indicators: tuple[IndicatorLine, ...]


def is_form(grid: Grid, first: int) -> bool:
    """Whether rows from `first` on are labels with values beside them rather than a header with rows below."""
    grids = find_grids(grid, first)
    if grids and grids[0].header < read_header(grid, first).body:
        return False
    if grids or any(
        listing.first > first + 1 and listing.sort == "task" for listing in find_listings(grid, first)
    ):
        return True
    name = form_words().fields["project_name"]
    for row in range(first, min(first + 3, grid.rows)):
        begun = grid.cells_of(row)
        cells = _beside(begun)
        if 2 <= len(cells) <= (4 if cells is begun else 6) and name.search(packed(cells[0].text)):
            heads = _heads(packed(cells[1].text)) or _heads_amounts(grid, row, len(cells))
            return not heads and number_of(cells[1]).state == "text"
    return False


def _beside(cells: list[Cell]) -> list[Cell]:
    """The cells of a row without the label beside a block of rows (项目基本情况 | 项目名称 | …)."""
    block = (
        len(cells) > 2
        and cells[0].row_span > 1
        and not form_words().fields["project_name"].search(packed(cells[0].text))
    )
    return cells[1:] if block else cells


def _heads(text: str) -> bool:
    """Whether a text beside 项目名称 heads a column (自评分数, 业务主管部门) rather than naming a project."""
    return is_header_word(text) or header_facet("measure", text) is not None


def _heads_amounts(grid: Grid, row: int, width: int) -> bool:
    """Whether a row is followed by one that has nothing but numbers beside a name, which is none of the words of a form."""
    below = grid.cells_of(row + 1) if row + 1 < grid.rows else []
    words = form_words()
    label = packed(below[0].text) if below else ""
    named = not words.money.search(label) and not any(p.search(label) for p in words.fields.values())
    return width >= len(below) > 2 and named and all(number_of(cell).state == "value" for cell in below[1:])


def read_forms(grid: Grid, first: int) -> tuple[Form, ...]:
    """The forms of a table: a new one begins where the name of a project is asked for again."""
    name = form_words().fields["project_name"]
    listings = find_listings(grid, first)
    heads = {listing.header for listing in listings}
    starts = [
        row
        for row in range(first, grid.rows)
        if (cells := _beside([c for c in grid.cells_of(row) if c.row == row]))
        and name.search(packed(cells[0].text))
        and len(cells) > 1
        and row not in heads
    ]
    starts = sorted({first, *starts})
    if len(starts) > 1 and starts[1] - starts[0] <= 2:
        starts = [starts[0], *starts[2:]]
    grids = find_grids(grid, first)
    forms = []
    for position, start in enumerate(starts):
        end = starts[position + 1] if position + 1 < len(starts) else grid.rows
        inside = tuple(g for g in grids if start <= g.header < end)
        if not inside and (lost := grid_by_classes(grid, start, end)) is not None:
            inside = (lost,)
        forms.append(_form(grid, start, end, inside, listings))
    return tuple(forms)


def _form(
    grid: Grid, start: int, end: int, grids: tuple[IndicatorGrid, ...], listings: tuple[Listing, ...]
) -> Form:
    fields: dict[str, str] = {}
    money: list[FormMoney] = []
    group: str | None = None
    covered = {row for g in grids for row in range(g.header, g.last + sums_up(grid, g.last))}
    for row in range(start, end):
        if row in covered:
            continue
        side = grid.text(row, 0)
        if side:
            group = side
        listing = next((found for found in listings if found.first <= row < found.last), None)
        if listing is None:
            _fields(grid, row, fields)
        money += read_money(grid, row, group, listing)
    first = min((g.header for g in grids), default=end)
    common = next((number.unit for number in money if number.unit), None) or _of_section(grid, start, first)
    told = told_apart([replace(number, unit=number.unit or common) for number in money])
    lines = [line for g in grids for line in read_lines(grid, g) if line.row < end]
    return Form(start, fields, told, tuple(lines))


def _of_section(grid: Grid, start: int, end: int) -> str | None:
    """The unit of account that a row of its own or a short head states over amounts (当年预算情况（万元）)."""
    rows = [[cell for cell in grid.cells_of(row) if cell.row == row] for row in range(start, end)]
    heads = (cell for cells in rows for cell in cells if len(cells) == 1 or len(packed(cell.text)) <= _HEAD)
    return next((unit for cell in heads if (unit := money_unit(cell.text))), None)


def _fields(grid: Grid, row: int, fields: dict[str, str]) -> None:
    cells = [cell for cell in grid.cells_of(row) if cell.row == row]
    if "project_name" not in fields and cells and (match := _NAMED.match(cells[0].text.strip())):
        fields["project_name"] = shown(match["name"])
    for label, value in pairwise(cells):
        text = packed(label.text).rstrip(":")
        for name, pattern in form_words().fields.items():
            if name not in fields and pattern.search(text):
                headed = form_words().goal_headers.search(packed(value.text))
                if text.endswith("完成情况") and not headed:
                    break  # what came of it
                if name == "goal" and headed:
                    # 实施期目标 | 年度目标: the year's; 项目年度目标 | 完成情况: below the label itself
                    yearly = (
                        c for c in cells if c is not label and form_words().this_year.search(packed(c.text))
                    )
                    result = form_words().goal_results.search(packed(value.text))
                    over = label if result else next(yearly, value)
                    value = grid.cover[min(row + 1, grid.rows - 1)][over.column] or value
                if not any(p.search(packed(value.text)) for p in form_words().fields.values()):
                    fields[name] = shown(value.text)
                break


def annual_total(form: Form, year: int | None) -> FormMoney | None:
    """The amount of a form's project in its year: 年度资金总额 before any other total."""
    own = [money for money in form.money if money.listed is None and money.measure == "amount"]
    own = [money for money in own if year_of_money(money, year) == year] or own
    best = max(own, key=totality, default=None)
    return best if best is not None and totality(best) else None
