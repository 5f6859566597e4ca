"""The five seeds, rendered as documents again and read: how much of their truth arrives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from seeds.compare import Score, compare, load_truth, truth_cells
from seeds.render import FORMATS, render

from loaders import report
from loaders.hints import hints_of
from loaders.limits import Limits
from loaders.parse import parse_file
from warehouse.records import CaptureRow

# the least that each seed must reach, as it was measured; raise it when the loaders get better, never lower it
LEAST = {
    "000": {
        "cells": 1.0,
        "right": 1.0,
        "precise": 1.0,
        "facts": 0.98,
        "facts precise": 0.98,
        "indicators": 1.0,
    },
    "001": {
        "cells": 1.0,
        "right": 1.0,
        "precise": 1.0,
        "facts": 0.98,
        "facts precise": 0.98,
        "indicators": 1.0,
    },
    "002": {
        "cells": 1.0,
        "right": 1.0,
        "precise": 1.0,
        "facts": 0.98,
        "facts precise": 0.98,
        "indicators": 1.0,
    },
    "003": {
        "cells": 0.99,
        "right": 0.99,
        "precise": 0.99,
        "facts": 0.98,
        "facts precise": 0.98,
        "indicators": 1.0,
    },
    "004": {
        "cells": 1.0,
        "right": 1.0,
        "precise": 1.0,
        "facts": 0.98,
        "facts precise": 0.98,
        "indicators": 1.0,
    },
}


def read(path: Path, work: Path) -> dict[str, Any]:
    """The object of `gongkai parse --json`, without its detour through a child process."""
    parsed = parse_file(path, hints_of([CaptureRow(capture_id="", file_name=path.name)]), work, Limits())
    printed: dict[str, Any] = json.loads(
        json.dumps(report.as_json(parsed, []), ensure_ascii=False, default=str)
    )
    return printed


@pytest.mark.parametrize("seed", FORMATS)
def test_the_truth_of_a_seed_arrives(shared: Path, tmp_path: Path, seed: str) -> None:
    score = compare(load_truth(shared, seed), read(render(shared, seed, tmp_path), tmp_path))
    for name in ("year", "stage", "kind", "region", "unit"):
        assert score.hits[name] == score.totals[name] == 1, (name, str(score))
    for name, least in LEAST[seed].items():
        assert score.hits[name] >= least * score.totals[name], (name, str(score), score.missed[:20])


def test_a_seed_reads_the_same_from_another_format(shared: Path, tmp_path: Path) -> None:
    truth = load_truth(shared, "003")
    pdf = compare(truth, read(render(shared, "003", tmp_path, "pdf"), tmp_path))
    word = compare(truth, read(render(shared, "003", tmp_path, "docx"), tmp_path))
    assert abs(pdf.hits["right"] - word.hits["right"]) <= 3
    assert abs(pdf.hits["facts right"] - word.hits["facts right"]) <= 2


def test_the_comparison_can_fail(shared: Path) -> None:
    truth = load_truth(shared, "003")
    score = compare(truth, {"documents": []})
    assert score.hits.total() == 0
    assert score.totals["cells"] == len(list(truth_cells(truth))) == 145


def test_a_figure_answers_one_cell_and_a_wrong_year_is_not_right(shared: Path) -> None:
    truth = load_truth(shared, "003")
    cell = next(cell for cell in truth_cells(truth) if cell.code == "2080109")
    figure = {
        "figure_id": "f", "source": "table", "table_id": "t", "amount": str(cell.amount), "row_code": "2080109", "row_label": "",
        "fiscal_year": 2023, "stage": "final", "flow": "revenue", "fund": "all", "nature": None, "column_path": [], "raw": "",
    }  # fmt: skip
    tables = [{"table_id": "t", "kind": cell.kind}]
    lists: dict[str, list[Any]] = {"narratives": [], "projects": [], "performance_indicators": []}
    score = compare(truth, {"documents": [{"document": {}, "tables": tables, "figures": [figure], **lists}]})
    assert isinstance(score, Score)
    assert (score.hits["cells"], score.hits["right"], score.hits["precise"]) == (1, 0, 1)
