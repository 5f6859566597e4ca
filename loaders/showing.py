"""What `gongkai parse` shows people: whose document it is, its main amounts, its tables, its sentences, what does not add up.

The page is for somebody who never saw the program: names before codes, amounts in 万元, and what was not understood said as plainly
as what was.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache

from rich.console import Console
from rich.markup import escape
from rich.rule import Rule
from rich.table import Table as Grid

from loaders.identity.regions import gazetteer
from warehouse.check_messages import VOCABULARY, names
from warehouse.records import CheckRow, DocumentRow, FigureRow, NarrativeRow, ParsedDocument, ParsedFile

HEADLINES: tuple[tuple[str, str, str | None], ...] = (
    # item of the text, item of the tables, fund of the tables
    ("income.grand_total", "income.grand_total", "all"),
    ("income.total", "income.total", "all"),
    ("expenditure.total", "expenditure.total", "all"),
    ("expenditure.basic", "expenditure.basic", "all"),
    ("expenditure.project", "expenditure.project", "all"),
    ("gpb.income", "income.total", "general_public"),
    ("income.tax", "income.tax", None),
    ("gpb.expenditure", "expenditure.total", "general_public"),
    ("gov_fund.income", "income.total", "gov_fund"),
    ("gov_fund.expenditure", "expenditure.total", "gov_fund"),
    ("state_capital.income", "income.total", "state_capital"),
    ("state_capital.expenditure", "expenditure.total", "state_capital"),
    ("social_insurance.income", "income.total", "social_insurance"),
    ("social_insurance.expenditure", "expenditure.total", "social_insurance"),
    ("sangong.total", "sangong.total", None),
    ("sangong.abroad", "sangong.abroad", None),
    ("sangong.vehicle", "sangong.vehicle", None),
    ("sangong.reception", "sangong.reception", None),
    ("op_cost.agency", "op_cost.agency", None),
    ("procurement.total", "procurement.total", None),
    ("debt.limit", "debt.limit", None),
    ("debt.balance", "debt.balance", None),
)
_TEN_THOUSAND = Decimal(10000)
_SEVERITIES = ("error", "warning", "info")
_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_GOOD = ("parsed", "not_a_disclosure")
_LISTED = 12


def show(file: ParsedFile, checks: Sequence[CheckRow], console: Console) -> None:
    """Print one file: its status, then every disclosure in it."""
    row = file.file
    style = "green" if row.status == "parsed" else "yellow" if row.status in _GOOD else "bold red"
    console.print(
        f"[bold]{escape(row.media_type or 'unknown')}[/bold] · {row.byte_size:,} bytes · [{style}]{_status(row.status)}[/{style}]"
    )
    if row.status_detail:
        console.print(f"  {row.status_detail}", style="dim", markup=False)
    members = list(_members(file))
    if members:
        _show_members(members, console)
    documents = [document for one in (file, *members) for document in one.documents]
    for number, document in enumerate(documents, 1):
        label = f" {number} of {len(documents)} " if len(documents) > 1 else " "
        console.print()
        console.print(Rule(f"disclosure{label}", align="left", style="blue"))
        _show_document(
            document, [c for c in checks if c.document_id == document.document.document_id], console
        )
    if not documents:
        console.print(_why_nothing(row.status), markup=False)
    else:
        console.print()
        console.print(
            "[dim]--json prints every cell, figure, sentence and check; `gongkai load` keeps them.[/dim]"
        )


def _show_members(members: Sequence[ParsedFile], console: Console) -> None:
    counts = Counter(member.file.status for member in members)
    told = ", ".join(f"{number} {_status(status)}" for status, number in sorted(counts.items()))
    console.print(f"  {len(members)} files inside: {told}")
    for member in members[: _LISTED * 2]:
        mark = "·" if member.file.status in _GOOD else "!"
        why = f": {_status(member.file.status)}" if member.file.status != "parsed" else ""
        detail = f" ({member.file.status_detail})" if member.file.status_detail else ""
        console.print(f"    {mark} {member.file.member_path}{why}{detail}", markup=False)
    if len(members) > _LISTED * 2:
        console.print(f"    … and {len(members) - _LISTED * 2} more", style="dim")


def _show_document(document: ParsedDocument, checks: Sequence[CheckRow], console: Console) -> None:
    row = document.document
    console.print(f"[bold]{escape(row.title or row.unit_name or 'untitled')}[/bold]")
    _show_identity(row, console)
    _show_headlines(document, console)
    _show_tables(document, console)
    _show_sentences(document.narratives, console)
    if document.projects or document.indicators:
        console.print(
            f"[bold]Performance[/bold]: {len(document.projects)} projects, {len(document.indicators)} indicators"
        )
    _show_checks(checks, console)


def _show_identity(row: DocumentRow, console: Console) -> None:
    scope = _words_of("scope").get(row.scope) if row.scope else None
    kind = " · ".join(name for name in (_words_of("kind").get(row.kind, row.kind), scope) if name)
    year = " · ".join(
        text for text in (str(row.fiscal_year) if row.fiscal_year else None, _name(row.stage)) if text
    )
    unit = " ".join(text for text in (row.unit_name, f"({row.unit_code})" if row.unit_code else None) if text)
    seen = _seen(row.identity_evidence)
    grid = Grid(box=None, show_header=False, padding=(0, 2, 0, 2))
    lines = (
        ("body", unit, "unit_name"),
        ("region", _place(row.region_code, row.fiscal_year), "region_code"),
        ("kind", kind, "kind"),
        ("fiscal year", year, "fiscal_year"),
        ("published", row.published_on.isoformat() if row.published_on else "", "published_on"),
    )
    for label, value, field in lines:
        if value or label != "published":
            where = f"[dim]from {escape(seen[field])}[/dim]" if field in seen else ""
            grid.add_row(
                f"[dim]{label}[/dim]", escape(value) or "[yellow]the document does not say[/yellow]", where
            )
    if row.is_correction:
        grid.add_row("[dim]note[/dim]", "a correction of an earlier publication", "")
    console.print(grid)


def _seen(evidence: str | None) -> dict[str, str]:
    """For each field where its value was read (the last observation decided)."""
    return {one["field"]: one["where"] for one in json.loads(evidence or "[]")}


def _place(code: str | None, year: int | None) -> str:
    if code is None:
        return ""
    region = gazetteer().region(code, year)
    if region is None:
        return code
    above = [name for name in (region.province, region.prefecture) if name and name != region.name]
    return f"{' '.join([*dict.fromkeys(above), region.name])} ({code})"


def _show_headlines(document: ParsedDocument, console: Console) -> None:
    grid = Grid(box=None, padding=(0, 2))
    grid.add_column("main amounts, 万元")
    grid.add_column("in tables", justify="right")
    grid.add_column("in the text", justify="right")
    grid.add_column("")
    for item, table_item, fund in HEADLINES:
        printed = _in_tables(document.figures, document.document, {item: None, table_item: fund})
        stated = _in_text(document.narratives, document.document, item)
        if printed is not None or stated is not None:
            differ = (
                printed is not None and stated is not None and abs(printed - stated) > _TEN_THOUSAND / 100
            )
            grid.add_row(
                _name(item), _amount(printed), _amount(stated), "[yellow]differ[/yellow]" if differ else ""
            )
    if grid.row_count:
        console.print(grid)


def _in_tables(
    figures: Iterable[FigureRow], document: DocumentRow, wanted: Mapping[str, str | None]
) -> Decimal | None:
    """The amount that most tables give for an item of the document's own year and stage (the largest of equals).

    `wanted` are the items that tables call it, each with the fund it must have, `None` for any.
    """
    votes: Counter[Decimal] = Counter(
        figure.amount
        for figure in figures
        if figure.item is not None
        and figure.item in wanted
        and figure.amount is not None
        and figure.measure == "amount"
        and wanted[figure.item] in (None, figure.fund)
        and figure.nature in (None, "total", figure.item.rsplit(".", 1)[-1])
        and (figure.fiscal_year, figure.stage) == (document.fiscal_year, document.stage)
    )
    return max(votes, key=lambda amount: (votes[amount], amount)) if votes else None


def _in_text(facts: Iterable[NarrativeRow], document: DocumentRow, item: str) -> Decimal | None:
    """The first amount that the text states for an item of the body as a whole, of the document's own year and stage."""
    own = (document.fiscal_year, document.stage)
    stated = [
        fact
        for fact in facts
        if fact.item == item and fact.amount is not None and (fact.fiscal_year, fact.stage) == own
    ]
    whole = [fact for fact in stated if fact.about is None or fact.about.startswith("全")]
    return next((fact.amount for fact in whole or stated), None)


