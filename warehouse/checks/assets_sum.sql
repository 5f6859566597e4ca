-- title_zh: 资产总额等于各类资产之和
-- title_en: assets are the sum of buildings, vehicles, equipment and others
-- identity: I21
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
WITH line AS (
    SELECT document_id, table_id, max(step) AS step, coalesce(min(amount) FILTER (item = 'assets.fixed'), min(amount) FILTER (item = 'assets.total')) AS total,
           sum(amount) FILTER (item IN ('assets.house', 'assets.vehicle', 'assets.equipment', 'assets.other') AND row_role = 'item' AND row_group IS NULL) AS parts,
           count(*) FILTER (item IN ('assets.house', 'assets.vehicle', 'assets.equipment', 'assets.other') AND row_role = 'item' AND row_group IS NULL) AS terms, list(figure_id ORDER BY row_index, figure_id) AS figure_ids
    FROM own WHERE table_kind = 'fixed_assets' AND item LIKE 'assets.%'
    GROUP BY ALL
    HAVING count(*) = count(DISTINCT row_index)
)
SELECT document_id, '资产总额' AS subject, parts AS left_value, total AS right_value, step * (terms + 1) AS tolerance, figure_ids
FROM line WHERE parts IS NOT NULL
