"""The tables of a release as files: Parquet, CSV, Excel, Stata."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
from openpyxl import Workbook

from warehouse.release_tables import count_rows, quoted, rows_of, sorted_rows
from warehouse.stata import write_dta

LARGE = 5_000_000
"""Rows from which a Parquet table is written as one file per fiscal year."""
ROW_GROUP = 122_880
"""Rows per row group: small enough that a reader of a few columns over the network fetches little."""
PARQUET = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP}"
SHEET_ROWS = 1_048_575
"""Data rows that an Excel sheet can hold under its head."""

Writer = Callable[[duckdb.DuckDBPyConnection, Mapping[str, str], Path, str], None]


def columns_of(release: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    """(column, type) of a table in order."""
    return [(row[0], row[1]) for row in release.execute(f"DESCRIBE {table}").fetchall()]


def write_parquet(
    release: duckdb.DuckDBPyConnection, tables: Mapping[str, str], folder: Path, version: str
) -> None:
    """Parquet, zstd, sorted as in the database; tables beyond `LARGE` rows in one file per fiscal year."""
    for name, table in tables.items():
        options = f"{PARQUET}, KV_METADATA {{gongkai_release: '{version}', gongkai_table: '{table}', amounts: 'yuan'}}"
        parts = {folder / f"{name}.parquet": sorted_rows(table)}
        if "fiscal_year" in dict(columns_of(release, table)) and count_rows(release, table) > LARGE:
            parts = _years(release, table, folder / name)
        for path, rows in parts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            release.execute(f"COPY {rows} TO {quoted(path)} ({options})")


def _years(release: duckdb.DuckDBPyConnection, table: str, folder: Path) -> dict[Path, str]:
    """The file of each fiscal year (none: as Hive names it) and its rows; a COPY that partitions would write them in no order."""
    years = release.execute(f"SELECT DISTINCT fiscal_year FROM {table} ORDER BY ALL").fetchall()
    return {
        folder / f"fiscal_year={year or '__HIVE_DEFAULT_PARTITION__'}" / "data_0.parquet": (
            f"(FROM {table} WHERE fiscal_year IS NOT DISTINCT FROM {year or 'NULL'})"
        )
        for (year,) in years
    }


def write_csv(
    release: duckdb.DuckDBPyConnection, tables: Mapping[str, str], folder: Path, version: str
) -> None:
    """CSV in UTF-8 with a byte order mark, so that Excel shows Chinese; lists are joined with ` / `."""
    del version
    for name, table in tables.items():
        parts = []
        for number, (column, kind) in enumerate(columns_of(release, table)):
            mark = "\ufeff" if number == 0 else ""
            parts.append(f'{_flat(column, kind)} AS "{mark}{column}"')
        target = quoted(folder / f"{name}.csv")
        release.execute(
            f"COPY (SELECT {', '.join(parts)} FROM {rows_of(name, table, folder)}) TO {target} (FORMAT csv, HEADER true)"
        )


def write_xlsx(
    release: duckdb.DuckDBPyConnection, tables: Mapping[str, str], folder: Path, version: str
) -> None:
    """One workbook per table; a table that no sheet can hold is left to the other formats."""
    del version
    for name, table in tables.items():
        kinds = columns_of(release, table)
        if count_rows(release, table) > SHEET_ROWS:
            continue
        workbook = Workbook(write_only=True)
        sheet = workbook.create_sheet(name[:31])
        sheet.append([column for column, _ in kinds])
        cursor = release.execute(
            f"SELECT {', '.join(_flat(column, kind) for column, kind in kinds)} FROM {rows_of(name, table, folder)}"
        )
        while rows := cursor.fetchmany(10_000):
            for row in rows:
                sheet.append(row)
        workbook.save(folder / f"{name}.xlsx")


def _flat(column: str, kind: str) -> str:
    return f"array_to_string(\"{column}\", ' / ')" if kind.endswith("[]") else f'"{column}"'


WRITERS: dict[str, Writer] = {
    "parquet": write_parquet,
    "csv": write_csv,
    "dta": write_dta,
    "xlsx": write_xlsx,
}
"""Format → what writes it; Parquet first, because the others read the rows of a view from there."""
