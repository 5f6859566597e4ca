-- title_zh: 机关运行经费等于公用经费
-- title_en: the operating cost of an agency is its public expenditure (may differ where the department has institutions)
-- identity: I16
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final
WITH cost AS (
    SELECT document_id, min(amount) AS amount, min(narrative_id) AS id FROM stated
    WHERE item = 'op_cost.agency' AND fiscal_year = document_year AND stage = document_stage AND amount > 0 GROUP BY document_id HAVING count(DISTINCT amount) = 1
), public AS (
    SELECT document_id, min(amount) AS amount, min(figure_id) AS id FROM own
    WHERE table_kind IN ('gpb_basic_econ', 'final_gpb_basic_econ') AND row_role IN ('total', 'subtotal') AND nature = 'basic.public' AND code IS NULL
    GROUP BY document_id HAVING count(DISTINCT amount) = 1
)
SELECT c.document_id, '机关运行经费' AS subject, c.amount AS left_value, p.amount AS right_value, 200 AS tolerance, [c.id, p.id] AS figure_ids
FROM cost AS c JOIN public AS p USING (document_id)
JOIN scope_document AS d ON d.document_id = c.document_id
-- a whole department's institutions have public expenditure but no agency cost
WHERE c.amount > p.amount OR d.scope = 'own_level'
