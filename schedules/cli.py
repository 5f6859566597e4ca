"""The one command, `gongkai`: the packages' commands composed, errors turned into one line and an exit code."""

from __future__ import annotations

import os
import sys

import typer
from rich.console import Console

from crawler.cli import app as crawler_app
from crawler.errors import CrawlerError
from loaders.cli import app as loaders_app
from loaders.errors import LoaderError
from schedules.errors import ScheduleError
from schedules.harvest_cli import app as harvest_app
from schedules.schedule_cli import app as schedule_app
from schedules.status import app as status_app
from warehouse.cli import app as warehouse_app
from warehouse.errors import WarehouseError

app = typer.Typer(
    name="gongkai",
    help="Harvest China's local budget and final-account disclosures (预决算公开) into one warehouse.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for part in (harvest_app, crawler_app, loaders_app, warehouse_app, status_app):
    app.add_typer(part)
app.add_typer(schedule_app, name="schedule")


def main() -> None:
    """Run the command line; a known error is one line on stderr and its exit code, never a traceback."""
    if os.environ.get("GONGKAI_DEBUG"):
        app()
        return
    try:
        app()
    except (CrawlerError, LoaderError, ScheduleError, WarehouseError) as error:
        Console(stderr=True).print(f"gongkai: {error}", style="red", highlight=False, markup=False)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        Console(stderr=True).print("gongkai: stopped by the keyboard; run the same command again to go on")
        sys.exit(130)


if __name__ == "__main__":
    main()
