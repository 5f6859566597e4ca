-- title_zh: 收入表、支出表合计与收支总表一致
-- title_en: the income and expenditure tables have the totals of the balance table
-- identity: I1 J1 J3
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
WITH balance AS (
    SELECT document_id, table_kind, side, fund, row_role, amount, figure_id, step
    FROM own
    WHERE table_kind IN ('dept_balance_total', 'final_balance_total') AND fund IN ('all', 'carryover') AND item IN
          ('income.total', 'income.grand_total', 'expenditure.total', 'expenditure.grand_total') AND side IN ('revenue', 'expenditure')
), detail AS (
    SELECT document_id, table_kind, flow AS side, amount, figure_id, step
    FROM own
    WHERE table_kind IN ('dept_income', 'dept_expenditure', 'final_income', 'final_expenditure') AND row_role = 'total'
      AND (flow = 'revenue' AND fund = 'all' OR flow = 'expenditure' AND nature = 'total')
    QUALIFY row_number() OVER (PARTITION BY document_id, table_kind ORDER BY amount DESC, figure_id) = 1 AND count(DISTINCT table_id) OVER (PARTITION BY document_id, table_kind) = 1
)
SELECT d.document_id, d.table_kind AS subject, d.amount AS left_value,
       -- a table may or may not take the carry-over in
       arg_min(b.amount, (abs(b.amount - d.amount), b.amount)) AS right_value, 2 * max(greatest(b.step, d.step)) AS tolerance,
       [d.figure_id, arg_min(b.figure_id, (abs(b.amount - d.amount), b.figure_id))] AS figure_ids
FROM detail AS d
JOIN balance AS b ON b.document_id = d.document_id AND b.side = d.side
GROUP BY d.document_id, d.table_kind, d.amount, d.figure_id
