-- title_zh: 每行合计等于基本支出加项目支出（及其他性质）
-- title_en: in every row the total is the sum of its natures, and each nature the sum of its parts
-- identity: I5 I7 J3
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
WITH node AS (
    SELECT document_id, table_id, table_kind, row_index, row_label, row_code, nature, amount, figure_id, step,
           min(amount) OVER same = max(amount) OVER same AS is_single
    FROM own
    WHERE flow = 'expenditure' AND nature IS NOT NULL AND table_kind IN ('dept_expenditure', 'gpb_expenditure', 'gov_fund_expenditure',
          'state_capital_expenditure', 'fiscal_grant_expenditure', 'fiscal_account_expenditure', 'final_expenditure', 'final_gpb_expenditure',
          'final_gov_fund', 'final_state_capital', 'gpb_basic_econ', 'gov_gpb_expenditure_own')
      -- a column of a nature that the vocabulary does not know leaves the split open
      AND (table_id, row_index) NOT IN (SELECT (table_id, row_index) FROM own WHERE flow = 'expenditure' AND nature IS NULL AND amount <> 0)
    WINDOW same AS (PARTITION BY table_id, row_index, nature)
    QUALIFY row_number() OVER (PARTITION BY table_id, row_index, nature ORDER BY column_index, figure_id) = 1
), printed AS (
    -- which natures the table has columns for; a blank beside a printed part is a zero
    SELECT DISTINCT table_id, nature FROM node
), edge AS (
    SELECT p.table_id, a.child, a.parent
    FROM printed AS p
    JOIN nature_above AS a ON a.child = p.nature
    JOIN printed AS q ON q.table_id = p.table_id AND q.nature = a.parent
    QUALIFY row_number() OVER (PARTITION BY p.table_id, a.child ORDER BY a.distance) = 1
), whole AS (
    SELECT table_id, parent, count(*) AS parts FROM edge GROUP BY ALL
    HAVING count(*) > 1 AND (parent <> 'total' OR bool_or(child = 'basic') AND bool_or(child = 'project'))
)
SELECT n.document_id, n.table_kind || ' ' || coalesce(n.row_code || ' ', '') || coalesce(n.row_label, '合计') || ' ' || n.nature AS subject,
       coalesce(sum(c.amount), 0) AS left_value, n.amount AS right_value, n.step * w.parts AS tolerance,
       list_prepend(n.figure_id, coalesce(list(c.figure_id ORDER BY c.nature, c.figure_id) FILTER (c.figure_id IS NOT NULL), [])) AS figure_ids
FROM node AS n
JOIN whole AS w ON w.table_id = n.table_id AND w.parent = n.nature
LEFT JOIN edge AS e ON e.table_id = n.table_id AND e.parent = n.nature
LEFT JOIN node AS c ON c.table_id = n.table_id AND c.row_index = n.row_index AND c.nature = e.child
GROUP BY n.document_id, n.table_id, n.table_kind, n.row_index, n.row_code, n.row_label, n.nature, n.amount, n.step, n.figure_id, w.parts
-- a row that prints no part at all, or two different wholes, says nothing of its split
HAVING count(c.amount) > 0 AND bool_and(n.is_single AND coalesce(c.is_single, true))
