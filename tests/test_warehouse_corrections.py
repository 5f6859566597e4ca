"""Human corrections: guarded, written down, the original kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from warehouse_samples import parsed, sha

from warehouse.corrections import apply_corrections, read_corrections
from warehouse.errors import ReferenceDataError
from warehouse.store import Warehouse

ENTRY = {
    "id": "1",
    "action": "override",
    "where": {"file_sha256": sha("a"), "item": "sangong.total"},
    "expect": "1000.00",
    "value": "100.00",
    "reason": "a digit too many",
    "reporter": "somebody",
    "source": "the narrative of the same document",
}


def written(folder: Path, **changes: Any) -> Path:
    entry = {key: value for key, value in (ENTRY | changes).items() if value is not None}
    (folder / "one.yml").write_text(yaml.safe_dump([entry], allow_unicode=True), encoding="utf-8")
    return folder


def amounts(folder: Path) -> list[tuple[Any, ...]]:
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest([parsed("a")])
        apply_corrections(warehouse.connection, read_corrections([folder]))
        original = warehouse.connection.execute(
            "SELECT amount::VARCHAR FROM core.figure ORDER BY ALL"
        ).fetchall()
        assert original == [("1000.00",), ("400.00",)]
        return warehouse.connection.execute(
            "SELECT item, amount::VARCHAR FROM out.three_public ORDER BY item"
        ).fetchall()


def test_an_override_changes_the_view_and_keeps_the_original(tmp_path: Path) -> None:
    assert amounts(written(tmp_path)) == [("sangong.abroad", "400.00"), ("sangong.total", "100.00")]


def test_a_scale_repairs_a_slip_of_the_unit(tmp_path: Path) -> None:
    scaled = written(tmp_path, action="scale", value="0.0001")
    assert amounts(scaled) == [("sangong.abroad", "400.00"), ("sangong.total", "0.10")]


def test_a_dropped_figure_leaves_the_views(tmp_path: Path) -> None:
    assert amounts(written(tmp_path, action="drop", value=None)) == [("sangong.abroad", "400.00")]


def test_a_flag_changes_nothing_but_is_on_record(tmp_path: Path) -> None:
    folder = written(tmp_path, action="flag", value=None)
    assert amounts(folder) == [("sangong.abroad", "400.00"), ("sangong.total", "1000.00")]


def test_a_correction_whose_expectation_fails_is_stale_and_not_applied(tmp_path: Path) -> None:
    folder = written(tmp_path, expect="999.00")
    assert amounts(folder) == [("sangong.abroad", "400.00"), ("sangong.total", "1000.00")]
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest([parsed("a")])
        outcome = apply_corrections(warehouse.connection, read_corrections([folder]))
        assert (outcome.applied, outcome.stale) == (0, ("1",))
        found = warehouse.connection.execute("SELECT status, expected, found FROM ops.correction").fetchall()
    assert found == [("stale", "999.00", "1000.00")]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reason": None}, "reason is missing"),
        ({"action": "guess"}, "action is one of"),
        ({"value": None}, "needs a value"),
        ({"where": {"item": "sangong.total"}}, "names a figure_id"),
        ({"where": {"file_sha256": "x", "colour": "red"}}, "not by colour"),
    ],
)
def test_an_incomplete_entry_is_refused(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(ReferenceDataError, match=message):
        read_corrections([written(tmp_path, **change)])


def test_the_corrections_that_ship_can_be_read() -> None:
    read_corrections([Path(__file__).parent.parent / "warehouse" / "corrections"])
