"""Office Open XML text documents (.docx): paragraphs, tables with spans, and the workbooks embedded in them, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from loaders.document import Document, Page, Paragraph, Table
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers.captions import attach
from loaders.readers.encoding import decode
from loaders.readers.grid import RawCell, VerticalMerge, build
from loaders.readers.package import Package, open_package
from loaders.readers.pictures import Pictures
from loaders.readers.web.html import document
from loaders.readers.web.mht import archive
from loaders.readers.word.embedded import in_part
from loaders.readers.word.styles import W, count, heading_levels, numbering, outline_level
from loaders.sniff import HEAD_BYTES, by_magic

R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
R_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
OLE_OBJECT = "{urn:schemas-microsoft-com:office:office}OLEObject"
BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
VML_PICTURE = "{urn:schemas-microsoft-com:vml}imagedata"
MAX_NESTING = 20

_GONE = frozenset(
    W + name for name in ("del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr")
)
_CHARACTERS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "ptab": "\t"}


def read_docx(path: Path, limits: Limits) -> Document:
    """Read a .docx file; it has one page of kind `flow`.

    Raises:
        ReadError: `corrupt`, `encrypted`, `too_large`.
    """
    return read_package(path, limits)


def read_package(source: Path | BytesIO, limits: Limits) -> Document:
    """Read the package of a .docx file, on disk or in memory; raises like `read_docx`."""
    with open_package(source, limits) as package:
        part = next(iter(package.related("", "officeDocument")), "word/document.xml")
        root = package.xml(part)
        body = root.find(W + "body")
        if body is None:
            raise ReadError("corrupt", "the document has no body")
        reader = _Reader(package, part, limits)
        blocks = attach(list(reader.blocks(body)))
        problems = (*reader.problems, *reader.pictures.problems)
        title = _title(package)
    page = Page(1, None, None, "flow" if blocks else "blank", blocks)
    return Document("docx", (page,), title=title, problems=problems)


class _Reader:
    """Walks one document part; collects problems on the way."""

    def __init__(self, package: Package, part: str, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        self._parts = package.relationships(part)
        self._numbering = numbering(_optional(package, part, "numbering"))
        self._shown: set[str] = set()
        self._headings = heading_levels(_optional(package, part, "styles"))
        self.problems: list[tuple[str, str]] = []
        self.pictures = Pictures(limits)

    def blocks(self, container: Any, depth: int = 0) -> Iterator[Paragraph | Table]:
        """Paragraphs and tables below `container` in reading order."""
        if depth > MAX_NESTING:
            raise ReadError("too_large", f"tables or frames nested deeper than {MAX_NESTING}")
        for child in container:
            if child.tag == W + "p":
                yield from self._paragraph(child, depth)
            elif child.tag == W + "tbl":
                yield from self._table(child, depth)
            elif child.tag == MC + "AlternateContent":
                yield from self.blocks(child[0] if len(child) else child, depth + 1)
            elif child.tag == W + "altChunk":
                yield from self._chunk(self._parts.get(child.get(R_ID, ""), ""))
            elif child.tag not in _GONE:
                yield from self.blocks(child, depth)

    def _chunk(self, part: str) -> Iterator[Paragraph | Table]:
        """A page that a web editor put into the document as it was, for Word to read."""
        data = self._package.read(part) if part in self._package else b""
        kind = by_magic(data[:HEAD_BYTES])
        if kind not in ("html", "mht"):
            self.problems.append(("unread_part", part))
            return
        found = archive(data, self._limits) if kind == "mht" else document(decode(data), kind, self._limits)
        self.problems += found.problems
        for page in found.pages:
            yield from page.blocks

    def _paragraph(self, paragraph: Any, depth: int) -> Iterator[Paragraph | Table]:
        text = "".join(self._text(paragraph)).strip()
        properties = paragraph.find(W + "pPr")
        if text:
            yield Paragraph(self._label(properties) + text, 1, heading=self._level(properties))
        for frame in _frames(paragraph):
            yield from self.blocks(frame, depth + 1)
        yield from self._objects(paragraph)

    def _label(self, properties: Any) -> str:
        node = properties.find(W + "numPr") if properties is not None else None
        return (
            self._numbering.label(str(count(node, "numId", 0)), count(node, "ilvl", 0))
            if node is not None
            else ""
        )

    def _level(self, properties: Any) -> int:
        if properties is None:
            return 0
        own = properties.find(W + "outlineLvl")
        if own is not None:
            return outline_level(own)
        style = properties.find(W + "pStyle")
        return self._headings.get(style.get(W + "val", ""), 0) if style is not None else 0

    def _text(self, node: Any) -> Iterator[str]:
        for child in node:
            tag = child.tag
            if tag == W + "t":
                yield child.text or ""
            elif tag in _CHARACTERS:
                if child.get(W + "type") not in ("page", "column"):
                    yield _CHARACTERS[tag]
            elif tag == W + "sym":
                yield _symbol(child.get(W + "char", ""))
            elif tag == W + "r":
                if not _is_hidden(child):
                    yield from self._text(child)
            elif tag not in _GONE and tag not in (
                W + "drawing",
                W + "pict",
                W + "object",
                MC + "AlternateContent",
            ):
                yield from self._text(child)

    def _objects(self, paragraph: Any) -> Iterator[Paragraph | Table]:
        for ole in paragraph.iter(OLE_OBJECT):
            part = self._parts.get(ole.get(R_ID, ""))
            if part is None or part not in self._package:
                continue
            self.problems.append(("embedded_object", part))
            yield from in_part(self._package.read(part), self._limits)
        for picture in _pictures(paragraph):
            part = self._parts.get(picture, "")
            if part not in self._shown:
                self._shown.add(part)
                data = self._package.read(part) if part in self._package else None
                yield from self.pictures.blocks(data, part)

    def _table(self, table: Any, depth: int) -> Iterator[Paragraph | Table]:
        nested: list[Paragraph | Table] = []
        rows = []
        for row in _rows(table):
            cells = list(self._cells(row, nested, depth))
            if cells:
                rows.append(cells)
        if sum(map(len, rows)) == 1 and nested:
            # a frame around other tables, not a table
            if rows[0][0].text:
                yield Paragraph(rows[0][0].text, 1)
        elif rows:
            yield build(rows, "docx", self._limits)
        yield from nested

    def _cells(self, row: Any, nested: list[Paragraph | Table], depth: int) -> Iterator[RawCell]:
        properties = row.find(W + "trPr")
        left = count(properties, "gridBefore", 0)
        hidden = properties is not None and properties.find(W + "hidden") is not None
        for cell in _children(row, W + "tc"):
            own = cell.find(W + "tcPr")
            right = left + max(1, min(count(own, "gridSpan", 1), self._limits.max_columns))
            parts = []
            for block in self.blocks(cell, depth + 1):
                if isinstance(block, Paragraph):
                    parts.append(block.text)
                else:
                    nested.append(block)
            yield RawCell(left, right, "\n".join(parts), _vertical(own), hidden)
            left = right


def _pictures(paragraph: Any) -> Iterator[str]:
    """Relationships of a paragraph's pictures; the previews of embedded objects are none."""
    for blip in paragraph.iter(BLIP):
        yield blip.get(R_EMBED, "")
    for drawn in paragraph.iter(W + "pict"):
        for data in drawn.iter(VML_PICTURE):
            yield data.get(R_ID, "")


