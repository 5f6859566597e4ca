"""Tables without vertical rulings: columns from the gaps that all rows share, rows from horizontal rulings and lines of text.

Three kinds of frame: a ruling under every row, the three rules of a printed table, no ruling at all. What comes out is a grid like
the lattice's, marked as inferred (`ruled=False`): less certain, to be checked by the identities.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

import numpy as np

from loaders.readers.pdf import lattice
from loaders.readers.pdf.bands import (
    CAPTION,
    ROW_STEP,
    SHORTEST_RULE,
    Line,
    frames,
    middle_of,
    with_open_header,
)
from loaders.readers.pdf.characters import ASCENT, DESCENT, Characters
from loaders.readers.pdf.columns import column_edges, spans, stacked
from loaders.readers.pdf.lattice import Grid, Lines
from loaders.readers.pdf.lines import Line as TextLine
from loaders.readers.pdf.pdfium import Booleans, Floats
from loaders.readers.pdf.tokens import Token, token_lines

_FEWEST_FIGURES, _FEWEST_DRAWN = 6, 3
PROSE_SHARE = 0.15  # the columns of a newspaper page hold more
SENTENCE = re.compile(r"[，。；]")
_ORDINAL = re.compile(r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]")
_LEADERS = re.compile(r"[.…·．。⋯]{4,}")
_WRAP_STEP = 1.7
_CLOSEST_ROWS = 0.95
_FAR, _FARTHEST = 4.5, 20.0
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class _Row:
    """A row before columns are known: its tokens, the y of its lower edge, drawn or assumed, and tokens that reach into the next row."""

    tokens: tuple[Token, ...]
    bottom: float
    drawn: bool
    through: tuple[Token, ...] = ()

    @property
    def figures(self) -> int:
        return sum(token.figure for token in self.tokens)


def may_hold_streams(lines: Sequence[TextLine], rules: Lines) -> bool:
    """Whether looking for tables without vertical rulings is worth while: several long rules, or several lines in columns."""
    long = rules.end - rules.start > SHORTEST_RULE
    return int(long.sum()) >= 3 or sum(len(line.parts) > 1 for line in lines) >= 3


def find_streams(characters: Characters, horizontal: Lines) -> list[Grid]:
    """Grids of the tables without vertical rulings.

    Args:
        characters: the characters outside ruled tables.
        horizontal: the horizontal lines that belong to no ruled table.
    """
    lines = token_lines(characters)
    grids = []
    taken: list[tuple[float, float]] = []
    for rules in frames(horizontal, lines):
        rules = with_open_header(rules, lines)
        top, bottom = float(rules.at.min()), float(rules.at.max())
        left, right = float(rules.start.min()), float(rules.end.max())
        inside = [
            line
            for line in lines
            if top < middle_of(line) < bottom and line[0].x0 > left - 3 and line[-1].x1 < right + 3
        ]
        grid = _grid(_ruled_rows(inside, rules), left, right, top, rules)
        if grid is not None:
            grids.append(grid)
            taken.append((top, bottom))
    rest = [line for line in lines if not any(top <= middle_of(line) <= bottom for top, bottom in taken)]
    for block in _aligned_blocks(rest):
        left, right = min(line[0].x0 for line in block) - 1, max(line[-1].x1 for line in block) + 1
        top = block[0][0].baseline - ASCENT * block[0][0].size - 1
        grid = _grid(_block_rows(block), left, right, top, None)
        if grid is not None:
            grids.append(grid)
    return grids


def _ruled_rows(lines: Sequence[Line], rules: Lines) -> list[_Row]:
    """Rows between rules; where rules only set off header and body, the bands are cut between their lines of text."""
    rows: list[_Row] = []
    levels = np.unique(rules.at).tolist()
    bands = [
        (bottom, [line for line in lines if top < middle_of(line) < bottom])
        for top, bottom in pairwise(levels)
    ]
    sparse = any(_holds_several(band) for _, band in bands)
    for bottom, band in bands:
        if sparse and band:
            rows += _text_rows(band, bottom) if _holds_several(band) else _header_rows(band, bottom)
            rows[-1] = replace(rows[-1], bottom=bottom, drawn=True)
        else:
            rows.append(_Row(tuple(token for line in band for token in line), bottom, True))
    return rows


def _holds_several(band: Sequence[Line]) -> bool:
    """Whether figures stand below each other in a band, and are not one figure broken over two lines."""
    rows = [[token for token in _together(row) if token.figure] for row in _crowded(band)]
    return any(
        one.x0 < two.x1 and two.x0 < one.x1
        for upper, lower in combinations(rows, 2)
        for one in upper
        for two in lower
    )


def _crowded(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines of text grouped where they stand too close for two rows: cells of one and of two lines, centred in one row."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and line[0].baseline - groups[-1][-1][0].baseline < _CLOSEST_ROWS * line[0].size:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _together(lines: Sequence[Line]) -> list[Token]:
    return [token for line in lines for token in line]


def _header_rows(lines: Sequence[Line], bottom: float) -> list[_Row]:
    """Rows of a header without rules: its levels, and between two levels the texts that are centred across both."""
    lines = _unwrapped(lines)
    levels = _levels(lines)
    rows = []
    for index, level in enumerate(levels):
        under = levels[index + 1] if index + 1 < len(levels) else None
        near = 0.3 * level[0].size
        here: list[Token] = []
        through: list[Token] = []
        for line in lines:
            if abs(line[0].baseline - level[0].baseline) <= near:
                here += line
            elif level[0].baseline < line[0].baseline and (
                under is None or line[0].baseline < under[0].baseline - near
            ):
                (here if under is None else through).extend(line)
            elif index == 0 and line[0].baseline < level[0].baseline:
                here += line
        if under is not None:
            through += [token for token in here if _wraps_to(token, under)]
        edge = bottom if under is None else line_gap(level, under)
        tokens = [*here, *(token for token in through if token not in here)]
        rows.append(_Row(tuple(tokens), edge, False, tuple(through)))
    return rows


def _wraps_to(token: Token, line: Line) -> bool:
    """Whether a token goes on in the line below, closer than a row and set under it: centred, or from the same edge."""
    return any(
        0 < other.baseline - token.baseline < _WRAP_STEP * token.size and _set_alike(token, other)
        for other in line
    )


def _set_alike(one: Token, two: Token) -> bool:
    """Whether two tokens above each other have one centre or one edge."""
    near = min(abs(one.middle - two.middle), abs(one.x0 - two.x0), abs(one.x1 - two.x1))
    return near < _ALIKE * one.size


def _unwrapped(lines: Sequence[Line]) -> list[Line]:
    """Lines of a header where a text wrapped around the middle of its row joins the line in the middle."""
    joined: list[Line] = []
    index = 0
    while index < len(lines):
        three = lines[index : index + 3]
        if len(three) == 3:
            upper, middle, lower = (line[0].baseline for line in three)
            size = three[1][0].size
            near = lower - upper < _WRAP_STEP * size and abs((upper + lower) / 2 - middle) < 0.25 * size
            if near and all(any(_set_alike(one, two) for one in three[0]) for two in three[2]):
                joined.append([*three[1], *three[0], *three[2]])
                index += 3
                continue
        joined.append(lines[index])
        index += 1
    return joined


def _levels(lines: Sequence[Line]) -> list[Line]:
    """The longest chain of lines a row's height apart; of several, the one with the widest steps."""
    best: list[tuple[int, float, list[Line]]] = []
    for line in lines:
        chains = [(1, float("inf"), [line])]
        for count, step, chain in best:
            gap = line[0].baseline - chain[-1][0].baseline
            if gap >= ROW_STEP * line[0].size:
                chains.append((count + 1, min(step, gap), [*chain, line]))
        best.append(max(chains, key=lambda chain: chain[:2]))
    return max(best, key=lambda chain: chain[:2])[2]


