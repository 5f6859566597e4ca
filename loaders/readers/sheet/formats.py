"""How a workbook shows a stored number: Excel's number formats, in decimal arithmetic.

Source of the grammar: ECMA-376 part 1, 18.8.30 and 18.8.31; ids 27–36 and 50–58 as in Chinese Excel.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import cache

from loaders.readers.sheet import dates

BUILT_IN = {
    **{
        1: "0",
        2: "0.00",
        3: "#,##0",
        4: "#,##0.00",
        9: "0%",
        10: "0.00%",
        11: "0.00E+00",
        12: "General",
        13: "General",
    },
    **{
        14: "yyyy/m/d",
        15: "d-mmm-yy",
        16: "d-mmm",
        17: "mmm-yy",
        18: "h:mm AM/PM",
        19: "h:mm:ss AM/PM",
        20: "h:mm",
    },
    **{
        21: "h:mm:ss",
        22: "yyyy/m/d h:mm",
        45: "mm:ss",
        46: "[h]:mm:ss",
        47: "mm:ss.0",
        48: "##0.0E+0",
        49: "@",
    },
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    **{30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"'},
    **dict.fromkeys((34, 55), 'h"时"mm"分"'),
    **dict.fromkeys((35, 56), 'h"时"mm"分"ss"秒"'),
    **dict.fromkeys((5, 6, 37, 38), "#,##0_);(#,##0)"),
    **dict.fromkeys((7, 8, 39, 40), "#,##0.00_);(#,##0.00)"),
    **dict.fromkeys((41, 42), '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ '),
    **dict.fromkeys((43, 44), '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '),
}
"""Format id → format code; every other id without a code of its own is `General`."""

FIFTEEN_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
"""Excel keeps binary doubles and shows fifteen digits of them; what lies behind is an artefact (0.1 + 0.2)."""

GENERAL_DIGITS = Context(prec=10, rounding=ROUND_HALF_UP)

MAX_EXPONENT, MAX_CODE = 30, 255
"""No amount has more digits, and Excel stores no longer code; past them a number is shown as it is stored."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<ampm>AM/PM|A/P|上午/下午)'
    r"|(?P<general>(?i:general)|G/通用格式)"
    r"|(?P<exp>[eE][+-]0+)|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|[eE]+|[gG]+)|(?P<digits>[0#?]+)|(?P<other>.)",
    re.S,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)$")
_COMPARE = {"<": (-1,), ">": (1,), "=": (0,), "<=": (-1, 0), ">=": (0, 1), "<>": (-1, 1)}


def clean(value: Decimal) -> Decimal:
    """The number without binary artefacts: fifteen significant digits, no trailing zeros."""
    rounded = FIFTEEN_DIGITS.plus(value).normalize(FIFTEEN_DIGITS)
    return rounded if rounded else Decimal(0)


def plain(value: Decimal) -> str:
    """The digits of a number without exponent, unless that is absurdly long."""
    return format(value, "f") if abs(value.adjusted()) <= MAX_EXPONENT else str(value)


def shown(value: Decimal, code: str, *, from_1904: bool = False) -> str:
    """The text a cell shows for a number under a format code, without the blanks that only align it."""
    if abs(value.adjusted()) > MAX_EXPONENT or len(code) > MAX_CODE:
        return str(value)
    section = _choose(value, code)
    if section is None:
        return "-" * (value < 0) + plain(abs(value))
    tokens, magnitude = section
    if any(kind == "date" for kind, _ in tokens):
        moment = dates.as_date(value, from_1904=from_1904)
        return plain(value) if moment is None else dates.shown(tokens, value, moment)
    return _number(tokens, magnitude).strip()


def shown_text(text: str, code: str) -> str:
    """The text a cell shows for a stored text: formats may wrap it (`@"元"`)."""
    sections = _sections(code)
    section = (
        sections[3] if len(sections) > 3 else next((s for s in sections if ("other", "@") in s.tokens), None)
    )
    if section is None:
        return text
    return "".join(
        text if token == ("other", "@") else token[1]
        for token in section.tokens
        if token[0] in ("other", "text")
    )


def is_date(code: str) -> bool:
    """Whether a format code shows dates or times."""
    return any(kind == "date" for kind, _ in _sections(code)[0].tokens)


Token = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Section:
    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None