def _rows(table: Any) -> Iterator[Any]:
    for row in _children(table, W + "tr"):
        properties = row.find(W + "trPr")
        if properties is None or properties.find(W + "del") is None:
            yield row


def _children(node: Any, tag: str) -> Iterator[Any]:
    """Children with a tag, also those wrapped in content controls and tracked insertions."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml"):
            yield from _children(child, tag)


def _frames(paragraph: Any) -> Iterator[Any]:
    """Text boxes of a paragraph, each once: drawings keep a second copy for old programs."""
    pending = list(paragraph)
    while pending:
        node = pending.pop(0)
        if node.tag == W + "txbxContent":
            yield node
        elif node.tag == MC + "AlternateContent":
            pending = [*list(node)[:1], *pending]
        else:
            pending = [*node, *pending]


def _vertical(properties: Any) -> VerticalMerge:
    merge = properties.find(W + "vMerge") if properties is not None else None
    if merge is None:
        return "none"
    return "restart" if merge.get(W + "val") == "restart" else "continue"


def _is_hidden(run: Any) -> bool:
    properties = run.find(W + "rPr")
    vanish = properties.find(W + "vanish") if properties is not None else None
    return vanish is not None and vanish.get(W + "val") not in ("0", "false", "off")


def _symbol(code: str) -> str:
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    # symbol fonts live in the private use area; their ASCII half is readable
    return chr(value - 0xF000) if 0xF020 <= value < 0xF07F else chr(value) if value < 0xD800 else ""


def _optional(package: Package, part: str, kind: str) -> Any:
    name = next(iter(package.related(part, kind)), None)
    return package.xml(name) if name and name in package else None


def _title(package: Package) -> str | None:
    if "docProps/core.xml" not in package:
        return None
    node = package.xml("docProps/core.xml").find("{http://purl.org/dc/elements/1.1/}title")
    return (node.text or "").strip() or None if node is not None else None
