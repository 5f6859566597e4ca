-- title_zh: 分项增减之和等于总额增减
-- title_en: the changes of the components add up to the change of their whole (else a class vanished or is new)
-- identity: N5
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final sangong_summary
WITH child AS (
    SELECT document_id, item, split, raw_label, fiscal_year, stage, change AS whole, narrative_id, max(half) + max(part_half) AS half,
           sum(part_change) AS parts, count(*) AS terms, count(part_change) AS known,
           list(part_id ORDER BY part, part_id) FILTER (part_change IS NOT NULL) AS part_ids
    FROM stated_part
    WHERE change <> 0
    GROUP BY ALL
), class AS (
    -- the classes of general public expenditure, where the text gives a change for each it names
    SELECT w.document_id, w.item, 'class' AS split, w.raw_label, w.fiscal_year, w.stage, w.change AS whole, w.narrative_id, max(w.half) + max(p.half) AS half,
           sum(p.change) AS parts, count(*) AS terms, count(p.change) AS known,
           list(p.narrative_id ORDER BY p.code, p.narrative_id) FILTER (p.change IS NOT NULL) AS part_ids
    FROM stated_item AS w
    JOIN stated_item AS p ON p.document_id = w.document_id AND p.item = w.item || '.function' AND p.fiscal_year = w.fiscal_year AND p.stage = w.stage
                         AND len(p.code) = 3
    WHERE w.change IS NOT NULL AND w.item IN ('gpb.expenditure', 'expenditure') AND w.code = ''
    GROUP BY ALL
), every AS (SELECT * FROM child UNION ALL SELECT * FROM class)
SELECT document_id, coalesce(raw_label, item) AS subject, parts AS left_value, whole AS right_value, 2 * half * (terms + 1) AS tolerance,
       list_prepend(narrative_id, part_ids) AS figure_ids
FROM every
WHERE known = terms AND terms > 1
  -- a part that the text gives twice, or by its own parts only, leaves the sum open
  AND NOT EXISTS (FROM component AS c JOIN stated AS s ON s.document_id = every.document_id AND s.fiscal_year = every.fiscal_year AND s.stage = every.stage
                                                     AND (s.item = c.part OR starts_with(s.item, c.part || '.'))
                  WHERE c.whole = every.item AND c.split = every.split AND s.amount IS NOT NULL
                    AND NOT EXISTS (FROM stated_item AS i WHERE i.document_id = s.document_id AND i.item = c.part AND i.fiscal_year = s.fiscal_year
                                      AND i.stage = s.stage AND i.change IS NOT NULL))
