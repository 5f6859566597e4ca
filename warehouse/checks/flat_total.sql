-- title_zh: 总额持平时分项不应单向变动
-- title_en: a total said to be unchanged has no component that changed alone
-- identity: I14
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final sangong_summary
WITH below AS (
    SELECT w.document_id, w.item, w.raw_label, w.narrative_id, max(p.half) AS half, count(p.change) AS known,
           sum(p.change) FILTER (NOT EXISTS (FROM component AS d WHERE d.whole = p.item
               AND d.part IN (SELECT item FROM stated_item AS q WHERE q.document_id = p.document_id AND q.change IS NOT NULL))) AS moved,
           list(p.narrative_id ORDER BY p.item, p.narrative_id) FILTER (p.change <> 0) AS part_ids
    FROM stated_item AS w
    JOIN stated_item AS p ON p.document_id = w.document_id AND p.item LIKE split_part(w.item, '.', 1) || '.%' AND p.item <> w.item
                         AND p.fiscal_year = w.fiscal_year AND p.stage = w.stage
    WHERE w.change = 0 AND w.item = 'sangong.total'
    GROUP BY ALL
)
SELECT document_id, coalesce(raw_label, item) AS subject, coalesce(moved, 0) AS left_value, 0 AS right_value, 2 * half * known AS tolerance,
       list_prepend(narrative_id, coalesce(part_ids, [])) AS figure_ids
FROM below
WHERE known > 0
