"""Files that may hold scans, read with OCR where it is installed: PDF and pictures."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from loaders.document import Document
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers import positioned
from loaders.readers.ocr import recogniser
from loaders.readers.pdf import read_pdf as read_pdf_pages
from loaders.readers.pdf.frame import Frame
from loaders.readers.pdf.page import Draft, Grey, PageImage, Reading, Recognise, tables_and_lines

DEFAULT_DPI = 150.0


def read_pdf(path: Path, limits: Limits) -> Document:
    """Read a PDF; pages without a usable text layer by OCR, up to `limits.ocr_pages` of them.

    Raises:
        ReadError: as `loaders.readers.pdf.read_pdf`.
    """
    return read_pdf_pages(path, limits, ocr=_at_most(limits.ocr_pages))


def read_image(path: Path, limits: Limits) -> Document:
    """Read a picture (one page per frame of a TIFF), sized in points by its resolution (150 dpi where it states none).

    Raises:
        ReadError: `too_large` past `image_pixels`, `corrupt` when it does not decode.
    """
    ocr = _at_most(limits.ocr_pages)
    drafts = []
    with _opened(path) as image:
        media_type = (image.format or "image").lower()
        for number in range(1, min(getattr(image, "n_frames", 1), limits.max_pages) + 1):
            image.seek(number - 1)
            width, height = image.size
            if width * height > limits.image_pixels:
                raise ReadError("too_large", f"an image of {width} × {height} pixels")
            image.load()
            drafts.append(_draft(number, image, ocr))
    problems = tuple(
        ("page_needs_ocr", str(draft.number)) for draft in drafts if not draft.lines and not draft.tables
    )
    return Document(media_type=media_type, pages=positioned.pages(drafts), problems=problems)


def _at_most(pages: int) -> Recognise | None:
    """The recogniser for a file's first `pages` scanned pages; what follows stays unread and says so."""
    read = recogniser()
    if read is None:
        return None
    left = iter(range(pages))

    def limited(image: PageImage) -> Reading | None:
        return read(image) if next(left, None) is not None else None

    return limited


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings(), Image.open(path) as image:
            warnings.simplefilter("ignore")
            yield image
    except Image.DecompressionBombError as error:
        raise ReadError("too_large", f"the image is too large to open: {error}") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ReadError("corrupt", f"the image does not open: {error}") from error


def _draft(number: int, image: Image.Image, ocr: Recognise | None) -> Draft:
    dpi = _dpi(image)
    width, height = image.width * 72 / dpi, image.height * 72 / dpi
    frame = Frame(0.0, 0.0, width, height, 0, 0)

    def render(wanted: int) -> Grey:
        # the lightest channel: coloured seals fade, black letters stay
        pixels = np.asarray(image.convert("RGB")).max(axis=2)
        size = (max(1, round(image.width * wanted / dpi)), max(1, round(image.height * wanted / dpi)))
        return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS), np.uint8)

    reading = ocr(PageImage(number, width, height, render)) if ocr else None
    if reading is None:
        return Draft(number, frame, "scan")
    tables, lines = tables_and_lines(reading, "ocr")
    return Draft(number, frame, "scan", tables, lines)


def _dpi(image: Image.Image) -> float:
    declared = float(image.info.get("dpi", (DEFAULT_DPI,))[0])
    return declared if 50 <= declared <= 1200 else DEFAULT_DPI
