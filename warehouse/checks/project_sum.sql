-- title_zh: 项目之和等于项目合计
-- title_en: the projects of a project table add up to its total
-- identity: I13
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final performance
WITH line AS (
    SELECT document_id, table_id, table_kind, header, row_role, amount, figure_id, step, row_index
    FROM own
    WHERE table_kind IN ('project_expenditure', 'perf_project_summary') AND row_role IN ('total', 'project', 'unit')
), summed AS (
    SELECT *, CASE WHEN row_role = 'project' THEN amount ELSE 0 END AS part,
           sum(CASE WHEN row_role = 'project' THEN amount ELSE 0 END) OVER (PARTITION BY table_id, header ORDER BY row_index) AS so_far
    FROM line
), nested AS (
    -- projects whose amount the rows right below add up to again, the largest first; a small one may do so by chance
    SELECT table_id, header, list(sum_of_largest ORDER BY sum_of_largest) AS repeated
    FROM (SELECT table_id, header, sum(part) OVER (PARTITION BY table_id, header ORDER BY part DESC, row_index) AS sum_of_largest
          FROM summed
          WHERE part > 0 AND (table_id, header, so_far + part) IN (SELECT (table_id, header, so_far) FROM summed WHERE part > 0))
    GROUP BY ALL
), sums AS (
    SELECT document_id, table_id, table_kind, header, max(step) AS step, min(amount) FILTER (row_role = 'total') AS total,
           count(*) FILTER (row_role = 'total') AS totals, min(amount) FILTER (row_role = 'unit') AS unit_total,
           count(*) FILTER (row_role = 'unit') AS units, sum(amount) FILTER (row_role = 'project') AS parts, count(*) FILTER (row_role = 'project') AS terms,
           list(figure_id ORDER BY row_index, figure_id) AS figure_ids
    FROM line GROUP BY ALL
)
SELECT document_id, table_kind || ' ' || header AS subject, arg_min(reading, (abs(reading - whole), reading)) AS left_value, whole AS right_value,
       step * (terms + 1) AS tolerance, figure_ids
FROM (SELECT s.*, coalesce(total, unit_total) AS whole,
             -- rows of several levels (units, categories) repeat the total a whole number of times, or the amounts of some rows
             unnest(list_transform(coalesce(n.repeated, []), lambda r: parts - r)
                    || [parts, parts / greatest(round(parts / nullif(coalesce(total, unit_total), 0)), 1)]) AS reading
      FROM sums AS s LEFT JOIN nested AS n USING (table_id, header)
      WHERE parts IS NOT NULL AND (totals = 1 OR totals = 0 AND units = 1))
GROUP BY document_id, table_id, table_kind, header, whole, step, terms, figure_ids
