"""Tables in the layouts of disclosure forms, drawn in any style: what is drawn is the truth.

A cell is `(row, column, text)` or `(row, column, text, row_span, column_span)`; a style is how lines, grounds and marks are drawn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pdfs.documents import FONT
from reportlab.pdfgen.canvas import Canvas

Placed = tuple[int, int, str, int, int]
Verticals = Literal["all", "header", "sides", "none"]


@dataclass(frozen=True, slots=True)
class Layout:
    """A table: column widths in points, row height, cells; numbers stand to the right, ordinals to the left, other texts in the middle."""

    widths: tuple[float, ...]
    cells: tuple[Placed, ...]
    height: float = 18.0
    size: float = 8.0

    @property
    def rows(self) -> int:
        """How many rows."""
        return max(row + span for row, _, _, span, _ in self.cells)

    @property
    def header(self) -> int:
        """How many rows stand above the first amount."""
        return min(row for row, _, text, _, _ in self.cells if re.search(r"\d\.\d\d$", text))

    def grid(self) -> list[list[str | None]]:
        """Rows of text as `Table.grid` gives them."""
        rows: list[list[str | None]] = [[None] * len(self.widths) for _ in range(self.rows)]
        for row, column, text, _, _ in self.cells:
            rows[row][column] = text
        return rows


@dataclass(frozen=True, slots=True)
class Style:
    """How a table is drawn."""

    dash: tuple[int, ...] = ()
    line: tuple[float, float, float] | None = (0, 0, 0)
    ground: tuple[float, float, float] | None = None
    zebra: bool = False
    verticals: Verticals = "all"
    three_rules: bool = False
    spacing: float = 0.0
    watermark: str = ""
    width: float = 0.5


def edges(start: float, steps: Sequence[float]) -> list[float]:
    """Positions from a start and steps."""
    places = [start]
    for step in steps:
        places.append(places[-1] + step)
    return places


def draw(canvas: Canvas, layout: Layout, style: Style, left: float, top: float) -> None:
    """Draw a table with its upper left corner at a point."""
    xs = edges(left, layout.widths)
    ys = [top - layout.height * row for row in range(layout.rows + 1)]
    if style.ground:
        canvas.setFillColorRGB(*style.ground)
        for row in range(layout.rows):
            if not style.zebra or row % 2:
                canvas.rect(xs[0], ys[row + 1], xs[-1] - xs[0], layout.height, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
    canvas.setDash(list(style.dash))
    canvas.setLineWidth(style.width)
    for row, column, text, down, across in layout.cells:
        x0, x1, y1, y0 = xs[column], xs[column + across], ys[row], ys[row + down]
        if style.line is not None:
            canvas.setStrokeColorRGB(*style.line)
            for y in (y1, y0):
                if not style.three_rules or y in (ys[0], ys[layout.header], ys[-1]):
                    canvas.line(x0, y, x1, y)
            for x in (x0, x1):
                is_side = x in (xs[0], xs[-1])
                if {"all": True, "header": row < layout.header, "sides": is_side, "none": False}[
                    style.verticals
                ]:
                    canvas.line(x, y0, x, y1)
        _write(canvas, text, layout.size, (x0, y0, x1, y1), style.spacing)
    if style.watermark:
        canvas.saveState()
        canvas.setFillGray(0.88)
        canvas.setFont(FONT, 54)
        canvas.translate(left + 60, top - 200)
        canvas.rotate(35)
        canvas.drawString(0, 0, style.watermark)
        canvas.restoreState()


def _write(
    canvas: Canvas, text: str, size: float, box: tuple[float, float, float, float], spacing: float
) -> None:
    x0, y0, x1, y1 = box
    lines = text.split("\n")
    canvas.setFont(FONT, size)
    for number, line in enumerate(lines):
        y = (y0 + y1) / 2 + (len(lines) / 2 - number - 1) * size * 1.15 + 0.2 * size
        width = canvas.stringWidth(line, FONT, size) + spacing * (len(line) - 1)
        x = (x0 + x1 - width) / 2
        if line[:1].isdigit() or line.startswith("-"):
            x = x1 - 3 - width
        elif "、" in line[:3]:
            x = x0 + 3
        for letter in line if spacing else (line,):
            canvas.drawString(x, y, letter)
            x += canvas.stringWidth(letter, FONT, size) + spacing


def _number(row: int, column: int) -> str:
    """A figure, the same for the same place; every fifth cell is empty."""
    value = (row * 7919 + column * 104729) % 9_876_543
    return "" if value % 5 == 0 else f"{value / 100:,.2f}"


def twelve_columns(rows: int = 9) -> Layout:
    """收支预算总表 of twelve columns: income on the left, expenditure by source on the right, three header rows."""
    head: list[Placed] = [
        (0, 0, "收 入", 1, 2),
        (0, 2, "支 出", 1, 10),
        (1, 0, "项目", 2, 1),
        (1, 1, "金额", 2, 1),
        (1, 2, "项目", 2, 1),
        (1, 3, "合计", 2, 1),
        (1, 4, "一般公共预算", 1, 2),
        (1, 6, "政府性\n基金", 2, 1),
        (1, 7, "国有资本经营预算", 2, 1),
        (1, 8, "财政专户", 2, 1),
        (1, 9, "单位资金", 1, 2),
        (1, 11, "上年结转", 2, 1),
        (2, 4, "小计", 1, 1),
        (2, 5, "其中：财政拨款", 1, 1),
        (2, 9, "事业收入", 1, 1),
        (2, 10, "其他收入", 1, 1),
    ]
    body: list[Placed] = []
    for row in range(3, 3 + rows):
        body += [(row, 0, f"{row - 2}、收入项目", 1, 1), (row, 1, _number(row, 1), 1, 1)]
        body += [(row, 2, f"{row - 2}、支出项目", 1, 1)]
        body += [(row, column, _number(row, column), 1, 1) for column in range(3, 12)]
    return Layout((70, 58, 70, 62, 62, 62, 50, 66, 50, 55, 55, 55), tuple(head + body), size=7)


def four_blocks(rows: int = 8) -> Layout:
    """基本支出 by economic class in two blocks side by side in one table, code, name and amount each."""
    cells: list[Placed] = []
    for block in (0, 3):
        cells += [(0, block, "人员经费" if not block else "公用经费", 1, 3)]
        cells += [(1, block + k, name, 1, 1) for k, name in enumerate(("科目编码", "科目名称", "金额"))]
        for row in range(2, 2 + rows):
            cells += [
                (row, block, f"30{block + 1}{row:02d}", 1, 1),
                (row, block + 1, f"工资福利第{row}项", 1, 1),
                (row, block + 2, _number(row, block + 2), 1, 1),
            ]
    return Layout((55, 110, 70) * 2, tuple(cells))


def glued_header(rows: int = 6) -> Layout:
    """A header of two levels, its codes row 栏次, a total whose label spans two columns."""
    cells: list[Placed] = [
        (0, 0, "项目", 1, 2),
        (0, 2, "本年支出合计", 2, 1),
        (0, 3, "基本支出", 1, 2),
        (0, 5, "项目支出", 2, 1),
    ]
    cells += [
        (1, 0, "功能分类科目编码", 1, 1),
        (1, 1, "科目名称", 1, 1),
        (1, 3, "人员经费", 1, 1),
        (1, 4, "公用经费", 1, 1),
    ]
    cells += [(2, 0, "栏次", 1, 2), *((2, column, str(column - 1), 1, 1) for column in range(2, 6))]
    cells += [(3, 0, "合计", 1, 2), *((3, column, _number(3, column), 1, 1) for column in range(2, 6))]
    for row in range(4, 4 + rows):
        cells += [
            (row, 0, f"2080{row}", 1, 1),
            (row, 1, "社会保障\n和就业支出" if row == 5 else "行政运行", 1, 1),
        ]
        cells += [(row, column, _number(row, column), 1, 1) for column in range(2, 6)]
    return Layout((90, 110, 80, 70, 70, 70), tuple(cells), height=22)


def sparse_balance(rows: int = 14) -> Layout:
    """A balance whose right side goes on below its left one, most lines without a figure."""
    cells: list[Placed] = [(0, 0, "收          入", 1, 2), (0, 2, "支          出", 1, 2)]
    cells += [(1, column, ("项目", "预算数")[column % 2], 1, 1) for column in range(4)]
    ordinals = [*"一二三四五六七八九十", "十一", "十二"]
    for row, ordinal in zip(range(2, rows), ordinals, strict=True):
        if row < 5:
            cells += [(row, 0, f"{ordinal}、某项收入", 1, 1), (row, 1, "100.00", 1, 1)]
        cells += [(row, 2, f"{ordinal}、支出", 1, 1), (row, 3, "150.00" if row in (6, 10) else "", 1, 1)]
    cells += [(rows, 0, "收入合计", 1, 1), (rows, 1, "300.00", 1, 1), (rows, 2, "支出合计", 1, 1)]
    cells.append((rows, 3, "300.00", 1, 1))
    return Layout((130, 80, 130, 80), tuple(cells))


def empty_leaf(rows: int = 6) -> Layout:
    """A header of two levels; below the lowest one a column without any figure, beside one whose name stands higher.

    The name of the first row is wrapped around its figures.
    """
    cells: list[Placed] = [
        (0, column, name, 2, 1) for column, name in enumerate(("科目编码", "科目名称", "合计", "上年结转"))
    ]
    cells += [(0, 4, "本年收入", 1, 4)]
    cells += [
        (1, column, name, 1, 1)
        for column, name in zip(range(4, 8), ("财政拨款", "基金", "事业收入", "其他"), strict=True)
    ]
    for row in range(2, 2 + rows):
        cells += [(row, 0, f"20{row}01", 1, 1), (row, 1, "行政\n运行" if row == 2 else "行政运行", 1, 1)]
        cells += [(row, column, "" if column == 4 else f"{row}{column}.00", 1, 1) for column in range(2, 8)]
    return Layout((60, 110, 70, 70, 70, 70, 70, 70), tuple(cells))


LAYOUTS = {
    "empty leaf": empty_leaf,
    "sparse balance": sparse_balance,
    "twelve columns": twelve_columns,
    "four blocks": four_blocks,
    "glued header": glued_header,
}

STYLES = {
    "plain": Style(),
    "hairline": Style(width=0.05),
    "dashed": Style(dash=(2, 2)),
    "dotted": Style(dash=(1, 1)),
    "white on ground": Style(line=(1, 1, 1), ground=(0.82, 0.88, 0.95), width=1.0),
    "zebra": Style(ground=(0.9, 0.9, 0.9), zebra=True),
    "watermark": Style(watermark="公开征求意见"),
    "no verticals": Style(verticals="none"),
    "verticals in the header": Style(verticals="header"),
    "verticals at the sides": Style(verticals="sides"),
    "three rules": Style(verticals="none", three_rules=True),
    "letters apart": Style(verticals="none", spacing=2),
    "borderless": Style(line=None),
    "grey lines": Style(line=(0.75, 0.75, 0.75)),
}
