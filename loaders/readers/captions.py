"""Short lines around a table belong to it: title, form number, unit of account above it, 注： below it.

For formats that flow (Word, HTML, text): a PDF knows distances, these know only the order of blocks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from loaders.document import Paragraph, Table

MAX_LINES = 6
MAX_LENGTH = 60

_SENTENCE = re.compile(r"[。；;！!]|[，,].*[，,]")
_ALWAYS = re.compile(
    r"^\W*(?:(?:金额)?单位\s*[:：]|(?:公开|附|预算|决算)?表\s*[\d一二三四五六七八九十]|公开\d+表|附件|"
    r"(?:部门|编制单位|填报单位|预算单位|单位名称|部门名称)\s*(?:\(.*\))?\s*[:：])"
)
_HEADING = re.compile(r"^\s*第[一二三四五六七八九十]+部分|^\s*目\s*录\s*$")
_NOTE = re.compile(r"^\s*(?:备?注|说明)\s*\d?\s*[:：]|^\s*本表")


def attach(blocks: Sequence[Paragraph | Table]) -> tuple[Paragraph | Table, ...]:
    """Move the caption lines before every table into `captions`, and its notes after it into `notes`."""
    result: list[Paragraph | Table] = []
    position = 0
    while position < len(blocks):
        block = blocks[position]
        position += 1
        if not isinstance(block, Table):
            result.append(block)
            continue
        captions: list[str] = []
        while len(captions) < MAX_LINES and result and _is_caption(result[-1]):
            line = result.pop()
            assert isinstance(line, Paragraph)
            captions.append(line.text)
        notes: list[str] = []
        while position < len(blocks) and _is_note(blocks[position]):
            note = blocks[position]
            assert isinstance(note, Paragraph)
            notes.append(note.text)
            position += 1
        result.append(
            replace(block, captions=(*reversed(captions), *block.captions), notes=(*block.notes, *notes))
        )
    return tuple(result)


def _is_caption(block: Paragraph | Table) -> bool:
    if not isinstance(block, Paragraph) or _HEADING.search(block.text):
        return False
    text = block.text.strip()
    return bool(_ALWAYS.search(text)) or (len(text) <= MAX_LENGTH and not _SENTENCE.search(text))


def _is_note(block: Paragraph | Table) -> bool:
    return isinstance(block, Paragraph) and bool(_NOTE.search(block.text))
