"""Small PDFs with known cells, drawn the ways producers draw tables.

Each builder returns the file's bytes; the cells drawn are those of `ROWS` unless it says otherwise. Coordinates are points from the
bottom left, as PDF has them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from itertools import pairwise

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

ROWS = (
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ("201", "一般公共服务支出", "2,404.17", "1,429.11", "975.06"),
    ("20105", "统计信息事务", "391.72", "0", "391.72"),
    ("208", "社会保障和就业支出", "263.85", "263.85", ""),
    ("221", "住房保障支出", "65.55", "65.55", "——"),
)
EDGES = (60.0, 130.0, 270.0, 350.0, 430.0, 510.0)
TOP, HEIGHT, SIZE = 700.0, 22.0, 9.0

Draw = Callable[[Canvas], None]


def pdf(
    *pages: Draw, size: tuple[float, float] = (595.0, 842.0), encrypt: StandardEncryption | None = None
) -> bytes:
    """A PDF with one page for each drawing."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size, invariant=True, encrypt=encrypt)
    for draw in pages:
        canvas.setFont(FONT, SIZE)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def text(canvas: Canvas, rows: Sequence[Sequence[str]] = ROWS, top: float = TOP, shift: float = 0.0) -> None:
    """The cells' texts: labels from the left, numbers to the right."""
    for row, cells in enumerate(rows):
        y = top - (row + 1) * HEIGHT + 7 + shift
        for column, cell in enumerate(cells):
            if column < 2 or row == 0:
                canvas.drawString(EDGES[column] + 3 + shift, y, cell)
            else:
                canvas.drawRightString(EDGES[column + 1] - 3 + shift, y, cell)


def horizontals(canvas: Canvas, count: int, top: float = TOP, right: float = EDGES[-1]) -> None:
    """Lines above and below each of `count` rows."""
    for row in range(count + 1):
        canvas.line(EDGES[0], top - row * HEIGHT, right, top - row * HEIGHT)


def verticals(canvas: Canvas, count: int, top: float = TOP, edges: Sequence[float] = EDGES) -> None:
    """Lines at the column edges over `count` rows."""
    for x in edges:
        canvas.line(x, top, x, top - count * HEIGHT)


def ruled(canvas: Canvas) -> None:
    """A plain ruled table."""
    text(canvas)
    horizontals(canvas, len(ROWS))
    verticals(canvas, len(ROWS))


def caption(canvas: Canvas, title: str = "部门支出总体情况表") -> None:
    """Title, form number, department and unit above the table."""
    canvas.setFont(FONT, 14)
    canvas.drawCentredString(285, TOP + 52, title)
    canvas.setFont(FONT, SIZE)
    canvas.drawString(EDGES[0], TOP + 26, "公开03表")
    canvas.drawString(EDGES[0], TOP + 6, "部门：无锡市统计局")
    canvas.drawRightString(EDGES[-1], TOP + 6, "单位：万元")


def dashed(canvas: Canvas) -> None:
    """Rulings with a dash pattern."""
    canvas.setDash(3, 2)
    ruled(canvas)


def dots(canvas: Canvas) -> None:
    """Rulings made of separate small squares."""
    text(canvas)
    for row in range(len(ROWS) + 1):
        for step in range(int((EDGES[-1] - EDGES[0]) / 2) + 1):
            canvas.rect(EDGES[0] + 2 * step, TOP - row * HEIGHT - 0.4, 0.8, 0.8, stroke=0, fill=1)
    for x in EDGES:
        for step in range(int(len(ROWS) * HEIGHT / 2) + 1):
            canvas.rect(x - 0.4, TOP - 2 * step, 0.8, 0.8, stroke=0, fill=1)


def doubled(canvas: Canvas) -> None:
    """Every ruling drawn as two lines 1.5 pt apart."""
    ruled(canvas)
    canvas.translate(1.5, 1.5)
    horizontals(canvas, len(ROWS))
    verticals(canvas, len(ROWS))


