"""The core of a unit's name: what is left when place, rank and scope are taken away.

`武汉市东西湖区科学技术协会（本级）`, `东西湖区科学技术协会` and `区科协` are one unit in 东西湖区; only what is certain is taken away,
so that two different units never get the same core.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

REFERENCE = Path(__file__).parent / "reference"

_SCOPE = re.compile(r"[（(](?:本级|本部|机关|机关本级|汇总|部门|单位|含下属单位|本级及所属|盖章)[)）]$")
_TAIL = re.compile(r"(?:本级|机关本级)$")
_PARTY = re.compile(r"^(?:中国共产党|中共)")
_GENERIC = re.compile(r"^(?:省(?!级)|市(?![场政容民级树])|区(?![域划级])|县(?![域级])|旗|州)(?=.{2,})")
_OWN_PLACE = re.compile(r"^[镇乡街村山路河湖桥]")
_FORMER = re.compile(r"[（(]原(.{2,40}?)[)）]")
_HEADS = {
    "中国人民政治协商会议": "政协",
    "政协": "政协",
    "中国共产主义青年团": "共青团",
    "共青团": "共青团",
}
"""Organisations that put their name before the place: 政协东西湖区委员会."""
_COMMITTEE = re.compile(
    r"^委(?=(?:组织部|宣传部|统战部|统一战线工作部|政法委|政法委员会|社会工作部|老干部局|机构编制委员会办公室|编办|党校"
    r"|网络安全和信息化委员会办公室|网信办|巡察工作领导小组办公室|巡察办|直属机关工作委员会)$)"
)
"""The party committee before organs that exist nowhere else: 区委老干部局 is 老干部局."""
_SEAT = re.compile(r"^人民政府(?=.+(?:街道办事处|街道|镇|乡|办事处)$)")


def plain(name: str) -> str:
    """NFKC without any white space, the form in which names are compared."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))


def places(names: Iterable[str]) -> tuple[str, ...]:
    """Prefixes that a region's full and short names give, longest first.

    `("上海市", "普陀区")` gives 上海市普陀区, 上海普陀区, 普陀区, 上海市, and 普陀 and 上海 where another word follows.
    """
    given = [plain(name) for name in names if name]
    found = set(given)
    for first in given:
        for second in given:
            if first != second:
                found |= {first + second, _short(first) + second}
    found |= {_short(name) for name in given}
    return tuple(sorted((name for name in found if len(name) >= 2), key=lambda name: (-len(name), name)))


def _short(place: str) -> str:
    short = re.sub(r"(?:特别行政区|[壮回维吾尔族]{1,4}自治区|自治[区州县旗]|[省市区县旗盟])$", "", place)
    return short if len(short) >= 2 else place


def core_name(name: str, prefixes: tuple[str, ...]) -> str:
    """The comparable core of a unit name inside a region with the given place prefixes."""
    core = _TAIL.sub("", _SCOPE.sub("", _FORMER.sub("", plain(name))))
    head = next((one for one in _HEADS if core.startswith(one)), None)
    if head:
        return _HEADS[head] + _without_place(core[len(head) :], prefixes)
    core = _without_place(_PARTY.sub("", core), prefixes)
    return _COMMITTEE.sub("", _SEAT.sub("", core))


def former_name(name: str) -> str | None:
    """The former name that a name prints beside itself: 行政服务中心 of 政务服务中心（原行政服务中心）."""
    found = _FORMER.search(plain(name))
    return found[1] if found else None


def _without_place(core: str, prefixes: tuple[str, ...]) -> str:
    stripped = True
    while stripped:
        stripped = False
        for prefix in prefixes:
            rest = core[len(prefix) :]
            if core.startswith(prefix) and len(rest) >= 2 and not _OWN_PLACE.match(rest):
                core, stripped = rest, True
                break
    return _GENERIC.sub("", core)


def expanded(core: str) -> str:
    """The full form of a generally used short name (科协 → 科学技术协会), or the name itself."""
    return abbreviations().get(core, core)


@cache
def abbreviations() -> dict[str, str]:
    """Short names in general use, from `reference/unit_abbreviation.csv`."""
    with (REFERENCE / "unit_abbreviation.csv").open(encoding="utf-8", newline="") as file:
        return {row["short"]: row["full"] for row in csv.DictReader(file)}


def similarity(one: str, other: str) -> float:
    """Dice coefficient of the names' character pairs, 0…1."""
    left = [one[i : i + 2] for i in range(len(one) - 1)]
    right = [other[i : i + 2] for i in range(len(other) - 1)]
    if not left or not right:
        return float(one == other)
    shared, rest = 0, list(right)
    for pair in left:
        if pair in rest:
            rest.remove(pair)
            shared += 1
    return 2 * shared / (len(left) + len(right))
