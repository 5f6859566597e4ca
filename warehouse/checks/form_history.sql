-- title_zh: 项目表的当年预算不应是增加额
-- title_en: the current budget that a form's history states is the project's amount, not its increase
-- identity: I19
-- severity: error
-- applies: dept_budget unit_budget
WITH told AS (
    SELECT t.document_id, c.table_id, TRY_CAST(regexp_extract(regexp_replace(c.text, '\s', '', 'g'), '当年预算(?:安排)?([\d.]+)万元', 1) AS DECIMAL(18, 4)) * 10000 AS current_amount
    FROM printed_text AS c JOIN core.extracted_table AS t USING (table_id)
    WHERE t.document_id IN (SELECT document_id FROM scope_document WHERE is_wanted) AND t.kind = 'perf_project_target' AND c.text LIKE '%当年预%'
)
SELECT t.document_id, p.project_name AS subject, t.current_amount AS left_value, p.amount AS right_value, 100 AS tolerance, [p.project_id] AS figure_ids
FROM told AS t JOIN core.project AS p USING (document_id, table_id)
WHERE t.current_amount IS NOT NULL AND p.amount IS NOT NULL
