-- title_zh: 本年支出合计加年末结转等于支出总计
-- title_en: expenditure of the year plus balances is the total of the expenditure side
-- identity: I3 J1
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
WITH line AS (
    SELECT *, min(column_index) OVER (PARTITION BY table_id, side) = column_index AS is_first_column,
           max(row_index) FILTER (row_role = 'total') OVER (PARTITION BY table_id, side) AS total_row
    FROM own
    WHERE table_kind IN ('dept_balance_total', 'fiscal_grant_balance', 'final_balance_total', 'final_fiscal_grant_balance')
      AND side = 'expenditure'
), sum_line AS (
    SELECT *, any_value(row_index ORDER BY row_index) FILTER (row_role = 'subtotal' AND row_group IS NULL AND item LIKE '%.total')
               OVER (PARTITION BY table_id) AS year_row
    FROM line
    WHERE is_first_column AND row_index <= total_row
), part AS (
    SELECT document_id, table_id, table_kind, max(step) AS step, min(amount) FILTER (row_index = total_row) AS total,
           min(amount) FILTER (row_index = year_row) AS year_total,
           -- what stands between the year's total and the grand total: carry-over, reserves, sometimes one more source
           coalesce(sum(amount) FILTER (is_between), 0) AS between_all, coalesce(max(amount) FILTER (is_between), 0) AS between_one,
           count(*) FILTER (is_between) AS terms,
           list(figure_id ORDER BY row_index, figure_id) FILTER (is_between OR row_index IN (year_row, total_row)) AS figure_ids
    FROM (SELECT *, row_group IS NULL AND row_role IN ('carryover', 'item')
                    AND (row_role = 'carryover' OR row_index > year_row AND (code IS NULL OR row_label NOT LIKE '%支出')) AND row_index <> total_row AS is_between
          FROM sum_line)
    GROUP BY ALL
)
SELECT document_id, table_kind AS subject,
       -- a carry-over line may be printed again by fund
       year_total + CASE WHEN abs(year_total + between_one - total) < abs(year_total + between_all - total) THEN between_one ELSE between_all END
           AS left_value,
       total AS right_value, step * (terms + 1) AS tolerance, figure_ids
FROM part
