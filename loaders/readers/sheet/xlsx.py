"""Office Open XML workbooks (.xlsx, .xlsm): cells as shown and as stored, merges, and everything that is hidden."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from lxml import etree

from loaders.document import Document
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers.package import Package, open_package, refuse_document_type
from loaders.readers.pictures import Pictures
from loaders.readers.sheet import formats
from loaders.readers.sheet.drawings import draw
from loaders.readers.sheet.formulas import Formulas, UnreadError, column_index
from loaders.readers.sheet.layout import Book, Range, Sheet, Value, document
from loaders.readers.sheet.value import number_value

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PRINT_AREA = "_xlnm.Print_Area"
UNREAD = "[illegible]"
"""What a cell shows whose formula has no stored result and is not computed."""

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})$")
_AREA = re.compile(r"\$?([A-Za-z]{1,3})?\$?(\d{1,7})?(?::\$?([A-Za-z]{1,3})?\$?(\d{1,7})?)?$")
_LAST = 1 << 20


def read_xlsx(path: Path, limits: Limits) -> Document:
    """Read a workbook: one page per sheet, hidden sheets included and marked.

    Raises:
        ReadError: `corrupt`, `encrypted`, `too_large`.
    """
    return document(workbook(path, limits), "xlsx", limits)


def workbook(path: Path, limits: Limits) -> Book:
    """The sheets of a workbook as stored; raises like `read_xlsx`."""
    with open_package(path, limits) as package:
        part = next(iter(package.related("", "officeDocument")), "xl/workbook.xml")
        book = package.xml(part)
        reader = _Reader(package, part, book, limits)
        entries = book.findall(f"{M}sheets/{M}sheet")
        if len(entries) > limits.max_pages:
            raise ReadError("too_large", f"more than {limits.max_pages} sheets")
        areas = _print_areas(book)
        sheets = [reader.sheet(entry) for entry in entries]
        reader.compute(sheets)
        for index, sheet in enumerate(sheets):
            sheet.print_area = areas.get(index, [])
    return Book(sheets, _active(book, entries), reader.problems)


class _Reader:
    """What the sheets of one workbook share: strings, styles, the calendar."""

    def __init__(self, package: Package, part: str, book: Any, limits: Limits) -> None:
        self._package = package
        self._parts = package.relationships(part)
        self._limits = limits
        self._strings = _strings(package, part)
        self._codes = _format_codes(package, part)
        properties = book.find(M + "workbookPr")
        self._from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._pictures = Pictures(limits)
        self._problems: list[tuple[str, str]] = []
        self._shows_zeros = True

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What was not read."""
        return [*self._problems, *self._pictures.problems]

    def sheet(self, entry: Any) -> Sheet:
        sheet = Sheet(entry.get("name", ""), hidden=entry.get("state", "visible") != "visible")
        part = self._parts.get(entry.get(R_ID, ""))
        if part is None or part not in self._package:
            self._problems.append(("sheet_missing", sheet.name))
            return sheet
        data = self._package.markup(part)
        refuse_document_type(data)
        self._rows = _RowCounter()
        handlers: dict[str, Callable[[Any, Sheet], None]] = {
            M + "row": self._row,
            M + "col": _column,
            M + "mergeCell": _merge,
            M + "sheetView": self._view,
        }
        events = etree.iterparse(
            io.BytesIO(data),
            tag=tuple(handlers),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
        )
        try:
            for _, element in events:
                handlers[element.tag](element, sheet)
                element.clear()
        except etree.XMLSyntaxError as error:
            if not sheet.cells:
                raise ReadError("corrupt", f"the sheet {sheet.name} is damaged: {error}") from error
            self._problems.append(("sheet_damaged", f"{sheet.name}: {error}"))
        self._shows_zeros = True
        if not sheet.hidden:
            draw(self._package, part, sheet, self._pictures)
        return sheet

    def compute(self, sheets: list[Sheet]) -> None:
        """Give the formulas without a stored result what Excel shows; those that ask for too much are unreadable."""
        formulas = Formulas(sheets)
        for number, sheet in enumerate(sheets):
            unread = 0
            values: dict[tuple[int, int], Value] = {}
            for (row, column), (_, code) in sheet.formulas.items():
                try:
                    found = formulas.result((number, row, column))
                except UnreadError:
                    values[row, column] = Value(UNREAD)
                    unread += 1
                else:
                    values[row, column] = (
                        Value(found) if isinstance(found, str) else self._number(str(found), code)
                    )
            sheet.cells |= values
            sheet.formulas = {}
            if unread:
                self._problems.append(("formula_without_value", f"{sheet.name}: {unread}"))

    def _view(self, element: Any, sheet: Sheet) -> None:
        self._shows_zeros = element.get("showZeros") not in ("0", "false")

    def _row(self, element: Any, sheet: Sheet) -> None:
        row = self._rows.row(element.get("r"))
        if _is_hidden(element, "ht"):
            sheet.hidden_rows.add(row)
        for cell in element:
            if cell.tag != M + "c":
                continue
            column = self._rows.column(cell.get("r"))
            value = self._value(cell)
            if value is not None:
                sheet.cells[row, column] = value
            elif (formula := cell.find(M + "f")) is not None and cell.get("t") != "str":
                sheet.formulas[row, column] = (formula.text or "", self._code(cell.get("s", "0")))
        if len(sheet.cells) + len(sheet.formulas) > self._limits.max_cells:
            raise ReadError("too_large", f"a sheet of more than {self._limits.max_cells} cells")

    def _value(self, cell: Any) -> Value | None:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return Value(_rich(cell.find(M + "is")))
        node = cell.find(M + "v")
        raw = (node.text or "") if node is not None else ""
        if not raw:
            return None
        code = self._code(cell.get("s", "0"))
        if kind == "s":
            index = int(raw)
            return (
                Value(formats.shown_text(self._strings[index], code))
                if 0 <= index < len(self._strings)
                else None
            )
        if kind == "b":
            return Value("TRUE" if raw == "1" else "FALSE", raw)
        if kind in ("str", "e", "d"):
            return Value(_unescape(raw), raw if kind == "d" else None)
        return self._number(raw, code)

    def _number(self, raw: str, code: str) -> Value:
        try:
            number = formats.clean(Decimal(raw))
        except InvalidOperation:
            return Value(raw)
        return number_value(number, code, from_1904=self._from_1904, shows_zeros=self._shows_zeros)

    def _code(self, style: str) -> str:
        index = int(style) if style.isdigit() else 0
        return self._codes[index] if index < len(self._codes) else "General"


