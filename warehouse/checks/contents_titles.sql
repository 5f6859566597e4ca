-- title_zh: 目录所列表名与表格标题一致
-- title_en: a table has the name that the list of tables gives it
-- identity: I1
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: stated
WITH listed AS (
    SELECT document_id, passage_id, ordinal, text, regexp_replace(text, '^[一二三四五六七八九十]+[、.．]|[（(][^（()）]*[)）]|20\d\d年度?|[“”"《》\s]', '', 'g') AS name
    FROM core.passage
    WHERE topic = 'heading' AND outline_level = 2 AND regexp_matches(text, '表([（(].*[)）])?$')
      AND document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)
), titled AS (
    SELECT document_id, table_id, title, regexp_replace(title, '^[一二三四五六七八九十]+[、.．]|[（(][^（()）]*[)）]|20\d\d年度?|[“”"《》\s]', '', 'g') AS name
    FROM core.extracted_table
    WHERE title IS NOT NULL AND document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)
), met AS (
    -- a title may begin with the body's name
    SELECT DISTINCT l.document_id, l.passage_id, t.table_id
    FROM listed AS l JOIN titled AS t ON t.document_id = l.document_id AND (ends_with(t.name, l.name) OR ends_with(l.name, t.name))
), other AS (
    -- a line without its table, and a table without its line, that differ by a word that changes nothing: the rest is a matter of missing_tables
    SELECT l.document_id, l.passage_id, l.text, t.table_id, t.title
    FROM (FROM listed ANTI JOIN met USING (passage_id)) AS l
    JOIN (FROM titled ANTI JOIN met USING (table_id)) AS t
      ON t.document_id = l.document_id AND regexp_replace(t.name, '汇总|情况|明细|申报|统计|公开', '', 'g') = regexp_replace(l.name, '汇总|情况|明细|申报|统计|公开', '', 'g')
)
SELECT m.document_id, m.lines || '张' AS subject, NULL AS left_value, NULL AS right_value, NULL AS tolerance, o.document_id IS NULL AS holds,
       '目录与表格标题不一致：' || o.message AS message, coalesce(o.figure_ids, []) AS figure_ids
FROM (SELECT document_id, count(DISTINCT passage_id) AS lines FROM met GROUP BY document_id HAVING lines >= 3) AS m
LEFT JOIN (SELECT document_id, string_agg('目录“' || text || '”，表题“' || title || '”', '；' ORDER BY passage_id, table_id) AS message,
                  list(passage_id ORDER BY table_id, passage_id) || list(table_id ORDER BY passage_id, table_id) AS figure_ids
           FROM other GROUP BY document_id) AS o USING (document_id)
