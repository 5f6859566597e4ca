"""Where a body lies: what its own name says, else the portal and the page it stands on, else the places that its text names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from loaders.identity.regions import Gazetteer, Region
from loaders.identity.titles import plain
from loaders.identity.words import words

_CORPS = re.compile(r"^((新疆生产建设)?兵团)?(第[一二三四五六七八九十]+师)?(?=[一-龥]{2,}市)")
_LEVELS = {
    "省": "province",
    "市": "prefecture",
    "州": "prefecture",
    "盟": "prefecture",
    "县": "county",
    "区": "county",
    "旗": "county",
}
_OF_LEVEL = re.compile(
    r"[全我]([市县州盟旗区])|(?<![一-龥])([市县州盟旗区])本?级|(?<=年)度?([市县州盟旗区])本?级"
)
_TOWNSHIP = re.compile(r"(镇|乡|苏木|街道)(人民政府|党委|办事处)?$")
_PARK = re.compile(r"(园区|度假区|景区)(管委会|管理委员会)?$")
_BORROWED = re.compile(r"路|街|道|门|大桥|[一-龥]{0,6}(?:街道|[镇乡])(?:办事处|人民政府|20|$)|(?<=中山)")
"""What follows a short name that others borrowed: 平凉路街道, 大同镇; 中山 is a man."""
_UNIVERSITY = re.compile(r"[一-龥]{0,8}大学")
"""Those in a city and called after it are its province's or its own."""
_BODY_CODE = re.compile(r"(?<![0-9A-Z])1[1-5](?P<region>[1-6]\d{5})[0-9A-Z]{10}(?![0-9A-Z])")
"""The code that a body is registered under (统一社会信用代码) holds its region; entries in a portal's index begin with it."""
_SUPERVISED = re.compile(r"监督索引号[:：]?(?P<region>[1-6]\d{5})\d{8}")
"""The number under which a province watches its disclosures begins with the region."""
_SITE_CODE = re.compile(r"网站标识码[:：]?(?P<region>[1-6]\d{5})\d{4}")
"""The code that a government's site is registered under begins with its region."""
_HOST = re.compile(r"(?:主办(?:单位)?|发布机构|发文机关|来源)[:：|]{0,2}(?P<host>[一-龥]{4,30})")
"""Who keeps a site or put a page on it."""
_ADDRESS = re.compile(r"(?:坐落|位于|地处|地址)[于在是为:：]*")
_SUPERIOR = re.compile(
    r"(?:(?:隶属|直属|归|举办单位|主管(?:部门|单位)?)[于为是:]?|(?P<of>[是为系属于在]))(?P<body>[一-龥]{2,20}?(?:局|委员?会?|厅|政府))(?(of)(?:的|下)?(?:所属|下属|直属|主管|管理|举办|领导|二级))"
)
"""The body that runs a unit: 隶属于某区教育局, 是某市教育局直属的, 在某县教育局领导下."""
_UNIT_ITSELF = re.compile(r"[本我](?:部门|单位)|(?:[本我]|学)(?:校|院|园|馆|站|所|中心)")
_TITLE = re.compile("[预决]算")
_REGION_BEFORE = range(2, 12)
_NAMED_OFTEN = 3


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies around a body: the `text`; codes of regions `near` it, nearest first; `level` of its titles; how often its text names regions."""

    text: str
    near: tuple[str, ...]
    level: str | None
    votes: Counter[str]
    """With what is named inside of them."""
    named: Counter[str]
    """Themselves."""


def surroundings(
    text: str,
    around: Iterable[str],
    titles: Iterable[str],
    near: Sequence[str],
    gazetteer: Gazetteer,
    year: int | None,
) -> Surroundings:
    """Read a text and the lines around it; the region in its title goes before the portal's, that before the codes that a page prints."""
    printed = "\n".join(map(plain, around))
    codes = [
        match["region"] for code in (_BODY_CODE, _SUPERVISED, _SITE_CODE) for match in code.finditer(printed)
    ]
    known = [code for code in codes if gazetteer.region(code, year)]
    titles = list(titles)
    named = (gazetteer.titled(title, year) for title in titles[:1])
    entitled = [region.code for region in named if region and region.name in titles[0]]
    hosts = (gazetteer.titled(match["host"], year) for match in _HOST.finditer(printed))
    known += [host.code for host in hosts if host]
    counts = Counter(place.region.code for place in gazetteer.places(text, year))
    for match in _ADDRESS.finditer(text):
        if region := gazetteer.titled(text[match.end() : match.end() + 20], year):
            counts[region.code] += 1
    votes = Counter[str]()
    for code, count in counts.items():
        region = gazetteer.region(code, year)
        for one in {code, *(region.parents if region else ())}:
            votes[one] += count
    return Surroundings(
        f"{text}\n{printed}",
        tuple(dict.fromkeys((*entitled, *near, *known))),
        next(filter(None, map(_level, titles)), None) or _level(text),
        votes,
        counts,
    )


