"""The bones of a binary Word file: text pieces, and the properties of paragraphs and characters by file position.

Source: [MS-DOC] Word Binary File Format (Word 97 and later; WPS Writer writes the same). Positions: a *cp* counts characters of
the text, an *fc* counts bytes of the `WordDocument` stream; pieces map one to the other.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from loaders.errors import ReadError

PAGE = 512

_MAGIC = 0xA5EC
_WORD97 = 0x00C1
_LISTS = 0x2E2
_ENCRYPTED, _TABLE1 = 0x0100, 0x0200
# operand size by the top three bits of a sprm; 6 is variable
_OPERAND = (1, 1, 2, 4, 2, 2, 0, 3)
_DEFINE_TABLE = (0xD608, 0xD606)
_CHANGE_TABS = 0xC615
_HUGE = (0x6646, 0x6645)

_Run = tuple[int, int, tuple[int, bytes]]

Properties = dict[int, bytes]
"""Sprm → operand; a later sprm of the same number overrides."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: characters `first … last - 1`, stored from byte `offset` in one or two bytes each."""

    first: int
    last: int
    offset: int
    wide: bool
    extra: bytes = b""

    def position(self, cp: int) -> int:
        """The byte position of a character."""
        return self.offset + (cp - self.first) * (2 if self.wide else 1)


@dataclass(frozen=True, slots=True)
class Parts:
    """How many characters each part of the text has, in the order they stand in."""

    body: int
    footnotes: int
    headers: int
    comments: int
    endnotes: int
    text_boxes: int


