"""Human corrections of published figures, each guarded by the value it expects.

A correction never touches `core.figure`: it becomes rows of `ops.correction`, one per figure, and the views use the corrected value. If
the figure no longer has the expected value (the publisher repaired it, or it is read better now) the correction is `stale`, is not
applied, and says so. Entries stand in `warehouse/corrections/*.yml` and in the folder `corrections` of the data directory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import duckdb
import yaml

from warehouse.errors import ReferenceDataError
from warehouse.transaction import transaction

CORRECTIONS = Path(__file__).parent / "corrections"
ACTIONS = ("drop", "override", "scale", "flag")
PLACES = (
    "figure_id",
    "document_id",
    "file_sha256",
    "table_kind",
    "row_code",
    "row_label",
    "item",
    "code",
    "fund",
)
YEARS = ("fiscal_year", "stage", "nature", "column_index", "row_index")


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of a corrections file.

    `where` selects figures by column; `expect` is the amount in yuan that each of them must have; `value` is the new amount
    (override) or the factor (scale).
    """

    correction_id: str
    action: str
    where: Mapping[str, Any]
    expect: Decimal | None
    reason: str
    reporter: str
    source: str
    value: Decimal | None = None
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many figures the corrections changed, and those that no longer fit."""

    applied: int = 0
    stale: tuple[str, ...] = field(default=())


def read_corrections(folders: Iterable[Path]) -> list[Correction]:
    """All entries of the `*.yml` files of some folders, ordered by id.

    Raises:
        ReferenceDataError: an entry that lacks something, or two entries with one id.
    """
    found: dict[str, Correction] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.yml")):
            for entry in yaml.safe_load(path.read_text(encoding="utf-8")) or []:
                correction = _read(path, entry)
                if correction.correction_id in found:
                    raise ReferenceDataError(f"{path.name}: the id {correction.correction_id} is used twice.")
                found[correction.correction_id] = correction
    return [found[name] for name in sorted(found)]


def _read(path: Path, entry: Mapping[str, Any]) -> Correction:
    name = entry.get("id", "?")
    try:
        correction = Correction(
            correction_id=str(entry["id"]),
            action=entry["action"],
            where=dict(entry["where"]),
            expect=None if entry["expect"] is None else Decimal(str(entry["expect"])),
            reason=entry["reason"],
            reporter=entry["reporter"],
            source=entry["source"],
            value=Decimal(str(entry["value"])) if "value" in entry else None,
            decided_on=entry.get("decided_on"),
        )
    except KeyError as error:
        raise ReferenceDataError(f"{path.name}, {name}: {error.args[0]} is missing.") from error
    except InvalidOperation as error:
        raise ReferenceDataError(f"{path.name}, {name}: expect and value are amounts in yuan.") from error
    if correction.action not in ACTIONS:
        raise ReferenceDataError(f"{path.name}, {name}: action is one of {', '.join(ACTIONS)}.")
    if correction.action in ("override", "scale") and correction.value is None:
        raise ReferenceDataError(f"{path.name}, {name}: {correction.action} needs a value.")
    unknown = sorted(set(correction.where) - {*PLACES, *YEARS})
    if unknown or not {"figure_id", "document_id", "file_sha256"} & set(correction.where):
        raise ReferenceDataError(
            f"{path.name}, {name}: where names a figure_id, document_id or file_sha256, and may narrow it by "
            f"{', '.join((*PLACES[3:], *YEARS))}" + (f", not by {unknown[0]}." if unknown else ".")
        )
    return correction


def apply_corrections(connection: duckdb.DuckDBPyConnection, corrections: Iterable[Correction]) -> Outcome:
    """Resolve corrections against the figures; replaces all rows of `ops.correction`."""
    rows: list[list[Any]] = []
    stale = []
    for correction in corrections:
        found = _figures(connection, correction)
        fitting = [row for row in found if row[2] == correction.expect]
        if not fitting:
            stale.append(correction.correction_id)
            shown = str(found[0][2]) if found else None
            rows.append(_row(correction, "stale", None, None, shown, None))
        for figure_id, document_id, amount in fitting:
            corrected = _corrected(correction, amount)
            rows.append(_row(correction, "applied", document_id, figure_id, str(amount), corrected))
    with transaction(connection):
        connection.execute("DELETE FROM ops.correction")
        if rows:
            marks = ", ".join("?" * 13)
            connection.executemany(f"INSERT INTO ops.correction VALUES ({marks})", rows)
    return Outcome(sum(row[2] == "applied" for row in rows), tuple(stale))


def _figures(
    connection: duckdb.DuckDBPyConnection, correction: Correction
) -> list[tuple[str, str, Decimal | None]]:
    aliases = {"file_sha256": "d.file_sha256", "table_kind": "t.kind", "document_id": "f.document_id"}
    conditions = [f"{aliases.get(name, f'f.{name}')} = ?" for name in correction.where]
    rows = connection.execute(
        "SELECT f.figure_id, f.document_id, f.amount FROM core.figure f"
        " JOIN core.document d ON d.document_id = f.document_id"
        " LEFT JOIN core.extracted_table t ON t.table_id = f.table_id"
        f" WHERE {' AND '.join(conditions)} ORDER BY f.figure_id",
        list(correction.where.values()),
    ).fetchall()
    return [(row[0], row[1], row[2]) for row in rows]


def _corrected(correction: Correction, amount: Decimal | None) -> str | None:
    if correction.action == "override":
        return str(correction.value)
    if correction.action == "scale" and amount is not None and correction.value is not None:
        return str(round(amount * correction.value, 2))
    return None


def _row(
    correction: Correction,
    status: str,
    document_id: str | None,
    figure_id: str | None,
    found: str | None,
    corrected: str | None,
) -> list[Any]:
    return [
        correction.correction_id,
        correction.action,
        status,
        document_id,
        figure_id,
        "amount",
        None if correction.expect is None else str(correction.expect),
        found,
        corrected,
        correction.reason,
        correction.reporter,
        correction.source,
        correction.decided_on,
    ]
