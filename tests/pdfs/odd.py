"""The table of `documents.ROWS` drawn the odd ways: doubled and broken lines, grounds for lines, marks over and under the words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pdfs.documents import EDGES, FONT, HEIGHT, ROWS, SIZE, TOP, horizontals, ruled, text, verticals
from reportlab.pdfgen.canvas import Canvas

LEVELS = [TOP - row * HEIGHT for row in range(len(ROWS) + 1)]


def _grounds(canvas: Canvas, gap: float) -> None:
    """A filled rectangle in each cell, `gap` points inside its edges."""
    for top, bottom in pairwise(LEVELS):
        for left, right in pairwise(EDGES):
            canvas.rect(
                left + gap, bottom + gap, right - left - 2 * gap, top - bottom - 2 * gap, stroke=0, fill=1
            )


def cells_filled(canvas: Canvas) -> None:
    """Each cell a coloured ground of its own, paper between them, no line."""
    canvas.setFillColorRGB(0.8, 0.88, 0.97)
    _grounds(canvas, 0.5)
    canvas.setFillGray(0)
    text(canvas)


def white_cells_on_black(canvas: Canvas) -> None:
    """A black rectangle and white cells on it: what stays black are the lines."""
    canvas.rect(EDGES[0], LEVELS[-1], EDGES[-1] - EDGES[0], LEVELS[0] - LEVELS[-1], stroke=0, fill=1)
    canvas.setFillGray(1)
    _grounds(canvas, 0.25)
    canvas.setFillGray(0)
    text(canvas)


def doubled_wide(canvas: Canvas) -> None:
    """Every ruling two lines 3 pt apart, as word processors draw double lines."""
    canvas.setLineWidth(0.5)
    text(canvas)
    canvas.translate(-1.5, -1.5)
    for _ in range(2):
        horizontals(canvas, len(ROWS))
        verticals(canvas, len(ROWS))
        canvas.translate(3, 3)


def thick(canvas: Canvas) -> None:
    """Lines of 3 pt."""
    canvas.setLineWidth(3)
    ruled(canvas)


def in_pieces(canvas: Canvas) -> None:
    """Each side of each cell a line of its own that ends short of the corners."""
    text(canvas)
    for y in LEVELS:
        for left, right in pairwise(EDGES):
            canvas.line(left + 1.2, y, right - 1.2, y)
    for x in EDGES:
        for top, bottom in pairwise(LEVELS):
            canvas.line(x, top - 1.2, x, bottom + 1.2)


def underlined(canvas: Canvas) -> None:
    """Labels and figures underlined; the lines run on behind the labels, as blanks to fill in do."""
    ruled(canvas)
    for row in range(1, len(ROWS)):
        y = LEVELS[row + 1] + 5.5
        canvas.line(EDGES[1] + 3, y, EDGES[1] + 103, y)
        canvas.line(EDGES[2] + 40, y, EDGES[3] - 3, y)
        canvas.line(EDGES[0] + 2, y, EDGES[0] + 45, y)


def level_watermark(canvas: Canvas) -> None:
    """Large pale letters that stand level across the rows."""
    ruled(canvas)
    canvas.setFillGray(0.86)
    canvas.setFont(FONT, 48)
    canvas.drawString(120, LEVELS[4] + 3, "仅供内部查阅")


def tiled_watermark(canvas: Canvas) -> None:
    """Small slanting marks all over the page."""
    ruled(canvas)
    canvas.setFillGray(0.8)
    for x in range(40, 560, 90):
        for y in range(500, 760, 40):
            canvas.saveState()
            canvas.translate(x, y)
            canvas.rotate(30)
            canvas.drawString(0, 0, "某县财政局")
            canvas.restoreState()


def shadowed(canvas: Canvas) -> None:
    """Every letter has a grey shadow 0.8 pt away."""
    canvas.setFillGray(0.7)
    text(canvas, shift=0.8)
    canvas.setFillGray(0)
    ruled(canvas)


def header_ruled(canvas: Canvas) -> None:
    """A frame and a total line; the columns are ruled in the header alone."""
    text(canvas)
    for y in (LEVELS[0], LEVELS[1], LEVELS[-2], LEVELS[-1]):
        canvas.line(EDGES[0], y, EDGES[-1], y)
    verticals(canvas, 1)
    verticals(canvas, len(ROWS), edges=(EDGES[0], EDGES[-1]))


def clipped_grounds(canvas: Canvas) -> None:
    """Lines that are one black ground seen through narrow windows."""
    text(canvas)
    windows = [(EDGES[0], y - 0.3, EDGES[-1] - EDGES[0], 0.6) for y in LEVELS]
    windows += [(x - 0.3, LEVELS[-1], 0.6, LEVELS[0] - LEVELS[-1]) for x in EDGES]
    for window in windows:
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(*window)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.rect(*window, stroke=0, fill=1)
        canvas.restoreState()


def one_path(canvas: Canvas) -> None:
    """All lines in one path."""
    text(canvas)
    path = canvas.beginPath()
    for y in LEVELS:
        path.moveTo(EDGES[0], y)
        path.lineTo(EDGES[-1], y)
    for x in EDGES:
        path.moveTo(x, LEVELS[0])
        path.lineTo(x, LEVELS[-1])
    canvas.drawPath(path)


def letters_apart(canvas: Canvas) -> None:
    """Each letter a text operation of its own, columns from the right, rows from below."""
    horizontals(canvas, len(ROWS))
    verticals(canvas, len(ROWS))
    for column in reversed(range(len(EDGES) - 1)):
        for row in reversed(range(len(ROWS))):
            x = EDGES[column] + 3
            for letter in ROWS[row][column]:
                canvas.drawString(x, LEVELS[row + 1] + 7, letter)
                x += canvas.stringWidth(letter, FONT, SIZE)


def framed(canvas: Canvas) -> None:
    """A frame 6 pt around the table, its columns' lines going on to it."""
    text(canvas)
    rim = 6.0
    horizontals(canvas, len(ROWS))
    verticals(canvas, len(ROWS))
    canvas.rect(
        EDGES[0] - rim, LEVELS[-1] - rim, EDGES[-1] - EDGES[0] + 2 * rim, LEVELS[0] - LEVELS[-1] + 2 * rim
    )
    for y in LEVELS:
        canvas.line(EDGES[0] - rim, y, EDGES[-1] + rim, y)
    for x in EDGES:
        canvas.line(x, LEVELS[0] + rim, x, LEVELS[-1] - rim)


