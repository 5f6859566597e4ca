-- title_zh: 绩效目标应与职责活动相符
-- title_en: the goal of an activity speaks of the activity, not of another duty of the body
-- identity: I20
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: stated
WITH line AS (
    SELECT t.document_id, c.table_id, c.row_index, c.column_index, regexp_replace(c.text, '[\s“”]', '', 'g') AS text
    FROM printed_text AS c JOIN core.extracted_table AS t USING (table_id)
    WHERE t.kind = 'duty_activity_perf' AND c.text <> ''
), goal AS (
    SELECT l.document_id, l.table_id, l.row_index, l.text AS goal,
           list_filter(list_transform(range(1, len(l.text)), lambda i: substr(l.text, CAST(i AS INTEGER), 2)), lambda pair: regexp_matches(pair, '^[一-龥]{2}$')) AS words
    FROM line AS l
    JOIN (SELECT table_id, min(column_index) AS column_index FROM line WHERE text = '绩效目标' GROUP BY table_id) AS h USING (table_id, column_index)
    WHERE len(l.text) >= 6
), activity AS (
    SELECT table_id, row_index, any_value(text ORDER BY column_index) AS activity, string_agg(text, ' ' ORDER BY column_index) AS whole
    FROM line GROUP BY ALL
), duties AS (
    -- the headings that divide the duties of the body
    SELECT p.document_id, p.text AS duty
    FROM core.passage AS p
    JOIN (SELECT document_id, min(ordinal) AS first, max(ordinal) AS last FROM core.passage WHERE topic = 'duty' GROUP BY document_id) AS d
      ON d.document_id = p.document_id AND p.ordinal BETWEEN d.first - 1 AND d.last
    WHERE p.topic = 'heading' AND p.outline_level = 3
), named AS (
    -- duties that have a word of two characters in common with the goal
    SELECT g.table_id, g.row_index, min(d.duty) AS duty
    FROM goal AS g JOIN duties AS d USING (document_id)
    WHERE list_bool_or(list_transform(g.words, lambda word: contains(d.duty, word)))
    GROUP BY ALL
), compared AS (
    -- the goal has none in common with the rest of its row
    SELECT g.*, a.activity, n.duty,
           n.duty IS NOT NULL AND NOT list_bool_or(list_transform(g.words, lambda word: contains(replace(a.whole, g.goal, ''), word))) AS is_foreign
    FROM goal AS g
    JOIN activity AS a USING (table_id, row_index)
    LEFT JOIN named AS n USING (table_id, row_index)
    WHERE len(g.words) > 0 AND g.document_id IN (SELECT document_id FROM duties)
)
SELECT document_id, count(*) || '项职责活动' AS subject, count(*) FILTER (is_foreign) AS left_value, 0 AS right_value, 0 AS tolerance,
       NOT bool_or(is_foreign) AS holds,
       '绩效目标与职责活动不符：' || string_agg(left(activity, 20) || '：“' || left(goal, 30) || '”似属“' || duty || '”', '；' ORDER BY table_id, row_index) FILTER (is_foreign) AS message,
       list(DISTINCT table_id ORDER BY table_id) FILTER (is_foreign) AS figure_ids
FROM compared
GROUP BY document_id
