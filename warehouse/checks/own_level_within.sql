-- title_zh: 本级支出不大于部门汇总支出
-- title_en: what a body spends at its own level is at most what it and the units below it spend
-- identity: T2 I9
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: at_most
WITH spent AS (
    SELECT d.document_id, d.owner, d.scope, d.fiscal_year, d.stage, t.item, t.code, t.amount, t.figure_id, t.step, coalesce(t.row_label, '') AS row_label
    FROM table_fact AS t JOIN scope_document AS d USING (document_id)
    WHERE d.is_current AND d.scope IN ('own_level', 'whole_department') AND t.fiscal_year = d.fiscal_year AND t.stage = d.stage
      AND t.item IN ('gpb.expenditure.function', 'expenditure.function') AND len(t.code) IN (3, 7)
    QUALIFY row_number() OVER (PARTITION BY d.document_id, t.item, t.code ORDER BY t.amount DESC, t.figure_id) = 1
)
SELECT o.document_id, o.item || ' ' || o.code || ' ' || o.row_label AS subject, o.amount AS left_value, w.amount AS right_value,
       2 * greatest(o.step, w.step) AS tolerance, [o.figure_id, w.figure_id] AS figure_ids
FROM spent AS o
JOIN spent AS w ON w.owner = o.owner AND w.fiscal_year = o.fiscal_year AND w.stage = o.stage AND w.item = o.item AND w.code = o.code
WHERE o.scope = 'own_level' AND w.scope = 'whole_department'
