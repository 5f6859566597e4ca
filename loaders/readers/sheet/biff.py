"""The record stream of .xls files (BIFF5 and BIFF8): records, strings cut by CONTINUE, packed numbers.

Source: [MS-XLS] Excel Binary File Format. Doubles become decimals here, at once, by their shortest text.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from loaders.errors import ReadError
from loaders.readers.sheet.layout import Range

BIFF8 = 0x0600
CONTINUE = 0x003C

_CODEPAGES = {
    1200: "utf-16-le",
    936: "gb18030",
    950: "big5hkscs",
    10008: "gb18030",
    10002: "big5hkscs",
    32768: "mac-roman",
}


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its number, its bytes, and the bytes of the CONTINUE records behind it."""

    number: int
    data: bytes
    more: tuple[bytes, ...] = ()


def records(stream: bytes, position: int = 0) -> Iterator[Record]:
    """The records from `position` on, each with its continuations; a record cut off by the end of the stream ends it."""
    number, data, more = -1, b"", []
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        position += 4
        if position + size > len(stream):
            break
        body = stream[position : position + size]
        position += size
        if kind == CONTINUE:
            more.append(body)
            continue
        if number >= 0:
            yield Record(number, data, tuple(more))
        number, data, more = kind, body, []
    if number >= 0:
        yield Record(number, data, tuple(more))


def double(data: bytes, at: int = 0) -> Decimal:
    """An IEEE double as the decimal it was meant to be; infinities and NaN are 0, as no cell can hold them."""
    (value,) = struct.unpack_from("<d", data, at)
    return Decimal(repr(value)) if value - value == 0 else Decimal(0)


def packed(code: int) -> Decimal:
    """An RK number: thirty bits of an integer or of a double, perhaps in hundredths."""
    if code & 2:
        whole = code >> 2
        value = Decimal(whole - (1 << 30) if whole & (1 << 29) else whole)
    else:
        value = double(b"\x00\x00\x00\x00" + struct.pack("<I", code & 0xFFFFFFFC))
    return value / 100 if code & 1 else value


def codec(page: int) -> str:
    """Python's name for the code page of a BIFF5 file."""
    name = _CODEPAGES.get(page, f"cp{page}")
    try:
        "".encode(name)
    except LookupError:
        return "gb18030"
    return name


def text(data: bytes, at: int, length_bytes: int) -> str:
    """A BIFF8 string inside one record: a length of one or two bytes, flags, characters."""
    count = int.from_bytes(data[at : at + length_bytes], "little")
    return Strings(Record(0, data[at + length_bytes :])).characters(count)


class Strings:
    """Reads BIFF8 strings across record boundaries: after a cut the characters go on with a flag byte of their own."""

    def __init__(self, record: Record, at: int = 0) -> None:
        self._parts = [record.data, *record.more]
        self._part = 0
        self._at = at

    def number(self, size: int) -> int:
        """An unsigned integer."""
        return int.from_bytes(self._take(size), "little")

    def string(self) -> str:
        """A string with a length of two bytes, its formatting runs and phonetic data skipped."""
        return self.characters(self.number(2))

    def characters(self, count: int) -> str:
        """Flags and `count` characters."""
        flags = self.number(1)
        runs = self.number(2) if flags & 8 else 0
        phonetic = self.number(4) if flags & 4 else 0
        pieces = []
        wide = flags & 1
        while count:
            room = len(self._parts[self._part]) - self._at
            if room <= 0:
                self._next()
                wide = self.number(1) & 1
                continue
            take = min(count, room // 2 if wide else room)
            if not take:
                raise ReadError("corrupt", "a string is cut inside a character")
            raw = self._take(take * 2 if wide else take)
            pieces.append(raw.decode("utf-16-le" if wide else "latin-1", "replace"))
            count -= take
        self._skip(runs * 4 + phonetic)
        return "".join(pieces)

    def _take(self, size: int) -> bytes:
        part = self._parts[self._part]
        if self._at >= len(part) and size:
            self._next()
            part = self._parts[self._part]
        taken = part[self._at : self._at + size]
        if len(taken) < size:
            raise ReadError("corrupt", "a record is shorter than it says")
        self._at += size
        return taken

    def _skip(self, size: int) -> None:
        while size:
            room = len(self._parts[self._part]) - self._at
            if room <= 0:
                self._next()
                continue
            step = min(size, room)
            self._at += step
            size -= step

    def _next(self) -> None:
        self._part += 1
        self._at = 0
        if self._part >= len(self._parts):
            raise ReadError("corrupt", "a string goes on behind the end of its record")


def areas(formula: bytes) -> list[Range]:
    """The ranges of a print area's formula: areas joined by unions, perhaps inside one memory function."""
    found = []
    at = 0
    while at < len(formula):
        token = formula[at]
        if token in (0x3B, 0x5B, 0x7B) and at + 11 <= len(formula):
            top, bottom, left, right = struct.unpack_from("<HHHH", formula, at + 3)
            found.append((top, left & 0x3FFF, bottom, right & 0x3FFF))
            at += 11
        elif token in (0x3A, 0x5A, 0x7A) and at + 7 <= len(formula):
            row, column = struct.unpack_from("<HH", formula, at + 3)
            found.append((row, column & 0x3FFF, row, column & 0x3FFF))
            at += 7
        elif token == 0x29:
            at += 3
        elif token in (0x10, 0x15):
            at += 1
        else:
            return []
    return found
