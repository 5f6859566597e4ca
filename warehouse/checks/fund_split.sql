-- title_zh: 每行合计等于各资金来源之和
-- title_en: in every row the total is the sum of its funds, and each fund the sum of its parts
-- identity: I4 J3 J5
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
WITH node AS (
    SELECT document_id, table_id, table_kind, row_index, row_label, row_code, fund_node AS fund, amount, figure_id, step
    FROM own
    WHERE fund_node IS NOT NULL AND table_kind IN ('dept_balance_total', 'dept_income', 'econ_summary', 'project_expenditure',
          'fiscal_grant_balance', 'final_income', 'final_fiscal_grant_balance', 'perf_project_summary')
      AND (table_kind NOT IN ('dept_balance_total', 'fiscal_grant_balance', 'final_fiscal_grant_balance') OR side = 'expenditure')
    QUALIFY row_number() OVER (PARTITION BY table_id, row_index, fund_node ORDER BY column_index, figure_id) = 1
), printed AS (
    SELECT DISTINCT table_id, fund FROM node
), edge AS (
    SELECT p.table_id, a.child, a.parent
    FROM printed AS p
    JOIN fund_above AS a ON a.child = p.fund
    JOIN printed AS q ON q.table_id = p.table_id AND q.fund = a.parent
    QUALIFY row_number() OVER (PARTITION BY p.table_id, a.child ORDER BY a.distance) = 1
), whole AS (
    -- a lone part is an 其中, not a split
    SELECT table_id, parent, count(*) AS parts FROM edge GROUP BY ALL HAVING count(*) > 1
)
SELECT n.document_id, n.table_kind || ' ' || coalesce(n.row_code || ' ', '') || coalesce(n.row_label, '合计') || ' ' || n.fund AS subject,
       coalesce(sum(c.amount), 0) AS left_value, n.amount AS right_value, n.step * w.parts AS tolerance,
       list_prepend(n.figure_id, coalesce(list(c.figure_id ORDER BY c.fund, c.figure_id) FILTER (c.figure_id IS NOT NULL), [])) AS figure_ids
FROM node AS n
JOIN whole AS w ON w.table_id = n.table_id AND w.parent = n.fund
LEFT JOIN edge AS e ON e.table_id = n.table_id AND e.parent = n.fund
LEFT JOIN node AS c ON c.table_id = n.table_id AND c.row_index = n.row_index AND c.fund = e.child
GROUP BY n.document_id, n.table_id, n.table_kind, n.row_index, n.row_code, n.row_label, n.fund, n.amount, n.step, n.figure_id, w.parts
HAVING count(c.amount) > 0
