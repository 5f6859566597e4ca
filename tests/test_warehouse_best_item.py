"""Of the readings of one item the one that speaks for it: of governments by fund and by level, and a region's year of headlines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from warehouse_samples import parsed

from warehouse.records import NarrativeRow, ParsedFile, content_id
from warehouse.store import Warehouse


@contextmanager
def loaded(*files: ParsedFile) -> Iterator[Any]:
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest(files)
        yield warehouse.connection


def test_the_total_of_basic_expenditure_is_no_reading_of_the_total() -> None:
    file = parsed("a", amounts={"expenditure.grand_total": "100.00", "expenditure.basic": "60.00"})
    part = file.documents[0]
    total, basic = part.figures
    basic = replace(basic, row_index=0, column_index=2, item="expenditure.grand_total", nature="basic")
    with loaded(
        replace(file, documents=(replace(part, figures=(replace(total, nature="total"), basic)),))
    ) as connection:
        found = connection.execute(
            "SELECT amount::INTEGER, readings, spread::INTEGER FROM out.revenue_expenditure"
        ).fetchall()
    assert found == [(100, 1, 0)]


@pytest.mark.parametrize(("units", "found"), [(("某市一中", "某市二中"), []), (("某市一中",), [(60,)])])
def test_what_stands_below_one_of_several_units_is_no_item_of_the_body(
    units: tuple[str, ...], found: list[tuple[int]]
) -> None:
    file = parsed("a", amounts={f"expenditure.total {unit}": "60.00" for unit in units})
    part = file.documents[0]
    figures = []
    for heading, unit in zip(part.figures, units, strict=True):
        below = replace(
            heading, figure_id=f"{unit} below", row_index=9, item="expenditure.basic", row_group=unit
        )
        figures += [replace(heading, row_role="unit", row_label=unit, item="expenditure.total"), below]
    with loaded(replace(file, documents=(replace(part, figures=tuple(figures)),))) as connection:
        assert connection.execute("SELECT amount::INTEGER FROM core.best_item").fetchall() == found


def test_a_form_of_targets_speaks_after_the_tables_of_the_budget() -> None:
    """金额合计 of the year's tasks is no total of the budget, though its row is a total and the budget's own a subtotal."""
    file = parsed("a", amounts={"expenditure.total": "100.00"}, table_kind="dept_balance_total")
    part = file.documents[0]
    form = replace(part.tables[0], table_id="form", ordinal=2, kind="perf_dept_overall_target")
    budget = replace(part.figures[0], row_role="subtotal")
    tasks = replace(budget, figure_id="tasks", table_id="form", row_role="total", amount=Decimal("12.00"))
    parts = replace(part, tables=(*part.tables, form), figures=(budget, tasks))
    with loaded(replace(file, documents=(parts,))) as connection:
        found = connection.execute("SELECT amount::INTEGER, readings FROM core.best_item").fetchall()
    assert found == [(100, 2)]


def of_funds(name: str, region: str, funds: dict[str, dict[str, str]]) -> ParsedFile:
    """A government's final account of 2025 with the items of several funds (fund → item → amount)."""
    amounts = {f"{fund} {item}": amount for fund, items in funds.items() for item, amount in items.items()}
    file = parsed(name, unit="", year=2025, kind="gov_final", scope=None, amounts=amounts, region=region)
    part = file.documents[0]
    figures = []
    for figure, printed in zip(part.figures, amounts, strict=True):
        fund, item = printed.split()
        figures.append(replace(figure, flow="revenue", fund=fund, item=item))
    return replace(file, documents=(replace(part, figures=tuple(figures)),))


def test_a_governments_headlines_are_those_of_its_general_budget() -> None:
    files = [
        of_funds("a", "420112", {
            "gov_fund": {"transfer.received": "30.00", "income.total": "5.00"},
            "state_capital": {"transfer.received": "1.00", "income.total": "2.00"},
            "general_public": {"transfer.received": "900.00", "income.total": "700.00"},
        }),
        of_funds("b", "420111", {"state_capital": {"transfer.received": "1.00", "income.total": "3.00"}}),
    ]  # fmt: skip
    with loaded(*files) as connection:
        found = connection.execute(
            "SELECT region_code, final_gpb_income::INTEGER, final_transfer_received::INTEGER, final_gov_fund_income::INTEGER,"
            " final_state_capital_income::INTEGER FROM out.region_year ORDER BY ALL"
        ).fetchall()
    assert found == [("420111", None, None, None, 3), ("420112", 700, 900, 5, 2)]


