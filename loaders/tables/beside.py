"""A table that is wider than its pages: the right part, printed on the next page, put back beside the left one.

Both parts begin and end at the same heights and share all rows of their bodies, where the right one has no words but those of a block of
coded classes or of the expenditure that faces the revenue. What stands on the edge of the page, a title or a header, may be printed on both pages, cut off on each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from loaders.document import Cell, Table

_SAME = 1.5
_FEWEST_ROWS = 3
_OVERLAP = 2
_OVERLAP_OF_TITLES = 4
_AMOUNT = re.compile(r"^-?[\d,]+\.\d+$|^-?\d{1,3}(,\d{3})+$")
_FIGURE = re.compile(r"^[-—–－+]*[\d,，.%％]*[-—–－]*$")
_WORD = re.compile("[一-鿿]")
_CODE = re.compile(r"^[35]\d\d(\d\d)?$")


def beside(left: Table, right: Table) -> Table | None:
    """The two tables as one where the second goes on to the right of the first, else None."""
    one, two = left.edges("y"), right.edges("y")
    if one is None or two is None or min(len(one), len(two)) <= _FEWEST_ROWS:
        return None
    body = min((cell.row for cell in right.cells if _AMOUNT.match(cell.text.strip())), default=0)
    is_side = _is_other_side(left, right)
    if not body or (_has_words(right, body) and not _is_block(right, body) and not is_side):
        return None
    edges = _common(one, two, two[body])
    if edges is None:
        return None
    cells = [*_on(left.cells, one, edges), *_on(right.cells, two, edges, left.column_count)]
    begin = _nearest(edges, two[body])
    rows = len(edges) - 1
    named = {c.row for c in cells if c.row >= begin and c.column < left.column_count and _WORD.search(c.text)}
    shares = _share_title(left.captions, right.captions) or _counts_on(cells, left.column_count, begin)
    if 2 * len(named) < rows - begin and not shares:
        return None
    return replace(
        left,
        cells=tuple(cells if is_side else _over_the_cut(cells, left.column_count, begin)),
        row_count=rows,
        column_count=left.column_count + right.column_count,
        page_last=right.page_last,
        captions=_captions(left.captions, right.captions),
        notes=(*left.notes, *right.notes),
    )


def _counts_on(cells: Sequence[Cell], cut: int, body: int) -> bool:
    """Whether a row of the header numbers the columns of both parts (… 9 | 10 and 11 | 12)."""
    above = {(cell.row, cell.column): cell.text.strip() for cell in cells if cell.row < body}
    ends = ((above.get((row, cut - 1), ""), above.get((row, cut), "")) for row in range(body))
    return any(one.isdecimal() and two.isdecimal() and int(one) + 1 == int(two) for one, two in ends)


def _has_words(table: Table, body: int) -> bool:
    return any(cell.row >= body and not _FIGURE.match(cell.text.strip()) for cell in table.cells)


def _is_block(table: Table, body: int) -> bool:
    """Whether a part with words is a block of classes without a title, its codes in the first column (310 | 资本性支出 | 10.00)."""
    codes = sum(
        cell.column == 0 and cell.row >= body and bool(_CODE.match(cell.text.strip())) for cell in table.cells
    )
    titled = any(text.strip().endswith("表") for text in table.captions)
    return not titled and 2 * codes >= table.row_count - body


def _is_other_side(left: Table, right: Table) -> bool:
    """Whether the first words of the two parts are 收入 and 支出."""
    heads = [next((cell.text for cell in table.cells if cell.text.strip()), "") for table in (left, right)]
    return [re.sub(r"\s", "", head) for head in heads] == ["收入", "支出"]


def _share_title(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether both parts have a caption, or the two ends of one that is cut by the edge of the page."""
    return any(
        one == two or max(_overlap(one, two), _overlap(two, one)) >= _OVERLAP_OF_TITLES
        for one in left
        for two in right
    )


def _captions(left: Sequence[str], right: Sequence[str]) -> tuple[str, ...]:
    """The captions of both parts, a title on the edge of the page once, the left ones nearest."""
    whole = list(left)
    others = []
    for text in right:
        ends = [(_overlap(own, text), at) for at, own in enumerate(whole)]
        length, at = max(ends, default=(0, 0))
        if length >= _OVERLAP_OF_TITLES:
            whole[at] += text[length:]
        elif text not in whole:
            others.append(text)
    return (*others, *whole)


def _overlap(left: str, right: str) -> int:
    """How many characters end the one text and begin the other."""
    return next((n for n in range(min(len(left), len(right)), 0, -1) if left.endswith(right[:n])), 0)


def _made_whole(left: str, right: str) -> str | None:
    """The text of a header on the edge of the page from its two parts, None where they are two headers."""
    if not left or not right:
        return left or right or None
    length = _overlap(left, right)
    if left == right or not length:
        return None
    cut = length >= _OVERLAP or right[0].isdigit() or len(left) == 1
    return left + right[length:] if cut and length < len(right) and not (length == len(left) > 1) else None


def _common(one: Sequence[float], two: Sequence[float], body: float) -> list[float] | None:
    """The row edges of both parts, None where they do not begin, end and go on below the header at the same heights."""
    ends = abs(one[0] - two[0]) <= _SAME and abs(one[-1] - two[-1]) <= _SAME
    below = [[edge for edge in edges if edge > body - _SAME] for edges in (one, two)]
    if not ends or len(below[0]) != len(below[1]):
        return None
    if any(abs(a - b) > _SAME for a, b in zip(*below, strict=True)):
        return None
    return sorted([*one, *(edge for edge in two if min(abs(edge - other) for other in one) > _SAME)])


def _on(cells: Sequence[Cell], own: Sequence[float], edges: Sequence[float], columns: int = 0) -> list[Cell]:
    """The cells on other row edges, some columns further right."""
    places = [_nearest(edges, edge) for edge in own]
    return [
        replace(
            cell,
            row=places[cell.row],
            row_span=places[cell.row + cell.row_span] - places[cell.row],
            column=cell.column + columns,
        )
        for cell in cells
    ]


def _nearest(edges: Sequence[float], height: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - height))


def _over_the_cut(cells: list[Cell], cut: int, body: int) -> list[Cell]:
    """The cells, with header cells that the edge of the page cut in two made whole."""
    ending = {cell.row: cell for cell in cells if cell.row < body and cell.column + cell.column_span == cut}
    whole = list(cells)
    for cell in cells:
        part = ending.get(cell.row) if cell.column == cut else None
        text = _made_whole(part.text.strip(), cell.text.strip()) if part else None
        if part is None or text is None or part.row_span != cell.row_span:
            continue
        whole.remove(part)
        whole[whole.index(cell)] = replace(
            cell, column=part.column, column_span=part.column_span + cell.column_span, text=text
        )
    return whole
