"""The amounts of a performance form: each with its label, its block, the headers over it, and whether it is a total or of all years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.amounts import Number, money_unit, read_number, yuan_factor
from loaders.catalogue import header_facet
from loaders.catalogue.forms import form_words
from loaders.document import Cell
from loaders.tables.grid import Grid, number_of, packed, shown
from loaders.tables.labels import named_role
from loaders.tables.tasks import Listing

_OVER = re.compile(
    r"(预算|决算|执行|调整|金额|数|额|资金|分值|权重|得分|率|合计|小计|支出|拨款|收入|安排|情况|[结转余]{2}|A|B|^20\d\d年)(\(.{0,10}\))?(A|B|\(?[A-D]\)?|\d)?$"
)
_YEAR = re.compile(r"(?<!\d)(?P<year>20\d\d)年|^(同名项目)?(上年|去年)度?(?!.{0,4}结[转余])")
_FARTHEST = 40
"""How many rows of numbers may stand between a number and the header over it: a department lists dozens of tasks."""
_LABEL = 60
_FOOTNOTE = re.compile(r"\s*[①-⑳][①-⑳=+\-/×÷\s]*$")
_SPOKEN = re.compile(
    r"^(其中[:：])?\s*(?P<label>[^:：\d]{2,24}[:：]|总[额计](?=[\d.,]+万?元))\s*(?P<number>-?\d[\d,]*(\.\d+)?\s*(万元|元)?)$"
)
_REVENUE = re.compile(r"^收入(来源|构成|合计|预算|情况|项目)?(\(.{1,4}\))?$")
_SIDE = re.compile(r"(收入|支出)[^收支]{0,4}(合计|总计|总额)$")
_PERIOD = re.compile(r"实施期|全周期|中长?期|项目总|总投资|项目(资金|预算)?总(额|预算|投资)")
_YEARLY = re.compile(
    r"年度.{0,4}(资金|预算|申请)|(当年|本年度?)(度)?(资金|预算|项目|申请)|20\d\d年(度)?.{0,4}(资金|预算)"
)
"""An amount of all the years that a project takes (实施期资金总额, 项目总预算), and that of the year beside it (年度资金总额)."""


@dataclass(frozen=True, slots=True)
class FormMoney:
    """A number of a form with the label beside it, the heading of its block and the headers over it, outermost first.

    `whole` is the label of the total above it. `listed` says that the label names a `task` or a `project` of a list inside the form; `revenue` that it stands on the side of
    revenue; `period` that the number is of all the years that a project takes, where the form states the year's own beside it.
    """

    cell: Cell
    number: Number
    label: str
    group: str | None
    over: tuple[str, ...]
    unit: str | None
    measure: str = "amount"
    listed: str | None = None
    column: int = 0
    revenue: bool = False
    period: bool = False
    whole: str | None = None


def told_apart(money: Sequence[FormMoney]) -> tuple[FormMoney, ...]:
    """The amounts with those below a total of revenue told from expenditure, and those of all of a project's years from the year's."""
    labels = [packed(number.label).rstrip(":") for number in money]
    yearly = any(map(_YEARLY.search, labels))
    beside = any(
        label.endswith("资金总额") for label in labels if _YEARLY.search(label)
    )  # 资金总额 | 当年资金总额
    heads: dict[int, FormMoney] = {}
    told = []
    revenue = False
    for number in money:
        if side := _SIDE.search(packed(number.label)):
            revenue = side[1] == "收入"  # 收入预算合计 | 其中：上级拨款 | 支出预算合计 …
        number = replace(number, revenue=number.revenue or revenue)
        if is_total(number):
            heads[number.column] = number
        head = heads.get(number.column)
        whole = packed(head.label).rstrip(":") if head is not None else ""
        period = (yearly and _PERIOD.search(whole) is not None) or (beside and whole == "资金总额")
        told.append(replace(number, period=period, whole=whole))
    return tuple(told)


def read_money(grid: Grid, row: int, side: str | None, listing: Listing | None) -> list[FormMoney]:
    """The amounts, scores and rates of one row; `side` is the label beside its block, `listing` the list that the row stands in."""
    found: list[FormMoney] = []
    cells = grid.cells_of(row)
    for position, cell in enumerate(cells):
        if cell.row != row or position == 0:
            continue
        number = number_of(cell)
        if number.state in ("text", "illegible"):
            money = _spoken(cell, side) if listing is None else None
        elif number.state == "value":
            money = _listed(grid, row, cell, side, listing) if listing else _labelled(grid, cells, cell, side)
        else:
            continue
        if money is not None:
            found.append(money)
    return found


def _spoken(cell: Cell, side: str | None) -> FormMoney | None:
    """The amount that a cell holds behind its label (其中：一般公共预算：449.20), or in the first of its lines."""
    match = _SPOKEN.match(shown(cell.text.strip().split("\n")[0]))
    number = read_number(match["number"]) if match else None
    if match is None or number is None or number.state != "value":
        return None
    label = match["label"].rstrip(":：")
    if not form_words().money.search(packed(label)) or form_words().not_money.search(packed(label)):
        return None
    return _of_unit(FormMoney(cell, number, label, side, (), None, column=cell.column))


def _listed(grid: Grid, row: int, cell: Cell, side: str | None, listing: Listing) -> FormMoney | None:
    """A number in a list of tasks or projects: the row's name is its label, the total row below the list is of no single one."""
    label, over = listing.name_of(grid, row), _over(grid, cell, listing.first)
    measure = _measure(over)
    spoken = packed("".join(over))
    if not label or not (form_words().task_amounts.search(spoken) or measure != "amount"):
        return None
    total = named_role(packed(label), debt=False) == "total" or packed(label).endswith("合计")
    group, listed = side if side != label else None, None if total else listing.sort
    return _of_unit(FormMoney(cell, number_of(cell), label, group, over, None, measure, listed, listing.name))


