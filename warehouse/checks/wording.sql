-- title_zh: 没有常见的错字、漏字和重复
-- title_en: no known slips of wording
-- identity: N4
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final
WITH slip(pattern, meant) AS (
    FROM (VALUES ('于(上年|20\d\d年度?(预算|决算)?)(数)?(持平|相同|一致)', '与…持平'), ('反应(本|我|全)?(部门|单位)', '反映'), ('(电话|设备|家具|仪器)构建', '购建'),
                 ('(主要|原因)是办单位', '本单位'), ('收入拨款收入', '拨款收入'), ('国有资本(经营)?基金预算', '国有资本经营预算'), ('错误[!！]未找到引用源', ''),
                 ('(增加|减少)万元', '缺数字'), ('个\s*万元', '缺数字'))
)
SELECT s.document_id, '文字' AS subject, count(DISTINCT p.pattern) AS left_value, 0 AS right_value, 0 AS tolerance,
       '疑似错字：' || coalesce(string_agg(DISTINCT regexp_extract(s.sentence, '.{0,8}(?:' || p.pattern || ').{0,8}', 0), '；' ORDER BY regexp_extract(s.sentence, '.{0,8}(?:' || p.pattern || ').{0,8}', 0)), '') AS message,
       coalesce(list(DISTINCT s.narrative_id ORDER BY s.narrative_id) FILTER (p.pattern IS NOT NULL), []) AS figure_ids
FROM stated AS s
LEFT JOIN slip AS p ON regexp_matches(s.sentence, p.pattern)
GROUP BY s.document_id
