"""`gongkai settings`: every setting, what it means, and its value in this home."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from schedules import config
from schedules.home import Home
from schedules.reference import toml

app = typer.Typer()

SECRET = frozenset({"smtp_password"})


@app.command()
def settings(
    home: Annotated[Path, typer.Option("--home", envvar="GONGKAI_HOME", help="the data directory")] = Path(
        "data"
    ),
    defaults: Annotated[
        bool, typer.Option("--defaults", help="the defaults instead of this home's values")
    ] = False,
) -> None:
    """Print every setting with its meaning and its value here, as a gongkai.toml to begin with."""
    place = Home(home)
    current = config.Settings() if defaults else config.load(place.configuration)
    typer.echo(text(current, place))


def text(current: config.Settings, home: Home) -> str:
    """The settings as TOML; what is not the default stands bare, the rest behind a comment sign."""
    lines = [f"# Settings of {home.configuration}; lines with # hold the defaults."]
    for section, kind in config.SECTIONS.items():
        lines += ["", f"# {kind.__doc__}", f"[{section}]"]
        for key, field in kind.model_fields.items():
            value = getattr(getattr(current, section), key)
            name = f"{config.PREFIX}{section}__{key}".upper()
            where = f" (from {name} in the environment)" if name in os.environ else ""
            shown = toml("…") if key in SECRET and value else toml(value)
            sign = "# " if value == field.default else ""
            lines += [f"# {field.description}{where}", f"{sign}{key} = {shown}"]
    return "\n".join(lines)
