"""Binary workbooks (.xls, .et): cells as shown and as stored, merges, and everything that is hidden."""

from __future__ import annotations

import struct
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import olefile

from loaders.document import Document
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers.pictures import Pictures
from loaders.readers.sheet import biff, blips, formats
from loaders.readers.sheet.biff import BIFF8, Record
from loaders.readers.sheet.drawings import paste
from loaders.readers.sheet.layout import Book, Range, Sheet, Value, document
from loaders.readers.sheet.value import number_value

ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}

_BOF, _EOF, _FILEPASS, _WORKSHEET = 0x0809, 0x000A, 0x002F, 0x0010
_PRINT_AREA = "\x06"


def read_xls(path: Path, limits: Limits) -> Document:
    """Read a workbook: one page per sheet, hidden sheets included and marked.

    Raises:
        ReadError: `corrupt`, `encrypted`, `too_large`, `unsupported` for files older than Excel 5.
    """
    return document(workbook(path, limits), "xls", limits)


def workbook(path: Path, limits: Limits) -> Book:
    """The sheets of a workbook as stored; raises like `read_xls`."""
    with olefile.OleFileIO(str(path)) as ole:
        names = {"/".join(entry).lower(): entry for entry in ole.listdir()}
        entry = names.get("workbook") or names.get("book")
        if entry is None:
            raise ReadError("corrupt", "the file holds no workbook")
        stream = ole.openstream(entry).read()
    return parse(stream, limits)


def parse(stream: bytes, limits: Limits) -> Book:
    """The sheets of a workbook stream."""
    book = _Globals(stream)
    if len(book.bounds) > limits.max_pages:
        raise ReadError("too_large", f"more than {limits.max_pages} sheets")
    sheets = []
    problems: list[tuple[str, str]] = []
    files, pictures = blips.stored(bytes(book.drawings)), Pictures(limits)
    for index, (offset, state, name) in enumerate(book.bounds):
        sheet = Sheet(name, hidden=state != 0, print_area=book.print_areas.get(index, []))
        cells = _Cells(book, sheet, limits)
        try:
            cells.read(stream, offset)
        except (struct.error, IndexError) as error:
            if not sheet.cells:
                raise ReadError("corrupt", f"the sheet {name} is damaged: {error}") from error
            problems.append(("sheet_damaged", name))
        for data in () if sheet.hidden else blips.shown(bytes(cells.drawing), files):
            paste(sheet, data, name, pictures)
        sheets.append(sheet)
    active = book.bounds[book.active][2] if book.active < len(book.bounds) else None
    return Book(sheets, active, [*problems, *pictures.problems])


class _Globals:
    """What the sheets share: strings, formats, the calendar, the list of sheets."""

    def __init__(self, stream: bytes) -> None:
        self.version = 0
        self.codec = "gb18030"
        self.from_1904 = False
        self.drawings = bytearray()
        self.active = 0
        self.bounds: list[tuple[int, int, str]] = []
        self.print_areas: dict[int, list[Range]] = {}
        self.strings: list[str] = []
        self._formats: dict[int, str] = {}
        self._styles: list[int] = []
        handlers: dict[int, Callable[[Record], None]] = {
            0x0042: self._code_page,
            0x0022: self._calendar,
            0x003D: self._window,
            0x041E: self._format,
            0x00E0: self._style,
            0x0085: self._bound,
            0x00FC: self._string_table,
            0x0018: self._name,
            0x00EB: self._drawing_group,
        }
        for record in biff.records(stream):
            if record.number == _BOF and not self.version:
                (self.version,) = struct.unpack_from("<H", record.data)
                if self.version not in (BIFF8, 0x0500):
                    raise ReadError("unsupported", "a workbook older than Excel 5")
            elif record.number == _FILEPASS:
                raise ReadError("encrypted", "the workbook is protected by a password")
            elif record.number == _EOF:
                break
            elif record.number in handlers:
                handlers[record.number](record)
        if not self.bounds:
            raise ReadError("corrupt", "the workbook lists no sheet")

    def text(self, data: bytes, at: int, length_bytes: int) -> str:
        if self.version == BIFF8:
            return biff.text(data, at, length_bytes)
        count = int.from_bytes(data[at : at + length_bytes], "little")
        return data[at + length_bytes : at + length_bytes + count].decode(self.codec, "replace")

    def code(self, style: int) -> str:
        """The number format code of a cell's style."""
        key = self._styles[style] if style < len(self._styles) else 0
        return self._formats.get(key) or formats.BUILT_IN.get(key, "General")

    def _code_page(self, record: Record) -> None:
        self.codec = biff.codec(struct.unpack_from("<H", record.data)[0])

    def _drawing_group(self, record: Record) -> None:
        self.drawings += b"".join((record.data, *record.more))

    def _calendar(self, record: Record) -> None:
        self.from_1904 = record.data[:2] == b"\x01\x00"

    def _window(self, record: Record) -> None:
        (self.active,) = struct.unpack_from("<H", record.data, 10)

    def _format(self, record: Record) -> None:
        (key,) = struct.unpack_from("<H", record.data)
        self._formats[key] = self.text(record.data, 2, 2 if self.version == BIFF8 else 1)

    def _style(self, record: Record) -> None:
        self._styles.append(struct.unpack_from("<H", record.data, 2)[0])

    def _bound(self, record: Record) -> None:
        offset, state, kind = struct.unpack_from("<IBB", record.data)
        name = self.text(record.data, 6, 1)
        # charts and macro sheets hold no cells, but print areas count them
        self.bounds.append((offset, state if kind == 0 else 2, name))

    def _string_table(self, record: Record) -> None:
        strings = biff.Strings(record, at=4)
        count = strings.number(4)
        for _ in range(count):
            try:
                self.strings.append(strings.string())
            except ReadError:
                # writers get the count wrong; what is missing shows as blank cells
                break

    def _name(self, record: Record) -> None:
        flags, _, length, size, _, sheet = struct.unpack_from("<HBBHHH", record.data)
        if self.version != BIFF8 or not flags & 0x20 or not sheet or length != 1:
            return
        if biff.Strings(record, at=14).characters(1) == _PRINT_AREA:
            areas = biff.areas(record.data[16 : 16 + size])
            if areas:
                self.print_areas[sheet - 1] = areas


