"""The parts of one grid: tables stacked under each other, each with caption rows and a header of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace

from loaders.catalogue.forms import form_words
from loaders.document import Table
from loaders.tables.grid import Grid, packed
from loaders.tables.headers import Header, is_body_row, is_header_row, read_header
from loaders.tables.heading import Heading, is_caption_row, is_stated, read_heading
from loaders.tables.index_rows import is_index_row

_TABLE_NAME = re.compile(r".{4,}表(\(.{0,20}\))?$")


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a grid: rows `header.body … end - 1` are its body. `section` is the caption row that began it, if any."""

    heading: Heading
    header: Header
    end: int
    section: str | None


def split_parts(table: Table, grid: Grid, captions: Sequence[str]) -> tuple[Part, ...]:
    """The parts of a grid from top to bottom; a header printed again (after a page break) begins none."""
    known = table.header_rows
    heading = read_heading(grid, captions, table.sheet_name)
    parts: list[Part] = []
    above = grid.cells_of(heading.first_row - 1) if heading.first_row else []
    section = grid.text(heading.first_row - 1, above[0].column) if len(above) == 1 else None
    if section is not None and not re.match(r"[一二三四五六七八九十]+、", section):
        section = None
    start = 0
    while True:
        header = read_header(grid, heading.first_row, known)
        if parts:
            header = _numbered_like(header, parts[-1].header)
        end, next_start = _body_end(grid, header, {packed(line) for line in heading.lines})
        parts.append(Part(heading, header, end, section))
        if next_start is None:
            return tuple(parts)
        start = next_start
        heading = read_heading(grid, (), None, start)
        section = grid.text(start, grid.cells_of(start)[0].column) if heading.first_row > start else None
        section = None if section is not None and is_stated(packed(section)) else section
        known = None


def _numbered_like(header: Header, above: Header) -> Header:
    """The header with the 行次 of the part above over columns that it leaves blank."""
    paths = tuple(
        over if not path and over and re.fullmatch(r"行次|序号|栏次", packed(over[-1])) else path
        for path, over in zip(header.paths, above.paths, strict=True)
    )
    return replace(header, paths=paths)


def continued(above: Part, grid: Grid) -> Part:
    """A table without a header of its own as the continuation of the part above it."""
    heading = replace(above.heading, first_row=0)
    return Part(heading, Header(0, 0, (), above.header.paths), grid.rows, above.section)


def is_headless(grid: Grid, above: Header) -> bool:
    """Whether a table begins with data: no caption row, no header; at most the end of a row that a page break cut."""
    row = next((row for row in range(grid.rows) if grid.cells_of(row)), None)
    if row is None or is_index_row(grid, row):
        return False
    if is_body_row(grid, row):
        return True
    known = {packed(text) for path in above.paths for text in path}
    first = [grid.packed(row, cell.column) for cell in grid.cells_of(row)]
    full = len(first) >= 0.6 * grid.columns
    return (
        not known.intersection(first)
        and not (full and is_header_row(grid, row))
        and not is_caption_row(grid, row)
    )


def _body_end(grid: Grid, header: Header, titles: Set[str]) -> tuple[int, int | None]:
    """The row after the last of the body, and the first row of the next part (its caption row or its header)."""
    printed = {grid.texts_of(row) for row in header.rows}
    levels = form_words().indicator_headers
    graded = any(path and levels["level2"].search(packed(path[-1])) for path in header.paths)
    row = header.body
    while row < grid.rows:
        if grid.texts_of(row) in printed or is_index_row(grid, row):
            row += 1
            continue
        if row > header.body or is_caption_row(grid, row):
            ahead = row
            while (
                ahead < grid.rows and grid.cells_of(ahead) and is_caption_row(grid, ahead) and ahead < row + 4
            ):
                ahead += 1
            retitled = _retitled(grid, range(row, ahead), titles)
            if (
                ahead < grid.rows - 1
                and (grid.texts_of(ahead) not in printed or retitled)
                and (
                    _opens(grid, ahead, captioned=ahead > row) or (retitled and _is_worded(grid, row, ahead))
                )
                # an indicator in words alone (生态效益指标 | 水质 | Ⅲ类) is no header
                and (ahead > row or not graded)
            ):
                return row, row
        row += 1
    return grid.rows, None


def _retitled(grid: Grid, rows: Iterable[int], titles: Set[str]) -> bool:
    """Whether caption rows name another table than the one above, not the same one on its next page."""
    texts = [grid.packed(row, cell.column) for row in rows for cell in grid.cells_of(row)]
    return any(_TABLE_NAME.search(text) and "续" not in text and text not in titles for text in texts)


def _opens(grid: Grid, row: int, *, captioned: bool) -> bool:
    """Whether a row is the header of a new part; without a caption row over it, it must be a full header."""
    if not is_header_row(grid, row) or is_body_row(grid, row):
        return False
    cells = [cell for cell in grid.cells_of(row) if cell.row == row]
    if captioned:
        return True
    width = sum(cell.column_span for cell in cells)
    return len(cells) >= 3 and width >= 0.8 * grid.columns


def _is_worded(grid: Grid, title: int, row: int) -> bool:
    """Whether a row below a title alone in its row holds nothing but words: a header of its own (因公出国费 | 公务接待费)."""
    texts = grid.texts_of(row)
    return len(grid.texts_of(title)) == 1 < len(texts) and all(re.match(r"[^\W\d_]", text) for text in texts)


def repeated_header_rows(grid: Grid, part: Part) -> frozenset[int]:
    """Rows of the body that are no data: the header printed again, its index rows, caption rows between them."""
    printed = {grid.texts_of(row) for row in part.header.rows}
    return frozenset(
        row
        for row in range(part.header.body, part.end)
        if grid.texts_of(row) in printed or is_index_row(grid, row) or not grid.cells_of(row)
    )
