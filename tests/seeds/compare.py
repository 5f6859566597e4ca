"""Compares what a loader made of a seed with the seed's truth: cells, narrative, projects, indicators and identity.

Works on the object that `gongkai parse --json` prints. By hand:

    python -m tests.seeds.compare SHARED_FOLDER [--gongkai "gongkai"] [--only 003] [--show 20]

renders each seed, parses it, and prints one line per seed and a total. A truth cell is *found* when an unused table figure has its
amount in yuan and its row key (code or label), and *right* when fiscal year, stage, flow, fund and nature agree as far as the truth
states them. Precision is the share of amount figures in the tables of the truth that answer some truth cell.
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from .render import FORMATS, render
from .score import STAGES, UNITS, Score, decimal, norm
from .sentences import compare_sentences

FLOWS = {"income": {"revenue", "balance"}, "expenditure": {"expenditure", "balance"}}
FUNDS = {
    "dept_fiscal_carryover": {"carryover"},
    "fiscal": {"fiscal_grant", "gov_budget"},
    "all": {"all", "fiscal_grant"},
}
FUNDS |= {"other": {"other", "non_fiscal"}}


@dataclass(frozen=True)
class TruthCell:
    """One number of a truth table with everything the truth says about it."""

    table: str
    kind: str
    amount: Decimal
    code: str
    label: str
    year: int
    stages: frozenset[str]
    flows: frozenset[str]
    funds: frozenset[str]
    natures: frozenset[str]


def compare(truth: dict[str, Any], parsed: dict[str, Any]) -> Score:
    """Score one parsed seed against its truth."""
    score = Score()
    documents = parsed["documents"]
    _identity(truth["document"], documents, score)
    _cells(truth, documents, score)
    compare_sentences(truth, [row for item in documents for row in item["narratives"]], score)
    _projects(truth, documents, score)
    return score


def _identity(truth: dict[str, Any], documents: list[dict[str, Any]], score: Score) -> None:
    got = documents[0]["document"] if documents else {}
    region = truth["region"]
    codes = {region.get("gb_code"), region.get("stats_code"), region.get("stats_zone_code")} - {None}
    codes |= {code[:6] for code in codes}
    unit = {norm(truth["department"].get(key)) for key in ("name", "full_name", "unit_name")} - {""}
    name = norm(got.get("unit_name"))
    whole = {
        "汇总": "whole_department",
        "含所属": "whole_department",
        "直属": "whole_department",
        "本级": "own_level",
    }
    scope = next((value for word, value in whole.items() if word in truth["scope"]), "unit")
    kinds = (
        {truth["doc_kind"], truth["doc_kind"].replace("dept", "unit")}
        if scope == "unit"
        else {truth["doc_kind"]}
    )
    score.count("year", got.get("fiscal_year") == truth["fiscal_year"], str(got.get("fiscal_year")))
    score.count("stage", got.get("stage") in STAGES[truth["stage"]], str(got.get("stage")))
    score.count("kind", got.get("kind") in kinds, str(got.get("kind")))
    score.count("region", got.get("region_code") in codes, str(got.get("region_code")))
    score.count(
        "unit",
        bool(name) and any(name in other or other in name for other in unit),
        str(got.get("unit_name")),
    )


def truth_cells(truth: dict[str, Any]) -> Iterator[TruthCell]:
    """Every monetary cell of the truth's tables."""
    document = truth["document"]
    for table in truth["tables"]:
        factor = UNITS.get(table.get("unit") or document["declared_units"][0], 10000)
        columns = {column["key"]: column for column in table.get("columns", [])}
        for row in table.get("rows", []):
            for key, text in row["cells"].items():
                column = columns.get(key, {})
                amount = decimal(text)
                if amount is None or not _is_money(table, row, key, column):
                    continue
                stage = column.get("stage", document["stage"])
                fund = column.get("fund")
                nature = column.get("nature")
                flow = column.get("flow") or row.get("side")
                yield TruthCell(
                    table["id"],
                    table["kind"],
                    amount * factor,
                    re.sub(r"\D", "", row.get("code") or ""),
                    "" if row.get("name_raw") == "" else norm(row.get("name") or row.get("name_raw")),
                    column.get("year", document["fiscal_year"]),
                    frozenset(STAGES.get(stage, {stage})),
                    frozenset(FLOWS.get(flow, ())),
                    frozenset(FUNDS.get(fund, {fund})) if fund else frozenset(),
                    frozenset({nature}) if nature else frozenset(),
                )


def _is_money(table: dict[str, Any], row: dict[str, Any], key: str, column: dict[str, Any]) -> bool:
    path = "".join(column.get("path") or [])
    if table["kind"] == "fixed_assets":
        return key == "c2"
    if table["kind"] == "duty_activity_perf":
        return key == "c1"
    if table["kind"] == "final_info_stats":
        return "采购" in row.get("block", "") or "运行经费" in row.get("block", "")
    return not any(word in path for word in ("指标", "数量", "单价", "序号"))


