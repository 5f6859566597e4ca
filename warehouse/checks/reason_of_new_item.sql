-- title_zh: 上年为零的项目不能以基数增大为原因
-- title_en: an item that was zero last year cannot have grown because its base grew
-- identity: N1
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: stated
SELECT document_id, coalesce(raw_label, item) AS subject, amount AS left_value, amount - change AS right_value, own_half AS tolerance,
       amount - change > own_half OR NOT regexp_matches(coalesce(reason, ''), '基数|比例|标准|提高|上调') AS holds,
       '上年为零，原因却称基数增大：' || coalesce(raw_label, item) || '：' || coalesce(left(reason, 40), '') AS message, [narrative_id] AS figure_ids
FROM stated
WHERE change > 0 AND amount > 0 AND reason IS NOT NULL
