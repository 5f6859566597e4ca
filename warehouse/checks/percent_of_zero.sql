-- title_zh: 上年为零时不应有增减百分比
-- title_en: no percent change where last year was zero
-- identity: N1
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final sangong_summary
-- compare: stated
WITH told AS (
    -- a sentence that states the change alone (公务接待费增加0.4万元，增长100%) speaks of the amount told elsewhere
    SELECT s.*, coalesce(s.amount, i.amount) AS reached
    FROM stated AS s
    LEFT JOIN stated_item AS i ON i.document_id = s.document_id AND i.item = s.item AND i.code = coalesce(s.code, '')
        AND i.fiscal_year = s.fiscal_year AND i.stage = s.stage
)
SELECT document_id, raw_label AS subject, change_percent AS left_value, NULL AS right_value, NULL AS tolerance,
       change_percent IS NULL OR abs(reached - change) > own_half AS holds,
       CASE WHEN base_year IS NOT DISTINCT FROM fiscal_year THEN '预算数' ELSE '上年数' END || '为零，增减百分比无意义：' || coalesce(raw_label, item) || '：文中' || CAST(change_percent AS DOUBLE) || '%' AS message,
       [narrative_id] AS figure_ids
FROM told
WHERE change IS NOT NULL AND reached > 0 AND direction = 'increase' AND (change_percent IS NOT NULL OR reached = change)
