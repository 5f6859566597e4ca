"""Where one disclosure ends and the next begins in a file that holds several (部门 and its 单位, budget and final account)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from loaders.document import Document, Page, Paragraph
from loaders.identity.front import Block, Cover, block_lines, cover
from loaders.identity.reject import count_figures
from loaders.identity.titles import TitleReading, clean_owner, plain, read_title
from loaders.identity.words import REGION_ENDING, words

_BETWEEN = re.compile(r"(?!(?<=\d)[-—]\d)(?:[_|—]|-{1,2})(?![^(（]*[)）])")
"""What parts a title from the names of a column or a site, outside of brackets and of months (`1—6月`)."""
_BODY_BEHIND = re.compile("——(?!.*(?:政府|网))")
"""Before the body that a title is of, which is no site: 某县2016年部门决算——某局."""
_REGION = re.compile(f"[一-龥]{{1,8}}{REGION_ENDING}")
_ANNOUNCED = re.compile(
    r"(?:现将|(?<!听取)(?:作|提出|提交|汇报|报告)(?:关于|《)*)(?P<title>[^，。,;《]{6,60}?)(?:提请|报告|汇报|公布|公开|公示|说明|(?<=情况))(?=[^，。,通知]{0,12}(?:[，。:,]|如下))"
    r"|(?:^|[,，。])(?P<stated>[^，。,]{0,20}20\d\d年[^，。,\d]{0,20}三公[”\"]?经费[^，。,\d]{0,14}?)(?:为|共?计)?\d[\d,.]*万?元.*(?:因公)?出国"
)
"""How a text without a title says what it tells: by announcing it to those who hear it, or by stating three-public costs and their parts."""
_TOLD_OF = re.compile("听取|审议[了并《]|批准|会上|会议上|召开|[长任][一-龥]{2,3}(?:向|受|代表)")
"""A sentence on a meeting tells of the reports of others."""
_HEADING = re.compile(r"(预算|决算)(信息)?(公开)?(说明|报告|书|表)?$")
_NUMBERED = re.compile(r"第.部分|附件|[一二三四五六七八九十]、|\(")
_OPENING = 8
_TOP_OF_A_PAGE = 2
_COVER_PAGE_CHARACTERS = 160
_FIGURES_OF_A_PART = 8
_TABLES_OF_A_BODY = 2
_WHOSE = re.compile(r"(?:编制|填报|公开|预算)?(?:部门|单位)(?:名称)?\s*[:：]\s*([^\s:：]{4,40})")
_BALANCE = re.compile(r"(部门|单位)预算收支总(体情况)?表$")
_CODED = re.compile(r"\d{3,9}(?!年)(?P<name>[一-龥()]{4,40}?)(?=预算年度|单位:|$)")
_ABOVE = 3
_ALSO_TABLES = ("sangong_summary", "debt", "performance")
"""Kinds of documents that are also titles of tables within others."""
_IN_SHORT = {"中国共产党": "中共", "中国人民政治协商会议": "政协", "委员会": "委", "人民": "", "和": ""}
_SPLITTING = ("dept_budget", "unit_budget", "dept_final", "unit_final")


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks `first … end - 1` belong to one disclosure with this cover."""

    first: int
    end: int
    cover: Cover | None


def parts(document: Document, blocks: Sequence[Block]) -> list[Part]:
    """The disclosures of a file; one part, unless a later page or heading is the cover of another body or kind."""
    starts: list[tuple[int, Cover | None]] = [(0, _first_cover(document))]
    later = _later_covers(document)
    names = [found.reading.owner for _, found in later if _opens(found.reading)]
    collection = any(not _is_same_body(one, other) for one, other in pairwise(filter(None, names)))
    for at, found in later:
        current = starts[-1][1]
        of_many = collection and current is not None and not current.reading.owner and _opens(found.reading)
        if current is None or of_many or _is_another(current.reading, found.reading):
            starts.append((at, found))
    merged: list[Part] = []
    for number, (first, found_cover) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(blocks)
        if merged and count_figures(blocks[first:end]) < _FIGURES_OF_A_PART:
            merged[-1] = Part(merged[-1].first, end, merged[-1].cover)
        elif merged and not count_figures(blocks[merged[-1].first : first]):
            merged[-1] = Part(merged[-1].first, end, found_cover)  # a title over the title
        else:
            merged.append(Part(first, end, found_cover))
    return merged if len(merged) > 1 else _of_balances(merged[0], blocks) or _of_tables(merged[0], blocks)


