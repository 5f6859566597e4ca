"""Traditional characters and the simplified ones for them: a text in the first is understood as the same text in the second."""

from __future__ import annotations

from functools import cache
from importlib import resources

_SHARE = 10
"""One character of so many is traditional in no simplified text; in a traditional one it is every third."""


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters."""
    return 0 < len(text) <= _SHARE * sum(ord(sign) in _table() for sign in text)


def simplified(text: str) -> str:
    """The text in simplified characters."""
    return text.translate(_table())


@cache
def _table() -> dict[int, str]:
    lines = (resources.files("crawler") / "traditional.txt").read_text(encoding="utf-8").splitlines()[1:]
    return {ord(pair[0]): pair[1] for line in lines for pair in line.split()}
