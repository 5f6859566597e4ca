"""How well and how fast scans are read: `python -m tests.benchmarks.ocr [PDF …] [--dpi 200] [--pages 16]`.

Pages with a text layer are rendered, degraded (`--trouble`: skew, blur, noise, JPEG, quarters turned, seals over the table) and read
by OCR; their text layer, read by the fast path, is the truth. Pages whose fonts are missing here, so that text leaves no ink, are
passed over. Prints numbers and cells exactly right in the right row and column, how many of the wrong numbers were marked
doubtful, and seconds per page.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import pypdfium2

from loaders.document import Cell, Table
from loaders.limits import Limits
from loaders.readers.ocr import DOUBTFUL, files
from loaders.readers.pdf import read_pdf
from loaders.readers.pdf.page import Colours

NUMBER = re.compile(r"-?[\d,]*\d(?:\.\d+)?%?")
LEAST_INK = 50
SITE = Path("crawler/sample_portal/site")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a scanner and an office do to a page: angle in degrees, blur and noise, JPEG quality, quarters turned, seals stamped."""

    angle: float = 0.6
    blur: float = 0.5
    noise: float = 7.0
    quality: int = 0
    quarters: int = 0
    seals: int = 0


TROUBLES = {
    "plain": Trouble(),
    "skew": Trouble(angle=2.0),
    "noise": Trouble(noise=16.0),
    "blur": Trouble(blur=1.1),
    "jpeg": Trouble(quality=30),
    "turned": Trouble(quarters=1),
    "seals": Trouble(seals=3),
    "all": Trouble(angle=1.5, blur=0.8, noise=12.0, quality=45, seals=2),
}


def degraded(page: Colours, dpi: int, seed: int, trouble: Trouble) -> Colours:
    """A rendered page as a scanner would give it; the same seed gives the same pixels."""
    rng = np.random.default_rng(seed)
    height, width = page.shape[:2]
    page = stamped(page, dpi, rng, trouble.seals)
    angle = float(rng.uniform(-trouble.angle, trouble.angle))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    moved = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,) * 3)
    soft = cv2.GaussianBlur(moved, (0, 0), trouble.blur * dpi / 200)
    paper = 12 * np.linspace(0, 1, width)[None, :, None]
    noisy = soft.astype(np.float64) - paper + rng.normal(0, trouble.noise, (height, width, 1))
    noisy[rng.random((height, width)) < 0.00005] = 0
    scan = np.asarray(np.clip(noisy, 0, 255), np.uint8)
    if trouble.quality:
        _, packed = cv2.imencode(".jpg", scan[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, trouble.quality])
        scan = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)[..., ::-1]
    return np.ascontiguousarray(np.rot90(scan, trouble.quarters))


def stamped(page: Colours, dpi: int, rng: np.random.Generator, seals: int) -> Colours:
    """The page with red seals of four centimetres somewhere on it, what is black beneath shining through."""
    height, width = page.shape[:2]
    radius = int(0.8 * dpi)
    ink = np.full_like(page, 255)
    red = (215, 60, 60)
    for _ in range(seals):
        x, y = (int(rng.uniform(0.2, 0.8) * side) for side in (width, height))
        cv2.circle(ink, (x, y), radius, red, dpi // 25, cv2.LINE_AA)
        star = [
            (x + int(r * np.sin(k * np.pi / 5)), y - int(r * np.cos(k * np.pi / 5)))
            for k, r in enumerate([radius // 3, radius // 8] * 5)
        ]
        cv2.fillPoly(ink, [np.array(star, np.int32)], red, cv2.LINE_AA)
        for k in range(8):
            at = x + int(0.72 * radius * np.cos(k)), y + int(0.72 * radius * np.sin(k))
            cv2.putText(ink, "W", at, cv2.FONT_HERSHEY_SIMPLEX, dpi / 200, red, dpi // 66, cv2.LINE_AA)
    return np.minimum(page, ink)


def single_pages(
    paths: list[Path], folder: Path, dpi: int, wanted: int, trouble: Trouble
) -> Iterator[tuple[Path, Path]]:
    """(one-page PDF with text, the same page as a scan) for pages that hold a table."""
    from PIL import Image

    pages = []
    for path in paths:
        # the sample portal publishes one broken file on purpose
        with suppress(pypdfium2.PdfiumError), pypdfium2.PdfDocument(path) as document:
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
            tables = read_pdf(text).tables
            image = document[index].render(scale=dpi / 72, rev_byteorder=True).to_numpy()[..., :3]
            if not tables or not shown(cells(tables), image, dpi):
                continue
        scan = folder / f"{number}-scan.png"
        Image.fromarray(degraded(np.array(image), dpi, number, trouble)).save(scan, dpi=(dpi, dpi))
        made += 1
        yield text, scan


def shown(truth: dict[tuple[int, int, int], Cell], page: Colours, dpi: int) -> bool:
    """Whether every cell with text left ink on the rendered page."""
    for cell in truth.values():
        box = cell.box
        left, top, right, bottom = (round(edge * dpi / 72) for edge in (box.x0, box.y0, box.x1, box.y1))
        border = dpi // 25
        inside = page[top + border : bottom - border, left + border : right - border]
        if inside.size and int(inside.max()) - int(inside.min()) < LEAST_INK:
            return False
    return True


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
    parser.add_argument("--trouble", nargs="*", choices=TROUBLES, default=["plain"])
    parser.add_argument("--errors", action="store_true", help="print every wrong cell")
    given = parser.parse_args()
    paths = given.pdfs or sorted(SITE.rglob("*.pdf"))
    given.work.mkdir(parents=True, exist_ok=True)
    files.read_pdf(paths[0], Limits())  # loads the model
    for name in given.trouble:
        count = measured(
            single_pages(paths, given.work, given.dpi, given.pages, TROUBLES[name]), given.errors
        )
        pages = max(1, count["pages"])
        print(
            f"{name}, {given.dpi} dpi, {count['pages']} pages: "
            f"numbers {count['numbers right'] / max(1, count['numbers']):.4f} of {count['numbers']}, "
            f"cells {count['cells right'] / max(1, count['cells']):.4f} of {count['cells']}, "
            f"wrong numbers marked doubtful {count['wrong numbers doubtful']}/{count['numbers'] - count['numbers right']}, "
            f"right ones {count['right numbers doubtful']}, "
            f"{count['clock'] / 1000 / pages:.2f} s/page by the clock, "
            f"{count['processor'] / 1000 / pages:.2f} s/page of processor time",
            flush=True,
        )


def measured(pages: Iterator[tuple[Path, Path]], show: bool) -> Counter[str]:
    """What was right, what doubtful, and milliseconds, summed over the pages."""
    count: Counter[str] = Counter()
    for text, scan in pages:
        truth = cells(read_pdf(text).tables)
        clock, processor = time.perf_counter(), time.process_time()
        read = cells(files.read_image(scan, Limits()).tables)
        count["clock"] += round((time.perf_counter() - clock) * 1000)
        count["processor"] += round((time.process_time() - processor) * 1000)
        count["pages"] += 1
        for place, cell in truth.items():
            got = read.get(place)
            right = got is not None and got.text == cell.text
            count["cells"] += 1
            count["cells right"] += right
            doubtful = got is None or got.confidence < DOUBTFUL
            if NUMBER.fullmatch(cell.text):
                count["numbers"] += 1
                count["numbers right"] += right
                count["right numbers doubtful" if right else "wrong numbers doubtful"] += doubtful
            if show and not right:
                print(scan.name, place, repr(cell.text), got and (got.text, round(got.confidence, 3)))
    return count


if __name__ == "__main__":
    main()