def _of_balances(whole: Part, blocks: Sequence[Block]) -> list[Part]:
    """The books of a department and its units, each begun by a balance that says whose it is behind a code; none where all are one's."""
    found = [(at, body) for at in range(len(blocks)) if (body := _balanced(blocks, at))]
    starts = [
        one for before, one in zip([None, *found], found, strict=False) if not before or before[1] != one[1]
    ]
    bodies = [body for _, body in starts]
    if whole.cover is None or len(set(bodies)) < max(2, len(bodies)):
        return []
    bounds = [0, *(at for at, _ in starts[1:]), len(blocks)]
    return [
        Part(first, end, _of_body(whole.cover, *body))
        for body, (first, end) in zip(bodies, pairwise(bounds), strict=True)
    ]


def _balanced(blocks: Sequence[Block], at: int) -> tuple[str, bool] | None:
    """Whose balance a table is, and whether of its own level: `436001某局本级 | 预算年度：2022` over 项目 and 预算数."""
    block = blocks[at]
    if isinstance(block, Paragraph):
        return None
    above = [
        line
        for other in blocks[max(at - _ABOVE, 0) : at]
        if isinstance(other, Paragraph)
        for line in block_lines(other)
    ]
    lines = [*above, *block.captions]
    if not any(_BALANCE.search(plain(line)) for line in lines):
        return None
    coded = (
        _CODED.match(plain(line)) for line in (*lines, *(cell.text for cell in block.cells if not cell.row))
    )
    name, note = next((clean_owner(match["name"]) for match in coded if match), ("", ""))
    return (name, bool(words().own_level.search(note))) if words().body_endings.search(name) else None


def _of_tables(whole: Part, blocks: Sequence[Block]) -> list[Part]:
    """A book without titles, parted where its tables say that they are another body's (`部门：某局`), each body's in one run."""
    runs: list[tuple[str, list[int]]] = []
    for at, block in enumerate(blocks):
        name = _stated(block)
        if name and (not runs or not _is_same_body(runs[-1][0], name)):
            runs.append((name, []))
        if name:
            runs[-1][1].append(at)
    names = [name for name, _ in runs]
    if len(set(names)) < max(2, len(names)) or any(len(tables) < _TABLES_OF_A_BODY for _, tables in runs):
        return [whole]
    starts = [0, *(tables[0] for _, tables in runs[1:])]
    return [
        Part(first, end, whole.cover and _of_body(whole.cover, name))
        for name, first, end in zip(names, starts, [*starts[1:], len(blocks)], strict=True)
    ]


def _stated(block: Block) -> str | None:
    """The body that a table is of: after a label or before the title in its captions, else by the name of its sheet."""
    if isinstance(block, Paragraph):
        return None
    labelled = [match[1] for line in block.captions if (match := _WHOSE.search(line))]
    titles = map(read_title, block.captions)
    titled = [title.owner for title in titles if title.owner and (title.kind or "").startswith("any_")]
    told = (clean_owner(name)[0] for name in (*labelled, *titled, block.sheet_name or ""))
    return next((name for name in told if words().body_endings.search(name)), None)


def _of_body(title: Cover, name: str, own_level: bool = False) -> Cover:
    """The title of a book as that of one body in it; below the department that it names, its office, a school or a station is a unit."""
    reading = title.reading
    kind = reading.kind
    below = reading.owner and name != reading.owner and words().unit_endings.search(name)
    if kind and (own_level or below):
        kind = kind.replace("dept_", "unit_")
    scope = "own_level" if own_level else None
    return replace(title, reading=replace(reading, owner=name, kind=kind, scope=scope))


def _first_cover(document: Document) -> Cover | None:
    web = _web_title(document)
    if web:
        return web
    candidates: list[Cover] = []
    set_of_tables = False
    for page in document.pages[:3]:
        found = cover(page)
        # a set of tables may close with 三公经费 or debt: the caption of a later table does not name the whole
        if found and not (set_of_tables and found.reading.kind in _ALSO_TABLES):
            candidates.append(found)
        set_of_tables |= found is not None or any(not isinstance(block, Paragraph) for block in page.blocks)
    complete = [c for c in candidates if not (c.reading.kind or "").startswith("any_")]
    return next(iter(complete or candidates), None) or _announced(document.pages[0])


