"""Numerals and units of account: the text of a cell or phrase to an exact `Decimal`, never by way of a float.

A number that could be two numbers is no number: `9 1,950.29` (a stray character of the neighbouring cell) and `12,34` are
`illegible`, not a guess.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal

from loaders.catalogue import catalogue

ValueState = Literal["value", "blank", "not_applicable", "illegible", "text"]

CENT = Decimal("0.01")
_NUMBER = re.compile(
    r"""(?P<sign>[-−﹣–－+]|负)?
        (?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)
        (?P<percent>%|％)?$""",
    re.VERBOSE,
)
_SIX_DECIMALS = re.compile(r"[-−]?[\d,]+\.(\d{5}\n\d|\d{4}\n\d\d)")
"""An amount in 万元 exact to the fen whose last digits a narrow cell put on the next line: 11,542.00000 / 0."""
_SPACED_THOUSANDS = re.compile(r"[-−]?\d{1,3}(?: \d{3})+(?:\.\d+)?")
_DASH = re.compile(r"^(?:[-—–―─－_~一/／·.*＊…\\]+|不适用|无|N/?A)$", re.IGNORECASE)
_ILLEGIBLE = re.compile(
    r"\[?illegible\]?|#(?:REF|DIV/0|VALUE|N/A|NAME\?|NUM|NULL)!?|^#{2,}$|[□■�]|^[xX×*]{2,}$"
)
_CHINESE = re.compile(r"^(负)?([零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟元圆整点]+)$")
_DIGITS = {
    c: n
    for n, row in enumerate(
        ("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for c in row
}
_POWERS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TRANSLATE = str.maketrans(
    {
        "，": ",",
        "．": ".",
        "。": ".",
        "－": "-",
        "−": "-",
        "﹣": "-",
        "–": "-",
        "‐": "-",
        "‑": "-",
        "％": "%",
        "\u00a0": " ",
        "\u3000": " ",
        "\u2002": " ",
        "\u2003": " ",
        "\u2009": " ",
    }
)


@dataclass(frozen=True, slots=True)
class Number:
    """What a cell's text says as a number.

    `state` is a `value_state`, or `text` for words. `value` is the printed number (a percent without its sign). `unit` is the
    unit of account or measure printed beside it (`万元`, `辆`, `%`), if any.
    """

    state: ValueState
    value: Decimal | None = None
    unit: str | None = None


BLANK = Number("blank")
TEXT = Number("text")
ILLEGIBLE = Number("illegible")
NOT_APPLICABLE = Number("not_applicable")


@lru_cache(maxsize=65536)
def read_number(text: str) -> Number:
    """The number that the whole of `text` is, or which of blank, dash, illegible and words it is.

    Full-width digits, thousands separators (comma or space), digits spaced out or wrapped over lines, the negative forms
    `-1`, `−1`, `(1.00)`, `△1`, `▲1`, `负1`, a percent sign, Chinese numerals and a unit after the number are understood.
    """
    raw = text.strip().translate(_TRANSLATE)
    if not raw:
        return BLANK
    if not any(c.isdigit() for c in raw):
        return _wordy(raw)
    if raw.isascii() is False:
        raw = unicodedata.normalize("NFKC", raw).strip()
    packed = _unspaced(raw)
    if packed is None:
        return ILLEGIBLE
    unit = None
    match = _NUMBER.match(packed)
    if match is None:
        packed, negative, unit = _dressed(packed)
        match = _NUMBER.match(packed)
        if match is None:
            return (
                ILLEGIBLE if re.fullmatch(r"[-+(]?[\d,.]+[)%]?", packed) or _ILLEGIBLE.search(raw) else TEXT
            )
    else:
        negative = False
    value = Decimal(match["digits"].replace(",", ""))
    if negative or match["sign"] not in (None, "+"):
        value = -value
    if match["percent"]:
        unit = "%"
    return Number("value", value, unit)


def _wordy(raw: str) -> Number:
    packed = re.sub(r"\s", "", raw)
    if _DASH.match(packed):
        return NOT_APPLICABLE
    if _ILLEGIBLE.search(packed):
        return ILLEGIBLE
    chinese = chinese_numeral(packed)
    return TEXT if chinese is None else Number("value", chinese, "元" if packed[-1] in "元圆整" else None)


def _unspaced(raw: str) -> str | None:
    """The text without its spaces, or None where a space could be the border of two numbers."""
    if not re.search(r"\s", raw):
        return raw
    lines = [line.strip() for line in raw.split("\n") if line.strip()]
    if len(lines) > 1 and sum(bool(re.search(r"\d", line)) for line in lines) > 1:
        # a number wrapped in a narrow cell goes on with a part of a number; two amounts stacked in a cell do not
        joined = "".join(lines)
        torn = (
            any(re.search(r"[.,]$|,\d{1,2}$|\.\d$", line) for line in lines[:-1])
            or any(line[0] in ".," for line in lines[1:])
            or _SIX_DECIMALS.fullmatch("\n".join(lines)) is not None
        )
        if not torn or joined.count(".") > 1:
            return None
        raw = joined
    loose = re.sub(r"(?<=[.,])\s+(?=\d)", "", raw)
    if "," in loose and _NUMBER.match(loose):
        return loose
    raw = loose if re.fullmatch(r"[-−]?\d+\.\d+%?", loose) else raw
    pieces = raw.split()
    if len(pieces) == 1:
        return pieces[0]
    numeric = [p for p in pieces if re.fullmatch(r"[-−+]?[\d,.]+%?", p)]
    if len(numeric) < 2 or _SPACED_THOUSANDS.fullmatch(" ".join(pieces)) or all(len(p) == 1 for p in pieces):
        return "".join(pieces)
    return None


def _dressed(packed: str) -> tuple[str, bool, str | None]:
    """Take off what stands around a number: brackets or triangles (negative), a currency sign, a unit behind it."""
    negative = False
    bracket = re.fullmatch(r"[(\[]([-+]?[\d,.]+%?)[)\]]", packed)
    if bracket:
        packed, negative = bracket[1], True
    if packed[:1] in "△▲▼":
        packed, negative = packed[1:], True
    packed = packed.lstrip("¥￥")
    behind = re.fullmatch(r"([-+]?[\d,.]+)(\D{1,6})", packed)
    if behind and (unit := unit_of_measure(behind[2])):
        return behind[1], negative, unit
    return packed, negative, None


def chinese_numeral(text: str) -> Decimal | None:
    """`三百二十万` → 3 200 000, `壹佰元整` → 100, `一点五` → 1.5; None when the text is no numeral of two or more signs."""
    match = _CHINESE.match(text)
    if match is None or len(text) < 2 or not any(c in _DIGITS for c in match[2]):
        return None
    body = match[2].rstrip("整").rstrip("元圆")
    body, _, fraction = body.partition("点")
    if any(c not in _DIGITS for c in fraction) or "元" in body or "圆" in body:
        return None
    total = section = digit = 0
    for sign in body:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _POWERS:
            section += (digit or (1 if section == 0 else 0)) * _POWERS[sign]
            digit = 0
        else:
            scale = 10_000 if sign == "万" else 100_000_000
            total = (total + section + digit) * scale
            section = digit = 0
    value = Decimal(total + section + digit)
    if fraction:
        value += Decimal("0." + "".join(str(_DIGITS[c]) for c in fraction))
    return -value if match[1] else value


@lru_cache(maxsize=4096)
def money_unit(text: str) -> str | None:
    """The unit of account that a caption, a header or a bracket declares: 元, 百元, 千元, 万元, 百万元, 亿元, or None.

    `单位：万元`, `金额单位：人民币元`, `（万元）`, `单位：万元、%`. A word such as 单元 is no unit.
    """
    packed = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    for pattern in catalogue().units.declarations:
        match = pattern.search(packed)
        if match:
            return match["unit"]
    return None


def yuan_factor(unit: str) -> Decimal | None:
    """How many yuan one `unit` of account is, None when it is no unit of account."""
    return catalogue().units.money.get(unit)


@lru_cache(maxsize=4096)
def unit_of_measure(text: str) -> str | None:
    """The unit that a whole short text is (`人`, `辆`, `台（套）`, `万元`, `%`), in its canonical spelling."""
    packed = re.sub(r"[\s()（）/、]", "", unicodedata.normalize("NFKC", text))
    units = catalogue().units
    return packed if packed in units.money else units.measures.get(packed)


def to_yuan(value: Decimal, unit: str) -> Decimal | None:
    """`value` of `unit` in yuan with two places (half up); None when `unit` is no unit of account."""
    factor = yuan_factor(unit)
    return None if factor is None else (value * factor).quantize(CENT, ROUND_HALF_UP)
