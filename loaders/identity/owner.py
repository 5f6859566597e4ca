"""The body that owns a disclosure, the region it belongs to, its code and the scope it reports for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from loaders.document import Paragraph
from loaders.identity.front import Block, block_lines
from loaders.identity.regions import Gazetteer, Region
from loaders.identity.titles import clean_owner, plain
from loaders.identity.words import words

_CODE_LABEL = re.compile(r"(单位|部门|预算)(预算)?(代码|编码)$")
_CORPS = re.compile(r"^((新疆生产建设)?兵团)?(第[一二三四五六七八九十]+师)?(?=[一-龥]{2,}市)")
_LEVEL_WORDS = {
    "省": "province",
    "市": "prefecture",
    "州": "prefecture",
    "县": "county",
    "区": "county",
    "旗": "county",
}
_SUBORDINATES = re.compile(
    r"(下属|所属|二级|直属|下辖|下设)(预算|事业|独立核算)?(预算|事业|独立核算)?单位(有|共|包括|为)?([1-9一二三四五六七八九十]\d*)个?"
    r"|([1-9一二三四五六七八九十]\d*)个(下属|所属|二级|直属|基层)(预算|事业)?(预算)?单位|下辖(事业)?单位|本级(预算)?(及|和)(下属|所属)"
)
_TOWNSHIP = re.compile(r"(镇|乡|苏木|街道)(人民政府|党委|办事处)?$")
_PARK = re.compile(r"(园区|度假区|景区)(管委会|管理委员会)?$")
_TEXT_LIMIT = 6000


def is_bare_region(name: str, gazetteer: Gazetteer, year: int | None) -> bool:
    """Whether a name is only that of a region (`上海市普陀区`), with or without its own words of level, or says no name (`全区`)."""
    _, length = gazetteer.head(name, year)
    if re.fullmatch("全[省市县区州旗盟]", name):
        return True
    return length > 0 and re.fullmatch(r"[省市区县州旗级]*(人民政府)?", name[length:]) is not None


def region_of(
    name: str | None,
    year: int | None,
    gazetteer: Gazetteer,
    near: Sequence[str],
    votes: Counter[str],
) -> tuple[Region | None, str]:
    """The region of a body, and how it was found.

    Args:
        name: the body's name as printed, or any title.
        year: the fiscal year: names mean what they meant then.
        gazetteer: the reference.
        near: region codes that outside knowledge suggests (the portal's), nearest first.
        votes: how often the document's text names regions.

    Returns:
        The region or `None`, and one of `name`, `name and text`, `portal`, `text`, `unknown`.
    """
    bare = _CORPS.sub("", words().party_prefixes.sub("", name or ""))
    if words().central.search(bare):
        branch = next((place.region for place in gazetteer.places(bare, year)), None)
        return branch or gazetteer.region(words().central_code) or _central(), "name"
    found, length = gazetteer.head(bare, year)
    spelled_out = any(bare[:length].endswith(region.name) for region in found)
    elsewhere = bool(near) and all(code[:2] != region.code[:2] for code in near for region in found)
    if len(found) == 1 and found[0].level == "province" and (_TOWNSHIP.search(bare) or _PARK.search(bare)):
        # 重庆市某某工业园区管委会: below a county of the municipality, which its portal knows
        inside = (gazetteer.region(code, year) for code in near if code[:2] == found[0].code[:2])
        if county := next((region for region in inside if region and region.level == "county"), None):
            return county, "name and portal"
    if len(found) == 1 and (spelled_out or not elsewhere):
        return _branch(bare[length:], found[0], year, gazetteer) or found[0], "name"
    if len(found) > 1:
        chosen = _nearest(found, near, votes)
        return (chosen, "name and text") if chosen else (None, "unknown")
    level = "county" if _TOWNSHIP.search(bare) else _LEVEL_WORDS.get(bare[:1])
    for code in near:
        region = gazetteer.region(code, year) or gazetteer.region(code) or _beyond_reference(code)
        if region and (level is None or region.level in (level, "zone") or level == "prefecture"):
            return region, "portal"
    ranked = [(gazetteer.region(code, year), count) for code, count in votes.most_common()]
    for ranked_region, count in ranked:
        if ranked_region and count >= 2 and (level or "prefecture") == ranked_region.level:
            return ranked_region, "text"
    for ranked_region, count in ranked:
        if ranked_region and count >= 3:
            return ranked_region, "text"
    return None, "unknown"


def _branch(rest: str, outer: Region, year: int | None, gazetteer: Gazetteer) -> Region | None:
    """The county of a branch: `张掖市…交易中心民乐县分中心` lies in 民乐县."""
    for place in gazetteer.places(rest, year):
        if place.region.level == "county" and place.region.code[:4] == outer.code[:4]:
            return place.region if rest[place.end :].startswith(("分", "支", "办事处", "工作站")) else None
    return None


def _central() -> Region:
    return Region(words().central_code, "中央", "nation", "", "", 1949, 9999)


def _nearest(found: Sequence[Region], near: Sequence[str], votes: Counter[str]) -> Region | None:
    """The one candidate that the portal's region or the text's other places lie closest to."""
    for code in near:
        for width in (6, 4, 2):
            inside = [region for region in found if region.code[:width] == code[:width]]
            if len(inside) == 1:
                return inside[0]
    weights = {region.code: sum(votes[parent] for parent in region.parents) for region in found}
    best = max(weights.values())
    leaders = [region for region in found if weights[region.code] == best]
    return leaders[0] if best > 0 and len(leaders) == 1 else None


def best_owner(stated: Counter[str], gazetteer: Gazetteer, year: int | None) -> str | None:
    """The body most often printed after a label, bare regions and words that are no body left out."""
    totals: Counter[str] = Counter()
    for text, weight in stated.items():
        name, _ = clean_owner(re.sub(r"^[\d\[\]【】]+", "", text))
        name = re.sub(r"\d{4}年\d{1,2}月.*$", "", name)
        if words().body_endings.search(name) and not is_bare_region(name, gazetteer, year):
            totals[name] += weight
    return max(totals, key=lambda name: (totals[name], len(name), name)) if totals else None


def unit_code(blocks: Sequence[Block], owner: str, scope: str | None) -> str | None:
    """The budget code of the body: after a label of codes, or right before its name (`114001 某局`).

    A department of several units is its own first unit too (`242001 某局` beside `242002 某中心`): its code is what the codes
    of its units share.
    """
    before = re.compile(r"(?<!\d)(\d{3}|\d{6}|\d{9})[-_\[\]—]?" + re.escape(owner))
    codes: Counter[str] = Counter()
    first_column: set[str] = set()
    for block in blocks:
        if isinstance(block, Paragraph):
            continue
        previous = ""
        for cell in block.cells:
            text = plain(cell.text)
            match = before.search(text)
            if match:
                codes[match.group(1)] += 1
            elif (
                owner in text and len(text) <= len(owner) + 6 and re.fullmatch(r"\d{3}|\d{6}|\d{9}", previous)
            ):
                codes[previous] += 1
            elif _CODE_LABEL.search(previous) and re.fullmatch(r"\d{3,12}", text):
                codes[text] += 1
            if cell.column == 0 and re.fullmatch(r"\d{6}", text):
                first_column.add(text)
            previous = text
    if not codes:
        return None
    code = min(codes, key=lambda one: (-codes[one], len(one), one))
    units = {other for other in first_column if other[:3] == code[:3]}
    return code[:3] if scope == "whole_department" and code.endswith("001") and len(units) > 1 else code


def scope_of(kind: str, owner: str | None, printed: str | None, blocks: Iterable[Block]) -> str | None:
    """Whom the amounts cover: the printed remark first, then the name and what the text says of units below."""
    if not kind.startswith(("dept_", "unit_")) or owner is None:
        return None
    if printed:
        return printed
    text = _opening(blocks)
    has_units = bool(_SUBORDINATES.search(text))
    is_unit = bool(owner and words().unit_endings.search(owner))
    is_unit = is_unit or (kind.startswith("unit_") and f"{owner}隶属" in text)
    if kind.startswith("unit_"):
        if re.search(r"(机关|部门)本级(预算|决算)|本(预算|决算)为.{2,30}本级", text):
            return "own_level"
        return "unit" if is_unit or has_units else "own_level"
    return "unit" if is_unit and not has_units else "whole_department"


def _opening(blocks: Iterable[Block]) -> str:
    pieces: list[str] = []
    length = 0
    for block in blocks:
        line = plain("".join(block_lines(block)))
        pieces.append(line)
        length += len(line)
        if length > _TEXT_LIMIT:
            break
    return "".join(pieces)


def _beyond_reference(code: str) -> Region:
    """A region that only the portal's registry entry knows (the sample portal's invented county, a zone younger than the list)."""
    return Region(code, "", "county", "", "", 1949, 9999)