@pytest.mark.parametrize(
    ("item", "flow", "received", "best"),
    [
        ("transfer.received", "revenue", 900, 1),
        ("income.transfer", "revenue", None, 1),
        ("transfer.general", "revenue", None, 1),
        ("transfer.general", "expenditure", None, 0),
    ],
)
def test_what_is_received_is_neither_transfer_revenue_nor_paid_on(
    item: str, flow: str, received: int | None, best: int
) -> None:
    """转移性收入 holds bonds and carry-over too, and what a city pays on to its counties has the names of what it received."""
    file = of_funds("a", "420112", {"general_public": {"income.total": "950.00", item: "900.00"}})
    part = file.documents[0]
    figures = tuple(replace(figure, flow=flow) if figure.item == item else figure for figure in part.figures)
    with loaded(replace(file, documents=(replace(part, figures=figures),))) as connection:
        found = connection.execute("SELECT final_transfer_received::INTEGER FROM out.region_year").fetchall()
        flows = connection.execute("SELECT flow FROM out.transfer").fetchall()
        items = connection.execute("SELECT count(*) FROM core.best_item WHERE item = ?", [item]).fetchall()
    assert found == [(received,)]
    assert flows == ([(flow,)] if item.startswith("transfer.") else [])
    assert items == [(best,)]


@pytest.mark.parametrize(("fund", "received"), [("general_public", 900), ("gov_fund", None), (None, None)])
def test_a_sentence_gives_transfers_of_the_budget_it_speaks_of(
    fund: str | None, received: int | None
) -> None:
    report = at_levels("a", 2024, {"2024年全区一般公共预算收支表": {"income.total": "700.00"}})
    file = with_sentences(report, ("transfer.received", "900", "全区"), fund=fund)
    with loaded(file) as connection:
        found = connection.execute("SELECT budget_transfer_received::INTEGER FROM out.region_year").fetchall()
        told = connection.execute("SELECT fund, flow, amount::INTEGER, source FROM out.transfer").fetchall()
    assert found == [(received,)]
    assert told == ([(fund, "revenue", 900, "narrative")] if fund else [])


def at_levels(name: str, year: int, tables: dict[str, dict[str, str]]) -> ParsedFile:
    """A government's budget with one table for each title: title → item → amount of the general budget."""
    lines = [(title, item, amount) for title, items in tables.items() for item, amount in items.items()]
    amounts = {f"{title} {item}": amount for title, item, amount in lines}
    file = parsed(name, unit="", year=year, kind="gov_budget", scope=None, amounts=amounts, region="420112")
    part = file.documents[0]
    titled = {
        title: replace(part.tables[0], table_id=f"{name} {title}", ordinal=n, title=title, kind="gov_balance")
        for n, title in enumerate(tables)
    }
    figures = [
        replace(figure, table_id=titled[title].table_id, flow="revenue", fund="general_public", item=item)
        for figure, (title, item, _) in zip(part.figures, lines, strict=True)
    ]
    return replace(
        file, documents=(replace(part, tables=tuple(titled.values()), figures=tuple(figures), cells=()),)
    )


def test_the_region_as_a_whole_and_its_own_level_are_never_mixed() -> None:
    files = [
        at_levels("a", 2024, {
            "2024年区本级一般公共预算收支表": {"income.total": "40.00", "income.tax": "30.00"},
            "2024年全区一般公共预算收支表": {"income.total": "90.00", "income.tax": "70.00"},
        }),
        at_levels("b", 2025, {"2025年区本级一般公共预算收支表": {"income.total": "41.00"}}),
    ]  # fmt: skip
    with loaded(*files) as connection:
        years = connection.execute(
            "SELECT fiscal_year, scope, budget_gpb_income::INTEGER, budget_tax_income::INTEGER FROM out.region_year ORDER BY ALL"
        ).fetchall()
        items = connection.execute(
            "SELECT item, scope, amount::INTEGER, spread::INTEGER FROM out.revenue_expenditure WHERE fiscal_year = 2024 ORDER BY ALL"
        ).fetchall()
    assert years == [(2024, "whole_region", 90, 70), (2025, "own_level", 41, None)]
    assert items == [
        ("income.tax", "own_level", 30, 0),
        ("income.tax", "whole_region", 70, 0),
        ("income.total", "own_level", 40, 0),
        ("income.total", "whole_region", 90, 0),
    ]


