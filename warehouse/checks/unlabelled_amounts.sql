-- title_zh: 有金额的行应有名称
-- title_en: a row with an amount has a name
-- identity: I2
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final
SELECT document_id, table_kind AS subject, count(*) FILTER (row_label IS NULL AND code IS NULL AND row_role = 'item') AS left_value, 0 AS right_value, 0 AS tolerance,
       '有金额的行没有名称：' || table_kind || '，' || count(*) FILTER (row_label IS NULL AND code IS NULL AND row_role = 'item') || '处' AS message,
       coalesce(list(figure_id ORDER BY row_index, column_index, figure_id) FILTER (row_label IS NULL AND code IS NULL AND row_role = 'item'), []) AS figure_ids
FROM own
WHERE table_kind IN ('dept_balance_total', 'fiscal_grant_balance', 'dept_income', 'dept_expenditure', 'gpb_expenditure', 'project_expenditure',
                     'final_balance_total', 'final_fiscal_grant_balance', 'final_income', 'final_expenditure', 'final_gpb_expenditure')
GROUP BY document_id, table_id, table_kind
