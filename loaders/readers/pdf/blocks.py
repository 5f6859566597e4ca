"""Drafts of pages → pages of the document: captions and notes go to their table, page numbers and running heads step aside."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from loaders.document import Box, Cell, Page, Paragraph, Table
from loaders.readers.pdf.frame import Frame
from loaders.readers.pdf.lines import Line
from loaders.readers.pdf.page import Draft, RawTable
from loaders.readers.pdf.paragraphs import Margins, Passage, flows_over, is_contents_line, join, passages
from loaders.tables.stitch import stitch

_FOLIO = re.compile(
    r"^[-—–―－~·•.\s]*(第\s*)?\d{1,4}(\s*页)?([\s，,]*[/／共]\s*\d{1,4}\s*页?)?[-—–―－~·•.\s]*$|^[-—–\s]*[ivxIVX]{1,5}[-—–\s]*$"
)
_NOTE = re.compile(
    r"^\s*[*※]?\s*(注|备注|说明|附注)\s*[\d一二三]?\s*[:：.、]|^\s*(\d{1,2}|[（(]\d{1,2}[)）])[.．、]?\s*(本表|本部门|表中)"
)
_PROSE_END = re.compile(r"[。；;，,、：:？！][”’）)]?$")
_TABLE_HEAD = re.compile(r"[:：]|表\s*$|表\s*[（(]|公开\\s*#|附表")
_LONG_LINE = 24
_TABLE_WORD = re.compile(r"单位|表|金额|部门|编制")
_STATES_UNIT = re.compile(r"^[（(]?(金额|货币|计量)?单位\s*[:：]")
_TITLE_OF_TABLE = re.compile(r"表([（(][^）)]{0,20}[）)])?$")
_LONGEST_CAPTION = 60
_MOST_CAPTIONS = 10
_MOST_CLOSING_CAPTIONS = 3
_MARGIN_SHARE = 0.11
_RUNNING_HEAD_PAGES = 4
_NO_TEXT = ("", 1.0)


def pages_of(drafts: Sequence[Draft]) -> tuple[Page, ...]:
    """Settle what needs more than one page to see, build the pages as they are read, and turn their boxes as they are displayed."""
    pages = stitch(_upright_pages(drafts))
    turned = {draft.number: draft.frame for draft in drafts if draft.frame.turns != draft.frame.displayed}
    return tuple(_as_displayed(page, turned) for page in pages) if turned else pages


def _as_displayed(page: Page, turned: Mapping[int, Frame]) -> Page:
    """The page with the boxes of what stands on turned pages as displayed."""

    def shown(box: Box | None, number: int | None) -> Box | None:
        frame = turned.get(number) if number else None
        return frame.shown(box) if frame and box else box

    blocks = [
        replace(
            block,
            box=shown(block.box, block.page_first),
            cells=tuple(replace(cell, box=shown(cell.box, cell.page)) for cell in block.cells),
        )
        if isinstance(block, Table)
        else replace(block, box=shown(block.box, block.page))
        for block in page.blocks
    ]
    return replace(page, blocks=tuple(blocks))


def _upright_pages(drafts: Sequence[Draft]) -> tuple[Page, ...]:
    running = _running_heads(drafts)
    built: list[Page] = []
    pending: Passage | None = None
    contents = [_without_artifacts(draft, running) for draft in drafts]
    long: dict[int, list[Line]] = defaultdict(list)
    for draft, (lines, _) in zip(drafts, contents, strict=True):
        long[round(draft.frame.width)] += [line for line in lines if len(line.text) > _LONG_LINE]
    for draft, (lines, artifacts) in zip(drafts, contents, strict=True):
        margins = Margins.of(lines, long[round(draft.frame.width)])
        page, first, last = _page(draft, lines, artifacts, margins)
        if pending is not None and first is not None and flows_over(pending, first):
            _prolong(built, page)
            page = replace(page, blocks=page.blocks[1:])
            last = last if page.blocks else replace(first, text=pending.text + first.text)
        built.append(page)
        pending = last
    return tuple(built)


def _prolong(built: list[Page], page: Page) -> None:
    """Append the page's first paragraph to the last paragraph of the pages before it."""
    head = page.blocks[0]
    for index in range(len(built) - 1, -1, -1):
        if built[index].blocks:
            tail = built[index].blocks[-1]
            if isinstance(tail, Paragraph) and isinstance(head, Paragraph):
                joined = replace(
                    tail, text=join(tail.text, head.text), confidence=min(tail.confidence, head.confidence)
                )
                built[index] = replace(built[index], blocks=(*built[index].blocks[:-1], joined))
            return


