-- title_zh: 收支平衡表各行之和等于本年合计
-- title_en: the lines of each side of a balance table add up to the total of the year
-- identity: I2 I3 J2
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
WITH side_cell AS (
    SELECT *, max(row_index) FILTER (row_role = 'total') OVER (PARTITION BY table_id, side) AS total_row,
           -- the row that says what the year adds up to: 本年…合计, or the total where nothing is carried over
           any_value(row_index ORDER BY row_role = 'subtotal' DESC, row_index DESC)
               FILTER (row_role IN ('subtotal', 'total') AND item LIKE '%.total') OVER (PARTITION BY table_id, side) AS sum_row,
           count(*) FILTER (row_role = 'carryover' AND amount <> 0) OVER (PARTITION BY table_id, side) AS carried_rows,
           bool_or(item IN ('income.fiscal_grant', 'fiscal_grant.income.total') AND row_role = 'item') OVER (PARTITION BY table_id, side) AS has_fiscal_line,
           min(len(code)) OVER (PARTITION BY table_id, side) AS top_code, count(code) OVER (PARTITION BY table_id, side) AS coded_rows,
           count(DISTINCT column_index) FILTER (fund_node IN ('all', 'fiscal_grant')) OVER (PARTITION BY table_id, side) AS wide_columns
    FROM own
    WHERE table_kind IN ('dept_balance_total', 'fiscal_grant_balance', 'final_balance_total', 'final_fiscal_grant_balance')
      AND side IN ('revenue', 'expenditure')
), line AS (
    SELECT *, min(row_label) FILTER (row_index = sum_row) OVER (PARTITION BY table_id, side) AS sum_label,
           list(row_label) FILTER (row_label IS NOT NULL) OVER (PARTITION BY table_id, side) AS with_amounts
    FROM side_cell
), term AS (
    -- a line that is no part of another line with an amount: no line below 财政拨款收入, no 款 below its 类 (with its code or without), nothing below the sum if the sum stands last
    SELECT *, row_role = 'item' AND flow <> 'balance' AND (row_group IS NULL OR row_group = sum_label OR NOT list_has_any(string_split(row_group, ' / '), with_amounts)) AND (code IS NULL AND coded_rows = 0 OR len(code) = top_code)
              AND NOT (has_fiscal_line AND coalesce(item, '') IN ('income.general_public', 'income.gov_fund', 'income.state_capital'))
              AND (row_index < sum_row OR row_group = sum_label OR sum_row < total_row AND code IS NOT NULL AND row_index < total_row) AS is_term
    FROM line
), sums AS (
    SELECT document_id, table_id, table_kind, side, column_index, max(step) AS step, max(wide_columns) AS wide_columns,
           min(amount) FILTER (row_index = sum_row AND (row_role = 'subtotal' OR carried_rows = 0)) AS total,
           min(row_label) FILTER (row_index = sum_row) AS total_label, sum(amount) FILTER (is_term) AS parts,
           count(*) FILTER (is_term) AS terms,
           list(figure_id ORDER BY row_index, figure_id) FILTER (row_index = sum_row OR is_term AND amount <> 0) AS figure_ids
    FROM term
    GROUP BY ALL
)
SELECT document_id, table_kind || ' ' || total_label AS subject, parts AS left_value, total AS right_value, step * terms AS tolerance, figure_ids
FROM sums
-- several columns of all funds on one side are several classifications side by side
WHERE parts IS NOT NULL AND wide_columns <= 1
