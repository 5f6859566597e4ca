-- title_zh: 实有人数不超过编制数
-- title_en: staff in post are at most the established posts
-- identity: J10
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: at_most
SELECT document_id, '人员' AS subject, max(quantity) FILTER (item = 'staff.actual') AS left_value, max(quantity) FILTER (item = 'staff.establishment') AS right_value,
       0 AS tolerance, '实有人数超过编制数：' || max(quantity) FILTER (item = 'staff.actual') || ' ＞ ' || max(quantity) FILTER (item = 'staff.establishment') || ' 人' AS message,
       list(narrative_id ORDER BY ordinal, narrative_id) FILTER (item IN ('staff.actual', 'staff.establishment')) AS figure_ids
FROM stated
GROUP BY document_id
HAVING max(quantity) FILTER (item = 'staff.actual') IS NOT NULL AND max(quantity) FILTER (item = 'staff.establishment') > 0
