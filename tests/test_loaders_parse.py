"""One file to its records: statuses, members of archives, what cannot be read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from loaders.document import Document, Page
from loaders.hints import hints_from_json, hints_id, hints_json, hints_of
from loaders.limits import Limits
from loaders.parse import _status, parse_file
from warehouse.records import CaptureRow, ParsedFile

ROWS = [
    ("一、一般公共预算拨款收入", "12.50", "一、一般公共服务支出", "12.50"),
    ("本年收入合计", "12.50", "本年支出合计", "12.50"),
]
TABLE = (
    "<html><body><h1>演示县档案馆2025年部门预算公开</h1><p>2025年部门收支总表</p><p>单位：万元</p><table border=1>"
    "<tr><th colspan=2>收入</th><th colspan=2>支出</th></tr>"
    "<tr><th>项目</th><th>预算数</th><th>项目</th><th>预算数</th></tr>"
    + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    + "</table></body></html>"
)


def parse(path: Path, work: Path) -> ParsedFile:
    work.mkdir()
    return parse_file(path, hints_of([CaptureRow(capture_id="", file_name=path.name)]), work, Limits())


def test_hints_do_not_depend_on_the_order_of_captures() -> None:
    rows = [CaptureRow(capture_id=str(n), file_name=f"{n}.pdf", article_title="某县预算") for n in range(3)]
    first, second = hints_of(rows), hints_of(reversed(rows))
    assert hints_id(first) == hints_id(second)
    assert hints_from_json(hints_json(first)) == second


def test_members_of_an_archive_are_files_of_their_own(tmp_path: Path) -> None:
    archive = tmp_path / "全县.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("部门/档案馆.html", TABLE)
        file.writestr("readme.bin", b"\x00\x01\x02")
    parsed = parse(archive, tmp_path / "work")
    statuses = {member.file.member_path: member.file.status for member in parsed.members}
    assert statuses == {"部门/档案馆.html": "parsed", "readme.bin": "unsupported"}
    assert parsed.file.status == "partly_parsed"
    assert all(member.file.parent_sha256 == parsed.file.file_sha256 for member in parsed.members)


def test_the_name_of_an_archive_tells_what_its_members_do_not(tmp_path: Path) -> None:
    archive = tmp_path / "清河县2025年部门预算公开.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(
            "水务局.html", TABLE.replace("演示县档案馆2025年部门预算公开", "").replace("2025年", "")
        )
    (member,) = parse(archive, tmp_path / "work").members
    said = member.documents[0].document
    assert (said.region_code, said.unit_name, said.kind, said.fiscal_year) == (
        "130534",
        "水务局",
        "dept_budget",
        2025,
    )
    assert member.file.member_path == "水务局.html"


def test_archives_within_archives_end_at_the_limit(tmp_path: Path) -> None:
    inner = TABLE.encode()
    for _ in range(Limits().archive_depth + 1):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as file:
            file.writestr("inner.zip" if inner[:2] == b"PK" else "a.html", inner)
        inner = buffer.getvalue()
    bomb = tmp_path / "nested.zip"
    bomb.write_bytes(inner)
    parsed = parse(bomb, tmp_path / "work")
    while parsed.members:
        parsed = parsed.members[0]
    assert parsed.file.status == "too_large"


@pytest.mark.parametrize(
    ("unread", "pages", "status", "detail"),
    [
        ((), 2, "parsed", None),
        (("1", "2"), 2, "needs_ocr", "page_needs_ocr 1-2"),
        (("1", "2", "4"), 5, "partly_parsed", "page_needs_ocr 1-2, 4"),
    ],
)
def test_unread_pages_decide_the_status(
    unread: tuple[str, ...], pages: int, status: str, detail: str | None
) -> None:
    document = Document(
        media_type="pdf",
        pages=tuple(Page(number, None, None, "text", ()) for number in range(1, pages + 1)),
        problems=tuple(("page_needs_ocr", number) for number in unread),
    )
    assert _status(document) == (status, detail)
