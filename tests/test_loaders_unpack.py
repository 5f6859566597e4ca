"""Archives: names as their authors saw them, limits that hold, damage that costs one member."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from pathlib import Path

import formats
import py7zr
import pytest

from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.sniff import sniff
from loaders.unpack import Member, members

FIXTURES = Path(__file__).parent / "fixtures" / "formats"


def unpacked(tmp_path: Path, data: bytes, limits: Limits | None = None) -> list[Member]:
    path = tmp_path / "archive"
    path.write_bytes(data)
    into = tmp_path / "into"
    into.mkdir(exist_ok=True)
    return members(path, sniff(path), into, limits or Limits())


def test_gbk_names_of_a_zip(tmp_path: Path) -> None:
    found = unpacked(tmp_path, formats.zip_bytes())
    assert [member.path_in_archive for member in found] == ["预算/支出.docx", "预算/支出.xls"]
    assert [sniff(member.file) for member in found] == ["docx", "xls"]


def test_7z_and_gz(tmp_path: Path) -> None:
    (found,) = unpacked(tmp_path, formats.sevenzip_bytes())
    assert found.path_in_archive == "预算/支出.xlsx" and sniff(found.file) == "xlsx"
    (found,) = unpacked(tmp_path, gzip.compress(formats.html_bytes()))
    assert sniff(found.file) == "html"


@pytest.mark.parametrize("name", ["rar3-subdirs.rar", "rar5-subdirs.rar"])
def test_rar_of_both_generations(name: str, tmp_path: Path) -> None:
    found = unpacked(tmp_path, (FIXTURES / name).read_bytes())
    assert found[0].path_in_archive == "sub/dir2/file2.txt"
    assert {member.status for member in found} == {"parsed"} and all(
        member.file.stat().st_size for member in found
    )


@pytest.mark.parametrize("name", ["rar3-comment-hpsw.rar", "rar5-psw.rar", "rar5-hpsw.rar"])
def test_rar_passwords(name: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="encrypted"):
        unpacked(tmp_path, (FIXTURES / name).read_bytes())


def test_names_never_become_paths(tmp_path: Path) -> None:
    evil = {
        "../../evil.txt": b"1",
        "/etc/evil.txt": b"2",
        "C:\\evil\\x.txt": b"3",
        "a/../../b.txt": b"4",
        "desktop.ini": b"5",
    }
    found = unpacked(tmp_path, formats.zipped(evil))
    assert [member.path_in_archive for member in found] == [
        "evil.txt",
        "etc/evil.txt",
        "C:/evil/x.txt",
        "a/b.txt",
    ]
    assert {member.file.parent for member in found} == {tmp_path / "into"}
    assert not list(tmp_path.parent.glob("evil*"))


def test_a_bomb_is_too_large(tmp_path: Path) -> None:
    bomb = formats.zipped({"zeros": bytes(64 << 20)})
    assert len(bomb) < 100_000
    with pytest.raises(ReadError, match="too_large"):
        unpacked(tmp_path, bomb)


def test_a_7z_bomb_is_too_large(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with py7zr.SevenZipFile(stream, "w") as archive:
        archive.writestr(bytes(64 << 20), "zeros")
    with pytest.raises(ReadError, match="too_large"):
        unpacked(tmp_path, stream.getvalue())


def test_too_many_members(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="too_large"):
        unpacked(
            tmp_path, formats.zipped({str(number): b"" for number in range(30)}), Limits(archive_members=20)
        )


def test_a_lying_size_is_not_believed(tmp_path: Path) -> None:
    data = bytearray(formats.zipped({"zeros": bytes(32 << 20)}))
    central = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, central + 24, 100)
    found = unpacked(tmp_path, bytes(data))
    assert [(member.status, member.file.stat().st_size <= 100) for member in found] in (
        [("corrupt", True)],
        [("parsed", True)],
    )


def test_one_damaged_member_leaves_the_others(tmp_path: Path) -> None:
    data = bytearray(formats.zipped({"a.txt": b"first " * 500, "b.txt": b"second " * 500}))
    begin = data.index(b"a.txt") + 5
    data[begin : begin + 20] = b"\xff" * 20
    first, second = unpacked(tmp_path, bytes(data))
    assert (first.status, second.status) == ("corrupt", "parsed")
    assert first.file.stat().st_size == 0 and second.file.read_bytes() == b"second " * 500


def test_a_member_packed_in_an_unknown_way_is_unsupported(tmp_path: Path) -> None:
    data = bytearray(formats.zipped({"a.txt": b"first " * 500, "b.txt": b"second " * 500}))
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", data, data.index(mark) + offset, 9)
    assert [member.status for member in unpacked(tmp_path, bytes(data))] == ["unsupported", "parsed"]


def test_passwords(tmp_path: Path) -> None:
    data = bytearray(formats.zipped({"a.txt": b"x"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    with pytest.raises(ReadError, match="encrypted"):
        unpacked(tmp_path, bytes(data))
    for header in (False, True):
        stream = io.BytesIO()
        with py7zr.SevenZipFile(stream, "w", password="x", header_encryption=header) as archive:
            archive.writestr(b"text", "a.txt")
        with pytest.raises(ReadError, match="encrypted"):
            unpacked(tmp_path, stream.getvalue())


@pytest.mark.parametrize("name", ["zip", "7z"])
def test_a_truncated_archive_is_corrupt(name: str, tmp_path: Path) -> None:
    data = formats.WRITERS[name]()
    with pytest.raises(ReadError, match="corrupt"):
        unpacked(tmp_path, data[: len(data) // 2])


def test_an_empty_archive_is_corrupt(tmp_path: Path) -> None:
    stream = io.BytesIO()
    zipfile.ZipFile(stream, "w").close()
    with pytest.raises(ReadError, match="no file"):
        unpacked(tmp_path, stream.getvalue())


def test_real_archives(shared: Path, tmp_path: Path) -> None:
    government = shared / "samples" / "government"
    found = unpacked(tmp_path, (government / "province_debt/celma/2021/西藏_2021_57948.zip").read_bytes())
    assert [member.path_in_archive for member in found] == ["预决算公开表.xls", "预决算公开表.pdf"]
    (found_7z,) = unpacked(
        tmp_path, (government / "province_fiscal/2025/official/langfang_2025_budget_report.7z").read_bytes()
    )
    assert found_7z.path_in_archive.startswith("廊坊市2025年") and sniff(found_7z.file) == "pdf"
