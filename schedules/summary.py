"""A run record for people: as plain text for a terminal or a mail, and as one HTML page beside the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib import resources

from jinja2 import Environment

from schedules.home import Home
from schedules.runs import RunRecord, SourceResult, write_text

SHOWN = 12
"""Sources, failed checks and unread files named in the text; the page and the record have them all."""


def text(record: RunRecord, home: Home) -> str:
    """The summary as plain lines: first what needs a look, then what was found, read and checked."""
    lines = ["", f"Run {record.run_id}: {ending(record)}"]
    lines += _block("Needs a look", attention(record))
    lines += _block(_sources_line(record), [source.line() for source in telling(record)])
    lines += _block(_files_line(record), [_unread(unread) for unread in record.unread])
    lines += _block(_checks_line(record), [_check(check) for check in record.newly_failed])
    lines += _block("Results", _places(record, home), shown=99)
    return "\n".join(lines)


def write(record: RunRecord, home: Home) -> None:
    """Write the summary beside the record as `<run_id>.txt` and `<run_id>.html`, and as `latest.html`."""
    write_text(home.runs / f"{record.run_id}.txt", text(record, home).lstrip() + "\n")
    html = page(record, home)
    write_text(home.runs / f"{record.run_id}.html", html)
    write_text(home.runs / "latest.html", html)


def page(record: RunRecord, home: Home) -> str:
    """The summary as one self-contained HTML page; every text in it is escaped."""
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    folder = resources.files("schedules")
    template = environment.from_string((folder / "summary.html.j2").read_text(encoding="utf-8"))
    style = resources.files("warehouse.report") / "page.css"
    told = {source.portal_id for source in telling(record)}
    return template.render(
        record=record,
        ending=ending(record),
        attention=attention(record),
        telling=telling(record),
        quiet=[source for source in record.sources if source.portal_id not in told],
        numbers=numbers(record),
        sources=_sources_line(record),
        files=_files_line(record),
        checks=_checks_line(record),
        places=_places(record, home),
        style=style.read_text(encoding="utf-8"),
    )


def ending(record: RunRecord) -> str:
    """How the run ended and how long its stages took."""
    if not record.finished:
        return "interrupted; the next harvest takes it up"
    seconds = sum(record.stage_seconds.values())
    stages = ", ".join(f"{name} {value:.1f} s" for name, value in record.stage_seconds.items())
    word = "all well" if record.exit_code == 0 else "needs a look"
    return f"{word}; {seconds:.1f} s ({stages})"


def attention(record: RunRecord) -> list[str]:
    """What a person should look at, the gravest first; sources are told on their own."""
    return [
        *(f"problem in {problem}" for problem in record.problems),
        *(f"alarm: {alarm}" for alarm in record.alarms),
        *(f"since the last run: {event}" for event in record.between),
    ]


def telling(record: RunRecord) -> list[SourceResult]:
    """The sources worth a line: those that did not come to their end, then those that gave something new."""
    unwell = [source for source in record.sources if source.outcome != "ok" or source.findings]
    new = [
        source
        for source in record.sources
        if source not in unwell and (source.disclosures or source.files_new or source.files_changed)
    ]
    order = {"blocked": 0, "failed": 1, "skipped": 2, "busy": 3, "resting": 5}
    return sorted(unwell, key=lambda source: order.get(source.outcome, 4)) + new


def numbers(record: RunRecord) -> list[tuple[str, int, int | None]]:
    """The night's totals beside those of the run before (`None` for a first run)."""

    def before(name: str) -> int | None:
        value = record.before.get(name)
        return value if isinstance(value, int) else None

    total = {
        name: sum(getattr(source, name) for source in record.sources)
        for name in ("disclosures", "files_new", "files_changed")
    }
    return [
        ("new disclosures", total["disclosures"], before("disclosures")),
        ("files downloaded", total["files_new"], before("files_new")),
        ("files changed", total["files_changed"], before("files_changed")),
        ("documents", record.documents_new, before("documents")),
        ("figures", record.figures, before("figures")),
        ("failing checks", record.checks.get("failed", 0), before("checks_failed")),
    ]


def _sources_line(record: RunRecord) -> str:
    if not record.sources:
        return "No source was due"
    outcomes = Counter(source.outcome for source in record.sources)
    counted = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
    found = ", ".join(
        f"{now:,} {name}" + (f" ({last:,} last time)" if last is not None else "")
        for name, now, last in numbers(record)[:3]
    )
    return f"Sources: {counted}; {found}"


def _files_line(record: RunRecord) -> str:
    if not record.files:
        return "Nothing new to read; nothing was downloaded or loaded twice"
    statuses = ", ".join(f"{count} {status}" for status, count in sorted(record.files.items()))
    return (
        f"Read {sum(record.files.values())} files: {statuses}; {record.documents_new} documents "
        f"({record.revisions_new} of them new revisions), {record.figures:,} figures"
    )


def _checks_line(record: RunRecord) -> str:
    counts = record.checks
    rest = "; `gongkai check` shows them all" if record.newly_failing > len(record.newly_failed) else ""
    return (
        f"Checks: {counts.get('passed', 0):,} passed, {counts.get('failed', 0):,} failed, "
        f"{counts.get('not_applicable', 0):,} not applicable; {record.newly_failing:,} fail that no release shows yet{rest}"
    )


def _unread(unread: dict[str, str]) -> str:
    return f"{unread['status']}: {unread['name']} ({unread['detail']})"


def _check(check: dict[str, str]) -> str:
    return f"{check['severity']} {check['check_id']} {check['unit']}: {check['message']}"


def _block(heading: str, lines: Sequence[str], shown: int = SHOWN) -> list[str]:
    """A heading with its first lines; a heading that announces nothing is left out."""
    if not lines and heading == "Needs a look":
        return []
    more = [f"  … and {len(lines) - shown} more on the page of this run"] if len(lines) > shown else []
    return ["", heading, *(f"  {line}" for line in lines[:shown]), *more]


def _places(record: RunRecord, home: Home) -> list[str]:
    release = record.release or "none yet"
    return [
        f"release    {home.current} → {release}{' (new)' if record.released else ''}",
        f"report     {home.current / 'report.html'}",
        f"database   {home.current / 'gongkai.duckdb'}",
        f"parquet    {home.current / 'parquet'}",
        f"this run   {home.runs / (record.run_id + '.html')}",
    ]
