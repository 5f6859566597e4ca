-- title_zh: “部门”与“单位”用词与范围相符
-- title_en: a disclosure called 部门 is not that of a single unit
-- identity: T3
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: stated
SELECT document_id, coalesce(unit_name, '') AS subject, NULL AS left_value, NULL AS right_value, NULL AS tolerance,
       NOT (kind LIKE 'dept_%' AND scope = 'unit') AS holds, '名为部门预决算，实为单个单位：' || coalesce(unit_name, '') AS message, []::VARCHAR[] AS figure_ids
FROM core.document
WHERE document_id IN (SELECT document_id FROM scope_document WHERE is_wanted) AND scope IS NOT NULL AND kind IN ('dept_budget', 'unit_budget', 'dept_final', 'unit_final')
