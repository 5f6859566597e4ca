-- title_zh: 以类级科目编序号的表，序号与科目相符
-- title_en: in a table whose ordinals are class codes (十 is 210), each ordinal is that of its class
-- identity: J1
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final
WITH line AS (
    SELECT document_id, table_id, row_label, code, min(figure_id) AS figure_id,
           regexp_extract(row_label, '^[（(]?([一二三四五六七八九十]{1,3})[）)、.．]', 1) AS ordinal
    FROM printed_figure
    WHERE classification = 'functional' AND len(code) = 3 AND document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)
    GROUP BY ALL
), numbered AS (
    SELECT *, 200 + CASE WHEN NOT contains(ordinal, '十') THEN 0 WHEN starts_with(ordinal, '十') THEN 10
                         ELSE 10 * instr('一二三四五六七八九', left(ordinal, 1)) END
                  + instr('一二三四五六七八九', right(ordinal, 1)) AS class_code
    FROM line WHERE ordinal <> ''
), compared AS (
    -- up to 八 a running number is the class code too: what comes later shows which of the two a table prints
    SELECT *, class_code = code::INTEGER AS is_same,
           count(*) FILTER (class_code > 208 AND class_code = code::INTEGER) OVER (PARTITION BY table_id) AS same,
           count(*) FILTER (class_code <> code::INTEGER) OVER (PARTITION BY table_id) AS other
    FROM numbered
)
SELECT document_id, '类级科目序号' AS subject, count(*) FILTER (NOT is_same) AS left_value, 0 AS right_value, 0 AS tolerance,
       '序号与类级科目不符：' || coalesce(string_agg(DISTINCT row_label || '（' || code || '）', '；' ORDER BY row_label || '（' || code || '）') FILTER (NOT is_same), '') AS message,
       coalesce(list(figure_id ORDER BY figure_id) FILTER (NOT is_same), []) AS figure_ids
FROM compared
WHERE same >= 5 AND same >= 5 * other
GROUP BY document_id
