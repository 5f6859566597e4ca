"""From an account to the blocks of its document: narrative slots, planted contradictions, template and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import jinja2

from crawler.sample_portal.budget_tables import budget_tables
from crawler.sample_portal.facts import ZERO, Account, Spending, accounts, names, rows
from crawler.sample_portal.final_tables import final_tables
from crawler.sample_portal.sheets import Block, Grid, Heading, PageBreak, Text

TEMPLATES = Path(__file__).parent / "templates"
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Change:
    """A change against last year as the narrative words it; `percent` is empty where last year was zero."""

    word: str
    verb: str
    delta: str
    percent: str


@dataclass(frozen=True, slots=True)
class Plant:
    """A contradiction planted on purpose: what is printed instead of the truth, and what is wrong with it.

    `slot` is a name of the template (`gpb`, `classes.0.amount`, `gpb_change.percent`) or `table_kind!row!column` of a grid.
    """

    plant: str
    unit: str
    fiscal_year: int
    stage: str
    slot: str
    printed: str
    what: str


def plants(unit: str, fiscal_year: int, stage: str) -> list[Plant]:
    """The planted contradictions of one document."""
    found = [
        Plant(
            row["plant"],
            row["unit"],
            int(row["fiscal_year"]),
            row["stage"],
            row["slot"],
            row["printed"],
            row["what"],
        )
        for row in rows("planted.csv")
    ]
    return [p for p in found if (p.unit, p.fiscal_year, p.stage) == (unit, fiscal_year, stage)]


def document(unit: str, fiscal_year: int, stage: str, *, corrected: bool = False) -> list[Block]:
    """The blocks of one document; a `corrected` one is printed without its planted contradictions."""
    every = accounts()
    account = every[unit, fiscal_year, stage]
    prior = every[unit, fiscal_year - 1, stage]
    budget = every[unit, fiscal_year, "budget"]
    tables = final_tables(account, budget) if stage == "final" else budget_tables(account, prior)
    slots = {**narrative_slots(account, prior, budget), "tables": list(tables)}
    for plant in [] if corrected else plants(unit, fiscal_year, stage):
        if "!" in plant.slot:
            kind, row, column = plant.slot.split("!")
            tables[kind] = _overprint(tables[kind], row, int(column), plant.printed)
        else:
            slots = _override(slots, plant.slot.split("."), plant.printed)
    return blocks(f"{stage}.txt.j2", slots, tables)


def blocks(template: str, slots: Mapping[str, object], tables: Mapping[str, Grid]) -> list[Block]:
    """Render a template: `#` lines are headings, `[table:kind]` a table on its own page, other lines paragraphs."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), undefined=jinja2.StrictUndefined, autoescape=False
    )
    return list(_parse(environment.get_template(template).render(slots), tables))


def _parse(text: str, tables: Mapping[str, Grid]) -> Iterator[Block]:
    for line in filter(None, map(str.strip, text.splitlines())):
        heading = re.match(r"(#+) (.*)", line)
        table = re.fullmatch(r"\[table:(\w+)\]", line)
        if heading:
            if len(heading[1]) == 2:
                yield PageBreak()
            yield Heading(heading[2], len(heading[1]) - 1)
        elif table:
            yield tables[table[1]]
        else:
            yield Text(line)


def percent(part: Decimal, whole: Decimal) -> str:
    """A share in percent with two places; empty where the whole is zero."""
    return f"{(part * 100 / whole).quantize(HUNDREDTH, ROUND_HALF_UP)}" if whole else ""


def change(now: Decimal, before: Decimal) -> Change:
    """The change of a value against last year."""
    delta = now - before
    word, verb = ("增加", "增长") if delta >= 0 else ("减少", "下降")
    return Change(word, verb, f"{abs(delta):.2f}", percent(abs(delta), before))


