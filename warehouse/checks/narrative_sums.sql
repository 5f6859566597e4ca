-- title_zh: 文字说明中分项之和等于总额
-- title_en: the components that the text names add up to their whole
-- identity: I5 I7 I14 I17 J3
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final sangong_summary
WITH part AS (
    SELECT w.document_id, w.item, c.split, w.raw_label, w.fiscal_year, w.stage, w.amount AS whole, w.narrative_id, max(w.half) AS half,
           sum(p.amount) AS parts, count(*) AS terms, list(p.narrative_id ORDER BY p.item, p.narrative_id) AS part_ids
    FROM stated_item AS w
    JOIN component AS c ON c.whole = w.item
    JOIN stated_item AS p ON p.document_id = w.document_id AND p.item = c.part AND p.fiscal_year = w.fiscal_year AND p.stage = w.stage AND p.code = ''
         -- 人员经费 of the grants is no part of all basic expenditure
         AND (p.item NOT LIKE 'expenditure.%' OR p.fund IS NOT DISTINCT FROM w.fund)
    WHERE w.amount IS NOT NULL AND p.amount IS NOT NULL AND w.code = ''
    GROUP BY ALL
)
SELECT document_id, concat_ws(' ', coalesce(raw_label, item), fiscal_year, stage) AS subject, parts AS left_value, whole AS right_value,
       2 * half * (terms + 1) AS tolerance, list_prepend(narrative_id, part_ids) AS figure_ids
FROM part AS x
-- a whole with a part left unsaid is no sum, nor one whose remainder the text gives another name
WHERE (terms = (SELECT count(*) FROM component AS c WHERE c.whole = x.item AND c.split = x.split)
   OR (item = 'sangong.total' AND parts >= whole))
  AND NOT EXISTS (FROM stated AS o WHERE o.document_id = x.document_id AND parts <> whole AND abs(o.amount - (whole - parts)) <= 2 * x.half)
