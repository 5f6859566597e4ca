"""Where a name lies: regions by year (GB/T 2260) and functional zones, found at the head of a body's name or in a text."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import warehouse

REFERENCE = Path(warehouse.__file__).parent / "reference" / "region.csv"

_ETHNIC = re.compile(
    r"(壮族|回族|维吾尔|藏族|羌族|彝族|苗族|侗族|布依族|土家族|白族|傣族|景颇族|哈尼族|傈僳族|蒙古族|蒙古|哈萨克|柯尔克孜|朝鲜族|满族|瑶族|黎族|畲族|"
    r"水族|仫佬族|毛南族|仡佬族|纳西族|拉祜族|佤族|普米族|怒族|独龙族|布朗族|达斡尔族|鄂温克族|鄂伦春|锡伯|塔吉克|东乡族|保安族|撒拉族|裕固族|土族|各族|"
    r"哈萨克族|蒙古族藏族)+((?:自治)?(州|县|旗|区))$"
)
_ZONE_SHORTS = {
    "经济": ("经济技术开发区", "经济开发区", "经开区", "开发区"),
    "高新": ("高新技术产业开发区", "高新技术开发区", "高新区"),
    "高技": ("高技术产业开发区", "高新区"),
}
_ZONE_GRADE = re.compile(r"(经济技术|高新技术产业|高技术产业|高新技术|经济)(?:开发区|园区)$")


@dataclass(frozen=True, slots=True)
class Region:
    """One region under one name: valid from `first_year` to `last_year`, both included."""

    code: str
    name: str
    level: str
    province: str
    prefecture: str
    first_year: int
    last_year: int

    @property
    def parents(self) -> tuple[str, ...]:
        """Codes of the prefecture and the province that the code itself names."""
        return (self.code[:4] + "00", self.code[:2] + "0000")


@dataclass(frozen=True, slots=True)
class Place:
    """A region named in a text at `start … end`."""

    region: Region
    start: int
    end: int


def _short_names(name: str, level: str) -> Iterator[str]:
    yield name
    if level == "province" and name.endswith("自治区"):
        yield re.sub(r"(壮族|回族|维吾尔)?自治区$", "", name)
    if level in ("province", "prefecture"):
        ethnic = _ETHNIC.search(name)
        if ethnic:
            yield name[: ethnic.start()] + ethnic.group(3)
            yield name[: ethnic.start()]
        elif len(name) > 2:
            yield re.sub(r"(省|市|地区|盟|特别行政区)$", "", name)
    elif ethnic := _ETHNIC.search(name):
        # 东乡族自治县 has no name but its people's
        place = name[: ethnic.start()] or ethnic.group(1).removesuffix("族")
        yield place + ethnic.group(3)
        yield place + ethnic.group(2)


def _zone_names(zone: Region) -> Iterator[str]:
    """What a zone goes by: its name with or without its city, and short for its grade (长春汽车经开区 is not 长春经开区)."""
    prefecture = re.sub(r"(市|地区)$", "", zone.prefecture)
    province = re.sub(r"(省|市)$", "", zone.province)
    core = re.sub(f"^({province})?({prefecture}市?)?", "", zone.name)
    yield zone.name
    grade = _ZONE_GRADE.search(core)
    shorts = _ZONE_SHORTS.get(grade[1][:2], ()) if grade else ()
    for form in {core, *(_ZONE_GRADE.sub(short, core) for short in shorts)}:
        if prefecture and form:
            yield prefecture + form
            yield prefecture + "市" + form
    if len(core) >= 4 and not _ZONE_GRADE.fullmatch(core):
        yield core


_ZONE_BEHIND = re.compile(
    r"(?!全|本|市|县|区|州|年|财政|预算|关于)[一-龥]{0,5}?(经济技术开发区|经济开发区|高新技术产业开发区|开发区|经开区|高新区|(特别)?合作区|管理区|度假区|新区|投资区|台商区|示范区|保税港?区|集聚区|(?:工业|产业|科技)园区?|新城)(?=20\d\d|(财政|政府)?(预算|决算|财政)|政府|管委会|管理委员会|关于)"
)


_COUNTY_ENDING = re.compile(r"(?<=..)(县|区|市|旗)$")
_BETWEEN_NAMES = re.compile(r"\)?(?:关于)?")
"""Sites that collect reports put the province before their titles: (某省)关于某市某县2020年…."""
_SHORT = range(2, 9)
_LOCAL = re.compile(
    r"(学校|中学|[一二三四五六七八九十]中|小学|幼儿园|职(业)?教(育)?中心|生态环境局|自然资源局)$"
)
_BRANCH = re.compile(
    r"(?:分(?:局|中心|院|公司|队|台|站|校|会|库)|支(?:局|队|公司)|办事处|工作站|(?:经济(?:技术)?|高新(?:技术产业)?)?开发区|经开区|高新区|(?:工业|产业|科技)园)"
)


class Gazetteer:
    """All names that a region or zone goes by, and how to find them."""

    def __init__(self, regions: Iterable[Region], aliases: dict[str, str] | None = None) -> None:
        self._by_name: dict[str, list[Region]] = defaultdict(list)
        self._by_code: dict[str, list[Region]] = defaultdict(list)
        self._counties: dict[str, list[Region]] = defaultdict(list)
        regions = list(regions)
        places = {(region.name, region.province) for region in regions if region.level != "zone"}
        for region in regions:
            if region.level == "zone" and (region.name, region.province) in places:
                continue  # a city listed once more as its own only district, or under the province
            names = _zone_names(region) if region.level == "zone" else _short_names(region.name, region.level)
            for name in dict.fromkeys(names):
                if len(name) > 1:
                    self._by_name[name].append(region)
            self._by_code[region.code].append(region)
            if region.level == "county":
                for name in {region.name, _COUNTY_ENDING.sub("", region.name)}:
                    self._counties[name].append(region)
        for name, code in (aliases or {}).items():
            self._by_name[name] = [*self._by_code.get(code, ())] or self._by_name[name]
        self._lengths: dict[str, list[int]] = defaultdict(list)
        for name in self._by_name:
            if len(name) not in self._lengths[name[:2]]:
                self._lengths[name[:2]].append(len(name))
        for lengths in self._lengths.values():
            lengths.sort(reverse=True)

    def region(self, code: str, year: int | None = None) -> Region | None:
        """The region of a code, under the name it had in `year` (or last)."""
        return _of_year(self._by_code.get(code, []), year)

    def named_at(self, text: str, at: int, year: int | None) -> tuple[int, list[Region]]:
        """The longest name that starts at `at`, and every region it may mean in `year`."""
        for length in self._lengths.get(text[at : at + 2], ()):
            name = text[at : at + length]
            if name in self._by_name:
                return length, _meant(self._by_name[name], year)
        return 0, []

    def head(self, name: str, year: int | None) -> tuple[list[Region], int]:
        """The regions a body's name begins with (`洛阳市涧西区…` → 涧西区), and how many characters name them.

        Every step must lie inside the one before it; more than one region is returned when the name alone cannot tell.
        """
        chain: list[Region] = []
        at = 0
        while True:
            length, found = self.named_at(name, at, year)
            inside = [r for r in found if not chain or any(_inside(r, outer) for outer in chain)]
            if not inside or (chain and chain[0].level in ("county", "zone")):
                return chain, at
            chain, at = inside, at + length

    def places(self, text: str, year: int | None) -> Iterator[Place]:
        """Every region named in a running text, left to right, names that several regions bear left out."""
        at = 0
        while at < len(text):
            length, found = self.named_at(text, at, year)
            if len(found) == 1:
                yield Place(found[0], at, at + length)
            at += length or 1

    def titled(self, text: str, year: int | None) -> Region | None:
        """The region that a title names first, the innermost where the names follow each other (`重庆市永川区2024年决算`)."""
        chain = self._chain(text, year)
        return chain.region if chain else None

    def _chain(self, text: str, year: int | None) -> Place | None:
        """The first region of a text, the innermost of those that follow each other: a name that many bear is the one inside the last."""
        chain = next(self.places(text, year), None)
        while chain is not None:
            at = _BETWEEN_NAMES.match(text, chain.end).end()  # type: ignore[union-attr]
            length, found = self.named_at(text, at, year)
            inside = [region for region in found if _inside(region, chain.region)]
            if len(inside) != 1:
                break
            chain = Place(inside[0], chain.start, at + length)
        return chain

    def names_zone(self, text: str, year: int | None) -> bool:
        """Whether a title goes on from its region with a zone that has no code (`某市某某经济技术开发区2024年决算`): not the city's own."""
        chain = self._chain(text, year)
        return chain is not None and _ZONE_BEHIND.match(text, chain.end) is not None

    def shortened(self, name: str, year: int | None) -> list[Region]:
        """The counties by whose short names a body may be called (`集美中学`), the longest first."""
        found = [region for n in reversed(_SHORT) for region in self._counties.get(name[:n], ())]
        return _meant(found, year)

    def branch(self, name: str, outer: Region, year: int | None) -> Region | None:
        """The county inside of `outer` that the rest of a body's name holds.

        By its full name (`…公安局民乐县交警大队`), or by its short one before the word for a branch or a zone (`…公安局民乐分局`, 重庆长寿高新区…) and, where the
        name of the province or the city stands before it, at the head of a school's or a watchdog's (`江苏省常熟中学`, `宜春市樟树生态环境局`).
        """
        inner = (place.region for place in self.places(name, year) if place.region.level == "county")
        if spelled_out := next((region for region in inner if _inside(region, outer)), None):
            return spelled_out
        shorts = [name[match.start() - n : match.start()] for match in _BRANCH.finditer(name) for n in _SHORT]
        if _LOCAL.search(name):
            shorts += [name[:n] for n in _SHORT if len(name) > n]
        for short in shorts:
            # a county's name or that of the city around it: 湖南省水文局衡阳分局 is of neither
            meant = [*self._counties.get(short, ()), *self._by_name.get(short, ())]
            inside = _meant([region for region in meant if _inside(region, outer)], year)
            if len(inside) == 1 and inside[0].level == "county":
                return inside[0]
        return None


