"""`gongkai harvest` and `gongkai demo`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from crawler import registry
from crawler.registry import Portal
from crawler.sample_portal import SamplePortal
from schedules import config, demo, summary
from schedules.errors import UsageError
from schedules.harvest import Plan, harvest
from schedules.home import Home
from schedules.logs import log_to
from schedules.runs import RunRecord
from schedules.sources import select

app = typer.Typer()

HomeOption = Annotated[Path, typer.Option("--home", envvar="GONGKAI_HOME", help="the data directory")]


@app.command("harvest")
def harvest_command(
    source: Annotated[
        list[str] | None,
        typer.Option("--source", help="region code, province:NAME, prefecture:NAME or all; repeatable"),
    ] = None,
    home: HomeOption = Path("data"),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="print the plan and stop")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print the run record as JSON")] = False,
) -> None:
    """The nightly job: crawl, load, check, publish. Cron calls this."""
    place = Home.create(home)
    settings = config.load(place.configuration)
    wanted = source or settings.harvest.sources
    portals = select(known_portals(place), wanted) if wanted else own_portals(place)
    if not portals:
        raise UsageError(
            f"no sources are chosen: name some with --source, or list them under [harvest] in {place.configuration}"
        )
    if dry_run:
        for portal in portals:
            typer.echo(f"{portal.portal_id} {portal.name} ({portal.family}, {portal.status})")
        return
    record = run(place, portals, settings, quiet=as_json)
    if as_json:
        sys.stdout.write((place.runs / f"{record.run_id}.json").read_text(encoding="utf-8") + "\n")
    else:
        Console().print(summary.text(record, place), markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(record.exit_code or 0)


@app.command("demo")
def demo_command(
    home: HomeOption = Path("demo"),
    phase: Annotated[
        int, typer.Option(min=1, max=2, help="2 serves the site after a department published a correction")
    ] = 1,
    port: Annotated[int, typer.Option(help="the loopback port of the sample portal")] = demo.PORT,
    serve: Annotated[
        bool, typer.Option("--serve", help="only serve the sample portal, until Ctrl-C")
    ] = False,
) -> None:
    """Start the bundled sample portal on loopback, harvest it, and show where the results are."""
    place = Home.create(home)
    with SamplePortal(phase=phase, port=port) as site:
        demo.register(place, site.portal)
        if serve:
            typer.echo(
                f"serving the sample portal (phase {phase}) at {site.url}; Ctrl-C stops it\n"
                f"in another terminal: gongkai harvest --home {home}"
            )
            site.wait()
            return
        record = run(place, [site.portal], config.load(place.configuration))
    Console().print(
        summary.text(record, place) + "\n" + demo.next_steps(place),
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


def run(place: Home, portals: list[Portal], settings: config.Settings, quiet: bool = False) -> RunRecord:
    """One harvest with its log file and, on a terminal, its progress bar."""
    console = Console(quiet=quiet)
    with (
        log_to(place.logs),
        Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        ) as bar,
    ):
        task = bar.add_task("reading files", total=None)
        plan = Plan(
            portals=portals,
            settings=settings,
            say=lambda line: console.print(line, markup=False, highlight=False, soft_wrap=True),
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
        return harvest(place, plan)


def own_portals(place: Home) -> list[Portal]:
    """The portals that the home itself describes, in `portals/*.yml`."""
    folder = place.root / "portals"
    return list(registry.load(folder)) if folder.is_dir() else []


def known_portals(place: Home) -> list[Portal]:
    """The bundled registry, with the home's own portals added or put in place of it."""
    own = {portal.portal_id: portal for portal in own_portals(place)}
    bundled = {portal.portal_id: portal for portal in registry.load()}
    merged = bundled | own
    return [merged[portal_id] for portal_id in sorted(merged)]
