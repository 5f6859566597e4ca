-- title_zh: 项目合计不超过项目支出
-- title_en: projects together are at most the project expenditure
-- identity: I13
-- severity: warning
-- applies: dept_budget unit_budget
-- compare: at_most
WITH project AS (
    SELECT document_id, regexp_replace(project_name, '\s', '', 'g') AS project_name, max(p.amount) AS amount, min(project_id) AS project_id
    FROM core.project AS p
    JOIN core.extracted_table AS t USING (document_id, table_id)
    WHERE p.amount > 0 AND document_id IN (SELECT document_id FROM scope_document) AND p.project_name <> coalesce(p.unit_name, '')
      AND t.kind = 'perf_project_target' AND NOT regexp_matches(p.project_name, '(局|委员会|办公室|中心|机关|本级|\d{6})$')
    GROUP BY ALL
), every AS (
    SELECT document_id, sum(amount) AS amount, count(*) AS terms, list(project_id ORDER BY project_name, project_id) AS ids FROM project GROUP BY document_id
), spent AS (
    SELECT document_id, amount, figure_id AS id FROM table_fact
    WHERE item IN ('expenditure.project', 'gpb.expenditure.project') AND table_kind NOT IN ('project_expenditure')
    UNION ALL
    SELECT document_id, amount, narrative_id FROM stated
    WHERE item IN ('expenditure.project', 'gpb.expenditure.project') AND fiscal_year = document_year AND stage = document_stage AND amount IS NOT NULL
)
SELECT p.document_id, min(terms) || '个项目' AS subject, min(p.amount) AS left_value, max(s.amount) AS right_value, 100 * min(terms + 1) AS tolerance,
       list_prepend(arg_max(s.id, (s.amount, s.id)), min(p.ids)) AS figure_ids
FROM every AS p
JOIN spent AS s USING (document_id)
GROUP BY p.document_id
