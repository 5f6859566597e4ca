-- Performance indicators of current documents.
CREATE OR REPLACE VIEW out.performance_indicator AS
SELECT
    d.region_code, r.region_name, d.region_id, d.unit_id, coalesce(u.unit_name, d.unit_name) AS unit_name, d.scope,
    d.kind AS document_kind, coalesce(p.fiscal_year, d.fiscal_year) AS fiscal_year, p.project_name, p.level1, p.level2, p.level3,
    p.operator, p.target_value, p.measure_unit, p.actual_value, p.weight, p.score, p.grades, p.indicator_id, p.document_id,
    p.table_id, p.page
FROM core.performance_indicator p
JOIN core.document d ON d.document_id = p.document_id
LEFT JOIN core.extracted_table t ON t.table_id = p.table_id
LEFT JOIN core.unit u ON u.unit_id = d.unit_id
LEFT JOIN core.region_name r ON r.region_code = d.region_code
WHERE d.is_current AND coalesce(t.is_current, TRUE);
