"""Governments whose titles leave open that they are: what only they say of their budget, and the congress that heard the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from loaders.identity.front import Block, block_lines
from loaders.identity.regions import Gazetteer, Region
from loaders.identity.titles import TitleReading, plain
from loaders.identity.values import Evidence
from loaders.identity.words import words

# what only a government says of its own: the revenue of a level, its taxes
_OF_LEVEL = re.compile(
    r"(全[省市县区州旗盟镇乡]|[省市县区州旗盟镇乡]本?级)[^，。；]{0,6}(一般公共预算|公共财政|地方财政|财政)[^，。；]{0,6}(收入|支出)[^，。；]{0,6}\d[\d,.]*(万|亿)?元"
    r"|(?<!非)税收收入[^，。；]{0,6}\d[\d,.]*(万|亿)?元"
)
_SESSION = re.compile(
    r"(?:在|^)(?P<place>[^，。；在]{2,20}?)(?:第?[一二三四五六七八九十]+届)(?:人民代表大会|人大)"
)
_SIGNED = re.compile(r"(?P<place>[^，。；：]{2,14}?[省市县区州旗盟])(财政局|财政厅|人民政府)")
_SESSION_LINES = 20
_CAPTION = 60
_TABLES_OF_A_GOVERNMENT = 2


def of_government(
    kind: str,
    owner: str | None,
    printed: Sequence[tuple[str, TitleReading]],
    blocks: Sequence[Block],
    evidence: list[Evidence],
) -> str:
    """The kind, of a government where a title leaves open whose budget it is (`某区2024年决算报告`) and the text speaks as one."""
    stated = printed[0][1].kind if printed else None
    open_title = stated in ("any_budget", "any_final") and kind.startswith(("dept_", "unit_"))
    if not open_title or (owner and not words().governments.search(owner)):
        return kind
    said = sum(bool(_OF_LEVEL.search(line)) for line in _lines(blocks))
    shown = _government_tables(blocks)
    if said == 0 and len(shown) < _TABLES_OF_A_GOVERNMENT:
        return kind
    kind = f"gov_{kind.split('_')[1]}"
    note = f"speaks of a level of government in {said} lines" if said else f"shows {'; '.join(shown)}"
    evidence.append(Evidence(field="kind", value=kind, where="text", text=note))
    return kind


def _government_tables(blocks: Sequence[Block]) -> list[str]:
    """The first caption of each sort of table that only governments publish."""
    captions = [line for line in _lines(blocks) if len(line) <= _CAPTION and line.endswith("表")]
    firsts = (
        next((line for line in captions if pattern.search(line)), None)
        for pattern in words().government_tables
    )
    return [line for line in firsts if line]


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    return (plain(line) for block in blocks[:120] for line in block_lines(block))


def session_region(
    blocks: Sequence[Block], places: Gazetteer, year: int | None, evidence: list[Evidence]
) -> Region | None:
    """The region of a report that names none in its title: whose congress heard it (`——…在某县第十九届人民代表大会…会议上`) or who signs it.

    A signature is a line of its own below the title (`某县财政局`).
    """
    for line in islice(_lines(blocks), _SESSION_LINES):
        match = _SESSION.search(line) or _SIGNED.fullmatch(line)
        named = places.titled(match["place"], year) if match else None
        if named:
            evidence.append(Evidence(field="region_code", value=named.code, where="session", text=line[:80]))
            return named
    return None
