"""Every check: a case that passes, the same case broken, and a document that it does not apply to; and the runner itself."""

from __future__ import annotations

import copy
import random
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from warehouse.check_messages import comparison
from warehouse.checks import Check, checks, run_checks
from warehouse.checks_page import page
from warehouse.cli import app
from warehouse.errors import WarehouseError
from warehouse.records import (
    CellRow,
    CheckRow,
    DocumentRow,
    FigureRow,
    FileRow,
    IndicatorRow,
    NarrativeRow,
    ParsedDocument,
    ParsedFile,
    PassageRow,
    ProjectRow,
    TableRow,
    content_id,
)
from warehouse.store import Warehouse

CASES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "checks/cases.yml").read_text(encoding="utf-8")
)
TEN_THOUSAND = 10_000


def yuan(amount: object) -> Decimal | None:
    return None if amount is None else (Decimal(str(amount)) * TEN_THOUSAND).quantize(Decimal("0.01"))


def document_of(case: dict[str, Any], part: object) -> ParsedFile:
    """The records of one case document."""
    sha = content_id("case", part)
    facts = {
        "kind": "dept_budget",
        "stage": "initial_budget",
        "fiscal_year": 2024,
        "unit_name": "某县某局",
        "scope": "own_level",
    }
    facts |= {"region_code": "420112"} | case.get("document", {})
    row = DocumentRow(document_id=content_id(sha, 0), file_sha256=sha, title="", **facts)
    kinds = [item["t"] for item in [*case.get("figures", []), *case.get("projects", [])]]
    kinds = list(dict.fromkeys([*kinds, *case.get("cells", {})]))
    renamed = dict([case["retable"]] if "retable" in case else [])
    ids = {kind: content_id(row.document_id, "table", number) for number, kind in enumerate(kinds)}
    tables = tuple(
        TableRow(
            table_id=ids[kind], document_id=row.document_id, ordinal=number, kind=renamed.get(kind, kind), page_first=1, page_last=1,
            title=case.get("titles", {}).get(kind, kind), form_number=case.get("forms", {}).get(kind),
            row_count=9, column_count=9, engine="case", currency_unit="万元",
        )
        for number, kind in enumerate(kinds)
    )  # fmt: skip
    cells = tuple(
        CellRow(table_id=ids[kind], row_index=r, column_index=c, row_span=1, column_span=1, text=text)
        for kind, lines in case.get("cells", {}).items()
        for r, line in enumerate(lines)
        for c, text in enumerate(line)
    )
    projects = tuple(
        ProjectRow(
            project_id=content_id(row.document_id, "project", n), document_id=row.document_id, project_name=item["name"], ordinal=n,
            table_id=ids[item["t"]], amount=yuan(item["amount"]),
        )
        for n, item in enumerate(case.get("projects", []))
    )  # fmt: skip
    indicators = tuple(
        IndicatorRow(
            indicator_id=content_id(row.document_id, "indicator", n), document_id=row.document_id, ordinal=n, project_name=item.get("project"),
            level1=item.get("level1"), level3=item.get("level3"), operator=item.get("operator"), target_value=item.get("target"),
            measure_unit=item.get("unit"), grades=item.get("grades"), raw=f"{item.get('target', '')}{item.get('unit', '')}",
        )
        for n, item in enumerate(case.get("indicators", []))
    )  # fmt: skip
    passages = tuple(
        PassageRow(
            passage_id=content_id(row.document_id, "passage", n), document_id=row.document_id, ordinal=n, topic=item["topic"],
            text=item["text"], heading=item.get("heading"), outline_level=item.get("level"), outline_number=item.get("number"),
        )
        for n, item in enumerate(case.get("passages", []))
    )  # fmt: skip
    parsed = ParsedDocument(
        document=row,
        tables=tables,
        cells=cells,
        figures=tuple(figure_of(row, ids, item, n) for n, item in enumerate(case.get("figures", []))),
        narratives=tuple(narrative_of(row, item, n) for n, item in enumerate(case.get("text", []))),
        projects=projects,
        indicators=indicators,
        passages=passages,
    )
    file = FileRow(file_sha256=sha, byte_size=1, media_type="xlsx", status="parsed", parser_version="1")
    return ParsedFile(file=file, documents=(parsed,))