class _RowCounter:
    """Addresses of rows and cells that may leave their own out: the next one is meant."""

    def __init__(self) -> None:
        self._row = self._column = -1

    def row(self, number: str | None) -> int:
        self._row = int(number) - 1 if number and number.isdigit() else self._row + 1
        self._column = -1
        return self._row

    def column(self, address: str | None) -> int:
        match = _ADDRESS.match(address or "")
        self._column = column_index(match.group(1)) if match else self._column + 1
        return self._column


def area(text: str) -> Range | None:
    """A cell range such as `$A$1:$F$40`, `A:F` or `1:40`; `None` when it is none (`#REF!`)."""
    match = _AREA.match(text.strip())
    if not match or not any(match.groups()):
        return None
    left, top, right, bottom = match.groups()
    first = (int(top) - 1 if top else 0, column_index(left) if left else 0)
    if right is None and bottom is None:
        return (*first, *first)
    return (*first, int(bottom) - 1 if bottom else _LAST, column_index(right) if right else _LAST)


def _column(element: Any, sheet: Sheet) -> None:
    if _is_hidden(element, "width"):
        sheet.hidden_columns.append((int(element.get("min", "1")) - 1, int(element.get("max", "1")) - 1))


def _is_hidden(element: Any, size: str) -> bool:
    """Whether a row or column is hidden, or drawn to nothing."""
    return element.get("hidden") in ("1", "true") or not (element.get(size) or "1").strip("0.")


def _merge(element: Any, sheet: Sheet) -> None:
    merged = area(element.get("ref", ""))
    if merged is not None:
        sheet.merges.append(merged)


def _print_areas(book: Any) -> dict[int, list[Range]]:
    areas: dict[int, list[Range]] = {}
    for name in book.iterfind(f"{M}definedNames/{M}definedName"):
        index = name.get("localSheetId", "")
        if name.get("name") == PRINT_AREA and index.isdigit():
            parts = [area(part.rpartition("!")[2]) for part in (name.text or "").split(",")]
            areas[int(index)] = [part for part in parts if part is not None]
    return areas


def _active(book: Any, entries: list[Any]) -> str | None:
    view = book.find(f"{M}bookViews/{M}workbookView")
    index = view.get("activeTab", "0") if view is not None else "0"
    return str(entries[int(index)].get("name", "")) if index.isdigit() and int(index) < len(entries) else None


def _strings(package: Package, part: str) -> list[str]:
    name = next(iter(package.related(part, "sharedStrings")), None)
    if name is None or name not in package:
        return []
    return [_rich(item) for item in package.xml(name).iterfind(M + "si")]


def _rich(node: Any) -> str:
    """The text of a string item: its runs, without the phonetic guide."""
    if node is None:
        return ""
    return _unescape(
        "".join(t.text or "" for t in node.iterfind(M + "t"))
        + "".join(t.text or "" for t in node.iterfind(f"{M}r/{M}t"))
    )


def _unescape(text: str) -> str:
    return (
        _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )


def _format_codes(package: Package, part: str) -> list[str]:
    name = next(iter(package.related(part, "styles")), None)
    if name is None or name not in package:
        return []
    styles = package.xml(name)
    own = {
        entry.get("numFmtId", ""): entry.get("formatCode", "")
        for entry in styles.iterfind(f"{M}numFmts/{M}numFmt")
    }
    codes = []
    for style in styles.iterfind(f"{M}cellXfs/{M}xf"):
        key = style.get("numFmtId", "0")
        codes.append(own.get(key) or formats.BUILT_IN.get(int(key) if key.isdigit() else 0, "General"))
    return codes
