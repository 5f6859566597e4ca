-- title_zh: 项目之和等于项目合计
-- title_en: the projects of a project table add up to its total
-- identity: I13
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
WITH line AS (
    SELECT document_id, table_id, table_kind, header, row_role, amount, figure_id, step, row_index
    FROM own
    WHERE table_kind IN ('project_expenditure', 'perf_project_summary') AND row_role IN ('total', 'project', 'unit')
), sums AS (
    SELECT document_id, table_id, table_kind, header, max(step) AS step, min(amount) FILTER (row_role = 'total') AS total,
           count(*) FILTER (row_role = 'total') AS totals, min(amount) FILTER (row_role = 'unit') AS unit_total,
           count(*) FILTER (row_role = 'unit') AS units, sum(amount) FILTER (row_role = 'project') AS parts, count(*) FILTER (row_role = 'project') AS terms,
           list(figure_id ORDER BY row_index) AS figure_ids
    FROM line GROUP BY ALL
)
SELECT document_id, table_kind || ' ' || header AS subject,
       -- rows of several levels (units, categories) repeat the total a whole number of times
       parts / greatest(round(parts / nullif(coalesce(total, unit_total), 0)), 1) AS left_value, coalesce(total, unit_total) AS right_value, step * (terms + 1) AS tolerance, figure_ids
FROM sums
WHERE parts IS NOT NULL AND (totals = 1 OR totals = 0 AND units = 1)
