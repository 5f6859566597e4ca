"""Workbooks: what a person sees in Excel, with what is hidden known as hidden."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import formats as written
import openpyxl
import pytest
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

from loaders.document import Document
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers import read
from loaders.readers.sheet import blips, formats
from loaders.sniff import sniff


def read_bytes(tmp_path: Path, data: bytes, limits: Limits | None = None) -> Document:
    path = tmp_path / "workbook"
    path.write_bytes(data)
    return read(path, sniff(path), limits or Limits())


def xlsx(fill) -> bytes:  # type: ignore[no-untyped-def]
    book = openpyxl.Workbook()
    assert isinstance(book.active, Worksheet)
    fill(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["xlsx", "xls"])
def test_title_and_unit_are_captions_and_the_grid_is_the_table(name: str, tmp_path: Path) -> None:
    document = read_bytes(tmp_path, written.WRITERS[name]())
    (page,) = document.pages
    (table,) = document.tables
    assert page.kind == "sheet"
    assert table.captions == (written.TITLE, written.UNIT)
    assert (table.row_count, table.column_count, table.origin_row, table.sheet_name) == (4, 5, 2, "支出总表")
    assert table.grid()[0] == list(written.ROWS[0])
    by_place = {(cell.row, cell.column): cell for cell in table.cells}
    assert by_place[1, 2].stored == "1234.5"
    assert by_place[1, 2].text == ("1,234.50" if name == "xls" else "1234.5")
    assert by_place[2, 4].text == "" and by_place[2, 4].stored is None


def test_numbers_carry_no_binary_artefacts(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["项目", "金额"])
        sheet.append(["和", 0.1 + 0.2])
        sheet.append(["尾数", 3261.4499999999998])
        sheet.append(["大数", 123456789012345.67])

    (table,) = read_bytes(tmp_path, xlsx(fill)).tables
    assert [cell.stored for cell in table.cells if cell.column == 1 and cell.stored] == [
        "0.3",
        "3261.45",
        "123456789012346",
    ]


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        ("1234.5", "#,##0.00", "1,234.50"),
        ("-1234.567", "#,##0.00_);(#,##0.00)", "(1,234.57)"),
        ("0", '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        ("-5", '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-5.00"),
        ("0.1234", "0.00%", "12.34%"),
        ("45292", 'yyyy"年"m"月"d"日"', "2024年1月1日"),
        ("45292.5", "yyyy/m/d h:mm", "2024/1/1 12:00"),
        ("45292", "[$-804]yyyy-mm-dd;@", "2024-01-01"),
        ("1234567", "#,##0,", "1,235"),
        ("5", "000", "005"),
        ("0", "#", ""),
        ("3", ";;;", ""),
        ("1", '[=1]"是";[=0]"否"', "是"),
        ("2024", '0"年"', "2024年"),
        ("12", "#,##0.00_ ;[Red]\\-#,##0.00\\ ", "12.00"),
        ("-0.001", "0.00", "0.00"),
        ("0.00000015", "General", "0.00000015"),
        ("0.333333333333333", "General", "0.3333333333"),
        ("1234", "0.00E+00", "1.23E+03"),
        ("0.75", "[h]:mm", "18:00"),
        ("123456", "0\\.0,", "12.3"),
        ("123456", "0!.0,", "12.3"),
        ("1234567", '#"."0000', "123.4567"),
        ("2024", 'General"年度"', "2024年度"),
        ("1234.5", "G/通用格式", "1234.5"),
    ],
)
def test_number_formats(value: str, code: str, expected: str) -> None:
    assert formats.shown(Decimal(value), code) == expected


def test_hidden_rows_columns_and_what_is_not_printed_stand_apart(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for row in ([11, "科目", "金额"], [12, "教育", 5], [13, "医疗", 7], [14, "合计", 12]):
            sheet.append(row)
        sheet["E9"] = 99
        sheet.column_dimensions["A"].hidden = True
        sheet.row_dimensions[3].hidden = True
        sheet.print_area = "A1:C4"

    document = read_bytes(tmp_path, xlsx(fill))
    shown, hidden = document.tables
    assert [row[:2] for row in shown.grid()] == [
        ["科目", "金额"],
        ["教育", "5"],
        [None, None],
        ["合计", "12"],
    ]
    assert hidden.hidden and sorted(cell.text for cell in hidden.cells) == [
        "11",
        "12",
        "13",
        "14",
        "7",
        "99",
        "医疗",
    ]


def test_a_hidden_sheet_is_a_hidden_table(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["科目", "金额"])
        sheet.append(["教育", 5])
        other = sheet.parent.create_sheet("底稿")  # type: ignore[union-attr]
        other.append(["草稿", 1])
        other.sheet_state = "hidden"

    document = read_bytes(tmp_path, xlsx(fill))
    assert [(table.sheet_name, table.hidden) for table in document.tables] == [
        ("Sheet", False),
        ("底稿", True),
    ]
    assert document.problems == (("hidden_sheet", "底稿"),)


def test_zeros_that_a_sheet_does_not_show(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["科目", "金额"])
        sheet.append(["教育", 0])
        sheet.sheet_view.showZeros = False

    (table,) = read_bytes(tmp_path, xlsx(fill)).tables
    (zero,) = [cell for cell in table.cells if (cell.row, cell.column) == (1, 1)]
    assert (zero.text, zero.stored) == ("", "0")


def test_merged_cells_span(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    sheet.write_merge(0, 0, 0, 1, "收入")
    sheet.write_merge(0, 1, 2, 2, "合计")
    sheet.write(1, 0, "项目")
    sheet.write(1, 1, "金额")
    stream = io.BytesIO()
    book.save(stream)
    (table,) = read_bytes(tmp_path, stream.getvalue()).tables
    assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells] == [
        (0, 0, 1, 2, "收入"), (0, 2, 2, 1, "合计"), (1, 0, 1, 1, "项目"), (1, 1, 1, 1, "金额")
    ]  # fmt: skip


def test_stacked_tables_of_a_sheet_part(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (
            ["收入表"], ["项目", "金额"], ["税收", 1], [None, None], ["合计", 1], [], ["支出表"], ["单位：万元"], ["项目", "金额"],
            ["教育", 2], ["注：不含上年结转。"],
        ):  # fmt: skip
            sheet.append(row)

    first, second = read_bytes(tmp_path, xlsx(fill)).tables
    assert (first.captions, first.row_count) == (("收入表",), 4)
    assert (second.captions, second.notes, second.row_count) == (
        ("支出表", "单位：万元"),
        ("注：不含上年结转。",),
        2,
    )


def test_dates_and_cached_formula_results(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    sheet.write(0, 0, "日期")
    sheet.write(0, 1, 45292, xlwt.easyxf(num_format_str="YYYY-MM-DD"))
    stream = io.BytesIO()
    book.save(stream)
    (table,) = read_bytes(tmp_path, stream.getvalue()).tables
    assert [(cell.text, cell.stored) for cell in table.cells] == [
        ("日期", None),
        ("2024-01-01", "2024-01-01"),
    ]


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("=SUM(A1:A3)", "3.50"),
        ("=A1+A2*2-(A1-9)/3%", "255.50"),
        ("=B2-A1", "1.00"),
        ("='Sheet'!$A$1", "1.50"),
        ("=ROUND(10/3,1)", "3.30"),
        ('=IF(B9=0,"",B9)', ""),
        ('=A2&"年"', "2年"),
        ("=VLOOKUP(A1,A1:B2,2)", "[illegible]"),
        ("=A3*1", "[illegible]"),
        ("=1/0", "[illegible]"),
        ("=-A1:A3", "[illegible]"),
        ("=ROUND(A1:A3)", "[illegible]"),
        ("=C1", "[illegible]"),
    ],
)
def test_formulas_left_for_excel_to_compute(formula: str, shown: str, tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for row in ([1.5, "x", formula], [2, "=A1+1", "y"], ["合计", "z"]):
            sheet.append(row)
        sheet["C1"].number_format = "0.00"

    document = read_bytes(tmp_path, xlsx(fill))
    assert document.tables[0].grid()[0][2] == shown
    assert bool(document.problems) == (shown == "[illegible]")


def rows_of(*tables: list[list[object]]) -> Callable[[Worksheet, int, int], None]:
    def fill(sheet: Worksheet, right: int, down: int) -> None:
        row, column = 1, 1
        for table in tables:
            for number, cells in enumerate(table, row):
                for place, value in enumerate(cells, column):
                    sheet.cell(number, place, value)
            width = max(map(len, table))
            sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + width - 1)
            row, column = row + (len(table) if down else 0), column + (width + 1 if right else 0)

    return fill


@pytest.mark.parametrize(("right", "down"), [(1, 0), (0, 1)])
def test_tables_beside_and_right_below_each_other(right: int, down: int, tmp_path: Path) -> None:
    balance = [
        ["收支总表"],
        ["单位：万元"],
        ["收入", None, "支出"],
        ["拨款", 1, "教育", 1],
        ["合计", 1, "合计", 1],
    ]
    costs = [["三公经费支出表"], ["单位：万元"], ["合计", "出国", "接待"], [3, 1, 2], [4, 2, 2]]
    fill = rows_of(balance, costs)
    document = read_bytes(tmp_path, xlsx(lambda sheet: fill(sheet, right, down)))
    assert [table.captions for table in document.tables] == [
        ("收支总表", "单位：万元"),
        ("三公经费支出表", "单位：万元"),
    ]
    assert [table.column_count for table in document.tables] == [4, 3]


def test_numbers_beside_a_table_are_no_part_of_it(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (
            ["项目", None, "金额", None, None],
            ["教育", None, 1.5, None, 0],
            ["合计", None, 1.5, None, 7],
        ):
            sheet.append(row)

    shown, hidden = read_bytes(tmp_path, xlsx(fill)).tables
    assert shown.grid() == [["项目", "", "金额"], ["教育", "", "1.5"], ["合计", "", "1.5"]]
    assert [(cell.text, cell.hidden) for cell in hidden.cells] == [("0", True), ("7", True)]


def test_titles_in_text_boxes_and_rows_without_height(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for row in ([None], ["项目", "金额"], ["旧", 9], ["合计", 1.5]):
            sheet.append(row)

    box = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:oneCellAnchor><xdr:from><xdr:col>0</xdr:col>'
        "<xdr:row>0</xdr:row></xdr:from><xdr:sp><xdr:txBody><a:p><a:r><a:t>收支总表</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
        "</xdr:oneCellAnchor></xdr:wsDr>"
    )
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
    data = rewritten(xlsx(fill), "xl/worksheets/sheet1.xml", b'<row r="3"', b'<row r="3" ht="0"')
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/drawings/drawing1.xml"] = box
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{relation}" Target="../drawings/drawing1.xml"/></Relationships>'
    )
    shown, hidden = read_bytes(tmp_path, written.zipped(parts)).tables
    assert (shown.captions, shown.grid()) == (
        ("收支总表",),
        [["项目", "金额"], [None, None], ["合计", "1.5"]],
    )
    assert [cell.text for cell in hidden.cells] == ["旧", "9"]


def test_a_sheet_that_claims_a_million_rows_is_no_hang(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "x"
        sheet["XFD1048576"] = "y"
        sheet.merge_cells("B2:C3")

    data = rewritten(xlsx(fill), "xl/worksheets/sheet1.xml", b"B2:C3", b"B2:XFC1048575")
    document = read_bytes(tmp_path, data)
    assert sum(len(table.cells) for table in document.tables) + len(document.paragraphs) == 2


def rewritten(archive: bytes, name: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        parts: dict[str, bytes | str] = {each: source.read(each) for each in source.namelist()}
    assert old in source_bytes(parts[name])
    return written.zipped({**parts, name: source_bytes(parts[name]).replace(old, new)})


def source_bytes(part: bytes | str) -> bytes:
    return part if isinstance(part, bytes) else part.encode()


def test_a_workbook_in_the_strict_variant(tmp_path: Path) -> None:
    data = rewritten(
        written.xlsx_bytes(),
        "xl/worksheets/sheet1.xml",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    (table,) = read_bytes(tmp_path, data).tables
    assert (table.captions, table.row_count) == ((written.TITLE, written.UNIT), len(written.ROWS))


def test_a_workbook_of_xml(tmp_path: Path) -> None:
    markup = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
<Styles><Style ss:ID="a"><NumberFormat ss:Format="Standard"/></Style><Style ss:ID="b" ss:Parent="a"/></Styles>
<Worksheet ss:Name="表1"><Table><Column/><Column ss:Span="1"/><Column ss:Hidden="1"/>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">支出总表</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:MergeDown="1"><Data ss:Type="String">科目</Data></Cell><Cell ss:MergeAcross="1"><Data
 ss:Type="String">预算数</Data></Cell><Cell><Data ss:Type="String">旧</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data ss:Type="String">基本</Data></Cell><Cell><Data ss:Type="String">项目</Data></Cell></Row>
<Row ss:Hidden="1"><Cell><Data ss:Type="String">旧</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">合计</Data></Cell><Cell ss:StyleID="b"><Data ss:Type="Number">1234.5</Data></Cell><Cell><Data
 ss:Type="Number">2</Data></Cell></Row></Table></Worksheet>
<Worksheet ss:Name="底稿"><Table><Row><Cell><Data ss:Type="Number">1</Data></Cell></Row></Table><WorksheetOptions
 xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"""
    document = read_bytes(tmp_path, markup.encode())
    (table,) = (found for found in document.tables if not found.hidden and not found.cells[0].hidden)
    assert table.captions == ("支出总表",)
    assert table.grid() == [
        ["科目", "预算数", None], [None, "基本", "项目"], [None, None, None], ["合计", "1,234.50", "2"],
    ]  # fmt: skip
    assert ("hidden_sheet", "底稿") in document.problems


