"""From paragraphs to sentences under their headings: wrapped lines joined, spaces inside words and numbers taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from loaders.amounts import chinese_numeral
from loaders.document import Paragraph, Table
from loaders.narrative.words import words

_WIDE = str.maketrans(
    {
        **{chr(0xFF10 + n): str(n) for n in range(10)},
        **{chr(0x2474 + n): f"({n + 1})" for n in range(20)},
        **{chr(0x2488 + n): f"{n + 1}." for n in range(20)},
        **{chr(0x3220 + n): f"({word})" for n, word in enumerate("一二三四五六七八九十")},
        "（": "(",
        "）": ")",
        "％": "%",
        "．": ".",
        "﹪": "%",
        "【": "(",
        "】": ")",
        "〔": "(",
        "〕": ")",
    }
)
_SPACE = re.compile(r"[\s\u00a0\u2000-\u200b\u3000\ufeff]+")
_MARKS = re.compile(
    r"^-\d{1,3}-(?=[一-龥])|[—–]\d{1,3}[—–]|\[\d{1,2}\]|\*\*|^#{1,6}|^[-•·◆●■▪➢]\s*|[“”\"'‘’]|人民币(?=\d)"
)
_CHOSEN = re.compile(r"(?<=[年数算期比较，])\((增加?|减少?|增长|下降)\)(?=[\d.]|幅)")
"""The verb that was chosen in a form and stands in its brackets: `较上年(减)6万元，(减)幅23%`."""
_BARE_YEAR = re.compile(r"(?<=[比较与])20\d\d(?=[增减下上降持])")
"""`比2021下降3%`."""
_WORDED = re.compile(r"(?<![\d.])[零〇一二两三四五六七八九十百千万亿]{3,}(?=元)")
"""An amount in words (`八百六十二万三千元`)."""
_THOUSANDS = re.compile(r"(?<=\d)，(?=\d{3}(，\d{3})*(\.\d+)?[万亿千]?元)")
"""A comma of Chinese text inside a number (`2，300万元`), which may stand between two where a text lists them."""
_LISTED = re.compile("[各均]|分别")
_PAGE_INSIDE = re.compile(r"(?<=[一-龥，；、])(?<![表件第图注])\d{1,2}-(?=[一-龥])")
"""The number of a page that a reader joined with the words around it (`完成一般3-公共预算收入`)."""
_ORDINALS = (
    (1, re.compile(r"^第[一二三四五六七八九十]+(部分|章)")),
    (2, re.compile(r"^[一二三四五六七八九十]{1,3}(、|[.．](?!\d)|[.．](?=20\d\d年))")),
    (3, re.compile(r"^\([一二三四五六七八九十]{1,3}\)[、.]?")),
    (4, re.compile(r"^\d{1,2}[、．.](?![\d%])|^\d{1,2}[、．.](?=20\d\d年)")),
    (5, re.compile(r"^\(\d{1,2}\)[、.]?|^\d{1,2}\)")),
    (6, re.compile(r"^[①-⑳]|^[一二三四五六七八九]是")),
)
_SECTION = 2
_TERMINAL = re.compile(r"[。；！？;]\)?$|(?<!原因)(?<!原因是)(?<!原因为)(?<!用于)(?<!包括)[：:]$")
_SAID = re.compile(r"(持平|无增减|无变化|\d([万亿]?元|%|辆|人次|批次))$")
_NEW = re.compile(r"20\d\d年|本年度|本(部门|单位)|公务|因公|三公|政府采购|机关运行|——[一-龥]")
"""A line that says all it says, without a stop, and the beginning of one that says something new."""
_CONTENTS_LINE = re.compile(r"[.…·]{4,}|…\d*$|目录$")
_MONEY = re.compile(r"\d万$|\d(万|亿|千)?元|\d%|\d辆")
_GLUED = re.compile(
    r"^((?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))[^，。；：]{4,36}?(?:情况的?(?:总体)?说明|情况|说明)(?:\(详?见[^()]{1,12}\))?)"
    r"(?=(?:[一-龥()]{0,30})20\d\d年|本部门|本单位|我局|我单位|按照)"
)
_HEADING_INSIDE = re.compile(r"(?<=元)(?=[一二三四五六七八九十]{1,2}、[一-龥]{4,20}(?:情况|说明))")
_HEADING_LENGTH = 42
_DASHED = re.compile(r"——[^，。；：、\d]{2,16}")
"""A heading of governments that stands below the one before it: `（一）一般公共预算`, `——收入情况`, `——支出情况`."""
_UNNUMBERED = re.compile(r"20\d\d年[^，。；：、]{0,18}(预算|草案|执行|安排)")
_BUDGET_NAME = re.compile(
    r"(全[省市县区州旗盟]|[省市县区州旗盟]本?级)?(一般公共|政府性基金|国有资本经营|社会保险基金)(收支)?预算(收支|收入|支出)?(安排|草案|执行)?"
)
"""Headings of governments that stand without an ordinal: `2025年预算草案`, below it `政府性基金预算`."""
_TAKES_STOCK = re.compile("(回顾)?(过去的?一年|一年来)，")
"""A government that looks back on what its sections told has left the last of them, though no heading says so."""
_MEASURE = re.compile(
    r"([一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))[^，。；：、\d]{4,20}，[^，。；：\d]{4,20}"
)
"""What a government heads its measures with (`（二）聚焦民生改善，兜牢底线保障`)."""
_CUT = re.compile(
    r"[：，]\d+$|\d\.\d*$|(支出|收入|费|为|[预决]算数?)\d+$|\([^()]*$|：20\d\d年安排[^，。；：]*$"
)
"""The end of a line that goes on in the next one: in a number, in brackets, in what a colon opens."""
_CLOSED = re.compile(
    r"^(?!.*(无|没有|未|不))[^。；]{4,}(情况|说明|划分|运行经费)。$|^[^，。；]{2,6}(一般公共|政府性基金|国有资本经营|社会保险基金)预算(收支|收入|支出)?。$"
)
"""`（一）年初预算安排情况。` or `（一）一般公共预算。` alone in its line is a heading; `（一）无政府性基金预算收支情况。` says something."""
_TITLE_LENGTH = 60
_REPORT = re.compile(r"^[^，。；：]*20\d\d年[^，。；：]*(预算|决算|执行)[^，。；：]{0,14}报告$")
"""A report's title that stands over its text is no part of the first sentence, and its years are not those of what follows."""
_CAPTION = re.compile(r"图([一二三四五六七八九十]+|\d{1,2})[：、]?[^，。；\d]*(\d{4}年)?[^，。；\d]*$")
"""What stands under a picture (`图二：2023年一般公共预算收入构成情况`) heads nothing."""
_WRAPPED_REST = 6
_REST_OF_ITEM = re.compile(
    r"[^，。；：\d]{0,24}\(([款项]|\d\d(?=\)：))\)[。，：]?[^，。；：]{0,10}[，：\d]|\((类|款|项)\)|\d[\d.]*(万|亿)?元|万元"
)
_CLASS = re.compile(r"\((类|2\d\d)\)")
_AMOUNTS_OF_ITEM = re.compile(r"(20\d\d年度?)?(年初预算|支出决算|预算数|决算数)")
"""What follows a short line with an ordinal when that was no heading but the beginning of an item."""
_OPENS_LIST = re.compile(r"^[^，。；]*(划分|分类)，[^。；]{0,24}：$")
"""`(一)按支出功能分类科目划分，共分为2类，其中：` says by what the amounts below are told apart."""
_LEVELLED = re.compile(r"\((类|款|项)\)。?$")
_ITEM_TITLE = re.compile(
    r"^\d{1,2}[、．.][^，。；]{4,}\((类|款|项)\)。$"
    r"|^(\d{1,2}[、．.]|\([一二三四五六]\))(?!.*(无|没有|未))[^，。；\d]{2,16}(费用?|经费)。$"
)
"""The title of an item that stands alone in its line: the line below tells its amounts."""
_REASONS = re.compile(r"因[^，。；：]{0,6}：\(?1[、.)]")
"""`比上年增加9万元，原因是：1、…；2、…` numbers its reasons, which are no items of a list."""
_RUNNING_HEAD = 4
_HEAD_OF_PAGES = r"(?:\(本级\))?20\d\d年度?(?:部门|单位)(?:综合)?(?:预算|决算)(?:信息)?公开(?!情况)"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.

    Attributes:
        text: the sentence without spaces and quotes, brackets, digits and percent signs half-width.
        page: the page it begins on.
        headings: the headings it stands under, outermost first.
        level: its place in the outline: the level of the ordinal it begins with, or of a plain paragraph.
        opens: whether it is the first sentence of its paragraph or list item.
        ends_open: whether a list follows (`其中：`, `具体情况如下：`).
    """

    text: str
    page: int
    headings: tuple[str, ...]
    level: float
    opens: bool
    ends_open: bool


def flatten(text: str) -> str:
    """Text as the grammar reads it: no spaces, quotes and 人民币, half-width digits, brackets and percent signs, no commas inside numbers."""
    text = _PAGE_INSIDE.sub("", _MARKS.sub("", _SPACE.sub("", text.strip()).translate(_WIDE)))
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = _rejoined(text)
    text = re.sub(r"(?<=[一-龥])－(?=\d)", "-", text)
    text = _BARE_YEAR.sub(r"\g<0>年", _CHOSEN.sub(r"\1", text)).replace("直比", "同比")
    text = _WORDED.sub(lambda worded: str(chinese_numeral(worded[0]) or worded[0]), text)
    text = re.sub(r"(?<=[元%])\.(?=[一-龥]|$)", "。", text)
    text = re.sub(r"(?<=\d\.\d\d)万(?=[，,。；;、])", "万元", text)
    return text.replace(",", "，").replace(";", "；").replace("$\\geq$", "≥")


def _rejoined(text: str) -> str:
    """Text with its colons, without the commas that are set inside numbers, told from those between two numbers of a list."""
    text = re.sub(r"(?<=[一-龥)]):", "：", text)
    text = text if _LISTED.search(text) else _THOUSANDS.sub("", text)
    return re.sub(r"(?<=\d)[,，](?=\d{3}\.\d|[万亿]元)", "", text)


def sentences(
    blocks: Iterable[Paragraph | Table],
    owner: str | None = None,
    title: str | None = None,
    *,
    government: bool = False,
) -> Iterator[Sentence]:
    """The sentences of a disclosure's running text, definitions, tables of contents and its own `title` left out.

    A table of one column is text in a frame and read as such; other tables end a paragraph. Where a title with the owner's
    name runs at the head of the pages and a reader left it in the text, it is taken out.
    """
    headings: list[tuple[float, str]] = []
    buffer, page, level, silent = "", 0, 0.5, False

    def flush() -> Iterator[Sentence]:
        nonlocal buffer
        text, buffer = _rejoined(buffer), ""
        if text and not silent:
            yield from _split(text, page, tuple(heading for _, heading in headings), level)

    own_title = flatten(title or "")
    for line_page, line in _lines(list(blocks), owner):
        if line is None or (line == own_title and not _is_heading(line, _ordinal(line))):
            yield from flush()
            continue
        ordinal: float | None = _ordinal(line)
        if government and _DASHED.fullmatch(line):
            yield from flush()
            headings = [entry for entry in headings if entry[0] == int(entry[0])]
            headings.append(((headings[-1][0] if headings else 0) + 0.25, line))
            continue
        ended = _TERMINAL.search(buffer) or (_SAID.search(buffer) and _NEW.match(line))
        if ordinal is None and buffer and (not ended or _ITEM_TITLE.search(buffer)):
            buffer += line
            continue
        if (
            ordinal is None
            and not buffer
            and headings
            and len(line) <= _WRAPPED_REST
            and not _TERMINAL.search(line)
        ):
            headings[-1] = (headings[-1][0], headings[-1][1] + line)
            continue
        of_item = headings and _LEVELLED.search(headings[-1][1]) and _AMOUNTS_OF_ITEM.match(line)
        rest = (
            headings
            and _REST_OF_ITEM.match(line)
            and (line[0] in "(万0123456789" or _CLASS.search(headings[-1][1]))
        )
        if not buffer and headings and ordinal is None and (of_item or rest):
            ordinal, line = headings[-1][0], headings.pop()[1] + line
        yield from flush()
        if government and ordinal is None and (_UNNUMBERED.fullmatch(line) or _BUDGET_NAME.fullmatch(line)):
            rank: float = 1 if line.startswith("20") else 2
            headings = [entry for entry in headings if entry[0] < rank] + [(rank, line)]
            silent = False
            continue
        if ordinal is None and len(line) <= _TITLE_LENGTH and (_REPORT.search(line) or _CAPTION.match(line)):
            continue
        if _is_heading(line, ordinal) or (government and _MEASURE.fullmatch(line)):
            rank = ordinal if ordinal is not None else 1
            headings = [entry for entry in headings if entry[0] < rank] + [(rank, line.rstrip("。"))]
            if words().silent_headings.search(line):
                silent = True
            elif rank <= 2:
                silent = False
            continue
        if ordinal is not None:
            headings = [entry for entry in headings if entry[0] < ordinal]
        elif government and _TAKES_STOCK.match(line):
            headings = [entry for entry in headings if entry[0] <= _SECTION]
        deepest = headings[-1][0] if headings else 0
        level = float(ordinal) if ordinal is not None else deepest + 0.5
        buffer, page = line, line_page
    yield from flush()


def _lines(blocks: Sequence[Paragraph | Table], owner: str | None) -> Iterator[tuple[int, str | None]]:
    """Flattened lines with their page; `None` where a table interrupts the text."""
    head = re.compile(re.escape(owner or "") + _HEAD_OF_PAGES)
    shown = sum(len(head.findall(flatten(block.text))) for block in blocks if isinstance(block, Paragraph))
    runs = owner is not None and shown >= _RUNNING_HEAD
    for block in blocks:
        if isinstance(block, Paragraph):
            texts: Sequence[str] = block.text.split("\n")
            number = block.page
        elif block.column_count == 1:
            texts = [line for cell in block.cells for line in cell.text.split("\n")]
            number = block.page_first
        else:
            yield block.page_first, None
            continue
        for text in texts:
            flat = flatten(text)
            for line in _unglued(head.sub("", flat) if runs else flat):
                if not _CONTENTS_LINE.search(line) and not re.fullmatch(r"[-—–]*\d{1,3}[-—–]*", line):
                    yield number, line


def _unglued(line: str) -> Iterator[str]:
    """Headings that a reader joined with the text around them, apart again: `(六)…情况说明 | 某局2026年…`."""
    for piece in _HEADING_INSIDE.split(line):
        glued = _GLUED.match(piece) if len(piece) > _HEADING_LENGTH else None
        if glued:
            yield glued.group(1)
            yield piece[glued.end(1) :]
        elif piece:
            yield piece


def _ordinal(line: str) -> int | None:
    for level, pattern in _ORDINALS:
        if pattern.match(line):
            return level
    return None


def _is_heading(line: str, ordinal: float | None) -> bool:
    """A short line without a sentence's punctuation and without amounts; with an ordinal unless it names a part of the document."""
    if ordinal is not None and _CLOSED.search(line):
        line = line[:-1]
    if (
        len(line) > _HEADING_LENGTH
        or _CUT.search(line)
        or _MONEY.search(line)
        or re.search(r"[。；！]", line)
    ):
        return False
    if ordinal is not None:
        return _OPENS_LIST.search(line) is not None or ("，" not in line and not line.endswith("其中："))
    return (
        bool(re.search(r"(情况|说明|名词解释|概况|公开表|预算表|决算表)$", line))
        and len(line) <= 34
        and "，" not in line
    )


def _split(text: str, page: int, headings: tuple[str, ...], level: float) -> Iterator[Sentence]:
    """The sentences of a paragraph; one that begins with the ordinal of a list item opens an item of its own."""
    pieces = [piece for piece in re.split(r"(?<=[。；！？])", text) if piece.strip("。；！？")]
    for number, piece in enumerate(pieces):
        ends_open = piece.endswith(("：", ":")) and number == len(pieces) - 1
        ordinal = _ordinal(piece) if number and not _REASONS.search(pieces[0]) else None
        opens = number == 0 or ordinal in (4, 5)
        level = float(ordinal) if ordinal in (4, 5) and ordinal is not None else level
        yield Sentence(piece, page, headings, level, opens, ends_open)
