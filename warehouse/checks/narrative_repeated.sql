-- title_zh: 同一指标在文字中前后一致
-- title_en: an item that the text repeats has the same amount every time
-- identity: N4
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final sangong_summary
SELECT document_id, any_value(raw_label ORDER BY ordinal, narrative_id) AS subject, min(amount) AS left_value, max(amount) AS right_value,
       2 * max(half) AS tolerance, list(narrative_id ORDER BY ordinal, narrative_id) AS figure_ids
FROM stated
WHERE amount > 0 AND code IS NULL
  AND item IN ('income.grand_total', 'expenditure.grand_total', 'expenditure.total', 'income.total', 'total.revenue_expenditure',
               'gpb.expenditure', 'sangong.total', 'op_cost.agency', 'procurement.total')
-- a total of one fund is not the total
GROUP BY document_id, item, fiscal_year, stage, regexp_extract(raw_label, '一般公共预算|财政拨款|政府性基金|国有资本|其他资金|财政专户')
-- amounts far apart belong to different things (a subordinate unit, a part); a slip stays near or shifts the point
HAVING count(*) > 1 AND (max(amount) <= 1.5 * min(amount) OR abs(log10(max(amount) / min(amount)) - round(log10(max(amount) / min(amount)))) < 0.0005)
