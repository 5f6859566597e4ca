-- title_zh: 绩效指标各列未错位
-- title_en: the cells of an indicator stand under their headers, and it has a name
-- identity: I19
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final performance
-- compare: stated
SELECT document_id, coalesce(level3, project_name, '指标') AS subject, NULL AS left_value, NULL AS right_value, NULL AS tolerance,
       coalesce(level3, '') <> '' AND coalesce(target_value, raw) IS DISTINCT FROM '定性' AND NOT regexp_matches(coalesce(target_value, ''), '^[≥≤><=＝]+$')
       AND (len(coalesce(measure_unit, '')) <= 16 OR regexp_matches(measure_unit, '[\d;；/]')) AS holds,
       '指标列错位或缺名称：' || coalesce(level3, '（无名称）') || ' ' || coalesce(target_value, '') || ' ' || left(coalesce(measure_unit, ''), 20) AS message, [indicator_id] AS figure_ids
FROM core.performance_indicator
WHERE document_id IN (SELECT document_id FROM scope_document WHERE is_wanted) AND (target_value IS NOT NULL OR raw IS NOT NULL)
