-- title_zh: 说明的项目多数附有项目表
-- title_en: most projects that the text counts have a form (many publish the main ones only)
-- identity: J10 I13
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: stated
WITH told AS (
    SELECT document_id, max(quantity) AS projects, min(narrative_id) AS id FROM stated
    WHERE item IN ('performance.targets', 'performance.self_eval.projects') AND quantity > 0 GROUP BY document_id
), form AS (
    SELECT p.document_id, count(DISTINCT regexp_replace(p.project_name, '\s', '', 'g')) AS forms, list(p.project_id ORDER BY p.project_id) AS ids
    FROM core.project AS p JOIN core.extracted_table AS t USING (table_id)
    WHERE p.document_id IN (SELECT document_id FROM scope_document WHERE is_wanted) AND t.kind IN ('perf_project_target', 'perf_project_summary', 'perf_self_evaluation', 'final_perf_self_eval')
      AND NOT regexp_matches(p.project_name, '(局|委员会|办公室|中心|机关|本级)$')
    GROUP BY p.document_id
)
SELECT t.document_id, '项目个数' AS subject, f.forms AS left_value, t.projects AS right_value, 0 AS tolerance, 3 * f.forms >= t.projects AS holds,
       '说明的项目' || CAST(t.projects AS INTEGER) || '个，所附项目表只有' || f.forms || '个' AS message, list_prepend(t.id, f.ids) AS figure_ids
FROM told AS t JOIN form AS f USING (document_id)
