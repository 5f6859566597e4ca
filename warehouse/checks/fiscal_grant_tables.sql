-- title_zh: 财政拨款收支总表的支出与一般公共预算、政府性基金、国有资本经营各表合计一致
-- title_en: expenditure by fund in the fiscal grant balance equals the totals of the fund tables
-- identity: I8 J5
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
WITH balance AS (
    SELECT document_id, fund_node AS fund, amount, figure_id, step
    FROM own
    WHERE table_kind IN ('fiscal_grant_balance', 'final_fiscal_grant_balance') AND side = 'expenditure' AND item LIKE '%expenditure.total'
      AND row_role IN ('subtotal', 'total') AND fund_node IN ('general_public', 'gov_fund', 'state_capital')
    QUALIFY row_number() OVER (PARTITION BY document_id, fund_node ORDER BY row_role = 'subtotal' DESC, row_index DESC, figure_id) = 1
), fund_table AS (
    SELECT document_id, table_kind, fund, amount, figure_id, step
    FROM own
    WHERE table_kind IN ('gpb_expenditure', 'gov_fund_expenditure', 'state_capital_expenditure', 'final_gpb_expenditure', 'final_gov_fund',
                         'final_state_capital')
      AND row_role = 'total' AND nature = 'total' AND flow = 'expenditure'
    QUALIFY count(*) OVER (PARTITION BY document_id, table_kind) = 1
)
SELECT b.document_id, t.table_kind AS subject, b.amount AS left_value, t.amount AS right_value, greatest(b.step, t.step) * 2 AS tolerance,
       [b.figure_id, t.figure_id] AS figure_ids
FROM balance AS b
JOIN fund_table AS t ON t.document_id = b.document_id AND t.fund = b.fund
