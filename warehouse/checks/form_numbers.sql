-- title_zh: 表号完整
-- title_en: the number of every form is printed whole, as those of its siblings are
-- identity: J1
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: stated
WITH form AS (
    SELECT document_id, table_id, ordinal, form_number, regexp_matches(form_number, '^(部门|单位)?公开\s*\d+(-\d+)?\s*表$') AS is_whole
    FROM core.extracted_table
    WHERE regexp_matches(form_number, '^(部门|单位)?公开\s*\d') AND document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)
)
SELECT document_id, count(*) || '个表号' AS subject, count(*) FILTER (is_whole) AS left_value, count(*) AS right_value, 0 AS tolerance,
       bool_and(is_whole) AS holds,
       '表号断开：' || string_agg(form_number, '、' ORDER BY ordinal, table_id) FILTER (NOT is_whole) AS message,
       list(table_id ORDER BY ordinal, table_id) FILTER (NOT is_whole) AS figure_ids
FROM form
GROUP BY document_id
HAVING count(*) FILTER (is_whole) >= 3
