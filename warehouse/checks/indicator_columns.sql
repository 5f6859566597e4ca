-- title_zh: 指标各格在其表头之下
-- title_en: the kinds of indicators stand under the header of their level, and no bare value under a header of names
-- identity: I19
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final performance
-- compare: stated
WITH line AS (
    SELECT t.document_id, c.table_id, c.row_index, c.column_index, regexp_replace(c.text, '\s', '', 'g') AS text
    FROM printed_text AS c JOIN core.extracted_table AS t USING (table_id)
    WHERE t.kind LIKE 'perf_%' AND c.text <> ''
), header AS (
    -- forms of the whole period print the three headers twice, side by side
    SELECT table_id, row_index, column_index, text FROM line WHERE regexp_matches(text, '^([二三]级指标|指标值|年度指标值)([（(].*[）)])?$')
), placed AS (
    SELECT l.*, h.text AS heading
    FROM line AS l JOIN header AS h ON h.table_id = l.table_id AND h.column_index = l.column_index AND h.row_index < l.row_index
    QUALIFY row_number() OVER (PARTITION BY l.table_id, l.row_index, l.column_index ORDER BY h.row_index DESC) = 1
), judged AS (
    SELECT *, CASE WHEN starts_with(heading, '二级') THEN FALSE
                   WHEN regexp_matches(text, '^(数量|质量|时效|经济效益|社会效益|生态效益|可持续影响)指标$') THEN TRUE
                   ELSE starts_with(heading, '三级') AND regexp_matches(text, '^[≥≤＞＜><=＝][\d.]+[%％]?$') END AS is_shifted
    FROM placed
)
SELECT document_id, '绩效指标' AS subject, NULL AS left_value, NULL AS right_value, NULL AS tolerance, NOT bool_or(is_shifted) AS holds,
       '指标列错位：' || string_agg('“' || left(text, 20) || '”列于“' || heading || '”下', '；' ORDER BY table_id, row_index, column_index) FILTER (is_shifted) AS message,
       list(DISTINCT table_id ORDER BY table_id) FILTER (is_shifted) AS figure_ids
FROM judged
GROUP BY document_id
