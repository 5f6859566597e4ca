-- title_zh: 没有只差一个数字的项目
-- title_en: no two projects differ by a trailing digit only
-- identity: I13
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final
WITH named AS (
    SELECT DISTINCT document_id, regexp_replace(project_name, '\s', '', 'g') AS name FROM core.project WHERE document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)
), stem AS (
    SELECT document_id, regexp_replace(name, '\d+$', '') AS stem, list(name ORDER BY name) AS names FROM named GROUP BY ALL
)
SELECT document_id, '项目名称' AS subject, count(*) FILTER (len(names) > 1) AS left_value, 0 AS right_value, 0 AS tolerance,
       '项目名称只差一个数字：' || coalesce(string_agg(array_to_string(names, '、'), '；' ORDER BY stem) FILTER (len(names) > 1), '') AS message, []::VARCHAR[] AS figure_ids
FROM stem
WHERE len(stem) >= 4
GROUP BY document_id
