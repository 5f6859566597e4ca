"""What a document says about itself on its face: cover lines, running heads, captions and label-value pairs like `部门名称：…`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.document import Document, Page, Paragraph, Table
from loaders.identity.regions import gazetteer
from loaders.identity.titles import TitleReading, abbreviates, plain, read_title
from loaders.identity.values import Evidence
from loaders.identity.words import words

Block = Paragraph | Table

_CONTENTS = re.compile(
    r"^(目录|目次|contents|第[一1]部分|[一二三四五六][、.]|\(一\)|1[、.．])", re.IGNORECASE
)
_PAGE_NUMBER = re.compile(r"^[-—–\s]*\d{1,3}[-—–\s]*$")
_SENTENCE = re.compile(r"[。；;！]|[，,].{0,40}[，,]|[，,]现将")
_UNIT_OF_ACCOUNT = re.compile(r"[(（]?(金额)?单位[:：](人民币)?[千百万亿]*元[)）]?")
_HEADER_CELL = re.compile(
    r"(20\d\d年度?|上年度?|本年度?|当年)?(年初|调整后?|变动|预计)?的?(预算|决算|执行|完成|快报|计划)(执行|完成)?[数额]"
    r"|(收入|支出|预算)?(项目|科目)(名称|编码)?"
)
_CURRENCY = re.compile(r"^/?(人民币)?[(（]?[千百万亿]*元|^%")
_CODE_BEFORE = re.compile(r"^[\[(]?\d{3,12}[\])]?[-_—]?(?=[一-龥])")
_LOOKED_AT = re.compile(
    r"(年初|全年|较|比|与|和|同|于|超|完成|《[^》]*|一般公共|公共财政|政府性基金|国有资本经营)(上年|去年|20\d\d年|年初|全年)*(预|决)算|预算法|预决算"
)
"""Budgets and accounts that a statement compares with or is paid from, not the one it states."""
_SPOKEN = re.compile(
    r"^根据|\d(万|亿)?元|。$|(主任|委员|代表|常委会|主席团)[^:]{0,16}:$|(指挥部|领导小组|办公室|财政局|人民政府):$"
)
"""A line with an amount, a full stop or an address to the congress is no part of a title."""
_CAPTION = re.compile(r"^(?![^一-龥]*(公开|预算|财决|部门|附)?表?[\d-]*表?$).{3,}表(\([^()]*\))?$")
"""The title of a single table; its form number (公开05表) is none."""
_ARRANGED = re.compile('安排的?[“”"]?三公[“”"]?经费|[“”"]?三公[“”"]?经费安排')
"""What is arranged for a year, where no account is spoken of, is its budget."""
_CONTRACTED = re.compile("^实施单位.*公司$")
"""Who builds what a project pays for is no body of the budget."""
_YEAR_OF_A_FORM = re.compile(r"\(?(20\d\d)年度?\)?(?=$|(?:金额)?单位[:：])")
"""What a form prints over its table: 2021年度 金额单位：万元, (2021年度)."""
_OF_A_FORM = re.compile("(部门|单位)(?:收支|收入|支出)总")
_COVER_LINES = 12
_WRAPPED_TITLE_LINES = 3
_TITLE_CHARACTERS = 90
_COVER_CHARACTERS = 220


@dataclass(frozen=True, slots=True)
class Cover:
    """A title read from the first lines of a page, and the lines it was read from."""

    reading: TitleReading
    lines: tuple[str, ...]
    page: int


def blocks_of(document: Document) -> list[Block]:
    """All paragraphs and tables in reading order, hidden ones left out."""
    return [
        block
        for page in document.pages
        for block in page.blocks
        if isinstance(block, Paragraph) or not block.hidden
    ]


def block_lines(block: Block) -> list[str]:
    """The lines of a block that may be a title: a short paragraph, a table's captions, the cells of its first rows."""
    if isinstance(block, Paragraph):
        return block.text.split("\n")
    head = [cell.text for cell in block.cells if cell.row <= 1 and not cell.hidden and cell.text.strip()]
    captions = block.captions or ((block.sheet_name,) if block.sheet_name else ())
    return [*captions, *(line for text in head[:4] for line in text.split("\n"))]


