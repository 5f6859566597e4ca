-- title_zh: 表中没有占位数值
-- title_en: no placeholder values in tables
-- identity: I2
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final performance gov_budget gov_final sangong_summary debt other
SELECT t.document_id, '占位值' AS subject, count(*) FILTER (regexp_matches(c.text, '^\s*(99年|9999+|[XＸ×x]{2,})\s*$')) AS left_value, 0 AS right_value, 0 AS tolerance,
       '占位值：' || coalesce(string_agg(DISTINCT trim(c.text), '、' ORDER BY trim(c.text)) FILTER (regexp_matches(c.text, '^\s*(99年|9999+|[XＸ×x]{2,})\s*$')), '') AS message,
       []::VARCHAR[] AS figure_ids
FROM printed_text AS c JOIN core.extracted_table AS t USING (table_id)
WHERE t.document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)
GROUP BY t.document_id
