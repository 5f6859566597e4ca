-- title_zh: “三公”经费合计等于出国、用车、接待之和，用车等于购置加运行
-- title_en: three-public expenditure is the sum of its components, vehicles of purchase and operation
-- identity: I14
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final sangong_summary
WITH part AS (
    SELECT document_id, table_id, table_kind, row_index,
           item, amount, figure_id, step, fiscal_year, stage
    FROM cell
    WHERE item LIKE 'sangong.%' AND table_kind IN ('sangong', 'gov_fund_sangong', 'final_sangong', 'gov_sangong_summary')
), grouped AS (
    SELECT document_id, table_id, table_kind, fiscal_year, stage, item, min(amount) AS amount, min(figure_id) AS figure_id,
           max(step) AS step, count(*) AS copies
    FROM part GROUP BY ALL
), wide AS (
    SELECT document_id, table_id, table_kind, fiscal_year, stage, max(step) AS step, max(copies) AS copies,
           min(amount) FILTER (item = 'sangong.total') AS total,
           min(amount) FILTER (item = 'sangong.abroad') AS abroad,
           min(amount) FILTER (item = 'sangong.vehicle') AS vehicle,
           min(amount) FILTER (item = 'sangong.vehicle.purchase') AS purchase,
           min(amount) FILTER (item = 'sangong.vehicle.operation') AS operation,
           min(amount) FILTER (item = 'sangong.reception') AS reception,
           list(figure_id ORDER BY item, figure_id) AS figure_ids
    FROM grouped GROUP BY ALL
)
SELECT document_id, concat_ws(' ', table_kind, fiscal_year, stage, '合计') AS subject,
       coalesce(abroad, 0) + coalesce(vehicle, coalesce(purchase, 0) + coalesce(operation, 0)) + coalesce(reception, 0) AS left_value,
       total AS right_value, step * 4 AS tolerance, figure_ids
FROM wide
WHERE copies = 1 AND total IS NOT NULL AND coalesce(abroad, vehicle, purchase, operation, reception) IS NOT NULL
UNION ALL
SELECT document_id, concat_ws(' ', table_kind, fiscal_year, stage, '公务用车') AS subject,
       coalesce(purchase, 0) + coalesce(operation, 0) AS left_value, vehicle AS right_value, step * 2 AS tolerance, figure_ids
FROM wide
WHERE copies = 1 AND vehicle IS NOT NULL AND coalesce(purchase, operation) IS NOT NULL