def _announced(page: Page) -> Cover | None:
    """What the first sentences of a text without a title say they tell: `现将2015年全县财政预算执行情况和2016年预算草案提请审议`."""
    for block in page.blocks[:_OPENING]:
        text = plain(block.text) if isinstance(block, Paragraph) else ""
        match = _ANNOUNCED.search(text)
        if match and not _TOLD_OF.search(text[: match.start()]):
            title = match["title"] or match["stated"]
            reading = read_title(title)
            if reading.kind and reading.fiscal_year:
                return Cover(reading, (title,), page.number)
    return None


def web_titles(document: Document) -> list[str]:
    """The pieces of a web page's title: that of its article first, the site's name last; none for other files."""
    titled = document.title if document.media_type in ("html", "mht") else None
    return [piece.strip() for piece in _BETWEEN.split(_BODY_BEHIND.sub(" ", titled))] if titled else []


def _web_title(document: Document) -> Cover | None:
    """The title of a web page is the title of its article, with the site's name behind it."""
    pieces = web_titles(document)
    covers: list[Cover] = []
    for before, piece in zip(["", *pieces], pieces, strict=False):
        piece = before + piece if _REGION.fullmatch(before) else piece  # 清河县-教育局2024年部门预算公开
        reading = read_title(piece)
        named, dated = bool(reading.owner), bool(reading.fiscal_year)
        if reading.kind and (named and dated if reading.kind.startswith("any_") else named or dated):
            covers.append(Cover(reading, (piece, *(other for other in pieces if other not in piece)), 1))
    # the column that an article stands in may be called 2024年部门预算
    return next((one for one in covers if one.reading.owner), next(iter(covers), None))


def _later_covers(document: Document) -> list[tuple[int, Cover]]:
    found: list[tuple[int, Cover]] = []
    at = 0
    for index, page in enumerate(document.pages):
        if index and _is_cover_page(page) and (page_cover := cover(page)):
            found.append((at, page_cover))
        else:
            within = None if page.kind in ("flow", "sheet") else _TOP_OF_A_PAGE
            found += [(at + offset, title) for offset, title in _headings(page, within) if at + offset > 0]
        at += sum(isinstance(block, Paragraph) or not block.hidden for block in page.blocks)
    return found


def _is_cover_page(page: Page) -> bool:
    text = "".join(plain(line) for block in page.blocks for line in block_lines(block))
    contents = text.find("目录")
    return 0 < (contents if contents > 0 else len(text)) < _COVER_PAGE_CHARACTERS and not any(
        not isinstance(block, Paragraph) and block.row_count > 3 for block in page.blocks
    )


def _headings(page: Page, within: int | None) -> list[tuple[int, Cover]]:
    """Titles on lines of their own: anywhere in a text that flows, at the top of a page that is laid out."""
    found: list[tuple[int, Cover]] = []
    offset = 0
    for block in page.blocks[:within]:
        if not isinstance(block, Paragraph) and block.hidden:
            continue
        for line in [block.text] if isinstance(block, Paragraph) else block.captions:
            flat = plain(line)
            if len(flat) <= 50 and _HEADING.search(flat) and not _NUMBERED.match(flat):
                reading = read_title(line)
                if reading.owner and reading.fiscal_year:
                    found.append((offset, Cover(reading, (line,), page.number)))
        offset += 1
    return found


def _opens(title: TitleReading) -> bool:
    """Whether a title can open a disclosure within a file: it names a body, a year and a book."""
    return title.kind in _SPLITTING and title.fiscal_year is not None and title.owner is not None


def _is_another(current: TitleReading, candidate: TitleReading) -> bool:
    """Whether a title opens another disclosure: another body, or the same body's other document."""
    if not _opens(candidate) or current.kind not in _SPLITTING or not current.owner:
        return False
    if current.owner == candidate.owner:
        return (current.kind, current.scope) != (candidate.kind, candidate.scope)
    return not _is_same_body(current.owner, candidate.owner or "")


def _is_same_body(one: str, other: str) -> bool:
    """Whether one name is the other without its region or in short (中共, 某县法院); a name that goes on is a unit's (某局 and 某局执法大队)."""
    for full, brief in _IN_SHORT.items():
        one, other = one.replace(full, brief), other.replace(full, brief)
    short, long = sorted((one, other), key=len)
    goes_on = long.startswith(short) and words().body_endings.search(long) is not None
    return short == long or (short in long and not goes_on)
