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

from warehouse.checks import checks

FOLDER = resources.files("warehouse.report")


def render(connection: duckdb.DuckDBPyConnection, version: str, published_at: datetime) -> str:
    """The report as HTML: what `queries.yml` asks of a release, laid out by `page.html.j2`.

    The same release, version and time give the same bytes. Texts are escaped by the template; data travels as JSON, each query as
    `{columns, rows}`: at 3,000 regions and ten years that is about a megabyte, as objects it would be four.
    """
    queries: dict[str, str] = yaml.safe_load((FOLDER / "queries.yml").read_text(encoding="utf-8"))
    data = {name: _table(connection, query) for name, query in queries.items()}
    totals = data.pop("totals")
    _with_titles(data["checks"])
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((FOLDER / "page.html.j2").read_text(encoding="utf-8"))
    return template.render(
        version=version,
        published_at=published_at.strftime("%Y-%m-%d %H:%M UTC"),
        totals=dict(zip(totals["columns"], totals["rows"][0], strict=True)),
        data=_script_safe(data),
        style=(FOLDER / "page.css").read_text(encoding="utf-8"),
        script=(FOLDER / "page.js").read_text(encoding="utf-8"),
    )


def _table(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, list[Any]]:
    cursor = connection.execute(query)
    columns = [column[0] for column in cursor.description or ()]
    return {"columns": columns, "rows": [list(map(_plain, row)) for row in cursor.fetchall()]}


def _with_titles(table: dict[str, list[Any]]) -> None:
    """Give every check the Chinese title its file carries."""
    titles = {check.check_id: check.title_zh for check in checks()}
    table["columns"].append("title")
    for row in table["rows"]:
        row.append(titles.get(row[table["columns"].index("id")], ""))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date | datetime) else value


def _script_safe(data: dict[str, Any]) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
