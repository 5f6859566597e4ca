"""The labels Word computes (`一、`, `（二）`, `3.`): they are not in the text, but readers of the page see them."""

from __future__ import annotations

import re
from dataclasses import dataclass

LEVELS = 9

_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is labelled: a number format of OOXML, a template such as `（%1）`, the first number."""

    style: str
    template: str
    start: int = 1


class Numbering:
    """Counts through the numbered paragraphs of one document, in order.

    `lists` holds the levels of every list, `numbers` the list of every number id (several ids may continue one list).
    """

    def __init__(self, lists: dict[str, dict[int, Level]], numbers: dict[str, str]) -> None:
        self._lists = lists
        self._numbers = numbers
        self._counts: dict[str, list[int]] = {}

    def label(self, number: str, depth: int) -> str:
        """The label of the next paragraph with this number id at this level; nothing when it has none."""
        key = self._numbers.get(number, "")
        levels = self._lists.get(key, {})
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(key, [0] * LEVELS)
        counts[depth] = counts[depth] + 1 if counts[depth] else levels[depth].start
        counts[depth + 1 :] = [0] * (LEVELS - depth - 1)

        def place(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            level = levels.get(at, Level("decimal", ""))
            return numeral(counts[at] or level.start, level.style)

        return re.sub(r"%([1-9])", place, levels[depth].template)


def numeral(value: int, style: str) -> str:
    """`value` in one of Word's number formats; formats nobody uses in Chinese documents come out as digits."""
    if style in (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "ideographDigital",
    ):
        return chinese(value)
    if style == "ideographTraditional":
        return _STEMS[(value - 1) % 10]
    if style in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if style in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if style == "upperLetter" else letter.lower()
    if style in ("upperRoman", "lowerRoman"):
        roman = _roman(value)
        return roman if style == "upperRoman" else roman.lower()
    return "" if style in ("none", "bullet") else str(value)


def chinese(value: int) -> str:
    """1 … 9999 as 一 … 九千九百九十九, the way headings count."""
    if not 0 < value < 10000:
        return str(value)
    text = ""
    for digit, unit in zip(f"{value:04d}", "千百十 ", strict=True):
        if digit != "0":
            text += _DIGITS[int(digit)] + unit.strip()
        elif text and not text.endswith("零"):
            text += "零"
    text = text.rstrip("零")
    return text[1:] if text.startswith("一十") else text


def _roman(value: int) -> str:
    signs = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for size, sign in signs:
        text += sign * (min(value, 99) // size)
        value %= size
    return text
