"""Ingest: any order and any repetition give the same rows."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from warehouse_samples import capture, many, parsed, sha

from warehouse.records import ParsedFile
from warehouse.store import Warehouse


def rows(warehouse: Warehouse, sql: str) -> list[tuple[Any, ...]]:
    return warehouse.connection.execute(sql).fetchall()


def loaded(batches: list[list[ParsedFile]], captures: Any = ()) -> dict[str, Any]:
    with Warehouse.in_memory() as warehouse:
        for batch in batches:
            warehouse.ingest(batch, captures)
        return warehouse.dump()


FILES = [
    parsed("a", published=date(2024, 9, 1)),
    parsed("b", amounts={"sangong.total": "1200.00", "sangong.abroad": "400.00"}, published=date(2024, 9, 9)),
    parsed("c", unit="东西湖区财政局", year=2022),
    parsed("d", unit="区科协", year=2022),
    parsed("e", unit="武汉市东西湖区科学技术协会", year=2023),
    parsed("f", region=None),
]
CAPTURES = [capture("a", day=3), capture("b", "https://example.test/b.pdf", 1), capture("a", day=2)]


def test_a_batch_arrives_with_its_values() -> None:
    with Warehouse.in_memory() as warehouse:
        report = warehouse.ingest([parsed("a")], [capture("a")])
        assert (report.files_new, report.documents, report.rows["core.figure"]) == (1, 1, 2)
        assert rows(warehouse, "SELECT amount, column_path, x0 FROM core.figure ORDER BY amount") == [
            (Decimal("400.00"), ["金额"], 1.0),
            (Decimal("1000.00"), ["金额"], 1.0),
        ]
        assert rows(warehouse, "SELECT first_captured_at::VARCHAR FROM raw.file") == [
            ("2024-09-01 02:30:00",)
        ]


def test_order_batches_and_repetition_do_not_matter() -> None:
    reference = loaded([FILES], CAPTURES)
    for number, order in enumerate(itertools.permutations(FILES)):
        if number % 311 == 0:
            assert loaded([[one] for one in order], CAPTURES) == reference
            assert loaded([list(order[:3]), list(order), list(order[3:])], CAPTURES[::-1]) == reference


def test_a_file_already_loaded_is_left_alone() -> None:
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest(FILES, CAPTURES)
        before = warehouse.dump()
        report = warehouse.ingest(FILES, CAPTURES)
        assert (report.files_unchanged, report.files_changed, report.touched) == (len(FILES), 0, ())
        assert warehouse.dump() == before


def test_a_changed_parse_replaces_every_row() -> None:
    again = parsed("a", amounts={"sangong.total": "7.00"}, hints="h2")
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest([parsed("a")])
        report = warehouse.ingest([again])
        assert report.files_changed == 1
        assert rows(warehouse, "SELECT amount FROM core.figure") == [(Decimal("7.00"),)]
        assert rows(warehouse, "SELECT count(*) FROM core.extracted_cell") == [(1,)]
        assert warehouse.dump() == loaded([[again]])


def test_reparse_replaces_even_with_the_same_parser_and_hints() -> None:
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest([parsed("a")])
        warehouse.ingest([parsed("a", amounts={"sangong.total": "7.00"})], reparse=True)
        assert rows(warehouse, "SELECT amount FROM core.figure") == [(Decimal("7.00"),)]


def test_bytes_found_directly_and_inside_an_archive_belong_to_the_direct_find() -> None:
    direct = parsed("a")
    member = replace(direct, file=replace(direct.file, parent_sha256=sha("zip"), member_path="x/a.pdf"))
    archive = replace(parsed("zip"), documents=(), members=(member,))
    assert loaded([[direct], [archive]]) == loaded([[archive], [direct]]) == loaded([[archive, direct]])


def test_members_take_the_date_of_their_archive() -> None:
    member = parsed("a")
    member = replace(member, file=replace(member.file, parent_sha256=sha("zip"), member_path="a.pdf"))
    archive = replace(parsed("zip"), documents=(), members=(member,))
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest([archive], [capture("zip")])
        assert rows(warehouse, "SELECT DISTINCT first_captured_at::VARCHAR FROM raw.file") == [
            ("2024-09-01 02:30:00",)
        ]


def test_a_document_whose_numbers_cannot_be_stored_is_refused_alone() -> None:
    with Warehouse.in_memory() as warehouse:
        report = warehouse.ingest([parsed("a", amounts={"sangong.total": "1" + "0" * 30}), parsed("b")])
        assert [name for name, _ in report.refused] == [sha("a")]
        assert rows(warehouse, "SELECT status FROM raw.file ORDER BY status") == [
            ("parsed",),
            ("partly_parsed",),
        ]
        assert report.rows["core.figure"] == 2


def test_a_failing_batch_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("the power went off")

    with Warehouse.in_memory() as warehouse:
        before = warehouse.dump()
        monkeypatch.setattr("warehouse.ingest.IngestReport", fail)
        with pytest.raises(RuntimeError):
            warehouse.ingest([parsed("a", amounts=many(5))])
        assert warehouse.dump() == before
