"""Questions in SQL to the newest release."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

import duckdb
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from warehouse.errors import HomeMissingError, LockHeldError, QueryError

SHOWN = 200
"""Rows that a table on the terminal shows; csv and json give all."""
READABLE = 8
"""Characters a column may be folded to; a table whose columns would be narrower is shown row by row."""
GAP = 3
"""Characters between two columns of a table."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query with the names and types of their columns."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def open_release(home: Path) -> duckdb.DuckDBPyConnection:
    """The database that readers use: the current release, or the working database before the first release.

    Raises:
        HomeMissingError: there is neither.
        LockHeldError: nothing is published yet and a run is writing the working database.
    """
    for path in (home / "published" / "current" / "gongkai.duckdb", home / "warehouse.duckdb"):
        if path.is_file():
            try:
                # the researcher's tables answer to their bare names too
                return duckdb.connect(str(path), read_only=True).execute("SET search_path = 'out,main'")
            except duckdb.IOException as error:
                raise LockHeldError(
                    f"{path} is being written and nothing is published yet; try again when the run has finished."
                ) from error
    raise HomeMissingError(
        f"There is no warehouse below {home}; name the data directory with --home or GONGKAI_HOME, "
        "or make one with `gongkai harvest` or `gongkai load`."
    )


def ask(connection: duckdb.DuckDBPyConnection, sql: str) -> Answer:
    """Run one query.

    Raises:
        QueryError: DuckDB refuses it; the message is DuckDB's own first sentence.
    """
    try:
        cursor = connection.execute(sql)
        if cursor is None:
            raise QueryError("The query is empty; ask for example: SELECT * FROM out.unit_year LIMIT 5")
        described = cursor.description or []
        rows = tuple(cursor.fetchall()) if described else ()
    except duckdb.Error as error:
        lines = [line for line in str(error).splitlines() if line.strip()]
        raise QueryError(f"The query failed: {' '.join(lines[:3])}") from error
    return Answer(tuple(one[0] for one in described), tuple(str(one[1]) for one in described), rows)


def show(answer: Answer, form: str, stream: TextIO | None = None) -> None:
    """Print an answer as `table`, `csv`, `json` or `markdown`, by default on standard output."""
    stream = stream or sys.stdout
    if form == "csv":
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(answer.columns)
        writer.writerows([_text(value) for value in row] for row in answer.rows)
    elif form == "json":
        rows = [dict(zip(answer.columns, map(_plain, row), strict=True)) for row in answer.rows]
        stream.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    elif form == "markdown":
        stream.write(markdown(answer))
    else:
        _show_table(answer, stream)


def markdown(answer: Answer) -> str:
    """An answer as a Markdown table, numbers to the right."""
    numbers = _numeric(answer)
    marks = ["---:" if number else "---" for number in numbers]
    lines = [f"| {' | '.join(answer.columns)} |", f"|{'|'.join(marks)}|"]
    lines += [f"| {' | '.join(_shown(value) for value in row)} |" for row in answer.rows]
    return "\n".join(lines) + "\n"


def _show_table(answer: Answer, stream: TextIO) -> None:
    """A table; on a terminal too narrow for its columns, a block of `column  value` lines per row. A file or pipe wraps nothing."""
    rows = [tuple(map(_shown, row)) for row in answer.rows[:SHOWN]]
    console = Console(file=stream, highlight=False, markup=False)
    widths = [max(map(cell_len, cells)) for cells in zip(answer.columns, *rows, strict=True)]
    if not console.is_terminal:
        console.width = max(console.width, sum(widths) + GAP * len(widths))
    if sum(min(width, READABLE) + GAP for width in widths) > console.width:
        table = _records(answer.columns, rows)
    else:
        table = Table(show_edge=False, header_style="bold")
        for column, number in zip(answer.columns, _numeric(answer), strict=True):
            table.add_column(column, justify="right" if number else "left", overflow="fold")
        for row in rows:
            table.add_row(*row)
    console.print(table)
    more = len(answer.rows) - SHOWN
    if more > 0:
        console.print(f"… {more:,} more rows; use --format csv for all")


def _records(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(show_edge=False, show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for row in rows:
        for column, value in zip(columns, row, strict=True):
            table.add_row(column, value)
        table.add_section()
    return table


def _numeric(answer: Answer) -> list[bool]:
    def is_number(value: object) -> bool:
        return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)

    columns = zip(*answer.rows, strict=True) if answer.rows else [()] * len(answer.columns)
    return [
        any(map(is_number, column)) and all(value is None or is_number(value) for value in column)
        for column in columns
    ]


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:,}"
    return _text(value)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return " / ".join(map(_text, value))
    return str(value)


def _plain(value: object) -> object:
    """A value for JSON: amounts stay exact as text, dates ISO."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value
