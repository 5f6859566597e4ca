-- title_zh: 支出经济分类汇总表合计等于支出合计
-- title_en: the summary by economic classification has the total of the expenditure tables, or else rows are missing
-- identity: I12 I10
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
WITH line AS (
    -- the first column is all funds; a fragment without a header is read with little confidence and counts all the same
    SELECT f.document_id, f.table_id, f.row_index, f.row_role, f.code, f.amount, f.figure_id, CASE WHEN t.currency_unit LIKE '%万%' THEN 100 ELSE 1 END AS step
    FROM printed_figure AS f JOIN core.extracted_table AS t USING (table_id)
    WHERE t.kind = 'econ_summary' AND f.amount IS NOT NULL AND f.measure = 'amount' AND f.fund = 'all' AND (f.row_role = 'total' OR f.code LIKE '3%')
      AND f.document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)
    QUALIFY min(f.column_index) OVER (PARTITION BY f.table_id, f.row_index) = f.column_index
), summary AS (
    -- the total row, or the sum of the finest rows where there is none
    SELECT document_id, table_id, max(step) AS step,
           coalesce(min(amount) FILTER (row_role = 'total'), sum(amount) FILTER (row_role = 'item' AND len(split_part(code, '/', 1)) = 5)) AS amount,
           count(*) FILTER (row_role = 'item') AS rows, list(figure_id ORDER BY row_index, figure_id) FILTER (row_role = 'total' OR len(split_part(code, '/', 1)) = 5) AS figure_ids
    FROM line
    GROUP BY document_id, table_id
    HAVING count(DISTINCT amount) FILTER (row_role = 'total') <= 1
), total AS (
    SELECT document_id, amount, figure_id, step FROM own
    WHERE table_kind IN ('dept_balance_total', 'dept_expenditure', 'fiscal_grant_balance', 'gpb_expenditure') AND row_role IN ('total', 'subtotal')
      AND flow = 'expenditure' AND coalesce(nature, 'total') = 'total'
)
SELECT s.document_id, '支出经济分类汇总' AS subject, s.amount AS left_value, arg_min(t.amount, (abs(t.amount - s.amount), t.amount)) AS right_value,
       max(greatest(s.step, t.step)) * (s.rows + 1) AS tolerance, list_prepend(arg_min(t.figure_id, (abs(t.amount - s.amount), t.figure_id)), s.figure_ids) AS figure_ids
FROM summary AS s JOIN total AS t USING (document_id)
GROUP BY s.document_id, s.table_id, s.amount, s.rows, s.figure_ids
