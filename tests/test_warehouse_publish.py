"""Releases: whole or not at all, readable everywhere, without personal data, stopped by their gates."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import duckdb
import openpyxl
import pandas
import polars
import pyarrow.dataset
import pyreadstat
import pytest
from warehouse_samples import capture, many, parsed

from tests.benchmarks.warehouse.speed import fill
from warehouse.errors import ReleaseRefusedError, WarehouseError
from warehouse.publish import current_release, publish
from warehouse.release_tables import PERSONAL
from warehouse.store import Warehouse

MOMENT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
FILES = [
    parsed("a", year=2022, narrative=("sangong.total", "联系人张三，电话027-83213456，“三公”经费5元。")),
    parsed("b", year=2023, amounts={"sangong.total": "1200.00", "sangong.reception": "30.00"}),
    parsed("c", unit="区教育局", year=2023, narrative=("sangong.total", "“三公”经费5元。")),
]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    published = tmp_path_factory.mktemp("published")
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest(FILES, [capture("a")])
        publish(warehouse.connection, published, ["parquet", "csv", "xlsx", "dta"], now=MOMENT)
    return published / "current"


def test_the_release_answers_the_promised_question(release: Path) -> None:
    with duckdb.connect(str(release / "gongkai.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "SELECT unit_name, fiscal_year, amount::VARCHAR FROM out.three_public WHERE item = 'sangong.total' ORDER BY ALL"
        ).fetchall()
        version = connection.execute(
            "SELECT tags FROM duckdb_databases() WHERE database_name = 'gongkai'"
        ).fetchall()
    assert rows == [
        ("区教育局", 2023, "1000.00"),
        ("区财政局", 2022, "1000.00"),
        ("区财政局", 2023, "1200.00"),
    ]
    assert version[0][0]["storage_version"].startswith("v1.4")


@pytest.mark.parametrize(
    ("text", "is_personal"),
    [
        ("联系人张三，电话027-83213456", True),
        ("联系电话", True),
        ("张三13912345678", True),
        ("咨询电话：83213456", True),
        ("身份证号42011219900101123X", True),
        ("42011219900101123X", True),
        ("a.b@example.test", True),
        ("口岸现场电话费", False),
        ("联系人大代表经费", False),
        ("公众微信号和服务号外包服务费", False),
        ("11000022T0000004602 16-杂志办刊经费", False),
        ("13912345678.00", False),
        ("100123456789", False),
        ("A02080701固定电话机", False),
    ],
)
def test_what_counts_as_personal(text: str, is_personal: bool) -> None:
    assert duckdb.execute("SELECT regexp_matches(?, ?)", [text, PERSONAL]).fetchall() == [(is_personal,)]


def test_an_amount_that_looks_like_a_telephone_number_is_published(tmp_path: Path) -> None:
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest([parsed("a", amounts={"sangong.total": "13912345678"})])
        publish(warehouse.connection, tmp_path, [], now=MOMENT)
    with duckdb.connect(str(tmp_path / "current" / "gongkai.duckdb"), read_only=True) as release:
        assert release.execute("SELECT amount::VARCHAR FROM out.three_public").fetchall() == [
            ("13912345678.00",)
        ]


def test_every_format_holds_the_same_rows(release: Path) -> None:
    columns = ["unit_name", "fiscal_year", "item", "amount"]
    frames = {
        "parquet": pandas.read_parquet(release / "parquet" / "three_public.parquet"),
        "csv": pandas.read_csv(release / "csv" / "three_public.csv"),
        "dta": pandas.read_stata(release / "dta" / "three_public.dta", convert_categoricals=False),
        "xlsx": pandas.read_excel(release / "xlsx" / "three_public.xlsx", engine="openpyxl"),
        "polars": polars.read_parquet(release / "parquet" / "three_public.parquet").to_pandas(),
        "arrow": pyarrow.dataset.dataset(release / "parquet" / "three_public.parquet").to_table().to_pandas(),
    }
    wanted = [
        tuple(map(str, (*row[:3], float(row[3])))) for row in frames["parquet"][columns].values.tolist()
    ]
    assert len(wanted) == 6
    for name, frame in frames.items():
        found = [tuple(map(str, (*row[:3], float(row[3])))) for row in frame[columns].values.tolist()]
        assert found == wanted, name


def test_what_a_release_looks_up_is_stored_once_and_written_whole_and_sorted(release: Path) -> None:
    keys = "document_id, row_index, column_index, figure_id"
    with duckdb.connect(str(release / "gongkai.duckdb"), read_only=True) as connection:
        stored = connection.execute(
            "SELECT table_type FROM information_schema.tables WHERE table_schema = 'out' AND table_name = 'figure_source'"
        ).fetchall()
        rows = connection.execute(f"SELECT * FROM out.figure_source ORDER BY {keys}").fetchall()
        file = connection.execute(f"FROM read_parquet('{release / 'parquet' / 'figure_source.parquet'}')")
        written = file.fetchall()
    assert stored == [("VIEW",)]
    assert len(rows) == 6
    assert written == rows


def test_files_are_the_same_on_any_number_of_threads_and_in_little_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More figures than a row group holds, many rows of which tie in what the tables are sorted by first."""
    connect, sums = duckdb.connect, []
    monkeypatch.setattr("warehouse.exports.LARGE", 50_000)
    for threads, megabytes in ((1, 0), (4, 200)):
        monkeypatch.setattr(duckdb, "connect", partial(connect, config={"threads": threads}))
        with Warehouse.in_memory() as warehouse:
            fill(warehouse.connection, 0, 300)
            publish(warehouse.connection, tmp_path / str(threads), now=MOMENT, memory_megabytes=megabytes)
        lines = (tmp_path / str(threads) / "current" / "SHA256SUMS").read_text().splitlines()
        sums.append([line for line in lines if not line.endswith(".duckdb")])
    assert sums[0] == sums[1]
    assert sum("function_expenditure/fiscal_year=" in line for line in sums[0]) == 8


