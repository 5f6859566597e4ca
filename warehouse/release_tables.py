"""What a release holds: which tables, in which order, and what stays out of it.

Personal data stay out. Cells (`core.extracted_cell`) carry names and telephone numbers of staff, so they are never published; a
sentence of the narrative that names a person or a telephone number is left empty; figures read from such rows are dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

_WORDS = (
    r"联系人(?:[^大民]|$)|联系电话|联系方式|经办人|填表人|填报人|身份证号|负责人[:：]"
    r"|(?:电话|手机|传真|邮箱|微信)(?:号码|号)?\s*(?:[:：（(\d]|$)"
)
_NUMBERS = (
    r"\b1[3-9]\d{9}(?:[^\d.]|\.\D|\.?$)"
    r"|\b(?:010|02\d|0[3-9]\d{2})[-－— ]?[2-8]\d{6,7}\b"
    r"|\b[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx]\b"
    r"|[\w.]+@[\w.]+"
)
PERSONAL = f"{_WORDS}|{_NUMBERS}"
"""What marks a text as personal: a word that introduces a person or a number to reach one, a mobile or fixed telephone number, an identity
number, an address. Telephone costs (电话费), project codes and amounts in yuan are none of these."""

ORDER = (
    "region_id",
    "unit_id",
    "fiscal_year",
    "document_kind",
    "scope",
    "stage",
    "classification",
    "code",
    "item",
    "fund",
    "nature",
    "logical_id",
    "document_id",
    "table_id",
    "ordinal",
    "row_index",
    "column_index",
    "figure_id",
)
"""Rows are sorted by those of these columns that a table has: readers who ask for one region or unit touch few row groups. Where no figure
is the row's own, all other columns follow: a release has the same rows in the same order on any number of threads."""

LOOKED_UP = frozenset({"out.figure_source"})
"""Views of `out` that stay views: one row per figure, which the release's own core.figure holds already. Files hold all their rows."""
CELL = ("document_id", "row_index", "column_index", "figure_id")
"""The order of their rows."""


@dataclass(frozen=True, slots=True)
class Published:
    """One table that is copied into a release. `files` tells whether it is also written as Parquet, CSV, …; `query` what it holds."""

    name: str
    query: str
    files: bool = True

    @property
    def file_name(self) -> str:
        """The table's name outside the database."""
        return self.name.replace(".", "_")


def _safe(column: str) -> str:
    return f"CASE WHEN regexp_matches({column}, '{PERSONAL}') THEN NULL ELSE {column} END"


def _impersonal(*columns: str) -> str:
    return " AND ".join(f"NOT regexp_matches(coalesce({column}, ''), '{PERSONAL}')" for column in columns)


_IMPERSONAL_FIGURE = (
    _impersonal("row_label", "array_to_string(column_path, ' ')")
    # a number of a known item or code is money or a count, however much it looks like a telephone number
    + f" AND (item IS NOT NULL OR code IS NOT NULL OR NOT regexp_matches(coalesce(raw, ''), '{_NUMBERS}'))"
)

WHOLE = (
    "raw.file",
    "core.document",
    "core.document_link",
    "core.extracted_table",
    "core.check_result",
    "core.unit",
    "core.unit_alias",
    "ref.region",
    "ref.region_change",
    "ref.subject",
    "ref.subject_change",
    "ref.unit_type",
    "ref.table_kind",
    "ref.item",
    "ref.vocabulary",
    "ops.correction",
    "ops.portal_health",
)
FILES = {
    "core.check_result": " ORDER BY ALL",
    "core.unit": " ORDER BY ALL",
    "core.unit_alias": " ORDER BY ALL",
    "ref.region": "",
    "ref.vocabulary": "",
}
"""Tables outside `out` that are written as files too, and what sorts them: reference tables keep the order of their source."""


def base_tables() -> list[Published]:
    """The tables that are copied from the warehouse; everything in `out` is made from them inside the release."""
    return [
        *(Published(name, f"SELECT * FROM {name}{FILES.get(name, '')}", name in FILES) for name in WHOLE),
        Published(
            "raw.capture", f"SELECT * REPLACE ({_safe('publisher')} AS publisher) FROM raw.capture", False
        ),
        Published("core.figure", f"SELECT * FROM core.figure WHERE {_IMPERSONAL_FIGURE}", False),
        Published(
            "core.narrative",
            f"SELECT * REPLACE ({_safe('sentence')} AS sentence, {_safe('reason')} AS reason) FROM core.narrative"
            " ORDER BY document_id, ordinal, narrative_id",
        ),
        Published(
            "core.performance_indicator",
            f"SELECT * FROM core.performance_indicator WHERE {_impersonal('level3', 'raw')}",
            False,
        ),
        Published("core.project", f"SELECT * REPLACE ({_safe('goal')} AS goal) FROM core.project", False),
    ]


def ordering(columns: list[str]) -> str:
    """The ORDER BY of a table with these columns."""
    chosen = [column for column in ORDER if column in columns]
    if "figure_id" not in columns or "narrative_id" in columns:
        chosen += [column for column in columns if column not in chosen]
    return f" ORDER BY {', '.join(chosen)}"


def sorted_rows(table: str) -> str:
    """What to select a table's rows from, in their order: tables lie sorted in a release, a view is sorted when it is read."""
    if table not in LOOKED_UP:
        return table
    return f"(FROM {table} ORDER BY {', '.join(CELL)})"


def rows_of(name: str, table: str, folder: Path) -> str:
    """What a file beside the Parquet files reads a table's rows from: those of a view are computed and sorted once, for its Parquet file."""
    rows, parquet = sorted_rows(table), folder.parent / "parquet" / f"{name}.parquet"
    return f"read_parquet({quoted(parquet)})" if rows != table and parquet.is_file() else rows


def count_rows(release: duckdb.DuckDBPyConnection, table: str) -> int:
    """How many rows a table or view has."""
    return int(release.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def row_counts(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, int]:
    """Rows of each table of an attached database, by table."""
    tables = connection.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE database_name = ?", [database]
    ).fetchall()
    counts = [f"SELECT '{name}', count(*) FROM {database}.{name}" for (name,) in tables]
    return dict(connection.execute(f"{' UNION ALL '.join(counts)} ORDER BY ALL").fetchall())


def quoted(path: Path) -> str:
    """A path as an SQL string."""
    return "'" + str(path).replace("'", "''") + "'"
