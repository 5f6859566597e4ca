"""Draw one page with one cell marked: `python -m loaders.page_image FILE PAGE X0 Y0 X1 Y1 OUT`, a process of its own.

It reads untrusted bytes, so it confines itself before it opens them; the picture is written into the folder of `OUT`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from loaders.limits import Limits
from loaders.sandbox import confine

SCALE = 2.0
"""Pixels per point: 144 dpi, readable on a screen."""

MARGIN = 2.0
"""Points of air between the cell and its mark."""


def draw(path: Path, page: int, box: tuple[float, float, float, float], out: Path) -> None:
    """Render page `page` (from 1) of a PDF as PNG with the box (points, origin top left) outlined in red."""
    import pypdfium2
    from PIL import ImageDraw

    document = pypdfium2.PdfDocument(path)
    image = document[page - 1].render(scale=SCALE).to_pil().convert("RGB")
    x0, y0, x1, y1 = box
    mark = [
        (x0 - MARGIN) * SCALE,
        (y0 - MARGIN) * SCALE,
        (x1 + MARGIN) * SCALE,
        (y1 + MARGIN) * SCALE,
    ]
    ImageDraw.Draw(image).rectangle(mark, outline=(220, 20, 20), width=4)
    image.save(out, "PNG")


def main(arguments: list[str]) -> None:
    """Confine this process, then draw."""
    path, page, *box, out = arguments
    x0, y0, x1, y1 = (float(value) for value in box)
    # imported before the walls go up: readers load their native parts from disk
    import pypdfium2
    from PIL import ImageDraw, PngImagePlugin

    assert pypdfium2 and ImageDraw and PngImagePlugin
    confine(Path(out).parent, Limits())
    draw(Path(path), int(page), (x0, y0, x1, y1), Path(out))


if __name__ == "__main__":
    main(sys.argv[1:])
