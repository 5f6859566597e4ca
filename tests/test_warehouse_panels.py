"""The panels answer what a scholar adds up: one place for each transfer, revenue by subject, what only a sentence tells, sums that say so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from warehouse_samples import parsed

from warehouse.records import FigureRow, NarrativeRow, ParsedFile, content_id
from warehouse.store import Warehouse


@contextmanager
def loaded(*files: ParsedFile) -> Iterator[Any]:
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest(files)
        yield warehouse.connection


def government(
    tables: dict[str, list[dict[str, Any]]],
    *facts: dict[str, Any],
    year: int = 2025,
    kind: str = "gov_budget",
) -> ParsedFile:
    """A government's document: the figures of each kind of table (one row each, or as `row_index` says), and facts."""
    file = parsed("gov", unit="", year=year, kind=kind, scope=None, amounts={"x": "1.00"}, region="420112")
    part = file.documents[0]
    table, first = part.tables[0], part.figures[0]
    sheets, figures = [], list[FigureRow]()
    for ordinal, (name, rows) in enumerate(tables.items(), 1):
        sheet = replace(table, table_id=name, ordinal=ordinal, kind=name)
        sheets.append(sheet)
        for number, row in enumerate(rows):
            figure = replace(
                first,
                figure_id=content_id(name, number),
                table_id=name,
                row_index=number,
                fund="general_public",
            )
            figures.append(replace(figure, **row))
    told = tuple(
        NarrativeRow(
            narrative_id=content_id("told", number), document_id=part.document.document_id, sentence="报告如是说。",
            ordinal=number, measure_unit="万元", fiscal_year=year, stage=part.document.stage, **fact,
        )
        for number, fact in enumerate(facts)
    )  # fmt: skip
    whole = replace(part, tables=tuple(sheets), figures=tuple(figures), narratives=told, cells=())
    return replace(file, documents=(whole,))


def paid(label: str, amount: str, role: str = "item", heading: str = "合计", **more: Any) -> dict[str, Any]:
    """A figure of what was paid on."""
    return {"row_label": label, "row_role": role, "amount": Decimal(amount), "column_path": (heading,), "item": "transfer.paid"} | more  # fmt: skip


def test_of_the_places_that_print_a_transfer_one_is_best() -> None:
    """A balance and two lists print one total; the lists print regions and grants, twice two grants of one name."""
    by_region = [
        paid("合计", "9.00", "total"), paid("合计", "4.00", "total", "教育"), paid("东山县", "5.00", "region"),
        paid("东山县", "1.00", "region", "教育", item=None), paid("西河区", "4.00", "region"),
    ]  # fmt: skip
    by_grant = [
        paid("合计", "9.00", "total", "2025年预算数"), paid("一、教育", "4.00", heading="2025年预算数"),
        paid("抗旱补助", "2.00"), paid("抗旱补助", "3.00"),
    ]  # fmt: skip
    file = government(
        {
            "gov_balance": [paid("补助下级支出", "9.00", heading="预算数")],
            "gov_transfers": by_region,
            "gov_transfers_received": by_grant,
        }
    )
    with loaded(file) as connection:
        rows = connection.execute(
            "SELECT receiving_region, purpose, amount::INTEGER FROM out.transfer WHERE is_best ORDER BY ALL"
        ).fetchall()
        every = connection.execute("SELECT count(*) FROM out.transfer").fetchall()
    assert rows == [
        ("东山县", "教育", 1), ("东山县", None, 5), ("西河区", None, 4), (None, "一、教育", 4), (None, "抗旱补助", 2),
        (None, "抗旱补助", 3), (None, "教育", 4), (None, None, 9),
    ]  # fmt: skip
    assert every == [(10,)]


@pytest.mark.parametrize(
    ("name", "is_whole"),
    [
        ("合计", True), ("2025年预算数", True), ("一、返还性收入", True), ("专项转移支付", True), ("政府性基金预算转移支付", True),
        ("补助下级支出", True), ("教育共同财政事权转移支付收入", False), ("均衡性转移支付", False), ("体制补助收入", False),
    ],
)  # fmt: skip
def test_a_total_of_transfers_is_told_from_a_grant(name: str, is_whole: bool) -> None:
    with Warehouse.in_memory() as warehouse:
        assert warehouse.connection.execute("SELECT core.names_whole(?)", [name]).fetchall() == [(is_whole,)]


