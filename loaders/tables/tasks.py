"""Lists inside a form: a department's tasks of the year or its projects, one a row under a header of their own (任务名称, 主要内容, 预算金额)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.catalogue.forms import form_words
from loaders.document import Cell
from loaders.tables.grid import Grid, number_of, packed, shown

_NUMBERED = re.compile(r"^(任务|工作|事项|职责)?[\d一二三四五六七八九十]{0,3}[::、.]?$|^(…+|\.{3,})$")
"""Names that only count (任务1): what the task consists of names it then."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows `first … last - 1` of a form under a header in row `header`, each a task or a project (`sort`) named in column `name`.

    `content` is the column that says what it consists of.
    """

    header: int
    first: int
    last: int
    name: int
    content: int | None
    sort: str

    def name_of(self, grid: Grid, row: int) -> str:
        """What a row is about, `""` for a row that names nothing."""
        name = grid.text(row, self.name)
        if self.content is not None and _NUMBERED.match(packed(name)):
            return grid.text(row, self.content) or name
        return name


def find_listings(grid: Grid, first: int) -> tuple[Listing, ...]:
    """All lists of tasks or projects inside a form from row `first` on."""
    found: list[Listing] = []
    row = first
    while row < grid.rows:
        listing = _listing(grid, row)
        if listing is not None:
            found.append(listing)
        row = listing.last if listing is not None else row + 1
    return tuple(found)


def _listing(grid: Grid, row: int) -> Listing | None:
    words = form_words()
    cells = [cell for cell in grid.cells_of(row) if cell.row == row]
    if any(number_of(cell).state == "value" for cell in reversed(cells)):
        return None  # most rows of most tables end in a number
    side = grid.cover[row][0]
    named = [(cell, sort) for cell in cells if (sort := _sort(cell, side)) is not None]
    if not named:
        return None
    # a label beside the list heads no column of it; the project that pays for a task names it where nothing else does
    below = min(row + named[-1][0].row_span, grid.rows - 1)
    named = [pair for pair in named if grid.cover[below][pair[0].column] is not pair[0]] or named
    named = [pair for pair in named if not words.task_project.search(packed(pair[0].text))] or named
    contents = [cell for cell in cells if words.task_content.search(packed(cell.text))]
    # the label beside the list may read like the header over its names (年度重点工作任务 | 名称), what a task consists of like a name
    name, sort = next((pair for pair in reversed(named) if pair[0] not in contents), named[-1])
    content = next((cell for cell in contents if cell is not name), None)
    right = [packed(cell.text) for cell in cells if cell.column > name.column]
    amounts = any(words.task_amounts.search(text) for text in right)
    if not amounts or (sort == "project" and len(right) < 2 and content is None):
        return None
    first = row + name.row_span
    last = next((r for r in range(first, grid.rows) if _ends(grid, r, name, side)), grid.rows)
    return Listing(row, first, last, name.column, content.column if content else None, sort)


def _sort(cell: Cell, side: Cell | None) -> str | None:
    """`task` or `project` where a header cell heads names of such; a bare 名称 does under the side label of a block of tasks."""
    words = form_words()
    text = packed(cell.text)
    beside = packed(side.text) if side is not None and side is not cell else ""
    if (
        words.task_name.search(text)
        or words.task_project.search(text)
        or (text == "名称" and words.task_side.search(beside))
    ):
        return "task"
    return "project" if beside and cell.column > 0 and words.fields["project_name"].search(text) else None


def _ends(grid: Grid, row: int, name: Cell, side: Cell | None) -> bool:
    """Whether a row stands below the list: beside another side label or, where none stands beside it, with a label of the form."""
    words = form_words()
    begun = [cell for cell in grid.cells_of(row) if cell.row == row]
    if not begun:
        return False
    here = grid.cover[row][0]
    if name.column > 0 and side is not None and side is not name and side.text.strip():
        same = here is side or here is None or shown(here.text) in ("", shown(side.text))
        return not same
    first = packed(begun[0].text)
    labels = (*words.fields.values(), *words.indicator_headers.values(), words.closing)
    return any(pattern.search(first) for pattern in labels)