def _running_heads(drafts: Sequence[Draft]) -> set[tuple[str, int]]:
    """Lines that stand at one height in the margin of most pages: (text with digits masked, height in 4 pt steps)."""
    seen: dict[tuple[str, int], int] = defaultdict(int)
    for draft in drafts:
        for key in {_head_key(line) for line in draft.lines if _in_margin(line, draft.frame)}:
            seen[key] += 1
    needed = max(_RUNNING_HEAD_PAGES, 0.6 * len(drafts))
    return {key for key, count in seen.items() if count >= needed and not _TABLE_HEAD.search(key[0])}


def _head_key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.y0 / 4)


def _in_margin(line: Line, frame: Frame) -> bool:
    return line.y1 < _MARGIN_SHARE * frame.height or line.y0 > (1 - _MARGIN_SHARE) * frame.height


def _without_artifacts(draft: Draft, running: set[tuple[str, int]]) -> tuple[list[Line], list[str]]:
    """Lines that are content, and the page numbers, running heads and watermarks that are not."""
    artifacts = [draft.watermark] if draft.watermark else []
    content = []
    for line in draft.lines:
        folio = _FOLIO.match(line.text) and _in_margin(line, draft.frame)
        if folio or (_in_margin(line, draft.frame) and _head_key(line) in running):
            artifacts.append(line.text)
        else:
            content.append(line)
    return content, artifacts


def _page(
    draft: Draft, lines: Sequence[Line], artifacts: list[str], margins: Margins
) -> tuple[Page, Passage | None, Passage | None]:
    """The page, and its first and last blocks where they are paragraphs."""
    frame = draft.frame
    blocks: list[Paragraph | Table] = []
    flow: list[Passage | None] = []
    zones = _zones(draft.tables, lines)
    for index, zone in enumerate(zones):
        notes, rest = _notes(zone) if index else (0, zone)
        if notes:
            table = blocks[-1]
            assert isinstance(table, Table)
            blocks[-1] = replace(table, notes=tuple(line.text for line in zone[:notes]))
        captions = _captions(rest) if index < len(draft.tables) else _captions_of_next(rest)
        # captions that end a page are paragraphs of their own: the table they speak of opens the next page
        apart = rest[len(rest) - captions :] if index == len(draft.tables) else ()
        found = _passages(rest[: len(rest) - captions], margins)
        for passage in [*found, *(alone for line in apart for alone in passages([line], margins))]:
            box = Box(*(round(side, 2) for side in passage.box))
            blocks.append(Paragraph(passage.text, draft.number, box, passage.heading, passage.confidence))
            flow.append(passage)
        if index < len(draft.tables):
            above = tuple(text for line in rest[len(rest) - captions :] for text in _pieces(line))
            blocks.append(build_table(draft.tables[index], draft.number, above))
            flow.append(None)
    width, height = frame.display_size
    page = Page(
        draft.number,
        round(width, 2),
        round(height, 2),
        draft.kind,
        tuple(blocks),
        tuple(artifacts),
        frame.displayed * 90,
    )
    return page, (flow[0] if flow else None), (flow[-1] if flow else None)


def _passages(lines: Sequence[Line], margins: Margins) -> list[Passage]:
    """Paragraphs of running text; one at the foot of a printed column may go on at the head of the next."""
    found: list[Passage] = []
    for column, group in groupby(lines, lambda line: line.column):
        own = list(group)
        for index, passage in enumerate(passages(own, Margins.of(own, ()) if column else margins)):
            if index == 0 and found and flows_over(found[-1], passage):
                text = join(found[-1].text, passage.text)
                found[-1] = replace(found[-1], text=text, runs_on=passage.runs_on)
            else:
                found.append(passage)
    return found