def rectangles(canvas: Canvas) -> None:
    """Thin filled rectangles for rulings, as spreadsheets print them."""
    text(canvas)
    for row in range(len(ROWS) + 1):
        canvas.rect(EDGES[0], TOP - row * HEIGHT - 0.25, EDGES[-1] - EDGES[0], 0.5, stroke=0, fill=1)
    for x in EDGES:
        canvas.rect(x - 0.25, TOP - len(ROWS) * HEIGHT, 0.5, len(ROWS) * HEIGHT, stroke=0, fill=1)


def cells_outlined(canvas: Canvas) -> None:
    """Each cell a stroked rectangle of its own."""
    text(canvas)
    for row in range(len(ROWS)):
        for left, right in pairwise(EDGES):
            canvas.rect(left, TOP - (row + 1) * HEIGHT, right - left, HEIGHT)


def white_on_fill(canvas: Canvas) -> None:
    """White rulings on a coloured ground."""
    canvas.setFillColorRGB(0.8, 0.88, 0.97)
    canvas.rect(
        EDGES[0], TOP - len(ROWS) * HEIGHT, EDGES[-1] - EDGES[0], len(ROWS) * HEIGHT, stroke=0, fill=1
    )
    canvas.setFillColorRGB(0, 0, 0)
    canvas.setStrokeColorRGB(1, 1, 1)
    ruled(canvas)


def white_unseen(canvas: Canvas) -> None:
    """A ruled table, and white lines across its cells that nobody sees."""
    ruled(canvas)
    canvas.setStrokeColorRGB(1, 1, 1)
    for row in range(len(ROWS)):
        y = TOP - (row + 0.45) * HEIGHT
        canvas.line(EDGES[0], y, EDGES[-1], y)


def struck_twice(canvas: Canvas) -> None:
    """Bold by printing everything again 0.3 pt to the right."""
    ruled(canvas)
    text(canvas, shift=0.3)


def watermarked(canvas: Canvas) -> None:
    """Grey letters across the table at 45 degrees."""
    ruled(canvas)
    canvas.saveState()
    canvas.setFont(FONT, 60)
    canvas.setFillGray(0.85)
    canvas.translate(150, 480)
    canvas.rotate(45)
    canvas.drawString(0, 0, "内部资料")
    canvas.restoreState()


def as_form(canvas: Canvas) -> None:
    """The table inside a form object, scaled and moved."""
    canvas.beginForm("table")
    canvas.setFont(FONT, SIZE)
    ruled(canvas)
    canvas.endForm()
    canvas.scale(0.9, 0.9)
    canvas.translate(20, 40)
    canvas.doForm("table")


def rotated(canvas: Canvas) -> None:
    """A page with `/Rotate 90`, its content drawn to stand upright then (the canvas swaps the sides of the media box)."""
    canvas.setPageRotation(90)
    canvas.translate(842, 0)
    canvas.rotate(90)
    ruled(canvas)


def sideways(canvas: Canvas) -> None:
    """Everything drawn turned, without `/Rotate`."""
    canvas.translate(-150, 800)
    canvas.rotate(-90)
    ruled(canvas)


def open_sides(canvas: Canvas) -> None:
    """No left and right border."""
    text(canvas)
    horizontals(canvas, len(ROWS))
    verticals(canvas, len(ROWS), edges=EDGES[1:-1])


def no_verticals(canvas: Canvas) -> None:
    """A line under each row and none between columns."""
    text(canvas)
    horizontals(canvas, len(ROWS))


def three_rules(canvas: Canvas) -> None:
    """The three rules of a printed table."""
    text(canvas)
    for row in (0, 1, len(ROWS)):
        canvas.line(EDGES[0], TOP - row * HEIGHT, EDGES[-1], TOP - row * HEIGHT)


def borderless(canvas: Canvas) -> None:
    """No line at all."""
    text(canvas)


def columns_only(canvas: Canvas) -> None:
    """A frame, a ruled header, columns, and no line between the rows."""
    text(canvas)
    for row in (0, 1, len(ROWS)):
        canvas.line(EDGES[0], TOP - row * HEIGHT, EDGES[-1], TOP - row * HEIGHT)
    verticals(canvas, len(ROWS))


