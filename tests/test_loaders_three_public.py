"""Three-public tables and sentences of a final account speak of one budget: the opening one or the adjusted one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from table_makers import make_table

from loaders.document import Document, Page, Paragraph, Table
from loaders.identity import Hints
from loaders.three_public import three_public_budget
from loaders.understand import understand
from warehouse.records import ParsedDocument

ROWS = [
    ["预算数", "<", "决算数", "<"],
    ["合计", "公务接待费", "合计", "公务接待费"],
    ["5.00", "5.00", "4.00", "4.00"],
]
SAID = "2024年度“三公”经费财政拨款支出预算为5.00万元，支出决算为4.00万元，完成预算的80%，比预算减少1.00万元。"


def account(year: int, *, note: str = "", rows: list[list[str]] = ROWS) -> ParsedDocument:
    """A final account of one table and one sentence."""
    title = f"财政拨款“三公”经费支出决算表（{year}年度）"
    table = replace(
        make_table(rows, (title, "单位：万元")),
        notes=(note,) if note else (),
    )
    texts = (
        f"平远县审计局{year}年度部门决算",
        "七、“三公”经费支出决算情况说明",
        SAID.replace("2024", str(year)),
    )
    blocks: tuple[Paragraph | Table, ...] = (*(Paragraph(text, 1) for text in texts), table)
    (found,) = understand(Document("text", (Page(1, None, None, "flow", blocks),)), Hints(), "")
    return found


def stages(found: ParsedDocument) -> tuple[set[str | None], set[str | None], set[str | None]]:
    """Stages of the table's 5.00, of the sentence's 5.00, and of what the change is measured against."""
    tables = {f.stage for f in found.figures if f.raw == "5.00"}
    facts = {n.stage for n in found.narratives if n.amount == 50000}
    return tables, facts, {n.base_stage for n in found.narratives if n.base_stage}


@pytest.mark.parametrize(
    ("year", "stage"), [(2019, "initial_budget"), (2021, "adjusted_budget"), (2024, "adjusted_budget")]
)
def test_an_account_that_says_nothing_gives_the_budget_of_its_time(year: int, stage: str) -> None:
    assert stages(account(year)) == ({stage}, {stage}, {stage})


@pytest.mark.parametrize(
    ("year", "note", "stage"),
    [
        (2024, "注：预算数为“三公”经费年初预算数，决算数是实际支出。", "initial_budget"),
        (2018, "注：预算数为“三公”经费全年预算数，反映按规定程序调整后的预算数。", "adjusted_budget"),
    ],
)
def test_a_note_goes_before_the_time(year: int, note: str, stage: str) -> None:
    assert stages(account(year, note=note)) == ({stage}, {stage}, {stage})


def test_headers_that_name_their_budget_keep_it() -> None:
    rows = [["项目", "年初预算数", "全年预算数", "决算数"], ["公务接待费", "5.00", "4.50", "4.00"]]
    found = {f.raw: f.stage for f in account(2024, rows=rows).figures}
    assert found == {"5.00": "initial_budget", "4.50": "adjusted_budget", "4.00": "final"}


def test_a_sentence_that_names_the_opening_budget_speaks_for_the_document() -> None:
    text = Paragraph("“三公”经费财政拨款支出年初预算为0.95万元，支出决算为0.00万元。", 1)
    assert three_public_budget([text], 2024, "final") == "initial_budget"
    assert three_public_budget([], 2024, "initial_budget") == "initial_budget"