def region_of(
    name: str | None, year: int | None, gazetteer: Gazetteer, around: Surroundings
) -> tuple[Region | None, str]:
    """The region of a body, and how it was found: by `name`, `name and portal`, `name and text`, `portal`, `text`; or `unknown`.

    Args:
        name: the body's name as printed, or any title.
        year: the fiscal year: names mean what they meant then.
        gazetteer: the reference.
        around: what lies around the body.
    """
    bare = _CORPS.sub("", words().party_prefixes.sub("", name or ""))
    if words().central.search(bare) and not _TITLE.search(bare):
        branch = next((place.region for place in gazetteer.places(bare, year)), None)
        return branch or gazetteer.region(words().central_code) or _central(), "name"
    found, length = gazetteer.head(bare, year)
    if len(found) > 1:
        chosen = _nearest(found, around)
        return (chosen, "name and text") if chosen else (None, "unknown")
    if found and (named := _named(bare, found[0], length, year, gazetteer, around)):
        return named
    if run := _run_by(bare, None, year, gazetteer, around):
        return run, "superior"
    short = [region for region in gazetteer.shortened(bare, year) if around.named[region.code]]
    if len(short) == 1:
        return short[0], "name and text"
    level = "county" if _TOWNSHIP.search(bare) else _LEVELS.get(bare[:1]) or around.level
    for code in around.near:
        region = gazetteer.region(code, year) or gazetteer.region(code) or _beyond_reference(code)
        if _may_be(region, level):
            return region, "portal"
    told = _often_named(around, level, gazetteer, year)
    return told, "text" if told else "unknown"


def _named(
    bare: str, found: Region, length: int, year: int | None, gazetteer: Gazetteer, around: Surroundings
) -> tuple[Region, str] | None:
    """The region that the head of a name means; `None` where a short name may have been borrowed or lies far from the portal."""
    if found.level == "province" and (_TOWNSHIP.search(bare) or _PARK.search(bare)):
        # 重庆市某某工业园区管委会: below a county of the municipality, which its portal knows
        inside = (gazetteer.region(code, year) for code in around.near if code[:2] == found.code[:2])
        if county := next((region for region in inside if region and region.level == "county"), None):
            return county, "name and portal"
    if not bare[:length].endswith(found.name):
        if namesake := namesake_of(found, bare[:length], year, gazetteer, around.near):
            return namesake, "name and portal"
        province = gazetteer.region(found.code[:2] + "0000", year)
        if province and words().provincial.search(bare):
            return province, "name"
        of_a_city = found.level == "prefecture" and _UNIVERSITY.match(bare, length)
        borrowed = bare[length - 1] not in _LEVELS and (of_a_city or _BORROWED.match(bare, length))
        far = around.near and all(code[:2] != found.code[:2] for code in around.near)
        if borrowed or (far and found.name not in around.text):
            return None
    branch = gazetteer.branch(bare[length:], found, year)
    if branch and branch.name in bare:
        return branch, "name"
    # 北京市某某中学 may be a district's, 厦门某某中学 the city's
    return _run_by(bare, found, year, gazetteer, around) or branch or found, "name"


def namesake_of(
    city: Region, short: str, year: int | None, gazetteer: Gazetteer, near: Sequence[str]
) -> Region | None:
    """The county in a city that goes by the same short name (铁岭, 大同), where the portal is the county's."""
    alike = (one for one in gazetteer.shortened(short, year) if one.code[:4] == city.code[:4])
    return next((one for one in alike if one.code in near[:1]), None)


