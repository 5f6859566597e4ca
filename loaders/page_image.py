"""Draw one page with one cell marked: `python -m loaders.page_image ORDER`, a process of its own.

It reads untrusted bytes, so it confines itself before it opens them. `ORDER` is JSON: `file`, `members` (names to unpack on the way,
outermost first), `page` (from 1), `box` (points, origin top left), `work` (an empty folder, where `page.png` will be).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pypdfium2
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


def draw(path: Path, page: int, box: tuple[float, float, float, float], out: Path) -> None:
    """Render page `page` of a PDF as PNG with the box outlined in red."""
    image = pypdfium2.PdfDocument(path)[page - 1].render(scale=SCALE).to_pil().convert("RGB")
    x0, y0, x1, y1 = box
    mark = [edge * SCALE for edge in (x0 - MARGIN, y0 - MARGIN, x1 + MARGIN, y1 + MARGIN)]
    ImageDraw.Draw(image).rectangle(mark, outline=MARK, width=4)
    image.save(out, "PNG")


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
    draw(path, wanted["page"], tuple(wanted["box"]), work / "page.png")


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except ReadError as error:
        sys.exit(error.detail)
