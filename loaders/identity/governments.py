"""Governments whose titles leave open that they are: what only they say of their budget, and the congress that heard the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from loaders.catalogue import catalogue
from loaders.document import Table
from loaders.identity.front import Block, block_lines
from loaders.identity.regions import Gazetteer, Region
from loaders.identity.titles import Titled, TitleReading, plain
from loaders.identity.values import Evidence
from loaders.identity.words import words
from loaders.tables.subjects import subject_label

# what only a government says of its own: the revenue of a level, its taxes
_OF_LEVEL = re.compile(
    r"(全[省市县区州旗盟镇乡]|[省市县区州旗盟镇乡]本?级)[^，。；]{0,6}(一般公共预算|公共财政|地方财政|财政|政府性基金|国有资本经营预算)[^，。；]{0,6}(收入|支出)[^，。；]{0,6}\d[\d,.]*(万|亿)?元"
    r"|(?<!非)税收收入[^，。；]{0,6}\d[\d,.]*(万|亿)?元"
    r"|一般公共预算收入[^。；]{0,60}加上?上级(转移|补助)"
)
_SESSION = re.compile(
    r"(?:在|^)(?P<place>[^，。；在]{2,20}?)(?:第?[一二三四五六七八九十]+届)(?:人民代表大会|人大)"
)
_SIGNED = re.compile(r"(?P<place>[^，。；：]{2,14}?[省市县区州旗盟])(财政局|财政厅|人民政府)")
_OF_A_BUDGET = re.compile(
    r"([省市县区州旗镇乡]本?级|全[省市县区州旗镇乡]|对[^,，]{1,12}?)?(一般公共预算|公共财政预算|政府性?基金|国有资本经营|社会保险基金|财政总?(收入|支出)|税收返还)(?!财政拨款|拨款)"
)
_FORM_NUMBER = re.compile(r"^(附?[表件][\d一二三四五六七八九十]*([-—]\d+)?[、.:：]?)?(20\d\d年度?)?")
_SESSION_LINES = 20
_CAPTION = 60
_ENDS_A_TITLE = re.compile(r"表(\([^)]{0,12}\))?$")
_LABEL_COLUMNS = 4
_TABLES_OF_A_GOVERNMENT = 2
_TAXES_OF_A_GOVERNMENT = 3


def of_government(
    kind: str,
    owner: str | None,
    printed: Sequence[Titled],
    blocks: Sequence[Block],
    places: Gazetteer,
    year: int | None,
    evidence: list[Evidence],
) -> str:
    """The kind, of a government where a title leaves open whose budget it is (`某区2024年决算报告`) and the document is one's.

    A government tells itself by sentences on its level, by lists of taxes, by sorts of tables that only governments publish, or by
    tables under the name of a region and nothing else.
    """
    if not kind.startswith(("dept_", "unit_")) or (printed and not _is_open(printed[0][1])):
        return kind
    if owner and not words().governments.search(owner):
        return kind
    note = _sign(printed, blocks, places, year)
    if note is None:
        return kind
    kind = f"gov_{kind.split('_')[1]}"
    evidence.append(Evidence(field="kind", value=kind, where="text", text=note))
    return kind


def _is_open(title: TitleReading) -> bool:
    """Whether a title does not say whose budget it is: it may be a government's, a department's or a unit's."""
    return title.kind in ("any_budget", "any_final") or (
        title.owner is None and not re.search("部门|单位", plain(title.text))
    )


def _sign(
    printed: Sequence[Titled], blocks: Sequence[Block], places: Gazetteer, year: int | None
) -> str | None:
    """What tells that a document is a government's."""
    said = sum(bool(_OF_LEVEL.search(line)) for line in _lines(blocks))
    if said:
        return f"speaks of a level of government in {said} lines"
    if further := next((t.text for _, t in printed[1:] if (t.kind or "").startswith("gov_")), None):
        return f"a further title is a government's: {further}"
    if titled := next((title.text for _, title in printed if _is_region_titled(title, places, year)), None):
        return f"a table of the region: {titled}"
    shown = _government_tables(blocks)
    if len(shown) >= _TABLES_OF_A_GOVERNMENT:
        return f"shows {'; '.join(shown)}"
    taxes = _taxes(blocks)
    return f"lists {'; '.join(taxes)}" if len(taxes) >= _TAXES_OF_A_GOVERNMENT else None


def _is_region_titled(title: TitleReading, places: Gazetteer, year: int | None) -> bool:
    """Whether a title is a region's name, its year and one of a government's budgets: `某县2024年一般公共预算支出决算表`."""
    text = plain(title.text)
    bare = text[match.end() :] if (match := _FORM_NUMBER.match(text)) else text
    _, length = places.head(bare, year)
    rest = re.sub(r"^20\d\d年度?", "", bare[length:])
    return length > 0 and _OF_A_BUDGET.match(rest) is not None


def _government_tables(blocks: Sequence[Block]) -> list[str]:
    """The first caption of each sort of table that only governments publish; a sheet without captions is called by its name."""
    captions = [line for line in _lines(blocks) if len(line) <= _CAPTION and _ENDS_A_TITLE.search(line)]
    captions += [plain(block.sheet_name or "") for block in blocks[:120] if isinstance(block, Table)]
    firsts = (
        next((line for line in captions if pattern.search(line)), None)
        for pattern in words().government_tables
    )
    return [line for line in firsts if line]


def _taxes(blocks: Sequence[Block]) -> list[str]:
    """The taxes that the rows of tables are named after."""
    labels = {
        subject_label(cell.text): None
        for block in blocks[:120]
        if isinstance(block, Table)
        for cell in block.cells
        if cell.column < _LABEL_COLUMNS and not cell.hidden and cell.text
    }
    taxes = [pattern for code, _, pattern in catalogue().revenues if code.startswith("101")]
    return [label for label in labels if any(tax.match(label) for tax in taxes)]


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    return (plain(line) for block in blocks[:120] for line in block_lines(block))


def session_region(
    blocks: Sequence[Block], places: Gazetteer, year: int | None
) -> tuple[Region, str, str] | None:
    """The region of a report that names none in its title: whose congress heard it (`——…在某县第十九届人民代表大会…会议上`) or who signs it.

    A signature is a line of its own below the title (`某县财政局`).
    """
    for line in islice(_lines(blocks), _SESSION_LINES):
        match = _SESSION.search(line) or _SIGNED.fullmatch(line)
        named = places.titled(match["place"], year) if match else None
        if named:
            return named, "session", line[:80]
    return None
