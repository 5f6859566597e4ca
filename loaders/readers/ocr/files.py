"""Files that may hold scans, read with OCR where it is installed: PDF and pictures."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from loaders.document import Document, Paragraph, Table
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers.ocr import recogniser
from loaders.readers.pdf import read_pdf as read_pdf_pages
from loaders.readers.pdf.blocks import pages_of
from loaders.readers.pdf.frame import Frame
from loaders.readers.pdf.page import Colours, Draft, PageImage, Reading, Recognise, tables_and_lines

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
        ("page_needs_ocr", str(draft.number))
        for draft in drafts
        if draft.kind == "scan" and not draft.lines and not draft.tables
    )
    return Document(media_type=media_type, pages=pages_of(drafts), problems=problems)


def read_picture(data: bytes, limits: Limits, ocr: Recognise) -> tuple[Paragraph | Table, ...]:
    """The blocks that a picture inside a document shows, its first frame only.

    Raises:
        ReadError: as `read_image`.
    """
    with _opened(BytesIO(data)) as image:
        if image.width * image.height > limits.image_pixels:
            raise ReadError("too_large", f"an image of {image.width} × {image.height} pixels")
        image.load()
        return pages_of([_draft(1, image, ocr)])[0].blocks


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height of a picture in pixels.

    Raises:
        ReadError: as `read_image`.
    """
    with _opened(BytesIO(data)) as image:
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


@contextmanager
def _opened(path: Path | BytesIO) -> Iterator[Image.Image]:
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

    def render(wanted: int) -> Colours:
        size = (max(1, round(image.width * wanted / dpi)), max(1, round(image.height * wanted / dpi)))
        return np.asarray(_on_paper(image).resize(size, Image.Resampling.LANCZOS), np.uint8)

    reading = ocr(PageImage(number, width, height, render)) if ocr else None
    if reading is None or not len(reading.characters):
        return Draft(number, frame, "scan" if reading is None else "blank")
    tables, lines = tables_and_lines(reading, "ocr")
    return Draft(number, frame, "scan", tables, lines)


def _on_paper(image: Image.Image) -> Image.Image:
    """The picture in colours; what is transparent shows white paper."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")
    return image.convert("RGB")


def _dpi(image: Image.Image) -> float:
    declared = float(image.info.get("dpi", (DEFAULT_DPI,))[0])
    return declared if 50 <= declared <= 1200 else DEFAULT_DPI
