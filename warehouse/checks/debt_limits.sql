-- title_zh: 债务余额不超过限额
-- title_en: the debt balance is at most the debt limit
-- identity: G3
-- severity: error
-- applies: gov_budget gov_final debt
-- compare: at_most
WITH line AS (
    SELECT document_id, table_id, row_index, row_label, fiscal_year, replace(replace(item, 'debt.limit', ''), 'debt.balance', '') AS part,
           item LIKE 'debt.limit%' AS is_limit, amount, figure_id, step
    FROM cell WHERE item LIKE 'debt.limit%' OR item LIKE 'debt.balance%'
), pair AS (
    SELECT document_id, table_id, coalesce(row_label, '') AS row_label, fiscal_year, part, max(amount) FILTER (is_limit) AS lim, max(amount) FILTER (NOT is_limit) AS balance,
           max(step) AS step, list(figure_id ORDER BY figure_id) AS figure_ids
    FROM line
    GROUP BY document_id, table_id, CASE WHEN row_label LIKE '%限额%' OR row_label LIKE '%余额%' THEN '' ELSE row_label END, row_label, fiscal_year, part
)
SELECT document_id, row_label || ' ' || coalesce(CAST(fiscal_year AS VARCHAR), '') || part AS subject, balance AS left_value, lim AS right_value, step AS tolerance, figure_ids
FROM pair WHERE balance IS NOT NULL AND lim IS NOT NULL