def _amount(value: Decimal | None) -> str:
    return "" if value is None else f"{value / _TEN_THOUSAND:,.2f}"


def _show_tables(document: ParsedDocument, console: Console) -> None:
    if not document.tables:
        console.print("[bold]Tables[/bold]: none")
        return
    counts = Counter(figure.table_id for figure in document.figures)
    unknown = [table for table in document.tables if table.kind == "unrecognised"]
    console.print(
        f"[bold]Tables[/bold]: {len(document.tables)}, with {sum(counts[t.table_id] for t in document.tables):,} figures"
        + (f"; [yellow]{len(unknown)} not recognised, kept with all their cells[/yellow]" if unknown else "")
    )
    grid = Grid(box=None, padding=(0, 1, 0, 2))
    for heading, justify in (("page", "right"), ("form", "left"), ("what it is", "left"), ("title", "left")):
        grid.add_column(heading, justify=justify, overflow="fold")  # type: ignore[arg-type]
    grid.add_column("rows", justify="right")
    grid.add_column("figures", justify="right")
    for table in document.tables:
        last = "" if table.page_last in (None, table.page_first) else f"–{table.page_last}"
        kind = (
            "[yellow]not recognised[/yellow]" if table.kind == "unrecognised" else escape(_name(table.kind))
        )
        empty = " [dim](empty)[/dim]" if table.is_empty else ""
        grid.add_row(
            f"{table.page_first}{last}",
            escape(table.form_number or ""),
            kind + empty,
            escape(table.title or ""),
            str(table.row_count),
            str(counts[table.table_id]),
        )
    console.print(grid)


