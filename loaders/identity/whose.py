"""Whose a disclosure is: the body and the region that its titles, its labels, its text or the web name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.document import Paragraph, Table
from loaders.identity.front import Block, Cover, stated_owners
from loaders.identity.governments import session_region
from loaders.identity.owner import best_owner, is_bare_region
from loaders.identity.regions import Gazetteer, Region
from loaders.identity.titles import Titled, abbreviates, clean_owner, plain
from loaders.identity.values import Evidence, Hints
from loaders.identity.whereabouts import Surroundings, contradicted, namesake_of, region_of, spelled_out
from loaders.identity.words import words

_OF_ITSELF = re.compile(
    r"^(?:第[一二1][部章]分?[:：]?|[一1][、.]|\([一1]\))(?P<heading>[^，。]{3,30}?)(?:及[^，。]{0,4}所属[^，。]{0,6})?(?:部门|单位)?(?:基本)?(?:概况|情况|(?:职能)?简介)$"
    r"|(?:纳入|单位构成看,)(?P<range>[一-龥()]{4,30}?)(?:20\d\d年度?)?(?:部门|单位)?[预决]算(?:编制范围|包括)"
    r"|(?:^|[。；:])(?P<sentence>[一-龥()]{4,30}?)(?:内设|下设|下属|是|为|作为|系|位于|坐落|隶属|成立|没有|[只仅]有|的?主要(?:职责|职能|负责|承担)|20\d\d年度?[^,，。;]{0,20}三公)"
)
_COMMISSIONED = re.compile("受(?P<body>[一-龥]{2,16})的?委托")
_BELOW_COUNTIES = re.compile("[一-龥]{2}(?:[镇乡](?:人民)?(?:政府)?|街道(?:办事处)?|管委会|管理委员会)$")
_PRONOUN = re.compile("[本我该各其由按在为]|根据|负责|全[省市县区]|[省市县区]委|[省市县区]政府")
_BLOCKS_ON_THE_BODY = 40
Sighting = tuple[Region, str, str]
"""A region, how it was found, and in which words."""

_SIGNATURE = 3
"""Who signs stands in one of the last lines, above the day."""
_SHORTEST = 3
"""What has no more letters names no body (卫生院)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is known of a disclosure when one asks whose it is: its titles `printed` in it and `told` by the web, its text, what is around."""

    kind: str
    year: int | None
    printed: Sequence[Titled]
    told: Sequence[Titled]
    blocks: Sequence[Block]
    cover: Cover | None
    hints: Hints
    places: Gazetteer
    around: Surroundings
    evidence: list[Evidence]

    def note(self, field: str, value: str, where: str, text: str) -> None:
        """Keep what was seen."""
        self.evidence.append(Evidence(field=field, value=value, where=where, text=text))


def owner_of(case: Case) -> str | None:
    """The body that a disclosure is of: named by its title, after a label, by a later title, by the web, in this order."""
    printed, told = case.printed, case.told
    if (case.kind != "performance" or _body_of_a_form(case)) and (owner := _named(case, printed[:1])):
        return owner
    if owner := best_owner(stated_owners(case.blocks[:60]), case.places, case.year):
        case.note("unit_name", owner, "after a label", owner)
        return owner
    if case.kind.startswith(("gov_", "debt")) and printed and printed[0][0].startswith("cover"):
        # the report's own headings name parts of the region; the web may know of which town or zone it is
        told = [one for one in told if words().governments.search(one[1].owner or "")]
        return _named(case, told) or _spoken_for(case)
    later = _named(case, printed[1:]) or _on_the_cover(case)
    # a body outside of the document that its text never mentions gives way to the one that it is about
    known = [one for one in told if (one[1].owner or "")[-_SHORTEST:] in case.around.text]
    outside = _named(case, known) or _of_itself(case) or _named(case, told)
    return later or outside or _named(case, printed[:1]) or _spoken_for(case)


def _spoken_for(case: Case) -> str | None:
    """The town or zone that commissioned a report (`受某镇人民政府委托`), or on whose page of the site it stands."""
    texts = (plain(block.text) for block in case.blocks[:_BLOCKS_ON_THE_BODY] if isinstance(block, Paragraph))
    named = [match["body"] for match in map(_COMMISSIONED.search, texts) if match]
    named += case.hints.publishers
    for name in named if case.kind.startswith(("gov_", "debt", "sangong")) else ():
        if _BELOW_COUNTIES.search(name) and not is_bare_region(name, case.places, case.year):
            case.note("unit_name", name, "publisher" if name in case.hints.publishers else "text", name)
            return name
    return None


def _body_of_a_form(case: Case) -> bool:
    """Whether what the first title begins with is a body of its form (实施单位 | 某县某小学, or without its region), not a project's name."""
    name = case.printed[0][1].owner if case.printed else None
    if name is None:
        return False
    cells = (cell for block in case.blocks[:60] if isinstance(block, Table) for cell in block.cells)
    texts = (plain(cell.text).lstrip("0123456789[]_—-") for cell in cells)
    return any(text.endswith(name) or (len(text) > _SHORTEST and name.endswith(text)) for text in texts)


