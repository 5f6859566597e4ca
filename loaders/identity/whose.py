"""Whose a disclosure is: the body and the region that its titles, its labels, its text or the web name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from loaders.document import Paragraph
from loaders.identity.front import Block, Cover, stated_owners
from loaders.identity.governments import session_region
from loaders.identity.owner import best_owner, is_bare_region, region_of
from loaders.identity.regions import Gazetteer, Region
from loaders.identity.titles import TitleReading, clean_owner, plain
from loaders.identity.values import Evidence, Hints
from loaders.identity.words import words


def owner_of(
    kind: str,
    printed: Sequence[tuple[str, TitleReading]],
    told: Sequence[tuple[str, TitleReading]],
    blocks: Sequence[Block],
    cover: Cover | None,
    places: Gazetteer,
    year: int | None,
    evidence: list[Evidence],
) -> str | None:
    """The body that a disclosure is of: named by its title, after a label, by a later title, by the web, in this order."""

    def fuller(title: tuple[str, TitleReading]) -> tuple[str, TitleReading]:
        """The title, or the one in the document that names the same body with its region (某区水务局 for 水务局)."""
        name = title[1].owner
        if name is None or places.head(name, year)[1]:
            return title
        longer = (one for one in printed if (one[1].owner or "").endswith(name) and one[1].owner != name)
        return next((one for one in longer if places.head(one[1].owner or "", year)[1]), title)

    def named(titles: Sequence[tuple[str, TitleReading]]) -> str | None:
        for where, reading in map(fuller, titles):
            own_budget = kind.startswith(("dept_", "unit_")) and (reading.owner or "").endswith("人民政府")
            if reading.owner and (own_budget or not is_bare_region(reading.owner, places, year)):
                evidence.append(
                    Evidence(field="unit_name", value=reading.owner, where=where, text=reading.text)
                )
                return reading.owner
        return None

    if kind != "performance" and (owner := named(printed[:1])):
        return owner
    if owner := best_owner(stated_owners(blocks[:60]), places, year):
        evidence.append(Evidence(field="unit_name", value=owner, where="after a label", text=owner))
        return owner
    if kind.startswith("gov_") and printed and printed[0][0].startswith("cover"):
        return named(told)  # the report's own headings name parts of the region
    return named(printed[1:]) or _on_the_cover(kind, cover, places, year) or named(told) or named(printed[:1])


def _on_the_cover(kind: str, cover: Cover | None, places: Gazetteer, year: int | None) -> str | None:
    """In an evaluation, the body that a line of the cover names alone or with its year (`2022年度某市市场监督管理局`)."""
    if kind != "performance" or cover is None:
        return None
    for line in cover.lines[:4]:
        name, _ = clean_owner(re.sub(r"20\d\d年度?", "", plain(line)))
        found, length = places.head(name, year)
        if found and len(name) - length > 1 and words().body_endings.search(name):
            return name
    return None


def place_of(
    kind: str,
    owner: str | None,
    printed: Sequence[tuple[str, TitleReading]],
    told: Sequence[tuple[str, TitleReading]],
    blocks: Sequence[Block],
    cover: Cover | None,
    hints: Hints,
    places: Gazetteer,
    year: int | None,
    evidence: list[Evidence],
) -> Region | None:
    """The region that a disclosure is of: where its body lies, else which its titles, its text or its portal name."""
    text = "".join(plain(block.text) for block in blocks[:120] if isinstance(block, Paragraph))[:8000]
    votes: Counter[str] = places.votes(text, year)
    names = [owner] if owner else []
    for _, reading in [*printed[:3], *told]:
        names += [name for name in (reading.owner, plain(reading.text)) if name]
    fallback: tuple[Region, str, str] | None = None
    governmental = kind.startswith("gov_") or kind in ("debt", "sangong_summary", "performance")
    titles = [*printed[:1], *told, *printed[1:]] if governmental else []
    if titles and places.names_zone(plain(titles[0][1].text), year):
        of_source = [places.region(code, year) for code in hints.region_code]
        return next((zone for zone in of_source if zone and zone.level in ("county", "zone")), None)
    if owner is None and titles and titles[0][0].startswith("cover"):
        where, reading = titles[0]
        if named := places.titled(plain(reading.text), year):
            evidence.append(Evidence(field="region_code", value=named.code, where=where, text=reading.text))
            return named
    for name in names:
        region, how = region_of(name, year, places, hints.region_code, votes)
        if region and how.startswith("name"):
            evidence.append(Evidence(field="region_code", value=region.code, where=how, text=name))
            return region
        if region and fallback is None:
            fallback = (region, how, name)
    if governmental:
        for where, reading in [*printed[:4], *told]:
            if named := places.titled(plain(reading.text), year):
                evidence.append(
                    Evidence(field="region_code", value=named.code, where=where, text=reading.text)
                )
                return named
    if kind.startswith("gov_") and (named := session_region(blocks, places, year, evidence)):
        return named
    # who signs the cover, or keeps the site that a page stands on
    for body in (line for line in (cover.lines if cover else ()) if words().body_endings.search(plain(line))):
        region, how = region_of(plain(body), year, places, hints.region_code, votes)
        if region and how == "name" and fallback is None:
            fallback = (region, how, body)
    if fallback is None:
        region, how = region_of(None, year, places, hints.region_code, votes)
        fallback = (region, how, "") if region else None
    if fallback:
        evidence.append(
            Evidence(field="region_code", value=fallback[0].code, where=fallback[1], text=fallback[2])
        )
        return fallback[0]
    return None
