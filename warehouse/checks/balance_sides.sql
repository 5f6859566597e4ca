-- title_zh: 收支平衡表两边总计相等
-- title_en: both sides of a balance table have the same total
-- identity: I1 J1 G1
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final
WITH side_total AS (
    -- the lowest total row of each side, its leftmost amount column; fund columns to the right repeat it by fund
    SELECT document_id, table_id, table_kind, side, figure_id, amount, step
    FROM own
    WHERE table_kind IN ('dept_balance_total', 'fiscal_grant_balance', 'final_balance_total', 'final_fiscal_grant_balance', 'gov_balance',
                         'gov_fund_balance', 'gov_state_capital_balance', 'dept_gov_fund_balance')
      AND row_role = 'total' AND side IN ('revenue', 'expenditure')
    QUALIFY row_number() OVER (PARTITION BY table_id, side ORDER BY row_index DESC, column_index, figure_id) = 1
)
SELECT r.document_id, r.table_kind AS subject, r.amount AS left_value, e.amount AS right_value, r.step AS tolerance,
       [r.figure_id, e.figure_id] AS figure_ids
FROM side_total AS r
JOIN side_total AS e ON e.table_id = r.table_id AND e.side = 'expenditure'
WHERE r.side = 'revenue'
