"""How well and how fast scans are read: `python -m tests.benchmarks.ocr [PDF …] [--dpi 200] [--pages 16]`.

Pages with a text layer are rendered, degraded (skew, blur, noise, grey paper, a seal) and read by OCR; their text layer, read by the
fast path, is the truth. Prints numbers and cells exactly right in the right row and column, how many of the wrong numbers were marked
doubtful, and seconds per page.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pypdfium2

from loaders.document import Cell, Table
from loaders.limits import Limits
from loaders.readers.ocr import DOUBTFUL, files
from loaders.readers.pdf import read_pdf
from loaders.readers.pdf.page import Grey

NUMBER = re.compile(r"-?[\d,]*\d(?:\.\d+)?%?")
SITE = Path("crawler/sample_portal/site")


def degraded(page: Grey, dpi: int, seed: int) -> Grey:
    """A rendered page as a scanner would give it; the same seed gives the same pixels."""
    rng = np.random.default_rng(seed)
    height, width = page.shape
    angle = float(rng.uniform(-0.6, 0.6))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    moved = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    soft = cv2.GaussianBlur(moved, (0, 0), 0.5 * dpi / 200)
    paper = 12 * np.linspace(0, 1, width)[None, :]
    noisy = soft.astype(np.float64) - paper + rng.normal(0, 7, soft.shape)
    dust = rng.random(soft.shape) < 0.00005
    noisy[dust] = 0
    return np.asarray(np.clip(noisy, 0, 255), np.uint8)


def single_pages(paths: list[Path], folder: Path, dpi: int, wanted: int) -> Iterator[tuple[Path, Path]]:
    """(one-page PDF with text, the same page as a scan) for pages that hold a table."""
    from PIL import Image

    pages = []
    for path in paths:
        with pypdfium2.PdfDocument(path) as document:
            pages += [(path, index) for index in range(len(document))]
    random.Random(7).shuffle(pages)
    made = 0
    for number, (path, index) in enumerate(pages):
        if made == wanted:
            return
        with pypdfium2.PdfDocument(path) as document, pypdfium2.PdfDocument.new() as single:
            single.import_pages(document, [index])
            text = folder / f"{number}.pdf"
            single.save(text)
            if not read_pdf(text).tables:
                continue
            image = document[index].render(scale=dpi / 72, grayscale=True).to_numpy()
        scan = folder / f"{number}-scan.png"
        Image.fromarray(degraded(image.reshape(image.shape[:2]), dpi, number)).save(scan, dpi=(dpi, dpi))
        made += 1
        yield text, scan


def cells(tables: list[Table]) -> dict[tuple[int, int, int], Cell]:
    found = {}
    for number, table in enumerate(tables):
        for cell in table.cells:
            text = re.sub(r"\s", "", cell.text)
            if text:
                found[number, cell.row, cell.column] = replace(cell, text=text)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pdfs", nargs="*", type=Path)
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--pages", type=int, default=16)
    parser.add_argument("--work", type=Path, default=Path("build/ocr"))
    parser.add_argument("--errors", action="store_true", help="print every wrong number")
    given = parser.parse_args()
    paths = given.pdfs or sorted(SITE.rglob("*.pdf"))
    given.work.mkdir(parents=True, exist_ok=True)
    count: Counter[str] = Counter()
    files.read_pdf(paths[0], Limits())  # loads the model
    for text, scan in single_pages(paths, given.work, given.dpi, given.pages):
        truth = cells(read_pdf(text).tables)
        started = time.perf_counter()
        read = cells(files.read_image(scan, Limits()).tables)
        count["seconds × 1000"] += round((time.perf_counter() - started) * 1000)
        count["pages"] += 1
        for place, cell in truth.items():
            got = read.get(place)
            right = got is not None and got.text == cell.text
            count["cells"] += 1
            count["cells right"] += right
            if NUMBER.fullmatch(cell.text):
                count["numbers"] += 1
                count["numbers right"] += right
                if not right:
                    doubtful = got is None or got.confidence < DOUBTFUL
                    count["wrong numbers doubtful"] += doubtful
                    if given.errors:
                        print(scan.name, place, cell.text, got and (got.text, round(got.confidence, 3)))
                elif got is not None and got.confidence < DOUBTFUL:
                    count["right numbers doubtful"] += 1
    wrong = count["numbers"] - count["numbers right"]
    print(
        f"{given.dpi} dpi, {count['pages']} pages: "
        f"numbers {count['numbers right'] / max(1, count['numbers']):.4f} of {count['numbers']}, "
        f"cells {count['cells right'] / max(1, count['cells']):.4f} of {count['cells']}, "
        f"wrong numbers marked doubtful {count['wrong numbers doubtful']}/{wrong}, "
        f"right ones {count['right numbers doubtful']}, "
        f"{count['seconds × 1000'] / 1000 / max(1, count['pages']):.2f} s/page"
    )


if __name__ == "__main__":
    main()
