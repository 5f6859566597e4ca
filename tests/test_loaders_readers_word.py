"""Word files of every kind: paragraphs and tables in reading order, spans, embedded workbooks."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import formats
import pytest
from docx.oxml import parse_xml

from loaders.document import Document, Paragraph
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers import read
from loaders.readers.word.binary import Binary
from loaders.readers.word.numbering import chinese, numeral
from loaders.sniff import sniff

FIXTURE = Path(__file__).parent / "fixtures" / "formats" / "tables.doc"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TODAY = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"


def read_bytes(tmp_path: Path, data: bytes) -> Document:
    path = tmp_path / "file"
    path.write_bytes(data)
    return read(path, sniff(path), Limits())


def docx_with(tmp_path: Path, *body: str) -> Document:
    """A .docx whose body is the given XML."""
    document = docx.Document()
    for xml in body:
        document.element.body.insert(-1, parse_xml(xml.replace("<w:", "<w:", 1).replace(">", f" {W}>", 1)))
    stream = io.BytesIO()
    document.save(stream)
    return read_bytes(tmp_path, stream.getvalue())


def test_binary_word_tables_with_spans() -> None:
    document = read(FIXTURE, sniff(FIXTURE), Limits())
    first, second = document.tables
    assert first.captions == ("支出预算总表", "单位：万元") and first.notes == ("注：本表不含上年结转。",)
    assert first.grid() == [
        ["项目", None, "预算数", None, None],
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["208", "社会保障和就业支出", "1,234.50", "1,000.00", "234.50"],
        [None, "行政事业单位养老支出", "88.10", "88.10", ""],
        ["", "合计", "1,322.60", "1,088.10", "234.50"],
        ["甲", "乙", "1", "2", "3"],
    ]
    assert [(cell.row_span, cell.column_span) for cell in first.cells if cell.text in ("项目", "208")] == [
        (1, 2),
        (2, 1),
    ]
    assert second.grid() == [["项目", "金额\n（元）"], ["差旅费", "0.00"]]
    assert [(block.text, block.heading) for block in document.paragraphs] == [
        ("第一部分 部门概况", 1),
        ("某某县教育局2024年收入预算1,322.60万元，比上年增加10.00万元。", 0),
        ("完。", 0),
    ]


@pytest.mark.parametrize("name", ["docx", "rtf"])
def test_captions_and_cells(name: str, tmp_path: Path) -> None:
    document = read_bytes(tmp_path, formats.WRITERS[name]())
    (table,) = document.tables
    assert table.captions[-2:] == (formats.TITLE, formats.UNIT)
    assert table.grid() == [list(row) for row in formats.ROWS]


def strict() -> bytes:
    return formats.zipped({name: part.replace(TODAY, STRICT) for name, part in parts().items()})


def flat() -> bytes:
    """A flat package, as a report program writes it."""
    written = "".join(
        f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{part.decode().partition("?>")[2]}</pkg:xmlData></pkg:part>'
        for name, part in parts().items()
        if name in ("_rels/.rels", "word/document.xml")
    )
    space = 'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"'
    return f'<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package {space}>{written}</pkg:package>'.encode()


def of_2003() -> bytes:
    root = parts()["word/document.xml"].replace(
        TODAY, b"http://schemas.microsoft.com/office/word/2003/wordml"
    )
    return root.replace(b"w:document", b"w:wordDocument").replace(b"vMerge", b"vmerge")


def around_a_page() -> bytes:
    """A .docx that holds nothing but the page a web editor wrote."""
    space = f'{W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    chunk = 'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" Target="/word/a.mht"'
    return formats.zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<w:document {space}><w:body><w:altChunk r:id="c"/></w:body></w:document>',
            "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="c" {chunk}/></Relationships>',
            "word/a.mht": formats.mht_bytes(),
        }
    )


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(formats.docx_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("written", [strict, flat, of_2003, around_a_page])
def test_word_documents_in_other_packing(written: Callable[[], bytes], tmp_path: Path) -> None:
    (table,) = read_bytes(tmp_path, written()).tables
    assert table.captions[-2:] == (formats.TITLE, formats.UNIT)
    assert table.grid() == [list(row) for row in formats.ROWS]


def test_what_a_document_holds_unread_is_told(tmp_path: Path) -> None:
    document = docx_with(tmp_path, "<w:altChunk></w:altChunk>")
    assert document.problems == (("unread_part", ""),)


def test_a_frame_around_a_table_of_rtf_is_no_table(tmp_path: Path) -> None:
    rows = (
        r"\trowd\cellx9000\pard\intbl\itap1 T\par\pard\intbl\itap2 a\nestcell b\nestcell"
        r"{\*\nesttableprops\trowd\cellx4000\cellx8000\nestrow}\pard\intbl\itap1\cell\row\pard z\par"
    )
    (table,) = read_bytes(tmp_path, rf"{{\rtf1\ansi {rows}}}".encode()).tables
    assert (table.captions, table.grid()) == (("T",), [["a", "b"]])


def test_merged_cells_of_docx(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "收入"
    table.cell(0, 2).merge(table.cell(1, 2)).text = "合计"
    stream = io.BytesIO()
    document.save(stream)
    (found,) = read_bytes(tmp_path, stream.getvalue()).tables
    spans = {
        cell.text: (cell.row, cell.column, cell.row_span, cell.column_span)
        for cell in found.cells
        if cell.text
    }
    assert spans == {"收入": (0, 0, 1, 2), "合计": (0, 2, 2, 1)}


def test_hidden_and_deleted_text_is_not_shown(tmp_path: Path) -> None:
    document = docx_with(
        tmp_path,
        "<w:p><w:r><w:t>可见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        "<w:del><w:r><w:delText>删除</w:delText></w:r></w:del><w:ins><w:r><w:t>插入</w:t></w:r></w:ins></w:p>",
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>",
    )
    assert [block.text for block in document.paragraphs] == ["可见插入", "7"]


def test_a_table_inside_a_frame_table_is_read_in_place(tmp_path: Path) -> None:
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    document = docx_with(tmp_path, f"<w:tbl><w:tr><w:tc><w:p/>{inner}<w:p/></w:tc></w:tr></w:tbl>")
    (table,) = document.tables
    assert table.grid() == [["甲", ""]]


def test_computed_labels_are_part_of_the_text(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("收入情况", style="List Number")
    document.add_paragraph("支出情况", style="List Number")
    numbered = "<w:p {w}><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='77'/></w:numPr></w:pPr><w:r><w:t>{t}</w:t></w:r></w:p>"
    for text in ("部门概况", "收支情况"):
        document.element.body.insert(-1, parse_xml(numbered.format(w=W, t=text)))
    numbering = document.part.numbering_part.element
    level = "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl>"
    numbering.insert(0, parse_xml(f"<w:abstractNum {W} w:abstractNumId='99'>{level}</w:abstractNum>"))
    numbering.append(parse_xml(f"<w:num {W} w:numId='77'><w:abstractNumId w:val='99'/></w:num>"))
    stream = io.BytesIO()
    document.save(stream)
    texts = [block.text for block in read_bytes(tmp_path, stream.getvalue()).paragraphs]
    assert texts[-2:] == ["一、部门概况", "二、收支情况"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (2024, "二千零二十四"),
    ],
)
def test_chinese_counting(value: int, expected: str) -> None:
    assert chinese(value) == expected


def test_other_numerals() -> None:
    assert [numeral(4, style) for style in ("decimal", "upperRoman", "lowerLetter", "decimalEnclosedCircle", "bullet")] == [
        "4", "IV", "d", "④", ""
    ]  # fmt: skip


def test_a_password_is_said_so(tmp_path: Path) -> None:
    data = bytearray(FIXTURE.read_bytes())
    at = data.index(b"\xec\xa5")
    data[at + 11] |= 0x01
    with pytest.raises(ReadError, match="encrypted"):
        read_bytes(tmp_path, bytes(data))


def test_gbk_and_unicode_in_rtf(tmp_path: Path) -> None:
    text = (
        "{\\rtf1\\ansi\\ansicpg936 "
        + "".join(f"\\'{byte:02x}" for byte in "预算".encode("gbk"))
        + "\\u20844?\\u24320?\\par}"
    )
    assert [block.text for block in read_bytes(tmp_path, text.encode()).paragraphs] == ["预算公开"]


def test_legacy_files_hold_every_cell_of_their_pdf_twins_in_its_place(shared: Path) -> None:
    paths = sorted((shared / "generated" / "legacy").iterdir())
    assert {path.suffix for path in paths} == {".doc", ".wps", ".xls", ".et"}
    for path in paths:
        truth = json.loads((shared / "generated" / "truth" / f"{path.stem}.json").read_text())["tables"]
        tables = read(path, sniff(path), Limits()).tables
        for table, each in zip(tables, truth, strict=True):
            found = [(c.row, c.column, c.row_span, c.column_span, plain(c.text)) for c in table.cells]
            wanted = [(*place, plain(str(text))) for *place, text in each["cells"]]
            assert [cell for cell in sorted(found) if cell[-1]] == [
                cell for cell in sorted(wanted) if cell[-1]
            ], path.name


def plain(text: str) -> str:
    return "".join(text.split())


def test_a_form_that_is_an_embedded_workbook_stands_in_its_place(shared: Path) -> None:
    path = shared / "samples/labelled/太原市发展和改革委员会2016年决算公开.doc"
    document = read(path, sniff(path), Limits())
    shown = [table for table in document.tables if not table.hidden]
    hidden = [table.sheet_name or "" for table in document.tables if table.hidden]
    first = shown[1]
    assert (
        first.sheet_name is not None and first.sheet_name.startswith("GK01") and "公开01表" in first.captions
    )
    assert first.grid()[3][:3] == ["一、财政拨款收入", "1", "42,575,058.26"]
    assert [name[:4] for name in hidden] == [f"GK0{number}" for number in range(2, 10)]
    assert [next(c for c in table.captions if c.startswith("公开")) for table in shown[1:]] == [
        f"公开0{n}表" for n in range(1, 10)
    ]
    blocks = document.pages[0].blocks
    before = blocks[blocks.index(first) - 1]
    assert isinstance(before, Paragraph) and before.text == "第二部分"


def forged(pieces: int, pages: int, length: int = 4096) -> Binary:
    """A Word stream of `length` bytes whose tables name the same text and the same page of properties again and again."""
    main = bytearray(length)
    struct.pack_into("<HH6xH", main, 0, 0xA5EC, 0x00C1, 0)
    positions = struct.pack(f"<{pieces + 1}I", *range(0, 1000 * (pieces + 1), 1000))
    places = struct.pack("<2xIH", 0x40000000, 0) * pieces
    clx = b"\x02" + struct.pack("<I", len(positions + places)) + positions + places
    runs = bytes(4 * (pages + 1)) + struct.pack("<I", 1) * pages
    struct.pack_into("<II", main, 0x1A2, 0, len(clx))
    struct.pack_into("<II", main, 0xFA, len(clx), len(runs))
    properties = struct.pack("<II", 500, 1000) + bytes((20,)) + bytes(31) + b"\x03\x35\x08\x01"
    main[512 : 512 + len(properties)] = properties
    main[1023] = 1
    return Binary(bytes(main), {"0Table": clx + runs}, b"")


def test_forged_tables_make_no_more_text_than_the_file_has() -> None:
    assert len(forged(pieces=3000, pages=1).text(0, 3_000_000)) <= 4096


def test_a_page_of_properties_named_a_thousand_times_counts_once() -> None:
    assert len(list(forged(pieces=1, pages=100_000).character_ranges(0, 1000))) == 1
