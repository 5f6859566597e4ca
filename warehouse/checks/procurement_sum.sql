-- title_zh: 政府采购合计等于货物、工程、服务之和
-- title_en: procurement is the sum of goods, works and services
-- identity: I17
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
WITH line AS (
    SELECT document_id, table_id, fiscal_year, stage, max(step) AS step, min(amount) FILTER (item = 'procurement.total') AS total,
           sum(amount) FILTER (item IN ('procurement.goods', 'procurement.works', 'procurement.services')) AS parts, list(figure_id ORDER BY row_index, figure_id) AS figure_ids,
           count(*) FILTER (item = 'procurement.total') AS totals
    FROM own WHERE item LIKE 'procurement.%' AND table_kind IN ('final_info_stats', 'op_cost_table')
    GROUP BY ALL
)
SELECT document_id, '政府采购' AS subject, parts AS left_value, total AS right_value, 4 * step AS tolerance, figure_ids
FROM line WHERE totals = 1 AND parts IS NOT NULL
