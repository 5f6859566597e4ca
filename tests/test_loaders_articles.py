"""Files that hold several disclosures, and disclosures that come in several files, through the real load path."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import openpyxl
import pytest

from crawler.archive import Archive, Capture
from loaders.load import load_archive
from warehouse.store import Warehouse

ARTICLE = "清河县水利局2024年部门预算公开"
BUDGET_ROWS = [
    ["项目", "预算数", "项目", "预算数"],
    ["一、一般公共预算拨款收入", 96.5, "一、农林水支出", 96.5],
    ["本年收入合计", 96.5, "本年支出合计", 96.5],
]


def word(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def text_of(unit: str, year: int, amount: str, kind: str = "部门预算") -> bytes:
    return word(
        f"{unit}{year}年{kind}",
        "第一部分 概况",
        f"第二部分 {year}年{kind}情况说明",
        "一、收支总体情况",
        f"{year}年收入预算{amount}万元，其中：一般公共预算拨款收入{amount}万元。{year}年支出预算{amount}万元，其中：基本支出{amount}万元，项目支出0万元。",
        "二、“三公”经费情况",
        f"{year}年“三公”经费预算1.20万元，其中：公务接待费1.20万元，因公出国（境）费0万元，公务用车购置及运行维护费0万元。",
    )


def book(title: str, *captions: str) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Sheet1"
    for line in (title, *captions):
        sheet.append([line])
    for row in BUDGET_ROWS:
        sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[tuple[Archive, Warehouse]]:
    warehouse = Warehouse.open(tmp_path)
    try:
        yield Archive(tmp_path / "archive"), warehouse
    finally:
        warehouse.close()


def publish(archive: Archive, article: str, **files: tuple[str, bytes]) -> None:
    """One article of the portal of 清河县 with its attachments (link text, bytes) under their names."""
    for number, (name, (link, data)) in enumerate(sorted(files.items())):
        stored = archive.put(data)
        archive.record(
            Capture(
                url=f"http://qinghe.example/{article}/{name}",
                kind="file",
                outcome="ok",
                captured_at=datetime(2024, 2, 1, 8, number, tzinfo=UTC),
                portal_id="130534",
                article_url=f"http://qinghe.example/{article}",
                article_title=article,
                link_text=link,
                published_on=date(2024, 1, 31),
                file_name=name,
                file_sha256=stored.sha256,
                byte_size=stored.byte_size,
            )
        )


def rows(warehouse: Warehouse, sql: str) -> list[tuple[object, ...]]:
    return warehouse.connection.execute(sql).fetchall()


DOCUMENTS = """SELECT region_code, unit_name, kind, fiscal_year FROM core.document
    WHERE duplicate_of IS NULL ORDER BY unit_name, kind, fiscal_year"""


@pytest.mark.parametrize(
    "captions",
    [
        ("2024年收支总表", "单位：万元"),
        ("收支总表", "单位：万元"),
        ("2024年单位预算收支总表", "单位：万元"),
        ("收支总表", "部门名称：清河县水利局", "单位：万元"),
    ],
)
def test_an_annex_joins_the_text_of_its_article(
    home: tuple[Archive, Warehouse], captions: tuple[str, ...]
) -> None:
    archive, warehouse = home
    text = ("情况说明", text_of("清河县水利局", 2024, "96.50"))
    publish(archive, ARTICLE, **{"a1.docx": text, "a2.xlsx": ("附件2：预算公开表", book(*captions))})
    load_archive(archive, warehouse, workers=1)
    found = rows(
        warehouse, "SELECT count(*), count(DISTINCT logical_id), bool_and(is_current) FROM core.document"
    )
    assert found == [(2, 1, True)]
    assert rows(warehouse, "SELECT DISTINCT unit_name, fiscal_year, kind FROM core.document") == [
        ("清河县水利局", 2024, "dept_budget")
    ]
    assert rows(warehouse, "SELECT count(*) > 0 FROM core.figure WHERE source = 'table'") == [(True,)]


def test_a_countys_archive_holds_a_disclosure_for_every_department(home: tuple[Archive, Warehouse]) -> None:
    archive, warehouse = home
    units = [f"清河县{name}局" for name in ("教育", "民政", "财政", "水利", "审计", "统计")]
    inner = zipped({"卫健局/清河县卫生健康局2024年部门预算.docx": text_of("清河县卫生健康局", 2024, "70.00")})
    members = {
        f"2024年部门预算/{unit}.docx": text_of(unit, 2024, f"{n}0.00") for n, unit in enumerate(units, 1)
    }
    members |= {"2024年部门预算/下属单位.zip": inner, "说明.txt": "请用办公软件打开".encode()}
    publish(archive, "清河县2024年部门预算公开汇总", **{"all.zip": ("下载", zipped(members))})
    load_archive(archive, warehouse, workers=1)
    expected = sorted([*units, "清河县卫生健康局"])
    assert rows(warehouse, DOCUMENTS) == [("130534", unit, "dept_budget", 2024) for unit in expected]


def test_a_member_without_a_cover_is_told_by_its_place_in_the_archive(
    home: tuple[Archive, Warehouse],
) -> None:
    archive, warehouse = home
    members = {
        "清河县2023年部门预算/清河县民政局.xlsx": book("收支总表", "单位：万元"),
        "清河县2023年部门预算/清河县审计局.xlsx": book("收支总表", "单位：万元", "（预算公开表）"),
    }
    publish(archive, "清河县部门预算公开", **{"all.zip": ("下载", zipped(members))})
    load_archive(archive, warehouse, workers=1)
    assert rows(warehouse, DOCUMENTS) == [
        ("130534", "清河县审计局", "dept_budget", 2023),
        ("130534", "清河县民政局", "dept_budget", 2023),
    ]


def test_one_file_with_a_department_and_its_units_holds_them_all(home: tuple[Archive, Warehouse]) -> None:
    archive, warehouse = home
    document = docx.Document()
    for unit, kind, amount in (
        ("清河县教育局", "部门预算", "900.00"),
        ("清河县第一中学", "单位预算", "500.00"),
        ("清河县实验幼儿园", "单位预算", "400.00"),
    ):
        for line in docx.Document(io.BytesIO(text_of(unit, 2024, amount, kind))).paragraphs:
            document.add_paragraph(line.text)
    out = io.BytesIO()
    document.save(out)
    publish(archive, "清河县教育局2024年预算公开", **{"a.docx": ("下载", out.getvalue())})
    load_archive(archive, warehouse, workers=1)
    assert rows(warehouse, DOCUMENTS) == [
        ("130534", "清河县实验幼儿园", "unit_budget", 2024),
        ("130534", "清河县教育局", "dept_budget", 2024),
        ("130534", "清河县第一中学", "unit_budget", 2024),
    ]
    totals = """SELECT unit_name, amount FROM core.narrative JOIN core.document USING (document_id)
        WHERE item = 'expenditure.total' ORDER BY amount"""
    assert [int(amount) for _, amount in rows(warehouse, totals)] == [4_000_000, 5_000_000, 9_000_000]  # type: ignore[call-overload]
