"""Golden tables: one file per layout in `tests/golden/tables`, a small table and everything that it must yield.

A file without `figures` fails and prints what was read: look at it, cell by cell, and paste it in (`docs/add-a-table-kind.md`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from table_makers import make_table

from loaders.figures import Context, TableYield, table_figures
from warehouse.records import FigureRow

GOLDEN = sorted((Path(__file__).parent / "golden/tables").glob("*.yml"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_known_layout_yields_what_a_person_checked(path: Path) -> None:
    golden = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = read(golden)
    got = {
        "kind": found.tables[0].kind,
        "figures": [figure_line(figure) for figure in found.figures if figure.value_state != "blank"],
        "projects": [f"{p.project_name} | {p.unit_name} | {p.amount}" for p in found.projects],
        "indicators": [
            " | ".join(
                str(part)
                for part in (
                    i.level1,
                    i.level2,
                    i.level3,
                    i.operator,
                    i.target_value,
                    i.measure_unit,
                    i.grades,
                )
            )
            for i in found.indicators
        ],
    }
    expected = {key: golden.get(key, []) for key in got}
    assert got == expected, "\n" + yaml.safe_dump(got, allow_unicode=True, width=200, sort_keys=False)


def read(golden: dict[str, Any]) -> TableYield:
    table = make_table(rows_of(golden), golden.get("captions", ()))
    return table_figures("golden", [table], context_of(golden))


def context_of(golden: dict[str, Any]) -> Context:
    about = golden["document"]
    return Context(
        fiscal_year=about["fiscal_year"],
        stage=about["stage"],
        kind=about["kind"],
        declared_unit=about["unit"],
        unit_name=about.get("unit_name"),
        three_public=about.get("three_public", "initial_budget"),
        county=about.get("county", False),
    )


def rows_of(golden: dict[str, Any]) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in golden["rows"].rstrip("\n").split("\n")]


def figure_line(figure: FigureRow) -> str:
    """A figure as one line: row, column, raw → value; year and stage; flow, fund, nature; item, code; role and group."""
    row = " ".join(part for part in (figure.row_code, figure.row_label) if part) or "(no label)"
    value = (
        figure.value_state
        if figure.value_state != "value"
        else (
            f"{figure.amount} yuan"
            if figure.amount is not None
            else f"{figure.quantity} {figure.measure_unit or ''}".strip()
        )
    )
    facets = [figure.fiscal_year, figure.stage, figure.flow, figure.fund, figure.nature]
    return " | ".join(
        [
            row,
            "/".join(figure.column_path),
            f"{figure.raw} = {value}" + ("" if figure.measure == "amount" else f" ({figure.measure})"),
            " ".join(str(facet or "-") for facet in facets),
            f"{figure.item or '-'} {figure.classification or '-'} {figure.code or '-'}",
            (figure.row_role or "-") + (f" < {figure.row_group}" if figure.row_group else ""),
        ]
    )