@dataclass(slots=True)
class _Runs:
    """Byte ranges with properties, sorted."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    grpprls: list[tuple[int, bytes]] = field(default_factory=list)

    def at(self, position: int) -> tuple[int, bytes]:
        index = bisect_right(self.starts, position) - 1
        if index < 0 or position >= self.ends[index]:
            return 0, b""
        return self.grpprls[index]


class Binary:
    """The streams of one file, addressed by character position."""

    def __init__(self, main: bytes, tables: dict[str, bytes], data: bytes) -> None:
        if len(main) < 0x1AA or struct.unpack_from("<H", main)[0] != _MAGIC:
            raise ReadError("corrupt", "the Word stream has no valid header")
        version, flags = struct.unpack_from("<H6xH", main, 2)
        if version < _WORD97:
            raise ReadError("unsupported", "a file of Word 95 or older")
        if flags & _ENCRYPTED:
            raise ReadError("encrypted", "the document is protected by a password")
        self._main = main
        self._table = tables.get("1Table" if flags & _TABLE1 else "0Table", b"")
        self.data = data
        counts = struct.unpack_from("<8i", main, 0x4C)
        self.parts = Parts(counts[0], counts[1], counts[2], counts[4], counts[5], counts[6])
        self.pieces = list(self._pieces())
        if not self.pieces:
            raise ReadError("corrupt", "the document has no piece table")
        self._firsts = [piece.first for piece in self.pieces]
        self._paragraphs = self._runs(0x102, self._paragraph_page)
        self._characters = self._runs(0xFA, self._character_page)
        self.heading_styles = self._styles()

    def text(self, first: int, last: int) -> str:
        """Characters `first … last - 1`; one character a position, so indexes stay positions."""
        return "".join(
            self._decoded(piece, max(first, piece.first), min(last, piece.last))
            for piece in self._pieces_between(first, last)
        )

    def paragraph(self, cp: int) -> tuple[int, Properties]:
        """Style index and properties of the paragraph whose mark is character `cp`."""
        piece = self._piece(cp)
        return self._paragraphs.at(piece.position(cp))[0], dict(self.paragraph_changes(cp))

    def paragraph_changes(self, cp: int) -> Iterator[tuple[int, bytes]]:
        """The sprms of that paragraph in order, for those whose order matters (table rows)."""
        piece = self._piece(cp)
        for number, operand in sprms(self._paragraphs.at(piece.position(cp))[1] + piece.extra):
            yield number, operand
            if number in _HUGE:
                yield from sprms(self._huge(operand))

    def character(self, cp: int) -> Properties:
        """The properties of character `cp`."""
        return dict(sprms(self._characters.at(self._piece(cp).position(cp))[1]))

    def character_ranges(self, first: int, last: int) -> Iterator[tuple[int, int, Properties]]:
        """Ranges of characters with properties of their own between two positions."""
        for piece in self._pieces_between(first, last):
            width = 2 if piece.wide else 1
            begin, end = piece.position(max(first, piece.first)), piece.position(min(last, piece.last))
            index = max(0, bisect_right(self._characters.starts, begin) - 1)
            while index < len(self._characters.starts) and self._characters.starts[index] < end:
                low, high = max(begin, self._characters.starts[index]), min(end, self._characters.ends[index])
                grpprl = self._characters.grpprls[index][1]
                if low < high and grpprl:
                    yield (
                        piece.first + (low - piece.offset) // width,
                        piece.first + (high - piece.offset) // width,
                        dict(sprms(grpprl)),
                    )
                index += 1

    def table_part(self, at: int) -> bytes:
        """The bytes of the table stream that the header's pair of offset and length at `at` points to."""
        if at + 8 > len(self._main):
            return b""
        offset, size = struct.unpack_from("<II", self._main, at)
        return self._table[offset : offset + size]

    def list_tables(self) -> tuple[bytes, bytes, bytes]:
        """List headers, list levels (they follow the headers), and what number ids mean."""
        levels = b""
        if len(self._main) >= _LISTS + 8:
            offset, size = struct.unpack_from("<II", self._main, _LISTS)
            levels = self._table[offset + size :] if size else b""
        return self.table_part(_LISTS), levels, self.table_part(_LISTS + 8)

    def _pieces_between(self, first: int, last: int) -> Iterator[Piece]:
        for index in range(max(0, bisect_right(self._firsts, first) - 1), len(self.pieces)):
            piece = self.pieces[index]
            if piece.first >= last:
                return
            if piece.last > first:
                yield piece

    def _piece(self, cp: int) -> Piece:
        return self.pieces[max(0, bisect_right(self._firsts, cp) - 1)]

    def _decoded(self, piece: Piece, first: int, last: int) -> str:
        raw = self._main[piece.position(first) : piece.position(last)]
        if not piece.wide:
            return raw.decode("cp1252", "replace").ljust(last - first, "\0")
        # a surrogate pair takes two positions here as it does there
        units = struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])
        return "".join(map(chr, units)).ljust(last - first, "\0")

    def _pieces(self) -> Iterator[Piece]:
        clx = self.table_part(0x1A2)
        at = 0
        changes: list[bytes] = []
        while at + 3 <= len(clx) and clx[at] == 1:
            (size,) = struct.unpack_from("<H", clx, at + 1)
            changes.append(clx[at + 3 : at + 3 + size])
            at += 3 + size
        if at + 5 > len(clx) or clx[at] != 2:
            return
        plc = clx[at + 5 : at + 5 + struct.unpack_from("<I", clx, at + 1)[0]]
        count = (len(plc) - 4) // 12
        positions = struct.unpack_from(f"<{count + 1}I", plc)
        room, reached = len(self._main), 0  # no text is longer than the stream that holds it
        for index in range(count):
            first, last = positions[index], positions[index + 1]
            if not reached <= first < last <= first + room:
                continue
            room, reached = room - (last - first), last
            offset, prm = struct.unpack_from("<2xIH", plc, (count + 1) * 4 + index * 8)
            wide = not offset & 0x40000000
            start = offset & 0x3FFFFFFF if wide else (offset & 0x3FFFFFFF) // 2
            change = changes[prm >> 1] if prm & 1 and prm >> 1 < len(changes) else b""
            yield Piece(first, last, start, wide, change)

    def _runs(self, at: int, read_page: Callable[[bytes], Iterator[_Run]]) -> _Runs:
        plc = self.table_part(at)
        count = max(0, (len(plc) - 4) // 8)
        found: list[_Run] = []
        # a page counts once and bytes belong to one run: forged tables repeat them a million times
        for number in dict.fromkeys(struct.unpack_from(f"<{count}I", plc, (count + 1) * 4) if count else ()):
            page = self._main[(number & 0x3FFFFF) * PAGE : ((number & 0x3FFFFF) + 1) * PAGE]
            if len(page) == PAGE:
                found.extend(read_page(page))
        found.sort(key=lambda run: run[0])
        runs = _Runs()
        for start, end, grpprl in found:
            if runs.ends and start < runs.ends[-1]:
                continue
            runs.starts.append(start)
            runs.ends.append(end)
            runs.grpprls.append(grpprl)
        return runs

    def _paragraph_page(self, page: bytes) -> Iterator[_Run]:
        count = min(page[-1], (PAGE - 5) // 17)
        bounds = struct.unpack_from(f"<{count + 1}I", page)
        for index in range(count):
            at = page[(count + 1) * 4 + index * 13] * 2
            size = page[at] * 2 - 1
            if not page[at]:
                at += 1
                size = page[at] * 2
            entry = page[at + 1 : at + 1 + size] if at else b""
            style = int.from_bytes(entry[:2], "little")
            yield bounds[index], bounds[index + 1], (style, entry[2:])

    def _character_page(self, page: bytes) -> Iterator[_Run]:
        count = min(page[-1], (PAGE - 5) // 5)
        bounds = struct.unpack_from(f"<{count + 1}I", page)
        for index in range(count):
            at = page[(count + 1) * 4 + index] * 2
            yield bounds[index], bounds[index + 1], (0, page[at + 1 : at + 1 + page[at]] if at else b"")

    def _huge(self, operand: bytes) -> bytes:
        (at,) = struct.unpack("<I", operand)
        size = int.from_bytes(self.data[at : at + 2], "little")
        return self.data[at + 2 : at + 2 + size]

    def _styles(self) -> dict[int, int]:
        """Style index → heading level: built-in styles 1 … 9 are headings, and what is based on them."""
        sheet = self.table_part(0xA2)
        levels: dict[int, int] = {}
        bases: dict[int, int] = {}
        at = 2 + int.from_bytes(sheet[:2], "little")
        index = 0
        while at + 2 <= len(sheet) and index < 4096:
            size = int.from_bytes(sheet[at : at + 2], "little")
            if size >= 4:
                known, base = struct.unpack_from("<HH", sheet[at + 2 :].ljust(4, b"\0"))
                if 1 <= known & 0xFFF <= 9:
                    levels[index] = known & 0xFFF
                bases[index] = base >> 4
            at += 2 + size + size % 2
            index += 1
        for style in bases:
            seen, base = {style}, style
            while base not in levels and base in bases and bases[base] not in seen:
                base = bases[base]
                seen.add(base)
            if base in levels:
                levels[style] = levels[base]
        return levels


def sprms(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    """The property changes of a list; a list cut short ends quietly."""
    at = 0
    while at + 2 <= len(grpprl):
        (number,) = struct.unpack_from("<H", grpprl, at)
        at += 2
        size = _OPERAND[number >> 13]
        if number in _DEFINE_TABLE:
            size = max(0, int.from_bytes(grpprl[at : at + 2], "little") - 1)
            at += 2
        elif not size:
            if at >= len(grpprl):
                return
            size = grpprl[at]
            at += 1
            if number == _CHANGE_TABS and size == 255:
                deleted = grpprl[at] if at < len(grpprl) else 0
                added_at = at + 1 + deleted * 4
                size = 2 + deleted * 4 + (grpprl[added_at] if added_at < len(grpprl) else 0) * 3
        if at + size > len(grpprl):
            return
        yield number, grpprl[at : at + size]
        at += size
