"""The contradictions that people found in the seeds, and those planted in the sample portal: each is reported by its check."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from seeds.compare import load_truth
from seeds.render import FORMATS, render

from crawler.sample_portal.facts import rows, units
from crawler.sample_portal.server import SITE
from loaders.hints import hints_of
from loaders.limits import Limits
from loaders.parse import parse_file
from warehouse.checks import run_checks
from warehouse.records import CaptureRow, CheckRow, ParsedFile
from warehouse.store import Warehouse

LISTED = list(
    csv.DictReader((Path(__file__).parent / "seeds/contradictions.csv").open(encoding="utf-8", newline=""))
)
PLANTED = {
    "p01": "percent_change", "p02": "narrative_table", "p03": "nature_split", "p04": "sangong_sum", "p05": "code_hierarchy",
    "p06": "narrative_sums", "p07": "balance_expenditure", "p08": "prior_year_column",
}  # fmt: skip


def parse(path: Path, work: Path) -> ParsedFile:
    work.mkdir(exist_ok=True)
    return parse_file(path, hints_of([CaptureRow(capture_id="", file_name=path.name)]), work, Limits())


def checked(
    files: Iterable[ParsedFile],
) -> tuple[list[CheckRow], dict[str, tuple[str | None, int | None, str | None]]]:
    """The results, and whose document each id is: unit, fiscal year, stage."""
    with Warehouse.in_memory() as warehouse:
        loaded = list(files)
        warehouse.ingest(loaded)
        run_checks(warehouse.connection)
        owners = {
            item.document.document_id: (
                item.document.unit_name,
                item.document.fiscal_year,
                item.document.stage,
            )
            for file in loaded
            for item in file.documents
        }
        return warehouse.check_results(), owners


@pytest.fixture(scope="module")
def failures(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[str]]:
    """Messages of failed checks by seed and check."""
    folder = tmp_path_factory.mktemp("seeds")
    files = {seed: parse(render(shared, seed, folder, as_printed=True), folder / seed) for seed in FORMATS}
    seed_of = {item.document.document_id: seed for seed, file in files.items() for item in file.documents}
    found: dict[tuple[str, str], list[str]] = {}
    for result in checked(files.values())[0]:
        if result.status == "failed":
            found.setdefault((seed_of[result.document_id], result.check_id), []).append(result.message)
    return found


def test_every_contradiction_of_the_truth_is_listed(shared: Path) -> None:
    known = {(seed, item["id"]) for seed in FORMATS for item in load_truth(shared, seed)["contradictions"]}
    assert {(row["seed"], row["contradiction"]) for row in LISTED} == known
    assert all(row["check_id"] for row in LISTED)


@pytest.mark.parametrize("row", LISTED, ids=lambda row: f"{row['seed']}-{row['contradiction']}")
def test_a_contradiction_is_reported_by_its_check(
    row: dict[str, str], failures: dict[tuple[str, str], list[str]]
) -> None:
    messages = failures.get((row["seed"], row["check_id"]), [])
    assert any(row["finds"] in message for message in messages), messages


def test_an_altered_final_account_is_told_from_the_true_one(shared: Path, tmp_path: Path) -> None:
    folder = shared / "samples/district_putuo"
    true, altered = (
        folder / "上海市普陀区财政局2024年度部门决算.pdf",
        folder / "24年普陀区财政局（测试问题版本）.pdf",
    )
    failed = []
    for path in (true, altered):
        results, _ = checked([parse(path, tmp_path / "work")])
        failed.append(
            {(r.check_id, r.message) for r in results if r.status == "failed" and r.severity != "info"}
        )
    alterations = failed[1] - failed[0]
    # the published text itself says 0.3 where its table says 2961.68; the test copy put that right and altered four other things
    assert any(
        check_id == "narrative_table" and "0.30" in message and "2961.68" in message
        for check_id, message in failed[0] - failed[1]
    )
    for check_id, told in (
        ("narrative_table", "收入支出总计：文字0.00，表格2995.39"),
        ("as_of_year", "2023"),
        ("missing_tables", "支出决算表"),
        ("empty_table", "0.95"),
    ):
        assert any(found == check_id and told in message for found, message in alterations), (
            check_id,
            alterations,
        )
    assert len(alterations) <= 6


def published(unit: str, fiscal_year: int, stage: str) -> list[Path]:
    """What the sample portal publishes of one unit, year and stage: the article if it holds the document, and its files."""
    word = "预算" if stage == "initial_budget" else "决算"
    found = []
    for page in sorted((SITE / "phase1").rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        title = re.search(r'name="ArticleTitle" content="([^"]*)"', text)
        if title is None or not re.fullmatch(f"{unit}{fiscal_year}年度?(部门|单位){word}公开", title[1]):
            continue
        files = (
            re.findall(r'<p><a href="([^"]+)"', text.split('class="fujian"')[-1])
            if 'class="fujian"' in text
            else []
        )
        found += [
            page.parent / href if href.startswith(".") else SITE / "phase1" / href[1:] for href in files
        ]
        if "详见附件" not in text:
            found.append(page)
    return found


def test_the_sample_portal_fails_where_something_was_planted_and_nowhere_else(tmp_path: Path) -> None:
    planted = {}
    wanted = set()
    for row in rows("planted.csv"):
        stage = "initial_budget" if row["stage"] == "budget" else "final"
        key = (units()[row["unit"]].name, int(row["fiscal_year"]), stage)
        planted[key] = PLANTED[row["plant"]]
        wanted |= {key, (key[0], key[1] - 1, stage)}
    files = [parse(path, tmp_path / "work") for key in sorted(wanted) for path in published(*key)]
    results, owners = checked(files)
    failed = {
        (owners[result.document_id], result.check_id)
        for result in results
        if result.status == "failed" and result.severity != "info"
    }
    assert {key for key, _ in failed} == set(planted)
    assert all((key, check_id) in failed for key, check_id in planted.items())
    evaluated = sum(result.status != "not_applicable" for result in results)
    assert evaluated > 2000


STREET = (
    "1770007475548-818404804.pdf",
    "上海市普陀区人民政府万里街道办事处24年预算.pdf",
    "上海市普陀区人民政府万里街道办事处25年预算.pdf",
)


@pytest.fixture(scope="module")
def street(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[ParsedFile]:
    """Three budgets of one street, 2023 to 2025."""
    work = tmp_path_factory.mktemp("street")
    return [parse(shared / "samples/district_putuo" / name, work / str(n)) for n, name in enumerate(STREET)]


def test_three_years_of_one_body_agree_with_each_other(street: list[ParsedFile]) -> None:
    results, owners = checked(street)
    assert sorted({owner[1] for owner in owners.values()}) == [2023, 2024, 2025]
    assert len({owner[0] for owner in owners.values()}) == 1
    across = [
        r
        for r in results
        if r.check_id in ("stated_base", "unit_slip", "copied_table") and r.status != "not_applicable"
    ]
    assert {r.status for r in across} == {"passed"}
    based = [owners[r.document_id][1] for r in across if r.check_id == "stated_base"]
    assert based.count(2024) >= 10 and based.count(2025) >= 10


def test_a_year_in_another_unit_of_account_is_told_apart(street: list[ParsedFile]) -> None:
    slipped = [in_ten_thousands(street[0]), *street[1:]]
    results, owners = checked(slipped)
    told = {owners[r.document_id][1] for r in results if r.check_id == "unit_slip" and r.status == "failed"}
    assert told == {2024}, "the year after compares itself with the slipped one"


def in_ten_thousands(file: ParsedFile) -> ParsedFile:
    """The file as if its tables said 万元 where they mean 元."""
    return replace(
        file,
        documents=tuple(
            replace(
                part,
                figures=tuple(
                    replace(figure, amount=figure.amount * 10_000 if figure.amount is not None else None)
                    for figure in part.figures
                ),
            )
            for part in file.documents
        ),
    )
