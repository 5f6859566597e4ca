"""The frame in which a page is laid out: text upright, origin top left, points.

A page may be turned twice: by its `/Rotate` entry, and by a producer that draws everything sideways. Layout happens in the frame in
which most characters stand upright; boxes are handed out in the frame in which the page is displayed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loaders.document import Box
from loaders.readers.pdf.pdfium import Floats


@dataclass(frozen=True, slots=True)
class Frame:
    """Maps user space (PDF points, origin bottom left) into a page turned by `turns` quarters clockwise.

    `left, bottom, right, top` is the visible box of the page in user space; `displayed` the quarters of its `/Rotate` entry.
    """

    left: float
    bottom: float
    right: float
    top: float
    turns: int
    displayed: int

    @property
    def width(self) -> float:
        """Width of the laid out page in points."""
        return self.right - self.left if self.turns % 2 == 0 else self.top - self.bottom

    @property
    def height(self) -> float:
        """Height of the laid out page in points."""
        return self.top - self.bottom if self.turns % 2 == 0 else self.right - self.left

    @property
    def display_size(self) -> tuple[float, float]:
        """Width and height of the page as displayed, points."""
        if (self.turns - self.displayed) % 2 == 0:
            return self.width, self.height
        return self.height, self.width

    def points(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """User space points → layout points."""
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def boxes(self, x0: Floats, y0: Floats, x1: Floats, y1: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """User space corners, in any order → layout boxes with u0 <= u1 and v0 <= v1."""
        u0, v0 = self.points(x0, y0)
        u1, v1 = self.points(x1, y1)
        return np.minimum(u0, u1), np.minimum(v0, v1), np.maximum(u0, u1), np.maximum(v0, v1)

    def shown(self, box: Box) -> Box:
        """A layout box as a box of the displayed page."""
        quarters = (self.displayed - self.turns) % 4
        x0, y0, x1, y1 = box.x0, box.y0, box.x1, box.y1
        width, height = self.width, self.height
        if quarters == 1:
            x0, y0, x1, y1 = height - y1, x0, height - y0, x1
        elif quarters == 2:
            x0, y0, x1, y1 = width - x1, height - y1, width - x0, height - y0
        elif quarters == 3:
            x0, y0, x1, y1 = y0, width - x1, y1, width - x0
        return Box(*(round(side, 2) for side in (x0, y0, x1, y1)))
