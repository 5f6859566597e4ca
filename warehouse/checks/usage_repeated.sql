-- title_zh: 不同项目的用途说明不应照抄
-- title_en: two items do not share one description of use
-- identity: N4
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final
WITH used AS (
    -- one item a sentence: the first fact is what the sentence is about
    SELECT document_id, item, coalesce(raw_label, item) AS label, narrative_id, regexp_extract(sentence, '主要用于([^。；]{12,})', 1) AS usage
    FROM stated
    WHERE amount > 0 AND sentence LIKE '%主要用于%' AND code IS NULL
    QUALIFY row_number() OVER (PARTITION BY document_id, sentence ORDER BY ordinal, narrative_id) = 1
), shared AS (
    SELECT document_id, usage, count(DISTINCT item) AS items, string_agg(DISTINCT label, '、' ORDER BY label) AS labels,
           list(narrative_id ORDER BY narrative_id) AS ids
    FROM used WHERE usage <> '' GROUP BY document_id, usage
)
SELECT document_id, '用途说明' AS subject, greatest(max(items) - 1, 0) AS left_value, 0 AS right_value, 0 AS tolerance,
       '用途说明照抄：' || coalesce(string_agg(labels || '：' || left(usage, 30), '；' ORDER BY usage) FILTER (items > 1), '') AS message,
       coalesce(flatten(list(ids ORDER BY usage, ids) FILTER (items > 1)), []) AS figure_ids
FROM shared
GROUP BY document_id