def line_gap(upper: Line, lower: Line) -> float:
    """The y halfway between the foot of one line and the head of the next."""
    foot = max(token.baseline + DESCENT * token.size for token in upper)
    head = min(token.baseline - ASCENT * token.size for token in lower)
    return (foot + head) / 2


def _text_rows(lines: Sequence[Line], bottom: float) -> list[_Row]:
    """Rows from lines of text: lines without figures join the line with figures whose wrapped label they hold."""
    groups: list[list[Line]] = []
    lines = [_together(group) for group in _crowded(lines)]
    anchors = [
        line
        for line, below in zip(lines, [*lines[1:], []], strict=True)
        if _has_figures(line) or _ends(line, below)
    ]
    pitch = _pitch(anchors)
    owner = {id(line): _anchor(line, anchors, pitch) for line in lines}
    for line in lines:
        if groups and owner[id(groups[-1][-1])] is owner[id(line)]:
            groups[-1].append(line)
        else:
            groups.append([line])
    edges = [line_gap(one[-1], two[0]) for one, two in pairwise(groups)]
    return [
        _Row(tuple(token for line in group for token in line), edge, False)
        for group, edge in zip(groups, [*edges, bottom], strict=True)
    ]


def text_row_edges(lines: Sequence[Line], bottom: float) -> list[float]:
    """The y between the rows that lines of text form, top to bottom."""
    return [row.bottom for row in _text_rows(lines, bottom)][:-1]


