"""Workbooks inside Word files: a 公开01表 may be an Excel object of nine sheets of which the page shows one."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from loaders.document import Table
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers.sheet import xls, xlsx
from loaders.readers.sheet.layout import Book, page
from loaders.sniff import sniff

WORKBOOKS: dict[str, Callable[[Path, Limits], Book]] = {
    "xlsx": xlsx.workbook,
    "xls": xls.workbook,
    "et": xls.workbook,
}


def embedded_tables(data: bytes, limits: Limits) -> Iterator[Table]:
    """The tables of an embedded workbook as they stand on page 1 of the host; sheets other than the one shown are `hidden`."""
    # workbook readers want a path; the folder is this process's own work folder
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "embedded"
        file.write_bytes(data)
        opener = WORKBOOKS.get(sniff(file))
        if opener is None:
            return
        try:
            book = opener(file, limits)
        except ReadError:
            return
    for sheet in book.sheets:
        sheet.hidden = sheet.hidden or (book.active is not None and sheet.name != book.active)
        for block in page(sheet, 1, "embedded workbook", limits).blocks:
            if isinstance(block, Table):
                yield block
