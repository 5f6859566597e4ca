"""What 预算数 is in the three-public tables and sentences of a final account: the opening budget or the adjusted one (decision 47)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from loaders.catalogue import read_yaml
from loaders.document import Paragraph, Table
from loaders.tables.grid import packed

_QUOTES = re.compile("[“”\"'‘’]")


def three_public_budget(
    blocks: Sequence[Paragraph | Table], fiscal_year: int | None, stage: str | None
) -> str:
    """`initial_budget` or `adjusted_budget`: what the document states first, else what accounts of that year usually give.

    Args:
        blocks: the disclosure's paragraphs and tables in reading order.
        fiscal_year: its year.
        stage: its stage; only final accounts look back on a budget that may have been adjusted.
    """
    if stage != "final":
        return "initial_budget"
    since, stated = _words()
    for text in _texts(blocks):
        if "预算" in text:
            plain = _QUOTES.sub("", packed(text))
            said = next((name for name, pattern in stated if pattern.search(plain)), None)
            if said is not None:
                return said
    return "adjusted_budget" if fiscal_year is not None and fiscal_year >= since else "initial_budget"


def _texts(blocks: Sequence[Paragraph | Table]) -> Iterator[str]:
    """Running text, and what stands over and under tables; a note may be a row of its table over its whole width."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from block.captions
            yield from block.notes
            yield from (cell.text for cell in block.cells if cell.text.lstrip().startswith(("注", "备注")))


@cache
def _words() -> tuple[int, tuple[tuple[str, re.Pattern[str]], ...]]:
    data = read_yaml("three_public.yml")
    return data["adjusted_since"], tuple((row["stage"], re.compile(row["pattern"])) for row in data["stated"])
