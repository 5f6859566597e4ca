-- title_zh: 上年列与上年文件一致
-- title_en: the prior-year column agrees with last year's own document
-- identity: T2 G5
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final
WITH earlier AS (
    SELECT c.document_id, d.owner, d.kind, c.document_year, c.table_kind, c.row_label, c.item, coalesce(c.code, '') AS code, c.stage, c.fund, c.nature, c.amount, c.figure_id, c.step
    FROM cell AS c JOIN scope_document AS d USING (document_id)
    WHERE c.fiscal_year = c.document_year AND c.item IS NOT NULL AND d.is_current
    QUALIFY count(*) OVER (PARTITION BY c.document_id, c.table_kind, c.item, code, c.stage, c.fund, c.nature, c.row_label) = 1
)
SELECT c.document_id, c.table_kind || ' ' || coalesce(c.row_label, c.item) AS subject, c.amount AS left_value, e.amount AS right_value,
       2 * greatest(c.step, e.step) AS tolerance, [c.figure_id, e.figure_id] AS figure_ids
FROM cell AS c
JOIN scope_document AS d USING (document_id)
JOIN earlier AS e ON e.owner = d.owner AND e.kind = d.kind AND e.document_year = c.document_year - 1 AND e.table_kind = c.table_kind AND e.item = c.item
                 AND e.code = coalesce(c.code, '') AND e.stage = c.stage AND e.fund IS NOT DISTINCT FROM c.fund AND e.nature IS NOT DISTINCT FROM c.nature
                 AND e.row_label IS NOT DISTINCT FROM c.row_label
WHERE c.fiscal_year = c.document_year - 1