def test_stata_files_carry_labels(release: Path) -> None:
    frame, meta = pyreadstat.read_dta(release / "dta" / "three_public.dta", apply_value_formats=True)
    assert set(frame["stage"]) == {"final 决算"}
    assert meta.column_names_to_labels["amount"] == "金额 amount"
    assert meta.column_names_to_labels["unit_name"] == "单位名称 name of the unit"


def test_a_column_whose_name_is_too_long_for_stata_keeps_its_label(release: Path) -> None:
    _, meta = pyreadstat.read_dta(release / "dta" / "region_year.dta")
    whole = "execution_state_capital_expenditure"
    (name,) = [column for column in meta.column_names if whole.startswith(column)]
    assert len(name) == 32
    assert meta.column_names_to_labels[name]


def test_csv_begins_with_a_byte_order_mark(release: Path) -> None:
    assert (release / "csv" / "three_public.csv").read_bytes().startswith(b"\xef\xbb\xbfregion_code,")


def test_excel_holds_one_sheet_with_a_head(release: Path) -> None:
    sheet = openpyxl.load_workbook(release / "xlsx" / "unit_year.xlsx").active
    assert sheet is not None
    assert sheet.max_row == 4


def test_telephone_numbers_and_cells_stay_out(release: Path) -> None:
    with duckdb.connect(str(release / "gongkai.duckdb"), read_only=True) as connection:
        sentences = connection.execute("SELECT sentence FROM core.narrative ORDER BY ALL").fetchall()
        tables = connection.execute(
            "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'extracted_cell'"
        ).fetchall()
    assert sentences == [("“三公”经费5元。",), (None,)]
    assert tables == [(0,)]


def test_every_column_is_described_in_both_languages(release: Path) -> None:
    codebook = pandas.read_csv(release / "codebook.csv")
    described = codebook[codebook["column"].notna()]
    assert described[["zh", "en"]].notna().all().all()
    with duckdb.connect(str(release / "gongkai.duckdb"), read_only=True) as connection:
        bare = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL AND NOT internal"
        )
        assert bare.fetchall() == []


def test_the_data_package_names_files_that_exist(release: Path) -> None:
    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    assert package["version"] == "2026.01.02"
    assert {resource["format"] for resource in package["resources"]} == {"parquet", "csv", "xlsx", "dta"}
    for resource in package["resources"]:
        assert (release / resource["path"]).is_file()
        assert resource["schema"]["fields"]


def test_checksums_cover_every_file(release: Path) -> None:
    lines = [line.split("  ") for line in (release / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]
    assert {name for _, name in lines} == {
        str(path.relative_to(release))
        for path in release.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }
    for digest, name in lines:
        assert hashlib.sha256((release / name).read_bytes()).hexdigest() == digest


def test_a_second_release_says_what_changed_and_keeps_the_first(tmp_path: Path) -> None:
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest(FILES)
        first = publish(warehouse.connection, tmp_path, ["parquet"], now=MOMENT)
        warehouse.ingest([parsed("a", year=2022, amounts={"sangong.total": "7.00"}, hints="h2")])
        second = publish(warehouse.connection, tmp_path, ["parquet"], now=MOMENT)
    assert (first.version, second.version) == ("2026.01.02", "2026.01.02-2")
    assert current_release(tmp_path) == second.path.resolve()
    assert first.path.is_dir()
    changes = (second.path / "CHANGES.md").read_text(encoding="utf-8")
    assert "figures whose value changed: 1" in changes
    assert "| 1000.00 | 7.00 |" in changes


def test_a_gate_keeps_the_last_release_current_until_a_person_accepts(tmp_path: Path) -> None:
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest([*FILES, parsed("d", year=2021, amounts=many(60))])
        first = publish(warehouse.connection, tmp_path, ["parquet"], now=MOMENT)
        warehouse.ingest([parsed("d", year=2021, amounts=many(2), hints="h2")])
        with pytest.raises(ReleaseRefusedError, match=r"core\.figure has"):
            publish(warehouse.connection, tmp_path, ["parquet"], now=MOMENT)
        assert current_release(tmp_path) == first.path.resolve()
        assert sorted(path.name for path in tmp_path.iterdir()) == ["2026.01.02", "current"]
        accepted = publish(warehouse.connection, tmp_path, ["parquet"], now=MOMENT, accept=True)
        assert current_release(tmp_path) == accepted.path.resolve()
        assert accepted.stops
        states = warehouse.connection.execute(
            "SELECT status FROM ops.release ORDER BY published_at, version, status"
        )
        assert [row[0] for row in states.fetchall()] == ["published", "published", "refused"]


def test_leftovers_of_a_killed_publication_are_swept(tmp_path: Path) -> None:
    (tmp_path / ".partial-2026.01.01").mkdir(parents=True)
    with Warehouse.in_memory() as warehouse:
        publish(warehouse.connection, tmp_path, [], now=MOMENT)
    assert not list(tmp_path.glob(".partial-*"))


def test_an_unknown_format_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with Warehouse.in_memory() as warehouse, pytest.raises(WarehouseError, match="choose from parquet, csv"):
        publish(warehouse.connection, tmp_path, ["sas"])


def test_dates_and_late_publication_are_told(tmp_path: Path) -> None:
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest([parsed("late", year=2023, published=date(2024, 12, 1))])
        rows = warehouse.connection.execute("SELECT is_timely, days_late FROM out.timeliness").fetchall()
    assert rows == [(False, 22)]
