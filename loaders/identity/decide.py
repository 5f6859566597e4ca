"""Put the observations together: one identity for every disclosure of a file, with the evidence for each field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from loaders.document import Document, Paragraph
from loaders.errors import ReadError
from loaders.identity.front import (
    Block,
    Cover,
    block_lines,
    blocks_of,
    title_lines,
    year_votes,
)
from loaders.identity.governments import of_government
from loaders.identity.kinds import kind_of, open_notes, stage_of
from loaders.identity.owner import scope_of, unit_code
from loaders.identity.published import published_on
from loaders.identity.regions import Gazetteer, gazetteer
from loaders.identity.reject import why_not
from loaders.identity.split import Part, parts, web_titles
from loaders.identity.titles import Titled, TitleReading, clean_owner, plain, read_title
from loaders.identity.values import Evidence, Hints, Identity
from loaders.identity.whereabouts import Surroundings, contradicted, surroundings
from loaders.identity.whose import Case, owner_of, place_of
from loaders.identity.words import REGION_ENDING, words

# what a form prints after its title: its number, whose it is, the unit of account
_FORM_LINE = re.compile(
    r"^一、|\s(?:公开|预算)?\d{1,2}(?:-\d{1,2})?表(?=\s|$)|\s(?:部门|单位)名称\s*[:：]|\s(?:金额)?单位\s*[:：]"
)
_TYPO_VOTES = 4
_NAME = re.compile(rf"(?:[一-龥]{{2,8}}{REGION_ENDING})+[一-龥]{{2,20}}")
_FINALS_FROM = 6
"""The month from which on what is published of the year before is of its account: congresses settle it from June on."""


def identify(document: Document, hints: Hints, places: Gazetteer | None = None) -> tuple[Identity, ...]:
    """Name every disclosure in a file.

    Args:
        document: the file as read.
        hints: what the web said about the file; believed only where the document is silent.
        places: the region reference (default: the shipped one).

    Returns:
        One identity a disclosure, in reading order, their block ranges joined without gaps; none if the file has no text at all.

    Raises:
        ReadError: with status `not_a_disclosure` and the reason.
    """
    blocks = blocks_of(document)
    if not any(plain(line) for block in blocks for line in block_lines(block)):
        return ()
    found = parts(document, blocks)
    first_page = document.pages[0]
    face = "\n".join(line for block in first_page.blocks[:8] for line in block_lines(block))[:400]
    reason = why_not(blocks, [*web_titles(document)[:1], face], found[0].cover, _told_titles(hints))
    if reason and reason.startswith(("no ", "neither")) and _mostly_unread(document):
        return ()
    if reason:
        raise ReadError("not_a_disclosure", reason)
    places = places or gazetteer()
    around = first_page.artifacts
    return tuple(
        _identity(part, blocks[part.first : part.end], around, hints, places, alone=len(found) == 1)
        for part in found
    )


def _mostly_unread(document: Document) -> bool:
    """Whether most pages wait for text recognition or could not be read: silence is then no evidence."""
    unread = {page.number for page in document.pages if page.kind in ("scan", "garbled")}
    failed = sum(code.startswith("page_") for code, _ in document.problems)
    return 2 * max(len(unread), failed) >= len(document.pages)


def _identity(
    part: Part,
    blocks: Sequence[Block],
    around: Sequence[str],
    hints: Hints,
    places: Gazetteer,
    *,
    alone: bool,
) -> Identity:
    printed = _printed_titles(part.cover, blocks)
    told = _told_titles(hints)
    if not alone:  # the web names the whole file
        told = [(where, replace(reading, owner=None, scope=None)) for where, reading in told]
    evidence: list[Evidence] = []

    year = _year([*_ahead(part.cover, blocks), *printed], told, blocks, evidence)
    surrounding = _surroundings(printed, told, blocks, around, hints, places, year)
    told = [
        (where, reading if reading.fiscal_year in (None, year) else replace(reading, kind=None, stage=None))
        for where, reading in told
        if not _of_elsewhere(reading, year, places, surrounding)
    ]
    published = published_on(part, blocks, around, hints, evidence)
    after = year is not None and published is not None and published >= date(year + 1, _FINALS_FROM, 1)
    kind = kind_of(printed, told, blocks, evidence, after=after)
    case = Case(
        kind=kind,
        year=year,
        printed=printed,
        told=told,
        blocks=blocks,
        cover=part.cover,
        hints=hints,
        places=places,
        around=surrounding,
        evidence=evidence,
    )
    owner = owner_of(case)
    kind = of_government(kind, owner, printed, blocks, places, year, evidence)
    region = place_of(replace(case, kind=kind), owner)
    if kind.startswith("gov_") or kind == "debt" or (kind == "sangong_summary" and owner is None):
        # a 区 that no list knows is a zone
        unknown = owner and owner.endswith("区") and not places.head(owner, year)[1]
        own = unknown or (owner and words().governments.search(owner))
        owner = owner if own else region.name if region else None
    stage = stage_of(kind, year, printed, told, blocks, evidence)
    remark = next((reading.scope for _, reading in [*printed[:1], *told] if reading.scope), None)
    scope = scope_of(kind, owner, remark, blocks)
    code = (
        unit_code(blocks, owner, scope)
        if owner and kind.startswith(("dept_", "unit_", "performance"))
        else None
    )
    return Identity(
        kind=kind,
        first_block=part.first,
        end_block=part.end,
        region_code=region.code if region else None,
        unit_name=owner,
        unit_code=code,
        scope=scope,
        fiscal_year=year,
        stage=stage,
        title=_title(printed, told),
        published_on=published,
        is_correction=any(reading.is_correction for _, reading in [*printed[:1], *told]),
        evidence=tuple(evidence),
    )


def _of_elsewhere(told: TitleReading, year: int | None, places: Gazetteer, surrounding: Surroundings) -> bool:
    """Whether a title outside of the document names a body of a region that the text contradicts: nothing of it is believed."""
    found, _ = places.head(told.owner or "", year)
    return len(found) == 1 and contradicted(found[0], year, places, surrounding)


def _surroundings(
    printed: Sequence[Titled],
    told: Sequence[Titled],
    blocks: Sequence[Block],
    around: Sequence[str],
    hints: Hints,
    places: Gazetteer,
    year: int | None,
) -> Surroundings:
    """The beginning of the text, where bodies say under whom they work, and the edges, where sites say what they are."""
    lines = [block.text for block in blocks if isinstance(block, Paragraph)]
    text = "".join(map(plain, lines[:120]))[:8000]
    # the first title is the document's own, if it has one
    titles = [plain(reading.text) for _, reading in printed[:3]] or [""]
    titles += [plain(reading.text) for _, reading in told]
    hosts = [f"发布机构:{name}" for name in hints.publishers]
    return surroundings(
        text, [*lines[:20], *lines[-20:], *around, *hosts], titles, hints.region_code, places, year
    )


def _printed_titles(first: Cover | None, blocks: Sequence[Block]) -> list[Titled]:
    """The titles in the document, the cover first, then headings and captions that state a kind."""
    found = [(f"cover, page {first.page}", open_notes(first.reading, blocks))] if first else []
    before = ""
    for number, block in enumerate(blocks[:400]):
        for line in title_lines(block)[-6:]:
            above, before = before, line
            if 6 <= len(line) <= 80 and not re.search(r"[。；，]|\.{4}|…", line):
                reading = read_title(line)
                if reading.owner is None and reading.fiscal_year and _NAME.fullmatch(plain(above)):
                    # the name of a body on the line above its title
                    whole = read_title(plain(above) + plain(line))
                    reading = whole if whole.is_whole else reading
                if reading.kind and (reading.fiscal_year or reading.owner):
                    found.append((f"block {number}", reading))
    return found


def _ahead(first: Cover | None, blocks: Sequence[Block]) -> list[Titled]:
    """The plan in a government's book of tables without a cover: one that looks back on a year before it plans the next is the plan."""
    back = first.reading if first else None
    if back is None or back.stage != "execution" or back.kind != "gov_budget" or not back.text.endswith("表"):
        return []
    for number, block in enumerate(blocks[:400]):
        for line in block_lines(block):
            plan = read_title(line) if 8 <= len(line) <= 80 and line.endswith("表") else None
            if plan and plan.kind == "gov_budget" and plan.fiscal_year == (back.fiscal_year or 0) + 1:
                return [(f"block {number}", plan)] if plan.stage != "execution" else []
    return []


