"""A picture published as a file: one page (or one per frame of a TIFF) of kind `scan`, for the OCR reader to fill."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from loaders.document import Document, Page
from loaders.errors import ReadError
from loaders.limits import Limits

DEFAULT_DPI = 150.0


def read_image(path: Path, limits: Limits) -> Document:
    """Pages of an image file, sized in points by its resolution (150 dpi where it states none).

    Raises:
        ReadError: `too_large` past `image_pixels`, `corrupt` when it does not decode.
    """
    pages = []
    try:
        with warnings.catch_warnings(), Image.open(path) as image:
            warnings.simplefilter("ignore")
            media_type = (image.format or "image").lower()
            for number in range(1, min(getattr(image, "n_frames", 1), limits.max_pages) + 1):
                image.seek(number - 1)
                width, height = image.size
                if width * height > limits.image_pixels:
                    raise ReadError("too_large", f"an image of {width} × {height} pixels")
                dpi = _dpi(image)
                pages.append(Page(number, width * 72 / dpi, height * 72 / dpi, "scan", ()))
            image.seek(0)
            image.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        status = "too_large" if isinstance(error, Image.DecompressionBombError) else "corrupt"
        raise ReadError(status, f"the image does not open: {error}") from error
    problems = tuple(("page_needs_ocr", str(page.number)) for page in pages)
    return Document(media_type=media_type, pages=tuple(pages), problems=problems)


def _dpi(image: Image.Image) -> float:
    declared = image.info.get("dpi", (DEFAULT_DPI,))[0]
    return float(declared) if 50 <= float(declared) <= 1200 else DEFAULT_DPI
