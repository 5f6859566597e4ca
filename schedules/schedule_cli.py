"""`gongkai schedule run | next | crontab`."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from crawler.archive import Archive
from schedules import calendar, config, daemon, install
from schedules.home import Home
from schedules.logs import log_to
from schedules.portals import chosen

app = typer.Typer()
schedule_app = typer.Typer(
    help="When the harvest runs: the daemon, the coming week, texts for cron and systemd.",
    no_args_is_help=True,
)
app.add_typer(schedule_app, name="schedule")

HomeOption = Annotated[Path, typer.Option("--home", envvar="GONGKAI_HOME", help="the data directory")]


@schedule_app.command("run")
def run_command(home: HomeOption = Path("data")) -> None:
    """Harvest every night at the configured time, until SIGTERM; one daemon per home."""
    place = Home.create(home)
    settings = config.load(place.configuration)
    with log_to(place.logs):
        daemon.serve(place, settings.harvest.at)


@schedule_app.command("next")
def next_command(
    home: HomeOption = Path("data"),
    nights: Annotated[int, typer.Option(min=1, max=60, help="how many nights to look ahead")] = 7,
    as_json: Annotated[bool, typer.Option("--json", help="tonight's plan for machines")] = False,
) -> None:
    """The coming nights: which sources are due and why, and how many requests each host will see."""
    place = Home.create(home)
    portals = chosen(place, config.load(place.configuration))
    with Archive(place.archive) as archive:
        known = calendar.states(archive)
    now = datetime.now(UTC)
    if as_json:
        typer.echo(calendar.as_json(calendar.tonight(portals, known, now)[0]))
        return
    for at, due in calendar.week(portals, known, now, nights):
        hosts = Counter[str]()
        for each in due:
            hosts[each.host] += each.requests
        day = at.astimezone(calendar.SHANGHAI)
        typer.echo(f"{day:%Y-%m-%d %a}  {len(due)} sources, about {sum(hosts.values()):,} requests")
        for host, requests in hosts.most_common(5):
            typer.echo(f"    {host}: about {requests}")
        for each in due[:10] if at == now else ():
            typer.echo(f"    {each.portal.portal_id} {each.portal.name}, {each.mode}: {each.reason}")


@schedule_app.command("crontab")
def crontab_command(
    home: HomeOption = Path("data"),
    systemd: Annotated[
        bool, typer.Option("--systemd", help="print a systemd service and timer instead")
    ] = False,
) -> None:
    """Print a crontab line (or systemd units) ready to install."""
    place = Home(home)
    settings = config.load(place.configuration)
    write = install.systemd if systemd else install.crontab
    typer.echo(write(place, settings.harvest.at))
