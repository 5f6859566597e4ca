"""Load what a data directory holds in random orders, in batches of random sizes, twice, and check it: raw and core must
hold the same rows.

    PYTHONPATH=.:tests python tests/benchmarks/warehouse/orders.py HOME [ORDERS]

The parsed files are taken back out of the warehouse of HOME (its tables hold everything that parsing gave), so nothing is parsed again.
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections import defaultdict
from dataclasses import fields
from pathlib import Path
from typing import Any

from warehouse.checks import run_checks
from warehouse.fingerprint import fingerprints
from warehouse.records import CaptureRow, ParsedDocument, ParsedFile
from warehouse.staging import CHILDREN, RECORDS, columns
from warehouse.store import Warehouse

NAMES = {
    "core.extracted_table": "tables",
    "core.extracted_cell": "cells",
    "core.figure": "figures",
    "core.narrative": "narratives",
}
NAMES |= {"core.project": "projects", "core.performance_indicator": "indicators", "core.passage": "passages"}


def rows(warehouse: Warehouse, table: str) -> list[Any]:
    """The records of a table, in the order of its key."""
    kind, names = RECORDS[table], columns(table)
    tuples = {field.name for field in fields(kind) if "tuple" in str(field.type)}
    found = warehouse.connection.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY ALL").fetchall()
    return [
        kind(
            **{
                name: tuple(value or ()) if name in tuples else value
                for name, value in zip(names, row, strict=True)
            }
        )
        for row in found
    ]


def stored(home: Path) -> tuple[list[ParsedFile], list[CaptureRow]]:
    """Every file of a warehouse as it was parsed, with the captures."""
    with Warehouse.open(home, read_only=True) as warehouse:
        table_of = {row.table_id: row.document_id for row in rows(warehouse, "core.extracted_table")}
        parts: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for table in CHILDREN:
            for row in rows(warehouse, table):
                document = table_of[row.table_id] if table == "core.extracted_cell" else row.document_id
                parts[document][NAMES[table]].append(row)
        documents = defaultdict(list)
        for row in rows(warehouse, "core.document"):
            documents[row.file_sha256].append(
                ParsedDocument(
                    document=row, **{name: tuple(found) for name, found in parts[row.document_id].items()}
                )
            )
        files = [
            ParsedFile(file=row, documents=tuple(documents[row.file_sha256]))
            for row in rows(warehouse, "raw.file")
        ]
        return files, rows(warehouse, "raw.capture")


def digest(files: list[ParsedFile], captures: list[CaptureRow], seed: int, times: int) -> str:
    """The digest of everything held after loading in an order of its own."""
    chance = random.Random(seed)
    with Warehouse.in_memory() as warehouse:
        for _ in range(times):
            order, seen = files[:], captures[:]
            chance.shuffle(order)
            chance.shuffle(seen)
            while order:
                size = chance.randint(1, 40)
                batch, order = order[:size], order[size:]
                shas = {one.file.file_sha256 for one in batch}
                warehouse.ingest(batch, [row for row in seen if row.file_sha256 in shas])
        run_checks(warehouse.connection)
        return hashlib.sha256(repr(fingerprints(warehouse.connection)).encode()).hexdigest()


def main(home: Path, orders: int) -> None:
    """Compare."""
    files, captures = stored(home)
    print(
        f"{len(files)} files, {sum(len(part.figures) for one in files for part in one.documents):,} figures",
        flush=True,
    )
    found = set()
    for seed in range(orders):
        for times in (1, 2):
            one = digest(files, captures, seed, times)
            found.add(one)
            print(f"order {seed}, loaded {times} time(s): {one[:16]}", flush=True)
    print("identical" if len(found) == 1 else f"{len(found)} DIFFERENT warehouses")
    sys.exit(len(found) != 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3)
