-- title_zh: 文字所据上年数与上年文件一致
-- title_en: this year's amount less its change is what last year's document said
-- identity: T1
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: stated
WITH base AS (
    SELECT d.owner, d.kind, d.fiscal_year, s.item, coalesce(s.code, '') AS code, s.stage, min(s.amount) AS amount, min(s.narrative_id) AS id, max(s.half) AS half
    FROM stated AS s JOIN scope_document AS d USING (document_id)
    WHERE s.amount IS NOT NULL AND s.fiscal_year = d.fiscal_year AND s.item NOT LIKE '%.item' AND d.is_current
    GROUP BY ALL HAVING count(DISTINCT s.amount) = 1
)
SELECT s.document_id, coalesce(s.raw_label, s.item) AS subject, s.amount - s.change AS left_value, b.amount AS right_value, 2 * (s.half + b.half) AS tolerance,
       -- a base far off belongs to something else of the same name
       CASE WHEN abs(s.amount - s.change - b.amount) <= 2 * (s.half + b.half) THEN true
            WHEN greatest(s.amount - s.change, b.amount) <= 2 * least(s.amount - s.change, b.amount) THEN false END AS holds,
       '文字所据上年数与上年文件不符：' || coalesce(s.raw_label, s.item) || printf('：据本文 %.2f，上年文件 %.2f 万元', (s.amount - s.change) / 10000, b.amount / 10000) AS message,
       [s.narrative_id, b.id] AS figure_ids
FROM stated AS s
JOIN scope_document AS d USING (document_id)
JOIN base AS b ON b.owner = d.owner AND b.kind = d.kind AND b.fiscal_year = d.fiscal_year - 1 AND b.item = s.item AND b.code = coalesce(s.code, '')
              AND b.stage = coalesce(s.base_stage, s.stage)
WHERE s.amount IS NOT NULL AND s.change IS NOT NULL AND s.fiscal_year = d.fiscal_year AND coalesce(s.base_year, d.fiscal_year - 1) = d.fiscal_year - 1
