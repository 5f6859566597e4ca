"""What a failed check says: both sides in Chinese terms, the difference, and the pages that the numbers stand on.

Checks name tables, items, funds and stages by their ids, as SQL does; people read their Chinese names.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import duckdb

VOCABULARY = Path(__file__).parent / "vocabulary"
_ID = re.compile(r"(?<![A-Za-z0-9_.])[a-z][a-z_]*(?:\.[a-z_]+)*(?![A-Za-z0-9_])")
_VOCABULARIES = ("stage", "fund", "nature", "item", "table_kind")
_SHOWN_PAGES = 5

FAILED = """
    WITH named AS (
        SELECT result_id, unnest(figure_ids) AS figure_id FROM result WHERE status = 'failed'
    ), place(figure_id, page) AS (
        SELECT figure_id, page FROM cell UNION ALL SELECT narrative_id, page FROM stated
        UNION ALL SELECT project_id, page FROM core.project WHERE document_id IN (SELECT document_id FROM wanted)
        UNION ALL SELECT indicator_id, page FROM core.performance_indicator WHERE document_id IN (SELECT document_id FROM wanted)
    )
    SELECT r.result_id, r.message,
           list(DISTINCT p.page ORDER BY p.page) FILTER (p.page IS NOT NULL AND d.page_count > 1)
    FROM result AS r
    JOIN core.document AS d USING (document_id)
    LEFT JOIN named AS n ON n.result_id = r.result_id
    LEFT JOIN place AS p ON p.figure_id = n.figure_id
    WHERE r.status = 'failed'
    GROUP BY r.result_id, r.message
    ORDER BY r.result_id"""


def comparison(title: str, sign: str) -> str:
    """SQL of the message where a check compares two amounts: title, subject, both sides and their difference.

    Amounts are in 万元 with two places; what differs by less than a hundred yuan is said in yuan.
    """
    said = " || ".join(
        [
            f"'{title.replace(chr(39), chr(39) * 2)}：' || coalesce(subject || '：', '')",
            f"CASE WHEN abs(left_value - right_value) < 100 THEN printf('%.2f {sign} %.2f 元，差 %.2f', left_value, right_value, left_value - right_value)"
            f" ELSE printf('%.2f {sign} %.2f 万元，差 %.2f', left_value / 10000, right_value / 10000, (left_value - right_value) / 10000) END",
        ]
    )
    return f"({said})"


def say(connection: duckdb.DuckDBPyConnection) -> None:
    """Put the failed rows of the temporary table `result` into words for people."""
    found = connection.execute(FAILED).fetchall()
    connection.execute("CREATE OR REPLACE TEMP TABLE said (result_id BIGINT, message VARCHAR)")
    if found:
        connection.execute(
            "INSERT INTO said SELECT unnest(?::BIGINT[]), unnest(?::VARCHAR[])",
            [[row[0] for row in found], [words(row[1]) + pages(row[1], row[2]) for row in found]],
        )


def words(message: str) -> str:
    """The message with the Chinese names of tables, items, funds, natures and stages."""
    return _ID.sub(lambda found: names().get(found[0], found[0]), message)


def pages(message: str, found: list[int] | None) -> str:
    """`（第3、5页）`, unless the message already says a page."""
    if not found or re.search(r"第\d+页", message):
        return ""
    shown = "、".join(str(page) for page in found[:_SHOWN_PAGES])
    return f"（第{shown}{'…' if len(found) > _SHOWN_PAGES else ''}页）"


@cache
def names() -> dict[str, str]:
    """Chinese names by id; where two vocabularies share an id, the more special one speaks."""
    found: dict[str, str] = {}
    for vocabulary in _VOCABULARIES:
        with (VOCABULARY / f"{vocabulary}.csv").open(encoding="utf-8", newline="") as file:
            found |= {row[vocabulary]: row["name_zh"] for row in csv.DictReader(file)}
    return found
