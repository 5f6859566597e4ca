"""OFD, images and plain text."""

from __future__ import annotations

import io
from pathlib import Path

import formats
import pytest
from PIL import Image

from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers import read
from loaders.readers.ofd import read_ofd
from loaders.readers.pdf.page import PageImage
from loaders.sniff import sniff


def test_ofd_text_and_rulings_become_a_table(tmp_path: Path) -> None:
    path = formats.written(tmp_path, "ofd")
    document = read(path, sniff(path), Limits())
    (table,) = document.tables
    assert table.grid() == [list(row) for row in formats.ROWS]
    assert table.engine == "ofd" and table.cells[0].box is not None
    assert round(document.pages[0].width or 0) == 595


def scanned_ofd(path: Path) -> Path:
    """A page that is a picture, black in its upper half."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    picture = Image.new("L", (210, 297), 255)
    picture.paste(0, (0, 0, 210, 148))
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    parts: dict[str, bytes | str] = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:DocumentRes>Res.xml</ofd:DocumentRes>"
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="0.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Res.xml": f'<ofd:Res {space} BaseLoc="Res"><ofd:MultiMedia ID="7"><ofd:MediaFile>a.png</ofd:MediaFile>'
        "</ofd:MultiMedia></ofd:Res>",
        "Doc_0/0.xml": f'<ofd:Page {space}><ofd:Content><ofd:ImageObject Boundary="0 0 210 297" ResourceID="7"/></ofd:Content>'
        "</ofd:Page>",
        "Doc_0/Res/a.png": stream.getvalue(),
    }
    path.write_bytes(formats.zipped(parts))
    return path


def test_an_ofd_of_pictures_is_shown_to_ocr(tmp_path: Path) -> None:
    seen: list[PageImage] = []
    path = scanned_ofd(tmp_path / "file.ofd")
    document = read_ofd(path, Limits(), ocr=lambda image: seen.append(image))  # type: ignore[func-returns-value]
    assert document.problems == (("page_needs_ocr", "1"),)
    (image,) = seen
    page = image.render(72)
    assert page.shape == (842, 595, 3)
    assert page[:400].max() < 60 and page[440:].min() > 200


def test_an_encrypted_ofd_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "file.ofd"
    path.write_bytes(formats.zipped({"OFD.xml": "<x/>", "Encryptions.xml": "<x/>"}))
    with pytest.raises(ReadError, match="encrypted"):
        read(path, sniff(path), Limits())


def test_a_real_ofd_with_a_ruled_table(shared: Path) -> None:
    path = shared / "samples/ofd/z.ofd"
    document = read(path, sniff(path), Limits())
    (table,) = document.tables
    assert (table.row_count, table.column_count) == (5, 4)
    assert table.grid()[1][:2] == ["CodePosition", "xs:int"]
    assert [page.kind for page in document.pages] == ["text"] * 4


def test_text_and_csv(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(
        '收支总表\n单位：万元\n项目,金额,备注\n税收,"1,234.50",\n合计,"1,234.50",无\n'.encode("gb18030")
    )
    (table,) = read(path, sniff(path), Limits()).tables
    assert table.captions == ("收支总表", "单位：万元")
    assert table.grid() == [["项目", "金额", "备注"], ["税收", "1,234.50", ""], ["合计", "1,234.50", "无"]]


def test_types_nobody_reads(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"")
    for media_type, status in (
        ("empty", "corrupt"),
        ("encrypted-office", "encrypted"),
        ("pptx", "unsupported"),
        ("ole", "corrupt"),
    ):
        with pytest.raises(ReadError, match=status):
            read(path, media_type, Limits())


def test_an_image_of_too_many_pixels(tmp_path: Path) -> None:
    path = tmp_path / "file.png"
    Image.new("1", (400, 400)).save(path)
    with pytest.raises(ReadError, match="too_large"):
        read(path, sniff(path), Limits(image_pixels=1000))
