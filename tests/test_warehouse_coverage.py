"""What should be public and what is: units between their first and last year, and the government of every region seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from warehouse_samples import parsed

from warehouse.records import CaptureRow, ParsedFile
from warehouse.store import Warehouse


def asked(sql: str, *files: ParsedFile) -> list[tuple[Any, ...]]:
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest(files)
        return list(warehouse.connection.execute(sql).fetchall())


def test_a_unit_is_expected_from_its_first_to_its_last_year_and_its_government_too() -> None:
    found = asked(
        "SELECT unit_id IS NULL, fiscal_year, document_group, status, latest_lawful_on FROM out.coverage ORDER BY ALL",
        parsed("a", year=2022),
        parsed("b", year=2023, kind="dept_budget"),
        parsed("c", unit="", year=2023, kind="gov_final", scope=None),
    )
    assert found == [
        (False, 2022, "budget", "missing", date(2022, 5, 10)),
        (False, 2022, "final", "published", date(2023, 11, 9)),
        (False, 2023, "budget", "published", date(2023, 5, 10)),
        (False, 2023, "final", "missing", date(2024, 11, 9)),
        (True, 2022, "government_budget", "missing", date(2022, 4, 20)),
        (True, 2022, "government_final", "missing", date(2023, 10, 20)),
        (True, 2023, "government_budget", "missing", date(2023, 4, 20)),
        (True, 2023, "government_final", "published", date(2024, 10, 20)),
    ]


def test_what_is_not_due_when_the_warehouse_last_looked_is_not_missing() -> None:
    files = [
        parsed("a", year=2022, published=date(2023, 11, 9)),
        parsed("b", year=2023, kind="dept_budget", published=date(2023, 5, 1)),
    ]
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest(files)
        sql = "SELECT fiscal_year, document_group, status FROM out.coverage WHERE documents = 0 AND unit_id IS NOT NULL ORDER BY ALL"
        by_papers = warehouse.connection.execute(sql).fetchall()
        warehouse.ingest([], [CaptureRow(capture_id="c", captured_at=datetime(2024, 11, 10, 3))])
        by_captures = warehouse.connection.execute(sql).fetchall()
    assert by_papers == [(2022, "budget", "missing"), (2023, "final", "not_yet_due")]
    assert by_captures == [(2022, "budget", "missing"), (2023, "final", "missing")]


def test_a_government_has_its_own_latest_day() -> None:
    late, own = date(2024, 11, 1), date(2024, 11, 2)
    found = asked(
        "SELECT document_kind, days_late, is_timely FROM out.timeliness ORDER BY ALL",
        parsed("a", year=2023, published=late),
        parsed("b", unit="", year=2023, kind="gov_final", scope=None, published=own),
    )
    assert found == [("dept_final", -8, True), ("gov_final", 13, False)]


def test_a_report_on_half_a_year_is_not_the_budget() -> None:
    file = parsed("a", unit="", year=2023, kind="gov_budget", scope=None, published=date(2023, 8, 1))
    part = file.documents[0]
    half = replace(file, documents=(replace(part, document=replace(part.document, stage="interim")),))
    told = "SELECT status FROM out.coverage WHERE document_group = 'government_budget'"
    assert asked(told, file) == [("published",)]
    assert asked(told, half) == [("missing",)]
    assert asked("SELECT stage, days_late FROM out.timeliness", half) == [("interim", None)]
