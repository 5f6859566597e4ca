"""The items of the outline that are open above a paragraph, each with the facts that opened it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from loaders.narrative.fact import Fact
from loaders.narrative.prose import Sentence

_WITHIN = re.compile("其中|按[^，。：]{2,8}分[:：]")
_PARTED = re.compile(
    r"(?P<name>[^，。：\d]{2,20}?(收入|支出))(分项|按[^，。：]{2,12}(分|划分)|(主要|具体)(分项)?(项目|情况))[^，。：\d]*：$"
)
_ITEM = 4
"""The level of a numbered item (`1.`, `(1)`), under which plain paragraphs go on."""


class Item(NamedTuple):
    """An open item: its level, the headings above it, and the facts of the paragraph that opened it."""

    level: float
    headings: tuple[str, ...]
    facts: list[Fact]


@dataclass(slots=True)
class Outline:
    """The open items, the outermost first.

    Attributes:
        items: the open items.
        listing: the level of the item whose parts the paragraphs list now.
        about, family: whom the numbered item was about that plain paragraphs go on from, and of which budget (`（2）市本级…`, below it
            `收支平衡情况：…`).
    """

    items: list[Item] = field(default_factory=list)
    listing: float | None = None
    about: str | None = None
    family: str = "any"

    @property
    def innermost(self) -> list[Fact]:
        """The facts of the innermost item."""
        return self.items[-1].facts if self.items else []

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the innermost item."""
        return self.items[-1].headings if self.items else ()

    @property
    def facts(self) -> list[Fact]:
        """The facts of all open items, the outermost first."""
        return [fact for item in self.items for fact in item.facts]

    def close(self, sentence: Sentence, *, parts: bool) -> bool:
        """Close what a paragraph's headings and level close, and say whether it goes on with the parts of what stays open.

        Args:
            sentence: the one that opens the paragraph.
            parts: whether it may open the parts of the innermost item by its name.
        """
        plain = not sentence.level.is_integer()
        if not plain:
            self.listing = None
        goes_on = _WITHIN.match(sentence.text) is not None or (parts and self._parted(sentence))
        if not plain or (self.items and self.headings != sentence.headings):
            self.about, self.family = None, "any"
        while self.items and (
            sentence.headings[: len(self.headings)] != self.headings
            or (not goes_on and self._closed_by(sentence.level))
        ):
            closed = self.items.pop()
            numbered = closed.level >= _ITEM and closed.level.is_integer() and plain
            if numbered and closed.headings == sentence.headings:
                self.about, self.family = closed.facts[0].about, closed.facts[0].family
        return goes_on

    def _parted(self, sentence: Sentence) -> bool:
        """Whether a line opens the parts of what the paragraph before it began with (`一般公共预算支出按科目分项情况如下：`)."""
        named = _PARTED.match(sentence.text)
        return bool(named and self.items and self.innermost[0].raw_label.endswith(named["name"]))

    def _closed_by(self, level: float) -> bool:
        """Whether a paragraph of a level closes the innermost item; a list that `其中：` opened stays below its item."""
        innermost = self.items[-1].level
        return innermost >= level if self.listing is None else innermost > self.listing

    def open(self, sentence: Sentence, facts: list[Fact]) -> None:
        """Open an item with the first facts of a paragraph."""
        top = self.items[-1].level if self.items else 0.0
        inside = sentence.text.startswith("其中") or self.listing is not None
        level = max(sentence.level, top + 0.1) if inside else sentence.level
        self.items.append(Item(level, sentence.headings, facts))

    def open_list(self, whole: list[Fact]) -> None:
        """`其中：` at the end of a paragraph: the paragraphs without ordinals that follow are parts of its item, or of a `whole` named."""
        self.listing = self.items[-1].level if self.items else None
        if self.items and whole:
            self.items[-1] = self.items[-1]._replace(facts=whole)
