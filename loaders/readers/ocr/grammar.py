"""The grammar of printed numbers: mends what recognition confuses, and tells when strokes and reading disagree."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import numpy.typing as npt

_CONFUSED = str.maketrans(
    {":": ".", ";": ".", "。": ".", "·": ".", "•": ".", "、": ",", "’": ",", "'": ",", "`": ","}
)
_LETTERS = str.maketrans({"O": "0", "o": "0", "〇": "0", "l": "1", "I": "1", "|": "1", "S": "5", "B": "8"})
_MINUS_SIGNS = frozenset("-—–−一_~")
_MINUS = str.maketrans(dict.fromkeys(_MINUS_SIGNS, "-"))
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?%?")
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?%?")
_DOTTED_GROUPS = re.compile(r"(-?\d{1,3}(?:[.,]\d{3})+)[.,](\d{2})")
_SIGNS = re.compile(r"[-.,:;'·%\d]*\d[-.,:;'·%\d]*")
_POINTS = frozenset(".,:;'`’·•。、，：；")
_SURE_POINT = 0.9
_ROUND = frozenset("oO〇○")
_DIGITS = re.compile(r"\d")
_ALMOST = 0.6


def mend(text: str) -> tuple[str, bool]:
    """The text as a number where it can only be one, and whether that changed anything but its width and spaces.

    `548:78` becomes `548.78`, `1.234.56` becomes `1,234.56`; what is no number is given back as it was.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if plain in _ROUND:
        return "0", True
    unsigned = plain[plain[:1] in _MINUS_SIGNS :]
    if not unsigned or len(_DIGITS.findall(unsigned)) < _ALMOST * len(unsigned):
        return text, False
    guess = plain.translate(_CONFUSED).translate(_LETTERS)
    guess = guess[:1].translate(_MINUS) + guess[1:]
    guess = re.sub(r"\.{2,}", ".", guess).strip(".,")
    if dotted := _DOTTED_GROUPS.fullmatch(guess):
        guess = dotted.group(1).replace(".", ",") + "." + dotted.group(2)
    if is_number(guess):
        return guess, guess != plain
    return text, False


def is_odd(text: str) -> bool:
    """Whether a text is made of a number's signs and is no number."""
    return bool(_SIGNS.fullmatch(text)) and not is_number(text)


def is_speck(text: str, sure: float) -> bool:
    """Whether what was read alone on its line is dust: nothing but points, and not surely."""
    return sure < _SURE_POINT and all(letter in _POINTS for letter in text)


def paired(text: str) -> str:
    """The text with each closing bracket as wide as the one it closes: recognition mixes （ and ( in one pair.

    A bracket opened on another line closes wide behind an ideograph.
    """
    letters = list(text)
    opened: list[int] = []
    for place, letter in enumerate(letters):
        if letter in "（(":
            opened.append(place)
        elif letter in "）)" and opened:
            letters[place] = "）" if letters[opened.pop()] == "（" else ")"
        elif letter == ")" and place and letters[place - 1] >= "\u4e00":
            letters[place] = "）"
    return "".join(letters)


def is_number(text: str) -> bool:
    """Whether a text is one printed number."""
    return bool(_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text))


def strokes(ink: npt.NDArray[np.uint8]) -> int:
    """How many pieces of ink stand side by side in a picture of one line (digits, points and signs stand apart in print)."""
    columns = np.asarray((ink > 0).any(axis=0))
    return int(np.count_nonzero(columns[1:] & ~columns[:-1]) + bool(columns[:1].any()))


def agrees(text: str, pieces: int) -> bool:
    """Whether a number's reading has as many signs as its picture has pieces; `%` may fall into up to three."""
    signs = len(text)
    return signs <= pieces <= signs + (2 if text.endswith("%") else 0)