def _zones(tables: Sequence[RawTable], lines: Sequence[Line]) -> list[list[Line]]:
    """Lines before, between and after the tables (which come in reading order)."""
    zones: list[list[Line]] = [[] for _ in range(len(tables) + 1)]
    for line in lines:
        middle = (line.y0 + line.y1) / 2
        index = sum(1 for table in tables if (table.grid.ys[0] + table.grid.ys[-1]) / 2 < middle)
        zones[index].append(line)
    return zones


def _notes(zone: Sequence[Line]) -> tuple[int, Sequence[Line]]:
    """How many leading lines are notes of the table above, and the lines after them."""
    count = 0
    while count < len(zone) and _NOTE.match(zone[count].text):
        count += 1
        while (
            count < len(zone)
            and not _PROSE_END.search(zone[count - 1].text)
            and zone[count].y0 - zone[count - 1].y0 < 2.2 * zone[count].size
            and not _TABLE_WORD.search(zone[count].text)
        ):
            count += 1
    return count, zone[count:]


def _captions(lines: Sequence[Line]) -> int:
    """How many trailing lines are the title, form number and unit of the table below."""
    count = 0
    for line in reversed(lines):
        text = line.text
        if len(text) > _LONGEST_CAPTION or is_contents_line(line) or count == _MOST_CAPTIONS:
            break
        if _PROSE_END.search(text) and not re.search(r"[:：]$", text):
            break
        before = lines[len(lines) - count - 2] if count + 2 <= len(lines) else None
        if before is not None and _wraps_into(before, line):
            break
        count += 1
    return count


def _captions_of_next(lines: Sequence[Line]) -> int:
    """How many lines at the end of a page are the title, form number and unit of a table on the next."""
    count = _captions(lines)
    for line in lines[len(lines) - count :]:
        if _TITLE_OF_TABLE.search(line.text):
            break
        count -= 1
    return count if count <= _MOST_CLOSING_CAPTIONS else 0


def _wraps_into(before: Line, line: Line) -> bool:
    """Whether a line is the end of a paragraph that began on the line before: same size, further left, close below."""
    return (
        len(before.text) > 24
        and not _TITLE_OF_TABLE.search(before.text)
        and not _STATES_UNIT.match(line.text)
        and abs(before.size - line.size) < 0.1 * line.size
        and line.x0 < before.x0 + 0.5 * line.size
        and before.x1 > line.x1
        and line.y0 - before.y0 < 2.4 * line.size
        and len(line.parts) == 1
    )


def _pieces(line: Line) -> list[str]:
    """A caption line as one text, or one text for each stretch where it holds several (部门：… 单位：万元)."""
    if len(line.parts) > 1 and line.text == " ".join(part.text for part in line.parts):
        return [part.text for part in line.parts]
    return [line.text]


def build_table(raw: RawTable, page: int, captions: tuple[str, ...]) -> Table:
    """A grid and its texts as a table of the document."""
    grid = raw.grid
    rows, columns = grid.shape
    owner = grid.owner.ravel()
    places = np.arange(len(owner))
    names = (owner == places).nonzero()[0]
    last = np.empty(len(owner), np.int64)
    last[owner] = places  # cells are rectangles: the last member is the lower right one
    row, column, below, beyond = (
        names // columns,
        names % columns,
        last[names] // columns + 1,
        last[names] % columns + 1,
    )
    corners = grid.xs[column], grid.ys[row], grid.xs[beyond], grid.ys[below]
    boxes = map(Box, *np.round(corners, 2).tolist())
    said = [raw.texts.get(name, _NO_TEXT) for name in names.tolist()]
    spans = (below - row).tolist(), (beyond - column).tolist()
    built = [
        Cell(*place, text, *span, box, page, None, confidence)
        for place, (text, confidence), span, box in zip(
            zip(row.tolist(), column.tolist(), strict=True),
            said,
            zip(*spans, strict=True),
            boxes,
            strict=True,
        )
    ]
    return Table(
        tuple(built),
        rows,
        columns,
        page,
        page,
        raw.engine,
        captions=captions,
        box=Box(*np.round(grid.box, 2).tolist()),
        open_above=grid.open_above,
        open_below=grid.open_below,
    )
