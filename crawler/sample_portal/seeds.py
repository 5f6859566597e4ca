"""Five more documents of the invented county, written from the facts and figures of real disclosures of 2019–2024.

Their tables keep the quirks of the layouts they come from (fund columns without end, unit rows among code rows, four blocks side by
side, an asset list, graded indicators), and their figures the contradictions of their publishers: a growth on this year's base, a
flat total with a falling part, a class whose sentence disagrees with its table, a summary by economic class of which only the tail is
printed (171.17 of 1,102.05 万元). Names of places and units are invented.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from crawler.sample_portal.documents import blocks
from crawler.sample_portal.sheets import Block, Grid

SEEDS = Path(__file__).parent / "facts/seeds"
FORMATS = {"000": "pdf", "001": "docx", "002": "pdf", "003": "pdf_office", "004": "docx"}
WORDS = {"increase": ("增加", "增长"), "decrease": ("减少", "下降")}


@dataclass(frozen=True, slots=True)
class SeedDocument:
    """One document: whose, of which year, its title, its blocks, and the file format it is published in."""

    unit: str
    title: str
    stage: str
    published: date
    file_format: str
    blocks: tuple[Block, ...]


def seed_documents() -> Iterator[SeedDocument]:
    """All five, in order."""
    for path in sorted(SEEDS.glob("*.json")):
        facts = json.loads(path.read_text(encoding="utf-8"))
        year, final = int(facts["fiscal_year"]), facts["stage"] == "final"
        body = "单位" if facts["kind"].startswith("unit") else "部门"
        title = f"{facts['unit']}{year}{'年度' if final else '年'}{body}{'决算' if final else '预算'}公开"
        grids = {
            f"table{number}": _grid(facts["unit"], table)
            for number, table in enumerate(facts["tables"], start=1)
        }
        slots = {
            "title": title,
            "name": facts["unit"],
            "body": body,
            "word": "决算" if final else "预算",
            "year": year,
            "sentences": [_sentence(fact) for fact in facts["facts"]],
            "tables": list(grids),
        }
        published = date(year + 1, 9, 12) if final else date(year, 2, 24)
        content = tuple(blocks("seed.txt.j2", slots, grids))
        yield SeedDocument(facts["unit"], title, facts["stage"], published, FORMATS[path.stem], content)


def _sentence(fact: dict[str, Any]) -> str:
    """One fact in words: amount, budget and completion, share, change."""
    parts = [f"{fact['year']}年{fact['label']}"]
    if "budget" in fact:
        parts.append(f"年初预算{fact['budget']}{fact['unit']}，支出决算{fact['amount']}{fact['unit']}")
    else:
        parts.append(f"{fact['amount']}{fact['unit']}")
    if "completion" in fact:
        parts.append(f"，完成年初预算的{fact['completion']}%")
    if "share" in fact:
        parts.append(f"，占{fact['share']}%")
    if "change" in fact and fact.get("direction") in WORDS:
        more, rate = WORDS[fact["direction"]]
        parts.append(f"，比{fact['base_year']}年{more}{fact['change']}{fact['unit']}")
        if "percent" in fact:
            parts.append(f"，{rate}{fact['percent']}%")
    elif fact.get("direction") == "flat":
        parts.append(f"，与{fact['base_year']}年持平")
    return "".join(parts) + "。"


def _grid(unit: str, table: dict[str, Any]) -> Grid:
    cells = tuple(tuple(row) for row in table["cells"])
    spans = tuple((row, column, high, wide) for row, column, high, wide in table["spans"])
    return Grid(
        table["title"],
        cells,
        spans,
        table["header_rows"],
        table["form_number"],
        f"单位名称：{unit}",
        "",
        table["currency_unit"],
        (),
        tuple(table["widths"]),
        len(cells[0]) > 6,
    )
