"""The crawler's commands: `gongkai crawl`, `gongkai archive verify`, and the registry's (`portals_cli`)."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from crawler.archive import Archive
from crawler.portals_cli import portals_app
from crawler.registry import Portal, RegistryError, find
from crawler.replay import ReplayReport
from crawler.replay import replay as replay_pages
from crawler.report import CrawlOptions, CrawlReport, Mode
from crawler.run import Watch, crawl

app = typer.Typer()
archive_app = typer.Typer(help="The archive of original files.", no_args_is_help=True)
app.add_typer(archive_app, name="archive")
app.add_typer(portals_app, name="portals")

HomeOption = Annotated[Path, typer.Option("--home", envvar="GONGKAI_HOME", help="the data directory")]
LOG_SECONDS = 60.0
_STYLES = {"error": "red", "warning": "yellow", "info": "dim"}


@app.command("crawl")
def crawl_command(
    source: Annotated[list[str], typer.Option(help="portal id (its region code); may be repeated")],
    home: HomeOption = Path("data"),
    backfill: Annotated[
        bool, typer.Option("--backfill", help="walk every list to its end, over many nights if need be")
    ] = False,
    full: Annotated[
        bool, typer.Option("--full", help="walk everything again and note what a site no longer shows")
    ] = False,
    recheck: Annotated[
        bool, typer.Option("--recheck", help="look at all recent items and files again now")
    ] = False,
    max_requests: Annotated[int | None, typer.Option(min=1, help="stop after so many requests")] = None,
    any_hour: Annotated[
        bool, typer.Option("--any-hour", help="fetch files outside 22:00–07:00 Beijing time too")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="ask a site that is left alone after it blocked us")
    ] = False,
    replay: Annotated[
        bool,
        typer.Option(
            "--replay",
            help="read the stored pages again, offline; what is found anew is fetched by the next crawl",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object per source")] = False,
) -> None:
    """Crawl sources into the archive, politely; the warehouse is not touched."""
    console = Console()
    mode: Mode = "full" if full else "backfill" if backfill else "nightly"
    failed = False
    with Archive(home / "archive") as archive:
        for portal_id in source:
            portal = _portal(home, portal_id)
            if replay:
                _show_replay(replay_pages(portal, archive), portal.name, console, as_json=as_json)
                continue
            options = CrawlOptions(
                mode=mode,
                max_requests=max_requests,
                recheck=recheck,
                any_hour=any_hour,
                force=force,
                allow_loopback=portal.sample,
            )
            with progress(portal.name, Console(stderr=True)) as watch:
                report = crawl(portal, archive, options, watch)
            failed |= report.exit_code != 0
            if as_json:
                typer.echo(json.dumps(report.to_dict(), ensure_ascii=False))
            else:
                show(report, portal.name, console)
    if failed:
        raise typer.Exit(1)


@contextmanager
def progress(name: str, console: Console) -> Iterator[Watch]:
    """What a running crawl has done so far: a line that moves on a terminal, one line a minute in a log."""

    def line(counts: Mapping[str, int]) -> str:
        return (
            f"{name}: {counts['requests']} requests, {counts['list_pages']} list pages, {counts['articles']} articles, "
            f"{counts['downloads']} files ({counts['bytes_received'] / 1e6:.1f} MB), {counts['failed']} failed"
        )

    if console.is_terminal:
        with console.status(f"{name}: asking") as status:
            yield lambda counts: status.update(line(counts))
        return
    said_at = time.monotonic()

    def tell(counts: Mapping[str, int]) -> None:
        nonlocal said_at
        if time.monotonic() - said_at >= LOG_SECONDS:
            said_at = time.monotonic()
            console.print(line(counts), markup=False, highlight=False, soft_wrap=True)

    yield tell


def _portal(home: Path, portal_id: str) -> Portal:
    """The portal of this id: the home's own entry goes before the bundled one."""
    folder = home / "portals"
    if folder.is_dir():
        try:
            return find(portal_id, folder)
        except RegistryError as error:
            if "no portal has the id" not in str(error):
                raise
    return find(portal_id)


def _show_replay(found: ReplayReport, name: str, console: Console, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False))
        return
    console.print(
        f"{found.portal_id} {name}: {found.list_pages} lists and {found.articles} articles read again; "
        f"{found.new_items} new items, {found.newly_accepted} newly accepted, {found.new_files} new files for the next crawl",
        highlight=False,
        soft_wrap=True,
    )
    for message in found.unreadable:
        console.print(f"  {message}", style="red", markup=False, soft_wrap=True)


def show(report: CrawlReport, name: str, console: Console) -> None:
    """Print a report for people: one line of numbers, one line per finding."""
    style = "green" if report.exit_code == 0 else "red"
    reason = f" ({report.reason})" if report.reason else ""
    console.print(
        f"[{style}]{report.portal_id} {name}: {report.status}{reason}[/]", highlight=False, soft_wrap=True
    )
    console.print(
        f"  {report.requests} requests, {report.list_pages} list pages, {report.rows} rows; "
        f"{report.new_items} new items, {report.new_files} new files ({report.bytes_received / 1e6:.1f} MB), "
        f"{report.replaced} replaced, {report.missing} missing, {report.failed} failed, {report.pending} waiting",
        highlight=False,
        soft_wrap=True,
    )
    if report.deferred:
        console.print(
            f"  {report.deferred} files wait for the night (22:00–07:00 Beijing time); --any-hour fetches them now",
            soft_wrap=True,
        )
    for finding in report.findings:
        console.print(
            f"  {finding.severity} {finding.code}: {finding.message}",
            style=_STYLES[finding.severity],
            markup=False,
            soft_wrap=True,
        )


@archive_app.command("verify")
def verify(
    home: HomeOption = Path("data"),
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """Read every original again and compare it with its SHA-256; exit 1 when something is missing or changed."""
    with Archive(home / "archive", read_only=True) as archive:
        found = archive.verify()
    if as_json:
        damage = [{"sha256": d.sha256, "problem": d.problem, "path": d.path} for d in found.damage]
        typer.echo(
            json.dumps(
                {"files": found.files, "bytes": found.byte_size, "unnamed": found.unnamed, "damage": damage}
            )
        )
    else:
        console = Console()
        console.print(
            f"{found.files} files, {found.byte_size / 1e6:.1f} MB read; {found.unnamed} that no capture names; "
            + (f"{len(found.damage)} damaged" if found.damage else "all as they were fetched"),
            soft_wrap=True,
        )
        for item in found.damage:
            console.print(f"{item.problem}: {item.path}", style="red", markup=False, soft_wrap=True)
    if found.damage:
        raise typer.Exit(1)
