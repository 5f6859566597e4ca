-- title_zh: 指标名称完整
-- title_en: the name of an indicator is not cut off
-- identity: I19
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final performance
SELECT document_id, '指标名称' AS subject, count(*) FILTER (is_cut) AS left_value, 0 AS right_value, 0 AS tolerance,
       '指标名称不完整：' || coalesce(string_agg(name || coalesce('（第' || page || '页）', ''), '、' ORDER BY ordinal, indicator_id) FILTER (is_cut), '') AS message,
       coalesce(list(indicator_id ORDER BY ordinal, indicator_id) FILTER (is_cut), []) AS figure_ids
FROM (SELECT *, regexp_replace(level3, '\s', '', 'g') AS name,
             -- 控 ends a word only in 管控, 防控, 调控 and their like
             regexp_matches(name, '[的和与及、，（(]$|[^管防调监内可失掌自风布]控$')
                 OR len(regexp_replace(name, '[^（(]', '', 'g')) <> len(regexp_replace(name, '[^）)]', '', 'g')) AS is_cut
      FROM core.performance_indicator
      WHERE level3 <> '' AND document_id IN (SELECT document_id FROM scope_document WHERE is_wanted))
GROUP BY document_id