def _pitch(anchors: Sequence[Line]) -> float:
    """The distance between rows of one line."""
    falls = sorted(two[0].baseline - one[0].baseline for one, two in pairwise(anchors))
    return falls[len(falls) // 4] if falls else 0.0


def _has_figures(line: Line) -> bool:
    return any(token.figure for token in line)


def _ends(line: Line, below: Line) -> bool:
    """Whether the name that a line holds ends there, because the next ordinal stands under its own: 二、外交支出 over 三、国防支出."""
    first, second = ([token for token in row if _ORDINAL.match(token.text)] for row in (line, below))
    return any(abs(one.x0 - two.x0) < one.size for one in first for two in second)


def _anchor(line: Line, anchors: Sequence[Line], pitch: float) -> Line:
    """The line that a line belongs to: itself if it is an anchor, or the nearest if it is nearer than a row."""
    if any(line is other for other in anchors):
        return next(
            (other for other in anchors if 0 <= line[0].baseline - other[0].baseline < 0.6 * line[0].size),
            line,
        )
    nearest = min(anchors, key=lambda other: abs(other[0].baseline - line[0].baseline), default=line)
    distance = abs(nearest[0].baseline - line[0].baseline)
    return nearest if distance < max(0.75 * pitch, 0.8 * line[0].size) else line


def _aligned_blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Runs of lines that look like rows without any ruling: figures in columns, few interruptions."""
    blocks: list[list[Line]] = []
    block: list[Line] = []
    misses = 0
    groups = _crowded(lines)
    for index, group in enumerate(groups):
        line = _together(group)
        row = _is_row(line)
        inner = _in_inner_column(line, block)
        wrap = inner or (bool(block) and not row and len(line) == 1 and len(line[0].text) < 20 and misses < 2)
        gap = (line[0].baseline - block[-1][0].baseline) / line[0].size if block else 0.0
        near = gap < _FAR or (gap < _FARTHEST and row and _lines_up(line, block))
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
    if len(above) < 2 or not any(CAPTION.search(token.text) for token in _together(above[-2])):
        return []
    level = _together(above[-1])
    near = first[0].baseline - level[0].baseline < _WRAP_STEP * 2 * first[0].size
    single = len(level) == 1 and not level[0].figure and not CAPTION.search(level[0].text)
    return above[-1] if near and single and first[0].x0 < level[0].x0 and level[0].x1 < first[-1].x1 else []


def _block_rows(block: Sequence[Line]) -> list[_Row]:
    """Rows of a table without any rule: its header's levels, then its rows of text."""
    bottom = block[-1][0].baseline + (DESCENT + 0.1) * block[-1][0].size
    first = next((index for index, line in enumerate(block) if any(token.figure for token in line)), 0)
    if not first:
        return _text_rows(block, bottom)
    return [
        *_header_rows(block[:first], line_gap(block[first - 1], block[first])),
        *_text_rows(block[first:], bottom),
    ]


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
        if not kept or line[0].baseline - kept[-1][0].baseline > _CLOSEST_ROWS * line[0].size:
            break
        kept.append(line)
    return kept


def _grid(rows: Sequence[_Row], left: float, right: float, top: float, rules: Lines | None) -> Grid | None:
    """Columns, spans and owners for rows; None where it is no table after all."""
    first = next((index for index, row in enumerate(rows) if row.figures), len(rows))
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
    if len(xs) < edges:
        return None
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


def _parted(rows: Sequence[_Row], ys: Floats, xs: Floats, rules: Lines | None) -> Booleans:
    """Whether rows are parted in each column: by a rule where rules part rows, else always. (rows - 1, columns)."""
    parted = np.ones((len(rows) - 1, len(xs) - 1), np.bool_)
    if rules is not None:
        drawn = np.array([row.drawn for row in rows[:-1]], np.bool_)
        covered = lattice.covered(ys[1:-1], xs, rules)
        parted[drawn] = covered[drawn]
    return parted
