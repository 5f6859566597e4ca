"""The labels Word computes (`一、`, `（二）`, `3.`): they are not in the text, but readers of the page see them."""

from __future__ import annotations

import re
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9

_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"


class Numbering:
    """Counts through the numbered paragraphs of one document, in order."""

    def __init__(self, part: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        if part is None:
            return
        for abstract in part.iter(W + "abstractNum"):
            self._levels[abstract.get(W + "abstractNumId", "")] = dict(map(_level, abstract.iter(W + "lvl")))
        for number in part.iter(W + "num"):
            link = number.find(W + "abstractNumId")
            if link is not None:
                self._abstract[number.get(W + "numId", "")] = link.get(W + "val", "")

    def label(self, properties: Any) -> str:
        """The label of the next paragraph with these properties (`w:pPr`), or nothing when it has no number of its own."""
        node = properties.find(W + "numPr") if properties is not None else None
        if node is None:
            return ""
        key = self._abstract.get(_value(node.find(W + "numId"), "0"), "")
        depth = _number(_value(node.find(W + "ilvl"), "0"))
        levels = self._levels.get(key, {})
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(key, [0] * LEVELS)
        _, template, start = levels[depth]
        counts[depth] = counts[depth] + 1 if counts[depth] else start
        counts[depth + 1 :] = [0] * (LEVELS - depth - 1)

        def place(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            style, _, first = levels.get(at, ("decimal", "", 1))
            return numeral(counts[at] or first, style)

        return re.sub(r"%([1-9])", place, template)


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


def _level(node: Any) -> tuple[int, tuple[str, str, int]]:
    style = _value(node.find(W + "numFmt"), "decimal")
    template = "" if style == "bullet" else _value(node.find(W + "lvlText"), "")
    start = _number(_value(node.find(W + "start"), "1"))
    return min(_number(node.get(W + "ilvl", "0")), LEVELS - 1), (style, template, start)


def _value(node: Any, default: str) -> str:
    return default if node is None else str(node.get(W + "val", default))


def _number(text: str) -> int:
    return min(int(text), 10_000) if text.isascii() and text.isdigit() else 0