def test_revenue_by_subject_stands_in_its_panel_only() -> None:
    tax = {"item": "income.subject", "flow": "revenue", "classification": "revenue"}
    file = government(
        {
            "gov_gpb_income": [
                tax | {"code": "10101", "row_label": "增值税", "amount": Decimal(70)},
                tax | {"code": None, "row_label": "某项收入", "amount": Decimal(3)},
            ]
        },
        {"item": "income.subject", "code": "1030148", "fund": "gov_fund", "about": "全区", "amount": Decimal(500)},
        {"item": "income.subject", "code": "10101", "fund": "general_public", "about": "高新区", "amount": Decimal(9)},
    )  # fmt: skip
    with loaded(file) as connection:
        rows = connection.execute(
            "SELECT code, code_level, fund, scope, amount::INTEGER, source FROM out.subject_revenue ORDER BY ALL"
        ).fetchall()
        items = connection.execute("SELECT count(*) FROM out.revenue_expenditure").fetchall()
    assert rows == [
        ("10101", "group", "general_public", None, 70, "table"),
        ("1030148", "item", "gov_fund", "whole_region", 500, "narrative"),
    ]
    assert items == [(0,)]


def test_expenditure_by_function_that_only_a_sentence_gives_is_in_the_panel() -> None:
    """A table speaks before a sentence; a sentence that names no budget where nothing names one."""
    row = {"item": "expenditure.function", "classification": "functional", "code": "205", "nature": "total", "amount": Decimal(80)}  # fmt: skip
    said = {"item": "expenditure.function", "amount": Decimal(79)}
    file = government(
        {"gov_gpb_expenditure": [row]},
        said | {"code": "205"},
        said | {"code": "206", "about": "全区"},
        {"item": "gpb.expenditure.function", "code": "207", "about": "区本级", "amount": Decimal(7)},
        {"item": "gpb.expenditure.function", "code": "207", "about": "开发区", "amount": Decimal(8)},
    )
    with loaded(file) as connection:
        rows = connection.execute(
            "SELECT code, fund, scope, amount::INTEGER, source, narrative_id IS NOT NULL FROM out.function_expenditure ORDER BY ALL"
        ).fetchall()
    assert rows == [
        ("205", "general_public", None, 80, "table", False),
        ("206", None, "whole_region", 79, "narrative", True),
        ("207", "general_public", "own_level", 7, "narrative", True),
    ]


def test_a_report_on_execution_gives_numbers_of_its_own_stage() -> None:
    row = {"item": "expenditure.function", "classification": "functional", "code": "205", "nature": "total", "amount": Decimal(80)}  # fmt: skip
    budget = row | {"stage": "initial_budget", "column_index": 2}
    file = government({"gov_gpb_expenditure": [row | {"stage": "execution"}, budget]})
    part = file.documents[0]
    report = replace(part, document=replace(part.document, stage="execution"))
    with loaded(replace(file, documents=(report,))) as connection:
        rows = connection.execute(
            "SELECT stage, is_own_stage FROM out.function_expenditure ORDER BY ALL"
        ).fetchall()
    assert rows == [("execution", True), ("initial_budget", False)]


def test_a_sum_over_units_says_how_many_numbers_it_adds() -> None:
    row = {"item": "expenditure.function", "classification": "functional", "code": "205", "nature": "total"}
    rows = [
        row | {"row_group": unit, "amount": Decimal(amount)} for unit, amount in (("一中", 30), ("二中", 12))
    ]
    alone = row | {"code": "206", "amount": Decimal(5)}
    with loaded(government({"gov_gpb_expenditure": [*rows, alone]})) as connection:
        found = connection.execute(
            "SELECT code, amount::INTEGER, parts FROM out.function_expenditure ORDER BY ALL"
        ).fetchall()
    assert found == [("205", 42, 2), ("206", 5, 1)]


def test_a_year_of_a_unit_has_grand_totals_and_the_spread_of_its_headlines() -> None:
    file = parsed(
        "a", amounts={"income.grand_total": "100.00", "expenditure.grand_total": "100.00", "performance.amount": "7.00"}
    )  # fmt: skip
    part = file.documents[0]
    again = replace(part.figures[2], figure_id="again", row_index=9, amount=Decimal("60.00"))
    with loaded(replace(file, documents=(replace(part, figures=(*part.figures, again)),))) as connection:
        found = connection.execute(
            "SELECT final_income_total, final_income_grand_total::INTEGER, final_expenditure_grand_total::INTEGER,"
            " largest_spread::INTEGER FROM out.unit_year"
        ).fetchall()
    assert found == [(None, 100, 100, 0)]


def test_amounts_are_in_yuan_whatever_unit_their_table_prints() -> None:
    file = parsed("a", amounts={"sangong.total": "100.00", "vehicles.kept": "1.00"})
    part = file.documents[0]
    money, count = (replace(figure, measure_unit=unit) for figure, unit in zip(part.figures, ("万元", "辆"), strict=True))  # fmt: skip
    count = replace(count, measure="count", amount=None, quantity=Decimal(1))
    with loaded(replace(file, documents=(replace(part, figures=(money, count)),))) as connection:
        found = connection.execute(
            "SELECT item, measure_unit FROM out.three_public UNION SELECT item, measure_unit FROM out.staff_and_assets ORDER BY ALL"
        ).fetchall()
    assert found == [("sangong.total", None), ("vehicles.kept", "辆")]