def _labelled(grid: Grid, cells: list[Cell], cell: Cell, side: str | None) -> FormMoney | None:
    """A number with a label left of it that speaks of money."""
    words = form_words()
    texts = [other for other in cells[: cells.index(cell)] if number_of(other).state == "text"]
    if not texts:
        return None
    left = _named(texts, cell.row) or texts[-1]
    beside = cells[cells.index(left) - 1] if left is not cells[0] else None
    if beside is None or number_of(beside).state != "text":
        # 项目总预算 | 600 | 项目当年预算 | 200: the first label is of its own number, not of the row
        own = cells[0].row_span == 1 and number_of(cells[1]).state == "value"
        group = None if own else side
    else:
        group = shown(beside.text)
    group = group if group != shown(left.text) else None
    over = _over(grid, cell)
    if left.row < cell.row and _among_labels(grid, cell):
        return None
    measure = _measure(over)
    if measure == "amount" and "%" in packed(left.text):
        measure = "share_percent"  # 资金支出计划（%）
    if not words.money.search(packed(left.text + (group or "") + "".join(over))):
        return None
    if measure == "amount" and any(words.not_money.search(packed(text)) for text in (left.text, *over[-1:])):
        return None
    revenue = _brings(grid, left) or bool(group and _REVENUE.match(packed(group)))
    money = FormMoney(
        cell,
        number_of(cell),
        shown(left.text),
        group,
        over,
        None,
        measure,
        column=left.column,
        revenue=revenue,
    )
    return _of_unit(money, side)


def _brings(grid: Grid, label: Cell) -> bool:
    """Whether a label names revenue or stands under a header that does, beside one of expenditure (收入 | 支出)."""
    if packed(label.text).endswith("收入"):
        return True
    side = grid.cover[label.row][0]
    for row in range(label.row - 1, max(label.row - _FARTHEST, -1), -1):
        above = grid.cover[row][label.column]
        if above is None or grid.cover[row][0] is not side or side is label:
            return False
        if above.text.strip() and not _labels_number(grid, above):
            return bool(_REVENUE.match(packed(above.text)))
    return False