def _show_sentences(facts: Sequence[NarrativeRow], console: Console) -> None:
    if not facts:
        console.print("[bold]Text[/bold]: no sentence with a number of the budget")
        return
    sentences = len({(fact.page, fact.sentence) for fact in facts})
    nameless = [fact for fact in facts if fact.item is None and fact.code is None]
    console.print(
        f"[bold]Text[/bold]: {len(facts)} statements in {sentences} sentences, "
        f"{sum(fact.direction is not None for fact in facts)} of them compared with another year"
        + (f"; [dim]{len(nameless)} of no known item[/dim]" if nameless else "")
    )


def _show_checks(checks: Sequence[CheckRow], console: Console) -> None:
    passed = sum(check.status == "passed" for check in checks)
    failed = [check for check in checks if check.status == "failed"]
    by_severity = Counter(check.severity for check in failed)
    told = ", ".join(
        f"[{_STYLES[one]}]{by_severity[one]} {one}[/{_STYLES[one]}]"
        for one in _SEVERITIES
        if by_severity[one]
    )
    console.print(
        f"[bold]Checks[/bold]: {passed} hold" + (f", {len(failed)} do not ({told})" if failed else "")
    )
    for check in sorted(failed, key=lambda one: (_SEVERITIES.index(one.severity), one.check_id)):
        message = escape((check.message or "").replace("\n", ""))
        console.print(
            f"  [{_STYLES[check.severity]}]{check.severity:8}[/] {message} [dim]{check.check_id}[/dim]"
        )


def _why_nothing(status: str) -> str:
    if status == "not_a_disclosure":
        return "This file is no budget or final account, so nothing is kept of it but the file itself."
    if status == "needs_ocr":
        return "The pages are pictures in which no text could be recognised; the file is kept and tried again by a later version."
    return "Nothing could be read; the file itself is kept. If it opens on your computer, please report it."


def _status(status: str) -> str:
    return {"parsed": "read", "partly_parsed": "read in part", "not_a_disclosure": "not a disclosure"}.get(
        status, status.replace("_", " ")
    )


def _name(word: str | None) -> str:
    return names().get(word, word) if word else ""


@cache
def _words_of(vocabulary: str) -> dict[str, str]:
    """The Chinese names of one vocabulary (`kind`, `scope`), whose words other vocabularies use too."""
    with (VOCABULARY / f"{vocabulary}.csv").open(encoding="utf-8", newline="") as lines:
        return {row[vocabulary]: row["name_zh"] for row in csv.DictReader(lines)}


def _members(file: ParsedFile) -> Iterator[ParsedFile]:
    for member in file.members:
        yield member
        yield from _members(member)