def narrative_slots(account: Account, prior: Account, budget: Account) -> dict[str, object]:
    """Every number of the narrative, formatted."""
    total, gpb = account.spending(), account.spending("general_public")
    fiscal = account.income("general_public") + account.income("gov_fund")
    goods, works, services = (account.year[f"procurement_{kind}"] for kind in ("goods", "works", "services"))
    office = account.unit.nature == "行政单位"
    amounts = {
        "grand_total": account.grand_total,
        "opening": account.year["opening"],
        "income_total": account.income_total,
        "income_fiscal": fiscal,
        "income_gpb": account.income("general_public"),
        "income_fund": account.income("gov_fund"),
        "income_other": account.income("other"),
        "expenditure_total": total.total,
        "basic": total.basic,
        "project": total.project,
        "fiscal_grand_total": fiscal + account.year["opening"],
        "gpb": gpb.total,
        "gpb_basic": gpb.basic,
        "gpb_budget": budget.spending("general_public").total,
        "personnel": account.personnel,
        "public": account.public,
        "sangong": account.sangong_total,
        "sangong_budget": budget.sangong_total,
        "vehicles": account.sangong["purchase"] + account.sangong["operation"],
        "gov_fund": account.spending("gov_fund").total,
        "procurement": goods + works + services,
        "procurement_goods": goods,
        "procurement_works": works,
        "procurement_services": services,
        **{key: account.sangong[key] for key in ("abroad", "purchase", "operation", "reception")},
    }
    slots: dict[str, object] = {key: f"{value:.2f}" for key, value in amounts.items()}
    slots |= {
        key: str(account.sangong[key]) for key in ("vehicles_purchased", "vehicles_kept", "batches", "guests")
    }
    return slots | {
        "name": account.unit.name,
        "nature": account.unit.nature,
        "body": account.unit.body,
        "year": account.fiscal_year,
        "staff": str(account.year["staff"]),
        "project_count": str(len(account.projects)),
        "grand_total_change": change(account.grand_total, prior.grand_total),
        "fiscal_change": change(fiscal + account.year["opening"], _fiscal_total(prior)),
        "gpb_change": change(gpb.total, prior.spending("general_public").total),
        "sangong_change": change(account.sangong_total, prior.sangong_total),
        "agency": f"{account.public:.2f}" if office else "",
        "agency_change": change(account.public, prior.public),
        "income_fiscal_share": percent(fiscal, account.income_total),
        "income_other_share": percent(account.income("other"), account.income_total),
        "basic_share": percent(total.basic, total.total),
        "project_share": percent(total.project, total.total),
        "gpb_share": percent(gpb.total, total.total),
        "gpb_completion": percent(gpb.total, budget.spending("general_public").total),
        "classes": _classes(account),
        "items": _items(account, budget),
    }


def _fiscal_total(account: Account) -> Decimal:
    return account.income("general_public") + account.income("gov_fund") + account.year["opening"]


def _classes(account: Account) -> list[dict[str, str]]:
    whole = account.spending("general_public").total
    return [
        {"name": names("functions")[code], "amount": f"{row.total:.2f}", "share": percent(row.total, whole)}
        for code, row in account.classes("general_public").items()
    ]


def _items(account: Account, budget: Account) -> list[dict[str, str]]:
    planned = budget.items("general_public")
    name = names("functions")
    found = []
    for code, row in account.items("general_public").items():
        before = planned.get(code, Spending()).total
        found.append(
            {
                "class_name": name[code[:3]],
                "group_name": name[code[:5]],
                "name": name[code],
                "amount": f"{row.total:.2f}",
                "budget": f"{before:.2f}",
                "completion": percent(row.total, before) if before > ZERO else "",
            }
        )
    return found


def _override(slots: dict[str, object], path: list[str], printed: str) -> dict[str, object]:
    head, *rest = path
    value = slots[head]
    if not rest:
        return {**slots, head: printed}
    if isinstance(value, Change):
        return {**slots, head: replace(value, **{rest[0]: printed})}
    assert isinstance(value, list)
    row = int(rest[0])
    return {
        **slots,
        head: [{**line, rest[1]: printed} if at == row else line for at, line in enumerate(value)],
    }


def _overprint(table: Grid, label: str, column: int, printed: str) -> Grid:
    """Replace the cell `column` of the first body row whose text starts with `label`."""
    cells = [list(row) for row in table.cells]
    for row in cells[table.header_rows :]:
        if any((text or "").startswith(label) for text in row):
            row[column] = printed
            return replace(table, cells=tuple(tuple(line) for line in cells))
    raise ValueError(f"{table.title} has no row {label!r}")