def ruled_below(canvas: Canvas) -> None:
    """A line below each row, none above the header, none between columns."""
    text(canvas)
    for y in LEVELS[1:]:
        canvas.line(EDGES[0], y, EDGES[-1], y)


WAYS = (
    cells_filled,
    white_cells_on_black,
    doubled_wide,
    thick,
    in_pieces,
    underlined,
    level_watermark,
    tiled_watermark,
    shadowed,
    header_ruled,
    clipped_grounds,
    one_path,
    letters_apart,
    framed,
    ruled_below,
)


def turned_words(canvas: Canvas) -> None:
    """A table of two rows whose last column holds words turned by a quarter, to be read upwards."""
    for y in (TOP, TOP - 20, TOP - 120):
        canvas.line(60, y, 260, y)
    for x in (60, 200, 260):
        canvas.line(x, TOP, x, TOP - 120)
    canvas.drawString(64, TOP - 14, "项目")
    canvas.drawString(204, TOP - 14, "备注")
    canvas.drawString(64, TOP - 70, "培训人次")
    canvas.translate(234, TOP - 110)
    canvas.rotate(90)
    canvas.drawString(0, 0, "绩效目标说明")


def close_below(canvas: Canvas) -> None:
    """Two tables of other columns, 5 pt between them."""
    ruled(canvas)
    top, edges = LEVELS[-1] - 5, (EDGES[0], 300.0, EDGES[-1])
    text(canvas, [("电脑", "", "", "")], top)
    text(canvas, [("打印机", "", "", "")], top - HEIGHT)
    horizontals(canvas, 2, top)
    verticals(canvas, 2, top, edges)


def _part(canvas: Canvas, rows: Sequence[int], shift: float) -> None:
    """What a page shows of a sheet: the header, then through a window the rows of its turn; the sheet's tall cell is drawn whole, in a window of its own."""
    xs = (60.0, 200.0, 280.0, 400.0)
    for y in (TOP, TOP - 20):
        canvas.line(xs[0], y, xs[-1], y)
    for x in xs:
        canvas.line(x, TOP, x, TOP - 20)
    for x, word in zip(xs, ("项目名称", "金额", "三级指标"), strict=False):
        canvas.drawString(x + 3, TOP - 14, word)
    path = canvas.beginPath()
    path.rect(0, TOP - 20 - 480, 595, 480)
    canvas.clipPath(path, stroke=0, fill=0)
    top = TOP - 20 + shift
    for row in rows:
        y = top - 80 * row
        canvas.drawString(xs[2] + 3, y - 40, f"完成数量{row}")
        canvas.drawString(xs[2] + 3, y - 60, "培训人次")
        canvas.line(xs[2], y, xs[3], y)
        canvas.line(xs[2], y - 80, xs[3], y - 80)
    for x in xs:
        canvas.line(x, TOP - 20, x, TOP - 500)
    canvas.line(xs[0], TOP - 500, xs[-1], TOP - 500)
    canvas.saveState()
    cell = canvas.beginPath()
    cell.rect(xs[0], top - 492, xs[1] - xs[0], 46)
    canvas.clipPath(cell, stroke=0, fill=0)
    for line, words in enumerate(("11000022T000000459099-", "重点调查研究专项工作经", "费及其他有关支出")):
        canvas.drawString(xs[0] + 3, top - 460 - 14 * line, words)
    canvas.restoreState()
    canvas.drawRightString(xs[2] - 3, top - 466, "1,900.00")


def tall_cell_first_page(canvas: Canvas) -> None:
    """A cell over more rows than the page has room for: two lines of its label and its amount are this page's turn."""
    _part(canvas, range(6), 0)


def tall_cell_next_page(canvas: Canvas) -> None:
    """Its last lines; the first ones, clipped away, lie over the repeated header."""
    _part(canvas, range(6, 12), 480)


def cut_above_merged_rows(canvas: Canvas) -> None:
    """A page that begins with a row without a line above it; a merged row and a row of wide cells interrupt the lines further down."""
    text(canvas, [ROWS[1], ("小计", "", "", "", ""), ROWS[2], ("合计", "", "", "", ""), ROWS[3]])
    for level in LEVELS[1:]:
        canvas.line(EDGES[0], level, EDGES[-1], level)
    for x in (EDGES[0], EDGES[-1]):
        canvas.line(x, LEVELS[0], x, LEVELS[-1])
    for x in EDGES[1:-1]:
        for row in (0, 2, 4):
            canvas.line(x, LEVELS[row], x, LEVELS[row + 1])
