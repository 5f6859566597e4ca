"""The page that `gongkai parse` prints for people."""

import io
import zipfile
from pathlib import Path

from rich.console import Console

from loaders.hints import hints_of
from loaders.limits import Limits
from loaders.parse import parse_file
from loaders.showing import show
from warehouse.records import CaptureRow, CheckRow

PAGE = """<html><body><h1>清河县档案馆2024年部门预算公开</h1>
<p>第二部分 2024年部门预算情况说明</p>
<p>2024年支出预算12.60万元，其中：基本支出12.60万元，比上年增加1.00万元。</p>
<p>2024年部门收支总表</p><p>单位：万元</p>
<table border=1><tr><th colspan=2>收入</th><th colspan=2>支出</th></tr>
<tr><th>项目</th><th>预算数</th><th>项目</th><th>预算数</th></tr>
<tr><td>一、一般公共预算拨款收入</td><td>12.50</td><td>一、一般公共服务支出</td><td>12.50</td></tr>
<tr><td>本年收入合计</td><td>12.50</td><td>本年支出合计</td><td>12.50</td></tr></table></body></html>"""


def printed(path: Path, work: Path, message: str | None = None) -> str:
    work.mkdir()
    parsed = parse_file(path, hints_of([CaptureRow(capture_id="", file_name=path.name)]), work, Limits())
    checks = [
        CheckRow(
            document_id=part.document.document_id,
            check_id="flat_total",
            status="failed",
            severity="warning",
            message=message,
        )
        for part in parsed.documents
        if message
    ]
    console = Console(record=True, width=120, file=io.StringIO())
    show(parsed, checks, console)
    return console.export_text()


def test_it_says_whose_document_it_is_and_where_it_says_so(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(PAGE, encoding="utf-8")
    text = printed(file, tmp_path / "work")
    lines = [line.split() for line in text.splitlines()]
    assert ["body", "清河县档案馆"] in [line[:2] for line in lines]
    assert "河北省 邢台市 清河县 (130534)" in text
    assert "部门预算" in text and "2024 · 年初预算" in text


def test_amounts_of_tables_and_text_stand_side_by_side(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(PAGE, encoding="utf-8")
    rows = [line.split() for line in printed(file, tmp_path / "work").splitlines()]
    assert ["本年支出合计", "12.50", "12.60", "differ"] in rows


def test_a_governments_total_is_found_under_the_item_of_its_table(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(
        """<html><body><h1>清河县2024年度政府决算公开</h1><p>2024年全县一般公共预算支出完成1900.50万元。</p>
<p>清河县2024年度一般公共预算支出决算表</p><p>单位：万元</p>
<table border=1><tr><th>科目编码</th><th>科目名称</th><th>决算数</th></tr>
<tr><td>205</td><td>教育支出</td><td>1200.50</td></tr><tr><td>213</td><td>农林水支出</td><td>700.00</td></tr>
<tr><td></td><td>一般公共预算支出合计</td><td>1900.50</td></tr></table></body></html>""",
        encoding="utf-8",
    )
    rows = [line.split() for line in printed(file, tmp_path / "work").splitlines()]
    assert ["一般公共预算财政拨款支出", "1,900.50", "1,900.50"] in rows


def test_a_failed_check_is_printed_as_it_is_written(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(PAGE, encoding="utf-8")
    text = printed(file, tmp_path / "work", "文字[第1页]与表格不一致")
    assert "Checks: 0 hold, 1 do not (1 warning)" in text
    assert "warning  文字[第1页]与表格不一致 flat_total" in text


def test_what_is_no_disclosure_is_said_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text("<html><body><p>关于召开会议的通知</p></body></html>", encoding="utf-8")
    text = printed(file, tmp_path / "work")
    assert "not a disclosure" in text
    assert "no budget or final account" in text


def test_members_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("部门/档案馆.html", PAGE)
        archive.writestr("部门/[坏].bin", b"\x00\x01\x02")
    text = printed(file, tmp_path / "work")
    assert "2 files inside" in text
    assert "! 部门/[坏].bin: unsupported" in text
    assert "清河县档案馆2024年部门预算公开" in text
