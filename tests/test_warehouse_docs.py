"""The researchers' page keeps its promises: every query in it runs, every table it names exists."""

from __future__ import annotations

import re
from pathlib import Path

from warehouse.store import Warehouse

PAGE = (Path(__file__).parent.parent / "docs" / "for-researchers.md").read_text(encoding="utf-8")


def test_every_query_of_the_page_runs() -> None:
    queries = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
    assert len(queries) == 10
    with Warehouse.in_memory() as warehouse:
        for query in queries:
            warehouse.connection.execute(query).fetchall()


def test_every_table_of_the_page_exists() -> None:
    named = set(re.findall(r"`((?:core|out|ref|ops)\.\w+)`", PAGE))
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \|$", PAGE, re.MULTILINE)
    named |= {f"out.{name}" for row in rows for name in re.findall(r"`(\w+)`", row)}
    with Warehouse.in_memory() as warehouse:
        known = {
            row[0]
            for row in warehouse.connection.execute(
                "SELECT table_schema || '.' || table_name FROM information_schema.tables"
            ).fetchall()
        }
    assert named <= known
