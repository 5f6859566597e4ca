"""The body that owns a disclosure, its code and the scope it reports for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from loaders.document import Paragraph
from loaders.identity.front import Block, block_lines
from loaders.identity.regions import Gazetteer
from loaders.identity.titles import clean_owner, plain
from loaders.identity.whereabouts import superiors
from loaders.identity.words import words

_CODE_LABEL = re.compile(r"(单位|部门|预算)(预算)?(代码|编码)$")
_SUBORDINATES = re.compile(
    r"(下属|所属|二级|直属|下辖|下设)(预算|事业|独立核算)?(预算|事业|独立核算)?单位(有|共|包括|为)?([1-9一二三四五六七八九十]\d*)个?"
    r"|([1-9一二三四五六七八九十]\d*)个(下属|所属|二级|直属|基层)(预算|事业)?(预算)?单位|下辖(事业)?单位|本级(预算)?(及|和)(下属|所属)"
)
_TEXT_LIMIT = 6000


def is_bare_region(name: str, gazetteer: Gazetteer, year: int | None) -> bool:
    """Whether a name is only that of a region (`上海市普陀区`), with or without its own words of level, or says no name (`全区`)."""
    _, length = gazetteer.head(name, year)
    if re.fullmatch("([全本]?[省市县区州旗盟镇乡]|自治[区州县])(人民政府)?", name):
        return True
    return length > 0 and re.fullmatch(r"[省市区县州旗级]*(人民政府)?", name[length:]) is not None


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
    if kind.startswith("unit_"):
        is_unit = is_unit or any(not body.endswith("政府") for body in superiors(owner, text))
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