class _Cells:
    """Fills one sheet from its records."""

    def __init__(self, book: _Globals, sheet: Sheet, limits: Limits) -> None:
        self._book = book
        self._sheet = sheet
        self._limits = limits
        self._shows_zeros = True
        self._pending: tuple[int, int, str] | None = None
        self.drawing = bytearray()
        self._handlers: dict[int, Callable[[Record], None]] = {
            0x0208: self._row,
            0x007D: self._columns,
            0x00E5: self._merged,
            0x023E: self._window,
            0x00FD: self._shared_string,
            0x0204: self._label,
            0x00D6: self._label,
            0x0203: self._double,
            0x027E: self._packed,
            0x00BD: self._many_packed,
            0x0006: self._formula,
            0x0207: self._formula_text,
            0x0205: self._bool_or_error,
            0x00EC: self._drawing,
        }

    def read(self, stream: bytes, offset: int) -> None:
        depth = 0
        for record in biff.records(stream, offset):
            if record.number == _BOF:
                if not depth and struct.unpack_from("<H", record.data, 2)[0] != _WORKSHEET:
                    return
                depth += 1
            elif record.number == _EOF:
                depth -= 1
                if depth <= 0:
                    return
            elif depth == 1 and record.number in self._handlers:
                self._handlers[record.number](record)
                if len(self._sheet.cells) > self._limits.max_cells:
                    raise ReadError("too_large", f"a sheet of more than {self._limits.max_cells} cells")

    def _drawing(self, record: Record) -> None:
        self.drawing += b"".join((record.data, *record.more))

    def _row(self, record: Record) -> None:
        row, flags = struct.unpack_from("<H10xH", record.data)
        if flags & 0x20:
            self._sheet.hidden_rows.add(row)

    def _columns(self, record: Record) -> None:
        first, last, width, _, flags = struct.unpack_from("<HHHHH", record.data)
        if flags & 1 or not width:
            self._sheet.hidden_columns.append((first, last))

    def _merged(self, record: Record) -> None:
        (count,) = struct.unpack_from("<H", record.data)
        for index in range(min(count, (len(record.data) - 2) // 8)):
            top, bottom, left, right = struct.unpack_from("<HHHH", record.data, 2 + index * 8)
            self._sheet.merges.append((top, left, bottom, right))

    def _window(self, record: Record) -> None:
        self._shows_zeros = bool(struct.unpack_from("<H", record.data)[0] & 0x10)

    def _shared_string(self, record: Record) -> None:
        row, column, style, index = struct.unpack_from("<HHHI", record.data)
        if index < len(self._book.strings):
            self._text(row, column, style, self._book.strings[index])

    def _label(self, record: Record) -> None:
        row, column, style = struct.unpack_from("<HHH", record.data)
        self._text(row, column, style, self._book.text(record.data, 6, 2))

    def _double(self, record: Record) -> None:
        row, column, style = struct.unpack_from("<HHH", record.data)
        self._number(row, column, style, biff.double(record.data, 6))

    def _packed(self, record: Record) -> None:
        row, column, style, code = struct.unpack_from("<HHHI", record.data)
        self._number(row, column, style, biff.packed(code))

    def _many_packed(self, record: Record) -> None:
        row, first = struct.unpack_from("<HH", record.data)
        for index in range((len(record.data) - 6) // 6):
            style, code = struct.unpack_from("<HI", record.data, 4 + index * 6)
            self._number(row, first + index, style, biff.packed(code))

    def _formula(self, record: Record) -> None:
        row, column, style = struct.unpack_from("<HHH", record.data)
        result = record.data[6:14]
        self._pending = None
        if result[6:8] != b"\xff\xff":
            self._number(row, column, style, biff.double(result))
        elif result[0] == 0:
            self._pending = (row, column, self._book.code(style))
        elif result[0] in (1, 2):
            self._put(row, column, _bool_or_error(result[2], result[0] == 2))

    def _formula_text(self, record: Record) -> None:
        if self._pending is None:
            return
        row, column, code = self._pending
        self._pending = None
        if self._book.version == BIFF8:
            text = biff.Strings(record).string()
        else:
            text = self._book.text(record.data, 0, 2)
        self._put(row, column, Value(formats.shown_text(text, code)))

    def _bool_or_error(self, record: Record) -> None:
        row, column, _, value, is_error = struct.unpack_from("<HHHBB", record.data)
        self._put(row, column, _bool_or_error(value, bool(is_error)))

    def _text(self, row: int, column: int, style: int, text: str) -> None:
        self._put(row, column, Value(formats.shown_text(text.replace("\r\n", "\n"), self._book.code(style))))

    def _number(self, row: int, column: int, style: int, number: Decimal) -> None:
        value = number_value(
            formats.clean(number),
            self._book.code(style),
            from_1904=self._book.from_1904,
            shows_zeros=self._shows_zeros,
        )
        self._put(row, column, value)

    def _put(self, row: int, column: int, value: Value) -> None:
        self._sheet.cells[row, column] = value


def _bool_or_error(value: int, is_error: bool) -> Value:
    if is_error:
        return Value(ERRORS.get(value, "#ERROR!"))
    return Value("TRUE" if value else "FALSE", str(value))
