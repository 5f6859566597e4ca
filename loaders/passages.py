"""What a disclosure says outside its facts and tables, as far as the checks ask for it: core.passage.

Kept are the outline (headings and the beginnings of numbered paragraphs), notes under tables, what the body says it is for, the bodies
that its duties are listed by and those whose budget it says it covers, the day it was founded, levels of government it speaks of, and what templates and word processors left behind. The patterns stand in
`loaders/catalogue/passages.yml`; of telephone numbers only the count of digits is kept, sentences that name people are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from loaders.document import Paragraph, Table
from loaders.narrative.prose import flatten
from warehouse.records import PassageRow, content_id

CATALOGUE = Path(__file__).resolve().parent / "catalogue" / "passages.yml"
_DIGITS = "一二三四五六七八九"
_CONTENTS_LINE = re.compile(r"[.…·]{4,}|…\d*$")
_NEXT_ITEM = re.compile(r"(?<=[。；])(?=\([一二三四五六七八九十]{1,3}\))")
_HEADING_LENGTH = 42
_KEPT = 240
_AROUND = 20


@dataclass(frozen=True, slots=True)
class Patterns:
    """Compiled patterns of `passages.yml`, under the names they have there."""

    outline: tuple[re.Pattern[str], ...]
    heading: re.Pattern[str]
    duty_headings: re.Pattern[str]
    duty_body: re.Pattern[str]
    scope_headings: re.Pattern[str]
    scope: re.Pattern[str]
    founding: re.Pattern[str]
    level: re.Pattern[str]
    contact: re.Pattern[str]
    residue: re.Pattern[str]
    personal: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """The patterns, compiled once."""
    data = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    outline, residue = data.pop("outline"), data.pop("residue")
    return Patterns(
        outline=tuple(map(re.compile, outline)),
        residue=re.compile("|".join(residue)),
        **{name: re.compile(pattern) for name, pattern in data.items()},
    )


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage before it has an id: `level` and `number` are those of a numbered heading (1, 2, … from the outside)."""

    topic: str
    text: str
    page: int
    heading: str | None = None
    level: int | None = None
    number: int | None = None


def passage_rows(document_id: str, blocks: Iterable[Paragraph | Table]) -> tuple[PassageRow, ...]:
    """The passages of a disclosure as rows, in reading order."""
    return tuple(
        PassageRow(
            passage_id=content_id(document_id, "passage", ordinal),
            document_id=document_id,
            ordinal=ordinal,
            page=passage.page,
            topic=passage.topic,
            heading=passage.heading,
            outline_level=passage.level,
            outline_number=passage.number,
            text=passage.text,
        )
        for ordinal, passage in enumerate(passages(blocks))
    )


def passages(blocks: Iterable[Paragraph | Table]) -> Iterator[Passage]:
    """The passages of a disclosure in reading order; tables of contents are left out."""
    outline = _Outline()
    for text, page, is_note in _lines(blocks):
        yield from _residues(text, page)
        for line in filter(None, _NEXT_ITEM.split(flatten(text))):
            if _CONTENTS_LINE.search(line):
                continue
            yield from _contacts(line, page)
            is_personal = bool(patterns().personal.search(line))
            if is_note:
                if not is_personal:
                    yield Passage("note", line[:_KEPT], page)
                continue
            title = outline.enter(line, page)
            if title is not None:
                yield title
            if not is_personal and (title is None or line != title.text):
                yield from outline.sentences(line, page)


class _Outline:
    """The headings that a line stands under."""

    def __init__(self) -> None:
        self.latest: str | None = None
        self.open: dict[int, str] = {}

    def enter(self, line: str, page: int) -> Passage | None:
        """The heading that a line is, or begins with: up to its first stop."""
        known = patterns()
        title = None
        for level, pattern in enumerate(known.outline, start=1):
            ordinal = pattern.match(line)
            if ordinal:
                text = re.split(r"[。；，：]", line)[0][:_HEADING_LENGTH]
                title = Passage("heading", text, page, None, level, numeral(ordinal[1]))
                self.open = {rank: name for rank, name in self.open.items() if rank < level} | {level: text}
                break
        if title is None and known.heading.match(line):
            title = Passage("heading", line, page)
        if title is not None:
            self.latest = title.text
        return title

    def sentences(self, line: str, page: int) -> Iterator[Passage]:
        """What the checks ask of the sentences of a line."""
        known = patterns()
        of_duty = any(known.duty_headings.search(name) for name in self.open.values())
        of_scope = any(known.scope_headings.search(name) for name in self.open.values())
        body = known.duty_body.match(line) if of_duty else None
        if body:
            yield Passage("duty_body", body[1], page, self.latest)
        for sentence in re.split(r"(?<=[。；])", line):
            if known.founding.search(sentence):
                yield Passage("founding", sentence[:_KEPT], page, self.latest)
            if known.level.search(sentence):
                yield Passage("level", sentence[:_KEPT], page, self.latest)
            if of_duty and len(sentence) >= _AROUND:
                yield Passage("duty", sentence[:_KEPT], page, self.latest)
            if of_scope and len(sentence) <= _KEPT and known.scope.search(sentence):
                yield Passage("scope", sentence, page, self.latest)


def _lines(blocks: Iterable[Paragraph | Table]) -> Iterator[tuple[str, int, bool]]:
    """Text, page, and whether it is a note under a table; a table of one column is text in a frame."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from ((line, block.page, False) for line in block.text.split("\n"))
        elif block.column_count == 1:
            yield from (
                (line, block.page_first, False) for cell in block.cells for line in cell.text.split("\n")
            )
        else:
            yield from ((line, block.page_first, False) for line in block.captions)
            yield from ((line, block.page_last, True) for line in block.notes)


def numeral(text: str) -> int:
    """`三` → 3, `十二` → 12, `二十` → 20 (ordinals of an outline stay below 100)."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.index(text[-1]) + 1
    return 10 * (_DIGITS.index(tens[0]) + 1 if tens else 1) + (_DIGITS.index(ones[0]) + 1 if ones else 0)


def _residues(text: str, page: int) -> Iterator[Passage]:
    found = patterns().residue.search(text)
    if found:
        around = text[max(found.start() - _AROUND, 0) : found.end() + _AROUND]
        yield Passage("residue", re.sub(r"\s+", " ", around).strip(), page)


def _contacts(line: str, page: int) -> Iterator[Passage]:
    for found in patterns().contact.finditer(line):
        yield Passage("contact", "#" * sum(letter.isdigit() for letter in found[1]), page)
