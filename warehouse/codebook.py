"""The codebook of a release: every table and column in Chinese and English, and the meaning of coded values.

It is made from the field dictionary and the vocabulary that ship with the program, over the tables the release really has.
"""

from __future__ import annotations

import csv
import io

import duckdb

from warehouse.comments import field_of, tables

TITLE = """# 编码手册 · Codebook

金额单位为元（人民币），空值表示文件未载明；`value_state` 区分有数、空白、不适用（——）与无法辨认。
Amounts are in yuan; an empty value means that the document does not say; `value_state` tells numbers, blanks, dashes and illegible
cells apart.
"""


def codebook_markdown(release: duckdb.DuckDBPyConnection) -> str:
    """The codebook as one Markdown page, tables of `out` first."""
    parts, columns = [TITLE], _tables(release)
    for table in sorted(columns, key=lambda name: (not name.startswith("out."), name)):
        about = tables().get(table)
        parts.append(f"\n## {table}\n\n{about.zh}。{about.en}.\n" if about else f"\n## {table}\n")
        parts.append(
            "| 列 column | 类型 type | 含义 | meaning | 单位 unit | 取值 values |\n|---|---|---|---|---|---|"
        )
        for column, kind in columns[table]:
            field = field_of(table, column)
            if field is not None:
                values = f"[{field.vocabulary}](#{field.vocabulary})" if field.vocabulary else ""
                parts.append(f"| `{column}` | {kind} | {field.zh} | {field.en} | {field.unit} | {values} |")
    parts.append("\n# 取值 · Values")
    for vocabulary, rows in vocabularies_of(release).items():
        parts.append(f"\n## {vocabulary}\n\n| 值 value | 含义 | meaning |\n|---|---|---|")
        parts += [f"| `{value}` | {zh} | {en} |" for value, zh, en in rows]
    return "\n".join(parts) + "\n"


def codebook_csv(release: duckdb.DuckDBPyConnection) -> str:
    """The codebook as CSV: one row per column, then one per coded value."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["table", "column", "type", "value", "zh", "en", "unit", "vocabulary"])
    for table, columns in _tables(release).items():
        for column, kind in columns:
            field = field_of(table, column)
            if field is not None:
                writer.writerow([table, column, kind, "", field.zh, field.en, field.unit, field.vocabulary])
    for vocabulary, rows in vocabularies_of(release).items():
        for value, zh, en in rows:
            writer.writerow(["", "", "", value, zh, en, "", vocabulary])
    return text.getvalue()


def _tables(release: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in release.execute(
        "SELECT table_schema || '.' || table_name, column_name, data_type FROM information_schema.columns"
        " WHERE table_catalog = current_database() AND table_schema IN ('raw', 'core', 'ref', 'out', 'ops')"
        " ORDER BY table_schema, table_name, ordinal_position"
    ).fetchall():
        found.setdefault(table, []).append((column, kind))
    return found


def vocabularies_of(release: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, str, str]]]:
    """Vocabulary → its (value, Chinese name, English name) in a release."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for name, value, zh, en in release.execute(
        "SELECT vocabulary, value, name_zh, name_en FROM ref.vocabulary"
        " UNION ALL SELECT 'unit_type', unit_type, name_zh, name_en FROM ref.unit_type ORDER BY ALL"
    ).fetchall():
        found.setdefault(name, []).append((value, zh, en))
    return found
