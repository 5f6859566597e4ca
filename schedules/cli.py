"""The one command, `gongkai`: each room's commands, loaded when they are asked for; errors turned into one line and an exit code."""

from __future__ import annotations

import errno
import os
import re
import sys
from importlib import import_module
from importlib.metadata import version
from typing import Annotated

import typer
from typer.core import TyperGroup
from typer.main import get_group

ROOMS = {
    "demo": "schedules.harvest_cli",
    "harvest": "schedules.harvest_cli",
    "portals": "crawler.cli",
    "crawl": "crawler.cli",
    "archive": "crawler.cli",
    "load": "loaders.cli",
    "parse": "loaders.cli",
    "check": "warehouse.cli",
    "publish": "warehouse.cli",
    "report": "warehouse.cli",
    "query": "warehouse.cli",
    "trace": "loaders.cli",
    "schedule": "schedules.schedule_cli",
    "status": "schedules.status",
    "settings": "schedules.settings_cli",
    "doctor": "schedules.doctor",
    "backup": "schedules.backup",
    "rebuild": "schedules.rebuild",
}
"""Command → the module whose `app` has it. Loading only that room keeps `gongkai query` quick."""


class _Rooms(TyperGroup):
    """A group whose commands live in the rooms' own modules."""

    def list_commands(self, ctx: object) -> list[str]:
        return list(ROOMS)

    def get_command(self, ctx: object, cmd_name: str):  # type: ignore[no-untyped-def]
        if cmd_name not in ROOMS:
            return None
        return get_group(import_module(ROOMS[cmd_name]).app).commands[cmd_name]


_REFUSALS = frozenset(
    {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.ENOTDIR, errno.EISDIR}
)
_REFUSED = re.compile(
    r"disk is full|disk I/O error|unable to open|readonly database|(?i:permission denied|read-only|no space)"
)
_LOOK = "`gongkai doctor` with the same --home says what this user may not write and how much room is left"


app = typer.Typer(
    name="gongkai",
    cls=_Rooms,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _tell_version(wanted: bool) -> None:
    if wanted:
        print(f"gongkai {version('gongkai')}")
        raise typer.Exit


@app.callback()
def gongkai(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Harvest China's local budget and final-account disclosures (预决算公开) into one warehouse."""


def main() -> None:
    """Run the command line; a known error is one line on stderr and its exit code, never a traceback."""
    try:
        app()
    except KeyboardInterrupt:
        print("gongkai: stopped by the keyboard; run the same command again to go on", file=sys.stderr)
        sys.exit(130)
    except Exception as error:
        # every room's errors carry the exit code of the command line; anything else is a defect and keeps its traceback
        code, why = getattr(error, "exit_code", None), str(error)
        if not isinstance(code, int):
            code, why = 1, refused_by_the_disk(error)
        if not why or os.environ.get("GONGKAI_DEBUG"):
            raise
        print(f"gongkai: {why}", file=sys.stderr)
        sys.exit(code)


def refused_by_the_disk(error: Exception) -> str:
    """What to say when files may not be written or read, or no room is left for them, whoever noticed; `""` for other errors."""
    if isinstance(error, OSError) and error.errno in _REFUSALS:
        return f"{error.filename or 'the disk'}: {error.strerror}; {_LOOK}"
    if type(error).__name__ in ("OperationalError", "IOException") and _REFUSED.search(str(error)):
        return f"{error}; {_LOOK}"
    return ""


if __name__ == "__main__":
    main()
