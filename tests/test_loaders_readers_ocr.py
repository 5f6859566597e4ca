"""Scans: rulings on the image, numbers in their cells, doubt where strokes and reading disagree."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from loaders.limits import Limits
from loaders.readers.ocr import DOUBTFUL, grammar

needs_ocr = pytest.mark.skipif(
    not all(importlib.util.find_spec(name) for name in ("cv2", "onnxruntime", "rapidocr")),
    reason="the OCR packages of gongkai[ocr] are not installed",
)
ROWS = [["2025", "1,234.56", "-78.90"], ["2024", "548.70", "0.00"], ["2023", "72,577.47", "12.5%"]]


@pytest.fixture
def picture() -> Image.Image:
    """A ruled table of numbers, 200 dpi, turned by a third of a degree, with noise."""
    image = Image.new("L", (1000, 500), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(28)
    for row in range(4):
        draw.line([(100, 80 + row * 80), (880, 80 + row * 80)], fill=0, width=3)
    for column in range(4):
        draw.line([(100 + column * 260, 80), (100 + column * 260, 320)], fill=0, width=3)
    for row, texts in enumerate(ROWS):
        for column, text in enumerate(texts):
            draw.text((125 + column * 260, 103 + row * 80), text, fill=0, font=font)
    pixels = np.asarray(image.rotate(0.33, fillcolor=255, resample=Image.Resampling.BICUBIC), np.float64)
    noise = np.random.default_rng(1).normal(0, 6, pixels.shape)
    return Image.fromarray(np.clip(pixels + noise, 0, 255).astype(np.uint8))


@needs_ocr
@pytest.mark.parametrize("turned", [0, 90])
def test_a_scanned_table_becomes_cells(picture: Image.Image, tmp_path: Path, turned: int) -> None:
    from loaders.readers.ocr.files import read_image

    path = tmp_path / "scan.png"
    picture.rotate(turned, expand=True).save(path, dpi=(200, 200))
    document = read_image(path, Limits())
    (table,) = document.tables
    assert table.grid() == ROWS
    assert document.problems == ()
    assert document.pages[0].kind == "scan"
    assert all(0 < cell.confidence <= 1 for cell in table.cells)


@needs_ocr
def test_pages_past_the_limit_stay_unread_and_say_so(picture: Image.Image, tmp_path: Path) -> None:
    from loaders.readers.ocr.files import read_image

    path = tmp_path / "scan.tiff"
    picture.save(path, dpi=(200, 200), save_all=True, append_images=[picture])
    document = read_image(path, Limits(ocr_pages=1))
    assert document.problems == (("page_needs_ocr", "2"),)


@pytest.mark.parametrize(
    ("read", "meant", "changed"),
    [
        ("548:78", "548.78", True),
        ("1.234.56", "1,234.56", True),
        ("1，234．56", "1,234.56", False),
        ("—12.5", "-12.5", True),
        ("~3.8", "-3.8", True),
        ("一5", "-5", True),
        ("1.", "1.", False),
        ("2O5.10", "205.10", True),
        ("o", "0", True),
        ("1 234.5", "1234.5", False),
        ("二、其他收入", "二、其他收入", False),
        ("2024年度", "2024年度", False),
    ],
)
def test_the_grammar_of_numbers_mends_what_can_only_be_a_number(read: str, meant: str, changed: bool) -> None:
    assert grammar.mend(read) == (meant, changed)


def test_brackets_of_one_pair_have_one_width() -> None:
    assert grammar.paired("结余（含专用结余)") == "结余（含专用结余）"
    assert grammar.paired("市县(区）财政)资金") == "市县(区)财政）资金"


def test_a_number_with_fewer_signs_than_strokes_is_doubtful() -> None:
    ink = np.zeros((10, 60), np.uint8)
    for left in (2, 14, 26, 38):
        ink[:, left : left + 6] = 255
    assert grammar.strokes(ink) == 4
    assert grammar.agrees("12.5", 4)
    assert not grammar.agrees("125", 4)


@needs_ocr
def test_a_seal_over_numbers_fades_and_red_numbers_stay(picture: Image.Image, tmp_path: Path) -> None:
    from loaders.readers.ocr.files import read_image

    page = picture.convert("RGB")
    seal = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(seal)
    draw.ellipse([(330, 90), (610, 370)], outline=(225, 60, 70), width=9)
    draw.regular_polygon((470, 230, 50), 5, fill=(225, 60, 70))
    stamped = Image.fromarray(np.minimum(np.asarray(page), np.asarray(seal)))
    ImageDraw.Draw(stamped).text((125, 400), "-56.78", fill=(200, 20, 30), font=ImageFont.load_default(28))
    path = tmp_path / "scan.png"
    stamped.save(path, dpi=(200, 200))
    document = read_image(path, Limits())
    (table,) = document.tables
    assert table.grid() == ROWS
    # what lies beneath a seal is doubtful, the rest is not
    sure = {cell.text: cell.confidence for cell in table.cells}
    assert sure["548.70"] < DOUBTFUL < sure["2025"]
    assert document.text == "-56.78"


@needs_ocr
def test_an_empty_sheet_is_blank_not_unread(tmp_path: Path) -> None:
    from loaders.readers.ocr.files import read_image

    path = tmp_path / "scan.png"
    Image.new("RGB", (900, 1200), (250, 248, 240)).save(path, dpi=(150, 150))
    document = read_image(path, Limits())
    assert document.problems == ()
    assert document.pages[0].kind == "blank"


@needs_ocr
def test_a_page_of_narrow_columns_with_close_lines_stands_upright() -> None:
    from loaders.readers.ocr.sheet import Sheet, stands
    from loaders.readers.ocr.straighten import Lines

    height, step = 20, 24
    letters = np.zeros((800, 900), np.uint8)
    for top in range(40, 760, 32):
        for left in (50, 400, 700):
            for letter in range(5):
                letters[top : top + height, left + letter * step : left + letter * step + 18] = 255
    lines = Lines(np.empty((0, 3)), np.empty((0, 3)), np.zeros_like(letters))
    assert stands(Sheet(lines, letters, letters, height, letters))
    on_its_side = np.ascontiguousarray(letters.T)
    assert not stands(Sheet(lines, on_its_side, on_its_side, height, letters))


@needs_ocr
def test_grey_rulings_close_above_dark_letters_part_the_cells() -> None:
    from loaders.readers.ocr.straighten import binary, rulings

    image = Image.new("L", (700, 400), 245)
    draw = ImageDraw.Draw(image)
    for row in range(6):
        draw.line([(50, 50 + row * 40), (650, 50 + row * 40)], fill=200, width=3)
    for x in (50, 350, 650):
        draw.line([(x, 50), (x, 250)], fill=200, width=3)
    for row in range(5):
        for left in (58, 358):
            for x in range(left, left + 200, 24):
                draw.rectangle([x, 58 + row * 40, x + 19, 80 + row * 40], fill=20)
    page = np.asarray(image)
    lines = rulings(page, binary(page, 200), np.full_like(page, 255), 200)
    lengths = {}
    for y, x0, x1 in lines.horizontal.tolist():
        lengths[round(y / 40)] = lengths.get(round(y / 40), 0.0) + x1 - x0
    assert len(lengths) == 6
    assert min(lengths.values()) > 570


@needs_ocr
def test_a_lonely_speck_is_dust_and_a_decimal_point_is_not() -> None:
    from loaders.readers.ocr.cutting import lonely

    ink = np.zeros((200, 300), np.uint8)
    ink[80:104, 100:114] = ink[100:104, 117:121] = ink[80:104, 124:138] = 255
    ink[97:104, 156:160] = 255  # a comma with room before it
    ink[92:96, 30:34] = 255
    dust = lonely(ink, 24)
    assert dust[92:96, 30:34].all()
    assert int((dust > 0).sum()) == 16


def test_points_read_alone_and_unsurely_are_dust() -> None:
    assert grammar.is_speck("，", 0.5)
    assert not grammar.is_speck("。", 0.99)
    assert not grammar.is_speck("-", 0.5)


@needs_ocr
def test_letters_beneath_a_seal_keep_their_soft_edges() -> None:
    from loaders.readers.ocr.seals import without_seals

    page = np.full((400, 400, 3), 240, np.uint8)
    seal = Image.new("RGB", (400, 400), (240, 240, 240))
    draw = ImageDraw.Draw(seal)
    draw.ellipse([80, 80, 320, 320], outline=(200, 60, 60), width=60)
    page = np.minimum(page, np.asarray(seal)).copy()
    # a grey edge, a black stroke and a grey edge, across the ring
    for x, shade in ((108, 150), (109, 40), (110, 40), (111, 150)):
        page[190:210, x] = np.minimum(page[190:210, x], np.array([shade] * 3) * [1.0, 0.3, 0.3]).astype(
            np.uint8
        )
    grey, clear = without_seals(page, 200)
    assert not clear[200, 109] and clear[200, 20]
    assert abs(int(grey[200, 95]) - 240) <= 2
    assert grey[200, 109] < 70
    assert 130 <= grey[200, 108] < 200


@needs_ocr
def test_rulings_that_a_seal_hides_go_on_behind_it_and_others_do_not() -> None:
    from loaders.readers.ocr.straighten import binary, rulings

    page = np.full((400, 900), 245, np.uint8)
    for y in (50, 150, 250):
        page[y : y + 3, 50:850] = 20
    for x in (50, 450, 847):
        page[50:253, x : x + 3] = 20
    clear = np.full_like(page, 255)
    page[130:170, 200:350] = 245
    clear[130:170, 200:350] = 0
    # here the line ends, without a seal
    page[130:170, 550:700] = 245

    lines = rulings(page, binary(page, 200), clear, 200)
    middle = [(x0, x1) for y, x0, x1 in lines.horizontal.tolist() if 140 < y < 160]
    assert any(x0 <= 205 and x1 >= 345 for x0, x1 in middle)
    assert not any(x0 < 690 and x1 > 560 for x0, x1 in middle)


@needs_ocr
def test_strokes_of_tall_letters_and_the_tops_of_grey_ones_are_no_rulings() -> None:
    from loaders.readers.ocr.straighten import binary, rulings

    page = np.full((400, 900), 245, np.uint8)
    for y in (50, 110, 310):
        page[y : y + 3, 50:850] = 20
    for x in (50, 847):
        page[50:313, x : x + 3] = 20
    # a stroke nearly as tall as its row, and grey letters close beside each other up to a ruling
    page[58:105, 300:304] = 20
    for x in range(750, 847, 12):
        page[200:203, x : x + 13] = 205
        page[203:220, x : x + 9] = 60
    lines = rulings(page, binary(page, 200), np.full_like(page, 255), 200)
    assert {round(x, -1) for x, _, _ in lines.vertical.tolist()} == {50, 850}
    assert {round(y, -1) for y, _, _ in lines.horizontal.tolist()} == {50, 110, 310}


@needs_ocr
def test_a_letter_as_tall_as_its_row_parts_no_cell_and_a_short_ruling_does() -> None:
    from loaders.readers.ocr.straighten import binary, rulings

    page = np.full((400, 900), 245, np.uint8)
    for x in range(50, 850):
        # as a page that is not quite level: the line is one pixel higher after every hundred
        for y in (60, 110, 160, 210, 260):
            page[y - x // 100 : y - x // 100 + 3, x] = 20
    for x in (50, 847):
        page[60 - x // 100 : 263 - x // 100, x : x + 3] = 20
    # a stroke that ends close beneath its line, one that is crossed, and a ruling of one row, black and grey
    page[65:110, 150:154] = 20
    page[106:157, 400:404] = 20
    page[130:134, 384:420] = 20
    page[158:209, 300:303] = 20
    page[204:256, 600:603] = 190
    lines = rulings(page, binary(page, 200), np.full_like(page, 255), 200)
    assert {round(x, -1) for x, _, _ in lines.vertical.tolist()} == {50, 300, 600, 850}