def figure_of(document: DocumentRow, ids: dict[str, str], item: dict[str, Any], number: int) -> FigureRow:
    amount = item.get("amount")
    facets = {name: item[name] for name in ("code", "classification", "nature", "item") if name in item}
    return FigureRow(
        figure_id=content_id(document.document_id, "figure", number),
        document_id=document.document_id,
        source="table",
        value_state=item.get("state", "blank" if amount is None else "value"),
        raw="" if amount is None else f"{Decimal(str(amount)):.2f}",
        table_id=ids[item["t"]],
        row_index=item.get("row", number),
        column_index=item.get("column", 1),
        row_label=item.get("label"),
        row_code=item.get("row_code", item.get("code")),
        row_role=item.get("role", "item"),
        column_path=tuple(item.get("head", "金额").split("/")),
        amount=yuan(amount),
        fiscal_year=item.get("year", document.fiscal_year),
        stage=item.get("stage", document.stage),
        flow=item.get("flow", "expenditure"),
        fund=item.get("fund", "all"),
        **facets,
    )


def narrative_of(document: DocumentRow, item: dict[str, Any], number: int) -> NarrativeRow:
    change = item.get("change")
    percents = {"change_percent": "pct", "share_percent": "share", "completion_percent": "done"}
    direction = item.get("dir", "increase" if change is not None else None)
    return NarrativeRow(
        narrative_id=content_id(document.document_id, "narrative", number),
        document_id=document.document_id,
        sentence=item.get("sentence", f"{item['item']}{item.get('amount')}万元。"),
        ordinal=number,
        raw_label=item.get("label", item["item"]),
        item=item["item"],
        code=item.get("code"),
        fund=item.get("fund"),
        amount=yuan(item.get("amount")),
        quantity=None if item.get("quantity") is None else Decimal(item["quantity"]),
        measure_unit="万元" if "amount" in item else "个",
        fiscal_year=item.get("year", document.fiscal_year),
        stage=item.get("stage", document.stage),
        direction=direction,
        change_amount=yuan(change),
        base_year=None if direction is None else (document.fiscal_year or 0) - 1,
        base_stage=None if direction is None else document.stage,
        share_of=item.get("of"),
        reason=item.get("reason"),
        **{column: Decimal(str(item[key])) for column, key in percents.items() if key in item},
    )


def broken(case: dict[str, Any]) -> dict[str, Any]:
    """The case with its `break` applied."""
    changed = copy.deepcopy(case)
    change = changed.pop("break")
    if "document" in change:
        changed["document"] = changed.get("document", {}) | change["document"]
    elif "retable" in change:
        changed["retable"] = change["retable"]
    elif "forms" in change:
        kind, number = change["forms"]
        changed["forms"][kind] = number
    elif "rehead" in change:
        before, after = change["rehead"]
        for item in changed["figures"]:
            item["head"] = after if item["head"] == before else item["head"]
    elif "cells" in change:
        kind, row, column = change["cells"]
        changed["cells"][kind][row][column] = change["text"]
    else:
        (where, index), *values = change.items()
        changed[where][index] |= dict(values)
    return changed


def files_of(case: dict[str, Any], unit: str) -> list[ParsedFile]:
    """The files of a case, its own document first, all of a unit of their own."""
    documents = [case, *case.get("other", [])]
    return [
        document_of({**item, "document": {"unit_name": unit} | item.get("document", {})}, f"{unit}{number}")
        for number, item in enumerate(documents)
    ]


def evaluate(cases: dict[str, dict[str, Any]]) -> dict[str, list[CheckRow]]:
    """What the checks say of the own document of each case; all cases share one warehouse, each its own unit."""
    files = {unit: files_of(case, unit) for unit, case in cases.items()}
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest([file for group in files.values() for file in group])
        run_checks(warehouse.connection)
        results = warehouse.check_results()
    own = {group[0].documents[0].document.document_id: unit for unit, group in files.items()}
    said: dict[str, list[CheckRow]] = {unit: [] for unit in cases}
    for result in results:
        if result.document_id in own:
            said[own[result.document_id]].append(result)
    return said


