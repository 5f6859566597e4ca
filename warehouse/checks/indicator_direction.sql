-- title_zh: 产出数量指标不以上限为目标
-- title_en: counts of output are not given as upper bounds
-- identity: I19
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final performance
-- compare: stated
SELECT document_id, level3 AS subject, NULL AS left_value, NULL AS right_value, NULL AS tolerance, operator <> '<=' AS holds,
       '产出数量以上限为目标：' || level3 || ' ' || raw AS message, [indicator_id] AS figure_ids
FROM core.performance_indicator
WHERE document_id IN (SELECT document_id FROM scope_document WHERE is_wanted) AND level1 LIKE '%产出%' AND measure_unit IN ('人', '人次', '个', '家', '户', '次', '场', '件', '台', '套') AND TRY_CAST(target_value AS DOUBLE) > 0
  AND NOT regexp_matches(level3, '事故|故障|投诉|差错|违规|超期|天数|时限|出差|出国|会议|培训|接待|考察|公车|公务用车')
