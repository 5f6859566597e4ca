"""Pictures as they look on paper."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from loaders.errors import ReadError
from loaders.readers.pdf.page import Colours

Placed = tuple[tuple[float, float, float, float], bytes]
"""A picture and its edges on the page, in points: left, top, right, bottom."""


@contextmanager
def opened(path: Path | BytesIO) -> Iterator[Image.Image]:
    """The picture of a file.

    Raises:
        ReadError: `too_large`, `corrupt`.
    """
    try:
        with warnings.catch_warnings(), Image.open(path) as image:
            warnings.simplefilter("ignore")
            yield image
    except Image.DecompressionBombError as error:
        raise ReadError("too_large", f"the image is too large to open: {error}") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ReadError("corrupt", f"the image does not open: {error}") from error


def on_paper(image: Image.Image) -> Image.Image:
    """The picture in colours; what is transparent shows white paper."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")
    return image.convert("RGB")


def composed(width: float, height: float, pictures: Sequence[Placed], dpi: int, most_pixels: int) -> Colours:
    """A page of pictures; one that does not open is left blank."""
    scale = dpi / 72
    sheet = Image.new("RGB", (max(1, round(width * scale)), max(1, round(height * scale))), "white")
    for edges, data in pictures:
        left, top, right, bottom = (round(edge * scale) for edge in edges)
        size = (min(right - left, 2 * sheet.width), min(bottom - top, 2 * sheet.height))
        with suppress(ReadError), opened(BytesIO(data)) as image:
            if min(size) > 0 and image.width * image.height <= most_pixels:
                sheet.paste(on_paper(image).resize(size, Image.Resampling.LANCZOS), (left, top))
    return np.asarray(sheet, np.uint8)
