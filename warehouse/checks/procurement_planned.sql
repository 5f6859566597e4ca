-- title_zh: 有购置或购买服务项目时政府采购不应为零
-- title_en: no procurement budget of zero beside planned purchases
-- identity: I17
-- severity: warning
-- applies: dept_budget unit_budget
-- compare: stated
WITH budget AS (
    SELECT document_id, item, max(amount) AS amount, min(narrative_id) AS id FROM stated
    WHERE item IN ('procurement.total', 'procured_services.total') AND fiscal_year = document_year
    GROUP BY document_id, item
    HAVING max(amount) IS NOT NULL
), planned AS (
    SELECT document_id, sum(amount) AS amount, list(id ORDER BY id) AS ids FROM (
        SELECT document_id, amount, narrative_id AS id FROM stated
        WHERE item = 'assets.planned_purchase' OR item LIKE '%project.item' AND regexp_matches(raw_label, '购置|更换|构建|购建|采购|购买服务')
        UNION
        SELECT document_id, amount, project_id FROM core.project
        WHERE regexp_matches(project_name, '购置|更换|采购|购买服务') AND document_id IN (SELECT document_id FROM scope_document))
    WHERE amount > 0
    GROUP BY document_id
)
SELECT n.document_id, '政府采购' AS subject, n.amount AS left_value, coalesce(p.amount, 0) AS right_value, 0 AS tolerance,
       n.amount > 0 OR p.amount IS NULL AS holds,
       CASE n.item WHEN 'procurement.total' THEN '政府采购' ELSE '政府购买服务' END || '为零，却有购置或购买计划' || printf(' %.2f', p.amount / 10000) || '万元' AS message,
       list_prepend(n.id, coalesce(p.ids, [])) AS figure_ids
FROM budget AS n LEFT JOIN planned AS p USING (document_id)
