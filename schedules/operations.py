"""What operations leave in the warehouse: `ops.run` and `ops.portal_health`, so that SQL and the report know how the nights went."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

import duckdb

from schedules.runs import RunRecord
from warehouse.transaction import transaction


def note(connection: duckdb.DuckDBPyConnection, record: RunRecord) -> None:
    """Write (or replace) the rows of one run; names and messages only, never personal data."""
    started = datetime.fromisoformat(record.started_at).replace(tzinfo=None)
    with transaction(connection):
        connection.execute("DELETE FROM ops.run WHERE run_id = ?", [record.run_id])
        connection.execute("DELETE FROM ops.portal_health WHERE run_id = ?", [record.run_id])
        stage = next((name for name, state in record.stages.items() if state != "done"), "publish")
        summary = json.dumps(
            {"files": record.files, "figures": record.figures, "checks": record.checks}, ensure_ascii=False
        )
        connection.execute(
            "INSERT INTO ops.run (run_id, started_at, finished_at, status, stage, summary) VALUES (?, ?, NULL, ?, ?, ?)",
            [record.run_id, started, "running", stage, summary],
        )
        for source in record.sources:
            row = asdict(source)
            message = "; ".join([*row["findings"], *([row["detail"]] if row["detail"] else [])])
            connection.execute(
                "INSERT INTO ops.portal_health (portal_id, run_id, checked_at, status, pages, documents, failures, message) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    *(source.portal_id, record.run_id, started, source.outcome, source.requests),
                    *(source.disclosures, source.failed, message or None),
                ],
            )
