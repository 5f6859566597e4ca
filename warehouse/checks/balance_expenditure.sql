-- title_zh: 本年支出合计加年末结转等于支出总计
-- title_en: expenditure of the year plus balances is the total of the expenditure side
-- identity: I3 J1
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
SELECT document_id, subject, left_value, right_value, tolerance, figure_ids
FROM balance_end
WHERE side = 'expenditure'
