-- title_zh: 绩效指标评价标准分档有序且单位一致
-- title_en: the grades of an indicator go one way and in one unit
-- identity: I20
-- severity: error
-- applies: dept_budget unit_budget
-- compare: stated
WITH grade AS (
    SELECT document_id, indicator_id, level3, grades,
           [regexp_extract(grades, g || '[^\d；]*([\d.]+)', 1) for g in ['优', '良', '中', '差']] AS bounds,
           [regexp_matches(grades, g || '[^；]*[%％]') for g in ['优', '良', '中', '差']] AS percents
    FROM core.performance_indicator
    WHERE grades LIKE '%优%良%' AND document_id IN (SELECT document_id FROM scope_document)
), number AS (
    SELECT *, list_transform(bounds, lambda b: TRY_CAST(b AS DOUBLE)) AS n FROM grade
)
SELECT document_id, level3 AS subject, n[1] AS left_value, n[3] AS right_value, 0 AS tolerance,
       len(list_distinct(percents)) = 1
       AND (n[1] > n[2] AND n[2] > n[3] AND n[3] >= n[4] AND NOT regexp_matches(level3, '差错|错误|事故|投诉|违规|超支')
            OR n[1] < n[2] AND n[2] < n[3] AND n[3] <= n[4] AND regexp_matches(grades, '优[^；]*[≤<]')) AS holds,
       '评价标准' || CASE WHEN len(list_distinct(percents)) > 1 THEN '单位不一' ELSE '方向颠倒' END || '：' || level3 || '：' || grades AS message,
       [indicator_id] AS figure_ids
FROM number
WHERE n[1] IS NOT NULL AND n[2] IS NOT NULL AND n[3] IS NOT NULL AND n[4] IS NOT NULL