def with_sentences(
    file: ParsedFile, *sentences: tuple[str, str, str | None], fund: str | None = None
) -> ParsedFile:
    """The file with facts of its own year and stage: item, amount and whom each is about."""
    part = file.documents[0]
    facts = tuple(
        NarrativeRow(
            narrative_id=content_id(part.document.document_id, "said", number), document_id=part.document.document_id,
            sentence="报告如是说。", ordinal=number, item=item, amount=Decimal(amount), about=about, fund=fund, measure_unit="万元",
            fiscal_year=part.document.fiscal_year, stage=part.document.stage,
        )
        for number, (item, amount, about) in enumerate(sentences)
    )  # fmt: skip
    return replace(file, documents=(replace(part, narratives=facts),))


def test_a_table_speaks_for_the_sentence_that_states_its_level() -> None:
    file = with_sentences(
        at_levels("a", 2024, {"2024年一般公共预算收支表": {"gpb.income": "904512.34", "gpb.expenditure": "700000.00"}}),
        ("gpb.income", "904500", "全区"),
        ("gpb.expenditure", "810000", "全区"),
    )  # fmt: skip
    with loaded(file) as connection:
        found = connection.execute(
            "SELECT item, scope, source, amount::VARCHAR, figure_id IS NOT NULL, narrative_id IS NOT NULL FROM out.revenue_expenditure ORDER BY ALL"
        ).fetchall()
    assert found == [
        ("gpb.expenditure", "whole_region", "narrative", "810000.00", False, True),
        ("gpb.income", "whole_region", "table", "904512.34", True, False),
    ]


def test_a_level_is_the_regions_own_where_its_name_ends_so() -> None:
    def of_debt(about: str | None) -> list[tuple[Any, ...]]:
        file = with_sentences(at_levels("a", 2024, {}), ("debt.limit", "50000", about))
        with loaded(file) as connection:
            return list(connection.execute("SELECT scope, amount::INTEGER FROM out.debt").fetchall())

    assert of_debt("全区") == [("whole_region", 50000)]
    assert (
        of_debt("区级") == of_debt("区直") == of_debt("区本级") == of_debt("本级") == [("own_level", 50000)]
    )
    assert of_debt("省级") == of_debt("市级") == of_debt("高新区") == []


def test_a_debt_of_the_funds_is_read_before_a_doubtful_reading() -> None:
    file = of_funds("a", "420112", {"gov_fund": {"debt.limit.special": "80.00"}})
    part = file.documents[0]
    other = replace(part.figures[0], figure_id="other", row_index=9, fund=None, amount=Decimal("8.00"))
    with loaded(replace(file, documents=(replace(part, figures=(*part.figures, other)),))) as connection:
        found = connection.execute("SELECT amount::INTEGER FROM out.debt").fetchall()
    assert found == [(80,)]


def test_taxes_are_a_headline_whether_their_code_is_printed_or_not() -> None:
    file = of_funds("a", "420112", {"general_public": {"income.tax": "500.00", "income.total": "700.00"}})
    part = file.documents[0]
    coded = [
        replace(figure, code="101", classification="revenue") if figure.item == "income.tax" else figure
        for figure in part.figures
    ]
    tax = next(figure for figure in coded if figure.code)
    below = replace(
        tax, figure_id="below", row_index=9, code="10101", item="income.subject", amount=Decimal("90.00")
    )
    with loaded(replace(file, documents=(replace(part, figures=(*coded, below)),))) as connection:
        found = connection.execute(
            "SELECT final_tax_income::INTEGER, final_gpb_income::INTEGER FROM out.region_year"
        ).fetchall()
    assert found == [(500, 700)]
