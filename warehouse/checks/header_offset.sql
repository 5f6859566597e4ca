-- title_zh: 数据列各有表头
-- title_en: the numbers stand under headers of their own: no header over two columns of numbers beside one over none
-- identity: I2 J1
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final
-- compare: stated
WITH columns AS (
    SELECT document_id, table_id, column_index, any_value(column_path) AS path, count(DISTINCT column_path) AS paths, count(*) AS lines,
           count(*) FILTER (value_state = 'value') AS numbers, any_value(figure_id ORDER BY row_index, figure_id) AS figure_id
    FROM printed_figure
    WHERE measure = 'amount' AND len(column_path) > 0
    GROUP BY ALL
    HAVING lines >= 3
), beside AS (
    SELECT *, lag(column_index) OVER w AS before, lag(path) OVER w AS path_before, lag(numbers) OVER w AS numbers_before,
           lead(column_index) OVER w AS after, lead(path) OVER w AS path_after, lead(numbers) OVER w AS numbers_after
    FROM columns
    WINDOW w AS (PARTITION BY table_id ORDER BY column_index)
), judged AS (
    SELECT *, paths = 1 AND before = column_index - 1 AND path_before = path AND numbers >= 3 AND numbers_before >= 3
              AND after = column_index + 1 AND path_after <> path AND numbers_after = 0 AS is_offset
    FROM beside
)
SELECT document_id, count(DISTINCT table_id) || '张表' AS subject, NULL AS left_value, NULL AS right_value, NULL AS tolerance,
       NOT bool_or(coalesce(is_offset, FALSE)) AS holds,
       '表头与数据错列：' || string_agg('“' || path[-1] || '”下有两列数，“' || path_after[-1] || '”下无数', '；' ORDER BY table_id, column_index) FILTER (is_offset) AS message,
       list(figure_id ORDER BY table_id, column_index, figure_id) FILTER (is_offset) AS figure_ids
FROM judged
GROUP BY document_id