@pytest.fixture(scope="module")
def said() -> dict[str, list[CheckRow]]:
    """What the checks say of every case, right and broken."""
    right = {f"{check_id}.right": case for check_id, case in CASES.items()}
    return evaluate(right | {f"{check_id}.wrong": broken(case) for check_id, case in CASES.items()})


def test_every_check_has_a_case_and_every_case_a_check() -> None:
    assert {check.check_id for check in checks()} == set(CASES)


@pytest.mark.parametrize("check_id", CASES)
def test_a_check_passes_on_what_is_right_and_fails_on_what_is_wrong(
    check_id: str, said: dict[str, list[CheckRow]]
) -> None:
    right = [result for result in said[f"{check_id}.right"] if result.check_id == check_id]
    assert {result.status for result in right} == {"passed"}, right
    wrong = [
        result
        for result in said[f"{check_id}.wrong"]
        if result.check_id == check_id and result.status == "failed"
    ]
    assert wrong, "the broken case passes"
    assert all(result.message and result.severity in ("error", "warning", "info") for result in wrong)


@pytest.fixture(scope="module")
def empty_results() -> list[CheckRow]:
    """What every check says of documents without tables and text, one of each kind."""
    kinds = [("dept_budget", "initial_budget"), ("dept_final", "final"), ("gov_final", "final")]
    files = [
        document_of({"document": {"kind": k, "stage": s, "scope": None, "region_code": None}}, n)
        for n, (k, s) in enumerate(kinds)
    ]
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest(files)
        run_checks(warehouse.connection)
        return warehouse.check_results()


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.check_id)
def test_a_check_says_when_it_does_not_apply(check: Check, empty_results: list[CheckRow]) -> None:
    said = {result.status for result in empty_results if result.check_id == check.check_id}
    assert said == {"not_applicable"}


def test_every_finding_has_words_even_where_the_document_says_nothing_of_itself() -> None:
    unsaid = ("fiscal_year", "stage", "row_label", "unit_name", "raw_label")

    def silent(row: Any) -> Any:
        return replace(row, **dict.fromkeys(filter(row.__dataclass_fields__.__contains__, unsaid)))

    files = [
        replace(
            file,
            documents=tuple(
                replace(
                    one,
                    document=silent(one.document),
                    figures=tuple(map(silent, one.figures)),
                    narratives=tuple(map(silent, one.narratives)),
                )
                for one in file.documents
            ),
        )
        for unit, case in CASES.items()
        for file in files_of(broken(case), unit)
    ]
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest(files)
        run_checks(warehouse.connection)
        found = [result for result in warehouse.check_results() if result.status == "failed"]
    assert "sangong_sum" in {result.check_id for result in found}
    assert all(result.message for result in found)


def test_running_again_replaces_and_other_documents_stay() -> None:
    files = [*files_of(CASES["balance_sides"], "甲局"), *files_of(CASES["sangong_sum"], "乙局")]
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest(files)
        everything = run_checks(warehouse.connection)
        before = warehouse.check_results()
        one = files[0].documents[0].document.document_id
        assert 0 < run_checks(warehouse.connection, [one]) < everything
        assert warehouse.check_results() == before
        assert run_checks(warehouse.connection, []) == 0


def test_a_neighbour_in_time_is_checked_again_with_a_new_document() -> None:
    this_year, last_year = files_of(CASES["stated_base"], "甲局")
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest([this_year])
        run_checks(warehouse.connection)
        warehouse.ingest([last_year])
        run_checks(warehouse.connection, [last_year.documents[0].document.document_id])
        found = warehouse.check_results([this_year.documents[0].document.document_id])
    assert [result.status for result in found if result.check_id == "stated_base"] == ["passed"]