def _labels_number(grid: Grid, cell: Cell) -> bool:
    """Whether a number stands right of a cell: it is a label, no header."""
    right = grid.cover[cell.row][min(cell.column + cell.column_span, grid.columns - 1)]
    return right is not None and right is not cell and number_of(right).state == "value"


def _among_labels(grid: Grid, cell: Cell) -> bool:
    """Whether a number stands below labels, where a number is none: 1, 2, 3 below 合计 | 40 are lines that nothing was written in."""
    above = (grid.cover[row][cell.column] for row in range(cell.row - 1, -1, -1))
    named = next((other for other in above if other and number_of(other).state == "text"), None)
    return named is not None and _labels_number(grid, named)


def _of_unit(money: FormMoney, side: str | None = None) -> FormMoney | None:
    """The number with its unit of account: its own, else what the headers, the label or the block's labels declare; None for things counted."""
    own = money.number.unit
    unit = own if own and yuan_factor(own) else None
    if own and unit is None and money.measure == "amount":
        return None
    said = (*reversed(money.over), money.label, money.group, side)
    unit = unit or next((u for text in said if text and (u := money_unit(text))), None)
    return replace(money, unit=unit)


def _named(texts: list[Cell], row: int) -> Cell | None:
    """The label among the texts left of a number: the nearest of its row that is no sentence."""
    return next(
        (cell for cell in reversed(texts) if cell.row == row and len(packed(cell.text)) <= _LABEL), None
    )


def _measure(over: tuple[str, ...]) -> str:
    """What a number of a form is by the header over it: an amount, a score (分值, 得分) or a rate (执行率)."""
    text = packed(_FOOTNOTE.sub("", over[-1])) if over else ""
    rate = re.search(r"率(\(.{1,3}\))?$", text)
    return (header_facet("measure", text) if text else None) or ("share_percent" if rate else "amount")


def _over(grid: Grid, cell: Cell, first: int | None = None) -> tuple[str, ...]:
    """The headers over a number inside a form (年初预算数, 财政拨款 / 合计), looked for in the rows above it, outermost first.

    Blank cells end the search but in the same block or, where `first` says where the rows of a list begin, among these.
    """
    side = grid.cover[cell.row][0]
    for row in range(cell.row - 1, max(cell.row - _FARTHEST, -1), -1):
        above = grid.cover[row][cell.column]
        within = (side is not None and grid.cover[row][0] is side) or (first is not None and row >= first)
        if above is None or not above.text.strip():
            if within:
                continue
            return ()
        if above.column < cell.column and grid.cells_of(row)[-1] is above:
            continue  # a line over a section of the block: 按资金来源分
        if number_of(above).state == "text":
            if _labels_number(grid, above):
                return ()  # 项目预算额 | 总额 | 1,260.40
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


def year_of_money(money: FormMoney, year: int | None) -> int | None:
    """The year of an amount in a form of a year: that which a header over it or its own label names (2021年实际执行数, 上年度预算安排)."""
    for text in (*reversed(money.over), "" if money.listed else money.label):
        said = _YEAR.search(packed(text))
        if said and year is not None:
            stated = int(said["year"]) if said["year"] else year - 1
            return stated if stated <= year else year
    return year


def is_total(money: FormMoney) -> bool:
    """Whether a number of a form is an amount of the whole project (资金总额), not of one source."""
    return totality(money) > 0


def totality(money: FormMoney) -> int:
    """How surely a label names the whole of a project's year: 3 年度资金总额, 2 资金总额, 1 合计, 0 a part."""
    text = packed(money.label).rstrip(":")
    if money.listed or text.startswith("其中"):
        return 0
    if re.search(r"(年度|当年|本年).{0,6}(资金总额|预算|资金|申请金?额)|(当|20\d\d)年(度)?预算", text):
        return 3
    if re.search(r"全周期(预算|项目)?资金|(资金|预算|项目)(总额|总预算|总计|合计)|总额|总金额", text):
        return 2
    return int(
        bool(
            re.search(
                r"^预算执行情况|^(金额)?(合计|总计)|^同名项目上年|^项目(资金|预算|金额)|^(预算|执行)数$|^预算(额|金额)?$",
                text,
            )
        )
    )
