"""PDF → Document.

The fast path reads characters and rulings straight from pdfium (`characters`, `rulings`), turns rulings into grids (`lattice`) and
fills them (`cells`); pdfplumber stands behind the same door as the independent reference (`reference`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from loaders.document import Document
from loaders.limits import Limits
from loaders.readers.pdf.page import PageImage, Reading, Recognise

Engine = Literal["pdfium", "pdfplumber"]

__all__ = ["Engine", "PageImage", "Reading", "Recognise", "read_pdf"]


def read_pdf(
    path: Path, limits: Limits | None = None, *, engine: Engine = "pdfium", ocr: Recognise | None = None
) -> Document:
    """Read a PDF.

    Args:
        path: the file.
        limits: what it may cost; pages past `max_pages` are not read and reported as a problem.
        engine: `pdfium` (fast path) or `pdfplumber` (reference).
        ocr: reads pages without a usable text layer; without it they end as problems `page_needs_ocr`.

    Raises:
        ReadError: `encrypted` where a password is needed, `corrupt` where the file cannot be opened.
    """
    from loaders.readers.pdf.reader import read

    return read(path, limits or Limits(), engine=engine, ocr=ocr)
