"""Draw one page with one cell or sentence marked: `python -m loaders.page_image ORDER`, a process of its own.

It reads untrusted bytes, so it confines itself before it opens them. `ORDER` is JSON: `file`, `members` (names to unpack on the way,
outermost first), `page` (from 1), `box` (points, origin top left) or `sentence`, `work` (an empty folder, where `page.png` will be).
"""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw
from PIL import ImageDraw

from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.sandbox import confine
from loaders.sniff import sniff
from loaders.unpack import members

SCALE = 2.0
"""Pixels per point: 144 dpi, readable on a screen."""

MARGIN = 2.0
"""Points of air between the cell and its mark."""

MARK = (220, 20, 20)

FEWEST = 6
"""Letters of a sentence that must stand on the page."""


Box = tuple[float, float, float, float]


def draw(path: Path, page: int, box: Box | None, sentence: str | None, out: Path) -> None:
    """Render page `page` of a PDF as PNG with the box, or the lines of the sentence, outlined in red.

    Raises:
        ReadError: the text of the page does not hold the sentence.
    """
    sheet = pypdfium2.PdfDocument(path)[page - 1]
    image = sheet.render(scale=SCALE).to_pil().convert("RGB")
    boxes = sentence_lines(sheet, sentence or "") if box is None else [box]
    for x0, y0, x1, y1 in boxes:
        mark = [edge * SCALE for edge in (x0 - MARGIN, y0 - MARGIN, x1 + MARGIN, y1 + MARGIN)]
        ImageDraw.Draw(image).rectangle(mark, outline=MARK, width=4)
    image.save(out, "PNG")


def sentence_lines(page: pypdfium2.PdfPage, sentence: str) -> list[Box]:
    """The lines that a sentence takes on a page, each a box in points; of one that goes on overleaf what stands here.

    Letters and digits alone are compared: facts keep a sentence without spaces and with half-width signs.

    Raises:
        ReadError: fewer than its first letters are there, as on a scan.
    """
    text = page.get_textpage()
    letters = [
        (letter, index)
        for index in range(text.count_chars())
        for letter in _letters(chr(raw.FPDFText_GetUnicode(text, index)))
    ]
    printed, wanted = "".join(letter for letter, _ in letters), "".join(_letters(sentence))
    start = -1
    while start < 0 and len(wanted) >= FEWEST:
        start = printed.find(wanted)
        wanted = wanted if start >= 0 else wanted[:-1]
    if start < 0:
        raise ReadError("corrupt", "the text of the page does not hold the sentence (a scan has none)")
    height = page.get_height()
    lines: list[Box] = []
    for _, index in letters[start : start + len(wanted)]:
        left, bottom, right, top = text.get_charbox(index)
        box = (left, height - top, right, height - bottom)
        if lines and box[0] >= lines[-1][0] and box[1] < lines[-1][3] and box[3] > lines[-1][1]:
            x0, y0, x1, y1 = lines[-1]
            lines[-1] = (x0, min(y0, box[1]), max(x1, box[2]), max(y1, box[3]))
        else:
            lines.append(box)
    return lines


def _letters(text: str) -> list[str]:
    return [letter for letter in unicodedata.normalize("NFKC", text) if letter.isalnum()]


def unpacked(path: Path, names: list[str], work: Path) -> Path:
    """The file reached by going through archives, one name at a time.

    Raises:
        ReadError: an archive does not hold the name, or cannot be unpacked.
    """
    for depth, name in enumerate(names):
        folder = work / str(depth)
        folder.mkdir()
        found = [
            each.file for each in members(path, sniff(path), folder, Limits()) if each.path_in_archive == name
        ]
        if not found:
            raise ReadError("corrupt", f"the archive holds no {name}")
        path = found[0]
    return path


def main(order: str) -> None:
    """Confine this process, then unpack and draw."""
    wanted = json.loads(order)
    work = Path(wanted["work"])
    confine(work, Limits())
    path = unpacked(Path(wanted["file"]), wanted["members"], work)
    box = wanted["box"] and tuple(wanted["box"])
    draw(path, wanted["page"], box, wanted["sentence"], work / "page.png")


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except ReadError as error:
        sys.exit(error.detail)
