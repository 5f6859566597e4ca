"""The tables of a release as Stata files (format 118, Unicode) with variable labels and value labels.

Amounts become doubles, which hold every whole fen up to 90 trillion yuan exactly; coded columns become labelled integers, so that
`tabulate stage` shows words. The codes stand in the label before the Chinese name.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pandas

from warehouse.codebook import vocabularies_of
from warehouse.comments import field_of, tables
from warehouse.release_tables import count_rows, rows_of

LARGE = 5_000_000
"""Rows from which a table is left to the other formats: Stata data have to fit into memory."""
LONGEST_STRING = 2045
"""Bytes of Stata's longest fixed string; longer texts become strL."""
LONGEST_LABEL = 80
LONGEST_NAME = 32
"""Letters of a Stata variable's name; a longer column's name is cut."""
MOST_LABELS = 60
"""Values up to which a coded column gets value labels; longer vocabularies stay text."""


def write_dta(
    release: duckdb.DuckDBPyConnection, names: Mapping[str, str], folder: Path, version: str
) -> None:
    """Write one file per table; tables beyond `LARGE` rows are left out."""
    vocabularies = vocabularies_of(release)
    for name, table in names.items():
        rows = rows_of(name, table, folder)
        relation = release.sql(f"SELECT {_columns(release, table)} FROM {rows}")
        if count_rows(release, table) > LARGE:
            continue
        frame = relation.df()
        kinds = dict(zip(relation.columns, map(str, relation.types), strict=True))
        for column in frame.columns:
            frame[column] = _prepared(table, column, kinds[column], frame[column], vocabularies)
        about = tables().get(table)
        short = {column: column[:LONGEST_NAME] for column in frame.columns}
        frame.rename(columns=short).to_stata(
            folder / f"{name}.dta",
            version=118,
            write_index=False,
            data_label=f"Gongkai {version}: {about.zh if about else name}"[:LONGEST_LABEL],
            variable_labels={short[column]: _label(table, column) for column in frame.columns},
            convert_dates={short[column]: "td" for column, kind in kinds.items() if kind == "DATE"}
            | {short[column]: "tc" for column, kind in kinds.items() if kind == "TIMESTAMP"},
            convert_strl=[short[column] for column in frame.columns if _is_long(frame[column])],
        )


def _columns(release: duckdb.DuckDBPyConnection, table: str) -> str:
    parts = []
    for column, kind in ((row[0], row[1]) for row in release.execute(f"DESCRIBE {table}").fetchall()):
        if kind.endswith("[]"):
            parts.append(f'array_to_string("{column}", \' / \') AS "{column}"')
        elif kind == "BIGINT" or kind.startswith("DECIMAL"):
            parts.append(f'"{column}"::DOUBLE AS "{column}"')
        else:
            parts.append(f'"{column}"')
    return ", ".join(parts)


def _prepared(
    table: str, column: str, kind: str, values: Any, vocabularies: Mapping[str, list[tuple[str, str, str]]]
) -> Any:
    """A column as pandas writes it: coded text as labelled categories, missing text as '', truth as 0 and 1."""
    if kind == "BOOLEAN":
        return values.astype("float64")
    if kind == "INTEGER":
        return values.astype("float64") if values.isna().any() else values
    if kind != "VARCHAR":
        return values
    field = field_of(table, column)
    known = vocabularies.get(field.vocabulary, []) if field else []
    if (
        len(values)
        and 0 < len(known) <= MOST_LABELS
        and set(values.dropna()) <= {value for value, _, _ in known}
    ):
        labels = {value: f"{value} {zh}" for value, zh, _ in known}
        return pandas.Categorical(values.map(labels), categories=list(labels.values()), ordered=True)
    return values.astype("object").where(values.notna(), "")


def _label(table: str, column: str) -> str:
    field = field_of(table, column)
    return f"{field.zh} {field.en}"[:LONGEST_LABEL] if field else column


def _is_long(values: Any) -> bool:
    return values.dtype == "object" and any(len(str(one).encode()) > LONGEST_STRING for one in values)
