"""The warehouse's commands: `gongkai query`, `gongkai check`, `gongkai publish`, `gongkai report`."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from warehouse.checks import checks, run_checks
from warehouse.errors import HomeMissingError, WarehouseError
from warehouse.publish import publish as make_release
from warehouse.query import Answer, ask, open_release, show
from warehouse.report import render
from warehouse.store import DATABASE, Warehouse

app = typer.Typer()

HomeOption = Annotated[Path, typer.Option("--home", envvar="GONGKAI_HOME", help="the data directory")]

COUNTED = """
    SELECT check_id, severity, count(*) FILTER (WHERE status = 'failed') AS failed, count(*) FILTER (WHERE status = 'passed') AS passed,
           count(DISTINCT document_id) FILTER (WHERE status = 'failed') AS documents
    FROM core.check_result GROUP BY check_id, severity HAVING count(*) FILTER (WHERE status = 'failed') > 0
    ORDER BY CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, failed DESC, check_id"""
FOUND = """
    SELECT d.region_code AS region, coalesce(d.unit_name, d.title) AS unit, d.fiscal_year AS year, d.kind, r.message, r.document_id
    FROM core.check_result AS r JOIN core.document AS d USING (document_id)
    WHERE r.status = 'failed' AND r.check_id = '{check_id}' ORDER BY ALL"""


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
def check(
    home: HomeOption = Path("data"),
    only: Annotated[
        str | None, typer.Option("--show", metavar="CHECK", help="list what this check found, one line each")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="how to print the answer")] = Form.table,
) -> None:
    """Run every check on the whole warehouse and show which found something (docs/checks.md says what each demands)."""
    titles = {check.check_id: check.title_zh for check in checks()}
    if only is not None and only not in titles:
        raise WarehouseError(f"There is no check {only}; docs/checks.md lists them.")
    with _existing(home) as warehouse:
        run_checks(warehouse.connection)
        if only is not None:
            show(ask(warehouse.connection, FOUND.format(check_id=only)), form.value)
            return
        counted = ask(warehouse.connection, COUNTED)
        passed, failed = warehouse.connection.execute(
            "SELECT count(*) FILTER (WHERE status = 'passed'), count(*) FILTER (WHERE status = 'failed') FROM core.check_result"
        ).fetchall()[0]
    rows = tuple((check_id, *counts, titles.get(check_id, "")) for check_id, *counts in counted.rows)
    show(Answer((*counted.columns, "what must hold"), (*counted.types, "VARCHAR"), rows), form.value)
    if form is Form.table:
        print(f"{passed:,} passed, {failed:,} failed; `gongkai check --show CHECK` lists what a check found")


@app.command()
def publish(
    home: HomeOption = Path("data"),
    formats: Annotated[
        str, typer.Option("--format", help="file formats beside the database: parquet,csv,dta,xlsx")
    ] = "parquet,csv",
    accept: Annotated[
        bool, typer.Option("--accept", help="publish although a gate stops the release")
    ] = False,
    memory_megabytes: Annotated[
        int, typer.Option(min=0, help="what it may keep in memory; 0 means 40 % of the machine's")
    ] = 0,
) -> None:
    """Publish a release of everything the warehouse holds and make it the current one."""
    with _existing(home) as warehouse:
        chosen = [name.strip() for name in formats.split(",") if name.strip()]
        release = make_release(
            warehouse.connection, home / "published", chosen, accept=accept, memory_megabytes=memory_megabytes
        )
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
