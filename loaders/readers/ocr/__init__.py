"""Scanned pages: rulings found on the image, text recognised cell by cell and line by line.

`recogniser()` gives what `read_pdf(…, ocr=…)` wants, or `None` where the optional packages of `gongkai[ocr]` are not installed.
The page is read in this order: straighten, find rulings, let the PDF engine's own lattice make cells of them, cut every cell and
every free line into pictures of one text line, recognise those in batches, mend what the grammar of numbers can mend. Each
character carries a confidence; a number whose strokes and whose reading disagree is marked doubtful.
"""

from __future__ import annotations

import importlib.util
from functools import lru_cache

from loaders.readers.pdf.page import Recognise

DOUBTFUL = 0.9
"""Figures below this confidence are doubtful."""


@lru_cache(maxsize=1)
def recogniser() -> Recognise | None:
    """The function that reads a page image, made once in a process; `None` without the optional packages."""
    if not all(importlib.util.find_spec(name) for name in ("cv2", "onnxruntime", "rapidocr")):
        return None
    from loaders.readers.ocr.reading import PageReader

    return PageReader()
