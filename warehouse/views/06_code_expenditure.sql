-- Expenditure by code of any classification: one value per disclosure, code, fund, nature, year and stage. A table that lists a code
-- once for each of several units (row_group names them) is added up over the units.
CREATE OR REPLACE VIEW core.code_expenditure AS
WITH known AS (
    -- in a table that tells natures apart, a column without one is of an unknown nature, not a total
    SELECT * FROM core.current_figure f
    WHERE f.classification IN ('functional', 'economic_dept', 'economic_gov') AND f.code IS NOT NULL AND f.measure = 'amount' AND f.amount IS NOT NULL
      AND f.flow = 'expenditure'
    QUALIFY f.nature IS NOT NULL OR (f.fund IS NOT NULL AND NOT bool_or(f.nature IS NOT NULL) OVER (PARTITION BY f.table_id, f.classification))
),
line AS (
    SELECT
        any_value(f ORDER BY f.row_index, f.column_index) AS first,
        CASE WHEN count(DISTINCT f.row_group) = count(*) THEN sum(f.amount) ELSE any_value(f.amount ORDER BY f.row_index, f.column_index) END AS amount
    FROM known f
    GROUP BY f.document_id, f.table_id, f.classification, f.code, f.fund, f.nature, f.fiscal_year, f.stage, f.column_index
),
current_line AS (SELECT first.* REPLACE (amount AS amount) FROM (SELECT first, amount FROM line)),
picked AS (
    SELECT
        f.logical_id, f.classification, f.code, coalesce(f.fund, 'all') AS fund, coalesce(f.nature, 'total') AS nature,
        f.fiscal_year, f.stage, coalesce(f.measure, 'amount') AS measure,
        arg_min(
            struct_pack(document_id := f.document_id, figure_id := f.figure_id, row_label := f.row_label, amount := f.amount),
            (99 - least(f.revision, 99)) * 1000000000000000 + (100 - f.confidence * 100)::BIGINT * 1000000000000
            + coalesce(f.table_ordinal, 0)::BIGINT * 1000000000 + coalesce(f.row_index, 0) * 10000 + coalesce(f.column_index, 0)
        ) AS pick,
        min(f.region_code) AS region_code, min(f.region_id) AS region_id, min(f.unit_id) AS unit_id,
        min(f.unit_name) AS unit_name, min(f.scope) AS scope, min(f.document_kind) AS document_kind,
        min(f.document_year) AS document_year, count(*)::INTEGER AS readings, max(f.amount) - min(f.amount) AS spread
    FROM current_line f
    GROUP BY ALL
)
SELECT
    p.region_code, r.region_name, p.region_id, p.unit_id, p.unit_name, p.scope, p.document_kind, p.fiscal_year, p.stage,
    p.classification, p.code, CASE length(p.code) WHEN 3 THEN 'class' WHEN 5 THEN 'group' ELSE 'item' END AS code_level,
    left(p.code, 3) AS class_code, s.subject_name, p.pick.row_label AS printed_name, p.fund, p.nature, p.pick.amount AS amount,
    p.fiscal_year = p.document_year AS is_own_year, p.readings, p.spread, p.pick.document_id AS document_id,
    p.pick.figure_id AS figure_id
FROM picked p
LEFT JOIN ref.subject s ON s.classification = p.classification AND s.code = p.code
    AND p.fiscal_year BETWEEN s.first_year AND coalesce(s.last_year, 9999)
LEFT JOIN core.region_name r ON r.region_code = p.region_code;
