"""`gongkai harvest` and `gongkai demo`."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from crawler.archive import Archive
from crawler.registry import Portal
from crawler.sample_portal import SamplePortal
from schedules import calendar, config, demo, disk, notify, summary
from schedules.calendar import Due, Rest
from schedules.harvest import Plan, harvest
from schedules.home import Home
from schedules.logs import log_to
from schedules.portals import chosen
from schedules.runs import RunRecord
from schedules.stopping import stoppable

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
    scheduled: Annotated[
        bool,
        typer.Option(
            "--scheduled",
            help="a night's run, begun by cron, systemd or the daemon: failed sources are tried again later, missed nights are told",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print the run record as JSON")] = False,
) -> None:
    """The nightly job: crawl, load, check, publish. Cron calls this."""
    place = Home.create(home)
    settings = config.load(place.configuration)
    portals = chosen(place, settings, source or ())
    due, rest = _due(place, portals, everything=bool(source))
    if dry_run:
        typer.echo(_plan_text(due, rest))
        return
    record = run(place, Plan(due, settings, rest, scheduled), quiet=as_json)
    if problems := notify.tell(settings.notify, record, place):
        record.problems += problems
        record.write(place.runs)
        summary.write(record, place)
    if as_json:
        sys.stdout.write((place.runs / f"{record.run_id}.json").read_text(encoding="utf-8") + "\n")
    else:
        _print(summary.text(record, place))
    raise typer.Exit(record.exit_code or 0)


def _plan_text(due: list[Due], rest: list[Rest]) -> str:
    """Tonight's plan: every due source and why, then those left alone."""
    lines = [
        f"tonight: {len(due)} sources, about {sum(each.requests for each in due):,} requests; {len(rest)} are left alone"
    ]
    for each in due:
        lines.append(
            f"  {each.portal.portal_id} {each.portal.name}: {each.mode}, about {each.requests} requests; {each.reason}"
        )
    lines += [f"  {left.portal.portal_id} {left.portal.name}: left alone; {left.reason}" for left in rest]
    return "\n".join(lines)


@app.command("demo")
def demo_command(
    home: HomeOption = Path("demo"),
    phase: Annotated[
        int, typer.Option(min=1, max=2, help="2 serves the site after a department published a correction")
    ] = 1,
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="the loopback port of the sample portal")
    ] = demo.PORT,
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
        due, _ = _due(place, [site.portal], everything=True)
        record = run(place, Plan(due, config.load(place.configuration)))
    _print(summary.text(record, place) + "\n" + demo.next_steps(place))


def _print(text: str) -> None:
    Console().print(text, markup=False, highlight=False, soft_wrap=True)


def _due(place: Home, portals: list[Portal], everything: bool) -> tuple[list[Due], list[Rest]]:
    """What the calendar says; sources named by hand, and the sample portal, are visited whatever it says."""
    with Archive(place.archive) as archive:
        due, rest = calendar.tonight(portals, calendar.states(archive), datetime.now(UTC))
    wanted = [left for left in rest if left.portal.entries and (everything or left.portal.sample)]
    reason = "named by hand" if everything else "the sample portal"
    by_hand = [Due(left.portal, "nightly", reason, calendar.IDLE_REQUESTS) for left in wanted]
    return due + by_hand, [left for left in rest if left not in wanted]


def run(place: Home, plan: Plan, quiet: bool = False) -> RunRecord:
    """One harvest with its log file, its summary beside the record and, on a terminal, its progress bar."""
    console = Console(quiet=quiet)
    with (
        log_to(place.logs),
        stoppable() as stopped,
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
        watched = replace(
            plan,
            stopped=stopped,
            say=lambda line: console.print(line, markup=False, highlight=False, soft_wrap=True),
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
        record = harvest(place, watched)
    disk.written(place.root, lambda: summary.write(record, place))
    return record
