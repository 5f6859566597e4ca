"""Characters → tokens: stretches of text that stand in one cell, the raw material of tables without vertical rulings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from loaders.readers.pdf import cells
from loaders.readers.pdf.characters import Characters

_FIGURE = re.compile(r"^[-—–－+]?[\d,，.]*\d[\d,，.]*[%％]?$|^[-—–－]{1,3}$")
_GAP_BETWEEN_OPERATIONS = 0.15
_GAP_WITHIN = 0.6
_IDEOGRAPHS = 0x2E80
_APART = re.compile("(?:收入|支出)(?:[总合]计)?|[总合小]计|项目|金额|备注")
"""Words of headers and totals that are set over the width of their cells, letter by letter: 收      入."""


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of text in layout points; `figure` says it is a number or the dash that stands for none."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    figure: bool

    @property
    def middle(self) -> float:
        """Horizontal centre."""
        return (self.x0 + self.x1) / 2


def token_lines(characters: Characters) -> list[list[Token]]:
    """Tokens of each line, top to bottom, left to right.

    A token ends where a gap opens: a small one where another text operation begins (a number right beside the next column's label),
    over what spaces the letters; a wider one within an operation.
    """
    if not len(characters):
        return []
    characters = characters.pick(np.argsort(characters.baseline, kind="stable"))
    line = cells.lines_within(characters, np.zeros(len(characters), np.int64))
    order = np.lexsort((characters.x0, line))
    characters, line = characters.pick(order), line[order]
    gap = characters.x0[1:] - characters.x1[:-1]
    gap /= np.maximum(characters.size[1:], characters.size[:-1])
    gap[line[1:] != line[:-1]] = np.inf
    is_word = np.minimum(characters.code[1:], characters.code[:-1]) >= _IDEOGRAPHS
    within = gap[is_word & (gap < _GAP_WITHIN)]
    spacing = max(float(np.median(within)), 0.0) if len(within) else 0.0
    is_one = characters.run[1:] == characters.run[:-1]
    breaks = gap > np.where(is_one, _GAP_WITHIN, _GAP_BETWEEN_OPERATIONS + spacing)
    number = np.concatenate(([0], np.cumsum(breaks))).astype(np.int64)
    first = np.flatnonzero(np.concatenate(([True], breaks)))
    texts = cells.spell(characters, number, number).text
    x0 = np.minimum.reduceat(characters.x0, first).tolist()
    x1 = np.maximum.reduceat(characters.x1, first).tolist()
    lines: dict[int, list[Token]] = {}
    for index, start in enumerate(first.tolist()):
        text = texts[index]
        token = Token(
            text,
            x0[index],
            x1[index],
            float(characters.baseline[start]),
            float(characters.size[start]),
            bool(_FIGURE.match(text.replace(" ", ""))),
        )
        lines.setdefault(int(line[start]), []).append(token)
    return [_spelled(tokens) for tokens in lines.values()]


def _spelled(line: list[Token]) -> list[Token]:
    """The tokens of a line, those that are letters of one word as one."""
    letters = "".join(token.text if len(token.text) == 1 else " " for token in line)
    for word in reversed(list(_APART.finditer(letters))):
        first, last = line[word.start()], line[word.end() - 1]
        line[word.start() : word.end()] = [replace(first, text=word[0], x1=last.x1)]
    return line
