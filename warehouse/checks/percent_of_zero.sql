-- title_zh: 上年为零时不应有增减百分比
-- title_en: no percent change where last year was zero
-- identity: N1
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final sangong_summary
-- compare: stated
SELECT document_id, raw_label AS subject, change_percent AS left_value, NULL AS right_value, NULL AS tolerance,
       change_percent IS NULL OR abs(amount - change) > own_half AS holds,
       CASE WHEN base_year IS NOT DISTINCT FROM fiscal_year THEN '预算数' ELSE '上年数' END || '为零，增减百分比无意义：' || coalesce(raw_label, item) || '：文中' || CAST(change_percent AS DOUBLE) || '%' AS message,
       [narrative_id] AS figure_ids
FROM stated
WHERE change IS NOT NULL AND amount > 0 AND direction = 'increase' AND (change_percent IS NOT NULL OR amount = change)