def _told_titles(hints: Hints) -> list[Titled]:
    """What titles outside the document say, article titles before link texts before file names and their folders."""
    named = [("article title", text) for text in hints.article_titles]
    named += [("link text", text) for text in hints.link_texts]
    for path in hints.file_name:
        pure = PurePosixPath(path.replace("\\", "/"))
        named.append(("file name", re.sub(r"\.[A-Za-z]{2,5}$", "", pure.name)))
        named += [("folder", folder) for folder in reversed(pure.parts[:-1])]
    return [(where, _named_alone(read_title(text))) for where, text in named]


def _named_alone(reading: TitleReading) -> TitleReading:
    """A link or a member of an archive may be named after its body and nothing else: `部门预算/教育局.xlsx`."""
    if reading.kind is not None:
        return reading
    name, _ = clean_owner(plain(reading.text))
    return replace(reading, owner=name) if len(name) > 2 and words().body_endings.search(name) else reading


def _year(
    printed: Sequence[Titled],
    told: Sequence[Titled],
    blocks: Sequence[Block],
    evidence: list[Evidence],
) -> int | None:
    votes = year_votes(blocks)
    for where, reading in printed:
        year = reading.fiscal_year
        if year is None:
            continue
        evidence.append(Evidence(field="fiscal_year", value=str(year), where=where, text=reading.text))
        if where.startswith("cover"):
            leader, count = votes.most_common(1)[0] if votes else (year, 0)
            looks_back = leader == year - 1 and (
                "执行" in reading.text or (reading.kind or "").startswith(("gov_", "debt"))
            )  # a report speaks of the year that ends
            if votes[year] <= 1 and count >= _TYPO_VOTES and leader != year and not looks_back:
                note = f"the title says {year}, the text says {leader} {count} times"
                evidence.append(Evidence(field="fiscal_year", value=str(leader), where="text", text=note))
                return leader
        return year
    if votes and max(votes.values()) > 0:
        leader = max(votes, key=lambda year: (votes[year], year))
        evidence.append(
            Evidence(
                field="fiscal_year", value=str(leader), where="text", text=f"named {votes[leader]} times"
            )
        )
        return leader
    for where, reading in told:
        if reading.fiscal_year:
            evidence.append(
                Evidence(field="fiscal_year", value=str(reading.fiscal_year), where=where, text=reading.text)
            )
            return reading.fiscal_year
    return None


def _title(printed: Sequence[Titled], told: Sequence[Titled]) -> str | None:
    """The title as printed; where only a table's caption or a first heading is, as told, else the caption without what the form prints after it."""
    is_caption = bool(printed) and _FORM_LINE.search(printed[0][1].text) is not None
    for _, reading in [*told, *printed] if is_caption else [*printed, *told]:
        if reading.kind:
            return re.sub(r"\s+", " ", _FORM_LINE.split(reading.text)[0] or reading.text).strip()
    return None
