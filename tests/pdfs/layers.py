"""Pages whose text layer is not what one sees: words under, behind or beside an image, letters drawn as curves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pdfs.documents import EDGES, HEIGHT, ROWS, TOP, caption, ruled, text
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

INK, PAPER = (0, 0, 0, 255), (255, 255, 255, 255)


def _image(canvas: Canvas, ground: tuple[int, ...]) -> None:
    """An image over the page, a black stripe on its ground."""
    image = Image.new("RGBA", (119, 168), ground)
    image.paste(INK, (20, 20, 100, 22))
    canvas.drawImage(ImageReader(image), 0, 0, 595, 842, mask="auto")


def words_under_the_scan(canvas: Canvas) -> None:
    """The recognised words are drawn first, the image over them, a page number on top."""
    caption(canvas)
    text(canvas)
    _image(canvas, PAPER)
    canvas.drawString(290, 20, "3")


def words_without_ink(canvas: Canvas) -> None:
    """The recognised words lie over the image in a mode that paints nothing."""
    _image(canvas, PAPER)
    canvas.setFillAlpha(0)
    text(canvas)


def words_white(canvas: Canvas) -> None:
    """The recognised words lie over the image in the colour of paper."""
    _image(canvas, PAPER)
    canvas.setFillGray(1)
    text(canvas)


def letters_as_curves(canvas: Canvas) -> None:
    """No text at all: every letter is a closed path."""
    for row in range(len(ROWS)):
        for column in range(60):
            path = canvas.beginPath()
            path.moveTo(60 + 7 * column, TOP - HEIGHT * row)
            for _ in range(3):
                path.curveTo(61, 702, 63, 704, 65, 706)
                path.lineTo(66, 701)
            path.close()
            canvas.drawPath(path, stroke=0, fill=1)


def stamped(canvas: Canvas) -> None:
    """Ordinary words; an image with transparent ground lies over the whole page."""
    ruled(canvas)
    _image(canvas, (255, 255, 255, 0))


def on_stationery(canvas: Canvas) -> None:
    """Ordinary words on an image that fills the page."""
    _image(canvas, PAPER)
    ruled(canvas)


KINDS: dict[Callable[[Canvas], None], str] = {
    words_under_the_scan: "scan",
    words_without_ink: "scan",
    words_white: "scan",
    letters_as_curves: "scan",
    stamped: "text",
    on_stationery: "text",
}


def _picture(canvas: Canvas, places: Sequence[int], thick: int) -> None:
    """Words, and below them a picture with bars across and down."""
    caption(canvas)
    image = Image.new("L", (400, 200), 255)
    for place in places:
        image.paste(0, (0, place, 400, place + thick))
        image.paste(0, (2 * place, 0, 2 * place + thick, 200))
    canvas.drawImage(ImageReader(image), 80, 400, 400, 200)


def pictured_table(canvas: Canvas) -> None:
    """A page of words with a picture of a table of two rows and two columns."""
    _picture(canvas, (0, 90, 198), 2)


def pictured_chart(canvas: Canvas) -> None:
    """A page of words with a picture of thick bars."""
    _picture(canvas, (0, 60, 120), 40)


def lines_as_images(canvas: Canvas) -> None:
    """Every ruling is a narrow black image."""
    text(canvas)
    ink = ImageReader(Image.new("L", (1, 1)))
    for row in range(len(ROWS) + 1):
        canvas.drawImage(ink, EDGES[0], TOP - row * HEIGHT, EDGES[-1] - EDGES[0], 0.5)
    for x in EDGES:
        canvas.drawImage(ink, x, TOP - len(ROWS) * HEIGHT, 0.5, len(ROWS) * HEIGHT)
