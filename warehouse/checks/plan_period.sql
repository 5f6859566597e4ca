-- title_zh: 所引五年规划与年度相符
-- title_en: no five-year plan that ended more than a year before the fiscal year
-- identity: T3
-- severity: info
-- applies: dept_budget unit_budget
WITH plan(word, last_year) AS (FROM (VALUES ('十二五', 2015), ('十三五', 2020), ('十四五', 2025))),
said AS (
    SELECT document_id, sentence AS text FROM core.narrative WHERE document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)
    UNION ALL
    SELECT t.document_id, c.text FROM printed_text AS c JOIN core.extracted_table AS t USING (table_id) WHERE t.document_id IN (SELECT document_id FROM scope_document WHERE is_wanted) AND t.kind LIKE 'perf_%'
)
SELECT s.document_id, '五年规划' AS subject, count(*) FILTER (d.fiscal_year > p.last_year + 1) AS left_value, 0 AS right_value, 0 AS tolerance,
       '引用已结束的规划：' || coalesce(string_agg(DISTINCT p.word, '、' ORDER BY p.word) FILTER (d.fiscal_year > p.last_year + 1), '') AS message, []::VARCHAR[] AS figure_ids
FROM said AS s JOIN scope_document AS d USING (document_id)
JOIN plan AS p ON contains(s.text, p.word)
GROUP BY s.document_id
