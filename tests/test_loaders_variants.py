"""Every golden table in other outward forms yields the same figures."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from table_makers import make_table
from test_loaders_golden_tables import GOLDEN, context_of, rows_of
from variants import FACETS, VARIANTS, DoesNotApplyError, marked, varied

from loaders.document import Table
from loaders.figures import Context, table_figures

GAPS: dict[str, set[str]] = {
    "header_taken_apart": {
        "gov_bonds_behind_investment",
        "gov_debt_issued_and_repaid",
        "gov_transfers_code_and_name",
        "shaanxi_overall_tasks",
        "shanghai_final_names_in_totals",
    },
    "header_repeated": {
        "final_planned_and_bought",
        "form_without_indicator_header",
        "gov_debt_issued_and_repaid",
        "shaanxi_overall_tasks",
        "shanghai_final_names_in_totals",
    },
    "header_at_the_bottom": {
        "assets_vehicles_across",
        "gov_debt_service_by_year",
        "jiangxi_assets_vehicles",
        "shaanxi_overall_tasks",
        "staff_at_end_of_year",
    },
    "columns_numbered": {"shaanxi_overall_tasks"},
    "unit_in_headers": {"gov_social_basics"},
    "blank_columns": {"shanghai_final_names_in_totals"},
}
"""Golden tables that a variant leaves too little of to tell what they are."""


def meant(table: Table, context: Context) -> dict[tuple[float | None, float | None], tuple[Any, ...]]:
    """What each cell of the original says."""
    return {
        (figure.x0, figure.y0): tuple(getattr(figure, facet) for facet in FACETS)
        for figure in table_figures("golden", [table], context).figures
        if figure.value_state == "value"
    }


@pytest.fixture(scope="module")
def originals() -> dict[str, tuple[Table, Context, dict[tuple[float | None, float | None], tuple[Any, ...]]]]:
    """The golden tables and what they say."""
    found = {}
    for path in GOLDEN:
        golden = yaml.safe_load(path.read_text(encoding="utf-8"))
        table, context = marked(make_table(rows_of(golden), golden.get("captions", ()))), context_of(golden)
        found[path.stem] = table, context, meant(table, context)
    return found


@pytest.mark.parametrize("name", VARIANTS)
def test_a_table_says_the_same_in_another_form(name: str, originals: Any) -> None:
    changed = set()
    for stem, (table, context, said) in originals.items():
        try:
            other = varied(table, VARIANTS[name])
        except DoesNotApplyError:
            continue
        if meant(other, context) != said:
            changed.add(stem)
    assert changed == GAPS.get(name, set())
