"""A read document to records: one file, its disclosures, their tables and sentences."""

import json

import pytest

from loaders.document import Cell, Document, Page, Paragraph, Table
from loaders.identity import Hints
from loaders.understand import understand
from warehouse.records import content_id

SHA = "0" * 64


def grid(*rows: tuple[str, ...], captions: tuple[str, ...] = ()) -> Table:
    cells = tuple(Cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Table(cells, len(rows), len(rows[0]), 2, 2, "test", captions)


def budget(owner: str, kind: str, amount: str) -> list[Page]:
    table = grid(
        ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
        ("2010301", "行政运行", amount, amount, "0.00"),
        ("", "合计", amount, amount, "0.00"),
        captions=("一般公共预算支出表", "单位：万元"),
    )
    text = (
        "二、一般公共预算支出情况",
        f"2024年一般公共预算支出{amount}万元，比上年增加1.00万元，增长0.50%。",
        f"行政运行（项）{amount}万元，占100.00%。",
        "本年收入3.00万元，支出3.50万元，结余0.00万元，人均1.20万元，比上年增长2.00%，比预算增长3.00%。",
    )
    cover = Page(1, 595.0, 842.0, "text", (Paragraph(f"{owner}2024年{kind}预算", 1), Paragraph("目录", 1)))
    body = Page(2, 595.0, 842.0, "text", (table, *(Paragraph(line, 2) for line in text)))
    return [cover, body]


def test_tables_and_sentences_of_one_document_meet() -> None:
    (parsed,) = understand(Document("pdf", tuple(budget("洛阳市水利局", "部门", "200.00"))), Hints(), SHA)
    assert parsed.document.document_id == content_id(SHA, 0)
    assert (parsed.document.region_code, parsed.document.kind) == ("410300", "dept_budget")
    assert parsed.tables
    stated = next(row for row in parsed.narratives if row.item == "gpb.expenditure.function")
    assert stated.code == "2010301"
    assert any(figure.amount == stated.amount for figure in parsed.figures)


@pytest.mark.parametrize(
    ("stated", "item"),
    [("60.00", "income.grand_total"), ("40.00", "income.total"), ("50.00", "income.total")],
)
def test_revenue_is_the_grand_total_where_the_tables_print_it_so(stated: str, item: str) -> None:
    """收入预算 of a text is what the year brings or that with the carry-over; an amount that no table prints stays the year's."""
    balance = grid(
        ("收入", "预算数", "支出", "预算数"),
        ("一、一般公共预算拨款收入", "40.00", "一、农林水支出", "60.00"),
        ("本年收入合计", "40.00", "本年支出合计", "60.00"),
        ("上年结转", "20.00", "结转下年", "0.00"),
        ("收入总计", "60.00", "支出总计", "60.00"),
        captions=("收支总体情况表", "单位：万元"),
    )
    told = Paragraph(f"2024年收入预算{stated}万元，比2023年收入预算30.00万元增加。", 2)
    cover = budget("洛阳市水利局", "部门", "200.00")[0]
    pages = (cover, Page(2, 595.0, 842.0, "text", (Paragraph("一、收支情况", 2), told, balance)))
    (parsed,) = understand(Document("pdf", pages), Hints(), SHA)
    assert [row.item for row in parsed.narratives if row.fiscal_year == 2024][:1] == [item]


def test_every_field_of_the_identity_has_its_evidence() -> None:
    (parsed,) = understand(Document("pdf", tuple(budget("洛阳市水利局", "部门", "200.00"))), Hints(), SHA)
    evidence = json.loads(parsed.document.identity_evidence or "[]")
    assert {"fiscal_year", "kind", "unit_name", "region_code"} <= {one["field"] for one in evidence}
    assert all(one["where"] and one["value"] for one in evidence)


def test_two_disclosures_of_one_file_share_nothing() -> None:
    pages = (*budget("洛阳市水利局", "部门", "200.00"), *budget("洛阳市水文站", "单位", "50.00"))
    first, second = understand(Document("pdf", pages), Hints(), SHA)
    assert [one.document.unit_name for one in (first, second)] == ["洛阳市水利局", "洛阳市水文站"]
    assert second.document.document_id == content_id(SHA, 1)
    ids = [row.narrative_id for one in (first, second) for row in one.narratives]
    assert len(ids) == len(set(ids))


def test_the_same_bytes_give_the_same_records() -> None:
    document = Document("pdf", tuple(budget("洛阳市水利局", "部门", "200.00")))
    assert understand(document, Hints(), SHA) == understand(document, Hints(), SHA)


def test_a_disclosure_in_traditional_characters_is_read_like_one_in_simplified_ones() -> None:
    table = grid(
        ("科目編碼", "科目名稱", "合計", "基本支出", "項目支出"),
        ("2010301", "行政運行", "7.00", "7.00", "0.00"),
        captions=("一般公共預算支出表", "單位：萬元"),
    )
    cover = Paragraph("洛陽市乾河管理處2024年單位預算", 1)
    text = Paragraph("2024年公務接待費預算3.00萬元，比上年減少1.00萬元，主要原因是來訪減少。", 1)
    (parsed,) = understand(
        Document("pdf", (Page(1, None, None, "flow", (cover, table, text)),)), Hints(), SHA
    )
    assert (parsed.document.unit_name, parsed.document.region_code) == ("洛阳市乾河管理处", "410300")
    assert {figure.row_label for figure in parsed.figures} == {"行政运行"}
    assert [(row.item, row.direction, row.reason) for row in parsed.narratives] == [
        ("sangong.reception", "decrease", "来访减少")
    ]
