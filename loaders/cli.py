"""The loaders' commands: `gongkai parse`, `gongkai load`, `gongkai trace`."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from crawler.archive import Archive
from loaders import report, showing, trace
from loaders.errors import MissingFileError
from loaders.hints import hints_of
from loaders.isolate import Job, parse_isolated
from loaders.limits import Limits
from loaders.load import import_paths, load_archive
from loaders.parse import PARSER_VERSION
from warehouse.checks import run_checks, unchecked
from warehouse.records import CaptureRow
from warehouse.store import Warehouse

app = typer.Typer()

HomeOption = Annotated[Path, typer.Option("--home", envvar="GONGKAI_HOME", help="the data directory")]
PARSED = frozenset({"parsed", "partly_parsed", "not_a_disclosure"})


@app.command()
def parse(
    file: Annotated[
        Path, typer.Argument(help="any file a county publishes: PDF, Word, Excel, HTML, OFD, zip …")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """Read one file and show what it says; no warehouse is touched."""
    if not file.is_file():
        raise MissingFileError(f"there is no file {file}")
    hints = hints_of([CaptureRow(capture_id="", file_name=file.name)])
    (parsed,) = parse_isolated([Job(file, hints)], workers=1, limits=Limits(), parser_version=PARSER_VERSION)
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest([parsed], [])
        run_checks(warehouse.connection)
        checks = warehouse.check_results()
    if as_json:
        typer.echo(json.dumps(report.as_json(parsed, checks), ensure_ascii=False, indent=1))
    else:
        showing.show(parsed, checks, Console())
    if parsed.file.status not in PARSED:
        raise typer.Exit(1)


@app.command()
def load(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="files and folders to take into the archive first")
    ] = None,
    home: HomeOption = Path("data"),
    jobs: Annotated[int, typer.Option(min=0, help="parsing processes; 0 means one per core")] = 0,
    reparse: Annotated[bool, typer.Option(help="parse everything again")] = False,
) -> None:
    """Load the archive (and the files named) into the warehouse; what is already loaded is left alone."""
    console = Console()
    if not paths and not any((home / part).exists() for part in ("archive", "warehouse.duckdb")):
        raise MissingFileError(f"there is no archive below {home}: name files to load, or another --home")
    with Archive(home / "archive") as archive, Warehouse.open(home) as warehouse:
        if paths:
            count = import_paths(archive, paths)
            console.print(f"{count} files taken into the archive")
        with _progress(console) as progress:
            task = progress.add_task("reading", total=None)
            result = load_archive(
                archive,
                warehouse,
                workers=jobs or os.cpu_count() or 1,
                reparse=reparse,
                progress=lambda done, total: progress.update(task, completed=done, total=total),
            )
        run_checks(warehouse.connection, sorted({*result.touched, *unchecked(warehouse.connection)}))
    console.print(
        f"{sum(result.statuses.values())} files read ({result.unchanged} already loaded): "
        f"{result.documents} documents, {result.figures:,} figures, {result.revisions} new revisions"
    )
    for status, number in sorted(result.statuses.items()):
        console.print(f"  {status}: {number}")
    for file in result.unread:
        console.print(f"  {file['status']}: {file['name']} {file['detail']}", markup=False)
    if result.unread:
        raise typer.Exit(1)


@app.command("trace")
def trace_figure(
    figure_id: Annotated[
        str,
        typer.Argument(
            help="the id of a figure (core.figure, out.figure_source) or of a fact of the text (narrative_id of core.narrative and the panels)"
        ),
    ],
    home: HomeOption = Path("data"),
    image: Annotated[
        Path | None, typer.Option(help="write the page as PNG with the cell or the sentence marked")
    ] = None,
) -> None:
    """Show where a figure or a fact of the text comes from: address, file, page, cell or sentence."""
    trace.show(home, figure_id, image, Console())


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )
