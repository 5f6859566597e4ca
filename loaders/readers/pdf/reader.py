"""The fast path from file to document: open, read page by page, join what pages share."""

from __future__ import annotations

import ctypes
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as raw

from loaders.document import Document
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers.pdf import blocks, quality
from loaders.readers.pdf import reference as reference_engine
from loaders.readers.pdf.characters import Characters
from loaders.readers.pdf.fonts import placeholder_fonts, use_placeholder_fonts, use_system_fonts
from loaders.readers.pdf.frame import Frame
from loaders.readers.pdf.insets import pictures_of_tables, read_pictures
from loaders.readers.pdf.page import (
    Colours,
    Draft,
    PageImage,
    Reading,
    Recognise,
    open_columns,
    page_kind,
    tables_and_lines,
)
from loaders.readers.pdf.pdfium import Floats
from loaders.readers.pdf.reference import Reference
from loaders.readers.pdf.rulings import Rulings, read_rulings
from loaders.readers.pdf.text_layer import read_characters

ENGINE = "pdfium-lattice"


def read(path: Path, limits: Limits, *, engine: str, ocr: Recognise | None) -> Document:
    """Read a PDF; see `read_pdf`."""
    with placeholder_fonts():
        return _read(path, limits, engine, ocr)


def _read(path: Path, limits: Limits, engine: str, ocr: Recognise | None) -> Document:
    document = _open(path)
    problems: list[tuple[str, str]] = []
    drafts: list[Draft] = []
    try:
        count = len(document)
        if count > limits.max_pages:
            problems.append(("pages_not_read", f"{limits.max_pages + 1}-{count}"))
        with Reference(path) as reference:
            for index in range(min(count, limits.max_pages)):
                try:
                    known = open_columns(drafts[-1]) if drafts else None
                    draft = _draft(document, index, path, reference, engine, ocr, known)
                except (pypdfium2.PdfiumError, ValueError, IndexError) as error:
                    problems.append(("page_unreadable", f"{index + 1}: {error}"))
                    draft = reference.draft(index)
                drafts.append(draft)
                is_empty = not draft.lines and not draft.tables
                if not draft.is_read or (draft.kind in ("scan", "garbled") and is_empty):
                    problems.append(("page_needs_ocr", str(draft.number)))
        title = document.get_metadata_value("Title") or None
    finally:
        document.close()
    return Document("pdf", blocks.pages_of(drafts), title, tuple(problems))


def _open(path: Path) -> Any:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise ReadError("encrypted", f"{path.name} needs a password") from error
        raise ReadError("corrupt", f"{path.name} is no readable PDF ({error})") from error


def _draft(
    document: Any,
    index: int,
    path: Path,
    reference: Reference,
    engine: str,
    ocr: Recognise | None,
    known: Floats | None,
) -> Draft:
    number = index + 1
    page = raw.FPDF_LoadPage(document.raw, index)
    if not page:
        raise pypdfium2.PdfiumError("the page cannot be loaded")
    try:
        frame = _frame(page)
        text_page = raw.FPDFText_LoadPage(page)
        if not text_page:
            raise pypdfium2.PdfiumError("the page's text cannot be loaded")
        try:
            text = read_characters(_address(text_page), frame)
        finally:
            raw.FPDFText_ClosePage(text_page)
        rulings = read_rulings(_address(document.raw), _address(page), text.frame)
    finally:
        raw.FPDF_ClosePage(page)
    characters = replace(text.characters, code=quality.mapped(text.characters.code))
    kind = page_kind(characters, rulings, text.unmapped)
    if kind in ("scan", "garbled"):
        reading = ocr(_image(path, frame, number)) if ocr else None
        if reading is None:
            return Draft(number, text.frame, kind)
        if not len(reading.characters):
            return Draft(number, text.frame, "blank")
        tables, lines = tables_and_lines(reading, "ocr")
        turned = replace(frame, turns=(frame.displayed + reading.turns) % 4)
        return Draft(number, turned, kind, tables, lines)
    if engine == reference_engine.ENGINE:
        tables, lines = reference.layout(index, text.frame)
    else:
        tables, lines = tables_and_lines(Reading(characters, rulings), ENGINE, known)
    draft = Draft(number, text.frame, kind, tables, lines, text.watermark)
    return _with_pictures(draft, rulings, characters, _image(path, frame, number), ocr)


def _with_pictures(
    draft: Draft, rulings: Rulings, characters: Characters, image: PageImage, ocr: Recognise | None
) -> Draft:
    """The draft with what the pictures of tables on its page say."""
    if not len(rulings.images) or draft.frame.turns != draft.frame.displayed:
        return draft
    boxes = pictures_of_tables(rulings, characters, image)
    if not len(boxes):
        return draft
    found = read_pictures(boxes, image, ocr)
    if found is None:
        return replace(draft, is_read=False)
    tables = sorted((*draft.tables, *found[0]), key=lambda table: (round(table.grid.ys[0]), table.grid.xs[0]))
    lines = sorted((*draft.lines, *found[1]), key=lambda line: (line.column, line.y0))
    return replace(draft, tables=tuple(tables), lines=tuple(lines))


def _frame(page: Any) -> Frame:
    """The page as displayed; an empty or inverted box becomes A4, as viewers do."""
    box = raw.FS_RECTF()
    known = raw.FPDF_GetPageBoundingBox(page, box)
    left, right = sorted((box.left, box.right))
    bottom, top = sorted((box.bottom, box.top))
    if not known or right - left < 1 or top - bottom < 1:
        left, bottom, right, top = 0.0, 0.0, 595.0, 842.0
    turns = raw.FPDFPage_GetRotation(page) % 4
    return Frame(left, bottom, right, top, turns, turns)


def _address(handle: Any) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _image(path: Path, frame: Frame, number: int) -> PageImage:
    width, height = frame.display_size

    def render(dpi: int) -> Colours:
        use_system_fonts()
        document = _open(path)
        try:
            bitmap = document[number - 1].render(scale=dpi / 72, rev_byteorder=True)
            return np.array(bitmap.to_numpy().reshape(bitmap.height, bitmap.width, -1)[..., :3], np.uint8)
        finally:
            document.close()
            use_placeholder_fonts()

    return PageImage(number, width, height, render)
