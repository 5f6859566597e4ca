"""`report.html` of a release: one file, readable offline and on a phone."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from importlib import resources
from typing import Any

import duckdb
import yaml
from jinja2 import Environment

FOLDER = resources.files("warehouse.report")


def render(connection: duckdb.DuckDBPyConnection, version: str, published_at: datetime) -> str:
    """The report as HTML: what `queries.yml` asks of a release, laid out by `page.html.j2`.

    The same release, version and time give the same bytes. Texts are escaped by the template; data travels as JSON.
    """
    queries: dict[str, str] = yaml.safe_load((FOLDER / "queries.yml").read_text(encoding="utf-8"))
    data = {name: _rows(connection, query) for name, query in queries.items()}
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((FOLDER / "page.html.j2").read_text(encoding="utf-8"))
    return template.render(
        version=version,
        published_at=published_at.strftime("%Y-%m-%d %H:%M UTC"),
        totals=data.pop("totals")[0],
        data=_script_safe(data),
        style=(FOLDER / "page.css").read_text(encoding="utf-8"),
        script=(FOLDER / "page.js").read_text(encoding="utf-8"),
    )


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, map(_plain, row), strict=True)) for row in cursor.fetchall()]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date | datetime) else value


def _script_safe(data: dict[str, Any]) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
