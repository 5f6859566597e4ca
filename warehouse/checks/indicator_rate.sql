-- title_zh: 比率指标不超过百分之百且以百分号计
-- title_en: a rate is at most 100 %, satisfaction and use below it, and counted in percent
-- identity: I19
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final performance
-- compare: stated
WITH target AS (
    SELECT document_id, indicator_id, level3, project_name, raw, operator, TRY_CAST(target_value AS DECIMAL(18, 4)) AS target, measure_unit,
           regexp_matches(level3, '(率|满意度|比例|比重)$') AS is_rate
    FROM core.performance_indicator
    WHERE document_id IN (SELECT document_id FROM scope_document)
)
SELECT document_id, level3 || ' ' || coalesce(raw, '') AS subject, target AS left_value, 100 AS right_value, 0 AS tolerance,
       CASE WHEN coalesce(measure_unit, '%') IN ('%', '％') THEN NOT (target > 100 OR target = 100 AND operator = '>=' AND regexp_matches(level3, '满意|利用率|使用率|参与率|知晓率')) ELSE measure_unit NOT IN ('人', '人次', '个', '次', '家', '户', '台', '辆') END
           AS holds,
       '比率指标的值不可能：' || coalesce(project_name || '：', '') || level3 || ' ' || raw || coalesce(' ' || measure_unit, '') AS message, [indicator_id] AS figure_ids
FROM target
WHERE is_rate AND target IS NOT NULL AND level3 NOT LIKE '%增长率' AND level3 NOT LIKE '%周转率' AND level3 NOT LIKE '%分辨率'
