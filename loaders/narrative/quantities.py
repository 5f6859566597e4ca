"""The numbers of a sentence: amounts of money, percents and counts with their units, thresholds and dates left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from loaders.amounts import CENT, to_yuan

Sort = Literal["money", "percent", "count", "price"]

_MONEY = "亿元|百万元|万元|千元|元|亿(?!人|次|吨|斤|平|立|千|美|欧|港)"
_COUNT = r"人次|人|名|批次|批|辆次|辆|台\(套\)|台\(件、套\)|台\(件\)|台套|台|套|个|家|次|项|平方米|\(平方米\)|㎡|户"
_NUMBER = r"(?<![\d.A-Za-z])[-−－]?\d+(?:\.\d+)?"
_BODIES = re.compile(r"(及|和|与|、)(所属|下属|直属)$")
"""局机关及下属1个单位共接待@批次: how many bodies speak, no count of theirs."""
_QUANTITY = re.compile(
    rf"(?P<number>{_NUMBER})(?P<unit>{_MONEY}|个?百分点|%|倍|{_COUNT})(?P<point>个?百分点)?"
)
_SHORT = re.compile(
    rf"(?:支出|费用?|经费|资金|收入|[预决]算数?|[超短增减]收|[增减]支|增加|减少)(?:为|是|共|了)?(?P<number>{_NUMBER})万(?=[(，；。、)]|$)"
)
"""`公务接待支出0.40万(含…)`: money whose 元 was left out."""
_BARE_ZERO = re.compile(
    r"(?<!由于)(?<!因)(?:(?:年初|支出|收入|拨款)[预决]算数?|(?:购置|接待|运行|维护|\(境\))(?:费用?)?)为(?P<number>0(?:\.0+)?)(?=[，；。])"
)
"""`年初预算为0，支出决算为150万元`: nothing needs no unit."""
_BARE_POSTS = re.compile(r"编制(?:人?数|总数)(?:为|共)?(?P<number>\d{1,5})(?=[，；。、]|$)")
_WITHOUT_UNIT = ((_SHORT, "万元"), (_BARE_ZERO, "元"), (_BARE_POSTS, "人"))
_LIST = re.compile(
    rf"(?P<number>{_NUMBER})(?=(?:[、，和及与]{{1,2}}{_NUMBER}(?:{_MONEY}|%)?){{0,10}}[、，和及与]{{1,2}}{_NUMBER}(?P<unit>{_MONEY}|%))"
)
_COMMA = re.compile(r"[、，和及与]{1,2}((增长|增加|上升|提高|下降|减少|降低)了?)?")
_EACH = re.compile(r"(各|分别)[^，；。、\d]{0,8}$")
_GOES_ON = re.compile(r"，[^，；。、\d]{0,8}")
"""`分别投入9、7亿元，占比60%、40%`: a list as long as the one before it is said of the same."""
_THRESHOLD = re.compile(r"(\(含\)|含)?(及)?(以上|以下|以内|及以上)|\(含\)|大关|台阶|关口")
_EACH_ONE = re.compile(r"每(人|户|亩|生|月|年|名)(每?[年月天])?$")
_RAISED = re.compile("(元|，)?(分别)?(提高|增加|调整|上调|降低|下调)?(到|至|为|和|、)")
"""A price that another becomes (`每人每月90元提高到95元`)."""
_RATE = re.compile(r"/[一-龥]|每(人|辆|次|批|年|月)")
"""`预算费用3万元/人` is a price, no amount of the budget."""
_GROWN = re.compile("(增长|增加|增幅为?|提高)了?$")
"""`同比增长2.5倍`: other multiples (`是上年的2.5倍`) are no growth."""
_TO = r"(?:[-—–~～]{1,2}|至)"
_UPPER = re.compile(rf"(?<![\d.])(\d+(?:\.\d+)?)(?:{_MONEY}|%)?{_TO}$")
"""`补助标准提高20-40万元`: the upper end of a range; a code before a dash (`2080505-36.5万元`) is larger than what follows."""
_LOWER = re.compile(rf"{_TO}(\d+(?:\.\d+)?)(?:{_MONEY}|%)")
_TORN = re.compile(r"\d，$")
"""`比上年增加542,62万元`: a number whose comma stands where none belongs could be two numbers and is none."""
_TARGET = re.compile(r"[≤≥<>=＝]$|(突破|跨越|跨过|迈上|迈过|站上)了?$")
"""A limit of a performance indicator, flattened into the text, or a mark that was passed is no amount of the budget."""
_MEASURES = {
    "台(套)": "台（套）",
    "台(件、套)": "台（套）",
    "台套": "台（套）",
    "台(件)": "台（套）",
    "批": "批次",
    "㎡": "平方米",
    "(平方米)": "平方米",
    "名": "人",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number at `start … end` of a sentence: `value` as printed, `amount` in yuan if it is money.

    `place` and `places` tell the members of a paired list apart (`收、支总计各是4125.49，4143.91万元`: 0 and 1 of 2).
    """

    start: int
    end: int
    sort: Sort
    value: Decimal
    unit: str
    amount: Decimal | None = None
    place: int = 0
    places: int = 1


