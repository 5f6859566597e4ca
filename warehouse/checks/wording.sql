-- title_zh: 没有常见的错字、漏字和重复
-- title_en: no known slips of wording
-- identity: N4
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final performance
WITH slip AS (
    -- 于…持平 (与), 反应本部门 (反映), 设备构建 (购建), 办单位 (本单位), a doubled word, another fund's name, a lost cross-reference, a lost number,
    -- a share without %, two directions at once
    SELECT document_id, id, list_filter([
               regexp_extract(sentence, '.{0,8}于(?:上年|20\d\d年度?(?:预算|决算)?)数?(?:持平|相同|一致).{0,4}', 0),
               regexp_extract(sentence, '反应(?:本|我|全)?(?:部门|单位).{0,8}', 0),
               regexp_extract(sentence, '.{0,8}(?:电话|设备|家具|仪器)构建.{0,8}', 0),
               regexp_extract(sentence, '(?:主要|原因)是办单位.{0,8}', 0),
               regexp_extract(sentence, '.{0,8}收入拨款收入.{0,8}', 0),
               regexp_extract(sentence, '.{0,8}国有资本(?:经营)?基金预算.{0,8}', 0),
               regexp_extract(sentence, '错误[!！]未找到引用源', 0),
               regexp_extract(sentence, '.{0,8}(?:增加|减少)万元.{0,8}', 0),
               regexp_extract(sentence, '.{0,8}个\s*万元.{0,8}', 0),
               regexp_extract(sentence, '.{0,8}占比?\d+[.]\d{1,2}[；，。]', 0),
               regexp_extract(sentence, '.{0,8}(?:减增加|增减少|大小于).{0,8}', 0)], lambda found: found <> '') AS found
    FROM (SELECT document_id, narrative_id AS id, sentence FROM stated
          UNION ALL
          SELECT document_id, passage_id, text FROM core.passage
          WHERE topic IN ('heading', 'note') AND document_id IN (SELECT document_id FROM scope_document WHERE is_wanted))
)
SELECT document_id, '文字' AS subject, count(DISTINCT id) FILTER (len(found) > 0) AS left_value, 0 AS right_value, 0 AS tolerance,
       '疑似错字：' || coalesce(string_agg(DISTINCT array_to_string(found, '；'), '；' ORDER BY array_to_string(found, '；')) FILTER (len(found) > 0), '') AS message,
       coalesce(list(DISTINCT id ORDER BY id) FILTER (len(found) > 0), []) AS figure_ids
FROM slip
GROUP BY document_id
