-- title_zh: 本年收入合计加年初结转等于收入总计
-- title_en: revenue of the year plus carry-over is the total of the revenue side
-- identity: I2 J1
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
SELECT document_id, subject, left_value, right_value, tolerance, figure_ids
FROM balance_end
WHERE side = 'revenue'
