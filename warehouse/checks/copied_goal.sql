-- title_zh: 绩效目标不应照抄其他职责
-- title_en: the goal of an activity is not the text of another duty of the body
-- identity: I20 J10
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final performance
WITH line AS (
    SELECT t.document_id, c.table_id, c.row_index, any_value(regexp_replace(c.text, '\s', '', 'g') ORDER BY c.column_index) AS activity
    FROM printed_text AS c JOIN core.extracted_table AS t USING (table_id)
    WHERE t.kind IN ('duty_activity_perf', 'perf_project_summary', 'perf_dept_overall_target') AND c.text <> ''
      AND t.document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)
    GROUP BY ALL
), goal AS (
    SELECT l.document_id, l.table_id, l.row_index, l.activity, regexp_replace(c.text, '[\s“”]', '', 'g') AS goal
    FROM line AS l JOIN printed_text AS c ON c.table_id = l.table_id AND c.row_index = l.row_index
    WHERE len(c.text) >= 15 AND regexp_matches(l.activity, '[一-龥]{2}')
), compared AS (
    SELECT g.document_id, g.table_id, g.row_index, g.activity, d.passage_id, d.heading, d.text,
           -- the duty is the activity's own where their names share a word
           d.passage_id IS NOT NULL AND NOT regexp_matches(d.heading,
               array_to_string(list_transform(range(1, len(g.activity)), lambda i: substr(g.activity, CAST(i AS INTEGER), 2)), '|')) AS is_copied
    FROM goal AS g
    LEFT JOIN core.passage AS d ON d.document_id = g.document_id AND d.topic = 'duty' AND len(d.text) >= 15 AND starts_with(g.goal, d.text)
)
SELECT document_id, '绩效目标' AS subject, count(*) FILTER (is_copied) AS left_value, 0 AS right_value, 0 AS tolerance,
       '绩效目标照抄其他职责：' || coalesce(string_agg(left(activity, 20) || '：“' || left(text, 30) || '”出自“' || heading || '”', '；' ORDER BY table_id, row_index) FILTER (is_copied), '') AS message,
       coalesce(list(DISTINCT passage_id ORDER BY passage_id) FILTER (is_copied), []) AS figure_ids
FROM compared
GROUP BY document_id
