-- What was read and which checks failed: one row per document, per unit and year, per region and year (`level`).
CREATE OR REPLACE VIEW out.data_quality AS
WITH figures AS (
    SELECT document_id, count(*) AS figures, count(*) FILTER (WHERE value_state = 'illegible') AS illegible_figures,
           count(*) FILTER (WHERE confidence < 0.9) AS unsure_figures,
           count(*) FILTER (WHERE item IS NULL AND code IS NULL AND value_state = 'value') AS figures_without_item
    FROM core.figure GROUP BY ALL
),
said AS (
    SELECT document_id, count(*) AS facts FROM core.narrative GROUP BY ALL
),
checks AS (
    SELECT document_id, count(*) FILTER (WHERE status = 'passed') AS checks_passed,
           count(*) FILTER (WHERE status = 'failed') AS checks_failed,
           count(*) FILTER (WHERE status = 'failed' AND severity = 'error') AS errors,
           count(*) FILTER (WHERE status = 'failed' AND severity = 'warning') AS warnings
    FROM core.check_result GROUP BY ALL
),
tables AS (
    SELECT document_id, count(*) AS tables, count(*) FILTER (WHERE is_empty) AS empty_tables,
           count(*) FILTER (WHERE kind = 'unrecognised') AS unknown_tables
    FROM core.extracted_table GROUP BY ALL
),
graded AS (
    SELECT d.region_id, d.region_code, d.unit_id, d.fiscal_year, d.document_id, d.kind, f.status AS file_status,
           coalesce(t.tables, 0) AS tables, coalesce(t.empty_tables, 0) AS empty_tables, coalesce(t.unknown_tables, 0) AS unknown_tables,
           coalesce(s.facts, 0) AS facts, coalesce(g.figures, 0) AS figures, coalesce(g.illegible_figures, 0) AS illegible_figures,
           coalesce(g.unsure_figures, 0) AS unsure_figures, coalesce(g.figures_without_item, 0) AS figures_without_item,
           coalesce(c.checks_passed, 0) AS checks_passed, coalesce(c.checks_failed, 0) AS checks_failed, coalesce(c.errors, 0) AS errors,
           coalesce(c.warnings, 0) AS warnings
    FROM core.document d
    LEFT JOIN raw.file f ON f.file_sha256 = d.file_sha256
    LEFT JOIN figures g ON g.document_id = d.document_id
    LEFT JOIN said s ON s.document_id = d.document_id
    LEFT JOIN checks c ON c.document_id = d.document_id
    LEFT JOIN tables t ON t.document_id = d.document_id
    WHERE d.is_current
),
grouped AS (
    SELECT
        CASE grouping(document_id) WHEN 0 THEN 'document' ELSE CASE grouping(unit_id) WHEN 0 THEN 'unit_year' ELSE 'region_year' END END AS level,
        region_id, unit_id, fiscal_year, document_id, min(region_code) AS region_code,
        CASE WHEN grouping(document_id) = 0 THEN min(kind) END AS document_kind,
        CASE WHEN grouping(document_id) = 0 THEN min(file_status) END AS file_status, count(*) AS documents,
        sum(tables)::BIGINT AS tables, sum(empty_tables)::BIGINT AS empty_tables, sum(unknown_tables)::BIGINT AS unknown_tables,
        sum(facts)::BIGINT AS facts, sum(figures)::BIGINT AS figures, sum(illegible_figures)::BIGINT AS illegible_figures,
        sum(unsure_figures)::BIGINT AS unsure_figures, sum(figures_without_item)::BIGINT AS figures_without_item,
        sum(checks_passed)::BIGINT AS checks_passed, sum(checks_failed)::BIGINT AS checks_failed, sum(errors)::BIGINT AS errors,
        sum(warnings)::BIGINT AS warnings
    FROM graded
    GROUP BY GROUPING SETS ((region_id, unit_id, fiscal_year, document_id), (region_id, unit_id, fiscal_year), (region_id, fiscal_year))
)
SELECT
    g.level, g.region_code, r.region_name, g.region_id, g.unit_id, u.unit_name, g.fiscal_year, g.document_kind, g.file_status,
    g.documents, g.tables, g.empty_tables, g.unknown_tables, g.facts, g.figures, g.illegible_figures, g.unsure_figures,
    g.figures_without_item, g.checks_passed, g.checks_failed, g.errors, g.warnings,
    -- prose without tables is checked all the same; findings worth knowing only (info) leave a document clean
    CASE WHEN g.errors > 0 THEN 'errors' WHEN g.warnings > 0 THEN 'warnings' WHEN g.figures = 0 AND g.facts = 0 THEN 'empty'
         WHEN g.checks_passed = 0 THEN 'unchecked' ELSE 'clean' END AS grade,
    g.document_id
FROM grouped g
LEFT JOIN core.unit u ON u.unit_id = g.unit_id
LEFT JOIN core.region_name r ON r.region_code = g.region_code;
