"""A warehouse of thousands of regions whose numbers are invented, for the report: made by SQL, no file is read."""

from __future__ import annotations

import duckdb

from warehouse.store import Warehouse

COUNTIES = """
CREATE OR REPLACE TEMP TABLE county AS
SELECT region_code, region_name, row_number() OVER (ORDER BY region_code) AS number
FROM (SELECT region_code, any_value(region_name) AS region_name FROM ref.region WHERE level = 'county' GROUP BY region_code)
ORDER BY region_code LIMIT {regions}
"""
UNITS = """
INSERT INTO core.unit (unit_id, region_id, region_code, unit_name, unit_type, first_year, last_year, document_count)
SELECT 'u' || region_code || part, region_code, region_code, region_name || ['财政局', '教育局'][part], 'department',
       {last} - {years} + 1 + (hash(region_code) % 3)::INTEGER, {last}, 1
FROM county CROSS JOIN (VALUES (1), (2)) p(part)
"""
DOCUMENTS = """
INSERT INTO core.document (document_id, file_sha256, region_code, region_id, unit_id, unit_name, scope, kind, fiscal_year, stage,
                           title, published_on, logical_id, revision, is_current)
SELECT sha256(unit_id || fiscal_year || stage)[:20], sha256(unit_id || fiscal_year || stage), region_code, region_id, unit_id, unit_name,
       'whole_department', CASE stage WHEN 'final' THEN 'dept_final' ELSE 'dept_budget' END, fiscal_year, stage,
       unit_name || fiscal_year || CASE stage WHEN 'final' THEN '年度部门决算公开' ELSE '年部门预算公开' END,
       make_date((fiscal_year + (stage = 'final')::INTEGER)::BIGINT, (CASE stage WHEN 'final' THEN 9 ELSE 2 END)::BIGINT, (1 + hash(unit_id) % 28)::BIGINT),
       unit_id || fiscal_year || stage, 1, TRUE
FROM (SELECT u.*, unnest(generate_series(first_year, last_year)) AS fiscal_year FROM core.unit u)
CROSS JOIN (VALUES ('initial_budget'), ('final')) s(stage)
WHERE hash(unit_id || fiscal_year || stage) % 100 < 35 + hash(region_code[:4]) % 65 AND NOT (fiscal_year = {last} AND stage = 'final')
"""
FIGURES = """
INSERT INTO core.figure (figure_id, document_id, table_id, source, row_index, column_index, row_label, row_role, raw, value_state,
                         measure, amount, fiscal_year, stage, flow, fund, item, confidence)
SELECT d.document_id || part, d.document_id, d.document_id || 't', 'table', part, 1, item, 'item', 'x', 'value', 'amount',
       (size * (1 + hash(d.unit_id) % 50) * (100 + (d.fiscal_year - 2010) * 6 + hash(d.document_id || item) % 20))::DECIMAL(20, 2),
       d.fiscal_year, d.stage, 'expenditure', NULL, item, 1.0
FROM core.document d CROSS JOIN (VALUES (1, 'expenditure.total', 24000), (2, 'sangong.total', 90), (3, 'sangong.vehicle', 60),
                                        (4, 'sangong.reception', 25), (5, 'sangong.abroad', 5)) f(part, item, size)
"""
CHECKS = """
INSERT INTO core.check_result (document_id, check_id, status, severity, message)
SELECT document_id, id, CASE WHEN hash(document_id || id) % 300 < weight THEN 'failed' ELSE 'passed' END, severity, ''
FROM core.document CROSS JOIN (VALUES ('code_hierarchy', 'error', 2), ('balance_expenditure', 'error', 1), ('narrative_table', 'warning', 9),
                                      ('timeliness', 'info', 30)) c(id, severity, weight)
"""
HEALTH = """
INSERT INTO ops.portal_health (portal_id, run_id, checked_at, status, pages, documents, failures, message)
SELECT region_code, 'r', TIMESTAMP '2026-11-20 14:30:00' + INTERVAL (number % 9) DAY,
       CASE WHEN number % 41 = 0 THEN 'failed' WHEN number % 67 = 0 THEN 'resting' ELSE 'ok' END, 3, 0, 0,
       CASE WHEN number % 41 = 0 THEN 'error unreachable: 5 addresses in a row failed, the last one https://www.example.gov.cn/czyjs/ with HTTP 502' END
FROM county
"""
CAPTURES = """
INSERT INTO raw.capture (capture_id, run_id, portal_id, article_url, url, published_on, captured_at, file_sha256)
SELECT 'c' || document_id, 'r', region_code, 'https://www.example.gov.cn/a/' || document_id || '.html', 'https://www.example.gov.cn/a/' || document_id || '.pdf',
       published_on, published_on + INTERVAL 1 DAY, file_sha256 FROM core.document
"""
FILES = """
INSERT INTO raw.file (file_sha256, byte_size, media_type, status)
SELECT file_sha256, 1000, 'pdf', CASE WHEN hash(file_sha256) % 200 = 0 THEN 'corrupt' WHEN hash(file_sha256) % 50 = 0 THEN 'needs_ocr' ELSE 'parsed' END
FROM core.document
"""


def fill(connection: duckdb.DuckDBPyConnection, regions: int, years: int = 10, last: int = 2026) -> None:
    """Fill an empty warehouse with `regions` counties of two units each over `years` fiscal years."""
    for statement in (COUNTIES, UNITS, DOCUMENTS, FIGURES, CHECKS, HEALTH, CAPTURES, FILES):
        connection.execute(statement.format(regions=regions, years=years, last=last))


def warehouse(regions: int, years: int = 10) -> Warehouse:
    """An in-memory warehouse filled by `fill`."""
    made = Warehouse.in_memory()
    fill(made.connection, regions, years)
    return made