def cover(page: Page) -> Cover | None:
    """The title on the face of a page: the fewest first lines that together state a kind, and a year if they can."""
    lines = list(_face(page))
    captions = [number for number, line in enumerate(lines) if _CAPTION.match(plain(line))]
    lines = lines[: captions[1]] if len(captions) > 1 else lines  # the titles of two tables are none of both
    best: Cover | None = None
    enough = False
    for start in range(min(len(lines), 6)):
        for end in range(start + 1, min(len(lines), start + 8) + 1):
            reading = read_title(" ".join(lines[start:end]))
            last = read_title(lines[end - 1])
            wrapped = last.owner != reading.owner and (reading.owner or "").endswith(last.owner or "")
            if last.is_whole and not wrapped:
                reading = last  # what stands above is none of it
            if reading.kind is None:
                continue
            found = Cover(reading, tuple(lines), page.number)
            more = best is None or (
                not enough and (_said(found) > _said(best) or reading.is_whole > best.reading.is_whole)
            )
            if more or (best and _spells_out(reading, best.reading)):
                best = found
        enough = best is not None and _said(best) >= 2
    return _whole_title(best, lines) if best else None


def _spells_out(one: TitleReading, other: TitleReading) -> bool:
    """Whether a title names with its region the body that another abbreviates or puts behind what a site prints above (`繁体版某县某局`)."""
    name, full = other.owner or "", one.owner or ""
    if not name or one.fiscal_year != other.fiscal_year or (other.kind or "").startswith(("gov", "debt")):
        return False
    longer = full != name and full.endswith(name) and full in plain(other.text)
    cut = name.endswith(full) or abbreviates(name, full)
    return _is_placed(full) and (longer or (cut and not _is_placed(name)))


def _is_placed(name: str) -> bool:
    """Whether a name begins with a region or is one of the centre's."""
    bare = words().party_prefixes.sub("", name)
    return gazetteer().head(bare, None)[1] > 0 or words().central.search(bare) is not None


def _whole_title(found: Cover, lines: Sequence[str]) -> Cover:
    """The cover with the title's wrapped rest: `2025年预算执行情况和2026年地 | 方财政预算（草案）` is one title of 2026."""
    if found.reading.kind not in ("gov_budget", "gov_final", "any_budget"):
        return found
    title = found.reading.text
    for _ in range(_WRAPPED_TITLE_LINES):
        joined = " ".join(lines)
        behind = joined[joined.find(title) + len(title) :].lstrip()
        line = next((line for line in lines if behind.startswith(line)), None)
        if (
            line is None
            or not re.search(r"预算|决算|草案|报告", line)
            or re.search(r"[，。：:]", line)
            or len(title) + len(line) > _TITLE_CHARACTERS
        ):
            break
        title = f"{title} {line}"
    whole = read_title(title)
    lost = found.reading.owner is not None and whole.owner != found.reading.owner
    return found if lost else Cover(whole, found.lines, found.page)


def _said(cover: Cover) -> int:
    reading = cover.reading
    return (
        (reading.fiscal_year is not None)
        + (reading.owner is not None)
        + (not (reading.kind or "any").startswith("any"))
    )


def _face(page: Page) -> Iterator[str]:
    """The lines before the table of contents or the first sentence."""
    count = length = 0
    for line in (line for block in page.blocks for line in title_lines(block)):
        flat = plain(line)
        if _UNIT_OF_ACCOUNT.fullmatch(flat):
            continue
        if not flat or _PAGE_NUMBER.match(flat):
            if flat.isdigit() and len(flat) == 4:
                yield flat
            continue
        if _CONTENTS.match(flat) and count:
            return
        if (_SENTENCE.search(flat) and len(flat) > 40) or (count and _SPOKEN.search(flat)):
            return
        yield line
        count += 1
        length += len(flat)
        if count >= _COVER_LINES or length >= _COVER_CHARACTERS:
            return


def title_lines(block: Block) -> list[str]:
    """The lines of a block that may be a title of the document: of a table with a title only what stands over it, no header cells."""
    if isinstance(block, Table) and any(
        _CAPTION.match(plain(caption)) or read_title(caption).kind for caption in block.captions
    ):
        return list(block.captions)
    drop = words().furniture.search if isinstance(block, Paragraph) else _HEADER_CELL.fullmatch
    return [line for line in block_lines(block) if not drop(plain(line))]


def has_budget_header(block: Block) -> bool:
    """Whether a table without a title has a column of a budget or an account: 2025年预算数."""
    return isinstance(block, Table) and any(
        _HEADER_CELL.fullmatch(plain(line)) and re.search("预算|决算", line) for line in block_lines(block)
    )


def stated_owners(blocks: Sequence[Block]) -> Counter[str]:
    """Names printed after a label (`部门名称：某局`, `预算单位 | 某局`), weighted by how telling the label is."""
    found: Counter[str] = Counter()
    for block in blocks:
        for label, value in _pairs(block):
            for rank, pattern in enumerate(words().owner_labels):
                if pattern.search(label) and not _CONTRACTED.search(f"{label}{plain(value)}"):
                    name = _CODE_BEFORE.sub("", plain(value))
                    if 2 < len(name) <= 40 and not _CURRENCY.match(name):
                        found[name] += 3 - rank
                    break
    return found