WRAPPED = (
    (("合计",), "1,234.50", "900.10"),
    (("一般公共服务",), "34.50", "0.10"),
    (("社会保障和就业共同财", "政事权转移支付收入"), "500.00", "300.00"),
    (("灾害防治及应急管理共", "同财政事权转移支付收", "入"), "200.00", ""),
    (("住房保障共同财政事权", "转移支付收入"), "500.00", "600.00"),
)
WRAPPED_HEADER = ("项目", "本年预算数", "上年预算数")


def labels_wrapped(
    canvas: Canvas, *, header_ruled: bool = True, striped: bool = False, columns: int = 3
) -> None:
    """A frame and columns, no line between the rows; labels of several lines, figures halfway down them (`WRAPPED`)."""
    edges, leading = (60.0, 180.0, 260.0, 340.0)[: columns + 1], 11.0
    tops = [TOP, TOP - HEIGHT]
    for label, *_ in WRAPPED:
        tops.append(tops[-1] - len(label) * leading - 8)
    if striped:
        canvas.setFillColorRGB(0.8, 0.88, 0.97)
        for top, bottom in list(pairwise(tops))[::2]:
            canvas.rect(edges[0], bottom, edges[-1] - edges[0], top - bottom, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
    for y in (tops[0], *tops[1:2][:header_ruled], tops[-1]):
        canvas.line(edges[0], y, edges[-1], y)
    for x in edges:
        canvas.line(x, tops[0], x, tops[-1])
    for (top, bottom), (label, *figures) in zip(
        pairwise(tops), [((WRAPPED_HEADER[0],), *WRAPPED_HEADER[1:]), *WRAPPED], strict=True
    ):
        for line, words in enumerate(label):
            canvas.drawString(edges[0] + 3, top - 4 - SIZE - line * leading, words)
        for right, figure in zip(edges[2:], figures, strict=False):
            canvas.drawRightString(right - 3, (top + bottom) / 2 - 0.35 * SIZE, figure)


def one_tall_row(canvas: Canvas, *cells: Sequence[str], narrow: float = 35.0) -> None:
    """A header and one ruled row whose cells hold lines of text close below each other: the first cell wide, the others `narrow`."""
    edges = [60.0, 200.0, *(200.0 + narrow * number for number in range(1, len(cells)))]
    for y in (TOP, TOP - HEIGHT, TOP - HEIGHT - 40):
        canvas.line(edges[0], y, edges[-1], y)
    for x in edges:
        canvas.line(x, TOP, x, TOP - HEIGHT - 40)
    for left, name, lines in zip(edges, "甲乙丙丁", cells, strict=False):
        canvas.drawString(left + 3, TOP - 14, name)
        for line, words in enumerate(lines):
            canvas.drawString(left + 3, TOP - HEIGHT - 12 - 11 * line, words)


def overflowing(canvas: Canvas) -> None:
    """A label longer than its cell, running into the empty cell beside it."""
    rows = [list(row) for row in ROWS]
    rows[3][1] = "社会保障和就业支出以及其他各项支出合计"
    rows[3][2] = ""
    text(canvas, rows)
    horizontals(canvas, len(ROWS))
    verticals(canvas, len(ROWS))


def written_over(canvas: Canvas) -> None:
    """A code drawn letter by letter that its cell clips on paper: its last letters lie under the label beside it."""
    rows = [list(row) for row in ROWS]
    rows[3][0] = ""
    text(canvas, rows)
    for place, letter in enumerate("社会保障和就业"):
        canvas.drawString(EDGES[0] + 14 + 9 * place, TOP - 4 * HEIGHT + 7, letter)
    horizontals(canvas, len(ROWS))
    verticals(canvas, len(ROWS))


def too_tall(canvas: Canvas) -> None:
    """A label of three lines in a row for two: the third, clipped on paper, lies in the row below."""
    rows = [list(row) for row in ROWS]
    rows[2][1] = ""
    text(canvas, rows)
    for line, words in enumerate(("统计信息事务以及其他", "各项一般公共服务支出", "和行政运行支出")):
        canvas.drawString(EDGES[1] + 3, TOP - 2 * HEIGHT - 9 - 10 * line, words)
    horizontals(canvas, len(ROWS))
    verticals(canvas, len(ROWS))


def two_names(canvas: Canvas) -> None:
    """A label of two lines and that of the row below drawn in one go, the ruling between them wider than the lines."""
    rows = [list(row) for row in ROWS]
    rows[2] = ["", "", *[""] * (len(rows[2]) - 2)]
    rows[3][1] = ""
    text(canvas, rows)
    for fall, words in ((0, "统计信息事务以及其他"), (10, "各项一般公共服务支出"), (20.6, "行政运行支出")):
        canvas.drawString(EDGES[1] + 3, TOP - 2 * HEIGHT - 9 - fall, words)
    horizontals(canvas, len(ROWS))
    verticals(canvas, len(ROWS))


def side_by_side(canvas: Canvas) -> None:
    """Two small ruled tables beside each other."""
    for left in (60, 320):
        for row in range(4):
            canvas.line(left, 700 - row * 20, left + 200, 700 - row * 20)
        for x in (left, left + 120, left + 200):
            canvas.line(x, 700, x, 640)
        for row in range(3):
            canvas.drawString(left + 4, 706 - (row + 1) * 20, f"项目{row}")
            canvas.drawRightString(left + 196, 706 - (row + 1) * 20, f"{left + row}.50")


def contents(canvas: Canvas) -> None:
    """A table of contents with leaders."""
    canvas.drawCentredString(297, 760, "目 录")
    for row in range(12):
        canvas.drawString(80, 720 - 20 * row, f"{row + 1}、部门收支总表" + "." * 60)
        canvas.drawRightString(500, 720 - 20 * row, str(row + 3))


def prose(canvas: Canvas) -> None:
    """A heading, two paragraphs of several lines, a page number."""
    lines = (
        "一、部门主要职责",
        "　　我单位成立于二〇一一年七月，主要负责全市统计工作的组织领导和协调，确保统计数",
        "据真实、准确、完整、及时，并承担国民经济核算以及各项普查的组织实施工作，管理全市统",
        "计信息化系统。",
        "　　2026年度收入总计3,210.10万元，比上年增加242.30万元。",
    )
    for row, line in enumerate(lines):
        indent = len(line) - len(line.lstrip("　"))
        canvas.drawString(80 + indent * 11, 740 - 24 * row, line.strip("　"))
    canvas.drawCentredString(297, 40, "— 12 —")


REPORT = tuple(
    f"{number}月全县安排{place}养护资金{number}.{number}0亿元，用于辖区内{place}的日常养护、水毁修复和照明改造，保障群众出行安全，同比增长{number}%。"
    for number, place in enumerate(("道路", "桥梁", "隧道", "堤防", "水渠", "站场", "街巷", "码头"), 1)
)


def newspaper(canvas: Canvas, columns: int = 3, letters: int = 18, lines: int = 16) -> None:
    """`REPORT` in columns side by side below a title over the page's whole width."""
    canvas.setFont(FONT, 2 * SIZE)
    canvas.drawCentredString(297, 780, "关于清河县预算执行情况的报告")
    canvas.setFont(FONT, SIZE)
    rows: list[tuple[int, str]] = []
    for paragraph in REPORT:
        rows.append((2, paragraph[: letters - 2]))
        rest = paragraph[letters - 2 :]
        rows += [(0, rest[start : start + letters]) for start in range(0, len(rest), letters)]
    for index, (indent, line) in enumerate(rows):
        column, row = divmod(index, lines)
        left = 40 + column * (letters + 1.5) * SIZE
        for place, letter in enumerate(line):
            canvas.drawString(left + (indent + place) * SIZE, 740 - row * 12, letter)
