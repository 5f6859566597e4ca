-- title_zh: 同一文件中商品和服务支出对应同一政府科目类
-- title_en: project goods and services are mapped to the government codes of the unit's nature
-- identity: I12
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: stated
WITH pair AS (
    -- printed side by side: the department's economic code and the government's
    SELECT a.table_id, t.document_id, a.row_index, regexp_replace(a.text, '\s', '', 'g') AS own_code, regexp_replace(b.text, '\s', '', 'g') AS gov_code
    FROM printed_text AS a
    JOIN printed_text AS b ON b.table_id = a.table_id AND b.row_index = a.row_index AND b.column_index > a.column_index
    JOIN core.extracted_table AS t ON t.table_id = a.table_id
    -- a whole department has offices (502) and institutions (505); one unit has one of them
    WHERE t.document_id IN (SELECT document_id FROM scope_document WHERE is_wanted AND scope IN ('own_level', 'unit'))
      AND regexp_matches(a.text, '^\s*3\d{2}(\d{2})?\s*$') AND regexp_matches(b.text, '^\s*5\d{2}(\d{2})?\s*$')
), class AS (
    SELECT document_id, left(own_code, 3) AS own_class, left(gov_code, 3) AS gov_class, count(*) AS n FROM pair WHERE own_code LIKE '302%' GROUP BY ALL
)
SELECT document_id, '302' AS subject, count(DISTINCT gov_class) AS left_value, 1 AS right_value, 0 AS tolerance,
       count(*) FILTER (gov_class IN ('505')) = 0 OR count(*) FILTER (gov_class IN ('502')) = 0 AS holds,
       '商品和服务支出的政府经济分类不一：' || string_agg(gov_class || '（' || n || '行）', '、' ORDER BY gov_class) AS message, []::VARCHAR[] AS figure_ids
FROM class
GROUP BY document_id
