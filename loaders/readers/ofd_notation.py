"""How OFD writes things down: elements by local name, matrices, steps between characters, abbreviated paths, colours."""

from __future__ import annotations

import math
import posixpath
from collections.abc import Iterator
from typing import Any

Matrix = tuple[float, ...]
"""a, b, c, d, e, f of an affine transformation."""

_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_WHITE = 250.0


def subpaths(data: str) -> Iterator[list[tuple[float, float]]]:
    """The corner points of each subpath; curves count with their end points only."""
    tokens = data.split()
    points: list[tuple[float, float]] = []
    at = 0
    while at < len(tokens):
        operator = tokens[at]
        count = _ARGUMENTS.get(operator)
        if count is None:
            return
        values = numbers(" ".join(tokens[at + 1 : at + 1 + count]))
        at += 1 + count
        if operator in "SM":
            if len(points) > 1:
                yield points
            points = []
        if operator == "C":
            if len(points) > 2:
                points.append(points[0])
        elif len(values) >= 2:
            points.append((values[-2], values[-1]))
    if len(points) > 1:
        yield points


def matrix_of(node: Any) -> Matrix:
    """The transformation of an object: its own matrix, then its place on the page."""
    own = numbers(node.get("CTM", ""))
    boundary = numbers(node.get("Boundary", "")) or [0.0, 0.0]
    a, b, c, d, e, f = own if len(own) == 6 else _IDENTITY
    return a, b, c, d, e + boundary[0], f + (boundary[1] if len(boundary) > 1 else 0.0)


def placed_by(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a transformation puts a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def deltas(text: str, count: int) -> list[float]:
    """Steps between characters; `g 3 1.5` stands for three steps of 1.5."""
    steps: list[float] = []
    tokens = text.split()
    at = 0
    while at < len(tokens) and len(steps) < count:
        if tokens[at] == "g" and at + 2 < len(tokens):
            repeat = min(int(number(tokens[at + 1], 0.0)), count)
            steps += [number(tokens[at + 2], 0.0)] * repeat
            at += 3
        else:
            steps.append(number(tokens[at], 0.0))
            at += 1
    return steps


def is_white(node: Any, name: str) -> bool:
    """Whether the colour called `name` of an object cannot be seen on paper."""
    color = next(descendants(node, name), None)
    if color is None:
        return False
    if color.get("Alpha") == "0":
        return True
    values = [
        float(int(v[1:], 16)) if v.startswith("#") else number(v, 0.0) for v in color.get("Value", "").split()
    ]
    return len(values) in (1, 3) and all(value >= _WHITE for value in values)


def box_of(node: Any) -> str:
    """The box of a page as written, `""` where it has none."""
    return next(
        (text_of(found) for name in ("PhysicalBox", "ApplicationBox") for found in descendants(node, name)),
        "",
    )


def beside(part: str, target: str) -> str:
    """A part's name as written in another part: from the root, or beside that part."""
    return target if target.startswith("/") else posixpath.join(posixpath.dirname(part), target)


def descendants(node: Any, name: str) -> Iterator[Any]:
    """Descendants by local name: the namespace changed with the standard's editions."""
    return (found for found in node.iter() if local_name(found) == name)


def local_name(node: Any) -> str:
    """The name of an element without its namespace."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def text_of(node: Any) -> str:
    """The text of an element without line breaks around it."""
    return (node.text or "").strip("\r\n")


def numbers(text: str) -> list[float]:
    """The numbers of a list; what is none counts as 0."""
    return [number(token, 0.0) for token in text.split()]


def number(text: str | None, default: float) -> float:
    """A number, or `default` for what is none or absurd."""
    try:
        value = float(text) if text else default
    except ValueError:
        return default
    return value if math.isfinite(value) and abs(value) < 1e6 else default
