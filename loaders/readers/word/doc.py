"""Binary Word files (.doc, .wps): paragraphs, tables with spans, and the workbooks embedded in them, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import olefile

from loaders.document import Document, Page, Paragraph, Table
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers.captions import attach
from loaders.readers.pictures import Pictures, inside
from loaders.readers.word import rows
from loaders.readers.word.assemble import Assembler
from loaders.readers.word.binary import Binary, Properties
from loaders.readers.word.embedded import in_storage
from loaders.readers.word.lists import numbering

CELL, PARAGRAPH, SECTION, PICTURE = "\x07", "\r", "\x0c", "\x01"

_IN_TABLE, _ROW_END, _DEPTH, _INNER_CELL, _INNER_ROW_END = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
_OUTLINE, _LIST_NUMBER, _LIST_LEVEL = 0x2640, 0x460B, 0x260A
_DELETED, _HIDDEN, _OLE2, _OBJECT, _PICTURE = 0x0800, 0x083C, 0x080A, 0x680E, 0x6A03
_BODY_TEXT = 9
_SHOWN = {"\x0b": "\n", "\x1e": "-", "\x1f": "", "\xa0": " ", "\t": "\t", "\x0e": "\n"}


def read_doc(path: Path, limits: Limits) -> Document:
    """Read a .doc or .wps file; it has one page of kind `flow`.

    Raises:
        ReadError: `corrupt`, `encrypted`, `too_large`, `unsupported` for Word 95 and older.
    """
    with olefile.OleFileIO(str(path)) as ole:
        if not ole.exists("WordDocument"):
            raise ReadError("corrupt", "the file holds no Word document")
        tables = {name: ole.openstream(name).read() for name in ("0Table", "1Table") if ole.exists(name)}
        data = ole.openstream("Data").read() if ole.exists("Data") else b""
        binary = Binary(ole.openstream("WordDocument").read(), tables, data)
        reader = _Reader(binary, ole, limits)
        blocks = attach(reader.blocks(0, binary.parts.body))
        boxes = reader.blocks(*_text_boxes(binary))
        title = _title(ole)
        headers = _headers(reader, binary)
    problems = (*reader.problems, *reader.pictures.problems)
    page = Page(1, None, None, "flow" if blocks or boxes else "blank", (*blocks, *boxes), headers)
    return Document("doc", (page,), title=title, problems=problems)


class _Reader:
    """Walks the text of one document; collects problems on the way."""

    def __init__(self, binary: Binary, ole: Any, limits: Limits) -> None:
        self._binary = binary
        self._ole = ole
        self._limits = limits
        self._numbering = numbering(*binary.list_tables())
        self.problems: list[tuple[str, str]] = []
        self.pictures = Pictures(limits)

    def blocks(self, first: int, last: int) -> list[Paragraph | Table]:
        """Paragraphs and tables of the characters `first … last - 1`, in order."""
        story = Assembler("doc", self._limits)
        for start, mark, kind in self._marks(first, last):
            style, properties = self._binary.paragraph(mark)
            depth = _depth(properties)
            text, objects = self._text(start, mark)
            if depth and _is_on(properties, _ROW_END if depth == 1 else _INNER_ROW_END):
                row = rows.definition(self._binary.paragraph_changes(mark))
                cells = rows.cells(row, story.texts(depth))
                story.row(cells, depth, is_header=_is_on(properties, rows.TABLE_HEADER))
            elif depth and (kind == CELL or _is_on(properties, _INNER_CELL)):
                story.cell(text, depth)
            else:
                label = self._label(properties) if text.strip() else ""
                story.paragraph(label + text.lstrip(), depth, self._heading(style, properties))
            story.place(objects, depth)
        return story.finish()

    def _marks(self, first: int, last: int) -> Iterator[tuple[int, int, str]]:
        """Paragraphs as (first character, position of the mark, mark)."""
        text = self._binary.text(first, last)
        start = 0
        for position, character in enumerate(text):
            if character in (CELL, PARAGRAPH, SECTION):
                yield first + start, first + position, character
                start = position + 1
        if start < len(text):
            yield first + start, first + len(text), PARAGRAPH

    def _label(self, properties: Properties) -> str:
        number = int.from_bytes(properties.get(_LIST_NUMBER, b"")[:2], "little")
        depth = properties.get(_LIST_LEVEL, b"\0")[0]
        return self._numbering.label(str(number), depth) if number else ""

    def _heading(self, style: int, properties: Properties) -> int:
        own = properties.get(_OUTLINE)
        if own:
            return own[0] + 1 if own[0] < _BODY_TEXT else 0
        return self._binary.heading_styles.get(style, 0)

    def _text(self, first: int, last: int) -> tuple[str, list[Paragraph | Table]]:
        """What characters `first … last - 1` show, and the objects that stand among them."""
        raw = self._binary.text(first, last)
        gone: set[int] = set()
        objects: list[Paragraph | Table] = []
        for begin, end, properties in self._binary.character_ranges(first, last):
            if _is_on(properties, _DELETED) or _is_on(properties, _HIDDEN):
                gone.update(range(begin - first, end - first))
            if _OBJECT in properties or (_OLE2 in properties and _PICTURE in properties):
                objects += self._object(properties.get(_OBJECT) or properties[_PICTURE])
            elif _PICTURE in properties and PICTURE in raw[begin - first : end - first]:
                objects += self._picture(int.from_bytes(properties[_PICTURE][:4], "little"))
        return _without_fields(character for index, character in enumerate(raw) if index not in gone), objects

    def _object(self, operand: bytes) -> list[Table]:
        name = f"_{int.from_bytes(operand[:4], 'little', signed=True)}"
        if not self._ole.exists(["ObjectPool", name]) or ("embedded_object", name) in self.problems:
            return []
        self.problems.append(("embedded_object", name))
        return list(in_storage(self._ole, ["ObjectPool", name], self._limits))

    def _picture(self, place: int) -> list[Paragraph | Table]:
        """The picture at a place of the data stream: its length, its header's length, then drawing records around the file."""
        data = self._binary.data
        length = int.from_bytes(data[place : place + 4], "little")
        return self.pictures.blocks(inside(data[place : place + length]), f"Data+{place}")


