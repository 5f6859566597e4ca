-- title_zh: 同一文件的成本指标使用同一金额单位
-- title_en: the cost indicators of a document are in one unit of account
-- identity: I19
-- severity: info
-- applies: dept_budget unit_budget performance dept_final unit_final
-- compare: stated
SELECT document_id, '成本指标' AS subject, count(*) FILTER (u = '万元') AS left_value, count(*) FILTER (u = '元') AS right_value, 0 AS tolerance,
       count(DISTINCT u) = 1 AS holds, '成本指标元与万元混用：' || string_agg(DISTINCT level3 || ' ' || raw, '；' ORDER BY level3 || ' ' || raw) AS message,
       list(indicator_id ORDER BY ordinal, indicator_id) AS figure_ids
FROM (SELECT *, CASE WHEN coalesce(measure_unit, raw) LIKE '%万元%' THEN '万元' WHEN coalesce(measure_unit, raw) LIKE '%元' THEN '元' END AS u
      FROM core.performance_indicator WHERE level1 LIKE '%成本%' AND document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)
        -- a price of one piece is in its own unit
        AND NOT regexp_matches(coalesce(level3, ''), '每|单价|单位成本|人均|标准') AND NOT regexp_matches(coalesce(measure_unit, raw, ''), '/'))
WHERE u IS NOT NULL
GROUP BY document_id
