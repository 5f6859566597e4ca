"""Small files of every format, written by the formats' own writers, for the tests of readers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import py7zr
import xlwt
from PIL import Image
from reportlab.lib import pagesizes
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

ROWS = (
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ("208", "社会保障和就业支出", "1,234.50", "1,000.00", "234.50"),
    ("20805", "行政事业单位养老支出", "88.10", "88.10", ""),
    ("", "合计", "1,322.60", "1,088.10", "234.50"),
)
TITLE, UNIT = "支出预算总表", "单位：万元"


def docx_bytes() -> bytes:
    document = docx.Document()
    document.add_paragraph("某某县教育局2024年部门预算")
    document.add_paragraph(TITLE)
    document.add_paragraph(UNIT)
    table = document.add_table(rows=len(ROWS), cols=len(ROWS[0]))
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    document.add_paragraph("2024年收入预算1,322.60万元，比上年增加10.00万元。")
    return _saved(document.save)


def xlsx_bytes() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "支出总表"
    sheet.append([TITLE])
    sheet.merge_cells("A1:E1")
    sheet.append([None, None, None, None, UNIT])
    for row in ROWS:
        sheet.append([float(text.replace(",", "")) if "." in text else text or None for text in row])
    return _saved(book.save)


def xls_bytes() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("支出总表")
    sheet.write_merge(0, 0, 0, 4, TITLE)
    sheet.write(1, 4, UNIT)
    money = xlwt.easyxf(num_format_str="#,##0.00")
    for r, row in enumerate(ROWS, 2):
        for c, text in enumerate(row):
            if "." in text:
                sheet.write(r, c, float(text.replace(",", "")), money)
            elif text:
                sheet.write(r, c, text)
    return _saved(book.save)


def html_bytes() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in ROWS)
    page = f"<html><head><meta charset=gbk><title>某局2024年部门预算</title></head><body><p>{TITLE}</p><p>{UNIT}</p><table>{rows}</table>"
    return f"{page}</body></html>".encode("gbk")


def mht_bytes() -> bytes:
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="=_x"\r\n\r\n--=_x\r\n'
    part = "Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return head.encode() + part.encode() + html_bytes() + b"\r\n--=_x--\r\n"


def rtf_bytes() -> bytes:
    def escaped(text: str) -> str:
        return "".join(f"\\u{ord(c)}?" if ord(c) > 127 else c for c in text)

    edges = "".join(f"\\cellx{1500 * (i + 1)}" for i in range(len(ROWS[0])))
    rows = "".join(
        f"\\trowd{edges}\\pard\\intbl " + "".join(f"{escaped(text)}\\cell " for text in row) + "\\row\n"
        for row in ROWS
    )
    return f"{{\\rtf1\\ansi\\ansicpg936 {escaped(TITLE)}\\par {escaped(UNIT)}\\par\n{rows}\\pard end\\par}}".encode()


def ofd_bytes() -> bytes:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    objects = []
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            if text:
                objects.append(
                    f'<ofd:TextObject ID="{r}{c}" Boundary="{20 + c * 34 + 2} {40 + r * 8 + 1} 30 6" Font="1" Size="3">'
                    f'<ofd:TextCode X="0" Y="4">{text}</ofd:TextCode></ofd:TextObject>'
                )
    for r in range(len(ROWS) + 1):
        objects.append(_ofd_line(f"M 20 {40 + r * 8} L {20 + 5 * 34} {40 + r * 8}"))
    for c in range(6):
        objects.append(_ofd_line(f"M {20 + c * 34} 40 L {20 + c * 34} {40 + len(ROWS) * 8}"))
    content = f'<ofd:Page {space}><ofd:Content><ofd:Layer ID="9">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'
    return zipped(
        {
            "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
            '</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/0.xml"/></ofd:Pages>'
            "</ofd:Document>",
            "Doc_0/Pages/0.xml": content,
        }
    )


def _ofd_line(data: str) -> str:
    return f'<ofd:PathObject ID="5" Boundary="0 0 210 297"><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'


def pdf_bytes() -> bytes:
    stream = io.BytesIO()
    table = Table(
        [["Code", "Name", "Total", "Basic", "Project"], ["208", "A", "1,234.50", "1,000.00", "234.50"]]
    )
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]))
    SimpleDocTemplate(stream, pagesize=pagesizes.A4, invariant=1).build([table])
    return stream.getvalue()


def png_bytes() -> bytes:
    stream = io.BytesIO()
    Image.new("L", (200, 100), 255).save(stream, "PNG")
    return stream.getvalue()


def zip_bytes() -> bytes:
    return zipped({"预算/支出.docx": docx_bytes(), "预算/支出.xls": xls_bytes()}, gbk=True)


def sevenzip_bytes() -> bytes:
    stream = io.BytesIO()
    with py7zr.SevenZipFile(stream, "w") as archive:
        archive.writestr(xlsx_bytes(), "预算/支出.xlsx")
    return stream.getvalue()


def zipped(members: dict[str, bytes | str], *, gbk: bool = False) -> bytes:
    """A zip archive; with `gbk` its names are written the way Chinese archivers do."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = _GbkInfo(name) if gbk else zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return stream.getvalue()


class _GbkInfo(zipfile.ZipInfo):
    """A member whose name is stored in GBK, without the UTF-8 flag."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


WRITERS: dict[str, Callable[[], bytes]] = {
    "docx": docx_bytes,
    "xlsx": xlsx_bytes,
    "xls": xls_bytes,
    "html": html_bytes,
    "mht": mht_bytes,
    "rtf": rtf_bytes,
    "ofd": ofd_bytes,
    "pdf": pdf_bytes,
    "png": png_bytes,
    "zip": zip_bytes,
    "7z": sevenzip_bytes,
}


def written(folder: Path, name: str) -> Path:
    """A file of one of the formats."""
    path = folder / f"sample.{name}"
    path.write_bytes(WRITERS[name]())
    return path
