"""The warehouse's commands: `gongkai query`, `gongkai check`, `gongkai publish`, `gongkai report`."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from warehouse.checks import run_checks
from warehouse.errors import HomeMissingError, WarehouseError
from warehouse.publish import publish as make_release
from warehouse.query import ask, open_release, show
from warehouse.report import render
from warehouse.store import DATABASE, Warehouse

app = typer.Typer()

HomeOption = Annotated[Path, typer.Option("--home", envvar="GONGKAI_HOME", help="the data directory")]


class Form(StrEnum):
    """How `gongkai query` prints."""

    table = "table"
    csv = "csv"
    json = "json"
    markdown = "markdown"


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="one SQL query; the researcher's tables are in the schema out")],
    home: HomeOption = Path("data"),
    form: Annotated[Form, typer.Option("--format", help="how to print the answer")] = Form.table,
) -> None:
    """Ask the newest release a question in SQL, e.g. "SELECT unit_name, fiscal_year, amount FROM out.three_public"."""
    with open_release(home) as connection:
        show(ask(connection, sql), form.value)


@app.command()
def check(home: HomeOption = Path("data")) -> None:
    """Run every check on the whole warehouse and show what failed."""
    with _existing(home) as warehouse:
        run_checks(warehouse.connection)
        counted = ask(
            warehouse.connection,
            "SELECT check_id, severity, count(*) FILTER (WHERE status = 'passed') AS passed,"
            " count(*) FILTER (WHERE status = 'failed') AS failed FROM core.check_result"
            " WHERE status <> 'not_applicable' GROUP BY ALL ORDER BY failed DESC, check_id",
        )
    show(counted, "table")


@app.command()
def publish(
    home: HomeOption = Path("data"),
    formats: Annotated[
        str, typer.Option("--format", help="file formats beside the database: parquet,csv,dta,xlsx")
    ] = "parquet,csv",
    accept: Annotated[
        bool, typer.Option("--accept", help="publish although a gate stops the release")
    ] = False,
) -> None:
    """Publish a release of everything the warehouse holds and make it the current one."""
    with _existing(home) as warehouse:
        chosen = [name.strip() for name in formats.split(",") if name.strip()]
        release = make_release(warehouse.connection, home / "published", chosen, accept=accept)
    console = Console(highlight=False)
    for stop in release.stops:
        console.print(f"accepted although: {stop.reason}")
    console.print(f"release {release.version}: {release.path}")
    console.print(
        f"{release.rows['core.document']:,} documents, {release.rows['core.figure']:,} figures, "
        f"{release.rows['out.unit_year']:,} rows of out.unit_year"
    )


def _existing(home: Path) -> Warehouse:
    if not (home / DATABASE).is_file():
        raise HomeMissingError(
            f"There is no warehouse at {home}; make one with `gongkai harvest` or `gongkai load`."
        )
    return Warehouse.open(home)


@app.command()
def report(
    home: HomeOption = Path("data"),
    out: Annotated[Path, typer.Option(help="where to write the page")] = Path("report.html"),
) -> None:
    """Write the report of the newest release as one HTML page that opens offline."""
    with open_release(home) as connection:
        version = (home / "published" / "current").resolve().name
        page = render(connection, version, datetime.now(UTC))
    try:
        out.write_text(page, encoding="utf-8")
    except OSError as error:
        raise WarehouseError(f"cannot write {out}: {error.strerror}") from error
    Console().print(f"wrote {out}")
