"""One body over the years: a series with the prior-year statements of each document reconciled with the year before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from warehouse_samples import parsed

from loaders.identity import Hints
from loaders.limits import Limits
from loaders.parse import parse_file
from warehouse.records import NarrativeRow, ParsedFile, content_id
from warehouse.store import Warehouse

PUTUO = (
    "district_putuo/1770007475548-818404804.pdf",
    "district_putuo/上海市普陀区人民政府万里街道办事处24年预算.pdf",
    "district_putuo/上海市普陀区人民政府万里街道办事处25年预算.pdf",
)
JIANGSU = (
    "jiangsu_provincial/江苏省人大办公厅/江苏省人大办公厅2017年度预算公开.pdf",
    "jiangsu_provincial/江苏省人大办公厅/省人大办公厅2018预算公开.pdf",
)


def with_column_of_last_year(file: ParsedFile, amounts: dict[str, str]) -> ParsedFile:
    """The file with a second column: what it prints of the year before."""
    part = file.documents[0]
    year = part.document.fiscal_year or 0
    column = tuple(
        replace(figure, figure_id=content_id(figure.figure_id, "last"), column_index=2, fiscal_year=year - 1,
                amount=Decimal(amounts[figure.item or ""]), raw=amounts[figure.item or ""])
        for figure in part.figures
    )  # fmt: skip
    return replace(file, documents=(replace(part, figures=part.figures + column),))


def with_change(file: ParsedFile, item: str, amount: str, direction: str, change: str) -> ParsedFile:
    """The file with a sentence that states an amount and its change against the year before."""
    part = file.documents[0]
    fact = NarrativeRow(
        narrative_id=content_id(part.document.document_id, "change", item), document_id=part.document.document_id,
        sentence="比上年有增减。", item=item, amount=Decimal(amount), fiscal_year=part.document.fiscal_year,
        stage=part.document.stage, direction=direction, change_amount=Decimal(change), measure_unit="万元",
    )  # fmt: skip
    return replace(file, documents=(replace(part, narratives=(fact,)),))


@contextmanager
def loaded(*files: ParsedFile) -> Iterator[Any]:
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest(files)
        yield warehouse.connection


def prior(connection: Any) -> list[tuple[Any, ...]]:
    return list(
        connection.execute(
            "SELECT document_year, item, source, amount::INTEGER, own_amount::INTEGER, status FROM out.prior_year ORDER BY ALL"
        ).fetchall()
    )


def test_a_prior_year_column_meets_the_document_of_that_year() -> None:
    first = parsed("a", year=2022, amounts={"sangong.total": "90000.00", "sangong.abroad": "1000.00"})
    second = with_column_of_last_year(
        parsed("b", year=2023, amounts={"sangong.total": "70000.00", "sangong.abroad": "2000.00"}),
        {"sangong.total": "90000.00", "sangong.abroad": "5000.00"},
    )
    with loaded(first, second) as connection:
        assert prior(connection) == [
            (2023, "sangong.abroad", "table", 5000, 1000, "differs"),
            (2023, "sangong.total", "table", 90000, 90000, "agrees"),
        ]


@pytest.mark.parametrize(
    ("direction", "change", "status"),
    [("increase", "20000.00", "agrees"), ("decrease", "20000.00", "differs"), ("increase", "19900.00", "agrees"),
     ("increase", "19000.00", "differs")],
)  # fmt: skip
def test_a_change_in_a_sentence_gives_the_year_before_to_its_last_digit(
    direction: str, change: str, status: str
) -> None:
    first = parsed("a", year=2022, amounts={"sangong.total": "50030.00"})
    second = with_change(
        parsed("b", year=2023, amounts={"sangong.total": "70000.00"}),
        "sangong.total",
        "70000.00",
        direction,
        change,
    )
    with loaded(first, second) as connection:
        assert [row[-1] for row in prior(connection)] == [status]


def test_a_missing_document_is_said_and_its_year_still_given() -> None:
    only = with_change(
        parsed("b", year=2023, amounts={"sangong.total": "70000.00"}),
        "sangong.total",
        "70000.00",
        "increase",
        "20000.00",
    )
    with loaded(only) as connection:
        assert prior(connection) == [(2023, "sangong.total", "narrative", 50000, None, "no_document")]


@pytest.mark.parametrize(
    ("names", "years", "totals", "reconciled"),
    [
        (PUTUO, [2023, 2024, 2025], ["164978640.00", "156211123.00", "189767551.00"], 20),
        (JIANGSU, [2017, 2018], ["136490700.00", "158974400.00"], 25),
    ],
)
def test_real_bodies_are_series_with_the_years_before_reconciled(
    shared: Path, tmp_path: Path, names: tuple[str, ...], years: list[int], totals: list[str], reconciled: int
) -> None:
    files = [
        parse_file(shared / "samples" / name, Hints(file_name=(name.rsplit("/")[-1],)), tmp_path, Limits())
        for name in names
    ]
    with loaded(*files) as connection:
        series = connection.execute(
            "SELECT unit_id, scope, fiscal_year, budget_expenditure_total::VARCHAR, budget_basic + budget_project = budget_expenditure_total"
            " FROM out.unit_year ORDER BY fiscal_year"
        ).fetchall()
        assert len({row[:2] for row in series}) == 1
        assert [row[2] for row in series] == years
        assert [row[3] for row in series] == totals
        statuses = [row[-1] for row in prior(connection) if row[0] > years[0]]
        assert statuses.count("agrees") >= reconciled
        assert "differs" not in statuses
        classes = connection.execute(
            "SELECT sum(amount)::VARCHAR FROM out.function_expenditure WHERE fund IN ('general_public', 'all')"
            " AND nature = 'total' AND code_level = 'class' AND is_own_year GROUP BY fiscal_year, fund ORDER BY ALL"
        ).fetchall()
        assert {total for (total,) in classes} <= set(totals)
        assert classes


def coded(
    name: str, year: int, code: str, label: str, amount: str, region: str = "420112", unit: str = "区医院"
) -> ParsedFile:
    """A final account whose one figure is the expenditure of a functional code."""
    file = parsed(
        name, unit=unit, year=year, amounts={"x": amount}, table_kind="final_gpb_expenditure", region=region
    )
    part = file.documents[0]
    figure = replace(
        part.figures[0], item="expenditure.function", row_label=label, classification="functional", code=code,
        fund="general_public", nature="total",
    )  # fmt: skip
    return replace(file, documents=(replace(part, figures=(figure,)),))


def test_a_budget_that_a_final_account_repeats_is_told_from_the_budget_itself() -> None:
    final = coded("final", 2024, "210", "卫生健康支出", "9.00")
    part = final.documents[0]
    repeated = replace(
        part.figures[0], figure_id="repeated", stage="initial_budget", amount=Decimal(8), column_index=2
    )
    final = replace(final, documents=(replace(part, figures=(*part.figures, repeated)),))
    budget = parsed(
        "budget",
        unit="区医院",
        year=2024,
        kind="dept_budget",
        amounts={"x": "8.00"},
        table_kind="gpb_expenditure",
    )
    printed = replace(part.figures[0], **{
        name: getattr(budget.documents[0].figures[0], name) for name in ("figure_id", "document_id", "table_id", "stage", "amount")
    })  # fmt: skip
    budget = replace(budget, documents=(replace(budget.documents[0], figures=(printed,)),))
    with loaded(final, budget) as connection:
        found = connection.execute(
            "SELECT document_kind, stage, amount::INTEGER, is_own_stage FROM out.function_expenditure ORDER BY ALL"
        ).fetchall()
    assert found == [
        ("dept_budget", "initial_budget", 8, True),
        ("dept_final", "final", 9, True),
        ("dept_final", "initial_budget", 8, False),
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"item": "transfer.paid"},
        {"item": "procurement.total"},
        {"item": "expenditure.project.item"},
        {"code": "230"},
        {"code": "23104"},
        {"row_role": "region"},
    ],
    ids=str,
)
def test_what_is_moved_bought_repaid_or_of_a_part_of_the_region_is_no_expenditure_by_function(
    other: dict[str, str],
) -> None:
    file = coded("final", 2024, "210", "卫生健康支出", "9.00")
    part = file.documents[0]
    another = replace(part.figures[0], figure_id="another", row_index=0, amount=Decimal(2), **other)
    with loaded(replace(file, documents=(replace(part, figures=(another, *part.figures)),))) as connection:
        found = connection.execute(
            "SELECT amount::INTEGER, readings FROM out.function_expenditure"
        ).fetchall()
    assert found == [(9, 1)]


def test_a_purpose_beside_a_region_is_no_region() -> None:
    file = coded("gov", 2025, "212", "东山县", "5.00", unit="")
    part = file.documents[0]
    figure = replace(
        part.figures[0],
        item="transfer.paid",
        row_role="region",
        column_path=("城乡社区",),
        row_label="东山县",
    )
    with loaded(replace(file, documents=(replace(part, figures=(figure,)),))) as connection:
        found = connection.execute("SELECT receiving_region, printed_name FROM out.transfer").fetchall()
    assert found == [("东山县", "城乡社区")]


def test_a_row_of_the_own_level_among_regions_counts_for_that_level() -> None:
    file = parsed(
        "debt", unit="", year=2025, kind="debt", amounts={"debt.balance": "7.00"}, table_kind="gov_debt"
    )
    part = file.documents[0]
    rows = tuple(
        replace(part.figures[0], figure_id=role, row_role=role, row_index=index, amount=Decimal(amount))
        for index, (role, amount) in enumerate([("total", 9), ("own_level", 4), ("region", 5)])
    )
    with loaded(replace(file, documents=(replace(part, figures=rows),))) as connection:
        found = connection.execute(
            "SELECT scope = 'own_level', amount::INTEGER, readings FROM out.debt ORDER BY ALL"
        ).fetchall()
    assert found == [(False, 9, 1), (True, 4, 1)]


def test_a_class_series_runs_through_its_renames() -> None:
    names = {
        2012: "医疗卫生",
        2015: "医疗卫生与计划生育支出",
        2018: "医疗卫生与计划生育支出",
        2019: "卫生健康支出",
        2026: "卫生健康支出",
    }
    files = [coded(str(year), year, "210", name, f"{year}.00") for year, name in names.items()]
    with loaded(*files) as connection:
        rows = connection.execute(
            "SELECT fiscal_year, subject_name, amount::INTEGER FROM out.function_expenditure WHERE series = '210' ORDER BY ALL"
        ).fetchall()
    assert rows == [(year, name, year) for year, name in names.items()]


def test_a_subject_has_its_name_in_the_years_that_used_it() -> None:
    files = [
        coded(f"{code}-{year}", year, code, "x", "7.00", unit=f"区{unit}局")
        for code, unit in (("2080501", "教育"), ("20805", "民政"))
        for year in (2016, 2024)
    ]
    with loaded(*files) as connection:
        found = connection.execute(
            "SELECT code, fiscal_year, subject_name FROM out.function_expenditure ORDER BY ALL"
        ).fetchall()
    assert found == [
        ("20805", 2016, "行政事业单位离退休"),
        ("20805", 2024, "行政事业单位养老支出"),
        ("2080501", 2016, "归口管理的行政单位离退休"),
        ("2080501", 2024, "行政单位离退休"),
    ]


def test_a_code_that_the_reference_lacks_has_the_name_that_two_bodies_print() -> None:
    def printing(unit: str, name: str, code: str) -> ParsedFile:
        file = parsed(f"{unit}{code}", unit=unit, amounts={"expenditure.function": "100.00"})
        part = file.documents[0]
        figures = (
            replace(part.figures[0], row_label=name, code=code, classification="functional", nature="total"),
        )
        return replace(file, documents=(replace(part, figures=figures),))

    files = [
        printing("甲局", "新设的款", "20198"),
        printing("乙局", "（一）新设的款", "20198"),
        printing("丙局", "本局自用的款", "20197"),
        printing("丁局", "教育支出", "205"),
    ]
    with loaded(*files) as connection:
        found = connection.execute(
            "SELECT DISTINCT code, subject_name, subject_name_from FROM out.function_expenditure ORDER BY ALL"
        ).fetchall()
    assert found == [
        ("20197", None, None),
        ("20198", "新设的款", "printed"),
        ("205", "教育支出", "reference"),
    ]


def test_no_subject_has_two_names_in_one_year() -> None:
    with loaded() as connection:
        doubled = connection.execute(
            "SELECT a.code, a.subject_name, b.subject_name FROM ref.subject a JOIN ref.subject b ON a.classification = b.classification"
            " AND a.code = b.code AND a.subject_name < b.subject_name AND a.first_year <= coalesce(b.last_year, 9999)"
            " AND b.first_year <= coalesce(a.last_year, 9999)"
        ).fetchall()
    assert doubled == []


def test_a_county_that_became_a_city_keeps_its_id_and_its_units() -> None:
    files = [
        coded("a", 2019, "205", "教育支出", "1.00", region="610928", unit="旬阳县教育局"),
        coded("b", 2022, "205", "教育支出", "2.00", region="610981", unit="旬阳市教育局"),
    ]
    with loaded(*files) as connection:
        rows = connection.execute(
            "SELECT region_id, region_code, unit_id, fiscal_year FROM out.unit_year ORDER BY fiscal_year"
        ).fetchall()
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("610928", "610928", 2019),
        ("610928", "610981", 2022),
    ]
    assert rows[0][2] == rows[1][2]


def test_counties_merged_into_another_stay_regions_of_their_own() -> None:
    files = [
        coded("a", 2019, "205", "教育支出", "1.00", region="410322", unit="孟津县教育局"),
        coded("b", 2019, "205", "教育支出", "1.00", region="410306", unit="吉利区教育局"),
        coded("c", 2022, "205", "教育支出", "2.00", region="410308", unit="孟津区教育局"),
    ]
    with loaded(*files) as connection:
        (units,) = connection.execute("SELECT count(DISTINCT unit_id) FROM out.unit_year").fetchone()
        known = connection.execute(
            "SELECT old_code FROM ref.region_change WHERE new_code = '410308' ORDER BY 1"
        ).fetchall()
    assert units == 3
    assert known == [("410306",), ("410322",)]