def test_findings_are_the_same_whichever_document_came_first() -> None:
    files = [file for unit, case in CASES.items() for file in files_of(broken(case), unit)]
    with Warehouse.in_memory() as whole:
        whole.ingest(files)
        run_checks(whole.connection)
        wanted = whole.check_results()
    random.Random(7).shuffle(files)
    with Warehouse.in_memory() as grown:
        for start in range(0, len(files), 60):
            touched = grown.ingest(files[start : start + 60]).touched
            run_checks(grown.connection, touched)
        assert grown.check_results() == wanted


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.check_id)
def test_what_a_finding_names_is_in_one_order(check: Check) -> None:
    for listed, order in re.findall(r"list\(([\w.]+) ORDER BY ([^()]+)\)", check.sql):
        assert order.split(", ")[-1] == listed


def test_amounts_are_compared_within_the_rounding_of_their_terms() -> None:
    near, far = copy.deepcopy(CASES["nature_split"]), copy.deepcopy(CASES["nature_split"])
    near["figures"][0]["amount"], far["figures"][0]["amount"] = 10.02, 10.03
    said = evaluate({"near": near, "far": far})
    status = {
        unit: {r.status for r in results if r.check_id == "nature_split"} for unit, results in said.items()
    }
    assert status == {"near": {"passed"}, "far": {"failed"}}


def test_a_sum_is_not_judged_where_a_line_has_a_name_that_stands_for_no_code() -> None:
    common = {"t": "gpb_expenditure", "head": "合计", "fund": "general_public", "nature": "total"}
    known = {**common, "classification": "functional", "row_code": None}
    lines = [
        {**known, "label": "司法", "code": "20406", "amount": 30},
        {**known, "label": "行政运行", "code": "2040601", "amount": 20},
        {**common, "label": "新设的项", "row_code": None, "amount": 10},
    ]
    printed = [lines[0] | {"row_code": "20406"}, lines[1] | {"row_code": "2040601"}, lines[2]]
    said = evaluate({"by name": {"figures": lines}, "by code": {"figures": printed}})
    status = {
        unit: {r.status for r in results if r.check_id == "code_hierarchy"} for unit, results in said.items()
    }
    assert status == {"by name": {"not_applicable"}, "by code": {"failed"}}


def test_what_the_levels_above_grant_is_not_compared_with_what_is_paid_to_those_below() -> None:
    paid = {
        "t": "gov_transfers",
        "label": "一般性转移支付支出",
        "item": "transfer.general",
        "fund": "general_public",
        "amount": 80,
    }
    said = {"item": "transfer.general", "amount": 90, "label": "一般性转移支付"}
    county = {"document": {"kind": "gov_final", "stage": "final"}, "figures": [paid]}
    above = county | {"text": [said | {"sentence": "自治区补助我州的转移性支出中，一般性转移支付90万元。"}]}
    below = county | {"text": [said | {"sentence": "州对县的转移性支出中，一般性转移支付90万元。"}]}
    found = evaluate({"above": above, "below": below})
    status = {
        unit: {r.status for r in results if r.check_id == "narrative_table"}
        for unit, results in found.items()
    }
    assert status == {"above": {"not_applicable"}, "below": {"failed"}}


def test_what_the_grants_pay_for_a_subject_is_compared_with_the_budget_that_has_it() -> None:
    table = CASES["narrative_table"]["figures"][0]
    grants = {
        "item": "fiscal_grant.expenditure.function",
        "code": "205",
        "fund": "fiscal_grant",
        "label": "教育支出",
    }
    balance = {**table, "t": "fiscal_grant_balance", "fund": "fiscal_grant", "nature": None, "amount": 950}
    said = evaluate(
        {
            "right": {"figures": [table], "text": [grants | {"amount": 934.13}]},
            "wrong": {"figures": [table], "text": [grants | {"amount": 943.13}]},
            "carried over": {"figures": [table, balance], "text": [grants | {"amount": 950}]},
        }
    )
    status = {
        unit: {r.status for r in results if r.check_id == "narrative_table"} for unit, results in said.items()
    }
    assert status == {"right": {"passed"}, "wrong": {"failed"}, "carried over": {"passed"}}


