-- title_zh: 一般公共预算支出不大于全部支出
-- title_en: general public expenditure of a code is at most all expenditure of the code
-- identity: I9 J6
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: at_most
WITH part AS (
    SELECT document_id, table_kind, code, min(row_label) AS row_label, sum(amount) AS amount, max(step) AS step, min(figure_id) AS figure_id,
           count(DISTINCT table_id) AS tables, count(*) AS rows
    FROM own
    WHERE table_kind IN ('gpb_expenditure', 'final_gpb_expenditure', 'dept_expenditure', 'final_expenditure') AND classification = 'functional'
      AND nature = 'total' AND row_role = 'item'
    GROUP BY document_id, table_kind, code
    HAVING count(*) = 1
)
SELECT g.document_id, g.table_kind || ' ' || g.code || ' ' || coalesce(g.row_label, '') AS subject, g.amount AS left_value, a.amount AS right_value,
       2 * greatest(g.step, a.step) AS tolerance, [g.figure_id, a.figure_id] AS figure_ids
FROM part AS g
JOIN part AS a ON a.document_id = g.document_id AND a.code = g.code
WHERE g.table_kind LIKE '%gpb_expenditure' AND a.table_kind NOT LIKE '%gpb_expenditure'
