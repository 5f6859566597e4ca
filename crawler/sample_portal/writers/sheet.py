"""Workbooks, one sheet a table: .xlsx by openpyxl, .xls (BIFF8) by xlwt. Amounts are numbers with a display format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import xlwt  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter

from crawler.sample_portal.sheets import Grid
from crawler.sample_portal.writers.stable import without_clock

AMOUNT = re.compile(r"-?\d+\.\d\d")
THIN = Side(style="thin")


def write_xlsx(grids: Sequence[Grid], path: Path) -> None:
    """Write one sheet a table."""
    book = openpyxl.Workbook()
    book.properties.creator = ""
    del book["Sheet"]
    for number, grid in enumerate(grids, start=1):
        sheet = book.create_sheet(_sheet_name(number, grid))
        above = _above(grid)
        width = len(grid.cells[0])
        for row, line in enumerate(above, start=1):
            sheet.cell(row, 1, line).alignment = Alignment(horizontal="center" if row == 1 else "right")
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
        for row, texts in enumerate(grid.cells, start=len(above) + 1):
            for column, text in enumerate(texts, start=1):
                cell = sheet.cell(row, column)
                cell.border = Border(THIN, THIN, THIN, THIN)
                if text and AMOUNT.fullmatch(text):
                    cell.value = float(
                        text
                    )  # a workbook stores binary doubles: this is the edge where money meets them
                    cell.number_format = "#,##0.00"
                elif text:
                    cell.value = text
        for row, column, high, wide in grid.spans:
            top = row + len(above) + 1
            sheet.merge_cells(
                start_row=top, start_column=column + 1, end_row=top + high - 1, end_column=column + wide
            )
        for offset, note in enumerate(grid.notes):
            sheet.cell(len(above) + len(grid.cells) + 1 + offset, 1, note)
        for column, share in enumerate(grid.widths):
            sheet.column_dimensions[get_column_letter(column + 1)].width = 7 + 4 * share
    book.save(path)
    without_clock(path)


def write_xls(grids: Sequence[Grid], path: Path) -> None:
    """Write one sheet a table in the old binary format."""
    book = xlwt.Workbook(encoding="utf-8")
    ruled = "borders: left thin, right thin, top thin, bottom thin"
    plain, amount = xlwt.easyxf(ruled), xlwt.easyxf(ruled, num_format_str="#,##0.00")
    centred = xlwt.easyxf("align: horiz center")
    for number, grid in enumerate(grids, start=1):
        sheet = book.add_sheet(_sheet_name(number, grid))
        above = _above(grid)
        width = len(grid.cells[0])
        for row, line in enumerate(above):
            sheet.write_merge(row, row, 0, width - 1, line, centred)
        covered = {
            (row + down, column + right): (row, column)
            for row, column, high, wide in grid.spans
            for down in range(high)
            for right in range(wide)
        }
        for row, column, high, wide in grid.spans:
            top = row + len(above)
            sheet.write_merge(top, top + high - 1, column, column + wide - 1, grid.cells[row][column], plain)
        for row, texts in enumerate(grid.cells):
            for column, text in enumerate(texts):
                if (row, column) in covered:
                    continue
                number_cell = bool(text and AMOUNT.fullmatch(text))
                value = float(text) if text and number_cell else text
                sheet.write(row + len(above), column, value, amount if number_cell else plain)
        for offset, note in enumerate(grid.notes):
            sheet.write(len(above) + len(grid.cells) + offset, 0, note)
    book.save(str(path))


def _above(grid: Grid) -> list[str]:
    lines = [
        grid.title,
        grid.form_number,
        "    ".join(filter(None, (grid.unit_name, grid.period, grid.currency_unit))),
    ]
    return [line for line in lines if line]


def _sheet_name(number: int, grid: Grid) -> str:
    return f"{number:02d}{grid.title.replace('“', '').replace('”', '')}"[:31]
