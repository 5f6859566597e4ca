-- title_zh: 同一文件的成本指标使用同一金额单位
-- title_en: the cost indicators of a document are in one unit of account
-- identity: I19
-- severity: info
-- applies: dept_budget unit_budget performance dept_final unit_final
-- compare: stated
WITH cost AS (
    SELECT *, CASE WHEN coalesce(measure_unit, raw) LIKE '%万元%' THEN '万元' WHEN coalesce(measure_unit, raw) LIKE '%元' THEN '元' END AS u
    FROM core.performance_indicator WHERE level1 LIKE '%成本%' AND document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)
      -- a price of one piece is in its own unit
      AND NOT regexp_matches(coalesce(level3, ''), '每|平均|单[价位个次项页场台套份人件张]|人均|标准') AND NOT regexp_matches(coalesce(measure_unit, raw, ''), '/')
), counted AS (
    SELECT document_id, count(*) FILTER (u = '万元') AS wan, count(*) FILTER (u = '元') AS yuan,
           list(DISTINCT level3 || ' ' || raw ORDER BY level3 || ' ' || raw) FILTER (u = '万元') AS in_wan,
           list(DISTINCT level3 || ' ' || raw ORDER BY level3 || ' ' || raw) FILTER (u = '元') AS in_yuan,
           list(indicator_id ORDER BY ordinal, indicator_id) AS figure_ids
    FROM cost WHERE u IS NOT NULL
    GROUP BY document_id
)
SELECT document_id, '成本指标' AS subject, wan AS left_value, yuan AS right_value, 0 AS tolerance, least(wan, yuan) = 0 AS holds,
       -- the rarer unit is the one to look at
       '成本指标元与万元混用：万元' || wan || '项，元' || yuan || '项；' || CASE WHEN wan < yuan THEN '万元' ELSE '元' END || '如：'
       || coalesce(array_to_string(list_slice(CASE WHEN wan < yuan THEN in_wan ELSE in_yuan END, 1, 5), '；'), '') AS message,
       figure_ids
FROM counted
