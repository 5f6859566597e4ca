-- title_zh: 决算中的年初预算数与预算文件一致
-- title_en: the budget that a final account quotes is the one published
-- identity: T2
-- severity: warning
-- applies: dept_final unit_final
WITH budget AS (
    SELECT d.owner, d.fiscal_year, s.item, coalesce(s.code, '') AS code, min(s.amount) AS amount, min(s.narrative_id) AS id, max(s.half) AS half
    FROM stated AS s JOIN scope_document AS d USING (document_id)
    WHERE d.stage = 'initial_budget' AND s.amount IS NOT NULL AND s.fiscal_year = d.fiscal_year AND s.stage = 'initial_budget' AND d.is_current
    GROUP BY ALL HAVING count(DISTINCT s.amount) = 1
    UNION ALL
    SELECT d.owner, d.fiscal_year, t.item, t.code, min(t.amount), min(t.figure_id), max(t.step)
    FROM table_fact AS t JOIN scope_document AS d USING (document_id)
    WHERE d.stage = 'initial_budget' AND t.fiscal_year = d.fiscal_year AND t.stage = 'initial_budget' AND len(t.code) = 7 AND d.is_current
    GROUP BY ALL HAVING count(DISTINCT t.amount) = 1
)
SELECT s.document_id, coalesce(s.raw_label, s.item) AS subject, s.amount AS left_value, b.amount AS right_value, 2 * (s.half + b.half) AS tolerance,
       [s.narrative_id, b.id] AS figure_ids
FROM stated AS s
JOIN scope_document AS d USING (document_id)
JOIN budget AS b ON b.owner = d.owner AND b.fiscal_year = d.fiscal_year AND b.item = s.item AND b.code = coalesce(s.code, '')
WHERE d.stage = 'final' AND s.stage = 'initial_budget' AND s.fiscal_year = d.fiscal_year AND s.amount IS NOT NULL
