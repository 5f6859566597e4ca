"""One module per format; every reader returns a `loaders.document.Document`."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable
from pathlib import Path

from loaders.document import Document
from loaders.errors import ReadError
from loaders.limits import Limits

Reader = Callable[[Path, Limits], Document]

READERS: dict[str, str] = {
    "pdf": "loaders.readers.ocr.files:read_pdf",
    "docx": "loaders.readers.word.docx:read_docx",
    "doc": "loaders.readers.word.doc:read_doc",
    "wps": "loaders.readers.word.doc:read_doc",
    "rtf": "loaders.readers.word.rtf:read_rtf",
    "xml-document": "loaders.readers.word.markup:read_markup",
    "xlsx": "loaders.readers.sheet.xlsx:read_xlsx",
    "xls": "loaders.readers.sheet.xls:read_xls",
    "et": "loaders.readers.sheet.xls:read_xls",
    "xlsb": "loaders.readers.sheet.other:read_other",
    "ods": "loaders.readers.sheet.other:read_other",
    "xml-workbook": "loaders.readers.sheet.markup:read_markup",
    "html": "loaders.readers.web.html:read_html",
    "mht": "loaders.readers.web.mht:read_mht",
    "ofd": "loaders.readers.ocr.files:read_ofd",
    "text": "loaders.readers.text:read_text",
    "jpeg": "loaders.readers.ocr.files:read_image",
    "png": "loaders.readers.ocr.files:read_image",
    "gif": "loaders.readers.ocr.files:read_image",
    "bmp": "loaders.readers.ocr.files:read_image",
    "tiff": "loaders.readers.ocr.files:read_image",
    "webp": "loaders.readers.ocr.files:read_image",
}
"""Media type → `module:function`; imported on first use."""


def read(path: Path, media_type: str, limits: Limits) -> Document:
    """Read one file of a known media type.

    Raises:
        ReadError: with the `file.status` the file ends with: `unsupported` for a type nobody reads, `encrypted`, `corrupt`,
            `too_large`.
    """
    if media_type == "empty":
        raise ReadError("corrupt", "the file is empty")
    if media_type == "encrypted-office":
        raise ReadError("encrypted", "the Office file is protected by a password")
    if media_type == "ole":
        raise ReadError("corrupt", "a compound file without a readable directory")
    if media_type not in READERS:
        raise ReadError("unsupported", f"no reader for {media_type} files")
    try:
        return _load(media_type)(path, limits)
    except (ReadError, MemoryError):
        raise
    except Exception as error:  # a forged file provokes anything; whatever it is, it is this file's status
        raise ReadError(
            "corrupt", f"not readable as {media_type}: {type(error).__name__}: {error}"
        ) from error


def preload() -> None:
    """Import every reader, so that forked children need not."""
    for media_type in READERS:
        with contextlib.suppress(ImportError, AttributeError):
            _load(media_type)


def _load(media_type: str) -> Reader:
    module, _, name = READERS[media_type].partition(":")
    reader: Reader = getattr(importlib.import_module(module), name)
    return reader
