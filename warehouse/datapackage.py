"""`datapackage.json`: the release described for machines (Frictionless Data Package, Table Schema)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse.codebook import vocabularies_of
from warehouse.comments import field_of, tables
from warehouse.exports import columns_of

TYPES = {
    "VARCHAR": "string",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
}
FISCAL = {
    "region_code": "administrative-classification:generic:level1:code",
    "region_name": "administrative-classification:generic:level1:label",
    "unit_id": "administrative-classification:generic:level2:code",
    "unit_name": "administrative-classification:generic:level2:label",
    "fiscal_year": "date:fiscal-year",
    "stage": "phase:id",
    "amount": "value",
    "code": "functional-classification:generic:level1:code",
    "flow": "direction",
    "fund": "fin-source:generic:level1:code",
}
"""Columns → column types of the Fiscal Data Package."""
CATEGORIES = 20
"""Values up to which a vocabulary is spelled out; longer ones stand in the codebook and in `ref_vocabulary`."""


def datapackage(
    release: duckdb.DuckDBPyConnection, names: Mapping[str, str], folder: Path, version: str, moment: datetime
) -> dict[str, Any]:
    """The package of the files that lie in a release folder.

    Args:
        release: the release's database.
        names: file name without ending → table.
        folder: the release's folder; only files that exist become resources.
        version: the release's version.
        moment: time of publication.
    """
    vocabularies = vocabularies_of(release)
    resources = []
    for name, table in sorted(names.items()):
        for kind, path in _files(folder, name):
            resources.append(
                {
                    "name": f"{name}-{kind}".replace("_", "-"),
                    "path": path,
                    "format": kind,
                    "encoding": "utf-8",
                    "title": tables()[table].zh if table in tables() else name,
                    "description": tables()[table].en if table in tables() else "",
                    "schema": {
                        "fields": [_field(table, *one, vocabularies) for one in columns_of(release, table)]
                    },
                }
            )
    return {
        "name": "gongkai",
        "title": "县级预决算公开数据 · Budget and final-account disclosures of China's counties",
        "version": version,
        "created": moment.isoformat(timespec="seconds"),
        "profile": "data-package",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
                "title": "Attribution 4.0",
            }
        ],
        "keywords": ["budget", "final account", "China", "county", "预算", "决算", "公开"],
        "resources": resources,
    }


def _files(folder: Path, name: str) -> list[tuple[str, str | list[str]]]:
    found: list[tuple[str, str | list[str]]] = []
    for kind in ("parquet", "csv", "xlsx", "dta"):
        single, parts = folder / kind / f"{name}.{kind}", folder / kind / name
        if single.is_file():
            found.append((kind, f"{kind}/{name}.{kind}"))
        elif parts.is_dir():
            found.append((kind, [str(path.relative_to(folder)) for path in sorted(parts.rglob(f"*.{kind}"))]))
    return found


def _field(
    table: str, column: str, kind: str, vocabularies: Mapping[str, list[tuple[str, str, str]]]
) -> dict[str, Any]:
    described = field_of(table, column)
    base = kind.split("(")[0]
    field: dict[str, Any] = {
        "name": column,
        "type": "array"
        if kind.endswith("[]")
        else "number"
        if base == "DECIMAL"
        else TYPES.get(base, "string"),
    }
    if described is not None:
        field["title"], field["description"] = described.zh, described.comment
        if described.unit:
            field["unit"] = described.unit
        if described.vocabulary:
            field["vocabulary"] = described.vocabulary
        if 0 < len(vocabularies.get(described.vocabulary, ())) <= CATEGORIES:
            field["categories"] = [
                {"value": value, "label": f"{zh} · {en}"}
                for value, zh, en in vocabularies[described.vocabulary]
            ]
    if column in FISCAL:
        field["columnType"] = FISCAL[column]
    return field
