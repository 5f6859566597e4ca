-- title_zh: 文字说明中分项之和等于总额
-- title_en: the components that the text names add up to their whole
-- identity: I5 I7 I14 I17 J3
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final sangong_summary
WITH part AS (
    SELECT document_id, item, split, raw_label, fiscal_year, stage, amount AS whole, narrative_id, max(half) AS half,
           sum(part_amount) AS parts, count(*) AS terms, list(part_id ORDER BY part, part_id) AS part_ids
    FROM stated_part
    WHERE amount IS NOT NULL AND part_amount IS NOT NULL
    GROUP BY ALL
)
SELECT document_id, concat_ws(' ', coalesce(raw_label, item), fiscal_year, stage) AS subject, parts AS left_value, whole AS right_value,
       2 * half * (terms + 1) AS tolerance, list_prepend(narrative_id, part_ids) AS figure_ids
FROM part AS x
-- a whole with a part left unsaid is no sum, nor one whose remainder the text gives another name
WHERE (terms = (SELECT count(*) FROM component AS c WHERE c.whole = x.item AND c.split = x.split)
   OR (item = 'sangong.total' AND parts >= whole))
  AND NOT EXISTS (FROM stated AS o WHERE o.document_id = x.document_id AND parts <> whole AND abs(o.amount - (whole - parts)) <= 2 * x.half)
