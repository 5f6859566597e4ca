"""Tables, text and pages of PDFs drawn with known cells, in the ways producers draw them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pdfs import documents
from pdfs.placeholder_font import placeholder_font
from reportlab.lib.pdfencrypt import StandardEncryption

from loaders.document import Document
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers.pdf import PageImage, Reading, fonts, read_pdf
from loaders.readers.pdf.characters import Characters
from loaders.readers.pdf.rulings import Rulings

EXPECTED = [list(row) for row in documents.ROWS]


def read(tmp_path: Path, *pages: documents.Draw, **options: object) -> Document:
    path = tmp_path / "file.pdf"
    path.write_bytes(documents.pdf(*pages))
    return read_pdf(path, **options)  # type: ignore[arg-type]


def said(grid: list[list[str | None]]) -> list[list[str]]:
    return [[(cell or "").replace("\n", "").replace(" ", "") for cell in row] for row in grid]


@pytest.mark.parametrize(
    "draw",
    [
        documents.ruled,
        documents.dashed,
        documents.dots,
        documents.doubled,
        documents.rectangles,
        documents.cells_outlined,
        documents.white_on_fill,
        documents.white_unseen,
        documents.struck_twice,
        documents.watermarked,
        documents.as_form,
        documents.rotated,
        documents.sideways,
        documents.open_sides,
        documents.no_verticals,
        documents.three_rules,
        documents.borderless,
        documents.columns_only,
    ],
    ids=lambda draw: draw.__name__,
)
def test_every_way_to_draw_a_table_gives_its_cells(tmp_path: Path, draw: documents.Draw) -> None:
    tables = read(tmp_path, draw).tables
    assert [said(table.grid()) for table in tables] == [EXPECTED]


@pytest.mark.parametrize("draw", [documents.ruled, documents.rectangles], ids=lambda draw: draw.__name__)
def test_the_reference_engine_answers_through_the_same_door(tmp_path: Path, draw: documents.Draw) -> None:
    (table,) = read(tmp_path, draw, engine="pdfplumber").tables
    assert said(table.grid()) == EXPECTED
    assert table.engine == "pdfplumber"


def test_text_that_overflows_its_cell_stays_whole(tmp_path: Path) -> None:
    (table,) = read(tmp_path, documents.overflowing).tables
    assert table.grid()[3][1:3] == ["社会保障和就业支出以及其他各项支出合计", ""]


def test_letters_that_the_text_beside_is_written_over_stay_with_their_word(tmp_path: Path) -> None:
    (table,) = read(tmp_path, documents.written_over).tables
    assert table.grid()[3][:2] == ["社会保障和就业", "社会保障和就业支出"]


def test_lines_clipped_below_their_row_go_back_to_it(tmp_path: Path) -> None:
    (table,) = read(tmp_path, documents.too_tall).tables
    column = [row[1] for row in table.grid()]
    assert column[2:4] == ["统计信息事务以及其他\n各项一般公共服务支出\n和行政运行支出", "社会保障和就业支出"]


def test_the_name_of_the_next_row_stays_there(tmp_path: Path) -> None:
    (table,) = read(tmp_path, documents.two_names).tables
    column = [row[1] for row in table.grid()]
    assert column[2:4] == ["统计信息事务以及其他\n各项一般公共服务支出", "行政运行支出"]


@pytest.mark.parametrize(
    "drawn",
    [
        {},
        {"header_ruled": False},
        {"striped": True},
        {"striped": True, "header_ruled": False},
        {"columns": 2},
        {"columns": 2, "header_ruled": False},
    ],
    ids=str,
)
def test_rows_without_lines_between_them_are_told_apart_by_their_figures(
    tmp_path: Path, drawn: dict[str, int]
) -> None:
    (table,) = read(tmp_path, lambda canvas: documents.labels_wrapped(canvas, **drawn)).tables
    expected = [
        list(documents.WRAPPED_HEADER),
        *(["\n".join(label), *figures] for label, *figures in documents.WRAPPED),
    ]
    columns = drawn.get("columns", 3)
    assert table.grid() == [row[:columns] for row in expected]


PROSE = ("完成全市基层卫生服务", "机构能力建设，培训人", "员三百二十人次。")


@pytest.mark.parametrize(
    "cells",
    [
        (PROSE, ("全年三次", "质量达标", "群众满意"), ("320.00",)),
        (PROSE, ("123456", "789012", "34.56"), ("123456", "789012", "34.56")),
        (("完成全市基层卫生服务", "机构能力建设与人员培", "训补助"), ("1,234,", "567,89", "0.12"), ("5.00",)),
        (("支出",), ("12.00", "3.00", "450.00"), ("1.00", "30.00", "45.00")),
        ((*PROSE[:2], "二十人"), ("100.00",), ("≥95%",)),
    ],
    ids=["prose beside prose", "figures broken", "a figure broken", "no labels", "one wrapped cell"],
)
def test_a_ruled_row_of_several_lines_stays_one(tmp_path: Path, cells: tuple[tuple[str, ...], ...]) -> None:
    (table,) = read(tmp_path, lambda canvas: documents.one_tall_row(canvas, *cells)).tables
    assert table.grid()[1:] == [["\n".join(lines) for lines in cells]]


def test_amounts_that_just_fit_their_cells_are_rows(tmp_path: Path) -> None:
    labels, amounts = ("教育支出", "科学技术支出", "住房保障支出"), ("100.00", "250.00", "300.00")
    (table,) = read(tmp_path, lambda canvas: documents.one_tall_row(canvas, labels, amounts)).tables
    assert table.grid()[1:] == [list(row) for row in zip(labels, amounts, strict=True)]


def test_tables_side_by_side_stay_two(tmp_path: Path) -> None:
    left, right = read(tmp_path, documents.side_by_side).tables
    assert left.grid()[0] == ["项目0", "60.50"]
    assert right.grid()[2] == ["项目2", "322.50"]


def test_captions_go_to_the_table_and_boxes_are_on_the_page(tmp_path: Path) -> None:
    def page(canvas: documents.Canvas) -> None:
        documents.caption(canvas)
        documents.ruled(canvas)

    document = read(tmp_path, page)
    (table,) = document.tables
    assert table.captions == ("部门支出总体情况表", "公开03表", "部门：无锡市统计局", "单位：万元")
    assert document.paragraphs == []
    cell = next(cell for cell in table.cells if cell.text == "2,404.17")
    assert cell.box is not None
    assert (cell.box.x0, cell.box.y0) == pytest.approx((270, 842 - 700 + 22), abs=0.5)


def test_captions_that_end_a_page_stay_lines_of_their_own(tmp_path: Path) -> None:
    def page(canvas: documents.Canvas) -> None:
        documents.ruled(canvas)
        canvas.setFont(documents.FONT, 9)
        canvas.drawString(60, 118, "机构运行信息表")
        canvas.drawString(60, 105, "金额单位：万元")

    document = read(tmp_path, page, documents.ruled)
    assert [paragraph.text for paragraph in document.paragraphs] == ["机构运行信息表", "金额单位：万元"]


@pytest.mark.parametrize(
    ("title", "below"),
    [
        ("一般公共预算基本支出预算明细表-人员经费(工资福利支出)(政府预算)", "单位：万元"),
        ("清河县2024年一般公共预算支出预算表（按功能科目分类）", "单位名称：清河县水务局"),
    ],
)
def test_what_stands_below_a_long_title_is_a_caption(tmp_path: Path, title: str, below: str) -> None:
    def page(canvas: documents.Canvas) -> None:
        documents.ruled(canvas)
        canvas.drawString(180, 735, title)
        canvas.drawString(60, 722, below)

    (table,) = read(tmp_path, page).tables
    assert table.captions == (title, below)


def test_years_in_a_wide_header_are_no_figures_of_columns(tmp_path: Path) -> None:
    rows = [("科目", "2023年比2022年增减", None), (None, "增减额", "增减%"), ("水利", "20.00", "5.00")]

    def page(canvas: documents.Canvas) -> None:
        canvas.setFont(documents.FONT, 9)
        canvas.grid([60, 160, 240, 320], [640, 660])
        for x0, y0, x1, y1 in (
            (60, 660, 160, 700),
            (160, 680, 320, 700),
            (160, 660, 240, 680),
            (240, 660, 320, 680),
        ):
            canvas.rect(x0, y0, x1 - x0, y1 - y0)
        canvas.drawString(100, 676, "科目")
        for at, piece in ((166, "2023"), (200, "年比"), (243, "2022"), (276, "年增减")):
            canvas.drawString(at, 686, piece)
        for x, y, text in (
            (180, 666, "增减额"),
            (260, 666, "增减%"),
            (64, 646, "水利"),
            (205, 646, "20.00"),
            (290, 646, "5.00"),
        ):
            canvas.drawString(x, y, text)

    (table,) = read(tmp_path, page).tables
    assert [[cell and cell.replace(" ", "") for cell in row] for row in table.grid()] == [
        list(row) for row in rows
    ]


def test_boxes_of_a_rotated_page_are_on_the_page_as_displayed(tmp_path: Path) -> None:
    document = read(tmp_path, documents.rotated)
    page = document.pages[0]
    assert (page.width, page.height, page.rotation) == (595, 842, 90)
    (table,) = document.tables
    assert table.box is not None
    assert (table.box.x0, table.box.x1) == pytest.approx((60, 510), abs=1)


def test_a_table_over_pages_drawn_sideways_is_one(tmp_path: Path) -> None:
    document = read(tmp_path, documents.sideways, documents.sideways)
    (table,) = document.tables
    assert said(table.grid()) == [list(row) for row in (*documents.ROWS, *documents.ROWS[1:])]
    boxes = [cell.box for cell in table.cells if cell.row == 6 and cell.box]
    assert len({box.x0 for box in boxes}) == 1
    assert all(0 < box.x0 < box.x1 < 595 and 0 < box.y0 < box.y1 < 842 for box in boxes)


def test_a_figure_between_two_headers_stands_under_the_one_in_the_middle(tmp_path: Path) -> None:
    def page(canvas: documents.Canvas) -> None:
        for row in range(5):
            canvas.line(60, 700 - 20 * row, 510, 700 - 20 * row)
        canvas.drawCentredString(100, 685, "年度")
        canvas.drawCentredString(225, 685, "财政拨款预算总额")
        canvas.drawCentredString(350, 685, "因公出国费用")
        canvas.drawCentredString(455, 685, "公务接待费")
        for row, (year, whole, part) in enumerate((("2022", "11.00", "1.00"), ("2023", "9.00", "0.50"))):
            canvas.drawString(62, 665 - 20 * row, f"{year}年")
            canvas.drawRightString(298, 665 - 20 * row, whole)
            canvas.drawRightString(508, 665 - 20 * row, part)
        canvas.drawString(62, 625, "三年")
        canvas.drawRightString(298, 625, "8.00")
        canvas.drawRightString(508, 625, "0.25")

    (table,) = read(tmp_path, page).tables
    assert said(table.grid())[1] == ["2022年", "11.00", "", "1.00"]


def test_the_header_over_others_belongs_to_a_table_without_any_rule(tmp_path: Path) -> None:
    def page(canvas: documents.Canvas) -> None:
        canvas.drawCentredString(290, 760, "一般公共预算支出表")
        canvas.drawRightString(520, 744, "单位：万元")
        canvas.drawCentredString(365, 726, "基本支出")
        canvas.drawCentredString(110, 718, "科目名称")
        canvas.drawCentredString(225, 718, "合计")
        canvas.drawCentredString(488, 718, "项目支出")
        for middle, name in ((300, "小计"), (365, "人员经费"), (430, "公用经费")):
            canvas.drawCentredString(middle, 710, name)
        for row, label in enumerate(("合计", "司法", "行政运行", "基层司法业务")):
            canvas.drawString(62, 690 - 16 * row, label)
            for right in (240, 315, 385, 450, 505):
                canvas.drawRightString(right, 690 - 16 * row, f"{4 + row}0.20")

    (table,) = read(tmp_path, page).tables
    head = said(table.grid())[:2]
    assert head[0][2] == "基本支出"
    assert head[1][2:5] == ["小计", "人员经费", "公用经费"]


def test_a_header_that_goes_on_from_above_is_no_room_for_those_beside_it(tmp_path: Path) -> None:
    def page(canvas: documents.Canvas) -> None:
        for y in (720, 680, *range(660, 560, -20)):
            canvas.line(60, y, 510, y)
        canvas.line(60, 700, 160, 700)  # 类 and 款 below 科目编码, the other headers over both levels
        canvas.drawCentredString(110, 706, "科目编码")
        for middle, name in ((215, "科目名称"), (325, "小计"), (395, "人员经费"), (470, "公用经费")):
            canvas.drawCentredString(middle, 699, name)
        canvas.drawCentredString(85, 686, "类")
        canvas.drawCentredString(135, 686, "款")
        for row, (group, item, label) in enumerate(
            (("301", "01", "基本工资"), ("301", "02", "津贴补贴"), ("302", "01", "办公费"))
        ):
            y = 666 - 20 * row
            canvas.drawString(75, y, group)
            canvas.drawString(130, y, item)
            canvas.drawString(165, y, label)
            for right in (350, 430, 505):
                canvas.drawRightString(right, y, f"{row + 3}0.20")

    (table,) = read(tmp_path, page).tables
    assert {cell.text: cell.column_span for cell in table.cells}["款"] == 1


def test_a_rule_under_every_row_makes_a_table_of_two_columns(tmp_path: Path) -> None:
    def page(canvas: documents.Canvas) -> None:
        rows = (("采购类别", "金额"), ("合计", "52.30"), ("货物", "6.30"), ("服务", "46.00"))
        for row, (label, amount) in enumerate(rows):
            canvas.line(60, 700 - 20 * row, 510, 700 - 20 * row)
            canvas.drawString(62, 685 - 20 * row, label)
            canvas.drawRightString(508, 685 - 20 * row, amount)
        canvas.line(60, 620, 510, 620)

    (table,) = read(tmp_path, page).tables
    assert said(table.grid())[1:3] == [["合计", "52.30"], ["货物", "6.30"]]


@pytest.mark.parametrize("amount", ["110.00", "1,117.11"])
def test_thin_digits_of_sideways_text_stay_together(tmp_path: Path, amount: str) -> None:
    def page(canvas: documents.Canvas) -> None:
        documents.sideways(canvas)
        canvas.setFont("Helvetica", documents.SIZE)
        canvas.drawRightString(documents.EDGES[5] - 3, documents.TOP - 4 * documents.HEIGHT + 7, amount)

    (table,) = read(tmp_path, page).tables
    assert amount in {cell.text for cell in table.cells}


def test_a_contents_page_is_no_table(tmp_path: Path) -> None:
    document = read(tmp_path, documents.contents)
    assert document.tables == []
    assert len(document.paragraphs) == 13


def test_lines_join_to_paragraphs_and_page_numbers_step_aside(tmp_path: Path) -> None:
    document = read(tmp_path, documents.prose)
    heading, first, second = document.paragraphs
    assert (heading.text, heading.heading) == ("一、部门主要职责", 2)
    assert first.text.startswith("我单位成立于") and first.text.endswith("信息化系统。")
    assert second.text == "2026年度收入总计3,210.10万元，比上年增加242.30万元。"
    assert document.pages[0].artifacts == ("—12—",)


def test_a_table_over_pages_is_one_and_its_header_counts_once(tmp_path: Path) -> None:
    def first(canvas: documents.Canvas) -> None:
        documents.caption(canvas)
        documents.ruled(canvas)

    def second(canvas: documents.Canvas) -> None:
        documents.text(canvas, (EXPECTED[0], ["229", "其他支出", "7.00", "7.00", ""]))
        documents.horizontals(canvas, 2)
        documents.verticals(canvas, 2)

    document = read(tmp_path, first, second)
    (table,) = document.tables
    assert said(table.grid()) == [*EXPECTED, ["229", "其他支出", "7.00", "7.00", ""]]
    assert (table.page_first, table.page_last, table.header_rows) == (1, 2, 1)
    assert {cell.page for cell in table.cells} == {1, 2}


def test_diagonal_letters_are_an_artifact(tmp_path: Path) -> None:
    assert read(tmp_path, documents.watermarked).pages[0].artifacts == ("内部资料",)


def test_an_empty_user_password_opens_and_a_real_one_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    path.write_bytes(documents.pdf(documents.ruled, encrypt=StandardEncryption("", "owner", strength=128)))
    assert said(read_pdf(path).tables[0].grid()) == EXPECTED
    path.write_bytes(documents.pdf(documents.ruled, encrypt=StandardEncryption("secret", strength=128)))
    with pytest.raises(ReadError, match="encrypted"):
        read_pdf(path)


def test_bytes_that_are_no_pdf_are_corrupt(tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(documents.pdf(documents.ruled)[:200])
    with pytest.raises(ReadError, match="corrupt"):
        read_pdf(path)


def test_pages_past_the_limit_are_a_problem_not_a_loss_in_silence(tmp_path: Path) -> None:
    document = read(tmp_path, documents.ruled, documents.ruled, documents.ruled, limits=Limits(max_pages=2))
    assert len(document.pages) == 2
    assert document.problems == (("pages_not_read", "3-3"),)


def scan(canvas: documents.Canvas) -> None:
    from reportlab.lib.utils import ImageReader

    grey = np.full((842, 595), 255, np.uint8)
    grey[100:110, 50:500] = 0
    from PIL import Image

    canvas.drawImage(ImageReader(Image.fromarray(grey)), 0, 0, 595, 842)


def test_a_scanned_page_asks_for_ocr_and_takes_its_reading(tmp_path: Path) -> None:
    plain = read(tmp_path, scan)
    assert plain.pages[0].kind == "scan"
    assert plain.problems == (("page_needs_ocr", "1"),)

    def ocr(image: PageImage) -> Reading:
        pixels = image.render(72)
        assert pixels.shape == (842, 595, 3)
        assert (pixels[105, 300] < 50).all()
        lines = np.array([[100.0, 50.0, 250.0], [120.0, 50.0, 250.0], [140.0, 50.0, 250.0]])
        sides = np.array([[50.0, 100.0, 140.0], [150.0, 100.0, 140.0], [250.0, 100.0, 140.0]])
        words = [("项目金额", 110.0, 102.0, 190.0, 118.0, 0.9), ("12.50", 160.0, 122.0, 200.0, 138.0, 0.6)]
        return Reading(Characters.of_words(words), Rulings(lines, sides, np.empty((0, 4))))

    (table,) = (document := read(tmp_path, scan, ocr=ocr)).tables
    assert table.grid() == [["项目", "金额"], ["", "12.50"]]
    assert [cell.confidence for cell in table.cells] == [0.9, 0.9, 1.0, 0.6]
    assert table.engine == "ocr"
    assert document.problems == ()


def test_the_same_bytes_give_the_same_document(tmp_path: Path) -> None:
    pages = (documents.ruled, documents.no_verticals, documents.prose)
    assert read(tmp_path, *pages) == read(tmp_path, *pages)


def test_the_placeholder_font_is_what_its_maker_makes() -> None:
    assert placeholder_font() == fonts._FONT


def test_columns_of_a_newspaper_are_read_one_after_the_other(tmp_path: Path) -> None:
    document = read(tmp_path, documents.newspaper)
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts == ["关于清河县预算执行情况的报告", *documents.REPORT]
    assert document.tables == []
