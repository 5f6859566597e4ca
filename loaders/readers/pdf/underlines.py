"""Lines drawn under words — links, blanks to fill in, emphasis — are no rulings: they would cut a row in two."""

from __future__ import annotations

import numpy as np

from loaders.readers.pdf.characters import Characters
from loaders.readers.pdf.lattice import OVERSHOOT, Lines
from loaders.readers.pdf.pdfium import Booleans

_TOUCH = 0.8
_ABOVE, _BELOW = 0.1, 0.3
_SHARE = 0.25


def without_underlines(horizontal: Lines, vertical: Lines, characters: Characters) -> Lines:
    """The horizontal lines without those that lie between two vertical ones, meet neither, and have words standing on them."""
    if not len(vertical.at) or not len(horizontal.at):
        return horizontal
    loose = np.flatnonzero(_between(horizontal, vertical))
    if not len(loose):
        return horizontal
    keep = np.ones(len(horizontal.at), np.bool_)
    middle, size = characters.middle_x, characters.size
    for index in loose.tolist():
        at, start, end = horizontal.at[index], horizontal.start[index], horizontal.end[index]
        fall = at - characters.baseline
        standing = (fall > -_ABOVE * size) & (fall < _BELOW * size) & (middle > start) & (middle < end)
        written = float((characters.x1 - characters.x0)[standing].sum())
        keep[index] = written < _SHARE * (end - start)
    return horizontal.pick(keep)


def _between(horizontal: Lines, vertical: Lines) -> Booleans:
    """Whether each horizontal line has a vertical one to its left and to its right, and none that it meets or crosses."""
    along = (vertical.start[None, :] < horizontal.at[:, None] + OVERSHOOT) & (
        vertical.end[None, :] > horizontal.at[:, None] - OVERSHOOT
    )
    left = vertical.at[None, :] <= horizontal.start[:, None] - _TOUCH
    right = vertical.at[None, :] >= horizontal.end[:, None] + _TOUCH
    met = (along & ~left & ~right).any(axis=1)
    return np.asarray((along & left).any(axis=1) & (along & right).any(axis=1) & ~met, np.bool_)
