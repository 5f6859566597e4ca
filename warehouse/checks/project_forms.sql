-- title_zh: 项目绩效表金额与项目表一致
-- title_en: a project has the same amount in its form and in the project table
-- identity: I13 I19
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
WITH named AS (
    SELECT p.document_id, t.kind LIKE 'perf_%' AS is_form, regexp_replace(p.project_name, '\s', '', 'g') AS project_name, min(p.amount) AS amount,
           min(p.project_id) AS project_id
    FROM core.project AS p
    JOIN core.extracted_table AS t USING (table_id)
    WHERE p.amount IS NOT NULL AND p.document_id IN (SELECT document_id FROM scope_document)
      AND t.kind IN ('project_expenditure', 'perf_project_target', 'perf_project_summary')
    GROUP BY ALL
    -- a name that stands for several rows (a unit, a category) is no project of its own
    HAVING count(*) = 1
)
SELECT f.document_id, f.project_name AS subject, f.amount AS left_value, l.amount AS right_value, 100 AS tolerance, [f.project_id, l.project_id] AS figure_ids
FROM named AS f
JOIN named AS l ON l.document_id = f.document_id AND l.project_name = f.project_name AND NOT l.is_form
WHERE f.is_form