@cache
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    tokens: list[Token] = []
    condition: tuple[str, Decimal] | None = None
    for match in _TOKEN.finditer(code if code.strip() else "General"):
        kind, text = match.lastgroup, match.group()
        if text == ";" and kind == "other":
            sections.append(_Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif kind in ("quoted", "escaped"):
            tokens.append(("text", match.group(kind)))
        elif kind == "bracket":
            inner = match.group("bracket")
            found = _CONDITION.match(inner)
            if found:
                condition = (found.group(1), Decimal(found.group(2)))
            elif inner.startswith("$"):
                tokens.append(("text", inner[1:].split("-")[0]))
            elif inner.lower() in ("h", "hh", "m", "mm", "s", "ss"):
                tokens.append(("date", f"[{inner.lower()[0]}]"))
        elif kind:
            tokens.append((kind, text))
    sections.append(_Section(tuple(tokens), condition))
    return tuple(sections)


def _choose(value: Decimal, code: str) -> tuple[tuple[Token, ...], Decimal] | None:
    """The section that shows `value`, and the number it shows (its own minus sign, or none)."""
    sections = [
        section
        for section in _sections(code)[:3]
        if ("other", "@") not in section.tokens or len(_sections(code)) == 1
    ]
    if not sections:
        return (("general", ""),), value
    if any(section.condition for section in sections):
        for section in sections:
            if (
                section.condition is None
                or value.compare(section.condition[1]) in _COMPARE[section.condition[0]]
            ):
                return section.tokens, value
        return None
    if value < 0 and len(sections) > 1:
        return sections[1].tokens, abs(value)
    if value == 0 and len(sections) > 2:
        return sections[2].tokens, value
    return sections[0].tokens, value


def _number(tokens: tuple[Token, ...], value: Decimal) -> str:
    if any(kind == "general" or token == ("other", "@") for token in tokens for kind in token[:1]):
        return "".join(
            text if kind == "text" else general(value)
            for kind, text in tokens
            if kind in ("text", "general") or text == "@"
        )
    digits = [position for position, (kind, _) in enumerate(tokens) if kind in ("digits", "exp")]
    percent = min(4, sum(text.count("%") for kind, text in tokens if kind == "other"))
    if not digits:
        literal = "".join(text for kind, text in tokens if kind in ("text", "other"))
        return "-" * (value < 0 and bool(literal)) + literal
    first, last = digits[0], digits[-1]
    while last + 1 < len(tokens) and tokens[last + 1] == ("other", ","):
        last += 1
    core = tokens[first : last + 1]
    scaled = value * (100**percent) if percent else value
    body = _digits(core, scaled)
    before = "".join(text for kind, text in tokens[:first] if kind in ("text", "other"))
    after = "".join(text for kind, text in tokens[last + 1 :] if kind in ("text", "other"))
    sign = "-" if value < 0 and any(character in "123456789" for character in body) else ""
    return f"{sign}{before}{body}{after}"


def general(value: Decimal) -> str:
    """`General`: integers in full, fractions to ten digits."""
    if value == value.to_integral_value():
        return plain(value.to_integral_value())
    text = plain(GENERAL_DIGITS.plus(value))
    return text.rstrip("0").rstrip(".") if "." in text else text


def _digits(core: tuple[Token, ...], value: Decimal) -> str:
    pattern = "".join(text for kind, text in core if _places(kind, text))
    if "/" in pattern:
        return general(abs(value))
    exponent = next((text for kind, text in core if kind == "exp"), None)
    trimmed = pattern.rstrip(",")
    scale = len(pattern) - len(trimmed)
    whole, point, fraction = trimmed.partition(".")
    fraction = fraction.replace(",", "")[:MAX_EXPONENT]
    if exponent:
        return _scientific(abs(value), len(fraction), exponent)
    with localcontext(prec=100, rounding=ROUND_HALF_UP):
        rounded = (abs(value) / Decimal(1000) ** scale).quantize(Decimal(1).scaleb(-len(fraction)))
    left, _, right = plain(rounded).partition(".")
    needed = len(whole.replace(",", "").replace("#", "").replace("?", ""))
    left = left.lstrip("0").rjust(needed, "0")
    if "," in whole:
        left = f"{int(left or 0):,}".rjust(needed, "0") if left.strip("0") else left
    elif any(not _places(*token) for token in core):
        left = _between(core, left)
    kept = len(fraction.rstrip("#?"))
    right = right[:kept] + right[kept:].rstrip("0")
    return left + (point if right or (point and fraction and kept) else "") + right


def _places(kind: str, text: str) -> bool:
    """Whether a token says where digits stand; any other between them is printed as it is."""
    return kind == "digits" or (kind == "other" and text in (".", ",", "/"))


def _between(core: tuple[Token, ...], digits: str) -> str:
    """The digits before the decimal point with what the format writes between them: `0!.0,` shows yuan as 万元."""
    whole = core[: core.index(("other", "."))] if ("other", ".") in core else core
    shown = ""
    for kind, text in reversed(whole):
        if kind == "digits":
            shown, digits = digits[-len(text) :] + shown, digits[: -len(text)]
        elif not _places(kind, text):
            shown = text + shown
    return digits + shown


def _scientific(value: Decimal, places: int, exponent: str) -> str:
    mantissa, _, power = f"{value:.{places}E}".partition("E")
    return f"{mantissa}E{'-' if power.startswith('-') else '+'}{power.lstrip('+-').rjust(len(exponent) - 2, '0')}"
