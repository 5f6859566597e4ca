"""The outputs on docs/for-researchers.md are those of the demo: read from the page, asked again, written back.

    python tests/researchers_page.py HOME

writes the page anew from HOME, the data directory of `gongkai demo` after its correction.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import duckdb

from warehouse.query import Answer, ask, open_release

PAGE = Path(__file__).parent.parent / "docs" / "for-researchers.md"
BLOCK = re.compile(r"(```sql\n(.*?)```\n\n)((?:\|[^\n]*\n)+)", re.DOTALL)
"""A query, and the table of its output below it."""


def filled(page: str, connection: duckdb.DuckDBPyConnection) -> str:
    """The page with every query's output as it is now."""
    return BLOCK.sub(lambda block: block[1] + _table(ask(connection, block[2])), page)


def _table(answer: Answer) -> str:
    numbers = [
        kind.startswith(("DECIMAL", "DOUBLE")) or kind in ("INTEGER", "BIGINT") for kind in answer.types
    ]
    lines = [
        "| " + " | ".join(answer.columns) + " |",
        "|" + "|".join("---:" if number else "---" for number in numbers) + "|",
        *(
            "| "
            + " | ".join(_cell(value, kind) for value, kind in zip(row, answer.types, strict=True))
            + " |"
            for row in answer.rows
        ),
    ]
    return "\n".join(lines) + "\n"


def _cell(value: object, kind: str) -> str:
    if value is None:
        return ""
    return f"{value:,}" if kind.startswith("DECIMAL") else str(value)


if __name__ == "__main__":
    PAGE.write_text(
        filled(PAGE.read_text(encoding="utf-8"), open_release(Path(sys.argv[1]))), encoding="utf-8"
    )
