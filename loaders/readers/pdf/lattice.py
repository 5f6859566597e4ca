"""Rulings → grids: snap, merge, find what crosses, read the elementary cells, unite what no line parts.

Works on any lines: those a PDF draws and those found on the image of a scan.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loaders.readers.pdf.groups import firsts, lasts
from loaders.readers.pdf.pdfium import Booleans, Floats, Integers

SNAP = 4.0
JOIN_GAP = 3.0
OVERSHOOT = 3.0
SHORTEST = 3.5
COVERAGE = 0.6
OPEN_SIDE = 12.0
HANGING = 4.0
TALL_ROW = 60.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's geometry in layout points: column edges `xs`, row edges `ys`, and which spanned cell owns each elementary cell.

    `owner[r, c]` is the flat index `r * columns + c` of the top left elementary cell of the cell that covers (r, c). `ruled` says
    whether the columns were parted by lines (False: inferred from the text, so less certain). `open_above` and `open_below` are the
    columns without a line at the top and bottom edge.
    """

    xs: Floats
    ys: Floats
    owner: Integers
    ruled: bool = True
    open_above: tuple[int, ...] = ()
    open_below: tuple[int, ...] = ()

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.ys) - 1, len(self.xs) - 1

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return float(self.xs[0]), float(self.ys[0]), float(self.xs[-1]), float(self.ys[-1])


@dataclass(frozen=True, slots=True)
class Lines:
    """Merged lines of one direction: `line` numbers the coordinate cluster, `at` its position, `start` and `end` the interval."""

    line: Integers
    at: Floats
    start: Floats
    end: Floats

    def pick(self, keep: Booleans) -> Lines:
        """The lines of a mask."""
        return Lines(self.line[keep], self.at[keep], self.start[keep], self.end[keep])


def merge(rulings: Floats, snap: float = SNAP, gap: float = JOIN_GAP) -> Lines:
    """Snap lines of one direction, rows (at, start, end), to common coordinates and join overlapping or near intervals."""
    if not len(rulings):
        empty = np.empty(0)
        return Lines(np.empty(0, np.int64), empty, empty, empty)
    at, start, end = rulings[np.lexsort((rulings[:, 1], rulings[:, 0]))].T
    line = _clusters(at, snap)
    weight = np.maximum(end - start, 0.1)
    centre = np.bincount(line, at * weight) / np.bincount(line, weight)
    order = np.lexsort((start, line))
    line, start, end = line[order], start[order], end[order]
    shift = line * (float(end.max() - start.min()) + 2 * gap + 1)
    reach = np.maximum.accumulate(end + shift)
    first = firsts(start[1:] + shift[1:] > reach[:-1] + gap)
    last = lasts(first, len(line)) - 1
    line, start, end = line[first], start[first], reach[last] - shift[first]
    long = end - start >= SHORTEST
    return Lines(line[long], centre[line[long]], start[long], end[long])


def _clusters(values: Floats, tolerance: float) -> Integers:
    """Cluster numbers of sorted values; no cluster is wider than the tolerance."""
    line = np.zeros(len(values), np.int64)
    breaks = firsts(values[1:] - values[:-1] > 1e-3)[1:]
    anchor, number = values[0], 0
    for index in breaks.tolist():
        if values[index] - anchor > tolerance:
            number += 1
            anchor = values[index]
        line[index] = number
    return np.maximum.accumulate(line)


def find_grids(horizontal: Lines, vertical: Lines) -> tuple[list[Grid], Booleans]:
    """Connected components of crossing lines as grids, top to bottom, and which horizontal lines they use up.

    Single boxes are no grids: their text is read as running text.
    """
    used = np.zeros(len(horizontal.at), np.bool_)
    if not len(vertical.at):
        return [], used
    if not len(horizontal.at):
        alone = _one_row(vertical)
        return ([alone] if alone else []), used
    crossing = (
        (vertical.at[None, :] >= horizontal.start[:, None] - OVERSHOOT)
        & (vertical.at[None, :] <= horizontal.end[:, None] + OVERSHOOT)
        & (horizontal.at[:, None] >= vertical.start[None, :] - OVERSHOOT)
        & (horizontal.at[:, None] <= vertical.end[None, :] + OVERSHOOT)
    )
    grids = []
    stray = np.asarray(~crossing.any(axis=0), np.bool_)
    waiting = np.asarray(crossing.any(axis=1), np.bool_)
    while waiting.any():
        rows, columns = _component(crossing, int(waiting.argmax()))
        waiting &= ~rows
        columns = columns | _hanging(horizontal.pick(rows), vertical.pick(columns), vertical, stray)
        stray &= ~columns
        grid = grid_of(horizontal.pick(rows), vertical.pick(columns))
        if grid is not None:
            used |= rows
            grids.append(grid)
    grids.sort(key=lambda grid: (round(grid.ys[0]), grid.xs[0]))
    return grids, used


def _component(crossing: Booleans, row: int) -> tuple[Booleans, Booleans]:
    """The horizontal and vertical lines that hang together with one horizontal line."""
    rows: Booleans = np.zeros(len(crossing), np.bool_)
    rows[row] = True
    while True:
        columns = np.asarray(crossing[rows].any(axis=0), np.bool_)
        grown = np.asarray(crossing[:, columns].any(axis=1), np.bool_)
        if (grown == rows).all():
            return rows, columns
        rows = grown