def _of_year(spans: list[Region], year: int | None) -> Region | None:
    if not spans:
        return None
    if year is not None:
        for region in spans:
            if region.first_year <= year <= region.last_year:
                return region
    return max(spans, key=lambda region: region.last_year)


def _meant(named: Iterable[Region], year: int | None) -> list[Region]:
    """The regions that a name means in `year`: those that then existed, else all that ever did."""
    by_code: dict[str, list[Region]] = defaultdict(list)
    for region in named:
        by_code[region.code].append(region)
    found = [meant for spans in by_code.values() if (meant := _of_year(spans, year))]
    current = [region for region in found if year is None or region.first_year <= year <= region.last_year]
    return current or found


def _inside(inner: Region, outer: Region) -> bool:
    if outer.level == "province":
        return inner.code[:2] == outer.code[:2] and inner.code != outer.code
    return outer.level == "prefecture" and inner.code[:4] == outer.code[:4] and inner.code != outer.code


def read_reference(path: Path = REFERENCE) -> list[Region]:
    """The regions and functional zones of `warehouse/reference/region.csv`; an open `last_year` means still valid."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Region(
                code=row["region_code"],
                name=row["region_name"],
                level=row["level"],
                province=row["province_name"],
                prefecture=row["prefecture_name"],
                first_year=int(row["first_year"]),
                last_year=int(row["last_year"] or 9999),
            )
            for row in csv.DictReader(lines)
        ]


@cache
def gazetteer(path: Path = REFERENCE) -> Gazetteer:
    """The gazetteer of the shipped reference, built once in a process."""
    from loaders.identity.words import words

    return Gazetteer(read_reference(path), words().other_names)
