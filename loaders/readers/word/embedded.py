"""Workbooks inside Word files: a 公开01表 may be an Excel object of nine sheets of which the page shows one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import olefile

from loaders.document import Table
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers.sheet import xls, xlsx
from loaders.readers.sheet.layout import Book, page

ENGINE = "embedded workbook"
_ZIP = b"PK\x03\x04"


def in_part(data: bytes, limits: Limits) -> Iterator[Table]:
    """The tables of an embedded part of a .docx: a workbook, or an OLE file around one."""
    if data.startswith(_ZIP):
        yield from _tables(_from_package(data, limits), limits)
    elif olefile.isOleFile(data):
        with olefile.OleFileIO(data) as ole:
            yield from in_storage(ole, [], limits)


def in_storage(ole: Any, path: list[str], limits: Limits) -> Iterator[Table]:
    """The tables of an object's storage (`ObjectPool/_…`), as they stand on page 1 of the host.

    Sheets other than the one the object opens with are `hidden`; an object that is no workbook, or a broken one, has none.
    """
    for name in ("Workbook", "Book", "Package"):
        if ole.exists([*path, name]):
            data = ole.openstream([*path, name]).read()
            yield from _tables(
                _from_package(data, limits) if name == "Package" else _from_stream(data, limits), limits
            )
            return


def _from_package(data: bytes, limits: Limits) -> Book:
    # the package reader wants a path; the folder is this process's own work folder
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "embedded.xlsx"
        file.write_bytes(data)
        try:
            return xlsx.workbook(file, limits)
        except ReadError:
            return Book([])


def _from_stream(data: bytes, limits: Limits) -> Book:
    try:
        return xls.parse(data, limits)
    except ReadError:
        return Book([])


def _tables(book: Book, limits: Limits) -> Iterator[Table]:
    for sheet in book.sheets:
        sheet.hidden = sheet.hidden or (book.active is not None and sheet.name != book.active)
        for block in page(sheet, 1, ENGINE, limits).blocks:
            if isinstance(block, Table):
                yield block
