"""Tables without vertical rulings: rows first (`rows`), then columns from the gaps that they share (`columns`).

Three kinds of frame: a ruling under every row, the three rules of a printed table, no ruling at all. What comes out is a grid like
the lattice's, marked as inferred (`ruled=False`): less certain, to be checked by the identities.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from loaders.readers.pdf import lattice
from loaders.readers.pdf.bands import (
    CAPTION,
    SHORTEST_RULE,
    Line,
    frames,
    middle_of,
    with_open_header,
)
from loaders.readers.pdf.cells import locate
from loaders.readers.pdf.characters import ASCENT, Characters
from loaders.readers.pdf.columns import column_edges, spans, stacked
from loaders.readers.pdf.lattice import OVERSHOOT, Grid, Lines
from loaders.readers.pdf.lines import Line as TextLine
from loaders.readers.pdf.open_cells import fits_columns
from loaders.readers.pdf.pdfium import Booleans, Floats
from loaders.readers.pdf.rows import CLOSEST_ROWS, WRAP_STEP, Row, block_rows, crowded, ruled_rows, together
from loaders.readers.pdf.tokens import token_lines

_FEWEST_FIGURES, _FEWEST_DRAWN = 6, 3
PROSE_SHARE = 0.15  # the columns of a newspaper page hold more
SENTENCE = re.compile(r"[，。；]")
_LEADERS = re.compile(r"[.…·．。⋯]{4,}")
_FAR, FARTHEST = 4.5, 20.0


def may_hold_streams(lines: Sequence[TextLine], rules: Lines) -> bool:
    """Whether looking for tables without vertical rulings is worth while: several long rules, or several lines in columns."""
    long = rules.end - rules.start > SHORTEST_RULE
    return int(long.sum()) >= 3 or sum(len(line.parts) > 1 for line in lines) >= 3


def find_streams(characters: Characters, horizontal: Lines, known: Floats | None = None) -> list[Grid]:
    """Grids of the tables without vertical rulings.

    Args:
        characters: the characters outside ruled tables.
        horizontal: the horizontal lines that belong to no ruled table.
        known: the columns of a table that may go on from the page before, for rows without a header.
    """
    lines = token_lines(characters)
    grids = []
    taken: list[tuple[float, float]] = []
    for rules in frames(horizontal, lines):
        rules = with_open_header(rules, lines)
        grid = _between(rules, lines, known)
        if grid is not None:
            grids.append(grid)
            taken.append((float(rules.at.min()), float(rules.at.max())))
    rest = [line for line in lines if not any(top <= middle_of(line) <= bottom for top, bottom in taken)]
    for block in _aligned_blocks(rest):
        left, right = min(line[0].x0 for line in block) - 1, max(line[-1].x1 for line in block) + 1
        top = block[0][0].baseline - ASCENT * block[0][0].size - 1
        grid = _grid(block_rows(block), left, right, top, None, known)
        if grid is not None:
            grids.append(grid)
    return grids


def with_columns_found(
    grid: Grid, characters: Characters, horizontal: Lines, known: Floats | None = None
) -> Grid:
    """The grid of a frame that is ruled across only, its columns found as in a table without sides; the same grid where it has none."""
    left, top, right, bottom = grid.box
    inside, _ = locate(characters, grid)
    if grid.shape[1] > 1 or not len(inside):
        return grid
    within = (horizontal.at > top - 1) & (horizontal.at < bottom + 1)
    within &= (horizontal.start > left - OVERSHOOT) & (horizontal.end < right + OVERSHOOT)
    return _between(horizontal.pick(within), token_lines(characters.pick(inside)), known) or grid


def _between(rules: Lines, lines: Sequence[Line], known: Floats | None) -> Grid | None:
    """The grid of the lines of text between the outermost of some rules; None where it is no table."""
    top, bottom = float(rules.at.min()), float(rules.at.max())
    left, right = float(rules.start.min()), float(rules.end.max())
    inside = [
        line
        for line in lines
        if top < middle_of(line) < bottom and line[0].x0 > left - 3 and line[-1].x1 < right + 3
    ]
    return _grid(ruled_rows(inside, rules), left, right, top, rules, known)


def _aligned_blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Runs of lines that look like rows without any ruling: figures in columns, few interruptions."""
    blocks: list[list[Line]] = []
    block: list[Line] = []
    misses = 0
    groups = crowded(lines)
    for index, group in enumerate(groups):
        line = together(group)
        row = _is_row(line)
        inner = _in_inner_column(line, block)
        wrap = inner or (bool(block) and not row and len(line) == 1 and len(line[0].text) < 20 and misses < 2)
        gap = (line[0].baseline - block[-1][0].baseline) / line[0].size if block else 0.0
        near = gap < _FAR or (gap < FARTHEST and row and _lines_up(line, block))
        if (row or wrap) and near:
            misses = 0 if row or inner else misses + 1
            block += group if block else [*_open_header(groups[max(index - 2, 0) : index], line), *group]
            continue
        blocks.append(block)
        block = [*_open_header(groups[max(index - 2, 0) : index], line), *group] if row else []
        misses = 0
    blocks.append(block)
    return [trimmed for block in blocks if len(trimmed := _trimmed(block)) >= 4]


