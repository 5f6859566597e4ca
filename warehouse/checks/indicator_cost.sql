-- title_zh: 成本指标之和不超过项目金额
-- title_en: the cost indicators of a project are at most its amount
-- identity: I13 I19
-- severity: info
-- applies: dept_budget unit_budget performance dept_final unit_final
-- compare: at_most
WITH cost AS (
    SELECT document_id, project_name, max(TRY_CAST(target_value AS DECIMAL(18, 4)) * CASE WHEN coalesce(measure_unit, raw) LIKE '%万元%' THEN 10000 ELSE 1 END)
               FILTER (regexp_matches(level3, '总|项目成本|预算|控制')) AS largest,
           sum(TRY_CAST(target_value AS DECIMAL(18, 4)) * CASE WHEN coalesce(measure_unit, raw) LIKE '%万元%' THEN 10000 ELSE 1 END) AS amount,
           list(indicator_id ORDER BY ordinal, indicator_id) AS ids
    FROM core.performance_indicator
    WHERE level1 LIKE '%成本%' AND (measure_unit IN ('元', '万元') OR raw LIKE '%元') AND document_id IN (SELECT document_id FROM scope_document)
      AND level3 NOT LIKE '%标准%' AND level3 NOT LIKE '%单价%' AND level3 NOT LIKE '%人均%' AND coalesce(measure_unit, '') NOT LIKE '%/%'
    GROUP BY ALL
), project AS (
    SELECT document_id, project_name, max(amount) AS amount, min(project_id) AS project_id FROM core.project
    WHERE document_id IN (SELECT document_id FROM scope_document) GROUP BY document_id, project_name
    -- forms of several units may share a name
    HAVING count(DISTINCT amount) = 1
)
SELECT c.document_id, c.project_name AS subject, 
       -- one indicator that is the whole project stands beside its parts
       CASE WHEN abs(c.largest - p.amount) <= 100 THEN c.largest ELSE c.amount END AS left_value, p.amount AS right_value, 100 AS tolerance, list_prepend(p.project_id, c.ids) AS figure_ids
FROM cost AS c JOIN project AS p USING (document_id, project_name)
WHERE p.amount > 0 AND c.amount IS NOT NULL
