-- title_zh: 同一指标在文字中前后一致
-- title_en: an item that the text repeats has the same amount every time
-- identity: N4
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final sangong_summary
SELECT document_id, any_value(raw_label ORDER BY ordinal) AS subject, min(amount) AS left_value, max(amount) AS right_value,
       2 * max(half) AS tolerance, list(narrative_id ORDER BY ordinal) AS figure_ids
FROM stated
WHERE amount IS NOT NULL AND code IS NULL AND item NOT LIKE '%.item' AND item NOT LIKE '%.function' AND item NOT LIKE '%.economic'
  AND item IN (SELECT item FROM ref.item WHERE flow IN ('revenue', 'expenditure'))
  AND item NOT IN ('income.other', 'expenditure.other', 'performance.amount', 'income.transfer', 'expenditure.transfer')
GROUP BY document_id, item, fiscal_year, stage
HAVING count(*) > 1
