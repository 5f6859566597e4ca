-- title_zh: 增加（减少）已选定
-- title_en: the template choice 增加（减少） was made
-- identity: N1
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final
SELECT document_id, '增减方向' AS subject, count(*) FILTER (direction = 'not_chosen') AS left_value, 0 AS right_value, 0 AS tolerance,
       '增减方向未选定，共' || count(*) FILTER (direction = 'not_chosen') || '处：' || coalesce(min(raw_label ORDER BY ordinal) FILTER (direction = 'not_chosen'), '') AS message,
       coalesce(list(narrative_id ORDER BY ordinal, narrative_id) FILTER (direction = 'not_chosen'), []) AS figure_ids
FROM stated
WHERE direction IS NOT NULL
GROUP BY document_id