def _without_fields(characters: Iterator[str] | Any) -> str:
    """The text as shown: field results without their codes, no control characters, surrogate pairs joined."""
    shown: list[str] = []
    codes: list[bool] = []
    for character in characters:
        if character == "\x13":
            codes.append(True)
        elif character == "\x14":
            if codes:
                codes[-1] = False
        elif character == "\x15":
            if codes:
                codes.pop()
        elif not any(codes):
            shown.append(_SHOWN.get(character, character if character >= " " else ""))
    return "".join(shown).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _depth(properties: Properties) -> int:
    depth = properties.get(_DEPTH)
    if depth:
        return min(int.from_bytes(depth[:4], "little"), 16)
    return int(_is_on(properties, _IN_TABLE))


def _is_on(properties: Properties, sprm: int) -> bool:
    operand = properties.get(sprm)
    return bool(operand) and operand not in (b"\x00", b"\x80")


def _text_boxes(binary: Binary) -> tuple[int, int]:
    parts = binary.parts
    first = parts.body + parts.footnotes + parts.headers + parts.comments + parts.endnotes
    return first, first + max(0, parts.text_boxes)


def _headers(reader: _Reader, binary: Binary) -> tuple[str, ...]:
    first = binary.parts.body + binary.parts.footnotes
    lines = (
        block.text
        for block in reader.blocks(first, first + binary.parts.headers)
        if isinstance(block, Paragraph)
    )
    return tuple(dict.fromkeys(lines))


def _title(ole: Any) -> str | None:
    try:
        raw = ole.get_metadata()
    except (OSError, ValueError, IndexError):
        return None
    title = raw.title if isinstance(raw.title, bytes) else b""
    codec = "utf-8" if raw.codepage == 65001 else "gb18030"
    return title.decode(codec, "replace").strip("\0 ") or None
