-- title_zh: 文字所述层级与本级相符
-- title_en: the text of a county-level body does not speak of counties below it
-- identity: N4
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final
WITH county AS (
    SELECT DISTINCT d.document_id
    FROM core.document AS d JOIN ref.region AS r USING (region_code)
    WHERE r.level IN ('county', 'zone') AND d.document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)
      AND d.document_id IN (SELECT document_id FROM core.passage)
)
SELECT c.document_id, '层级' AS subject, count(p.passage_id) AS left_value, 0 AS right_value, 0 AS tolerance,
       '县级单位的文字称下有各县（市、区）：' || coalesce(string_agg('“' || left(p.text, 40) || '”' || coalesce('（第' || p.page || '页）', ''), '；' ORDER BY p.ordinal), '') AS message,
       coalesce(list(p.passage_id ORDER BY p.ordinal, p.passage_id) FILTER (p.passage_id IS NOT NULL), []) AS figure_ids
FROM county AS c LEFT JOIN core.passage AS p ON p.document_id = c.document_id AND p.topic = 'level'
GROUP BY c.document_id
