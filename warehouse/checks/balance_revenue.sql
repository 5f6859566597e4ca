-- title_zh: 本年收入合计加年初结转等于收入总计
-- title_en: revenue of the year plus carry-over is the total of the revenue side
-- identity: I2 J1
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
WITH line AS (
    SELECT *, min(column_index) OVER (PARTITION BY table_id, side) = column_index AS is_first_column,
           max(row_index) FILTER (row_role = 'total') OVER (PARTITION BY table_id, side) AS total_row
    FROM own
    WHERE table_kind IN ('dept_balance_total', 'fiscal_grant_balance', 'final_balance_total', 'final_fiscal_grant_balance')
      AND side = 'revenue'
), part AS (
    SELECT document_id, table_id, table_kind, max(step) AS step,
           any_value(amount ORDER BY row_index DESC) FILTER (row_role = 'total' AND row_index = total_row) AS total,
           any_value(amount ORDER BY row_index DESC) FILTER (row_role = 'subtotal' AND row_group IS NULL AND item LIKE '%.total') AS year_total,
           sum(amount) FILTER (row_role = 'carryover' AND row_group IS NULL) AS carried,
           count(*) FILTER (row_role = 'carryover' AND row_group IS NULL) AS carried_rows,
           list(figure_id ORDER BY row_index) FILTER (row_group IS NULL AND row_role IN ('total', 'subtotal', 'carryover')) AS figure_ids
    FROM line
    WHERE is_first_column AND row_index <= total_row
    GROUP BY ALL
)
SELECT document_id, table_kind AS subject, year_total + coalesce(carried, 0) AS left_value, total AS right_value,
       step * (carried_rows + 1) AS tolerance, figure_ids
FROM part