def grid_of(horizontal: Lines, vertical: Lines) -> Grid | None:
    """The grid of one component, or None where the lines enclose fewer than two cells."""
    ys, xs = (lines.at[firsts(lines.at[1:] != lines.at[:-1])] for lines in (horizontal, vertical))
    ys = _with_open_sides(ys, vertical)
    xs = _with_open_sides(xs, horizontal)
    if len(xs) < 2 or len(ys) < 2:
        return None
    below = covered(ys, xs, horizontal)
    beside = covered(xs, ys, vertical)
    keep_y = np.asarray(below.any(axis=1), np.bool_)
    keep_x = np.asarray(beside.any(axis=1), np.bool_)
    keep_y[[0, -1]] = keep_x[[0, -1]] = True
    if not (keep_y.all() and keep_x.all()):
        ys, xs = ys[keep_y], xs[keep_x]
        below, beside = covered(ys, xs, horizontal), covered(xs, ys, vertical)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows * columns < 2:
        return None
    return Grid(
        xs,
        ys,
        unite(below[1:-1], beside[1:-1].T),
        open_above=tuple(np.flatnonzero(~below[0]).tolist()),
        open_below=tuple(np.flatnonzero(~below[-1]).tolist()),
    )


def _hanging(rows: Lines, columns: Lines, vertical: Lines, stray: Booleans) -> Booleans:
    """Vertical lines that cross nothing but end where the table's lines end: sides of merged cells cut by a page break."""
    levels = np.concatenate((rows.at, columns.start, columns.end))
    reach = np.abs(vertical.start[:, None] - levels).min(axis=1)
    foot = np.abs(vertical.end[:, None] - levels).min(axis=1)
    return np.asarray(
        stray & (reach < HANGING) & (foot < HANGING) & (vertical.end - vertical.start > 8), np.bool_
    )


def _one_row(vertical: Lines) -> Grid | None:
    """One row that fills a page, both its borders on other pages: only its sides are drawn, all of one length."""
    alike = (np.abs(vertical.start - np.median(vertical.start)) < HANGING) & (
        np.abs(vertical.end - np.median(vertical.end)) < HANGING
    )
    xs = np.unique(vertical.at[alike])
    top, bottom = float(np.median(vertical.start)), float(np.median(vertical.end))
    if len(xs) < 3 or alike.mean() < 0.8 or bottom - top < TALL_ROW:
        return None
    every = tuple(range(len(xs) - 1))
    owner = np.arange(len(xs) - 1).reshape(1, -1)
    return Grid(xs, np.array([top, bottom]), owner, open_above=every, open_below=every)


def _with_open_sides(edges: Floats, crossing: Lines) -> Floats:
    """Add an outer edge where the crossing lines run on past the outermost ruling: tables without side borders."""
    if not len(edges) or len(crossing.at) < 2:
        return edges
    # a line that merged cells interrupt is one line
    first = firsts(crossing.at[1:] != crossing.at[:-1])
    start, end = np.minimum.reduceat(crossing.start, first), np.maximum.reduceat(crossing.end, first)
    most = 0.6 * len(first)
    if np.count_nonzero(start < edges[0] - OPEN_SIDE) > most:
        edges = np.concatenate(([np.median(start)], edges))
    if np.count_nonzero(end > edges[-1] + OPEN_SIDE) > most:
        edges = np.concatenate((edges, [np.median(end)]))
    return edges


def covered(edges: Floats, across: Floats, lines: Lines) -> Booleans:
    """For each edge and each interval between the other direction's edges: does a line cover enough of it? (edges, intervals)."""
    overlap = np.minimum(lines.end[:, None], across[None, 1:]) - np.maximum(
        lines.start[:, None], across[None, :-1]
    )
    overlap = np.maximum(overlap, 0)
    index = np.abs(lines.at[:, None] - edges[None, :]).argmin(axis=1)
    near = np.abs(lines.at - edges[index]) < 0.5
    total = np.zeros((len(edges), len(across) - 1))
    np.add.at(total, index[near], overlap[near])
    return np.asarray(total >= COVERAGE * np.diff(across), np.bool_)


def unite(below: Booleans, beside: Booleans) -> Integers:
    """Owners of elementary cells: cells without a line between them become one.

    A union that is not a rectangle keeps only its horizontal merges, so that no text crosses rows by mistake.

    Args:
        below: (rows - 1, columns), whether a line parts row r from row r + 1.
        beside: (rows, columns - 1), whether a line parts column c from column c + 1.
    """
    rows, columns = beside.shape[0], below.shape[1]
    parent = np.arange(rows * columns)
    if below.all() and beside.all():
        return parent.reshape(rows, columns)
    links = [(r * columns + c, r * columns + c + 1) for r, c in np.argwhere(~beside).tolist()]
    stacked = [(r * columns + c, (r + 1) * columns + c) for r, c in np.argwhere(~below).tolist()]
    owner = _roots(rows * columns, links + stacked)
    flat = np.arange(rows * columns)
    for root in np.flatnonzero(np.bincount(owner, minlength=rows * columns) > 1).tolist():
        members = flat[owner == root]
        r, c = members // columns, members % columns
        if (r.max() - r.min() + 1) * (c.max() - c.min() + 1) != len(members):
            inside = set(members.tolist())
            alone = _roots(rows * columns, [link for link in links if link[0] in inside])
            owner[members] = alone[members]
    return owner.reshape(rows, columns)


def _roots(count: int, links: list[tuple[int, int]]) -> Integers:
    """The smallest member of each linked group."""
    parent = list(range(count))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, two in links:
        a, b = root(one), root(two)
        if a != b:
            parent[max(a, b)] = min(a, b)
    return np.array([root(node) for node in range(count)], np.int64)
