"""What the printed target of an indicator says: operator, value and unit, or a quality in words; its unit behind the indicator's name."""

from __future__ import annotations

import re
import unicodedata

from loaders.amounts import money_unit, unit_of_measure
from loaders.catalogue.forms import form_words
from loaders.tables.grid import packed

_VALUE = re.compile(
    r"^(?P<value>[-+]?\d[\d,]*(?:\.\d+)?(?:/\d*[十百千万亿]+)?)(?P<unit>(?:[^\d\s~—–\-－至余多月日号时:：/、，,.;；。]|时(?!前|间)|/(?=天|年|月))[^\d,，;；。]{0,11}?|[kc]?m[23²³])?(?:左右)?$"
)
_FIRST_CLASS = re.compile("(产出|效益|成本|满意度?|效果)指标")
_WORD = re.compile(r"[一-龥]")
_SEVERAL = re.compile(r"[;；≥≤]")
_BEHIND = re.compile(
    r"(\(含\)|[及含])?((?P<over>以上)|以下|以内|之内|(?<=[时天日周年钟])内|(?<=个月)内)(\(含\))?$"
)
"""What a value is at least or at most, said behind it: 95%以上, 30天以内."""
_ALL_YEAR = re.compile("^(全年|年度|当年|每年)(?=[≥≤<>])")
_LONGEST_UNIT = 4
_UNIT_OF_NAME = re.compile(r"[(（]([^()（）]{1,8})[)）]$")
_OPERATOR_SIGN = str.maketrans("≧⩾≦⩽", "≥≥≤≤")


def is_class(text: str) -> bool:
    """Whether a text names a class of indicators (数量指标, 产出指标), not an indicator."""
    return bool(re.fullmatch(r".{2,8}指标", text))


def is_first_class(text: str) -> bool:
    """Whether a text begins with a class of the first level."""
    return bool(_FIRST_CLASS.match(text))


def is_value(text: str) -> bool:
    """Whether a text is a target (≥90%, 定性及时) rather than a name."""
    return bool(re.match(r"^(≥|≤|>|<|=|定性|\d[\d,]*(\.\d+)?[^\d\s]{0,4}$)", text))


def is_sign(text: str) -> bool:
    """Whether a text is nothing but a sign or word of comparison (≥, 大于等于, 定性)."""
    text = text.translate(_OPERATOR_SIGN)
    return any(
        (match := pattern.match(text)) and match[0] == text for pattern in form_words().operators.values()
    )


def split_target(text: str, operator: str = "", unit: str = "") -> tuple[str | None, str | None, str | None]:
    """Operator, value and unit of a printed target: `≥95%` → (">=", "95", "%"); words are qualitative.

    >>> split_target("≤7.9 万元")
    ('<=', '7.9', '万元')
    """
    words = form_words().operators
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text.translate(_OPERATOR_SIGN)))
    plain = _ALL_YEAR.sub("", plain)
    if not operator and is_sign(plain):
        operator, plain = plain, ""
    sign = re.sub(r"[\s$]", "", operator.translate(_OPERATOR_SIGN))
    chosen = next((name for name, pattern in words.items() if sign and pattern.search(sign)), None)
    for name, pattern in words.items():
        match = pattern.search(plain)
        rest = plain[len(match[0]) :].lstrip("$") if match else ""
        # 高于去年: a word of comparison with no number behind it is a quality, a sign holds for what stands behind it
        spoken = match is not None and (_WORD.match(match[0]) or _SEVERAL.search(rest))
        if match and rest and (_VALUE.match(rest) or name == "qualitative" or not spoken):
            plain, chosen = rest, chosen or name
            break
    behind = _BEHIND.search(plain)
    if behind and chosen in (None, "=") and _VALUE.match(plain[: behind.start()]):
        plain, chosen = plain[: behind.start()], ">=" if behind["over"] else "<="
    match = _VALUE.match(plain)
    if match and (chosen != "qualitative"):
        better = next((name for name, pattern in form_words().directions.items() if pattern.match(sign)), "=")
        return (
            chosen or better,
            match["value"].replace(",", ""),
            unit or _unit_before_words(match["unit"] or ""),
        )
    if not plain:
        return chosen, None, unit or None
    return chosen if chosen and chosen != "=" else "qualitative", plain, unit or None


def _unit_before_words(text: str) -> str | None:
    """The unit behind a value without brackets and without the words that go on from it (`人次的心理辅导`, `次集中活动`).

    >>> _unit_before_words("(平方米)"), _unit_before_words("人次的心理辅导"), _unit_before_words("元/人/天")
    ('平方米', '人次', '元/人/天')
    """
    bare = re.sub(r"^[(（](.+)[)）]$", r"\1", text.strip())
    if len(bare) > _LONGEST_UNIT and not re.search(r"[/(（]", bare):
        starts = (bare[:length] for length in range(_LONGEST_UNIT, 0, -1))
        bare = next((unit for unit in starts if unit_of_measure(unit) or money_unit(f"({unit})")), bare)
    return bare or None


def unit_of_name(name: str) -> str | None:
    """The unit that an indicator's name ends with: 培训次数(次), 完成率（%）, 机位单价(元/小时)."""
    match = _UNIT_OF_NAME.search(name)
    inner = match[1] if match else ""
    known = money_unit(f"({inner})") or unit_of_measure(inner)
    spoken = re.fullmatch(r"[^\d/]{1,4}/[^\d/]{1,4}", inner) or form_words().units.fullmatch(packed(inner))
    return known or (inner if spoken else None)
