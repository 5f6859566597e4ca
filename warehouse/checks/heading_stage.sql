-- title_zh: 标题的预算、决算用词与文件一致
-- title_en: no heading of a budget's text speaks of a final account
-- identity: N6
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final
SELECT document_id, '标题' AS subject, count(*) FILTER (is_mixed) AS left_value, 0 AS right_value, 0 AS tolerance,
       '预算文件的标题称决算：' || coalesce(string_agg('“' || text || '”' || coalesce('（第' || page || '页）', ''), '；' ORDER BY ordinal) FILTER (is_mixed), '') AS message,
       coalesce(list(passage_id ORDER BY ordinal, passage_id) FILTER (is_mixed), []) AS figure_ids
FROM (SELECT p.*, regexp_matches(p.text, '预算[^，、和与及]{0,6}决算(情况)?(的)?说明') AS is_mixed
      FROM core.passage AS p JOIN scope_document AS d USING (document_id)
      WHERE d.is_wanted AND p.topic = 'heading' AND d.stage = 'initial_budget' AND p.text LIKE '%算%')
GROUP BY document_id