def test_damage_is_corrupt(tmp_path: Path) -> None:
    for data in (written.xls_bytes()[:3000], written.xlsx_bytes()[:-2000]):
        with pytest.raises(ReadError, match="corrupt"):
            read_bytes(tmp_path, data)


def test_a_real_workbook_with_hidden_codes_and_rows(shared: Path) -> None:
    path = shared / "samples/government/province_debt/celma/2021/河北_2021_57813.xlsx"
    document = read(path, sniff(path), Limits())
    table = document.tables[0]
    assert table.captions[1:] == ("13 河北省2021年地方政府一般债务余额情况表", "单位：亿元")
    assert table.grid()[:2] == [
        ["项    目", "预算数", "执行数"],
        ["一、2020年末地方政府一般债务余额实际数", "", "5,595.12"],
    ]
    assert all(cell.hidden for hidden in document.tables if hidden.hidden for cell in hidden.cells)


def test_the_pictures_of_a_binary_workbook_are_found_by_their_sheet() -> None:
    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HHI", 15, kind, len(body)) + body

    first, second = (b"\x89PNG\r\n\x1a\n" + name for name in (b"first", b"second"))
    entries = [record(0xF007, bytes(36) + record(0xF01E, bytes(17) + data)) for data in (first, second)]
    entries.append(record(0xF007, bytes(36)))
    files = blips.stored(record(0xF000, record(0xF006, bytes(16)) + record(0xF001, b"".join(entries))))
    assert files == [first, second, None]
    shape = record(0xF00B, b"".join(struct.pack("<HI", 0x4104, number) for number in (2, 3, 9)))
    assert list(blips.shown(shape, files)) == [second, None]
