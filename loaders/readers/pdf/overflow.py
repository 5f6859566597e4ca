"""Text that runs over its cell's border goes back to the cell it belongs to."""

from __future__ import annotations

import numpy as np

from loaders.readers.pdf.characters import Characters
from loaders.readers.pdf.groups import firsts, lasts, numbers
from loaders.readers.pdf.lattice import Grid
from loaders.readers.pdf.pdfium import Floats, Integers

_SAME_LEVEL = 0.2
_CLOSEST, _WIDEST = 0.9, 1.35
_SHIFT = 2.5
_ONE_STEP = 0.25
_MOST = 0.6
_IDEOGRAPHS = 0x2E80


def settle_overflow(characters: Characters, cell: Integers, grid: Grid) -> Integers:
    """Give text that runs over a ruling back to one cell.

    A run is what one text operation drew on one line without a gap. Where it crosses into a neighbouring cell it belongs whole to the
    cell that holds most of it. What was drawn letter by letter does only where the neighbour's own text lies over it: on paper it is
    clipped there.

    Args:
        characters: the characters of a grid, in drawing order.
        cell: (n,) owner cell of each.
        grid: the grid.
    """
    if len(cell) < 2:
        return cell
    _, place, count = np.unique(characters.run, return_inverse=True, return_counts=True)
    alone = count[place] == 1
    together = (characters.run[1:] == characters.run[:-1]) | (alone[1:] & alone[:-1])
    together &= ~characters.turned[1:]
    gap = characters.x0[1:] - characters.x1[:-1]
    size = characters.size[1:]
    together &= (gap < 0.3 * size) & (gap > -0.5 * size)
    together &= np.abs(characters.baseline[1:] - characters.baseline[:-1]) < 0.3 * size
    crossing = together & (cell[1:] != cell[:-1])
    if not crossing.any():
        return cell
    run = numbers(~together)
    settled = cell.copy()
    for number in np.unique(run[1:][crossing]).tolist():
        members = np.flatnonzero(run == number)
        names, counts = np.unique(cell[members], return_counts=True)
        home = names[counts.argmax()]
        if alone[members[0]]:
            beyond = members[cell[members] != home]
            if not _written_over(
                characters, beyond, np.flatnonzero((cell == cell[beyond[0]]) & (run != number))
            ):
                continue
        elif _breaks_at_ruling(characters, members, grid):
            continue
        settled[members] = home
    return settled


def _written_over(characters: Characters, beyond: Integers, others: Integers) -> bool:
    """Whether other characters of a line stand where some words do; digits may lie over each other in one number."""
    x0, x1, level, size = characters.x0, characters.x1, characters.baseline, characters.size[beyond][:, None]
    overlap = np.minimum(x1[beyond][:, None], x1[others]) - np.maximum(x0[beyond][:, None], x0[others])
    if (characters.code[beyond] < _IDEOGRAPHS).any():
        return False
    same_line = np.abs(level[beyond][:, None] - level[others]) < 0.3 * size
    return bool((same_line & (overlap > _SAME_LEVEL * size)).any())


def _breaks_at_ruling(characters: Characters, members: Integers, grid: Grid) -> bool:
    """Whether the run leaves room at every ruling it crosses: then it is two cells' text drawn at once, not overflow."""
    x0, x1 = characters.x0[members], characters.x1[members]
    edges: Floats = grid.xs[(grid.xs > x0.min() + 1) & (grid.xs < x1.max() - 1)]
    through = (x0[None, :] < edges[:, None] - 0.5) & (x1[None, :] > edges[:, None] + 0.5)
    return bool(len(edges)) and not through.any()


def settle_tall(characters: Characters, cell: Integers, grid: Grid) -> Integers:
    """Give text that is too tall for its row back to one cell.

    A spreadsheet draws all lines of such a text, one right after the other; what runs over the row is clipped away on paper and lies
    in the rows above and below. Lines drawn in one go, a line's height apart, belong to the cell that holds most of them, unless a
    ruling widens the step between them: those are the names of two rows, with nothing in the cells between.

    Args:
        characters: the characters of a grid, in drawing order.
        cell: (n,) owner cell of each.
        grid: the grid.
    """
    if len(cell) < 2:
        return cell
    breaks = np.abs(characters.baseline[1:] - characters.baseline[:-1]) > _SAME_LEVEL
    first = firsts(breaks | (cell[1:] != cell[:-1]))
    last = lasts(first, len(cell))
    level, size = characters.baseline[first], characters.size[first]
    left, right = characters.x0[first], characters.x1[last - 1]
    owner, column = cell[first], cell[first] % grid.shape[1]
    step = level[1:] - level[:-1]
    goes_on = (column[1:] == column[:-1]) & (step > _CLOSEST * size[1:]) & (step < _WIDEST * size[1:])
    shift = np.abs(left[1:] - left[:-1])
    shift = np.minimum(shift, np.abs(left[1:] + right[1:] - left[:-1] - right[:-1]) / 2)
    goes_on &= shift < _SHIFT * size[1:]
    crossing = goes_on & (owner[1:] != owner[:-1])
    if not crossing.any():
        return cell
    block = numbers(~goes_on)
    settled = cell.copy()
    for number in np.unique(block[1:][crossing]).tolist():
        members = np.flatnonzero(block == number)
        drawn = slice(int(first[members[0]]), int(last[members[-1]]))
        names, counts = np.unique(owner[members], return_counts=True)
        steps, crosses = step[members[:-1]], crossing[members[:-1]]
        if not crosses.all() and np.abs(steps[crosses] - np.median(steps[~crosses])).min() > _ONE_STEP:
            continue
        if counts.max() > 1 and counts.max() >= _MOST * len(members):
            settled[drawn] = names[counts.argmax()]
    return settled
