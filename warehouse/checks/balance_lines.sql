-- title_zh: 收支平衡表各行之和等于本年合计
-- title_en: the lines of each side of a balance table add up to the total of the year
-- identity: I2 I3 J2
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
WITH line AS (
    SELECT *, max(row_index) FILTER (row_role = 'total') OVER (PARTITION BY table_id, side) AS total_row,
           -- the row that says what the year adds up to: 本年…合计, or the total where nothing is carried over
           any_value(row_index ORDER BY row_role = 'subtotal' DESC, row_index DESC)
               FILTER (row_role IN ('subtotal', 'total') AND item LIKE '%.total') OVER (PARTITION BY table_id, side) AS sum_row,
           count(*) FILTER (row_role = 'carryover' AND amount <> 0) OVER (PARTITION BY table_id, side) AS carried_rows
    FROM own
    WHERE table_kind IN ('dept_balance_total', 'fiscal_grant_balance', 'final_balance_total', 'final_fiscal_grant_balance')
      AND side IN ('revenue', 'expenditure')
), sums AS (
    SELECT document_id, table_id, table_kind, side, column_index, max(step) AS step,
           any_value(amount) FILTER (row_index = sum_row AND (row_role = 'subtotal' OR carried_rows = 0)) AS total,
           any_value(row_label) FILTER (row_index = sum_row) AS total_label,
           sum(amount) FILTER (row_role = 'item' AND flow <> 'balance' AND (row_group IS NULL OR row_group = sum_label)) AS parts,
           count(*) FILTER (row_role = 'item' AND flow <> 'balance' AND (row_group IS NULL OR row_group = sum_label)) AS terms,
           list(figure_id ORDER BY row_index) FILTER (row_index = sum_row OR (row_role = 'item' AND flow <> 'balance' AND amount <> 0
               AND (row_group IS NULL OR row_group = sum_label))) AS figure_ids
    FROM (SELECT *, any_value(row_label) FILTER (row_index = sum_row) OVER (PARTITION BY table_id, side) AS sum_label FROM line)
    GROUP BY ALL
)
SELECT document_id, table_kind || ' ' || total_label AS subject, parts AS left_value, total AS right_value, step * terms AS tolerance, figure_ids
FROM sums
WHERE parts IS NOT NULL
