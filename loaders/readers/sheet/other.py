"""The rarer workbook formats (.xlsb, .ods) through calamine: values and merges, without number formats or hidden rows."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from loaders.document import Document
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers.sheet import formats
from loaders.readers.sheet.layout import Book, Sheet, Value, document


def read_other(path: Path, limits: Limits) -> Document:
    """Read a workbook: one page per sheet; numbers come as stored, since calamine does not tell how they are shown.

    Raises:
        ReadError: `corrupt`, `too_large`.
    """
    book = CalamineWorkbook.from_path(str(path))
    sheets = []
    for entry in book.sheets_metadata:
        if entry.typ != SheetTypeEnum.WorkSheet:
            continue
        found = book.get_sheet_by_name(entry.name)
        if found.total_height * found.total_width > limits.max_cells * 8:
            raise ReadError("too_large", f"the sheet {entry.name} is too large")
        sheet = Sheet(entry.name, hidden=entry.visible != SheetVisibleEnum.Visible)
        for row, values in enumerate(found.to_python(skip_empty_area=False)):
            for column, value in enumerate(values):
                if value != "":
                    sheet.cells[row, column] = _value(value)
        sheet.merges = [(*first, *last) for first, last in found.merged_cell_ranges or ()]
        sheets.append(sheet)
    return document(Book(sheets), "calamine", limits)


def _value(value: int | float | str | bool | time | date | datetime | timedelta) -> Value:
    if isinstance(value, bool):
        return Value(str(value).upper(), str(int(value)))
    if isinstance(value, int | float):
        number = formats.clean(Decimal(repr(value)))
        return Value(formats.general(number), formats.plain(number))
    if isinstance(value, str):
        return Value(value)
    return Value(str(value), str(value))
