"""The type of a file is what its bytes are."""

from __future__ import annotations

import gzip
from pathlib import Path

import formats
import pytest

from loaders.sniff import sniff


@pytest.mark.parametrize("name", list(formats.WRITERS))
def test_every_format_is_known_by_its_bytes_under_any_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / "2024年部门预算.pdf"
    path.write_bytes(formats.WRITERS[name]())
    assert sniff(path) == name


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b" \r\n\x00", "empty"),
        ("某局2024年部门预算\n收入 1.00".encode("gbk"), "text"),
        ("\ufeff科目,金额\n合计,1".encode(), "text"),
        (b"\xef\xbb\xbf\r\n<!-- saved -->\n<table><tr><td>1</td></tr></table>", "html"),
        ("<HTML xmlns:x='urn:schemas-microsoft-com:office:excel'>".encode("utf-16"), "html"),
        (b"GIF89a....", "gif"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"junk before %PDF-1.4", "pdf"),
        (bytes(range(256)) * 4, "unknown"),
        (b"Rar!\x1a\x07\x01\x00", "rar"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "xml-workbook",
        ),
        (
            b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis"><text:p>1</text:p>',
            "xml-document",
        ),
    ],
)
def test_first_bytes(data: bytes, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    assert sniff(path) == expected


def test_a_truncated_container_keeps_its_type(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(formats.docx_bytes()[:-3000])
    assert sniff(path) == "docx"


def test_gzip(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(gzip.compress(b"text"))
    assert sniff(path) == "gz"


def test_real_files_under_wrong_names(shared: Path) -> None:
    samples = shared / "samples"
    assert {sniff(path) for path in (samples / "html_named_pdf").iterdir()} == {"html"}
    assert sniff(samples / "government/province_debt/celma/2023/广东_2023_61450.xls") == "xlsx"
    assert (
        sniff(samples / "government/province_fiscal/2025/official/hotan_2025_final_budget_decision.doc")
        == "wps"
    )
    assert sniff(samples / "district_putuo/budget_template.xls") == "et"
