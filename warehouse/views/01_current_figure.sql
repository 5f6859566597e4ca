-- Numbers of current documents as corrected by people (ops.correction; the original stays in core.figure), without rows that repeat others (units within a department's own table).
CREATE OR REPLACE VIEW core.current_figure AS
SELECT
    f.figure_id, f.document_id, f.table_id, f.source, f.page, f.row_code, f.row_label, f.row_role, f.column_path, f.raw,
    f.measure,
    CASE WHEN c.action IN ('override', 'scale') THEN c.corrected::DECIMAL(20, 2) ELSE f.amount END AS amount, f.quantity, f.measure_unit, f.fiscal_year, f.stage, f.flow, f.fund, f.nature, f.classification,
    f.code, f.item, f.confidence, f.row_index, f.column_index,
    d.logical_id, d.revision, d.region_code, d.region_id, d.unit_id,
    d.scope, d.kind AS document_kind, d.fiscal_year AS document_year, t.kind AS table_kind, t.ordinal AS table_ordinal,
    c.correction_id, f.row_group
FROM core.figure f
JOIN core.document d ON d.document_id = f.document_id
LEFT JOIN core.extracted_table t ON t.table_id = f.table_id
LEFT JOIN ops.correction c ON c.figure_id = f.figure_id AND c.status = 'applied'
WHERE d.is_current AND coalesce(t.is_current, TRUE) AND f.value_state = 'value' AND f.row_role IS DISTINCT FROM 'unit'
  AND c.action IS DISTINCT FROM 'drop';
