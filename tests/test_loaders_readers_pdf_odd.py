"""Tables drawn the odd ways: whatever the lines are made of and whatever lies over them, the cells are the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdfs import documents, odd

from loaders.document import Document, Paragraph
from loaders.readers.pdf import read_pdf

EXPECTED = [list(row) for row in documents.ROWS]


def read(tmp_path: Path, draw: documents.Draw) -> Document:
    path = tmp_path / "file.pdf"
    path.write_bytes(documents.pdf(draw))
    return read_pdf(path)


def said(grid: list[list[str | None]]) -> list[list[str]]:
    return [["".join((cell or "").split()) for cell in row] for row in grid]


@pytest.mark.parametrize("draw", odd.WAYS, ids=lambda draw: draw.__name__)
def test_every_odd_way_gives_the_same_cells(tmp_path: Path, draw: documents.Draw) -> None:
    assert [said(table.grid()) for table in read(tmp_path, draw).tables] == [EXPECTED]


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
