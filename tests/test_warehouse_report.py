"""The HTML report of a release: whole, safe and self-contained."""

import re
from datetime import UTC, datetime

from warehouse.report import render
from warehouse.store import Warehouse

AT = datetime(2026, 11, 21, tzinfo=UTC)


def test_an_empty_warehouse_still_has_a_report() -> None:
    with Warehouse.in_memory() as warehouse:
        first = render(warehouse.connection, "20261121", AT)
        assert first == render(warehouse.connection, "20261121", AT)
    assert "20261121" in first
    assert not re.search(r"(src|href)=[\"']https?:", first)


def test_printed_texts_cannot_become_markup() -> None:
    with Warehouse.in_memory() as warehouse:
        warehouse.connection.execute(
            "INSERT INTO core.document (document_id, file_sha256, kind, title, is_current, fiscal_year) "
            "VALUES ('d', 'f', 'other', '</script><script>alert(1)</script>', TRUE, 2024)"
        )
        page = render(warehouse.connection, "v", AT)
    assert "</script><script>alert" not in page
    assert "alert(1)" in page
