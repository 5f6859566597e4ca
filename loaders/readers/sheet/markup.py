"""Excel 2003's XML workbooks: report programs write them, mostly under the name .xls."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from loaders.document import Document
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers.package import parse_xml
from loaders.readers.sheet import formats
from loaders.readers.sheet.layout import Book, Sheet, Value, document
from loaders.readers.sheet.value import number_value

SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
X = "{urn:schemas-microsoft-com:office:excel}"

_NAMED = {"Standard": "#,##0.00", "Fixed": "0.00", "Percent": "0.00%", "Scientific": "0.00E+00"}
_FLAG = ("1", "true")


def read_markup(path: Path, limits: Limits) -> Document:
    """Read a workbook: one page per sheet, hidden sheets included and marked.

    Raises:
        ReadError: `corrupt`, `too_large`.
    """
    if path.stat().st_size > limits.part_bytes:
        raise ReadError("too_large", f"more than {limits.part_bytes} bytes of XML")
    root = parse_xml(path.read_bytes())
    entries = root.findall(SS + "Worksheet")
    if len(entries) > limits.max_pages:
        raise ReadError("too_large", f"more than {limits.max_pages} sheets")
    codes = _codes(root)
    return document(Book([_sheet(entry, codes, limits) for entry in entries]), "xml-workbook", limits)


def _codes(root: Any) -> dict[str, str]:
    """Style → number format code, a style's own before its parent's."""
    codes: dict[str, str] = {}
    for style in root.iterfind(f"{SS}Styles/{SS}Style"):
        own = style.find(SS + "NumberFormat")
        code = own.get(SS + "Format") if own is not None else codes.get(style.get(SS + "Parent", ""))
        codes[style.get(SS + "ID", "")] = _NAMED.get(code or "", code or "General")
    return codes


def _sheet(entry: Any, codes: dict[str, str], limits: Limits) -> Sheet:
    shown = entry.findtext(f"{X}WorksheetOptions/{X}Visible", "SheetVisible")
    sheet = Sheet(entry.get(SS + "Name", ""), hidden=shown != "SheetVisible")
    column = 0
    for node in entry.iterfind(f"{SS}Table/{SS}Column"):
        column = _number(node, "Index", column + 1)
        last = column + _number(node, "Span", 0)
        if node.get(SS + "Hidden") in _FLAG:
            sheet.hidden_columns.append((column - 1, last - 1))
        column = last
    row = 0
    for node in entry.iterfind(f"{SS}Table/{SS}Row"):
        row = _number(node, "Index", row + 1)
        last = row + _number(node, "Span", 0)
        if node.get(SS + "Hidden") in _FLAG:
            sheet.hidden_rows.update(range(row - 1, last))
        _cells(node, row - 1, sheet, codes, limits)
        row = last
    return sheet


def _cells(row: Any, number: int, sheet: Sheet, codes: dict[str, str], limits: Limits) -> None:
    column = 0
    for node in row.iterfind(SS + "Cell"):
        column = _number(node, "Index", column + 1)
        right, down = _number(node, "MergeAcross", 0), _number(node, "MergeDown", 0)
        if right or down:
            sheet.merges.append((number, column - 1, number + down, column - 1 + right))
        data = node.find(SS + "Data")
        text = "".join(data.itertext()) if data is not None else ""
        if data is not None and text:
            code = codes.get(node.get(SS + "StyleID", "Default"), "General")
            sheet.cells[number, column - 1] = _value(data.get(SS + "Type", "String"), text, code)
            if len(sheet.cells) > limits.max_cells:
                raise ReadError("too_large", f"a sheet of more than {limits.max_cells} cells")
        column += right


def _value(kind: str, text: str, code: str) -> Value:
    if kind != "Number":
        return Value(formats.shown_text(text, code) if kind == "String" else text)
    try:
        return number_value(formats.clean(Decimal(text)), code, from_1904=False, shows_zeros=True)
    except InvalidOperation:
        return Value(text)


def _number(node: Any, name: str, default: int) -> int:
    text = node.get(SS + name, "")
    return min(int(text[:8]), 1 << 20) if text.isascii() and text.isdigit() else default
