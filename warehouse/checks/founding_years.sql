-- title_zh: 文字所称成立时间前后一致
-- title_en: the text gives one year for the founding of the body
-- identity: N4
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final
WITH told AS (
    -- the year next before 成立; what was renamed, merged or split has several
    SELECT document_id, passage_id, ordinal, text,
           TRY_CAST(regexp_extract(text, '.*((?:19|20)\d\d)年[^。；]{0,40}?(?:成立|设立|组建|挂牌)', 1) AS INTEGER) AS founded
    FROM core.passage
    WHERE topic = 'founding' AND document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)
      AND NOT regexp_matches(text, '(成立|设立|组建)(了)?[^。；，]{0,16}(小组|工作组|专班|委员会|协会|党委|支部|平台|基金|公司|机制|方案)')
)
SELECT document_id, '成立时间' AS subject, max(founded) AS left_value, min(founded) AS right_value, 0 AS tolerance,
       '成立时间前后不一：' || string_agg(founded || '年：“' || left(text, 60) || '”', '；' ORDER BY ordinal) AS message, list(passage_id ORDER BY ordinal, passage_id) AS figure_ids
FROM told WHERE founded IS NOT NULL
GROUP BY document_id
