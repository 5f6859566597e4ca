"""Files that may hold scans, read with OCR where it is installed: PDF and pictures."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from loaders.document import Document, Paragraph, Table
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers.ocr import recogniser
from loaders.readers.ofd import read_ofd as read_ofd_pages
from loaders.readers.paper import on_paper, opened
from loaders.readers.pdf import read_pdf as read_pdf_pages
from loaders.readers.pdf.blocks import pages_of
from loaders.readers.pdf.frame import Frame
from loaders.readers.pdf.page import Colours, Draft, PageImage, Reading, Recognise
from loaders.readers.positioned import scanned, unread

DEFAULT_DPI = 150.0


def read_pdf(path: Path, limits: Limits) -> Document:
    """Read a PDF; pages without a usable text layer by OCR, up to `limits.ocr_pages` of them.

    Raises:
        ReadError: as `loaders.readers.pdf.read_pdf`.
    """
    return read_pdf_pages(path, limits, ocr=_at_most(limits.ocr_pages))


def read_ofd(path: Path, limits: Limits) -> Document:
    """Read an OFD file; pages that are pictures by OCR, up to `limits.ocr_pages` of them.

    Raises:
        ReadError: as `loaders.readers.ofd.read_ofd`.
    """
    return read_ofd_pages(path, limits, ocr=_at_most(limits.ocr_pages))


def read_image(path: Path, limits: Limits) -> Document:
    """Read a picture (one page per frame of a TIFF), sized in points by its resolution (150 dpi where it states none).

    Raises:
        ReadError: `too_large` past `image_pixels`, `corrupt` when it does not decode.
    """
    ocr = _at_most(limits.ocr_pages)
    drafts = []
    with opened(path) as image:
        media_type = (image.format or "image").lower()
        for number in range(1, min(getattr(image, "n_frames", 1), limits.max_pages) + 1):
            image.seek(number - 1)
            width, height = image.size
            if width * height > limits.image_pixels:
                raise ReadError("too_large", f"an image of {width} × {height} pixels")
            image.load()
            drafts.append(_draft(number, image, ocr))
    return Document(media_type=media_type, pages=pages_of(drafts), problems=unread(drafts))


def read_picture(data: bytes, limits: Limits, ocr: Recognise) -> tuple[Paragraph | Table, ...]:
    """The blocks that a picture inside a document shows, its first frame only.

    Raises:
        ReadError: as `read_image`.
    """
    with opened(BytesIO(data)) as image:
        if image.width * image.height > limits.image_pixels:
            raise ReadError("too_large", f"an image of {image.width} × {image.height} pixels")
        image.load()
        return pages_of([_draft(1, image, ocr)])[0].blocks


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height of a picture in pixels.

    Raises:
        ReadError: as `read_image`.
    """
    with opened(BytesIO(data)) as image:
        return image.size


def _at_most(pages: int) -> Recognise | None:
    """The recogniser for a file's first `pages` scanned pages; what follows stays unread and says so."""
    read = recogniser()
    if read is None:
        return None
    left = iter(range(pages))

    def limited(image: PageImage) -> Reading | None:
        return read(image) if next(left, None) is not None else None

    return limited


def _draft(number: int, image: Image.Image, ocr: Recognise | None) -> Draft:
    dpi = _dpi(image)
    width, height = image.width * 72 / dpi, image.height * 72 / dpi
    frame = Frame(0.0, 0.0, width, height, 0, 0)

    def render(wanted: int) -> Colours:
        size = (max(1, round(image.width * wanted / dpi)), max(1, round(image.height * wanted / dpi)))
        return np.asarray(on_paper(image).resize(size, Image.Resampling.LANCZOS), np.uint8)

    return scanned(number, frame, render, ocr)


def _dpi(image: Image.Image) -> float:
    declared = float(image.info.get("dpi", (DEFAULT_DPI,))[0])
    return declared if 50 <= declared <= 1200 else DEFAULT_DPI
