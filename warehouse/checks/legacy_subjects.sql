-- title_zh: 科目名称与年度相符
-- title_en: no subject names that were retired before the fiscal year
-- identity: T3
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final
WITH retired(word, last_year, successor) AS (
    FROM (VALUES ('医疗卫生与计划生育支出', 2018, '卫生健康支出'), ('文化体育与传媒支出', 2018, '文化旅游体育与传媒支出'),
                 ('国土海洋气象等支出', 2018, '自然资源海洋气象等支出'), ('城乡社区事务', 2014, '城乡社区支出'), ('农林水事务', 2014, '农林水支出'),
                 ('资源勘探信息等', 2019, '资源勘探工业信息等支出'))
), label AS (
    -- blank rows count: a form keeps old names where nothing is spent
    SELECT DISTINCT f.document_id, regexp_replace(f.row_label, '[\s]', '', 'g') AS label, d.fiscal_year
    FROM printed_figure AS f JOIN scope_document AS d USING (document_id)
    WHERE f.source = 'table' AND f.row_label IS NOT NULL AND d.is_wanted
    UNION
    SELECT DISTINCT document_id, raw_label, coalesce(fiscal_year, document_year) FROM stated WHERE item LIKE '%.function' AND raw_label IS NOT NULL
)
SELECT l.document_id, '科目名称' AS subject, count(DISTINCT r.word) AS left_value, 0 AS right_value, 0 AS tolerance,
       '沿用旧科目名称：' || coalesce(string_agg(DISTINCT r.word || '（' || r.last_year || '年后为' || r.successor || '）', '、' ORDER BY r.word || '（' || r.last_year || '年后为' || r.successor || '）'), '')
           AS message, []::VARCHAR[] AS figure_ids
FROM label AS l
LEFT JOIN retired AS r ON contains(l.label, r.word) AND l.fiscal_year > r.last_year
WHERE l.fiscal_year IS NOT NULL
GROUP BY l.document_id
