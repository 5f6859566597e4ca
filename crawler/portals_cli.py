"""The registry's commands: `gongkai portals list | show | probe | check`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any, get_args
from urllib.parse import urlsplit

import typer
import yaml
from rich.console import Console
from rich.table import Table

from crawler import families, lint, registry
from crawler.asking import Asker
from crawler.families.base import Page, Request
from crawler.middlewares.guard import is_loopback
from crawler.probe import MAX_PAGES, Fetch, Found, probe, registry_entry
from crawler.registry import Level, Portal, RegistryError, Status

portals_app = typer.Typer(help="The registry of portals.", no_args_is_help=True)

_HEADINGS = ("id", "province", "name", "level", "family", "status", "entry")
HomeOption = Annotated[
    Path,
    typer.Option("--home", envvar="GONGKAI_HOME", help="the data directory; its portals/ folder goes first"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="print JSON")]


@portals_app.command("list")
def list_command(
    province: Annotated[
        str, typer.Option(help="part of the province's name or the first digits of the code")
    ] = "",
    family: Annotated[str, typer.Option(help="only this family")] = "",
    status: Annotated[str, typer.Option(help="unverified | active | blocked | dead | needs_js")] = "",
    level: Annotated[str, typer.Option(help="province | prefecture | county | township | department")] = "",
    name: Annotated[str, typer.Option(help="part of the region's name")] = "",
    home: HomeOption = Path("data"),
    as_json: JsonOption = False,
) -> None:
    """List portals, one line each."""
    if family:
        families.get(family)
    for asked, known in ((status, get_args(Status)), (level, get_args(Level))):
        if asked and asked not in known:
            raise RegistryError(f"{asked!r} is none of {', '.join(known)}")
    chosen = [
        portal
        for portal in registry.merged(home / "portals")
        if (not province or province in portal.province or portal.region_code.startswith(province))
        and (not family or portal.family == family)
        and (not status or portal.status == status)
        and (not level or portal.level == level)
        and (not name or name in portal.name)
    ]
    if as_json:
        typer.echo(
            json.dumps(
                [portal.model_dump(mode="json", exclude_defaults=True) for portal in chosen],
                ensure_ascii=False,
                indent=1,
            )
        )
        return
    console = Console()
    lines = [(*_columns(portal),) for portal in chosen]
    if console.is_terminal:
        table = Table(*_HEADINGS, box=None, pad_edge=False)
        for line in lines:
            table.add_row(*line)
        console.print(table)
    else:
        for line in lines:
            typer.echo("\t".join(line))
    counts = ", ".join(
        f"{number} {key}" for key, number in Counter(portal.status for portal in chosen).most_common()
    )
    typer.echo(f"{len(chosen)} portals" + (f" ({counts})" if counts else ""), err=True)


def _columns(portal: Portal) -> tuple[str, ...]:
    entry = portal.entries[0].url if portal.entries else "no column known"
    return portal.portal_id, portal.province, portal.name, portal.level, portal.family, portal.status, entry


@portals_app.command("show")
def show_command(
    portal_id: Annotated[str, typer.Argument(help="the portal's id, usually its region code")],
    home: HomeOption = Path("data"),
    as_json: JsonOption = False,
) -> None:
    """Show everything the registry knows of one portal, defaults included."""
    known = {portal.portal_id: portal for portal in registry.merged(home / "portals")}
    shown = (known.get(portal_id) or registry.find(portal_id)).model_dump(mode="json")
    if as_json:
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=1))
    else:
        typer.echo(yaml.safe_dump(shown, allow_unicode=True, sort_keys=False, width=1000), nl=False)


@portals_app.command("probe")
def probe_command(
    url: Annotated[str, typer.Argument(help="a region's home page, or the column itself")],
    max_pages: Annotated[int, typer.Option(min=1, help="how many pages may be fetched")] = MAX_PAGES,
    write: Annotated[
        bool, typer.Option("--write", help="write the entry into the data directory's portals/ folder")
    ] = False,
    region_code: Annotated[str, typer.Option(help="six digits, for --write")] = "",
    name: Annotated[str, typer.Option(help="the region's name, for --write")] = "",
    delay: Annotated[float, typer.Option(min=0, help="seconds between requests")] = 3.0,
    allow_loopback: Annotated[
        bool, typer.Option("--allow-loopback", help="also ask this machine itself (the sample portal)")
    ] = False,
    home: HomeOption = Path("data"),
    as_json: JsonOption = False,
) -> None:
    """Fetch a few pages, find the disclosure column, name its family and say what would be crawled."""
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise RegistryError(f"{url} is no web address: begin with http:// or https://")
    if write and not (region_code and name):
        raise RegistryError(
            "--write needs --region-code and --name, so that the entry says whose portal it is"
        )
    ask = Asker(url, delay_seconds=delay, allow_loopback=allow_loopback)
    found = probe(url, ask if as_json else _told(ask), max_pages=max_pages)
    if as_json:
        typer.echo(json.dumps(asdict(found) | {"refusals": ask.refusals}, ensure_ascii=False, indent=1))
    else:
        for line in _report(found, ask.refusals):
            typer.echo(line)
    if found.column_url is None:
        raise typer.Exit(1)
    if write:
        path = home / "portals" / f"{region_code}.yml"
        sample = allow_loopback and is_loopback(urlsplit(url).hostname or "")
        append_entry(path, registry_entry(found, region_code, name, date.today(), sample=sample))
        typer.echo(f"written to {path}; `gongkai crawl --source {region_code}` reads it")


def _told(ask: Fetch) -> Fetch:
    """The fetcher, saying what it asks for: a probe that pauses between pages is silent for half a minute otherwise."""

    def told(request: Request) -> Page | None:
        typer.echo(f"asking {request.url}", err=True)
        return ask(request)

    return told


def _report(found: Found, refusals: list[str]) -> Iterator[str]:
    """What the probe did and found, line by line."""
    for step in found.steps:
        counts = f"{step.family}; {step.rows} rows, {step.disclosures} disclosures"
        yield f"  {step.label or 'start'}: {step.url}  [{counts}]"
    if found.column_url:
        yield f"column   {found.column or '(unnamed)'}  {found.column_url}"
        yield from (f"column   {url}" for url in found.other_columns)
        yield f"family   {found.family} ({found.evidence})"
        yield f"rows     {found.rows} on the first page" + (
            f", {found.total_rows} in all" if found.total_rows else ""
        )
        yield from (f"           {title}" for title in found.disclosures[:5])
        yield "would crawl"
        yield from (f"           {url}" for url in found.would_crawl[:12])
    # why nothing could be read says more than that nothing could be read
    problems = found.problems if found.steps or not refusals else ()
    yield from (f"problem  {problem}" for problem in (*refusals, *problems))


def append_entry(path: Path, entry: dict[str, Any]) -> None:
    """Add one entry to a YAML file of portals, replacing the entry of the same id; the file is made when it is new."""
    content: dict[str, Any] = {"portals": []}
    if path.exists():
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or content
    Portal.model_validate({**{key: value for key, value in content.items() if key != "portals"}, **entry})
    wanted = entry.get("portal_id", entry["region_code"])
    kept = [
        item
        for item in content.get("portals", [])
        if item.get("portal_id", item.get("region_code")) != wanted
    ]
    content["portals"] = [*kept, entry]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8"
    )


@portals_app.command("check")
def check_command(
    strict: Annotated[bool, typer.Option("--strict", help="warnings fail too")] = False,
    home: HomeOption = Path("data"),
    as_json: JsonOption = False,
) -> None:
    """Lint the registry: every file valid, every family known, addresses that look like their family and their region."""
    portals = registry.merged(home / "portals")
    findings = lint.check(portals)
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            typer.echo(f"{finding.severity:7} {finding.portal_id:14} {finding.code}: {finding.message}")
        counts = Counter(finding.severity for finding in findings)
        typer.echo(
            f"{len(portals)} portals: {counts['error']} errors, {counts['warning']} warnings, {counts['info']} notes"
        )
    if any(finding.severity == "error" or (strict and finding.severity == "warning") for finding in findings):
        raise typer.Exit(1)
