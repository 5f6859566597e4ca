-- title_zh: 没有模板、文字处理软件和表格公式的残留
-- title_en: nothing is left behind by templates, word processors and spreadsheet formulas
-- identity: N4
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final sangong_summary performance
SELECT d.document_id, '残留' AS subject, count(p.passage_id) AS left_value, 0 AS right_value, 0 AS tolerance,
       '模板或软件残留，共' || count(p.passage_id) || '处：' || coalesce(string_agg('“' || p.text || '”' || coalesce('（第' || p.page || '页）', ''), '；' ORDER BY p.ordinal), '') AS message,
       coalesce(list(p.passage_id ORDER BY p.ordinal, p.passage_id) FILTER (p.passage_id IS NOT NULL), []) AS figure_ids
FROM (SELECT DISTINCT document_id FROM core.passage WHERE document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)) AS d
LEFT JOIN core.passage AS p ON p.document_id = d.document_id AND p.topic = 'residue'
GROUP BY d.document_id