def _cells(truth: dict[str, Any], documents: list[dict[str, Any]], score: Score) -> None:
    cells = list(truth_cells(truth))
    figures = [figure for item in documents for figure in item["figures"] if figure["source"] == "table"]
    by_amount: dict[Decimal, list[dict[str, Any]]] = {}
    for figure in figures:
        if (amount := decimal(figure.get("amount"))) is not None:
            by_amount.setdefault(amount, []).append(figure)
    kinds = {t["table_id"]: t["kind"] for item in documents for t in item["tables"]}
    used: set[str] = set()
    recognised = set(kinds.values())
    for cell in cells:
        best, best_rank = None, -1
        for figure in by_amount.get(cell.amount, []):
            if figure["figure_id"] in used or not _same_row(cell, figure):
                continue
            if cell.kind in recognised and kinds.get(figure.get("table_id")) != cell.kind:
                continue
            rank = sum(_dimensions(cell, figure).values())
            if rank > best_rank:
                best, best_rank = figure, rank
        what = f"{cell.table} {cell.code} {cell.label} {cell.amount / 10000}"
        score.count("cells", best is not None, what)
        if best is None:
            score.count("right", False)
            continue
        used.add(best["figure_id"])
        wrong = [name for name, good in _dimensions(cell, best).items() if not good]
        seen = {name: best.get("fiscal_year" if name == "year" else name) for name in wrong}
        score.count("right", not wrong, f"{what} wrong {seen} {best['column_path']}")
    wanted = {cell.kind for cell in cells}
    stated = [
        f for f in figures if decimal(f.get("amount")) is not None and kinds.get(f.get("table_id")) in wanted
    ]
    # what a form states beside its tables (项目总预算) is kept apart in the truth
    forms = {
        value
        for table in truth["tables"]
        for text in (table.get("form") or {}).values()
        if (value := decimal(text)) is not None
    }
    also = {value * factor for value in forms for factor in (1, 10000)}
    for figure in stated:
        extra = (
            f"{kinds.get(figure['table_id'])} {figure['row_label']} {figure['column_path']} {figure['raw']}"
        )
        score.count("precise", figure["figure_id"] in used or decimal(figure["amount"]) in also, extra)


def _same_row(cell: TruthCell, figure: dict[str, Any]) -> bool:
    code = re.sub(
        r"\D", "", str(figure.get("row_code") or figure.get("code") or figure.get("unit_code") or "")
    )
    label = norm(figure.get("row_label"))
    if cell.code and code:
        return code == cell.code or code.endswith(cell.code)
    if not cell.label:
        return True
    return bool(label) and (cell.label in label or label in cell.label)


def _dimensions(cell: TruthCell, figure: dict[str, Any]) -> dict[str, bool]:
    fund, nature = str(figure.get("fund")), str(figure.get("nature"))
    codes = [str(figure.get(name) or "") for name in ("code", "row_code", "unit_code")]
    # what the row says narrows what the column says: 财政专户 in a column of all funds, 公用经费 in one of 基本支出
    return {
        "year": figure.get("fiscal_year") == cell.year,
        "stage": figure.get("stage") in cell.stages,
        "flow": not cell.flows or figure.get("flow") in cell.flows,
        "fund": not cell.funds or _within(fund, cell.funds) or (cell.funds == FUNDS["all"] and not cell.code),
        "nature": not cell.natures or _within(nature, cell.natures),
        "code": not cell.code or len(cell.code) > 7 or any(code.endswith(cell.code) for code in codes),
    }


def _within(value: str, wanted: frozenset[str]) -> bool:
    return value in wanted or any(value.startswith(f"{name}.") for name in wanted)


def _projects(truth: dict[str, Any], documents: list[dict[str, Any]], score: Score) -> None:
    projects = [row for item in documents for row in item["projects"]]
    forms = [table["lines"] for table in truth["tables"]]
    for project in truth["projects"]:
        first = project["lines"][0] if "lines" in project else project["line"]
        if not any(start <= first <= end for start, end in forms):
            continue  # named in a sentence only
        amount = decimal(project.get("amount") or project.get("current_budget"))
        wanted = None if amount is None else amount * UNITS[project.get("unit", "万元")]
        name = norm(project["name"])
        good = any(norm(row["project_name"]) == name and decimal(row["amount"]) == wanted for row in projects)
        score.count("projects", good, f"{project['name']} {amount}")
    indicators = [row for item in documents for row in item["performance_indicators"]]
    for indicator in truth["performance_indicators"]:
        name = norm(indicator.get("level3") or indicator.get("indicator"))
        value = decimal(indicator.get("value"))
        good = any(
            norm(row["level3"]) == name and (value is None or decimal(row["target_value"]) == value)
            for row in indicators
        )
        score.count("indicators", good, f"{name} {indicator.get('value')}")


def parse_seed(command: str, path: Path) -> dict[str, Any]:
    """The object `gongkai parse FILE --json` prints."""
    done = subprocess.run(
        [*shlex.split(command), "parse", str(path), "--json"], capture_output=True, text=True
    )
    if not done.stdout.strip():
        raise RuntimeError(f"{path.name}: exit {done.returncode}: {done.stderr.strip()[-400:]}")
    parsed: dict[str, Any] = json.loads(done.stdout)
    return parsed


def main() -> None:
    """Render, parse and compare the seeds; print one line each and a total."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shared", type=Path)
    parser.add_argument("--gongkai", default="gongkai")
    parser.add_argument("--only", default="")
    parser.add_argument("--format")
    parser.add_argument("--show", type=int, default=0, help="print so many misses per dimension")
    options = parser.parse_args()
    total = Score()
    with tempfile.TemporaryDirectory() as folder:
        for seed in FORMATS:
            if options.only and seed not in options.only.split(","):
                continue
            truth = load_truth(options.shared, seed)
            path = render(options.shared, seed, Path(folder), options.format)
            score = compare(truth, parse_seed(options.gongkai, path))
            print(f"{seed}.{path.suffix[1:]}: {score}")
            shown: Counter[str] = Counter()
            for line in score.missed:
                dimension = line.split(":")[0]
                shown[dimension] += 1
                if shown[dimension] <= options.show:
                    print("   ", line)
            total.add(score)
    print(f"total: {total}")


def load_truth(shared: Path, seed: str) -> dict[str, Any]:
    """The truth of one seed."""
    path = next((shared / "seeds/truth").glob(f"{seed}_*.json"))
    truth: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return truth


if __name__ == "__main__":
    main()
