"""The command line and the settings as Markdown, from the program itself: `python -m schedules.reference` writes `docs/cli.md`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from schedules import config
from schedules.cli import app

PAGE = Path(__file__).resolve().parent.parent / "docs" / "cli.md"
INTRODUCTION = """# The command line

Made by `python -m schedules.reference` from the program's own help; a test keeps it so. Every command says the same with `--help`.

Exit codes: 0 all well; 1 some sources or files failed, or something needs a look; 2 wrong usage; 3 another run holds the lock; 130 and 143
stopped by the keyboard or by SIGTERM. Wherever there is `--home`, `GONGKAI_HOME` in the environment does the same.
"""


def commands(command: Any, path: tuple[str, ...] = ("gongkai",)) -> Iterator[tuple[str, TyperCommand]]:
    """Every command with its full name, in the order of the help."""
    if not isinstance(command, TyperGroup):
        yield " ".join(path), command
        return
    context = typer.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        if found is not None:
            yield from commands(found, (*path, name))


def markdown() -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    for name, command in commands(get_command(app)):
        arguments = [each for each in command.params if isinstance(each, TyperArgument)]
        options = [each for each in command.params if isinstance(each, TyperOption) and each.name != "help"]
        usage = " ".join(
            [name, *(_argument(each) for each in arguments), *(["[OPTIONS]"] if options else [])]
        )
        parts.append(f"## {name}\n\n    {usage}\n\n{_help(command.help)}\n")
        rows = [(_argument(each), _help(getattr(each, "help", None)), "") for each in arguments]
        rows += [(_option(each), _help(each.help), _default(each)) for each in options]
        if rows:
            parts.append(_table(("option", "meaning", "default"), rows))
    parts.append(
        "# The settings\n\nIn `HOME/gongkai.toml`; `GONGKAI_<SECTION>__<KEY>` in the environment goes before it, lists with commas.\n"
    )
    for section, kind in config.SECTIONS.items():
        rows = [
            (f"`{key}`", field.description or "", f"`{toml(field.default)}`")
            for key, field in kind.model_fields.items()
        ]
        parts.append(f"## [{section}]\n\n{kind.__doc__}\n\n{_table(('setting', 'meaning', 'default'), rows)}")
    return "\n".join(parts)


def toml(value: Any) -> str:
    """A setting's value as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(toml(each) for each in value)}]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{value:g}" if isinstance(value, float) else str(value)


def _argument(argument: TyperArgument) -> str:
    name = (argument.metavar or argument.name or "").strip("[]").upper().removesuffix("...")
    name += "…" if argument.nargs == -1 else ""
    return name if argument.required else f"[{name}]"


def _option(option: TyperOption) -> str:
    value = "" if option.is_flag else f" {(option.name or '').upper().replace('_', '-')}"
    return f"`{', '.join(option.opts)}{value}`"


def _default(option: TyperOption) -> str:
    if option.is_flag or option.default in (None, (), [], "") or callable(option.default):
        return ""
    return f"`{getattr(option.default, 'value', option.default)}`"


def _help(text: str | None) -> str:
    return " ".join((text or "").split())


def _table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


if __name__ == "__main__":
    PAGE.write_text(markdown(), encoding="utf-8")
    print(f"wrote {PAGE}")