def _pairs(block: Block) -> Iterator[tuple[str, str]]:
    if isinstance(block, Paragraph):
        if len(block.text) <= 240:
            yield from _split_pairs(block.text)
        return
    for caption in block.captions:
        yield from _split_pairs(caption)
    previous: tuple[int, str] | None = None
    for cell in block.cells:
        if cell.hidden or cell.row > 5:
            continue
        yield from _split_pairs(cell.text)
        if previous and previous[0] == cell.row and len(previous[1]) <= 12:
            yield previous[1], cell.text
        if cell.text.strip():
            previous = (cell.row, plain(cell.text))


def _split_pairs(text: str) -> Iterator[tuple[str, str]]:
    """`部门名称：某局 预算编码：127` → (`部门名称`, `某局`), …; a value ends where the next label begins."""
    for match in re.finditer(r"([^\s:：]{2,16})[:：]\s*([^\s:：]{2,60})", text):
        value = match.group(2)
        if text[match.end() : match.end() + 1] in (":", "："):
            value = re.sub(r"(预算|评价|项目|主管|填报|编制|单位|部门|名称)+$", "", value)
        yield plain(match.group(1)), value
    for rest in re.finditer(r"(?:单位|部门)[:：]\s*([^\s:：]{2,60})", text):
        yield "项目单位", re.sub(r"(预算|评价|项目|主管|填报|编制|单位|部门|名称)+$", "", rest.group(1))


def year_votes(blocks: Sequence[Block]) -> Counter[int]:
    """How often the body speaks of a year's budget, final account, revenue or expenditure."""
    votes: Counter[int] = Counter()
    for block in blocks:
        texts = (
            [block.text]
            if isinstance(block, Paragraph)
            else [*block.captions, *(c.text for c in block.cells if c.row < 2)]
        )
        if isinstance(block, Table):
            dated = (_YEAR_OF_A_FORM.match(plain(caption)) for caption in block.captions)
            votes.update(int(match[1]) for match in dated if match)
        for text in texts:
            flat = plain(text)
            for match in re.finditer(
                r"(?<!\d)(20[0-4]\d)年度?，?(?=[^，。；、]{0,24}(预算|决算|收入|支出|收支|经费|绩效|债务|债券|转移支付))",
                flat,
            ):
                before = flat[max(0, match.start() - 3) : match.start()]
                votes[int(match.group(1))] += 0 if re.search(r"[较比与上]$", before) else 1
    return votes


def kind_votes(blocks: Sequence[Block]) -> Counter[str]:
    """How often the body calls itself 部门 or 单位, 预算 or 决算."""
    votes: Counter[str] = Counter()
    for block in blocks:
        texts = (
            [block.text] if isinstance(block, Paragraph) else [*block_lines(block), block.sheet_name or ""]
        )
        flat = plain("".join(texts))
        for word in ("部门预算", "单位预算", "部门决算", "单位决算", "决算", "预算"):
            votes[word] += flat.count(word)
        for whose in _OF_A_FORM.findall(flat):
            votes[f"{whose}预算"] += 1
        votes["tables"] += sum(
            bool(words().table_titles.search(plain(line)))
            for line in texts
            if len(line) < 60 and not re.search("[，。]", line)
        )
    return votes


def three_public_stage(blocks: Sequence[Block], evidence: list[Evidence]) -> str | None:
    """Whether a statement of three-public costs whose title leaves it open states a budget or an account; `None` where both or none."""
    text = "".join(plain(block.text) for block in blocks if isinstance(block, Paragraph))
    stated = _LOOKED_AT.sub("", text)
    final, budget = stated.count("决算"), stated.count("预算")
    if not final and not budget and _ARRANGED.search(stated):
        budget = 1
    if bool(final) == bool(budget):
        return None
    stage = "final" if final else "initial_budget"
    evidence.append(Evidence(field="stage", value=stage, where="text", text=f"决算 {final}, 预算 {budget}"))
    return stage


def declared_unit(blocks: Sequence[Block]) -> str | None:
    """The unit of account that the captions of a document agree on (`单位：万元`), or `None` when they differ."""
    found: Counter[str] = Counter()
    for block in blocks:
        for line in block_lines(block):
            match = re.search(r"单位[:：]?/?\(?(人民币)?(亿元|万元|千元|元)", plain(line))
            if match:
                found[match.group(2)] += 1
    return next(iter(found)) if len(found) == 1 else None
