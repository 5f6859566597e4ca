"""The outline of labelled lines: ordinals of all styles, 其中, and the lines that stand under a carry-over line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_STYLES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (
        1,
        re.compile(
            r"^第?[一二三四五六七八九十百]+(?:[、.,:]|部分)|^附(?:[一二三四五六七八九十\d])?[、:]|^[一二三四五六七八九十](?=[^一-鿿]|本年)"
        ),
    ),
    (2, re.compile(r"^\([一二三四五六七八九十]+\)、?")),
    (3, re.compile(r"^\d{1,2}[、.](?!\d)|^[ⅠⅡⅢⅣⅤIVX]+[、.]")),
    (4, re.compile(r"^\(\d{1,2}\)、?|^\d{1,2}\)")),
    (5, re.compile(r"^[①-⑳]")),
)
_SUBSET_LEVEL = 90


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A printed ordinal: its level (一、 1, （一） 2, 1. 3, （1） 4, ① 5) and its text."""

    level: int
    text: str


@lru_cache(maxsize=16384)
def ordinal_of(text: str) -> Ordinal | None:
    """The ordinal that a packed label begins with."""
    for level, pattern in _STYLES:
        match = pattern.match(text)
        if match:
            return Ordinal(level, match[0])
    return None


class Outline:
    """Finds the lines that a line stands under, from ordinals, 其中 and what a carry-over line is followed by."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []
        self._carryover: str | None = None

    def reset(self) -> None:
        """Begin anew at the top."""
        self._open.clear()
        self._carryover = None

    def place(
        self, label: str, ordinal: Ordinal | None, role: str, *, subset: bool, fund_line: bool
    ) -> tuple[str, ...]:
        """The parents of the next line, outermost first, and take the line in."""
        if self._carryover is not None and fund_line and role != "carryover":
            return (self._carryover,)
        self._carryover = label if role == "carryover" and ordinal is None else None
        if role in ("total", "subtotal", "memo") and ordinal is None:
            self._open.clear()
            return ()
        if subset:
            self._close(_SUBSET_LEVEL)
            parents = self._parents()
            self._open.append((_SUBSET_LEVEL, label))
            return parents
        if ordinal is None:
            if role == "carryover":
                self._open.clear()
                return ()
            # lines without an ordinal go on under what the line before them stood under
            if self._open and self._open[-1][0] == _SUBSET_LEVEL:
                self._open.pop()
                parents = self._parents()
                self._open.append((_SUBSET_LEVEL, label))
                return parents
            return self._parents()
        self._close(ordinal.level)
        parents = self._parents()
        self._open.append((ordinal.level, label))
        return parents

    def _close(self, level: int) -> None:
        while self._open and self._open[-1][0] >= level:
            self._open.pop()

    def _parents(self) -> tuple[str, ...]:
        return tuple(label for _, label in self._open)