def _named(case: Case, titles: Sequence[Titled]) -> str | None:
    """The first body that one of the titles names; a region alone is none, but a government has a budget of its own."""
    for where, reading in (_fuller(case, title) for title in titles):
        owner = reading.owner or ""
        if case.kind.startswith("gov_") and not case.places.head(owner, case.year)[1]:
            at = next((place.start for place in case.places.places(owner, case.year)), 0)
            owner = owner[at:]  # what stands before a government's region is none of its name
        own_budget = case.kind.startswith(("dept_", "unit_")) and owner.endswith("人民政府")
        if owner and (own_budget or not is_bare_region(owner, case.places, case.year)):
            case.note("unit_name", owner, where, reading.text)
            return owner
    return None


def _fuller(case: Case, title: Titled) -> Titled:
    """The title, or the one in the document that names the same body with its region (某区水务局 for 水务局, 丽水职业技术学院 for 丽职院)."""
    name = title[1].owner
    if name is None or case.places.head(name, case.year)[1]:
        return title
    longer = (one for one in case.printed if abbreviates(name, one[1].owner or ""))
    return next((one for one in longer if case.places.head(one[1].owner or "", case.year)[1]), title)


def _on_the_cover(case: Case) -> str | None:
    """In an evaluation, the body that a line of the cover, or its signature, names alone or with its year (`2022年度某市市场监督管理局`)."""
    if case.kind != "performance" or case.cover is None:
        return None
    signed = [block.text for block in case.blocks[-_SIGNATURE:] if isinstance(block, Paragraph)]
    for line in (*case.cover.lines[:4], *signed):
        name, _ = clean_owner(re.sub(r"20\d\d年度?", "", plain(line)))
        found, length = case.places.head(name, case.year)
        if found and len(name) - length > 1 and words().body_endings.search(name):
            return name
    return None


def _of_itself(case: Case) -> str | None:
    """The body that a heading or the first sentence about it names: `第一部分 某局概况`, `某街道办事处内设10个科室`."""
    if not case.kind.startswith(("dept_", "unit_", "performance", "sangong")):
        return None
    for block in case.blocks[:_BLOCKS_ON_THE_BODY]:
        for line in block.text.split("\n") if isinstance(block, Paragraph) else ():
            for match in _OF_ITSELF.finditer(plain(line)):
                name, _ = clean_owner(match["heading"] or match["range"] or match["sentence"])
                body = words().body_endings.search(name) and not _PRONOUN.match(name)
                if body and not is_bare_region(name, case.places, case.year):
                    case.note("unit_name", name, "text", match[0])
                    return name
    return None


def place_of(case: Case, owner: str | None) -> Region | None:
    """The region that a disclosure is of: where its body lies, else which its titles, its text or its portal name."""
    governmental = case.kind.startswith("gov_") or case.kind in ("debt", "sangong_summary", "performance")
    titles = [*case.printed[:1], *case.told, *case.printed[1:]] if governmental else []
    if titles and case.places.names_zone(plain(titles[0][1].text), case.year):
        of_source = (case.places.region(code, case.year) for code in case.hints.region_code)
        return next((zone for zone in of_source if zone and zone.level in ("county", "zone")), None)
    for region, how, text in _sightings(case, owner, titles):
        case.note("region_code", region.code, how, text)
        return region
    return None


def _sightings(case: Case, owner: str | None, titles: Sequence[Titled]) -> Iterator[Sighting]:
    """The regions that a disclosure may be of, the most telling sighting first; `titles` are those of a government."""
    if owner is None and titles and titles[0][0].startswith("cover"):
        yield from _titled(case, titles[:1])
    own = [_lying(case, owner)] if owner else []
    printed = own + _named_in(case, case.printed[:3])
    told = _named_in(case, case.told)
    looked_up = printed + told or [_lying(case, None)]
    named = [sighting for sighting in looked_up if sighting and sighting[1].startswith("name")]
    open_name = not named or named[0][1] == "name and text"
    if owner and open_name and (full := spelled_out(owner, case.year, case.places, case.around)):
        yield full, "name in the text", owner
    yield from (one for one in named if one in printed)
    yield from _titled(case, case.printed[:4] if titles else ())
    if case.kind.startswith("gov_") and (heard := session_region(case.blocks, case.places, case.year)):
        yield heard
    said_outside = [*(one for one in named if one in told), *_titled(case, case.told if titles else ())]
    yield from (one for one in said_outside if not contradicted(one[0], case.year, case.places, case.around))
    yield from filter(None, own or looked_up)
    # who signs the cover, or keeps the site that a page stands on
    for line in case.cover.lines if case.cover else ():
        signed = _lying(case, plain(line)) if words().body_endings.search(plain(line)) else None
        if signed and signed[1] == "name":
            yield signed


def _named_in(case: Case, titles: Sequence[Titled]) -> list[Sighting | None]:
    """Where the bodies that titles name lie, and what they begin with."""
    names = (name for _, reading in titles for name in (reading.owner, plain(reading.text)))
    return [_lying(case, name) for name in names if name]


def _titled(case: Case, titles: Sequence[Titled]) -> Iterator[Sighting]:
    """The regions that titles name, wherever in them."""
    for where, reading in titles:
        if named := case.places.titled(plain(reading.text), case.year):
            short = re.sub("[市州盟]$", "", named.name) if named.name not in plain(reading.text) else ""
            alike = namesake_of(named, short, case.year, case.places, case.hints.region_code)
            yield alike or named, where, reading.text


def _lying(case: Case, name: str | None) -> Sighting | None:
    """Where a body lies; without a name, where the portal or the text says."""
    region, how = region_of(name, case.year, case.places, case.around)
    return (region, how, name or "") if region else None
