"""Web pages: the article without its surroundings, tables with spans, Excel's and Word's HTML."""

from __future__ import annotations

from pathlib import Path

import formats
import pytest

from loaders.document import Document
from loaders.limits import Limits
from loaders.readers import read
from loaders.sniff import sniff


def page(tmp_path: Path, markup: str | bytes) -> Document:
    path = tmp_path / "file"
    path.write_bytes(markup if isinstance(markup, bytes) else markup.encode())
    return read(path, sniff(path), Limits())


def test_what_stands_behind_a_premature_end_of_the_page_is_read(tmp_path: Path) -> None:
    rows = "<table><tr><td>项目</td><td>合计</td></tr><tr><td>一、收入</td><td>1.00</td></tr></table>"
    document = page(tmp_path, f"<html><body><p>说明</p></body></html>{rows}<p>注：单位为万元</p></html>")
    (table,) = document.tables
    assert table.grid() == [["项目", "合计"], ["一、收入", "1.00"]]


@pytest.mark.parametrize("name", ["html", "mht"])
def test_tables_and_captions(name: str, tmp_path: Path) -> None:
    document = page(tmp_path, formats.WRITERS[name]())
    (table,) = document.tables
    assert table.captions == (formats.TITLE, formats.UNIT)
    assert table.grid() == [list(row) for row in formats.ROWS]
    assert document.title == "某局2024年部门预算"


def test_spans_are_placed_as_browsers_do(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "<html><table><tr><th rowspan=2>科目<th colspan=2>预算数<tr><td>基本<td>项目"
        "<tr><td rowspan=9>教育<td>1<td>2<tr><td colspan=2>3</table>",
    )
    (table,) = document.tables
    assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells] == [
        (0, 0, 2, 1, "科目"), (0, 1, 1, 2, "预算数"), (1, 1, 1, 1, "基本"), (1, 2, 1, 1, "项目"),
        (2, 0, 2, 1, "教育"), (2, 1, 1, 1, "1"), (2, 2, 1, 1, "2"), (3, 1, 1, 2, "3"),
    ]  # fmt: skip


def test_columns_that_no_cell_uses_are_none(tmp_path: Path) -> None:
    document = page(
        tmp_path, "<table><tr><td colspan=3>a<td colspan=4>b<tr><td colspan=3>c<td colspan=4>d</table>"
    )
    assert document.tables[0].grid() == [["a", "b"], ["c", "d"]]


def test_layout_tables_are_no_tables(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "<table><tr><td>导航<td><p>正文一。</p><table><tr><td>甲<td>1<tr><td>乙<td>2</table></table><table><tr><td>单列</table>",
    )
    assert [table.grid() for table in document.tables] == [[["甲", "1"], ["乙", "2"]]]
    assert "单列" in [block.text for block in document.paragraphs]


def test_hidden_cells_are_marked(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "<table><col><col style='display:none'><tr><td>甲<td>9<td>1<tr style='display:none'><td>乙<td>9<td>2</table>",
    )
    assert document.tables[0].grid() == [["甲", None, "1"], [None, None, None]]


def test_the_article_is_found_among_navigation(tmp_path: Path) -> None:
    links = "".join(f"<li><a href=/{n}>栏目导航链接{n}</a></li>" for n in range(60))
    text = "".join(f"<p>第{n}段，2024年收入预算{n}.00万元，比上年增加。</p>" for n in range(20))
    document = page(
        tmp_path,
        f"<body><div class=nav><ul>{links}</ul></div><div><h1>标题</h1><div id=a>{text}</div></div><div>版权所有</div></body>",
    )
    assert [block.text[:3] for block in document.paragraphs[:2]] == ["第0段", "第1段"]
    assert len(document.paragraphs) == 20
    assert "版权所有" in document.pages[0].artifacts


def test_line_breaks_and_entities(tmp_path: Path) -> None:
    document = page(
        tmp_path, "<p>一、收入&nbsp;1,000.00<br>二、支出\n   2,000.00</p><p>　　缩进<b>粗</b>体</p>"
    )
    assert [block.text for block in document.paragraphs] == [
        "一、收入 1,000.00",
        "二、支出 2,000.00",
        "缩进粗体",
    ]


def test_exact_values_of_excel_html(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table><tr><td>甲</td><td x:num='1234.567'>1,234.57</td></tr></table>",
    )
    assert [(cell.text, cell.stored) for cell in document.tables[0].cells] == [
        ("甲", None),
        ("1,234.57", "1234.567"),
    ]


def test_gb2312_declared_but_gb18030_written(tmp_path: Path) -> None:
    document = page(tmp_path, "<meta charset=gb2312><p>朱镕基㐀</p>".encode("gb18030"))
    assert document.paragraphs[0].text == "朱镕基㐀"


def test_a_document_saved_as_positioned_pages_keeps_its_ruled_tables(tmp_path: Path) -> None:
    def line(left: float, top: float, width: float, height: float) -> str:
        side = "right" if width == 0 else "bottom"
        return (
            f'<div style="position:absolute;left:{left}pt;top:{top}pt;width:{width}pt;height:{height}pt;'
            f'border-{side}:0.5pt solid #000000;"> </div>'
        )

    def text(left: float, top: float, words: str) -> str:
        return f'<div style="position:absolute;left:{left}pt;top:{top}pt;line-height:10pt;font-size:10pt;">{words}</div>'

    lines = [line(50, 100 + 20 * n, 200, 0) for n in range(3)] + [
        line(50 + 100 * n, 100, 0, 40) for n in range(3)
    ]
    words = [
        text(60, 80, "收支总表"),
        text(60, 105, "项目"),
        text(160, 105, "金额"),
        text(60, 125, "税收"),
        text(160, 125, "1,234.50"),
    ]
    box = '<div style="width:595pt;height:842pt;position:relative;">'
    document = page(tmp_path, f"<html><body>{box}{''.join(lines + words)}</div></body></html>")
    (table,) = document.tables
    assert table.captions == ("收支总表",)
    assert table.grid() == [["项目", "金额"], ["税收", "1,234.50"]]
    assert document.pages[0].kind == "text" and table.cells[3].box is not None


def test_a_real_budget_published_as_positioned_pages(shared: Path) -> None:
    (path,) = (shared / "samples/portal_pages/025_烟台").iterdir()
    document = read(path, sniff(path), Limits())
    assert len(document.pages) == 53
    first = document.tables[0]
    assert first.captions == ("公开表1", "收支总体情况表", "部门（单位）：烟台市退役军人事务局", "单位：万元")
    assert ["一、财政拨款收入", "28,685.65", "一、一般公共服务支出", ""] in first.grid()


def test_a_real_report_page(shared: Path) -> None:
    path = shared / "samples/government/province_fiscal/2025/official/changde_2025_budget_report.html"
    document = read(path, sniff(path), Limits())
    assert document.title is not None
    assert document.title.startswith("关于常德市2025年预算执行情况与2026年全市及市级预算（草案）的报告_")
    assert document.title.endswith("_常德市人大常委会")
    assert len(document.tables) == 10
