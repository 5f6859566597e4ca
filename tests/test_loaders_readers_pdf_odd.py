"""Tables drawn the odd ways: whatever the lines are made of and whatever lies over them, the cells are the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pdfs import documents, layers, odd

from loaders.document import Document, Paragraph
from loaders.readers.pdf import read_pdf
from loaders.readers.pdf.characters import Characters
from loaders.readers.pdf.page import PageImage, Reading
from loaders.readers.pdf.rulings import Rulings

EXPECTED = [list(row) for row in documents.ROWS]


def read(tmp_path: Path, *pages: documents.Draw) -> Document:
    path = tmp_path / "file.pdf"
    path.write_bytes(documents.pdf(*pages))
    return read_pdf(path)


def said(grid: list[list[str | None]]) -> list[list[str]]:
    return [["".join((cell or "").split()) for cell in row] for row in grid]


@pytest.mark.parametrize("draw", [*odd.WAYS, layers.lines_as_images], ids=lambda draw: draw.__name__)
def test_every_odd_way_gives_the_same_cells(tmp_path: Path, draw: documents.Draw) -> None:
    assert [said(table.grid()) for table in read(tmp_path, draw).tables] == [EXPECTED]


@pytest.mark.parametrize("draw", layers.KINDS, ids=lambda draw: draw.__name__)
def test_a_page_is_read_as_what_one_sees(tmp_path: Path, draw: documents.Draw) -> None:
    document = read(tmp_path, draw)
    assert document.pages[0].kind == layers.KINDS[draw]
    assert bool(document.problems) == (layers.KINDS[draw] == "scan")


def test_a_table_that_is_a_picture_is_read_by_ocr_or_reported(tmp_path: Path) -> None:
    assert read(tmp_path, layers.pictured_chart).problems == ()
    assert read(tmp_path, layers.pictured_table).problems == (("page_needs_ocr", "1"),)

    def ocr(image: PageImage) -> Reading:
        top, middle, bottom = 242.0, 332.0, 441.0
        across = [[y, 80.0, 480.0] for y in (100.0, top, middle, bottom)]
        down = [[x, top, bottom] for x in (80.0, 260.0, 478.0)]
        words = [
            ("部门支出总体情况表", 100.0, 60.0, 300.0, 80.0, 0.9),
            ("项目", 100.0, 260.0, 140.0, 280.0, 0.9),
            ("12.50", 300.0, 350.0, 340.0, 370.0, 0.9),
        ]
        return Reading(
            Characters.of_words(words), Rulings(np.array(across), np.array(down), np.empty((0, 4)))
        )

    document = read_pdf(tmp_path / "file.pdf", ocr=ocr)
    (table,) = document.tables
    assert table.engine == "ocr"
    assert table.grid() == [["项目", ""], ["", "12.50"]]
    assert [text for text in table.captions if "总体情况" in text] == ["部门支出总体情况表"]
    assert document.problems == ()


def test_a_level_watermark_stays_readable_beside_the_table(tmp_path: Path) -> None:
    (page,) = read(tmp_path, odd.level_watermark).pages
    assert "仅供内部查阅" in [block.text for block in page.blocks if isinstance(block, Paragraph)]


def test_words_turned_by_a_quarter_read_in_the_order_they_were_drawn(tmp_path: Path) -> None:
    (table,) = read(tmp_path, odd.turned_words).tables
    assert table.grid() == [["项目", "备注"], ["培训人次", "绩效目标说明"]]


def test_tables_close_below_each_other_stay_two(tmp_path: Path) -> None:
    one, two = read(tmp_path, odd.close_below).tables
    assert said(one.grid()) == EXPECTED
    assert said(two.grid()) == [["电脑", ""], ["打印机", ""]]


def test_a_cell_drawn_whole_on_each_page_it_spans_is_read_once(tmp_path: Path) -> None:
    (table,) = read(tmp_path, odd.tall_cell_first_page, odd.tall_cell_next_page).tables
    assert (table.page_last, table.header_rows) == (2, 1)
    rows = said(table.grid())
    assert rows[0] == ["项目名称", "金额", "三级指标"]
    assert rows[1] == [
        "11000022T000000459099-重点调查研究专项工作经费及其他有关支出",
        "1,900.00",
        "完成数量0培训人次",
    ]
    assert [row[2] for row in rows[1:]] == [f"完成数量{row}培训人次" for row in range(12)]


def test_a_row_without_a_line_above_it_belongs_to_the_table_below(tmp_path: Path) -> None:
    (table,) = read(tmp_path, odd.cut_above_merged_rows).tables
    rows = said(table.grid())
    assert [rows[index] for index in (0, 2, 4)] == EXPECTED[1:4]
    assert table.open_above == (0, 1, 2, 3, 4)
