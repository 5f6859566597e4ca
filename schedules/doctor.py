"""`gongkai doctor`: is this machine fit to harvest every night?"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from crawler.middlewares.guard import is_public
from crawler.registry import RegistryError
from schedules import config, disk, runs
from schedules.errors import UsageError
from schedules.home import Home
from schedules.portals import chosen

app = typer.Typer()

PACKAGES = ("scrapy", "pdfplumber", "pypdfium2", "duckdb", "pyarrow", "apscheduler", "tenacity")
BUILT_AFTER = 1_790_000_000
"""A clock before September 2026 is wrong: this program did not exist."""

Verdict = Literal["ok", "note", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `bad` keeps a harvest from working, `note` is worth knowing."""

    verdict: Verdict
    text: str


@app.command()
def doctor(
    home: Annotated[Path, typer.Option("--home", envvar="GONGKAI_HOME", help="the data directory")] = Path(
        "data"
    ),
) -> None:
    """Look at versions, optional programs, settings, permissions, disk, clock and network guard; exit 1 when something is bad."""
    findings = list(examine(Home(home)))
    for finding in findings:
        typer.echo(f"{finding.verdict:>4}  {finding.text}")
    if any(finding.verdict == "bad" for finding in findings):
        raise typer.Exit(1)


def examine(home: Home) -> Iterator[Finding]:
    """Everything worth knowing before the first night."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    yield Finding("ok", f"Python {sys.version.split()[0]}; {versions}")
    yield from optional()
    yield from _settings(home)
    yield _writable(home)
    yield _clock(home)
    # the guard is asked, not assumed: a private address must not count as public
    guarded = not any(is_public(address) for address in ("127.0.0.1", "10.0.0.1", "169.254.1.1", "::1"))
    yield Finding("ok" if guarded else "bad", "the network guard refuses private addresses")


def optional() -> Iterator[Finding]:
    """What is not installed and what it would add."""
    ocr = all(importlib.util.find_spec(name) for name in ("cv2", "onnxruntime", "rapidocr"))
    missing = "no OCR: scans end as needs_ocr (install gongkai[ocr], then `gongkai load`)"
    yield Finding("ok" if ocr else "note", "OCR is installed" if ocr else missing)


def _settings(home: Home) -> Iterator[Finding]:
    try:
        settings = config.load(home.configuration)
    except UsageError as error:
        yield Finding("bad", str(error))
        return
    there = "read" if home.configuration.is_file() else "absent, defaults hold"
    yield Finding("ok", f"settings {home.configuration}: {there}")
    if not settings.crawl.contact:
        yield Finding(
            "note", "crawl.contact is empty: a county's operator cannot reach you; set a URL or address"
        )
    try:
        yield Finding("ok", f"{len(chosen(home, settings)):,} sources are chosen")
    except UsageError as error:
        yield Finding("note", str(error))
    except RegistryError as error:
        yield Finding("bad", str(error))
    if home.root.is_dir():
        free, wanted = disk.free_gigabytes(home.root), settings.harvest.free_gigabytes
        yield Finding("ok" if free >= wanted else "bad", f"{free:.0f} GB free; a harvest wants {wanted:g}")


def _writable(home: Home) -> Finding:
    parent = next(path for path in (home.root, *home.root.resolve().parents) if path.exists())
    if not os.access(parent, os.W_OK | os.X_OK):
        return Finding("bad", f"{parent} is not writable by this user")
    # a command once run as root leaves files that the nightly user may not write
    foreign = sorted(str(path) for path in _inside(home) if not os.access(path, _needed(home, path)))
    if foreign:
        named = ", ".join(foreign[:3]) + (f" and {len(foreign) - 3} more" if len(foreign) > 3 else "")
        return Finding(
            "bad", f"this user may not use {named}: give what lies in a home to one user (chown -R)"
        )
    return Finding("ok", f"{parent} is writable, and what lies in it")


def _inside(home: Home) -> Iterator[Path]:
    for pattern in ("*", "*/*", "archive/files/*"):
        yield from (path for path in home.root.glob(pattern) if not path.is_symlink())


def _needed(home: Home, path: Path) -> int:
    """What a harvest does with a file: settings, portals and corrections it only reads."""
    own = path.relative_to(home.root).parts[0]
    return os.R_OK if own in (home.configuration.name, "portals", "corrections") else os.R_OK | os.W_OK


def _clock(home: Home) -> Finding:
    says = f"the clock says {time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}"
    last = runs.latest(home.runs)
    if last is not None and datetime.fromisoformat(last.started_at) > datetime.now(UTC):
        return Finding("bad", f"{says}, before the last run began ({last.started_at[:16]} UTC): set it right")
    return Finding("ok" if time.time() > BUILT_AFTER else "bad", says)
