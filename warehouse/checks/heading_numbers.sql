-- title_zh: 标题序号连续
-- title_en: the numbers of headings run on without a gap
-- identity: N4
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final
WITH heading AS (
    SELECT document_id, ordinal, outline_level, outline_number, text, passage_id, page,
           -- headings of one level under the same heading above are one run; a new 一 begins another
           count(*) FILTER (outline_level < 3 OR outline_number = 1) OVER (PARTITION BY document_id ORDER BY ordinal) AS run
    FROM core.passage
    WHERE topic = 'heading' AND outline_level IN (1, 2, 3) AND document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)
), step AS (
    SELECT *, lag(outline_number) OVER w AS before, lag(text) OVER w AS text_before
    FROM heading WHERE outline_level = 3
    WINDOW w AS (PARTITION BY document_id, run ORDER BY ordinal)
)
SELECT document_id, '标题序号' AS subject, count(*) FILTER (outline_number > before + 1) AS left_value, 0 AS right_value, 0 AS tolerance,
       '标题序号跳号：' || coalesce(string_agg('“' || text_before || '”之后为“' || text || '”' || coalesce('（第' || page || '页）', ''), '；' ORDER BY ordinal) FILTER (outline_number > before + 1), '') AS message,
       coalesce(list(passage_id ORDER BY ordinal, passage_id) FILTER (outline_number > before + 1), []) AS figure_ids
FROM step WHERE before IS NOT NULL
GROUP BY document_id