def test_the_command_shows_what_was_found_and_lists_it(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path) as warehouse:
        warehouse.ingest(files_of(broken(CASES["balance_sides"]), "甲局"))
    shown = CliRunner().invoke(app, ["check", "--home", str(tmp_path), "--format", "csv"])
    assert shown.exit_code == 0
    assert "balance_sides,error,1,0,1,收支平衡表两边总计相等" in shown.output
    listed = CliRunner().invoke(
        app, ["check", "--home", str(tmp_path), "--show", "balance_sides", "--format", "csv"]
    )
    assert (
        "甲局,2024,dept_budget,收支平衡表两边总计相等：部门收支总体情况表：100.00 ≠ 101.00 万元，差 -1.00"
        in listed.output
    )
    unknown = CliRunner().invoke(app, ["check", "--home", str(tmp_path), "--show", "nothing"])
    assert isinstance(unknown.exception, WarehouseError)
    assert "There is no check nothing" in str(unknown.exception)


@pytest.mark.parametrize(
    ("left", "right", "message"),
    [
        ("804395.20", "804395.02", "合计：某表：804395.20 ≠ 804395.02 元，差 0.18"),
        ("1010000.00", "1000000.00", "合计：某表：101.00 ≠ 100.00 万元，差 1.00"),
    ],
)
def test_a_difference_that_ten_thousands_would_hide_is_said_in_yuan(
    left: str, right: str, message: str
) -> None:
    with Warehouse.in_memory() as warehouse:
        said = warehouse.connection.execute(
            f"SELECT {comparison('合计', '≠')} FROM (SELECT '某表' AS subject, {left} AS left_value, {right} AS right_value)"
        ).fetchall()
    assert said == [(message,)]


def test_a_check_says_nothing_of_kinds_that_it_does_not_apply_to() -> None:
    case = broken(CASES["plan_period"]) | {"document": {"kind": "gov_budget"}}
    assert "plan_period" not in {result.check_id for result in evaluate({"a": case})["a"]}


def test_a_check_file_without_its_header_is_refused(tmp_path: Path) -> None:
    (tmp_path / "nameless.sql").write_text("SELECT 1", encoding="utf-8")
    with pytest.raises(WarehouseError, match=r"nameless\.sql has no line `-- title_zh"):
        checks(tmp_path)
    header = "-- title_zh: a\n-- title_en: b\n-- identity: I1\n-- severity: fatal\n-- applies: dept_budget\nSELECT 1"
    (tmp_path / "nameless.sql").write_text(header, encoding="utf-8")
    checks.cache_clear()
    with pytest.raises(WarehouseError, match="unknown severity"):
        checks(tmp_path)


def test_the_identities_of_the_catalogue_are_evaluated() -> None:
    named = {identity for check in checks() for identity in check.identities}
    catalogue = (
        {f"I{n}" for n in range(1, 22)} | {f"J{n}" for n in range(1, 11)} | {f"G{n}" for n in range(1, 6)}
    )
    assert named == catalogue | {f"N{n}" for n in range(1, 7)} | {"T1", "T2", "T3"}


def test_the_page_of_checks_is_up_to_date() -> None:
    printed = (Path(__file__).parent.parent / "docs/checks.md").read_text(encoding="utf-8")
    assert printed == page(), "run python -m warehouse.checks_page > docs/checks.md"


def test_the_quality_of_a_document_follows_from_severity_not_from_the_number_of_findings() -> None:
    cases = {
        "errors": broken(CASES["balance_sides"]),
        "warnings": broken(CASES["direction_chosen"]),
        "clean": broken(CASES["telephone"]) | {"text": [{"item": "gpb.expenditure", "amount": 1}]},
        "empty": {},
    }
    files = [file for unit, case in cases.items() for file in files_of(case, unit)]
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest(files)
        run_checks(warehouse.connection)
        graded = warehouse.connection.execute(
            "SELECT unit_name, grade FROM out.data_quality WHERE level = 'document' AND unit_name IS NOT NULL"
        ).fetchall()
    assert {(unit, grade) for unit, grade in graded} == {(unit, unit) for unit in cases}
