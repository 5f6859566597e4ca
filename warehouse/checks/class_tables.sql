-- title_zh: 各表同一类级科目金额一致
-- title_en: a functional class has the same amount in the balance table and in the expenditure table
-- identity: J2 I9
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
WITH line AS (
    SELECT document_id, table_kind, code, amount, figure_id, step
    FROM own
    WHERE table_kind IN ('dept_balance_total', 'final_balance_total') AND fund = 'all' AND classification = 'functional' AND len(code) = 3
      AND row_role = 'item' AND flow = 'expenditure'
    QUALIFY count(*) OVER (PARTITION BY document_id, code) = 1
), detail AS (
    SELECT document_id, table_kind, code, amount, figure_id, step
    FROM own
    WHERE table_kind IN ('dept_expenditure', 'final_expenditure') AND classification = 'functional' AND len(code) = 3 AND nature = 'total'
      AND row_role = 'item'
    QUALIFY count(*) OVER (PARTITION BY document_id, table_kind, code) = 1
)
SELECT d.document_id, d.table_kind || ' ' || d.code AS subject, l.amount AS left_value, d.amount AS right_value, 2 * greatest(l.step, d.step) AS tolerance,
       [l.figure_id, d.figure_id] AS figure_ids
FROM line AS l
JOIN detail AS d ON d.document_id = l.document_id AND d.code = l.code