def superiors(name: str, text: str) -> Iterator[str]:
    """The bodies that a text says run the one of this name."""
    for match in _SUPERIOR.finditer(text):
        sentence = re.split("[。；\n]", text[: match.start()])[-1]
        if name in sentence or _UNIT_ITSELF.search(sentence):
            yield match["body"]


def _run_by(
    bare: str, outer: Region | None, year: int | None, gazetteer: Gazetteer, around: Surroundings
) -> Region | None:
    """The region, inside of the one that its name tells, of the body that the text says runs a unit; else of its title or its portal."""
    if not words().unit_endings.search(bare):
        return None
    named = (gazetteer.head(body, year)[0] for body in superiors(bare, around.text))
    run = (found[0] for found in named if len(found) == 1)
    if outer is None:
        return next(run, None)
    near = (gazetteer.region(code, year) for code in around.near if code != outer.code)
    return next((one for one in chain(run, near) if one and outer.code in (one.code, *one.parents)), None)


def spelled_out(name: str, year: int | None, gazetteer: Gazetteer, around: Surroundings) -> Region | None:
    """The region that the text puts before a body's name most often (`徐州市鼓楼区教育局` for 鼓楼区教育局)."""
    regions: Counter[str] = Counter()
    for match in re.finditer(re.escape(name), around.text):
        for before in (n for n in _REGION_BEFORE if n <= match.start()):
            found, length = gazetteer.head(around.text[match.start() - before : match.end()], year)
            if len(found) == 1 and length >= before:
                regions[found[0].code] += 1
    return gazetteer.region(regions.most_common(1)[0][0], year) if regions else None


def _level(text: str) -> str | None:
    """The level that a title or a text speaks of: 全县, 我市, 区级."""
    spoken = Counter(_LEVELS[next(filter(None, match.groups()))] for match in _OF_LEVEL.finditer(text))
    return max(spoken, key=lambda level: spoken[level]) if spoken else None


def _may_be(region: Region, level: str | None) -> bool:
    """Whether the region that a portal is of may be meant: 区 may be an autonomous region, 市 a city of any level."""
    autonomous = level == "county" and region.name.endswith("自治区")
    return level in (None, "prefecture", region.level) or region.level == "zone" or autonomous


def _often_named(
    around: Surroundings, level: str | None, gazetteer: Gazetteer, year: int | None
) -> Region | None:
    """The region that a text names far more often than any other, of the level that the body's name or title says."""
    counts = around.votes if level else around.named
    of_level = [
        (region, count)
        for code, count in counts.most_common()
        if (region := gazetteer.region(code, year)) and level in (None, region.level)
    ]
    if not of_level:
        return None
    (first, count), second = of_level[0], of_level[1][1] if len(of_level) > 1 else 0
    return first if count >= (2 if level else _NAMED_OFTEN) and count >= 2 * second else None


def contradicted(told: Region, year: int | None, gazetteer: Gazetteer, around: Surroundings) -> bool:
    """Whether a text never names the region that a title outside of it tells, but often another, or stands on another province's site."""
    elsewhere = around.near and all(code[:2] != told.code[:2] for code in around.near)
    other = elsewhere or _often_named(around, told.level, gazetteer, year)
    return not around.votes[told.code] and bool(other)


def _central() -> Region:
    return Region(words().central_code, "中央", "nation", "", "", 1949, 9999)


def _nearest(found: Sequence[Region], around: Surroundings) -> Region | None:
    """The one candidate that the portal's region or the text's other places lie closest to."""
    for code in around.near:
        for width in (6, 4, 2):
            inside = [region for region in found if region.code[:width] == code[:width]]
            if len(inside) == 1:
                return inside[0]
    weights = {region.code: sum(around.votes[parent] for parent in region.parents) for region in found}
    best = max(weights.values())
    leaders = [region for region in found if weights[region.code] == best]
    return leaders[0] if best > 0 and len(leaders) == 1 else None


def _beyond_reference(code: str) -> Region:
    """A region that only the portal's registry entry knows (the sample portal's invented county, a zone younger than the list)."""
    return Region(code, "", "county", "", "", 1949, 9999)