def _lines_up(line: Line, block: Sequence[Line]) -> bool:
    """Whether every token has an edge under one of the block's: the totals of a balance, below rows left blank."""
    edges = [edge for row in block for token in row for edge in (token.x0, token.x1)]
    return all(any(abs(token.x0 - edge) < 1 or abs(token.x1 - edge) < 1 for edge in edges) for token in line)


def _in_inner_column(line: Line, block: Sequence[Line]) -> bool:
    """Whether a line holds only the name of a row's right half, set like those above it: 五、教育支出 where revenue has ended."""
    return len(line) == 1 and any(
        abs(token.x0 - line[0].x0) < 1 for row in block for token in sorted(row, key=lambda t: t.x0)[1:]
    )


def _open_header(above: Sequence[list[Line]], first: Line) -> list[Line]:
    """The only header of a level over others, which stands in no columns: between the table's captions and its first row."""
    if len(above) < 2 or not any(CAPTION.search(token.text) for token in together(above[-2])):
        return []
    level = together(above[-1])
    near = first[0].baseline - level[0].baseline < WRAP_STEP * 2 * first[0].size
    single = len(level) == 1 and not level[0].figure and not CAPTION.search(level[0].text)
    return above[-1] if near and single and first[0].x0 < level[0].x0 and level[0].x1 < first[-1].x1 else []


def _is_row(line: Line) -> bool:
    """Whether a line stands in columns: several tokens apart, none of them a caption or a leader."""
    line = sorted(line, key=lambda token: token.x0)
    apart = sum(two.x0 - one.x1 > one.size for one, two in pairwise(line))
    return apart >= 1 and not any(CAPTION.search(token.text) or _LEADERS.search(token.text) for token in line)


def _trimmed(block: Sequence[Line]) -> list[Line]:
    """Without the single lines that trail a block, save those that stand too close to its last row for a row of their own."""
    end = len(block)
    while end and len(block[end - 1]) == 1:
        end -= 1
    kept = list(block[:end])
    for line in block[end:]:
        if not kept or line[0].baseline - kept[-1][0].baseline > CLOSEST_ROWS * line[0].size:
            break
        kept.append(line)
    return kept


def _grid(
    rows: Sequence[Row],
    left: float,
    right: float,
    top: float,
    rules: Lines | None,
    known: Floats | None,
) -> Grid | None:
    """Columns, spans and owners for rows; None where it is no table after all."""
    first = next((index for index, row in enumerate(rows) if row.figures), len(rows))
    if known is not None and not first and all(fits_columns(row.tokens, known) for row in rows):
        return grid_on(known, rows, top, rules, 0)
    # a rule under every row makes a table of two columns too
    drawn_through = rules is not None and all(row.drawn for row in rows)
    fewest, edges = (_FEWEST_DRAWN, 3) if drawn_through else (_FEWEST_FIGURES, 4)
    if sum(row.figures for row in rows) < fewest or len(rows) < 3:
        return None
    tokens = [token for row in rows for token in row.tokens]
    if sum(bool(SENTENCE.search(token.text)) for token in tokens) > PROSE_SHARE * len(tokens):
        return None
    header, body = [row.tokens for row in rows[:first]], [row.tokens for row in rows[first:]]
    xs = column_edges(header, body, left, right)
    return grid_on(xs, rows, top, rules, first) if len(xs) >= edges else None


def grid_on(xs: Floats, rows: Sequence[Row], top: float, rules: Lines | None, first: int) -> Grid:
    """Spans and owners for rows on known columns; the rows before `first` are header."""
    ys = np.array([top, *(row.bottom for row in rows)])
    below = _parted(rows, ys, xs, rules)
    beside = np.ones((len(rows), len(xs) - 2), np.bool_)
    for index, row in enumerate(rows):
        drawn = below[index] if index < len(below) and row.drawn else None
        if drawn is not None and index:
            drawn = (
                drawn & below[index - 1]
            )  # a cell that goes on from above is no room for the texts beside it
        under = stacked(rows[index + 1].tokens) if index + 1 < first else ()
        for start, end in spans(
            stacked(row.tokens), xs, drawn, is_header=index < first, is_top=not index, below=under
        ):
            beside[index, start:end] = False
        for token in row.through:
            start, end = np.searchsorted(xs, (token.middle, token.middle)) - 1
            below[index, max(start, 0) : end + 1] = False
    return Grid(xs, ys, lattice.unite(below, beside), ruled=False)


def _parted(rows: Sequence[Row], ys: Floats, xs: Floats, rules: Lines | None) -> Booleans:
    """Whether rows are parted in each column: by a rule where rules part rows, else always. (rows - 1, columns)."""
    parted = np.ones((len(rows) - 1, len(xs) - 1), np.bool_)
    if rules is not None:
        drawn = np.array([row.drawn for row in rows[:-1]], np.bool_)
        covered = lattice.covered(ys[1:-1], xs, rules)
        parted[drawn] = covered[drawn]
    return parted
