-- title_zh: 电话号码位数正确
-- title_en: telephone numbers have as many digits as such numbers have (the digits themselves are not kept)
-- identity: N4
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final sangong_summary performance
-- compare: stated
-- 7 or 8 digits, with a 3 or 4 digit area code before them, or 11 of a mobile telephone; more digits are several numbers or an extension
SELECT document_id, '电话' AS subject, len(text) AS left_value, NULL AS right_value, NULL AS tolerance, len(text) <> 9 AS holds,
       '电话号码有' || len(text) || '位数字' || coalesce('（第' || page || '页）', '') AS message, [passage_id] AS figure_ids
FROM core.passage
WHERE topic = 'contact' AND document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)
