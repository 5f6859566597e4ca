-- Expenditure by code of any classification: one value per disclosure, code, fund, nature, year and stage. A table that lists a code
-- once for each of several units (row_group names them) is added up over the units.
CREATE OR REPLACE VIEW core.code_expenditure AS
WITH coded AS (
    SELECT *,
           -- a newer revision before an older one, a sure reading before a doubtful one, then the first place
           (99 - least(revision, 99)) * 1000000000000000 + (100 - confidence * 100)::BIGINT * 1000000000000
           + coalesce(table_ordinal, 0)::BIGINT * 1000000000 + coalesce(row_index, 0) * 10000 + coalesce(column_index, 0) AS place
    FROM core.current_figure
    WHERE classification IN ('functional', 'economic_dept', 'economic_gov') AND code IS NOT NULL AND measure = 'amount'
      AND amount IS NOT NULL AND flow = 'expenditure'
),
natured AS (SELECT table_id, classification, bool_or(nature IS NOT NULL) AS tells_natures FROM coded GROUP BY ALL),
line AS (
    SELECT
        c.document_id, c.logical_id, c.classification, c.code, coalesce(c.fund, 'all') AS fund, coalesce(c.nature, 'total') AS nature,
        c.fiscal_year, c.stage, min(c.place) AS place, arg_min(struct_pack(c.figure_id, c.row_label), c.place) AS first,
        CASE WHEN count(DISTINCT c.row_group) = count(*) THEN sum(c.amount) ELSE arg_min(c.amount, c.place) END::DECIMAL(20, 2) AS amount
    FROM coded c
    JOIN natured n ON n.table_id IS NOT DISTINCT FROM c.table_id AND n.classification = c.classification
    -- in a table that tells natures apart, a column without one is of an unknown nature, not a total
    WHERE c.nature IS NOT NULL OR (c.fund IS NOT NULL AND NOT n.tells_natures)
    GROUP BY c.document_id, c.logical_id, c.table_id, c.classification, c.code, c.fund, c.nature, c.fiscal_year, c.stage, c.column_index
),
picked AS (
    SELECT
        logical_id, classification, code, fund, nature, fiscal_year, stage,
        arg_min(struct_pack(document_id, first, amount), place) AS pick, count(*)::INTEGER AS readings,
        max(amount) - min(amount) AS spread
    FROM line
    GROUP BY ALL
)
SELECT
    d.region_code, r.region_name, d.region_id, d.unit_id, coalesce(u.unit_name, d.unit_name) AS unit_name, d.scope,
    d.kind AS document_kind, p.fiscal_year, p.stage,
    p.classification, p.code, CASE length(p.code) WHEN 3 THEN 'class' WHEN 5 THEN 'group' ELSE 'item' END AS code_level,
    left(p.code, 3) AS class_code, s.subject_name, p.pick.first.row_label AS printed_name, p.fund, p.nature, p.pick.amount AS amount,
    p.fiscal_year = d.fiscal_year AS is_own_year, p.readings, p.spread, p.pick.document_id AS document_id,
    p.pick.first.figure_id AS figure_id
FROM picked p
JOIN core.document d ON d.document_id = p.pick.document_id
LEFT JOIN core.unit u ON u.unit_id = d.unit_id
LEFT JOIN ref.subject s ON s.classification = p.classification AND s.code = p.code
    AND p.fiscal_year BETWEEN s.first_year AND coalesce(s.last_year, 9999)
LEFT JOIN core.region_name r ON r.region_code = d.region_code;
