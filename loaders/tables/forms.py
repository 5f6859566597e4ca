"""Performance forms: label and value side by side, amounts in a block of their own, a grid of indicators below."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from loaders.amounts import money_unit, to_yuan, yuan_factor
from loaders.catalogue import header_facet
from loaders.catalogue.forms import form_words
from loaders.document import Cell
from loaders.tables.grid import Grid, number_of, packed, shown
from loaders.tables.headers import is_header_word, read_header
from loaders.tables.indicators import IndicatorGrid, IndicatorLine, find_grids, read_lines

_OVER = re.compile(
    r"(预算|决算|执行|调整|金额|数|额|资金|分值|得分|率|合计|小计|支出|拨款|收入|安排|情况|[结转余]{2}|A|B)(\(.{0,10}\))?(A|B|\(?[A-D]\)?|\d)?$"
)
_FARTHEST = 40
"""How many rows of numbers may stand between a number and the header over it: a department lists dozens of tasks."""
_LABEL = 60
# label and value in one cell: 专项（项目）名称 伯乐奖
_NAMED = re.compile(r"^(专项|项目|政策|资金)([(（].{1,6}[)）])?名称[\s:：]+(?P<name>\S.{1,60})$")
_FOOTNOTE = re.compile(r"\s*[①-⑳][①-⑳=+\-/×÷\s]*$")


@dataclass(frozen=True, slots=True)
class FormMoney:
    """A number of a form with the label beside it, the heading of its block and the headers over it, outermost first."""

    cell: Cell
    label: str
    group: str | None
    over: tuple[str, ...]
    unit: str | None
    measure: str = "amount"


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
    if grids:
        return True
    name = form_words().fields["project_name"]
    for row in range(first, min(first + 3, grid.rows)):
        cells = grid.cells_of(row)
        if 2 <= len(cells) <= 4 and name.search(packed(cells[0].text)):
            return not is_header_word(packed(cells[1].text)) and number_of(cells[1]).state == "text"
    return False


def read_forms(grid: Grid, first: int) -> tuple[Form, ...]:
    """The forms of a table: a new one begins where the name of a project is asked for again."""
    name = form_words().fields["project_name"]
    starts = [
        row
        for row in range(first, grid.rows)
        if (cells := [c for c in grid.cells_of(row) if c.row == row])
        and name.search(packed(cells[0].text))
        and len(cells) > 1
    ]
    starts = sorted({first, *starts})
    if len(starts) > 1 and starts[1] - starts[0] <= 2:
        starts = [starts[0], *starts[2:]]
    grids = find_grids(grid, first)
    forms = []
    for position, start in enumerate(starts):
        end = starts[position + 1] if position + 1 < len(starts) else grid.rows
        inside = tuple(g for g in grids if start <= g.header < end)
        forms.append(_form(grid, start, end, inside))
    return tuple(forms)


def _form(grid: Grid, start: int, end: int, grids: tuple[IndicatorGrid, ...]) -> Form:
    fields: dict[str, str] = {}
    money: list[FormMoney] = []
    group: str | None = None
    covered = {row for g in grids for row in range(g.header, g.last)}
    for row in range(start, end):
        if row in covered:
            continue
        _fields(grid, row, fields)
        side = grid.text(row, 0)
        if side:
            group = side
        money += _money(grid, row, group)
    common = next((number.unit for number in money if number.unit), None)
    money = [replace(number, unit=number.unit or common) for number in money]
    lines = [line for g in grids for line in read_lines(grid, g) if line.row < end]
    return Form(start, fields, tuple(money), tuple(lines))


def _fields(grid: Grid, row: int, fields: dict[str, str]) -> None:
    cells = [cell for cell in grid.cells_of(row) if cell.row == row]
    if "project_name" not in fields and cells and (match := _NAMED.match(cells[0].text.strip())):
        fields["project_name"] = shown(match["name"])
    for label, value in pairwise(cells):
        text = packed(label.text)
        for name, pattern in form_words().fields.items():
            if name not in fields and pattern.search(text):
                if name == "goal" and form_words().goal_headers.search(packed(value.text)):
                    value = grid.cover[min(row + 1, grid.rows - 1)][value.column] or value
                if not any(p.search(packed(value.text)) for p in form_words().fields.values()):
                    fields[name] = shown(value.text)
                break


def _money(grid: Grid, row: int, side: str | None) -> list[FormMoney]:
    words = form_words()
    found: list[FormMoney] = []
    cells = grid.cells_of(row)
    for position, cell in enumerate(cells):
        number = number_of(cell)
        if cell.row != row or number.state != "value" or position == 0:
            continue
        left = cells[position - 1]
        if number_of(left).state != "text":
            left = next(
                (other for other in reversed(cells[:position]) if number_of(other).state == "text"), left
            )
        if number_of(left).state != "text":
            continue
        left = _named(cells[: cells.index(left) + 1], row) or left
        beside = cells[cells.index(left) - 1] if left is not cells[0] else None
        group = shown(beside.text) if beside is not None and number_of(beside).state == "text" else side
        group = group if group != shown(left.text) else None
        over = _over(grid, cell)
        measure = _measure(over)
        context = packed(left.text + (group or "") + "".join(over))
        if not words.money.search(context):
            continue
        if measure == "amount" and words.not_money.search(packed(over[-1] if over else left.text)):
            continue
        unit = number.unit if number.unit and yuan_factor(number.unit) else None
        if number.unit and unit is None and measure == "amount":
            continue
        unit = unit or next(
            (u for text in (*reversed(over), left.text, group, side) if text and (u := money_unit(text))),
            None,
        )
        found.append(FormMoney(cell, shown(left.text), group, over, unit, measure))
    return found


def _named(cells: list[Cell], row: int) -> Cell | None:
    """The label among the texts left of a number: the nearest that is no sentence (what a task consists of stands beside its name)."""
    texts = [cell for cell in cells if cell.row == row and number_of(cell).state == "text"]
    return next((cell for cell in reversed(texts) if len(packed(cell.text)) <= _LABEL), None)


def _measure(over: tuple[str, ...]) -> str:
    """What a number of a form is by the header over it: an amount, a score (分值, 得分) or a rate (执行率)."""
    text = packed(_FOOTNOTE.sub("", over[-1])) if over else ""
    rate = re.search(r"率(\(.{1,3}\))?$", text)
    return (header_facet("measure", text) if text else None) or ("share_percent" if rate else "amount")


def _over(grid: Grid, cell: Cell) -> tuple[str, ...]:
    """The headers over a number inside a form (年初预算数, 财政拨款 / 合计), looked for in the rows above it, outermost first."""
    side = grid.cover[cell.row][0]
    for row in range(cell.row - 1, max(cell.row - _FARTHEST, -1), -1):
        above = grid.cover[row][cell.column]
        within = side is not None and grid.cover[row][0] is side
        if above is None or not above.text.strip():
            if within:
                continue
            return ()
        if number_of(above).state == "text":
            same = above.column == cell.column and above.column_span == cell.column_span
            return (*_wider(grid, above), shown(above.text)) if same and _is_over(above) else ()
    return ()


def _wider(grid: Grid, below: Cell) -> tuple[str, ...]:
    """The header that spans a header and others beside it."""
    above = grid.cover[below.row - 1][below.column] if below.row else None
    if above is None or above.column_span <= below.column_span or not _is_over(above):
        return ()
    return (shown(above.text),)


def _is_over(cell: Cell) -> bool:
    text = packed(_FOOTNOTE.sub("", shown(cell.text)))
    return len(text) <= 24 and bool(_OVER.search(text))


def annual_total(form: Form, declared_unit: str | None) -> Decimal | None:
    """The yearly amount of a form's project in yuan: 年度资金总额 before any other total."""
    best = max(form.money, key=_totality, default=None)
    if best is None or not _totality(best):
        return None
    value = number_of(best.cell).value
    unit = best.unit or declared_unit
    return to_yuan(value, unit) if value is not None and unit else None


def is_total(money: FormMoney) -> bool:
    """Whether a number of a form is an amount of the whole project (资金总额), not of one source."""
    return _totality(money) > 0


def _totality(money: FormMoney) -> int:
    text = packed(money.label)
    if re.search(r"(年度|当年|本年).{0,6}(资金总额|预算|资金)|当年预算", text):
        return 3
    if re.search(r"(资金|预算|项目)(总额|总预算|总计|合计)|总额", text):
        return 2
    return int(bool(re.search(r"^合计|^总计|^项目(资金|预算|金额)", text)))