def quantities(text: str) -> list[Quantity]:
    """The quantities of a flattened sentence, left to right.

    In a list that states its unit once (`分别为10.5、20.3万元`) every number has that unit.
    """
    found = [*_plain(text)]
    for pattern, unit in _WITHOUT_UNIT:
        for bare in pattern.finditer(text):
            found.append(_quantity(bare.start("number"), bare.end(), bare["number"], unit))
    if "分别" in text or "各" in text:
        taken = {quantity.start for quantity in found}
        for match in _LIST.finditer(text):
            if match.start() not in taken:
                found.append(_quantity(match.start(), match.end("number"), match["number"], match["unit"]))
    return _paired(text, sorted(found, key=lambda quantity: quantity.start))


def _paired(text: str, found: list[Quantity]) -> list[Quantity]:
    """The quantities with their places in runs that `各` or `分别` opens and nothing but commas interrupts."""
    done: list[Quantity] = []
    at = 0
    while at < len(found):
        end = at + 1
        while (
            end < len(found)
            and found[end].sort == found[at].sort
            and _COMMA.fullmatch(text[found[end - 1].end : found[end].start])
        ):
            end += 1
        goes_on = (
            bool(done)
            and done[-1].places == end - at
            and _GOES_ON.fullmatch(text, done[-1].end, found[at].start)
        )
        if end - at > 1 and (goes_on or _EACH.search(text[: found[at].start])):
            done += [replace(one, place=place, places=end - at) for place, one in enumerate(found[at:end])]
        else:
            done += found[at:end]
        at = end
    return done


def _plain(text: str) -> Iterator[Quantity]:
    priced = 0
    for match in _QUANTITY.finditer(text):
        bound = _THRESHOLD.match(text, match.end()) and not text[: match.start()].endswith("限额")
        if bound or match["unit"].endswith("百分点"):
            continue
        if match["unit"] == "项" and text[match.end() : match.end() + 1] == ")":  # 购房补贴(03项): a code
            continue
        if match["unit"] == "%" and text[match.end() :].startswith("部分"):  # 国内增值税(50%部分)
            continue
        times = match["unit"] == "倍"
        left = text[: match.start()]
        if _TARGET.search(left) or (times and not _GROWN.search(left)) or _is_torn(left):
            continue
        if _in_range(left, match["number"], text[match.end() :]):
            continue
        if match["unit"] == "个" and text[match.end() : match.end() + 1] in ("月", "工", "百"):
            continue
        if _BODIES.search(text[: match.start()]) and text.startswith("单位", match.end()):
            continue
        found = _quantity(match.start(), match.end(), match["number"], match["unit"])
        rate = _RATE.match(text, match.end()) if found.sort == "money" else None
        each = found.sort == "money" and (_EACH_ONE.search(left) or _RAISED.fullmatch(left[priced:]))
        if rate or each:
            found = replace(found, sort="price", end=rate.end() if rate else found.end)
            priced = found.end
        yield found


def _in_range(left: str, number: str, right: str) -> bool:
    """Whether a number is an end of a range (`10万元-20万元`, `4.5%至5%`) and so no amount."""
    if number[0] in "-−－" and left.endswith(("元", "%")):  # a dash behind a unit is no sign
        left, number = left + "-", number[1:]
    lower, upper = _UPPER.search(left), _LOWER.match(right)
    low, high = (lower[1], number) if lower else (number, upper[1] if upper else number)
    return number[0].isdigit() and Decimal(low) < Decimal(high)


def _is_torn(left: str) -> bool:
    """Whether a number is the rest of one with a comma inside, and not of a list."""
    return _TORN.search(left) is not None and "分别" not in left and "各" not in left


def _quantity(start: int, end: int, number: str, unit: str) -> Quantity:
    value = Decimal(number.replace("−", "-").replace("－", "-"))
    if unit in "%倍":
        return Quantity(start, end, "percent", value if unit == "%" else value * 100, "%")
    amount = to_yuan(value, "亿元" if unit == "亿" else unit)
    if amount is not None:
        return Quantity(start, end, "money", value, unit, amount.quantize(CENT))
    return Quantity(start, end, "count", value, _MEASURES.get(unit, unit))
